"""The care store: rows of concerns in a schema of their own, beside the log and never in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from service.database import Database
from service.keystore import NewKey


@dataclass(frozen=True)
class CaseRow:
    """One concern as it is stored; what is bytes is sealed under the concern's own key."""

    id: UUID
    place_id: UUID
    sealed: bytes
    raiser: bytes | None
    raised_at: datetime
    routed_to: list[UUID]
    seen_at: datetime | None = None
    seen_by: UUID | None = None
    seen_note: bytes | None = None
    escalated_at: datetime | None = None
    escalated_to: Sequence[UUID] = ()
    closed_at: datetime | None = None


class CareStore:
    """Rows in, rows out. Who may see what is decided above; times are given by the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, row: CaseRow, key: NewKey) -> bool:
        """Keep a new concern together with its key; False where this one is there already."""
        values = (row.id, row.place_id, row.sealed, row.raiser, row.raised_at, row.routed_to)
        return self._changed(_ADD, (*values, key.id, key.box))

    def find(self, id: UUID) -> CaseRow | None:
        """The concern with this id."""
        found = self._rows(f"{_SELECT} WHERE id = %s", (id,))
        return found[0] if found else None

    def routed_to(self, person: UUID, closed_since: datetime) -> list[CaseRow]:
        """What was passed on to somebody and is open, or was until then; newest first."""
        return self._rows(
            f"{_SELECT} WHERE routed_to @> ARRAY[%s::uuid] "
            "AND (closed_at IS NULL OR closed_at >= %s) ORDER BY raised_at DESC, id",
            (person, closed_since),
        )

    def waiting(self, untouched_since: datetime) -> list[CaseRow]:
        """What nobody has looked at, and was neither raised nor escalated after this moment."""
        return self._rows(
            f"{_SELECT} WHERE seen_at IS NULL AND raised_at <= %(since)s "
            "AND (escalated_at IS NULL OR escalated_at <= %(since)s) ORDER BY raised_at, id",
            {"since": untouched_since},
        )

    def with_raiser(self) -> list[CaseRow]:
        """Those that still say who raised them."""
        return self._rows(f"{_SELECT} WHERE raiser IS NOT NULL", ())

    def forget_raiser(self, ids: Iterable[UUID]) -> None:
        """Say no longer who raised these."""
        self._changed("UPDATE care.cases SET raiser = NULL WHERE id = ANY (%s)", (list(ids),))

    def note_seen(self, id: UUID, by: UUID, at: datetime, note: bytes | None) -> bool:
        """Somebody has looked at it; False where somebody had before."""
        return self._changed(
            "UPDATE care.cases SET seen_at = %s, seen_by = %s, seen_note = %s "
            "WHERE id = %s AND seen_at IS NULL",
            (at, by, note, id),
        )

    def escalate(
        self, id: UUID, at: datetime, unless_since: datetime, readers: list[UUID], told: list[UUID]
    ) -> bool:
        """More people are told; False where it was seen meanwhile, or they were told just now."""
        return self._changed(
            "UPDATE care.cases SET escalated_at = %s, routed_to = %s, escalated_to = %s "
            "WHERE id = %s AND seen_at IS NULL "
            "AND (escalated_at IS NULL OR escalated_at <= %s)",
            (at, readers, told, id, unless_since),
        )

    def close(self, id: UUID, at: datetime) -> bool:
        """Nothing more is to be done about it; False where it was closed, or nobody looked yet."""
        return self._changed(
            "UPDATE care.cases SET closed_at = %s "
            "WHERE id = %s AND closed_at IS NULL AND seen_at IS NOT NULL",
            (at, id),
        )

    def erase(self, id: UUID) -> bool:
        """Destroy the key of a closed concern; False where it is open or was erased before."""
        return self._changed(_DESTROY_KEY, (id,))

    def sweep(self) -> None:
        """Have PostgreSQL overwrite in its files what is no longer in the table (VACUUM)."""
        with self._database.dedicated() as connection:
            connection.execute("VACUUM care.cases")

    def _rows(self, statement: str, parameters: Any) -> list[CaseRow]:
        with self._database.reading() as connection:
            return [CaseRow(*row) for row in _run(connection, statement, parameters).fetchall()]

    def _changed(self, statement: str, parameters: tuple[Any, ...]) -> bool:
        with self._database.writing() as connection:
            return bool(_run(connection, statement, parameters).rowcount)


def _run(connection: Connection[Any], statement: str, parameters: Any) -> Any:
    return connection.execute(statement.encode(), parameters)


_SELECT = f"SELECT {', '.join(field.name for field in fields(CaseRow))} FROM care.cases"  # noqa: S608

# One statement: there is never a concern without the key that opens it, nor a key without one.
_ADD = """
WITH added AS (
    INSERT INTO care.cases (id, place_id, sealed, raiser, raised_at, routed_to)
    VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (id) DO NOTHING
    RETURNING id
)
INSERT INTO keystore.keys (id, box) SELECT %s, %s FROM added
"""

_DESTROY_KEY = """
UPDATE keystore.keys AS k SET box = NULL, destroyed_at = now()
FROM care.cases AS c
WHERE c.id = %s AND k.id = c.id AND c.closed_at IS NOT NULL AND k.box IS NOT NULL
"""
