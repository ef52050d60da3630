"""The post office: the only thing that sends mail; it follows the log, paces itself, notes it."""

# We note that we try before we hand a letter in, and that it went after. A crash between the two
# sends it again, with the same Message-ID, by which most programs show it once.

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from psycopg import Connection, sql

from service.bootstrap import System
from service.database import AWAY
from service.following import Following
from service.leading import Lead
from service.letters.following import LettersWanted
from service.letters.kind import LetterKind
from service.letters.mailer import Mailer, NeverGoes, NoServer, TryLater
from service.letters.outbox import Outbox, Row
from service.recorder import CHANNEL

logger = logging.getLogger("doubleloop.letters")

LETTERS_LOCK = 6_102_020_012
IDLE_SECONDS = 1.0
SECONDS_BETWEEN_LETTERS = 1.0
"""Slow enough for every server, and 500 people have theirs within ten minutes."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=2)
LONGEST_QUIET = timedelta(minutes=16)


class Office:
    """Follows and sends, for as long as it runs. Of several, one leads and the rest stand by."""

    def __init__(
        self,
        system: System,
        mailer: Mailer,
        kinds: Sequence[LetterKind],
        clock: Callable[[], datetime],
        seconds_between: float = SECONDS_BETWEEN_LETTERS,
    ) -> None:
        self._system, self._mailer, self._clock = system, mailer, clock
        self._kinds = {kind.KIND: kind for kind in kinds}
        self._seconds_between = seconds_between
        self.outbox = Outbox(system.database, system.keys)
        wanted = LettersWanted(system, self.outbox, kinds, clock)
        self._following = Following(system, "letters", wanted)
        self._lead = Lead(system.database, LETTERS_LOCK, "The post office")
        self._quiet_until: datetime | None = None
        self._refusals = 0

    def run(self) -> None:
        """Send until `stop`; a database that went away is met again."""
        self._lead.run(self._work)

    def stop(self) -> None:
        """Ask `run` to return; it does when the letter in hand is answered for."""
        self._lead.stopping.set()

    def send_now(self) -> int:
        """Follow to the head and send all that may go now; how many letters were tried."""
        self._following.begin()
        while self._following.step():
            pass
        tried = 0
        try:
            while batch := self._ready():
                for row in batch:
                    self._send(row)
                tried += len(batch)
        finally:
            self._mailer.close()
        return tried

    def _work(self, connection: Connection[Any]) -> None:
        try:
            self._following.begin()
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
            while not self._lead.stopping.is_set():
                self._lead.still_leads(connection)
                self._go_round(connection)
        finally:
            self._mailer.close()

    def _go_round(self, connection: Connection[Any]) -> None:
        followed, batch = self._following.step(), self._ready()
        for row in batch:
            self._lead.still_leads(connection)
            self._send(row)
            if self._lead.stopping.wait(self._seconds_between):
                return
        if not followed and not batch:
            self._mailer.close()
            for _ in connection.notifies(timeout=IDLE_SECONDS, stop_after=1):
                pass

    def _ready(self) -> list[Row]:
        now = self._clock()
        if self._must_wait(now):
            return []
        self.outbox.end_what_is_late(now)
        return self.outbox.due(now)

    def _must_wait(self, now: datetime) -> bool:
        return self._quiet_until is not None and now < self._quiet_until

    def _send(self, row: Row) -> None:
        now = self._clock()
        if self._must_wait(now):  # The server is away since the letter before.
            return
        try:
            self._hand_in(row, now)
            self._refusals = 0
        except NeverGoes as error:
            self.outbox.give_up(row, str(error), now)
        except TryLater as error:
            wait = min(FIRST_WAIT * 2 ** min(row.attempts, 12), LONGEST_WAIT)
            self.outbox.put_off(row, now + wait, str(error))
        except NoServer as error:
            self._wait_for_server(error, now)
            self.outbox.put_off(row, now, str(error))
        except AWAY:
            raise
        except Exception as error:  # noqa: BLE001 - one letter must not silence all the others
            # Of the error only its kind is kept: its text could hold somebody's words.
            logger.error("A %s letter met %s and was put aside.", row.kind, type(error).__name__)
            self.outbox.give_up(row, type(error).__name__, now)

    def _hand_in(self, row: Row, now: datetime) -> None:
        if not row.to:
            raise NeverGoes("no address")
        letter = self._kinds[row.kind].content(self._system, row)
        if letter is None:
            self.outbox.drop(row)
        elif self.outbox.attempting(row, now):
            self._mailer.send(letter, row.id, now)
            self.outbox.sent(row, self._clock())

    def _wait_for_server(self, error: NoServer, now: datetime) -> None:
        wait = min(FIRST_WAIT * 2 ** min(self._refusals, 12), LONGEST_QUIET)
        self._refusals += 1
        self._quiet_until = now + wait
        logger.error("The mail server takes no letters (%s). Trying again later.", error)


@contextmanager
def open_office(office: Office) -> Iterator[threading.Thread]:
    """Run it in a thread of its own meanwhile."""
    thread = threading.Thread(target=office.run, name="letters", daemon=True)
    thread.start()
    try:
        yield thread
    finally:
        office.stop()
        thread.join(timeout=15)
