"""Held asked: what somebody was asked and told, what came of their words, and who quotes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from service.domain.sealed import ERASED
from service.keystore import KeyStore
from service.projections import prompting
from service.projections.schedule import question_of
from service.sealing import opened

Plain = dict[str, Any]
Names = dict[UUID, str]


def prompts_of(
    connection: Connection[Any], keys: KeyStore, person_id: UUID, names: Names
) -> list[Plain]:
    """What they were asked or told without asking for it, and what became of it."""
    asked: dict[UUID | None, str | None] = {None: None}
    found = []
    for row in _rows(connection, _PROMPTS, person_id):
        round_id, place_id = row.pop("round_id"), row.pop("place_id")
        if round_id not in asked:
            one = prompting.round_of(connection, round_id)
            asked[round_id] = None if one is None else question_of(connection, keys, place_id, one)
        found.append({"place": names.get(place_id), **row, "question": asked[round_id]})
    return found


def quotes_of(
    connection: Connection[Any], keys: KeyStore, person_id: UUID, names: Names
) -> list[Plain]:
    """The words they were asked for, what they said to it, and each digest these went out in."""
    rows = _rows(connection, _QUOTES, person_id)
    sealers = keys.sealers((row["quote_id"] for row in rows), connection)
    return [
        {
            "place": names.get(row["place_id"]),
            "words": _said(opened(sealers, row["quote_id"], "words", row["words"])),
            "audience": row["audience"],
            "standing": row["standing"],
            "credit": _said(opened(sealers, row["quote_id"], "credit", row["credit"])),
            "asked_at": row["asked_at"],
            "digests": _rows(connection, _DIGESTS, row["quote_id"]),
        }
        for row in rows
    ]


def decisions_of(
    connection: Connection[Any], keys: KeyStore, person_id: UUID, names: Names
) -> list[Plain]:
    """The decisions that came of their words, and what they are to look at again."""
    rows = _rows(connection, _DECISIONS, person_id)
    sealers = keys.sealers((row["id"] for row in rows), connection)
    return [
        {
            "place": names.get(row["place_id"]),
            "link": row["link"],
            "title": _said(opened(sealers, row["id"], "title", row["title"]))
            or _said(opened(sealers, row["id"], row["field"], row["words"])),
            "on": row["day"],
        }
        for row in rows
    ]


def letters_of(connection: Connection[Any], person_id: UUID, names: Names) -> list[Plain]:
    """The letters that went to them, or were to go."""
    return [
        {"place": names.get(row.pop("place_id")), **row}
        for row in _rows(connection, _LETTERS, person_id)
    ]


def _rows(connection: Connection[Any], statement: LiteralString, id: UUID) -> list[Plain]:
    """What a question finds about a person or thing, with days and moments as text."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(statement, {"id": id}).fetchall()
    return [
        {
            name: value.isoformat() if isinstance(value, date | datetime) else value
            for name, value in row.items()
        }
        for row in rows
    ]


def _said(words: str | None) -> str | None:
    return None if words == ERASED else words


_PROMPTS: LiteralString = """
SELECT place_id, purpose, way, round_id, planned_at AS asked_at, put_off_until, asked_again_at,
    reminded_at, answer, answered_at
FROM prompts WHERE person_id = %(id)s ORDER BY planned_at, prompt_id
"""

_QUOTES: LiteralString = """
SELECT quote_id, place_id, words, audience, standing, credit, asked_at FROM asked_quotes
WHERE person_id = %(id)s AND standing <> 'erased' ORDER BY asked_at, quote_id
"""

_DIGESTS: LiteralString = """
SELECT kind AS digest, from_on, to_on, sent_at, %(id)s = ANY (corrected) AS is_corrected,
    (SELECT count(*) FROM letters.letters AS l
     WHERE l.about = d.digest_id AND l.sent_at IS NOT NULL) AS letters,
    (SELECT count(*) FROM slack.posts AS p
     WHERE p.about = d.digest_id AND p.person_id IS NULL AND p.sent_at IS NOT NULL) AS channels
FROM digests AS d
WHERE sent_at IS NOT NULL AND (quotes @> ARRAY[%(id)s] OR corrected @> ARRAY[%(id)s])
ORDER BY sent_at, digest_id
"""

_DECISIONS: LiteralString = """
SELECT l.place_id, 'led_to' AS link, e.id, e.title, e.words, 'chosen' AS field,
    l.decided_on AS day
FROM loops AS l JOIN entries AS e ON e.id = l.decision_id AND e.kind = 'decision'
WHERE l.contributors @> ARRAY[%(id)s] AND e.state = 'available'
UNION ALL
SELECT e.place_id, d.purpose, e.id, e.title, e.words,
    CASE d.purpose WHEN 'review' THEN 'chosen' ELSE 'we_expect' END, d.due_on
FROM looks_due AS d JOIN entries AS e ON e.id = d.thing AND e.kind IN ('decision', 'expectation')
WHERE d.person_id = %(id)s AND e.state = 'available'
ORDER BY day, id
"""

_LETTERS: LiteralString = """
SELECT place_id, kind AS letter, due_at, sent_at, given_up_at, problem FROM letters.letters
WHERE person_id = %(id)s ORDER BY due_at, id
"""
