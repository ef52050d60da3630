"""A concern goes to the right people, is never lost, and never believed to be passed on in vain."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from service.application.care import CARE_DESK, Care
from service.application.commands import (
    EraseReflection,
    ReleaseReflection,
    WithdrawReflection,
)
from service.domain.errors import (
    AlreadyRecordedDifferently,
    NotFound,
    Refused,
    Unavailable,
)
from service.domain.reflection import Reflection, State
from service.domain.vocabulary import ActorRole, CareCategory, Scope
from tests.support.asking import (
    BY_LEARNING_PARTNER,
    BY_OPERATOR,
    NOW,
    actor,
)
from tests.support.concerns import (
    COORDINATOR,
    LATER,
    LEAD,
    PARTNER,
    appoint,
    concern,
    end,
    notes,
    raise_it,
    states,
)
from tests.support.tables import count
from tests.support.town import Town, join


@pytest.fixture
def lead(place: Town) -> UUID:
    """Lena, who leads on safeguarding."""
    return appoint(place, "lena")


@pytest.fixture
def care(place: Town) -> Care:
    """The care of this service."""
    return place.system.care


def test_a_concern_goes_to_the_safeguarding_leads_and_they_can_read_it(
    place: Town, person: UUID, lead: UUID, care: Care
) -> None:
    second = appoint(place, "louis")
    appoint(place, "lp", PARTNER)
    receipt = raise_it(place, person)
    assert receipt.routed_to == sorted([lead, second])
    assert receipt.position == place.system.log.head
    for reader in (lead, second):
        (view,) = care.cases_for(place.member(reader), NOW)
        assert view == care.case(receipt.id, reader)
        assert (view.words, view.raised_at, view.place_id) == ("He is afraid.", NOW, place.id)
        assert (view.is_mine_to_see, view.seen_at, view.raised_by) == (True, None, person)


def test_without_a_lead_it_goes_to_learning_partners_and_without_them_to_coordinators(
    place: Town, person: UUID
) -> None:
    coordinator = appoint(place, "co", COORDINATOR)
    assert raise_it(place, person).routed_to == [coordinator]
    partner = appoint(place, "lp", PARTNER)
    assert raise_it(place, person).routed_to == [partner]


@pytest.mark.parametrize("left", ["role ended", "erased", "never there"])
def test_where_nobody_could_be_told_it_says_so_and_whom_to_ring_and_keeps_nothing(
    place: Town, person: UUID, left: str
) -> None:
    if left != "never there":
        gone = appoint(place, "lena")
        if left == "erased":
            place.system.people.erase_person(gone, BY_OPERATOR)
        else:
            end(place, "lena", LEAD)
    head = place.system.log.head
    with pytest.raises(Refused, match=r"has not been passed on.*ring 999"):
        raise_it(place, person)
    assert count(place.system, "care.cases") == 0
    assert place.system.log.head == head


def test_the_leads_of_other_places_are_not_told(place: Town, person: UUID) -> None:
    elsewhere = join(place.system, "Westmoor")
    appoint(elsewhere, "wendy")
    with pytest.raises(Refused):
        raise_it(place, person)
    here, there = appoint(place, "lena"), elsewhere.welcome("tom")
    assert raise_it(place, person).routed_to == [here]
    with pytest.raises(NotFound):
        place.system.care.raise_concern(concern(place), elsewhere.asks(there))


def test_a_repeated_request_is_the_same_concern(place: Town, person: UUID, lead: UUID) -> None:
    request = place.asks(person, key="once")
    raise_concern, command = place.system.care.raise_concern, concern(place)
    first = raise_concern(command, request)
    end(place, "lena", LEAD)  # Who is there later makes no difference to whom it went.
    again = raise_concern(command, replace(request, now=LATER))
    assert (again.id, again.routed_to, again.already_there) == (first.id, [lead], True)
    assert first.already_there is False
    assert (count(place.system, "care.cases"), len(notes(place))) == (1, 1)


@pytest.mark.parametrize("other", [{"words": "Another."}, {"wants_contact": False}])
def test_a_repeated_request_with_other_words_is_not_taken_for_passed_on(
    place: Town, person: UUID, lead: UUID, other: dict[str, Any]
) -> None:
    request = place.asks(person, key="once")
    command = concern(place)
    place.system.care.raise_concern(command, request)
    with pytest.raises(AlreadyRecordedDifferently, match="Raise a new concern"):
        place.system.care.raise_concern(command.model_copy(update=other), request)


def test_the_same_words_of_two_people_or_without_a_key_are_two_concerns(
    place: Town, person: UUID, lead: UUID, care: Care
) -> None:
    bob = place.welcome("bob")
    ids = {care.raise_concern(concern(place), place.asks(by, key="1")).id for by in (person, bob)}
    ids |= {raise_it(place, person).id, raise_it(place, person).id}
    assert len(ids) == len(care.cases_for(place.member(lead), NOW)) == 4


def test_the_same_request_in_many_threads_is_one_concern(
    place: Town, person: UUID, lead: UUID, care: Care
) -> None:
    request, command = place.asks(person, key="once"), concern(place)
    with ThreadPoolExecutor(8) as threads:
        receipts = list(threads.map(lambda _: care.raise_concern(command, request), range(8)))
    assert len({receipt.id for receipt in receipts}) == 1
    assert [receipt.already_there for receipt in receipts].count(False) == 1
    assert (count(place.system, "care.cases"), len(notes(place))) == (1, 1)
    assert count(place.system, f"keystore.keys WHERE id = '{receipts[0].id}'") == 1


@pytest.mark.parametrize("broken", ["_hold", "_note_in_log"])
def test_a_crash_on_the_way_loses_nothing_and_a_repetition_does_the_rest(
    place: Town,
    person: UUID,
    lead: UUID,
    care: Care,
    broken: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    about = place.record()
    request, command = place.asks(person, key="once"), concern(place, reflection=str(about))

    def fail(*_: object) -> None:
        raise Unavailable

    with monkeypatch.context() as patch:
        patch.setattr(Care, broken, fail)
        with pytest.raises(Unavailable):
            care.raise_concern(command, request)
    assert [view.words for view in care.cases_for(place.member(lead), NOW)] == [command.words]
    assert notes(place) == []
    receipt = care.raise_concern(command, replace(request, now=LATER))
    assert [note.route for note in notes(place)] == [receipt.id]
    assert states(place, about) == State.HELD


def test_the_log_does_not_know_who_raised_it_nor_how(place: Town, person: UUID, lead: UUID) -> None:
    about = place.record()
    request = place.asks(person, key="once")
    command = concern(place, reflection=str(about))
    receipt = place.system.care.raise_concern(command, request)
    (note,) = notes(place)
    *_, held = place.system.log.events.get(about)
    assert isinstance(held, Reflection.HeldForCare)
    assert held.category == CareCategory.SAFEGUARDING
    assert note.model_dump(exclude_none=True).keys() == {
        "originator_id",
        "originator_version",
        "timestamp",
        "envelope",
        "route",
    }
    for event in (note, held):
        kept = event.model_dump_json()
        assert event.envelope.actor == CARE_DESK.person_id
        assert str(person) not in kept
        assert str(request.command_id) not in kept
    assert note.route == receipt.id


def test_a_reflection_that_it_is_about_is_held_at_once(
    place: Town, person: UUID, lead: UUID, care: Care
) -> None:
    about = place.record("Words that need care.", scope=Scope.AUTHOR_AND_LP)
    receipt = raise_it(place, person, reflection=str(about))
    assert place.texts() == []
    assert care.case(receipt.id, lead).about_reflection == about


def test_whoever_may_read_a_reflection_may_have_it_held_and_others_may_not(
    place: Town, person: UUID, lead: UUID
) -> None:
    bob = place.welcome("bob")
    shared, quiet = place.record(), place.record("Quiet.", scope=Scope.AUTHOR_AND_LP)
    with pytest.raises(NotFound):
        raise_it(place, bob, reflection=str(quiet))
    assert count(place.system, "care.cases") == 0
    raise_it(place, bob, reflection=str(shared))
    by_partner = concern(place, reflection=str(quiet))
    place.system.care.raise_concern(by_partner, BY_LEARNING_PARTNER)
    assert states(place, shared) == states(place, quiet) == State.HELD


def test_a_reflection_that_is_not_there_is_not_found_and_nothing_is_kept(
    place: Town, person: UUID, lead: UUID
) -> None:
    elsewhere = join(place.system, "Westmoor")
    elsewhere.welcome("sam")
    other = elsewhere.record()
    for reference in (str(uuid4()), str(other), "row-9"):
        with pytest.raises(NotFound):
            raise_it(place, person, reflection=reference)
    assert count(place.system, "care.cases") == 0


@pytest.mark.parametrize("how", ["withdrawn", "erased"])
def test_a_concern_about_words_that_were_taken_back_still_counts(
    place: Town, person: UUID, lead: UUID, how: str
) -> None:
    about, capture = place.record(), place.system.capture
    request = place.asks(person, key="once")
    command = concern(place, reflection=str(about))
    if how == "withdrawn":
        capture.withdraw_reflection(place.id, str(about), WithdrawReflection(), request)
    else:
        capture.erase_reflection(place.id, str(about), EraseReflection(), request)
    receipt = place.system.care.raise_concern(command, request)
    assert receipt.routed_to == [lead]
    assert states(place, about) == (State.WITHDRAWN if how == "withdrawn" else State.ERASED)


def test_what_was_released_is_not_held_again_by_a_late_repetition(
    place: Town, person: UUID, lead: UUID, care: Care
) -> None:
    about = place.record()
    request, command = place.asks(person, key="once"), concern(place, reflection=str(about))
    care.raise_concern(command, request)
    capture = place.system.capture
    capture.release_reflection(place.id, str(about), ReleaseReflection(), BY_LEARNING_PARTNER)
    care.raise_concern(command, replace(request, now=LATER))
    assert states(place, about) == State.AVAILABLE


def test_a_funder_has_no_place_to_raise_one_in(place: Town, lead: UUID) -> None:
    request = replace(BY_OPERATOR, actor=actor(ActorRole.FUNDER, [place.id]))
    with pytest.raises(NotFound):
        place.system.care.raise_concern(concern(place), request)
    assert count(place.system, "care.cases") == 0
