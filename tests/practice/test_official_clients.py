"""Slack's own clients, unmodified, against practice Slack, driven from outside by its controls."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.practice.server import Practice
from tests.practice.apps import COMMUNITY, HOUSING, VALE, bolt, over_http, over_sockets, put, until
from tests.support.blockkit_samples import (
    SOUND_BLOCKS,
    actions,
    asked,
    button,
    modal,
    option,
    plain,
    section,
)
from tests.support.typescript import installed, node_or_skip

NODE_CLIENTS = {"@slack/bolt": "5.1.0", "@slack/socket-mode": "3.1.0", "@slack/web-api": "8.2.0"}
SCRIPT = Path(__file__).with_name("official_clients.mjs")

WINDOW = modal(
    asked({"type": "plain_text_input", "action_id": "words"}, block_id="words"),
    asked(
        {"type": "static_select", "action_id": "who", "options": [option("all"), option("none")]},
        block_id="who",
        optional=True,
    ),
    asked({"type": "datepicker", "action_id": "when"}, block_id="when", optional=True),
    section(accessory={"type": "external_select", "action_id": "trial"}, block_id="trial"),
    callback_id="reflect",
)
PROMPT = [
    section("What did you notice?"),
    actions(
        button(action_id="write", value="round-1"),
        {"type": "overflow", "action_id": "more", "options": [option("later"), option("pause")]},
    ),
]


class Said(list[tuple[str, Any]]):
    """What an app heard, in order."""

    def of(self, name: str) -> Any:
        """Wait for this, and give what came with it."""
        return until(lambda: [what for heard, what in self if heard == name], name)[-1]


def listening(practice: Practice) -> tuple[App, Said]:
    """A Bolt app that asks a question in a window, as any app would be written."""
    app, said = bolt(practice), Said()

    @app.event("message")
    def message(event: dict[str, Any]) -> None:
        said.append(("message", event))

    @app.event("reaction_added")
    def reaction(event: dict[str, Any]) -> None:
        said.append(("reaction", event))

    @app.shortcut("reflect")
    def shortcut(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        said.append(("opened", client.views_open(trigger_id=body["trigger_id"], view=WINDOW).data))

    @app.options("trial")
    def options(ack: Ack, body: dict[str, Any]) -> None:
        ack(options=[option("one", str(body["value"]))])

    @app.view("reflect")
    def submitted(ack: Ack, view: dict[str, Any]) -> None:
        said.append(("submitted", view["state"]["values"]))
        if view["state"]["values"]["words"]["words"]["value"] == "bad":
            ack(response_action="errors", errors={"words": "Too bad"})
        else:
            ack()

    @app.action("write")
    def write(ack: Ack, body: dict[str, Any], respond: Respond) -> None:
        ack()
        respond(text="Thank you.", replace_original=True)
        said.append(("write", body))

    @app.action("more")
    def more(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        said.append(("more", body))

    @app.command("/learn")
    def command(ack: Ack, body: dict[str, Any]) -> None:
        ack(f"You said {body['text']}")

    return app, said


def controlled(practice: Practice, name: str, /, **body: Any) -> dict[str, Any]:
    """Use a control as somebody outside does: by HTTP."""
    status, told = put(practice, name, body)
    assert status == 200, told
    return told


@pytest.fixture(params=["http", "sockets"])
def said(request: pytest.FixtureRequest, practice: Practice) -> Iterator[Said]:
    """What a Bolt app hears, over HTTP and through Socket Mode."""
    app, said = listening(practice)
    with ExitStack() as stack:
        if request.param == "http":
            stack.enter_context(over_http(practice, app))
        else:
            stack.enter_context(over_sockets(practice, app))
        yield said


@pytest.fixture
def client(practice: Practice) -> WebClient:
    """The official client, with nothing changed but its address."""
    return WebClient(practice.credentials.bot_token, base_url=practice.base_url)


def test_bolt_hears_people_and_asks_in_a_window(practice: Practice, said: Said) -> None:
    posted = controlled(practice, "message", user=HOUSING, channel="im", text="Hello")
    event = said.of("message")
    assert (event["ts"], event["channel_type"]) == (posted["ts"], "im")
    place = {"channel": posted["channel"], "ts": posted["ts"]}
    controlled(practice, "react", user=HOUSING, name="seedling", **place)
    assert said.of("reaction")["item"]["ts"] == posted["ts"]

    controlled(practice, "interact", type="shortcut", user=HOUSING, callback_id="reflect")
    window = {"user": HOUSING, "view_id": said.of("opened")["view"]["id"]}
    offered = controlled(
        practice, "interact", type="block_suggestion", action_id="trial", value="hud", **window
    )
    assert offered["response"]["options"][0]["text"] == plain("hud")
    answer = controlled(
        practice, "interact", type="view_submission", values={"words": "bad"}, **window
    )
    assert answer["response"] == {"response_action": "errors", "errors": {"words": "Too bad"}}
    filled = {"words": {"words": "Fine"}, "who": "none", "when": "2027-03-01"}
    answer = controlled(practice, "interact", type="view_submission", values=filled, **window)
    assert answer["ok"], answer
    values = said.of("submitted")
    assert values["words"]["words"] == {"type": "plain_text_input", "value": "Fine"}
    assert values["who"]["who"]["selected_option"] == option("none")
    assert values["when"]["when"]["selected_date"] == "2027-03-01"


def test_bolt_answers_buttons_menus_and_commands(
    practice: Practice, said: Said, client: WebClient
) -> None:
    ts = client.chat_postMessage(channel=VALE, text="What did you notice?", blocks=PROMPT)["ts"]
    where = {"user": COMMUNITY, "channel": VALE, "ts": ts}
    controlled(practice, "interact", type="block_actions", action_id="more", value="pause", **where)
    assert said.of("more")["actions"][0]["selected_option"] == option("pause")
    controlled(practice, "interact", type="block_actions", action_id="write", **where)
    pressed = said.of("write")
    assert pressed["actions"][0]["value"] == "round-1"
    assert pressed["container"]["message_ts"] == ts
    found = client.conversations_history(channel=VALE, latest=ts, oldest=ts, inclusive=True)
    assert found["messages"][0]["text"] == "Thank you."
    told = controlled(
        practice,
        "interact",
        type="slash_command",
        user=HOUSING,
        channel=VALE,
        command="/learn",
        text="a lot",
    )
    assert told["response"]["text"] == "You said a lot"


@pytest.mark.parametrize("way", ["query", "form", "json", "token in the form"])
def test_every_way_of_sending_a_call_is_the_same_call(practice: Practice, way: str) -> None:
    """The async Python client sends GET with a query and POST with arguments in the query alone;
    Node and Java send forms, in which Java writes `1` for true."""
    token = practice.credentials.bot_token
    arguments = {"channel": VALE, "include_num_members": "1"}
    headers = {"Authorization": f"Bearer {token}"}
    address, body = f"{practice.base_url}conversations.info", None
    if way == "query":
        address += f"?{urlencode(arguments)}"
    elif way == "json":
        headers["Content-Type"] = "application/json;charset=utf-8"
        body = json.dumps({"channel": VALE, "include_num_members": True}).encode()
    else:
        body = urlencode(arguments).encode()
    if way == "token in the form":
        headers, body = {}, urlencode({**arguments, "token": token}).encode()
    with urlopen(Request(address, body, headers)) as answer:
        told = json.load(answer)
    assert told["channel"]["num_members"] > 2


def test_sound_blocks_are_posted_and_kept(client: WebClient) -> None:
    for name in sorted(set(SOUND_BLOCKS) - {"alert"}):
        sound = SOUND_BLOCKS[name]
        posted = client.chat_postMessage(channel=VALE, text="Words", blocks=[sound])
        [kept] = posted["message"]["blocks"]
        # Slack gives ids to what has none; what was given stands as it was.
        assert _without_ids(kept) == _without_ids(sound), name


def _without_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_ids(part) for part in value]
    if isinstance(value, dict):
        ids = ("block_id", "action_id")
        return {name: _without_ids(part) for name, part in value.items() if name not in ids}
    return value


def test_refused_blocks_are_told_with_their_place(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=VALE, text="x", blocks=[section("x" * 3001)])
    told = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert refused.value.response["error"] == "invalid_blocks"
    assert refused.value.response["errors"] == [told]
    assert refused.value.response["response_metadata"]["messages"] == [f"[ERROR] {told}"]


@pytest.mark.parametrize(
    ("given", "code", "pointer"),
    [
        ({"blocks": [{"type": "hero"}]}, "invalid_blocks", "/0/type"),
        ({"message": {"blocks": [{"type": "hero"}]}}, "invalid_message", "/blocks/0/type"),
        ({"view": {**WINDOW, "blocks": [{"type": "hero"}]}}, "invalid_view", "/blocks/0/type"),
    ],
    ids=["blocks", "message", "view"],
)
def test_blocks_can_be_validated_without_posting(
    client: WebClient, given: dict[str, Any], code: str, pointer: str
) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.api_call("blocks.validate", json=given)
    assert refused.value.response["error"] == code
    assert refused.value.response["errors"][0]["pointer"] == pointer
    assert client.api_call("blocks.validate", json={"blocks": [section()]})["ok"]


def test_nodes_clients_cannot_tell_the_difference(practice: Practice) -> None:
    node, _ = node_or_skip()
    home = installed("clients-" + "-".join(NODE_CLIENTS.values()), NODE_CLIENTS)
    with tempfile.TemporaryDirectory(dir=home) as folder:
        script, facts = Path(folder, SCRIPT.name), Path(folder, "facts.json")
        shutil.copy(SCRIPT, script)
        facts.write_text(json.dumps(practice.facts()), encoding="utf-8")
        done = subprocess.run(
            [node, str(script), str(facts)],
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
