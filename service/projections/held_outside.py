"""Held outside: what is kept of somebody beside the log: Slack, ways in, and concerns raised."""

from __future__ import annotations

from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row
from pydantic_core import from_json

from service.carestore import CareStore
from service.database import Database
from service.keystore import KeyStore

Plain = dict[str, Any]
Names = dict[UUID, str]

ASK, SOURCE = "slack:ask", "slack:source"
"""As what the bot seals words that wait for a yes, and where a message stands."""


def in_slack(
    connection: Connection[Any], keys: KeyStore, person_id: UUID, names: Names
) -> dict[str, list[Plain]]:
    """What joins Slack to them: their places there, what we wrote to them, what was kept."""
    parts = {"in_slack": _PEOPLE, "slack_messages_to_you": _POSTS, "kept_from_slack": _SOURCES}
    found = {part: _rows(connection, asked, person_id, names) for part, asked in parts.items()}
    for row in found["kept_from_slack"]:
        sealed = row.pop("sealed")
        if row["id"] is not None:  # An answer knows only its question, which stands by the words.
            where = from_json(keys.open_from_vault(SOURCE, sealed))
            row |= {"channel": where["channel"], "message": where["ts"]}
    theirs: list[Plain] = []
    of_others: list[Plain] = []
    for row in _rows(connection, _ASKS, person_id, names):
        sealed = row.pop("sealed")
        if row.pop("is_theirs"):
            theirs.append(row | {"words": from_json(keys.open_from_vault(ASK, sealed))["words"]})
        else:  # The words are somebody else's.
            of_others.append(row)
    return found | {"asked_whether_to_keep": theirs, "you_asked_to_keep": of_others}


def ways_in(connection: Connection[Any], person_id: UUID) -> list[Plain]:
    """The tokens, links and sessions by which they came in; never their secrets."""
    return _rows(connection, _WAYS_IN, person_id, {})


def concerns_raised(
    database: Database, keys: KeyStore, person_id: UUID, names: Names
) -> list[Plain]:
    """That they raised a concern, where and when. Never what it says, nor who it is about."""
    rows = CareStore(database).with_raiser()
    sealers = keys.sealers(row.id for row in rows)
    return [
        {"place": names.get(row.place_id), "raised_at": row.raised_at.isoformat()}
        for row in rows
        if row.id in sealers
        and row.raiser is not None
        and sealers[row.id].open("raiser", row.raiser) == str(person_id)
    ]


def _rows(
    connection: Connection[Any], statement: LiteralString, person_id: UUID, names: Names
) -> list[Plain]:
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(statement, {"id": person_id}).fetchall()
    for row in rows:
        if "place_id" in row:
            row["place"] = names.get(row.pop("place_id"))
    return [
        {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in row.items()
        }
        for row in rows
    ]


_PEOPLE: LiteralString = """
SELECT place_id, is_guest, is_gone, has_home, keeps_thread_replies, seen_at FROM slack.people
WHERE person_id = %(id)s ORDER BY seen_at, lookup
"""

_POSTS: LiteralString = """
SELECT place_id, kind AS slack_message, sent_at FROM slack.posts
WHERE person_id = %(id)s AND sent_at IS NOT NULL AND NOT starts_with(kind, 'concern')
ORDER BY sent_at, id
"""
"""Messages about concerns are in no list: they would tell who raised one, or that there was one."""

_SOURCES: LiteralString = """
SELECT place_id, reflection_id::text AS id, noted_at, sealed FROM slack.sources
WHERE person_id = %(id)s AND sealed IS NOT NULL ORDER BY noted_at, lookup
"""

_ASKS: LiteralString = """
SELECT place_id, asked_at, sealed, author_id = %(id)s AS is_theirs FROM slack.asks
WHERE (author_id = %(id)s OR asked_by = %(id)s) AND answered_at IS NULL ORDER BY asked_at, id
"""

_WAYS_IN: LiteralString = """
SELECT 'token' AS way_in, label, role AS as_what, made_at, expires_at, last_used_at,
    revoked_at AS ended_at
FROM access.tokens WHERE person_id = %(id)s
UNION ALL
SELECT 'session', NULL, role, made_at, NULL, seen_at, revoked_at FROM access.sessions
WHERE person_id = %(id)s
UNION ALL
SELECT 'invitation', NULL, role, NULL, expires_at, used_at, NULL FROM access.invitations
WHERE person_id = %(id)s
ORDER BY 4 NULLS FIRST, 5
"""
