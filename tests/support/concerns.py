"""Concerns in short words for tests: who looks after them, who raises one, what is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from service.application.commands import (
    EndRole,
    GiveRole,
    RaiseConcern,
)
from service.application.concerns import CaseReceipt
from service.domain.place import Place
from service.domain.reflection import Reflection, State
from service.domain.vocabulary import PlaceRole
from tests.support.asking import (
    BY_OPERATOR,
    NOW,
)
from tests.support.town import Town

LEAD, PARTNER, COORDINATOR = (
    PlaceRole.SAFEGUARDING_LEAD,
    PlaceRole.LEARNING_PARTNER,
    PlaceRole.COORDINATOR,
)
LATER = NOW + timedelta(minutes=10)


def appoint(place: Town, who: str, role: PlaceRole = LEAD) -> UUID:
    """Somebody joins and looks after this; who they are."""
    person = place.welcome(who)
    give(place, who, role)
    return person


def give(place: Town, who: str, role: PlaceRole) -> None:
    """Somebody looks after this from now on."""
    command = GiveRole(place=place.name, contributor=who, role=role)
    place.system.places.give_role(command, BY_OPERATOR)


def end(place: Town, who: str, role: PlaceRole) -> None:
    """Somebody looks after it no longer."""
    command = EndRole(place=place.name, contributor=who, role=role)
    place.system.places.end_role(command, BY_OPERATOR)


def concern(place: Town, words: str = "He is afraid to go home.", **more: Any) -> RaiseConcern:
    """What somebody says."""
    return RaiseConcern(place=place.name, words=words, **more)


def raise_it(place: Town, by: UUID, words: str = "He is afraid.", **more: Any) -> CaseReceipt:
    """Somebody of the place passes a concern on."""
    return place.system.care.raise_concern(concern(place, words, **more), place.asks(by))


def notes(place: Town) -> list[Place.CareConcernRouted]:
    """What the log says of concerns."""
    events = place.system.log.events.get(place.id)
    return [event for event in events if isinstance(event, Place.CareConcernRouted)]


def states(place: Town, id: UUID) -> State:
    """How a reflection stands."""
    return place.system.desk.load(Reflection, id).state
