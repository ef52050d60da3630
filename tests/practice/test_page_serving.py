"""How the page of practice Slack is served: its policy, its files, its news and its journal."""

from __future__ import annotations

import json
import re
import threading
from typing import Any
from urllib.request import urlopen

import pytest

from bot.practice.page.live import Live
from bot.practice.server import Practice
from tests.practice.apps import (
    HOUSING,
    SOON,
    VALE,
    until,
)
from tests.practice.paging import Page, small

GONE, LEARNERS = "U0GONE0001", "C0LEARN001"


@pytest.fixture
def page(practice: Practice) -> Page:
    """The page."""
    return Page(practice)


@pytest.mark.parametrize("path", ["/", f"/as/{HOUSING}", "/journal", "/page/app.js", "/page/live"])
def test_everything_is_served_under_a_strict_policy(page: Page, path: str) -> None:
    with urlopen(page.practice.address + path) as answer:
        headers = small(answer.headers)
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_pages_hold_no_script_or_style_of_their_own(page: Page) -> None:
    for path in ("/", f"/as/{HOUSING}", "/journal"):
        text = page.ask(path)[2]
        assert text.count("<script") == text.count('<script type="module" src="/page/')
        assert "style=" not in text
        assert "<style" not in text
        assert "http" not in text
        assert re.search(r"\son\w+=", text) is None


def test_only_the_files_of_the_page_are_served(page: Page) -> None:
    assert page.ask("/page/base.css")[1]["content-type"].startswith("text/css")
    for path in ("/page/routes.py", "/page/..%2Froutes.py", "/page/nothing.js", "/page/%2e%2e"):
        assert page.ask(path)[0] == 404


@pytest.mark.parametrize(
    ("what", "body", "kind", "status"),
    [
        ("fly", {}, "application/json", 404),
        ("message", {"channel": VALE}, "application/json", 400),
        ("message", ["x"], "application/json", 400),
        ("message", {"channel": VALE, "text": "x"}, "text/plain", 400),
        ("submit_view", {"view_id": "V1", "values": 3}, "application/json", 400),
    ],
)
def test_nonsense_is_refused(page: Page, what: str, body: Any, kind: str, status: int) -> None:
    got, _, text = page.ask(f"/as/{HOUSING}/do/{what}", body, kind)
    assert got == status
    assert json.loads(text)["error"]
    assert page.texts(HOUSING) == []


def test_news_arrive_by_themselves(page: Page) -> None:
    with urlopen(f"{page.practice.address}/page/live", timeout=10) as stream:
        first = int(json.loads(stream.readline().decode().removeprefix("data: "))["revision"])
        assert stream.readline() == b"\n"
        page.do(HOUSING, "message", channel=VALE, text="News")
        second = int(json.loads(stream.readline().decode().removeprefix("data: "))["revision"])
    assert second > first


def test_no_change_is_missed_while_the_watch_begins(page: Page) -> None:
    world, woken = page.practice.world, threading.Event()
    live = Live(world)
    with world.lock:
        live.listen(woken.set)
        world.touch()
    assert woken.wait(SOON)
    live.forget(woken.set)


def test_the_journal_shows_what_the_app_asked(page: Page) -> None:
    token = page.practice.credentials.bot_token
    page.practice.web_api.answer("auth.test", {}, token)
    entries = until(
        lambda: json.loads(page.ask("/page/journal")[2])["entries"], "an entry of the journal"
    )
    assert [one["method"] for one in entries if one["kind"] == "call"] == ["auth.test"]
    after = entries[-1]["number"]
    assert json.loads(page.ask(f"/page/journal?after={after}")[2])["entries"] == []
    assert token not in json.dumps(entries)
