"""Signals: never about a person, for the learning partner only, and gone once answered (I16)."""

from __future__ import annotations

import pytest

from service.domain.errors import DoubleLoopError
from service.domain.vocabulary import SignalAnswer, SignalKind
from tests.support.asking import LEARNING_PARTNER
from tests.support.learning import VOICES, Learning, learning_in
from tests.support.signals import (
    TODAY,
    WEEKS,
    answer,
    asked,
    cite,
    everything,
    good_news,
    on,
    read_as,
    say_and_do,
)
from tests.support.town import Town, join


@pytest.fixture
def learning(place: Town) -> Learning:
    """Three people have noticed something."""
    return learning_in(place)


@pytest.mark.parametrize("said", list(SignalAnswer))
def test_an_answered_question_goes_and_returns_when_there_is_more_of_it(
    learning: Learning, said: SignalAnswer
) -> None:
    learning.state()
    cite(learning, 3)
    learning.state("A2")
    cite(learning, 3, "A2")
    first, other = asked(learning, SignalKind.NEVER_CHALLENGED)
    answer(learning, first, answer=said)
    assert asked(learning, SignalKind.NEVER_CHALLENGED) == [other]
    belief = "A1" if first.subject == learning.state() else "A2"
    cite(learning, 1, belief, start=3)
    grown, _ = asked(learning, SignalKind.NEVER_CHALLENGED)
    assert (grown.subject, grown.grounds) == (first.subject, 4)
    answer(learning, grown, day=91)
    assert asked(learning, SignalKind.NEVER_CHALLENGED) == [other]


def test_an_answer_to_one_kind_is_none_to_another(learning: Learning) -> None:
    belief = say_and_do(learning, building_block="governance")
    learning.challenge()
    (signal,) = asked(learning, SignalKind.SAID_AND_DONE_DIFFER)
    answer(learning, signal.model_copy(update={"kind": SignalKind.NEVER_CHALLENGED}))
    assert [one.subject for one in asked(learning, SignalKind.SAID_AND_DONE_DIFFER)] == [belief]


def test_blocked_rows_return_with_another_fortnight(learning: Learning) -> None:
    for day in WEEKS:
        read_as(learning, day)
    (signal,) = asked(learning, SignalKind.BLOCKED_WITHOUT_DECISION)
    answer(learning, signal)
    assert asked(learning, SignalKind.BLOCKED_WITHOUT_DECISION) == []
    read_as(learning, WEEKS[2] + 1)
    assert asked(learning, SignalKind.BLOCKED_WITHOUT_DECISION) == []
    read_as(learning, WEEKS[2] + 14)
    (signal,) = asked(learning, SignalKind.BLOCKED_WITHOUT_DECISION)
    assert signal.grounds == 4


def test_an_answer_is_past_when_all_that_it_was_about_is(learning: Learning) -> None:
    good_news(learning, 5, day=80)
    (signal,) = asked(learning, SignalKind.ONLY_GOOD_NEWS, on(90))
    answer(learning, signal, day=90, grounds=7)
    good_news(learning, 5, day=105)
    assert asked(learning, SignalKind.ONLY_GOOD_NEWS, on(117)) == []
    assert len(asked(learning, SignalKind.ONLY_GOOD_NEWS, on(118))) == 1


def test_i16_no_question_is_about_a_person(learning: Learning) -> None:
    names = {"ann": "Ann Early", "bo": "Bo Late", "cy": "Cy Noon"}
    for reference, name in names.items():
        learning.town.welcome(reference, VOICES[reference], name=name)
    found = everything(learning)
    assert {signal.kind for signal in found} == set(SignalKind)
    people = {one.id for one in learning.system.reading.people(LEARNING_PARTNER, learning.town.id)}
    assert not people & {signal.subject for signal in found}
    shown = " ".join(signal.model_dump_json() for signal in found)
    assert not [name for name in names.values() if name in shown]
    assert not [str(id) for id in people if str(id) in shown]


def test_questions_come_by_kind(learning: Learning) -> None:
    everything(learning)
    found = learning.system.loops.signals(LEARNING_PARTNER, learning.town.id, today=TODAY)
    kinds = [signal.kind for signal in found]
    assert kinds == sorted(kinds, key=list(SignalKind).index)


def test_i12_questions_are_for_the_learning_partner_only(learning: Learning) -> None:
    everything(learning)
    bo = learning.town.member(learning.town.welcome("bo", VOICES["bo"]))
    with pytest.raises(DoubleLoopError):
        learning.system.loops.signals(bo, learning.town.id, today=TODAY)


def test_a_place_where_nothing_happened_is_asked_nothing(learning: Learning) -> None:
    learning.system.runner.catch_up()
    place = learning.town
    assert learning.system.loops.signals(LEARNING_PARTNER, place.id, today=TODAY) == []


def test_questions_are_about_one_place(learning: Learning) -> None:
    everything(learning)
    other = join(learning.system, "Westmoor")
    learning.system.runner.catch_up()
    assert learning.system.loops.signals(LEARNING_PARTNER, other.id, today=TODAY) == []
