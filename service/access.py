"""Access: tokens for programs, one-use links and sessions for people; only hashes are kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from service.database import Database
from service.domain.errors import NotSignedIn, Refused
from service.domain.vocabulary import ActorRole
from service.policy import Actor

TOKEN_LIFE = timedelta(days=365)
INVITATION_LIFE = timedelta(minutes=10)
SESSION_IDLE = timedelta(minutes=30)
SESSION_LIFE = timedelta(hours=12)
SECRET_BYTES = 32
NOTE_USE_EVERY = timedelta(minutes=1)
PREFIX = "dl"
FEED = "calendar of "


@dataclass(frozen=True)
class TokenView:
    """What may be shown of a token."""

    id: str
    label: str
    role: ActorRole
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class Access:
    """Who comes in, and as whom. Times are given by the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make_token(
        self, actor: Actor, label: str, now: datetime, life: timedelta = TOKEN_LIFE
    ) -> str:
        """A bearer token for this actor, `dl_<id>_<secret>`. It is shown once and never again."""
        if not timedelta() < life <= TOKEN_LIFE:
            raise Refused("A token lives for one day to one year.")
        id, secret = secrets.token_hex(6), secrets.token_urlsafe(SECRET_BYTES)
        self._run(
            "INSERT INTO access.tokens (id, digest, label, role, person_id, places, made_at, "
            "expires_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            (id, _digest(secret), label, *_row(actor), now, now + life),
        )
        return f"{PREFIX}_{id}_{secret}"

    def actor_of_token(self, token: str, now: datetime) -> Actor:
        """Whom a bearer token stands for; NotSignedIn if it is unknown, over, or revoked."""
        prefix, _, rest = token.partition("_")
        id, _, secret = rest.partition("_")
        if prefix != PREFIX or not secret or not token.isascii():
            raise NotSignedIn("This token is not valid.")
        row = self._one(
            "SELECT role, person_id, places, last_used_at FROM access.tokens "
            "WHERE id = %s AND digest = %s AND revoked_at IS NULL AND expires_at > %s",
            (id, _digest(secret), now),
        )
        if row is None:
            raise NotSignedIn("This token is not valid any more.")
        *actor, last_used_at = row
        if last_used_at is None or now - last_used_at > NOTE_USE_EVERY:
            self._run("UPDATE access.tokens SET last_used_at = %s WHERE id = %s", (now, id))
        return _actor(actor)

    def make_feed(self, actor: Actor, place_id: UUID, now: datetime) -> str:
        """The key to an address that a calendar program asks again and again; it opens nothing
        else. There is one for each person and place: the one before ends. Signing somebody out
        everywhere ends it too, and who may revoke tokens may revoke it."""
        id, secret = secrets.token_hex(6), secrets.token_urlsafe(SECRET_BYTES)
        label = f"{FEED}{place_id}"
        self._run(
            "UPDATE access.tokens SET revoked_at = %s "
            "WHERE person_id = %s AND label = %s AND revoked_at IS NULL",
            (now, actor.person_id, label),
        )
        self._run(
            "INSERT INTO access.tokens (id, digest, label, role, person_id, places, made_at, "
            "expires_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            (id, _digest(label + secret), label, *_row(actor), now, now + TOKEN_LIFE),
        )
        return secret

    def actor_of_feed(self, secret: str, place_id: UUID, now: datetime) -> Actor:
        """Whose calendar of this place it is; NotSignedIn where the key is not good for it."""
        row = self._one(
            "SELECT role, person_id, places FROM access.tokens "
            "WHERE digest = %s AND revoked_at IS NULL AND expires_at > %s",
            (_digest(f"{FEED}{place_id}{secret}"), now),
        )
        if row is None:
            raise NotSignedIn
        return _actor(row)

    def tokens(self) -> list[TokenView]:
        """All tokens, newest first, without their secrets."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id, label, role, made_at, expires_at, last_used_at, revoked_at "
                "FROM access.tokens ORDER BY made_at DESC"
            )
            return [TokenView(*row) for row in rows]

    def revoke_token(self, id: str, now: datetime) -> None:
        """End a token."""
        self._run("UPDATE access.tokens SET revoked_at = %s WHERE id = %s", (now, id))

    def invite(self, actor: Actor, now: datetime) -> str:
        """A secret for a one-use link that signs somebody in as this actor, for ten minutes."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        self._run(
            "INSERT INTO access.invitations (digest, role, person_id, places, expires_at) "
            "VALUES (%s, %s, %s, %s, %s)",
            (_digest(secret), *_row(actor), now + INVITATION_LIFE),
        )
        return secret

    def is_open(self, secret: str, now: datetime) -> bool:
        """True while a one-use link can still be used. Asking does not use it."""
        return (
            self._one(
                "SELECT 1 FROM access.invitations WHERE digest = %s AND used_at IS NULL "
                "AND expires_at > %s",
                (_digest(secret), now),
            )
            is not None
        )

    def accept(self, secret: str, now: datetime) -> str:
        """Use a one-use link up; a fresh session's secret. Of several at once one succeeds."""
        session = secrets.token_urlsafe(SECRET_BYTES)
        row = self._one(
            "WITH used AS (UPDATE access.invitations SET used_at = %s WHERE digest = %s "
            "AND used_at IS NULL AND expires_at > %s RETURNING role, person_id, places) "
            "INSERT INTO access.sessions (digest, role, person_id, places, made_at, seen_at) "
            "SELECT %s, role, person_id, places, %s, %s FROM used RETURNING 1",
            (now, _digest(secret), now, _digest(session), now, now),
        )
        if row is None:
            raise NotSignedIn("This link has been used, or is too old. Ask for a new one.")
        return session

    def actor_of_session(self, session: str, now: datetime) -> Actor:
        """Whom a session stands for; NotSignedIn after 30 idle minutes or 12 hours."""
        row = self._one(
            "UPDATE access.sessions SET seen_at = %s WHERE digest = %s AND revoked_at IS NULL "
            "AND seen_at > %s AND made_at > %s RETURNING role, person_id, places",
            (now, _digest(session), now - SESSION_IDLE, now - SESSION_LIFE),
        )
        if row is None:
            raise NotSignedIn
        return _actor(row)

    def sign_out(self, session: str, now: datetime) -> None:
        """End one session."""
        self._run(
            "UPDATE access.sessions SET revoked_at = %s WHERE digest = %s",
            (now, _digest(session)),
        )

    def sign_out_everywhere(self, person_id: UUID, now: datetime) -> None:
        """End all sessions, tokens and open links of somebody."""
        for table in ("sessions", "tokens"):
            self._run(
                f"UPDATE access.{table} SET revoked_at = %s "  # noqa: S608 - from the line above
                "WHERE person_id = %s AND revoked_at IS NULL",
                (now, person_id),
            )
        self._run(
            "UPDATE access.invitations SET used_at = %s WHERE person_id = %s AND used_at IS NULL",
            (now, person_id),
        )

    def forget(self, person_id: UUID) -> None:
        """Leave nothing of somebody here: a token's label is what they are called outside."""
        for table in ("sessions", "tokens", "invitations"):
            self._run(f"DELETE FROM access.{table} WHERE person_id = %s", (person_id,))  # noqa: S608

    def _run(self, statement: str, parameters: tuple[Any, ...]) -> None:
        with self._database.writing() as connection:
            connection.execute(statement.encode(), parameters)

    def _one(self, statement: str, parameters: tuple[Any, ...]) -> Any:
        with self._database.writing() as connection:
            return connection.execute(statement.encode(), parameters).fetchone()


def _digest(secret: str) -> bytes:
    # The secrets are 256 random bits, so a plain hash cannot be guessed back.
    return hashlib.sha256(secret.encode()).digest()


def _row(actor: Actor) -> tuple[str, UUID, list[UUID] | None]:
    return actor.role, actor.person_id, None if actor.places is None else list(actor.places)


def _actor(row: Any) -> Actor:
    role, person_id, places = row
    return Actor(person_id, ActorRole(role), None if places is None else frozenset(places))
