"""What people do with an app on the page of practice Slack: its buttons, windows, and Home."""

from __future__ import annotations

import re

from playwright.sync_api import Route, expect

from bot.practice import actions
from bot.practice.server import Practice
from tests.browser.conftest import SignIn
from tests.browser.using import IN_VALE, act_on, composer, message, say, write_a_note
from tests.practice.apps import COMMUNITY, HOUSING, VALE


def test_buttons_of_the_app_answer_to_one_person_only(sign_in: SignIn) -> None:
    rosa, amina = sign_in(HOUSING, IN_VALE), sign_in(COMMUNITY, IN_VALE)
    say(rosa, "ask me")
    rosa.get_by_role("button", name="Nothing this time").press("Enter")
    expect(message(rosa, "That is fine.")).to_contain_text("Only visible to you")
    expect(message(amina, "What did you notice?")).to_be_visible()
    expect(message(amina, "That is fine.")).to_have_count(0)
    rosa.locator("[data-action-id=more]").press("Enter")
    rosa.get_by_role("menuitem", name="Pause").press("Enter")
    expect(message(rosa, "You chose pause.")).to_be_visible()


def test_a_button_with_a_question_waits_for_the_yes(sign_in: SignIn) -> None:
    page = sign_in(HOUSING, IN_VALE)
    say(page, "ask me")
    button = page.get_by_role("button", name="Remove it")
    button.press("Enter")
    question = page.get_by_role("alertdialog", name="Remove it?")
    expect(question.get_by_role("button", name="Keep")).to_be_focused()
    page.keyboard.press("Enter")
    expect(question).to_have_count(0)
    expect(button).to_be_focused()
    button.press("Enter")
    question.get_by_role("button", name="Remove").press("Enter")
    expect(message(page, "Removed.")).to_be_visible()


def test_every_block_is_drawn_and_a_select_tells_the_app(sign_in: SignIn) -> None:
    page = sign_in(HOUSING, IN_VALE)
    say(page, "show me")
    shown = message(page, "what we learned")
    for words in ("Bold", "A link", "a = 1 < 2", "61 reflections", "Markdown", "A huddle"):
        expect(shown.get_by_text(words).first).to_be_visible()
    expect(shown.get_by_role("img", name="A map of the vale")).to_be_visible()
    shown.get_by_text("The same as a table").click()
    expect(shown.get_by_role("row", name="April 8 6")).to_be_visible()
    shown.get_by_role("combobox").select_option(label="Next week")
    expect(message(page, "Picked: next")).to_be_visible()


def test_a_window_keeps_what_is_typed_and_shows_what_is_wrong_beside_it(
    practice: Practice, sign_in: SignIn
) -> None:
    page = sign_in(HOUSING, IN_VALE)
    window = write_a_note(page)
    words = window.get_by_label("What did you notice?")
    expect(words).to_be_focused()
    window.get_by_role("button", name="Save").press("Enter")
    expect(words).to_have_attribute("aria-invalid", "true")
    expect(words).to_have_accessible_description(re.compile("Please fill this in."))

    words.fill("My neighbour's name came up")
    window.get_by_label("Trust").check()
    actions.post(practice.world, VALE, COMMUNITY, "Meanwhile")
    expect(message(page, "Meanwhile")).to_be_attached()
    expect(words).to_have_value("My neighbour's name came up")
    window.get_by_role("button", name="Save").press("Enter")
    expect(window.locator("[data-error-for=words]")).to_have_text("Please leave out names.")
    expect(words).to_be_focused()
    expect(words).to_have_value("My neighbour's name came up")
    expect(window.get_by_label("Trust")).to_be_checked()

    words.fill("A neighbour came")
    window.get_by_role("button", name="Save").press("Enter")
    expect(window).to_have_count(0)
    expect(page.get_by_role("button", name="Shortcuts")).to_be_focused()
    page.get_by_role("link", name="Fieldnotes").click()
    expect(message(page, "Saved. Thank you.")).to_contain_text("A neighbour came")


def test_the_focus_stays_in_the_window_and_escape_closes_one_at_a_time(sign_in: SignIn) -> None:
    page = sign_in(HOUSING, IN_VALE)
    window = write_a_note(page)
    window.get_by_label("What did you notice?").fill("Kept below")
    window.get_by_role("button", name="Add a second note").press("Enter")
    second = page.get_by_role("dialog", name="A second note")
    expect(second).to_contain_text("Window 2 of 3")
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('main')")
    page.keyboard.press("Escape")
    expect(window.get_by_label("What did you notice?")).to_have_value("Kept below")
    window.get_by_role("button", name="Add a second note").press("Enter")
    second.get_by_role("button", name="Close all windows").press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Shortcuts")).to_be_focused()


def test_suggestions_of_the_app_are_chosen_with_the_arrow_keys(sign_in: SignIn) -> None:
    page = sign_in(HOUSING, IN_VALE)
    window = write_a_note(page)
    place = window.get_by_label("Which place?")
    place.press_sequentially("har")
    offered = window.get_by_role("listbox").get_by_role("option")
    expect(offered).to_have_text(["Harrow Green", "Harrow Mill"])
    place.press("ArrowDown")
    place.press("ArrowDown")
    place.press("Enter")
    expect(place).to_have_value("Harrow Mill")
    expect(offered).to_have_count(0)


def test_commands_are_offered_and_answered(sign_in: SignIn) -> None:
    page = sign_in(HOUSING, IN_VALE)
    composer(page).press_sequentially("/n")
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.press("Tab")
    page.keyboard.type("well")
    page.keyboard.press("Enter")
    expect(message(page, "Noted: well")).to_contain_text("Only visible to you")
    say(page, "/elsewhere")
    expect(page.get_by_role("alert")).to_contain_text("/elsewhere")
    expect(composer(page)).to_have_value("/elsewhere")


def test_an_app_that_does_not_answer_is_told_of(practice: Practice, sign_in: SignIn) -> None:
    page = sign_in(HOUSING, IN_VALE)
    say(page, "ask me")
    button = page.get_by_role("button", name="Nothing this time")
    practice.faults.add("interactions", "drop_ack")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/do/block_action", hold)
    button.press("Enter")
    expect(button).to_have_attribute("aria-busy", "true")
    button.press("Enter")
    assert len(held) == 1
    held[0].continue_()
    expect(page.get_by_role("alert")).to_contain_text("did not answer within three seconds")
    expect(button).not_to_have_attribute("aria-busy", "true")


def test_a_shortcut_on_a_message_is_in_its_menu(sign_in: SignIn) -> None:
    page = sign_in(HOUSING, IN_VALE)
    say(page, "Worth keeping")
    act_on(page, "Worth keeping", "Keep this")
    expect(message(page, "Kept: Worth keeping")).to_be_visible()


def test_the_home_of_the_app_is_shown_when_it_is_opened(sign_in: SignIn) -> None:
    page = sign_in(HOUSING, "#/app/home")
    expect(page.get_by_role("heading", name="Your notes")).to_be_visible()
    page.get_by_role("button", name="Leave a note").press("Enter")
    expect(page.get_by_role("dialog", name="A quick note")).to_be_visible()


GOES_ON_WHILE_IT_STARTS = """
const plain = window.fetch;
let asked = 0;
window.fetch = (...all) => {
  if (String(all[0]).includes("/state") && (asked += 1) === 2) location.hash = "#/app/home";
  return plain(...all);
};
"""


def test_nobody_is_left_behind_who_moves_on_while_the_page_starts(sign_in: SignIn) -> None:
    page = sign_in(HOUSING, IN_VALE)
    page.add_init_script(GOES_ON_WHILE_IT_STARTS)
    page.reload()
    expect(page.get_by_role("heading", name="Your notes")).to_be_visible()
