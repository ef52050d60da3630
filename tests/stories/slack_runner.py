"""The bot in a process of its own, which kills itself with -9 when it comes to a named point."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import uvicorn
from fastapi import FastAPI
from slack_sdk import WebClient

from bot.app import build_slack
from bot.delivery import delivering
from bot.http import router
from bot.posts import Posts
from bot.sources import Sources
from service.bootstrap import open_system
from service.projections.runner import running
from service.recorder import LogRecorder
from service.settings import Settings

Call = Callable[..., Any]
RECORDED = "reflection.recorded"


def die() -> None:
    """As by kill -9: nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


def _before(call: Call) -> Call:
    def dead(*given: Any, **more: Any) -> Any:
        die()
        return call(*given, **more)

    return dead


def _after(call: Call) -> Call:
    def done(*given: Any, **more: Any) -> Any:
        call(*given, **more)
        die()

    return done


def _only_for_reflections(kill: Callable[[Call], Call]) -> Callable[[Call], Call]:
    def chosen(call: Call) -> Call:
        deadly = kill(call)

        def append(recorder: Any, events: Any, **more: Any) -> Any:
            is_one = any(event.topic == RECORDED for event in events)
            return (deadly if is_one else call)(recorder, events, **more)

        return append

    return chosen


def _only_while_following(kill: Callable[[Call], Call]) -> Callable[[Call], Call]:
    def chosen(call: Call) -> Call:
        def want(posts: Any, wants: Any, position: int, now: Any, connection: Any = None) -> Any:
            found = list(wants)
            is_one = connection is not None and any(one.kind == "saved" for one in found)
            return (kill(call) if is_one else call)(posts, found, position, now, connection)

        return want

    return chosen


POINTS: dict[str, tuple[type, str, Callable[[Call], Call]]] = {
    "before its source is noted": (Sources, "note", _before),
    "after its source is noted": (Sources, "note", _after),
    "before the append": (LogRecorder, "insert_events", _only_for_reflections(_before)),
    "after the append, before the answer": (
        LogRecorder,
        "insert_events",
        _only_for_reflections(_after),
    ),
    "while following": (Posts, "want", _only_while_following(_after)),
    "before the post": (WebClient, "chat_postMessage", _before),
    "after the post, before it is recorded": (Posts, "told", _before),
    "after the post is recorded": (Posts, "told", _after),
}
"""What is patched, and whether it dies before or after."""


def main(port: int, point: str) -> None:
    """Answer Slack, project and deliver; until killed."""
    if point:
        place, name, kill = POINTS[point]
        patch.object(place, name, kill(getattr(place, name))).start()
    with open_system(Settings()) as system:
        slack = build_slack(system)
        app = FastAPI()
        app.include_router(router(slack))
        with running(system.runner), delivering(slack.delivery):
            uvicorn.run(app, host="127.0.0.1", port=port, log_config=None, lifespan="off")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
