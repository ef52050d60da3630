"""Following: the log's newest facts become letters that are wanted, each fact once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

import psycopg
from eventsourcing.utils import get_topic

from service.bootstrap import System
from service.domain.base import Event
from service.domain.errors import Unavailable
from service.domain.person import Person
from service.letters.kind import LetterKind
from service.letters.outbox import Outbox, Want
from service.projections.runner import progress_of
from service.recorder import read_log

EVENTS_PER_STEP = 500
logger = logging.getLogger("doubleloop.letters")


class Following:
    """Reads on from where it was, as far as the read models are, and notes what is wanted.

    What is wanted and how far we read go into one transaction, so a crash repeats nothing. What
    happened before mail was first set up is not written about.
    """

    def __init__(
        self,
        system: System,
        outbox: Outbox,
        kinds: Sequence[LetterKind],
        clock: Callable[[], datetime],
    ) -> None:
        self._system, self._outbox, self._kinds, self._clock = system, outbox, kinds, clock
        followed = {get_topic(fact) for kind in kinds for fact in kind.FOLLOWS}
        self._topics = sorted(followed | {Person.Erased.TOPIC})

    def begin(self) -> None:
        """On the first start ever, begin at the head of the log."""
        with self._system.database.writing() as connection:
            connection.execute(
                "UPDATE letters.progress SET position = %s WHERE position < 0",
                (self._system.log.head,),
            )

    def step(self) -> bool:
        """Note what the next facts lead to; False where there was nothing new."""
        log, database = self._system.log, self._system.database
        with database.reading() as connection:
            row = connection.execute("SELECT position FROM letters.progress").fetchone()
            position = int(row[0]) if row else 0
            known = progress_of(connection).position
            if known <= position:
                return False
            found = list(read_log(connection, position, EVENTS_PER_STEP, known, self._topics))
        reached = found[-1].id if len(found) == EVENTS_PER_STEP else known
        facts = [(one.id, log.event_of(one)) for one in found]
        wanted = [(at, self._wants_after(fact)) for at, fact in facts]
        with database.writing() as connection, connection.transaction():
            moved = connection.execute(
                "UPDATE letters.progress SET position = %s WHERE position = %s",
                (reached, position),
            )
            if moved.rowcount == 1:
                for at, wants in wanted:
                    self._outbox.want(wants, at, self._clock(), connection)
                for _, fact in facts:
                    if isinstance(fact, Person.Erased):
                        self._outbox.forget_person(fact.originator_id, connection)
        return True

    def _wants_after(self, event: Event) -> list[Want]:
        return [
            want
            for kind in self._kinds
            if isinstance(event, kind.FOLLOWS)
            for want in self._wants_of(kind, event)
        ]

    def _wants_of(self, kind: LetterKind, event: Event) -> list[Want]:
        try:
            return list(kind.wants(self._system, event))
        except (psycopg.OperationalError, psycopg.InterfaceError, Unavailable):
            raise
        except Exception as error:  # noqa: BLE001 - one fact must not silence all that follow
            logger.error("%s: whom to write of a fact met %s.", kind.KIND, type(error).__name__)
            return []
