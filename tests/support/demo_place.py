"""The demo's place in a database of a test's own: filled once in a run, and then copied."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from service.bootstrap import System, open_system
from service.cli.demo_rhythm import Passing
from service.demo import DAY, DemoClock, fill
from tests.support.postgres import Postgres, settings_for

FILLED, LIVED = "the_demo", "the_demo_a_month_on"


@contextmanager
def demo_place(postgres: Postgres) -> Iterator[System]:
    """With all that the demo's file tells."""
    with postgres.copy_of(FILLED, _fill) as url, open_system(settings_for(url)) as system:
        yield system


@contextmanager
def demo_with_a_rhythm(postgres: Postgres) -> Iterator[System]:
    """With a month of its rhythm after that."""
    with postgres.copy_of(LIVED, _live) as url, open_system(settings_for(url)) as system:
        yield system


def _fill(url: str) -> None:
    with open_system(settings_for(url)) as system:
        fill(system, DAY, lambda _done, _all: None, lambda _done, _all: None)
        system.runner.catch_up()


def _live(url: str) -> None:
    _fill(url)
    with open_system(settings_for(url)) as system:
        Passing(system, DemoClock(lambda: DAY)).begin()
        system.runner.catch_up()
