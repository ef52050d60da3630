"""A place's digest in its channel: whole, corrected where it stands, open to what is missing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import to_json

from bot.payloads import Who
from bot.views import place_digest as view
from bot.views.blocks import MOST_BLOCKS, MOST_CHARACTERS
from service.application.commands import ChangePreferences
from service.application.loop_commands import ProposeInsight, TellContributors
from service.application.prompts import by_the_clock
from service.application.rhythm_commands import AskForQuote, DeclineQuote, GiveQuote
from service.digests import words as w
from service.digests.content import Coming, Count, PlaceContent, Theme, Told, quotes_in
from service.digests.placing import draft_place
from service.digests.publishing import DraftAbout, publish, save_draft
from service.domain.vocabulary import Audience, Perspective, RemarkKind, Scope
from tests.bot.looking import entries, query
from tests.bot.test_decision_card import by_learning_partner, decides
from tests.support.blockkit import assert_sound_message, assert_sound_view
from tests.support.workspace import AMINA, COLIN, HARROW, LEARNERS, PLACE, ROSA, Workspace

LOUD = "<!channel> <@U0HOUSE001> *bold* <https://evil.example|here> `y` & 😀"
CLAIM = "People open up when somebody rings before the letter."


def learned(slack: Workspace) -> UUID:
    """Three people saw something, one of them may be quoted, and something changed: a draft."""
    for user in (ROSA, AMINA, COLIN):
        shared, request = ChangePreferences(scope=Scope.PLACE_TEAM), by(slack, user)
        slack.system.people.change_preferences(slack.person(user), shared, request)
        slack.says(user, f"The desk said yes on the spot. {user[-3:]}")
    said = [one.id for one in entries(slack) if one.kind == "reflection"]
    request, system = by_learning_partner(slack), slack.system
    insight = ProposeInsight(
        place=PLACE,
        claim=CLAIM,
        cites=[str(one) for one in said],
        looked_for_disconfirming=True,
    )
    system.sense.propose_insight(insight, request)
    decision = decides(slack, cites=[str(said[0])])
    told = TellContributors(what="you_said_we_did", words="We ring first now.")
    system.decisions.tell_contributors(slack.place, str(decision), told, request)
    asked = AskForQuote(words="The desk said yes", audience=Audience.PLACE)
    quote = system.quotes.ask(said[0], asked, request).id
    system.quotes.give(quote, GiveQuote(credit="a housing officer"), by(slack, ROSA))
    system.runner.catch_up()
    today = slack.clock().date()
    first, last = today - timedelta(days=14), today
    content = draft_place(system, slack.place, first, last)
    assert quotes_in(content) == (quote,)
    programme = system.desk.place(slack.place).programme_id
    about = DraftAbout(programme, (slack.place,), first, last)
    return save_draft(system, content, about, request).id


def by(slack: Workspace, user: str) -> Any:
    """A request by somebody of Harrow Vale."""
    who = Who.of(team=HARROW, user=user, installed=HARROW)
    return slack.slack.bot.identity.visitor(who).request(slack.clock(), None)


def sends(slack: Workspace, digest: UUID) -> None:
    """The place agrees, and it goes out."""
    request = by_learning_partner(slack)
    slack.system.digests.sign_off(digest, slack.place, request, edition=1)
    publish(slack.system, digest, by_the_clock(slack.clock()))
    slack.deliver()


@pytest.fixture
def digest(slack: Workspace) -> UUID:
    """A digest that went out."""
    id = learned(slack)
    slack.deliver()
    sends(slack, id)
    return id


def told(slack: Workspace) -> Any:
    """The digest in the channel."""
    (found,) = [one for one in slack.posted() if "what we learned" in one.text]
    return found


def test_a_digest_that_went_out_stands_in_the_channel(slack: Workspace, digest: UUID) -> None:
    message = told(slack)
    assert_sound_message(message.text, message.blocks)
    shown = str(message.blocks)
    for words in (CLAIM, "The desk said yes", "a housing officer", w.DIFFERS, w.YOU_SAID, w.NAMES):
        assert words in shown
    assert CLAIM in message.text
    assert slack.posted(LEARNERS) == []
    count = len(slack.posted())
    bot = slack.slack.bot
    bot.posts.refresh("place_digest", digest, slack.clock())
    slack.deliver()
    assert len(slack.posted()) == count


def test_a_draft_is_told_to_nobody(slack: Workspace) -> None:
    learned(slack)
    slack.deliver()
    assert [one for one in slack.posted() if "what we learned" in one.text] == []


def test_a_quote_that_is_taken_back_goes_from_the_channel(slack: Workspace, digest: UUID) -> None:
    message = told(slack)
    (quote,) = [id for (id,) in query(slack, "SELECT unnest(quotes) FROM digests")]
    slack.system.quotes.decline(quote, DeclineQuote(), by(slack, ROSA))
    slack.system.digests.correct(digest, quote, by_the_clock(slack.clock()))
    slack.deliver()
    shown = str(message.blocks)
    assert "The desk said yes" not in shown
    assert w.TAKEN_BACK in shown


@pytest.mark.parametrize("kind", RemarkKind)
def test_people_say_what_is_missing_or_not_right(
    slack: Workspace, digest: UUID, kind: RemarkKind
) -> None:
    slack.clicks(AMINA, f"digest.{kind}", told(slack))
    assert_sound_view(slack.modal(AMINA).given)
    slack.submits(AMINA, words="Nobody asked the night shift.")
    slack.system.runner.catch_up()
    rows = query(slack, "SELECT digest_id, person_id, kind FROM digest_remarks")
    assert rows == [(digest, slack.person(AMINA), kind)]


text = st.one_of(st.text(max_size=2_000), st.just(LOUD * 60), st.just("😀" * 3_000))
ids = st.uuids()
counts = st.builds(
    Count,
    candidate=st.none(),
    people=st.none() | st.integers(5, 900),
    perspectives=st.lists(st.sampled_from(Perspective), max_size=3).map(tuple),
)
themes = st.builds(Theme, insight=ids, words=text, rests_on=counts, quote=st.none() | ids)
things_told = st.builds(
    Told,
    decision=ids,
    said=text,
    learned=text,
    changed=text,
    state=st.sampled_from(["changed", "open", "decided_not"]),
    until=st.none() | st.just(date(2026, 6, 30)),
)
coming = st.builds(Coming, what=text, on=st.just(date(2026, 6, 30)), decision=st.none())
contents = st.builds(
    PlaceContent,
    place=ids,
    spoke=counts,
    is_quiet=st.booleans(),
    themes=st.lists(themes, max_size=6).map(tuple),
    differs=st.lists(text, max_size=8).map(tuple),
    told=st.lists(things_told, max_size=10).map(tuple),
    coming=st.lists(coming, max_size=10).map(tuple),
    note=text,
)


@settings(max_examples=150, deadline=None)
@given(content=contents, title=text, words=text, credit=text)
def test_it_fits_whatever_stands_in_it_and_calls_nobody(
    content: PlaceContent, title: str, words: str, credit: str
) -> None:
    quotes = {one.quote: view.Quoted(words, credit) for one in content.themes if one.quote}
    page = "https://learning.example.org/digests/1"
    digest = view.Digest(uuid4(), f"Harrow: {title}"[:500], content, quotes, page)
    fallback, blocks = view.message(digest)
    assert_sound_message(fallback, blocks)
    assert len(blocks) <= MOST_BLOCKS
    assert len(to_json(blocks)) <= MOST_CHARACTERS
    assert [one["type"] for one in blocks[-3:]] == ["actions", "section", "context"]
    texts = [one["text"] for one in blocks if one["type"] == "section"]
    marked = [one["text"] for one in texts if one["type"] == "mrkdwn"]
    assert not any("evil" in one or "<!channel>" in one for one in marked)
    assert "<!channel>" not in fallback
    assert "https://evil" not in fallback


def test_nothing_that_is_drafted_is_left_out_without_a_word() -> None:
    names = [f"This is number {number}" for number in range(6)]
    place, day = uuid4(), date(2026, 6, 16)
    content = PlaceContent(
        place=place,
        spoke=Count(),
        is_quiet=False,
        differs=tuple(f"Sees it otherwise. {one}" for one in names),
        told=tuple(
            Told(decision=uuid4(), said=one, learned="", changed="", state="open") for one in names
        ),
        coming=tuple(Coming(what=f"It comes. {one}", on=day) for one in names),
    )
    _, blocks = view.message(view.Digest(uuid4(), "Harrow", content, {}))
    shown = to_json(blocks).decode()
    assert all(shown.count(one) == 3 for one in names)
    assert "more than Slack has room for" not in shown
