"""A browser per worker, and practice Slack with an app behind it to use it on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from bot.practice.server import Practice, running
from tests.browser.sample_app import listen
from tests.browser.sample_blocks import MANIFEST
from tests.practice.apps import bolt, over_http

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
MISSING = f"These tests need Chromium: none of {', '.join(BROWSERS)} is installed."
WIDE, PHONE = (1280, 900), (390, 844)
PATIENCE = 10_000

SignIn = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine, without a window."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-quic"]
        chromium = playwright.chromium.launch(executable_path=found, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def practice() -> Iterator[Practice]:
    """Practice Slack, with the sample app behind it."""
    with running(manifest=MANIFEST) as started, over_http(started, listen(bolt(started))):
        yield started


@pytest.fixture
def sign_in(browser: Browser, practice: Practice) -> Iterator[SignIn]:
    """Opens the page as somebody: `sign_in("U0COORD001", "#/C0HARROW01", size=PHONE)`.

    Each person has a browser of their own. In the end nothing may have gone wrong in any page.
    """
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def opened(user: str | None, where: str = "", size: tuple[int, int] = WIDE) -> Page:
        touch = size == PHONE
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, has_touch=touch, is_mobile=touch
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.extend([said.text] * (said.type == "error")))
        page.goto(f"{practice.address}/as/{user}{where}" if user else practice.address)
        expect(page.get_by_role("main")).not_to_have_attribute("aria-busy", "true")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []
