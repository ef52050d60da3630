"""Following for letters: which of them are wanted after a fact, and where that is noted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from service.bootstrap import System
from service.domain.base import Event
from service.letters.kind import LetterKind
from service.letters.outbox import Outbox, Want


@dataclass(frozen=True)
class LettersWanted:
    """What is written to whom because of facts."""

    system: System
    outbox: Outbox
    kinds: Sequence[LetterKind]
    clock: Callable[[], datetime]

    def wants(self, kind: LetterKind, event: Event) -> Iterable[Want]:
        """The letters of a kind after a fact."""
        return kind.wants(self.system, event)

    def note(self, wanted: Iterable[Want], position: int, connection: Connection[Any]) -> None:
        """Have these letters go."""
        self.outbox.want(wanted, position, self.clock(), connection)

    def forget(self, people: Sequence[UUID]) -> None:
        """Nothing here tells who somebody was but the letters themselves."""

    def note_erased(self, person: UUID, connection: Connection[Any]) -> None:
        """Keep nothing that was for them."""
        self.outbox.forget_person(person, connection)
