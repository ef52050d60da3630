"""Deliveries: what the app is sent, signed over HTTP or through Socket Mode, with Slack's retries."""

from __future__ import annotations

from dataclasses import dataclass

from bot.practice.world import Json, World


@dataclass(frozen=True)
class Answer:
    """What came back from one delivery."""

    status: int | None
    """The HTTP status; 200 for a Socket Mode acknowledgement; None where nothing came in time."""
    body: Json
    took: float


class Deliveries:
    """Sends events (with retries) and interactions (once, awaited), by whichever way is set."""

    def __init__(self, world: World) -> None:
        self._world = world

    def send_interaction(self, payload: Json, *, command: bool = False) -> Answer:
        """One interaction or slash command, and its answer within 3 s; never retried."""
        raise NotImplementedError
