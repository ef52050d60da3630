"""Posts: what we say in Slack, one row a message, with what it should tell of and what it does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from pydantic_core import from_json, to_json

from service.database import Database
from service.domain.base import natural_id
from service.keystore import KeyStore

ADDRESS, MESSAGE = "slack:address", "slack:message"


@dataclass(frozen=True)
class Address:
    """Where a post goes: a conversation, or a person (their direct messages, or their Home)."""

    team: str
    """The workspace whose bot speaks."""
    channel: str = ""
    user: str = ""
    thread_ts: str = ""


@dataclass(frozen=True)
class Want:
    """That a message about something should be there, and tell of it as it is now."""

    kind: str
    about: UUID
    place_id: UUID
    address: Address
    person_id: UUID | None = None
    """Whose own it is: it goes when they are erased."""

    @property
    def id(self) -> UUID:
        """One message of a kind, about one thing, to one conversation or person."""
        to = self.address.channel or self.address.user
        return natural_id("slack-post", self.kind, self.about, self.address.team, to)


@dataclass(frozen=True)
class Posted:
    """Where a message stands."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Post:
    """A message that is wanted, as far as it got."""

    id: UUID
    kind: str
    about: UUID
    place_id: UUID
    person_id: UUID | None
    address: Address
    pace: bytes
    wanted: int
    attempts: int
    attempted_at: datetime | None
    """Set before we post and cleared by a clear answer: else Slack may or may not have it."""
    posted: Posted | None
    shown: bytes | None
    """A digest of what it shows now."""


class Posts:
    """The rows of `slack.posts`. Addresses are sealed: they tell who somebody is in Slack."""

    def __init__(self, database: Database, keys: KeyStore) -> None:
        self._database, self._keys = database, keys

    def want(
        self,
        wants: Iterable[Want],
        position: int,
        now: datetime,
        connection: Connection[Any] | None = None,
    ) -> None:
        """Have these told, as of this position of the log. Wanting twice is wanting once."""
        if connection is None:
            with self._database.writing() as own:
                self.want(wants, position, now, own)
            return
        for one in wants:
            address = self._keys.seal_for_vault(ADDRESS, to_json(asdict(one.address)))
            to = one.address.channel or one.address.user
            pace = self._keys.identity_lookup("slack-pace", f"{one.address.team}/{to}")
            known = (one.id, one.kind, one.about, one.place_id, one.person_id)
            connection.execute(_WANT, (*known, address, pace, position, now))

    def refresh_person(self, person: UUID, now: datetime, connection: Connection[Any]) -> None:
        """Have all that is somebody's own said anew: they were erased, so it goes from Slack."""
        connection.execute(f"{_ANEW} WHERE person_id = %s".encode(), (now, person))

    def refresh(self, kind: str, about: UUID, now: datetime) -> None:
        """Have what we said about something said anew, where it has changed outside the log."""
        self._run(_ANEW + "WHERE kind = %s AND about = %s", (now, kind, about))

    def due(self, now: datetime, spoken: Iterable[bytes] = (), limit: int = 50) -> list[Post]:
        """What may be told now, one a conversation, concerns first and then by what came first;
        but nothing in the conversations that were just `spoken` in.
        """
        with self._database.reading() as connection:
            rows = connection.execute(_DUE, (now, list(spoken), limit)).fetchall()
        return [self._post(row) for row in rows]

    def about(self, kind: str, about: UUID) -> list[Post]:
        """What we said, or are about to say, about something."""
        return self._find("kind = %s AND about = %s", (kind, about))

    def heard_by(self, kind: str, about: Iterable[UUID]) -> dict[UUID, set[UUID]]:
        """Of each of these of which we said something, whose own message about it stands in Slack,
        or may still come to stand there."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT about, array_agg(person_id) FILTER (WHERE person_id IS NOT NULL "
                "AND (message IS NOT NULL OR wanted > done)) "
                "FROM slack.posts WHERE kind = %s AND about = ANY (%s) GROUP BY about",
                (kind, list(about)),
            )
            return {id: set(people or ()) for id, people in rows}

    def in_place(self, kind: str, place: UUID) -> list[Post]:
        """What we said, or are about to say, of a kind in a place."""
        return self._find("kind = %s AND place_id = %s", (kind, place))

    def at(self, team: str, channel: str, ts: str) -> Post | None:
        """Which of our messages stands there, if one of ours does."""
        return next(iter(self._find("stands = %s", (self._stands(team, channel, ts),))), None)

    def kinds_in(self, team: str, channel: str) -> set[str]:
        """Of which kinds something of ours stands in a channel, or may still come to."""
        pace = self._keys.identity_lookup("slack-pace", f"{team}/{channel}")
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT DISTINCT kind FROM slack.posts "
                "WHERE pace = %s AND (message IS NOT NULL OR wanted > done)",
                (pace,),
            )
            return {kind for (kind,) in rows}

    def of_person(self, person: UUID) -> list[Post]:
        """What we said to, or of, one person."""
        return self._find("person_id = %s", (person,))

    def attempting(self, post: Post, now: datetime) -> None:
        """We are about to post it: from now on Slack may have it without our knowing."""
        self._run("UPDATE slack.posts SET attempted_at = %s WHERE id = %s", (now, post.id))

    def told(self, post: Post, posted: Posted | None, shown: bytes | None, now: datetime) -> None:
        """It tells of what was wanted; `posted` is where it stands, None where it is not there."""
        stands = posted and self._stands(post.address.team, posted.channel, posted.ts)
        box = posted and self._keys.seal_for_vault(MESSAGE, to_json(asdict(posted)))
        self._run(
            "UPDATE slack.posts SET done = greatest(done, %s), message = %s, stands = %s, "
            "shown = %s, sent_at = %s, attempts = 0, attempted_at = NULL, problem = NULL "
            "WHERE id = %s",
            (post.wanted, box, stands, shown, now, post.id),
        )

    def put_off(
        self, post: Post, until: datetime, problem: str, *, is_certain: bool, is_try: bool = True
    ) -> None:
        """Try again later. `is_certain` where Slack surely did not get it this time; where it may
        have it from before without our knowing, that stays so."""
        self._run(
            "UPDATE slack.posts SET not_before = %s, problem = %s, attempts = attempts + %s, "
            "attempted_at = CASE WHEN %s THEN %s ELSE attempted_at END WHERE id = %s",
            (until, problem, int(is_try), is_certain, post.attempted_at, post.id),
        )

    def give_up(self, post: Post, problem: str) -> None:
        """It cannot be told: nobody is there to hear it. Where Slack may have it from before
        without our knowing, that stays so."""
        self._run(
            "UPDATE slack.posts SET done = greatest(done, %s), problem = %s, attempts = 0, "
            "attempted_at = %s WHERE id = %s",
            (post.wanted, problem, post.attempted_at, post.id),
        )

    def try_again(self, now: datetime, team: str | None = None, channel: str | None = None) -> None:
        """Somebody can hear us again in a workspace, or in one of its channels: what stands there
        and could not be changed or taken away is made true now. What was never said is over."""
        stuck = self._find(
            "problem IS NOT NULL AND done >= wanted "
            "AND (message IS NOT NULL OR attempted_at IS NOT NULL)",
            (),
        )
        for post in stuck:
            to = post.address
            if team in (None, to.team) and channel in (None, to.channel):
                self._run(_ANEW + "WHERE id = %s", (now, post.id))

    def taken_away(self, post: Post) -> None:
        """It stands nowhere any more, though it still should."""
        self._run(
            "UPDATE slack.posts SET message = NULL, stands = NULL, shown = NULL WHERE id = %s",
            (post.id,),
        )

    def drop(self, post: Post) -> None:
        """There is nothing to tell (any more), and nothing of it stands in Slack."""
        self._run("DELETE FROM slack.posts WHERE id = %s AND wanted = %s", (post.id, post.wanted))

    def waiting(self) -> int:
        """How many wait to be told."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT count(*) FROM slack.posts WHERE wanted > done")
            return int(row.fetchone()[0])  # type: ignore[index]

    def put_off_for(self, problem: str, now: datetime) -> list[tuple[Post, datetime]]:
        """What waits for a reason, and until when."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS}, not_before FROM slack.posts "  # noqa: S608
                "WHERE wanted > done AND problem = %s AND not_before > %s".encode(),
                (problem, now),
            ).fetchall()
        return [(self._post(row[:-1]), row[-1]) for row in rows]

    def _find(self, where: str, parameters: tuple[object, ...]) -> list[Post]:
        with self._database.reading() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM slack.posts WHERE {where}".encode(),  # noqa: S608
                parameters,
            ).fetchall()
        return [self._post(row) for row in rows]

    def _post(self, row: tuple[Any, ...]) -> Post:
        id, kind, about, place, person, address, pace, wanted, attempts, at, message, shown = row
        opened = from_json(self._keys.open_from_vault(ADDRESS, address))
        posted = message and from_json(self._keys.open_from_vault(MESSAGE, message))
        return Post(
            id=id,
            kind=kind,
            about=about,
            place_id=place,
            person_id=person,
            address=Address(**opened),
            pace=bytes(pace),
            wanted=wanted,
            attempts=attempts,
            attempted_at=at,
            posted=Posted(**posted) if posted else None,
            shown=None if shown is None else bytes(shown),
        )

    def _stands(self, team: str, channel: str, ts: str) -> bytes:
        return self._keys.identity_lookup("slack-post", f"{team}/{channel}/{ts}")

    def _run(self, statement: str, parameters: tuple[object, ...]) -> None:
        with self._database.writing() as connection:
            connection.execute(statement.encode(), parameters)


_COLUMNS = (
    "id, kind, about, place_id, person_id, address, pace, wanted, attempts, attempted_at, "
    "message, shown"
)

_ANEW = "UPDATE slack.posts SET wanted = greatest(wanted, done) + 1, not_before = %s "

_IS_CONCERN = "kind IN ('concern', 'concern_waits', 'concern_read')"

_DUE = f"""
SELECT {_COLUMNS} FROM (
    SELECT DISTINCT ON (pace) * FROM slack.posts
    WHERE wanted > done AND not_before <= %s AND pace <> ALL (%s::bytea[])
    ORDER BY pace, {_IS_CONCERN} DESC, wanted, id
) AS first_of_each ORDER BY {_IS_CONCERN} DESC, wanted, id LIMIT %s
""".encode()  # noqa: S608 - the columns stand above

_WANT = """
INSERT INTO slack.posts
    (id, kind, about, place_id, person_id, address, pace, wanted, not_before)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (id) DO UPDATE SET wanted =
    greatest(posts.wanted + (excluded.wanted > 0)::int, excluded.wanted)
"""
