"""Reading what a place learns: decisions, beliefs, insights, and the questions the log puts."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Query
from fastapi import Request as HttpRequest
from pydantic import Field, model_validator

from service.api import loop_examples, question_examples
from service.api.deps import (
    AssumptionName,
    Caller,
    DecisionName,
    PlaceHere,
    SystemHere,
    ThingName,
)
from service.api.documented import reads
from service.api.queries import sees_framework
from service.api.wanted import AsKnown, Day, KnownThen, NothingMore
from service.domain.base import Code
from service.domain.errors import NotFound
from service.domain.proof import LoopLevel
from service.domain.starters import Starters
from service.domain.starters import starters as all_starters
from service.projections.ledger import State
from service.projections.loop_shapes import (
    Against,
    BeliefPage,
    BeliefView,
    Board,
    ContestedReading,
    DecisionView,
    InsightView,
    LedgerPage,
    MirrorPair,
    PlaceStories,
    Proposal,
    Signal,
    ToldBack,
)
from service.projections.register import OnlyBeliefs
from service.text import Line

router = APIRouter(tags=["learning"])
ONE = "/places/{place}"
MOST_PLACES = 20


def today_there(place: PlaceHere, http: HttpRequest) -> date:
    """Which day it is in this place."""
    today: date = http.state.now.astimezone(place.zone).date()
    return today


Today = Annotated[date, Depends(today_there)]


class Part(AsKnown):
    """A part of a longer list."""

    offset: int = Field(
        default=0, ge=0, le=1_000_000, description="The `following` of the page before."
    )
    limit: int = Field(default=50, ge=1, le=200, description="So many at most.")


class WantedDecisions(Part):
    """Which decisions."""

    level: LoopLevel | None = Field(
        default=None,
        description="Only those of which the log proves this.",
        examples=["double_enacted"],
    )
    state: State | None = Field(
        default=None,
        description="Only those that wait for this; `lapsed` is due by more than four weeks.",
        examples=["due"],
    )


class WantedBeliefs(Part):
    """Which beliefs."""

    only: OnlyBeliefs | None = Field(
        default=None,
        description="Only those to which this happened. `never_challenged`, by how many decisions "
        "rest on them, is for the learning partner.",
        examples=["changed"],
    )


class WantedReadings(AsKnown):
    """Which readings."""

    framework: Line | None = Field(
        default=None,
        description="Only readings in this version of a framework.",
        examples=["system-behaviours@2018"],
    )


class WantedPlaces(AsKnown):
    """Which places to set side by side, and what of them."""

    place: list[Line] = Field(
        min_length=2,
        max_length=MOST_PLACES,
        description="A place, by name or id. Repeat it for each.",
        examples=[["Harrow Vale", "Quiet Lane"]],
    )
    code: list[Code] = Field(
        default=[],
        max_length=50,
        description="Only what is about these behaviours or building blocks.",
        examples=[["POW-2"]],
    )
    from_on: Day | None = Field(
        default=None, description="From this day on.", examples=["2026-01-01"]
    )
    to_on: Day | None = Field(default=None, description="Up to this day.", examples=["2026-06-30"])

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.from_on is not None and self.to_on is not None and self.to_on < self.from_on:
            raise ValueError("The last day is before the first day.")
        return self


@router.get(f"{ONE}/decisions", **reads(loop_examples.LEDGER))
def decisions(
    place: PlaceHere,
    wanted: Annotated[WantedDecisions, Query()],
    system: SystemHere,
    actor: Caller,
    today: Today,
) -> LedgerPage:
    """List decisions, newest first, with what the log proves of each, step by step.

    Only a learning partner is told how many people are still owed an answer.
    """
    return system.loops.ledger(actor, place.id, today=today, **dict(wanted))


@router.get(f"{ONE}/decisions/{{decision}}", **reads(loop_examples.DECISION))
def decision(
    place: PlaceHere,
    decision: DecisionName,
    wanted: KnownThen,
    system: SystemHere,
    actor: Caller,
    today: Today,
) -> DecisionView:
    """Show one decision: the order it happened in, the beliefs under it, what came of it."""
    return system.loops.decision(actor, place.id, decision, today=today, **dict(wanted))


@router.get(f"{ONE}/proposals", **reads([loop_examples.PROPOSAL]))
def proposals(
    place: PlaceHere, wanted: KnownThen, system: SystemHere, actor: Caller
) -> list[Proposal]:
    """List questions that wait to be decided, oldest first."""
    return system.loops.proposals(actor, place.id, **dict(wanted))


@router.get(f"{ONE}/assumptions", **reads(loop_examples.BELIEFS))
def assumptions(
    place: PlaceHere,
    wanted: Annotated[WantedBeliefs, Query()],
    system: SystemHere,
    actor: Caller,
) -> BeliefPage:
    """List beliefs, newest first, with every wording of each and all that happened to it."""
    return system.loops.beliefs(actor, place.id, **dict(wanted))


@router.get(f"{ONE}/assumptions/{{assumption}}", **reads(loop_examples.BELIEF))
def assumption(
    place: PlaceHere,
    assumption: AssumptionName,
    wanted: KnownThen,
    system: SystemHere,
    actor: Caller,
) -> BeliefView:
    """Show one belief with its whole history, and the decisions that rest on it."""
    return system.loops.belief(actor, place.id, assumption, **dict(wanted))


@router.get(f"{ONE}/insights", **reads([loop_examples.INSIGHT]))
def insights(
    place: PlaceHere, wanted: KnownThen, system: SystemHere, actor: Caller
) -> list[InsightView]:
    """List the patterns that people see, newest first, with what does not fit each."""
    return system.loops.insights(actor, place.id, **dict(wanted))


@router.get(f"{ONE}/against/{{id}}", **reads(question_examples.AGAINST))
def against(
    place: PlaceHere, id: ThingName, wanted: KnownThen, system: SystemHere, actor: Caller
) -> Against:
    """Show what does not fit an insight or a belief, as far as this token may read."""
    return system.loops.against(actor, place.id, id, **dict(wanted))


@router.get(f"{ONE}/mirror", **reads([question_examples.MIRROR]))
def mirror(
    place: PlaceHere, wanted: KnownThen, system: SystemHere, actor: Caller
) -> list[MirrorPair]:
    """Set what people say beside what they seem to act on, with evidence for both."""
    return system.loops.mirror(actor, place.id, **dict(wanted))


@router.get(f"{ONE}/board", **reads(question_examples.BOARD))
def board(place: PlaceHere, wanted: KnownThen, system: SystemHere, actor: Caller) -> Board:
    """Show what each trial taught about each building block. There are no totals."""
    return system.loops.board(actor, place.id, **dict(wanted))


@router.get(f"{ONE}/told-back", **reads([question_examples.TOLD_BACK]))
def told_back(
    place: PlaceHere, wanted: KnownThen, system: SystemHere, actor: Caller, today: Today
) -> list[ToldBack]:
    """List who has not been told what became of their words; for the learning partner."""
    return system.loops.told_back(actor, place.id, today=today, **dict(wanted))


@router.get(f"{ONE}/signals", **reads([question_examples.SIGNAL]))
def signals(
    place: PlaceHere, wanted: KnownThen, system: SystemHere, actor: Caller, today: Today
) -> list[Signal]:
    """List the questions that the log puts to the learning partner, and to nobody else."""
    return system.loops.signals(actor, place.id, today=today, **dict(wanted))


@router.get(f"{ONE}/disagreements", **reads([question_examples.DISAGREEMENT]))
def disagreements(
    place: PlaceHere,
    wanted: Annotated[WantedReadings, Query()],
    system: SystemHere,
    actor: Caller,
) -> list[ContestedReading]:
    """List reflections that people read differently. The difference is the finding."""
    return system.loops.disagreements(actor, place.id, **dict(wanted))


@router.get("/compare", **reads([question_examples.STORIES]))
def compare(
    wanted: Annotated[WantedPlaces, Query()], system: SystemHere, actor: Caller
) -> list[PlaceStories]:
    """Set patterns and stories of several places side by side. There are no scores, no ranks."""
    codes = frozenset(wanted.code) or None
    return system.loops.compare(
        actor,
        wanted.place,
        codes,
        from_on=wanted.from_on,
        to_on=wanted.to_on,
        as_known_on=wanted.as_known_on,
    )


@router.get("/starters", **reads(question_examples.STARTERS))
def starters(system: SystemHere, actor: Caller, _: NothingMore) -> Starters:
    """List ready-made beliefs, two for each building block, for a place to make its own.

    Where a place uses only its own words, its partners are not shown them.
    """
    if not sees_framework(actor, system.reading.places(actor)):
        raise NotFound
    return all_starters()
