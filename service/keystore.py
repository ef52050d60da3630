"""The key store: seals words, opens them, and erases for good by destroying a key."""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from psycopg import Connection

from service.database import Database
from service.domain.errors import Gone, Misconfigured
from service.domain.sealed import ERASED, Sealed
from service.settings import Settings

KEY_BYTES = 32
NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that exists only in memory until it is appended together with the first event."""

    id: UUID
    parent: UUID | None
    box: bytes
    sealer: Sealer


class Sealer:
    """Seals and opens the words of one aggregate under that aggregate's key (AES-256-GCM)."""

    __slots__ = ("_cipher", "_id")

    def __init__(self, id: UUID, key: bytes) -> None:
        self._id, self._cipher = id.bytes, AESGCM(key)

    def seal(self, field: str, text: str) -> Sealed:
        """Seal words as this field of this aggregate."""
        return Sealed(self._wrap(field, text.encode()))

    def seal_if(self, field: str, text: str | None) -> Sealed | None:
        """Seal words, where there are any."""
        return None if text is None else self.seal(field, text)

    def open(self, field: str, sealed: Sealed | bytes) -> str:
        """The words; `[erased]` where this key does not fit."""
        box = sealed.box if isinstance(sealed, Sealed) else bytes(sealed)
        try:
            plain = self._cipher.decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], self._about(field))
        except InvalidTag:
            return ERASED
        return plain.decode()

    def wrap_key(self, child: UUID, key: bytes) -> bytes:
        """Wrap a child's key under this one."""
        return self._wrap(f"key:{child}", key)

    def unwrap_key(self, child: UUID, box: bytes) -> bytes | None:
        """A child's key, or None where this one does not fit."""
        about = self._about(f"key:{child}")
        try:
            return self._cipher.decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], about)
        except InvalidTag:
            return None

    def _wrap(self, field: str, plain: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, self._about(field))

    def _about(self, field: str) -> bytes:
        return self._id + field.encode()


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

    def new_root(self, id: UUID) -> NewKey:
        """A key of its own for a person, place or programme."""
        key = secrets.token_bytes(KEY_BYTES)
        return NewKey(id, None, self._master.wrap_key(id, key), Sealer(id, key))

    def new_child(self, id: UUID, parent: UUID) -> NewKey:
        """A key for a reflection or prototype, wrapped by its author's or place's key.

        Appending it is refused (Gone) if the parent's key has been destroyed by then.
        """
        key = secrets.token_bytes(KEY_BYTES)
        root = self._roots.get(parent)
        if root is None:
            root = self._roots[parent] = self.sealer(parent)
        return NewKey(id, parent, root.wrap_key(id, key), Sealer(id, key))

    def remember(self, keys: Iterable[NewKey]) -> None:
        """Keep root keys that have been saved at hand, for wrapping their children."""
        for key in keys:
            if key.parent is None:
                self._roots[key.id] = key.sealer

    def sealer(self, id: UUID) -> Sealer:
        """The sealer of one aggregate; Gone if its key was destroyed."""
        found = self.sealers([id]).get(id)
        if found is None:
            self._roots.pop(id, None)
            raise Gone("These words were erased, so nothing more can be added to them.")
        return found

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

    def identity_lookup(self, provider: str, outside_id: str) -> bytes:
        """What the vault finds somebody by: a keyed digest, useless without the master key."""
        return hmac.digest(self._lookup_key, f"{provider}\x1f{outside_id}".encode(), "sha256")

    def person_for(self, provider: str, outside_id: str) -> UUID:
        """The random id that this outside identity has in the log, made at first meeting."""
        return self.people_for(provider, [outside_id])[outside_id]

    def people_for(self, provider: str, outside_ids: Iterable[str]) -> dict[str, UUID]:
        """The random ids of many outside identities, made at first meeting."""
        by_lookup = {self.identity_lookup(provider, one): one for one in set(outside_ids)}
        rows = [
            (lookup, uuid4(), self._master.seal(f"identity:{provider}", outside_id).box)
            for lookup, outside_id in by_lookup.items()
        ]
        lookups, people, boxes = ([row[n] for row in rows] for n in range(3))
        with self._database.writing() as connection:
            connection.execute(_NOTE_IDENTITIES, (lookups, people, boxes))
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
            connection.execute(_NOTE_IDENTITIES, ([lookup], [person], [box]))

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


def opened(sealers: Mapping[UUID, Sealer], id: UUID, field: str, box: bytes | None) -> str | None:
    """Words from a read model: None where there are none, `[erased]` where the key is gone."""
    if box is None:
        return None
    sealer = sealers.get(id)
    return ERASED if sealer is None else sealer.open(field, box)


def master_key(settings: Settings) -> bytes:
    """The master key from the environment, a file, or (embedded only) one made here, mode 0600."""
    if settings.master_key is not None:
        return _decoded(settings.master_key.get_secret_value(), "DOUBLELOOP_MASTER_KEY")
    if settings.master_key_file is not None:
        return _read_key(settings.master_key_file)
    if settings.database_url is not None:
        raise Misconfigured(
            "No master key is set. Make one with `doubleloop master-key` and give it as "
            "DOUBLELOOP_MASTER_KEY_FILE. Keep a copy elsewhere: without it nothing can be read."
        )
    path = settings.data / "master.key"
    if not path.exists():
        _make_key_file(path)
    return _read_key(path)


def new_master_key() -> str:
    """A fresh master key, as base64."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _make_key_file(path: Path) -> None:
    making = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as handle:
        handle.write(new_master_key() + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    try:
        os.link(making, path)  # Only one of several processes makes it; none overwrites it.
    except FileExistsError:
        pass
    finally:
        making.unlink()


def _read_key(path: Path) -> bytes:
    try:
        return _decoded(path.read_text().strip(), str(path))
    except OSError as error:
        raise Misconfigured(f"The master key file {path} cannot be read.") from error


def _decoded(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Misconfigured(f"The master key in {where} is not base64.") from error
    if len(key) != KEY_BYTES:
        raise Misconfigured(f"The master key in {where} must be {KEY_BYTES} bytes, as base64.")
    return key


_FIND_KEYS = """
SELECT k.id, k.parent, k.box, p.box
FROM keystore.keys AS k LEFT JOIN keystore.keys AS p ON p.id = k.parent
WHERE k.id = ANY (%s)
"""

_NOTE_IDENTITIES = """
INSERT INTO vault.identities (lookup, person_id, sealed)
SELECT * FROM unnest(%s::bytea[], %s::uuid[], %s::bytea[])
ON CONFLICT (lookup) DO NOTHING
"""

_FIND_IDENTITIES = "SELECT lookup, person_id FROM vault.identities WHERE lookup = ANY (%s)"
