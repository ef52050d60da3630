"""Concerns as they are stored, opened and shown: which part of one is sealed, and under what."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from service.application.commands import Receipt
from service.carestore import CaseRow
from service.sealing import Sealer


class CaseReceipt(Receipt):
    """The concern's id, the log position to wait for, and the people to whom it went."""

    routed_to: list[UUID]


class CaseView(BaseModel):
    """A concern as the people see it to whom it went; `raised_by` only if they may come back."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    place_id: UUID
    words: str
    about_reflection: UUID | None
    raised_at: AwareDatetime
    seen_at: AwareDatetime | None
    is_mine_to_see: bool
    raised_by: UUID | None = None
    seen_by: UUID | None = None
    seen_note: str | None = None
    closed_at: AwareDatetime | None = None


class Escalation(BaseModel):
    """Who is told since when that a concern waits, never what it says; nobody once it was seen.

    `routed_to` are the people who may read it, among them those who came to look after it since.
    """

    model_config = ConfigDict(frozen=True)

    id: UUID
    place_id: UUID
    at: AwareDatetime | None
    told: list[UUID]
    routed_to: list[UUID]


class Concern(BaseModel):
    """What somebody said, sealed as one; who they are is sealed apart, so that it can go alone."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    words: str
    about_reflection: UUID | None
    wants_contact: bool


def sealed_row(
    id: UUID,
    place_id: UUID,
    concern: Concern,
    sealer: Sealer,
    *,
    raised_by: UUID,
    raised_at: datetime,
    routed_to: list[UUID],
) -> CaseRow:
    """A new concern as it is stored."""
    return CaseRow(
        id=id,
        place_id=place_id,
        sealed=sealer.seal("case", concern.model_dump_json()).box,
        raiser=sealer.seal("raiser", str(raised_by)).box,
        raised_at=raised_at,
        routed_to=routed_to,
    )


def opened(row: CaseRow, sealer: Sealer) -> Concern:
    """What somebody said."""
    return Concern.model_validate_json(sealer.open("case", row.sealed))


def raiser_of(row: CaseRow, sealer: Sealer) -> UUID | None:
    """Who raised it, unless they were erased."""
    return None if row.raiser is None else UUID(sealer.open("raiser", row.raiser))


def view_of(row: CaseRow, sealer: Sealer, reader: UUID) -> CaseView:
    """A concern, opened for somebody to whom it went."""
    concern = opened(row, sealer)
    return CaseView(
        id=row.id,
        place_id=row.place_id,
        words=concern.words,
        about_reflection=concern.about_reflection,
        raised_at=row.raised_at,
        seen_at=row.seen_at,
        is_mine_to_see=reader in row.routed_to,
        raised_by=raiser_of(row, sealer) if concern.wants_contact else None,
        seen_by=row.seen_by,
        seen_note=None if row.seen_note is None else sealer.open("seen_note", row.seen_note),
        closed_at=row.closed_at,
    )
