"""As much of Slack as one listener needs: deliveries signed as Slack signs them."""

from __future__ import annotations

import json
import time
from typing import Any

from slack_sdk.signature import SignatureVerifier

SECRET = "not-a-real-secret"
TOKEN = "xoxb-not-a-real-token"


def delivery(event: dict[str, Any], event_id: str = "Ev0PV52K25") -> str:
    """An Events API body around an event."""
    return json.dumps(
        {
            "token": "verification-token",
            "team_id": "T0KRQLJ9H",
            "api_app_id": "A0KRD7HC3",
            "event": event,
            "type": "event_callback",
            "event_id": event_id,
            "event_time": 1780308000,
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": "T0KRQLJ9H",
                    "user_id": "U0BOT",
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
        }
    )


def direct_message(text: str, ts: str = "1780308000.000100", **more: Any) -> dict[str, Any]:
    """A line typed to the bot."""
    return {
        "type": "message",
        "channel": "D024BE91L",
        "channel_type": "im",
        "user": "U2147483697",
        "team": "T0KRQLJ9H",
        "text": text,
        "ts": ts,
        "event_ts": ts,
        **more,
    }


def signed(body: str, *, secret: str = SECRET, at: int | None = None) -> dict[str, str]:
    """The headers with which Slack signs a body."""
    timestamp = str(int(time.time()) if at is None else at)
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    assert signature is not None
    return {
        "content-type": "application/json",
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": signature,
    }
