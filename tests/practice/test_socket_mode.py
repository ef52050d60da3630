"""Socket Mode: hello, envelopes and their answers, redelivery, and connections that come and go."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from slack_sdk import WebClient
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from bot.practice.server import Practice, running
from tests.practice.apps import HARROW, HOUSING, VALE, bolt, over_sockets, until

MANIFEST = {
    "settings": {"event_subscriptions": {"bot_events": ["message.channels", "app_uninstalled"]}},
    "features": {
        "shortcuts": [{"type": "global", "callback_id": "reflect", "name": "Reflect"}],
        "slash_commands": [{"command": "/reflect", "description": "Leave a line"}],
    },
}


@pytest.fixture
def practice() -> Iterator[Practice]:
    """A practice Slack that tells of messages in channels only."""
    with running(manifest=MANIFEST) as started:
        yield started


def new_address(practice: Practice) -> str:
    """An address for a connection, asked for with Slack's own client."""
    client = WebClient(base_url=practice.base_url)
    opened = client.apps_connections_open(app_token=practice.credentials.app_token)
    return str(opened["url"])


@contextmanager
def connected(practice: Practice) -> Iterator[ClientConnection]:
    """A bare connection that has been greeted."""
    with connect(new_address(practice)) as socket:
        assert heard(socket)["type"] == "hello"
        yield socket


def heard(socket: ClientConnection) -> dict[str, Any]:
    """The next message."""
    told: dict[str, Any] = json.loads(socket.recv(timeout=5))
    return told


def acknowledge(socket: ClientConnection, envelope: dict[str, Any], **more: Any) -> None:
    """Answer an envelope."""
    socket.send(json.dumps({"envelope_id": envelope["envelope_id"], **more}))


def test_an_unmodified_app_hears_and_answers(practice: Practice) -> None:
    app = bolt(practice)

    @app.event("message")
    def reply(event: dict[str, Any], say: Any) -> None:
        say(f"Heard: {event['text']}")

    with over_sockets(practice, app):
        practice.message(HOUSING, VALE, "Over the socket")
        channel = practice.world.channels[VALE]
        answer = until(lambda: [m for m in channel.messages.values() if m.bot_id], "the answer")
        assert answer[0].text == "Heard: Over the socket"
        practice.settle()


def test_hello_says_how_many_are_connected_and_to_which_app(practice: Practice) -> None:
    with connected(practice), connect(new_address(practice)) as second:
        hello = heard(second)
        assert hello["num_connections"] == 2
        assert hello["connection_info"] == {"app_id": practice.world.app.id}


def test_an_event_comes_in_an_envelope_until_it_is_acknowledged(practice: Practice) -> None:
    practice.deliveries.patience = 0.2
    with connected(practice) as socket:
        practice.message(HOUSING, VALE, "Once more")
        first = heard(socket)
        assert first["type"] == "events_api"
        assert first["accepts_response_payload"] is False
        assert (first["retry_attempt"], first["retry_reason"]) == (0, "")
        again = heard(socket)
        assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")
        assert again["envelope_id"] != first["envelope_id"]
        assert again["payload"] == first["payload"]
        acknowledge(socket, again, payload={})
        practice.settle()
        practice.clock(600)
        practice.settle()
        assert first["payload"]["authorizations"][0]["team_id"] == HARROW


@pytest.mark.parametrize("answer", [{"payload": {}}, {}, {"payload": {"text": "Thank you"}}])
def test_an_interaction_takes_an_answer_with_or_without_a_payload(
    practice: Practice, answer: dict[str, Any]
) -> None:
    with connected(practice) as socket, ThreadPoolExecutor() as pool:
        clicked = pool.submit(practice.interactions.shortcut, HOUSING, "reflect")
        envelope = heard(socket)
        assert envelope["type"] == "interactive"
        assert envelope["accepts_response_payload"] is True
        assert "retry_attempt" not in envelope
        acknowledge(socket, envelope, **answer)
        ack = clicked.result()
        assert (ack.ok, ack.status, ack.body) == (True, 200, answer.get("payload", {}))


def test_a_command_comes_as_its_fields_and_is_never_repeated(practice: Practice) -> None:
    practice.deliveries.patience = 0.2
    with connected(practice) as socket:
        said = practice.interactions.slash_command(HOUSING, VALE, "/reflect", "one line")
        assert not said.ok
        assert "operation_timeout" in said.problem
        envelope = heard(socket)
        assert envelope["type"] == "slash_commands"
        assert envelope["payload"]["text"] == "one line"
        with pytest.raises(TimeoutError):
            socket.recv(timeout=0.3)


def test_what_a_dying_connection_left_goes_to_another_one(practice: Practice) -> None:
    with ExitStack() as rest:
        with connected(practice) as first:
            practice.message(HOUSING, VALE, "Do not lose me")
            lost = heard(first)
            second = rest.enter_context(connected(practice))
        found = heard(second)
        assert found["payload"] == lost["payload"]
        assert (found["retry_attempt"], found["retry_reason"]) == (1, "connection_failed")
        acknowledge(second, found)
        practice.settle()


def test_what_happens_while_nobody_is_connected_arrives_with_the_next_connection(
    practice: Practice,
) -> None:
    practice.message(HOUSING, VALE, "Too early")
    with connected(practice) as socket:
        envelope = heard(socket)
        assert envelope["payload"]["event"]["text"] == "Too early"
        acknowledge(socket, envelope)
        practice.settle()


def test_envelopes_go_to_any_one_of_the_connections(practice: Practice) -> None:
    with connected(practice) as one, connected(practice) as other:
        seen = {id(one): 0, id(other): 0}
        for number in range(100):
            practice.message(HOUSING, VALE, f"Line {number}")
            for socket in (one, other):
                try:
                    envelope = heard_soon(socket)
                except TimeoutError:
                    continue
                acknowledge(socket, envelope)
                seen[id(socket)] += 1
            if all(seen.values()):
                break
        assert all(seen.values())


def heard_soon(socket: ClientConnection) -> dict[str, Any]:
    """The next message, if it is nearly here."""
    told: dict[str, Any] = json.loads(socket.recv(timeout=0.05))
    return told


def test_the_eleventh_connection_is_one_too_many(practice: Practice) -> None:
    with ExitStack() as all_of_them:
        for _ in range(10):
            all_of_them.enter_context(connected(practice))
        eleventh = all_of_them.enter_context(connect(new_address(practice)))
        word = heard(eleventh)
        assert (word["type"], word["reason"]) == ("disconnect", "too_many_websockets")
        until(lambda: eleventh.state.name in ("CLOSING", "CLOSED"), "its end")
        assert practice.sockets.open_connections == 10


def test_an_address_is_good_for_one_connection(practice: Practice) -> None:
    address = new_address(practice)
    with connect(address) as socket:
        heard(socket)
        with pytest.raises(InvalidStatus), connect(address):
            pass


def test_an_app_told_to_refresh_comes_back_and_loses_nothing(practice: Practice) -> None:
    app, told = bolt(practice), []

    @app.event("message")
    def keep(event: dict[str, Any]) -> None:
        told.append(event["text"])

    with over_sockets(practice, app) as handler:
        before = handler.client.session_id()
        assert practice.disconnect() == {"ok": True, "connections": 1}
        practice.message(HOUSING, VALE, "In between")
        until(lambda: told == ["In between"], "the message")
        assert handler.client.session_id() != before
        practice.settle()


def test_pings_are_answered(practice: Practice) -> None:
    with connected(practice) as socket:
        assert socket.ping(b"are you there").wait(timeout=5)


def test_socket_mode_ends_when_the_app_is_removed_after_it_heard_so(practice: Practice) -> None:
    with connected(practice) as socket:
        practice.uninstall(HARROW)
        envelope = heard(socket)
        assert envelope["payload"]["event"]["type"] == "app_uninstalled"
        acknowledge(socket, envelope)
        word = heard(socket)
        assert (word["type"], word["reason"]) == ("disconnect", "link_disabled")


def test_noise_on_a_connection_is_noted_and_borne(practice: Practice) -> None:
    with connected(practice) as socket:
        for noise in ("hello", "[]", "{}", '{"envelope_id": "unknown"}', b"bytes"):
            socket.send(noise)
        practice.message(HOUSING, VALE, "Still there")
        acknowledge(socket, heard(socket))
        practice.settle()
        noted = [one for one in practice.journal.entries() if one["kind"] == "socket"]
        assert [one["happened"] for one in noted].count("not understood") == 4


def test_a_click_waits_for_an_app_that_is_just_connecting_anew(practice: Practice) -> None:
    with ThreadPoolExecutor() as pool, connected(practice) as first:
        practice.disconnect()
        assert heard(first)["type"] == "disconnect"
        clicked = pool.submit(practice.interactions.shortcut, HOUSING, "reflect")
        with connected(practice) as second:
            acknowledge(second, heard(second))
            assert clicked.result().ok
