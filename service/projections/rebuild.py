"""Rebuild: fold the whole log anew beside the live read models, and swap; or only compare."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from psycopg import Connection, sql
from psycopg.errors import LockNotAvailable

from service.database import Database
from service.eventstore import EventLog
from service.projections.runner import (
    LIVE,
    NEXT,
    REBUILD_LOCK,
    SWAP_LOCK,
    Mover,
    create_tables,
    progress_of,
    shape,
    shape_of,
)
from service.recorder import head_of

CHECK = "read_models_check"

Report = Callable[[int, int], None]
"""Called with events folded so far and the number there were at the start."""


@dataclass(frozen=True)
class TableComparison:
    """One read model's table, live beside freshly folded."""

    table: str
    live_rows: int
    fresh_rows: int
    is_same: bool


@dataclass(frozen=True)
class Comparison:
    """All tables, compared at one position of the log."""

    position: int
    applied: int
    parked: int
    events: int
    tables: list[TableComparison]


def prepare(database: Database, log: EventLog) -> bool:
    """Make the read models if there are none, rebuild them if this code folds them otherwise.

    Returns True where something had to be done. Safe from several processes at once.
    """
    with _only_one(database) as connection:
        found = shape_of(connection)
        if found == shape():
            return False
        if found is None and head_of(connection) == 0:
            create_tables(connection, LIVE)
        else:
            _rebuild(connection, log, lambda _done, _all: None)
        return True


def rebuild(database: Database, log: EventLog, report: Report = lambda _done, _all: None) -> int:
    """Fold the log from zero beside the live read models and swap; how many events it held."""
    with _only_one(database) as connection:
        return _rebuild(connection, log, report)


def compare(
    database: Database, log: EventLog, report: Report = lambda _done, _all: None
) -> Comparison:
    """Fold the log from zero beside the live read models and compare every row, at one position."""
    with _only_one(database) as connection:
        create_tables(connection, CHECK)
        mover = Mover(connection, log, CHECK)
        _move_to_head(connection, mover, report)
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (SWAP_LOCK,))
            live = progress_of(connection)
            while mover.move(stop=live.position):
                pass
            events = _count_events(connection, live.position)
            tables = [_compare_table(connection, name) for name in _tables(connection)]
        drop = sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(CHECK))
        connection.execute(drop)
        return Comparison(live.position, live.applied, live.parked, events, tables)


def _rebuild(connection: Connection[Any], log: EventLog, report: Report) -> int:
    create_tables(connection, NEXT)
    _move_to_head(connection, Mover(connection, log, NEXT), report)
    # A mover for each try: what one folded is taken back with the try.
    while not _swapped(connection, Mover(connection, log, NEXT)):
        pass
    return progress_of(connection).applied


def _swapped(connection: Connection[Any], mover: Mover) -> bool:
    """Put what was folded in the place of the live read models; False where readers go first."""
    try:
        with connection.transaction():
            # From here the live runner waits; what is left to fold is a moment's worth.
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (SWAP_LOCK,))
            while mover.move():
                pass
            # A reader holds some of the tables that go, and may want others: two who wait for
            # each other. We give way before PostgreSQL would break off the reader (after 1 s).
            connection.execute("SET LOCAL lock_timeout = '300ms'")
            live, fresh = sql.Identifier(LIVE), sql.Identifier(NEXT)
            connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(live))
            connection.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(fresh, live))
    except LockNotAvailable:
        return False
    return True


def _move_to_head(connection: Connection[Any], mover: Mover, report: Report) -> None:
    done, total = 0, _count_events(connection, head_of(connection))
    while moved := mover.move():
        done += moved
        report(done, total)


def _count_events(connection: Connection[Any], position: int) -> int:
    row = connection.execute(
        "SELECT count(*) FROM log.doubleloop_events WHERE notification_id <= %s", (position,)
    ).fetchone()
    assert row is not None
    return int(row[0])


def _tables(connection: Connection[Any]) -> list[str]:
    rows = connection.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = %s "
        "AND table_name NOT IN ('progress', 'parked') ORDER BY 1",
        (CHECK,),
    )
    return [name for (name,) in rows]


def _compare_table(connection: Connection[Any], name: str) -> TableComparison:
    live, fresh = (_rows_and_digest(connection, schema, name) for schema in (LIVE, CHECK))
    return TableComparison(name, live[0], fresh[0], live == fresh)


def _rows_and_digest(connection: Connection[Any], schema: str, table: str) -> tuple[int, str]:
    """Rows and a SHA-256 over them in a canonical order: each as text, sorted by bytes."""
    digest, count = hashlib.sha256(), 0
    query = sql.SQL('SELECT t::text AS row FROM {} AS t ORDER BY t::text COLLATE "C"').format(
        sql.Identifier(schema, table)
    )
    with connection.cursor(name="canonical_rows") as cursor:
        cursor.itersize = 5_000
        for (row,) in cursor.execute(query):
            digest.update(row.encode() + b"\n")
            count += 1
    return count, digest.hexdigest()


@contextmanager
def _only_one(database: Database) -> Iterator[Connection[Any]]:
    with database.dedicated() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (REBUILD_LOCK,))
        yield connection
