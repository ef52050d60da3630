"""Writing about prototypes: trials that are run to learn about the system around them."""

from __future__ import annotations

from fastapi import APIRouter

from service.api.answers import Written
from service.api.deps import PlaceHere, PrototypeName, Writes
from service.api.documented import writes
from service.application.commands import (
    DrawLearning,
    EndPrototype,
    FindAtMargins,
    HoldPlanDoReview,
    NormalisePrototype,
    StartPrototype,
)

router = APIRouter(tags=["prototypes"])
ONE = "/places/{place}/prototypes/{prototype}"


@router.post("/prototypes", **writes(StartPrototype))
def start_prototype(body: StartPrototype, write: Writes) -> Written:
    """Start a trial, with what people think will happen, said before anyone knows."""
    return write.done(write.system.trials.start_prototype(body, write.request))


@router.post(f"{ONE}/turns", **writes(HoldPlanDoReview))
def hold_plan_do_review(
    place: PlaceHere, prototype: PrototypeName, body: HoldPlanDoReview, write: Writes
) -> Written:
    """Look at one turn of plan, do, review."""
    trials = write.system.trials
    return write.done(trials.hold_plan_do_review(place.id, prototype, body, write.request))


@router.post(f"{ONE}/learning", **writes(DrawLearning))
def draw_learning(
    place: PlaceHere, prototype: PrototypeName, body: DrawLearning, write: Writes
) -> Written:
    """Say what it taught about a building block, and cite the reflections behind it."""
    trials = write.system.trials
    return write.done(trials.draw_learning(place.id, prototype, body, write.request))


@router.post(f"{ONE}/margins", **writes(FindAtMargins))
def find_at_margins(
    place: PlaceHere, prototype: PrototypeName, body: FindAtMargins, write: Writes
) -> Written:
    """Say that it works and moves nothing around it, and which conditions are missing."""
    trials = write.system.trials
    return write.done(trials.find_at_margins(place.id, prototype, body, write.request))


@router.post(f"{ONE}/normalised", **writes(NormalisePrototype))
def normalise_prototype(
    place: PlaceHere, prototype: PrototypeName, body: NormalisePrototype, write: Writes
) -> Written:
    """Say that it has become how things are done, and what it changed."""
    trials = write.system.trials
    return write.done(trials.normalise_prototype(place.id, prototype, body, write.request))


@router.post(f"{ONE}/end", **writes(EndPrototype))
def end_prototype(
    place: PlaceHere, prototype: PrototypeName, body: EndPrototype, write: Writes
) -> Written:
    """Stop it, keeping what was learned."""
    trials = write.system.trials
    return write.done(trials.end_prototype(place.id, prototype, body, write.request))
