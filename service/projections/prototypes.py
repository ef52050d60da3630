"""Prototypes (trials): what became of each, and what they taught, by building block."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from psycopg import Connection

from service.domain.base import Event
from service.domain.prototype import Fate, Prototype
from service.keystore import KeyStore
from service.projections.batch import Batch, Table
from service.projections.shapes import Shape, Trial
from service.sealing import Sealer, opened

VERSION = 1

TABLE = """
CREATE TABLE prototypes (
    prototype_id uuid PRIMARY KEY,
    place_id uuid NOT NULL,
    fate text NOT NULL,
    started_on date NOT NULL,
    ended_on date,
    name bytea NOT NULL,
    purpose bytea,
    expected bytea NOT NULL,
    expected_blocks text[] NOT NULL,
    changed_blocks text[] NOT NULL DEFAULT '{}',
    conditions bytea[] NOT NULL DEFAULT '{}'
);
CREATE INDEX prototypes_place_idx ON prototypes (place_id, started_on);
CREATE TABLE prototype_turns (
    position bigint PRIMARY KEY,
    prototype_id uuid NOT NULL,
    held_on date NOT NULL,
    planned bytea NOT NULL,
    done bytea NOT NULL,
    learned bytea NOT NULL,
    next_step bytea
);
CREATE TABLE prototype_learning (
    position bigint PRIMARY KEY,
    prototype_id uuid NOT NULL,
    drawn_on date NOT NULL,
    building_block text NOT NULL,
    learned bytea NOT NULL,
    cites uuid[] NOT NULL
);
"""

PROTOTYPES: Table = (
    "prototypes",
    (
        "prototype_id", "place_id", "fate", "started_on", "name", "purpose", "expected",
        "expected_blocks",
    ),
)  # fmt: skip
TURNS: Table = (
    "prototype_turns",
    ("position", "prototype_id", "held_on", "planned", "done", "learned", "next_step"),
)
LEARNING: Table = (
    "prototype_learning",
    ("position", "prototype_id", "drawn_on", "building_block", "learned", "cites"),
)


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


def fold(event: Event, position: int, batch: Batch) -> None:
    """Apply one event."""
    id, day = event.originator_id, event.envelope.occurred_at.date()
    match event:
        case Prototype.Started():
            purpose = None if event.purpose is None else event.purpose.box
            batch.add(
                PROTOTYPES,
                (
                    id,
                    event.place_id,
                    Fate.RUNNING,
                    day,
                    event.name.box,
                    purpose,
                    event.expected.box,
                    list(event.building_blocks),
                ),
            )
        case Prototype.PlanDoReviewHeld():
            boxes = (event.planned.box, event.done.box, event.learned.box)
            next_step = None if event.next_step is None else event.next_step.box
            batch.add(TURNS, (position, id, day, *boxes, next_step))
        case Prototype.LearningDrawn():
            row = (position, id, day, event.building_block, event.learned.box)
            batch.add(LEARNING, (*row, list(event.cites)))
        case Prototype.FoundAtMargins():
            batch.run(
                "UPDATE prototypes SET fate = %s, conditions = %s WHERE prototype_id = %s",
                (Fate.AT_THE_MARGINS, [c.box for c in event.conditions_missing], id),
            )
        case Prototype.Normalised():
            batch.run(
                "UPDATE prototypes SET fate = %s, ended_on = %s, changed_blocks = %s "
                "WHERE prototype_id = %s",
                (Fate.NORMALISED, day, list(event.building_blocks), id),
            )
        case Prototype.Ended():
            batch.run(
                "UPDATE prototypes SET fate = %s, ended_on = %s WHERE prototype_id = %s",
                (Fate.ENDED, day, id),
            )
        case _:
            pass


def trials_of(
    connection: Connection[Any], keys: KeyStore, place_id: UUID, known_on: date | None = None
) -> list[PrototypeView]:
    """A place's trials with what they taught, by when they began; as known on a day, if given."""
    rows = connection.execute(
        "SELECT prototype_id, fate, started_on, ended_on, name, purpose, expected, "
        "expected_blocks, changed_blocks, conditions FROM prototypes "
        "WHERE place_id = %s AND (%s::date IS NULL OR started_on <= %s) "
        "ORDER BY started_on, prototype_id",
        (place_id, known_on, known_on),
    ).fetchall()
    ids = [row[0] for row in rows]
    sealers = keys.sealers(ids, connection)
    turns = _turns(connection, sealers, ids, known_on)
    learning = _learning(connection, sealers, ids, known_on)
    return [
        PrototypeView(
            trial=_trial(row, sealers, known_on),
            turns=turns.get(row[0], []),
            learning=learning.get(row[0], []),
            changed_blocks=row[8],
        )
        for row in rows
    ]


def _trial(row: Any, sealers: dict[UUID, Sealer], known_on: date | None) -> Trial:
    id, fate, started_on, ended_on, name, purpose, expected, blocks, _, conditions = row
    is_over = ended_on is not None and (known_on is None or ended_on <= known_on)
    shown: Literal["running", "at_the_margins", "normalised", "ended"] = fate
    if ended_on is not None and not is_over:
        shown = "running"
    return Trial(
        id=id,
        name=opened(sealers, id, "name", name) or "",
        fate=shown,
        started_on=started_on,
        ended_on=ended_on if is_over else None,
        purpose=opened(sealers, id, "purpose", purpose),
        expected=opened(sealers, id, "expected", expected) or "",
        expected_blocks=blocks,
        conditions_missing=[
            opened(sealers, id, "conditions_missing", condition) or "" for condition in conditions
        ],
    )


def _turns(
    connection: Connection[Any],
    sealers: dict[UUID, Sealer],
    ids: list[UUID],
    known_on: date | None,
) -> dict[UUID, list[Turn]]:
    found: dict[UUID, list[Turn]] = {}
    for id, held_on, planned, done, learned, next_step in connection.execute(
        "SELECT prototype_id, held_on, planned, done, learned, next_step "
        "FROM prototype_turns WHERE prototype_id = ANY (%s) "
        "AND (%s::date IS NULL OR held_on <= %s) ORDER BY held_on, position",
        (ids, known_on, known_on),
    ):
        found.setdefault(id, []).append(
            Turn(
                held_on=held_on,
                planned=opened(sealers, id, "planned", planned) or "",
                done=opened(sealers, id, "done", done) or "",
                learned=opened(sealers, id, "learned", learned) or "",
                next_step=opened(sealers, id, "next_step", next_step),
            )
        )
    return found


def _learning(
    connection: Connection[Any],
    sealers: dict[UUID, Sealer],
    ids: list[UUID],
    known_on: date | None,
) -> dict[UUID, list[Learning]]:
    found: dict[UUID, list[Learning]] = {}
    for id, drawn_on, block, learned, cites in connection.execute(
        "SELECT prototype_id, drawn_on, building_block, learned, cites "
        "FROM prototype_learning WHERE prototype_id = ANY (%s) "
        "AND (%s::date IS NULL OR drawn_on <= %s) ORDER BY drawn_on, position",
        (ids, known_on, known_on),
    ):
        found.setdefault(id, []).append(
            Learning(
                drawn_on=drawn_on,
                building_block=block,
                learned=opened(sealers, id, "learned", learned) or "",
                cites=cites,
            )
        )
    return found
