"""Made-up beliefs and decisions between made-up reflections, made by the real domain code."""

from __future__ import annotations

import random
from uuid import UUID

from bench.made_up import Town
from bench.support import SEED
from service.bootstrap import System
from service.domain.assumption import Assumption
from service.domain.base import natural_id
from service.domain.change import Change
from service.domain.decision import Decision
from service.domain.values import BeliefNow, Citation, Option, Party, Standing
from service.domain.vocabulary import (
    Answer,
    Basis,
    BeliefKind,
    Channel,
    DecisionKind,
    Perspective,
    ReviewResult,
)

EVIDENCE = 4
DECISIONS_PER_BELIEF = 4


class LearningTown:
    """A town of one place in which people also decide; everything in one order, as it would be."""

    def __init__(self, system: System, town: Town) -> None:
        self._system, self._town = system, town
        self._place = town.places[0]
        self._random = random.Random(SEED)
        self._beliefs: list[Assumption] = []
        self._count = 0

    def append(self, reflections: int, decisions: int) -> None:
        """So many reflections with so many decisions spread among them."""
        for n in range(decisions):
            self._town.append(reflections=reflections // decisions)
            if n % DECISIONS_PER_BELIEF == 0:
                self._beliefs.append(self._state())
            self._decide()
        self._town.settle()

    def _state(self) -> Assumption:
        id, said = self._new("belief"), self._town.said
        key = self._system.keys.new_child(id, self._place)
        seal, words = key.sealer.seal, self._town.words
        belief = Assumption.state(
            id,
            said(),
            place_id=self._place,
            statement=seal("statement", words(8, 16)),
            we_would_doubt_if=seal("we_would_doubt_if", words(8, 16)),
            kind=self._random.choice(list(BeliefKind)),
            level_reason=seal("level_reason", words(5, 9)),
            basis=self._random.choice(list(Basis)),
        )
        if self._random.random() < 0.7:
            evidence = tuple(self._town.last_reflections(EVIDENCE))
            belief.challenge(said(), evidence=evidence, voices={})
            options = tuple(
                Option(text=seal("text", words(4, 8)), keeps=keeps) for keeps in (True, False)
            )
            belief.examine(said(), options=options, present={Perspective.STATUTORY: 3})
            reason = seal("reason", words(5, 9))
            if self._random.random() < 0.6:
                belief.revise(said(), statement=seal("statement", words(8, 16)), reason=reason)
            else:
                belief.uphold(said(), reason=reason)
        self._town.take(belief, key)
        return belief

    def _decide(self) -> None:
        id, said = self._new("decision"), self._town.said
        key = self._system.keys.new_child(id, self._place)
        seal, words, chance = key.sealer.seal, self._town.words, self._random.random
        decision = Decision.propose(
            id, said(), place_id=self._place, question=seal("question", words(6, 12))
        )
        rests_on = self._random.sample(self._beliefs, k=min(len(self._beliefs), 2))
        somebody = (Party(who=seal("who", words(2, 3))),)
        decision.take(
            said(),
            kind=self._random.choice(list(DecisionKind)),
            title=seal("title", words(3, 6)),
            chosen=seal("chosen", words(8, 16)),
            why=seal("why", words(8, 16)),
            rests_on=tuple(Citation(assumption_id=one.id, version=one.wording) for one in rests_on),
            decided_by=somebody,
            consulted=somebody,
            not_consulted=(seal("not_consulted", words(2, 5)),),
        )
        if chance() < 0.5:
            decision.review(
                said(),
                result=ReviewResult.KEEP,
                expected_vs_actual=seal("expected_vs_actual", words(8, 16)),
                reviewers=somebody,
                affected_heard={},
                why_nobody_affected=seal("why_nobody_affected", words(3, 6)),
                beliefs=tuple(
                    BeliefNow(assumption_id=one.id, standing=Standing.HELD_UP) for one in rests_on
                ),
            )
        if chance() < 0.3:
            told = tuple(self._town.last_reflections(EVIDENCE))
            decision.tell(
                said(),
                what=Answer.YOU_SAID_WE_DID,
                words=seal("words", words(8, 16)),
                reflections=told,
                reached=EVIDENCE,
                channel=Channel.SLACK,
            )
        self._town.take(decision, key)
        if chance() < 0.6:
            self._see_change(id)

    def _see_change(self, decision_id: UUID) -> None:
        id = self._new("change")
        key = self._system.keys.new_child(id, self._place)
        seal, words = key.sealer.seal, self._town.words
        change = Change.observe(
            id,
            self._town.said(),
            place_id=self._place,
            who_changed=seal("who_changed", words(2, 4)),
            what=seal("what", words(8, 16)),
            decision_id=decision_id,
        )
        self._town.take(change, key)

    def _new(self, kind: str) -> UUID:
        self._count += 1
        return natural_id("bench", kind, self._place, self._count)
