"""The mirror: what people say beside what they seem to act on, with the evidence for both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import Connection

from service.domain.vocabulary import Basis
from service.eventstore import EventLog
from service.keystore import KeyStore
from service.projections.against import by_wording, evidence_against
from service.projections.beliefs import beliefs_of
from service.projections.entries import Filter, Finder, end_of
from service.projections.loop_shapes import BeliefView, MirrorPair, MirrorSide
from service.projections.shapes import Entry


def mirror_of(
    connection: Connection[Any],
    log: EventLog,
    keys: KeyStore,
    finder: Finder,
    as_known_on: date | None,
) -> list[MirrorPair]:
    """Pairs of what is said and what is done: by building block, then those that were held up to
    each other and have no block; what stands alone comes last, together."""
    known = end_of(as_known_on, finder.zone)
    asked = {"place": finder.place_id, "known": known}
    ids = [row[0] for row in connection.execute(_BELIEFS, asked)]
    beliefs = {one.id: one for one in beliefs_of(connection, log, keys, ids, known, cited=False)}
    mirrors = _mirrors(beliefs.values())
    sides = _Sides(finder, as_known_on, mirrors, beliefs)
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


@dataclass(frozen=True)
class _Evidence:
    """What speaks for a belief and against it in its present words, and against earlier ones."""

    speaks_for: list[UUID]
    against: list[UUID]
    before: list[UUID]

    @property
    def all(self) -> set[UUID]:
        """Every piece of it once."""
        return {*self.speaks_for, *self.against, *self.before}


@dataclass
class _Sides:
    """Shows beliefs with their evidence, as far as one reader may see it."""

    finder: Finder
    as_known_on: date | None
    mirrors: list[_Mirror]
    beliefs: dict[UUID, BeliefView]
    _evidence: dict[UUID, _Evidence] = field(default_factory=dict)
    _entries: dict[UUID, Entry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._evidence = {id: _evidence(belief) for id, belief in self.beliefs.items()}
        wanted = {id for evidence in self._evidence.values() for id in evidence.all}
        if wanted:
            asked = Filter(ids=frozenset(wanted), as_known_on=self.as_known_on)
            self._entries = {one.entry.id: one.entry for one in self.finder.find(asked)}

    def pair(self, ids: Iterable[UUID], *, code: str | None = None) -> MirrorPair:
        """These beliefs on their two sides."""
        among = set(ids)
        pair = [self.beliefs[id] for id in self.beliefs if id in among]
        both = among & self.beliefs.keys()
        on = [one.on for one in self.mirrors if {one.said, one.in_use} <= both]
        shown = code if self.finder.sees_framework else None
        return MirrorPair(
            building_block=shown,
            about=_wording(shown, self.finder) if shown else "",
            said=[self._side(one) for one in pair if one.basis == Basis.ESPOUSED],
            done=[self._side(one) for one in pair if one.basis == Basis.INFERRED],
            held_up_on=max(on, default=None),
        )

    def _side(self, belief: BeliefView) -> MirrorSide:
        evidence = self._evidence[belief.id]
        hidden = [id for id in evidence.all if id not in self._entries]
        return MirrorSide(
            belief=belief if self.finder.sees_framework else _in_local_words(belief),
            evidence_for=self._found(evidence.speaks_for),
            evidence_against=self._found(evidence.against),
            before=self._found(evidence.before),
            not_yours_to_read=len(hidden),
        )

    def _found(self, ids: list[UUID]) -> list[Entry]:
        found = {id: self._entries[id] for id in ids if id in self._entries}
        return sorted(found.values(), key=lambda entry: (entry.occurred_on, entry.position))


def _evidence(belief: BeliefView) -> _Evidence:
    """Citations, which are of the first words, challenges, and mirrors held to it.

    What a mirror brings is about what is said.
    """
    now, before = by_wording(belief)
    cited = belief.cites if belief.version == 1 else []
    mirrored = [id for fact in now for id in fact.evidence_for]
    return _Evidence([*cited, *mirrored], evidence_against(now), evidence_against(before))


def _mirrors(beliefs: Iterable[BeliefView]) -> list[_Mirror]:
    """In the order of the log."""
    held_up = [
        (fact.position, _Mirror(said=belief.id, in_use=fact.in_use, on=fact.on))
        for belief in beliefs
        for fact in belief.facts
        if fact.in_use is not None
    ]
    return [mirror for _, mirror in sorted(held_up, key=lambda one: one[0])]


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


_BELIEFS = """
SELECT id FROM entries
WHERE place_id = %(place)s AND kind = 'belief_stated' AND state = 'available'
  AND (%(known)s::timestamptz IS NULL OR recorded_at < %(known)s)
ORDER BY occurred_on, position
"""
