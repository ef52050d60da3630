"""Following for Slack: which messages are wanted after a fact, and where that is noted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection

from bot.context import Bot
from bot.posts import Want
from bot.telling import Telling, consent
from service.domain.base import Event


@dataclass(frozen=True)
class MessagesWanted:
    """What is said to whom because of facts."""

    bot: Bot
    kinds: Sequence[Telling]

    def wants(self, kind: Telling, event: Event) -> Iterable[Want]:
        """The messages of a kind after a fact."""
        return kind.wants(self.bot, event)

    def note(self, wanted: Iterable[Want], position: int, connection: Connection[Any]) -> None:
        """Have these told."""
        self.bot.posts.want(wanted, position, self.bot.clock(), connection)

    def forget(self, people: Sequence[UUID]) -> None:
        """Leave nothing in Slack's part of the vault that tells who an erased person was."""
        for person in people:
            _forget(self.bot, person)

    def note_erased(self, person: UUID, connection: Connection[Any]) -> None:
        """Have all that was their own said anew: it goes from Slack."""
        self.bot.posts.refresh_person(person, self.bot.clock(), connection)


def _forget(bot: Bot, person: UUID) -> None:
    asked = bot.asks.asked_by(person)
    bot.sources.forget_person(person)
    bot.asks.forget_person(person)
    for ask in asked:  # Their name stands in the question, in somebody else's messages.
        bot.posts.refresh(consent.KIND, ask, bot.clock())
    bot.identity.forget(person)
    bot.system.keys.forget_identities(person)
