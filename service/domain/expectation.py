"""An expectation: what people think will happen, said before anyone knows."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from service.domain import base
from service.domain.base import Said
from service.domain.errors import NotTestable
from service.domain.sealed import Sealed
from service.domain.values import Party


class Expectation(base.Aggregate):
    """Said beforehand, so that nobody can be wise afterwards. A mismatch is set beside it."""

    TOPIC: ClassVar[str] = "expectation"

    def __init__(self) -> None:
        super().__init__()
        self.place_id: UUID

    class Event(base.Event):
        """A fact about an expectation."""

    class Stated(Event, base.FirstEvent):
        """What we expect, how we would know, and what would make us doubt it.

        `about` is the trial or decision it is about, where there is one.
        """

        TOPIC: ClassVar[str] = "expectation.stated"
        place_id: UUID
        we_expect: Sealed
        we_would_know_by: Sealed | None = None
        we_would_doubt_if: Sealed
        about: UUID | None = None
        by_when: date | None = None
        stated_by: tuple[Party, ...] = ()
        external_id: Sealed | None = None

        def apply(self, aggregate: Expectation) -> None:
            aggregate.place_id = self.place_id

    @classmethod
    def state(
        cls,
        expectation_id: UUID,
        said: Said,
        *,
        place_id: UUID,
        we_expect: Sealed,
        we_would_doubt_if: Sealed | None,
        we_would_know_by: Sealed | None = None,
        about: UUID | None = None,
        by_when: date | None = None,
        stated_by: tuple[Party, ...] = (),
        external_id: Sealed | None = None,
    ) -> Self:
        """Say what is expected."""
        if we_would_doubt_if is None:
            raise NotTestable
        return cls.begin(
            cls.Stated,
            expectation_id,
            said,
            place_id=place_id,
            we_expect=we_expect,
            we_would_know_by=we_would_know_by,
            we_would_doubt_if=we_would_doubt_if,
            about=about,
            by_when=by_when,
            stated_by=stated_by,
            external_id=external_id,
        )
