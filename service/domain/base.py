"""What every aggregate and every event shares: the envelope, frozen facts, and safe repeating."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar, Self
from uuid import UUID, uuid5

from eventsourcing.domain import BaseAggregate, CanInitAggregate, CanMutateAggregate
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from service.domain.errors import InTheFuture, NeedsReason
from service.domain.sealed import Sealed
from service.domain.vocabulary import REPORTED_LATE_AFTER, ActorRole, Channel

NAMESPACE = UUID("6b7f3a52-5f0c-5d8e-9a43-2f1c6f0d7e11")
"""Under this namespace every natural key becomes a deterministic id, so a retry is a no-op."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,59}$")]
"""A code of a framework: letters, digits and hyphens, never words somebody typed."""

FrameworkRef = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,60}@[A-Za-z0-9.-]{1,20}$")]
"""A framework and its version, as `system-behaviours@2018`."""


CLOCK_SKEW = timedelta(minutes=5)
"""How far two honest clocks may disagree before a fact counts as being in the future."""


def natural_id(*parts: object) -> UUID:
    """The id of the thing with this natural key: the same parts give the same id, always."""
    return uuid5(NAMESPACE, "\x1f".join(str(part) for part in parts))


def is_late(occurred_at: datetime, recorded_at: datetime) -> bool:
    """More than 14 days between the two wall dates in the place's zone, whatever the hour (I17)."""
    written_on = recorded_at.astimezone(occurred_at.tzinfo).date()
    return written_on - occurred_at.date() > REPORTED_LATE_AFTER


class Envelope(BaseModel):
    """What is known of every fact beside the fact itself.

    `occurred_at` is when it happened, in the place's zone, so that its date is the wall date;
    `recorded_at` is when it was written. `causation_id` is the command that caused it, and a
    command that comes twice is done once. `correlation_id` joins all that one request led to.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    actor: UUID
    actor_role: ActorRole
    channel: Channel
    occurred_at: AwareDatetime
    correlation_id: UUID
    causation_id: UUID


class Said(BaseModel):
    """An envelope together with its moment of writing: what a command hands to an aggregate."""

    model_config = ConfigDict(frozen=True)

    envelope: Envelope
    recorded_at: AwareDatetime
    late_because: Sealed | None = None

    @property
    def actor(self) -> UUID:
        """Who is acting."""
        return self.envelope.actor

    @property
    def is_late(self) -> bool:
        """True where it is written down more than 14 days after it happened."""
        return is_late(self.envelope.occurred_at, self.recorded_at)

    def for_part(self, name: str) -> Said:
        """The same, for one of several facts of one command."""
        part = natural_id(self.envelope.causation_id, name)
        return self.model_copy(
            update={"envelope": self.envelope.model_copy(update={"causation_id": part})}
        )

    def check_dates(self) -> None:
        """Refuse the future, and backdating without a reason (invariant I17)."""
        if self.envelope.occurred_at - self.recorded_at > CLOCK_SKEW:
            raise InTheFuture
        if self.is_late and self.late_because is None:
            raise NeedsReason


class Event(BaseModel, CanMutateAggregate[UUID]):
    """A fact. Its TOPIC is what the database stores: never change or reuse one."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True
    )
    class_version: ClassVar[int] = 1
    is_remark: ClassVar[bool] = False
    """True for words beside somebody else's: sealed under both people's keys, so that erasing
    either of them erases the words."""

    originator_id: UUID
    originator_version: int
    timestamp: AwareDatetime = Field(alias="recorded_at")
    envelope: Envelope
    late_because: Sealed | None = None

    @property
    def recorded_at(self) -> datetime:
        """When it was written."""
        return self.timestamp

    @property
    def reported_late(self) -> bool:
        """True where it was written down more than 14 days after it happened (I17)."""
        return is_late(self.envelope.occurred_at, self.timestamp)

    def mutate(self, aggregate: Any) -> Any:
        """Apply the fact, and remember which command it answered."""
        changed: Any = super().mutate(aggregate)
        changed.answered.add(self.envelope.causation_id)
        happened = self.envelope.occurred_at
        changed.newest = max(changed.newest or happened, happened)
        return changed


class FirstEvent(Event, CanInitAggregate[UUID]):
    """The fact an aggregate begins with."""

    originator_topic: str


class Aggregate(BaseAggregate[UUID]):
    """Something with a life. Public methods check the rules; events only assign (ADR 3)."""

    def __init__(self) -> None:
        self.answered: set[UUID] = set()
        self.newest: datetime | None = None
        """When the newest of its facts happened."""

    @classmethod
    def begin(cls, first: type[FirstEvent], id: UUID, said: Said, **facts: Any) -> Self:
        """Start a new aggregate with its first fact."""
        said.check_dates()
        return cls._create(
            first,
            id=id,
            timestamp=said.recorded_at,
            envelope=said.envelope,
            late_because=said.late_because,
            **facts,
        )

    def record(self, fact: type[Event], said: Said, **facts: Any) -> None:
        """Add one more fact."""
        said.check_dates()
        self.trigger_event(
            fact,
            timestamp=said.recorded_at,
            envelope=said.envelope,
            late_because=said.late_because,
            **facts,
        )

    def has_answered(self, said: Said) -> bool:
        """True where this command has been carried out before: a retry changes nothing."""
        return said.envelope.causation_id in self.answered
