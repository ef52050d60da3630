"""Looking: what a test sees of the bot: the timeline, the log, what waits, and a lost database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import conninfo, sql

from bot.practice.interacting import place as conversation_of
from bot.practice.world import Message
from service.bootstrap import LEARNING_PARTNER_HERE
from service.projections.entries import Filter
from service.projections.shapes import Entry
from tests.support.postgres import Postgres
from tests.support.workspace import HARROW, Workspace


def entries(slack: Workspace) -> list[Entry]:
    """What stands on the timeline, as the learning partner reads it."""
    slack.system.runner.catch_up()
    view = slack.system.reading.timeline(LEARNING_PARTNER_HERE, slack.place, Filter())
    return view.entries


def texts(slack: Workspace) -> list[str]:
    """The words on the timeline."""
    return [entry.text for entry in entries(slack)]


def facts(slack: Workspace) -> Counter[str]:
    """How many facts of each kind are in the log."""
    rows = query(slack, "SELECT topic, count(*) FROM log.doubleloop_events GROUP BY topic")
    return Counter(dict(rows))


def query(slack: Workspace, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
    """Rows of the bot's own database."""
    with slack.system.database.reading() as connection:
        return connection.execute(statement.encode(), parameters or None).fetchall()


def direct(slack: Workspace, user: str) -> str:
    """The id of somebody's direct messages with the bot."""
    return conversation_of(slack.practice.world, user, "im")


def whispered(slack: Workspace, channel: str, user: str) -> list[Message]:
    """What only this person sees in a channel."""
    found = slack.practice.world.channels[channel].messages.values()
    return [message for message in found if message.only_for == user]


def calls(slack: Workspace, method: str, after: int = 0) -> list[dict[str, Any]]:
    """The calls of a method that reached practice Slack."""
    noted = slack.practice.journal.entries(after)
    return [one for one in noted if one["kind"] == "call" and one["method"] == method]


def delivered(slack: Workspace, event: str, after: int = 0) -> list[dict[str, Any]]:
    """The deliveries of a kind of event to the bot."""
    noted = slack.practice.journal.entries(after)
    return [one for one in noted if one["kind"] == "delivery" and one.get("event") == event]


def last_number(slack: Workspace) -> int:
    """Up to where practice Slack has noted things."""
    noted = slack.practice.journal.entries()
    return int(noted[-1]["number"]) if noted else 0


def from_harrow(user: str) -> str:
    """Somebody's name in the vault."""
    return f"{HARROW}/{user}"


@contextmanager
def database_away(postgres: Postgres, url: str) -> Iterator[None]:
    """The bot's database takes no connections meanwhile, and those that it has are cut."""
    name = str(conninfo.conninfo_to_dict(url)["dbname"])
    allow = "ALTER DATABASE {} ALLOW_CONNECTIONS {}"
    cut = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(postgres.url_of("postgres"), autocommit=True) as connection:

        def let(yes: bool) -> None:
            connection.execute(sql.SQL(allow).format(sql.Identifier(name), sql.Literal(yes)))

        let(False)
        connection.execute(cut, (name,))
        try:
            yield
        finally:
            let(True)
