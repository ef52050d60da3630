"""Delivery: the only thing that speaks in Slack; it follows the log, paces itself, and records."""

# A message is posted at least once. We note that we try before we try, and where it stands after;
# after a crash between the two we look in the conversation for our own mark before posting again.

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from psycopg import Connection, sql

from bot.context import Bot
from bot.following import MessagesWanted
from bot.posts import Post
from bot.sending import Sender
from bot.telling import Telling
from bot.upkeep import look_after
from service.database import AWAY
from service.following import Following
from service.leading import Lead
from service.recorder import CHANNEL

logger = logging.getLogger("doubleloop.bot")

DELIVERY_LOCK = 6_102_020_010
IDLE_SECONDS = 0.25
UPKEEP_EVERY = timedelta(minutes=1)
BETWEEN_POSTS = timedelta(seconds=1)
"""Slack takes about one message a second in a conversation (slack.md has the source)."""
LONGEST_ROUND_SECONDS = 60.0
"""Who has not come round in this time hangs, or is no more."""


class Delivery:
    """Follows and sends, for as long as it runs. Of several, one leads and the rest stand by."""

    def __init__(self, bot: Bot, sender: Sender, tellings: Sequence[Telling]) -> None:
        self._bot, self._sender = bot, sender
        self._following = Following(bot.system, "slack", MessagesWanted(bot, tellings))
        self._lead = Lead(bot.system.database, DELIVERY_LOCK, "Delivery", self._came_round)
        self._spoke_at: dict[bytes, datetime] = {}
        self._looked_after_at: datetime | None = None
        self._came_round_at = time.monotonic()

    def run(self) -> None:
        """Deliver until `stop`; a database that went away is met again."""
        self._lead.run(self._work)

    def stop(self) -> None:
        """Ask `run` to return; it does when the call under way is answered."""
        self._lead.stopping.set()

    def is_well(self) -> bool:
        """True while it goes its rounds, also those of standing by."""
        return time.monotonic() - self._came_round_at < LONGEST_ROUND_SECONDS

    def deliver_now(self) -> int:
        """Follow to the head and send all that may be sent now; how many messages that was."""
        self._begin()
        while self._following.step():
            pass
        self._look_after()
        sent = 0
        while batch := self._ready():
            for post in batch:
                self._send(post)
            sent += len(batch)
        return sent

    def _work(self, connection: Connection[Any]) -> None:
        self._begin()
        self._bot.posts.try_again(self._bot.clock())
        connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
        while not self._lead.stopping.is_set():
            self._lead.still_leads(connection)
            self._go_round(connection)

    def _go_round(self, connection: Connection[Any]) -> None:
        followed = self._following.step()
        self._look_after()
        batch = self._ready()
        for post in batch:
            if self._lead.stopping.is_set():
                return
            self._lead.still_leads(connection)
            self._send(post)
        if not followed and not batch:
            for _ in connection.notifies(timeout=IDLE_SECONDS, stop_after=1):
                pass

    def _begin(self) -> None:
        self._following.begin()
        self._sender.begin()

    def _came_round(self) -> None:
        self._came_round_at = time.monotonic()

    def _ready(self) -> list[Post]:
        """What may be told now: at most one message for each conversation, a second apart."""
        now = self._bot.clock()
        self._spoke_at = {
            pace: at for pace, at in self._spoke_at.items() if now - at < BETWEEN_POSTS
        }
        left_out = set(self._spoke_at)
        while due := self._bot.posts.due(now, left_out):
            if ready := [post for post in due if not self._must_wait(post, now)]:
                return ready
            # All of these wait, for their workspace does; that holds up no other workspace.
            left_out.update(post.pace for post in due)
        return []

    def _must_wait(self, post: Post, now: datetime) -> bool:
        until = self._sender.quiet_until.get(post.address.team)
        return until is not None and now < until

    def _look_after(self) -> None:
        now = self._bot.clock()
        if self._looked_after_at is None or now - self._looked_after_at >= UPKEEP_EVERY:
            self._looked_after_at = now
            look_after(self._bot, self._sender.clients)

    def _send(self, post: Post) -> None:
        if self._must_wait(post, self._bot.clock()):  # Slack said so to the one before.
            return
        self._spoke_at[post.pace] = self._bot.clock()
        try:
            self._sender.send(post)
        except AWAY:
            raise
        except Exception as error:  # noqa: BLE001 - one post must not silence all the others
            # Of the error only its kind is kept: its text could hold somebody's words.
            logger.error("A %s message met %s and was put aside.", post.kind, type(error).__name__)
            self._bot.posts.give_up(post, type(error).__name__)


@contextmanager
def delivering(delivery: Delivery) -> Iterator[threading.Thread]:
    """Run it in a thread of its own meanwhile."""
    thread = threading.Thread(target=delivery.run, name="delivery", daemon=True)
    thread.start()
    try:
        yield thread
    finally:
        delivery.stop()
        thread.join(timeout=10)
