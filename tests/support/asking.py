"""Fixed times, and requests by somebody in a role: what every command of a test starts from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from service.application.desk import Request
from service.domain.base import natural_id
from service.domain.vocabulary import ActorRole, Channel
from service.policy import Actor

LONDON = ZoneInfo("Europe/London")


def at(moment: str, zone: ZoneInfo = LONDON) -> datetime:
    """A moment in the place's zone: `at("2026-06-01 12:00")`."""
    return datetime.fromisoformat(moment).replace(tzinfo=zone)


NOW = at("2026-06-01 12:00")
TODAY = NOW.date()


def actor(
    role: ActorRole, places: Iterable[UUID] | None = None, person: UUID | None = None
) -> Actor:
    """Somebody in a role; without `person` always the same one, without `places` in all of them."""
    person_id = person or natural_id("somebody", role)
    return Actor(person_id, role, None if places is None else frozenset(places))


def request_by(
    role: ActorRole,
    places: Iterable[UUID] | None = None,
    person: UUID | None = None,
    *,
    now: datetime = NOW,
    key: str | None = None,
    channel: Channel = Channel.API,
) -> Request:
    """A request by somebody in a role."""
    return Request(actor(role, places, person), channel, now, key)


LEARNING_PARTNER = actor(ActorRole.LEARNING_PARTNER)
OPERATOR = actor(ActorRole.OPERATOR)
BY_LEARNING_PARTNER = request_by(ActorRole.LEARNING_PARTNER)
BY_OPERATOR = request_by(ActorRole.OPERATOR)
