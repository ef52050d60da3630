"""The pages of digests pass axe, wide and on a phone, light and dark, and nothing is cut off."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from bot.practice.server import listen
from service.policy import Actor
from service.projections.runner import running
from service.server import create_app
from tests.browser.conftest import PHONE, WIDE
from tests.support.digests import AFTER, Month, month_in
from tests.support.town import Town


@contextmanager
def pages_for(month: Month, actor: Actor) -> Iterator[str]:
    """The address of the pages, where whoever comes is this actor."""
    with running(month.system.runner), listen() as listening:
        listening.listen()
        app = create_app(month.system, visitor=actor, clock=lambda: AFTER)
        config = uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def month(place: Town) -> Month:
    """A place that learned something in June."""
    return month_in(place)


def opened(browser: Browser, address: str, size: tuple[int, int], scheme: str) -> Page:
    """A page in a window of its own."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def check(browser: Browser, addresses: list[str]) -> None:
    """No page has anything that axe complains of, or goes over its edge."""
    for address in addresses:
        for size, scheme in ((WIDE, "light"), (PHONE, "dark")):
            page = opened(browser, address, size, scheme)
            found = Axe().run(page).response["violations"]
            complaints = [(one["id"], one["nodes"][0]["html"]) for one in found]
            assert complaints == [], (address, size)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size[0], (address, wide)
            page.context.close()


def test_what_a_coordinator_opens_can_be_used_by_everybody(browser: Browser, month: Month) -> None:
    month.quote()
    funder, place = month.funder_draft(), month.place_draft()
    with pages_for(month, month.coordinator) as address:
        pages = [
            f"{address}/digests/{one}{more}" for one in (funder, place) for more in ("", "/draft")
        ]
        check(browser, [f"{address}/places/{month.town.id}/digests", *pages])


def test_what_a_funder_opens_can_be_used_by_everybody(browser: Browser, month: Month) -> None:
    funder = month.funder()
    digest = month.send(month.funder_draft())
    with pages_for(month, funder) as address:
        check(browser, [f"{address}/digests", f"{address}/digests/{digest}"])


def test_a_funder_answers_and_sees_that_it_is_saved(browser: Browser, month: Month) -> None:
    funder = month.funder()
    digest = month.send(month.funder_draft())
    with pages_for(month, funder) as address:
        page = opened(browser, address, WIDE, "light")
        page.get_by_role("link", name="June 2026").click()
        page.get_by_label("What did you hear?").fill("It is about trust.")
        page.get_by_label("What will you do?").fill("Ask our board.")
        page.get_by_role("button", name="Send your answer").click()
        expect(page.get_by_role("status")).to_have_text("Thank you. Your answer is saved.")
        expect(page.get_by_text("It is about trust.")).to_be_visible()
    assert month.view(digest, funder).answer is not None
