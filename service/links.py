"""Links that let somebody do one thing without an account: signed, and good until a moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from itsdangerous import BadData, URLSafeSerializer

from service.domain.errors import DoubleLoopError

KEY_BYTES = 32
LONGEST_VALUE = 100
LONGEST_TOKEN = 2_000


class LinkInvalid(DoubleLoopError):
    """This link is not whole. Copy it again from the message it came in."""


class LinkExpired(DoubleLoopError):
    """This link is too old to use. Ask for a new one."""


class Links:
    """Signs links and reads them again. A link for one purpose is worth nothing for another.

    What a link says can be read by whoever has it, so it names ids and never people.
    """

    def __init__(self, master_key: bytes) -> None:
        derived = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"doubleloop links")
        self._key = derived.derive(master_key)

    def sign(self, purpose: str, payload: Mapping[str, str], expires_at: datetime) -> str:
        """A token for an address. It holds short strings, and until when it is good."""
        if any(len(value) > LONGEST_VALUE for value in payload.values()):
            raise ValueError("A link holds short strings only.")
        return self._token(purpose, dict(payload), int(expires_at.timestamp()))

    def read(self, purpose: str, token: str, now: datetime) -> dict[str, str]:
        """What was signed for this purpose. LinkInvalid or LinkExpired where it is not good."""
        if len(token) > LONGEST_TOKEN or not token.isascii():
            raise LinkInvalid
        try:
            payload, until = self._serializer(purpose).loads(token)
        except BadData as error:
            raise LinkInvalid from error
        # Base64 has more than one way to write the same bytes; only the way we wrote it counts.
        if not compare_digest(self._token(purpose, payload, until).encode(), token.encode()):
            raise LinkInvalid
        if now.timestamp() >= until:
            raise LinkExpired
        return dict(payload)

    def _token(self, purpose: str, payload: dict[str, str], until: int) -> str:
        token = self._serializer(purpose).dumps([payload, until])
        return token if isinstance(token, str) else token.decode()

    def _serializer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(
            self._key,
            salt=f"doubleloop:{purpose}".encode(),
            signer_kwargs={"key_derivation": "hmac", "digest_method": sha256},
        )
