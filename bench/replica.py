"""One of several replicas: a process that runs the clock, and the bot's delivery, until killed."""

from __future__ import annotations

import json
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from bench.moved import MovedClock
from bench.support import settings_for
from scheduler.jobs import Jobs
from service.bootstrap import open_system

LOOKS_EVERY = 0.02
LOOKS_EVERY_BESIDE_DELIVERY = 0.3
"""Each look takes a connection of its own: what is to be killed here is delivery."""


def run(url: str, clock: MovedClock, slack: dict[str, str]) -> None:
    """Tick again and again, and say in Slack what follows, where there is a Slack."""
    with ExitStack() as stack:
        system = stack.enter_context(open_system(settings_for(url, **slack)))
        if slack:
            # Here, for Bolt takes a second to be read, and clocks alone do without it.
            from bot.app import build_slack
            from bot.delivery import delivering

            stack.enter_context(delivering(build_slack(system, clock).delivery))
        jobs = Jobs(system)
        while True:
            if not jobs.run(clock()).in_all:
                time.sleep(LOOKS_EVERY_BESIDE_DELIVERY if slack else LOOKS_EVERY)


if __name__ == "__main__":
    run(sys.argv[1], MovedClock(Path(sys.argv[2])), json.loads(sys.argv[3]))
