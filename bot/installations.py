"""Installations: which workspaces took the app, with their tokens sealed under the master key."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from psycopg import Connection
from pydantic_core import from_json, to_json
from slack_sdk.oauth import InstallationStore
from slack_sdk.oauth.installation_store import Bot, Installation

from service.database import Database
from service.domain.errors import Unavailable
from service.keystore import KeyStore

FIELD = "slack:installation"
KEPT = (
    "app_id",
    "enterprise_id",
    "team_id",
    "team_name",
    "bot_token",
    "bot_id",
    "bot_user_id",
    "bot_scopes",
    "bot_refresh_token",
    "bot_token_expires_at",
    "user_id",
    "is_enterprise_install",
    "token_type",
)
"""What of an installation is kept. People's own tokens are not asked for, and not kept."""

FRESH_FOR = timedelta(seconds=30)
TRUSTED_FOR = timedelta(seconds=30)
"""How long what we knew is trusted without looking, once the database turned out to be away."""
ORG_WIDE = ""
"""Stands for the workspace where a whole organisation installed the app."""

Clock = Callable[[], datetime]
logger = logging.getLogger("doubleloop.bot")


@dataclass(frozen=True)
class Known:
    """What we know of the app in one workspace."""

    installation: Installation | None
    ended_tokens: frozenset[bytes] = frozenset()
    """Digests of the settings' own tokens that Slack has ended."""


@dataclass(frozen=True)
class Ended:
    """A workspace that the app was removed from."""

    team: str
    at: datetime
    why: str


class Installations(InstallationStore):
    """The rows of `slack.installations`, and what was lately read of them.

    What is remembered outlives a database that is away, so that an event meets its 503 where it
    is to be kept. Whatever changes here is forgotten at once.
    """

    def __init__(self, database: Database, keys: KeyStore, clock: Clock) -> None:
        self._database, self._keys, self._clock = database, keys, clock
        self._lock = threading.Lock()
        self._lately: dict[tuple[str, str], tuple[Known, datetime]] = {}

    @property
    def logger(self) -> logging.Logger:
        """Where Slack's own code may say something."""
        return logger

    def of(self, team: str, enterprise: str = "") -> Known:
        """What is known of a workspace now, as far as it can be looked up.

        Unavailable where the database is away and we had to find that out; then what we knew is
        trusted for a while, so that whoever comes next does not wait in vain as well.
        """
        now, key = self._clock(), (team, enterprise)
        with self._lock:
            known, good_until = self._lately.get(key, (None, now))
        if known is not None and now < good_until:
            return known
        try:
            found = self._look_up(team, enterprise)
        except Unavailable:
            if known is not None:
                self._remember(key, known, now + TRUSTED_FOR)
            raise
        self._remember(key, found, now + FRESH_FOR)
        return found

    def forget(self) -> None:
        """Look everything up anew."""
        with self._lock:
            self._lately.clear()

    def save(self, installation: Installation) -> None:
        """Keep a workspace's installation; one from before, also an ended one, is replaced."""
        with self._database.writing() as connection, connection.transaction():
            self._save(connection, installation, self._clock())
        self.forget()

    def save_bot(self, bot: Bot) -> None:
        """Keep the bot's newer tokens in the installation that is there."""
        found = self.find_installation(enterprise_id=bot.enterprise_id, team_id=bot.team_id)
        if found is None:
            return
        found.bot_token, found.bot_refresh_token = bot.bot_token, bot.bot_refresh_token
        found.bot_token_expires_at = bot.bot_token_expires_at
        with self._database.writing() as connection:
            self._put_in(connection, found)
        self.forget()

    def find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,  # noqa: ARG002 - a bot is everybody's
        is_enterprise_install: bool | None = False,  # noqa: ARG002 - found by its team
    ) -> Installation | None:
        """The installation in a workspace, or of its organisation, while it lasts."""
        return self._look_up(team_id or ORG_WIDE, enterprise_id or "").installation

    def find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """The bot of an installation."""
        found = self.find_installation(
            enterprise_id=enterprise_id,
            team_id=team_id,
            is_enterprise_install=is_enterprise_install,
        )
        return None if found is None else found.to_bot()

    def delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """The same as `end`: without its bot nothing is left."""
        self.end(team_id or ORG_WIDE, enterprise_id or "", "deleted", self._clock())

    def delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Nothing: people have no installations of their own here."""

    def end(self, team: str, enterprise: str, why: str, as_of: datetime) -> None:
        """The app was removed as of that moment: its tokens and installer go, the row stays.

        What was installed again since is left alone: Slack may tell of the end late.
        """
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE slack.installations SET sealed = '', ended_at = %s, why_ended = %s "
                "WHERE team_id = %s AND (team_id <> '' OR enterprise_id = %s) "
                "AND ended_at IS NULL AND installed_at <= %s",
                (self._clock(), why, team, enterprise, as_of),
            )
        self.forget()

    def end_token(self, team: str, token: str, why: str) -> None:
        """The token that the settings name was ended; another one may follow it."""
        now = self._clock()
        with self._database.writing() as connection:
            connection.execute(_NOTE_ENDED, (team, self.digest(token), now, now, why))
        self.forget()

    def digest(self, token: str) -> bytes:
        """By what an ended token is known again, which is not the token."""
        return self._keys.identity_lookup("slack-token", token)

    def renew(
        self,
        team: str,
        enterprise: str,
        is_due: Callable[[Installation], bool],
        exchange: Callable[[Installation], Installation],
    ) -> Installation | None:
        """Exchange tokens that end soon, once, whoever else is about to do the same."""
        with self._database.writing() as connection, connection.transaction():
            found = self._live(connection, team, enterprise, locked=True)
            if found is not None and is_due(found):
                found = exchange(found)
                self._put_in(connection, found)
        self.forget()
        return found

    def live(self) -> list[Installation]:
        """All installations that last, for who looks after the service."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT sealed FROM slack.installations WHERE ended_at IS NULL "
                "ORDER BY installed_at"
            ).fetchall()
        return [self._open(sealed) for (sealed,) in rows]

    def ended(self) -> list[Ended]:
        """The workspaces that the app was removed from."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT team_id, ended_at, why_ended FROM slack.installations "
                "WHERE ended_at IS NOT NULL ORDER BY ended_at"
            ).fetchall()
        return [Ended(*row) for row in rows]

    def _look_up(self, team: str, enterprise: str) -> Known:
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT sealed FROM slack.installations "
                "WHERE team_id = %s AND ended_at IS NOT NULL",
                (team,),
            ).fetchall()
            found = self._live(connection, team, enterprise)
        return Known(found, frozenset(bytes(sealed) for (sealed,) in rows))

    def _live(
        self, connection: Connection[Any], team: str, enterprise: str, *, locked: bool = False
    ) -> Installation | None:
        """A workspace's own comes before its organisation's. Its team alone finds it: in shared
        channels Slack may name another organisation."""
        statement = _LIVE_LOCKED if locked else _LIVE
        row = connection.execute(statement, (team, enterprise)).fetchone()
        return None if row is None else self._open(row[0])

    def _save(self, connection: Connection[Any], new: Installation, now: datetime) -> None:
        team, enterprise = new.team_id or ORG_WIDE, new.enterprise_id or ""
        connection.execute(
            "DELETE FROM slack.installations WHERE team_id = %s AND (team_id <> '' "
            "OR enterprise_id = %s)",
            (team, enterprise),
        )
        connection.execute(
            "INSERT INTO slack.installations "
            "(enterprise_id, team_id, bot_user_id, sealed, installed_at) VALUES (%s,%s,%s,%s,%s)",
            (enterprise, team, new.bot_user_id or "", self._seal(new), now),
        )

    def _put_in(self, connection: Connection[Any], newer: Installation) -> None:
        connection.execute(
            "UPDATE slack.installations SET sealed = %s "
            "WHERE team_id = %s AND enterprise_id = %s AND ended_at IS NULL",
            (self._seal(newer), newer.team_id or ORG_WIDE, newer.enterprise_id or ""),
        )

    def _seal(self, installation: Installation) -> bytes:
        told = {name: getattr(installation, name) for name in KEPT}
        return self._keys.seal_for_vault(FIELD, to_json(told))

    def _open(self, sealed: bytes) -> Installation:
        return Installation(**from_json(self._keys.open_from_vault(FIELD, sealed)))

    def _remember(self, key: tuple[str, str], known: Known, until: datetime) -> None:
        with self._lock:
            self._lately[key] = (known, until)


_NOTE_ENDED = """
INSERT INTO slack.installations
    (enterprise_id, team_id, bot_user_id, sealed, installed_at, ended_at, why_ended)
VALUES ('', %s, '', %s, %s, %s, %s)
ON CONFLICT (enterprise_id, team_id) DO UPDATE
SET sealed = excluded.sealed, ended_at = excluded.ended_at, why_ended = excluded.why_ended
WHERE installations.ended_at IS NOT NULL
"""

_LIVE = """
SELECT sealed FROM slack.installations
WHERE ended_at IS NULL
  AND ((team_id = %s AND team_id <> '') OR (team_id = '' AND enterprise_id = %s))
ORDER BY team_id DESC LIMIT 1
"""

_LIVE_LOCKED = _LIVE + "FOR UPDATE"
