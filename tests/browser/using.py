"""How tests use the page of practice Slack."""

from __future__ import annotations

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.practice.apps import VALE

IN_VALE = f"#/{VALE}"


def composer(page: Page) -> Locator:
    """Where one writes to the channel."""
    return page.locator("#composer")


def say(page: Page, text: str) -> None:
    """Type something, and send it with Enter."""
    composer(page).fill(text)
    composer(page).press("Enter")


def message(page: Page, text: str) -> Locator:
    """The message in the channel that says this."""
    return page.get_by_role("main").locator("[data-message-ts]").filter(has_text=text)


def act_on(page: Page, text: str, label: str) -> None:
    """Choose from a message's menu, by keyboard."""
    message(page, text).locator("[data-tool=more]").press("Enter")
    page.get_by_role("menuitem", name=label).press("Enter")


def choose_file(page: Page, name: str, content: bytes) -> None:
    """Choose a file to go with a message, by keyboard."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Attach a file").press("Enter")
    chooser.value.set_files(FilePayload(name=name, mimeType="text/plain", buffer=content))


def write_a_note(page: Page) -> Locator:
    """Open the window of the sample app by its shortcut."""
    page.get_by_role("button", name="Shortcuts").click()
    page.get_by_role("menuitem", name="Leave a note").click()
    window = page.get_by_role("dialog", name="A quick note")
    expect(window).to_be_visible()
    return window
