"""Events carry no words in clear, say what they mean, and have a topic that is theirs alone."""

from __future__ import annotations

from collections import Counter
from datetime import date, time
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

import pytest
from pydantic import AwareDatetime, BaseModel, StringConstraints

from service.domain.base import Envelope, Event
from service.domain.sealed import Sealed
from service.domain.values import Option
from service.domain.vocabulary import Perspective
from service.eventstore import AGGREGATES, event_classes
from tests.support.catalogue import EVENTS, events_markdown
from tests.support.samples import topic_of

MAY_STAND_IN_CLEAR = {UUID, Sealed, date, time, AwareDatetime, int, bool, NoneType}
OF_THE_LIBRARY = {"originator_version", "originator_topic"}

CLASSES = list(event_classes().values())


def words_in_clear(model: type[BaseModel]) -> list[str]:
    """Fields that could hold something that somebody typed."""
    return [
        name
        for name, field in model.model_fields.items()
        if name not in OF_THE_LIBRARY and not is_safe(field.annotation, tuple(field.metadata))
    ]


def is_safe(annotation: Any, metadata: tuple[Any, ...] = ()) -> bool:
    """True for ids, days, moments, numbers, closed sets and counts by them, sealed values, and
    text bound to a pattern; also where they are parts of a frozen value.
    """
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType, tuple, frozenset):
        return all(one is ... or is_safe(one) for one in inner)
    if origin is Annotated:
        return is_safe(inner[0], inner[1:])
    if origin is dict:
        return is_closed(inner[0]) and is_safe(inner[1])
    if annotation is str:
        return any(isinstance(one, StringConstraints) and one.pattern for one in metadata)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation.model_config.get("frozen") is True and words_in_clear(annotation) == []
    return is_closed(annotation) or origin is Literal or annotation in MAY_STAND_IN_CLEAR


def is_closed(annotation: Any) -> bool:
    """True for a closed set of words."""
    return isinstance(annotation, type) and issubclass(annotation, Enum)


class Thawed(BaseModel):
    """A part that could be changed after it was said."""

    id: UUID


class Careless(BaseModel):
    """What the habit has to notice."""

    note: str
    many: tuple[str, ...]
    perhaps: str | None
    more: dict[str, str]
    counts: dict[str, int]
    by_perspective: dict[Perspective, str]
    part: Thawed
    parts: tuple[Thawed, ...]
    id: UUID
    heads: dict[Perspective, int]
    option: Option


def test_the_habit_notices_words_in_clear() -> None:
    assert words_in_clear(Careless) == [
        "note",
        "many",
        "perhaps",
        "more",
        "counts",
        "by_perspective",
        "part",
        "parts",
    ]


@pytest.mark.parametrize("kind", [*CLASSES, Envelope], ids=lambda kind: kind.__qualname__)
def test_no_event_carries_words_in_clear(kind: type[BaseModel]) -> None:
    assert words_in_clear(kind) == []


@pytest.mark.parametrize("kind", CLASSES, ids=topic_of)
def test_every_event_says_what_it_means(kind: type[Event]) -> None:
    doc = vars(kind).get("__doc__") or ""
    assert doc.strip().endswith(".")


@pytest.mark.parametrize("kind", CLASSES, ids=topic_of)
def test_every_event_is_frozen_and_refuses_what_it_does_not_know(kind: type[Event]) -> None:
    assert kind.model_config.get("frozen") is True
    assert kind.model_config.get("extra") == "forbid"


def test_every_topic_is_of_one_event_and_begins_with_its_aggregate() -> None:
    topics = Counter(
        (topic_of(aggregate), topic_of(member))
        for aggregate in AGGREGATES
        for member in vars(aggregate).values()
        if isinstance(member, type) and issubclass(member, Event) and "TOPIC" in vars(member)
    )
    assert set(topics.values()) == {1}
    assert len({topic for _, topic in topics}) == len(topics) == len(CLASSES)
    assert [topic for prefix, topic in topics if topic.split(".")[0] != prefix] == []


def test_every_event_that_can_be_recorded_has_a_topic() -> None:
    without = [
        member.__qualname__
        for aggregate in AGGREGATES
        for name, member in vars(aggregate).items()
        if isinstance(member, type)
        and issubclass(member, Event)
        and name != "Event"
        and "TOPIC" not in vars(member)
    ]
    assert without == []
    assert len({topic_of(aggregate) for aggregate in AGGREGATES}) == len(AGGREGATES)


def test_the_catalogue_in_the_docs_is_the_one_made_from_the_code() -> None:
    assert EVENTS.read_text() == events_markdown()


def test_the_catalogue_lists_every_topic_once() -> None:
    headings = [line for line in events_markdown().splitlines() if line.startswith("### ")]
    assert headings == [f"### `{topic}`" for topic in event_classes()]
