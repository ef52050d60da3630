"""Views of digests: what whoever may read one is shown of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from service.digests.content import Content
from service.domain.suppression import Reason
from service.domain.vocabulary import DigestKind, RemarkKind
from service.projections.shapes import Shape

State = Literal["draft", "sent", "left_out"]


class PlaceNamed(Shape):
    """A place that a digest speaks of."""

    id: UUID
    name: str


class DigestLine(Shape):
    """A digest in a list."""

    id: UUID
    kind: DigestKind
    state: State
    places: tuple[PlaceNamed, ...]
    from_on: date
    to_on: date
    sent_at: datetime | None


class QuoteShown(Shape):
    """A quote as it stands now, with its words only while they are given."""

    standing: Literal["given", "waits", "gone"]
    words: str | None = None
    credit: str | None = None


class FunderAnswer(Shape):
    """What the funder said to a digest."""

    what_we_heard: str
    what_we_will_do: str
    question_back: str | None
    responded_at: datetime
    shared_at: datetime | None


class LeftOut(Shape):
    """A number that will not be said, and why; for those who put the digest together."""

    about: str
    """The claim that it stands beside; empty for everybody who spoke."""
    why: Reason


class Remark(Shape):
    """What somebody said is missing, or not right; who it was is not told."""

    kind: RemarkKind
    words: str
    said_at: datetime


class WentTo(Shape):
    """Where a digest had gone; it names nobody."""

    channels: int
    letters: int


class DigestView(DigestLine):
    """A digest as somebody may read it."""

    content: Content
    edition: int
    """Which edition this is. A place agrees to the one that it has read."""
    quotes: dict[UUID, QuoteShown]
    waiting: tuple[UUID, ...]
    """The places that are not in it this time."""
    signed_off: tuple[UUID, ...]
    signed_off_at: datetime | None
    drafted_at: datetime
    corrections: int
    answer: FunderAnswer | None
    may_write: bool
    may_sign_off: tuple[UUID, ...]
    """The places that this reader can agree for."""
    may_answer: bool
    left_out: tuple[LeftOut, ...] = ()
    went_to: WentTo | None = None
    remarks: tuple[Remark, ...] = ()
    """For those who put digests together."""

    def name_of(self, place: UUID) -> str:
        """What a place in it is called."""
        return next((one.name for one in self.places if one.id == place), "")
