"""A change: something that somebody outside the decision can see is different."""

from __future__ import annotations

from typing import ClassVar, Self
from uuid import UUID

from service.domain import base
from service.domain.base import Code, Said
from service.domain.errors import NotIndependent, Refused
from service.domain.sealed import Sealed
from service.domain.values import Party, those_in
from service.domain.vocabulary import Agreement


class Change(base.Aggregate):
    """What was different, who saw it, who else confirms it, and whether it lasted."""

    TOPIC: ClassVar[str] = "change"

    def __init__(self) -> None:
        super().__init__()
        self.place_id: UUID
        self.decision_id: UUID | None = None
        self.seen_by: frozenset[UUID] = frozenset()
        self.has_ceased = False

    class Event(base.Event):
        """A fact about a change."""

    class Observed(Event, base.FirstEvent):
        """Who does what differently, where, and what part people think they played in it."""

        TOPIC: ClassVar[str] = "change.observed"
        place_id: UUID
        who_changed: Sealed
        what: Sealed
        where: Sealed | None = None
        scale: Sealed | None = None
        significance: Sealed | None = None
        contribution: Sealed | None = None
        seen_by: Party | None = None
        decision_id: UUID | None = None
        cites: tuple[UUID, ...] = ()
        behaviours: tuple[Code, ...] = ()
        building_blocks: tuple[Code, ...] = ()
        external_id: Sealed | None = None

        def apply(self, aggregate: Change) -> None:
            aggregate.place_id, aggregate.decision_id = self.place_id, self.decision_id
            aggregate.seen_by = those_in((self.seen_by,) if self.seen_by else ())

    class Substantiated(Event):
        """Somebody independent says whether they see it too."""

        TOPIC: ClassVar[str] = "change.substantiated"
        by: Party
        agrees: Agreement
        note: Sealed | None = None

    class Ceased(Event):
        """It is no longer so. That is said without blame."""

        TOPIC: ClassVar[str] = "change.ceased"
        why: Sealed | None = None

        def apply(self, aggregate: Change) -> None:
            aggregate.has_ceased = True

    @classmethod
    def observe(
        cls,
        change_id: UUID,
        said: Said,
        *,
        place_id: UUID,
        who_changed: Sealed,
        what: Sealed,
        where: Sealed | None = None,
        scale: Sealed | None = None,
        significance: Sealed | None = None,
        contribution: Sealed | None = None,
        seen_by: Party | None = None,
        decision_id: UUID | None = None,
        cites: tuple[UUID, ...] = (),
        behaviours: tuple[Code, ...] = (),
        building_blocks: tuple[Code, ...] = (),
        external_id: Sealed | None = None,
    ) -> Self:
        """Write down what is different."""
        return cls.begin(
            cls.Observed,
            change_id,
            said,
            place_id=place_id,
            who_changed=who_changed,
            what=what,
            where=where,
            scale=scale,
            significance=significance,
            contribution=contribution,
            seen_by=seen_by,
            decision_id=decision_id,
            cites=cites,
            behaviours=behaviours,
            building_blocks=building_blocks,
            external_id=external_id,
        )

    def substantiate(
        self,
        said: Said,
        *,
        by: Party,
        agrees: Agreement,
        deciders: frozenset[UUID] = frozenset(),
        note: Sealed | None = None,
    ) -> None:
        """Confirm it, partly or not at all. `deciders` took the decision that it came of."""
        if self.has_answered(said):
            return
        if those_in((by,)) & (self.seen_by | deciders):
            raise NotIndependent
        self.record(self.Substantiated, said, by=by, agrees=agrees, note=note)

    def cease(self, said: Said, *, why: Sealed | None = None) -> None:
        """Say that it is no longer so."""
        if self.has_answered(said):
            return
        if self.has_ceased:
            raise Refused("It is already written down that this change did not last.")
        self.record(self.Ceased, said, why=why)
