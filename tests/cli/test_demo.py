"""The demo: one command, a page to look at, and Ctrl-C that stops everything it started."""

from __future__ import annotations

import signal
import socket
import subprocess
from pathlib import Path

import httpx2
import pytest

from tests.support.command import Command


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_shows_its_place_and_stops_everything(
    tmp_path: Path, number: signal.Signals
) -> None:
    port = free_port()
    demo = Command.embedded(tmp_path).start("demo", "--port", str(port))
    assert demo.stdout is not None
    try:
        assert f"http://127.0.0.1:{port}" in demo.stdout.readline()
        page = httpx2.get(f"http://127.0.0.1:{port}/", follow_redirects=True)
        assert page.status_code == 200
        assert "Harrow Vale" in page.text
        assert "Rests on 30 people" in page.text
        assert (tmp_path / "demo" / "postgres" / "postmaster.pid").exists()
    finally:
        demo.send_signal(number)
        end(demo)
    assert demo.returncode == 0
    assert not (tmp_path / "demo" / "postgres" / "postmaster.pid").exists()


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
