"""The Home: what each person sees there, and that it follows what happens to their words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from bot.payloads import Who
from bot.practice.world import Json
from bot.views import home as view
from bot.views import triage
from bot.views.decision_card import Somebody
from bot.views.reflect import Reflecting
from service.application.commands import JoinPlace, WelcomePerson
from service.application.loop_commands import ObserveChange, ProposeInsight, TellContributors
from service.bootstrap import LEARNING_PARTNER_HERE
from service.domain.person import Preferences
from service.domain.vocabulary import PlaceRole
from service.projections.entries import Filter
from service.projections.my_reflections import AskedBack, MyReflection, Step
from service.projections.shapes import Entry
from tests.bot.test_decision_card import by_learning_partner, decides
from tests.support.blockkit import assert_sound_view
from tests.support.workspace import (
    AMINA,
    DEEPA,
    HARROW,
    JOAN,
    PETRA,
    PLACE,
    ROSA,
    SHARED,
    TOMAS,
    VALE,
    Workspace,
)

WORDS = "The desk said yes on the spot."
WORRY = "A child at number nine is left alone at night."
LOUD = "<!channel> *bold* <@U123> & https://example.org 😀" * 70


def looks(slack: Workspace, user: str, tab: str = "home") -> str:
    """Somebody looks at their Home: all that it shows."""
    told = slack.practice.interact(type="app_home_opened", user=user, tab=tab)
    assert told["ok"], told
    slack.practice.settle()
    return seen(slack, user)


def seen(slack: Workspace, user: str) -> str:
    """All that somebody's Home shows now."""
    home = slack.home(user)
    assert_sound_view(home)
    return str(home["blocks"])


def home_id(slack: Workspace, user: str) -> str:
    """Slack's own id of somebody's Home."""
    return slack.practice.world.homes[HARROW, user]


def clicks(slack: Workspace, user: str, action_id: str, **more: Any) -> Json:
    """Somebody uses something on their Home."""
    return slack.clicks(user, action_id, view_id=home_id(slack, user), **more)


def says(slack: Workspace, user: str, words: str = WORDS) -> UUID:
    """Somebody leaves a reflection, and everybody is told what they should be."""
    slack.says(user, words)
    slack.deliver()
    found = slack.system.reading.timeline(LEARNING_PARTNER_HERE, slack.place, Filter()).entries
    return next(one.id for one in reversed(found) if one.text == words)


def test_the_first_look_says_what_this_is_and_lets_people_try_it(slack: Workspace) -> None:
    shown = looks(slack, ROSA)
    for words in ("Welcome to Harrow Vale.", "I keep what you write to me", "who can see it"):
        assert words in shown
    clicks(slack, ROSA, "home.try")
    assert_sound_view(slack.modal(ROSA).given)
    assert "Nothing that you write here is saved." in str(slack.modal(ROSA).given)
    head = slack.system.log.head
    slack.submits(ROSA, words="Just trying.")
    assert "Nothing was saved." in str(slack.modal(ROSA).given)
    assert slack.system.log.head == head
    says(slack, ROSA)
    assert "Welcome to" not in seen(slack, ROSA)


def test_somebody_with_a_role_is_welcomed_once(slack: Workspace) -> None:
    slack.deliver()
    assert "Welcome to Harrow Vale." in looks(slack, JOAN)
    slack.deliver()
    assert "Welcome to Harrow Vale." in seen(slack, JOAN)
    assert "Welcome to" not in looks(slack, JOAN)


def test_every_way_in_opens_from_the_home(slack: Workspace) -> None:
    shown = looks(slack, ROSA)
    for action_id in ("reflect.open", "decide.open", "trial.open", "belief.open", "concern.open"):
        assert f"'{action_id}'" in shown
        clicks(slack, ROSA, action_id)
        assert slack.modal(ROSA).given["type"] == "modal"


def test_where_no_place_is_known_it_says_so(
    slack: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack.slack.bot.channels.unlink(HARROW, VALE)
    monkeypatch.setitem(vars(slack.system.settings), "slack_place", None)
    assert "not joined to a place yet" in looks(slack, ROSA)
    assert slack.slack.bot.identity.known(who(ROSA)) is None


def test_the_messages_tab_is_no_look_at_the_home(slack: Workspace) -> None:
    slack.practice.interact(type="app_home_opened", user=ROSA, tab="messages")
    slack.practice.settle()
    assert (HARROW, ROSA) not in slack.practice.world.homes


def test_only_those_who_looked_have_a_home_and_it_follows_their_words(slack: Workspace) -> None:
    looks(slack, ROSA)
    says(slack, ROSA)
    says(slack, AMINA, "The hall was full.")
    shown = seen(slack, ROSA)
    assert WORDS in shown
    assert "It waits to be read." in shown
    assert "The hall was full." not in shown
    assert (HARROW, AMINA) not in slack.practice.world.homes


def test_the_path_of_ones_words_grows_with_what_comes_of_them(slack: Workspace) -> None:
    looks(slack, ROSA)
    id = str(says(slack, ROSA))
    system, request = slack.system, by_learning_partner(slack)
    insight = ProposeInsight(
        place=PLACE,
        claim="Asking in person helps.",
        cites=[id],
        looked_for_disconfirming=True,
        single_voice=True,
    )
    system.sense.propose_insight(insight, request)
    slack.deliver()
    assert "In what we noticed: Asking in person helps." in seen(slack, ROSA)
    decision = str(decides(slack, cites=[id]))
    slack.deliver()
    assert "Led to a decision: " in seen(slack, ROSA)
    change = ObserveChange(
        place=PLACE, who_changed="The desk", what="They ring first.", decision=decision
    )
    system.changes.observe_change(change, by_learning_partner(slack))
    slack.deliver()
    assert "Changed: They ring first." in seen(slack, ROSA)
    told = TellContributors(what="you_said_we_did", words="You said it, so we ring.")
    system.decisions.tell_contributors(slack.place, decision, told, by_learning_partner(slack))
    slack.deliver()
    shown = seen(slack, ROSA)
    assert "You were told on" in shown
    assert "You said it, so we ring." in shown
    assert "They ring first." in looks(slack, AMINA)


def test_what_was_taken_back_goes_from_the_home(slack: Workspace) -> None:
    looks(slack, ROSA)
    says(slack, ROSA)
    slack.clicks(ROSA, "saved.remove", slack.told(ROSA)[0])
    slack.deliver()
    assert WORDS not in seen(slack, ROSA)


def test_a_question_waits_on_the_home_until_it_is_answered(slack: Workspace) -> None:
    looks(slack, ROSA)
    says(slack, ROSA)
    slack.clicks(TOMAS, "triage.ask", slack.told(TOMAS)[-1])
    slack.submits(TOMAS, question="Who said yes?")
    slack.deliver()
    assert "Who said yes?" in seen(slack, ROSA)
    clicks(slack, ROSA, "question.answer")
    slack.submits(ROSA, answer="The person at the desk.")
    slack.deliver()
    assert "Who said yes?" not in seen(slack, ROSA)


def test_a_learning_partner_reads_the_oldest_on_their_home(slack: Workspace) -> None:
    looks(slack, TOMAS)
    for number in range(7):
        says(slack, ROSA, f"Number {number}.")
    shown = seen(slack, TOMAS)
    assert "7 new reflections wait to be read. The oldest is from today." in shown
    assert "Number 4." in shown
    assert "Number 5." not in shown
    clicks(slack, TOMAS, "triage.heard")
    slack.deliver()
    shown = seen(slack, TOMAS)
    assert "6 new reflections" in shown
    assert "Number 0." not in shown
    assert "Rosa" not in shown


def test_nobody_else_sees_what_waits_to_be_read(slack: Workspace) -> None:
    says(slack, ROSA)
    for user in (JOAN, DEEPA, AMINA):
        assert WORDS not in looks(slack, user)


def test_a_lead_sees_that_a_concern_waits_and_not_what_it_says(slack: Workspace) -> None:
    looks(slack, DEEPA)
    looks(slack, ROSA)
    clicks(slack, ROSA, "concern.open")
    slack.submits(ROSA, words=WORRY)
    slack.deliver()
    shown = seen(slack, DEEPA)
    assert "One concern has not been read by anybody yet." in shown
    assert WORRY not in shown
    clicks(slack, DEEPA, "concern.read")
    assert WORRY in str(slack.modal(DEEPA).given)
    slack.submits(DEEPA)
    slack.deliver()
    assert "concern has not been read" not in looks(slack, DEEPA)
    assert "concern has not been read" not in looks(slack, TOMAS)


def test_words_that_somebody_would_like_to_keep_wait_for_a_yes(slack: Workspace) -> None:
    ts = slack.says(AMINA, "We never asked the night workers.", VALE)
    slack.practice.interact(
        type="message_action", user=ROSA, channel=VALE, ts=ts, callback_id="keep"
    )
    shown = looks(slack, AMINA)
    assert "would like to keep your words" in shown
    assert "We never asked the night workers." in shown
    clicks(slack, AMINA, "consent.unnamed")
    slack.deliver()
    shown = seen(slack, AMINA)
    assert "would like to keep your words" not in shown
    assert "We never asked the night workers." in shown


def test_a_coordinator_sees_who_looks_after_what_and_only_how_many_people(slack: Workspace) -> None:
    says(slack, ROSA)
    bot = slack.slack.bot
    bot.channels.link(HARROW, SHARED, slack.place, "place", slack.clock())
    bot.channels.note_shared(HARROW, SHARED, is_shared=True)
    shown = looks(slack, JOAN)
    for words in (
        f"Coordinator: <@{JOAN}>",
        f"Safeguarding lead: <@{DEEPA}>",
        "4 people take part.",
        f"<#{VALE}>, <#{SHARED}>",
        "I listen only to your own people there.",
    ):
        assert words in shown
    assert ROSA not in shown
    clicks(slack, JOAN, "shared.welcome")
    assert "and its people take part" in looks(slack, JOAN)
    assert "Who looks after" not in looks(slack, ROSA)


def test_somebody_of_two_places_chooses_where_they_are(slack: Workspace) -> None:
    looks(slack, ROSA)
    says(slack, ROSA)
    system, request = slack.system, slack.request()
    system.places.join_place(JoinPlace(place="Moor End"), request)
    command = WelcomePerson(place="Moor End", contributor="rosa", slack=f"{HARROW}/{ROSA}")
    system.people.welcome_person(command, request)
    system.runner.catch_up()
    assert "You take part in several places." in looks(slack, ROSA)
    other = str(system.desk.place("Moor End").id)
    clicks(slack, ROSA, "home.place", value=other)
    shown = seen(slack, ROSA)
    assert "You are looking at *Moor End* now." in shown
    assert WORDS not in shown
    clicks(slack, ROSA, "home.place", value=str(slack.place))
    assert WORDS in seen(slack, ROSA)


def test_nobody_goes_to_a_place_that_is_not_theirs(slack: Workspace) -> None:
    looks(slack, ROSA)
    bot = slack.slack.bot
    elsewhere = slack.system.places.join_place(JoinPlace(place="Moor End"), slack.request()).id
    assert elsewhere not in bot.identity.places_of(slack.person(ROSA))
    assert bot.identity.visitor(who(ROSA)).place.id == slack.place


def test_somebody_from_elsewhere_has_no_home_here(slack: Workspace) -> None:
    slack.slack.bot.channels.link(HARROW, SHARED, slack.place, "place", slack.clock())
    slack.says(PETRA, WORDS, SHARED)
    slack.deliver()
    assert all(user != PETRA for _, user in slack.practice.world.homes)


@pytest.mark.parametrize("words", ["Fine.", LOUD, "w" * 3_000, "\n" * 40 + '"\\' * 400])
def test_it_is_within_all_limits_whatever_there_is(words: str) -> None:
    full = extreme(words)
    shown = view.home(full)
    assert_sound_view(shown)
    assert "rights.remove" in str(shown)
    assert "Who looks after" in str(shown)
    assert_sound_view(view.home(view.Shown(place=uuid4(), place_name=words[:300])))


def test_the_small_views_are_sound() -> None:
    assert_sound_view(view.not_yet("Not yet."))
    assert_sound_view(view.gone())
    assert_sound_view(view.tried())
    assert_sound_view(view.try_it(Reflecting("Harrow Vale", Preferences())))


def extreme(words: str) -> view.Shown:
    """A Home with more of everything than there is room for."""
    ids = [uuid4() for _ in range(40)]
    asked = [AskedBack(id=id, question=words, asked_on=date(2026, 3, 1), answer=None) for id in ids]
    steps = [Step(id=id, title=words, on=date(2026, 3, 2)) for id in ids]
    mine = MyReflection(
        entry=entry(words),
        name_shown=True,
        state="available",
        heard_on=date(2026, 3, 1),
        insights=steps,
        decisions=steps,
        changes=steps,
        told_on=date(2026, 3, 4),
        questions=asked,
    )
    item = triage.Item(
        id=ids[0],
        place_name=words[:300],
        state="available",
        words=words,
        meaning=words,
        perspective="statutory",
        relayed=None,
        on="3 March",
        name=words[:300],
        is_narrow=True,
        readings=3,
        is_heard=True,
    )
    people = [Somebody(words[:300]), *(Somebody(None, f"U0{n:07}") for n in range(30))]
    return view.Shown(
        place=ids[0],
        place_name=words[:300],
        places=[(id, words[:300]) for id in ids],
        is_welcome=True,
        changed=[view.Changed(words, date(2026, 3, 3), is_told=True)] * 3,
        concerns=[(id, words[:300]) for id in ids],
        to_allow=[view.ToAllow(id, words[:300], words[:300], words) for id in ids],
        questions=[view.Asked(id, id, words, words) for id in ids],
        unread=view.Unread(400, 90, [item] * 5),
        mine=[mine] * 3,
        looked_after=view.LookedAfter(
            roles=dict.fromkeys(PlaceRole, people),
            people=200,
            channels=[view.Joined(f"C0{n:07}", is_shared=True) for n in range(30)],
            elsewhere=3,
        ),
    )


def entry(words: str) -> Entry:
    """A reflection."""
    return Entry(
        kind="reflection",
        id=uuid4(),
        about=None,
        external_id=None,
        title="",
        text=words,
        meaning=words,
        role=None,
        perspective=None,
        speaking_as=None,
        relayed_perspective=None,
        scope=None,
        occurred_on=date(2026, 3, 1),
        until=None,
        recorded_at=datetime(2026, 3, 1, tzinfo=UTC),
        reported_late=False,
        position=7,
        behaviours=[],
        building_blocks=[],
        tags=[],
    )


def who(user: str) -> Who:
    """Somebody of Harrow Vale, as Slack tells of them."""
    return Who(team=HARROW, user=user, installed=HARROW)
