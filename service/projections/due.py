"""Due: what the clock has to know to see what is due, read at one moment; it decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import Connection
from psycopg.rows import class_row, dict_row

from service.database import Database
from service.domain.cadence import Asking, Cadence
from service.domain.vocabulary import QuestionKind


@dataclass(frozen=True)
class PlaceRhythm:
    """A place's rhythm as it stands, with what was said about single rounds."""

    place_id: UUID
    zone: ZoneInfo
    cadence: Cadence
    first_slot: date
    chosen_on: date
    """When the place first chose a rhythm."""
    is_paused: bool
    paused_until: date | None
    moved: dict[date, date]
    skipped: frozenset[date]
    posts_by_itself: bool
    posts_by_itself_since: datetime | None
    """Only what was drafted from then on goes out without a yes."""
    tells_the_funder: bool

    def is_paused_on(self, day: date) -> bool:
        """True where nobody is asked on this day."""
        return self.is_paused and (self.paused_until is None or day < self.paused_until)


@dataclass(frozen=True)
class RoundRow:
    """A round that was opened."""

    round_id: UUID
    place_id: UUID
    slot: date
    number: int
    kind: QuestionKind
    question_id: UUID | None
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True)
class Asked:
    """Somebody who said yes to being asked, and what there was between us lately."""

    person_id: UUID
    asking: Asking
    lately: int
    """How often we spoke to them without being asked, in the last fortnight."""
    has_prompt: bool
    has_written: bool
    silent: int
    """How many of the last three rounds they left unanswered in a row."""
    last_round: UUID | None
    """The newest round prompt they got before this round."""
    has_been_asked_about_rhythm: bool
    """Whether they were asked after that one if the rhythm is right."""


@dataclass(frozen=True)
class OpenPrompt:
    """A prompt that waits for something."""

    prompt_id: UUID
    place_id: UUID
    person_id: UUID
    asked_at: datetime
    """When they were asked, or asked again as they wished."""
    lately: int


def rhythms(connection: Connection[Any]) -> list[PlaceRhythm]:
    """Every place's rhythm."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_RHYTHMS).fetchall()
    return [_rhythm(row) for row in rows]


def rhythm_of(connection: Connection[Any], place_id: UUID) -> PlaceRhythm | None:
    """One place's rhythm, if it has chosen one."""
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(f"{_RHYTHMS} WHERE place_id = %s", (place_id,)).fetchone()
    return None if row is None else _rhythm(row)


def _rhythm(row: dict[str, Any]) -> PlaceRhythm:
    first = max(filter(None, (row["first_slot"], row["resumed_on"])))
    return PlaceRhythm(
        place_id=row["place_id"],
        zone=ZoneInfo(row["zone"]),
        cadence=Cadence(
            version=row["version"],
            every=row["every"],
            anchor=row["anchor"],
            at=row["at"],
            nation=row["nation"],
        ),
        first_slot=first,
        chosen_on=row["chosen_on"],
        is_paused=row["is_paused"],
        paused_until=row["paused_until"],
        moved=dict(zip(row["moved"] or (), row["moved_to"] or (), strict=True)),
        skipped=frozenset(row["skipped"] or ()),
        posts_by_itself=row["posts_by_itself"],
        posts_by_itself_since=row["posts_by_itself_since"],
        tells_the_funder=row["tells_the_funder"],
    )


def newest_rounds(connection: Connection[Any], place_id: UUID, limit: int = 2) -> list[RoundRow]:
    """The place's newest rounds, newest first."""
    with connection.cursor(row_factory=class_row(RoundRow)) as cursor:
        return cursor.execute(_ROUNDS, (place_id, limit)).fetchall()


def last_slot(database: Database, place_id: UUID) -> date | None:
    """The nominal day of the place's newest round, if it has had one."""
    with database.reading() as connection:
        newest = newest_rounds(connection, place_id, 1)
    return newest[0].slot if newest else None


def questions_of(connection: Connection[Any], place_id: UUID) -> dict[QuestionKind, list[UUID]]:
    """The place's own questions of each kind, in the order in which it adopted them."""
    found: dict[QuestionKind, list[UUID]] = {}
    for kind, question in connection.execute(_QUESTIONS, (place_id,)).fetchall():
        found.setdefault(QuestionKind(kind), []).append(question)
    return found


def asked_in(connection: Connection[Any], now: datetime, one: RoundRow) -> list[Asked]:
    """Everybody in the round's place who said yes to being asked."""
    told = {"place": one.place_id, "round": one.round_id, "opened": one.opened_at, "now": now}
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_ASKED, told).fetchall()
    return [Asked(**{**row, "asking": Asking.model_validate(row["asking"])}) for row in rows]


def by_letter(connection: Connection[Any], place_id: UUID) -> list[UUID]:
    """Who would like to hear from a place by letter."""
    rows = connection.execute(
        "SELECT person_id FROM askings JOIN people USING (person_id) WHERE place_id = %s "
        "AND NOT is_erased AND asking->>'way' = 'email' AND asking->>'is_asked' = 'true' "
        "ORDER BY person_id",
        (place_id,),
    )
    return [person for (person,) in rows]


def to_remind(
    connection: Connection[Any], now: datetime, round_id: UUID
) -> list[tuple[OpenPrompt, Asking]]:
    """Prompts of a round without answer or reminder, and without words since the round opened."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_TO_REMIND, {"now": now, "round": round_id}).fetchall()
    return [
        (OpenPrompt(**row), asking)
        for row in rows
        if (asking := Asking.model_validate(row.pop("asking")))
    ]


def put_off(connection: Connection[Any], now: datetime) -> list[tuple[UUID, UUID, Asking]]:
    """Prompts whose moment has come again, each with its place and how they wish to be asked."""
    rows = connection.execute(_PUT_OFF, (now,)).fetchall()
    return [(id, place, Asking.model_validate(asking or {})) for id, place, asking in rows]


LATELY = """(
    SELECT count(*) FILTER (WHERE p.planned_at > %(now)s - interval '14 days')
        + count(*) FILTER (WHERE p.reminded_at > %(now)s - interval '14 days') FROM prompts p
    WHERE p.person_id = a.person_id AND p.planned_at > %(now)s - interval '60 days'
)"""
"""A reminder may be of something that was asked before the fortnight."""

_RHYTHMS = """
SELECT r.*, p.zone,
    (SELECT array_agg(slot ORDER BY slot) FROM slots s
     WHERE s.rhythm_id = r.rhythm_id AND moved_to IS NOT NULL) AS moved,
    (SELECT array_agg(moved_to ORDER BY slot) FROM slots s
     WHERE s.rhythm_id = r.rhythm_id AND moved_to IS NOT NULL) AS moved_to,
    (SELECT array_agg(slot) FROM slots s
     WHERE s.rhythm_id = r.rhythm_id AND is_skipped) AS skipped
FROM rhythms r JOIN places p USING (place_id)
"""

_ROUNDS = """
SELECT round_id, place_id, slot, number, kind, question_id, opened_at, closed_at
FROM rounds WHERE place_id = %s ORDER BY slot DESC, number DESC LIMIT %s
"""

_QUESTIONS = """
SELECT kind, question_id FROM prompt_questions JOIN rhythms USING (rhythm_id)
WHERE place_id = %s AND NOT is_retired ORDER BY position
"""

_ASKED = """
SELECT a.person_id, a.asking,
    $lately AS lately,
    EXISTS (SELECT FROM prompts p WHERE p.person_id = a.person_id AND p.round_id = %(round)s)
        AS has_prompt,
    EXISTS (SELECT FROM entries e WHERE e.author = a.person_id AND e.place_id = %(place)s
            AND e.kind = 'reflection' AND e.recorded_at >= %(opened)s) AS has_written,
    silence.silent, silence.last_round,
    EXISTS (SELECT FROM prompts p WHERE p.person_id = a.person_id AND p.place_id = a.place_id
            AND p.purpose = 'rhythm' AND p.planned_at > silence.last_at)
        AS has_been_asked_about_rhythm
FROM askings a JOIN people USING (person_id)
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE is_silent)::int AS silent,
        (array_agg(prompt_id ORDER BY planned_at DESC))[1] AS last_round,
        max(planned_at) AS last_at
    FROM (
        SELECT p.prompt_id, p.planned_at, p.answer IS NULL AND NOT EXISTS (
            SELECT FROM entries e WHERE e.author = p.person_id AND e.kind = 'reflection'
            AND e.recorded_at >= p.planned_at) AS is_silent
        FROM prompts p
        WHERE p.person_id = a.person_id AND p.place_id = a.place_id AND p.purpose = 'round'
            AND p.round_id <> %(round)s AND p.planned_at > greatest(a.changed_at, coalesce((
                SELECT max(answered_at) FROM prompts q WHERE q.person_id = a.person_id
                AND q.place_id = a.place_id AND q.purpose = 'rhythm'), '-infinity'))
        ORDER BY p.planned_at DESC LIMIT 3
    ) AS newest
) AS silence
WHERE a.place_id = %(place)s AND (a.asking->>'is_asked')::boolean AND NOT people.is_erased
ORDER BY a.person_id
""".replace("$lately", LATELY)

_TO_REMIND = """
SELECT p.prompt_id, p.place_id, p.person_id, a.asking, $lately AS lately,
    coalesce(p.asked_again_at, p.planned_at) AS asked_at
FROM prompts p
JOIN rounds r USING (round_id)
JOIN askings a ON a.person_id = p.person_id AND a.place_id = p.place_id
WHERE p.round_id = %(round)s AND r.closed_at IS NULL AND p.answer IS NULL
    AND p.reminded_at IS NULL AND p.put_off_until IS NULL
    AND (a.asking->>'is_asked')::boolean
    AND NOT EXISTS (SELECT FROM entries e WHERE e.author = p.person_id
        AND e.place_id = p.place_id AND e.kind = 'reflection' AND e.recorded_at >= r.opened_at)
ORDER BY p.prompt_id
""".replace("$lately", LATELY)

_PUT_OFF = """
SELECT p.prompt_id, p.place_id, a.asking
FROM prompts p LEFT JOIN rounds USING (round_id)
LEFT JOIN askings a ON a.person_id = p.person_id AND a.place_id = p.place_id
WHERE p.put_off_until <= %s AND p.answer IS NULL AND closed_at IS NULL
    AND (a.asking->>'wants_nothing')::boolean IS NOT TRUE
    AND ((a.asking->>'is_asked')::boolean IS NOT FALSE OR p.round_id IS NULL)
ORDER BY p.prompt_id
"""
