"""Appending: events and whole commands, against a plain insert and the stock recorder."""

from __future__ import annotations

import itertools
import random
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import UUID

import psycopg
from eventsourcing.persistence import ApplicationRecorder, InfrastructureFactory, StoredEvent
from eventsourcing.utils import Environment

from bench.made_up import BEGAN, MONTHS_18, Somebody, Town, states_of
from bench.support import (
    SEED,
    Plan,
    Row,
    Say,
    Server,
    calls_per_second,
    pgbench_path,
    settings_for,
    stock_environment,
    times,
)
from service.application.commands import RecordReflection
from service.application.desk import Request
from service.bootstrap import System, open_system
from service.domain.reflection import Reflection
from service.domain.sealed import Sealed
from service.domain.vocabulary import ActorRole, Channel
from service.keystore import NewKey
from service.policy import Actor

AUTHORS = 64
TOPIC = Reflection.Recorded.TOPIC
NOW = BEGAN + MONTHS_18 + timedelta(days=1)

PLAIN, STOCK = "plain insert (pgbench)", "stock recorder"
OURS, KEYED, COMMAND = "ready-made events", "ready-made events, a key each", "record_reflection"

Measure = Callable[[int], float]
"""From a number of writers to what they get done in a second."""

Rates = dict[tuple[str, int], float]


def measure(server: Server, plan: Plan, say: Say) -> list[Row]:
    """All sides in turn, several rounds; the median of each."""
    with server.fresh() as url, open_system(settings_for(url)) as system:
        town = Town(system, places=1, span=10_000)
        town.append(reflections=200)
        authors = [town.welcome(town.places[0]) for _ in range(AUTHORS)]
        town.settle()
        states = states_of(system, TOPIC, 200)
        with _stock_recorder(url) as stock:
            sides = {
                PLAIN: _plain(url, states, plan.seconds),
                STOCK: _ready_made(stock, states, plan.seconds),
                OURS: _ready_made(system.log.recorder, states, plan.seconds),
                KEYED: _with_keys(system, states, authors, plan.seconds),
                COMMAND: _commands(system, town, authors, plan.seconds),
            }
            rates = _in_turn(sides, plan, say)
        say("what sealing costs")
        costs = _sealing(system, town, authors[0], plan.sealings)
    return [*_rows(rates, plan), *costs, _key_row(rates, plan.writers[-1])]


def _in_turn(sides: dict[str, Measure], plan: Plan, say: Say) -> Rates:
    measured: dict[tuple[str, int], list[float]] = {}
    for n, writers in itertools.product(range(plan.rounds), plan.writers):
        say(f"appending, round {n + 1} of {plan.rounds}, {_people(writers)}")
        for name, side in sides.items():
            measured.setdefault((name, writers), []).append(side(writers))
    return {key: median(values) for key, values in measured.items()}


def _rows(rates: Rates, plan: Plan) -> list[Row]:
    rows = []
    for writers in plan.writers:
        stock, plain = rates[STOCK, writers], rates[PLAIN, writers]
        for name in (PLAIN, STOCK, OURS, COMMAND):
            rate = rates[name, writers]
            ratio = "" if name == PLAIN else times(rate / plain, "plain")
            if name in (OURS, COMMAND):
                ratio = f"{times(rate / stock, 'stock')}, {ratio}"
            reach, reached = "", None
            if writers == 32 and name == OURS:
                reach, reached = "5 x stock, 0.5 x plain", rate >= 5 * stock and rate >= plain / 2
            if writers == 32 and name == COMMAND:
                reach, reached = "3 x stock", rate >= 3 * stock
            unit = "commands/s" if name == COMMAND else "events/s"
            what = f"{name}, {_people(writers)}"
            rows.append(Row(what, rate, unit, ratio, reach, reached))
    return rows


def _people(writers: int) -> str:
    return f"{writers} writer" + ("s" if writers > 1 else "")


def _key_row(rates: Rates, writers: int) -> Row:
    ratio = times(rates[KEYED, writers] / rates[OURS, writers], "without keys")
    return Row(f"{KEYED}, {writers} writers", rates[KEYED, writers], "events/s", ratio)


def _maker(states: list[bytes], seed: int) -> Callable[[], StoredEvent]:
    """Ready-made events: real bytes under random ids. Safe to call from several threads."""
    bits, sizes = random.Random(seed).getrandbits, itertools.cycle(states)
    return lambda: StoredEvent(UUID(int=bits(128), version=4), 1, TOPIC, next(sizes))


def _ready_made(recorder: ApplicationRecorder, states: list[bytes], seconds: float) -> Measure:
    event = _maker(states, SEED)
    return lambda writers: calls_per_second(
        writers, seconds, lambda: recorder.insert_events([event()])
    )


def _with_keys(
    system: System, states: list[bytes], authors: list[Somebody], seconds: float
) -> Measure:
    make, parents = _maker(states, SEED + 1), itertools.cycle(authors)
    one = system.keys.new_child(UUID(int=0), authors[0].id)

    def append() -> None:
        event = make()
        assert isinstance(event.originator_id, UUID)
        key = NewKey(event.originator_id, next(parents).id, one.box, one.sealer)
        system.log.recorder.insert_events([event], keys=[key])

    return lambda writers: calls_per_second(writers, seconds, append)


def _commands(system: System, town: Town, authors: list[Somebody], seconds: float) -> Measure:
    """People in their own name, as from Slack; each reflection with an external id of its own."""
    place = town.places[0]
    requests = itertools.cycle([_request(author) for author in authors])
    numbers = itertools.count()
    commands = itertools.cycle([_command(town) for _ in range(200)])

    def record() -> None:
        command = next(commands).model_copy(update={"external_id": f"command-{next(numbers)}"})
        system.capture.record_reflection(command, next(requests))

    assert system.desk.place(place)
    return lambda writers: calls_per_second(writers, seconds, record)


def _command(town: Town) -> RecordReflection:
    place = str(town.places[0])
    return RecordReflection(place=place, text=town.words(25, 70), meaning=town.words(10, 30))


def _request(author: Somebody) -> Request:
    actor = Actor(author.id, ActorRole.PARTNER, frozenset({author.place_id}))
    return Request(actor, Channel.SLACK, NOW)


def _sealing(system: System, town: Town, author: Somebody, count: int) -> list[Row]:
    """What one command costs before anything is appended, one after another on one core."""
    request, place = _request(author), system.desk.place(author.place_id)
    bits = random.Random(SEED).getrandbits
    ids = [UUID(int=bits(128), version=4) for _ in range(count)]
    command, mapper = _command(town), system.log.mapper

    def seal(id: UUID) -> tuple[NewKey, Sealed, Sealed | None, Sealed]:
        key = system.keys.new_child(id, author.id)
        seal, seal_if = key.sealer.seal, key.sealer.seal_if
        meaning = seal_if("meaning", command.meaning)
        return key, seal("noticed", command.text), meaning, seal("external_id", "row-1")

    def make(id: UUID) -> list[StoredEvent]:
        key, noticed, meaning, external_id = seal(id)
        reflection = Reflection.leave(
            id,
            system.desk.said(request, command, key.sealer, place.zone),
            place_id=place.id,
            author=author.id,
            noticed=noticed,
            meaning=meaning,
            external_id=external_id,
        )
        return [mapper.to_stored_event(event) for event in reflection.collect_events()]

    sealing = _microseconds(lambda: [seal(id) for id in ids], count)
    whole = _microseconds(lambda: [make(id) for id in ids], count)
    return [
        Row(
            "a command's key and three sealed fields", sealing, "us", times(sealing / whole, "all")
        ),
        Row("a command's key, sealing, event and JSON", whole, "us"),
    ]


def _microseconds(work: Callable[[], object], count: int) -> float:
    started = perf_counter()
    work()
    return (perf_counter() - started) / count * 1e6


@contextmanager
def _stock_recorder(url: str) -> Iterator[ApplicationRecorder]:
    """The library's own, from its own factory, with its own defaults, in a schema of its own."""
    _execute(url, "CREATE SCHEMA stock")
    environment = Environment("stock", stock_environment(url, "stock"))
    factory = InfrastructureFactory.construct(environment)
    try:
        yield factory.application_recorder()
    finally:
        factory.close()


def _plain(url: str, states: list[bytes], seconds: float) -> Measure:
    """PostgreSQL's own pgbench: prepared single-row inserts, each its own commit, no lock."""
    _execute(url, "CREATE SCHEMA plain")
    _execute(url, "CREATE TABLE plain.events (LIKE log.doubleloop_events INCLUDING ALL)")
    middle = sorted(states, key=len)[len(states) // 2]

    def run(writers: int) -> float:
        with TemporaryDirectory(prefix="doubleloop-bench-") as folder:
            script = Path(folder) / "insert.sql"
            script.write_text(
                "INSERT INTO plain.events (originator_id, originator_version, topic, state) "
                "VALUES (gen_random_uuid(), 1, :topic, :state);\n"
            )
            said = subprocess.run(
                [
                    str(pgbench_path()), "--no-vacuum", "--protocol=prepared",
                    f"--client={writers}", f"--jobs={min(writers, 2)}",
                    f"--time={max(1, round(seconds))}", f"--file={script}",
                    f"--define=topic={TOPIC}", f"--define=state=\\x{middle.hex()}", url,
                ],
                check=True, capture_output=True, text=True, timeout=seconds + 30,
            ).stdout  # fmt: skip
        found = re.search(r"tps = ([\d.]+) \(without initial connection time\)", said)
        assert found is not None, said
        return float(found[1])

    return run


def _execute(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())
