"""Controls: an outside tester has people, Slack and the clock do things, by POSTs of JSON."""

from __future__ import annotations

import json
import signal
import socket
import threading
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.practice.server import Practice, running
from tests.practice.apps import (
    COORDINATOR,
    HARROW,
    HOUSING,
    LEARNING,
    NORTHSIDE,
    SHARED,
    VALE,
    post_json,
    put,
    until,
)
from tests.practice.scripted import PLAIN, App, Told, modal
from tests.support.command import Command, Inside

CREDENTIALS = {
    "base_url",
    "bot_token",
    "app_token",
    "signing_secret",
    "client_id",
    "client_secret",
    "oauth_code",
    "spare_token",
    "user_tokens",
    "controls",
}


def done(practice: Practice, control: str, **body: Any) -> Told:
    """What a control answered, when all went well."""
    status, told = put(practice, control, body)
    assert (status, told.get("ok")) == (200, True), told
    return told


def refused(practice: Practice, control: str, **body: Any) -> str:
    """The sentence with which a control said no."""
    status, told = put(practice, control, body)
    assert (status, told.get("ok")) == (200, False)
    return str(told["error"])


def test_people_write_change_react_and_take_back(practice: Practice) -> None:
    posted = done(practice, "message", user=HOUSING, channel="im", text="A line")
    channel = practice.world.channels[posted["channel"]]
    assert channel.is_im
    at = {"user": HOUSING, "channel": posted["channel"], "ts": posted["ts"]}
    done(practice, "edit", **at, text="Another line")
    assert channel.messages[posted["ts"]].text == "Another line"
    done(practice, "react", **at, name="seedling")
    assert channel.messages[posted["ts"]].reactions == {"seedling": [HOUSING]}
    done(practice, "react", **at, name=":seedling:", remove=True)
    assert channel.messages[posted["ts"]].reactions == {}
    more = {"user": HOUSING, "channel": "im", "thread_ts": posted["ts"]}
    reply = done(practice, "message", **more, text="More")
    assert channel.messages[reply["ts"]].thread_ts == posted["ts"]
    done(practice, "delete", **at | {"ts": reply["ts"]})
    assert reply["ts"] not in channel.messages


def test_every_kind_of_interaction_can_be_asked_for(practice: Practice, app: App) -> None:
    button = {"type": "button", "text": PLAIN, "action_id": "go"}
    ts = app.posts({"type": "actions", "elements": [button]})
    on_message = {"user": HOUSING, "channel": VALE, "ts": ts}
    app.opens(view=modal(notify_on_close=True))
    for wish in (
        {"type": "shortcut", "user": HOUSING, "callback_id": "reflect"},
        {"type": "message_action", **on_message, "callback_id": "keep"},
        {"type": "slash_command", "user": HOUSING, "channel": VALE, "command": "/r", "text": "x"},
        {"type": "block_actions", **on_message, "action_id": "go", "value": "x"},
        {"type": "view_closed", "user": HOUSING},
        {"type": "app_home_opened", "user": HOUSING},
    ):
        done(practice, "interact", **wish)
    done(practice, "settle")
    kinds = {one.told.get("type", "slash_command") for one in app.receiver.received}
    kinds |= {one.told["event"]["type"] for one in app.receiver.received if "event" in one.told}
    assert {"shortcut", "message_action", "slash_command", "block_actions"} <= kinds
    assert {"view_closed", "app_home_opened"} <= kinds


@pytest.mark.parametrize(
    "values",
    [
        {"words": {"typed": {"type": "plain_text_input", "value": "A line"}}},
        {"words": {"typed": "A line"}},
        {"words": "A line"},
        {"typed": "A line"},
    ],
)
def test_a_view_is_filled_in_and_submitted_in_any_shape(
    practice: Practice, app: App, values: Told
) -> None:
    view = app.opens()
    app.says({"response_action": "errors", "errors": {"words": "Not yet."}})
    wish = {"type": "view_submission", "user": HOUSING, "view_id": view.id, "values": values}
    told = done(practice, "interact", **wish)
    assert told["response"] == {"response_action": "errors", "errors": {"words": "Not yet."}}
    assert told["errors"] == {"words": "Not yet."}
    state = app.told("view_submission")["view"]["state"]["values"]
    assert state == {"words": {"typed": {"type": "plain_text_input", "value": "A line"}}}


def test_an_open_modal_is_found_by_its_callback_id(practice: Practice, app: App) -> None:
    button = {"type": "button", "text": PLAIN, "action_id": "go"}
    app.opens(view=modal({"type": "actions", "elements": [button]}))
    wish = {"type": "block_actions", "user": HOUSING, "callback_id": "note", "action_id": "go"}
    done(practice, "interact", **wish)
    assert app.told("block_actions")["view"]["callback_id"] == "note"
    sentence = refused(practice, "interact", **wish | {"callback_id": "other"})
    assert sentence == f"{HOUSING} has no view with the callback_id other before them."


def test_the_home_answers_to_clicks_too(practice: Practice, app: App) -> None:
    button = {"type": "button", "text": PLAIN, "action_id": "go"}
    client = WebClient(base_url=practice.base_url, token=practice.credentials.bot_token)
    home = {"type": "home", "blocks": [{"type": "actions", "elements": [button]}]}
    client.views_publish(user_id=HOUSING, view=home)
    done(practice, "interact", type="block_actions", user=HOUSING, action_id="go")
    assert app.told("block_actions")["view"]["type"] == "home"


def test_faults_reach_the_clients(practice: Practice) -> None:
    done(practice, "fail", method="auth.test", error="ratelimited", retry_after=7, times=1)
    url = f"{practice.base_url}auth.test?token={practice.credentials.bot_token}"
    assert post_json(url, {}) == (429, {"ok": False, "error": "ratelimited"})
    assert post_json(url, {})[0] == 200


def test_people_channels_and_the_app_come_and_go(practice: Practice) -> None:
    done(practice, "member", user=HOUSING, channel="#harrow-vale", action="leave")
    assert HOUSING not in practice.world.channels[VALE].members
    done(practice, "member", user=HOUSING, channel="harrow-vale", action="join")
    done(practice, "user", user=HOUSING, tz="America/Toronto", deleted=True)
    assert practice.world.users[HOUSING].deleted
    done(practice, "channel", channel=SHARED, action="unshare", team=NORTHSIDE)
    done(practice, "channel", channel=SHARED, action="share", team=NORTHSIDE)
    assert practice.world.channels[SHARED].connected == {NORTHSIDE}
    done(practice, "channel", channel=SHARED, action="rename", name="new-name")
    done(practice, "channel", channel=SHARED, action="archive", user=COORDINATOR)
    assert practice.world.channels[SHARED].is_archived
    done(practice, "uninstall", team=HARROW)
    assert HARROW not in practice.world.installs


def test_the_bot_is_brought_into_a_channel(practice: Practice) -> None:
    [private] = [c for c in practice.world.channels.values() if c.name == "learning-partners"]
    done(practice, "member", user=LEARNING, channel=private.id, action="invite_bot")
    assert practice.world.installs[HARROW].bot_user in private.members


def test_a_fresh_code_installs_the_app_again(practice: Practice) -> None:
    done(practice, "uninstall", team=HARROW)
    code = done(practice, "authorize", team=HARROW, user=COORDINATOR)["code"]
    app = practice.world.app
    client = WebClient(base_url=practice.base_url)
    granted = client.oauth_v2_access(
        client_id=app.client_id, client_secret=app.client_secret, code=code
    )
    assert granted["team"]["id"] == HARROW


def test_the_journal_and_the_snapshot_tell_without_secrets(practice: Practice) -> None:
    done(practice, "message", user=HOUSING, channel=VALE, text="A line")
    client = WebClient(base_url=practice.base_url, token=practice.credentials.bot_token)
    client.auth_test()
    [entry] = [
        one
        for one in done(practice, "journal", after=0)["entries"]
        if one.get("method") == "auth.test"
    ]
    assert done(practice, "journal", after=entry["number"])["entries"] == []
    everything = done(practice, "snapshot")
    [channel] = [one for one in everything["channels"] if one["id"] == VALE]
    assert channel["messages"][-1]["text"] == "A line"
    keys = practice.credentials
    told = json.dumps([everything, practice.journal.entries()])
    for secret in (keys.bot_token, keys.app_token, practice.world.app.signing_secret):
        assert secret not in told


@pytest.mark.parametrize(
    ("control", "body", "sentence"),
    [
        ("message", {"user": "U1", "channel": "im", "text": "x"}, "Nobody here has the id U1."),
        ("message", {"user": HOUSING, "channel": "C1", "text": "x"}, "There is no channel C1."),
        ("clock", {"advance": -1}, "The clock only goes ahead."),
        ("uninstall", {"team": NORTHSIDE}, f"The app is not installed in {NORTHSIDE}."),
        ("interact", {"type": "view_submission", "user": HOUSING}, f"{HOUSING} has no view"),
        ("react", {"user": HOUSING, "channel": VALE, "ts": "1", "name": "x"}, "Slack says no"),
        ("events_url", {"url": "http://127.0.0.1:1/"}, "http://127.0.0.1:1/ did not answer"),
    ],
)
def test_what_cannot_be_done_is_a_plain_sentence(
    practice: Practice, control: str, body: Told, sentence: str
) -> None:
    assert refused(practice, control, **body).startswith(sentence)


@pytest.mark.parametrize(
    ("control", "body"),
    [
        ("message", {"user": HOUSING}),
        ("message", {"user": HOUSING, "channel": 7, "text": "x"}),
        ("message", ["user"]),
        ("interact", {"type": "dance", "user": HOUSING}),
        ("interact", {"type": "shortcut", "user": HOUSING, "colour": "red"}),
        ("interact", {"type": "shortcut", "user": HOUSING}),
        ("react", {"user": HOUSING, "channel": VALE, "ts": "1"}),
        ("user", {"user": HOUSING, "tz": "Middle/Earth"}),
        ("user", {"user": HOUSING, "deleted": []}),
        ("fail", {"method": "auth.test", "delay": 1e308}),
        ("clock", {"advance": 1e308}),
        ("clock", {"advance": float("nan")}),
        ("message", {"user": HOUSING, "channel": VALE, "files": [{"content": "no name"}]}),
    ],
)
def test_a_request_that_makes_no_sense_is_a_bad_request(
    practice: Practice, control: str, body: object
) -> None:
    status, told = put(practice, control, body)
    assert (status, told["ok"]) == (400, False)


def test_an_unknown_control_is_not_found(practice: Practice) -> None:
    assert post_json(f"{practice.address}/controls/dance", {})[0] == 404


def test_it_stops_at_once_and_leaves_nothing_running() -> None:
    before = set(threading.enumerate())
    with running() as practice:
        done(practice, "message", user=HOUSING, channel=VALE, text="Nobody listens")
        port = practice.address.rpartition(":")[2]
    until(lambda: set(threading.enumerate()) <= before, "the end of every thread")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(port)))


def test_the_command_prints_its_facts_first_and_stops_when_told(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text('{"display_information": {"name": "Learning log"}}')
    process = Command.embedded(tmp_path).start("practice-slack", "--manifest", str(manifest))
    try:
        assert process.stdout is not None
        facts = json.loads(process.stdout.readline())
        assert set(facts) == CREDENTIALS
        assert facts["base_url"].endswith("/api/")
        client = WebClient(base_url=facts["base_url"], token=facts["bot_token"])
        assert client.auth_test()["team_id"] == HARROW
        wish = {"user": HOUSING, "channel": "im", "text": "A line"}
        assert post_json(facts["controls"]["message"], wish)[1]["ok"] is True
    finally:
        process.send_signal(signal.SIGTERM)
        out, problems = process.communicate(timeout=20)
    assert (process.returncode, out, problems) == (0, "", "")


@pytest.mark.parametrize(
    ("settings", "arguments", "sentence"),
    [
        ({"DOUBLELOOP_PUBLIC_URL": "https://log.example"}, [], "Practice Slack is for trying"),
        ({"DOUBLELOOP_PUBLIC_URL": "http://log.example"}, [], "Practice Slack is for trying"),
        ({"DATABASE_URL": "postgresql://log@db.example/log"}, [], "Practice Slack is for trying"),
        ({"DATABASE_URL": "host=/tmp,db.example"}, [], "Practice Slack is for trying"),
        ({"DATABASE_URL": "nonsense"}, [], "DATABASE_URL cannot be read."),
        ({}, ["--manifest", "nowhere.json"], "nowhere.json cannot be read"),
    ],
)
def test_the_command_refuses_in_one_sentence(
    tmp_path: Path, settings: dict[str, str], arguments: list[str], sentence: str
) -> None:
    command = Inside({"DOUBLELOOP_DATA": str(tmp_path)} | settings)
    finished = command.run("practice-slack", *arguments)
    assert finished.code == 1
    assert finished.err.startswith(sentence)


@pytest.mark.parametrize(
    "settings",
    [
        {"DOUBLELOOP_PUBLIC_URL": "http://localhost:8400"},
        {"DATABASE_URL": "postgresql://log@127.0.0.1/log"},
        {"DATABASE_URL": "postgresql:///log?host=/run/postgresql"},
    ],
)
def test_the_command_runs_beside_what_is_on_this_machine(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    command = Inside({"DOUBLELOOP_DATA": str(tmp_path)} | settings)
    finished = command.run("practice-slack", "--manifest", "nowhere.json")
    assert finished.err.startswith("nowhere.json cannot be read")


def test_a_taken_port_is_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        finished = Inside({"DOUBLELOOP_DATA": str(tmp_path)}).run("practice-slack", "--port", port)
    assert finished.code == 1
    assert finished.err.startswith(f"Port {port} is taken")
