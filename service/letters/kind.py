"""A kind of letter (a module): which facts it follows, who gets it, what it says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from service.bootstrap import System
from service.domain.base import Event
from service.letters.letter import Letter
from service.letters.outbox import Row, Want


class LetterKind(Protocol):
    """One kind of letter."""

    KIND: str
    FOLLOWS: tuple[type[Event], ...]
    """The events after which somebody may get one."""

    def wants(self, system: System, event: Event) -> Iterable[Want]:
        """Who gets one after this fact. The log and the read models are at least as far as it."""
        ...

    def content(self, system: System, row: Row) -> Letter | None:
        """What it says as things are now, to `row.to`; None where nothing is to be said any more.

        It is made when it goes, so that what was taken back meanwhile is never told.
        """
        ...
