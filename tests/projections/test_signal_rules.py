"""Signals from beliefs and decisions: each appears at its threshold, and not one below."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.application.commands import AdoptPhrase, WithdrawReflection
from service.application.loop_commands import HoldUpMirror, ProposeDecision, TakeDecision
from service.domain.base import natural_id
from service.domain.vocabulary import SignalKind, Stance
from tests.support.asking import BY_LEARNING_PARTNER
from tests.support.learning import VOICES, Learning, learning_in, on_day
from tests.support.signals import WEEKS, asked, cite, on, read_as, say_and_do
from tests.support.town import Town


@pytest.fixture
def learning(place: Town) -> Learning:
    """Three people have noticed something."""
    return learning_in(place)


def test_a_belief_that_three_decisions_cite_and_nobody_challenged(learning: Learning) -> None:
    belief = learning.state(statement="Thresholds protect fairness.")
    learning.state("A2")
    cite(learning, 2)
    cite(learning, 1, "A2")
    assert asked(learning, SignalKind.NEVER_CHALLENGED) == []
    cite(learning, 1, start=2)
    (signal,) = asked(learning, SignalKind.NEVER_CHALLENGED)
    assert (signal.subject, signal.grounds, signal.link) == (belief, 3, "beliefs")
    assert signal.about == "Thresholds protect fairness."


def test_a_belief_that_was_challenged_once_is_not_asked_about(learning: Learning) -> None:
    learning.state()
    cite(learning, 3)
    learning.challenge(day=20)
    assert asked(learning, SignalKind.NEVER_CHALLENGED) == []


def test_what_was_absent_or_strained_in_three_fortnights_without_a_decision(
    learning: Learning,
) -> None:
    read_as(learning, WEEKS[0])
    read_as(learning, WEEKS[1], Stance.STRAINED)
    read_as(learning, WEEKS[2], Stance.PRESENT)
    assert asked(learning, SignalKind.BLOCKED_WITHOUT_DECISION) == []
    read_as(learning, WEEKS[2], Stance.ABSENT, by="bo")
    (signal,) = asked(learning, SignalKind.BLOCKED_WITHOUT_DECISION)
    assert signal.subject == natural_id("code", learning.town.id, "POW-1")
    assert signal.about == "Power is shared, and equality of voice actively promoted"
    assert (signal.grounds, signal.link) == (3, "timeline")


def test_building_blocks_can_be_blocked_and_rows_have_the_places_own_names(
    learning: Learning,
) -> None:
    phrase = AdoptPhrase(place=learning.town.name, phrase="Getting heard", codes=["POW-1"])
    learning.system.places.adopt_phrase(phrase, BY_LEARNING_PARTNER)
    for day in WEEKS:
        read_as(learning, day)
        read_as(learning, day, code="governance")
    found = asked(learning, SignalKind.BLOCKED_WITHOUT_DECISION)
    assert [signal.about for signal in found] == ["Getting heard", "Governance"]


def test_the_same_fortnight_counts_once(learning: Learning) -> None:
    for day in (0, 1, 13, 14, 27):
        read_as(learning, day)
    assert asked(learning, SignalKind.BLOCKED_WITHOUT_DECISION) == []


@pytest.mark.parametrize(("day", "signals"), [(-1, 1), (0, 0), (30, 0)])
def test_a_decision_since_the_first_of_them_answers_it(
    learning: Learning, day: int, signals: int
) -> None:
    for one in WEEKS:
        read_as(learning, one)
    learning.state(day=-5)
    learning.decide(day=day, behaviours=["POW-1"])
    learning.decide("D2", day=31, behaviours=["POW-2"])
    assert len(asked(learning, SignalKind.BLOCKED_WITHOUT_DECISION)) == signals


def test_what_was_read_more_than_half_a_year_ago_is_past(learning: Learning) -> None:
    for day in WEEKS:
        read_as(learning, day)
    half_a_year = timedelta(weeks=26)
    for today, signals in ((on(0) + half_a_year, 0), (on(-1) + half_a_year, 1)):
        assert len(asked(learning, SignalKind.BLOCKED_WITHOUT_DECISION, today)) == signals


def test_what_was_taken_back_is_not_counted(learning: Learning) -> None:
    ids = [read_as(learning, day) for day in WEEKS]
    by_ann = learning.town.asks(learning.town.welcome("ann", VOICES["ann"]))
    learning.system.capture.withdraw_reflection(
        learning.town.id, str(ids[0]), WithdrawReflection(), by_ann
    )
    assert asked(learning, SignalKind.BLOCKED_WITHOUT_DECISION) == []


def test_a_decision_with_one_option_considered(learning: Learning) -> None:
    learning.state()
    one = learning.decide("D1", title="Ring first")
    learning.decide("D2", options=["Ring first.", "Write first."])
    (signal,) = asked(learning, SignalKind.ONE_OPTION)
    assert (signal.subject, signal.about, signal.grounds) == (one, "Ring first", 1)
    assert signal.link == "decisions"


def test_what_was_proposed_without_options_and_only_then_decided(learning: Learning) -> None:
    learning.state()
    propose = ProposeDecision(place=learning.town.name, question="Ring?", external_id="P1")
    learning.system.decisions.propose_decision(propose, on_day(2))
    assert asked(learning, SignalKind.ONE_OPTION) == []
    command = TakeDecision(
        place=learning.town.name,
        decision="P1",
        chosen="We ring first.",
        why="They wanted to come.",
        rests_on=[{"assumption": "A1"}],
        decided_by=[{"who": "The board"}],
        consulted=[{"who": "The front desk"}],
        not_consulted=["People whose case was closed"],
    )
    learning.system.decisions.take_decision(command, on_day(5))
    (signal,) = asked(learning, SignalKind.ONE_OPTION)
    assert signal.about == "We ring first."


def test_decisions_of_more_than_half_a_year_ago_are_past(learning: Learning) -> None:
    learning.state()
    learning.decide(day=5)
    last = on(5) + timedelta(weeks=26) - timedelta(days=1)
    assert len(asked(learning, SignalKind.ONE_OPTION, last)) == 1
    assert asked(learning, SignalKind.ONE_OPTION, last + timedelta(days=1)) == []


def test_what_is_said_with_three_pieces_of_evidence_against_it(learning: Learning) -> None:
    belief = say_and_do(learning, building_block="governance")
    learning.challenge(evidence=["R-ann"])
    learning.challenge(day=3, evidence=["R-bo", "R-ann"])
    assert asked(learning, SignalKind.SAID_AND_DONE_DIFFER) == []
    learning.challenge(day=4, evidence=["R-cy"])
    (signal,) = asked(learning, SignalKind.SAID_AND_DONE_DIFFER)
    assert (signal.subject, signal.grounds, signal.link) == (belief, 3, "mirror")
    assert signal.about == "All decide."


def test_without_anything_done_beside_it_there_is_nothing_to_differ_from(
    learning: Learning,
) -> None:
    say_and_do(learning, building_block="delivery")
    learning.challenge()
    assert asked(learning, SignalKind.SAID_AND_DONE_DIFFER) == []


def test_a_mirror_that_was_held_up_sets_something_beside_it(learning: Learning) -> None:
    say_and_do(learning)
    learning.challenge(evidence=["R-ann", "R-bo"])
    mirror = HoldUpMirror(in_use="B1", evidence_against=["R-bo"])
    learning.system.beliefs.hold_up_mirror(learning.town.id, "A1", mirror, on_day(5))
    assert asked(learning, SignalKind.SAID_AND_DONE_DIFFER) == []
    mirror = HoldUpMirror(in_use="B1", evidence_against=["R-cy"])
    learning.system.beliefs.hold_up_mirror(learning.town.id, "A1", mirror, on_day(6))
    (signal,) = asked(learning, SignalKind.SAID_AND_DONE_DIFFER)
    assert signal.grounds == 3


@pytest.mark.parametrize("dropped", ["A1", "B1"])
def test_what_nobody_says_or_does_any_more_differs_from_nothing(
    learning: Learning, dropped: str
) -> None:
    say_and_do(learning, building_block="governance")
    learning.challenge("A1")
    learning.challenge("B1", evidence=["R-ann"])
    learning.drop(dropped)
    assert asked(learning, SignalKind.SAID_AND_DONE_DIFFER) == []


def test_what_people_seem_to_act_on_is_not_said(learning: Learning) -> None:
    say_and_do(learning, building_block="governance")
    learning.challenge("B1")
    assert asked(learning, SignalKind.SAID_AND_DONE_DIFFER) == []
