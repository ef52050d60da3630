"""Verify names what does not hold: each fault is put there by hand, and seen."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import psycopg
import pytest

from service.application.commands import EraseReflection
from service.bootstrap import OPERATOR, System
from service.projections.rebuild import rebuild
from service.verify import verify
from tests.support import asking, town
from tests.support.learning import learning_in

Tamper = Callable[[str], None]


@pytest.fixture
def tamper(system: System, place: town.Town, person: UUID, database_url: str) -> Tamper:
    """Change the database behind the service's back, after something was recorded."""
    place.record("First.", external_id="one")
    place.record("Second.", external_id="two")
    erased = asking.request_by(OPERATOR.role)
    system.capture.erase_reflection(place.id, "two", EraseReflection(), erased)
    assert verify(system).ok

    def run(statement: str) -> None:
        with psycopg.connect(database_url) as connection:
            assert connection.execute(statement.encode()).rowcount > 0

    return run


def broken(system: System) -> set[str]:
    """The names of the checks that do not hold."""
    verdict = verify(system)
    assert verdict.ok == all(check.ok for check in verdict.checks)
    return {check.name for check in verdict.checks if not check.ok}


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        (
            "UPDATE log.doubleloop_events SET originator_version = 2 WHERE topic = 'place.joined'",
            "streams",
        ),
        ("UPDATE read_models.entries SET occurred_on = '2001-01-01'", "read model entries"),
        ("DELETE FROM read_models.people", "read model people"),
        ("UPDATE read_models.progress SET applied = applied - 1", "events applied"),
        ("DELETE FROM keystore.keys WHERE box IS NULL", "keys"),
        (
            "UPDATE keystore.keys SET box = '\\x00', destroyed_at = NULL WHERE box IS NULL",
            "keys",
        ),
        (
            "UPDATE log.doubleloop_events SET state = convert_to(regexp_replace("
            "convert_from(state, 'UTF8'), '\"noticed\":\"[^\"]+', "
            "'\"noticed\":\"V29yZHMgdGhhdCBhbnlib2R5IGNvdWxkIHJlYWQgaGVyZQ=='), 'UTF8') "
            "WHERE topic = 'reflection.recorded'",
            "sealed words",
        ),
        (
            "UPDATE log.doubleloop_events SET topic = 'reflection.vanished' "
            "WHERE topic = 'reflection.erased'",
            "sealed words",
        ),
    ],
)
def test_each_fault_is_named(system: System, tamper: Tamper, statement: str, check: str) -> None:
    tamper(statement)
    assert check in broken(system)


def test_an_event_that_cannot_be_folded_is_parked_and_named(
    system: System, place: town.Town, person: UUID, database_url: str
) -> None:
    place.record("First.", external_id="one")
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "UPDATE log.doubleloop_events SET topic = 'nobody.knows' "
            "WHERE topic = 'reflection.recorded'"
        )
    assert {"parked events", "sealed words"} <= broken(system)
    assert place.record("Life goes on.", external_id="two")
    assert [entry.text for entry in place.entries()] == ["Life goes on."]


def test_a_loop_that_the_log_does_not_prove_is_found(system: System, place: town.Town) -> None:
    learning = learning_in(place)
    learning.change_a_belief_and_act()
    learning.review()
    assert verify(system).ok
    for change in ("level = 'single'", "still_to_tell = '{}'", "review_on = NULL, told = true"):
        with system.database.dedicated() as connection:
            connection.execute(f"UPDATE read_models.loops SET {change}".encode())
        found = {check.name: check.ok for check in verify(system).checks}
        assert found["loops"] is False
        rebuild(system.database, system.log)
