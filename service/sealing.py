"""Sealing: words encrypted under the key of what they belong to, and opened with it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from service.domain.base import Event
from service.domain.sealed import ERASED, Sealed

KEY_BYTES = 32
NONCE_BYTES = 12


class Sealer:
    """Seals and opens the words of one aggregate under that aggregate's key (AES-256-GCM)."""

    __slots__ = ("_cipher", "_id", "_nonces")

    def __init__(self, id: UUID, key: bytes, nonces: Iterable[bytes] = ()) -> None:
        """`nonces` are random ones fetched together with a new key, each for one use."""
        self._id, self._cipher, self._nonces = id.bytes, AESGCM(key), iter(nonces)

    def seal(self, field: str, text: str) -> Sealed:
        """Seal words as this field of this aggregate."""
        return self.seal_bytes(field, text.encode())

    def seal_bytes(self, field: str, plain: bytes) -> Sealed:
        """Seal bytes as this field of this aggregate."""
        return Sealed(self._wrap(field, plain))

    def seal_if(self, field: str, text: str | None) -> Sealed | None:
        """Seal words, where there are any."""
        return None if text is None else self.seal(field, text)

    def open(self, field: str, sealed: Sealed | bytes) -> str:
        """The words; `[erased]` where this key does not fit."""
        plain = self.open_bytes(field, sealed)
        return ERASED if plain is None else plain.decode()

    def open_bytes(self, field: str, sealed: Sealed | bytes) -> bytes | None:
        """The bytes; None where this key does not fit."""
        box = sealed.box if isinstance(sealed, Sealed) else bytes(sealed)
        try:
            return self._cipher.decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], self._about(field))
        except (InvalidTag, ValueError):  # another key's, or no sealed value at all
            return None

    def wrap_key(self, child: UUID, key: bytes, nonce: bytes | None = None) -> bytes:
        """Wrap a child's key under this one."""
        return self._wrap(f"key:{child}", key, nonce)

    def unwrap_key(self, child: UUID, box: bytes) -> bytes | None:
        """A child's key, or None where this one does not fit."""
        return self.open_bytes(f"key:{child}", box)

    def _wrap(self, field: str, plain: bytes, nonce: bytes | None = None) -> bytes:
        nonce = nonce or next(self._nonces, None) or os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, self._about(field))

    def _about(self, field: str) -> bytes:
        return self._id + field.encode()


class SealedTwice(Sealer):
    """Seals under two keys: words beside somebody else's go when either person is erased."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, inner: Sealer, outer: Sealer) -> None:
        self._inner, self._outer = inner, outer

    def seal(self, field: str, text: str) -> Sealed:
        """Seal words under the one key, and the result under the other."""
        return self._outer.seal_bytes(field, self._inner.seal(field, text).box)

    def open(self, field: str, sealed: Sealed | bytes) -> str:
        """The words; `[erased]` where either key does not fit.

        What came in together with the words beside it is sealed once, under their key.
        """
        plain = self.open_bytes(field, sealed)
        return ERASED if plain is None else plain.decode()

    def open_bytes(self, field: str, sealed: Sealed | bytes) -> bytes | None:
        """The bytes; None where either key does not fit."""
        inner = self._outer.open_bytes(field, sealed)
        return self._inner.open_bytes(field, sealed if inner is None else inner)


def sealer_of(event: Event, sealers: Mapping[UUID, Sealer]) -> Sealer | None:
    """What opens an event's words: its aggregate's key, for a remark also its actor's."""
    inner = sealers.get(event.originator_id)
    if inner is None or not event.is_remark:
        return inner
    outer = sealers.get(event.envelope.actor)
    return inner if outer is None else SealedTwice(inner, outer)


def opened_twice(
    sealers: Mapping[UUID, Sealer], id: UUID, person: UUID, field: str, box: bytes | None
) -> str | None:
    """Words that somebody left beside another's: `[erased]` where either key is gone."""
    if box is None:
        return None
    inner, outer = sealers.get(id), sealers.get(person)
    if inner is None or outer is None:
        return ERASED
    return SealedTwice(inner, outer).open(field, box)


def opened(sealers: Mapping[UUID, Sealer], id: UUID, field: str, box: bytes | None) -> str | None:
    """Words from a read model: None where there are none, `[erased]` where the key is gone."""
    if box is None:
        return None
    sealer = sealers.get(id)
    return ERASED if sealer is None else sealer.open(field, box)
