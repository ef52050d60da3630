"""The key store: a key for everything that holds words, erased for good by destroying it."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from psycopg import Connection

from service.database import Database
from service.domain.base import Event
from service.domain.errors import Gone, Misconfigured, Refused
from service.domain.sealed import ERASED, Sealed
from service.sealing import KEY_BYTES, NONCE_BYTES, Sealer, sealer_of

NONCES_AT_HAND = 8
LEAST_LETTERS = 3
"""A word of a name is found by itself from so many letters on."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that exists only in memory until it is appended together with the first event."""

    id: UUID
    parent: UUID | None
    box: bytes
    sealer: Sealer


class KeyStore:
    """Keys by the id of the aggregate they belong to.

    Reading always asks the database which keys still exist, so an erasure holds at once in every
    process; only the unwrapping of root keys is remembered, by the exact bytes it came from.
    """

    def __init__(self, database: Database, master_key: bytes) -> None:
        self._database, self.master = database, master_key
        self._master = Sealer(UUID(int=0), master_key)
        self._lookup_key = hmac.digest(master_key, b"doubleloop vault lookup", "sha256")
        self._unwrapped: dict[tuple[UUID, bytes], bytes] = {}
        self._roots: dict[UUID, Sealer] = {}

    def check(self) -> None:
        """Refuse another master key than the one that the keys here were made with."""
        with self._database.reading() as connection:
            row = connection.execute(_ANY_ROOT).fetchone()
        if row is not None and self._unwrap_root(row[0], bytes(row[1])) is None:
            raise Misconfigured(
                "The master key does not fit the keys in this database. Bring back the one that "
                "was in use: without it nothing that people said can be read."
            )

    def new_root(self, id: UUID) -> NewKey:
        """A key of its own for a person, place or programme."""
        key = secrets.token_bytes(KEY_BYTES)
        return NewKey(id, None, self._master.wrap_key(id, key), Sealer(id, key))

    def new_child(self, id: UUID, parent: UUID) -> NewKey:
        """A key for a reflection or prototype, wrapped by its author's or place's key.

        Appending it is refused (Gone) if the parent's key has been destroyed by then.
        """
        root = self._roots.get(parent)
        if root is None:
            root = self._roots[parent] = self.sealer(parent)
        # One call for all: each lets go of the interpreter, and many writers then queue for it.
        random = secrets.token_bytes(KEY_BYTES + NONCES_AT_HAND * NONCE_BYTES)
        key, rest = random[:KEY_BYTES], random[KEY_BYTES:]
        nonces = [rest[n : n + NONCE_BYTES] for n in range(0, len(rest), NONCE_BYTES)]
        return NewKey(id, parent, root.wrap_key(id, key, nonces.pop()), Sealer(id, key, nonces))

    def remember(self, keys: Iterable[NewKey]) -> None:
        """Keep root keys that have been saved at hand, for wrapping their children."""
        for key in keys:
            if key.parent is None:
                self._roots[key.id] = key.sealer

    def forget(self, ids: Iterable[UUID]) -> None:
        """Drop keys that were destroyed from this process's memory too."""
        for id in ids:
            self._roots.pop(id, None)
            for known in [known for known in list(self._unwrapped) if known[0] == id]:
                del self._unwrapped[known]

    def sealer(self, id: UUID) -> Sealer:
        """The sealer of one aggregate; Gone if its key was destroyed, Refused if it never was."""
        found = self._sealer_if_made(id)
        if found is None:
            raise Refused("Say whose words these are: they have to be welcomed to the place first.")
        return found

    def _sealer_if_made(self, id: UUID) -> Sealer | None:
        found = self.sealers([id]).get(id)
        if found is not None:
            return found
        self._roots.pop(id, None)
        with self._database.reading() as connection:
            row = connection.execute(_IS_DESTROYED, (id,)).fetchone()
        if row is None:
            return None
        if row[0]:
            raise Gone("These words were erased, so nothing more can be added to them.")
        made_meanwhile = self.sealers([id]).get(id)
        if made_meanwhile is None:
            raise Misconfigured("The master key does not fit the keys in this database.")
        return made_meanwhile

    def sealers(
        self, ids: Iterable[UUID], connection: Connection[Any] | None = None
    ) -> dict[UUID, Sealer]:
        """The sealers of many aggregates; those whose key is gone are left out."""
        wanted = list(set(ids))
        if not wanted:
            return {}
        if connection is None:
            with self._database.reading() as own:
                return self.sealers(wanted, own)
        rows = connection.execute(_FIND_KEYS, (wanted,)).fetchall()
        return {
            id: sealer
            for id, parent, box, parent_box in rows
            if (sealer := self._unwrap(id, parent, box, parent_box)) is not None
        }

    def open_field(self, event: Event, field: str, sealed: Sealed) -> str:
        """One sealed field of an event; `[erased]` where a key is gone."""
        sealer = sealer_of(event, self.sealers([event.originator_id, event.envelope.actor]))
        return ERASED if sealer is None else sealer.open(field, sealed)

    def own_or_new(self, person: UUID) -> tuple[Sealer, NewKey | None]:
        """Somebody's own sealer; and, where they never had a key, the new one to save with it."""
        found = self._sealer_if_made(person)
        if found is not None:
            return found, None
        key = self.new_root(person)
        return key.sealer, key

    def keyed(self, said: str) -> str:
        """A name for what was said or who said it, that nobody can guess back from the log."""
        return hmac.digest(self._lookup_key, b"command\x1f" + said.encode(), "sha256").hex()

    def identity_lookup(self, provider: str, outside_id: str) -> bytes:
        """What the vault finds somebody by, in any case: a digest under the master key."""
        return hmac.digest(
            self._lookup_key, f"{provider}\x1f{outside_id.casefold()}".encode(), "sha256"
        )

    def seal_for_vault(self, field: str, plain: bytes) -> bytes:
        """Seal what tells who somebody is outside, under the master key, as the vault does."""
        return self._master.seal_bytes(field, plain).box

    def open_from_vault(self, field: str, box: bytes) -> bytes:
        """What was sealed for the vault. Misconfigured where the master key does not fit."""
        plain = self._master.open_bytes(field, box)
        if plain is None:
            raise Misconfigured("The master key does not fit what this database holds.")
        return plain

    def person_for(self, provider: str, outside_id: str) -> UUID:
        """The random id that this outside identity has in the log, made at first meeting."""
        known = self.find_person(provider, outside_id)
        return known or self.people_for(provider, [outside_id])[outside_id]

    def people_for(self, provider: str, outside_ids: Iterable[str]) -> dict[str, UUID]:
        """The random ids of many outside identities, made at first meeting."""
        by_lookup = {self.identity_lookup(provider, one): one for one in set(outside_ids)}
        rows = [
            (lookup, uuid4(), self._master.seal(f"identity:{provider}", outside_id).box)
            for lookup, outside_id in by_lookup.items()
        ]
        lookups, people, boxes = ([row[n] for row in rows] for n in range(3))
        with self._database.writing() as connection:
            connection.execute(_NOTE_IDENTITIES, (provider, lookups, people, boxes))
            found = connection.execute(_FIND_IDENTITIES, (list(by_lookup),))
            return {by_lookup[bytes(lookup)]: person for lookup, person in found}

    def find_person(self, provider: str, outside_id: str) -> UUID | None:
        """The person with this outside identity, if we have met."""
        lookup = self.identity_lookup(provider, outside_id)
        with self._database.reading() as connection:
            row = connection.execute(_FIND_IDENTITIES, ([lookup],)).fetchone()
            return None if row is None else row[1]

    def link_identity(self, person: UUID, provider: str, outside_id: str) -> None:
        """Let one more outside identity stand for this person."""
        lookup = self.identity_lookup(provider, outside_id)
        box = self._master.seal(f"identity:{provider}", outside_id).box
        with self._database.writing() as connection:
            connection.execute(_NOTE_IDENTITIES, (provider, [lookup], [person], [box]))

    def outside_names(self, provider: str) -> dict[UUID, str]:
        """What people are called outside, for whoever this provider knows."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT person_id, sealed FROM vault.identities").fetchall()
        opened = {person: self._master.open(f"identity:{provider}", box) for person, box in rows}
        return {person: name for person, name in opened.items() if name != ERASED}

    def identities_of(
        self, person: UUID, provider: str, connection: Connection[Any] | None = None
    ) -> list[str]:
        """By which names this provider knows somebody, in the order in which they were noted."""
        if connection is None:
            with self._database.reading() as own:
                return self.identities_of(person, provider, own)
        rows = connection.execute(_IDENTITIES_OF, (person,)).fetchall()
        opened = (self._master.open(f"identity:{provider}", box) for (box,) in rows)
        return [name for name in opened if name != ERASED]

    def forget_identities(self, person: UUID) -> int:
        """Remove all outside identities of somebody; how many there were."""
        with self._database.writing() as connection:
            gone = connection.execute(
                "DELETE FROM vault.identities WHERE person_id = %s", (person,)
            )
            return gone.rowcount

    def sweep(self) -> None:
        """Have PostgreSQL overwrite destroyed keys and identities in its files (VACUUM)."""
        with self._database.dedicated() as connection:
            connection.execute("VACUUM keystore.keys")
            connection.execute("VACUUM vault.identities")
            connection.execute("VACUUM access.tokens")

    def _unwrap(
        self, id: UUID, parent: UUID | None, box: bytes | None, parent_box: bytes | None
    ) -> Sealer | None:
        if box is None or (parent is not None and parent_box is None):
            return None
        if parent is None:
            key = self._unwrap_root(id, box)
        else:
            parent_key = self._unwrap_root(parent, bytes(parent_box or b""))
            wrapping = None if parent_key is None else Sealer(parent, parent_key)
            key = None if wrapping is None else wrapping.unwrap_key(id, bytes(box))
        return None if key is None else Sealer(id, key)

    def _unwrap_root(self, id: UUID, box: bytes) -> bytes | None:
        remembered = self._unwrapped.get((id, bytes(box)))
        if remembered is None:
            remembered = self._master.unwrap_key(id, bytes(box))
            if remembered is not None:
                self._unwrapped[id, bytes(box)] = remembered
        return remembered


def lookups(keys: KeyStore, place_id: UUID, name: str) -> tuple[str, ...]:
    """By what a name that was left out is found: all of it, and each longer word in it."""
    plain = " ".join(name.casefold().split())
    words = [word for word in plain.split() if len(word) >= LEAST_LETTERS]
    found = dict.fromkeys([plain, *words])
    return tuple(keys.keyed(f"mention\x1f{place_id}\x1f{one}") for one in found)


_ANY_ROOT = "SELECT id, box FROM keystore.keys WHERE parent IS NULL AND box IS NOT NULL LIMIT 1"

_FIND_KEYS = """
SELECT k.id, k.parent, k.box, (SELECT p.box FROM keystore.keys AS p WHERE p.id = k.parent)
FROM keystore.keys AS k WHERE k.id = ANY (%b)
"""

_IS_DESTROYED = """
SELECT k.box IS NULL OR (k.parent IS NOT NULL AND p.box IS NULL)
FROM keystore.keys AS k LEFT JOIN keystore.keys AS p ON p.id = k.parent WHERE k.id = %s
"""

_NOTE_IDENTITIES = """
INSERT INTO vault.identities (provider, lookup, person_id, sealed)
SELECT %s, * FROM unnest(%s::bytea[], %s::uuid[], %s::bytea[])
ON CONFLICT (lookup) DO UPDATE SET provider = excluded.provider WHERE identities.provider IS NULL
"""

_IDENTITIES_OF = """
SELECT sealed FROM vault.identities WHERE person_id = %s ORDER BY noted_at, lookup
"""

_FIND_IDENTITIES = "SELECT lookup, person_id FROM vault.identities WHERE lookup = ANY (%s)"
