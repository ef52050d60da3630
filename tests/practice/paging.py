"""Practice Slack's page as a browser asks for it, without a browser."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from bot.practice.server import Practice
from tests.practice.apps import VALE

Told = dict[str, Any]


@dataclass
class Page:
    """Practice Slack's page, as a browser asks for it."""

    practice: Practice

    def ask(
        self, path: str, body: object = None, kind: str = "application/json"
    ) -> tuple[int, dict[str, str], str]:
        """Get, or post where there is a body: status, headers and text."""
        data = None if body is None else json.dumps(body).encode()
        wanted = Request(self.practice.address + path, data, {"Content-Type": kind})
        try:
            with urlopen(wanted) as answer:
                return answer.status, small(answer.headers), answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, small(error.headers), error.read().decode()

    def seen(self, user: str, channel: str = "") -> Told:
        """What somebody sees."""
        found: Told = json.loads(self.ask(f"/as/{user}/state?channel={channel}")[2])
        return found

    def texts(self, user: str, channel: str = VALE) -> list[str]:
        """The words of the messages that somebody sees."""
        return [one["text"] for one in self.seen(user, channel)["open"]["messages"]]

    def do(self, user: str, what: str, **body: object) -> Told:
        """Do something."""
        done: Told = json.loads(self.ask(f"/as/{user}/do/{what}", body)[2])
        return done


def small(headers: Any) -> dict[str, str]:
    """Headers by their names in small letters."""
    return {name.lower(): value for name, value in headers.items()}
