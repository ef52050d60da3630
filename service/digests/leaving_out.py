"""Leaving out: a digest without the places that wait, and without quotes that do not stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from service.digests import words
from service.digests.content import Content, Count, Mind, PlaceContent, Theme, quotes_in

Quoting = TypeVar("Quoting", Theme, Mind)


def without_waiting(content: Content, waiting: Sequence[UUID]) -> Content:
    """Without the places that chose to wait this time; whose voices it is is then not said."""
    if isinstance(content, PlaceContent):
        return content
    untold = set(waiting) - set(content.written_without)
    content = content.model_copy(update={"written_without": ()})
    if not waiting:
        return content
    minds = tuple(mind for mind in content.changed_minds if mind.place not in waiting)
    if untold:  # The paragraph was written with them in it, and may tell of theirs.
        content = content.model_copy(update={"in_one_paragraph": words.one_paragraph(minds)})
    if content.tension_place in waiting:
        content = content.model_copy(update={"tension": "", "tension_place": None})
    return content.model_copy(
        update={
            "changed_minds": minds,
            "adjusted": tuple(s for s in content.adjusted if s.place not in waiting),
            "unsure": tuple(s for s in content.unsure if s.place not in waiting),
            "slipped": tuple(s for s in content.slipped if s.place not in waiting),
            "voices": content.voices.model_copy(update={"total": Count(), "parts": ()}),
        }
    )


def without_quotes(content: Content, live: set[UUID]) -> Content:
    """Without the quotes that do not stand; how many those were is noted for the funder."""

    def kept(parts: Sequence[Quoting]) -> tuple[Quoting, ...]:
        return tuple(
            part if part.quote in live else part.model_copy(update={"quote": None})
            for part in parts
        )

    dropped = len(set(quotes_in(content)) - live)
    if isinstance(content, PlaceContent):
        return content.model_copy(update={"themes": kept(content.themes)})
    return content.model_copy(
        update={
            "changed_minds": kept(content.changed_minds),
            "quotes_not_cleared": content.quotes_not_cleared + dropped,
        }
    )
