"""Histories from the log: the facts that the loops of some decisions are made of, and no others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from eventsourcing.persistence import Notification
from psycopg import Connection

from service.domain.assumption import Assumption
from service.domain.base import Event
from service.domain.change import Change
from service.domain.decision import Decision
from service.domain.history import Fact, History
from service.domain.insight import Insight
from service.domain.noticing import Noticing
from service.domain.person import Person
from service.domain.reflection import Reflection
from service.eventstore import EventLog
from service.recorder import read_log, read_streams

FACTS: tuple[type[Event], ...] = (
    Decision.Taken,
    Decision.Reviewed,
    Decision.ContributorsTold,
    Assumption.Stated,
    Assumption.LevelContested,
    Assumption.LevelSettled,
    Assumption.Challenged,
    Assumption.Examined,
    Assumption.Upheld,
    Assumption.Revised,
    Assumption.Dropped,
    Assumption.LeftOpen,
    Change.Observed,
    Change.Substantiated,
    Change.Ceased,
    Noticing.Slip,
    Insight.Proposed,
    Insight.EvidenceJoined,
    Reflection.Recorded,
    Reflection.Withdrawn,
    Reflection.Erased,
    Person.Erased,
)
"""Every kind of fact that a loop can be made of."""

TOPICS = [str(vars(kind)["TOPIC"]) for kind in FACTS]
WORDS_TOPICS = [topic for topic in TOPICS if topic.startswith("reflection.")]
"""There are very many of these, and few are cited: they are read by name."""

TAKEN_BACK = (Reflection.Withdrawn, Reflection.Erased, Person.Erased)
"""These count on any day that is looked at: what was taken back stays taken back."""

READ_AT_ONCE = 5_000


def read_facts(
    connection: Connection[Any],
    log: EventLog,
    ids: Iterable[UUID],
    topics: list[str],
    *,
    until: int | None = None,
    known: datetime | None = None,
) -> list[Fact]:
    """The facts of some kinds about these things, in the order of the log.

    `until` is the last position that counts; `known` leaves out what was written down later.
    Events that could not be folded are left out, and what follows them in their stream.
    """
    wanted = list(ids)
    if not wanted:
        return []
    facts = _facts(connection, log, read_streams(connection, wanted, topics, until))
    return [
        fact
        for fact in facts
        if known is None or fact.event.recorded_at < known or isinstance(fact.event, TAKEN_BACK)
    ]


def whole_history(connection: Connection[Any], log: EventLog, until: int | None = None) -> History:
    """All that any loop is made of, from the whole log and nothing else."""
    topics = [topic for topic in TOPICS if topic not in WORDS_TOPICS]
    facts, position = list[Fact](), 0
    while rows := list(read_log(connection, position, READ_AT_ONCE, until, topics)):
        position = rows[-1].id
        facts += _facts(connection, log, rows)
    cited = list({id for fact in facts for id in _leads_to(fact.event)})
    for n in range(0, len(cited), READ_AT_ONCE):
        some = cited[n : n + READ_AT_ONCE]
        facts += read_facts(connection, log, some, WORDS_TOPICS, until=until)
    return History.of(facts)


def _facts(connection: Connection[Any], log: EventLog, rows: Iterable[Notification]) -> list[Fact]:
    read = list(rows)
    streams = list({row.originator_id for row in read})
    parked: dict[Any, int] = dict(
        connection.execute(
            "SELECT stream, min(position) FROM parked WHERE stream = ANY (%s) GROUP BY 1",
            (streams,),
        ).fetchall()
    )
    return [
        Fact(row.id, log.event_of(row))
        for row in read
        if parked.get(row.originator_id, row.id + 1) > row.id
    ]


@dataclass
class Gathering:
    """Follows citations from decisions to beliefs, evidence, insights and authors, level by level:
    a round trip for each level, however many decisions there are.
    """

    connection: Connection[Any]
    log: EventLog
    until: int | None = None
    known: datetime | None = None

    def history_of(self, decisions: Iterable[UUID]) -> History:
        """All that the loops of these decisions are made of."""
        ids = set(decisions)
        facts: list[Fact] = []
        wanted, seen = ids | self._changes_and_slips_of(ids), set[UUID]()
        while wanted:
            seen |= wanted
            read = read_facts(
                self.connection, self.log, wanted, TOPICS, until=self.until, known=self.known
            )
            facts += read
            wanted = {id for fact in read for id in _leads_to(fact.event)} - seen
        return History.of(facts)

    def _changes_and_slips_of(self, decisions: set[UUID]) -> set[UUID]:
        rows = self.connection.execute(
            "SELECT id FROM entries WHERE about = ANY (%s) AND kind IN ('change_seen', 'slip')",
            (list(decisions),),
        )
        return {row[0] for row in rows}


def _leads_to(event: Event) -> Iterable[UUID]:
    match event:
        case Decision.Taken():
            return [*(cited.assumption_id for cited in event.rests_on), *event.cites]
        case Assumption.Challenged():
            return event.evidence
        case Insight.Proposed() | Insight.EvidenceJoined():
            return event.cites
        case Reflection.Recorded():
            return [event.author]
        case _:
            return []
