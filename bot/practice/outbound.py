"""Outbound: one signed HTTP request to the app, answered within its time or not at all."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

GOOD = range(200, 300)
LONGEST_ANSWER = 1_000_000


@dataclass(frozen=True)
class Reply:
    """What the app's HTTP server said."""

    status: int | None
    """None where nothing came in time."""
    text: str
    took: float
    reason: str = ""
    """Why Slack would try again, in its own words; nothing where all went well."""
    no_retry: bool = False


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's signature over a body: the app compares it with its own."""
    signed = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def post(
    url: str,
    body: bytes,
    content_type: str,
    secret: str,
    *,
    patience: float,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Post a body as Slack does. It is signed with real time, for the app checks against that."""
    started = time.monotonic()
    timestamp = str(int(time.time()))
    sent = {
        "Content-Type": content_type,
        "Accept": "*/*",
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(secret, timestamp, body),
        **(headers or {}),
    }
    try:
        return _exchange(url, body, sent, patience, started)
    except TimeoutError:
        return Reply(None, "", time.monotonic() - started, "http_timeout")
    except ssl.SSLError:
        return Reply(None, "", time.monotonic() - started, "ssl_error")
    except OSError:
        return Reply(None, "", time.monotonic() - started, "connection_failed")
    except (http.client.HTTPException, ValueError):
        return Reply(None, "", time.monotonic() - started, "unknown_error")


def _exchange(
    url: str, body: bytes, headers: Mapping[str, str], patience: float, started: float
) -> Reply:
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=patience)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, body, dict(headers))
        with connection.getresponse() as answer:
            text = answer.read(LONGEST_ANSWER).decode("utf-8", errors="replace")
            good = answer.status in GOOD
            no_retry = answer.headers.get("X-Slack-No-Retry") == "1"
        took = time.monotonic() - started
        if took > patience:
            return Reply(None, "", took, "http_timeout", no_retry)
        return Reply(answer.status, text, took, "" if good else "http_error", no_retry)
    finally:
        connection.close()
