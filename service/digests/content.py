"""What digests say, as it is kept: every sentence a person may still put better."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from service.domain.errors import Gone
from service.domain.suppression import Candidate
from service.domain.vocabulary import Perspective

State = Literal["changed", "open", "decided_not"]


class Part(BaseModel):
    """Base of all parts; frozen, and refusing what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Count(Part):
    """How many people something rests on. Before it is sent it is what we know; after, what may
    be said: None where it could point to somebody."""

    candidate: Candidate | None = Field(default=None, description="Never in what was sent.")
    cites: tuple[UUID, ...] = Field(default=(), description="The words it rests on; never sent.")
    people: int | None = None
    perspectives: tuple[Perspective, ...] = ()
    """From where most people speak first."""


class Theme(Part):
    """A pattern that people saw."""

    insight: UUID
    words: str
    rests_on: Count
    quote: UUID | None = None


class Told(Part):
    """You said, we learned, this changed."""

    decision: UUID
    said: str
    learned: str
    changed: str
    state: State
    until: date | None = None
    """When it is looked at again."""


class Coming(Part):
    """Something that comes next."""

    what: str
    on: date
    decision: UUID | None = None


class PlaceContent(Part):
    """A place's digest, for the place."""

    kind: Literal["place"] = "place"
    place: UUID
    spoke: Count
    is_quiet: bool
    themes: tuple[Theme, ...] = ()
    differs: tuple[str, ...] = ()
    """Not everyone sees it this way."""
    told: tuple[Told, ...] = ()
    coming: tuple[Coming, ...] = ()
    note: str = ""
    """What the people who put it together would like to add."""


class Mind(Part):
    """A belief that changed before what people do did."""

    place: UUID
    decision: UUID
    believed: str
    saw: str
    now_think: str
    did: str
    decided_on: date
    review_on: date | None = None
    not_everyone: tuple[str, ...] = ()
    rests_on: Count
    quote: UUID | None = None


class Said(Part):
    """A sentence about one place."""

    place: UUID
    words: str
    about: UUID | None = None


class Voices(Part):
    """Who spoke, as far as it may be said."""

    total: Count
    parts: tuple[Count, ...] = ()
    """One for each perspective, most people first."""
    missing: tuple[Perspective, ...] = ()


class FunderContent(Part):
    """A programme's monthly digest, for its funder (domain language 7)."""

    kind: Literal["funder"] = "funder"
    title: str
    in_one_paragraph: str
    written_without: tuple[UUID, ...] = ()
    """Places that waited when somebody last put the paragraph better."""
    changed_minds: tuple[Mind, ...] = ()
    adjusted: tuple[Said, ...] = ()
    unsure: tuple[Said, ...] = ()
    slipped: tuple[Said, ...] = ()
    voices: Voices
    tension: str = ""
    tension_place: UUID | None = None
    we_would_like: tuple[str, ...] = ()
    last_month_you_said: str = ""
    what_became_of_it: str = ""
    quotes_not_cleared: int = 0
    under_care: bool = True


Content = PlaceContent | FunderContent
_CONTENT: TypeAdapter[Content] = TypeAdapter(Content)


def read_content(text: str) -> Content:
    """What a digest says; Gone where its key is."""
    try:
        return _CONTENT.validate_json(text)
    except ValueError:
        raise Gone("This digest was erased.") from None


def quotes_in(content: Content) -> tuple[UUID, ...]:
    """The quotes that a digest prints."""
    parts: Sequence[Theme | Mind]
    parts = content.themes if isinstance(content, PlaceContent) else content.changed_minds
    return tuple(part.quote for part in parts if part.quote is not None)
