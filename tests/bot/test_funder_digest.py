"""A funder's digest in its channel: whole, kept true, answered by the funder, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import to_json

from bot import linking
from bot.doctor import Doctor
from bot.practice import actions
from bot.practice.world import Message
from bot.telling.funder_digest import DIGEST
from bot.views import funder_digest as view
from bot.views.blocks import MOST_BLOCKS, MOST_CHARACTERS
from bot.words import say
from service.application.commands import WelcomeFunder, WelcomePerson
from service.application.prompts import by_the_clock
from service.application.rhythm_commands import AskForQuote, DeclineQuote, GiveQuote
from service.bootstrap import LEARNING_PARTNER_HERE
from service.digests import words as w
from service.digests.content import Count, FunderContent, Mind, Said, Voices
from service.digests.publishing import DraftAbout, save_draft
from service.digests.reading import DigestReading
from service.digests.views import DigestView, PlaceNamed, QuoteShown
from service.domain.digest import Digest
from service.domain.errors import NotFound, Refused
from service.domain.vocabulary import Audience, DigestKind, Perspective
from service.erasing import erase_person
from tests.bot.looking import query, texts, whispered
from tests.bot.test_decision_card import by_learning_partner, decides
from tests.bot.test_place_digest import LOUD, by, sends
from tests.bot.test_place_digest import learned as place_learned
from tests.support.blockkit import assert_sound_message, assert_sound_view
from tests.support.workspace import (
    AMINA,
    HARROW,
    JOAN,
    NORTHSIDE,
    PETRA,
    PLACE,
    ROSA,
    SHARED,
    TOMAS,
    VALE,
    Workspace,
)

FUNDERS = "C0NOTICE01"
WORDS = "The desk said yes on the spot."
PAGE = "https://learning.example.org/digests/1"
ANSWER = {
    "what_we_heard": "That people open up when somebody rings.",
    "what_we_will_do": "We ask for fewer forms.",
    "question_back": "Who was not asked?",
}


def links(slack: Workspace, channel: str = FUNDERS) -> bool:
    """A channel is for the funder; True where that waits for a yes to who else is in it."""
    if channel == FUNDERS:
        slack.practice.member(JOAN, channel, "invite_bot")
        slack.deliver()
    waits = linking.link_funder(slack.slack.bot, slack.slack.workspaces, HARROW, channel)
    slack.deliver()
    return waits


def is_funder(slack: Workspace, user: str, team: str = HARROW) -> UUID:
    """Somebody in Slack reads for the funder."""
    command = WelcomeFunder(contributor=user, name="Gill", slack=f"{team}/{user}")
    programme = slack.system.places.programme_id
    person = slack.system.people.welcome_funder(programme, command, slack.request()).id
    slack.system.runner.catch_up()
    return person


def learned(slack: Workspace) -> tuple[UUID, UUID]:
    """A draft for the funder, and the quote in it."""
    slack.says(ROSA, WORDS)
    slack.deliver()
    system, request = slack.system, by_learning_partner(slack)
    ((said,),) = query(slack, "SELECT reflection_id FROM slack.sources")
    asked = AskForQuote(words=WORDS, audience=Audience.FUNDER)
    quote = system.quotes.ask(said, asked, request).id
    system.quotes.give(quote, GiveQuote(credit="a housing officer"), by(slack, ROSA))
    system.runner.catch_up()
    today = slack.clock().date()
    about = DraftAbout(
        system.places.programme_id, (slack.place,), today - timedelta(days=28), today
    )
    draft = save_draft(system, content_with(slack.place, quote), about, request).id
    system.runner.catch_up()
    return draft, quote


def content_with(place: UUID, quote: UUID) -> FunderContent:
    """A month in which one belief changed."""
    mind = Mind(
        place=place,
        decision=uuid4(),
        believed="A letter is enough.",
        saw="Nobody answered it.",
        now_think="Ringing first opens the door.",
        did="We ring first.",
        decided_on="2026-06-04",
        not_everyone=("The night shift has no phone.",),
        rests_on=Count(),
        quote=quote,
    )
    return FunderContent(
        title="Harrow Vale: what we learned in June 2026",
        in_one_paragraph="We stopped writing letters first.",
        changed_minds=(mind,),
        unsure=(Said(place=place, words="Whether this works at night."),),
        slipped=(Said(place=place, words="Two desks write letters again."),),
        voices=Voices(total=Count()),
        we_would_like=(w.ASK_BACK,),
    )


def told(slack: Workspace, channel: str = FUNDERS) -> Message:
    """The digest in the channel."""
    (found,) = [one for one in slack.posted(channel) if "what we learned" in one.text]
    return found


@pytest.fixture
def digest(slack: Workspace) -> UUID:
    """A digest that went out to a funder who has a channel."""
    links(slack)
    id, _ = learned(slack)
    sends(slack, id)
    return id


def takes_back(slack: Workspace, digest: UUID) -> None:
    """What the clock does once a quote in it stands no more."""
    ((quote,),) = query(slack, "SELECT unnest(quotes) FROM digests")
    slack.system.digests.correct(digest, quote, by_the_clock(slack.clock()))
    slack.deliver()


def whispers(slack: Workspace, user: str, channel: str = FUNDERS) -> list[str]:
    """What only one person was told there."""
    return [one.text for one in whispered(slack, channel, user)]


def test_a_digest_that_went_out_stands_in_the_funders_channel_once(
    slack: Workspace, digest: UUID
) -> None:
    message = told(slack)
    assert_sound_message(message.text, message.blocks)
    shown = str(message.blocks)
    for words in (
        "We stopped writing letters first.",
        w.CHANGED_MINDS,
        "Ringing first opens the door.",
        WORDS,
        "a housing officer",
        "The night shift has no phone.",
        "Whether this works at night.",
        "Two desks write letters again.",
        w.NOT_COUNTED_IN_ALL,
        w.ASK_BACK,
        w.REFLECTIONS_STAY,
    ):
        assert words in shown
    for words in (WORDS, "Ringing first opens the door.", "Two desks", w.NOT_COUNTED_IN_ALL):
        assert words in message.text
    assert [one for one in slack.posted(VALE) if "what we learned" in one.text] == []
    seen = DigestReading(slack.system).one(LEARNING_PARTNER_HERE, digest)
    assert seen.went_to is not None
    assert seen.went_to.channels == 1


def test_with_an_address_on_the_web_there_is_a_way_to_all_of_it(slack: Workspace) -> None:
    draft, _ = learned(slack)
    seen = DigestReading(slack.system).one(LEARNING_PARTNER_HERE, draft)
    assert isinstance(seen.content, FunderContent)
    text, blocks = view.message(seen, seen.content, PAGE)
    (row,) = [one for one in blocks if one["type"] == "actions"]
    assert [one.get("url") for one in row["elements"]] == [PAGE, None]
    assert text.endswith(f"Read it all: {PAGE}")
    _, without = view.message(seen, seen.content, None)
    assert "Open the full digest" not in str(without)


def test_a_draft_is_told_to_no_funder(slack: Workspace) -> None:
    links(slack)
    learned(slack)
    slack.deliver()
    assert len(slack.posted(FUNDERS)) == 1, "the bot's hello, and nothing more"


def test_nothing_of_a_place_comes_to_the_funders_channel(slack: Workspace) -> None:
    links(slack)
    sends(slack, place_learned(slack))
    decides(slack)
    (hello,) = slack.posted(FUNDERS)
    before = texts(slack)
    slack.says(ROSA, "In the thread.", FUNDERS, thread_ts=hello.ts)
    ts = slack.says(AMINA, "In the channel.", FUNDERS)
    kept = {"type": "message_action", "callback_id": "keep", "channel": FUNDERS, "ts": ts}
    slack.practice.interact(user=ROSA, **kept)
    slack.practice.react(user=ROSA, channel=FUNDERS, ts=ts, name="seedling")
    slack.deliver()
    assert texts(slack) == before
    assert [one for one in slack.posted(FUNDERS) if one.only_for is None] == [hello]
    assert slack.slack.bot.posts.kinds_in(HARROW, FUNDERS) == {"introduction"}
    assert query(slack, "SELECT 1 FROM slack.asks") == []
    assert say("setup.for_funder") in str(hello.blocks)
    assert "reflect.open" not in str(hello.blocks)


def test_a_quote_that_is_taken_back_goes_at_once_and_a_line_says_so(
    slack: Workspace, digest: UUID
) -> None:
    message = told(slack)
    ((quote,),) = query(slack, "SELECT unnest(quotes) FROM digests")
    slack.system.quotes.decline(quote, DeclineQuote(), by(slack, ROSA))
    takes_back(slack, digest)
    takes_back(slack, digest)
    assert WORDS not in str(message.blocks) + message.text
    assert w.TAKEN_BACK in str(message.blocks)
    under = [one for one in slack.posted(FUNDERS) if one.thread_ts == message.ts != one.ts]
    assert [one.text for one in under] == [w.PLEASE_REMOVE]


def test_a_quote_of_somebody_who_was_erased_goes_as_well(slack: Workspace, digest: UUID) -> None:
    message = told(slack)
    erase_person(slack.system, slack.person(ROSA), slack.request())
    takes_back(slack, digest)
    assert WORDS not in str(message.blocks) + message.text
    assert "a housing officer" not in str(message.blocks)


def test_a_digest_is_kept_true_where_the_channel_is_for_nothing_any_more(
    slack: Workspace, digest: UUID
) -> None:
    message = told(slack)
    linking.unlink(slack.slack.bot, HARROW, FUNDERS)
    erase_person(slack.system, slack.person(ROSA), slack.request())
    takes_back(slack, digest)
    assert WORDS not in str(message.blocks) + message.text


def test_the_funder_answers_and_the_answer_reaches_who_writes_digests(
    slack: Workspace, digest: UUID
) -> None:
    is_funder(slack, AMINA)
    slack.clicks(AMINA, "funder_digest.ask", told(slack))
    assert_sound_view(slack.modal(AMINA).given)
    refused = slack.submits(AMINA, **ANSWER | {"what_we_heard": " "})
    assert refused["errors"] == {"what_we_heard": say("reflect.empty")}
    refused = slack.submits(AMINA, **ANSWER | {"question_back": "Ring 07700 900123."})
    assert "phone number" in refused["errors"]["question_back"]
    slack.submits(AMINA, **ANSWER, identifying=None)
    slack.system.runner.catch_up()
    answer = DigestReading(slack.system).one(LEARNING_PARTNER_HERE, digest).answer
    assert answer is not None
    assert answer.model_dump(include=set(ANSWER)) == ANSWER


def test_whoever_is_not_of_the_funder_is_told_so_kindly_and_alone(
    slack: Workspace, digest: UUID
) -> None:
    for user in (TOMAS, AMINA):
        slack.clicks(user, "funder_digest.ask", told(slack))
        assert not slack.has_modal(user)
        assert whispers(slack, user) == [say("funder_digest.not_you")]
    assert slack.system.keys.find_person("slack", f"{HARROW}/{AMINA}") is None, "nobody is met"
    is_funder(slack, AMINA)
    slack.clicks(AMINA, "funder_digest.ask", told(slack))
    slack.system.people.erase_person(slack.person(AMINA), slack.request())
    refused = slack.submits(AMINA, **ANSWER)
    assert say("funder_digest.not_you") in refused["errors"].values()


def test_who_reads_for_the_funder_takes_part_in_no_place(slack: Workspace) -> None:
    funder = is_funder(slack, AMINA)
    slack.says(AMINA, WORDS)
    slack.practice.interact(type="app_home_opened", user=AMINA)
    slack.deliver()
    assert say("refused.for_the_funder") in str(slack.home(AMINA))
    assert say("refused.for_the_funder") in str(slack.told(AMINA))
    assert texts(slack) == []
    assert slack.slack.bot.identity.places_of(funder) == []
    command = WelcomePerson(place=PLACE, contributor="gill", slack=f"{HARROW}/{AMINA}")
    with pytest.raises(Refused, match="take part in no place"):
        slack.system.people.welcome_person(command, slack.request())


def test_who_takes_part_in_a_place_is_no_funder_in_slack(slack: Workspace) -> None:
    slack.says(ROSA, WORDS)
    with pytest.raises(Refused, match="known here already"):
        is_funder(slack, ROSA)
    assert is_funder(slack, AMINA) == is_funder(slack, AMINA), "saying it twice is saying it once"


def test_a_places_channel_is_never_the_funders(slack: Workspace) -> None:
    with pytest.raises(Refused, match="is for Harrow Vale already"):
        links(slack, VALE)
    place_learned(slack)
    slack.deliver()
    linking.unlink(slack.slack.bot, HARROW, VALE)
    slack.deliver()
    with pytest.raises(Refused, match="can still be read there"):
        links(slack, VALE)
    assert slack.slack.bot.channels.for_funder(slack.system.places.programme_id) == []


def test_the_funders_channel_is_never_a_places(slack: Workspace, digest: UUID) -> None:
    bot, workspaces = slack.slack.bot, slack.slack.workspaces

    def becomes_a_places() -> None:
        with pytest.raises(Refused, match="is for the funder, or was"):
            linking.link(bot, workspaces, HARROW, FUNDERS, slack.place, "place")

    becomes_a_places()
    linking.unlink(bot, HARROW, FUNDERS)
    slack.deliver()
    becomes_a_places()
    slack.clicks(JOAN, "setup.open", slack.posted(FUNDERS)[0])
    assert not slack.has_modal(JOAN)
    assert whispers(slack, JOAN) == [say("linking.is_the_funders")]
    assert bot.channels.of(HARROW, FUNDERS) is None
    with pytest.raises(NotFound):
        linking.unlink(bot, HARROW, FUNDERS)


def test_a_modal_that_was_opened_before_makes_no_place_of_it(slack: Workspace) -> None:
    slack.practice.member(JOAN, FUNDERS, "invite_bot")
    slack.deliver()
    slack.clicks(JOAN, "setup.open", slack.posted(FUNDERS)[-1])
    linking.link_funder(slack.slack.bot, slack.slack.workspaces, HARROW, FUNDERS)
    refused = slack.submits(JOAN, place=str(slack.place))
    assert say("linking.is_the_funders") in refused["errors"].values()
    assert slack.slack.bot.channels.for_place(slack.place)[0].channel_id == VALE


def test_where_another_organisation_is_in_it_nothing_is_told_until_somebody_says_yes(
    slack: Workspace,
) -> None:
    bot = slack.slack.bot
    assert links(slack, SHARED), "it waits"
    id, _ = learned(slack)
    sends(slack, id)
    assert len(slack.posted(SHARED)) == 1
    linking.welcome_others(bot, HARROW, SHARED, welcome=True)
    assert not links(slack, SHARED), "linking twice is linking once"
    (sent,) = (one for one in slack.system.log.events.get(id) if isinstance(one, Digest.Sent))
    bot.posts.want(DIGEST.wants(bot, sent), 0, slack.clock())  # As where it went out only now.
    slack.deliver()
    is_funder(slack, PETRA, NORTHSIDE)
    slack.clicks(PETRA, "funder_digest.ask", told(slack, SHARED))
    slack.submits(PETRA, **ANSWER)
    slack.system.runner.catch_up()
    assert DigestReading(slack.system).one(LEARNING_PARTNER_HERE, id).answer is not None


def test_the_doctor_says_where_a_channel_waits_for_a_yes(slack: Workspace) -> None:
    links(slack, SHARED)
    waits = say("doctor.funder_waits", channel=SHARED, place="the funder")
    assert waits in missing(slack)
    linking.welcome_others(slack.slack.bot, HARROW, SHARED, welcome=True)
    assert waits not in missing(slack)


def missing(slack: Workspace) -> list[str]:
    """What the doctor finds missing."""
    doctor = Doctor(slack.slack.bot, slack.slack.workspaces, slack.slack.bot.system.settings)
    return [one.sentence for one in doctor.look() if not one.is_well]


def test_once_another_organisation_comes_in_nothing_new_is_told(slack: Workspace) -> None:
    links(slack)
    actions.share(slack.practice.world, FUNDERS, NORTHSIDE)
    slack.practice.settle()
    id, _ = learned(slack)
    sends(slack, id)
    assert [one for one in slack.posted(FUNDERS) if "what we learned" in one.text] == []


text = st.one_of(st.text(max_size=2_000), st.just(LOUD * 60), st.just("😀" * 3_000))
never_empty = text.filter(str.strip)
ids = st.uuids()
counts = st.builds(
    Count,
    candidate=st.none(),
    people=st.none() | st.integers(5, 900),
    perspectives=st.lists(st.sampled_from(Perspective), max_size=5, unique=True).map(tuple),
)
days = st.dates()
minds = st.builds(
    Mind,
    place=ids,
    decision=ids,
    believed=text,
    saw=text,
    now_think=text,
    did=text,
    decided_on=days,
    review_on=st.none() | days,
    not_everyone=st.lists(text, max_size=3).map(tuple),
    rests_on=counts,
    quote=st.none() | ids,
)
lines = st.lists(st.builds(Said, place=ids, words=text), max_size=5).map(tuple)
contents = st.builds(
    FunderContent,
    title=never_empty,
    in_one_paragraph=never_empty,
    changed_minds=st.lists(minds, max_size=6).map(tuple),
    unsure=lines,
    slipped=lines,
    voices=st.builds(
        Voices,
        total=counts,
        parts=st.lists(counts, max_size=5).map(tuple),
        missing=st.lists(st.sampled_from(Perspective), max_size=5, unique=True).map(tuple),
    ),
    we_would_like=st.lists(text, max_size=8).map(tuple),
    quotes_not_cleared=st.integers(0, 9),
)


def seen(content: FunderContent, places: int, words: str, credit: str) -> DigestView:
    """A digest as a funder reads it, with a quote wherever one stands."""
    quotes = [one.quote for one in content.changed_minds if one.quote]
    several = [PlaceNamed(id=uuid4(), name=f"{words} {number}") for number in range(places)]
    return DigestView(
        id=uuid4(),
        kind=DigestKind.FUNDER,
        state="sent",
        places=tuple(several),
        from_on="2026-06-01",
        to_on="2026-06-30",
        sent_at=None,
        content=content,
        quotes={one: QuoteShown(standing="given", words=words, credit=credit) for one in quotes},
        waiting=tuple(one.id for one in several),
        signed_off=(),
        signed_off_at=None,
        drafted_at="2026-07-01T00:00:00Z",
        corrections=0,
        answer=None,
        may_write=False,
        may_sign_off=(),
        may_answer=True,
        edition=1,
    )


@settings(max_examples=150, deadline=None)
@given(content=contents, places=st.integers(1, 6), words=text, credit=text)
def test_it_fits_whatever_stands_in_it_and_calls_nobody(
    content: FunderContent, places: int, words: str, credit: str
) -> None:
    fallback, blocks = view.message(seen(content, places, words, credit), content, PAGE)
    assert_sound_message(fallback, blocks)
    assert len(blocks) <= MOST_BLOCKS
    assert len(to_json(blocks)) <= MOST_CHARACTERS
    assert [one["type"] for one in blocks[-2:]] == ["context", "actions"]
    assert "<!channel>" not in fallback
    assert "https://evil" not in fallback
    assert fallback.endswith(f"Read it all: {PAGE}")
    sections = [one["text"] for one in blocks if one["type"] == "section"]
    marked = [one["text"] for one in sections if one["type"] == "mrkdwn"]
    assert not any("evil" in one or "<!channel>" in one for one in marked)


def test_a_digest_of_common_length_is_told_whole() -> None:
    words = "People open up when somebody rings before the letter, and says who they are. " * 2
    mind = (
        content_with(uuid4(), uuid4())
        .changed_minds[0]
        .model_copy(update={"believed": words, "saw": words, "now_think": words, "did": words})
    )
    said = tuple(Said(place=uuid4(), words=words) for _ in range(3))
    content = content_with(uuid4(), uuid4()).model_copy(
        update={
            "in_one_paragraph": words * 4,
            "changed_minds": (mind,) * 3,
            "unsure": said,
            "slipped": said,
        }
    )
    _, blocks = view.message(seen(content, 2, "Harrow Vale", "a resident"), content, PAGE)
    assert say("common.more") not in str(blocks)
