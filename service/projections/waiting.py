"""Waiting: reflections that no learning partner has taken up yet."""

from __future__ import annotations

from datetime import date
from typing import LiteralString

from service.projections.entries import Filter, Finder
from service.projections.shapes import Entry, Shape


class Waiting(Shape):
    """What a learning partner has not heard, read or asked about, oldest first."""

    items: list[Entry]
    unread: int
    """How many there are in all."""
    oldest_on: date | None


def waiting_in(finder: Finder, limit: int) -> Waiting:
    """The oldest of what waits in a place; what the reader left themselves waits for others."""
    asked = {"place": finder.place_id, "me": finder.actor.person_id, "limit": limit}
    rows = finder.connection.execute(_WAITING, asked).fetchall()
    ids = [row[0] for row in rows]
    found = finder.find(Filter(ids=frozenset(ids), kinds=frozenset(["reflection"]))) if ids else []
    return Waiting(
        items=[one.entry for one in found],
        unread=rows[0][2] if rows else 0,
        oldest_on=rows[0][1] if rows else None,
    )


_WAITING: LiteralString = """
SELECT e.id, e.occurred_on, count(*) OVER () FROM entries AS e
WHERE e.place_id = %(place)s AND e.kind = 'reflection' AND e.state = 'available'
  AND e.author <> %(me)s
  AND NOT EXISTS (SELECT FROM tags AS t
      WHERE t.reflection_id = e.id AND t.tagger_role = 'learning_partner')
  AND NOT EXISTS (SELECT FROM remarks AS r
      WHERE r.reflection_id = e.id AND r.by_role = 'learning_partner'
      AND r.kind IN ('acknowledged', 'question', 'nothing_fitted'))
ORDER BY e.occurred_on, e.position LIMIT %(limit)s
"""
