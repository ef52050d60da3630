"""The hidden key of a form: makes sending twice safe, and shows that we made the form for them."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID, uuid4

from service.keystore import KeyStore
from service.policy import Actor
from service.web.form_fields import Data


class FormKeys:
    """Makes and checks keys. One holds for one person, place and form; nobody else can make it."""

    def __init__(self, keys: KeyStore) -> None:
        self._keys = keys

    def mint(self, actor: Actor, place_id: UUID, kind: str) -> str:
        """A new key."""
        number = str(uuid4())
        return f"{number}.{self._seal(number, actor, place_id, kind)}"

    def holds(self, key: str, actor: Actor, place_id: UUID, kind: str) -> bool:
        """True where we made this key for this person, here."""
        number, _, seal = key.partition(".")
        wanted = self._seal(number, actor, place_id, kind)
        return hmac.compare_digest(seal.encode(), wanted.encode())

    def _seal(self, number: str, actor: Actor, place_id: UUID, kind: str) -> str:
        return self._keys.keyed(f"form\x1f{actor.person_id}\x1f{place_id}\x1f{kind}\x1f{number}")


def request_key(data: Data) -> str:
    """What makes two requests the same: one opened form, and the same words in it.

    Whoever goes back and says it differently means something new, and must not lose it.
    """
    number = data.one("key").partition(".")[0]
    said = sorted((name, value) for name, value in data.items if name != "key")
    return f"form\x1f{number}\x1f{hashlib.sha256(repr(said).encode()).hexdigest()}"
