"""The page on which somebody allows the app: what it asks, and where they go back to."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from slack_sdk import WebClient
from starlette.testclient import TestClient

from bot.practice.seeds import new_world
from bot.practice.server import Practice, create
from bot.practice.world import Json
from tests.practice.apps import COORDINATOR, HARROW, NORTHSIDE

BACK = "https://log.example/slack/oauth_redirect"
OWEN, COLIN, HAL = "U0COUNC002", "U0RESID001", "U0GONE0001"


class Door:
    """Somebody's browser at the page, without a network."""

    def __init__(self, manifest: Json | None = None) -> None:
        self.practice = Practice(new_world(manifest), 1)
        self.browser = TestClient(create(self.practice), follow_redirects=False)

    def link(self, **more: str | None) -> dict[str, str]:
        """What an app's link says."""
        app = self.practice.world.app
        said = {"client_id": app.client_id, "scope": "chat:write,im:history", "state": "s&1"}
        told: dict[str, str | None] = {**said, "redirect_uri": BACK, **more}
        return {name: value for name, value in told.items() if value is not None}

    def opens(self, **more: str | None) -> tuple[int, str]:
        """Somebody follows the link: the status and the page."""
        answer = self.browser.get("/oauth/v2/authorize", params=self.link(**more))
        return answer.status_code, answer.text

    def says(self, answer: str, **more: str | None) -> dict[str, str]:
        """What they bring back to the app, when they answered."""
        told = self.link(answer=answer, **more)
        given = self.browser.post(
            "/oauth/v2/authorize",
            content=urlencode(told),
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
        assert given.status_code == 303, given.text
        where = given.headers["location"]
        assert where.startswith(f"{told.get('redirect_uri', BACK)}?")
        return {name: values[0] for name, values in parse_qs(urlsplit(where).query).items()}


@pytest.fixture
def door() -> Door:
    """The page of an app without a manifest."""
    return Door()


def test_it_says_who_can_allow_it_and_what_is_asked_in_plain_words(door: Door) -> None:
    status, page = door.opens(scope="chat:write im:history,chat:write,strange:one")
    assert status == 200
    assert page.count("Send messages as itself") == 1
    assert "Read messages that people send it directly" in page
    assert "Do what Slack calls <code>strange:one</code>" in page
    assert "Joan Whitlow" in page
    assert "Owen Strand" in page
    assert "Colin Abara" not in page  # a guest
    assert "Hal Everett" not in page  # has left
    assert "Vera Lund" not in page  # of a workspace that is kept off the page


def test_a_yes_brings_a_code_and_the_state_back(door: Door) -> None:
    told = door.says("allow", user=OWEN)
    assert set(told) == {"code", "state"}
    assert told["state"] == "s&1"
    grant = door.practice.world.grants.use_code(told["code"], BACK)
    assert (grant.team, grant.installer) == (NORTHSIDE, OWEN)
    assert grant.scopes == frozenset({"chat:write", "im:history"})


def test_a_no_brings_only_that_back(door: Door) -> None:
    assert door.says("deny", user=OWEN) == {"error": "access_denied", "state": "s&1"}


def test_the_token_may_do_what_was_asked_and_no_more(practice: Practice) -> None:
    world = practice.world
    code = world.grants.new_code(NORTHSIDE, OWEN, None, frozenset({"chat:write"}))
    client = WebClient(base_url=practice.base_url)
    app: Any = world.app
    given = client.oauth_v2_access(
        client_id=app.client_id, client_secret=app.client_secret, code=code
    )
    assert given["scope"] == "chat:write"
    assert world.installs[NORTHSIDE].scopes == {"chat:write"}


def test_a_link_may_name_the_workspace(door: Door) -> None:
    _, page = door.opens(team=NORTHSIDE)
    assert "Owen Strand" in page
    assert "Joan Whitlow" not in page


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"client_id": "1.2"}, "no app with this client_id"),
        ({"client_id": None}, "no app with this client_id"),
        ({"redirect_uri": None}, "where to go back to"),
        ({"redirect_uri": "javascript:alert(1)"}, "where to go back to"),
        ({"scope": " , "}, "what the app wants to do"),
        ({"team": "T1"}, "nobody in this workspace"),
    ],
)
def test_a_link_that_is_wrong_is_a_page_that_says_why(
    door: Door, more: dict[str, str | None], sentence: str
) -> None:
    status, page = door.opens(**more)
    assert status == 400
    assert sentence in page
    assert "<form" not in page


@pytest.mark.parametrize("user", [COLIN, HAL, "U1", None])
def test_nobody_else_can_say_yes(door: Door, user: str | None) -> None:
    told = door.link(answer="allow", user=user)
    answer = door.browser.post("/oauth/v2/authorize", content=urlencode(told))
    assert answer.status_code == 400
    assert "Nobody was chosen who could allow it." in answer.text


def test_only_the_addresses_of_the_manifest_are_gone_back_to() -> None:
    door = Door({"oauth_config": {"redirect_urls": [BACK]}})
    assert door.opens(redirect_uri="https://elsewhere.example/")[0] == 400
    assert door.says("allow", user=COORDINATOR, redirect_uri=None)["code"]
    assert HARROW in door.practice.world.installs


def test_nothing_of_the_link_is_run_by_the_page(door: Door) -> None:
    _, page = door.opens(state='"><script>alert(1)</script>', scope="<b>x")
    assert "<script" not in page
    assert "<b>x" not in page
