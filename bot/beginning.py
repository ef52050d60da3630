"""Beginning anew: forget what was said in a Slack that is there no more, as practice Slack's."""

from __future__ import annotations

from service.database import Database


def begin_anew(database: Database) -> None:
    """Leave no channel, message or question of before, and follow the log from its head.

    What people said stays: it is in the log. For a Slack that begins empty each time it runs.
    """
    with database.writing() as connection, connection.transaction():
        connection.execute(
            "TRUNCATE slack.channels, slack.people, slack.sources, slack.asks, slack.posts"
        )
        connection.execute("UPDATE slack.progress SET position = -1")
