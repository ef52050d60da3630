"""Who looks after what in a place, and how somebody's own reflections begin."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from service.application.commands import ChangePreferences, EndRole, GiveRole
from service.domain.errors import NotAllowed, NotFound
from service.domain.person import Preferences
from service.domain.vocabulary import ActorRole, PlaceRole, Scope
from tests.support.asking import BY_OPERATOR, request_by
from tests.support.town import Town, join


def give(place: Town, role: PlaceRole = PlaceRole.SAFEGUARDING_LEAD, name: str = "sam") -> GiveRole:
    """Let somebody look after something."""
    return GiveRole(place=place.name, contributor=name, role=role)


def test_a_role_is_remembered_until_it_ends(place: Town, person: UUID) -> None:
    places = place.system.places
    assert not places.give_role(give(place), BY_OPERATOR).already_there
    assert places.give_role(give(place), BY_OPERATOR).already_there
    places.give_role(give(place, PlaceRole.COORDINATOR), BY_OPERATOR)
    both = frozenset({PlaceRole.SAFEGUARDING_LEAD, PlaceRole.COORDINATOR})
    assert places.remembered_roles(place.id) == {person: both}
    for role in both:
        end = EndRole(place=place.name, contributor=str(person), role=role)
        places.end_role(end, BY_OPERATOR)
    assert places.remembered_roles(place.id) == {}


def test_who_was_erased_looks_after_nothing(place: Town, person: UUID) -> None:
    place.system.places.give_role(give(place), BY_OPERATOR)
    place.system.people.erase_person(person, BY_OPERATOR)
    assert place.system.places.remembered_roles(place.id) == {}


@pytest.mark.parametrize("role", [ActorRole.PARTNER, ActorRole.FUNDER])
def test_only_who_looks_after_people_gives_roles(
    place: Town, person: UUID, role: ActorRole
) -> None:
    del person
    refusal = NotAllowed if role == ActorRole.PARTNER else NotFound
    with pytest.raises(refusal):
        place.system.places.give_role(give(place), request_by(role, [place.id]))
    assert place.system.places.remembered_roles(place.id) == {}


def test_a_coordinator_gives_roles_in_their_own_place_only(place: Town, person: UUID) -> None:
    other = join(place.system, "Westmoor")
    other.welcome("kim")
    request = request_by(ActorRole.COORDINATOR, [place.id])
    place.system.places.give_role(give(place), request)
    assert list(place.system.places.remembered_roles(place.id)) == [person]
    with pytest.raises(NotFound):
        place.system.places.give_role(give(other, name="kim"), request)


def test_a_role_is_for_people_of_the_place(place: Town, person: UUID) -> None:
    other = join(place.system, "Westmoor")
    for name in ("nobody", str(person)):
        with pytest.raises(NotFound):
            place.system.places.give_role(give(other, name=name), BY_OPERATOR)


def test_preferences_are_changed_by_oneself_and_hold_from_then_on(
    place: Town, person: UUID
) -> None:
    people = place.system.people
    assert people.preferences_of(person) == Preferences()
    command = ChangePreferences(scope=Scope.PLACE_TEAM, name_shown=True)
    assert not people.change_preferences(person, command, place.asks(person)).already_there
    assert people.change_preferences(person, command, place.asks(person)).already_there
    assert people.preferences_of(person) == Preferences(scope=Scope.PLACE_TEAM, name_shown=True)


@pytest.mark.parametrize("role", [ActorRole.LEARNING_PARTNER, ActorRole.OPERATOR])
def test_nobody_chooses_for_somebody_else(place: Town, person: UUID, role: ActorRole) -> None:
    command = ChangePreferences(name_shown=True)
    with pytest.raises(NotAllowed):
        place.system.people.change_preferences(person, command, request_by(role))
    assert place.system.people.preferences_of(person) == Preferences()


def test_who_was_never_met_has_the_usual_preferences(place: Town) -> None:
    assert place.system.people.preferences_of(uuid4()) == Preferences()


def test_outside_names_of_one_person_are_told_by_provider(place: Town) -> None:
    person = place.welcome("sam", slack="T1/U1")
    place.system.keys.link_identity(person, "slack", "T2/U2")
    place.welcome("ali", slack="T1/U3")
    keys = place.system.keys
    assert keys.identities_of(person, "slack") == ["T1/U1", "T2/U2"]
    assert keys.identities_of(person, f"place:{place.id}") == ["sam"]
    assert keys.identities_of(uuid4(), "slack") == []
