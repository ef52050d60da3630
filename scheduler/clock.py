"""The clock: a tick every half minute in every replica; it decides nothing itself."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler

from scheduler.jobs import Jobs
from service.bootstrap import System
from service.database import AWAY

TICK_SECONDS = 30
logger = logging.getLogger("doubleloop.scheduler")


class Clock:
    """Runs what is due at each tick. A tick that was missed is made up for by the next."""

    def __init__(self, system: System, clock: Callable[[], datetime]) -> None:
        self._jobs, self._clock = Jobs(system), clock
        self._ticking = threading.Lock()

    def tick(self) -> None:
        """Do what is due now; a database that is away is met again at the next tick."""
        with self._ticking:
            try:
                self._jobs.run(self._clock())
            except AWAY:
                logger.warning("The clock could not reach the database, and tries again.")


@contextmanager
def ticking(system: System, clock: Callable[[], datetime]) -> Iterator[Clock]:
    """Tick in a thread of its own meanwhile, beginning at once."""
    ours = Clock(system, clock)
    # Nothing is stored: what is due stands in the log, and a late tick is as good as another.
    timer = BackgroundScheduler(timezone="UTC")
    timer.add_job(ours.tick, misfire_grace_time=None)  # At once, whatever the given clock says.
    timer.add_job(
        ours.tick,
        "interval",
        seconds=TICK_SECONDS,
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    timer.start()
    try:
        yield ours
    finally:
        timer.shutdown(wait=True)
