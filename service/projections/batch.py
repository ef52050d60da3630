"""A batch of changes to read models: rows gathered in memory, written in few round trips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from psycopg import Connection, sql

COPY_FROM_ROWS = 20
"""Below this many rows one pipelined INSERT is quicker than COPY's extra round trips."""

Table = tuple[str, tuple[str, ...]]
"""A table's name and the columns that rows are given in."""


class Batch:
    """Keeps the order between rows added and statements run, and joins neighbours of a kind.

    Additions may be reordered among themselves (no fold reads what another has added in the same
    batch), so any number of them between two statements goes in together.
    """

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection
        self._rows: dict[Table, list[Sequence[Any]]] = {}
        self._statement: str | None = None
        self._parameters: list[Sequence[Any]] = []

    def add(self, table: Table, row: Sequence[Any]) -> None:
        """Add a row; nothing is written before the next `flush` or differing statement."""
        if self._statement is not None:
            self._run_statements()
        self._rows.setdefault(table, []).append(row)

    def run(self, statement: str, parameters: Sequence[Any]) -> None:
        """Run a statement after all that came before it."""
        if self._rows:
            self._write_rows()
        if self._statement not in (None, statement):
            self._run_statements()
        self._statement = statement
        self._parameters.append(parameters)

    def flush(self) -> None:
        """Write all that is gathered."""
        self._write_rows()
        self._run_statements()

    def _write_rows(self) -> None:
        for (name, columns), rows in self._rows.items():
            table = sql.Identifier(name)
            names = sql.SQL(", ").join(map(sql.Identifier, columns))
            with self._connection.cursor() as cursor:
                if len(rows) >= COPY_FROM_ROWS:
                    start = sql.SQL("COPY {} ({}) FROM STDIN").format(table, names)
                    with cursor.copy(start) as copy:
                        for row in rows:
                            copy.write_row(row)
                else:
                    values = sql.SQL(", ").join(sql.Placeholder() * len(columns))
                    insert = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(table, names, values)
                    cursor.executemany(insert, rows)
        self._rows = {}

    def _run_statements(self) -> None:
        if self._statement is not None:
            with self._connection.cursor() as cursor:
                cursor.executemany(self._statement.encode(), self._parameters)
        self._statement, self._parameters = None, []
