"""A place that has joined, with its people, in short words for what tests do there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from service.application.commands import (
    ChangeLanguageStage,
    JoinPlace,
    RecordReflection,
    StartPrototype,
    TagReflection,
    WelcomePerson,
)
from service.application.desk import Request
from service.bootstrap import System
from service.domain.vocabulary import ActorRole, LanguageStage, Perspective, Scope, Stance
from service.policy import Actor
from service.projections.entries import Filter
from service.projections.shapes import Entry, TimelineView
from tests.support.asking import BY_LEARNING_PARTNER, LEARNING_PARTNER, NOW, request_by


@dataclass(frozen=True)
class Town:
    """Somewhere that has joined."""

    system: System
    id: UUID
    name: str

    def welcome(
        self, contributor: str, perspective: Perspective | None = Perspective.STATUTORY, **more: Any
    ) -> UUID:
        """Somebody joins in; their id."""
        command = WelcomePerson(
            place=self.name, contributor=contributor, perspective=perspective, **more
        )
        return self.system.people.welcome_person(command, BY_LEARNING_PARTNER).id

    def member(self, person: UUID) -> Actor:
        """A person of this place, as who they are."""
        return Actor(person, ActorRole.PARTNER, frozenset({self.id}))

    def asks(self, person: UUID, *, now: datetime = NOW, key: str | None = None) -> Request:
        """A request by a person of this place."""
        return request_by(ActorRole.PARTNER, [self.id], person, now=now, key=key)

    def record(
        self,
        text: str = "The panel met again.",
        *,
        by: str = "sam",
        scope: Scope = Scope.PLACE_TEAM,
        now: datetime = NOW,
        **more: Any,
    ) -> UUID:
        """Somebody's reflection, typed in by the learning partner; its id."""
        command = RecordReflection(place=self.name, contributor=by, text=text, scope=scope, **more)
        request = replace(BY_LEARNING_PARTNER, now=now)
        return self.system.capture.record_reflection(command, request).id

    def tag(
        self,
        reflection: UUID,
        code: str,
        stance: Stance = Stance.PRESENT,
        *,
        request: Request = BY_LEARNING_PARTNER,
        **more: Any,
    ) -> UUID:
        """A reading of a reflection; the tag's id."""
        command = TagReflection(code=code, stance=stance, **more)
        return self.system.tagging.tag_reflection(self.id, str(reflection), command, request).id

    def bridge(self, *agreed: str) -> None:
        """These people agree to use the framework's words beside their own."""
        command = ChangeLanguageStage(
            place=self.name,
            stage=LanguageStage.BRIDGING,
            reason="We chose to.",
            agreed_with=list(agreed),
        )
        self.system.places.change_language_stage(command, BY_LEARNING_PARTNER)

    def start_trial(self, name: str = "One front door", **more: Any) -> UUID:
        """A trial; its id."""
        command = StartPrototype(place=self.name, name=name, expected="Fewer forms.", **more)
        return self.system.trials.start_prototype(command, BY_LEARNING_PARTNER).id

    def timeline(self, actor: Actor = LEARNING_PARTNER, **wanted: Any) -> TimelineView:
        """What somebody sees now."""
        self.system.runner.catch_up()
        return self.system.reading.timeline(actor, self.id, Filter(**wanted))

    def entries(self, actor: Actor = LEARNING_PARTNER, **wanted: Any) -> list[Entry]:
        """The entries that somebody sees now."""
        return self.timeline(actor, **wanted).entries

    def texts(self, actor: Actor = LEARNING_PARTNER, **wanted: Any) -> list[str]:
        """The words that somebody sees now."""
        return [entry.text for entry in self.entries(actor, **wanted)]


def join(system: System, name: str = "Eastmoor", now: datetime = NOW) -> Town:
    """Open a place."""
    request = replace(BY_LEARNING_PARTNER, now=now)
    receipt = system.places.join_place(JoinPlace(place=name), request)
    return Town(system, receipt.id, name)
