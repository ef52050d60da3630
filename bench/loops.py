"""Loops: pages of thousands of decisions, all loops from scratch, and what deriving costs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from unittest.mock import patch
from uuid import UUID

from starlette.testclient import TestClient

from bench.made_up import Town
from bench.made_up_loops import LearningTown
from bench.support import Plan, Row, Say, Server, p50_and_p99, settings_for, times
from service.bootstrap import LEARNING_PARTNER_HERE, System, open_system, settle
from service.domain.loop import evidenced_loop
from service.projections import loops
from service.projections.histories import whole_history
from service.projections.runner import Mover, create_tables
from service.server import create_app

PAGE_REACH_MS = 100.0
SCRATCH_REACH_SECONDS = 10.0
RATE_REACH = 0.8
REFLECTIONS_PER_DECISION = 50
TURNS = 2
SCRATCH_SCHEMA = "bench_loops"


def measure(server: Server, plan: Plan, say: Say) -> list[Row]:
    """One place with everything in it."""
    decisions = plan.reflections // REFLECTIONS_PER_DECISION
    with server.fresh() as url, open_system(settings_for(url)) as system:
        say(f"loops: making {plan.reflections:,} reflections and {decisions:,} decisions up")
        town = Town(system, 1, span=plan.reflections)
        LearningTown(system, town).append(plan.reflections, decisions)
        say("loops: catching up, with deriving and without, in turns")
        rows = _catching_up(system)
        system.runner.catch_up()
        with system.database.dedicated() as connection:
            connection.execute("VACUUM ANALYZE")
        say("loops: deriving all from the whole log")
        rows += _from_scratch(system, decisions)
        settle()  # As `serve` does.
        say("loops: pages")
        return rows + _pages(system, town.places[0], plan)


def _catching_up(system: System) -> list[Row]:
    took: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(TURNS):
        for derives in (True, False):
            took[derives].append(_rate_of_a_fold(system, derives=derives))
    deriving, without = max(took[True]), max(took[False])
    ratio = deriving / without
    return [
        Row("read models, without deriving loops", without, "events/s"),
        Row("read models, deriving loops", deriving, "events/s", times(ratio, "without"),
            f"{RATE_REACH} x without", ratio >= RATE_REACH),
    ]  # fmt: skip


def _rate_of_a_fold(system: System, *, derives: bool) -> float:
    with system.database.dedicated() as connection, _deriving(derives):
        create_tables(connection, SCRATCH_SCHEMA)
        mover, done, started = Mover(connection, system.log, SCRATCH_SCHEMA), 0, time.perf_counter()
        while moved := mover.move():
            done += moved
        took = time.perf_counter() - started
        connection.execute(f"DROP SCHEMA {SCRATCH_SCHEMA} CASCADE".encode())
        return done / took


@contextmanager
def _deriving(derives: bool) -> Iterator[None]:
    if derives:
        yield
        return
    with patch.object(loops, "settle", lambda *_: None):
        yield


def _from_scratch(system: System, decisions: int) -> list[Row]:
    started = time.perf_counter()
    with system.database.dedicated() as connection:
        connection.execute("SET search_path TO read_models")
        history = whole_history(connection, system.log)
    derived = [evidenced_loop(id, history) for id in history.decisions]
    took = time.perf_counter() - started
    assert len(derived) == decisions
    reach = f"under {SCRATCH_REACH_SECONDS:.0f}"
    what = f"all {decisions:,} loops, derived from the whole log"
    return [Row(what, took, "s", "", reach, took < SCRATCH_REACH_SECONDS)]


def _pages(system: System, place: UUID, plan: Plan) -> list[Row]:
    app = create_app(system, visitor=LEARNING_PARTNER_HERE)
    with TestClient(app, base_url=system.settings.address) as client:
        rows = []
        for name in ("decisions", "beliefs"):
            took = _milliseconds(plan.calls, partial(_get, client, place, name))
            p50, p99 = p50_and_p99(took)
            reach = f"under {PAGE_REACH_MS:.0f}"
            rows += [
                Row(f"the page of {name}, p50", p50, "ms"),
                Row(f"the page of {name}, p99", p99, "ms", "", reach, p99 < PAGE_REACH_MS),
            ]
        return rows


def _get(client: TestClient, place: UUID, name: str) -> None:
    assert client.get(f"/places/{place}/{name}").status_code == 200


def _milliseconds(calls: int, do: Callable[[], object]) -> list[float]:
    do()
    took = []
    for _ in range(calls):
        started = time.perf_counter()
        do()
        took.append((time.perf_counter() - started) * 1000)
    return took
