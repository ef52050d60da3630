"""Every main view of practice Slack's page passes axe, wide and on a phone, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from bot.practice import actions
from bot.practice.seeds import EVERY_SCOPE
from bot.practice.server import Practice
from tests.browser.conftest import PHONE, WIDE, SignIn
from tests.browser.using import IN_VALE, choose_file, message, say, write_a_note
from tests.practice.apps import COMMUNITY, HOUSING, VALE

GRAVE = {"serious", "critical"}
TARGETS = """
() => Array.from(document.querySelectorAll("button, summary, select, input, [role=menuitem]"))
  .filter((one) => one.checkVisibility({ visibilityProperty: true }))
  .map((one) => [one.outerHTML.slice(0, 120), one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
  .map(([html]) => html)
"""


def grave(page: Page) -> list[str]:
    """What axe finds serious or critical, and where."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


def conversation(page: Page) -> None:
    """A channel with people, every kind of block, reactions and a thread."""
    say(page, "show me")
    expect(message(page, "what we learned")).to_be_visible()
    say(page, "ask me")
    page.get_by_role("button", name="Nothing this time").click()
    expect(message(page, "That is fine.")).to_be_visible()


def thread(page: Page) -> None:
    """The thread beside the channel."""
    page.get_by_role("button", name="1 reply").click()
    expect(page.get_by_role("textbox", name="Reply in thread")).to_be_focused()


def attached(page: Page) -> None:
    """A file that is chosen and not sent yet."""
    choose_file(page, "door.txt", b"The door.")
    expect(page.get_by_role("list", name="Files to send")).to_contain_text("door.txt")


def menu(page: Page) -> None:
    """The menu of a message."""
    message(page, "Who was there?").locator("[data-tool=more]").press("Enter")
    expect(page.get_by_role("menu")).to_be_visible()


def window(page: Page) -> None:
    """A window with every input, after something was wrong."""
    write_a_note(page).get_by_role("button", name="Save").click()
    expect(page.get_by_text("Please fill this in.")).to_be_visible()


def home(page: Page) -> None:
    """The Home of the app."""
    page.evaluate("location.hash = '#/app/home'")
    expect(page.get_by_role("heading", name="Your notes")).to_be_visible()


def commands(page: Page) -> None:
    """Suggestions while one types."""
    page.locator("#composer").fill("/")
    expect(page.get_by_role("option").first).to_be_visible()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("view", [conversation, thread, attached, menu, window, home, commands])
def test_a_view_has_no_grave_barrier(
    practice: Practice, sign_in: SignIn, view: Callable[[Page], None], size: tuple[int, int]
) -> None:
    world = practice.world
    asked = actions.post(world, VALE, COMMUNITY, "Who was there? <@U0HOUSE001> `knows`")
    actions.post(world, VALE, HOUSING, "Three families", thread_ts=asked.ts)
    actions.react(world, VALE, asked.ts, HOUSING, "seedling")
    page = sign_in(HOUSING, IN_VALE, size)
    view(page)
    assert grave(page) == []
    assert page.evaluate(TARGETS) == []
    page.emulate_media(color_scheme="dark")
    assert grave(page) == []


def test_the_pages_beside_have_no_grave_barrier(practice: Practice, sign_in: SignIn) -> None:
    page = sign_in(None)
    expect(page.get_by_role("link", name="Rosa Lindqvist")).to_be_visible()
    assert grave(page) == []
    practice.web_api.answer("auth.test", {}, practice.credentials.bot_token)
    page.goto(f"{practice.address}/journal")
    expect(page.get_by_text("auth.test").first).to_be_visible()
    assert grave(page) == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_an_app_is_allowed_with_the_keyboard_alone(
    practice: Practice, sign_in: SignIn, size: tuple[int, int]
) -> None:
    back = f"{practice.address}/journal"
    asked = {"client_id": practice.world.app.client_id, "redirect_uri": back, "state": "s1"}
    asked["scope"] = ",".join(sorted(EVERY_SCOPE))
    page = sign_in(None, size=size)
    page.goto(f"{practice.address}/oauth/v2/authorize?{urlencode(asked)}")
    assert grave(page) == []
    assert page.evaluate(TARGETS) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.emulate_media(color_scheme="dark")
    assert grave(page) == []
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="You are")).to_be_focused()
    page.keyboard.type("Owen")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Deny")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{back}?**")
    told = dict(parse_qsl(urlsplit(page.url).query))
    assert told["state"] == "s1"
    assert practice.world.grants.use_code(told["code"], back).installer == "U0COUNC002"
