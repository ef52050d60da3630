"""Told back: whose words fed a decision, and who has not heard what became of them (Q10)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from service.domain.loop import evidenced_loop
from service.domain.vocabulary import Perspective, SpeakingAs
from service.eventstore import EventLog
from service.keystore import KeyStore
from service.projections import people
from service.projections.histories import Gathering
from service.projections.loop_shapes import LoopView, ToldBack, ToTell

PERSPECTIVES = [*Perspective, None]


def told_back_of(
    connection: Connection[Any],
    log: EventLog,
    keys: KeyStore,
    loops: list[LoopView],
    known: datetime | None = None,
) -> list[ToldBack]:
    """Decisions with people still to tell, in the order given, for the learning partner.

    Somebody who spoke from two perspectives, or passed on others' words as well, is named once
    for each. Words that are held for care are owed an answer too, and not pointed at. With
    `known`, the end of a day, it is who had not been told by then; words that were taken back
    since are owed none all the same.
    """
    owing = _owing(connection, log, [loop.id for loop in loops], known)
    asked = {
        "decisions": [decision for decision, _ in owing],
        "people": [person for _, person in owing],
        "known": known,
    }
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_WORDS_USED, asked).fetchall()
    names = people.names_of(connection, keys, (row["author"] for row in rows))
    owed: dict[UUID, dict[_Voice, _Owed]] = {}
    for row in rows:
        voices = owed.setdefault(row["decision_id"], {})
        voices.setdefault(_voice_of(row), _Owed()).add(row)
    return [
        ToldBack(decision=loop, people=_people(owed[loop.id], names))
        for loop in loops
        if loop.id in owed
    ]


def _owing(
    connection: Connection[Any], log: EventLog, decisions: list[UUID], known: datetime | None
) -> list[tuple[UUID, UUID]]:
    """Decisions, each with somebody who has not been told what became of their words."""
    if known is None:
        return connection.execute(_OWING, (decisions,)).fetchall()
    history = Gathering(connection, log, known=known).history_of(decisions)
    return [
        (id, person)
        for id in decisions
        for person in evidenced_loop(id, history).closing.still_to_tell
    ]


@dataclass(frozen=True)
class _Voice:
    """Somebody, and from where the words come that they said or passed on."""

    author: UUID
    relayed: bool
    perspective: Perspective | None


@dataclass
class _Owed:
    """When the words of a voice were first used, and which they are."""

    first_used_on: date = date.max
    reflections: list[UUID] = field(default_factory=list)

    def add(self, row: dict[str, Any]) -> None:
        self.first_used_on = min(self.first_used_on, row["first_used_on"])
        if row["state"] == "available":
            self.reflections.append(row["id"])


def _voice_of(row: dict[str, Any]) -> _Voice:
    relayed = row["speaking_as"] == SpeakingAs.RELAYING
    heard = row["relayed_perspective"] if relayed else row["perspective"]
    return _Voice(row["author"], relayed, None if heard is None else Perspective(heard))


def _people(owed: dict[_Voice, _Owed], names: dict[UUID, str]) -> list[ToTell]:
    """By perspective, those who spoke for themselves first, then by when they were first used."""
    found = [
        ToTell(
            person=voice.author,
            name=names.get(voice.author),
            perspective=voice.perspective,
            relayed=voice.relayed,
            first_used_on=used.first_used_on,
            reflections=used.reflections,
        )
        for voice, used in owed.items()
    ]
    return sorted(
        found,
        key=lambda one: (PERSPECTIVES.index(one.perspective), one.relayed, one.first_used_on),
    )


_OWING = """
SELECT decision_id, unnest(still_to_tell) FROM loops WHERE decision_id = ANY (%s)
"""

_WORDS_USED = """
WITH owed AS (
    SELECT * FROM unnest(%(decisions)s::uuid[], %(people)s::uuid[]) AS owed (decision_id, person)
), owing AS (
    SELECT d.id AS decision_id, d.occurred_on, d.position, d.cites
    FROM entries AS d WHERE d.id = ANY (%(decisions)s) AND d.kind = 'decision'
), used AS (
    SELECT decision_id, occurred_on, position, unnest(cites) AS thing FROM owing
    UNION ALL
    SELECT o.decision_id, c.occurred_on, c.position, unnest(c.cites)
    FROM owing AS o JOIN entries AS c ON c.about = ANY (o.cites) AND c.kind = 'challenged'
    WHERE c.occurred_on <= o.occurred_on
      AND (%(known)s::timestamptz IS NULL OR c.recorded_at < %(known)s)
), words AS (
    SELECT decision_id, occurred_on, thing FROM used
    UNION ALL
    SELECT u.decision_id, u.occurred_on, unnest(i.cites)
    FROM used AS u JOIN entries AS i ON i.id = u.thing AND i.kind = 'insight'
    UNION ALL
    SELECT u.decision_id, u.occurred_on, unnest(j.cites)
    FROM used AS u JOIN entries AS j ON j.about = u.thing AND j.kind = 'insight_joined'
        AND j.position < u.position
)
SELECT w.decision_id, r.id, r.author, r.perspective, r.speaking_as, r.relayed_perspective,
    r.state, min(w.occurred_on) AS first_used_on
FROM words AS w JOIN entries AS r ON r.id = w.thing AND r.kind = 'reflection'
JOIN owed AS o ON o.decision_id = w.decision_id AND o.person = r.author
WHERE r.state IN ('available', 'held')
GROUP BY w.decision_id, r.id, r.author, r.perspective, r.speaking_as, r.relayed_perspective,
    r.state, r.occurred_on, r.position
ORDER BY r.occurred_on, r.position
"""
