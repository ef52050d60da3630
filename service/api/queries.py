"""Reading: places, timelines, voices, trials, and what else a learning partner asks."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query

from service.api import examples
from service.api.answers import TimelinePage
from service.api.deps import Caller, PlaceName, SystemHere, ThingName
from service.api.documented import reads
from service.api.wanted import (
    KnownThen,
    NothingMore,
    Wanted,
    WantedPage,
    cursor_after,
    read_cursor,
)
from service.domain.errors import NotAllowed, NotFound
from service.domain.frameworks import Frameworks, default_frameworks
from service.domain.vocabulary import ActorRole
from service.policy import Action, Actor, may
from service.projections.asking import sees_framework_words
from service.projections.people import PersonView
from service.projections.prototypes import PrototypeView
from service.projections.shapes import (
    FirstWords,
    NothingFitted,
    PerspectiveReading,
    PlaceView,
    Trail,
    Voices,
)

router = APIRouter(tags=["reading"])
ONE = "/places/{place}"


@router.get("/places", **reads([examples.PLACE]))
def places(system: SystemHere, actor: Caller, _: NothingMore) -> list[PlaceView]:
    """List the places that this token is for, by name."""
    if not any(may(actor, Action.SEE_PLACE, place) for place in actor.places or [None]):
        raise NotAllowed
    return system.reading.places(actor)


@router.get(ONE, **reads(examples.PLACE))
def place(place: PlaceName, system: SystemHere, actor: Caller, _: NothingMore) -> PlaceView:
    """Show one place: its language stage, its own words, and its focus."""
    return system.reading.place(actor, place)


@router.get(f"{ONE}/timeline", **reads(examples.TIMELINE))
def timeline(
    place: PlaceName, wanted: Annotated[WantedPage, Query()], system: SystemHere, actor: Caller
) -> TimelinePage:
    """List what happened in a place, in the order in which it happened, a page at a time.

    `voices` counts over all that matches, not only over this page.
    """
    after = None if wanted.after is None else read_cursor(wanted.after)
    filter = replace(wanted.filter(), limit=wanted.limit + 1, after=after)
    found, entries, voices = system.reading.entries(actor, place, filter)
    page = entries[: wanted.limit]
    following = cursor_after(page[-1]) if len(entries) > wanted.limit else None
    return TimelinePage(place=found, entries=page, voices=voices, next=following)


@router.get(f"{ONE}/voices", **reads(examples.VOICES))
def voices(
    place: PlaceName, wanted: Annotated[Wanted, Query()], system: SystemHere, actor: Caller
) -> Voices:
    """Count whose voices this rests on: people before posts, relayed apart from direct."""
    return system.reading.voices(actor, place, wanted.filter())


@router.get(f"{ONE}/prototypes", **reads([examples.PROTOTYPE]))
def prototypes(
    place: PlaceName, wanted: KnownThen, system: SystemHere, actor: Caller
) -> list[PrototypeView]:
    """List a place's trials, what became of each, and what each taught."""
    return system.reading.prototypes(actor, place, wanted.as_known_on)


@router.get(f"{ONE}/people", **reads([examples.PERSON]))
def people(place: PlaceName, system: SystemHere, actor: Caller, _: NothingMore) -> list[PersonView]:
    """List who takes part in a place, for those who look after it."""
    return system.reading.people(actor, place)


@router.get(f"{ONE}/perspectives", **reads([examples.PERSPECTIVE]))
def perspectives(
    place: PlaceName, wanted: Annotated[Wanted, Query()], system: SystemHere, actor: Caller
) -> list[PerspectiveReading]:
    """Show how the same thing is spoken of from each perspective."""
    return system.reading.perspectives(actor, place, wanted.filter())


@router.get(f"{ONE}/nothing-fitted", **reads([examples.NOTHING_FITTED]))
def nothing_fitted(
    place: PlaceName, system: SystemHere, actor: Caller, _: NothingMore
) -> list[NothingFitted]:
    """List reflections that no behaviour fits, and why."""
    return system.reading.nothing_fitted(actor, place)


@router.get(f"{ONE}/first-words", **reads([examples.FIRST_WORDS]))
def first_words(
    place: PlaceName, system: SystemHere, actor: Caller, _: NothingMore
) -> list[FirstWords]:
    """Say when each behaviour was first spoken of, named in local words, and named openly."""
    return system.reading.first_words(actor, place)


@router.get(f"{ONE}/trail/{{id}}", **reads(examples.TRAIL))
def trail(
    place: PlaceName, id: ThingName, wanted: KnownThen, system: SystemHere, actor: Caller
) -> Trail:
    """Show one thing, what it rests on, and what came of it, as far as this token may read."""
    return system.reading.trail(actor, place, id, as_known_on=wanted.as_known_on)


@router.get("/frameworks", **reads(examples.FRAMEWORKS))
def frameworks(system: SystemHere, actor: Caller, _: NothingMore) -> Frameworks:
    """Show the behaviours and building blocks in use, with whose words they are.

    Where a place uses only its own words, its partners are not shown the framework's.
    """
    if not sees_framework(actor, system.reading.places(actor)):
        raise NotFound
    programme_id = system.places.programme_id
    if not system.desk.exists(programme_id):
        return default_frameworks()
    return system.desk.frameworks(programme_id)


def sees_framework(actor: Actor, places: list[PlaceView]) -> bool:
    """True for learning partners, and where a place of theirs uses the framework's words."""
    is_learning_partner = actor.role == ActorRole.LEARNING_PARTNER
    return is_learning_partner or any(sees_framework_words(actor, place) for place in places)
