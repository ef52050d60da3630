"""Socket Mode: the same app where no port is open, with an envelope answered once it is kept."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.error import URLError

from slack_bolt import BoltRequest, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.app import SlackApp

CONNECT_SECONDS = 10
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
AT_ONCE = 10
"""How many envelopes are looked at at the same time."""
OK = 200

logger = logging.getLogger("doubleloop.bot.socket")


class Socket:
    """Keeps a connection to Slack, and hands on what comes over it."""

    def __init__(self, slack: SlackApp, app_token: str) -> None:
        settings = slack.bot.system.settings
        # Slack's client logs whole messages where it may: it may not.
        logger.setLevel(logging.ERROR)
        self._slack = slack
        self._client = SocketModeClient(
            app_token=app_token,
            logger=logger,
            web_client=WebClient(base_url=settings.slack_base_url, timeout=CONNECT_SECONDS),
            concurrency=AT_ONCE,
        )
        self._client.socket_mode_request_listeners.append(self._came)
        self._stopping = threading.Event()

    @property
    def is_connected(self) -> bool:
        """True while Slack can reach us."""
        return self._client.is_connected()

    def run(self) -> None:
        """Connect, and try again until that works; from then on the connection renews itself."""
        wait = FIRST_WAIT
        while not self._stopping.is_set():
            try:
                self._client.connect()
                break
            except (SlackClientError, URLError, OSError) as error:
                logger.error("Slack cannot be reached yet (%s).", type(error).__name__)
                self._stopping.wait(wait)
                wait = min(wait * 2, LONGEST_WAIT)
        if self._stopping.is_set():
            self._close()

    def stop(self) -> None:
        """Let go of the connection, once what came over it is answered."""
        self._stopping.set()
        self._close()

    def _close(self) -> None:
        try:
            self._client.close()
        except AttributeError:  # Closed by two at the same moment: the client trips over that once.
            self._client.close()

    def _came(self, client: BaseSocketModeClient, envelope: SocketModeRequest) -> None:
        answer = self._slack.bolt.dispatch(_asked(envelope))
        # What could not be kept is not acknowledged: then Slack sends it again.
        if answer.status == OK:
            client.send_socket_mode_response(
                SocketModeResponse(envelope_id=envelope.envelope_id, payload=_payload(answer))
            )


@contextmanager
def running_socket(slack: SlackApp, app_token: str) -> Iterator[Socket]:
    """Listen by Socket Mode meanwhile."""
    socket = Socket(slack, app_token)
    thread = threading.Thread(target=socket.run, name="socket", daemon=True)
    thread.start()
    try:
        yield socket
    finally:
        socket.stop()
        thread.join(timeout=CONNECT_SECONDS)


def _asked(envelope: SocketModeRequest) -> BoltRequest:
    headers = {
        "x-slack-retry-num": envelope.retry_attempt,
        "x-slack-retry-reason": envelope.retry_reason,
    }
    told = {name: str(value) for name, value in headers.items() if value is not None}
    return BoltRequest(mode="socket_mode", body=envelope.payload, headers={**told})


def _payload(answer: BoltResponse) -> dict[str, Any] | None:
    """What the acknowledgement carries: what a modal should do next; a text is for the person."""
    if not answer.body:
        return None
    if answer.headers["content-type"][0].startswith("application/json"):
        found: dict[str, Any] = json.loads(answer.body)
        return found
    return {"text": answer.body}
