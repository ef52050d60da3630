"""Concerns are read by whom they went to and nobody else, and come up again until seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from service.application.care import SEEN_WITHIN, Care
from service.carestore import CareStore
from service.domain.errors import (
    NotAllowed,
    NotFound,
    Refused,
)
from service.domain.vocabulary import ActorRole
from service.policy import Actor
from tests.support.asking import (
    BY_OPERATOR,
    NOW,
    actor,
    at,
)
from tests.support.concerns import (
    COORDINATOR,
    LATER,
    LEAD,
    PARTNER,
    appoint,
    concern,
    end,
    give,
    raise_it,
)
from tests.support.tables import count
from tests.support.town import Town


@pytest.fixture
def lead(place: Town) -> UUID:
    """Lena, who leads on safeguarding."""
    return appoint(place, "lena")


@pytest.fixture
def care(place: Town) -> Care:
    """The care of this service."""
    return place.system.care


def test_nobody_else_can_read_it_and_nobody_else_is_told_that_it_is_there(
    place: Town, person: UUID, lead: UUID, care: Care
) -> None:
    id = raise_it(place, person).id
    partner, coordinator = appoint(place, "lp", PARTNER), appoint(place, "co", COORDINATOR)
    others = [
        *(place.member(one) for one in (person, partner, coordinator, place.welcome("bob"))),
        *(actor(role) for role in ActorRole),
        *(Actor(lead, role) for role in (ActorRole.OPERATOR, ActorRole.FUNDER)),
    ]
    asking: list[Callable[[Actor], object]] = [
        lambda one: care.seen(id, one, NOW),
        lambda one: care.close(id, one, NOW),
        lambda one: care.erase(id, one),
    ]
    for other in others:
        assert care.cases_for(other, NOW) == []
        for ask in asking:
            with pytest.raises(NotFound):
                ask(other)
        if other.person_id != lead:
            with pytest.raises(NotFound):
                care.case(id, other.person_id)
    assert care.case(id, lead).seen_at is None
    with pytest.raises(NotFound):
        care.case(uuid4(), lead)


def test_who_does_not_want_to_be_contacted_is_not_named_to_the_lead_but_is_told_that_it_was_seen(
    place: Town, person: UUID, lead: UUID, care: Care
) -> None:
    id = raise_it(place, person, wants_contact=False).id
    assert care.case(id, lead).raised_by is None
    assert care.raiser_of(id) == person
    assert care.raiser_of(uuid4()) is None


def test_the_first_who_looks_is_remembered_with_their_note(
    place: Town, person: UUID, lead: UUID, care: Care
) -> None:
    second = appoint(place, "louis")
    id = raise_it(place, person).id
    view = care.seen(id, place.member(second), LATER, "  I rang\r\nthe school. ")
    assert (view.seen_at, view.seen_by) == (LATER, second)
    assert view.seen_note == "I rang\nthe school."
    again = care.seen(id, place.member(lead), LATER + timedelta(hours=1), "Me too.")
    assert again == view


def test_what_nobody_looked_at_is_overdue_after_four_hours_and_every_four_hours_again(
    place: Town, person: UUID, lead: UUID, care: Care
) -> None:
    id = raise_it(place, person).id
    due = NOW + SEEN_WITHIN
    assert care.overdue(due - timedelta(seconds=1)) == []
    assert care.overdue(NOW + timedelta(hours=1), after=timedelta(hours=1)) == [id]
    assert care.overdue(due) == [id]
    list(care.escalate([id], due))
    assert care.overdue(due) == []
    assert care.overdue(due + SEEN_WITHIN) == [id]
    care.seen(id, place.member(lead), due)
    assert care.overdue(due + SEEN_WITHIN) == []


def test_escalating_tells_that_a_concern_waits_and_opens_it_to_nobody(
    place: Town, person: UUID, lead: UUID, care: Care
) -> None:
    partner, coordinator = appoint(place, "lp", PARTNER), appoint(place, "co", COORDINATOR)
    give(place, "lena", COORDINATOR)
    id, due = raise_it(place, person).id, NOW + SEEN_WITHIN
    (escalation,) = care.escalate([id], due)
    assert set(escalation.told) == {partner, coordinator}
    assert (escalation.at, escalation.place_id, escalation.routed_to) == (due, place.id, [lead])
    assert "afraid" not in escalation.model_dump_json()
    for told in escalation.told:
        assert care.cases_for(place.member(told), due) == []
        with pytest.raises(NotFound):
            care.case(id, told)


def test_escalating_twice_in_four_hours_is_doing_it_once(
    place: Town, person: UUID, lead: UUID, care: Care
) -> None:
    partner = appoint(place, "lp", PARTNER)
    id, due = raise_it(place, person).id, NOW + SEEN_WITHIN
    first = list(care.escalate([id], due))
    assert list(care.escalate([id], due + timedelta(hours=1))) == first
    assert next(care.escalate([id], due + SEEN_WITHIN)).at == due + SEEN_WITHIN
    care.seen(id, place.member(lead), due + SEEN_WITHIN)
    assert first[0].told == [partner]
    assert next(care.escalate([id], due + 3 * SEEN_WITHIN)).told == []


def test_a_lead_who_came_since_may_read_what_waits_once_it_is_escalated(
    place: Town, person: UUID, lead: UUID, care: Care
) -> None:
    id, due = raise_it(place, person).id, NOW + SEEN_WITHIN
    new = appoint(place, "nora")
    assert care.cases_for(place.member(new), due) == []
    assert next(care.escalate([id], due)).routed_to == care.routed_to(id) == [lead, new]
    assert care.routed_to(uuid4()) == []
    assert care.case(id, new).words == "He is afraid."


def test_where_everybody_it_went_to_has_left_somebody_else_may_read_it(
    place: Town, person: UUID, lead: UUID, care: Care
) -> None:
    id, partner = raise_it(place, person).id, appoint(place, "lp", PARTNER)
    place.system.people.erase_person(lead, BY_OPERATOR)
    (escalation,) = care.escalate([id], NOW + SEEN_WITHIN)
    assert (escalation.routed_to, escalation.told) == ([lead, partner], [])
    assert care.case(id, partner).words == "He is afraid."


def test_who_looks_after_safety_no_longer_cannot_read_what_went_to_them(
    place: Town, person: UUID, lead: UUID, care: Care
) -> None:
    id, second = raise_it(place, person).id, appoint(place, "louis")
    end(place, "lena", LEAD)
    assert care.cases_for(place.member(lead), NOW) == []
    asking: list[Callable[[], object]] = [
        lambda: care.case(id, lead),
        lambda: care.seen(id, place.member(lead), NOW),
        lambda: care.close(id, place.member(lead), NOW),
        lambda: care.erase(id, place.member(lead)),
    ]
    for ask in asking:
        with pytest.raises(NotAllowed, match="no longer look after safety"):
            ask()
    with pytest.raises(NotFound):
        care.case(id, second)
    list(care.escalate([id], NOW + SEEN_WITHIN))
    assert care.case(id, second).words == "He is afraid."
    give(place, "lena", LEAD)
    assert care.case(id, lead).words == "He is afraid."


def test_while_somebody_it_went_to_is_there_only_a_lead_is_added(
    place: Town, person: UUID, care: Care
) -> None:
    coordinator = appoint(place, "co", COORDINATOR)
    id, partner = raise_it(place, person).id, appoint(place, "lp", PARTNER)
    (escalation,) = care.escalate([id], NOW + SEEN_WITHIN)
    assert (escalation.routed_to, escalation.told) == ([coordinator], [partner])


def test_erasing_who_raised_it_keeps_the_concern_and_takes_their_name_off_it(
    place: Town, person: UUID, lead: UUID, care: Care
) -> None:
    bob = place.welcome("bob")
    mine, other = raise_it(place, person, "Mine.").id, raise_it(place, bob, "Bob's.").id
    place.system.people.erase_person(person, BY_OPERATOR)
    view = care.case(mine, lead)
    assert (view.words, view.raised_by, care.raiser_of(mine)) == ("Mine.", None, None)
    assert care.raiser_of(other) == bob
    assert count(place.system, "care.cases WHERE raiser IS NULL") == 1
    place.system.people.erase_person(person, BY_OPERATOR)


def test_a_closed_concern_is_shown_for_thirty_days_more(
    place: Town, person: UUID, lead: UUID, care: Care
) -> None:
    me, id = place.member(lead), raise_it(place, person).id
    view = care.close(id, me, LATER)
    assert (view.closed_at, view.seen_at, view.seen_by) == (LATER, LATER, lead)
    assert care.close(id, me, LATER + timedelta(days=1)) == view
    assert [one.id for one in care.cases_for(me, LATER + timedelta(days=30))] == [id]
    assert care.cases_for(me, LATER + timedelta(days=31)) == []
    assert care.case(id, lead) == view


def test_only_a_closed_concern_can_be_erased_and_then_nobody_can_read_it(
    place: Town, person: UUID, lead: UUID, care: Care
) -> None:
    me, id, kept = place.member(lead), raise_it(place, person).id, raise_it(place, person).id
    with pytest.raises(Refused, match="closed"):
        care.erase(id, me)
    assert CareStore(place.system.database).erase(id) is False
    assert care.case(id, lead).words == "He is afraid."
    care.close(id, me, LATER)
    care.erase(id, me)
    assert [view.id for view in care.cases_for(me, LATER)] == [kept]
    assert care.raiser_of(id) is None
    with pytest.raises(NotFound):
        care.case(id, lead)
    assert count(place.system, f"keystore.keys WHERE id = '{id}' AND box IS NULL") == 1


def test_repeating_what_was_erased_since_brings_nothing_back(
    place: Town, person: UUID, lead: UUID, care: Care
) -> None:
    request, command = place.asks(person, key="once"), concern(place)
    id = care.raise_concern(command, request).id
    care.close(id, place.member(lead), LATER)
    care.erase(id, place.member(lead))
    assert care.raise_concern(command, request).already_there is True
    assert care.cases_for(place.member(lead), LATER) == []


def test_newest_concerns_come_first(place: Town, person: UUID, lead: UUID, care: Care) -> None:
    for day in ("2026-05-02 09:00", "2026-05-04 09:00", "2026-05-03 09:00"):
        request = replace(place.asks(person), now=at(day))
        care.raise_concern(concern(place, day), request)
    days = [view.words[:10] for view in care.cases_for(place.member(lead), NOW)]
    assert days == ["2026-05-04", "2026-05-03", "2026-05-02"]
