"""The mirror: what people say beside what they seem to act on, with the evidence for both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection

from service.domain.assumption import Assumption
from service.domain.vocabulary import Basis
from service.eventstore import EventLog
from service.keystore import KeyStore
from service.projections.beliefs import beliefs_of
from service.projections.entries import Filter, Finder
from service.projections.histories import read_facts
from service.projections.loop_shapes import BeliefView, MirrorPair, MirrorSide
from service.projections.shapes import Entry

MIRROR_HELD_UP = [str(vars(Assumption.MirrorHeldUp)["TOPIC"])]


def mirror_of(
    connection: Connection[Any],
    log: EventLog,
    keys: KeyStore,
    finder: Finder,
    known: datetime | None,
) -> list[MirrorPair]:
    """Pairs of what is said and what is done: by building block, then those that were held up to
    each other and have no block; what stands alone comes last, together.

    `known` is the end of a day, or None for now.
    """
    asked = {"place": finder.place_id, "known": known}
    ids = [row[0] for row in connection.execute(_BELIEFS, asked)]
    beliefs = {one.id: one for one in beliefs_of(connection, log, keys, ids, known)}
    mirrors = _mirrors(connection, log, ids, known)
    sides = _Sides(finder, _day_before(known, finder), mirrors, beliefs)
    filed = [
        sides.pair(_with_mirrored(block, beliefs, mirrors), code=code)
        for code, block in _blocks(beliefs.values(), finder).items()
    ]
    shown = _shown_in(filed)
    held_up = [
        sides.pair([in_use, *said])
        for in_use, said in _held_up_to(mirrors).items()
        if in_use not in shown
    ]
    alone = [id for id in beliefs if id not in shown | _shown_in(held_up)]
    return [*filed, *held_up, *([sides.pair(alone)] if alone else [])]


@dataclass(frozen=True)
class _Mirror:
    """What is said (`said`) was set beside what is done (`in_use`)."""

    said: UUID
    in_use: UUID
    on: date
    evidence_for: tuple[UUID, ...]
    evidence_against: tuple[UUID, ...]


@dataclass
class _Sides:
    """Shows beliefs with their evidence, as far as one reader may see it."""

    finder: Finder
    as_known_on: date | None
    mirrors: list[_Mirror]
    beliefs: dict[UUID, BeliefView]
    _entries: dict[UUID, Entry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wanted = {id for one in self.beliefs.values() for ids in self._evidence(one) for id in ids}
        if wanted:
            asked = Filter(ids=frozenset(wanted), as_known_on=self.as_known_on)
            self._entries = {one.entry.id: one.entry for one in self.finder.find(asked)}

    def pair(self, ids: Iterable[UUID], *, code: str | None = None) -> MirrorPair:
        """These beliefs on their two sides."""
        pair = [self.beliefs[id] for id in self.beliefs if id in set(ids)]
        on = [one.on for one in self.mirrors if {one.said, one.in_use} <= {one.id for one in pair}]
        shown = code if self.finder.sees_framework else None
        return MirrorPair(
            building_block=shown,
            about=_wording(shown, self.finder) if shown else "",
            said=[self._side(one) for one in pair if one.basis == Basis.ESPOUSED],
            done=[self._side(one) for one in pair if one.basis == Basis.INFERRED],
            held_up_on=max(on, default=None),
        )

    def _side(self, belief: BeliefView) -> MirrorSide:
        speaks_for, against = self._evidence(belief)
        hidden = {*speaks_for, *against} - self._entries.keys()
        return MirrorSide(
            belief=belief if self.finder.sees_framework else _in_local_words(belief),
            evidence_for=self._found(speaks_for),
            evidence_against=self._found(against),
            not_yours_to_read=len(hidden),
        )

    def _evidence(self, belief: BeliefView) -> tuple[list[UUID], list[UUID]]:
        """What speaks for a belief and against it: citations, challenges, and mirrors held to it.

        What a mirror brings is about what is said.
        """
        mirrors = [one for one in self.mirrors if one.said == belief.id]
        challenges = [fact for fact in belief.facts if fact.what == "challenged"]
        speaks_for = [*belief.cites, *(id for one in mirrors for id in one.evidence_for)]
        against = [id for fact in challenges for id in fact.evidence]
        return speaks_for, [*against, *(id for one in mirrors for id in one.evidence_against)]

    def _found(self, ids: list[UUID]) -> list[Entry]:
        found = {id: self._entries[id] for id in ids if id in self._entries}
        return sorted(found.values(), key=lambda entry: (entry.occurred_on, entry.position))


def _mirrors(
    connection: Connection[Any], log: EventLog, beliefs: list[UUID], known: datetime | None
) -> list[_Mirror]:
    facts = read_facts(connection, log, beliefs, MIRROR_HELD_UP, known=known)
    return [
        _Mirror(
            said=event.originator_id,
            in_use=event.in_use,
            on=event.envelope.occurred_at.date(),
            evidence_for=event.evidence_for,
            evidence_against=event.evidence_against,
        )
        for event in (fact.event for fact in facts)
        if isinstance(event, Assumption.MirrorHeldUp)
    ]


def _shown_in(pairs: Iterable[MirrorPair]) -> set[UUID]:
    return {side.belief.id for pair in pairs for side in (*pair.said, *pair.done)}


def _blocks(beliefs: Iterable[BeliefView], finder: Finder) -> dict[str, list[UUID]]:
    """Beliefs by building block, in the framework's order; blocks that it does not know last."""
    found: dict[str, list[UUID]] = {code: [] for code in finder.frameworks.building_blocks.codes}
    for belief in beliefs:
        if belief.building_block is not None:
            found.setdefault(belief.building_block, []).append(belief.id)
    return {code: ids for code, ids in found.items() if ids}


def _with_mirrored(
    block: list[UUID], beliefs: dict[UUID, BeliefView], mirrors: list[_Mirror]
) -> list[UUID]:
    """A block's beliefs, with those that they were held up to, and those held up to them that have
    no block of their own."""
    done = [one.in_use for one in mirrors if one.said in block and one.in_use in beliefs]
    said = [
        one.said
        for one in mirrors
        if one.in_use in block and beliefs[one.said].building_block is None
    ]
    return [*block, *done, *said]


def _held_up_to(mirrors: list[_Mirror]) -> dict[UUID, list[UUID]]:
    """What people seem to act on, each with all that was held up to it."""
    found: dict[UUID, list[UUID]] = {}
    for one in mirrors:
        found.setdefault(one.in_use, []).append(one.said)
    return found


def _wording(code: str, finder: Finder) -> str:
    items = finder.frameworks.building_blocks.items
    return next((item.wording for item in items if item.code == code), code)


def _in_local_words(belief: BeliefView) -> BeliefView:
    """A belief as somebody who sees no framework words may see it (I13)."""
    return belief.model_copy(update={"behaviours": [], "building_block": None, "starter": None})


def _day_before(known: datetime | None, finder: Finder) -> date | None:
    """The day that ends at this moment, where the place is."""
    if known is None:
        return None
    return (known.astimezone(finder.zone) - timedelta(microseconds=1)).date()


_BELIEFS = """
SELECT id FROM entries
WHERE place_id = %(place)s AND kind = 'belief_stated' AND state = 'available'
  AND (%(known)s::timestamptz IS NULL OR recorded_at < %(known)s)
ORDER BY occurred_on, position
"""
