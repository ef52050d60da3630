"""Looking into the database behind the service's back: everything that it keeps, as bytes."""

from __future__ import annotations

from collections.abc import Iterator

from psycopg import Connection, sql

from service.bootstrap import System

KEPT = ("log", "read_models", "keystore", "vault", "access")


def count(system: System, source: str) -> int:
    """How many rows there are: `count(system, "log.doubleloop_events WHERE ...")`."""
    with system.database.dedicated() as connection:
        row = connection.execute(f"SELECT count(*) FROM {source}".encode()).fetchone()
    assert row is not None
    return int(row[0])


def dump(system: System) -> bytes:
    """All rows of all tables as text, and every bytea in it as the bytes that it stands for."""
    with system.database.dedicated() as connection:
        return b"\n".join(
            part
            for schema, table in _tables(connection)
            for part in _rows(connection, schema, table)
        )


def log_rows(system: System) -> list[tuple[object, ...]]:
    """The log as it stands."""
    with system.database.dedicated() as connection:
        return connection.execute(
            "SELECT originator_id, originator_version, topic, state, notification_id, xmin::text "
            "FROM log.doubleloop_events ORDER BY notification_id"
        ).fetchall()


def read_models(system: System, schema: str = "read_models") -> dict[str, list[str]]:
    """Every read model's rows, in an order of their own."""
    with system.database.dedicated() as connection:
        return {
            table: sorted(
                row[0]
                for row in connection.execute(
                    sql.SQL("SELECT t::text FROM {} AS t").format(sql.Identifier(schema, table))
                )
            )
            for schema, table in _tables(connection, [schema])
        }


def _tables(
    connection: Connection[tuple[object, ...]], schemas: tuple[str, ...] | list[str] = KEPT
) -> list[tuple[str, str]]:
    rows = connection.execute(
        "SELECT table_schema, table_name FROM information_schema.tables "
        "WHERE table_schema = ANY (%s) ORDER BY 1, 2",
        (list(schemas),),
    )
    return [(str(schema), str(table)) for schema, table in rows]


def _rows(connection: Connection[tuple[object, ...]], schema: str, table: str) -> Iterator[bytes]:
    query = sql.SQL("SELECT * FROM {}").format(sql.Identifier(schema, table))
    for row in connection.execute(query):
        for value in row:
            for one in value if isinstance(value, list) else [value]:
                yield one if isinstance(one, bytes) else str(one).encode()
