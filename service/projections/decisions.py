"""A decision as readers see it: the choice, the beliefs under it then and now, what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from service.domain.change import Change
from service.domain.decision import Decision
from service.domain.history import Cited, Fact
from service.domain.insight import Insight
from service.domain.noticing import Noticing
from service.domain.proof import What
from service.domain.values import Citation
from service.eventstore import EventLog
from service.keystore import KeyStore
from service.policy import Action, may
from service.projections.beliefs import beliefs_of
from service.projections.entries import Filter, Finder, end_of
from service.projections.histories import read_facts
from service.projections.loop_shapes import (
    BeliefFact,
    BeliefView,
    ChangeView,
    ConfirmationView,
    DecisionView,
    LoopView,
    Noticed,
    RestsOn,
    ReviewView,
    TellingView,
)
from service.projections.opening import Opener
from service.projections.shapes import Entry
from service.projections.topics import topics_of

KINDS = (Decision, Change, Noticing)


@dataclass
class DecisionPage:
    """Gathers everything about one decision, as it was known at a moment."""

    connection: Connection[Any]
    log: EventLog
    keys: KeyStore
    finder: Finder
    as_known_on: date | None
    _facts: list[Fact] = field(default_factory=list)

    @property
    def _tells_numbers(self) -> bool:
        return may(self.finder.actor, Action.SEE_SIGNALS, self.finder.place_id)

    @property
    def known(self) -> datetime | None:
        """The end of that day."""
        return end_of(self.as_known_on, self.finder.zone)

    def view(self, loop: LoopView) -> DecisionView:
        """All of it, with the words that this reader may see."""
        about = self.connection.execute(
            "SELECT id FROM entries WHERE about = %s AND kind IN ('change_seen','slip','movement')",
            (loop.id,),
        )
        ids = [loop.id, *(row[0] for row in about)]
        self._facts = read_facts(
            self.connection, self.log, ids, topics_of(*KINDS), known=self.known
        )
        opener = Opener(self.connection, self.keys, (fact.event for fact in self._facts))
        proposed, taken = self._only(Decision.Proposed), self._only(Decision.Taken)
        cited = [one.assumption_id for one in taken.rests_on]
        beliefs = {
            belief.id: belief
            for belief in beliefs_of(
                self.connection, self.log, self.keys, cited, self.known, cited=False
            )
        }
        behind, hidden, against = self._words_behind(taken, loop, beliefs)
        return DecisionView(
            loop=loop,
            question=opener.said(proposed, "question"),
            options=opener.options(proposed, proposed.options),
            why=opener.said(taken, "why"),
            decided_by=opener.parties(taken, taken.decided_by),
            consulted=opener.parties(taken, taken.consulted),
            not_consulted=opener.many(taken, "not_consulted"),
            expected=opener.words(taken, "expected"),
            behaviours=list(taken.behaviours) if self.finder.sees_framework else [],
            building_blocks=list(taken.building_blocks) if self.finder.sees_framework else [],
            prototype=proposed.prototype_id,
            rests_on=[
                _rests_on(one, beliefs[one.assumption_id])
                for one in taken.rests_on
                if one.assumption_id in beliefs
            ],
            examinations=_examinations(loop, beliefs.values()),
            reviews=self._reviews(opener),
            tellings=self._tellings(opener),
            changes=self._changes(opener),
            slips=self._noticed(Noticing.Slip, opener),
            movements=self._noticed(Noticing.Movement, opener),
            words_behind=behind,
            not_yours_to_read=hidden,
            against=against,
        )

    def _words_behind(
        self, taken: Decision.Taken, loop: LoopView, beliefs: dict[UUID, BeliefView]
    ) -> tuple[list[Entry], int, list[Entry]]:
        """The reflections that fed it, how many of them are closed to this reader, what does not
        fit."""
        decided = Fact(loop.position, taken)
        evidence = [
            *decided.citing(taken.cites),
            *(
                Cited(id, fact.position)
                for belief in beliefs.values()
                for fact in belief.facts
                if fact.what == "challenged" and _is_before(fact, loop)
                for id in fact.evidence
            ),
        ]
        ids = [cited.id for cited in evidence]
        facts = read_facts(self.connection, self.log, ids, topics_of(Insight), known=self.known)
        insights = {fact.event.originator_id for fact in facts}
        within = [
            fact.event
            for cited in evidence
            for fact in facts
            if fact.event.originator_id == cited.id and fact.position < cited.by
            if isinstance(fact.event, Insight.Proposed | Insight.EvidenceJoined)
        ]
        reflections = dict.fromkeys(
            [*(id for id in ids if id not in insights), *(id for one in within for id in one.cites)]
        )
        against = dict.fromkeys(id for one in within for id in one.against)
        behind = self._entries(reflections)
        hidden = len(reflections) - len({entry.id for entry in behind})
        return behind, hidden, self._entries(against)

    def _entries(self, ids: dict[UUID, None]) -> list[Entry]:
        if not ids:
            return []
        wanted = Filter(ids=frozenset(ids), as_known_on=self.as_known_on)
        return [one.entry for one in self.finder.find(wanted)]

    def _reviews(self, opener: Opener) -> list[ReviewView]:
        return [
            ReviewView(
                on=event.envelope.occurred_at.date(),
                position=position,
                result=event.result,
                expected_vs_actual=opener.said(event, "expected_vs_actual"),
                surprises=opener.words(event, "surprises"),
                reviewers=opener.parties(event, event.reviewers),
                affected_heard=event.affected_heard,
                why_nobody_affected=opener.words(event, "why_nobody_affected"),
                beliefs={one.assumption_id: one.standing for one in event.beliefs},
                review_again_on=event.review_again_on,
            )
            for position, event in self._all(Decision.Reviewed)
        ]

    def _tellings(self, opener: Opener) -> list[TellingView]:
        return [
            TellingView(
                on=event.envelope.occurred_at.date(),
                position=position,
                what=event.what,
                words=opener.said(event, "words"),
                reached=event.reached if self._tells_numbers else None,
                channel=event.channel,
            )
            for position, event in self._all(Decision.ContributorsTold)
        ]

    def _changes(self, opener: Opener) -> list[ChangeView]:
        return [
            self._change(position, event, opener) for position, event in self._all(Change.Observed)
        ]

    def _change(self, position: int, event: Change.Observed, opener: Opener) -> ChangeView:
        id = event.originator_id
        ceased = next((e for _, e in self._all(Change.Ceased) if e.originator_id == id), None)
        return ChangeView(
            id=id,
            external_id=opener.words(event, "external_id"),
            on=event.envelope.occurred_at.date(),
            position=position,
            who_changed=opener.said(event, "who_changed"),
            what=opener.said(event, "what"),
            where=opener.words(event, "where"),
            scale=opener.words(event, "scale"),
            significance=opener.words(event, "significance"),
            contribution=opener.words(event, "contribution"),
            seen_by=opener.party(event, event.seen_by),
            confirmations=[
                ConfirmationView(
                    on=said.envelope.occurred_at.date(),
                    by=by,
                    agrees=said.agrees,
                    note=opener.words(said, "note"),
                )
                for _, said in self._all(Change.Substantiated)
                if said.originator_id == id and (by := opener.party(said, said.by))
            ],
            ceased_on=ceased and ceased.envelope.occurred_at.date(),
            why_ceased=ceased and opener.words(ceased, "why"),
            decision=event.decision_id,
        )

    def _noticed(
        self, kind: type[Noticing.Slip] | type[Noticing.Movement], opener: Opener
    ) -> list[Noticed]:
        return [
            Noticed(
                id=event.originator_id,
                on=event.envelope.occurred_at.date(),
                position=position,
                what=opener.said(event, "what"),
                pressure=opener.words(event, "pressure")
                if isinstance(event, Noticing.Slip)
                else None,
                seen_by=opener.party(event, event.seen_by),
            )
            for position, event in self._all(kind)
        ]

    def _only(self, kind: Any) -> Any:
        return self._all(kind)[0][1]

    def _all(self, kind: Any) -> list[tuple[int, Any]]:
        return [(fact.position, fact.event) for fact in self._facts if isinstance(fact.event, kind)]


def _rests_on(cited: Citation, belief: BeliefView) -> RestsOn:
    words = {wording.version: wording.statement for wording in belief.wordings}
    doubts = {wording.version: wording.we_would_doubt_if for wording in belief.wordings}
    then = words.get(cited.version, belief.statement)
    return RestsOn(
        belief=belief.id,
        external_id=belief.external_id,
        version=cited.version,
        dropped=cited.dropped,
        before=then if cited.dropped else words.get(cited.version - 1),
        then=then,
        now=belief.statement,
        status=belief.status,
        kind=belief.kind,
        level=belief.level,
        level_reason=belief.level_reason,
        basis=belief.basis,
        we_would_doubt_if=doubts.get(cited.version, belief.we_would_doubt_if),
    )


def _examinations(loop: LoopView, beliefs: Any) -> list[BeliefFact]:
    looks = [
        fact
        for belief in beliefs
        for fact in belief.facts
        if fact.what == "examined" and _is_before(fact, loop)
    ]
    return sorted(looks, key=lambda fact: (fact.at, fact.position))


def _is_before(fact: BeliefFact, loop: LoopView) -> bool:
    decided = next(step for step in loop.proof if step.what == What.DECIDED)
    return (fact.at, fact.position) < (decided.at, decided.position)
