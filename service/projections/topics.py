"""Topics: the names under which the log keeps the facts of an aggregate."""

from __future__ import annotations

from functools import cache

from service.domain.base import Aggregate
from service.eventstore import event_classes


@cache
def topics_of(*kinds: type[Aggregate]) -> list[str]:
    """The topics of every fact that these kinds of things may have."""
    prefixes = tuple(f"{vars(kind)['TOPIC']}." for kind in kinds)
    return [topic for topic in event_classes() if topic.startswith(prefixes)]
