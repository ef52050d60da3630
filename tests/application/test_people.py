"""People: welcomed, known by what a place calls them, and speaking from somewhere."""

from __future__ import annotations

from uuid import UUID

import pytest
from pydantic import ValidationError

from service.application.commands import ChangePerspective, WelcomeFunder, WelcomePerson
from service.domain.errors import AlreadyRecordedDifferently, NotAllowed, NotFound, Refused
from service.domain.vocabulary import ActorRole, Perspective
from tests.support.asking import (
    BY_LEARNING_PARTNER,
    BY_OPERATOR,
    LEARNING_PARTNER,
    OPERATOR,
    request_by,
)
from tests.support.town import Town, join


def test_who_was_welcomed_is_known_with_name_role_and_organisation(place: Town) -> None:
    id = place.welcome("sam", name="Sam Field", role="Officer", organisation="The council")
    place.system.runner.catch_up()
    (found,) = place.system.reading.people(LEARNING_PARTNER, place.id)
    assert (found.id, found.name, found.role) == (id, "Sam Field", "Officer")
    assert (found.organisation, found.perspective) == ("The council", Perspective.STATUTORY)


def test_nobody_is_asked_where_they_speak_from_at_the_door(place: Town) -> None:
    id = place.welcome("sam", perspective=None)
    assert place.system.people.perspective_of(id) is None


def test_somebody_met_in_slack_is_the_same_person_when_they_are_welcomed(place: Town) -> None:
    known = place.system.desk.place(place.id)
    met = place.system.people.meet(known, "slack", "T1/U1", BY_LEARNING_PARTNER)
    assert place.welcome("sam", slack="T1/U1", name="Sam Field") == met
    assert place.welcome("sam", slack="T1/U1", name="Sam Field") == met
    place.system.runner.catch_up()
    (found,) = place.system.reading.people(LEARNING_PARTNER, place.id)
    assert (found.name, found.perspective) == ("Sam Field", Perspective.STATUTORY)


def test_a_slack_person_cannot_be_two_people(place: Town) -> None:
    place.welcome("sam", slack="T1/U1")
    place.welcome("ali")
    with pytest.raises(Refused):
        place.welcome("ali", slack="T1/U1")


def test_who_reads_for_the_funder_gets_no_name_in_a_place(place: Town) -> None:
    people, keys = place.system.people, place.system.keys
    funder = WelcomeFunder(contributor="fay", slack="T1/U1")
    read = people.welcome_funder(place.system.places.programme_id, funder, BY_OPERATOR).id
    with pytest.raises(Refused, match="take part in no place"):
        place.welcome("ali", slack="T1/U1")
    with pytest.raises(NotFound):
        place.system.desk.person(place.system.desk.place(place.id), "ali")
    assert keys.find_person("slack", "T1/U1") == read
    assert place.welcome("ali") != read


def test_another_perspective_at_the_door_is_refused(place: Town) -> None:
    place.welcome("sam")
    with pytest.raises(AlreadyRecordedDifferently):
        place.welcome("sam", perspective=Perspective.FUNDER)


def test_welcoming_somebody_again_finds_them(place: Town) -> None:
    assert place.welcome("sam") == place.welcome("SAM")
    place.system.runner.catch_up()
    assert len(place.system.reading.people(LEARNING_PARTNER, place.id)) == 1


def test_the_same_name_in_two_places_is_two_people(place: Town) -> None:
    other = join(place.system, "Westmoor")
    assert place.welcome("sam") != other.welcome("sam")


def test_somebody_met_in_slack_is_welcomed_once_with_an_open_perspective(place: Town) -> None:
    known = place.system.desk.place(place.id)
    first, second = (
        place.system.people.meet(known, "slack", "T1/U1", BY_LEARNING_PARTNER) for _ in range(2)
    )
    assert first == second
    assert place.system.people.perspective_of(first) is None


def test_a_welcome_can_link_somebody_to_their_slack_identity(place: Town) -> None:
    id = place.welcome("sam", slack="T1/U1")
    known = place.system.desk.place(place.id)
    assert place.system.people.meet(known, "slack", "T1/U1", BY_LEARNING_PARTNER) == id


@pytest.mark.parametrize("role", [ActorRole.PARTNER, ActorRole.FUNDER])
def test_only_who_looks_after_a_place_welcomes_people(place: Town, role: ActorRole) -> None:
    command = WelcomePerson(place=place.name, contributor="kim")
    refusal = NotAllowed if role == ActorRole.PARTNER else NotFound
    with pytest.raises(refusal):
        place.system.people.welcome_person(command, request_by(role, [place.id]))
    assert place.system.keys.find_person(f"place:{place.id}", "kim") is None


def test_a_new_perspective_counts_from_now_on_and_not_backwards(place: Town, person: UUID) -> None:
    place.record("Before.")
    command = ChangePerspective(
        place=place.name, contributor="sam", perspective=Perspective.CITIZEN_COMMUNITY
    )
    place.system.people.change_perspective(command, place.asks(person))
    place.record("After.")
    assert {entry.text: entry.perspective for entry in place.entries()} == {
        "Before.": Perspective.STATUTORY,
        "After.": Perspective.CITIZEN_COMMUNITY,
    }


def test_a_partner_changes_only_their_own_perspective(place: Town, person: UUID) -> None:
    place.welcome("ali")
    command = ChangePerspective(place=place.name, contributor="ali", perspective=Perspective.FUNDER)
    with pytest.raises(NotAllowed):
        place.system.people.change_perspective(command, place.asks(person))


def test_who_takes_part_is_not_for_partners_and_funders_to_list(place: Town, person: UUID) -> None:
    place.system.runner.catch_up()
    with pytest.raises(NotAllowed):
        place.system.reading.people(place.member(person), place.id)
    with pytest.raises(NotFound):
        place.system.reading.people(request_by(ActorRole.FUNDER).actor, place.id)
    assert len(place.system.reading.people(OPERATOR, place.id)) == 1


def test_somebody_who_is_welcomed_with_an_address_can_be_written_to(place: Town) -> None:
    keys = place.system.keys
    person = place.welcome("sam", email="Sam@example.org")
    assert keys.identities_of(person, "email") == ["Sam@example.org"]
    assert place.welcome("sam", email="sam@example.org") == person
    assert keys.identities_of(person, "email") == ["Sam@example.org"]
    place.system.people.erase_person(person, place.asks(person))
    assert keys.identities_of(person, "email") == []


def test_one_mailbox_is_one_persons(place: Town) -> None:
    place.welcome("sam", email="sam@example.org")
    with pytest.raises(Refused, match="go to somebody else"):
        place.welcome("ali", email="sam@EXAMPLE.org")


@pytest.mark.parametrize(
    "address", ["", "sam", "sam@", "@example.org", "a@b@c", "a b@c", "a@b\nc", f"{'a' * 251}@b.c"]
)
def test_what_is_no_address_is_not_taken(place: Town, address: str) -> None:
    with pytest.raises(ValidationError):
        place.welcome("sam", email=address)
