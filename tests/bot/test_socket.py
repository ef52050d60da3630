"""Socket Mode: the same app without an open port, and nothing acknowledged that is not kept."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest

from bot.practice.server import running
from bot.socket import Socket, running_socket
from service.bootstrap import LEARNING_PARTNER_HERE
from service.domain.errors import Unavailable
from service.projections.entries import Filter
from tests.practice.apps import until
from tests.support.workspace import ROSA, Workspace, buttons

WORDS = "The desk said yes on the spot."


@pytest.fixture
def socket(slack: Workspace) -> Iterator[Socket]:
    """Harrow Vale by Socket Mode."""
    slack.practice.events_url(None)
    with running_socket(slack.slack, slack.practice.credentials.app_token) as socket:
        until(lambda: slack.practice.sockets.open_connections, "the connection")
        yield socket


def said(slack: Workspace) -> list[str]:
    """What stands on the timeline."""
    slack.system.runner.catch_up()
    found = slack.system.reading.timeline(LEARNING_PARTNER_HERE, slack.place, Filter())
    return [entry.text for entry in found.entries]


def heard(slack: Workspace) -> list[tuple[int, str]]:
    """The deliveries of messages: which attempt, and what was wrong with it."""
    return [
        (entry["attempt"], entry["reason"])
        for entry in slack.practice.journal.entries()
        if entry["kind"] == "delivery" and entry.get("event") == "message"
    ]


def test_a_line_becomes_a_reflection_and_a_modal_is_answered(
    slack: Workspace, socket: Socket
) -> None:
    slack.says(ROSA, WORDS)
    slack.deliver()
    (message,) = slack.told(ROSA)
    assert "saved.change" in buttons(message)
    slack.clicks(ROSA, "saved.change", message)
    slack.submits(ROSA, words="   ")
    assert slack.has_modal(ROSA), "what was refused stays open, with its sentence"
    slack.submits(ROSA, words="The desk said no.")
    assert said(slack) == ["The desk said no."]
    assert socket.is_connected


def test_what_cannot_be_kept_is_not_acknowledged_and_comes_again(
    slack: Workspace, socket: Socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack.practice.deliveries.patience = 0.5
    real, tries = slack.system.log.recorder.insert_events, []

    def down_at_first(*given: object, **more: object) -> object:
        tries.append(given)
        if len(tries) == 1:
            raise Unavailable
        return real(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(slack.system.log.recorder, "insert_events", down_at_first)
    slack.says(ROSA, WORDS)
    until(lambda: len(heard(slack)) >= 2, "the second attempt")
    slack.practice.settle()
    assert heard(slack)[0] == (0, "timeout")
    assert said(slack) == [WORDS]


def test_it_goes_on_after_slack_ends_the_connection(slack: Workspace, socket: Socket) -> None:
    slack.practice.disconnect()
    until(lambda: slack.practice.sockets.open_connections, "the next connection")
    slack.says(ROSA, WORDS)
    assert said(slack) == [WORDS]


def test_no_words_reach_a_log(
    slack: Workspace, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with caplog.at_level(logging.DEBUG):
        slack.practice.events_url(None)
        with running_socket(slack.slack, slack.practice.credentials.app_token):
            until(lambda: slack.practice.sockets.open_connections, "the connection")
            slack.says(ROSA, "canary words")
    assert "canary" not in caplog.text
    assert said(slack) == ["canary words"]


def test_it_waits_for_a_slack_that_is_away(slack: Workspace) -> None:
    slack.practice.fail("apps.connections.open", "internal_error", status=503)
    slack.practice.events_url(None)
    with running_socket(slack.slack, slack.practice.credentials.app_token):
        until(lambda: slack.practice.sockets.open_connections, "the connection")


def test_it_stops_while_it_waits(slack: Workspace) -> None:
    with running() as other:  # A Slack that does not know this app token.
        before = set(threading.enumerate())
        with running_socket(slack.slack, other.credentials.app_token):
            until(lambda: _calls(slack, "apps.connections.open"), "the first try")
        started = set(threading.enumerate()) - before
        assert [one.name for one in started if one.name == "socket"] == []


def _calls(slack: Workspace, method: str) -> int:
    entries = slack.practice.journal.entries()
    return sum(entry.get("method") == method for entry in entries)
