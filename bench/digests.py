"""Digests: a month in which a huge place speaks and decides, drafted for it and for the funder."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from uuid import UUID

from bench.made_up import Town
from bench.made_up_loops import LearningTown
from bench.support import Plan, Row, Say, Server, settings_for
from service.bootstrap import System, open_system, settle
from service.digests.funding import draft_funder
from service.digests.placing import draft_place

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
REACH_MS = 2_000.0
TRIES = 5
DECISIONS = 50
"""About four times as many as the demo's place takes in a month; the newest fifty are read."""


def measure(server: Server, plan: Plan, say: Say) -> list[Row]:
    """All reflections are in one place and one month; the slowest of a few drafts counts."""
    with server.fresh() as url, open_system(settings_for(url)) as system:
        say(f"digests: making {plan.reflections:,} reflections up")
        town = Town(system, 1, span=plan.reflections)
        LearningTown(system, town).append(plan.reflections, DECISIONS)
        say("digests: catching up")
        system.runner.catch_up()
        place = town.places[0]
        _move_all_to_the_month(system, place)
        settle()  # As `serve` does.
        say("digests: drafting")
        programme = system.desk.place(place).programme_id
        month = f"a month of {plan.reflections:,} reflections, {DECISIONS} decisions"
        return [
            _row(f"funder's digest drafted, {month}",
                 lambda: draft_funder(system, programme, [place], FIRST)),
            _row(f"place's digest drafted, {month}",
                 lambda: draft_place(system, place, FIRST, LAST)),
        ]  # fmt: skip


def _row(what: str, draft: Callable[[], object]) -> Row:
    took = []
    for _ in range(TRIES):
        started = time.perf_counter()
        draft()
        took.append((time.perf_counter() - started) * 1000)
    slowest = max(took)
    return Row(what, slowest, "ms", "", f"under {REACH_MS:,.0f}", slowest < REACH_MS)


def _move_all_to_the_month(system: System, place: UUID) -> None:
    with system.database.dedicated() as connection:
        connection.execute(
            "UPDATE read_models.entries "
            "SET place_id = %s, occurred_on = %s::date + (position %% 31)::int",
            (place, FIRST),
        )
        connection.execute(
            "UPDATE read_models.loops SET decided_on = %s::date + (position %% 31)::int", (FIRST,)
        )
        connection.execute("VACUUM ANALYZE read_models.entries")
