"""A Web API over a fresh world, to be called as clients call it."""

from __future__ import annotations

from typing import Any

from bot.practice import seeds
from bot.practice.calls import Reply, WebApi
from bot.practice.faults import Faults
from bot.practice.journal import Journal
from bot.practice.world import Json
from tests.practice.told import Told


class Desk:
    """A Web API over a fresh world, with its keys at hand."""

    def __init__(self, manifest: Json | None = None) -> None:
        self.told = Told.fresh(manifest)
        self.world = self.told.world
        self.keys = seeds.credentials(self.world)
        self.faults, self.journal = Faults(), Journal(self.world.now)
        self.api = WebApi(
            self.world,
            self.faults,
            self.journal,
            lambda: "http://127.0.0.1:1/api/",
            lambda: "ws://127.0.0.1:1/link/?ticket=t",
        )

    def reply(self, method: str, token: str | None = "bot", /, **arguments: Any) -> Reply:
        """Call a method as the bot, or with another token."""
        return self.api.answer(method, arguments, self.keys.bot_token if token == "bot" else token)

    def __call__(self, method: str, token: str | None = "bot", /, **arguments: Any) -> Json:
        """The same, for a call that is answered with what was asked for."""
        body = self.reply(method, token, **arguments).body
        assert body["ok"] is True, body
        return body

    def refusal(self, method: str, token: str | None = "bot", /, **arguments: Any) -> str:
        """The code that a call is refused with."""
        body = self.reply(method, token, **arguments).body
        assert body["ok"] is False, body
        return str(body["error"])
