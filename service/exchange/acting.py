"""Who acts in a line, and what it refers to: by what the place calls them."""

from __future__ import annotations

from typing import Any

from service.application.desk import Desk
from service.domain.errors import Refused
from service.domain.person import Person
from service.domain.vocabulary import ActorRole, Perspective
from service.policy import Actor


def reference(values: dict[str, Any], name: str) -> str:
    """Take out of a line what it refers to under this name; Refused where it does not say."""
    found = values.pop(name, None)
    if not isinstance(found, str) or not found.strip():
        raise Refused(f"{name}: say which.")
    return found


def actor_called(desk: Desk, place: str, name: str) -> Actor:
    """The person whom people of this place call so, in the role that follows from who they are."""
    person_id = desk.person(desk.place(place), name)
    person = desk.load(Person, person_id)
    is_learning_partner = person.perspective == Perspective.INTERMEDIARY
    role = ActorRole.LEARNING_PARTNER if is_learning_partner else ActorRole.PARTNER
    return Actor(person_id, role)
