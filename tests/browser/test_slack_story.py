"""What people do with the bot in practice Slack, one story at a time, and the pages beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.practice.server import Practice
from service.settings import Settings
from tests.browser.conftest import PHONE, WIDE, SignIn
from tests.browser.story import IN_DIRECT, Hands, Story, button, newest, told, window
from tests.browser.test_practice_page_for_everybody import grave
from tests.browser.using import IN_VALE, composer, message, say
from tests.support.workspace import AMINA, DEEPA, JOAN, ROSA, TOMAS

SOON_MS = 5_000
"""A quiet machine needs well under one second; two tests at once on a busy one need more."""
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@pytest.fixture
def story(settings: Settings) -> Iterator[Story]:
    """Harrow Vale, with everything running."""
    with told(settings) as found:
        yield found


@pytest.fixture
def practice(story: Story) -> Practice:
    """The practice Slack that `sign_in` opens: the one of this story."""
    return story.workspace.practice


@SIZES
def test_a_partner_is_two_actions_away_from_saved(sign_in: SignIn, size: tuple[int, int]) -> None:
    page = sign_in(ROSA, IN_DIRECT, size)
    hands = Hands(page)
    hands.types(composer(page), "Three families came back without a letter")
    hands.sends()
    saved = newest(page, "Saved. Thank you.")
    expect(saved).to_contain_text("Three families came back without a letter")
    assert hands.actions == 2
    assert grave(page) == []


def test_a_partner_leaves_a_reflection_from_the_channel_and_looks_after_it(sign_in: SignIn) -> None:
    page = sign_in(ROSA, IN_VALE)
    hands = Hands(page)
    hands.presses(button(newest(page, "what we notice together"), "Leave a reflection"))
    asked = window(page, "A quick reflection")
    hands.types(asked.get_by_label("What did you notice?"), "The desk was empty at four")
    hands.presses(button(asked, "Save"))
    expect(asked).to_have_count(0)
    assert hands.done == ["press Enter", "type", "press Enter"]

    page.get_by_role("link", name="doubleloop").press("Enter")
    saved = newest(page, "Saved. Thank you.")
    expect(saved).to_contain_text("The desk was empty at four")
    hands.presses(button(saved, "Change it"))
    box = window(page, "Change it").get_by_label("What did you notice?")
    expect(box).to_have_value("The desk was empty at four")
    box.fill("The desk was empty at five")
    assert grave(page) == []
    hands.presses(button(window(page, "Change it"), "Save"))
    expect(saved).to_contain_text("The desk was empty at five")

    hands.presses(button(saved, "Show my name"))
    expect(saved).to_contain_text("Your name is shown.")
    hands.presses(button(saved, "Hide my name"))
    expect(saved).to_contain_text("Your name is not shown.")

    hands.presses(button(saved, "Remove it"))
    question = page.get_by_role("alertdialog", name="Remove this?")
    expect(button(question, "Keep it")).to_be_focused()
    hands.presses(button(question, "Remove it"))
    expect(newest(page, "You took this back.")).to_be_visible()
    expect(message(page, "Saved. Thank you.")).to_have_count(0)


@SIZES
def test_a_decision_is_refused_with_all_that_was_typed_and_then_noted(
    sign_in: SignIn, size: tuple[int, int]
) -> None:
    page = sign_in(ROSA, IN_VALE, size)
    page.get_by_role("button", name="Shortcuts").press("Enter")
    page.get_by_role("menuitem", name="Note a decision").press("Enter")
    asked = window(page, "Note a decision")
    chosen = asked.get_by_label("What was decided?")
    chosen.fill("We ring before we write")
    asked.get_by_label("Why?").fill("Nobody opens the letters")
    asked.get_by_label("Who else decided?").fill("The front desk")
    asked.get_by_label("Who else was asked?").fill("The tenants' group")
    asked.get_by_label("Who was not asked?").fill("People without a phone")
    button(asked, "Save").press("Enter")

    belief = asked.get_by_label("What did we believe when we decided?")
    expect(belief).to_be_focused()
    expect(belief).to_have_attribute("aria-invalid", "true")
    expect(chosen).to_have_value("We ring before we write")
    expect(asked.get_by_label("Why?")).to_have_value("Nobody opens the letters")
    expect(asked.get_by_label("Who was not asked?")).to_have_value("People without a phone")
    assert grave(page) == []

    belief.fill("A call is kinder than a letter")
    asked.get_by_label("What would make us doubt that?").fill("People stop picking up")
    button(asked, "Save").press("Enter")
    expect(asked).to_have_count(0)
    card = newest(page, "We decided")
    expect(card).to_contain_text("We ring before we write")
    expect(card).to_contain_text("A call is kinder than a letter")
    assert grave(page) == []


def test_the_learning_partner_reads_and_asks_and_the_author_answers(sign_in: SignIn) -> None:
    amina, tomas = sign_in(AMINA, IN_DIRECT, PHONE), sign_in(TOMAS, IN_DIRECT)
    say(amina, "The lift was mended in a day")
    card = newest(tomas, "New in Harrow Vale")
    expect(card).to_contain_text("The lift was mended in a day")
    button(card, "What does this show?").press("Enter")
    reading = window(tomas, "What does this show?")
    reading.get_by_role("group").first.get_by_role("checkbox").first.check()
    assert grave(tomas) == []
    button(reading, "Save").press("Enter")
    expect(card).to_contain_text("Read once so far.")

    button(card, "Ask something back").press("Enter")
    asking = window(tomas, "Ask something back")
    asking.get_by_label("What would you like to ask?").fill("Who mended it?")
    button(asking, "Ask").press("Enter")
    question = newest(amina, "The learning partner of Harrow Vale asks about something you said")
    expect(question).to_contain_text("Who mended it?")
    button(question, "Answer").press("Enter")
    answering = amina.get_by_role("dialog")
    answering.get_by_label("Who mended it?").fill("The caretaker, on his day off")
    assert grave(amina) == []
    answering.locator("button[type=submit]").press("Enter")
    expect(newest(amina, "Your answer was passed on.")).to_be_visible()
    expect(card).to_contain_text("The caretaker, on his day off")


def test_a_concern_is_read_by_the_safeguarding_lead_and_by_nobody_else(sign_in: SignIn) -> None:
    rosa, deepa = sign_in(ROSA, IN_DIRECT, PHONE), sign_in(DEEPA, IN_DIRECT)
    tomas = sign_in(TOMAS, IN_DIRECT)
    say(rosa, "A child waits outside the hall each night")
    button(newest(rosa, "Saved. Thank you."), "Raise a concern").press("Enter")
    raising = window(rosa, "Raise a concern")
    raising.get_by_label("What are you worried about?").fill("He has no coat and no key")
    assert grave(rosa) == []
    button(raising, "Pass it on").press("Enter")
    expect(window(rosa, "Passed on")).to_contain_text("Thank you for telling us.")
    button(window(rosa, "Passed on"), "Close").press("Enter")

    waits = newest(deepa, "Someone raised a concern in Harrow Vale")
    expect(waits).not_to_contain_text("no coat")
    button(waits, "Read it").press("Enter")
    reading = window(deepa, "A concern")
    expect(reading).to_contain_text("He has no coat and no key")
    assert grave(deepa) == []
    button(reading, "I have read it").press("Enter")
    expect(newest(rosa, "has read what you passed on")).to_be_visible()
    expect(newest(tomas, "put aside with care")).to_be_visible()
    expect(tomas.get_by_text("no coat")).to_have_count(0)


@SIZES
def test_a_coordinator_looks_at_the_home(sign_in: SignIn, size: tuple[int, int]) -> None:
    page = sign_in(JOAN, "#/app/home", size)
    expect(button(page, "Leave a reflection")).to_be_visible()
    assert grave(page) == []


def test_what_is_typed_in_slack_shows_on_the_timeline_at_once(
    browser: Browser, story: Story, sign_in: SignIn
) -> None:
    rosa = sign_in(ROSA, IN_DIRECT)
    say(rosa, "The first of the day")
    expect(newest(rosa, "Saved. Thank you.")).to_be_visible()
    with browser.new_context() as context:
        timeline = context.new_page()
        timeline.goto(story.timeline)
        expect(mark(timeline, "The first of the day")).to_be_visible()
        say(rosa, "The gate is open on Sundays now")
        news = timeline.get_by_role("status").filter(has_text="The gate is open on Sundays now")
        expect(news).to_be_visible(timeout=SOON_MS)
        expect(mark(timeline, "The gate is open on Sundays now")).to_be_visible()
        assert grave(timeline) == []
        news.get_by_role("link", name="Show it").press("Enter")
        expect(timeline.locator("#item")).to_contain_text("The gate is open on Sundays now")


def test_who_fills_something_in_is_not_disturbed_by_news(
    browser: Browser, story: Story, sign_in: SignIn
) -> None:
    rosa = sign_in(ROSA, IN_DIRECT)
    say(rosa, "The first of the day")
    expect(newest(rosa, "Saved. Thank you.")).to_be_visible()
    with browser.new_context() as context:
        timeline = context.new_page()
        timeline.goto(story.timeline)
        timeline.get_by_label("From").fill("2026-01")
        say(rosa, "The gate is open on Sundays now")
        news = timeline.locator("#news")
        expect(news).to_contain_text("Something new came in.", timeout=SOON_MS)
        expect(timeline.get_by_label("From")).to_have_value("2026-01")
        news.get_by_role("link", name="Show it").press("Enter")
        expect(mark(timeline, "The gate is open on Sundays now")).to_be_visible()


def test_a_decision_noted_on_the_pages_is_told_in_the_channel(
    browser: Browser, story: Story, sign_in: SignIn
) -> None:
    rosa = sign_in(ROSA, IN_VALE)
    with browser.new_context() as context:
        page = context.new_page()
        _propose(page, story, "Who keeps the key of the hall?")
        card = newest(rosa, "We have to decide")
        expect(card).to_contain_text("Who keeps the key of the hall?", timeout=SOON_MS)


def mark(timeline: Page, words: str) -> Locator:
    """The mark on the picture that stands for these words."""
    return timeline.locator(".chart").get_by_role("link", name=words)


def _propose(page: Page, story: Story, question: str) -> None:
    page.goto(f"{story.pages}/places/{story.workspace.place}/record/decision_proposed")
    page.get_by_label("What").first.fill(question)
    page.get_by_role("main").get_by_role("button").last.press("Enter")
