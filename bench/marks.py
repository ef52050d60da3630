"""Marks: from practice Slack's journal, how often each of our messages was posted, and why."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from bot.sending import MARK
from bot.workspaces import SENDING_SECONDS

LOOKS = ("conversations.history", "conversations.replies")
POST = "chat.postMessage"
UNDER_WAY = 2 * SENDING_SECONDS
"""Seconds. A post that Slack takes no later than this after a look was under way meanwhile."""


@dataclass(frozen=True)
class _Noted:
    number: int
    at: float
    channel: str


@dataclass
class Marks:
    """What was posted, and where somebody looked for it before they posted again."""

    _posts: dict[str, list[_Noted]] = field(default_factory=lambda: defaultdict(list))
    _looks: dict[str, list[_Noted]] = field(default_factory=lambda: defaultdict(list))

    def read(self, entries: Iterable[dict[str, Any]]) -> None:
        """Take in what the journal noted."""
        for entry in entries:
            # Slack also took what nobody waited for any more: the journal tells what it did.
            method, arguments = entry.get("method"), entry.get("arguments") or {}
            if method == POST and entry["ok"] and (mark := _mark(arguments)):
                self._posts[mark].append(_noted(entry))
            elif method in LOOKS and entry["ok"]:
                self._looks[arguments["channel"]].append(_noted(entry))

    @property
    def once(self) -> set[str]:
        """What was posted at least once."""
        return set(self._posts)

    @property
    def looks(self) -> int:
        """How often somebody looked for a message that may have been there."""
        return sum(map(len, self._looks.values()))

    @property
    def unseen(self) -> int:
        """Doubles that nobody could see coming: Slack took the first after we had looked for it,
        and before we had recorded it."""
        return sum(self._could_not_see(*pair) for pair in self._doubles())

    @property
    def seen(self) -> int:
        """Doubles of messages that a look showed, or that nobody looked for."""
        return sum(not self._could_not_see(*pair) for pair in self._doubles())

    def _doubles(self) -> Iterator[tuple[_Noted, _Noted]]:
        for posts in self._posts.values():
            yield from pairwise(posts)

    def _could_not_see(self, first: _Noted, second: _Noted) -> bool:
        before = [one for one in self._looks[second.channel] if one.number < second.number]
        if not before:
            return False
        last = before[-1]
        return last.number < first.number and first.at - last.at < UNDER_WAY


def _noted(entry: dict[str, Any]) -> _Noted:
    return _Noted(entry["number"], entry["at"], entry["arguments"]["channel"])


def _mark(arguments: dict[str, Any]) -> str | None:
    given = arguments.get("metadata") or "{}"
    metadata = json.loads(given) if isinstance(given, str) else given
    if metadata.get("event_type") != MARK:
        return None
    return str(metadata["event_payload"]["id"])
