"""A belief that a decision rests on, as the log tells it: what happened to it, before and after."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar
from uuid import UUID

from service.domain.assumption import FEWEST_OPTIONS, Assumption
from service.domain.base import Event
from service.domain.history import Cited, Fact, History
from service.domain.values import Citation
from service.domain.vocabulary import Level

E = TypeVar("E", bound=Event)


Challenges = list[tuple[Fact, Assumption.Challenged]]


@dataclass(frozen=True)
class Inquiry:
    """What led up to settling a belief, since it was last settled; old challenges do not count."""

    settled: Fact
    challenges: Challenges
    examination: Fact | None

    @property
    def is_whole(self) -> bool:
        """True where it was challenged, and really looked at."""
        return bool(self.challenges) and self.examination is not None


@dataclass
class BeliefLine:
    """One belief that the decision rests on, and what happened to it before and after."""

    history: History
    citation: Citation
    decision: Fact
    stated: Fact | None = None
    about_learning: bool = False
    inquiry: Inquiry = field(init=False)
    """The one that the decision rests on: a whole one where there is any."""

    def __post_init__(self) -> None:
        for fact, event in self._facts(Assumption.Stated):
            self.stated, self.about_learning = fact, event.about_learning
        self.inquiry = self._inquiry()

    @property
    def turn(self) -> Fact | None:
        """The rewording or dropping that the decision rests on, where it came first."""
        settled = self.inquiry.settled
        is_turn = isinstance(settled.event, Assumption.Revised | Assumption.Dropped)
        return settled if is_turn else None

    @property
    def upholding(self) -> Fact | None:
        """When it was kept, where the decision rests on that."""
        settled = self.inquiry.settled
        return settled if isinstance(settled.event, Assumption.Upheld) else None

    @property
    def challenges(self) -> Challenges:
        """The challenges that count."""
        return self.inquiry.challenges

    @property
    def examination(self) -> Fact | None:
        """The look that counts."""
        return self.inquiry.examination

    @property
    def id(self) -> UUID:
        """The belief's own id."""
        return self.citation.assumption_id

    @property
    def was_inquired_into(self) -> bool:
        """True where it was challenged and then, or before, really looked at."""
        return self.inquiry.is_whole

    @property
    def was_looked_at(self) -> bool:
        """True where it was really looked at before the decision, whatever came of it."""
        return bool(self._looks(None, self.decision))

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

    def evidence(self) -> list[Cited]:
        """What was set against it in the challenges that count, as each of them cites it."""
        return [one for fact, event in self.challenges for one in fact.citing(event.evidence)]

    def _inquiry(self) -> Inquiry:
        """A whole one that turned the belief; else one that kept it; else the nearest to either."""
        settled = self._settlings()
        found = [self._since(before, at) for before, at in pairwise([None, *settled]) if at]
        turns = [one for one in found if self._is_turn(one.settled)]
        kept = [one for one in found if self._is_upholding(one.settled)]
        cited = [one for one in turns if self._is_cited(one.settled)]
        still_open = self._since(settled[-1] if settled else None, self.decision)
        whole = [one for one in turns if one.is_whole], [one for one in kept if one.is_whole]
        return next(some[-1] for some in (*whole, cited, kept, [still_open]) if some)

    def _settlings(self) -> list[Fact]:
        """Each time it was reworded, kept or dropped before the decision."""
        facts = [fact for fact, _ in self._facts(Assumption.Revised)]
        facts += [fact for fact, _ in self._facts(Assumption.Upheld)]
        facts += [fact for fact, _ in self._facts(Assumption.Dropped)]
        before = [fact for fact in facts if fact.precedes(self.decision)]
        return sorted(before, key=lambda fact: fact.order)

    def _is_turn(self, settled: Fact) -> bool:
        """It brought the words that the decision cites, or words that these go back to."""
        event = settled.event
        if self.citation.dropped:
            return isinstance(event, Assumption.Dropped)
        return isinstance(event, Assumption.Revised) and event.to_version <= self.citation.version

    def _is_cited(self, settled: Fact) -> bool:
        event = settled.event
        if isinstance(event, Assumption.Revised):
            return event.to_version == self.citation.version
        return self._is_turn(settled)

    def _is_upholding(self, settled: Fact) -> bool:
        event = settled.event
        return isinstance(event, Assumption.Upheld) and event.version == self.citation.version

    def _since(self, before: Fact | None, settled: Fact) -> Inquiry:
        challenges = [
            (fact, event)
            for fact, event in self._facts(Assumption.Challenged)
            if _is_between(before, fact, settled)
        ]
        looks = self._looks(before, settled)
        return Inquiry(settled, challenges, looks[-1] if looks else None)

    def _looks(self, before: Fact | None, settled: Fact) -> list[Fact]:
        """Looks at two options or more, keeping it among them; anything less is none."""
        return [
            fact
            for fact, event in self._facts(Assumption.Examined)
            if _is_between(before, fact, settled)
            and len(event.options) >= FEWEST_OPTIONS
            and any(option.keeps for option in event.options)
        ]

    def _facts(self, kind: type[E]) -> list[tuple[Fact, E]]:
        return self.history.facts_of(self.id, kind)


def _is_between(before: Fact | None, fact: Fact, after: Fact) -> bool:
    return (before is None or before.precedes(fact)) and fact.precedes(after)
