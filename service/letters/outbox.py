"""The outbox: which letters are wanted, and how far each one got."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection

from service.database import Database
from service.domain.base import natural_id
from service.keystore import KeyStore

EMAIL = "email"
"""What the vault calls people's addresses for mail."""
ADDRESS = "letters:address"
TOO_LATE = timedelta(days=4)
"""What could not go for so long is of no use any more."""


@dataclass(frozen=True)
class Want:
    """That somebody gets a letter about something: a person here, or a bare address."""

    kind: str
    about: UUID
    place_id: UUID
    person_id: UUID | None = None
    address: str = ""
    not_before: datetime | None = None
    """When it goes; as soon as it can, where that is left open."""


@dataclass(frozen=True)
class Row:
    """A letter that waits, with the address that it goes to now; none where nobody knows one."""

    id: UUID
    kind: str
    about: UUID
    place_id: UUID
    person_id: UUID | None
    to: str
    attempts: int
    due_at: datetime


class Outbox:
    """The rows of `letters.letters`."""

    def __init__(self, database: Database, keys: KeyStore) -> None:
        self._database, self._keys = database, keys

    def want(
        self, wants: Iterable[Want], position: int, now: datetime, connection: Connection[Any]
    ) -> None:
        """Have these letters go. Wanting one twice is wanting it once, also after it went."""
        for one in wants:
            address = self._keys.seal_for_vault(ADDRESS, one.address.encode())
            due = one.not_before or now
            known = (self.id_of(one), one.kind, one.about, one.place_id, one.person_id)
            sealed = None if one.person_id else address
            connection.execute(_WANT, (*known, sealed, position, due, due))

    def id_of(self, want: Want) -> UUID:
        """One letter of a kind, about one thing, to one person or address."""
        to = want.person_id or self._keys.identity_lookup("letter", want.address).hex()
        return natural_id("letter", want.kind, want.about, to)

    def forget_person(self, person: UUID, connection: Connection[Any]) -> None:
        """Keep nothing that tells who got what: they were erased."""
        connection.execute("DELETE FROM letters.letters WHERE person_id = %s", (person,))

    def due(self, now: datetime, limit: int = 50) -> list[Row]:
        """What may go now, by what was wanted first."""
        with self._database.reading() as connection:
            rows = connection.execute(_DUE, (now, limit)).fetchall()
        return [self._row(row) for row in rows]

    def end_what_is_late(self, now: datetime) -> int:
        """Give up what could not go for days; how many letters that was."""
        with self._database.writing() as connection:
            return connection.execute(_END_LATE, (now, now - TOO_LATE)).rowcount

    def attempting(self, row: Row, now: datetime) -> bool:
        """We are about to hand it in. False where nobody wants it any more."""
        with self._database.writing() as connection:
            tried = connection.execute(_ATTEMPT, (now, row.id))
            return tried.rowcount == 1

    def sent(self, row: Row, now: datetime) -> None:
        """The server took it."""
        self._run("UPDATE letters.letters SET sent_at = %s, problem = NULL WHERE id = %s", now, row)

    def put_off(self, row: Row, until: datetime, problem: str) -> None:
        """It did not go; try again from this moment on."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE letters.letters SET not_before = %s, problem = %s WHERE id = %s",
                (until, problem, row.id),
            )

    def give_up(self, row: Row, problem: str, now: datetime) -> None:
        """It will never go."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE letters.letters SET given_up_at = %s, problem = %s WHERE id = %s",
                (now, problem, row.id),
            )

    def drop(self, row: Row) -> None:
        """There is nothing to say in it any more."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM letters.letters WHERE id = %s", (row.id,))

    def waiting(self) -> int:
        """How many wait to go."""
        with self._database.reading() as connection:
            found = connection.execute(
                "SELECT count(*) FROM letters.letters WHERE sent_at IS NULL AND given_up_at IS NULL"
            )
            return int(found.fetchone()[0])  # type: ignore[index]

    def problems(self) -> dict[str, int]:
        """Why letters did not go, and how many each; it names nobody."""
        with self._database.reading() as connection:
            found = connection.execute(
                "SELECT problem, count(*) FROM letters.letters "
                "WHERE problem IS NOT NULL GROUP BY problem ORDER BY problem"
            )
            return dict(found.fetchall())

    def _run(self, statement: str, now: datetime, row: Row) -> None:
        with self._database.writing() as connection:
            connection.execute(statement.encode(), (now, row.id))

    def _row(self, row: tuple[Any, ...]) -> Row:
        id, kind, about, place, person, address, attempts, due_at = row
        return Row(id, kind, about, place, person, self._to(person, address), attempts, due_at)

    def _to(self, person: UUID | None, address: bytes | None) -> str:
        if person is None:
            return self._keys.open_from_vault(ADDRESS, bytes(address or b"")).decode()
        known = self._keys.identities_of(person, EMAIL)
        return known[-1] if known else ""


_WANT = """
INSERT INTO letters.letters
    (id, kind, about, place_id, person_id, address, wanted, due_at, not_before)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (id) DO NOTHING
"""

_DUE = """
SELECT id, kind, about, place_id, person_id, address, attempts, due_at FROM letters.letters
WHERE sent_at IS NULL AND given_up_at IS NULL AND not_before <= %s ORDER BY wanted, id LIMIT %s
"""

_END_LATE = """
UPDATE letters.letters SET given_up_at = %s, problem = concat_ws(', then ', problem, 'too late')
WHERE sent_at IS NULL AND given_up_at IS NULL AND due_at < %s
"""

_ATTEMPT = """
UPDATE letters.letters SET attempted_at = %s, attempts = attempts + 1
WHERE id = %s AND sent_at IS NULL AND given_up_at IS NULL
"""
