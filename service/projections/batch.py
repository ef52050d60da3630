"""A batch of changes to read models: rows gathered in memory, written in few round trips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection, sql

COPY_FROM_ROWS = 20
"""Below this many rows one pipelined INSERT is quicker than COPY's extra round trips."""

Table = tuple[str, tuple[str, ...]]
"""A table's name and the columns that rows are given in."""

Parameters = Sequence[Any] | Mapping[str, Any]


class Batch:
    """Writes the rows of a whole batch first, then its statements in their order.

    So a row may overtake a statement, but never one of its own stream: a statement changes only
    what its own stream has added, or its fold calls `flush` after it.
    """

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection
        self._stream: UUID | None = None
        self._changed: set[UUID | None] = set()
        self._rows: dict[Table, list[Sequence[Any]]] = {}
        self._statements: list[tuple[str, Parameters]] = []
        self.touched: set[UUID] = set()

    def begin(self, stream: UUID) -> None:
        """What follows folds an event of this stream."""
        self._stream = stream

    def add(self, table: Table, row: Sequence[Any]) -> None:
        """Add a row; it is written at the next `flush`."""
        if self._stream in self._changed:
            self.flush()
        self._rows.setdefault(table, []).append(row)

    def run(self, statement: str, parameters: Parameters) -> None:
        """Run a statement, at the next `flush`, after all that came before it."""
        self._statements.append((statement, parameters))
        self._changed.add(self._stream)

    def touch(self, *ids: UUID | None) -> None:
        """Say that what is derived of these has to be derived anew at the end of the batch."""
        self.touched.update(id for id in ids if id is not None)

    def flush(self) -> None:
        """Write all that is gathered."""
        for table, rows in self._rows.items():
            self._write_rows(table, rows)
        if self._statements:
            with self._connection.pipeline():
                for statement, parameters in self._statements:
                    self._connection.execute(statement.encode(), parameters)
        self._rows, self._statements, self._changed = {}, [], set()

    def _write_rows(self, table: Table, rows: list[Sequence[Any]]) -> None:
        with self._connection.cursor() as cursor:
            if len(rows) < COPY_FROM_ROWS:
                cursor.executemany(_insert(table), rows)
                return
            cursor.execute(_columns(table), prepare=True)
            types = [column.type_code for column in cursor.description or ()]
            with cursor.copy(_copy(table)) as copy:
                copy.set_types(types)
                for row in rows:
                    copy.write_row(row)


@cache
def _insert(table: Table) -> bytes:
    values = sql.SQL(", ").join(sql.Placeholder() * len(table[1]))
    return _with_names("INSERT INTO {0} ({1}) VALUES ({2})", table, values)


@cache
def _copy(table: Table) -> bytes:
    return _with_names("COPY {0} ({1}) FROM STDIN (FORMAT binary)", table)


@cache
def _columns(table: Table) -> bytes:
    return _with_names("SELECT {1} FROM {0} LIMIT 0", table)


def _with_names(statement: LiteralString, table: Table, *more: sql.Composable) -> bytes:
    names = sql.SQL(", ").join(map(sql.Identifier, table[1]))
    return sql.SQL(statement).format(sql.Identifier(table[0]), names, *more).as_bytes()
