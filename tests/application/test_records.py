"""Records of what a place learns: named once, dated rightly, and without what people took back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from service.application.commands import DrawLearning
from service.application.loop_commands import (
    NoticeMovement,
    NoticeSlip,
    ObserveChange,
    ReviseAssumption,
)
from service.domain.errors import AlreadyRecordedDifferently, NotFound, Refused
from service.domain.proof import LoopLevel
from service.domain.vocabulary import Scope
from tests.support.asking import BY_OPERATOR, NOW, OPERATOR, request_by
from tests.support.learning import Learning, learning_in, on_day
from tests.support.town import Town

Again = Callable[[Learning], Any]


@pytest.fixture
def learning(place: Town) -> Learning:
    """Three people have noticed something."""
    return learning_in(place)


@pytest.mark.parametrize(
    "again",
    [
        lambda it: it.decide(why="For another reason."),
        lambda it: it.decide(question="What now?"),
        lambda it: it.decide(kind="stop"),
        lambda it: it.state(basis="espoused"),
        lambda it: it.state(kind="norm"),
        lambda it: it.state(we_would_doubt_if="It rains."),
    ],
)
def test_the_same_name_with_other_words_is_refused_and_leaves_nothing(
    learning: Learning, again: Again
) -> None:
    learning.state()
    learning.decide()
    head = learning.system.log.head
    with pytest.raises(AlreadyRecordedDifferently):
        again(learning)
    assert learning.system.log.head == head


def test_the_same_again_is_there_already(learning: Learning) -> None:
    learning.state()
    decision = learning.decide()
    head = learning.system.log.head
    learning.state(day=9)
    assert learning.decide(day=9) == decision
    assert learning.system.log.head == head


def test_a_movement_does_not_pass_for_the_slip_of_its_name(learning: Learning) -> None:
    changes, town = learning.system.changes, learning.town
    changes.notice_slip(NoticeSlip(place=town.name, external_id="N1", what="So."), on_day(1))
    movement = NoticeMovement(place=town.name, external_id="N1", what="So.")
    with pytest.raises(AlreadyRecordedDifferently):
        changes.notice_movement(movement, on_day(2))


def test_who_decides_on_words_of_the_same_day_decided_after_them(learning: Learning) -> None:
    """The belief is reworded live at four; the next day somebody writes the decision down."""
    learning.state()
    learning.challenge()
    learning.examine()
    at_four = timedelta(days=4, hours=4)
    revise = replace(on_day(0), now=NOW + at_four)
    words = ReviseAssumption(statement="Something got in the way.", reason="The calls.")
    learning.system.beliefs.revise(learning.town.id, "A1", words, revise)
    learning.decide(day=5, occurred_on=(NOW + at_four).date())
    loop = learning.loop()
    assert (loop.evidenced, loop.flags) == (LoopLevel.DOUBLE_INTENDED, [])


def test_a_person_of_the_place_is_no_words_and_goes_when_they_are_erased(
    learning: Learning,
) -> None:
    learning.state()
    learning.decide(decided_by=[{"person": "ann", "who": "Annabel Marchetti"}])
    assert "Marchetti" not in learning.page().model_dump_json()
    place = learning.system.desk.place(learning.town.id)
    ann = learning.system.desk.person(place, "ann")
    learning.system.people.erase_person(ann, request_by(OPERATOR.role))
    (party,) = learning.page().decided_by
    assert (party.person, party.name) == (ann, None)


def test_who_was_erased_is_not_counted_among_those_reached(learning: Learning) -> None:
    learning.change_a_belief_and_act()
    place = learning.system.desk.place(learning.town.id)
    cy = learning.system.desk.person(place, "cy")
    learning.system.people.erase_person(cy, request_by(OPERATOR.role))
    learning.tell()
    (telling,) = learning.page().tellings
    assert telling.reached == 2


def test_a_partner_does_not_cite_words_that_are_closed_to_them(learning: Learning) -> None:
    town = learning.town
    town.start_trial("One desk")
    town.record("Between us.", by="cy", scope=Scope.AUTHOR_AND_LP, external_id="R-private")
    place = learning.system.desk.place(town.id)
    ann = town.asks(learning.system.desk.person(place, "ann"))
    learned = DrawLearning(building_block="delivery", learned="Ask.", cites=["R-private"])
    with pytest.raises(NotFound):
        learning.system.trials.draw_learning(town.id, "One desk", learned, ann)


def test_whoever_imports_says_who_saw_a_change(learning: Learning) -> None:
    learning.state()
    learning.decide()
    change = ObserveChange(place=learning.town.name, who_changed="The desk", what="They ring.")
    with pytest.raises(Refused, match="who saw it"):
        learning.system.changes.observe_change(change, BY_OPERATOR)
