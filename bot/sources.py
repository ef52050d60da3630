"""Sources: which Slack message became which reflection or answer, so that edits find it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from pydantic_core import from_json, to_json

from service.database import Database
from service.keystore import KeyStore

FIELD = "slack:source"
ANSWER = "slack:answer"


@dataclass(frozen=True)
class Where:
    """Where a message stands in Slack, and who wrote it there."""

    team: str
    """The workspace whose app heard it."""
    channel: str
    ts: str
    thread_ts: str | None
    user: str


@dataclass(frozen=True)
class Source:
    """A message that became a reflection."""

    reflection_id: UUID
    person_id: UUID
    place_id: UUID
    where: Where
    edited_ts: str
    """Slack's time of the newest edit that we followed; empty where there was none."""


@dataclass(frozen=True)
class Answered:
    """A message that answered what its writer was asked about a reflection."""

    reflection_id: UUID
    question_id: UUID
    person_id: UUID
    place_id: UUID
    edited_ts: str = ""
    """Slack's time of the newest edit that we followed; empty where there was none."""


class Sources:
    """The rows of `slack.sources`; where a message stands is sealed, as it tells who wrote it.

    A row without a reflection's id is of an answer: what that answers is sealed as well.
    """

    def __init__(self, database: Database, keys: KeyStore) -> None:
        self._database, self._keys = database, keys

    def note(
        self, reflection: UUID, person: UUID, place: UUID, where: Where, now: datetime
    ) -> None:
        """Remember it. Noted before the append, so that no crash can leave an answer unsent."""
        lookup = self._lookup(where.team, where.channel, where.ts)
        sealed = self._keys.seal_for_vault(FIELD, to_json(asdict(where)))
        self._add(lookup, reflection, person, place, sealed, now)

    def note_answer(
        self, answered: Answered, team: str, channel: str, ts: str, now: datetime
    ) -> None:
        """Remember an answer; before the append, for the same reason."""
        about = (str(answered.reflection_id), str(answered.question_id))
        sealed = self._keys.seal_for_vault(ANSWER, to_json(about))
        lookup = self._lookup(team, channel, ts)
        self._add(lookup, None, answered.person_id, answered.place_id, sealed, now)

    def take_back(self, team: str, channel: str, ts: str, now: datetime) -> None:
        """Its writer deleted this message in Slack, whether or not we have heard of it yet."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO slack.sources (lookup, noted_at, taken_back_at) VALUES (%s, %s, %s) "
                "ON CONFLICT (lookup) DO UPDATE SET taken_back_at = excluded.taken_back_at",
                (self._lookup(team, channel, ts), now, now),
            )

    def note_edit(self, team: str, channel: str, ts: str, edited_ts: str) -> None:
        """Remember how far we followed its edits, for Slack may tell of them out of order."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE slack.sources SET edited_ts = %s WHERE lookup = %s",
                (edited_ts, self._lookup(team, channel, ts)),
            )

    def was_taken_back(self, team: str, channel: str, ts: str) -> bool:
        """True where the message is gone from Slack: then it is not kept here either."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT 1 FROM slack.sources WHERE lookup = %s AND taken_back_at IS NOT NULL",
                (self._lookup(team, channel, ts),),
            ).fetchone()
        return row is not None

    def of_message(self, team: str, channel: str, ts: str) -> Source | None:
        """What a message became."""
        return self._find("lookup = %s", self._lookup(team, channel, ts))

    def answer_at(self, team: str, channel: str, ts: str) -> Answered | None:
        """What a message answered."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT person_id, place_id, sealed, edited_ts FROM slack.sources "
                "WHERE lookup = %s AND reflection_id IS NULL AND sealed IS NOT NULL",
                (self._lookup(team, channel, ts),),
            ).fetchone()
        if row is None:
            return None
        person, place, sealed, edited = row
        reflection, question = from_json(self._keys.open_from_vault(ANSWER, sealed))
        return Answered(UUID(reflection), UUID(question), person, place, edited or "")

    def of_reflection(self, reflection: UUID) -> Source | None:
        """The message that a reflection came from; None where it came another way."""
        return self._find("reflection_id = %s", reflection)

    def forget_person(self, person: UUID) -> None:
        """Leave nothing of an erased person."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM slack.sources WHERE person_id = %s", (person,))

    def _add(
        self,
        lookup: bytes,
        reflection: UUID | None,
        person: UUID,
        place: UUID,
        sealed: bytes,
        now: datetime,
    ) -> None:
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO slack.sources "
                "(lookup, reflection_id, person_id, place_id, sealed, noted_at) "
                "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (lookup) DO NOTHING",
                (lookup, reflection, person, place, sealed, now),
            )

    def _find(self, where: str, value: object) -> Source | None:
        with self._database.reading() as connection:
            row = connection.execute(
                f"SELECT reflection_id, person_id, place_id, sealed, edited_ts FROM slack.sources "  # noqa: S608
                f"WHERE {where} AND reflection_id IS NOT NULL AND sealed IS NOT NULL".encode(),
                (value,),
            ).fetchone()
        if row is None:
            return None
        reflection, person, place, sealed, edited = row
        opened = Where(**from_json(self._keys.open_from_vault(FIELD, sealed)))
        return Source(reflection, person, place, opened, edited or "")

    def _lookup(self, team: str, channel: str, ts: str) -> bytes:
        return self._keys.identity_lookup("slack-message", f"{team}/{channel}/{ts}")
