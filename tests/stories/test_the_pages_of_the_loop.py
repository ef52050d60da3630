"""Acceptance 1 on the pages: the dated order in plain words, and no way to set the result."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from service.application import loop_commands
from service.application.commands import Command
from service.exchange.kinds import KINDS
from service.server import create_app
from service.web.form_questions import saved_note
from service.web.forms import FORMS
from tests.support.asking import LEARNING_PARTNER, NOW
from tests.support.learning import Learning, learning_in
from tests.support.town import Town
from tests.web.reading import Node, read

PAGES = (
    "timeline", "insights", "decisions", "decisions/D1", "beliefs", "beliefs/A1", "mirror",
    "board", "told-back", "questions", "record",
)  # fmt: skip
RESULT = re.compile(r"evidenced|loop_level|^loop$|flags|proof")
"""How a field would be called that sets what only the log may say."""


@pytest.fixture
def learning(place: Town) -> Learning:
    """A belief was changed, and then what people do."""
    learning = learning_in(place)
    learning.change_a_belief_and_act()
    learning.review()
    learning.tell()
    learning.system.runner.catch_up()
    return learning


@pytest.fixture
def client(learning: Learning) -> Iterator[TestClient]:
    """The learning partner's browser."""
    app = create_app(learning.system, visitor=LEARNING_PARTNER, clock=lambda: NOW)
    with TestClient(app, base_url=learning.system.settings.address) as client:
        yield client


def page(client: TestClient, learning: Learning, name: str) -> Node:
    """One of the place's pages."""
    answer = client.get(f"/places/{learning.town.id}/{name}")
    assert answer.status_code == 200, name
    return read(answer.text)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_the_place_answers(client: TestClient, learning: Learning, name: str) -> None:
    assert page(client, learning, name).one("h1").text


def test_a_decisions_page_shows_the_order_with_its_days(
    client: TestClient, learning: Learning
) -> None:
    text = page(client, learning, "decisions/D1").one("main").text
    steps = ["Challenged", "Examined", "Reworded", "Decided", "Change seen", "Looked at again"]
    order = text[text.index("The order it happened in") :]
    found = [order.index(step) for step in [*steps, "Told back"]]
    assert found == sorted(found)
    assert "3 Jun" in text
    assert "People whose case was closed already" in text
    assert "an empty slot costs money" in text
    assert "Something got in the way." in text
    assert "Whoever misses two appointments does not want help." in text


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_no_form_has_a_field_for_the_result(
    client: TestClient, learning: Learning, kind: str
) -> None:
    form = client.get(f"/places/{learning.town.id}/record/{kind}")
    names = re.findall(r'name="([^"]+)"', form.text)
    assert not [name for name in names if RESULT.search(name)]


def test_i9_no_command_takes_the_result() -> None:
    commands = {kind.command for kind in KINDS.values()} | {
        found
        for found in vars(loop_commands).values()
        if isinstance(found, type) and issubclass(found, Command)
    }
    fields = {name for command in commands for name in command.model_fields}
    assert "claimed_loop" in fields
    assert not [name for name in fields if RESULT.search(name)]


@pytest.mark.parametrize("name", ["timeline", "decisions/D1", "beliefs", "insights"])
def test_after_saving_the_page_says_so_in_our_words_only(
    client: TestClient, learning: Learning, name: str
) -> None:
    address = f"/places/{learning.town.id}/{name}?saved="
    said = saved_note("decision")
    assert said in read(client.get(f"{address}decision").text).one("p", "known").text
    assert "nonsense" not in client.get(f"{address}nonsense").text
