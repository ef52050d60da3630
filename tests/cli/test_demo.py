"""The demo: one command, a timeline with a practice Slack beside it, and Ctrl-C that stops all."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from tests.practice.apps import until
from tests.support.command import Command

WORDS = "The shutters at the desk came up before nine"
BUTTON = "Leave a reflection"


def test_the_demo_shows_its_place_and_stops_everything(tmp_path: Path) -> None:
    with demo(tmp_path, signal.SIGTERM) as running:
        page = httpx2.get(running.timeline, follow_redirects=True)
        assert page.status_code == 200
        assert "Harrow Vale" in page.text
        assert "Rests on 30 people" in page.text
        assert f'href="{running.slack}"' in page.text
        assert (tmp_path / "demo" / "postgres" / "postmaster.pid").exists()
    assert_stopped(running, tmp_path)


def test_what_is_typed_in_the_demos_slack_is_on_its_timeline_also_another_day(
    tmp_path: Path,
) -> None:
    with demo(tmp_path) as running:
        told = httpx2.get(f"{running.slack}/page/people").json()
        assert told["links"] == [{"label": "Timeline", "href": running.timeline}]
        people = {one["real_name"]: one for team in told["teams"] for one in team["people"]}
        assert {"Maureen Stott", "Niamh Corrigan", "Sandra Pike", "Petra Quill"} <= set(people)
        maureen = people["Maureen Stott"]["id"]
        assert "Front desk adviser" in people["Maureen Stott"]["title"]
        until(lambda: BUTTON in running.channel(maureen, "harrow-vale"), "The introduction")
        running.says(maureen, WORDS)
        until(lambda: WORDS in running.page(), "The mark on the timeline")
        second = Command.embedded(tmp_path).run("demo")
        assert second.code == 1
        assert "The demo runs already" in second.err
    again = f"{WORDS} again"
    # As after a power cut: the Slack of before is gone, and what was said in it is not.
    with demo(tmp_path, signal.SIGKILL) as running:
        assert WORDS in running.page()
        niamh = people["Niamh Corrigan"]["id"]
        until(lambda: BUTTON in running.channel(maureen, "harrow-vale"), "The introduction")
        running.says(maureen, again)
        until(lambda: again in running.channel(niamh, "learning-partners"), "The card")
        assert again in running.page()
    with demo(tmp_path) as running:
        until(lambda: BUTTON in running.channel(maureen, "harrow-vale"), "The introduction")
        assert again in running.page()
    assert_stopped(running, tmp_path)


def test_a_taken_port_is_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        finished = Command.embedded(tmp_path).run("serve", "--port", port)
    assert finished.code == 1
    assert f"Port {port} of 127.0.0.1 is taken" in finished.err
    assert "Traceback" not in finished.err


def test_the_demo_leaves_a_configured_database_alone(database_url: str) -> None:
    refused = Command({"DATABASE_URL": database_url}).run("demo")
    assert refused.code == 1
    assert "DATABASE_URL" in refused.err


@dataclass(frozen=True)
class Demo:
    """A demo that runs: its process, its timeline's address and that of its Slack."""

    process: subprocess.Popen[str]
    timeline: str
    slack: str

    def page(self) -> str:
        """What the timeline shows now."""
        return httpx2.get(self.timeline, follow_redirects=True).text

    def says(self, user: str, text: str) -> None:
        """Somebody writes to the bot."""
        wish = {"user": user, "channel": "im", "text": text}
        assert httpx2.post(f"{self.slack}/controls/message", json=wish).json()["ok"]

    def channel(self, user: str, name: str) -> str:
        """All that somebody sees in a channel."""
        state = f"{self.slack}/as/{user}/state"
        rooms = {one["name"]: one["id"] for one in httpx2.get(state).json()["channels"]}
        return httpx2.get(state, params={"channel": rooms[name]}).text


def assert_stopped(demo: Demo, data: Path) -> None:
    """It ended as it was asked to, and so did its database."""
    assert demo.process.returncode == 0
    assert not (data / "demo" / "postgres" / "postmaster.pid").exists()


@contextmanager
def demo(data: Path, stopped_by: signal.Signals = signal.SIGINT) -> Iterator[Demo]:
    """The demo, until this signal."""
    port = free_port()
    process = Command.embedded(data).start("demo", "--port", str(port))
    assert process.stdout is not None
    try:
        first, second = process.stdout.readline(), process.stdout.readline()
        assert f"Open http://127.0.0.1:{port} in your browser." in first
        found = re.search(r"Practice Slack is at (http://127\.0\.0\.1:\d+)", second)
        assert found is not None
        yield Demo(process, f"http://127.0.0.1:{port}", found[1])
    finally:
        process.send_signal(stopped_by)
        end(process)


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def end(process: subprocess.Popen[str]) -> None:
    """Wait for it; kill it if it does not come."""
    try:
        process.communicate(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
