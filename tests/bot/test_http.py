"""What comes over HTTP: signed or refused, kept or sent again, and never in a log."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings, strategies
from psycopg import conninfo, sql
from pydantic import SecretStr

from bot.app import SlackApp, build_slack
from bot.http import MOST_BYTES, router
from service.bootstrap import System, open_system
from service.server import create_app
from service.settings import Settings
from tests.support import slack, town
from tests.support.postgres import Postgres

NOW = datetime(2026, 6, 2, 12, tzinfo=UTC)
CANARY = "canary words that nobody may log"
ANSWER_WITHIN = 3.0


@pytest.fixture
def system(settings: Settings) -> Iterator[System]:
    """A system for a workspace whose place is Eastmoor."""
    told = settings.model_copy(
        update={
            "slack_signing_secret": SecretStr(slack.SECRET),
            "slack_bot_token": SecretStr(slack.TOKEN),
            "slack_base_url": "http://127.0.0.1:9/nobody-answers/",
            "slack_place": "Eastmoor",
        }
    )
    with open_system(told) as opened:
        yield opened


@pytest.fixture
def app(system: System, place: town.Town) -> SlackApp:
    """The bot."""
    return build_slack(system, lambda: NOW)


@pytest.fixture
def client(app: SlackApp) -> TestClient:
    """Slack's side of the wire."""
    web = FastAPI()
    web.include_router(router(app))
    return TestClient(web, raise_server_exceptions=False)


def post(client: TestClient, body: bytes, headers: dict[str, str]) -> int:
    """Post a body as it is; the status."""
    return client.post("/slack/events", content=body, headers=headers).status_code


def message(text: str = CANARY) -> str:
    """A direct message, as Slack sends it."""
    return slack.delivery(slack.direct_message(text))


@given(
    where=strategies.sampled_from(["body", "x-slack-request-timestamp", "x-slack-signature"]),
    place_in_it=strategies.integers(min_value=0, max_value=10_000),
    bit=strategies.integers(min_value=0, max_value=7),
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_one_bit_flipped_anywhere_is_refused_and_leaves_nothing(
    client: TestClient, system: System, where: str, place_in_it: int, bit: int
) -> None:
    body = message("Let me in. \u20ac").encode()
    headers = slack.signed(body.decode())
    before = system.log.head
    raw = bytearray(body if where == "body" else headers[where].encode())
    raw[place_in_it % len(raw)] ^= 1 << bit
    changed = bytes(raw)
    if where == "body":
        assert post(client, changed, headers) == 401
    elif changed.isascii() and changed.decode().isprintable() and changed.strip() == changed:
        assert post(client, body, headers | {where: changed.decode()}) == 401
    assert system.log.head == before


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-slack-request-timestamp": "1", "x-slack-signature": "v0=\xe9"},
        {"x-slack-request-timestamp": "9" * 5_000, "x-slack-signature": "v0=00"},
        {"x-slack-request-timestamp": "-1", "x-slack-signature": ""},
        {"x-slack-request-timestamp": "yesterday", "x-slack-signature": "v0=00"},
    ],
)
@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"payload=%7B", b"[" * 5_000])
def test_what_is_not_signed_is_refused_whatever_it_looks_like(
    client: TestClient, headers: dict[str, str], body: bytes
) -> None:
    raw = {name: value.encode("latin-1") for name, value in headers.items()}
    answer = client.post("/slack/events", content=body, headers=raw)  # type: ignore[arg-type]
    assert answer.status_code == 401
    assert answer.content == b""


@pytest.mark.parametrize("away", [301, -301])
def test_an_old_signature_or_one_from_the_future_is_refused(client: TestClient, away: int) -> None:
    body = message()
    headers = slack.signed(body, at=int(time.time()) - away)
    assert post(client, body.encode(), headers) == 401


def test_nothing_refused_or_taken_reaches_a_log(
    system: System, place: town.Town, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):  # Before the bot is made, as a log set up by others is.
        web = FastAPI()
        web.include_router(router(build_slack(system, lambda: NOW)))
        client = TestClient(web, raise_server_exceptions=False)
        body = message()
        post(client, body.encode(), slack.signed(body, secret="wrong"))
        post(client, body.encode(), slack.signed(body, at=1_500_000_000))
        post(client, body.encode(), slack.signed(body))
        strange = json.dumps({"type": "something_new", "words": CANARY})
        post(client, strange.encode(), slack.signed(strange))
    assert "canary" not in caplog.text


def test_what_nobody_listens_for_is_counted_and_answered(client: TestClient, app: SlackApp) -> None:
    limited = json.dumps({"type": "app_rate_limited", "team_id": "T0KRQLJ9H", "api_app_id": "A1"})
    assert post(client, limited.encode(), slack.signed(limited)) == 200
    unknown = slack.delivery({"type": "never_heard_of", "user": "U1"})
    assert post(client, unknown.encode(), slack.signed(unknown)) == 200
    assert app.bot.counts.of_unknown() == {"app_rate_limited": 1, "event_callback": 1}


@pytest.mark.parametrize("broken", ["{", '{"type": ', "[" * 100_000])
def test_what_is_signed_and_cannot_be_read_is_counted(
    client: TestClient, app: SlackApp, broken: str
) -> None:
    headers = slack.signed(broken)
    assert post(client, broken.encode(), headers) == 200
    assert sum(app.bot.counts.of_unknown().values()) == 1


def test_a_body_larger_than_a_megabyte_is_turned_away_unread(
    client: TestClient, system: System, app: SlackApp
) -> None:
    body = message("x" * MOST_BYTES)
    assert post(client, body.encode(), slack.signed(body)) == 413
    whole = TestClient(create_app(system, more=[router(app)]), base_url="http://127.0.0.1")
    assert post(whole, body.encode(), slack.signed(body)) == 413


def test_slacks_challenge_is_answered(client: TestClient) -> None:
    body = json.dumps({"type": "url_verification", "token": "t", "challenge": "3eZbrw1aB"})
    answer = client.post("/slack/events", content=body, headers=slack.signed(body))
    assert (answer.status_code, json.loads(answer.text)) == (200, {"challenge": "3eZbrw1aB"})


@pytest.mark.parametrize("waited", [0, 31, 100_000])
def test_with_the_database_down_slack_hears_503_within_three_seconds(
    system: System, place: town.Town, postgres: Postgres, database_url: str, waited: int
) -> None:
    moment = [NOW.timestamp()]
    app = build_slack(system, lambda: datetime.fromtimestamp(moment[0], UTC))
    web = FastAPI()
    web.include_router(router(app))
    client = TestClient(web, raise_server_exceptions=False)
    first, second = message("Before."), slack.delivery(slack.direct_message("Then.", ts="2.1"))
    assert post(client, first.encode(), slack.signed(first)) == 200
    _take_down(postgres, database_url)
    moment[0] += waited
    for _ in range(2):
        start = time.monotonic()
        assert post(client, second.encode(), slack.signed(second)) == 503
        assert time.monotonic() - start < ANSWER_WITHIN
    _bring_up(postgres, database_url)
    # The first may still meet a connection that died; Slack comes again.
    assert 200 in [post(client, second.encode(), slack.signed(second)) for _ in range(3)]


def _take_down(postgres: Postgres, url: str) -> None:
    name = sql.Identifier(str(conninfo.conninfo_to_dict(url)["dbname"]))
    with psycopg.connect(postgres.url_of("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
            (conninfo.conninfo_to_dict(url)["dbname"],),
        )


def _bring_up(postgres: Postgres, url: str) -> None:
    name = sql.Identifier(str(conninfo.conninfo_to_dict(url)["dbname"]))
    with psycopg.connect(postgres.url_of("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name))
