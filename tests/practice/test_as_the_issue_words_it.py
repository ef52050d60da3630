"""The command as a stranger uses it: its one line of facts, and every control in its own words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from slack_bolt import Ack, App, BoltRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.practice.apps import Answer, Received, post_json, receiving, until
from tests.support.command import Command

Json = dict[str, Any]

ROSA, VALE = "U0HOUSE001", "C0HARROW01"
CONTROLS = {
    *("message", "interact", "react", "fail", "disconnect", "events_url", "clock"),
}
WINDOW: Json = {
    "type": "modal",
    "callback_id": "note",
    "title": {"type": "plain_text", "text": "A note"},
    "submit": {"type": "plain_text", "text": "Save"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "words",
            "label": {"type": "plain_text", "text": "Words"},
            "element": {"type": "plain_text_input", "action_id": "words"},
        },
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "action_id": "inside",
                    "text": {"type": "plain_text", "text": "More"},
                }
            ],
        },
    ],
}
BUTTON: Json = {
    "type": "actions",
    "elements": [
        {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    ],
}


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Json]:
    """What the command prints first, while it serves."""
    command = Command.embedded(tmp_path_factory.mktemp("practice"))
    process = command.start("practice-slack", "--port", "0")
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())
        assert process.poll() is None, "it serves until it is killed"
    finally:
        process.kill()
        process.communicate(timeout=20)


class Stranger:
    """An app of somebody else, which knows the facts alone."""

    def __init__(self, facts: Json) -> None:
        self.facts, self.heard = facts, []  # type: ignore[var-annotated]
        self.client = WebClient(facts["bot_token"], base_url=facts["base_url"])
        self.app = App(client=self.client, signing_secret=facts["signing_secret"])
        self.refuses = False
        for event in ("message", "reaction_added", "app_home_opened"):
            self.app.event(event)(lambda event: self.heard.append((event["type"], event)))
        self.app.shortcut("note")(self._opens)
        self.app.shortcut("keep")(self._hears)
        self.app.command("/note")(self._hears)
        self.app.action("go")(self._hears)
        self.app.action("inside")(self._hears)
        self.app.view("note")(self._submitted)
        self.app.view_closed("note")(self._hears)

    def _hears(self, ack: Ack, body: Json) -> None:
        ack()
        self.heard.append((body.get("type", "slash_command"), body))

    def _opens(self, ack: Ack, body: Json) -> None:
        ack()
        opened = self.client.views_open(trigger_id=body["trigger_id"], view=WINDOW)
        self.heard.append(("opened", opened["view"]))

    def _submitted(self, ack: Ack, body: Json) -> None:
        self.heard.append(("view_submission", body))
        if self.refuses:
            ack(response_action="errors", errors={"words": "Not yet."})
        else:
            ack()

    def hears(self, kind: str) -> Any:
        """The newest of a kind, once it is there."""
        return until(lambda: [what for heard, what in self.heard if heard == kind], kind)[-1]

    def does(self, control: str, /, **body: Any) -> Json:
        """Use a control; it answers 200."""
        status, told = post_json(self.facts["controls"][control], body)
        assert (status, told.get("ok")) == (200, True), told
        return told

    @contextmanager
    def over_sockets(self) -> Iterator[None]:
        """Connected by Socket Mode."""
        handler = SocketModeHandler(self.app, self.facts["app_token"])
        handler.client.ping_interval = 0.5
        handler.connect()  # type: ignore[no-untyped-call]
        until(handler.client.is_connected, "the connection")
        try:
            yield
        finally:
            handler.close()  # type: ignore[no-untyped-call]

    def answers(self, got: Received) -> Answer:
        """Answers Slack over HTTP."""
        headers: dict[str, Any] = dict(got.headers)
        found = self.app.dispatch(BoltRequest(body=got.body, headers=headers))
        first = {name: values[0] for name, values in found.headers.items()}
        return Answer(found.status, found.body or "", first)


def test_the_line_has_these_keys_and_shapes(facts: Json) -> None:
    keys = "base_url bot_token app_token signing_secret client_id client_secret oauth_code"
    assert set(facts) == {*keys.split(), "spare_token", "user_tokens", "controls"}
    assert facts["base_url"].endswith("/api/")
    assert facts["bot_token"].startswith("xoxb-")
    assert facts["app_token"].startswith("xapp-")
    assert set(facts["controls"]) >= CONTROLS
    for user, token in facts["user_tokens"].items():
        assert (user[0], token[:5]) == ("U", "xoxp-")
        assert WebClient(token, base_url=facts["base_url"]).auth_test()["user_id"] == user


def test_the_spare_token_may_be_destroyed_and_the_code_is_unused(facts: Json) -> None:
    spare = WebClient(facts["spare_token"], base_url=facts["base_url"])
    assert spare.auth_revoke()["revoked"]
    with pytest.raises(SlackApiError, match=r"token_revoked|invalid_auth"):
        spare.auth_test()
    nobody = WebClient(base_url=facts["base_url"])
    app = {"client_id": facts["client_id"], "client_secret": facts["client_secret"]}
    granted = nobody.oauth_v2_access(**app, code=facts["oauth_code"])
    assert granted["access_token"]
    assert WebClient(facts["bot_token"], base_url=facts["base_url"]).auth_test()["ok"]


def everything(stranger: Stranger) -> None:
    """Each control and each kind of interaction, as the issue words them."""
    posted = stranger.does("message", user=ROSA, channel=VALE, text="Hello")
    assert stranger.hears("message")["text"] == "Hello"
    at = {"user": ROSA, "channel": VALE, "ts": posted["ts"]}
    stranger.does("react", **at, name="seedling")
    assert stranger.hears("reaction_added")["item"]["ts"] == posted["ts"]
    stranger.does("interact", type="message_action", **at, callback_id="keep")
    assert stranger.hears("message_action")["message"]["text"] == "Hello"
    command = {"channel": VALE, "command": "/note", "text": "a lot"}
    stranger.does("interact", type="slash_command", user=ROSA, **command)
    assert stranger.hears("slash_command")["text"] == "a lot"
    ts = stranger.client.chat_postMessage(channel=VALE, text="Go?", blocks=[BUTTON])["ts"]
    pressed = {"user": ROSA, "channel": VALE, "ts": ts, "action_id": "go", "value": "1"}
    stranger.does("interact", type="block_actions", **pressed)
    assert stranger.hears("block_actions")["actions"][0]["action_id"] == "go"
    stranger.does("interact", type="shortcut", user=ROSA, callback_id="note")
    view = stranger.hears("opened")["id"]
    inside = {"user": ROSA, "callback_id": "note", "action_id": "inside"}
    stranger.does("interact", type="block_actions", **inside)
    assert stranger.hears("block_actions")["view"]["id"] == view
    sent = {"type": "view_submission", "user": ROSA, "view_id": view}
    stranger.refuses = True
    _, told = post_json(
        stranger.facts["controls"]["interact"], sent | {"values": {"words": "Words"}}
    )
    errors = {"words": "Not yet."}
    assert told["response"] == {"response_action": "errors", "errors": errors}
    stranger.refuses = False
    told = stranger.does("interact", **sent, values={"words": {"words": {"value": "Words"}}})
    assert told["response"] == {}
    state = stranger.hears("view_submission")["view"]["state"]["values"]
    assert state["words"]["words"]["value"] == "Words"
    stranger.heard.clear()
    stranger.does("interact", type="shortcut", user=ROSA, callback_id="note")
    again = stranger.hears("opened")["id"]
    stranger.does("interact", type="view_closed", user=ROSA, view_id=again)
    assert stranger.hears("view_closed")["view"]["id"] == again
    stranger.does("interact", type="app_home_opened", user=ROSA)
    assert stranger.hears("app_home_opened")["tab"] == "home"


def test_every_control_works_over_sockets_and_over_http(facts: Json) -> None:
    stranger = Stranger(facts)
    with stranger.over_sockets():
        everything(stranger)
        stranger.does("disconnect")
        stranger.heard.clear()
        stranger.does("message", user=ROSA, channel="im", text="After a new connection")
        assert stranger.hears("message")["channel_type"] == "im"
    stranger.heard.clear()
    with receiving(stranger.answers) as receiver:
        stranger.does("events_url", url=receiver.url)
        everything(stranger)
        assert receiver.received
        stranger.does("events_url", url=None)
        before = len(receiver.received)
        stranger.heard.clear()
        with stranger.over_sockets():
            stranger.does("message", user=ROSA, channel=VALE, text="By socket again")
            assert stranger.hears("message")["text"] == "By socket again"
        assert len(receiver.received) == before


def test_faults_are_as_often_as_asked_and_the_clock_goes_ahead(facts: Json) -> None:
    stranger = Stranger(facts)
    stranger.does("fail", method="team.info", error="ratelimited", retry_after=7, times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as refused:
            stranger.client.team_info()
        assert refused.value.response.status_code == 429
        assert refused.value.response.headers["Retry-After"] == "7"
    assert stranger.client.team_info()["ok"]
    first = stranger.does("clock", advance=0)["now"]
    assert stranger.does("clock", advance=3600)["now"] - first >= 3600
