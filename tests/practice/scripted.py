"""A scripted app: it keeps what it is told, and answers interactions as the test says."""

from __future__ import annotations

import json
from typing import Any

from bot.practice import actions
from bot.practice.server import Practice
from bot.practice.world import View
from tests.practice.apps import HARROW, HOUSING, VALE, Answer, Receiver

Told = dict[str, Any]
PLAIN = {"type": "plain_text", "text": "Words"}
OPTIONS = [
    {"text": {"type": "plain_text", "text": f"Way {n}"}, "value": f"w{n}"} for n in (1, 2, 3)
]


def modal(*blocks: Told, **more: Any) -> Told:
    """A modal with these blocks, or one input."""
    return {
        "type": "modal",
        "callback_id": "note",
        "title": PLAIN,
        "submit": PLAIN,
        "blocks": list(blocks) or [text_input()],
        "private_metadata": "round-7",
        **more,
    }


def text_input(block_id: str = "words", **more: Any) -> Told:
    """An input for words."""
    element = {"type": "plain_text_input", "action_id": "typed", **more.pop("element", {})}
    return {"type": "input", "block_id": block_id, "label": PLAIN, "element": element, **more}


class App:
    """An app that keeps what it is told, and answers interactions as the test says."""

    def __init__(self, practice: Practice, receiver: Receiver) -> None:
        self.practice, self.receiver = practice, receiver
        self.install = practice.world.installs[HARROW]
        self.answer = Answer()
        receiver.answer = lambda got: self.answer if "event" not in got.told else Answer()

    def says(self, body: Told | str, status: int = 200) -> None:
        """What it answers from now on."""
        text = body if isinstance(body, str) else json.dumps(body)
        self.answer = Answer(status, text)

    def told(self, kind: str) -> Told:
        """The last interaction of this type."""
        return [one.told for one in self.receiver.received if one.told.get("type") == kind][-1]

    def opens(self, user: str = HOUSING, view: Told | None = None) -> View:
        """It has opened a modal for somebody."""
        return actions.open_modal(self.practice.world, self.install, user, view or modal())

    def posts(self, *blocks: Told, channel: str = VALE) -> str:
        """It has posted a message."""
        posted = actions.post(
            self.practice.world,
            channel,
            self.install.bot_user,
            "A question",
            blocks=blocks,
            install=self.install,
        )
        return posted.ts


def stack(practice: Practice, user: str = HOUSING) -> list[str]:
    """The callback_ids of the modals that somebody has open, the topmost last."""
    open_now = practice.world.stacks.get(user, [])
    return [practice.world.views[view].given["callback_id"] for view in open_now]
