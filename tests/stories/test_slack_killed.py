"""The bot is killed at every point of its work: nothing said is lost, and nothing comes twice."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bot.practice.inputs import NotPossible
from service.settings import Settings
from service.verify import verify
from tests.bot.looking import calls, facts, query, texts
from tests.stories.slack_runner import POINTS
from tests.stories.test_slack_nothing_lost import (
    GOOD,
    LINES,
    everything,
    outcome,
    post,
    post_once,
)
from tests.support.postgres import MASTER_KEY
from tests.support.workspace import PLACE, TOMAS, Workspace, workspace

WORDS = "The desk said yes on the spot."
PATIENCE = 40.0
RETRIES_AFTER = (61, 301)
"""Slack comes again at once, after a minute, and after five more."""


class Mortal:
    """The bot in a process of its own, on the same database as the test's."""

    def __init__(self, slack: Workspace, database_url: str) -> None:
        self._slack, self._database_url, self._port = slack, database_url, _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, point: str = "") -> None:
        """Start it, to die at a point; back once it answers."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.stories.slack_runner", str(self._port), point],
            cwd=Path(__file__).parents[2],
            env=self._environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(self._answers)

    def dies(self) -> None:
        """It is dead, by its own hand."""
        assert self._process is not None
        assert self._process.wait(PATIENCE) == -signal.SIGKILL

    def hears_and_tells_all(self) -> None:
        """Until all that Slack sends again was heard, and all that follows was said."""
        for later in RETRIES_AFTER:
            self._slack.practice.settle(30)
            self._slack.practice.clock(later)
        self._slack.practice.settle(30)
        until(self._has_told_all)

    def end(self) -> None:
        """Stop it for good."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _environment(self) -> dict[str, str]:
        told = self._slack.system.settings
        assert told.slack_signing_secret is not None
        assert told.slack_bot_token is not None
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | {
            "DATABASE_URL": self._database_url,
            "DOUBLELOOP_MASTER_KEY": MASTER_KEY,
            "SLACK_SIGNING_SECRET": told.slack_signing_secret.get_secret_value(),
            "SLACK_BOT_TOKEN": told.slack_bot_token.get_secret_value(),
            "SLACK_BASE_URL": self._slack.practice.base_url,
            "DOUBLELOOP_SLACK_PLACE": PLACE,
        }

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, "the bot ended before it began"
        with suppress(NotPossible):
            self._slack.practice.events_url(f"http://127.0.0.1:{self._port}/slack/events")
            return True
        return False

    def _has_told_all(self) -> bool:
        ((position,),) = query(self._slack, "SELECT position FROM slack.progress")
        head = self._slack.system.log.head
        return bool(position >= head) and not self._slack.slack.bot.posts.waiting()


def until(is_so: Callable[[], bool]) -> None:
    """Wait for something."""
    deadline, pause = time.monotonic() + PATIENCE, threading.Event()
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to that in time"
        pause.wait(0.05)


@pytest.fixture
def slack(settings: Settings) -> Iterator[Workspace]:
    """Harrow Vale, in which Tomas writes: then no card for a reader is among the messages."""
    with workspace(settings) as found:
        yield found


@pytest.fixture
def mortal(slack: Workspace, database_url: str) -> Iterator[Mortal]:
    """The bot that is killed."""
    found = Mortal(slack, database_url)
    yield found
    found.end()


@pytest.mark.parametrize("point", POINTS)
def test_what_somebody_says_is_kept_and_told_once_wherever_the_bot_dies(
    slack: Workspace, mortal: Mortal, point: str
) -> None:
    mortal.start(point)
    slack.practice.message(TOMAS, "im", WORDS)
    mortal.dies()
    mortal.start()
    mortal.hears_and_tells_all()
    mortal.end()
    assert texts(slack) == [WORDS]
    assert facts(slack)["reflection.recorded"] == 1
    assert len(slack.told(TOMAS)) == 1
    # Where it died after the post, that was found again by its mark.
    posts = calls(slack, "chat.postMessage")
    assert len(posts) == 1, posts
    verdict = verify(slack.system)
    assert verdict.ok, verdict


@pytest.mark.parametrize("point", [point for point in POINTS if "append" in point])
def test_a_modal_that_nobody_answered_is_sent_off_again_and_kept_once(
    slack: Workspace, mortal: Mortal, point: str
) -> None:
    mortal.start(point)
    slack.practice.interact(type="shortcut", user=TOMAS, callback_id="reflect")
    view = slack.modal(TOMAS).id
    values = {"words": WORDS}
    send = {"type": "view_submission", "user": TOMAS, "view_id": view, "values": values}
    assert not slack.practice.interact(**send)["ok"]
    assert slack.modal(TOMAS).id == view  # It stays, with the words in it.
    mortal.dies()
    mortal.start()
    assert slack.practice.interact(**send)["ok"]
    mortal.hears_and_tells_all()
    mortal.end()
    assert texts(slack) == [WORDS]
    assert facts(slack)["reflection.recorded"] == 1
    assert len(slack.told(TOMAS)) == 1


@pytest.mark.parametrize("point", ["before the append", "after the append, before the answer"])
def test_the_bot_dies_amid_everything_that_slack_can_send(
    slack: Workspace, mortal: Mortal, point: str
) -> None:
    sent = [one for one in everything(slack) for _ in range(random.randint(1, 5))]
    random.shuffle(sent)
    mortal.start(point)
    answered = [(one, post_once(slack, one).status) for one in sent]
    mortal.dies()
    mortal.start()
    for one, status in answered:
        if status != GOOD:
            assert post(slack, one) == GOOD, one.name
    mortal.hears_and_tells_all()
    found = outcome(slack)
    mortal.end()
    lines = [words for words in found.words if words.startswith("Line number")]
    assert lines == sorted(f"Line number {number}." for number in range(LINES))
    assert set(found.marks.values()) == {1}
    assert verify(slack.system).ok


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
