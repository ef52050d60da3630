"""The registers of a place's beliefs and insights: which there are, in the order to read them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from psycopg import Connection

OnlyBeliefs = Literal["never_challenged", "changed", "dropped"]


def belief_ids(
    connection: Connection[Any],
    place_id: UUID,
    only: OnlyBeliefs | None,
    known: datetime | None,
    offset: int,
    limit: int | None,
) -> tuple[list[UUID], int]:
    """A page of beliefs, newest first, those never challenged by times cited; how many in all."""
    asked = {"place": place_id, "known": known, "only": only, "offset": offset, "limit": limit}
    rows = connection.execute(_BELIEFS, asked).fetchall()
    if rows or offset == 0:
        return [row[0] for row in rows], rows[0][1] if rows else 0
    # Past the last page there are no rows that could say how many there are.
    _, total = belief_ids(connection, place_id, only, known, 0, 1)
    return [], total


def insight_ids(connection: Connection[Any], place_id: UUID, known: datetime | None) -> list[UUID]:
    """All insights, newest first."""
    rows = connection.execute(_INSIGHTS, {"place": place_id, "known": known})
    return [row[0] for row in rows]


_BELIEFS = """
SELECT id, count(*) OVER () FROM entries AS b
WHERE place_id = %(place)s AND kind = 'belief_stated' AND state = 'available'
  AND (%(known)s::timestamptz IS NULL OR recorded_at < %(known)s)
  AND CASE coalesce(%(only)s::text, 'all')
      WHEN 'never_challenged' THEN NOT EXISTS (SELECT FROM entries AS f
          WHERE f.about = b.id AND f.kind = 'challenged'
          AND (%(known)s::timestamptz IS NULL OR f.recorded_at < %(known)s))
      WHEN 'changed' THEN EXISTS (SELECT FROM entries AS f
          WHERE f.about = b.id AND f.kind = 'revised'
          AND (%(known)s::timestamptz IS NULL OR f.recorded_at < %(known)s))
      WHEN 'dropped' THEN EXISTS (SELECT FROM entries AS f
          WHERE f.about = b.id AND f.kind = 'dropped'
          AND (%(known)s::timestamptz IS NULL OR f.recorded_at < %(known)s))
      ELSE true END
ORDER BY
  CASE WHEN %(only)s = 'never_challenged' THEN (SELECT count(*) FROM entries AS d
      WHERE d.kind = 'decision' AND d.cites <> '{}' AND d.cites @> ARRAY[b.id]
      AND (%(known)s::timestamptz IS NULL OR d.recorded_at < %(known)s)) END DESC,
  occurred_on DESC, position DESC
OFFSET %(offset)s LIMIT %(limit)s
"""

_INSIGHTS = """
SELECT id FROM entries
WHERE place_id = %(place)s AND kind = 'insight'
  AND (%(known)s::timestamptz IS NULL OR recorded_at < %(known)s)
ORDER BY occurred_on DESC, position DESC
"""
