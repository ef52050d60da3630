"""Gathering: all of a place that one reader may see, asked as the pages ask, for their files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from service.bootstrap import System
from service.domain.frameworks import Frameworks, default_frameworks
from service.domain.sealed import ERASED
from service.exchange.callings import Callings
from service.policy import Actor
from service.projections.asking import sees_framework_words
from service.projections.loop_shapes import BeliefView, DecisionView, InsightView
from service.projections.shapes import Entry, Lane, Material, PlaceView


@dataclass(frozen=True)
class Gathered:
    """A place as one reader may see it at a moment."""

    material: Material
    insights: list[InsightView]
    beliefs: list[BeliefView]
    decisions: list[DecisionView]
    frameworks: Frameworks | None
    """None for readers who do not see the framework's words (I13)."""
    callings: Callings
    at: datetime

    @property
    def place(self) -> PlaceView:
        """Which place it is."""
        return self.material.timeline.place

    @property
    def zone(self) -> ZoneInfo:
        """What the clocks of the place say."""
        return ZoneInfo(self.place.zone)

    @property
    def lanes(self) -> list[Lane]:
        """The rows in which the words stand, under the names that this reader may see."""
        return [*self.material.timeline.lanes, *self.material.timeline.blocks]

    @cached_property
    def entries(self) -> list[Entry]:
        """Everything once, in the order of happening; without words that are gone by now."""
        return [entry for entry in self.material.timeline.entries if entry.text != ERASED]

    @cached_property
    def reflections(self) -> dict[UUID, Entry]:
        """What people noticed, in that order."""
        return {entry.id: entry for entry in self.entries if entry.kind == "reflection"}

    @cached_property
    def written_at(self) -> dict[int, datetime]:
        """When each entry of the log was written down, by its position."""
        timeline = self.material.timeline
        return {entry.position: entry.recorded_at for entry in timeline.entries}

    @cached_property
    def reported_late(self) -> dict[int, bool]:
        """Whether each entry of the log was written down long after it happened."""
        timeline = self.material.timeline
        return {entry.position: entry.reported_late for entry in timeline.entries}

    @cached_property
    def names(self) -> dict[UUID, str]:
        """What the place calls each thing, where it gave it a name."""
        named: dict[UUID, str | None] = {
            entry.id: entry.external_id for entry in self.entries if entry.external_id
        }
        named |= {insight.id: insight.external_id for insight in self.insights}
        named |= {belief.id: belief.external_id for belief in self.beliefs}
        named |= {page.loop.id: page.loop.external_id for page in self.decisions}
        return {id: name for id, name in named.items() if name and name != ERASED}

    def name(self, id: UUID) -> str:
        """A thing's name, else its id."""
        return self.names.get(id) or str(id)

    def named(self, ids: Iterable[UUID]) -> list[str]:
        """The names of several things."""
        return [self.name(id) for id in ids]

    def moment(self, position: int) -> datetime:
        """When an entry of the log was written down."""
        return self.written_at.get(position, self.at)

    def reflections_of(self, ids: Iterable[UUID], by: int | None = None) -> list[UUID]:
        """The reflections among these that are here, also by way of insights.

        `by` is the position of what cites them: what was joined to an insight later is left out.
        """
        patterns = {insight.id: _cited_by(insight, by) for insight in self.insights}
        reached = [one for id in ids for one in patterns.get(id, [id])]
        return [id for id in dict.fromkeys(reached) if id in self.reflections]


def gather(system: System, actor: Actor, reference: str | UUID, at: datetime) -> Gathered:
    """A place for a reader; NotFound or NotAllowed as on the pages."""
    material = system.reading.material(actor, reference)
    place = material.timeline.place
    loops, today = system.loops, at.astimezone(ZoneInfo(place.zone)).date()
    return Gathered(
        material=material,
        insights=loops.insights(actor, place.id),
        beliefs=loops.beliefs(actor, place.id, limit=None).beliefs,
        decisions=loops.all_decisions(actor, place.id, today=today),
        frameworks=frameworks_of(system) if sees_framework_words(actor, place) else None,
        callings=Callings(actor, place.id, system.keys),
        at=at,
    )


def _cited_by(insight: InsightView, position: int | None) -> list[UUID]:
    """What an insight rested on before a position of the log; without one, by now."""
    if position is None:
        return insight.cites
    later = {
        id
        for joined in insight.joined
        if joined.fits and joined.position > position
        for id in joined.reflections
    }
    return [id for id in insight.cites if id not in later]


def frameworks_of(system: System) -> Frameworks:
    """The frameworks that this programme uses."""
    programme = system.places.programme_id
    exists = system.desk.exists(programme)
    return system.desk.frameworks(programme) if exists else default_frameworks()
