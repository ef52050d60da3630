"""Prompting: what whoever speaks has to know of one prompt to say it, and of what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row, dict_row

from service.calendar import is_working_day
from service.domain.cadence import Asking, Way, due_at, next_slot, wants_slot
from service.domain.vocabulary import (
    Audience,
    PromptAnswer,
    PromptPurpose,
    QuoteStanding,
)
from service.keystore import KeyStore
from service.projections.due import PlaceRhythm, RoundRow
from service.sealing import opened

SLOTS_AHEAD = 60
"""Whoever pauses for longer is told of no day."""


@dataclass(frozen=True)
class PromptRow:
    """A prompt as it stands."""

    prompt_id: UUID
    place_id: UUID
    person_id: UUID
    purpose: PromptPurpose
    way: Way
    round_id: UUID | None
    slot: date | None
    about: list[UUID]
    planned_at: datetime
    put_off_until: datetime | None
    reminded_at: datetime | None
    answer: PromptAnswer | None

    @property
    def is_open(self) -> bool:
        """True while nobody has answered it."""
        return self.answer is None


@dataclass(frozen=True)
class AskedQuote:
    """Exact words for which somebody is asked, and where their yes stands."""

    quote_id: UUID
    reflection_id: UUID
    audience: Audience
    words: str
    standing: QuoteStanding


def prompt_of(connection: Connection[Any], prompt_id: UUID) -> PromptRow | None:
    """One prompt; None where there is none, also when its person was erased."""
    return _prompt(connection, _PROMPT, (prompt_id,))


def newest_round_prompt(
    connection: Connection[Any], person_id: UUID, place_id: UUID
) -> PromptRow | None:
    """The newest round that somebody was asked in."""
    return _prompt(connection, _NEWEST_ROUND, (person_id, place_id))


def prompts_about(connection: Connection[Any], person_id: UUID, thing: UUID) -> list[UUID]:
    """What somebody was asked or told about a quote or a reflection of theirs."""
    rows = connection.execute(_ABOUT, {"person": person_id, "thing": thing}).fetchall()
    return [id for (id,) in rows]


def next_asked(rhythm: PlaceRhythm, asking: Asking, after: date) -> date | None:
    """On which day somebody is asked about the first round after a nominal day; None where none
    is planned."""
    if asking.is_asked is False or rhythm.is_paused_on(after):
        return None
    works, slot = is_working_day(rhythm.cadence.nation), next_slot(rhythm.cadence, after)
    for _ in range(SLOTS_AHEAD):
        if slot is None:
            return None
        if slot not in rhythm.skipped and wants_slot(rhythm.cadence, asking, slot):
            day = rhythm.moved.get(slot, slot)
            due = due_at(day, rhythm.cadence, asking, rhythm.zone, works)
            on = due.astimezone(rhythm.zone).date()
            if asking.paused_until is None or on >= asking.paused_until:
                return on
        slot = next_slot(rhythm.cadence, slot)
    return None


def _prompt(
    connection: Connection[Any], statement: str, told: tuple[UUID, ...]
) -> PromptRow | None:
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(statement.encode(), told).fetchone()
    if row is None:
        return None
    answer = row["answer"]
    return PromptRow(
        **row
        | {
            "purpose": PromptPurpose(row["purpose"]),
            "way": Way(row["way"]),
            "answer": None if answer is None else PromptAnswer(answer),
        }
    )


def round_of(connection: Connection[Any], round_id: UUID) -> RoundRow | None:
    """One round."""
    with connection.cursor(row_factory=class_row(RoundRow)) as cursor:
        return cursor.execute(_ROUND, (round_id,)).fetchone()


def quote_of(connection: Connection[Any], keys: KeyStore, quote_id: UUID) -> AskedQuote | None:
    """One quote that somebody was asked for; None where it was erased."""
    row = connection.execute(_QUOTE, (quote_id,)).fetchone()
    if row is None:
        return None
    reflection, audience, box, standing = row
    words = opened(keys.sealers([quote_id], connection), quote_id, "words", box) or ""
    return AskedQuote(quote_id, reflection, Audience(audience), words, QuoteStanding(standing))


def given_quotes(connection: Connection[Any], reflections: list[UUID]) -> dict[UUID, list[UUID]]:
    """The quotes to which somebody said yes, by the reflection that they are from."""
    found: dict[UUID, list[UUID]] = {}
    for reflection, quote in connection.execute(_GIVEN, (reflections,)).fetchall():
        found.setdefault(reflection, []).append(quote)
    return found


def told_about(
    connection: Connection[Any], keys: KeyStore, prompt_id: UUID, since: datetime
) -> list[tuple[UUID, str]]:
    """Decisions that came of what a prompt is about, with the newest words in which that was told:
    what was known when it was planned, and no prompt before it has said."""
    rows = connection.execute(_TOLD, (prompt_id, since)).fetchall()
    sealers = keys.sealers({decision for decision, _ in rows}, connection)
    return [(id, opened(sealers, id, "words", words) or "") for id, words in rows]


_COLUMNS = """
SELECT prompt_id, place_id, person_id, purpose, way, round_id, slot, about, planned_at,
    put_off_until, reminded_at, answer
FROM prompts
"""
_PROMPT = f"{_COLUMNS} WHERE prompt_id = %s"
_NEWEST_ROUND = f"""{_COLUMNS}
WHERE person_id = %s AND place_id = %s AND purpose = 'round' ORDER BY planned_at DESC LIMIT 1
"""
_ABOUT = """
SELECT prompt_id FROM prompts p WHERE person_id = %(person)s AND (
    %(thing)s = ANY (about) OR EXISTS (
        SELECT FROM asked_quotes q WHERE q.quote_id = ANY (p.about)
        AND q.reflection_id = %(thing)s))
"""
_ROUND = """
SELECT round_id, place_id, slot, number, kind, question_id, opened_at, closed_at
FROM rounds WHERE round_id = %s
"""
_GIVEN = (
    "SELECT reflection_id, quote_id FROM asked_quotes "
    "WHERE reflection_id = ANY (%s) AND standing = 'given'"
)
_QUOTE = "SELECT reflection_id, audience, words, standing FROM asked_quotes WHERE quote_id = %s"
_TOLD = """
SELECT DISTINCT ON (t.decision_id) t.decision_id, e.words
FROM answers_told t JOIN entries e ON e.position = t.position AND e.kind = 'told'
JOIN prompts p ON p.prompt_id = %s
WHERE t.reflection_id = ANY (p.about) AND t.told_at > %s AND t.position < p.position
    AND NOT EXISTS (
        SELECT FROM prompts b WHERE b.person_id = p.person_id AND b.place_id = p.place_id
        AND b.purpose = 'told_back' AND b.position < p.position AND b.position > t.position
        AND t.reflection_id = ANY (b.about))
ORDER BY t.decision_id, t.position DESC
"""
