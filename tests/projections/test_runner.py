"""The runner: one leads, whatever happens to connections, and who writes can wait for it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from uuid import UUID

import pytest

from service.bootstrap import System
from service.domain.errors import Unavailable
from service.projections.entries import Filter
from service.projections.runner import (
    RUNNER_LOCK,
    Mover,
    Runner,
    is_anyone_running,
    progress_of,
    running,
    wait,
)
from tests.support.asking import LEARNING_PARTNER
from tests.support.following import folded, leaders, live, terminate
from tests.support.town import Town


def runner(system: System) -> Runner:
    """One more runner."""
    return Runner(system.database, system.log)


def is_running(system: System) -> bool:
    """Whether somebody leads."""
    with system.database.reading() as connection:
        return is_anyone_running(connection)


def wait_for_all(system: System) -> None:
    """Wait until the read models have seen everything."""
    wait(system.database, system.log.head, timeout=20)


def texts(place: Town) -> list[str]:
    """What is shown now, without moving the read models."""
    view = place.system.reading.timeline(LEARNING_PARTNER, place.id, Filter())
    return [entry.text for entry in view.entries]


def test_what_is_written_while_it_runs_can_be_waited_for(place: Town, person: UUID) -> None:
    with running(runner(place.system)) as thread:
        place.record("One.")
        wait_for_all(place.system)
        assert texts(place) == ["One."]
        assert is_running(place.system)
    assert not thread.is_alive()
    assert not is_running(place.system)


def test_waiting_for_what_is_there_returns_at_once_even_when_nobody_runs(place: Town) -> None:
    position = place.system.runner.catch_up()
    start = monotonic()
    wait(place.system.database, position, timeout=0)
    assert monotonic() - start < 1


def test_waiting_for_what_does_not_come_says_so_in_time(place: Town) -> None:
    start = monotonic()
    with pytest.raises(Unavailable, match="It is saved"):
        wait(place.system.database, place.system.log.head + 1, timeout=0.1)
    assert monotonic() - start < 2


def test_it_goes_on_after_its_connection_was_ended(place: Town, person: UUID) -> None:
    with running(runner(place.system)) as thread:
        for number in range(3):
            place.record(f"Number {number}.")
            wait_for_all(place.system)
            (leader,) = leaders(place.system)
            terminate(place.system, leader)
        place.record("And on.")
        wait_for_all(place.system)
        assert thread.is_alive()
    assert texts(place) == ["Number 0.", "Number 1.", "Number 2.", "And on."]
    assert folded(place.system, 500) == live(place.system)


def test_only_one_leads_and_another_takes_over(place: Town, person: UUID) -> None:
    first, second = runner(place.system), runner(place.system)
    with running(first):
        place.record("One.")
        wait_for_all(place.system)
        (leader,) = leaders(place.system)
        with running(second) as waiting:
            place.record("Two.")
            wait_for_all(place.system)
            assert leaders(place.system) == [leader]
            assert waiting.is_alive()
            first.stop()
            place.record("Three.")
            wait_for_all(place.system)
    assert texts(place) == ["One.", "Two.", "Three."]
    assert folded(place.system, 500) == live(place.system)


def test_two_movers_on_the_same_tables_apply_each_event_once(place: Town, person: UUID) -> None:
    system = place.system
    with system.database.dedicated() as one, system.database.dedicated() as two:
        movers = [Mover(one, system.log, size=2), Mover(two, system.log, size=2)]
        moved = 0
        for number in range(12):
            place.record(f"Number {number}.")
            moved += movers[number % 2].move()
        while more := movers[0].move():
            moved += more
        applied = progress_of(one).applied
    assert moved == applied == system.log.head
    assert folded(system, 500) == live(system)


def test_several_catching_up_at_once_apply_each_event_once(place: Town, person: UUID) -> None:
    for number in range(40):
        place.record(f"Number {number}.")
    with ThreadPoolExecutor(4) as threads:
        heads = set(threads.map(lambda _: runner(place.system).catch_up(), range(4)))
    assert heads == {place.system.log.head}
    assert len(texts(place)) == 40
    assert folded(place.system, 500) == live(place.system)


def test_catching_up_while_another_runs_waits_for_it(place: Town, person: UUID) -> None:
    with running(runner(place.system)):
        place.record("One.")
        wait_for_all(place.system)
        place.record("Two.")
        place.system.runner.catch_up()
        assert texts(place) == ["One.", "Two."]


def test_a_runner_that_was_stopped_before_it_led_ends(system: System) -> None:
    with system.database.dedicated() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (RUNNER_LOCK,))
        other = runner(system)
        with running(other) as thread:
            assert thread.is_alive()
        assert not thread.is_alive()
        assert leaders(system) != []


def test_no_runner_is_left_when_its_thread_has_ended(system: System) -> None:
    with running(runner(system)) as thread:
        assert thread.is_alive()
    assert not thread.is_alive()
