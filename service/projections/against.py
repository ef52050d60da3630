"""Against: what does not fit an insight or a belief, and who saw it otherwise (Q4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import Connection

from service.domain.errors import NotFound
from service.eventstore import EventLog
from service.keystore import KeyStore
from service.projections.asking import record_named
from service.projections.beliefs import beliefs_of
from service.projections.entries import Filter, Finder, end_of
from service.projections.insights import insights_of
from service.projections.loop_shapes import (
    Against,
    AgainstBefore,
    BeliefFact,
    BeliefView,
    InsightView,
)
from service.projections.shapes import Entry


def against_of(
    connection: Connection[Any],
    log: EventLog,
    keys: KeyStore,
    finder: Finder,
    reference: str | UUID,
    as_known_on: date | None = None,
) -> Against:
    """What speaks against an insight or a belief, named by its id or external id."""
    known = end_of(as_known_on, finder.zone)
    try:
        id = record_named(finder, "insight", "insight", reference)
    except NotFound:
        id = record_named(finder, "assumption", "belief_stated", reference)
    for insight in insights_of(connection, log, keys, [id], known):
        return _against_insight(insight, finder, as_known_on)
    for belief in beliefs_of(connection, log, keys, [id], known):
        return _against_belief(belief, finder, as_known_on)
    raise NotFound(f"There is nothing called {str(reference)!r} here.")


def evidence_against(facts: Iterable[BeliefFact]) -> list[UUID]:
    """What was set against a belief in challenges, and in mirrors that were held up to it."""
    return [
        id
        for fact in facts
        for id in (fact.evidence if fact.what == "challenged" else fact.evidence_against)
    ]


def by_wording(belief: BeliefView) -> tuple[list[BeliefFact], list[BeliefFact]]:
    """What happened to a belief in the words that it has now, and what in earlier ones."""
    facts = [fact for fact in belief.facts if fact.version is not None]
    now = [fact for fact in facts if fact.version == belief.version]
    return now, [fact for fact in facts if fact.version != belief.version]


def _against_insight(insight: InsightView, finder: Finder, as_known_on: date | None) -> Against:
    entries, hidden = _entries(finder, insight.against, as_known_on)
    return Against(
        id=insight.id,
        words=[insight.does_not_fit] if insight.does_not_fit else [],
        dissent=[test.dissent for test in insight.tests if test.dissent],
        entries=entries,
        not_yours_to_read=hidden,
    )


def _against_belief(belief: BeliefView, finder: Finder, as_known_on: date | None) -> Against:
    now, before = by_wording(belief)
    entries, hidden = _entries(finder, evidence_against(now), as_known_on)
    earlier, hidden_before = _entries(finder, evidence_against(before), as_known_on)
    return Against(
        id=belief.id,
        words=_reasons(now),
        dissent=_dissent(now),
        entries=entries,
        not_yours_to_read=hidden + hidden_before,
        before=AgainstBefore(words=_reasons(before), dissent=_dissent(before), entries=earlier),
    )


def _reasons(facts: list[BeliefFact]) -> list[str]:
    return [fact.words for fact in facts if fact.what == "challenged" and fact.words]


def _dissent(facts: list[BeliefFact]) -> list[str]:
    return [fact.dissent for fact in facts if fact.dissent]


def _entries(
    finder: Finder, evidence: Iterable[UUID], as_known_on: date | None
) -> tuple[list[Entry], int]:
    """The evidence that this reader may see, and how much more there is."""
    ids = frozenset(evidence)
    if not ids:
        return [], 0
    found = finder.find(Filter(ids=ids, as_known_on=as_known_on))
    entries = [one.entry for one in found]
    return entries, len(ids - {entry.id for entry in entries})
