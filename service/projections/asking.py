"""Asking: which place a reader may see, with which words, and through which finder."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import Connection

from service.domain.base import natural_id
from service.domain.errors import NotFound
from service.domain.frameworks import Framework, Frameworks, default_frameworks
from service.domain.place import Place
from service.domain.prototype import Prototype
from service.domain.vocabulary import ActorRole, LanguageStage
from service.keystore import KeyStore
from service.policy import Action, Actor, may, require
from service.projections import places
from service.projections.entries import Finder
from service.projections.shapes import PlaceView

NAMED = (
    "reflection", "insight", "assumption", "decision", "change", "session", "expectation",
    "noticing", "tension", "context",
)  # fmt: skip
"""What the ids of things are made of that may come with an external id."""


def see_place(
    connection: Connection[Any], keys: KeyStore, actor: Actor, reference: str | UUID
) -> PlaceView:
    """A place, by name or id; NotFound where this actor may not know that it exists."""
    place_id = as_uuid(reference) or Place.id_for(str(reference))
    if not may(actor, Action.SEE_PLACE, place_id):
        raise NotFound(f"There is no place called {str(reference)!r} here.")
    found = places.all_places(connection, keys, only=[place_id])
    if not found:
        raise NotFound(f"There is no place called {str(reference)!r} here.")
    return found[0]


def finder_for(
    connection: Connection[Any], keys: KeyStore, actor: Actor, place: PlaceView
) -> Finder:
    """What finds entries of a place for this actor, in the words that they may see."""
    require(actor, Action.READ_WORDS, place.id)
    documents = places.framework_documents(connection, keys, place.id)
    loaded = {kind: Framework.model_validate_json(document) for kind, document in documents.items()}
    frameworks: Frameworks = default_frameworks().model_copy(update=loaded)
    return Finder(
        connection,
        keys,
        actor,
        place.id,
        ZoneInfo(place.zone),
        frameworks,
        sees_framework_words(actor, place),
    )


def record_named(finder: Finder, topic: str, kind: str, reference: str | UUID) -> UUID:
    """The record of this kind in the finder's place, by id or external id; else NotFound."""
    ids = [natural_id(topic, finder.place_id, reference)]
    if (by_id := as_uuid(reference)) is not None:
        ids.append(by_id)
    row = finder.connection.execute(
        "SELECT id FROM entries WHERE id = ANY (%s) AND place_id = %s AND kind = %s",
        (ids, finder.place_id, kind),
    ).fetchone()
    if row is None:
        raise NotFound(f"There is nothing called {str(reference)!r} here.")
    id: UUID = row[0]
    return id


def ids_named(place_id: UUID, reference: str | UUID) -> list[UUID]:
    """The ids that anything of a place may have that is called so; names come before ids."""
    named = [natural_id(topic, place_id, reference) for topic in NAMED]
    by_id = as_uuid(reference)
    return [*named, Prototype.id_for(place_id, str(reference)), *([by_id] if by_id else [])]


def as_uuid(reference: str | UUID) -> UUID | None:
    """The reference as an id, if it is one."""
    if isinstance(reference, UUID):
        return reference
    try:
        return UUID(reference)
    except ValueError:
        return None


def require_framework(finder: Finder) -> None:
    """NotFound for who does not see the framework's words (I13)."""
    if not finder.sees_framework:
        raise NotFound


def sees_framework_words(actor: Actor, place: PlaceView) -> bool:
    """While a place uses only its own words, only the learning partner sees others (I13)."""
    return (
        actor.role == ActorRole.LEARNING_PARTNER or place.language_stage != LanguageStage.LOCAL_ONLY
    )


def for_reader(place: PlaceView, actor: Actor) -> PlaceView:
    """A place without framework words, for who does not see them."""
    if sees_framework_words(actor, place):
        return place
    phrases = [phrase.model_copy(update={"codes": []}) for phrase in place.phrases]
    return place.model_copy(update={"phrases": phrases, "focus": []})
