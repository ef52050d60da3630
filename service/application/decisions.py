"""Decisions: proposed, taken on beliefs that are named, looked at again, and told back."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from service.application.commands import Receipt
from service.application.desk import Desk, KnownPlace, Request
from service.application.loop_commands import (
    CitationGiven,
    OptionGiven,
    ProposeDecision,
    ReviewDecision,
    TakeDecision,
    TellContributors,
)
from service.application.records import Records, Says, many, not_before, options
from service.domain.assumption import Assumption, Status
from service.domain.base import Code, Event, Said
from service.domain.decision import Decision
from service.domain.errors import NotFound, Refused
from service.domain.history import Fact, History
from service.domain.insight import Insight
from service.domain.reflection import Reflection, State
from service.domain.values import BeliefNow, Citation
from service.policy import Action
from service.sealing import Sealer

GONE = (State.WITHDRAWN, State.ERASED)


class Decisions:
    """Commands on what is decided. None of them sets which loop it is (I9)."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._records = desk, Records(desk)

    def propose_decision(self, command: ProposeDecision, request: Request) -> Receipt:
        """Put a question that has to be decided."""
        place = self._records.place(command.place, request)

        def propose(id: UUID, said: Said, sealer: Sealer) -> Decision:
            return Decision.propose(
                id,
                said,
                place_id=place.id,
                question=sealer.seal("question", command.question),
                options=options(sealer, command.options),
                prototype_id=self._prototype(place, command.prototype),
                external_id=sealer.seal_if("external_id", command.external_id),
            )

        says: Says = {Decision.Proposed: ("question",)}
        return self._records.begin(Decision, command, request, says, propose)

    def take_decision(self, command: TakeDecision, request: Request) -> Receipt:
        """Decide (I7, I8): something that was proposed before, or straight away."""
        place = self._records.place(command.place, request)
        if command.decision is not None:
            return self._take_proposed(place, command.decision, command, request)
        self._check_is_not_only_proposed(place, command.external_id)
        question = command.question or command.chosen

        def take(id: UUID, said: Said, sealer: Sealer) -> Decision:
            decision = Decision.propose(
                id,
                said.for_part("proposed"),
                place_id=place.id,
                question=sealer.seal("question", question),
                options=options(sealer, command.options or [OptionGiven(text=command.chosen)]),
                prototype_id=self._prototype(place, command.prototype),
                external_id=sealer.seal_if("external_id", command.external_id),
            )
            self._take(decision, sealer, said, place, command, request)
            return decision

        command = command.model_copy(update={"question": question})
        says: Says = {
            Decision.Proposed: ("question",),
            Decision.Taken: ("kind", "title", "chosen", "why", "expected"),
        }
        return self._records.begin(Decision, command, request, says, take)

    def review_decision(
        self, place: str | UUID, reference: str, command: ReviewDecision, request: Request
    ) -> Receipt:
        """Look at it again, with somebody whom it affects (I8)."""
        known = self._records.place(place, request)
        beliefs = tuple(
            BeliefNow(
                assumption_id=self._records.find(Assumption, known, belief.assumption),
                standing=belief.standing,
            )
            for belief in command.beliefs
        )

        def review(decision: Decision, sealer: Sealer, said: Said) -> None:
            decision.review(
                said,
                result=command.result,
                expected_vs_actual=sealer.seal("expected_vs_actual", command.expected_vs_actual),
                surprises=sealer.seal_if("surprises", command.surprises),
                reviewers=self._records.parties(sealer, known, command.reviewers, request),
                affected_heard=command.affected_heard,
                why_nobody_affected=sealer.seal_if(
                    "why_nobody_affected", command.why_nobody_affected
                ),
                beliefs=beliefs,
                review_again_on=command.review_again_on,
            )

        return self._records.change(Decision, known, reference, command, request, review)

    def tell_contributors(
        self, place: str | UUID, reference: str, command: TellContributors, request: Request
    ) -> Receipt:
        """Say that people were told; where no reflections are named, all whose words fed it."""
        known = self._records.place(place, request, Action.TELL_BACK)
        id = self._records.find(Decision, known, reference)
        named = tuple(self._desk.existing_reflection(known, one) for one in command.reflections)
        reflections = named or self._fed_by(id)
        reached = command.reached
        people = len(self._records.authors(reflections))
        if reached is None:
            reached = people
        if reached < people:
            raise Refused("Name only the reflections of the people whom you have reached.")

        def tell(decision: Decision, sealer: Sealer, said: Said) -> None:
            decision.tell(
                said,
                what=command.what,
                words=sealer.seal("words", command.words),
                reflections=reflections,
                reached=reached,
                channel=command.channel,
            )

        return self._records.change(Decision, known, reference, command, request, tell)

    def _check_is_not_only_proposed(self, place: KnownPlace, name: str | None) -> None:
        """Else a decision under a proposal's name would count as there already, and be lost."""
        if name is None:
            return
        try:
            id = self._records.find(Decision, place, name)
        except NotFound:
            return
        if not self._desk.load(Decision, id).is_taken:
            raise Refused("This was proposed before. Name it as `decision` to take it.")

    def _take_proposed(
        self, place: KnownPlace, reference: str, command: TakeDecision, request: Request
    ) -> Receipt:
        if command.question is not None or command.options or command.prototype is not None:
            raise Refused("The question and its options are as proposed. Say only what was chosen.")
        if command.external_id is not None:
            raise Refused("A decision keeps the external id that it was proposed with.")

        def take(decision: Decision, sealer: Sealer, said: Said) -> None:
            self._take(decision, sealer, said, place, command, request)

        return self._records.change(Decision, place, reference, command, request, take)

    def _take(
        self,
        decision: Decision,
        sealer: Sealer,
        said: Said,
        place: KnownPlace,
        command: TakeDecision,
        request: Request,
    ) -> None:
        self._records.check_codes(place, request, command.behaviours, command.building_blocks)
        cited = (self._citation(place, one) for one in command.rests_on)
        rests_on = tuple({one.assumption_id: one for one in cited}.values())
        beliefs = [self._desk.load(Assumption, cited.assumption_id) for cited in rests_on]
        decision.take(
            not_before(said, command, *beliefs),
            kind=command.kind,
            title=sealer.seal_if("title", command.title),
            chosen=sealer.seal("chosen", command.chosen),
            why=sealer.seal("why", command.why),
            rests_on=rests_on,
            cites=self._records.cited(place, command.cites, request),
            decided_by=self._records.parties(sealer, place, command.decided_by, request),
            consulted=self._records.parties(sealer, place, command.consulted, request),
            not_consulted=many(sealer, "not_consulted", command.not_consulted),
            expected=sealer.seal_if("expected", command.expected),
            review_on=command.review_on,
            claimed_loop=command.claimed_loop,
            behaviours=tuple(command.behaviours) or _behaviours_of(beliefs),
            building_blocks=tuple(command.building_blocks),
        )

    def _citation(self, place: KnownPlace, given: CitationGiven) -> Citation:
        id = self._records.find(Assumption, place, given.assumption)
        belief = self._desk.load(Assumption, id)
        version = given.version or belief.wording
        if version > belief.wording:
            raise NotFound(f"The belief {given.assumption!r} has no version {version} yet.")
        is_dropped = belief.status == Status.DROPPED
        dropped = is_dropped and given.version is None if given.dropped is None else given.dropped
        if dropped and not is_dropped:
            raise Refused("A belief that this rests on as dropped has not been dropped.")
        return Citation(assumption_id=id, version=version, dropped=dropped)

    def _prototype(self, place: KnownPlace, reference: str | None) -> UUID | None:
        return None if reference is None else self._desk.prototype(place, reference)

    def _fed_by(self, decision_id: UUID) -> tuple[UUID, ...]:
        """The reflections whose people are owed an answer: cited by it, or against its beliefs."""
        decided = self._facts_of(decision_id)
        for fact in decided:
            if isinstance(fact.event, Decision.Taken):
                return self._fed_by_what_is_cited(fact, fact.event)
        return ()

    def _fed_by_what_is_cited(self, decided: Fact, taken: Decision.Taken) -> tuple[UUID, ...]:
        evidence = decided.citing(taken.cites)
        for cited in taken.rests_on:
            for fact in self._facts_of(cited.assumption_id):
                if isinstance(fact.event, Assumption.Challenged):
                    evidence += fact.citing(fact.event.evidence)
        ids = dict.fromkeys(cited.id for cited in evidence)
        history = History.of(fact for id in ids for fact in self._stream_of(id))
        fed = [one.originator_id for one in history.reflections_in(evidence)]
        still_there = self._desk.keys.sealers(fed)  # Not those of people who were erased.
        return tuple(
            id
            for id in fed
            if id in still_there and self._desk.load(Reflection, id).state not in GONE
        )

    def _stream_of(self, id: UUID) -> list[Fact]:
        """The facts about this, and about what it leads to where it is an insight."""
        facts = self._facts_of(id)
        for fact in list(facts):
            if isinstance(fact.event, Insight.Proposed | Insight.EvidenceJoined):
                facts += [one for cited in fact.event.cites for one in self._facts_of(cited)]
        return facts

    def _facts_of(self, id: UUID) -> list[Fact]:
        log = self._desk.log
        positions = log.positions_of(id)  # First: what comes in meanwhile has none, and no part.
        placed = zip(positions, log.events.get(id), strict=False)
        return [Fact(position, event) for position, event in placed if isinstance(event, Event)]


def _behaviours_of(beliefs: Iterable[Assumption]) -> tuple[Code, ...]:
    """The behaviours that its beliefs are about, so that it stands in the same rows."""
    return tuple(dict.fromkeys(code for belief in beliefs for code in belief.behaviours))
