"""A log of learning, told day by day through real aggregates, and the loops that it proves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from service.domain.assumption import Assumption
from service.domain.base import Aggregate, Said, natural_id
from service.domain.change import Change
from service.domain.decision import Decision
from service.domain.history import Fact, History
from service.domain.insight import Insight
from service.domain.loop import evidenced_loop
from service.domain.noticing import Noticing
from service.domain.person import Person
from service.domain.proof import Loop, What
from service.domain.reflection import Reflection
from service.domain.values import BeliefNow, Citation, Option, Party, Standing
from service.domain.vocabulary import (
    Agreement,
    Answer,
    Basis,
    BeliefKind,
    Channel,
    DecisionKind,
    Perspective,
    ReviewResult,
)
from tests.support.asking import at
from tests.support.given_when_then import PLACE, facts_of, said, sealed

OWNER, COLLEAGUE = natural_id("owner"), natural_id("colleague")
ANA, BEN, CAT = (natural_id(name) for name in ("ana", "ben", "cat"))
PERSPECTIVES = {
    ANA: Perspective.STATUTORY,
    BEN: Perspective.NON_STATUTORY,
    CAT: Perspective.STATUTORY,
    OWNER: Perspective.STATUTORY,
}
TWO_OPTIONS = (Option(text=sealed("keep"), keeps=True), Option(text=sealed("other")))

STATED, CHALLENGED, EXAMINED, TURNED, DECIDED = 1, 5, 6, 7, 10
SEEN, CONFIRMED, REVIEWED, TOLD = 20, 22, 30, 31
"""The days on which things usually happen; people notice things on the days 2, 3 and 4."""


def day(number: float) -> datetime:
    """A day of the story."""
    return at("2026-01-01 12:00") + timedelta(days=number)


def heard(on: float, written: float | None = None) -> Said:
    """What a command hands over on this day, or when it is written down later."""
    recorded = day(on if written is None else written)
    return said(on=day(on), written=recorded, late_because=sealed("late"))


def party(person: UUID) -> Party:
    """Somebody of the place."""
    return Party(person=person, perspective=PERSPECTIVES.get(person))


def whats(loop: Loop, *, needed: bool = False) -> list[What]:
    """What the steps of the proof are, in their order."""
    return [step.what for step in loop.proof if step.needed or not needed]


@dataclass
class Log:
    """Facts in the order in which they were written; `on` is the day on which they happened."""

    facts: list[Fact] = field(default_factory=list)
    name: str = "here"

    def write(self, *aggregates: Aggregate) -> None:
        """Append what these have to say."""
        for aggregate in aggregates:
            for event in facts_of(aggregate):
                self.facts.append(Fact(len(self.facts) + 1, event))

    def loop(self, decision: Decision) -> Loop:
        """What the log proves of a decision."""
        return evidenced_loop(decision.id, History.of(self.facts))

    def cites(
        self, belief: Assumption, version: int | None = None, *, dropped: bool = False
    ) -> Citation:
        """A belief in its newest wording, or in an earlier one."""
        events = [fact.event for fact in self.facts if fact.event.originator_id == belief.id]
        newest = 1 + sum(isinstance(event, Assumption.Revised) for event in events)
        return Citation(assumption_id=belief.id, version=version or newest, dropped=dropped)

    def notices(
        self,
        author: UUID,
        on: float = 2,
        *,
        perspective: Perspective | None = None,
        written: float | None = None,
    ) -> UUID:
        """Somebody leaves a reflection."""
        reflection = Reflection.leave(
            natural_id("noticed", self.name, author, on, len(self.facts)),
            heard(on, written),
            place_id=PLACE,
            author=author,
            noticed=sealed("noticed"),
            perspective=perspective or PERSPECTIVES.get(author),
        )
        self.write(reflection)
        return reflection.id

    def three_voices(self) -> tuple[UUID, ...]:
        """Three people from two perspectives notice something."""
        return self.notices(ANA, 2), self.notices(BEN, 3), self.notices(CAT, 4)

    def sees_a_pattern(self, reflections: Iterable[UUID], on: float = 4.5) -> UUID:
        """Somebody draws an insight from reflections."""
        insight = Insight.propose(
            natural_id("insight", self.name, len(self.facts)),
            heard(on),
            place_id=PLACE,
            claim=sealed("claim"),
            cites=tuple(reflections),
            voices=2,
            looked_for_disconfirming=True,
        )
        self.write(insight)
        return insight.id

    def joins(
        self, insight: UUID, *reflections: UUID, on: float, against: Iterable[UUID] = ()
    ) -> None:
        """Reflections are joined to an insight that is there."""
        found = None
        for fact in self.facts:
            if fact.event.originator_id == insight:
                found = fact.event.mutate(found)
        assert isinstance(found, Insight)
        found.join(heard(on), cites=reflections, against=tuple(against))
        self.write(found)

    def states(
        self,
        name: str = "A1",
        on: float = STATED,
        *,
        kind: BeliefKind = BeliefKind.PROBLEM_FRAME,
        about_learning: bool = False,
        written: float | None = None,
    ) -> Assumption:
        """A belief in its first words."""
        belief = Assumption.state(
            natural_id("belief", name),
            heard(on, written),
            place_id=PLACE,
            statement=sealed(name),
            we_would_doubt_if=sealed("doubt"),
            kind=kind,
            level_reason=sealed("reason"),
            basis=Basis.INFERRED,
            about_learning=about_learning,
        )
        self.write(belief)
        return belief

    def challenges(
        self,
        belief: Assumption,
        evidence: Iterable[UUID],
        on: float = CHALLENGED,
        *,
        voices: dict[Perspective, int] | None = None,
        written: float | None = None,
    ) -> None:
        """Evidence is set against it."""
        belief.challenge(heard(on, written), evidence=tuple(evidence), voices=voices or {})
        self.write(belief)

    def examines(
        self, belief: Assumption, on: float = EXAMINED, *, written: float | None = None
    ) -> None:
        """People look at what else one could believe."""
        present = {Perspective.STATUTORY: 2, Perspective.CITIZEN_COMMUNITY: 1}
        belief.examine(heard(on, written), options=TWO_OPTIONS, present=present)
        self.write(belief)

    def revises(
        self, belief: Assumption, on: float = TURNED, *, written: float | None = None
    ) -> None:
        """New words for it."""
        belief.revise(heard(on, written), statement=sealed("better"), reason=sealed("why"))
        self.write(belief)

    def drops(
        self, belief: Assumption, on: float = TURNED, *, written: float | None = None
    ) -> None:
        """People no longer believe it."""
        belief.drop(heard(on, written), reason=sealed("why"))
        self.write(belief)

    def upholds(
        self, belief: Assumption, on: float = TURNED, *, written: float | None = None
    ) -> None:
        """People keep it."""
        belief.uphold(heard(on, written), reason=sealed("why"))
        self.write(belief)

    def leaves_open(
        self, belief: Assumption, on: float = TURNED, *, written: float | None = None
    ) -> None:
        """People cannot say."""
        belief.leave_open(heard(on, written), reason=sealed("why"))
        self.write(belief)

    def contests_level(self, belief: Assumption, kind: BeliefKind, on: float) -> None:
        """Somebody says that it is a belief of another kind."""
        belief.contest_level(heard(on), kind=kind, reason=sealed("why"))
        self.write(belief)

    def settles_level(self, belief: Assumption, kind: BeliefKind, on: float) -> None:
        """People agree what kind of belief it is, after somebody asked."""
        if not belief.level_is_contested:
            other = next(one for one in BeliefKind if one != belief.kind)
            self.contests_level(belief, other, on)
        belief.settle_level(heard(on), kind=kind, reason=sealed("why"))
        self.write(belief)

    def looks_again(self, belief: Assumption, *, voices: bool = True) -> tuple[UUID, ...]:
        """A challenge by three people from two perspectives, and an examination."""
        evidence = self.three_voices() if voices else (self.notices(OWNER, 2),)
        self.challenges(belief, evidence)
        self.examines(belief)
        return evidence

    def decides(
        self,
        *rests_on: Citation,
        on: float = DECIDED,
        name: str = "D",
        kind: DecisionKind = DecisionKind.ACT,
        cited: Iterable[UUID] = (),
        by: tuple[UUID, ...] = (OWNER,),
        written: float | None = None,
        channel: Channel = Channel.API,
    ) -> Decision:
        """A decision is taken."""
        envelope = heard(on, written).envelope.model_copy(update={"channel": channel})
        decision = Decision.propose(
            natural_id("decision", name),
            heard(on, written),
            place_id=PLACE,
            question=sealed("question"),
        )
        decision.take(
            heard(on, written).model_copy(update={"envelope": envelope}),
            kind=kind,
            chosen=sealed("chosen"),
            why=sealed("why"),
            rests_on=rests_on,
            cites=tuple(cited),
            decided_by=tuple(map(party, by)),
            consulted=(Party(who=sealed("team")),),
            not_consulted=(sealed("nobody"),),
        )
        self.write(decision)
        return decision

    def sees(
        self,
        decision: Decision,
        on: float = SEEN,
        *,
        by: UUID | None = ANA,
        written: float | None = None,
    ) -> Change:
        """Somebody sees a change come of it."""
        change = Change.observe(
            natural_id("change", self.name, len(self.facts)),
            heard(on, written),
            place_id=PLACE,
            who_changed=sealed("who"),
            what=sealed("what"),
            seen_by=None if by is None else party(by),
            decision_id=decision.id,
        )
        self.write(change)
        return change

    def confirms(
        self,
        change: Change,
        on: float = CONFIRMED,
        *,
        by: UUID = BEN,
        agrees: Agreement = Agreement.YES,
        written: float | None = None,
    ) -> None:
        """Somebody else says whether they see it too."""
        change.substantiate(heard(on, written), by=party(by), agrees=agrees)
        self.write(change)

    def reviews(
        self,
        decision: Decision,
        on: float = REVIEWED,
        *,
        by: tuple[Party, ...] = (Party(person=COLLEAGUE),),
        affected: int = 1,
        beliefs: Iterable[Assumption] = (),
        standing: Standing = Standing.HELD_UP,
        written: float | None = None,
    ) -> None:
        """People look at it again, with those affected or with a reason why not."""
        decision.review(
            heard(on, written),
            result=ReviewResult.KEEP,
            expected_vs_actual=sealed("both"),
            reviewers=by,
            affected_heard={Perspective.CITIZEN_COMMUNITY: affected},
            why_nobody_affected=None if affected else sealed("nobody could come"),
            beliefs=tuple(BeliefNow(assumption_id=one.id, standing=standing) for one in beliefs),
        )
        self.write(decision)

    def tells(
        self,
        decision: Decision,
        reflections: Iterable[UUID] = (),
        on: float = TOLD,
        *,
        written: float | None = None,
    ) -> None:
        """People hear what became of their words."""
        ids = tuple(reflections)
        decision.tell(
            heard(on, written),
            what=Answer.YOU_SAID_WE_DID,
            words=sealed("words"),
            reflections=ids,
            reached=len(ids),
            channel=Channel.PHONE,
        )
        self.write(decision)

    def slips(self, decision: Decision, on: float = 40) -> None:
        """Practice goes back to how it was."""
        slip = Noticing.notice_slip(
            natural_id("slip", self.name, len(self.facts)),
            heard(on),
            place_id=PLACE,
            what=sealed("what"),
            decision_id=decision.id,
        )
        self.write(slip)

    def takes_back(self, reflection: UUID, on: float = 50) -> None:
        """Its author takes a reflection back."""
        self._add(Reflection.Withdrawn, reflection, on)

    def erases(self, id: UUID, on: float = 50) -> None:
        """A person, or one reflection, is erased."""
        is_reflection = any(
            isinstance(fact.event, Reflection.Recorded) and fact.event.originator_id == id
            for fact in self.facts
        )
        self._add(Reflection.Erased if is_reflection else Person.Erased, id, on)

    def _add(self, kind: Any, id: UUID, on: float) -> None:
        event = kind(
            originator_id=id,
            originator_version=2,
            recorded_at=day(on),
            envelope=heard(on).envelope,
        )
        self.facts.append(Fact(len(self.facts) + 1, event))


def turned(log: Log, **belief: Any) -> tuple[Assumption, tuple[UUID, ...]]:
    """A governing belief that was challenged by three, examined, and put in other words."""
    stated = log.states(**belief)
    evidence = log.looks_again(stated)
    log.revises(stated)
    return stated, evidence


def closed(log: Log) -> tuple[Decision, Assumption, tuple[UUID, ...]]:
    """A decision on a belief that was turned, with all that closes it."""
    belief, evidence = turned(log)
    decision = log.decides(log.cites(belief))
    log.sees(decision)
    log.reviews(decision, beliefs=[belief])
    log.tells(decision, evidence)
    return decision, belief, evidence
