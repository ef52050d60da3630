"""Following: the log's newest facts become what is wanted because of them, each fact once."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

from eventsourcing.utils import get_topic
from psycopg import Connection, sql

from service.bootstrap import System
from service.database import AWAY
from service.domain.base import Event
from service.domain.person import Person
from service.projections.runner import progress_of
from service.recorder import read_log

EVENTS_PER_STEP = 500
logger = logging.getLogger("doubleloop.following")

Want = TypeVar("Want")


class Kind(Protocol):
    """One kind of message or letter, as far as it concerns who follows for it."""

    KIND: str
    FOLLOWS: tuple[type[Event], ...]


class Speaker(Protocol[Want]):
    """Who speaks because of facts: what it wants after each, and where it notes that."""

    @property
    def kinds(self) -> Sequence[Kind]:
        """What it says, and after which facts."""
        ...

    def wants(self, kind: Any, event: Event) -> Iterable[Want]:
        """What one of its kinds wants said after a fact."""
        ...

    def note(self, wanted: Iterable[Want], position: int, connection: Connection[Any]) -> None:
        """Write down what is wanted because of the fact at this position of the log."""
        ...

    def forget(self, people: Sequence[UUID]) -> None:
        """Let go of who they were who were erased, before what is wanted is written down."""
        ...

    def note_erased(self, person: UUID, connection: Connection[Any]) -> None:
        """Write down that what was said to an erased person has to go, or goes no more."""
        ...


class Following:
    """Reads on from where it was, as far as the read models are, and notes what is wanted.

    What is wanted and how far we read go into one transaction, so a crash repeats nothing. What
    happened before it first began is told to nobody.
    """

    def __init__(self, system: System, schema: str, speaker: Speaker[Any]) -> None:
        self._system, self._speaker = system, speaker
        self._progress = sql.Identifier(schema, "progress")
        followed = {get_topic(fact) for kind in speaker.kinds for fact in kind.FOLLOWS}
        self._topics = sorted(followed | {Person.Erased.TOPIC})

    def begin(self) -> None:
        """On the first start ever, begin at the head of the log."""
        with self._system.database.writing() as connection:
            connection.execute(
                self._sql("UPDATE {} SET position = %s WHERE position < 0"),
                (self._system.log.head,),
            )

    def step(self) -> bool:
        """Note what the next facts lead to; False where there was nothing new."""
        log, database = self._system.log, self._system.database
        with database.reading() as connection:
            row = connection.execute(self._sql("SELECT position FROM {}")).fetchone()
            position = int(row[0]) if row else 0
            known = progress_of(connection).position
            if known <= position:
                return False
            found = list(read_log(connection, position, EVENTS_PER_STEP, known, self._topics))
        reached = found[-1].id if len(found) == EVENTS_PER_STEP else known
        facts = [(one.id, log.event_of(one)) for one in found]
        wanted = [(at, self._wants_after(fact)) for at, fact in facts]
        erased = [fact.originator_id for _, fact in facts if isinstance(fact, Person.Erased)]
        self._speaker.forget(erased)
        with database.writing() as connection, connection.transaction():
            moved = connection.execute(
                self._sql("UPDATE {} SET position = %s WHERE position = %s"), (reached, position)
            )
            if moved.rowcount == 1:
                for at, wants in wanted:
                    self._speaker.note(wants, at, connection)
                for person in erased:
                    self._speaker.note_erased(person, connection)
        return True

    def _wants_after(self, event: Event) -> list[Any]:
        return [
            want
            for kind in self._speaker.kinds
            if isinstance(event, kind.FOLLOWS)
            for want in self._wants_of(kind, event)
        ]

    def _wants_of(self, kind: Kind, event: Event) -> list[Any]:
        try:
            return list(self._speaker.wants(kind, event))
        except AWAY:
            raise
        except Exception as error:  # noqa: BLE001 - one fact must not silence all that follow
            logger.error("%s: whom to tell of a fact met %s.", kind.KIND, type(error).__name__)
            return []

    def _sql(self, text: str) -> sql.Composed:
        return sql.SQL(text).format(self._progress)
