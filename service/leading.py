"""Leading: of several processes one does the work, and the others stand by to take it over."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from psycopg import Connection

from service.database import AWAY, Database

AWAY_SECONDS = 1.0
logger = logging.getLogger("doubleloop.leading")


class Lead:
    """The right to do one kind of work: a lock that lasts as long as its connection does."""

    def __init__(
        self,
        database: Database,
        lock: int,
        name: str,
        came_round: Callable[[], None] = lambda: None,
    ) -> None:
        """`came_round` is called each time that it looks whether it may lead, and while it does."""
        self._database, self._lock, self._name = database, lock, name
        self._came_round = came_round
        self.stopping = threading.Event()

    def run(self, work: Callable[[Connection[Any]], None]) -> None:
        """Do the work whenever this one leads, until stopped; `work` returns when it is to end.

        A database that went away is met again, and so is whatever else the work met.
        """
        while not self.stopping.is_set():
            self._came_round()
            try:
                with self._database.dedicated() as connection:
                    if self._takes_it(connection):
                        work(connection)
            except AWAY:
                self.stopping.wait(AWAY_SECONDS)
            except Exception as error:  # noqa: BLE001 - it must go on, whatever it met
                logger.error("%s met %s and begins anew.", self._name, type(error).__name__)
                self.stopping.wait(AWAY_SECONDS)

    def still_leads(self, connection: Connection[Any]) -> None:
        """Raise where the connection is gone: the lead ended with it, and another has it at once.

        Ask before each message, so that nothing more is said by who does not lead any more.
        """
        self._came_round()
        connection.execute("SELECT 1")

    def _takes_it(self, connection: Connection[Any]) -> bool:
        while not self.stopping.is_set():
            self._came_round()
            row = connection.execute("SELECT pg_try_advisory_lock(%s)", (self._lock,)).fetchone()
            if row and row[0]:
                return True
            self.stopping.wait(AWAY_SECONDS)
        return False
