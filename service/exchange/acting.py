"""Who acts in a line, and what it refers to: by what the place calls them."""

from __future__ import annotations

from typing import Any

from service.application.desk import Desk
from service.domain.errors import Refused
from service.domain.person import Person
from service.domain.place import Place
from service.domain.vocabulary import ActorRole, Perspective, PlaceRole
from service.policy import Actor


def reference(values: dict[str, Any], name: str) -> str:
    """Take out of a line what it refers to under this name; Refused where it does not say."""
    found = values.pop(name, None)
    if not isinstance(found, str) or not found.strip():
        raise Refused(f"{name}: say which.")
    return found


def actor_called(desk: Desk, place: str, name: str) -> Actor:
    """The person whom people of this place call so, in the role that follows from who they are."""
    known = desk.place(place)
    person_id = desk.person(known, name)
    if desk.load(Person, person_id).perspective == Perspective.INTERMEDIARY:
        return Actor(person_id, ActorRole.LEARNING_PARTNER)
    here = desk.load(Place, known.id)
    if here.has_role(person_id, PlaceRole.LEARNING_PARTNER):
        return Actor(person_id, ActorRole.LEARNING_PARTNER)
    is_coordinator = here.has_role(person_id, PlaceRole.COORDINATOR)
    return Actor(person_id, ActorRole.COORDINATOR if is_coordinator else ActorRole.PARTNER)
