"""The controls of practice Slack take what testers call things: reactions, files, `/me`."""

from __future__ import annotations

import base64
from typing import Any
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.practice.server import Practice
from bot.practice.world import Message
from tests.practice.apps import HARROW, HOUSING, VALE, put
from tests.practice.scripted import App, Told

GONE = "U0GONE0001"


def message(practice: Practice, **more: Any) -> Message:
    """What somebody posted in the channel."""
    status, told = put(practice, "message", {"user": HOUSING, "channel": VALE, **more})
    assert (status, told["ok"]) == (200, True), told
    return practice.world.channels[VALE].messages[told["ts"]]


def heard(practice: Practice, app: App) -> Told:
    """The last event that the app was sent."""
    practice.settle()
    event: Told = app.told("event_callback")["event"]
    return event


@pytest.mark.parametrize("named", ["name", "reaction", "emoji"])
@pytest.mark.parametrize("timed", ["ts", "timestamp"])
@pytest.mark.parametrize(
    "taken_away", [{"remove": True}, {"added": False}, {"action": "removed"}, {"type": "remove"}]
)
def test_a_reaction_is_asked_for_in_slacks_words_or_shorter(
    practice: Practice, named: str, timed: str, taken_away: dict[str, Any]
) -> None:
    said = message(practice, text="A line")
    wish = {"user": HOUSING, "channel": VALE, timed: said.ts, named: "seedling"}
    assert put(practice, "react", wish)[1]["ok"] is True
    assert said.reactions == {"seedling": [HOUSING]}
    assert put(practice, "react", wish | taken_away)[1]["ok"] is True
    assert said.reactions == {}


@pytest.mark.parametrize(
    "held", [{"content": "a,b"}, {"content_base64": base64.b64encode(b"a,b").decode()}]
)
def test_a_message_carries_files_that_the_app_can_fetch(
    practice: Practice, app: App, held: dict[str, str]
) -> None:
    message(practice, text="Here", files=[{"name": "minutes.csv", **held}])
    event = heard(practice, app)
    assert (event["subtype"], event["text"]) == ("file_share", "Here")
    [file] = event["files"]
    assert (file["name"], file["mimetype"], file["size"]) == ("minutes.csv", "text/csv", 3)
    assert file["permalink"].startswith("https://harrow-vale.slack.com/files/")
    token = practice.credentials.bot_token
    asked = Request(file["url_private"], headers={"Authorization": f"Bearer {token}"})
    with urlopen(asked, timeout=10) as answer:
        assert answer.read() == b"a,b"


def test_a_file_that_stands_elsewhere_is_a_link(practice: Practice) -> None:
    said = message(practice, files=[{"name": "photo.jpg", "url": "https://files.example/1.jpg"}])
    assert (said.subtype, said.text) == ("file_share", "")
    assert said.files[0]["url_private"] == "https://files.example/1.jpg"
    assert said.files[0]["is_external"] is True


def test_somebody_says_what_they_do(practice: Practice, app: App) -> None:
    message(practice, text="waves", subtype="me_message")
    assert heard(practice, app)["subtype"] == "me_message"


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([{"name": "a", "content_base64": "é"}], "The content of a is not base64."),
        ([{"name": "a", "content": "x" * 1_000_001}], "a is larger than 1,000,000 bytes."),
    ],
)
def test_a_file_that_cannot_be_kept_is_a_sentence(
    practice: Practice, files: list[dict[str, str]], sentence: str
) -> None:
    wish = {"user": HOUSING, "channel": VALE, "files": files}
    assert put(practice, "message", wish) == (200, {"ok": False, "error": sentence})
    assert practice.world.files == {}


def test_nobody_begins_to_write_to_somebody_deactivated(practice: Practice) -> None:
    client = WebClient(base_url=practice.base_url, token=practice.credentials.bot_token)
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=GONE, text="Hello")
    assert refused.value.response["error"] == "channel_not_found"


def test_what_was_begun_before_somebody_was_deactivated_stays_open(practice: Practice) -> None:
    client = WebClient(base_url=practice.base_url, token=practice.credentials.bot_token)
    before = client.chat_postMessage(channel=HOUSING, text="Hello")
    practice.user(HOUSING, deleted=True)
    after = client.chat_postMessage(channel=HOUSING, text="Are you there?")
    assert after["channel"] == before["channel"]
    with pytest.raises(SlackApiError) as refused:
        client.conversations_open(users=HOUSING)
    assert refused.value.response["error"] == "user_disabled"
    assert practice.world.users[HOUSING].team == HARROW
