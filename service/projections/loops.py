"""Loops: what the log proves of each decision, derived anew whenever one of its facts comes in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from service.domain.assumption import Assumption
from service.domain.base import Event
from service.domain.change import Change
from service.domain.decision import Decision
from service.domain.history import History
from service.domain.loop import evidenced_loop
from service.domain.noticing import Noticing
from service.domain.person import Person
from service.domain.proof import Loop
from service.domain.reflection import Reflection
from service.eventstore import EventLog
from service.projections.batch import Batch, Table
from service.projections.histories import Gathering

VERSION = 2

TABLE = """
CREATE TABLE loops (
    decision_id uuid PRIMARY KEY,
    place_id uuid NOT NULL,
    position bigint NOT NULL,
    decided_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    kind text NOT NULL,
    claimed text,
    level text NOT NULL,
    flags text[] NOT NULL,
    proof jsonb NOT NULL,
    missing text[] NOT NULL,
    reviewed boolean NOT NULL,
    beliefs_settled boolean NOT NULL,
    told boolean NOT NULL,
    contributors uuid[] NOT NULL,
    still_to_tell uuid[] NOT NULL,
    review_on date,
    has_slipped boolean NOT NULL
);
CREATE INDEX loops_place_idx ON loops (place_id, decided_on, position);
CREATE INDEX loops_level_idx ON loops (place_id, level, decided_on, position);
CREATE TABLE loop_links (
    decision_id uuid NOT NULL,
    thing uuid NOT NULL,
    PRIMARY KEY (thing, decision_id)
);
CREATE INDEX loop_links_decision_idx ON loop_links (decision_id);
"""

LOOPS: Table = (
    "loops",
    (
        "decision_id", "place_id", "position", "decided_on", "recorded_at", "kind", "claimed",
        "level", "flags", "proof", "missing", "reviewed", "beliefs_settled", "told",
        "contributors", "still_to_tell", "review_on", "has_slipped",
    ),
)  # fmt: skip
LINKS: Table = ("loop_links", ("decision_id", "thing"))


def fold(event: Event, _position: int, batch: Batch) -> None:
    """Note what an event touches; the loops themselves are derived in `settle`."""
    match event:
        case Decision.Proposed() | Assumption.MirrorHeldUp():
            pass
        case Change.Observed() | Noticing.Slip():
            batch.touch(event.decision_id)
        case (
            Decision.Event()
            | Assumption.Event()
            | Change.Event()
            | Reflection.Withdrawn()
            | Reflection.Erased()
            | Person.Erased()
        ):
            batch.touch(event.originator_id)
        case _:
            pass


def settle(batch: Batch, connection: Connection[Any], log: EventLog, position: int) -> None:
    """Derive every loop that the batch has touched, from the log up to this position."""
    decisions = _decisions_touched(connection, batch.touched)
    if not decisions:
        return
    gathering = Gathering(connection, log, until=position)
    history = gathering.history_of(decisions)
    places = _places_of(connection, history.decisions)
    ids = list(history.decisions)
    batch.run("DELETE FROM loops WHERE decision_id = ANY (%s)", (ids,))
    batch.run("DELETE FROM loop_links WHERE decision_id = ANY (%s)", (ids,))
    batch.flush()
    for id in ids:
        if id not in places:
            continue
        loop = evidenced_loop(id, history)
        batch.add(LOOPS, row_of(loop, history, places[id]))
        for thing in history.things_behind(id):
            batch.add(LINKS, (id, thing))
    batch.flush()


def row_of(loop: Loop, history: History, place_id: UUID) -> tuple[Any, ...]:
    """A loop as it stands in the table."""
    id, closing = loop.decision_id, loop.closing
    decided, taken = history.facts_of(id, Decision.Taken)[0]
    reviews = history.facts_of(id, Decision.Reviewed)
    slips = history.slips_of(id)
    review_on = reviews[-1][1].review_again_on if reviews else taken.review_on
    return (
        id, place_id, decided.position, decided.at.date(), taken.recorded_at, taken.kind,
        taken.claimed_loop, loop.level, list(loop.flags), Jsonb(_proof(loop)),
        list(loop.missing), closing.reviewed, closing.beliefs, closing.told,
        sorted(closing.contributors), sorted(closing.still_to_tell), review_on,
        bool(slips) and not (reviews and slips[-1].precedes(reviews[-1][0])),
    )  # fmt: skip


def _proof(loop: Loop) -> list[dict[str, Any]]:
    return [
        {
            "at": step.at.isoformat(),
            "what": step.what,
            "ref": str(step.ref),
            "position": step.position,
            "reported_late": step.reported_late,
            "needed": step.needed,
        }
        for step in loop.proof
    ]


def _decisions_touched(connection: Connection[Any], touched: set[UUID]) -> set[UUID]:
    if not touched:
        return set()
    rows = connection.execute(_DECISIONS_TOUCHED, {"touched": list(touched)})
    return {row[0] for row in rows}


def _places_of(connection: Connection[Any], decisions: list[UUID]) -> dict[UUID, UUID]:
    rows = connection.execute(
        "SELECT id, place_id FROM entries WHERE id = ANY (%s) AND kind = 'decision'", (decisions,)
    )
    return dict(rows.fetchall())


_DECISIONS_TOUCHED = """
SELECT decision_id FROM loop_links WHERE thing = ANY (%(touched)s)
UNION
SELECT id FROM entries WHERE id = ANY (%(touched)s) AND kind = 'decision'
"""
