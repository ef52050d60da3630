"""As much of Slack as one listener needs: signed deliveries, and a Web API that knows the token."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from slack_sdk.signature import SignatureVerifier

SECRET = "not-a-real-secret"
TOKEN = "xoxb-not-a-real-token"


@contextmanager
def web_api() -> Iterator[str]:
    """An address where `auth.test` answers as Slack's does."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _WebApi)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/api/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


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


class _WebApi(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        """Answer auth.test; the token is the only thing checked."""
        self.rfile.read(int(self.headers.get("content-length", 0)))
        known = self.headers.get("authorization") == f"Bearer {TOKEN}"
        answer = (
            {
                "ok": True,
                "url": "https://example.slack.com/",
                "team": "Example",
                "user": "doubleloop",
                "team_id": "T0KRQLJ9H",
                "user_id": "U0BOT",
                "bot_id": "B0BOT",
            }
            if known
            else {"ok": False, "error": "invalid_auth"}
        )
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
