"""The demo's clock: moved forward, rounds go out, people answer, and both digests are there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.bootstrap import LEARNING_PARTNER_HERE, System
from service.cli.demo_pages import Letterbox, router
from service.cli.demo_rhythm import LONDON, Passing
from service.demo import DAY, DemoClock
from service.digests.reading import DigestReading
from service.letters.kinds import KINDS
from service.letters.office import Office
from service.server import create_app
from tests.support.demo_place import demo_with_a_rhythm
from tests.support.postgres import Postgres

BASE = "http://127.0.0.1:8400"


@pytest.fixture
def system(postgres: Postgres) -> Iterator[System]:
    """The demo place, as somebody finds it who starts the demo."""
    with demo_with_a_rhythm(postgres) as found:
        yield found


@pytest.fixture
def clock() -> DemoClock:
    """The demo's clock, which stands still unless it is moved."""
    return DemoClock(lambda: DAY)


@pytest.fixture
def passing(system: System, clock: DemoClock) -> Passing:
    """The demo place with a month of its rhythm behind it."""
    found = Passing(system, clock)
    found.begin()
    return found


@pytest.fixture
def letterbox() -> Letterbox:
    """Where letters go."""
    return Letterbox()


@pytest.fixture
def browser(
    system: System, clock: DemoClock, passing: Passing, letterbox: Letterbox
) -> Iterator[TestClient]:
    """A newcomer at the demo."""
    pages = router(system, clock, passing, letterbox, ())
    app: FastAPI = create_app(system, visitor=LEARNING_PARTNER_HERE, clock=clock, more=[pages])
    with TestClient(app, base_url=BASE, headers={"origin": BASE}) as client:
        yield client


def digests(system: System) -> list[tuple[str, date]]:
    """For whom and from which day each digest is, newest first."""
    system.runner.catch_up()
    found = DigestReading(system).of_place(LEARNING_PARTNER_HERE, "Harrow Vale")
    return [(one.kind, one.from_on) for one in found]


def test_the_demo_has_a_month_of_rhythm_behind_it(
    system: System, passing: Passing, clock: DemoClock
) -> None:
    assert clock() == DAY
    assert ("place", date(2026, 10, 6)) in digests(system)
    view = system.schedule.schedule(LEARNING_PARTNER_HERE, "Harrow Vale", now=DAY)
    assert view.now_open is not None
    assert view.now_open.slot == date(2026, 10, 20)
    assert view.now_open.asked is not None
    assert view.now_open.asked > 10


def test_moving_the_clock_sends_a_round_and_brings_both_digests(
    system: System, browser: TestClient, clock: DemoClock, letterbox: Letterbox
) -> None:
    office = Office(system, letterbox, KINDS, clock, 0)
    office.send_now()
    told = browser.post("/demo/clock", data={"to": "fortnight"}).text
    assert "A round went out" in told
    office.send_now()
    listed = browser.get("/demo/letters").text
    assert "Harrow Vale: one question" in listed
    assert "16 November 2026" in told
    browser.post("/demo/clock", data={"to": "month"})
    assert clock().astimezone(LONDON).date() == date(2026, 12, 1)
    assert {("place", date(2026, 11, 3)), ("funder", date(2026, 11, 1))} <= set(digests(system))
    words = browser.get(f"/places/{system.desk.place('Harrow Vale').id}/timeline").text
    assert "I asked before I wrote." in words
    assert browser.post("/demo/clock", data={"to": "yesterday"}).status_code == 404


def test_the_letters_of_the_demo_can_be_answered(
    system: System, browser: TestClient, clock: DemoClock, letterbox: Letterbox
) -> None:
    office = Office(system, letterbox, KINDS, clock, 0)
    office.send_now()
    browser.post("/demo/clock", data={"to": "day"})
    office.send_now()
    id = next(iter(letterbox.letters))
    page = browser.get(f"/demo/letters/{id}").text
    address = page.partition('href="' + BASE)[2].partition('"')[0]
    assert address.startswith("/answer/")
    assert browser.get(address).status_code == 200


def test_a_newcomer_can_be_the_funder(browser: TestClient) -> None:
    page = browser.post("/demo/funder").text
    assert "Go in" in page


def test_a_second_run_goes_on_where_the_first_ended(system: System, passing: Passing) -> None:
    passing.until(passing.next_fortnight())
    again = DemoClock(lambda: DAY)
    Passing(system, again).begin()
    assert again().date() > date(2026, 11, 3)
