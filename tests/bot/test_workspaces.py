"""Several workspaces: how each takes the app, what is kept of it, how tokens are renewed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID

import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from psycopg import sql
from pydantic import SecretStr

from bot.app import SlackApp, build_slack
from bot.http import router
from bot.oauth import authorization_url
from bot.posts import Address, Posted, Want
from bot.practice.server import Practice, create, running
from bot.practice.world import Json
from bot.sending import NoWorkspace
from service.bootstrap import System, open_system
from service.domain.errors import Unavailable
from service.settings import Settings
from tests.support import slack as wire
from tests.support.workspace import HARROW, NORTHSIDE, Clock

OWEN, PETRA = "U0COUNC002", "U0COUNC001"
ADDRESS = "https://learning.example.org"
TURNED = {"settings": {"token_rotation_enabled": True}}


@dataclass
class Several:
    """The bot for several workspaces, with practice Slack on the other side."""

    practice: Practice
    slack: SlackApp
    system: System
    clock: Clock
    browser: TestClient

    def begin(self) -> dict[str, str]:
        """Somebody opens the link: what Slack's page is asked."""
        answer = self.browser.get("/slack/install", follow_redirects=False)
        assert answer.status_code == 302
        where = answer.headers["location"]
        assert where.startswith(f"{self.practice.address}/oauth/v2/authorize?")
        asked = parse_qs(urlsplit(where).query, keep_blank_values=True)
        return {name: values[0] for name, values in asked.items()}

    def come_back(self, state: str, code: str) -> tuple[int, str]:
        """They come back from it: the status and the page."""
        told = {"code": code, "state": state}
        answer = self.browser.get("/slack/oauth_redirect", params=told)
        return answer.status_code, answer.text

    def install(self, team: str = NORTHSIDE, user: str = OWEN) -> None:
        """The whole dance."""
        state = self.begin()["state"]
        code = self.practice.authorize(team, user)["code"]
        status, page = self.come_back(state, code)
        assert status == 200, page

    def choose(self, user: str, answer: str) -> tuple[int, str]:
        """Somebody opens the link, answers on Slack's page, and is brought back."""
        told = self.begin() | {"user": user, "answer": answer}
        slack = TestClient(create(self.practice), follow_redirects=False)
        form = {"content-type": "application/x-www-form-urlencoded"}
        assert slack.get("/oauth/v2/authorize", params=told).status_code == 200
        back = slack.post("/oauth/v2/authorize", content=urlencode(told), headers=form)
        page = self.browser.get(back.headers["location"].removeprefix(ADDRESS))
        return page.status_code, page.text

    def whose(self, team: str) -> str:
        """Whom the token for a workspace stands for, as Slack says."""
        return str(self.slack.workspaces.client(team).auth_test()["team_id"])

    def hear(self, team: str, event: Json) -> int:
        """Slack tells of an event; the status."""
        body = wire.delivery(event).replace("T0KRQLJ9H", team)
        headers = wire.signed(body, secret=self.practice.world.app.signing_secret)
        return self.browser.post("/slack/events", content=body, headers=headers).status_code


@contextmanager
def several(
    settings: Settings, given: Json | None = None, token: bool = False
) -> Iterator[Several]:
    """All of it, for the time of a test."""
    with running(manifest=given) as practice:
        app, keys = practice.world.app, practice.credentials
        told = settings.model_copy(
            update={
                "public_url": ADDRESS,
                "slack_signing_secret": SecretStr(app.signing_secret),
                "slack_client_id": app.client_id,
                "slack_client_secret": SecretStr(app.client_secret),
                "slack_bot_token": SecretStr(keys.bot_token) if token else None,
                "slack_base_url": practice.base_url,
            }
        )
        with open_system(told) as system:
            clock = Clock()
            slack = build_slack(system, clock)
            web = FastAPI()
            web.include_router(router(slack))
            yield Several(practice, slack, system, clock, TestClient(web, base_url=ADDRESS))


@pytest.fixture
def both(settings: Settings) -> Iterator[Several]:
    """The bot for several workspaces."""
    with several(settings) as found:
        yield found


def rows(url: str) -> str:
    """Every row of every table, as text and as what its bytes would be."""
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables "
            "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        found = []
        for schema, table in tables:
            name = sql.Identifier(schema, table)
            query = sql.SQL("SELECT t::text FROM {} AS t").format(name)
            found += [str(row[0]) for row in connection.execute(query)]
        return "\n".join(found)


def test_a_workspace_takes_the_app_over_slacks_own_pages(both: Several) -> None:
    asked = both.begin()
    assert asked["client_id"] == both.practice.world.app.client_id
    assert asked["redirect_uri"] == f"{ADDRESS}/slack/oauth_redirect"
    assert asked["user_scope"] == ""
    assert "chat:write" in asked["scope"]
    code = both.practice.authorize(NORTHSIDE, OWEN)["code"]
    status, page = both.come_back(asked["state"], code)
    assert (status, "doubleloop is now in Northside Council" in page) == (200, True)
    assert both.whose(NORTHSIDE) == NORTHSIDE


def test_somebody_says_yes_on_slacks_page_and_the_app_is_there(both: Several) -> None:
    status, page = both.choose(OWEN, "allow")
    assert (status, "doubleloop is now in Northside Council" in page) == (200, True)
    assert both.whose(NORTHSIDE) == NORTHSIDE


def test_somebody_says_no_on_slacks_page_and_is_told_that_nothing_happened(both: Several) -> None:
    status, page = both.choose(OWEN, "deny")
    assert status == 200
    assert "doubleloop is now in" not in page
    assert NORTHSIDE not in both.practice.world.installs


def test_each_workspace_gets_its_own_token(both: Several) -> None:
    both.install(NORTHSIDE, OWEN)
    both.install(HARROW, "U0COORD001")
    assert [both.whose(team) for team in (HARROW, NORTHSIDE)] == [HARROW, NORTHSIDE]
    with pytest.raises(NoWorkspace):
        both.slack.workspaces.client("T0NEVER01")
    assert both.slack.workspaces.authorize(None, "T0NEVER01") is None


def test_every_client_trusts_whom_the_first_one_read(both: Several) -> None:
    both.install(NORTHSIDE, OWEN)
    workspaces = both.slack.workspaces
    trusted = workspaces.answering_client().ssl
    assert trusted is not None
    assert workspaces.client(NORTHSIDE).ssl is trusted
    assert both.slack.bolt.client.ssl is trusted


def test_a_state_is_good_once(both: Several) -> None:
    state = both.begin()["state"]
    code = both.practice.authorize(NORTHSIDE, OWEN)["code"]
    assert both.come_back(state, code)[0] == 200
    both.browser.cookies.set("slack-app-oauth-state", state)
    again = both.practice.authorize(NORTHSIDE, OWEN)["code"]
    assert both.come_back(state, again)[0] == 400


def test_a_state_is_good_for_ten_minutes(both: Several) -> None:
    state = both.begin()["state"]
    both.clock.go_on(timedelta(minutes=10, seconds=1))
    assert both.come_back(state, both.practice.authorize(NORTHSIDE, OWEN)["code"])[0] == 400
    with pytest.raises(NoWorkspace):
        both.slack.workspaces.client(NORTHSIDE)


@pytest.mark.parametrize("state", ["", "made-up", "../../x"])
def test_a_state_that_we_did_not_give_is_refused(both: Several, state: str) -> None:
    both.begin()
    both.browser.cookies.set("slack-app-oauth-state", state)
    assert both.come_back(state, both.practice.authorize(NORTHSIDE, OWEN)["code"])[0] == 400


def test_a_state_is_for_the_browser_that_asked(both: Several) -> None:
    state = both.begin()["state"]
    both.browser.cookies.clear()
    assert both.come_back(state, both.practice.authorize(NORTHSIDE, OWEN)["code"])[0] == 400


def test_states_are_kept_as_digests(both: Several, database_url: str) -> None:
    assert both.begin()["state"] not in rows(database_url)


def test_who_says_no_hears_that_nothing_changed(both: Several) -> None:
    answer = both.browser.get("/slack/oauth_redirect", params={"error": "access_denied"})
    assert (answer.status_code, "You said no" in answer.text) == (200, True)


def test_what_came_with_the_request_is_not_shown_again(both: Several) -> None:
    answer = both.browser.get("/slack/oauth_redirect", params={"error": "<script>alert()"})
    assert (answer.status_code, "script" in answer.text) == (400, False)


def test_a_code_that_slack_does_not_take_reaches_no_log(
    both: Several, caplog: pytest.LogCaptureFixture
) -> None:
    assert both.come_back(both.begin()["state"], "canary-code")[0] == 400
    assert "canary" not in caplog.text


def test_with_slack_away_the_page_says_to_come_again(both: Several) -> None:
    state = both.begin()["state"]
    both.practice.fail("oauth.v2.access", "internal_error", status=503)
    code = both.practice.authorize(NORTHSIDE, OWEN)["code"]
    status, page = both.come_back(state, code)
    assert status in (400, 503)
    assert "again" in page


def test_no_token_lies_open_in_the_database(both: Several, database_url: str) -> None:
    both.install()
    both.install(HARROW, "U0COORD001")
    both.whose(NORTHSIDE)
    dump = rows(database_url)
    assert NORTHSIDE in dump, "the rows were read"
    for secret in (r"xox", r"xoxe", b"xox".hex(), OWEN, "Northside"):
        assert re.search(secret, dump) is None, secret


def test_it_is_removed_and_taken_again_without_its_former_installer(
    both: Several, database_url: str
) -> None:
    both.install(NORTHSIDE, OWEN)
    before = both.slack.bot.installations.of(NORTHSIDE).installation
    assert before is not None
    both.slack.bot.installations.end(NORTHSIDE, "", "app_uninstalled", both.clock())
    with pytest.raises(NoWorkspace):
        both.slack.workspaces.client(NORTHSIDE)
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SELECT sealed, why_ended FROM slack.installations").fetchone()
    assert row == (b"", "app_uninstalled")
    both.install(NORTHSIDE, PETRA)
    after = both.slack.bot.installations.of(NORTHSIDE).installation
    assert after is not None
    assert (before.user_id, after.user_id) == (OWEN, PETRA)
    assert both.whose(NORTHSIDE) == NORTHSIDE


def test_what_should_have_gone_meanwhile_goes_once_the_app_is_taken_again(both: Several) -> None:
    both.install(NORTHSIDE, OWEN)
    posts, now = both.slack.bot.posts, both.clock()
    want = Want("introduction", UUID(int=1), UUID(int=2), Address(NORTHSIDE, "C0ANY00001"))
    posts.want([want], 1, now)
    (post,) = posts.about("introduction", UUID(int=1))
    posts.told(post, Posted("C0ANY00001", "1.1"), b"", now)
    posts.give_up(post, "no workspace")
    assert posts.waiting() == 0
    both.install(HARROW, "U0COORD001")
    assert posts.waiting() == 0
    both.install(NORTHSIDE, PETRA)
    assert posts.waiting() == 1


def test_a_late_word_of_the_end_does_not_end_what_was_installed_since(both: Several) -> None:
    at = both.clock() - timedelta(seconds=1)
    both.install()
    both.slack.bot.installations.end(NORTHSIDE, "", "app_uninstalled", at)
    assert both.whose(NORTHSIDE) == NORTHSIDE


def test_tokens_are_renewed_before_they_end(settings: Settings) -> None:
    with several(settings, TURNED) as both:
        both.install()
        first = both.slack.workspaces.client(NORTHSIDE).token
        _hours_on(both, 9.5)
        assert both.slack.workspaces.client(NORTHSIDE).token == first
        _hours_on(both, 1)
        second = both.slack.workspaces.client(NORTHSIDE).token
        assert second != first
        assert both.whose(NORTHSIDE) == NORTHSIDE
        _hours_on(both, 10.5)
        assert both.whose(NORTHSIDE) == NORTHSIDE
        assert both.slack.workspaces.client(NORTHSIDE).token != second


def test_who_answers_slack_renews_only_when_it_cannot_wait(settings: Settings) -> None:
    with several(settings, TURNED) as both:
        both.install()
        first = both.slack.workspaces.authorize(None, NORTHSIDE).bot_token
        _hours_on(both, 11)
        assert both.slack.workspaces.authorize(None, NORTHSIDE).bot_token == first
        _hours_on(both, 0.6)
        assert both.slack.workspaces.authorize(None, NORTHSIDE).bot_token != first


def test_of_many_at_once_one_renews(settings: Settings) -> None:
    with several(settings, TURNED) as both:
        both.install()
        _hours_on(both, 10.5)
        with ThreadPoolExecutor(4) as threads:
            tokens = list(
                threads.map(lambda _: both.slack.workspaces.client(NORTHSIDE).token, range(4))
            )
        assert len(set(tokens)) == 1
        renewed = [
            entry
            for entry in both.practice.journal.entries()
            if entry["kind"] == "call" and entry["method"] == "oauth.v2.access"
        ]
        assert len(renewed) == 2, "once to install and once to renew"


def test_what_cannot_be_renewed_now_is_used_while_it_lasts(settings: Settings) -> None:
    with several(settings, TURNED) as both:
        both.install()
        first = both.slack.workspaces.client(NORTHSIDE).token
        _hours_on(both, 10.5)
        both.practice.fail("oauth.v2.access", "internal_error", status=503)
        assert both.slack.workspaces.client(NORTHSIDE).token == first
        assert both.slack.workspaces.client(NORTHSIDE).token != first


def test_what_was_known_outlives_a_database_that_is_away(
    both: Several, monkeypatch: pytest.MonkeyPatch
) -> None:
    both.install()
    token = both.slack.workspaces.authorize(None, NORTHSIDE).bot_token

    def away(*_: object) -> None:
        raise Unavailable

    monkeypatch.setattr(both.slack.bot.installations, "_look_up", away)
    assert both.slack.workspaces.authorize(None, NORTHSIDE).bot_token == token
    both.clock.go_on(timedelta(minutes=5))
    with pytest.raises(Unavailable):  # Whoever finds it out has waited for it already.
        both.slack.workspaces.authorize(None, NORTHSIDE)
    assert both.slack.workspaces.authorize(None, NORTHSIDE).bot_token == token


def test_the_settings_token_is_for_its_own_workspace_beside_the_others(
    settings: Settings,
) -> None:
    with several(settings, token=True) as both:
        both.install(NORTHSIDE, OWEN)
        assert [both.whose(team) for team in (HARROW, NORTHSIDE)] == [HARROW, NORTHSIDE]
        with pytest.raises(NoWorkspace):
            both.slack.workspaces.client("T0NEVER01")


def test_without_client_id_nobody_can_install(settings: Settings) -> None:
    with several(settings, token=True) as both:
        told = both.system.settings.model_copy(update={"slack_client_id": None})
        object.__setattr__(both.system, "settings", told)
        web = FastAPI()
        web.include_router(router(both.slack))
        assert TestClient(web).get("/slack/install").status_code == 404


def test_the_page_is_of_the_slack_that_we_talk_to() -> None:
    assert authorization_url("https://slack.com/api/") == "https://slack.com/oauth/v2/authorize"
    assert authorization_url("http://127.0.0.1:9/api/") == "http://127.0.0.1:9/oauth/v2/authorize"


def _hours_on(both: Several, hours: float) -> None:
    both.clock.go_on(timedelta(hours=hours))
    both.practice.clock(hours * 3600)
