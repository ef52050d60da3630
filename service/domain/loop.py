"""Which loop a decision is: derived from the order of facts alone, with the facts that prove it."""

from __future__ import annotations

from uuid import UUID

from service.domain.assumption import Assumption
from service.domain.base import Event
from service.domain.belief_line import BeliefLine
from service.domain.change import Change
from service.domain.decision import Decision
from service.domain.errors import NotDecided
from service.domain.history import Fact, History
from service.domain.noticing import Noticing
from service.domain.proof import Closing, Flag, Loop, LoopLevel, Missing, Step, What
from service.domain.values import heads, those_in
from service.domain.vocabulary import Agreement, DecisionKind


def evidenced_loop(decision_id: UUID, history: History) -> Loop:
    """Derive a decision's loop from the facts. NotDecided where there is no decision among them."""
    taken = history.facts_of(decision_id, Decision.Taken)
    if not taken:
        raise NotDecided
    return _Derivation(history, *taken[0]).loop()


class _Derivation:
    """Everything about one decision that its level, flags and proof are read from."""

    def __init__(self, history: History, decided: Fact, taken: Decision.Taken) -> None:
        self._history, self._decided, self._taken = history, decided, taken
        self._id = taken.originator_id
        self._deciders = those_in(taken.decided_by)
        self._beliefs = [BeliefLine(history, cited, decided) for cited in taken.rests_on]
        self._governing = [belief for belief in self._beliefs if belief.governs()]
        self._turned = [
            belief for belief in self._governing if belief.turn and belief.was_inquired_into
        ]
        self._upheld = [
            belief for belief in self._governing if belief.upholding and belief.was_inquired_into
        ]
        self._changes = self._changes_after()
        self._seen = [change for change in self._changes if self._was_seen_by_another(change)]
        self._reviews = [
            (fact, event)
            for fact, event in history.facts_of(self._id, Decision.Reviewed)
            if decided.precedes(fact)
        ]
        self._tellings = [
            (fact, event)
            for fact, event in history.facts_of(self._id, Decision.ContributorsTold)
            if decided.precedes(fact)
        ]
        self._fed_by = history.reflections_in(
            [*decided.citing(taken.cites), *(id for one in self._beliefs for id in one.evidence())]
        )

    def loop(self) -> Loop:
        """All of it."""
        closing = self._closing()
        level = self._level(closing)
        proof = self._proof(level, closing)
        flags = self._flags(level, proof)
        return Loop(
            decision_id=self._id,
            level=level,
            flags=tuple(flag for flag in Flag if flag in flags),
            proof=proof,
            missing=tuple(self._missing(level, closing)),
            closing=closing,
        )

    def _level(self, closing: Closing) -> LoopLevel:
        if not self._taken.rests_on:
            return LoopLevel.UNCLASSIFIED
        if self._turned:
            if closing.is_closed:
                return LoopLevel.DOUBLE_CLOSED
            return LoopLevel.DOUBLE_ENACTED if self._seen else LoopLevel.DOUBLE_INTENDED
        if self._upheld:
            return LoopLevel.EXAMINED_UPHELD
        looked_at = any(belief.was_looked_at for belief in self._beliefs)
        if self._taken.kind == DecisionKind.HOLD_ON_PURPOSE and not looked_at:
            return LoopLevel.NO_LOOP
        return LoopLevel.SINGLE

    def _closing(self) -> Closing:
        alive = {one.author for one in self._fed_by if not self._history.is_gone(one)}
        told = {id for _, event in self._tellings if event.reached for id in event.reflections}
        heard = {one.author for one in self._fed_by if one.originator_id in told}
        return Closing(
            reviewed=any(self._closes(fact, event) for fact, event in self._reviews),
            beliefs=bool(self._beliefs) and all(map(self._is_settled, self._beliefs)),
            told=bool(self._tellings) and alive <= heard,
            contributors=frozenset(alive),
            still_to_tell=frozenset(alive - heard),
        )

    def _closes(self, fact: Fact, review: Decision.Reviewed) -> bool:
        """By somebody who did not decide, with somebody affected, and once there was a change."""
        by_another = bool(those_in(review.reviewers) - self._deciders)
        affected = heads(review.affected_heard) > 0 or review.why_nobody_affected is not None
        return by_another and affected and (self._needs_no_change or self._seen_before(fact))

    @property
    def _needs_no_change(self) -> bool:
        return self._taken.kind in (DecisionKind.HOLD_ON_PURPOSE, DecisionKind.ASK)

    def _seen_before(self, fact: Fact) -> bool:
        return any(change.precedes(fact) for change, _ in self._seen)

    def _is_settled(self, belief: BeliefLine) -> bool:
        """What was cited as dropped is settled; all else has to be said after the decision."""
        return belief.citation.dropped or bool(self._settling(belief))

    def _settling(self, belief: BeliefLine) -> list[Fact]:
        """All that said after the decision how the belief stands: reviews first."""
        said = [
            fact
            for fact, event in self._reviews
            if any(now.assumption_id == belief.id for now in event.beliefs)
        ]
        return said + belief.settled_afterwards()

    def _changes_after(self) -> list[tuple[Fact, Change.Observed]]:
        changes = self._history.changes_of(self._id)
        return [(fact, event) for fact, event in changes if self._decided.precedes(fact)]

    def _was_seen_by_another(self, change: tuple[Fact, Change.Observed]) -> bool:
        """Somebody who did not decide saw it, or confirmed it at least in part."""
        return not self._is_deciders_own(change) or bool(self._confirmations(change[1]))

    def _is_deciders_own(self, change: tuple[Fact, Change.Observed]) -> bool:
        seer = change[1].seen_by
        return seer is None or those_in((seer,)) <= self._deciders

    def _confirmations(self, change: Change.Observed) -> list[Fact]:
        told = self._history.facts_of(change.originator_id, Change.Substantiated)
        return [
            fact
            for fact, event in told
            if event.agrees != Agreement.NO and not those_in((event.by,)) & self._deciders
        ]

    def _missing(self, level: LoopLevel, closing: Closing) -> list[Missing]:
        match level:
            case LoopLevel.UNCLASSIFIED:
                return [Missing.BELIEF]
            case LoopLevel.NO_LOOP | LoopLevel.SINGLE:
                return self._missing_for_double()
            case LoopLevel.DOUBLE_INTENDED if not self._needs_no_change:
                unseen = Missing.CHANGE_SEEN_BY_ANOTHER if self._changes else Missing.CHANGE_SEEN
                return [unseen]
            case LoopLevel.DOUBLE_INTENDED | LoopLevel.DOUBLE_ENACTED:
                parts = {
                    Missing.REVIEW: closing.reviewed,
                    Missing.BELIEF_STANDING: closing.beliefs,
                    Missing.TELLING: closing.told,
                }
                return [part for part, is_there in parts.items() if not is_there]
            case _:
                return []

    def _missing_for_double(self) -> list[Missing]:
        """What the belief that came nearest to it lacked when the decision was taken."""
        if not self._governing:
            return [Missing.GOVERNING_BELIEF]
        lacks = [
            [
                missing
                for missing, found in (
                    (Missing.CHALLENGE, belief.challenges),
                    (Missing.EXAMINATION, belief.examination),
                    (Missing.REVISION, belief.turn),
                )
                if not found
            ]
            for belief in self._governing
        ]
        return min(lacks, key=len)

    def _flags(self, level: LoopLevel, proof: tuple[Step, ...]) -> set[Flag]:
        counted = self._counted()
        flags = set()
        if any(map(self._is_reconstructed, counted)):
            flags.add(Flag.RECONSTRUCTED)
        if not level.is_double and any(one.changed_afterwards() for one in self._governing):
            flags.add(Flag.BELIEF_FOLLOWED_ACTION)
        if any(map(self._is_narrow, counted)):
            flags.add(Flag.NARROW_VOICE)
        if any(map(self._history.is_gone, self._fed_by)):
            flags.add(Flag.EVIDENCE_LAPSED)
        if any(belief.about_learning for belief in self._turned):
            flags.add(Flag.ABOUT_LEARNING)
        later = (fact for one in self._governing for fact in one.changed_afterwards())
        backdated = any(fact.position < self._decided.position for fact in later)
        if self._is_as_reported(proof) or (backdated and not level.is_double):
            flags.add(Flag.ORDER_AS_REPORTED)
        if any(belief.is_contested() for belief in self._beliefs):
            flags.add(Flag.LEVEL_CONTESTED)
        return flags

    def _counted(self) -> list[BeliefLine]:
        """The beliefs whose inquiry makes the level what it is."""
        return self._turned or self._upheld

    def _is_reconstructed(self, belief: BeliefLine) -> bool:
        """Put into words only after people had begun to notice what did not fit it."""
        noticed = self._history.noticed(belief.evidence())
        return any(belief.stated is not None and one.precedes(belief.stated) for one in noticed)

    def _is_narrow(self, belief: BeliefLine) -> bool:
        """The challenge rests on one voice or one perspective; in a workshop people are counted."""
        voices = self._history.voices_in(belief.evidence())
        for _, challenge in belief.challenges:
            for perspective, count in challenge.voices.items():
                voices[perspective] = max(voices.get(perspective, 0), count)
        known = [one for one, count in voices.items() if count > 0 and one is not None]
        return sum(voices.values()) < FEWEST_VOICES or len(known) < FEWEST_PERSPECTIVES

    @staticmethod
    def _is_as_reported(proof: tuple[Step, ...]) -> bool:
        """The log was written in another order, or later, than things are said to have happened."""
        positions = [step.position for step in proof if step.needed]
        late = any(step.reported_late for step in proof if step.needed)
        return late or positions != sorted(positions)

    def _proof(self, level: LoopLevel, closing: Closing) -> tuple[Step, ...]:
        facts = [self._decided, *self._history.slips_of(self._id)]
        for belief in self._beliefs:
            facts += [*belief.facts_that_count(needed=belief in self._counted())]
            facts += belief.settled_afterwards()
            facts += [belief.stated] if belief.stated else []
        for _, change in self._changes:
            told = self._history.facts_of(change.originator_id, Change.Event)
            facts += [fact for fact, _ in told]
        facts += [fact for fact, _ in [*self._reviews, *self._tellings]]
        carrying = {fact.position for fact in self._carrying(level, closing)}
        steps = {fact.position: self._step(fact, carrying) for fact in facts}
        return tuple(sorted(steps.values(), key=lambda step: (step.at, step.position)))

    def _carrying(self, level: LoopLevel, closing: Closing) -> list[Fact]:
        """The facts that the level rests on; where several of a kind would do, one of them."""
        facts = [self._decided]
        for belief in self._counted():
            facts += belief.facts_that_count(needed=True)
        closes = level == LoopLevel.DOUBLE_CLOSED
        if level == LoopLevel.DOUBLE_ENACTED or (closes and not self._needs_no_change):
            fact, change = self._seen[0]
            confirmed = self._is_deciders_own(self._seen[0])
            facts += [fact, *self._confirmations(change)[: int(confirmed)]]
        return facts + (self._closers(closing) if closes else [])

    def _closers(self, closing: Closing) -> list[Fact]:
        """A review that closes, what settles the other beliefs, and who was told when."""
        facts = [next(fact for fact, review in self._reviews if self._closes(fact, review))]
        for belief in self._beliefs:
            settling = [] if belief.citation.dropped else self._settling(belief)
            if not any(fact in facts for fact in settling):
                facts += settling[:1]
        still = set(closing.contributors)
        for fact, telling in self._tellings:
            heard = {one.author for one in self._fed_by if one.originator_id in telling.reflections}
            if still & heard or not closing.contributors:
                facts.append(fact)
            still -= heard
            if not still:
                break
        return facts

    @staticmethod
    def _step(fact: Fact, carrying: set[int]) -> Step:
        return Step(
            at=fact.at,
            what=WHAT[type(fact.event)],
            ref=fact.event.originator_id,
            position=fact.position,
            reported_late=fact.event.reported_late,
            needed=fact.position in carrying,
        )


FEWEST_VOICES = 2
FEWEST_PERSPECTIVES = 2

WHAT: dict[type[Event], What] = {
    Assumption.Stated: What.STATED,
    Assumption.Challenged: What.CHALLENGED,
    Assumption.Examined: What.EXAMINED,
    Assumption.Revised: What.REVISED,
    Assumption.Dropped: What.DROPPED,
    Assumption.Upheld: What.UPHELD,
    Assumption.LeftOpen: What.LEFT_OPEN,
    Decision.Taken: What.DECIDED,
    Decision.Reviewed: What.REVIEWED,
    Decision.ContributorsTold: What.TOLD,
    Change.Observed: What.CHANGE_SEEN,
    Change.Substantiated: What.CONFIRMED,
    Change.Ceased: What.CEASED,
    Noticing.Slip: What.SLIPPED,
}
