"""The runner: follows the log and moves every read model, in batches, each event once."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

import psycopg
from eventsourcing.persistence import Notification
from psycopg import Connection, sql

from service.database import AWAY, Database
from service.domain.errors import Misconfigured, Unavailable
from service.eventstore import EventLog
from service.projections import (
    digests,
    loops,
    mentions,
    people,
    places,
    prototypes,
    rhythms,
    timeline,
)
from service.projections.batch import Batch
from service.recorder import CHANNEL, head_of, read_log

READ_MODELS: tuple[ModuleType, ...] = (
    timeline,
    people,
    places,
    prototypes,
    loops,
    rhythms,
    digests,
    mentions,
)
"""Each has VERSION, TABLE and fold(event, position, batch). `voices` counts over `timeline`."""

LIVE = "read_models"
NEXT = "read_models_next"
EVENTS_PER_BATCH = 2_000
POLL_SECONDS = 0.5
CATCH_UP_SECONDS = 60.0
RECONNECT_SECONDS = (0.1, 0.3, 1.0, 2.0)

RUNNER_LOCK = 6_102_020_002
SWAP_LOCK = 6_102_020_003
REBUILD_LOCK = 6_102_020_004

PROGRESS = """
CREATE TABLE progress (
    position bigint NOT NULL,
    applied bigint NOT NULL,
    shape text NOT NULL
);
CREATE TABLE parked (
    position bigint PRIMARY KEY,
    stream uuid NOT NULL,
    topic text NOT NULL,
    error text NOT NULL,
    parked_at timestamptz NOT NULL DEFAULT now()
);
"""


@dataclass(frozen=True)
class Progress:
    """How far a set of read models is: the last position it has seen, events applied, parked."""

    position: int
    applied: int
    parked: int


@cache
def shape() -> str:
    """A name for the tables and folds as they are in this code; another name means rebuild."""
    parts = [PROGRESS, *(f"{model.VERSION}{model.TABLE}" for model in READ_MODELS)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def create_tables(connection: Connection[Any], schema: str) -> None:
    """Make an empty set of read models in a schema of its own."""
    connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))
    connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
    with _in_schema(connection, schema):
        for statements in (PROGRESS, *(model.TABLE for model in READ_MODELS)):
            connection.execute(statements.encode())
        connection.execute("INSERT INTO progress VALUES (0, 0, %s)", (shape(),))


def shape_of(connection: Connection[Any], schema: str = LIVE) -> str | None:
    """The shape that a schema's read models were built with; None where there are none."""
    found = connection.execute("SELECT to_regclass(%s)", (f"{schema}.progress",)).fetchone()
    if found is None or found[0] is None:
        return None
    table = sql.Identifier(schema, "progress")
    row = connection.execute(sql.SQL("SELECT shape FROM {}").format(table)).fetchone()
    return None if row is None else str(row[0])


def progress_of(connection: Connection[Any], schema: str = LIVE) -> Progress:
    """How far a schema's read models are."""
    name = sql.Identifier(schema)
    row = connection.execute(
        sql.SQL(
            "SELECT position, applied, (SELECT count(*) FROM {0}.parked) FROM {0}.progress"
        ).format(name)
    ).fetchone()
    assert row is not None
    return Progress(*row)


class Mover:
    """Moves one set of read models along the log, a batch and its position in one transaction."""

    def __init__(
        self,
        connection: Connection[Any],
        log: EventLog,
        schema: str = LIVE,
        size: int = EVENTS_PER_BATCH,
    ) -> None:
        self._connection, self._log = connection, log
        self._schema, self._size = schema, size
        self._position: int | None = None

    def move(self, stop: int | None = None) -> int:
        """Apply the next batch, up to `stop`; how many events it held.

        Raises psycopg.OperationalError where the connection was lost; nothing is half done then.
        """
        if self._position is None:
            if shape_of(self._connection, self._schema) != shape():
                raise Misconfigured(
                    "These read models are of another version of doubleloop. Start this one anew."
                )
            self._position = progress_of(self._connection, self._schema).position
        batch = list(read_log(self._connection, self._position, self._size, stop))
        if not batch:
            return 0
        try:
            with self._transaction(batch):
                self._fold(batch)
        except (psycopg.OperationalError, psycopg.InterfaceError):
            self._position = None
            raise
        except _MovedByAnother:
            self._position = None
            return self.move(stop)
        except Exception:  # noqa: BLE001 - a poison event: find it, and park it
            try:
                self._move_one_by_one(batch)
            except _MovedByAnother:
                self._position = None
                return self.move(stop)
        self._position = batch[-1].id
        return len(batch)

    @contextmanager
    def _transaction(self, batch: list[Notification]) -> Iterator[None]:
        with self._connection.transaction(), _in_schema(self._connection, self._schema):
            if self._schema == LIVE:
                self._connection.execute("SELECT pg_advisory_xact_lock_shared(%s)", (SWAP_LOCK,))
            moved = self._connection.execute(
                "UPDATE progress SET position = %s, applied = applied + %s "
                "WHERE position = %s AND shape = %s",
                (batch[-1].id, len(batch), self._position, shape()),
            )
            if moved.rowcount != 1:
                raise _MovedByAnother
            yield

    def _fold(self, notifications: list[Notification]) -> None:
        parked = self._parked_streams()
        if parked:
            notifications = [n for n in notifications if not self._park_after(n, parked)]
        batch = Batch(self._connection)
        for notification in notifications:
            event = self._log.event_of(notification)
            batch.begin(event.originator_id)
            for model in READ_MODELS:
                model.fold(event, notification.id, batch)
        batch.flush()
        if notifications:
            loops.settle(batch, self._connection, self._log, notifications[-1].id)

    def _move_one_by_one(self, batch: list[Notification]) -> None:
        with self._transaction(batch):
            for notification in batch:
                try:
                    with self._connection.transaction():
                        self._fold([notification])
                except (psycopg.OperationalError, psycopg.InterfaceError):
                    raise
                except Exception as error:  # noqa: BLE001 - parked, counted, shown by verify
                    # Of the error only its kind is kept: its text could hold somebody's words.
                    self._park(notification, type(error).__name__)

    def _parked_streams(self) -> set[Any]:
        return {row[0] for row in self._connection.execute("SELECT stream FROM parked")}

    def _park_after(self, notification: Notification, parked: set[Any]) -> bool:
        """Later events of a stream wait behind a parked one, so that its order is kept."""
        if notification.originator_id not in parked:
            return False
        self._park(notification, "an earlier event of this stream is parked")
        return True

    def _park(self, notification: Notification, error: str) -> None:
        self._connection.execute(
            "INSERT INTO parked (position, stream, topic, error) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT DO NOTHING",
            (notification.id, notification.originator_id, notification.topic, error),
        )
        self._connection.execute("UPDATE progress SET applied = applied - 1")


class Runner:
    """Keeps the live read models up to date for as long as it runs. Only one moves at a time."""

    def __init__(self, database: Database, log: EventLog) -> None:
        self._database, self._log = database, log
        self._stopping = threading.Event()

    def run(self) -> None:
        """Follow the log until `stop`; a lost connection or restarted PostgreSQL is met again."""
        tries = 0
        while not self._stopping.is_set():
            try:
                with self._database.dedicated() as connection:
                    if not self._take_lead(connection):
                        continue
                    tries = 0
                    self._follow(connection)
            except AWAY:
                pause = RECONNECT_SECONDS[min(tries, len(RECONNECT_SECONDS) - 1)]
                self._stopping.wait(pause)
                tries += 1

    def stop(self) -> None:
        """Ask `run` to return; it does within half a second."""
        self._stopping.set()

    def catch_up(self) -> int:
        """Bring the read models to the head of the log now, or wait for whoever is doing it."""
        with self._database.dedicated() as connection:
            head = head_of(connection)
            deadline = time.monotonic() + CATCH_UP_SECONDS
            while not _try_lock(connection, RUNNER_LOCK):
                try:  # Whoever has the lead is on it, or is just going.
                    wait(self._database, head, timeout=POLL_SECONDS)
                except Unavailable:
                    if time.monotonic() > deadline:
                        raise
                else:
                    return head
            mover = Mover(connection, self._log)
            while mover.move():
                pass
            return head

    def _take_lead(self, connection: Connection[Any]) -> bool:
        while not _try_lock(connection, RUNNER_LOCK):
            if self._stopping.wait(POLL_SECONDS):
                return False
            connection.execute("SELECT 1")
        return True

    def _follow(self, connection: Connection[Any]) -> None:
        connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
        mover = Mover(connection, self._log)
        while not self._stopping.is_set():
            if mover.move() < EVENTS_PER_BATCH:
                for _ in connection.notifies(timeout=POLL_SECONDS, stop_after=1):
                    pass


@contextmanager
def running(runner: Runner) -> Iterator[threading.Thread]:
    """Run it in a thread of its own meanwhile."""
    thread = threading.Thread(target=runner.run, name="projector", daemon=True)
    thread.start()
    try:
        yield thread
    finally:
        runner.stop()
        thread.join(timeout=10)


def is_anyone_running(connection: Connection[Any]) -> bool:
    """True where some process holds the runner's lock, and so moves the read models."""
    row = connection.execute(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted "
        "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
        "AND objsubid = 1 AND (classid::bigint << 32 | objid::bigint) = %s)",
        (RUNNER_LOCK,),
    ).fetchone()
    return bool(row and row[0])


def wait(database: Database, position: int, timeout: float = 5.0) -> None:
    """Return once the read models have seen this position; Unavailable after `timeout` seconds."""
    pause, deadline = 0.002, time.monotonic() + timeout
    while _position(database) < position:
        if time.monotonic() > deadline:
            raise Unavailable(
                "It is saved. What you see here is not up to date yet; look again in a moment."
            )
        time.sleep(pause)  # Without a connection: many may be waiting.
        pause = min(pause * 1.5, 0.05)


def _position(database: Database) -> int:
    with database.reading() as connection:
        return progress_of(connection).position


class _MovedByAnother(Exception):
    """Somebody else moved the position since we read it."""


def _try_lock(connection: Connection[Any], key: int) -> bool:
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", (key,)).fetchone()
    return bool(row and row[0])


@contextmanager
def _in_schema(connection: Connection[Any], schema: str) -> Iterator[None]:
    connection.execute("SELECT set_config('search_path', %s, false)", (schema,))
    try:
        yield
    finally:
        if connection.info.transaction_status != psycopg.pq.TransactionStatus.INERROR:
            connection.execute("SELECT set_config('search_path', 'public', false)")
