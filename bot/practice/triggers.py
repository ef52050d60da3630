"""Trigger ids: leave to open one window, given with a click, good for three seconds and once."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.practice.refusals import SlackRefusal

GOOD_FOR = 3.0
"""Seconds of practice time."""


@dataclass
class _Trigger:
    team: str
    user: str
    given_at: float
    used: bool = False


class Triggers:
    """Gives trigger ids out, and takes each of them once."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._given: dict[str, _Trigger] = {}

    def new(self, team: str, user: str) -> str:
        """A fresh trigger id for what this person just did in this workspace."""
        number = int(self._now() * 1000)
        trigger_id = f"{number}.{secrets.randbelow(10**12):012d}.{secrets.token_hex(16)}"
        self._given[trigger_id] = _Trigger(team, user, self._now())
        return trigger_id

    def use(self, trigger_id: str) -> tuple[str, str]:
        """Whose click it was: (team, user). Refused when unknown, used before, or too old."""
        trigger = self._given.get(trigger_id)
        if trigger is None:
            raise SlackRefusal("invalid_trigger_id")
        if trigger.used:
            raise SlackRefusal("exchanged_trigger_id")
        if self._now() - trigger.given_at > GOOD_FOR:
            raise SlackRefusal("expired_trigger_id")
        trigger.used = True
        return trigger.team, trigger.user
