"""Counts: how often something came that we left alone; kinds only, never content."""

from __future__ import annotations

import logging
import threading
from collections import Counter

logger = logging.getLogger("doubleloop.bot")


class Counts:
    """What came and was left alone, by kind, since this process began."""

    def __init__(self) -> None:
        self._lock, self._unknown = threading.Lock(), Counter[str]()

    def unknown(self, kind: str) -> None:
        """Something of a shape that we do not know."""
        with self._lock:
            self._unknown[kind] += 1
            first = self._unknown[kind] == 1
        if first:
            logger.warning("A payload of an unknown shape (%r) was left alone.", kind)

    def of_unknown(self) -> dict[str, int]:
        """How many, by kind."""
        with self._lock:
            return dict(self._unknown)
