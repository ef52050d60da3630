"""Answering: what practice Slack is asked and does, also where nobody waits for it any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition
from typing import Any
from unittest.mock import patch

from bot.practice.calls import Reply, WebApi
from bot.practice.world import World


@dataclass(frozen=True)
class Answered:
    """One call, and what came of it, by Slack's own time."""

    method: str
    began: float
    ended: float
    error: str | None


@dataclass
class Answering:
    """The calls that practice Slack is at work on, and those that it answered."""

    done: list[Answered] = field(default_factory=list)
    under_way: int = 0
    changed: Condition = field(default_factory=Condition)

    def settle(self) -> None:
        """Until it has done all that it was asked."""
        with self.changed:
            assert self.changed.wait_for(lambda: not self.under_way, timeout=20)


@contextmanager
def answering(world: World) -> Iterator[Answering]:
    """What practice Slack is asked and does meanwhile."""
    found, answer = Answering(), WebApi.answer

    def noted(api: WebApi, method: str, *given: Any, **more: Any) -> Reply:
        began = world.now()
        with found.changed:
            found.under_way += 1
        reply = answer(api, method, *given, **more)
        with found.changed:
            found.under_way -= 1
            found.done.append(Answered(method, began, world.now(), reply.body.get("error")))
            found.changed.notify_all()
        return reply

    with patch.object(WebApi, "answer", noted):
        yield found
