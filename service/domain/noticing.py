"""Slips and movements: practice drifting back, or gathering pace, noticed without blame."""

from __future__ import annotations

from typing import ClassVar, Self
from uuid import UUID

from service.domain import base
from service.domain.base import Code, Said
from service.domain.sealed import Sealed
from service.domain.values import Party


class Noticing(base.Aggregate):
    """Somebody noticed which way things are moving. It need not be tied to any decision."""

    TOPIC: ClassVar[str] = "noticing"

    def __init__(self) -> None:
        super().__init__()
        self.place_id: UUID

    class Event(base.Event):
        """A fact about which way things move."""

    class Slip(Event, base.FirstEvent):
        """Practice went back to how it was, and the pressure people were under at the time."""

        TOPIC: ClassVar[str] = "noticing.slip"
        place_id: UUID
        what: Sealed
        pressure: Sealed | None = None
        seen_by: Party | None = None
        decision_id: UUID | None = None
        behaviours: tuple[Code, ...] = ()
        building_blocks: tuple[Code, ...] = ()
        external_id: Sealed | None = None

        def apply(self, aggregate: Noticing) -> None:
            aggregate.place_id = self.place_id

    class Movement(Event, base.FirstEvent):
        """Something is moving, however small."""

        TOPIC: ClassVar[str] = "noticing.movement"
        place_id: UUID
        what: Sealed
        seen_by: Party | None = None
        decision_id: UUID | None = None
        behaviours: tuple[Code, ...] = ()
        building_blocks: tuple[Code, ...] = ()
        external_id: Sealed | None = None

        def apply(self, aggregate: Noticing) -> None:
            aggregate.place_id = self.place_id

    @classmethod
    def notice_slip(
        cls,
        id: UUID,
        said: Said,
        *,
        place_id: UUID,
        what: Sealed,
        pressure: Sealed | None = None,
        seen_by: Party | None = None,
        decision_id: UUID | None = None,
        behaviours: tuple[Code, ...] = (),
        building_blocks: tuple[Code, ...] = (),
        external_id: Sealed | None = None,
    ) -> Self:
        """Notice that practice went back to how it was."""
        return cls.begin(
            cls.Slip,
            id,
            said,
            place_id=place_id,
            what=what,
            pressure=pressure,
            seen_by=seen_by,
            decision_id=decision_id,
            behaviours=behaviours,
            building_blocks=building_blocks,
            external_id=external_id,
        )

    @classmethod
    def notice_movement(
        cls,
        id: UUID,
        said: Said,
        *,
        place_id: UUID,
        what: Sealed,
        seen_by: Party | None = None,
        decision_id: UUID | None = None,
        behaviours: tuple[Code, ...] = (),
        building_blocks: tuple[Code, ...] = (),
        external_id: Sealed | None = None,
    ) -> Self:
        """Notice that something is moving."""
        return cls.begin(
            cls.Movement,
            id,
            said,
            place_id=place_id,
            what=what,
            seen_by=seen_by,
            decision_id=decision_id,
            behaviours=behaviours,
            building_blocks=building_blocks,
            external_id=external_id,
        )
