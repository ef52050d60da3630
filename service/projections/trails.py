"""Trails: what something rests on, all the way down, and what came of it, all the way on (Q3)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, LiteralString
from uuid import UUID

from service.domain.errors import NotFound
from service.projections.asking import ids_named
from service.projections.entries import Filter, Finder, Found, end_of
from service.projections.shapes import Entry, Trail

DEEPEST = 12
"""No trail is longer: reflection, insight, belief, decision, change, and what was said of each."""


END_OF_LOG = 2**62


def trail_of(finder: Finder, reference: str | UUID, as_known_on: date | None = None) -> Trail:
    """A thing with all that it rests on and leads to, as far as this reader may see them.

    It is named by its id or external id. Whoever may not see it is told no more than where there
    is none.
    """
    named = ids_named(finder.place_id, reference)
    seen = {one.entry.id: one.entry for one in _entries(finder, set(named), as_known_on)}
    item = next((seen[id] for id in named if id in seen), None)
    if item is None:
        raise NotFound(f"There is nothing called {str(reference)!r} here.")
    return _trail(finder, item, as_known_on)


def _trail(finder: Finder, item: Entry, as_known_on: date | None) -> Trail:
    known = end_of(as_known_on, finder.zone)
    about = item.about if item.kind in FACTS_ABOUT else None
    below = _follow(finder, item, about, _BELOW, known) - {about}
    above = _follow(finder, item, about, _ABOVE, known) | ({about} if about else set())
    rests_on = _entries(finder, below, as_known_on)
    leads_to = _entries(finder, above, as_known_on)
    return Trail(
        item=item,
        rests_on=[one.entry for one in rests_on],
        not_yours_to_read=_count_hidden(finder, below, rests_on),
        leads_to=[one.entry for one in leads_to],
    )


def _follow(
    finder: Finder, item: Entry, about: UUID | None, query: LiteralString, known: datetime | None
) -> set[UUID]:
    """Everything reached from here, a round trip for each step.

    A step leads from a thing, as it was at a position of the log: what happened to a belief
    only later is no part of what a decision rested on.
    """
    reached = set[UUID]()
    edge = {item.id: item.position}
    if item.kind == "insight" and query is _BELOW:
        edge = {item.id: END_OF_LOG}  # It rests on what was joined to it since, as well.
    if about is not None:
        edge[about] = item.position
    seen = dict(edge)
    for _ in range(DEEPEST):
        rows = finder.connection.execute(
            query,
            {
                "things": list(edge),
                "positions": list(edge.values()),
                "place": finder.place_id,
                "facts": FACTS_ABOUT,
                "known": known,
            },
        ).fetchall()
        reached |= {shown for shown, _, _ in rows if shown is not None}
        edge = _widest({thing for _, thing, _ in rows if thing}, rows, earliest=query is _ABOVE)
        edge = {thing: at for thing, at in edge.items() if seen.get(thing) != at}
        if not edge:
            break
        seen |= edge
    return reached - {item.id}


def _widest(things: set[UUID], rows: list[Any], *, earliest: bool) -> dict[UUID, int]:
    """Where several ways lead to a thing, the one that sees most of it."""
    choose = min if earliest else max
    return {thing: choose(at for _, other, at in rows if other == thing) for thing in things}


def _entries(finder: Finder, ids: set[UUID], as_known_on: date | None) -> list[Found]:
    return finder.find(Filter(ids=frozenset(ids), as_known_on=as_known_on)) if ids else []


def _count_hidden(finder: Finder, ids: set[UUID], seen: list[Found]) -> int:
    row = finder.connection.execute(
        "SELECT count(DISTINCT id) FROM entries WHERE id = ANY (%s) AND kind = 'reflection'",
        (list(ids),),
    ).fetchone()
    visible = {one.entry.id for one in seen if one.entry.kind == "reflection"}
    return (row[0] if row else 0) - len(visible)


FACTS_ABOUT = [
    "insight_tested", "insight_joined", "level_contested", "level_settled", "challenged",
    "examined", "upheld", "revised", "dropped", "left_open", "mirror", "reviewed", "told",
    "confirmed", "ceased", "plan_do_review", "prototype_learning", "at_the_margins", "normalised",
    "prototype_ended",
]  # fmt: skip
"""Kinds of entry that are facts about another thing: what they cite, the thing rests on."""

_BELOW: LiteralString = """
SELECT cited, cited, e.position
FROM unnest(%(things)s::uuid[], %(positions)s::bigint[]) AS edge (thing, at)
JOIN entries AS e ON e.place_id = %(place)s AND e.position <= edge.at AND e.kind <> 'told'
    AND (e.id = edge.thing OR e.about = edge.thing AND e.kind = ANY (%(facts)s))
    AND (%(known)s::timestamptz IS NULL OR e.recorded_at < %(known)s)
CROSS JOIN unnest(e.cites) AS cited
"""

_ABOVE: LiteralString = """
SELECT e.id, CASE WHEN e.kind = 'told' THEN NULL
    WHEN e.kind = ANY (%(facts)s) THEN e.about ELSE e.id END, e.position
FROM unnest(%(things)s::uuid[], %(positions)s::bigint[]) AS edge (thing, at)
JOIN entries AS e ON e.place_id = %(place)s AND e.position > edge.at AND e.state <> 'quiet'
    AND e.cites <> '{}' AND e.cites @> ARRAY[edge.thing]
    AND (%(known)s::timestamptz IS NULL OR e.recorded_at < %(known)s)
UNION
SELECT e.about, NULL, e.position
FROM unnest(%(things)s::uuid[], %(positions)s::bigint[]) AS edge (thing, at)
JOIN entries AS e ON e.place_id = %(place)s AND e.position > edge.at
    AND e.kind = 'insight_joined' AND e.cites <> '{}' AND e.cites @> ARRAY[edge.thing]
    AND (%(known)s::timestamptz IS NULL OR e.recorded_at < %(known)s)
UNION
SELECT e.id, NULL, e.position
FROM unnest(%(things)s::uuid[], %(positions)s::bigint[]) AS edge (thing, at)
JOIN entries AS e ON e.place_id = %(place)s AND e.position > edge.at
    AND e.about = edge.thing AND e.kind = ANY (%(facts)s)
    AND (%(known)s::timestamptz IS NULL OR e.recorded_at < %(known)s)
"""
