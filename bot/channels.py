"""Channels: which Slack channel is for which place or funder, and who is welcome in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from psycopg.rows import class_row

from service.database import Database

Purpose = Literal["place", "triage"]


@dataclass(frozen=True)
class LinkedChannel:
    """A channel that is for a place: all its people (`place`), or who reads there (`triage`)."""

    team_id: str
    channel_id: str
    place_id: UUID
    purpose: Purpose
    welcomes_others: bool
    """True where the place's coordinator lets people of other organisations take part."""
    is_shared: bool
    closed_at: datetime | None
    """When it was archived, or the bot had to leave it."""


@dataclass(frozen=True)
class FunderChannel:
    """A channel that is for a programme's funder: its digests are told there, and nothing else."""

    team_id: str
    channel_id: str
    programme_id: UUID
    welcomes_others: bool
    """True where it was said that people of other organisations may read along."""
    is_shared: bool
    closed_at: datetime | None

    @property
    def is_open(self) -> bool:
        """True where a digest may be told: it is there, and nobody reads whom nobody let in."""
        return self.closed_at is None and (self.welcomes_others or not self.is_shared)


class Channels:
    """The rows of `slack.channels`. A channel is for one thing, and never silently moved."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def link(self, team: str, channel: str, place: UUID, purpose: Purpose, now: datetime) -> None:
        """Let this channel be for this place from now on."""
        self._run(_LINK, (team, channel, place, purpose, now))

    def link_funder(self, team: str, channel: str, programme: UUID, now: datetime) -> None:
        """Let this channel be for this programme's funder from now on."""
        self._run(_LINK_FUNDER, (team, channel, programme, now))

    def unlink(self, team: str, channel: str) -> None:
        """Let this channel be for nothing any more."""
        self._run(
            "DELETE FROM slack.channels WHERE team_id = %s AND channel_id = %s", (team, channel)
        )

    def of(self, team: str, channel: str) -> LinkedChannel | None:
        """Which place a channel is for, if we were told; also where it is closed."""
        return next(iter(self._find("team_id = %s AND channel_id = %s", (team, channel))), None)

    def of_funder(self, team: str, channel: str) -> FunderChannel | None:
        """The programme for whose funder a channel is; also where it is closed."""
        where = "team_id = %s AND channel_id = %s"
        return next(iter(self._find_funders(where, (team, channel))), None)

    def for_place(self, place: UUID, purpose: Purpose = "place") -> list[LinkedChannel]:
        """The open channels of a place."""
        return self._find("place_id = %s AND purpose = %s AND closed_at IS NULL", (place, purpose))

    def for_funder(self, programme: UUID) -> list[FunderChannel]:
        """The channels in which a programme's funder may be told something now."""
        found = self._find_funders("programme_id = %s", (programme,))
        return [one for one in found if one.is_open]

    def in_team(self, team: str) -> list[LinkedChannel]:
        """All open channels in a workspace that are for a place."""
        return self._find("team_id = %s AND closed_at IS NULL", (team,))

    def teams_of(self, channel: str) -> list[str]:
        """In which workspaces a channel is for something: a shared one has one id everywhere."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT team_id FROM slack.channels WHERE channel_id = %s ORDER BY linked_at",
                (channel,),
            )
            return [team for (team,) in rows]

    def all_open(self) -> list[LinkedChannel]:
        """All open channels that are for a place, in every workspace."""
        return self._find("closed_at IS NULL", ())

    def all_of_funders(self) -> list[FunderChannel]:
        """All channels for funders that the bot is in, in every workspace."""
        return self._find_funders("closed_at IS NULL", ())

    def close(self, team: str, channel: str, now: datetime) -> None:
        """Post nothing there any more: it was archived, or the bot had to leave."""
        self._run(
            "UPDATE slack.channels SET closed_at = %s "
            "WHERE team_id = %s AND channel_id = %s AND closed_at IS NULL",
            (now, team, channel),
        )

    def reopen(self, team: str, channel: str) -> None:
        """The bot is back in it."""
        self._run(
            "UPDATE slack.channels SET closed_at = NULL WHERE team_id = %s AND channel_id = %s",
            (team, channel),
        )

    def rename_id(self, team: str, old: str, new: str) -> None:
        """Slack gave the channel another id (as it does when sharing a private one)."""
        self._run(
            "UPDATE slack.channels SET channel_id = %s WHERE team_id = %s AND channel_id = %s",
            (new, team, old),
        )

    def note_shared(self, team: str, channel: str, *, is_shared: bool) -> None:
        """The channel is, or is no longer, shared with other organisations. A newly shared one
        welcomes nobody from elsewhere until the coordinator says so."""
        self._run(
            "UPDATE slack.channels SET is_shared = %s, welcomes_others = false "
            "WHERE team_id = %s AND channel_id = %s AND is_shared <> %s",
            (is_shared, team, channel, is_shared),
        )

    def welcome_others(self, team: str, channel: str, *, welcome: bool) -> None:
        """Let people of other organisations take part there, or not."""
        self._run(
            "UPDATE slack.channels SET welcomes_others = %s WHERE team_id = %s AND channel_id = %s",
            (welcome, team, channel),
        )

    def _find(self, where: str, parameters: tuple[object, ...]) -> list[LinkedChannel]:
        of_places = f"{_COLUMNS}, place_id, purpose FROM slack.channels WHERE place_id IS NOT NULL"
        with self._database.reading() as connection:
            cursor = connection.cursor(row_factory=class_row(LinkedChannel))
            return cursor.execute(_select(of_places, where), parameters).fetchall()

    def _find_funders(self, where: str, parameters: tuple[object, ...]) -> list[FunderChannel]:
        of_funders = f"{_COLUMNS}, programme_id FROM slack.channels WHERE programme_id IS NOT NULL"
        with self._database.reading() as connection:
            cursor = connection.cursor(row_factory=class_row(FunderChannel))
            return cursor.execute(_select(of_funders, where), parameters).fetchall()

    def _run(self, statement: str, parameters: tuple[object, ...]) -> None:
        with self._database.writing() as connection:
            connection.execute(statement.encode(), parameters)


def _select(what: str, where: str) -> bytes:
    """Of what stands in this room alone; what was given comes in beside it."""
    return f"SELECT {what} AND {where} ORDER BY linked_at, channel_id".encode()


_COLUMNS = "team_id, channel_id, welcomes_others, is_shared, closed_at"

_LINK = """
INSERT INTO slack.channels (team_id, channel_id, place_id, purpose, linked_at)
VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (team_id, channel_id) DO UPDATE
SET place_id = excluded.place_id, purpose = excluded.purpose, closed_at = NULL
WHERE channels.place_id IS NOT NULL
"""

_LINK_FUNDER = """
INSERT INTO slack.channels (team_id, channel_id, programme_id, purpose, linked_at)
VALUES (%s, %s, %s, 'funder', %s)
ON CONFLICT (team_id, channel_id) DO UPDATE SET closed_at = NULL
WHERE channels.programme_id = excluded.programme_id
"""
