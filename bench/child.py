"""What benchmarks run in a process of its own: moving read models, the stock runner, following."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg

from bench.stock import run_stock
from bench.support import peak_memory_mb, settings_for
from service.bootstrap import open_system, settle
from service.projections.runner import Mover, create_tables

SCRATCH = "read_models_bench"


def move(url: str, size: str) -> None:
    """Our own way: empty read models, moved over the whole log in batches of a size."""
    with open_system(settings_for(url)) as system, system.database.dedicated() as connection:
        create_tables(connection, SCRATCH)
        mover = Mover(connection, system.log, SCRATCH, int(size))
        started, events = time.perf_counter(), 0
        while moved := mover.move():
            events += moved
        _say(events=events, seconds=time.perf_counter() - started, memory=peak_memory_mb())


def stock(url: str, count: str) -> None:
    """The library's ProjectionRunner over the first events."""
    seconds = run_stock(url, int(count))
    _say(events=int(count), seconds=seconds, memory=peak_memory_mb())


def project(url: str) -> None:
    """As `doubleloop project`: follow the log until told to end."""
    with open_system(settings_for(url)) as system:
        threading.Thread(target=_stop_at_end_of_input, args=(system.runner.stop,)).start()
        settle()
        _say(ready=True)
        system.runner.run()
        _say(memory=peak_memory_mb())


def _stop_at_end_of_input(stop: Callable[[], None]) -> None:
    sys.stdin.read()
    stop()


def _say(**what: Any) -> None:
    print(json.dumps(what), flush=True)


TASKS: dict[str, Callable[..., None]] = {"move": move, "stock": stock, "project": project}

if __name__ == "__main__":
    try:
        TASKS[sys.argv[1]](*sys.argv[2:])
    except psycopg.OperationalError as error:
        sys.exit(f"The database of the benchmark went away: {error}")
