"""One made-up value for every kind of field that an event may have: the same every time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from pydantic import AwareDatetime, BaseModel

from service.domain.base import Aggregate, Code, Envelope, Event, FrameworkRef, natural_id
from service.domain.digest import Checksum
from service.domain.mention import Lookup
from service.domain.place import ZoneName
from service.domain.sealed import Sealed
from service.domain.vocabulary import ActorRole, Channel

HAPPENED, WRITTEN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC), datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

PATTERNS: dict[Any, str] = {
    Code: "POW-1",
    FrameworkRef: "system-behaviours@2018",
    ZoneName: "Europe/London",
    Checksum: "5e" * 32,
    Lookup: "5e" * 32,
}


def sample_event(kind: type[Event]) -> Event:
    """An event of this kind with every field filled in."""
    facts = {
        name: sample(name, field.annotation, tuple(field.metadata))
        for name, field in kind.model_fields.items()
        if name not in ("originator_id", "originator_version", "originator_topic")
    }
    if "originator_topic" in kind.model_fields:
        facts["originator_topic"] = topic_of(kind).partition(".")[0]
    return kind(originator_id=natural_id(topic_of(kind)), originator_version=1, **facts)


def topic_of(kind: type[Event] | type[Aggregate]) -> str:
    """The topic that the database stores."""
    return str(vars(kind)["TOPIC"])


def sample(name: str, annotation: Any, metadata: tuple[Any, ...] = ()) -> Any:
    """A value of this type; the field's name makes one differ from another."""
    for pattern, value in PATTERNS.items():
        if annotation == pattern or (annotation is str and metadata == pattern.__metadata__):
            return value
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return sample(name, inner[0], inner[1:])
    if origin in (Union, UnionType):
        (only,) = (one for one in inner if one is not NoneType)
        return sample(name, only)
    if origin is Literal:
        return inner[0]
    if origin is tuple:
        return (sample(name, inner[0]), sample(name, inner[0]))
    if origin is frozenset:
        return frozenset({sample(name, inner[0])})
    if origin is dict:
        return {sample(name, inner[0]): sample(name, inner[1])}
    return _plain(name, annotation)


def _plain(name: str, annotation: Any) -> Any:
    if annotation is UUID:
        return natural_id("sample", name)
    if annotation is Sealed:
        return Sealed(f"sealed {name}".encode().ljust(28, b"."))
    if annotation is time:
        return HAPPENED.time()
    if annotation is date:
        return HAPPENED.date()
    if annotation in (int, bool):
        return annotation(3)
    if annotation is AwareDatetime:
        return WRITTEN
    if annotation is Envelope:
        return Envelope(
            actor=natural_id("sample", "actor"),
            actor_role=ActorRole.LEARNING_PARTNER,
            channel=Channel.WORKSHOP,
            occurred_at=HAPPENED,
            correlation_id=natural_id("sample", "correlation"),
            causation_id=natural_id("sample", "causation"),
        )
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return list(annotation)[-1]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        parts = annotation.model_fields.items()
        return annotation(
            **{part: sample(part, field.annotation, tuple(field.metadata)) for part, field in parts}
        )
    raise TypeError(f"{name}: an event may not carry {annotation!r}")
