"""What tests of the runner need: raw events in the log, and who holds which connection."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
from eventsourcing.persistence import StoredEvent

from service.bootstrap import System
from service.domain.base import Envelope, Event
from service.domain.vocabulary import ActorRole, Channel
from service.projections.runner import RUNNER_LOCK, Mover, create_tables
from service.recorder import LogRecorder
from tests.support.asking import NOW
from tests.support.tables import read_models

LEADERS = (
    "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1 "
    f"AND (classid::bigint << 32 | objid::bigint) = {RUNNER_LOCK} "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def an_event(kind: type[Event], id: UUID, version: int, now: datetime = NOW, **facts: Any) -> Event:
    """A fact made by hand."""
    envelope = Envelope(
        actor=uuid4(),
        actor_role=ActorRole.PARTNER,
        channel=Channel.API,
        occurred_at=now,
        correlation_id=uuid4(),
        causation_id=uuid4(),
    )
    return kind(
        originator_id=id, originator_version=version, timestamp=now, envelope=envelope, **facts
    )


def append_raw(system: System, *stored: StoredEvent) -> int:
    """Put rows into the log past every rule; the last position."""
    return LogRecorder(system.database).insert_events(stored)[-1]


def poison(id: UUID, version: int) -> StoredEvent:
    """A row that no code can read."""
    return StoredEvent(id, version, "reflection.tagged", b'{"words somebody wrote":')


def leaders(system: System) -> list[int]:
    """The connections that lead, by process id."""
    with system.database.dedicated() as connection:
        return [row[0] for row in connection.execute(LEADERS.encode())]


def terminate(system: System, process: int) -> None:
    """End one connection, and wait until it has ended."""
    with psycopg.connect(system.database.url, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(%s, 5000)", (process,))


def folded(system: System, size: int) -> dict[str, list[str]]:
    """The read models as they come out of the whole log in batches of this size."""
    schema = f"read_models_{size}"
    with system.database.dedicated() as connection:
        create_tables(connection, schema)
        mover = Mover(connection, system.log, schema, size)
        while mover.move():
            pass
    return read_models(system, schema)


def live(system: System) -> dict[str, list[str]]:
    """The read models as they are."""
    return read_models(system)
