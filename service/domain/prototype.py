"""A prototype (on pages: a trial): a small new way of working, run to learn about the system."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar, Self
from uuid import UUID

from service.domain import base
from service.domain.base import Code, Said, natural_id
from service.domain.errors import Ended, NoBlockChanged, Refused
from service.domain.sealed import Sealed


class Fate(StrEnum):
    """What became of a prototype; at the margins is a state, not a failure."""

    RUNNING = "running"
    AT_THE_MARGINS = "at_the_margins"
    NORMALISED = "normalised"
    ENDED = "ended"


class Prototype(base.Aggregate):
    """Its worth is what it teaches about the building blocks around it. It cannot fail."""

    TOPIC: ClassVar[str] = "prototype"

    def __init__(self) -> None:
        super().__init__()
        self.place_id: UUID
        self.fate = Fate.RUNNING

    class Event(base.Event):
        """A fact about a prototype."""

    class Started(Event, base.FirstEvent):
        """A trial began, with what people think will happen, said before anyone knows."""

        TOPIC: ClassVar[str] = "prototype.started"
        place_id: UUID
        name: Sealed
        purpose: Sealed | None = None
        expected: Sealed
        building_blocks: tuple[Code, ...] = ()
        external_id: Sealed | None = None

        def apply(self, aggregate: Prototype) -> None:
            aggregate.place_id = self.place_id

    class PlanDoReviewHeld(Event):
        """One turn of plan, do, review."""

        TOPIC: ClassVar[str] = "prototype.plan-do-review-held"
        planned: Sealed
        done: Sealed
        learned: Sealed
        next_step: Sealed | None = None

    class LearningDrawn(Event):
        """What the trial showed about one building block, with the reflections behind it."""

        TOPIC: ClassVar[str] = "prototype.learning-drawn"
        building_block: Code
        learned: Sealed
        cites: tuple[UUID, ...] = ()

    class FoundAtMargins(Event):
        """It runs, it is valued, and it changes no building block: these conditions are missing."""

        TOPIC: ClassVar[str] = "prototype.found-at-margins"
        conditions_missing: tuple[Sealed, ...]

        def apply(self, aggregate: Prototype) -> None:
            aggregate.fate = Fate.AT_THE_MARGINS

    class Normalised(Event):
        """It became how things are done: these decisions changed these building blocks."""

        TOPIC: ClassVar[str] = "prototype.normalised"
        class_version: ClassVar[int] = 2
        building_blocks: tuple[Code, ...]
        decisions: tuple[UUID, ...]
        note: Sealed | None = None

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            """Before decisions were on record, none could be named."""
            state["decisions"] = []

        def apply(self, aggregate: Prototype) -> None:
            aggregate.fate = Fate.NORMALISED

    class Ended(Event):
        """It stopped, and this is what is kept of it."""

        TOPIC: ClassVar[str] = "prototype.ended"
        what_we_keep: Sealed
        what_remains: Sealed | None = None

        def apply(self, aggregate: Prototype) -> None:
            aggregate.fate = Fate.ENDED

    @staticmethod
    def id_for(place_id: UUID, reference: str) -> UUID:
        """The id of a place's prototype with this name or external id."""
        return natural_id("prototype", place_id, " ".join(reference.split()).casefold())

    @classmethod
    def start(
        cls,
        prototype_id: UUID,
        said: Said,
        *,
        place_id: UUID,
        name: Sealed,
        purpose: Sealed | None,
        expected: Sealed,
        building_blocks: tuple[Code, ...],
        external_id: Sealed | None = None,
    ) -> Self:
        """Start a trial."""
        return cls.begin(
            cls.Started,
            prototype_id,
            said,
            place_id=place_id,
            name=name,
            purpose=purpose,
            expected=expected,
            building_blocks=building_blocks,
            external_id=external_id,
        )

    def hold_plan_do_review(
        self,
        said: Said,
        *,
        planned: Sealed,
        done: Sealed,
        learned: Sealed,
        next_step: Sealed | None,
    ) -> None:
        """Look at one turn of the trial."""
        if not self.has_answered(said):
            self._check_open()
            self.record(
                self.PlanDoReviewHeld,
                said,
                planned=planned,
                done=done,
                learned=learned,
                next_step=next_step,
            )

    def draw_learning(
        self, said: Said, *, building_block: Code, learned: Sealed, cites: tuple[UUID, ...]
    ) -> None:
        """Say what it taught about a building block; also after it has ended."""
        if not self.has_answered(said):
            self.record(
                self.LearningDrawn,
                said,
                building_block=building_block,
                learned=learned,
                cites=cites,
            )

    def find_at_margins(self, said: Said, *, conditions_missing: tuple[Sealed, ...]) -> None:
        """Say that it works and moves nothing around it, and what would have to be there."""
        if self.has_answered(said):
            return
        self._check_open()
        if not conditions_missing:
            raise Refused("Say which conditions are missing around this trial.")
        self.record(self.FoundAtMargins, said, conditions_missing=conditions_missing)

    def normalise(
        self,
        said: Said,
        *,
        building_blocks: tuple[Code, ...],
        decisions: dict[UUID, tuple[Code, ...]],
        note: Sealed | None,
    ) -> None:
        """Say that it has become how things are done (I10).

        `decisions` are those named for it, each with the building blocks that it changed.
        """
        if self.has_answered(said):
            return
        self._check_open()
        if not building_blocks:
            raise Refused("Say which building block this trial has changed.")
        changed = {code for blocks in decisions.values() for code in blocks}
        if not changed & set(building_blocks):
            raise NoBlockChanged
        self.record(
            self.Normalised,
            said,
            building_blocks=building_blocks,
            decisions=tuple(decisions),
            note=note,
        )

    def end(self, said: Said, *, what_we_keep: Sealed, what_remains: Sealed | None) -> None:
        """Stop, keeping what was learned."""
        if not self.has_answered(said):
            self._check_open()
            self.record(self.Ended, said, what_we_keep=what_we_keep, what_remains=what_remains)

    def _check_open(self) -> None:
        if self.fate == Fate.ENDED:
            raise Ended
