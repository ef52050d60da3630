"""What a file for qualitative analysis holds: sources, readings, notes, cases, and who read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class User:
    """Somebody who wrote or coded something, under the name that readers may see."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Code:
    """A behaviour or building block; or a group of them, which is not codable itself."""

    id: UUID
    name: str
    description: str = ""
    children: Sequence[Code] = ()
    is_codable: bool = True


@dataclass(frozen=True)
class Note:
    """Words about something: a memo; or an insight, with the sources it is drawn from."""

    id: UUID
    name: str
    text: str
    created: datetime
    creator: UUID | None = None
    cites: Sequence[UUID] = ()
    against: Sequence[UUID] = ()
    """Sources that do not fit it."""


@dataclass(frozen=True)
class Coding:
    """Somebody's reading of a whole source, with the reason where there is one."""

    id: UUID
    code: UUID
    created: datetime
    user: UUID | None = None
    note: str | None = None


@dataclass(frozen=True)
class Source:
    """A reflection as a text, with all that was read in it and written about it."""

    id: UUID
    name: str
    text: str
    created: datetime
    creator: UUID | None = None
    codings: Sequence[Coding] = ()
    memos: Sequence[Note] = ()
    known: Mapping[str, str] = field(default_factory=dict)
    """What else is known of it, by the name of the variable."""


@dataclass(frozen=True)
class Case:
    """A contributor under a pseudonym; may have the same id as a user, for it gets its own."""

    id: UUID
    name: str
    place: str
    perspective: str | None = None
    organisation: str | None = None
    sources: Sequence[UUID] = ()


@dataclass(frozen=True)
class Project:
    """All that goes into a project file; every moment in it knows its time zone."""

    name: str
    origin: str
    created: datetime
    users: Sequence[User] = ()
    codes: Sequence[Code] = ()
    sources: Sequence[Source] = ()
    cases: Sequence[Case] = ()
    notes: Sequence[Note] = ()
