"""Owed: what somebody is to be asked or told once, because of what they said or took part in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from service.domain.cadence import Asking
from service.domain.vocabulary import PromptPurpose
from service.projections.due import LATELY


@dataclass(frozen=True)
class Owed:
    """Something that somebody is to be asked or told about, once."""

    place_id: UUID
    person_id: UUID
    purpose: PromptPurpose
    about: tuple[UUID, ...]
    day: date | None
    asking: Asking
    lately: int
    newest: int | None = None
    """The position of the newest of the news that they are told."""


def owed(connection: Connection[Any], now: datetime) -> list[Owed]:
    """Reviews and expectations that fell due, quotes to ask for, news of what people said, and
    whom nobody has asked yet whether they would like to be asked."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_OWED, {"now": now, "today": now.date()}).fetchall()
    return [
        Owed(
            place_id=row["place_id"],
            person_id=row["person_id"],
            purpose=PromptPurpose(row["purpose"]),
            about=tuple(row["about"]),
            day=row["day"],
            asking=Asking.model_validate(row["asking"] or {}),
            lately=row["lately"],
            newest=row["newest"],
        )
        for row in rows
    ]


_IN_SLACK = "EXISTS (SELECT FROM slack.people s WHERE s.person_id = i.person_id AND NOT s.is_gone)"
_GETS_LETTERS = (
    "EXISTS (SELECT FROM vault.identities v WHERE v.person_id = i.person_id "
    "AND v.provider = 'email')"
)

_OWED = (
    """
WITH wanted AS (
    SELECT coalesce(d.place_id, l.place_id) AS place_id, d.person_id, d.purpose,
        ARRAY[d.thing] AS about, d.due_on AS day, NULL::bigint AS newest
    FROM looks_due d LEFT JOIN loops l ON l.decision_id = d.thing
    WHERE d.due_on BETWEEN %(today)s - 28 AND %(today)s
    UNION ALL
    SELECT q.place_id, q.person_id, 'quote', ARRAY[q.quote_id], NULL::date, NULL
    FROM asked_quotes q WHERE q.standing = 'asked'
    UNION ALL
    SELECT e.place_id, e.author, 'told_back', array_agg(DISTINCT t.reflection_id), NULL::date,
        max(t.position)
    FROM answers_told t JOIN entries e ON e.id = t.reflection_id AND e.kind = 'reflection'
    WHERE e.state = 'available' AND t.told_at > %(now)s - interval '60 days'
        AND NOT EXISTS (SELECT FROM prompts b WHERE b.person_id = e.author
            AND b.place_id = e.place_id AND b.purpose = 'told_back'
            AND t.reflection_id = ANY (b.about) AND b.position > t.position)
    GROUP BY e.place_id, e.author
    UNION ALL
    SELECT r.place_id, i.person_id, 'welcome', ARRAY[r.place_id], NULL::date, NULL
    FROM rhythms r JOIN people_places i USING (place_id)
    WHERE r.every <> 'when_i_come'
    AND ($in_slack OR $gets_letters)
    AND NOT EXISTS (SELECT FROM askings a WHERE a.person_id = i.person_id
        AND a.place_id = i.place_id AND a.asking->>'is_asked' IS NOT NULL)
)
SELECT w.*, $lately AS lately, coalesce(k.asking, CASE
    WHEN NOT $in_slack AND $gets_letters THEN '{"way": "email"}'::jsonb END) AS asking
FROM wanted w
JOIN people a ON a.person_id = w.person_id AND NOT a.is_erased
JOIN people_places i ON i.person_id = w.person_id AND i.place_id = w.place_id
LEFT JOIN askings k ON k.person_id = w.person_id AND k.place_id = w.place_id
WHERE (k.asking->>'wants_nothing')::boolean IS NOT TRUE AND NOT EXISTS (
    SELECT FROM prompts p WHERE p.person_id = w.person_id AND p.place_id = w.place_id
    AND p.purpose = w.purpose AND (
        CASE WHEN w.purpose = 'told_back' THEN p.planned_at > %(now)s - interval '14 days'
        ELSE p.about = w.about AND p.slot IS NOT DISTINCT FROM w.day END)
)
ORDER BY w.person_id, w.purpose
""".replace("$lately", LATELY)
    .replace("$in_slack", _IN_SLACK)
    .replace("$gets_letters", _GETS_LETTERS)
)
