"""Append to visible: how long after an append has returned another connection sees the entry."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable

import psycopg

from bench.catching_up import memory_row
from bench.made_up import BEGAN, MONTHS_18, Somebody, Town
from bench.support import Plan, Row, Say, Server, child, p50_and_p99, settings_for
from service.application.commands import RecordReflection
from service.application.desk import Request
from service.bootstrap import System, open_system
from service.domain.vocabulary import ActorRole, Channel
from service.policy import Actor

PER_SECOND = 50
POLL_SECONDS = 0.0005
WARM = 50
REACH_MS = 20.0


def measure(server: Server, plan: Plan, say: Say) -> list[Row]:
    """Commands at a steady pace, the projector in another process, a third connection looks."""
    with server.fresh() as url, open_system(settings_for(url)) as system:
        town = Town(system, places=1, span=1_000)
        authors = [town.welcome(town.places[0]) for _ in range(20)]
        town.settle()
        with child("project", url) as projector:
            assert projector.line() == {"ready": True}
            say(f"visibility: {PER_SECOND} commands/s for {plan.visible_seconds:.0f} s")
            record = _recorder(system, town, authors)
            commands, delays = _pace(url, record, int(plan.visible_seconds * PER_SECOND) + WARM)
            memory = float(projector.finish()["memory"])
    p50, p99 = p50_and_p99(delays[WARM:])
    answer50, answer99 = p50_and_p99(commands[WARM:])
    pace = f"at {PER_SECOND}/s"
    return [
        Row(f"record_reflection answers, {pace}, p50", answer50, "ms"),
        Row(f"record_reflection answers, {pace}, p99", answer99, "ms"),
        Row(f"append to visible, {pace}, p50", p50, "ms"),
        Row(f"append to visible, {pace}, p99", p99, "ms", "", f"under {REACH_MS:.0f}",
            p99 < REACH_MS),
        memory_row("projector's memory at its highest, following", memory),
    ]  # fmt: skip


def _recorder(system: System, town: Town, authors: list[Somebody]) -> Callable[[], int]:
    """Leave one more reflection; the position it got."""
    people, numbers = itertools.cycle(authors), itertools.count()
    now = BEGAN + MONTHS_18

    def record() -> int:
        author = next(people)
        actor = Actor(author.id, ActorRole.PARTNER, frozenset({author.place_id}))
        command = RecordReflection(
            place=str(author.place_id), text=town.words(25, 70), external_id=f"{next(numbers)}"
        )
        return system.capture.record_reflection(
            command, Request(actor, Channel.SLACK, now)
        ).position

    return record


def _pace(url: str, record: Callable[[], int], count: int) -> tuple[list[float], list[float]]:
    """Milliseconds that each command took, and from its return until its entry was seen."""
    returned: dict[int, float] = {}
    seen: dict[int, float] = {}
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(url, seen, done), daemon=True)
    watcher.start()
    commands = []
    begin = time.perf_counter()
    for n in range(count):
        time.sleep(max(0.0, begin + n / PER_SECOND - time.perf_counter()))
        asked = time.perf_counter()
        position = record()
        returned[position] = time.perf_counter()
        commands.append((returned[position] - asked) * 1000)
    last = max(returned)
    deadline = time.monotonic() + 10
    while max(seen, default=0) < last and time.monotonic() < deadline:
        time.sleep(0.01)
    done.set()
    watcher.join()
    return commands, [_delay(seen, position, at) for position, at in returned.items()]


def _watch(url: str, seen: dict[int, float], done: threading.Event) -> None:
    """Look for new entries every half millisecond."""
    with psycopg.connect(url, autocommit=True) as connection:
        newest = 0
        while not done.is_set():
            rows = connection.execute(
                "SELECT position FROM read_models.entries WHERE position > %s",
                (newest,),
                prepare=True,
            ).fetchall()
            now = time.perf_counter()
            for (position,) in rows:
                seen[position] = now
                newest = max(newest, position)
            time.sleep(POLL_SECONDS)


def _delay(seen: dict[int, float], position: int, returned: float) -> float:
    """Nought where it was seen before the command had even returned."""
    return max(0.0, seen[position] - returned) * 1000
