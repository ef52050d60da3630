"""One system with a running projector per test process, and the API on top of it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.api.app import create_api
from service.bootstrap import System, open_system
from service.projections.runner import running
from service.settings import Settings
from tests.api.world import NOW, World, build


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A folder for an embedded PostgreSQL, outside anybody's home."""
    made = Path(tempfile.mkdtemp(prefix="doubleloop-api-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="session")
def system(folder: Path) -> Iterator[System]:
    """An empty system whose read models follow its log."""
    with open_system(Settings(data=folder)) as opened, running(opened.runner):
        yield opened


@pytest.fixture(scope="session")
def still(folder: Path) -> Iterator[System]:
    """Another system, whose log nobody follows."""
    with open_system(Settings(data=folder.with_name(f"{folder.name}-still"))) as opened:
        yield opened
    shutil.rmtree(folder.with_name(f"{folder.name}-still"), ignore_errors=True)


@pytest.fixture(scope="session")
def app(system: System) -> FastAPI:
    """The API of that system, at one moment."""
    return create_api(system, lambda: NOW)


@pytest.fixture(scope="session")
def world(system: System, app: FastAPI) -> World:
    """Places, people and tokens. Tests share it, so each makes what it changes."""
    return build(system, TestClient(app, raise_server_exceptions=True))
