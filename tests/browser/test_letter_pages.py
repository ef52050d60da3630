"""Looking back and being welcomed from a letter: axe, a phone, the dark, and no script at all."""

from __future__ import annotations

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, expect

from service.domain.cadence import Every, Way
from service.domain.vocabulary import PromptPurpose
from tests.browser.conftest import PHONE
from tests.browser.test_digests import check, opened
from tests.browser.test_rhythm_pages import served, ways
from tests.support.learning import Learning
from tests.support.rhythm import Rhythm
from tests.support.town import Town


@pytest.fixture
def rhythm(place: Town) -> Rhythm:
    """Ana, whose decision fell due, and Bo, who was only invited."""
    found = Rhythm(place)
    found.choose()
    ana = place.welcome("ana", email="ana@example.org")
    found.ask(ana, way=Way.EMAIL, every=Every.WHEN_I_COME)
    place.welcome("bo", email="bo@example.org")
    learning = Learning(place, {})
    learning.state(day=0)
    learning.decide(
        day=0,
        decided_by=[{"person": "ana"}],
        expected="Fewer closed cases.",
        review_on=date(2026, 6, 15),
    )
    found.tick("2026-06-15 12:00")
    place.system.runner.catch_up()
    return found


def test_everybody_can_use_the_pages(browser: Browser, rhythm: Rhythm) -> None:
    links = ways(rhythm)
    assert set(links) == {PromptPurpose.REVIEW, PromptPurpose.WELCOME}
    with served(rhythm) as address:
        check(browser, [f"{address}{one}" for one in links.values()])


def test_a_decision_is_looked_at_again_on_a_phone_without_script(
    browser: Browser, rhythm: Rhythm
) -> None:
    link = ways(rhythm)[PromptPurpose.REVIEW]
    size = {"width": PHONE[0], "height": PHONE[1]}
    with served(rhythm) as address:
        context = browser.new_context(viewport=size, java_script_enabled=False)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}{link}")
        page.get_by_label("What happened?").fill("They came.")
        page.get_by_label("Whoever misses two appointments").select_option("dropped")
        page.get_by_role("button", name="Save it").click()
        expect(page.get_by_role("alert")).to_contain_text("Please choose one of these.")
        expect(page.get_by_label("What happened?")).to_have_value("They came.")
        page.get_by_label("Yes, we keep it").check()
        page.get_by_label("Residents").check()
        page.get_by_role("button", name="Save it").click()
        expect(page.get_by_role("status")).to_have_text("Thank you. It is written down.")
        context.close()


def test_what_is_missing_is_said_so_that_everybody_hears_it(
    browser: Browser, rhythm: Rhythm
) -> None:
    link = ways(rhythm)[PromptPurpose.REVIEW]
    with served(rhythm) as address:
        page = opened(browser, f"{address}{link}", PHONE, "light")
        page.get_by_role("button", name="Save it").click()
        expect(page.get_by_role("alert")).to_be_focused()
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        page.context.close()
