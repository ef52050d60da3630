"""Opening the database: migrated once, never wiped, and saying plainly what is wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest

from service import database
from service.bootstrap import migrate, open_system
from service.domain.errors import Misconfigured, Unavailable
from service.settings import Settings
from tests.support.postgres import Postgres, settings_for
from tests.support.tables import count
from tests.support.town import join


@pytest.fixture
def empty_url(postgres: Postgres) -> Iterator[str]:
    """A database with nothing in it."""
    with postgres.fresh("template0") as url:
        yield url


def test_migrating_says_what_it_did_and_the_second_time_nothing(empty_url: str) -> None:
    assert migrate(settings_for(empty_url)) == [
        "0001_log.sql",
        "0002_access.sql",
        "0003_care.sql",
        "0004_slack.sql",
        "0005_letters.sql",
        "0006_redaction.sql",
        "0007_providers.sql",
        "0008_funder_channels.sql",
        "read models",
    ]
    assert migrate(settings_for(empty_url)) == []


def test_several_may_migrate_at_once(empty_url: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        steps = list(threads.map(lambda _: migrate(settings_for(empty_url)), range(4)))
    taken = sorted(step for one in steps for step in one)
    assert taken == [
        "0001_log.sql",
        "0002_access.sql",
        "0003_care.sql",
        "0004_slack.sql",
        "0005_letters.sql",
        "0006_redaction.sql",
        "0007_providers.sql",
        "0008_funder_channels.sql",
        "read models",
    ]


def test_migrating_keeps_what_is_there(settings: Settings) -> None:
    with open_system(settings) as system:
        place = join(system)
        place.welcome("sam")
        place.record("Kept.")
    assert migrate(settings) == []
    with open_system(settings) as system:
        assert join(system).texts() == ["Kept."]


def test_a_database_that_was_not_migrated_says_so(empty_url: str) -> None:
    with (
        pytest.raises(Misconfigured, match="doubleloop migrate"),
        open_system(settings_for(empty_url)),
    ):
        pass


def test_read_models_of_another_shape_say_so_and_are_made_anew(settings: Settings) -> None:
    with open_system(settings) as system:
        place = join(system)
        place.welcome("sam")
        place.record("Kept.")
        with system.database.dedicated() as connection:
            connection.execute("UPDATE read_models.progress SET shape = 'another'")
    with pytest.raises(Misconfigured, match="doubleloop migrate"), open_system(settings):
        pass
    assert migrate(settings) == ["read models"]
    with open_system(settings) as system:
        assert count(system, "read_models.entries") == 1


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/no/such/socket"])
def test_a_database_that_is_not_there_is_unavailable_at_once(address: str) -> None:
    url = f"postgresql://nobody@{address}/x" if ":" in address else f"host={address} dbname=x"
    start = monotonic()
    with pytest.raises(Unavailable), open_system(settings_for(url)):
        pass
    with pytest.raises(Unavailable):
        database.migrate(url)
    assert monotonic() - start < 3


def test_an_address_that_cannot_be_read_is_a_mistake_in_the_settings() -> None:
    with (
        pytest.raises(Misconfigured, match="DATABASE_URL"),
        open_system(settings_for("this is no address")),
    ):
        pass


def test_it_does_not_start_with_the_setting_that_makes_readers_miss_events(
    settings: Settings,
) -> None:
    dangerous = settings.model_copy(update={"enable_db_functions": "yes"})
    with pytest.raises(Misconfigured, match="POSTGRES_ENABLE_DB_FUNCTIONS"), open_system(dangerous):
        pass


def test_closing_leaves_no_thread_behind(settings: Settings) -> None:
    before = set(threading.enumerate())
    with open_system(settings) as system:
        join(system)
        during = set(threading.enumerate()) - before
    assert during
    assert [thread.name for thread in during if thread.is_alive()] == []
