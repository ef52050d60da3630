"""The journal: what the app asked and what it was sent, so that a test can look back."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Literal

Kind = Literal["call", "delivery", "response_url", "socket"]

KEPT = 20_000
"""Entries; older ones are forgotten."""


class Journal:
    """The last calls and deliveries, numbered from 1."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._entries: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self._last = 0

    def note(self, kind: Kind, **facts: Any) -> None:
        """Write one line. Tokens and secrets do not belong in it."""
        with self._lock:
            self._last += 1
            self._entries.append({"number": self._last, "at": self._now(), "kind": kind, **facts})

    def entries(self, after: int = 0) -> list[dict[str, Any]]:
        """What was noted after this number, oldest first."""
        with self._lock:
            return [entry for entry in self._entries if entry["number"] > after]
