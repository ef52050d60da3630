"""Harrow Vale as people meet it: practice Slack, the bot behind it, and the pages beside it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvicorn
from playwright.sync_api import Locator, Page, expect

from bot.delivery import delivering
from bot.listeners.setup import introduce
from bot.practice.server import listen
from service.bootstrap import LEARNING_PARTNER_HERE, System
from service.projections.runner import running
from service.server import create_app
from service.settings import Settings
from tests.support.workspace import HARROW, VALE, Workspace, manifest, workspace

IN_DIRECT = "#/app"
ENOUGH_TABS = 80


@dataclass(frozen=True)
class Story:
    """A workspace in which everything moves by itself, and the address of the place's pages."""

    workspace: Workspace
    pages: str

    @property
    def timeline(self) -> str:
        """The address of the place's timeline."""
        return f"{self.pages}/places/{self.workspace.place}/timeline"


@contextmanager
def told(settings: Settings) -> Iterator[Story]:
    """All of it, for the time of a test: who comes to the pages is the learning partner."""
    with (
        workspace(settings, manifest()) as found,
        running(found.system.runner),
        delivering(found.slack.delivery),
        _pages(found.system) as address,
    ):
        introduce(found.slack.bot, HARROW, VALE)
        yield Story(found, address)


@contextmanager
def _pages(system: System) -> Iterator[str]:
    with listen() as listening:
        listening.listen()
        app = create_app(system, visitor=LEARNING_PARTNER_HERE)
        config = uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@dataclass
class Hands:
    """Somebody at the keyboard who counts what they have to do; moving the focus is free."""

    page: Page
    actions: int = 0
    done: list[str] = field(default_factory=list)

    def goes_to(self, target: Locator) -> None:
        """Tab until it has the focus."""
        expect(target).to_be_visible()
        for _ in range(ENOUGH_TABS):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The keyboard does not lead to {target}")

    def presses(self, target: Locator, key: str = "Enter") -> None:
        """Go there, and press a key."""
        self.goes_to(target)
        self.page.keyboard.press(key)
        self._did(f"press {key}")

    def types(self, target: Locator, words: str) -> None:
        """Go there, and write."""
        self.goes_to(target)
        self.page.keyboard.insert_text(words)
        self._did("type")

    def sends(self) -> None:
        """Press Enter where they are."""
        self.page.keyboard.press("Enter")
        self._did("press Enter")

    def _did(self, what: str) -> None:
        self.actions += 1
        self.done.append(what)


def button(inside: Page | Locator, name: str) -> Locator:
    """The button on which this stands, word for word."""
    return inside.get_by_role("button", name=name, exact=True)


def window(page: Page, title: str) -> Locator:
    """The modal of this title."""
    return page.get_by_role("dialog", name=title)


def newest(page: Page, text: str) -> Locator:
    """The newest message that says this."""
    return page.get_by_role("main").locator("[data-message-ts]").filter(has_text=text).last
