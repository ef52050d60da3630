"""Practice Slack in a process of its own, with as many people as wanted; ended with its input."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from bench.moved import MovedClock
from bot.practice.people import arrive
from bot.practice.seeds import HARROW, new_world
from bot.practice.server import running
from bot.practice.world import User

MANIFEST: dict[str, Any] = {"settings": {"event_subscriptions": {"bot_events": []}}}
"""It hears nothing: what is measured is what it says."""
ANSWERS_WITHIN = 30


@dataclass
class PracticeSlack:
    """What somebody outside knows of it."""

    address: str
    base_url: str
    bot_token: str
    signing_secret: str
    _read: int = 0

    @property
    def settings(self) -> dict[str, str]:
        """What the bot has to be told."""
        return {
            "slack_base_url": self.base_url,
            "slack_bot_token": self.bot_token,
            "slack_signing_secret": self.signing_secret,
        }

    def news(self) -> list[dict[str, Any]]:
        """What its journal noted since it was last asked; it keeps 20,000 entries."""
        body = json.dumps({"after": self._read}).encode()
        asked = Request(f"{self.address}/controls/journal", body, method="POST")
        with urlopen(asked, timeout=ANSWERS_WITHIN) as answer:
            entries: list[dict[str, Any]] = json.load(answer)["entries"]
        if entries and entries[0]["number"] != self._read + 1:
            raise RuntimeError("Practice Slack forgot calls before anybody counted them.")
        self._read = entries[-1]["number"] if entries else self._read
        return entries


def names(number: int) -> list[str]:
    """The people's names in the vault."""
    return [f"{HARROW}/{_id(one)}" for one in range(number)]


@contextmanager
def practising(clock: Path, number: int) -> Iterator[PracticeSlack]:
    """Practice Slack with so many people, at the moment of this clock."""
    command = [sys.executable, "-m", "bench.practice_slack", str(clock), str(number)]
    with subprocess.Popen(
        command,
        cwd=Path(__file__).parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield PracticeSlack(**json.loads(process.stdout.readline()))
        finally:
            process.stdin.close()


def _serve(clock: MovedClock, number: int) -> None:
    world = new_world(MANIFEST, lambda: clock().timestamp())
    for one in range(number):
        arrive(world, User(_id(one), HARROW, f"p{one}", f"Person {one}"))
    with running(world=world) as practice:
        told = {
            "address": practice.address,
            "base_url": practice.base_url,
            "bot_token": practice.credentials.bot_token,
            "signing_secret": world.app.signing_secret,
        }
        print(json.dumps(told), flush=True)
        sys.stdin.read()


def _id(number: int) -> str:
    return f"U0{number:05d}"


if __name__ == "__main__":
    _serve(MovedClock(Path(sys.argv[1])), int(sys.argv[2]))
