"""Following: the log's newest facts become messages that are wanted, each fact once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from uuid import UUID

import psycopg
from eventsourcing.utils import get_topic

from bot.context import Bot
from bot.posts import Want
from bot.telling import Telling, consent
from service.domain.base import Event
from service.domain.errors import Unavailable
from service.domain.person import Person
from service.projections.runner import progress_of
from service.recorder import read_log

EVENTS_PER_STEP = 500
logger = logging.getLogger("doubleloop.bot")


class Following:
    """Reads on from where it was, as far as the read models are, and notes what is wanted.

    What is wanted and how far we read go into one transaction, so a crash repeats nothing. What
    happened before Slack was first joined is not told.
    """

    def __init__(self, bot: Bot, tellings: Sequence[Telling]) -> None:
        self._bot, self._tellings = bot, tellings
        self._topics = sorted(
            {get_topic(fact) for telling in tellings for fact in telling.FOLLOWS}
            | {Person.Erased.TOPIC}
        )

    def begin(self) -> None:
        """On the first start ever, begin at the head of the log."""
        with self._bot.system.database.writing() as connection:
            connection.execute(
                "UPDATE slack.progress SET position = %s WHERE position < 0",
                (self._bot.system.log.head,),
            )

    def step(self) -> bool:
        """Note what the next facts lead to; False where there was nothing new."""
        log, database = self._bot.system.log, self._bot.system.database
        with database.reading() as connection:
            row = connection.execute("SELECT position FROM slack.progress").fetchone()
            position = int(row[0]) if row else 0
            known = progress_of(connection).position
            if known <= position:
                return False
            found = list(read_log(connection, position, EVENTS_PER_STEP, known, self._topics))
        reached = found[-1].id if len(found) == EVENTS_PER_STEP else known
        facts = [(one.id, log.event_of(one)) for one in found]
        wanted = [(at, self._wants_after(fact)) for at, fact in facts]
        erased = [fact.originator_id for _, fact in facts if isinstance(fact, Person.Erased)]
        for person in erased:
            forget(self._bot, person)
        with database.writing() as connection, connection.transaction():
            moved = connection.execute(
                "UPDATE slack.progress SET position = %s WHERE position = %s", (reached, position)
            )
            if moved.rowcount == 1:
                now = self._bot.clock()
                for at, wants in wanted:
                    self._bot.posts.want(wants, at, now, connection)
                for person in erased:
                    self._bot.posts.refresh_person(person, now, connection)
        return True

    def _wants_after(self, event: Event) -> list[Want]:
        return [
            want
            for telling in self._tellings
            if isinstance(event, telling.FOLLOWS)
            for want in self._wants_of(telling, event)
        ]

    def _wants_of(self, telling: Telling, event: Event) -> list[Want]:
        try:
            return list(telling.wants(self._bot, event))
        except (psycopg.OperationalError, psycopg.InterfaceError, Unavailable):
            raise
        except Exception as error:  # noqa: BLE001 - one fact must not silence all that follow
            logger.error("%s: whom to tell of a fact met %s.", telling.KIND, type(error).__name__)
            return []


def forget(bot: Bot, person: UUID) -> None:
    """Leave nothing in Slack's part of the vault that tells who an erased person was."""
    asked = bot.asks.asked_by(person)
    bot.sources.forget_person(person)
    bot.asks.forget_person(person)
    for ask in asked:  # Their name stands in the question, in somebody else's messages.
        bot.posts.refresh(consent.KIND, ask, bot.clock())
    bot.identity.forget(person)
    bot.system.keys.forget_identities(person)
