"""Given what happened, when somebody does something, then these facts: aggregates, no database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from eventsourcing.persistence import JSONTranscoder

from service.domain.base import Aggregate, Envelope, Event, Said, natural_id
from service.domain.errors import DoubleLoopError
from service.domain.sealed import Sealed
from service.domain.vocabulary import ActorRole, Channel
from service.eventstore import PydanticMapper
from tests.support.asking import NOW

A = TypeVar("A", bound=Aggregate)

AUTHOR, PARTNER, OTHER = (natural_id(name) for name in ("author", "partner", "other"))
PLACE = natural_id("a place")


def sealed(words: str) -> Sealed:
    """Stands for words that the key store sealed."""
    return Sealed(words.encode().ljust(28, b"."))


def said(
    by: UUID = AUTHOR,
    *,
    on: datetime = NOW,
    written: datetime = NOW,
    late_because: Sealed | None = None,
    command: UUID | None = None,
) -> Said:
    """What a command hands to an aggregate; each call is another command."""
    causation_id = command or uuid4()
    envelope = Envelope(
        actor=by,
        actor_role=ActorRole.PARTNER,
        channel=Channel.API,
        occurred_at=on,
        correlation_id=causation_id,
        causation_id=causation_id,
    )
    return Said(envelope=envelope, recorded_at=written, late_because=late_because)


@dataclass(frozen=True)
class Fact:
    """A fact that is expected, with as many of its details as matter."""

    kind: type[Event]
    details: dict[str, Any]

    def check(self, found: Event) -> None:
        """Fail where the fact found is another one."""
        assert type(found) is self.kind
        assert {name: getattr(found, name) for name in self.details} == self.details


def fact(kind: type[Event], **details: Any) -> Fact:
    """Expect a fact of this kind, with these details."""
    return Fact(kind, details)


@dataclass(frozen=True)
class Outcome:
    """The facts that came of it, or the refusal."""

    facts: list[Event]
    error: DoubleLoopError | None

    def then(self, *wanted: Fact) -> None:
        """Exactly these facts; none at all where nothing is given."""
        if self.error is not None:
            raise self.error
        assert [type(found) for found in self.facts] == [one.kind for one in wanted]
        for one, found in zip(wanted, self.facts, strict=True):
            one.check(found)

    def refused(self, error: type[DoubleLoopError]) -> None:
        """It was refused for this reason, and left no fact."""
        assert type(self.error) is error
        assert self.facts == []


@dataclass(frozen=True)
class Given(Generic[A]):
    """An aggregate that has been through the log: stored, read again, and replayed."""

    aggregate: A

    def when(self, do: Callable[[A], None]) -> Outcome:
        """Do one thing."""
        error: DoubleLoopError | None = None
        try:
            do(self.aggregate)
        except DoubleLoopError as refusal:
            error = refusal
        return Outcome(facts_of(self.aggregate), error)


def given(aggregate: A, *steps: Callable[[A], None]) -> Given[A]:
    """Something with a life so far; every fact of it is stored and replayed first."""
    for step in steps:
        step(aggregate)
    return Given(replayed(aggregate))


def facts_of(aggregate: Aggregate) -> list[Event]:
    """The facts that an aggregate has to say and has not said yet."""
    return [found for found in aggregate.collect_events() if isinstance(found, Event)]


def replayed(aggregate: A) -> A:
    """The same aggregate, made from its stored facts alone."""
    mapper = PydanticMapper(JSONTranscoder())
    again: Any = None
    for found in facts_of(aggregate):
        again = mapper.to_domain_event(mapper.to_stored_event(found)).mutate(again)
    assert isinstance(again, type(aggregate))
    return again
