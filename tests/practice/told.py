"""A world of practice Slack with a memory of all that the app was told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.practice import seeds
from bot.practice.refusals import SlackRefusal
from bot.practice.world import Happening, Install, Json, World

HOUSING, WORKER, COORDINATOR = "U0HOUSE001", "U0COMMU001", "U0COORD001"
LEARNING, GUEST, GONE, COUNCIL = "U0LEARN001", "U0GUEST001", "U0GONE0001", "U0COUNC001"
VALE, PRIVATE, SHARED, UNJOINED = "C0HARROW01", "C0LEARN001", "C0SHARED01", "C0NOTICE01"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = 1_800_000_000.0

    def __call__(self) -> float:
        return self.at


@dataclass
class Told:
    """The world, and what the app heard of it so far."""

    world: World
    happenings: list[Happening] = field(default_factory=list)

    @classmethod
    def fresh(cls, manifest: Json | None = None) -> Told:
        """A new world, on a clock that stands still."""
        told = cls(seeds.new_world(manifest, Clock()))
        told.world.follow(told.happenings.append)
        return told

    @property
    def install(self) -> Install:
        """The app in the first workspace."""
        return self.world.installs[seeds.HARROW]

    @property
    def bot(self) -> str:
        """The bot's user id there."""
        return self.install.bot_user

    def events(self, kind: str) -> list[Json]:
        """The events of this type, oldest first."""
        return [told.event for told in self.happenings if told.event["type"] == kind]

    def last(self, kind: str) -> dict[str, Any]:
        """The newest event of this type."""
        return self.events(kind)[-1]

    def __iter__(self) -> Iterator[Happening]:
        return iter(self.happenings)


def section(text: str, **more: object) -> Json:
    """A section block."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def modal(*blocks: Json, **more: object) -> Json:
    """A modal with these blocks."""
    title = {"type": "plain_text", "text": "A reflection"}
    return {"type": "modal", "title": title, "blocks": list(blocks), **more}


def typed_input(block_id: str, action_id: str) -> Json:
    """An input block to type into."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": "What did you notice?"},
        "element": {"type": "plain_text_input", "action_id": action_id},
    }


SUBMIT = {"type": "plain_text", "text": "Save"}


def refused(call: object, *args: object, **more: object) -> str:
    """The code that this is refused with."""
    assert callable(call)
    with pytest.raises(SlackRefusal) as refusal:
        call(*args, **more)
    return refusal.value.code
