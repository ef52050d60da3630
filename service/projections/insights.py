"""Insights as readers see them: a pattern, what it rests on, what does not fit, who agrees."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from service.domain.history import Fact
from service.domain.insight import FEWEST_VOICES, Insight
from service.eventstore import EventLog
from service.keystore import KeyStore
from service.projections.histories import read_facts
from service.projections.loop_shapes import InsightJoined, InsightTest, InsightView
from service.projections.opening import Opener
from service.projections.topics import topics_of


def insights_of(
    connection: Connection[Any],
    log: EventLog,
    keys: KeyStore,
    ids: list[UUID],
    known: datetime | None = None,
) -> list[InsightView]:
    """These insights, in this order, as they were known at a moment."""
    facts = read_facts(connection, log, ids, topics_of(Insight), known=known)
    streams: dict[UUID, list[Fact]] = {}
    for fact in facts:
        streams.setdefault(fact.event.originator_id, []).append(fact)
    opener = Opener(connection, keys, (fact.event for fact in facts))
    found = [_insight(streams[id], opener) for id in ids if id in streams]
    return _with_voices_joined(connection, found)


def _with_voices_joined(
    connection: Connection[Any], insights: list[InsightView]
) -> list[InsightView]:
    """These, where a second voice that was joined later makes one a single voice no more."""
    alone = [one for one in insights if one.single_voice and one.joined]
    if not alone:
        return insights
    cited = [id for one in alone for id in one.cites]
    authors: dict[UUID, UUID] = dict(connection.execute(_AUTHORS, (cited,)).fetchall())

    def is_alone(one: InsightView) -> bool:
        return len({authors[id] for id in one.cites if id in authors}) < FEWEST_VOICES

    return [
        one.model_copy(update={"single_voice": is_alone(one)}) if one in alone else one
        for one in insights
    ]


def _joined(facts: list[Fact]) -> list[InsightJoined]:
    return [
        InsightJoined(
            on=fact.event.envelope.occurred_at.date(),
            position=fact.position,
            fits=fits,
            reflections=list(reflections),
        )
        for fact in facts
        if isinstance(fact.event, Insight.EvidenceJoined)
        for fits, reflections in ((True, fact.event.cites), (False, fact.event.against))
        if reflections
    ]


def _insight(facts: list[Fact], opener: Opener) -> InsightView:
    proposed = facts[0].event
    assert isinstance(proposed, Insight.Proposed)
    joined = _joined(facts)
    tests = [
        InsightTest(
            on=fact.event.envelope.occurred_at.date(),
            result=fact.event.result,
            dissent=opener.words(fact.event, "dissent"),
        )
        for fact in facts
        if isinstance(fact.event, Insight.Tested)
    ]
    return InsightView(
        id=proposed.originator_id,
        external_id=opener.words(proposed, "external_id"),
        claim=opener.said(proposed, "claim"),
        does_not_fit=opener.words(proposed, "does_not_fit"),
        looked_for_disconfirming=proposed.looked_for_disconfirming,
        single_voice=proposed.single_voice,
        proposers=opener.parties(proposed, proposed.proposers),
        standing=tests[-1].result if tests else None,
        tests=tests,
        cites=[*proposed.cites, *(id for one in joined if one.fits for id in one.reflections)],
        against=[
            *proposed.against,
            *(id for one in joined if not one.fits for id in one.reflections),
        ],
        joined=joined,
        behaviours=list(proposed.behaviours),
        building_blocks=list(proposed.building_blocks),
        proposed_on=proposed.envelope.occurred_at.date(),
        position=facts[0].position,
    )


_AUTHORS = """
SELECT id, author FROM entries
WHERE id = ANY (%s) AND kind = 'reflection' AND author IS NOT NULL
"""
