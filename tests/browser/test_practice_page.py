"""The page of practice Slack as people use it: by keyboard, several at once, and in windows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from bot.practice import actions
from bot.practice.server import Practice
from tests.browser.conftest import PHONE, WIDE, SignIn
from tests.browser.using import IN_VALE, act_on, choose_file, composer, message, say
from tests.practice.apps import COMMUNITY, COORDINATOR, COUNCIL, GUEST, HOUSING, SHARED, VALE


def test_one_signs_in_by_choosing_somebody(sign_in: SignIn) -> None:
    page = sign_in(None)
    expect(page.get_by_role("heading", name="Harrow Vale Partnership")).to_be_visible()
    expect(page.get_by_text("Guest in one channel")).to_be_visible()
    expect(page.get_by_role("link", name="Hal Everett")).to_have_count(0)
    page.get_by_role("link", name="Rosa Lindqvist").click()
    expect(page).to_have_url(re.compile(f"/as/{HOUSING}#/C"))
    expect(page.get_by_role("heading", name="harrow-vale", exact=True)).to_be_visible()
    expect(page.get_by_text("Nothing here leaves this machine.")).to_be_visible()


def test_nobody_signs_in_as_somebody_who_has_left(practice: Practice, sign_in: SignIn) -> None:
    actions.change_user(practice.world, GUEST, deleted=True)
    page = sign_in(HOUSING)
    answer = page.request.get(f"{practice.address}/as/{GUEST}/state")
    assert answer.status == 403
    assert answer.json()["error"] == "This person is deactivated and cannot sign in."


def test_what_one_person_writes_appears_to_another_without_a_reload(sign_in: SignIn) -> None:
    rosa, amina = sign_in(HOUSING, IN_VALE), sign_in(COMMUNITY, IN_VALE)
    composer(amina).fill("Half a thou")
    say(rosa, "People come *back* on Tuesdays")
    expect(message(amina, "People come back on Tuesdays").locator("strong")).to_have_text("back")
    expect(amina.get_by_role("status")).to_contain_text("New message from Rosa Lindqvist")
    expect(composer(amina)).to_have_value("Half a thou")
    expect(composer(amina)).to_be_focused()


def test_many_tabs_of_one_browser_all_hear_the_news(practice: Practice, sign_in: SignIn) -> None:
    first = sign_in(HOUSING, IN_VALE)
    tabs = [first, *(first.context.new_page() for _ in range(7))]
    for tab in tabs[1:]:
        tab.goto(f"{practice.address}/as/{COMMUNITY}{IN_VALE}")
        expect(composer(tab)).to_be_visible()
    say(first, "Everybody hears this")
    for tab in tabs:
        expect(message(tab, "Everybody hears this")).to_be_visible()
    first.close()
    say(tabs[1], "And this, though the first has left")
    expect(message(tabs[-1], "And this")).to_be_visible()


def test_a_link_to_a_message_leads_to_it_here(practice: Practice, sign_in: SignIn) -> None:
    posted = actions.post(practice.world, VALE, COMMUNITY, "The one that is meant")
    digits = posted.ts.replace(".", "")
    link = f"https://harrow-vale.slack.com/archives/{VALE}/p{digits}"
    actions.post(practice.world, SHARED, COUNCIL, f"See {link}")
    page = sign_in(HOUSING, f"#/{SHARED}")
    page.get_by_role("link", name=link).click()
    expect(message(page, "The one that is meant").locator("[data-tool=more]")).to_be_focused()


def test_a_channel_one_is_not_looking_at_is_marked_until_it_is_read(
    practice: Practice, sign_in: SignIn
) -> None:
    page = sign_in(COORDINATOR, IN_VALE)
    actions.post(practice.world, SHARED, COUNCIL, "Hello from the council")
    entry = page.get_by_role("navigation").locator(f"[data-channel={SHARED}]")
    expect(entry).to_contain_text("1 unread")
    entry.click()
    expect(message(page, "Hello from the council")).to_contain_text("Northside Council")
    expect(entry).not_to_contain_text("unread")


def test_the_apps_first_words_do_not_take_the_focus_from_its_row(
    practice: Practice, sign_in: SignIn
) -> None:
    page = sign_in(HOUSING, IN_VALE)
    entry = page.get_by_role("navigation").get_by_role("link", name=practice.world.app.name)
    entry.focus()
    install = practice.world.installs["T0HARROW1"]
    direct = actions.direct_messages(practice.world, "T0HARROW1", HOUSING)
    actions.post(practice.world, direct.id, install.bot_user, "Saved.", install=install)
    expect(entry).to_contain_text("1 unread")
    expect(entry).to_be_focused()
    page.keyboard.press("Enter")
    expect(message(page, "Saved.")).to_be_visible()


def test_words_are_never_markup(practice: Practice, sign_in: SignIn) -> None:
    page = sign_in(HOUSING, IN_VALE)
    evil = "<img src=x onerror=\"document.title='caught'\"> & <b>x</b> javascript:alert(1)"
    say(page, evil)
    expect(message(page, evil)).to_be_visible()
    assert message(page, evil).locator("img, b:text('x')").count() == 0
    install = practice.world.installs["T0HARROW1"]
    text = "<javascript:alert(1)|press me> &lt;script&gt;"
    actions.post(practice.world, VALE, install.bot_user, text, install=install)
    expect(message(page, "press me <script>")).to_be_visible()
    assert message(page, "press me").get_by_role("link").count() == 0


def test_a_message_is_answered_reacted_to_changed_and_taken_back_by_keyboard(
    sign_in: SignIn,
) -> None:
    page = sign_in(HOUSING, IN_VALE)
    composer(page).press_sequentially("One line")
    composer(page).press("Shift+Enter")
    composer(page).press_sequentially("and another")
    composer(page).press("Enter")
    mine = message(page, "One line")
    expect(mine.locator("br")).to_have_count(1)

    mine.locator("[data-tool=more]").press("Enter")
    expect(page.get_by_role("menuitem", name="Reply in thread")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Add a reaction")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="seedling").press("Enter")
    reaction = mine.get_by_role("button", name="seedling, 1 person: Rosa Lindqvist")
    expect(reaction).to_have_attribute("aria-pressed", "true")
    reaction.press("Enter")
    expect(reaction).to_have_count(0)

    act_on(page, "One line", "Edit message")
    editor = page.get_by_role("textbox", name="Edit your message")
    expect(editor).to_be_focused()
    editor.fill("One better line")
    editor.press("Enter")
    expect(message(page, "One better line")).to_contain_text("(edited)")

    act_on(page, "One better line", "Delete message")
    expect(page.get_by_role("alertdialog")).to_be_visible()
    page.get_by_role("button", name="Delete", exact=True).press("Enter")
    expect(message(page, "One better line")).to_have_count(0)


def test_files_are_attached_by_keyboard_and_taken_away_again(sign_in: SignIn) -> None:
    page = sign_in(HOUSING, IN_VALE)
    attach = page.get_by_role("button", name="Attach a file")
    choose_file(page, "door.txt", b"The door.")
    choose_file(page, "plan.txt", b"The plan.")
    chosen = page.get_by_role("list", name="Files to send")
    expect(chosen.get_by_role("listitem")).to_have_count(2)
    page.get_by_role("button", name="Remove plan.txt").press("Enter")
    expect(chosen.get_by_role("listitem")).to_have_count(1)
    expect(attach).to_be_focused()
    composer(page).press("Enter")
    expect(message(page, "door.txt (9 bytes)")).to_be_visible()
    expect(chosen).to_be_hidden()


def test_a_file_that_is_too_large_stays_chosen_and_is_told(sign_in: SignIn) -> None:
    page = sign_in(HOUSING, IN_VALE)
    choose_file(page, "big.txt", b"x" * 1_000_001)
    say(page, "See this")
    expect(page.get_by_role("alert")).to_contain_text("big.txt is larger than 1,000,000 bytes.")
    expect(composer(page)).to_have_value("See this")
    expect(page.get_by_role("list", name="Files to send")).to_contain_text("big.txt")


def test_a_menu_closes_with_escape_and_gives_the_focus_back(sign_in: SignIn) -> None:
    page = sign_in(HOUSING, IN_VALE)
    say(page, "Hello")
    more = message(page, "Hello").locator("[data-tool=more]")
    more.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_have_count(0)
    expect(more).to_be_focused()


def test_a_thread_opens_beside_the_channel_and_closes_again(sign_in: SignIn) -> None:
    page = sign_in(HOUSING, IN_VALE)
    say(page, "Who was there?")
    act_on(page, "Who was there?", "Reply in thread")
    thread = page.get_by_role("complementary", name="Thread")
    expect(page.get_by_role("textbox", name="Reply in thread")).to_be_focused()
    page.keyboard.type("Three families")
    page.keyboard.press("Enter")
    expect(thread.locator("[data-message-ts]")).to_have_count(2)
    expect(message(page, "Three families")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(thread).to_be_hidden()
    reply = message(page, "Who was there?").get_by_role("button", name="1 reply")
    expect(reply).to_be_focused()


def test_on_a_phone_the_channels_are_in_a_drawer(sign_in: SignIn) -> None:
    page = sign_in(COORDINATOR, IN_VALE, PHONE)
    drawer = page.get_by_role("button", name="Channels", exact=True)
    expect(page.get_by_role("navigation", name="Channels and direct messages")).to_be_hidden()
    drawer.press("Enter")
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(drawer).to_be_focused()
    drawer.press("Enter")
    page.get_by_role("link", name="harrow-vale-shared").press("Enter")
    expect(page.get_by_role("heading", name="harrow-vale-shared")).to_be_visible()
    expect(page.get_by_role("navigation", name="Channels and direct messages")).to_be_hidden()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_nothing_scrolls_sideways(sign_in: SignIn, size: tuple[int, int]) -> None:
    page = sign_in(HOUSING, IN_VALE, size)
    say(page, "show me")
    expect(message(page, "what we learned")).to_be_visible()
    say(page, "x" * 400)
    expect(message(page, "x" * 400)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    scrollers = "Array.from(document.querySelectorAll('.scroller'))"
    assert page.evaluate(f"{scrollers}.every((one) => one.scrollWidth <= one.clientWidth)")
