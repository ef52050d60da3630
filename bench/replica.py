"""One of several replicas of the clock: a process that runs what is due at a moment it is told."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from pathlib import Path

from bench.support import settings_for
from scheduler.jobs import Jobs
from service.bootstrap import open_system

LOOKS_EVERY = 0.02


def run(url: str, clock: Path) -> None:
    """Tick again and again, at the moment that stands in a file, until killed."""
    with open_system(settings_for(url)) as system:
        jobs = Jobs(system)
        while True:
            done = jobs.run(datetime.fromisoformat(clock.read_text()))
            if not done.in_all:
                time.sleep(LOOKS_EVERY)


if __name__ == "__main__":
    run(sys.argv[1], Path(sys.argv[2]))
