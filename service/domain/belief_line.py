"""A belief that a decision rests on, as the log tells it: what happened to it, before and after."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from service.domain.assumption import FEWEST_OPTIONS, Assumption
from service.domain.base import Event
from service.domain.history import Fact, History
from service.domain.values import Citation
from service.domain.vocabulary import Level

E = TypeVar("E", bound=Event)


@dataclass
class BeliefLine:
    """One belief that the decision rests on, and what happened to it before and after."""

    history: History
    citation: Citation
    decision: Fact
    stated: Fact | None = None
    about_learning: bool = False
    turn: Fact | None = None
    upholding: Fact | None = None
    challenges: list[tuple[Fact, Assumption.Challenged]] = field(default_factory=list)
    examination: Fact | None = None

    def __post_init__(self) -> None:
        for fact, event in self._facts(Assumption.Stated):
            self.stated, self.about_learning = fact, event.about_learning
        self.turn, self.upholding = self._turn(), self._upholding()
        self._inquire(self.turn or self.upholding or self.decision)
        if self.turn and self.upholding and not self.was_inquired_into:
            self._inquire(self.upholding)
            if self.was_inquired_into:
                self.turn = None
            else:
                self._inquire(self.turn)

    def _inquire(self, before: Fact) -> None:
        """Find the challenges and the examination that came before this."""
        self.challenges = [
            (fact, event)
            for fact, event in self._facts(Assumption.Challenged)
            if fact.precedes(before)
        ]
        self.examination = self._examination(before)

    @property
    def id(self) -> UUID:
        """The belief's own id."""
        return self.citation.assumption_id

    @property
    def was_inquired_into(self) -> bool:
        """True where it was challenged and then, or before, really looked at."""
        return bool(self.challenges) and self.examination is not None

    @property
    def was_looked_at(self) -> bool:
        """True where it was really looked at before the decision, whatever came of it."""
        return self._examination(self.decision) is not None

    def facts_that_count(self, *, needed: bool) -> list[Fact]:
        """Its challenges, its examination, and what came of them; the newest one where all count.

        Where they make the level (`needed`), one challenge is enough to carry it.
        """
        challenges = [fact for fact, _ in self.challenges]
        came_of_it = self.turn or self.upholding
        found = [*(challenges[-1:] if needed else challenges), self.examination, came_of_it]
        return [fact for fact in found if fact is not None]

    def governs(self) -> bool:
        """True where it governed as people saw it at the decision, and nobody settled otherwise."""
        if self.stated is None:
            return False
        kinds = [event.kind for _, event in self._facts(Assumption.Stated)]
        before = list(kinds)
        for fact, event in self._facts(Assumption.LevelSettled):
            kinds.append(event.to_kind)
            if fact.precedes(self.decision):
                before.append(event.to_kind)
        return before[-1].level == kinds[-1].level == Level.GOVERNING

    def is_contested(self) -> bool:
        """True while somebody says that it is of another level, and nothing has been settled."""
        levels = [event.kind.level for _, event in self._facts(Assumption.Stated)]
        levels += [event.to_kind.level for _, event in self._facts(Assumption.LevelSettled)]
        questions = self._facts(Assumption.LevelContested)
        contested = [fact for fact, event in questions if [event.kind.level] != levels[-1:]]
        settled = [fact for fact, _ in self._facts(Assumption.LevelSettled)]
        return bool(contested) and not (settled and contested[-1].precedes(settled[-1]))

    def changed_afterwards(self) -> list[Fact]:
        """The rewordings or the dropping that came only after the decision."""
        later = [fact for fact, _ in self._facts(Assumption.Revised)]
        later += [fact for fact, _ in self._facts(Assumption.Dropped)]
        return [fact for fact in later if self.decision.precedes(fact)]

    def settled_afterwards(self) -> list[Fact]:
        """All that said after the decision how the belief stands."""
        kept = [fact for fact, _ in self._facts(Assumption.Upheld)]
        kept += [fact for fact, _ in self._facts(Assumption.LeftOpen)]
        return [fact for fact in kept if self.decision.precedes(fact)] + self.changed_afterwards()

    def evidence(self) -> list[UUID]:
        """What was set against it in the challenges that count."""
        return [id for _, event in self.challenges for id in event.evidence]

    def _turn(self) -> Fact | None:
        """The rewording or dropping that the decision rests on, where it came first."""
        if self.citation.dropped:
            turns = [fact for fact, _ in self._facts(Assumption.Dropped)]
        else:
            turns = [
                fact
                for fact, event in self._facts(Assumption.Revised)
                if event.to_version == self.citation.version
            ]
        before = [fact for fact in turns if fact.precedes(self.decision)]
        return before[-1] if before else None

    def _upholding(self) -> Fact | None:
        upheld = [
            fact
            for fact, event in self._facts(Assumption.Upheld)
            if event.version == self.citation.version and fact.precedes(self.decision)
        ]
        return upheld[-1] if upheld else None

    def _examination(self, before: Fact) -> Fact | None:
        """A look at two options or more, keeping it among them; anything less is none."""
        looked = [
            fact
            for fact, event in self._facts(Assumption.Examined)
            if fact.precedes(before)
            and len(event.options) >= FEWEST_OPTIONS
            and any(option.keeps for option in event.options)
        ]
        return looked[-1] if looked else None

    def _facts(self, kind: type[E]) -> list[tuple[Fact, E]]:
        return self.history.facts_of(self.id, kind)
