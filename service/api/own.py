"""One's own: reflections and what came of them, answers, preferences, and what is kept of one."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from service.api import own_examples as examples
from service.api.answers import Written
from service.api.deps import Caller, PlaceHere, PlaceName, ReflectionName, SystemHere, Writes
from service.api.documented import reads, writes
from service.api.wanted import HIGHEST_POSITION, Nothing, NothingMore
from service.application.commands import ChangePreferences
from service.projections.my_reflections import AskedAbout, MyReflection
from service.projections.waiting import Waiting

router = APIRouter(tags=["own words"])
ONE = "/places/{place}"
MOST = 100


class WantedFirst(Nothing):
    """How many."""

    limit: int = Field(default=20, ge=1, le=MOST, description="At most so many.")


class WantedOwn(WantedFirst):
    """How many, and from where on."""

    before: int | None = Field(
        default=None,
        ge=1,
        le=HIGHEST_POSITION,
        description="Go on after the one whose `position` is this.",
    )


@router.get("/me", **reads(examples.HELD))
def held_about(system: SystemHere, actor: Caller, _: NothingMore) -> dict[str, Any]:
    """Show everything that is kept about you: what you told, chose and said, in all places."""
    return system.reading.held_about(actor)


@router.post(f"{ONE}/my-preferences", **writes(ChangePreferences))
def change_preferences(place: PlaceHere, body: ChangePreferences, write: Writes) -> Written:
    """Say how your own new reflections should begin. It holds in all your places."""
    del place  # Asked for so that only people of a place come here.
    people, actor = write.system.people, write.request.actor
    return write.done(people.change_preferences(actor.person_id, body, write.request))


@router.get(f"{ONE}/my-reflections", **reads([examples.MY_REFLECTION]))
def my_reflections(
    place: PlaceName, wanted: Annotated[WantedOwn, Query()], system: SystemHere, actor: Caller
) -> list[MyReflection]:
    """List your own reflections in a place, newest first, each with what came of it."""
    return system.reading.my_reflections(actor, place, wanted.limit, wanted.before)


@router.get(f"{ONE}/my-reflections/{{reflection}}", **reads(examples.MY_REFLECTION))
def my_reflection(
    place: PlaceName,
    reflection: ReflectionName,
    system: SystemHere,
    actor: Caller,
    _: NothingMore,
) -> MyReflection:
    """Show one of your own reflections, with what came of it."""
    return system.reading.my_reflection(actor, place, reflection)


@router.get(f"{ONE}/waiting", **reads(examples.WAITING))
def waiting(
    place: PlaceName, wanted: Annotated[WantedFirst, Query()], system: SystemHere, actor: Caller
) -> Waiting:
    """Show what no learning partner has heard, read or asked about yet. For learning partners."""
    return system.reading.waiting(actor, place, wanted.limit)


@router.get(f"{ONE}/questions", **reads([examples.ASKED_ABOUT]))
def questions(
    place: PlaceName, wanted: Annotated[WantedFirst, Query()], system: SystemHere, actor: Caller
) -> list[AskedAbout]:
    """List what learning partners asked authors, newest first, with answers. For them only."""
    return system.reading.questions(actor, place, wanted.limit)
