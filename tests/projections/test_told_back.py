"""Told back: whose words fed which decision, and who has not heard what became of them (Q10)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from service.application.commands import EraseReflection, HoldReflection, WithdrawReflection
from service.application.loop_commands import ProposeInsight
from service.domain.errors import DoubleLoopError
from service.domain.vocabulary import CareCategory, Perspective, SpeakingAs
from service.projections.loop_shapes import ToldBack, ToTell
from tests.support.asking import BY_LEARNING_PARTNER, BY_OPERATOR, LEARNING_PARTNER, NOW
from tests.support.learning import LATER, VOICES, Learning, learning_in
from tests.support.town import Town


@pytest.fixture
def learning(place: Town) -> Learning:
    """Three people have noticed something."""
    return learning_in(place)


def owed(learning: Learning) -> list[ToldBack]:
    """Who is owed an answer."""
    learning.system.runner.catch_up()
    return learning.system.loops.told_back(LEARNING_PARTNER, learning.town.id, today=LATER)


def people(learning: Learning) -> list[ToTell]:
    """The same, of the only decision."""
    (one,) = owed(learning)
    return one.people


def on(day: int) -> date:
    """So many days after the beginning."""
    return NOW.date() + timedelta(days=day)


def person(learning: Learning, name: str) -> UUID:
    """Somebody's id."""
    return learning.town.welcome(name, VOICES[name])


def test_nobody_is_owed_an_answer_before_there_is_a_decision(learning: Learning) -> None:
    learning.state()
    learning.challenge()
    assert owed(learning) == []


def test_all_whose_words_fed_it_are_owed_one_by_perspective(learning: Learning) -> None:
    learning.town.welcome("dee", Perspective.CITIZEN_COMMUNITY, name="Dee Early")
    dee = learning.town.record("They never rang.", by="dee", external_id="R-dee")
    learning.state()
    learning.challenge(day=2, evidence=["R-bo", "R-dee"])
    learning.challenge(day=3, evidence=["R-bo", "R-cy"])
    learning.decide(day=5, cites=["R-ann"])
    (one,) = owed(learning)
    assert one.decision.id == learning.loop().id
    assert [(who.perspective, who.relayed, who.first_used_on) for who in one.people] == [
        (Perspective.STATUTORY, False, on(5)),
        (Perspective.NON_STATUTORY, False, on(2)),
        (Perspective.CITIZEN_COMMUNITY, False, on(2)),
        (Perspective.CITIZEN_COMMUNITY, False, on(3)),
    ]
    assert [who.name for who in one.people] == [None, None, "Dee Early", None]
    assert [who.reflections for who in one.people] == [
        [learning.reflections["ann"]],
        [learning.reflections["bo"]],
        [dee],
        [learning.reflections["cy"]],
    ]
    assert one.people[0].person == person(learning, "ann")


def test_words_that_were_passed_on_are_told_to_who_passed_them_on(learning: Learning) -> None:
    relayed = learning.town.record(
        "A resident says: nobody rang.",
        by="bo",
        speaking_as=SpeakingAs.RELAYING,
        relayed_perspective=Perspective.CITIZEN_COMMUNITY,
        external_id="R-relayed",
    )
    learning.state()
    learning.challenge(evidence=["R-bo", "R-relayed"])
    learning.decide()
    own, passed_on = people(learning)
    assert own.person == passed_on.person == person(learning, "bo")
    assert (own.perspective, own.relayed) == (Perspective.NON_STATUTORY, False)
    assert (passed_on.perspective, passed_on.relayed) == (Perspective.CITIZEN_COMMUNITY, True)
    assert (own.reflections, passed_on.reflections) == ([learning.reflections["bo"]], [relayed])


def test_words_behind_an_insight_were_used_when_it_was(learning: Learning) -> None:
    insight = ProposeInsight(
        place=learning.town.name,
        claim="They wanted to come.",
        cites=["R-bo", "R-cy"],
        looked_for_disconfirming=True,
        external_id="I-1",
    )
    learning.system.sense.propose_insight(insight, BY_LEARNING_PARTNER)
    learning.state()
    learning.challenge(day=2, evidence=["I-1"])
    learning.decide(day=5)
    assert [(who.perspective, who.first_used_on) for who in people(learning)] == [
        (Perspective.NON_STATUTORY, on(2)),
        (Perspective.CITIZEN_COMMUNITY, on(2)),
    ]


def test_who_has_been_told_is_owed_nothing_more(learning: Learning) -> None:
    learning.state()
    learning.challenge()
    learning.decide()
    learning.tell(reflections=["R-ann"])
    assert [who.person for who in people(learning)] == [
        person(learning, "bo"),
        person(learning, "cy"),
    ]
    learning.tell(day=22)
    assert owed(learning) == []


def test_who_spoke_only_after_the_decision_did_not_feed_it(learning: Learning) -> None:
    learning.state()
    learning.challenge(day=2, evidence=["R-ann"])
    learning.decide(day=5)
    late = learning.town.record("And again.", by="ann", external_id="R-late")
    learning.challenge(day=6, evidence=["R-bo", "R-late"])
    (ann,) = people(learning)
    assert late not in ann.reflections
    assert ann.reflections == [learning.reflections["ann"]]


def test_what_was_taken_back_or_erased_is_owed_no_answer(learning: Learning) -> None:
    learning.state()
    learning.challenge()
    learning.decide()
    place, capture = learning.town, learning.system.capture
    by_ann = place.asks(person(learning, "ann"))
    capture.withdraw_reflection(place.id, "R-ann", WithdrawReflection(), by_ann)
    capture.erase_reflection(place.id, "R-bo", EraseReflection(), BY_OPERATOR)
    assert [who.person for who in people(learning)] == [person(learning, "cy")]
    learning.system.people.erase_person(person(learning, "cy"), BY_OPERATOR)
    assert owed(learning) == []


def test_words_held_for_care_are_owed_an_answer_and_not_pointed_at(learning: Learning) -> None:
    learning.state()
    learning.challenge(evidence=["R-cy"])
    learning.decide()
    hold = HoldReflection(category=CareCategory.DISTRESS)
    place = learning.town
    learning.system.capture.hold_reflection(place.id, "R-cy", hold, BY_LEARNING_PARTNER)
    (cy,) = people(learning)
    assert (cy.person, cy.reflections, cy.first_used_on) == (person(learning, "cy"), [], on(2))


def test_decisions_come_in_the_ledgers_order_each_with_its_own_people(learning: Learning) -> None:
    learning.state()
    learning.decide("D1", day=5, cites=["R-ann"])
    learning.decide("D2", day=6, cites=["R-bo"])
    learning.decide("D3", day=7)
    assert [
        (one.decision.external_id, [who.person for who in one.people]) for one in owed(learning)
    ] == [("D2", [person(learning, "bo")]), ("D1", [person(learning, "ann")])]


def test_i16_it_is_for_the_learning_partner_only(learning: Learning) -> None:
    bo = learning.town.member(person(learning, "bo"))
    with pytest.raises(DoubleLoopError):
        learning.system.loops.told_back(bo, learning.town.id, today=LATER)
