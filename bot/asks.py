"""Asks: words that somebody would like to keep, waiting for their author's yes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from pydantic_core import from_json, to_json

from bot.sources import Where
from service.database import Database
from service.domain.base import natural_id
from service.keystore import KeyStore

FIELD = "slack:ask"
KEPT_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Ask:
    """Words that wait, whose they are, and who would like to keep them."""

    id: UUID
    author_id: UUID
    asked_by: UUID
    place_id: UUID
    words: str
    asker_name: str
    where: Where
    """Where the words stand in Slack."""
    author_team: str
    """The workspace of who wrote them, which in a shared channel may be another one."""
    asked_at: datetime
    edited_ts: str = ""
    """Slack's time of the newest edit that these words follow; empty where there was none."""


class Asks:
    """The rows of `slack.asks`. An answered or old one leaves no words behind."""

    def __init__(self, database: Database, keys: KeyStore) -> None:
        self._database, self._keys = database, keys

    @staticmethod
    def id_for(where: Where) -> UUID:
        """One message is asked about once, whoever asks and however often."""
        return Asks.id_at(where.team, where.channel, where.ts)

    @staticmethod
    def id_at(team: str, channel: str, ts: str) -> UUID:
        """What would be asked about the message that stands there."""
        return natural_id("slack-ask", team, channel, ts)

    def ask(self, ask: Ask) -> bool:
        """Keep it waiting; False where this message was asked about before."""
        with self._database.writing() as connection:
            made = connection.execute(
                "INSERT INTO slack.asks (id, author_id, asked_by, place_id, sealed, asked_at) "
                "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (id) DO NOTHING",
                (ask.id, ask.author_id, ask.asked_by, ask.place_id, self._seal(ask), ask.asked_at),
            )
            return made.rowcount == 1

    def reword(self, ask: Ask) -> None:
        """Its author changed the words while they wait."""
        self._run(
            "UPDATE slack.asks SET sealed = %s WHERE id = %s AND answered_at IS NULL",
            (self._seal(ask), ask.id),
        )

    def drop(self, id: UUID) -> None:
        """Its author took the words away while they wait: there is nothing to ask any more."""
        self._run("DELETE FROM slack.asks WHERE id = %s AND answered_at IS NULL", (id,))

    def waiting(self, id: UUID, now: datetime) -> Ask | None:
        """What still waits for an answer; None where it was answered or is too old."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT author_id, asked_by, place_id, sealed, asked_at FROM slack.asks "
                "WHERE id = %s AND answered_at IS NULL AND asked_at > %s",
                (id, now - KEPT_FOR),
            ).fetchone()
        if row is None:
            return None
        author, asked_by, place, sealed, asked_at = row
        told = from_json(self._keys.open_from_vault(FIELD, sealed))
        return Ask(
            id=id,
            author_id=author,
            asked_by=asked_by,
            place_id=place,
            words=told["words"],
            asker_name=told["asker_name"],
            where=Where(**told["where"]),
            author_team=told["author_team"],
            asked_at=asked_at,
            edited_ts=told.get("edited_ts", ""),
        )

    def was_kept(self, id: UUID) -> bool | None:
        """True where its author said yes; None where nothing is asked any more."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT is_kept FROM slack.asks WHERE id = %s", (id,))
            found = row.fetchone()
        return None if found is None else bool(found[0])

    def waiting_for(self, author: UUID, now: datetime) -> list[UUID]:
        """What waits for this person's answer, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id FROM slack.asks WHERE author_id = %s AND answered_at IS NULL "
                "AND asked_at > %s ORDER BY asked_at",
                (author, now - KEPT_FOR),
            )
            return [id for (id,) in rows]

    def answered(self, id: UUID, now: datetime, *, is_kept: bool) -> None:
        """Let go of the words: they are a reflection now, or they are nobody's business."""
        self._run(
            "UPDATE slack.asks SET answered_at = %s, is_kept = %s, sealed = '' WHERE id = %s",
            (now, is_kept, id),
        )

    def forget_old(self, now: datetime) -> None:
        """Let go of words that were asked about too long ago."""
        self._run("DELETE FROM slack.asks WHERE asked_at < %s", (now - KEPT_FOR,))

    def asked_by(self, person: UUID) -> list[UUID]:
        """What somebody would like to keep of others' words, and has no answer yet."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id FROM slack.asks WHERE asked_by = %s AND answered_at IS NULL", (person,)
            )
            return [id for (id,) in rows]

    def forget_person(self, person: UUID) -> None:
        """Leave nothing of an erased person."""
        self._run("DELETE FROM slack.asks WHERE author_id = %s OR asked_by = %s", (person, person))

    def _seal(self, ask: Ask) -> bytes:
        told = {
            "words": ask.words,
            "asker_name": ask.asker_name,
            "where": asdict(ask.where),
            "author_team": ask.author_team,
            "edited_ts": ask.edited_ts,
        }
        return self._keys.seal_for_vault(FIELD, to_json(told))

    def _run(self, statement: str, parameters: tuple[object, ...]) -> None:
        with self._database.writing() as connection:
            connection.execute(statement.encode(), parameters)
