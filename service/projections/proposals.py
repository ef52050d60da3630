"""Proposals: questions of a place that wait to be decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from service.domain.decision import Decision
from service.eventstore import EventLog
from service.keystore import KeyStore
from service.projections.histories import read_facts
from service.projections.loop_shapes import Proposal
from service.projections.opening import Opener
from service.projections.topics import topics_of


def proposals_of(
    connection: Connection[Any],
    log: EventLog,
    keys: KeyStore,
    place_id: UUID,
    known: datetime | None = None,
) -> list[Proposal]:
    """Questions of a place that wait to be decided, oldest first, as they were known then."""
    rows = connection.execute(_WAITING, {"place": place_id, "known": known})
    ids = [row[0] for row in rows]
    facts = read_facts(connection, log, ids, topics_of(Decision), known=known)
    opener = Opener(connection, keys, (fact.event for fact in facts))
    return [
        Proposal(
            id=event.originator_id,
            external_id=opener.words(event, "external_id"),
            question=opener.said(event, "question"),
            options=opener.options(event, event.options),
            proposed_on=event.envelope.occurred_at.date(),
        )
        for event in (fact.event for fact in facts)
        if isinstance(event, Decision.Proposed)
    ]


_WAITING = """
SELECT id FROM entries AS e WHERE place_id = %(place)s AND kind = 'decision_proposed'
  AND (%(known)s::timestamptz IS NULL OR recorded_at < %(known)s)
  AND NOT EXISTS (SELECT FROM entries AS t WHERE t.id = e.id AND t.kind = 'decision'
      AND (%(known)s::timestamptz IS NULL OR t.recorded_at < %(known)s))
ORDER BY occurred_on, position
"""
