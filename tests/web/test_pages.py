"""The pages over the real server: who gets in, what they see, and the headers that protect them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import httpx2
import pytest
from fastapi.testclient import TestClient

from service.application.commands import AdoptPhrase, ChangeScope
from service.bootstrap import System
from service.domain.errors import NotSignedIn
from service.domain.frameworks import default_frameworks
from service.domain.vocabulary import ActorRole, Scope
from service.policy import Actor
from service.server import create_app
from service.settings import Settings
from tests.support import town
from tests.support.asking import BY_LEARNING_PARTNER, NOW

BASE = "http://127.0.0.1:8400"


@dataclass
class Watch:
    """A clock that a test sets."""

    moment: datetime = NOW

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def watch() -> Watch:
    """The server's clock."""
    return Watch()


@pytest.fixture
def browser(system: System, watch: Watch) -> Iterator[TestClient]:
    """Somebody who has not signed in."""
    with TestClient(create_app(system, clock=watch), base_url=BASE, follow_redirects=False) as it:
        yield it


@pytest.fixture
def sign_in(system: System, browser: TestClient) -> Callable[[Actor], TestClient]:
    """Sign somebody in by a one-use link, as they would."""

    def sign_in(actor: Actor) -> TestClient:
        secret = system.access.invite(actor, NOW)
        assert browser.get(f"/sign-in/{secret}").status_code == 200
        answer = browser.post("/sign-in", data={"token": secret})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        return browser

    return sign_in


def learning_partner(place: town.Town) -> Actor:
    """The learning partner of a place."""
    person = place.welcome("priya", None)
    place.system.runner.catch_up()
    return Actor(person, ActorRole.LEARNING_PARTNER, frozenset([place.id]))


def timeline_of(place: town.Town, query: str = "") -> str:
    """The address of a place's timeline."""
    return f"/places/{place.id}/timeline{query}"


def test_nobody_gets_in_without_signing_in(browser: TestClient, place: town.Town) -> None:
    for path in ("/", "/places/", timeline_of(place), timeline_of(place) + ".csv"):
        answer = browser.get(path)
        assert answer.status_code == 401
        assert answer.headers["content-type"].startswith("text/html")
        assert place.name not in answer.text


def test_a_link_signs_in_once_and_looking_does_not_use_it(
    system: System, browser: TestClient, place: town.Town
) -> None:
    secret = system.access.invite(learning_partner(place), NOW)
    for _ in range(3):
        assert browser.get(f"/sign-in/{secret}").status_code == 200
    before = browser.cookies.get("doubleloop")
    answer = browser.post("/sign-in", data={"token": secret})
    cookie = answer.headers["set-cookie"]
    assert before is None
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert browser.get("/").headers["location"] == timeline_of(place)
    assert browser.post("/sign-in", data={"token": secret}).status_code == 410
    assert browser.get(f"/sign-in/{secret}").status_code == 410


def test_of_fifty_who_press_the_button_at_once_one_gets_in(
    system: System, place: town.Town
) -> None:
    secret = system.access.invite(learning_partner(place), NOW)

    def press(_: int) -> bool:
        try:
            system.access.accept(secret, NOW)
        except NotSignedIn:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(press, range(50))) == 1


def test_a_link_lives_ten_minutes(
    system: System, browser: TestClient, place: town.Town, watch: Watch
) -> None:
    secret = system.access.invite(learning_partner(place), NOW)
    watch.moment = NOW + timedelta(minutes=10, seconds=1)
    assert browser.post("/sign-in", data={"token": secret}).status_code == 410


def test_sessions_end_by_idling_by_age_and_by_being_revoked(
    system: System,
    place: town.Town,
    watch: Watch,
    sign_in: Callable[[Actor], TestClient],
) -> None:
    actor = learning_partner(place)
    browser = sign_in(actor)
    for _ in range(23):
        watch.moment += timedelta(minutes=29)
        assert browser.get("/places/").status_code == 200
    watch.moment += timedelta(minutes=55)
    assert browser.get("/places/").status_code == 401
    watch.moment = NOW
    again = sign_in(actor)
    assert again.get("/places/").status_code == 200
    system.access.sign_out_everywhere(actor.person_id, NOW)
    assert again.get("/places/").status_code == 401


def test_signing_out_ends_it_on_the_server_too(
    place: town.Town, sign_in: Callable[[Actor], TestClient]
) -> None:
    browser = sign_in(learning_partner(place))
    stolen = browser.cookies.get("doubleloop")
    assert browser.post("/sign-out").status_code == 200
    browser.cookies.set("doubleloop", stolen or "")
    assert browser.get("/places/").status_code == 401


def test_over_https_the_cookie_is_bound_to_the_host(system: System, place: town.Town) -> None:
    settings = system.settings.model_copy(update={"public_url": "https://loop.example.org"})
    safe = TestClient(
        create_app(_with(system, settings), clock=lambda: NOW),
        base_url="https://loop.example.org",
        follow_redirects=False,
    )
    secret = system.access.invite(learning_partner(place), NOW)
    answer = safe.post("/sign-in", data={"token": secret})
    assert answer.headers["set-cookie"].startswith("__Host-doubleloop=")
    assert "Secure" in answer.headers["set-cookie"]
    assert "max-age" in answer.headers["strict-transport-security"]


def test_the_timeline_shows_words_marks_and_tables(
    place: town.Town, person: UUID, sign_in: Callable[[Actor], TestClient]
) -> None:
    one = place.record("The desk <b>said</b> yes & smiled.", occurred_on=NOW.date())
    place.tag(one, "POW-2")
    browser = sign_in(learning_partner(place))
    place.entries()
    page = browser.get(timeline_of(place)).text
    assert "The desk &lt;b&gt;said&lt;/b&gt; yes &amp; smiled." in page
    assert "Rests on 1 person: 1 from public services." in page
    picked = browser.get(timeline_of(place, f"?item={one}")).text
    assert 'id="item"' in picked


def test_downloads(place: town.Town, person: UUID, sign_in: Callable[[Actor], TestClient]) -> None:
    place.record("=cmd()")
    browser = sign_in(learning_partner(place))
    place.entries()
    sheet = browser.get(timeline_of(place) + ".csv")
    assert "'=cmd()" in sheet.text
    assert "attachment" in sheet.headers["content-disposition"]
    assert browser.get(timeline_of(place) + ".vl.json").json()["$schema"].endswith("v6.json")
    assert browser.get(timeline_of(place) + ".png").content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "query",
    [
        "?from=yesterday&to=13-13",
        "?about=%00&who=martians",
        "?item=not-an-id",
        "?known=2026-02-30",
        "?trial=1&by=colour",
        "?from=9999-12&to=0001-01",
        "?" + "who=residents&" * 500,
    ],
)
def test_rubbish_in_the_address_is_a_page_not_a_crash(
    place: town.Town, sign_in: Callable[[Actor], TestClient], query: str
) -> None:
    answer = sign_in(learning_partner(place)).get(timeline_of(place, query))
    assert answer.status_code == 200


def test_somebody_elses_place_is_not_there(
    system: System, place: town.Town, sign_in: Callable[[Actor], TestClient]
) -> None:
    other = town.join(system, "Elsewhere")
    browser = sign_in(learning_partner(place))
    hidden, missing = (
        browser.get(f"/places/{id}/timeline")
        for id in (other.id, "00000000-0000-4000-8000-000000000000")
    )
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert "Elsewhere" not in hidden.text


def test_a_funder_sees_no_timeline(
    place: town.Town, person: UUID, sign_in: Callable[[Actor], TestClient]
) -> None:
    place.record("Not for the funder.", scope=Scope.PUBLIC)
    funder = Actor(place.welcome("funder", None), ActorRole.FUNDER, frozenset([place.id]))
    browser = sign_in(funder)
    place.entries()
    for path in ("/places/", timeline_of(place), timeline_of(place) + ".csv"):
        answer = browser.get(path)
        assert "Not for the funder" not in answer.text
        assert place.name not in answer.text


def test_i13_no_framework_word_on_any_page_while_a_place_is_local(
    system: System, place: town.Town, person: UUID, sign_in: Callable[[Actor], TestClient]
) -> None:
    one = place.record("I said yes.")
    place.tag(one, "POW-2")
    place.tag(one, "governance")
    place.start_trial(building_blocks=["governance"])
    phrase = AdoptPhrase(place=place.name, phrase="Who says yes", codes=["POW-2"])
    system.places.adopt_phrase(phrase, BY_LEARNING_PARTNER)
    browser = sign_in(place.member(person))
    place.entries()
    frameworks = default_frameworks()
    items = (*frameworks.behaviours.items, *frameworks.building_blocks.items)
    groups = {group.name for group in frameworks.behaviours.groups}
    pages = [timeline_of(place), timeline_of(place, f"?item={one}"), timeline_of(place) + ".csv"]
    pages += [timeline_of(place) + ".vl.json", "/places/", timeline_of(place, "?by=blocks")]
    for path in pages:
        text = re.sub(r"<title>.*?</title>", "", browser.get(path).text)
        for item in items:
            assert item.wording not in text, path
            assert not re.search(rf"\b{re.escape(item.code)}\b", text) or item.code == "delivery"
        assert not any(f">{group}<" in text for group in groups)
    assert "Who says yes" in browser.get(timeline_of(place)).text


def test_i2_narrowing_takes_effect_at_once_for_a_colleague(
    system: System, place: town.Town, person: UUID, sign_in: Callable[[Actor], TestClient]
) -> None:
    one = place.record("Between us.")
    colleague = place.welcome("ali")
    browser = sign_in(place.member(colleague))
    place.entries()
    assert "Between us." in browser.get(timeline_of(place)).text
    narrow = ChangeScope(scope=Scope.AUTHOR_AND_LP)
    system.capture.change_scope(place.id, str(one), narrow, place.asks(person))
    place.entries()
    assert "Between us." not in browser.get(timeline_of(place)).text


def test_every_answer_carries_the_headers(browser: TestClient, place: town.Town) -> None:
    for path in ("/", "/sign-in/x", "/nowhere", "/health/live", "/api/v1/places"):
        headers = browser.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
    ],
)
def test_forms_of_other_sites_are_turned_away(
    system: System, browser: TestClient, place: town.Town, headers: dict[str, str]
) -> None:
    secret = system.access.invite(learning_partner(place), NOW)
    assert browser.post("/sign-in", data={"token": secret}, headers=headers).status_code == 403
    assert system.access.is_open(secret, NOW)


def test_a_host_that_is_not_ours_gets_nothing(browser: TestClient) -> None:
    answer: httpx2.Response = browser.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400


def test_static_files_may_be_kept(browser: TestClient) -> None:
    answer = browser.get("/static/doubleloop.css")
    assert answer.status_code == 200
    assert "max-age" in answer.headers["cache-control"]


def _with(system: System, settings: Settings) -> System:
    return replace(system, settings=settings)
