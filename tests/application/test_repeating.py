"""Repeating is safe: a request that comes twice, or from twenty threads at once, is done once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar
from uuid import UUID, uuid4

import pytest

from service.application.commands import (
    AmendReflection,
    ChooseFocus,
    NoteContext,
    Receipt,
    RecordReflection,
    WelcomePerson,
    WriteMemo,
)
from service.application.desk import Request
from service.domain.errors import AlreadyRecordedDifferently
from service.domain.vocabulary import ActorRole, Scope
from tests.support.asking import BY_LEARNING_PARTNER, TODAY, request_by
from tests.support.tables import count
from tests.support.town import Town

T = TypeVar("T")
THREADS = 20


def all_at_once(do: Callable[[int], T], times: int = THREADS) -> list[T]:
    """Do it in so many threads, which start together."""
    ready = Barrier(times)

    def one(number: int) -> T:
        ready.wait(timeout=30)
        return do(number)

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(one, range(times)))


def command(text: str = "We met.", **more: object) -> RecordReflection:
    """What somebody wants to leave in Eastmoor."""
    return RecordReflection.model_validate({"place": "Eastmoor", "text": text} | more)


def test_the_same_request_twice_is_one_reflection(place: Town, person: UUID) -> None:
    first, second = (
        place.system.capture.record_reflection(command(), place.asks(person, key="k1"))
        for _ in range(2)
    )
    assert (first.id, first.position) == (second.id, second.position)
    assert (first.already_there, second.already_there) == (False, True)
    assert len(place.entries()) == 1


def test_without_a_key_each_request_is_another(place: Town, person: UUID) -> None:
    first, second = (
        place.system.capture.record_reflection(command(), place.asks(person)) for _ in range(2)
    )
    assert first.id != second.id
    assert len(place.entries()) == 2


def test_two_people_with_the_same_key_are_two_requests(place: Town, person: UUID) -> None:
    other = place.welcome("ali")
    first, second = (
        place.system.capture.record_reflection(command(), place.asks(one, key="k1"))
        for one in (person, other)
    )
    assert first.id != second.id


@pytest.mark.parametrize(
    "differently",
    [{"text": "Others met."}, {"meaning": "It matters."}],
)
def test_the_same_external_id_with_other_words_is_refused(
    place: Town, person: UUID, differently: dict[str, object]
) -> None:
    place.system.capture.record_reflection(command(external_id="row-1"), place.asks(person))
    other = command(**{"external_id": "row-1", **differently})  # type: ignore[arg-type]
    with pytest.raises(AlreadyRecordedDifferently):
        place.system.capture.record_reflection(other, place.asks(person))
    assert place.texts() == ["We met."]


def test_an_amended_reflection_is_still_found_by_its_first_words(place: Town, person: UUID) -> None:
    first = command(external_id="row-1")
    id = place.system.capture.record_reflection(first, place.asks(person)).id
    place.system.capture.amend_reflection(
        place.id, "row-1", AmendReflection(text="We met twice."), place.asks(person)
    )
    again = place.system.capture.record_reflection(first, place.asks(person))
    assert (again.id, again.already_there) == (id, True)
    assert place.texts() == ["We met twice."]


def test_twenty_threads_racing_on_one_external_id_make_one_stream(
    place: Town, person: UUID
) -> None:
    def record(_: int) -> Receipt:
        return place.system.capture.record_reflection(
            command(external_id="row-1"), place.asks(person)
        )

    receipts = all_at_once(record)
    assert len({receipt.id for receipt in receipts}) == 1
    assert [receipt.already_there for receipt in receipts].count(False) == 1
    assert count(place.system, "log.doubleloop_events WHERE topic = 'reflection.recorded'") == 1
    assert len(place.entries()) == 1


def test_twenty_threads_racing_with_other_words_each_let_one_win(place: Town, person: UUID) -> None:
    def record(number: int) -> str:
        try:
            place.system.capture.record_reflection(
                command(f"Words {number}.", external_id="row-1"), place.asks(person)
            )
        except AlreadyRecordedDifferently:
            return ""
        return f"Words {number}."

    (won,) = [text for text in all_at_once(record) if text]
    assert place.texts() == [won]


def test_five_threads_changing_one_reflection_all_get_through(place: Town, person: UUID) -> None:
    id = place.record()

    def write(number: int) -> Receipt:
        memo = WriteMemo(text=f"Memo {number}.")
        return place.system.tagging.write_memo(place.id, str(id), memo, BY_LEARNING_PARTNER)

    receipts = all_at_once(write, times=5)
    assert len({receipt.position for receipt in receipts}) == 5
    assert count(place.system, "log.doubleloop_events WHERE topic = 'reflection.memo-written'") == 5


def test_somebodys_first_remarks_at_once_all_get_through(place: Town, person: UUID) -> None:
    ids = [place.record(f"Number {number}.") for number in range(3)]
    for _ in range(15):
        newcomer = request_by(ActorRole.LEARNING_PARTNER, person=uuid4())

        def write(number: int, request: Request = newcomer) -> bool:
            memo = WriteMemo(text="Ask again.")
            id = str(ids[number])
            return place.system.tagging.write_memo(place.id, id, memo, request).already_there

        assert all_at_once(write, times=3) == [False, False, False]


def test_the_same_change_twice_is_one_fact(place: Town, person: UUID) -> None:
    id = place.record(scope=Scope.AUTHOR_AND_LP)
    request = request_by(ActorRole.LEARNING_PARTNER, key="memo-1")
    memo = WriteMemo(text="Ask again in May.")
    first = place.system.tagging.write_memo(place.id, str(id), memo, request)
    second = place.system.tagging.write_memo(place.id, str(id), memo, request)
    assert (first.position, first.already_there) == (second.position, False)
    assert second.already_there


def test_what_is_noted_about_a_place_twice_is_noted_once(place: Town) -> None:
    request = request_by(ActorRole.LEARNING_PARTNER, key="context-1")
    context = NoteContext(place=place.name, what="An election", from_on=TODAY)
    focus = ChooseFocus(place=place.name, codes=["POW-1"], reason="We want to.", from_on=TODAY)
    for _ in range(2):
        place.system.places.note_context(context, request)
        place.system.places.choose_focus(focus, request.part("focus"))
    assert len(place.entries()) == 1
    assert len(place.system.reading.place(request.actor, place.id).focus) == 1


def test_twenty_threads_welcoming_one_person_know_one_person(place: Town) -> None:
    command = WelcomePerson(place=place.name, contributor="kim", name="Kim")

    def welcome(_: int) -> UUID:
        return place.system.people.welcome_person(command, BY_LEARNING_PARTNER).id

    assert len(set(all_at_once(welcome))) == 1
    place.system.runner.catch_up()
    assert [p.name for p in place.system.reading.people(BY_LEARNING_PARTNER.actor, place.id)] == [
        "Kim"
    ]
