"""Slack: a hundred signed interactions a second on the served bot, and none of them lost."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import urlopen
from uuid import UUID

from bench.slack_load import BOT, TEAM, Answer, people, send_all, wishes
from bench.support import MASTER_KEY, Plan, Row, Say, Server, p50_and_p99, settings_for
from service.application.commands import JoinPlace
from service.application.desk import Request
from service.bootstrap import OPERATOR, System, open_system
from service.domain.reflection import Reflection
from service.domain.vocabulary import Channel
from service.recorder import read_log
from service.server import now

RATE = 100.0
PEOPLE = 200
REACH_MS = 500.0
PLACE = "Bench"
SECRET = "b" * 32
SLACK_ANSWERS_AFTER = 0.05
"""Seconds. It takes that long and longer, and one message of ours is sent after another."""
STARTS_WITHIN = 60
TICKS = os.sysconf("SC_CLK_TCK")
TOGETHER, APART = "serve alone", "serve, and bot beside it"


def measure(server: Server, plan: Plan, say: Say) -> list[Row]:
    """With delivery in the process that listens, and in one of its own."""
    rows = []
    for way in (TOGETHER, APART):
        say(f"slack: {RATE:.0f} interactions/s for {plan.slack_seconds:.0f} s, {way}")
        rows += _measured(server, plan, way)
    return rows


def _measured(server: Server, plan: Plan, way: str) -> list[Row]:
    with ExitStack() as stack:
        url = stack.enter_context(server.fresh())
        system = stack.enter_context(open_system(settings_for(url)))
        place = _place_with_people(system)
        slack = stack.enter_context(_slack())
        port = _free_port()
        told = _told(url, slack, port)
        if way == APART:
            stack.enter_context(_running(told, "bot"))
        serving = stack.enter_context(_running(told, "serve", *["--no-projector"] * (way == APART)))
        _wait_until_it_answers(port)
        wanted = wishes(int(RATE * plan.slack_seconds), people(PEOPLE), place)
        before = _processor_seconds(serving.pid)
        answers = send_all(wanted, port, SECRET, RATE)
        used = _processor_seconds(serving.pid) - before
        return [*_rows(answers, way), *_kept(system, answers, used, way)]


def _place_with_people(system: System) -> UUID:
    """Who sends something off has opened it before, so the bot has met them."""
    request = Request(OPERATOR, Channel.CLI, now())
    place = system.places.join_place(JoinPlace(place=PLACE), request).id
    for user in people(PEOPLE):
        system.people.meet(system.desk.place(place), "slack", f"{TEAM}/{user}", request)
    return place


def _rows(answers: Sequence[Answer], way: str) -> list[Row]:
    took = [answer.milliseconds for answer in answers]
    p50, p99 = p50_and_p99(took)
    bad = sum(not answer.is_good for answer in answers)
    no = sum(answer.said_no for answer in answers)
    what = f"Slack is answered, at {RATE:.0f}/s ({way})"
    return [
        Row(f"{what}, p50", p50, "ms"),
        Row(f"{what}, p99", p99, "ms", "", f"under {REACH_MS:.0f}", p99 < REACH_MS),
        Row(f"{what}, the longest", max(took), "ms"),
        Row(f"of {len(answers):,}, not answered with 2xx", bad, "", "", "none", bad == 0),
        Row(f"of {len(answers):,}, asked to send it off again", no, "", "", "none", no == 0),
    ]


def _kept(system: System, answers: Sequence[Answer], used: float, way: str) -> list[Row]:
    """Everything that was acknowledged is in the log once, whoever sent it how often."""
    acked = {
        answer.wish.words
        for answer in answers
        if answer.wish.words and answer.is_good and not answer.said_no
    }
    kept = Counter(_words_in(system))
    lost = sum(kept[words] == 0 for words in acked)
    doubled = sum(times > 1 for times in kept.values())
    each = 1000 * used / len(answers)
    return [
        Row(f"of {len(acked):,} acknowledged, lost", lost, "", "", "none", lost == 0),
        Row(f"of {len(acked):,} acknowledged, in the log twice", doubled, "", "", "none",
            doubled == 0),
        Row(f"processor time of serve, each ({way})", each, "ms"),
    ]  # fmt: skip


def _words_in(system: System) -> Iterator[str]:
    with system.database.reading() as connection:
        events = [
            system.log.event_of(stored)
            for stored in read_log(connection, 0, 2**31, topics=[Reflection.Recorded.TOPIC])
        ]
    sealers = system.keys.sealers(event.originator_id for event in events)
    for event in events:
        assert isinstance(event, Reflection.Recorded)
        yield sealers[event.originator_id].open("noticed", event.noticed)


class _Slack(BaseHTTPRequestHandler):
    """A stand-in for Slack that says yes to everything, and uses as little time as it can."""

    def do_POST(self) -> None:
        """Every call of the Web API."""
        self.rfile.read(int(self.headers.get("content-length") or 0))
        time.sleep(SLACK_ANSWERS_AFTER)
        user = {"id": BOT, "profile": {"real_name": "Somebody"}}
        opens = self.path.endswith("conversations.open")
        channel = {"id": "D1"} if opens else "D1"
        ok = {"ok": True, "ts": f"{time.time():.6f}", "channel": channel, "team_id": TEAM}
        answer = json.dumps(ok | {"user": user, "messages": []}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Nothing is said."""


@contextmanager
def _slack() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Slack) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_port}/api/"
        finally:
            listening.shutdown()
            thread.join()


def _told(url: str, slack: str, port: int) -> dict[str, str]:
    """The environment of the commands."""
    return os.environ | {
        "DATABASE_URL": url,
        "DOUBLELOOP_MASTER_KEY": MASTER_KEY,
        "DOUBLELOOP_PORT": str(port),
        "DOUBLELOOP_SLACK_PLACE": PLACE,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_BASE_URL": slack,
    }


@contextmanager
def _running(told: dict[str, str], *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command of ours, stopped as somebody at a keyboard would."""
    code = "from service.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, *command],
        env=told,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL if command[0] == "bot" else None,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_it_answers(port: int) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}/health/live", timeout=2):
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _processor_seconds(pid: int) -> float:
    """What a process has used so far (Linux)."""
    with open(f"/proc/{pid}/stat") as told:
        fields = told.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
