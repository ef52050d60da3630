"""The log's table is the one that the eventsourcing library would make, so its tools read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict

from service.bootstrap import System

OURS, THEIRS, TABLE = "log", "library", "doubleloop_events"

QUESTIONS = {
    "columns": (
        "SELECT column_name, data_type, is_nullable, replace(column_default, %(schema)s, 'x'), "
        "ordinal_position FROM information_schema.columns "
        "WHERE table_schema = %(schema)s AND table_name = %(table)s ORDER BY ordinal_position"
    ),
    "indexes": (
        "SELECT indexname, replace(indexdef, %(schema)s, 'x') FROM pg_indexes "
        "WHERE schemaname = %(schema)s AND tablename = %(table)s ORDER BY 1"
    ),
    "constraints": (
        "SELECT conname, contype::text, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid = format('%%I.%%I', %(schema)s::text, %(table)s::text)::regclass ORDER BY 1"
    ),
    "storage": (
        "SELECT reloptions, relkind::text, relpersistence::text FROM pg_class "
        "WHERE oid = format('%%I.%%I', %(schema)s::text, %(table)s::text)::regclass"
    ),
}


@pytest.fixture
def library(system: System, database_url: str) -> Iterator[PostgresApplicationRecorder]:
    """The library's own recorder, with its table in a schema beside ours."""
    address = conninfo_to_dict(database_url)
    with system.database.dedicated() as connection:
        connection.execute(f"CREATE SCHEMA {THEIRS}".encode())
    with datastore(address, THEIRS) as store:
        recorder = PostgresApplicationRecorder(store, events_table_name=TABLE)
        recorder.create_table()
        yield recorder


def datastore(address: dict[str, Any], schema: str) -> PostgresDatastore:
    """The library's way to a database."""
    return PostgresDatastore(
        dbname=address["dbname"],
        host=address["host"],
        port=5432,
        user=address["user"],
        password="",
        schema=schema,
        originator_id_type="uuid",
    )


def answers(connection: Connection[Any], question: str, schema: str) -> list[Any]:
    """What PostgreSQL says about the table in this schema."""
    parameters = {"schema": schema, "table": TABLE}
    return connection.execute(QUESTIONS[question].encode(), parameters).fetchall()


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_table_is_the_one_that_the_library_would_make(
    system: System, library: PostgresApplicationRecorder, question: str
) -> None:
    with system.database.dedicated() as connection:
        ours = answers(connection, question, OURS)
        assert ours == answers(connection, question, THEIRS)
        assert ours != []


def test_the_library_reads_what_we_wrote(system: System, database_url: str) -> None:
    id = uuid4()
    stored = [StoredEvent(id, version, "test.happened", b"{}") for version in (1, 2)]
    positions = system.log.recorder.insert_events(stored)
    with datastore(conninfo_to_dict(database_url), OURS) as store:
        recorder = PostgresApplicationRecorder(store, events_table_name=TABLE)
        assert recorder.select_events(id) == stored
        assert [one.id for one in recorder.select_notifications(1, 10)] == positions
        assert recorder.max_notification_id() == positions[-1]
