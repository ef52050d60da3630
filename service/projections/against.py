"""Against: what does not fit an insight or a belief, and who saw it otherwise (Q4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from psycopg import Connection

from service.domain.errors import NotFound
from service.eventstore import EventLog
from service.keystore import KeyStore
from service.projections.asking import record_named
from service.projections.beliefs import beliefs_of
from service.projections.entries import Filter, Finder
from service.projections.insights import insights_of
from service.projections.loop_shapes import Against


def against_of(
    connection: Connection[Any],
    log: EventLog,
    keys: KeyStore,
    finder: Finder,
    reference: str | UUID,
) -> Against:
    """What speaks against an insight or a belief, named by its id or external id."""
    try:
        id = record_named(finder, "insight", "insight", reference)
    except NotFound:
        id = record_named(finder, "assumption", "belief_stated", reference)
        (belief,) = beliefs_of(connection, log, keys, [id])
        facts = belief.facts
        said = [fact.words for fact in facts if fact.what == "challenged" and fact.words]
        dissent = [fact.dissent for fact in facts if fact.dissent]
        return _against(finder, id, said, dissent, (one for fact in facts for one in fact.evidence))
    (insight,) = insights_of(connection, log, keys, [id])
    said = [insight.does_not_fit] if insight.does_not_fit else []
    dissent = [test.dissent for test in insight.tests if test.dissent]
    return _against(finder, id, said, dissent, insight.against)


def _against(
    finder: Finder, id: UUID, words: list[str], dissent: list[str], evidence: Iterable[UUID]
) -> Against:
    ids = frozenset(evidence)
    entries = [one.entry for one in finder.find(Filter(ids=ids))] if ids else []
    hidden = len(ids - {entry.id for entry in entries})
    return Against(id=id, words=words, dissent=dissent, entries=entries, not_yours_to_read=hidden)
