"""Prototypes (trials): what became of each, and what they taught, by building block."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection

from service.domain.base import Event
from service.domain.prototype import Fate, Prototype
from service.domain.sealed import Sealed
from service.keystore import KeyStore
from service.projections.batch import Batch, Table
from service.projections.shapes import Shape, Trial
from service.sealing import Sealer, opened

VERSION = 3

TABLE = """
CREATE TABLE prototypes (
    prototype_id uuid PRIMARY KEY,
    place_id uuid NOT NULL,
    started_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    name bytea NOT NULL,
    purpose bytea,
    expected bytea NOT NULL,
    expected_blocks text[] NOT NULL
);
CREATE INDEX prototypes_place_idx ON prototypes (place_id, started_on);
CREATE TABLE prototype_fates (
    position bigint PRIMARY KEY,
    prototype_id uuid NOT NULL,
    fate text NOT NULL,
    came_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    changed_blocks text[] NOT NULL,
    decisions uuid[] NOT NULL,
    conditions bytea[] NOT NULL
);
CREATE INDEX prototype_fates_idx ON prototype_fates (prototype_id, position);
CREATE TABLE prototype_turns (
    position bigint PRIMARY KEY,
    prototype_id uuid NOT NULL,
    held_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    planned bytea NOT NULL,
    done bytea NOT NULL,
    learned bytea NOT NULL,
    next_step bytea
);
CREATE TABLE prototype_learning (
    position bigint PRIMARY KEY,
    prototype_id uuid NOT NULL,
    drawn_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    building_block text NOT NULL,
    learned bytea NOT NULL,
    cites uuid[] NOT NULL
);
"""

PROTOTYPES: Table = (
    "prototypes",
    (
        "prototype_id", "place_id", "started_on", "recorded_at", "name", "purpose", "expected",
        "expected_blocks",
    ),
)  # fmt: skip
FATES: Table = (
    "prototype_fates",
    (
        "position", "prototype_id", "fate", "came_on", "recorded_at", "changed_blocks",
        "decisions", "conditions",
    ),
)  # fmt: skip
TURNS: Table = (
    "prototype_turns",
    (
        "position", "prototype_id", "held_on", "recorded_at", "planned", "done", "learned",
        "next_step",
    ),
)  # fmt: skip
LEARNING: Table = (
    "prototype_learning",
    (
        "position", "prototype_id", "drawn_on", "recorded_at", "building_block", "learned",
        "cites",
    ),
)  # fmt: skip


class Turn(Shape):
    """One turn of plan, do, review."""

    held_on: date
    planned: str
    done: str
    learned: str
    next_step: str | None


class Learning(Shape):
    """What a trial showed about one building block."""

    drawn_on: date
    building_block: str
    learned: str
    cites: list[UUID]


class PrototypeView(Shape):
    """A trial with all that is known of it (one row of the board, Q11)."""

    trial: Trial
    turns: list[Turn]
    learning: list[Learning]
    changed_blocks: list[str]
    decisions: dict[str, list[UUID]]
    """For each block that it changed, the decisions that were named for it and changed it."""


def fold(event: Event, position: int, batch: Batch) -> None:
    """Apply one event."""
    id, day, at = event.originator_id, event.envelope.occurred_at.date(), event.recorded_at
    match event:
        case Prototype.Started():
            words = (event.name.box, _box(event.purpose), event.expected.box)
            row = (id, event.place_id, day, at, *words, list(event.building_blocks))
            batch.add(PROTOTYPES, row)
        case Prototype.PlanDoReviewHeld():
            boxes = (event.planned.box, event.done.box, event.learned.box, _box(event.next_step))
            batch.add(TURNS, (position, id, day, at, *boxes))
        case Prototype.LearningDrawn():
            learned = (event.building_block, event.learned.box, list(event.cites))
            batch.add(LEARNING, (position, id, day, at, *learned))
        case Prototype.FoundAtMargins():
            conditions = [condition.box for condition in event.conditions_missing]
            batch.add(FATES, (position, id, Fate.AT_THE_MARGINS, day, at, [], [], conditions))
        case Prototype.Normalised():
            changed = (list(event.building_blocks), list(event.decisions))
            batch.add(FATES, (position, id, Fate.NORMALISED, day, at, *changed, []))
        case Prototype.Ended():
            batch.add(FATES, (position, id, Fate.ENDED, day, at, [], [], []))
        case _:
            pass


def trials_of(
    connection: Connection[Any], keys: KeyStore, place_id: UUID, known: datetime | None = None
) -> list[PrototypeView]:
    """A place's trials with what they taught, by when they began.

    Given a moment, only what had been written down before it: fates, turns and learning alike.
    """
    rows = connection.execute(_PROTOTYPES, {"place": place_id, "known": known}).fetchall()
    ids = [row[0] for row in rows]
    asked = {"ids": ids, "known": known}
    sealers = keys.sealers(ids, connection)
    fates = _by_prototype(connection, _FATES, asked)
    turns = _by_prototype(connection, _TURNS, asked)
    learning = _by_prototype(connection, _LEARNING, asked)
    decisions = _by_prototype(connection, _DECISIONS, asked)
    return [
        PrototypeView(
            trial=_trial(row, fates.get(row[0], []), sealers),
            turns=[_turn(turn, sealers) for turn in turns.get(row[0], [])],
            learning=[_learning(one, sealers) for one in learning.get(row[0], [])],
            changed_blocks=sorted({code for fate in fates.get(row[0], []) for code in fate[3]}),
            decisions=_by_block(decisions.get(row[0], [])),
        )
        for row in rows
    ]


def _by_prototype(
    connection: Connection[Any], query: LiteralString, asked: dict[str, Any]
) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in connection.execute(query, asked):
        found.setdefault(row[0], []).append(row)
    return found


def _by_block(changed: list[Any]) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = {}
    for _, code, decision in changed:
        found.setdefault(code, []).append(decision)
    return found


def _trial(row: Any, fates: list[Any], sealers: dict[UUID, Sealer]) -> Trial:
    id, started_on, name, purpose, expected, blocks = row
    _, fate, came_on, _, _ = fates[-1] if fates else (id, Fate.RUNNING, None, [], [])
    conditions: list[bytes] = next((fate[4] for fate in reversed(fates) if fate[4]), [])
    return Trial(
        id=id,
        name=opened(sealers, id, "name", name) or "",
        fate=fate,
        started_on=started_on,
        ended_on=came_on if fate in (Fate.NORMALISED, Fate.ENDED) else None,
        purpose=opened(sealers, id, "purpose", purpose),
        expected=opened(sealers, id, "expected", expected) or "",
        expected_blocks=blocks,
        conditions_missing=[
            opened(sealers, id, "conditions_missing", condition) or "" for condition in conditions
        ],
    )


def _turn(row: Any, sealers: dict[UUID, Sealer]) -> Turn:
    id, held_on, planned, done, learned, next_step = row
    return Turn(
        held_on=held_on,
        planned=opened(sealers, id, "planned", planned) or "",
        done=opened(sealers, id, "done", done) or "",
        learned=opened(sealers, id, "learned", learned) or "",
        next_step=opened(sealers, id, "next_step", next_step),
    )


def _learning(row: Any, sealers: dict[UUID, Sealer]) -> Learning:
    id, drawn_on, building_block, learned, cites = row
    return Learning(
        drawn_on=drawn_on,
        building_block=building_block,
        learned=opened(sealers, id, "learned", learned) or "",
        cites=cites,
    )


def _box(sealed: Sealed | None) -> bytes | None:
    return None if sealed is None else sealed.box


_KNOWN: LiteralString = "(%(known)s::timestamptz IS NULL OR recorded_at < %(known)s)"

_PROTOTYPES: LiteralString = f"""
SELECT prototype_id, started_on, name, purpose, expected, expected_blocks FROM prototypes
WHERE place_id = %(place)s AND {_KNOWN} ORDER BY started_on, prototype_id
"""  # noqa: S608 - all parts are ours

_FATES: LiteralString = f"""
SELECT prototype_id, fate, came_on, changed_blocks, conditions FROM prototype_fates
WHERE prototype_id = ANY (%(ids)s) AND {_KNOWN} ORDER BY position
"""  # noqa: S608 - all parts are ours

_TURNS: LiteralString = f"""
SELECT prototype_id, held_on, planned, done, learned, next_step FROM prototype_turns
WHERE prototype_id = ANY (%(ids)s) AND {_KNOWN} ORDER BY held_on, position
"""  # noqa: S608 - all parts are ours

_LEARNING: LiteralString = f"""
SELECT prototype_id, drawn_on, building_block, learned, cites FROM prototype_learning
WHERE prototype_id = ANY (%(ids)s) AND {_KNOWN} ORDER BY drawn_on, position
"""  # noqa: S608 - all parts are ours

_DECISIONS: LiteralString = """
SELECT f.prototype_id, code, e.id
FROM prototype_fates AS f, unnest(f.changed_blocks) AS code, entries AS e
WHERE f.prototype_id = ANY (%(ids)s)
  AND (%(known)s::timestamptz IS NULL OR f.recorded_at < %(known)s)
  AND e.id = ANY (f.decisions) AND e.kind = 'decision' AND e.codes @> ARRAY[code]
GROUP BY f.prototype_id, code, e.id, e.occurred_on, e.position
ORDER BY e.occurred_on, e.position
"""
