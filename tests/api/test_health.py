"""Health: alive is the process, ready is the database and somebody who follows the log."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.api import health
from service.api.app import create_api
from service.bootstrap import System
from service.domain.errors import Unavailable
from service.projections.runner import Runner, running
from tests.api.world import World


def test_alive_and_ready(world: World) -> None:
    alive = world.client.get("/health/live")
    assert (alive.status_code, alive.json()) == (200, {"alive": True})
    ready = world.client.get("/health/ready")
    assert ready.status_code == 200
    assert ready.json()["ready"] is True
    assert ready.headers["Cache-Control"] == "no-store"


def test_not_ready_while_nothing_follows_the_log(still: System) -> None:
    client = TestClient(create_api(still))
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Retry-After"] == "2"
    said = answer.json()
    assert (said["ready"], said["database"], said["runner"]) == (False, True, False)
    assert client.get("/health/live").status_code == 200


@pytest.mark.parametrize(("speaks", "status"), [(True, 200), (False, 503)])
def test_not_ready_while_nothing_is_said_in_slack(world: World, speaks: bool, status: int) -> None:
    app = FastAPI()
    app.include_router(health.router(world.system, lambda: speaks))
    answer = TestClient(app).get("/health/ready")
    assert (answer.status_code, answer.json()["slack"]) == (status, speaks)


def test_not_ready_while_far_behind(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "MOST_BEHIND", -1)
    answer = world.client.get("/health/ready")
    assert (answer.status_code, answer.json()["runner"]) == (503, True)


def test_not_ready_without_a_database(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def gone() -> Any:
        raise Unavailable
        yield

    monkeypatch.setattr(world.system.database, "reading", gone)
    answer = world.client.get("/health/ready")
    assert (answer.status_code, answer.json()["database"]) == (503, False)
    assert world.client.get("/health/live").status_code == 200


def test_ready_again_once_somebody_follows(still: System) -> None:
    client = TestClient(create_api(still))
    with running(Runner(still.database, still.log)):
        for _ in range(200):
            if client.get("/health/ready").status_code == 200:
                return
    pytest.fail("never ready")
