"""Which part of a timeline somebody asks for: the query parameters that become a filter."""

from __future__ import annotations

import base64
import binascii
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from service.domain.base import Code
from service.domain.vocabulary import Perspective
from service.projections.entries import Filter
from service.projections.shapes import Entry

UNREADABLE = "Give exactly the `next` of an earlier answer."
HIGHEST_POSITION = 2**62

Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2999, 12, 31))]


def cursor_after(entry: Entry) -> str:
    """An opaque mark for going on after this entry."""
    text = f"{entry.occurred_on.isoformat()} {entry.position}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[date, int]:
    """The day and position in a mark; ValueError if it is not one of ours."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        day, _, position = base64.b64decode(padded, altchars=b"-_", validate=True).partition(b" ")
        after = date.fromisoformat(day.decode("ascii")), int(position)
    except (ValueError, binascii.Error):
        raise ValueError(UNREADABLE) from None
    if not 0 <= after[1] <= HIGHEST_POSITION:
        raise ValueError(UNREADABLE)
    return after


def _checked(cursor: str) -> str:
    read_cursor(cursor)
    return cursor


class Nothing(BaseModel):
    """Nothing more can be said than what the address says; anything else is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AsKnown(Nothing):
    """As it was known on a day."""

    as_known_on: Day | None = Field(
        default=None,
        description="As the log stood at the end of this day. Who may see what is always today's.",
        examples=["2026-03-31"],
    )


class Wanted(AsKnown):
    """What of a place's timeline."""

    behaviour: list[Code] = Field(
        default=[],
        description="Read in these behaviours. Where only local words are used: ids of phrases.",
        examples=[["PERS-2"]],
    )
    block: list[Code] = Field(
        default=[], description="Or in these building blocks.", examples=[["governance"]]
    )
    from_on: Day | None = Field(
        default=None, alias="from", description="From this day on.", examples=["2026-01-01"]
    )
    to_on: Day | None = Field(
        default=None, alias="to", description="Up to this day.", examples=["2026-06-30"]
    )
    perspective: list[Perspective] = Field(
        default=[],
        description="Only what was said from these perspectives. Repeat it for several.",
        examples=[["citizen_community"]],
    )
    relayed: bool = Field(default=True, description="Also what was passed on by somebody else.")
    trial: UUID | None = Field(default=None, description="Only what is about this trial.")

    def filter(self) -> Filter:
        """The same, for the read models."""
        return Filter(
            from_on=self.from_on,
            to_on=self.to_on,
            codes=frozenset([*self.behaviour, *self.block]) or None,
            perspectives=frozenset(self.perspective) or None,
            relayed=self.relayed,
            trial=self.trial,
            as_known_on=self.as_known_on,
        )


class WantedPage(Wanted):
    """A page of it."""

    limit: int = Field(default=200, ge=1, le=1000, description="So many entries at most.")
    after: Annotated[str, AfterValidator(_checked)] | None = Field(
        default=None,
        max_length=100,
        description="The `next` of the page before.",
        examples=["MjAyNi0wMy0xNCAxNDI"],
    )


NothingMore = Annotated[Nothing, Query()]
KnownThen = Annotated[AsKnown, Query()]
