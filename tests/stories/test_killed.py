"""Killed at any moment, twenty times: every acknowledged reflection is there exactly once."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import httpx2
import psycopg
import pytest
from eventsourcing.persistence import IntegrityError

from service.bootstrap import System
from service.verify import verify
from tests.support import town
from tests.support.command import Command

PLACE = "Two towns"
KILLS_OF_THE_SERVER = 12
KILLS_OF_THE_PROJECTOR = 4
KILLS_OF_POSTGRES = 4
SEED = 20_261_123


@dataclass
class Ledger:
    """What the client was told is saved: kept outside the service, on each 2xx."""

    acknowledged: list[str] = field(default_factory=list)
    tried: int = 0

    def write(self, address: str, token: str, stop: threading.Event, worker: int) -> None:
        """Record one reflection after another, each until it is acknowledged."""
        number = 0
        while not stop.is_set():
            number += 1
            name = f"w{worker}-{number}"
            while not stop.is_set() and not self._once(address, token, name):
                stop.wait(0.05)

    def _once(self, address: str, token: str, name: str) -> bool:
        self.tried += 1
        try:
            answer = httpx2.post(
                f"{address}/api/v1/reflections",
                params={"wait": "false"},
                headers={"authorization": f"Bearer {token}", "idempotency-key": name},
                json={"place": PLACE, "text": f"It was {name}.", "scope": "place_team"},
                timeout=5,
            )
        except httpx2.HTTPError:
            return False
        if answer.status_code in (200, 201):
            self.acknowledged.append(name)
            return True
        assert answer.status_code in (500, 503), answer.text
        return False


@dataclass
class Process:
    """A command that is started again whenever it has been killed."""

    command: Command
    arguments: tuple[str, ...]
    running: subprocess.Popen[str]

    @classmethod
    def start(cls, command: Command, *arguments: str) -> Process:
        """Start it."""
        return cls(command, arguments, command.start(*arguments))

    def kill_and_restart(self) -> None:
        """kill -9, and another one."""
        self.running.kill()
        self.running.communicate()
        self.running = self.command.start(*self.arguments)

    def end(self) -> None:
        """Stop it for good."""
        self.running.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.running.communicate(timeout=15)
        self.running.kill()
        self.running.communicate()


def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    data, port = tmp_path / "data", _free_port()
    address = f"http://127.0.0.1:{port}"
    command = Command({"DOUBLELOOP_DATA": str(data), "DOUBLELOOP_PUBLIC_URL": address})
    token = _token(command, tmp_path)
    random.seed(SEED)
    server = Process.start(command, "serve", "--port", str(port), "--no-projector")
    projector = Process.start(command, "project")
    ledger, stop = Ledger(), threading.Event()
    writers = [
        threading.Thread(target=ledger.write, args=(address, token, stop, worker))
        for worker in range(4)
    ]
    for writer in writers:
        writer.start()
    try:
        kills = (
            [server.kill_and_restart] * KILLS_OF_THE_SERVER
            + [projector.kill_and_restart] * KILLS_OF_THE_PROJECTOR
            + [lambda: _kill_postgres(data)] * KILLS_OF_POSTGRES
        )
        random.shuffle(kills)
        for kill in kills:
            _wait_for_more(ledger, random.randint(1, 12))
            kill()
        _wait_for_more(ledger, 5)
    finally:
        stop.set()
        for writer in writers:
            writer.join()
        server.end()
        projector.end()
    _is_there_exactly_once(command, ledger)
    assert len(ledger.acknowledged) >= 20


def _is_there_exactly_once(command: Command, ledger: Ledger) -> None:
    shown = command.run("timeline", "--place", PLACE, "--json").json["entries"]
    words = [entry["text"] for entry in shown if entry["text"].startswith("It was ")]
    assert len(words) == len(set(words)), "recorded twice"
    missing = {f"It was {name}." for name in ledger.acknowledged} - set(words)
    assert missing == set()
    verdict = command.run("verify", "--json")
    assert verdict.json["ok"], json.dumps(verdict.json, indent=2)


def _token(command: Command, folder: Path) -> str:
    lines = [
        {"kind": "place", "place": PLACE},
        {"kind": "person", "place": PLACE, "contributor": "Sam", "perspective": "statutory"},
    ]
    path = folder / "start.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    assert command.run("import", str(path)).code == 0
    options = ("--role", "partner", "--name", "Sam", "--place", PLACE)
    made = command.run("token", "create", *options)
    assert made.code == 0, made.err
    return made.out.strip()


def _wait_for_more(ledger: Ledger, count: int) -> None:
    wanted, deadline = len(ledger.acknowledged) + count, time.monotonic() + 30
    waiting = threading.Event()
    while len(ledger.acknowledged) < wanted:
        assert time.monotonic() < deadline, "writes did not flow again within 30 s"
        waiting.wait(0.01)


def _kill_postgres(data: Path) -> None:
    with suppress(FileNotFoundError, ProcessLookupError, ValueError):
        pid = int((data / "postgres" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_check_sees_a_hole_in_a_stream_and_refuses_a_double(
    system: System, place: town.Town, person: UUID, database_url: str
) -> None:
    """The faults that the story is for, put there by hand."""
    one = place.record("Once.", external_id="once")
    with pytest.raises(IntegrityError):
        system.log.recorder.insert_events(system.log.recorder.select_events(one))
    assert verify(system).ok
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "UPDATE log.doubleloop_events SET originator_version = 3 WHERE originator_id = %s",
            (one,),
        )
    broken = [check.name for check in verify(system).checks if not check.ok]
    assert "streams" in broken
