"""What all tests share: one PostgreSQL, a fresh database each, the production composition root."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

import pytest
from hypothesis import settings as hypothesis_settings

from service.application.desk import Request
from service.bootstrap import System, open_system
from service.settings import Settings
from tests.support import asking, town
from tests.support.postgres import (
    Postgres,
    choose_folder,
    forget_settings,
    remove_folder,
    settings_for,
    shared_postgres,
)

hypothesis_settings.register_profile("tests", deadline=None, print_blob=True)
hypothesis_settings.load_profile("tests")


def pytest_configure(config: pytest.Config) -> None:
    """Before xdist starts its workers: no settings from outside, one folder for all."""
    forget_settings()
    if not hasattr(config, "workerinput"):
        choose_folder()


def pytest_unconfigure(config: pytest.Config) -> None:
    """After the last worker has left."""
    if not hasattr(config, "workerinput"):
        remove_folder()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The PostgreSQL of this run."""
    with shared_postgres() as server:
        yield server


@pytest.fixture
def database_url(postgres: Postgres) -> Iterator[str]:
    """A fresh database, migrated and empty."""
    with postgres.fresh() as url:
        yield url


@pytest.fixture
def settings(database_url: str) -> Settings:
    """Settings that use the fresh database."""
    return settings_for(database_url)


@pytest.fixture
def system(settings: Settings) -> Iterator[System]:
    """The whole service on the fresh database."""
    with open_system(settings) as opened:
        yield opened


@pytest.fixture
def place(system: System) -> town.Town:
    """A place that has joined, with nobody in it yet."""
    return town.join(system)


@pytest.fixture
def person(place: town.Town) -> UUID:
    """Sam, from a public service, welcomed to the place."""
    return place.welcome("sam")


@pytest.fixture
def at() -> Callable[[str], datetime]:
    """Fixed times: `at("2026-06-01 12:00")`."""
    return asking.at


@pytest.fixture
def request_by() -> Callable[..., Request]:
    """Requests: `request_by(ActorRole.PARTNER, places=[...], person=...)`."""
    return asking.request_by
