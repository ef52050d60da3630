"""Samples: what a payload of Slack's is here, how it is signed, and the envelope around events."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from tests.support.workspace import HARROW, NORTHSIDE, ROSA

Json = dict[str, Any]
Way = Literal["event", "interaction", "command"]

APP, BOT, BOT_ID = "A0PRACTICE1", "U0BOTHARRO", "B0BOTHARRO"
DIRECT = "D0HOUSE001"
GROUP = "G0READERS1"
TS, THREAD = "1795420800.000200", "1795420700.000100"
NOBODY = "6f3f2f60-6f0f-4c43-9a2b-2a4a5d9c1b11"
"""An id that nothing has."""


@dataclass(frozen=True)
class Sample:
    """One payload, and the way in which Slack sends it."""

    name: str
    source: str
    body: Json
    way: Way = "event"

    def encoded(self) -> tuple[str, str]:
        """The request's body and its content type."""
        if self.way == "event":
            return json.dumps(self.body), "application/json"
        if self.way == "interaction":
            form = {"payload": json.dumps(self.body)}
        else:
            form = {name: str(value) for name, value in self.body.items()}
        return urlencode(form), "application/x-www-form-urlencoded"


def signed(sample: Sample, secret: str) -> tuple[bytes, dict[str, str]]:
    """The request as Slack posts it."""
    body, kind = sample.encoded()
    timestamp = str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    assert signature is not None
    headers = {
        "content-type": kind,
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": signature,
    }
    return body.encode(), headers


def around(event: Json, **more: Any) -> Json:
    """The envelope of the Events API (BP test_message_bot.py, JS events/MessagePayload.json)."""
    return {
        "token": "practice-verification-token",
        "team_id": HARROW,
        "context_team_id": HARROW,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": "Ev0SAMPLE1",
        "event_time": 1795420800,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": HARROW,
                "user_id": BOT,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": "4-eyJldCI6Im1lc3NhZ2UifQ",
        **more,
    }


def shared(event: Json, **more: Any) -> Json:
    """The envelope in a channel shared with another organisation: the outer team is theirs (BP
    test_events_shared_channels.py)."""
    told = {"team_id": NORTHSIDE, "is_ext_shared_channel": True}
    return around(event, **(told | more))


def said(text: str, ts: str = TS, **more: Any) -> Json:
    """A message as it stands inside another payload."""
    return {"type": "message", "user": ROSA, "team": HARROW, "text": text, "ts": ts, **more}
