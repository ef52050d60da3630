"""Mentions: what was left out of reflections, found again by whom it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import Connection
from pydantic import BaseModel, ConfigDict, Field

from service.domain.base import Event
from service.domain.mention import Mention
from service.domain.vocabulary import MentionCategory
from service.keystore import KeyStore
from service.projections.batch import Batch, Table
from service.sealing import opened

VERSION = 1

TABLE = """
CREATE TABLE mentions (
    mention_id uuid PRIMARY KEY,
    place_id uuid NOT NULL,
    reflection_id uuid NOT NULL,
    category text NOT NULL,
    words bytea,
    about text[] NOT NULL,
    left_out_on date NOT NULL,
    left_out_at timestamptz NOT NULL,
    erased_on date
);
CREATE INDEX mentions_about_idx ON mentions USING gin (about);
CREATE INDEX mentions_reflection_idx ON mentions (reflection_id);
"""

MENTIONS: Table = (
    "mentions",
    (
        "mention_id", "place_id", "reflection_id", "category", "words", "about", "left_out_on",
        "left_out_at",
    ),
)  # fmt: skip


class MentionView(BaseModel):
    """Words that were left out of a reflection, for the learning partner."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    reflection: UUID
    category: MentionCategory
    words: str | None = Field(description="What was left out; null once it is destroyed.")
    left_out_on: date
    erased_on: date | None


def fold(event: Event, position: int, batch: Batch) -> None:  # noqa: ARG001
    """Apply one event."""
    id, on = event.originator_id, event.envelope.occurred_at.date()
    match event:
        case Mention.Kept():
            known = (event.place_id, event.reflection_id, event.category)
            batch.add(
                MENTIONS, (id, *known, event.words.box, list(event.about), on, event.recorded_at)
            )
        case Mention.Erased():
            batch.run(
                "UPDATE mentions SET words = NULL, about = '{}', erased_on = %s "
                "WHERE mention_id = %s",
                (on, id),
            )
        case _:
            pass


def mentions_in(
    connection: Connection[Any],
    keys: KeyStore,
    place_id: UUID,
    *,
    about: Sequence[str] | None = None,
    limit: int = 100,
) -> list[MentionView]:
    """What was left out in a place, newest first; with `about`, only what one of these finds."""
    wanted = {"place": place_id, "about": None if about is None else list(about), "limit": limit}
    rows = connection.execute(_FIND, wanted).fetchall()
    sealers = keys.sealers((row[0] for row in rows), connection)
    return [
        MentionView(
            id=id,
            reflection=reflection,
            category=category,
            words=opened(sealers, id, "words", words),
            left_out_on=on,
            erased_on=erased_on,
        )
        for id, reflection, category, words, on, erased_on in rows
    ]


_FIND = """
SELECT mention_id, reflection_id, category, words, left_out_on, erased_on FROM mentions
WHERE place_id = %(place)s AND (%(about)s::text[] IS NULL OR about && %(about)s)
ORDER BY left_out_on DESC, mention_id LIMIT %(limit)s
"""
