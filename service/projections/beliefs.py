"""Beliefs as readers see them: each wording, all that happened to it, and who relies on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from service.domain.assumption import Assumption
from service.domain.base import Event
from service.domain.history import Fact
from service.eventstore import EventLog
from service.keystore import KeyStore
from service.projections.histories import read_facts
from service.projections.loop_shapes import BeliefFact, BeliefView, CitedBy, Wording
from service.projections.opening import Opener
from service.projections.topics import topics_of
from service.sealing import opened

WHAT: dict[type[Event], str] = {
    Assumption.LevelContested: "level_contested",
    Assumption.LevelSettled: "level_settled",
    Assumption.Challenged: "challenged",
    Assumption.Examined: "examined",
    Assumption.Upheld: "upheld",
    Assumption.Revised: "revised",
    Assumption.Dropped: "dropped",
    Assumption.LeftOpen: "left_open",
    Assumption.MirrorHeldUp: "mirror",
}
"""The kind of entry that each fact is on the timeline."""


def beliefs_of(
    connection: Connection[Any],
    log: EventLog,
    keys: KeyStore,
    ids: list[UUID],
    known: datetime | None = None,
    *,
    cited: bool = True,
) -> list[BeliefView]:
    """These beliefs, in this order, as they were known at a moment.

    Without `cited` nobody looks up which decisions rest on them.
    """
    facts = read_facts(connection, log, ids, topics_of(Assumption), known=known)
    streams: dict[UUID, list[Fact]] = {}
    for fact in facts:
        streams.setdefault(fact.event.originator_id, []).append(fact)
    opener = Opener(connection, keys, (fact.event for fact in facts))
    cited_by = citations_of(connection, keys, ids, known) if cited else {}
    return [_belief(streams[id], opener, cited_by.get(id, [])) for id in ids if id in streams]


def citations_of(
    connection: Connection[Any], keys: KeyStore, beliefs: Iterable[UUID], known: datetime | None
) -> dict[UUID, list[CitedBy]]:
    """The decisions that rest on each of these beliefs, oldest first."""
    rows = connection.execute(_CITATIONS, {"beliefs": list(beliefs), "known": known}).fetchall()
    sealers = keys.sealers((row[0] for row in rows), connection)
    found: dict[UUID, list[CitedBy]] = {}
    for id, title, words, decided_on, rests_on in rows:
        name = opened(sealers, id, "title", title) or opened(sealers, id, "chosen", words) or ""
        decision = CitedBy(id=id, title=name, decided_on=decided_on)
        for belief in set(rests_on):
            found.setdefault(belief, []).append(decision)
    return found


def _belief(facts: list[Fact], opener: Opener, cited_by: list[CitedBy]) -> BeliefView:
    stated = facts[0].event
    assert isinstance(stated, Assumption.Stated)
    state: Any = None
    for fact in facts:
        state = fact.event.mutate(state)
    wordings = _wordings(facts, opener)
    settled = [fact.event for fact in facts if isinstance(fact.event, Assumption.LevelSettled)]
    return BeliefView(
        id=stated.originator_id,
        external_id=opener.words(stated, "external_id"),
        statement=wordings[-1].statement,
        version=state.wording,
        status=state.status,
        kind=state.kind,
        level=state.level,
        level_reason=opener.said(settled[-1], "reason")
        if settled
        else opener.said(stated, "level_reason"),
        level_is_contested=state.level_is_contested,
        basis=stated.basis,
        because=opener.words(stated, "because"),
        we_would_doubt_if=wordings[-1].we_would_doubt_if,
        held_by=opener.parties(stated, stated.held_by),
        building_block=stated.building_block,
        behaviours=list(stated.behaviours),
        about_learning=stated.about_learning,
        starter=stated.starter,
        cites=list(stated.cites),
        stated_on=stated.envelope.occurred_at.date(),
        position=facts[0].position,
        wordings=wordings,
        facts=[belief_fact(fact, opener, wordings) for fact in facts[1:]],
        cited_by=cited_by,
        was_ever_challenged=state.has_been_challenged,
    )


def _wordings(facts: list[Fact], opener: Opener) -> list[Wording]:
    wordings: list[Wording] = []
    for fact in facts:
        event = fact.event
        if not isinstance(event, Assumption.Stated | Assumption.Revised):
            continue
        doubt = opener.words(event, "we_would_doubt_if")
        is_first = isinstance(event, Assumption.Stated)
        wordings.append(
            Wording(
                version=1 if isinstance(event, Assumption.Stated) else event.to_version,
                statement=opener.said(event, "statement"),
                we_would_doubt_if=doubt or wordings[-1].we_would_doubt_if,
                reason=None if is_first else opener.words(event, "reason"),
                since=event.envelope.occurred_at.date(),
                position=fact.position,
            )
        )
    return wordings


def belief_fact(fact: Fact, opener: Opener, wordings: list[Wording]) -> BeliefFact:
    """One thing that happened to a belief, with its words."""
    event = fact.event
    base = {
        "id": event.envelope.causation_id,
        "what": WHAT[type(event)],
        "on": event.envelope.occurred_at.date(),
        "at": event.envelope.occurred_at,
        "recorded_at": event.recorded_at,
        "reported_late": event.reported_late,
        "position": fact.position,
    }
    match event:
        case Assumption.Challenged():
            base |= {
                "version": event.version,
                "words": opener.words(event, "reason"),
                "evidence": list(event.evidence),
                "voices": event.voices,
            }
        case Assumption.Examined():
            base |= {
                "version": event.version,
                "options": opener.options(event, event.options),
                "present": event.present,
                "absent": opener.many(event, "absent"),
                "dissent": opener.words(event, "dissent"),
            }
        case Assumption.Revised():
            words = opener.words(event, "statement")
            base |= {"version": event.to_version, "words": words}
        case Assumption.LevelContested():
            base |= {"words": opener.words(event, "reason"), "kind": event.kind}
        case Assumption.LevelSettled():
            base |= {"words": opener.words(event, "reason"), "kind": event.to_kind}
        case Assumption.MirrorHeldUp():
            base |= {
                "version": sum(wording.position < fact.position for wording in wordings),
                "evidence": [*event.evidence_for, *event.evidence_against],
                "evidence_for": list(event.evidence_for),
                "evidence_against": list(event.evidence_against),
                "in_use": event.in_use,
            }
        case Assumption.Upheld() | Assumption.Dropped() | Assumption.LeftOpen():
            base |= {"version": event.version, "words": opener.words(event, "reason")}
        case _:
            pass
    return BeliefFact.model_validate(base)


_CITATIONS = """
SELECT e.id, e.title, e.words, e.occurred_on, e.cites
FROM entries AS e
WHERE e.kind = 'decision' AND e.cites && %(beliefs)s::uuid[] AND e.cites <> '{}'
  AND (%(known)s::timestamptz IS NULL OR e.recorded_at < %(known)s)
ORDER BY e.occurred_on, e.position
"""
