"""Apps for practice Slack to talk to: unmodified Bolt over HTTP and sockets, and bare receivers."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs
from urllib.request import Request, urlopen

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.practice.server import Practice

SOON = 10.0
HOUSING, COMMUNITY, LEARNING, GUEST = "U0HOUSE001", "U0COMMU001", "U0LEARN001", "U0GUEST001"
COORDINATOR, COUNCIL = "U0COORD001", "U0COUNC001"
HARROW, NORTHSIDE = "T0HARROW1", "T0NORTH01"
VALE, SHARED = "C0HARROW01", "C0SHARED01"


def until(so: Callable[[], Any], what: str) -> Any:
    """Wait until something is so, and what it then is."""
    deadline = time.monotonic() + SOON
    while not (found := so()):
        assert time.monotonic() < deadline, f"{what} did not come about within {SOON} s"
        threading.Event().wait(0.005)
    return found


@dataclass
class Received:
    """One request that an app's HTTP server took."""

    headers: dict[str, str]
    body: str

    @property
    def told(self) -> dict[str, Any]:
        """What was told: an event's body, an interaction's payload, or a command's fields."""
        if self.body.startswith("{"):
            found: dict[str, Any] = json.loads(self.body)
            return found
        fields = {name: values[0] for name, values in parse_qs(self.body).items()}
        return json.loads(fields["payload"]) if "payload" in fields else fields


@dataclass
class Answer:
    """What the app's HTTP server answers."""

    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Receiver:
    """An HTTP server of an app. Every request is kept, and answered by a function."""

    answer: Callable[[Received], Answer]
    url: str = ""
    received: list[Received] = field(default_factory=list)

    def events(self, kind: str) -> list[Received]:
        """The requests that told of an event of this type."""
        return [one for one in self.received if one.told.get("event", {}).get("type") == kind]


@contextmanager
def receiving(answer: Callable[[Received], Answer]) -> Iterator[Receiver]:
    """A receiver, for the time of a test. It answers Slack's challenge by itself."""
    receiver = Receiver(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            got = Received({name.lower(): value for name, value in self.headers.items()}, body)
            if '"url_verification"' in body:
                given = Answer(body=got.told["challenge"])
            else:
                receiver.received.append(got)
                given = receiver.answer(got)
            try:
                self.send_response(given.status)
                for name, value in given.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(given.body.encode())
            except OSError:
                return  # Practice Slack did not wait for it, as some tests want.

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver.url = f"http://127.0.0.1:{server.server_port}/slack/events"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()


def bolt(practice: Practice) -> App:
    """An unmodified Bolt app that knows practice Slack by its base URL alone."""
    return App(
        client=WebClient(base_url=practice.base_url, token=practice.credentials.bot_token),
        signing_secret=practice.world.app.signing_secret,
        raise_error_for_unhandled_request=False,
    )


@contextmanager
def over_http(practice: Practice, app: App) -> Iterator[Receiver]:
    """The app behind HTTP, with practice Slack told its address."""

    def dispatch(got: Received) -> Answer:
        headers: dict[str, Any] = dict(got.headers)
        answer: BoltResponse = app.dispatch(BoltRequest(body=got.body, headers=headers))
        first = {name: values[0] for name, values in answer.headers.items()}
        return Answer(answer.status, answer.body or "", first)

    with receiving(dispatch) as receiver:
        practice.events_url(receiver.url)
        yield receiver


@contextmanager
def over_sockets(practice: Practice, app: App) -> Iterator[SocketModeHandler]:
    """The app connected by Socket Mode, with the client that Bolt brings."""
    handler = SocketModeHandler(app, practice.credentials.app_token)
    before = practice.sockets.open_connections
    handler.connect()  # type: ignore[no-untyped-call]
    try:
        until(lambda: practice.sockets.open_connections > before, "the connection")
        yield handler
    finally:
        # The client reads with a timeout of three seconds; ended from here, it is done at once.
        handler.client.auto_reconnect_enabled = False
        practice.sockets.close()
        # Where both sides close at once, the client of today can trip over its own socket.
        until(lambda: not handler.client.is_connected(), "the end of the connection")
        handler.close()  # type: ignore[no-untyped-call]


def put(practice: Practice, control: str, body: object) -> tuple[int, dict[str, Any]]:
    """Post to a control as an outside tester does."""
    return post_json(practice.facts()["controls"][control], body)


def post_json(url: str, body: object) -> tuple[int, dict[str, Any]]:
    """Post JSON: the status and what came back (its text under `text` where it is no JSON)."""
    wanted = Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        with urlopen(wanted) as answer:
            return answer.status, _json(answer.read().decode())
    except HTTPError as error:
        with error:
            return error.code, _json(error.read().decode())


def _json(text: str) -> dict[str, Any]:
    return json.loads(text) if text.startswith("{") else {"text": text}
