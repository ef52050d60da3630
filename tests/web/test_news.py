"""News: learning partners are told that something is new, and nobody else learns even that."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from service.bootstrap import System
from service.domain.vocabulary import ActorRole
from service.policy import Actor
from service.server import create_app
from service.web.news import OFTEN_MS, SELDOM_MS
from tests.support import town
from tests.support.asking import NOW
from tests.web.test_pages import BASE, learning_partner

SignIn = Callable[[Actor], TestClient]


@pytest.fixture
def browser(system: System) -> Iterator[TestClient]:
    """Somebody who has not signed in."""
    app = create_app(system, clock=lambda: NOW)
    with TestClient(app, base_url=BASE, follow_redirects=False) as it:
        yield it


@pytest.fixture
def sign_in(system: System, browser: TestClient) -> SignIn:
    """Sign somebody in."""

    def sign_in(actor: Actor) -> TestClient:
        secret = system.access.invite(actor, NOW)
        assert browser.post("/sign-in", data={"token": secret}).status_code == 303
        return browser

    return sign_in


def test_the_position_moves_when_there_is_something_new(
    system: System, place: town.Town, sign_in: SignIn
) -> None:
    system.runner.catch_up()
    browser = sign_in(learning_partner(place))
    before = browser.get(f"/places/{place.id}/news").json()
    assert browser.get(f"/places/{place.id}/news").json() == before
    place.welcome("sam")
    place.record("The gate is open.")
    system.runner.catch_up()
    after = browser.get(f"/places/{place.id}/news").json()
    assert after.keys() == {"position"}
    assert after["position"] > before["position"]
    page = browser.get(f"/places/{place.id}/timeline").text
    assert f'data-position="{after["position"]}"' in page
    assert f'data-every="{SELDOM_MS}"' in page


def test_only_learning_partners_of_the_place_are_told(
    system: System, place: town.Town, sign_in: SignIn, browser: TestClient
) -> None:
    news, timeline = f"/places/{place.id}/news", f"/places/{place.id}/timeline"
    system.runner.catch_up()
    assert browser.get(news).status_code == 401
    sign_in(place.member(place.welcome("sam")))
    system.runner.catch_up()
    assert browser.get(news).status_code == 403
    assert 'id="news"' not in browser.get(timeline).text
    elsewhere = town.join(system, "Elsewhere")
    system.runner.catch_up()
    sign_in(learning_partner(elsewhere))
    assert browser.get(news).status_code == 404


def test_a_view_of_the_past_does_not_ask_what_is_new(
    system: System, place: town.Town, sign_in: SignIn
) -> None:
    system.runner.catch_up()
    browser = sign_in(learning_partner(place))
    past = browser.get(f"/places/{place.id}/timeline?known=2026-01-05").text
    assert 'id="news"' not in past
    assert "news.js" not in past


def test_the_demo_asks_more_often(system: System, place: town.Town) -> None:
    system.runner.catch_up()
    visitor = Actor(learning_partner(place).person_id, ActorRole.LEARNING_PARTNER)
    beside = [("Practice Slack", "http://127.0.0.1:1")]
    app = create_app(system, visitor=visitor, clock=lambda: NOW, beside=beside)
    with TestClient(app, base_url=BASE) as anybody:
        page = anybody.get(f"/places/{place.id}/timeline").text
    assert f'data-every="{OFTEN_MS}"' in page
    assert '<a href="http://127.0.0.1:1">Practice Slack</a>' in page
