"""When we ask, and answering from a letter: axe, a phone, the dark, and no script at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from playwright.sync_api import Browser, expect

from bot.practice.server import listen
from service.application.rhythm_commands import AskForQuote
from service.domain.cadence import Way
from service.domain.prompt import Prompt
from service.domain.vocabulary import ActorRole, Audience, PromptPurpose, Scope
from service.letters.ways_back import answer_link, stop_link
from service.policy import Actor
from service.projections.prompting import prompt_of
from service.projections.runner import running
from service.server import create_app
from tests.browser.conftest import PHONE
from tests.browser.test_digests import check
from tests.support.rhythm import Rhythm
from tests.support.town import Town


@pytest.fixture
def rhythm(place: Town) -> Rhythm:
    """Ana, who is asked by mail, in a place whose first round is open."""
    found = Rhythm(place)
    found.choose()
    found.ask(place.welcome("ana", email="ana@example.org"), way=Way.EMAIL)
    said = place.record("They rang first.", by="ana", scope=Scope.FUNDER_QUOTE)
    ask = AskForQuote(words="They rang first.", audience=Audience.FUNDER)
    place.system.quotes.ask(said, ask, found.by_partner)
    found.tick("2026-06-02 12:00")
    place.system.runner.catch_up()
    return found


@contextmanager
def served(rhythm: Rhythm) -> Iterator[str]:
    """The address of the pages, where whoever comes looks after the place."""
    system = rhythm.town.system
    visitor = Actor(rhythm.town.welcome("cora"), ActorRole.COORDINATOR, frozenset({rhythm.town.id}))
    with running(system.runner), listen() as listening:
        listening.listen()
        app = create_app(system, visitor=visitor, clock=lambda: rhythm.now)
        config = uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def ways(rhythm: Rhythm) -> dict[PromptPurpose, str]:
    """Where each prompt is answered, and where letters are ended."""
    system = rhythm.town.system
    found: dict[PromptPurpose, str] = {}
    prompts: list[Prompt.Planned] = list(rhythm.prompts())
    with system.database.reading() as connection:
        for one in prompts:
            row = prompt_of(connection, one.originator_id)
            assert row is not None
            link = answer_link(system, row, connection)
            found[one.purpose] = link.removeprefix(system.settings.address)
    return found


def test_everybody_can_use_the_pages(browser: Browser, rhythm: Rhythm) -> None:
    links = ways(rhythm)
    assert set(links) == {PromptPurpose.ROUND, PromptPurpose.QUOTE}
    prompt = next(rhythm.prompts())
    system = rhythm.town.system
    stop = stop_link(system, prompt.person_id, prompt.place_id, rhythm.now)
    asking = stop.removeprefix(system.settings.address)
    with served(rhythm) as address:
        here = f"/places/{rhythm.town.id}"
        forms = ("rhythm", "round_moved", "rhythm_paused", "question_adopted", "digests_chosen")
        pages = [f"{here}/rhythm", *(f"{here}/record/{kind}" for kind in forms)]
        pages += [*links.values(), f"{links[PromptPurpose.ROUND]}/concern", asking, "/stop/wrong"]
        check(browser, [f"{address}{page}" for page in pages])


def test_somebody_answers_on_a_phone_without_script(browser: Browser, rhythm: Rhythm) -> None:
    link = ways(rhythm)[PromptPurpose.ROUND]
    size = {"width": PHONE[0], "height": PHONE[1]}
    with served(rhythm) as address:
        context = browser.new_context(viewport=size, java_script_enabled=False)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}{link}")
        page.get_by_label("What did you notice?").fill("The desk rang me first.")
        page.get_by_label("People in Eastmoor").check()
        page.get_by_role("button", name="Save it").click()
        expect(page.get_by_role("status")).to_have_text("Saved. Thank you.")
        page.get_by_role("button", name="Remove it").click()
        expect(page.get_by_role("status")).to_contain_text("It is removed.")
        context.close()
