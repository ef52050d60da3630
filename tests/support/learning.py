"""A place that learns: helpers that walk a belief, a decision and what comes of it, day by day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from service.application.desk import Request
from service.application.loop_commands import (
    ChallengeAssumption,
    DropAssumption,
    ExamineAssumption,
    ObserveChange,
    ReviewDecision,
    ReviseAssumption,
    StateAssumption,
    TakeDecision,
    TellContributors,
    UpholdAssumption,
)
from service.bootstrap import System
from service.domain.vocabulary import Perspective
from service.policy import Actor
from service.projections.loop_shapes import DecisionView, LoopView
from tests.support.asking import BY_LEARNING_PARTNER, LEARNING_PARTNER, NOW
from tests.support.town import Town

LATER: date = NOW.date() + timedelta(weeks=10)
"""A day on which people look at all this, before any review is due."""

VOICES = {
    "ann": Perspective.STATUTORY,
    "bo": Perspective.NON_STATUTORY,
    "cy": Perspective.CITIZEN_COMMUNITY,
}


def on_day(day: int) -> Request:
    """A request by the learning partner, so many days after the beginning."""
    return replace(BY_LEARNING_PARTNER, now=NOW + timedelta(days=day))


@dataclass(frozen=True)
class Learning:
    """A town with three voices, each with one reflection: R-ann, R-bo and R-cy."""

    town: Town
    reflections: dict[str, UUID]

    @property
    def system(self) -> System:
        """The whole service."""
        return self.town.system

    def state(self, name: str = "A1", *, day: int = 1, **more: Any) -> UUID:
        """A belief that governs, seen in what people do."""
        told = {
            "statement": "Whoever misses two appointments does not want help.",
            "we_would_doubt_if": "Most people we ring wanted to come.",
            "kind": "problem_frame",
            "level_reason": "It says what kind of problem this is.",
            "basis": "inferred",
            # Before anybody had noticed anything.
            "occurred_on": NOW.date() - timedelta(days=5),
        }
        command = StateAssumption(place=self.town.name, external_id=name, **(told | more))
        return self.system.beliefs.state_assumption(command, on_day(day)).id

    def challenge(self, name: str = "A1", *, day: int = 2, **more: Any) -> None:
        """All three speak against it."""
        told = {"evidence": ["R-ann", "R-bo", "R-cy"], "reason": "We rang, and they wanted to."}
        command = ChallengeAssumption(**(told | more))
        self.system.beliefs.challenge(self.town.id, name, command, on_day(day))

    def examine(self, name: str = "A1", *, day: int = 3, **more: Any) -> None:
        """A look at two options, one of them to keep it."""
        told: dict[str, Any] = {
            "options": [{"text": "Keep closing cases.", "keeps": True}, "Ask what got in the way."],
            "present": {"statutory": 3, "citizen_community": 1},
            "absent": ["People who work nights"],
            "dissent": "The bookings team: an empty slot costs money.",
        }
        command = ExamineAssumption(**(told | more))
        self.system.beliefs.examine(self.town.id, name, command, on_day(day))

    def revise(
        self, name: str = "A1", *, day: int = 4, words: str = "Something got in the way."
    ) -> None:
        """New words for it."""
        command = ReviseAssumption(statement=words, reason="Four of five wanted to come.")
        self.system.beliefs.revise(self.town.id, name, command, on_day(day))

    def uphold(self, name: str = "A1", *, day: int = 4) -> None:
        """It is kept."""
        command = UpholdAssumption(reason="It held.")
        self.system.beliefs.uphold(self.town.id, name, command, on_day(day))

    def drop(self, name: str = "A1", *, day: int = 4) -> None:
        """Nobody believes it any more."""
        command = DropAssumption(reason="It was never so.")
        self.system.beliefs.drop(self.town.id, name, command, on_day(day))

    def decide(self, name: str = "D1", *, day: int = 5, **more: Any) -> UUID:
        """A decision by Ann and the board that rests on A1."""
        told: dict[str, Any] = {
            "chosen": "Speak with people before their case is closed.",
            "why": "A missed appointment is a sign.",
            "rests_on": ["A1"],
            "decided_by": [{"person": "ann"}, "The board"],
            "consulted": ["The front desk"],
            "not_consulted": ["People whose case was closed already"],
            "external_id": name,
        }
        command = TakeDecision(place=self.town.name, **(told | more))
        return self.system.decisions.take_decision(command, on_day(day)).id

    def see_change(self, decision: str = "D1", *, day: int = 8, **more: Any) -> UUID:
        """Bo, who did not decide, sees that something is different."""
        told: dict[str, Any] = {
            "who_changed": "The front desk",
            "what": "They ring before they close a case.",
            "decision": decision,
            "seen_by": {"person": "bo"},
        }
        command = ObserveChange(place=self.town.name, **(told | more))
        return self.system.changes.observe_change(command, on_day(day)).id

    def review(self, decision: str = "D1", *, day: int = 20, **more: Any) -> None:
        """Bo looks back at it with two residents."""
        told: dict[str, Any] = {
            "result": "keep",
            "expected_vs_actual": "Fewer cases closed, as we had hoped.",
            "reviewers": [{"person": "bo"}],
            "affected_heard": {"citizen_community": 2},
            "beliefs": [{"assumption": "A1", "standing": "held_up"}],
        }
        command = ReviewDecision(**(told | more))
        self.system.decisions.review_decision(self.town.id, decision, command, on_day(day))

    def tell(self, decision: str = "D1", *, day: int = 21, **more: Any) -> None:
        """Everybody whose words fed it hears what became of them."""
        told = {"what": "you_said_we_did", "words": "You said it, and now we ring first."}
        command = TellContributors(**(told | more))
        self.system.decisions.tell_contributors(self.town.id, decision, command, on_day(day))

    def change_a_belief_and_act(self) -> UUID:
        """The whole way, up to a change that somebody else has seen; the decision's id."""
        self.state()
        self.challenge()
        self.examine()
        self.revise()
        id = self.decide()
        self.see_change()
        return id

    def loop(self, decision: str = "D1", **more: Any) -> LoopView:
        """What the log proves of a decision now."""
        return self.page(decision, **more).loop

    def page(
        self, decision: str = "D1", actor: Actor = LEARNING_PARTNER, **more: Any
    ) -> DecisionView:
        """A decision's page, as somebody sees it."""
        self.system.runner.catch_up()
        told = {"today": LATER} | more
        return self.system.loops.decision(actor, self.town.id, decision, **told)


def learning_in(town: Town) -> Learning:
    """A town in which three people from three perspectives have noticed something."""
    reflections = {}
    for name, perspective in VOICES.items():
        town.welcome(name, perspective)
        reflections[name] = town.record(f"What {name} noticed.", by=name, external_id=f"R-{name}")
    return Learning(town, reflections)
