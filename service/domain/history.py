"""A history: the facts of the log that loops are made of, indexed by what they are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from service.domain.assumption import Assumption
from service.domain.base import Event
from service.domain.change import Change
from service.domain.decision import Decision
from service.domain.insight import Insight
from service.domain.noticing import Noticing
from service.domain.person import Person
from service.domain.reflection import Reflection
from service.domain.vocabulary import Perspective

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Cited:
    """A reflection or an insight that a fact points at, and where in the log that fact stands."""

    id: UUID
    by: int


@dataclass(frozen=True, slots=True)
class Fact:
    """An event at its position in the log."""

    position: int
    event: Event

    @property
    def at(self) -> datetime:
        """When it happened, as it was reported."""
        return self.event.envelope.occurred_at

    @property
    def order(self) -> tuple[datetime, int]:
        """By when it happened; what happened at the same moment, by its place in the log."""
        return self.at, self.position

    def precedes(self, other: Fact) -> bool:
        """True where this happened first."""
        return self.order < other.order

    def citing(self, ids: Iterable[UUID]) -> list[Cited]:
        """These as the fact cites them: with what was joined to them later left out."""
        return [Cited(id, self.position) for id in ids]


@dataclass
class History:
    """Built from any facts in any order; what has nothing to do with loops is left out.

    `decisions` are those taken, in the order of the log.
    """

    decisions: list[UUID] = field(default_factory=list)
    _streams: dict[UUID, list[Fact]] = field(default_factory=dict)
    _changes: dict[UUID, list[Fact]] = field(default_factory=dict)
    _slips: dict[UUID, list[Fact]] = field(default_factory=dict)
    _gone: set[UUID] = field(default_factory=set)

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> History:
        """The history that these facts tell."""
        history = cls()
        for fact in sorted(facts, key=lambda fact: fact.position):
            history._learn(fact)
        for about in (history._streams, history._changes, history._slips):
            for told in about.values():
                told.sort(key=lambda fact: fact.order)
        return history

    def _learn(self, fact: Fact) -> None:
        event, id = fact.event, fact.event.originator_id
        match event:
            case Reflection.Recorded():
                self._streams[id] = [fact]
                return
            case Reflection.Withdrawn() | Reflection.Erased() | Person.Erased():
                self._gone.add(id)
                return
            case Change.Observed() if event.decision_id is not None:
                self._changes.setdefault(event.decision_id, []).append(fact)
            case Noticing.Slip() if event.decision_id is not None:
                self._slips.setdefault(event.decision_id, []).append(fact)
                return
            case Decision.Taken():
                self.decisions.append(id)
            case Decision.Event() | Assumption.Event() | Change.Event() | Insight.Event():
                pass
            case _:
                return
        self._streams.setdefault(id, []).append(fact)

    def facts_of(self, id: UUID, kind: type[E]) -> list[tuple[Fact, E]]:
        """The facts of this kind about this thing, in the order in which they happened."""
        return [
            (fact, fact.event) for fact in self._streams.get(id, []) if isinstance(fact.event, kind)
        ]

    def changes_of(self, decision_id: UUID) -> list[tuple[Fact, Change.Observed]]:
        """The changes that somebody saw come of a decision."""
        return [
            (fact, fact.event)
            for fact in self._changes.get(decision_id, [])
            if isinstance(fact.event, Change.Observed)
        ]

    def things_behind(self, decision_id: UUID) -> set[UUID]:
        """All that a decision's loop is made of: whatever happens to one of these may change it."""
        behind = {decision_id}
        behind |= {change.originator_id for _, change in self.changes_of(decision_id)}
        evidence: list[Cited] = []
        for decided, taken in self.facts_of(decision_id, Decision.Taken):
            evidence += decided.citing(taken.cites)
            for cited in taken.rests_on:
                behind.add(cited.assumption_id)
                for fact, challenge in self.facts_of(cited.assumption_id, Assumption.Challenged):
                    evidence += fact.citing(challenge.evidence)
        for reflection in self.reflections_in(evidence):
            behind |= {reflection.originator_id, reflection.author}
        return behind | {cited.id for cited in evidence}

    def slips_of(self, decision_id: UUID) -> list[Fact]:
        """When practice slipped back from a decision."""
        return self._slips.get(decision_id, [])

    def reflections_in(self, evidence: Iterable[Cited]) -> list[Reflection.Recorded]:
        """The reflections that evidence leads to, through insights as well; each once.

        What was joined to an insight counts for what cites it from further on in the log alone.
        """
        found: dict[UUID, Reflection.Recorded] = {}
        for cited in evidence:
            for fact in self._streams.get(cited.id, []):
                match fact.event:
                    case Reflection.Recorded():
                        found[cited.id] = fact.event
                    case Insight.Proposed() | Insight.EvidenceJoined() if fact.position < cited.by:
                        for one in self.reflections_in(fact.citing(fact.event.cites)):
                            found[one.originator_id] = one
                    case _:
                        pass
        return list(found.values())

    def noticed(self, evidence: Iterable[Cited]) -> list[Fact]:
        """When each reflection in this evidence was left."""
        ids = [one.originator_id for one in self.reflections_in(evidence)]
        return [fact for id in ids for fact, _ in self.facts_of(id, Reflection.Recorded)]

    def is_gone(self, reflection: Reflection.Recorded) -> bool:
        """True where it was withdrawn or erased, or its author was."""
        return bool({reflection.originator_id, reflection.author} & self._gone)

    def voices_in(self, evidence: Iterable[Cited]) -> dict[Perspective | None, int]:
        """How many people speak in this evidence, by their own perspective.

        Whoever passes on others' words is one voice, from where they themselves speak.
        """
        people = {one.author: one.perspective for one in self.reflections_in(evidence)}
        return dict(Counter(people.values()))
