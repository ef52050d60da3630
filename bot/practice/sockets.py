"""Socket Mode: the app's websocket connections, and envelopes that go to any one of them."""

from __future__ import annotations

import asyncio
import json
import random
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketDisconnected

from bot.practice.journal import Journal
from bot.practice.world import Json

MOST_CONNECTIONS = 10
LEAST_GRACE, GRACE = 0.2, 3.0
"""Seconds between the word that a connection ends and its end."""


@dataclass(frozen=True)
class Acknowledgement:
    """What came back for one envelope."""

    payload: Json | None
    """None where nothing came in time, or the connection died."""
    took: float
    reason: str = ""


@dataclass(eq=False)
class Connection:
    """One websocket of the app."""

    loop: asyncio.AbstractEventLoop
    outgoing: asyncio.Queue[str | None] = field(default_factory=asyncio.Queue)
    retiring: bool = False
    pending: dict[str, Future[Json | None]] = field(default_factory=dict)
    """What each unanswered envelope waits for; None is told when the connection dies."""

    def push(self, message: str | None) -> None:
        """From any thread: send this next, or close with None."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.outgoing.put_nowait, message)


class Sockets:
    """All connections of the one app. Threads send; the server's loop reads and writes."""

    def __init__(self, app_id: str, address: str, journal: Journal) -> None:
        self._app_id, self._address, self._journal = app_id, address, journal
        self._lock = threading.Condition()
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._last_left = -GRACE
        self.on_connected: Callable[[], None] = lambda: None

    def new_url(self) -> str:
        """An address for one connection, as `apps.connections.open` gives it."""
        ticket = str(uuid.uuid4())
        with self._lock:
            self._tickets.add(ticket)
        address = self._address.replace("http://", "ws://", 1)
        return f"{address}/link/?ticket={ticket}&app_id={self._app_id}"

    @property
    def open_connections(self) -> int:
        """How many connections take envelopes now."""
        with self._lock:
            return len(self._usable())

    def send(
        self,
        kind: str,
        payload: Json,
        *,
        patience: float,
        takes_payload: bool,
        retry: tuple[int, str] | None = None,
        wait_for_return: bool = False,
        lose_answer: bool = False,
    ) -> Acknowledgement:
        """Send an envelope through any connection, and wait for what the app answers.

        With `wait_for_return`, an app that is just connecting anew is given time to do so.
        """
        started = time.monotonic()
        id = str(uuid.uuid4())
        envelope: Json = {
            "envelope_id": id,
            "type": kind,
            "accepts_response_payload": takes_payload,
            "payload": payload,
        }
        if retry is not None:
            envelope["retry_attempt"], envelope["retry_reason"] = retry
        answer: Future[Json | None] = Future()
        with self._lock:
            back_by = self._last_left + GRACE - started
            if wait_for_return and back_by > 0:
                self._lock.wait_for(self._usable, min(back_by, patience))
            usable = self._usable()
            if not usable:
                return Acknowledgement(None, 0.0, "connection_failed")
            connection = random.choice(usable)  # noqa: S311 - any of them, as Slack does
            connection.pending[id] = answer
        connection.push(json.dumps(envelope))
        try:
            heard = answer.result(timeout=patience)
        except TimeoutError:
            return Acknowledgement(None, time.monotonic() - started, "timeout")
        finally:
            with self._lock:
                connection.pending.pop(id, None)
        took = time.monotonic() - started
        if heard is None:
            return Acknowledgement(None, took, "connection_failed")
        return Acknowledgement(None, took, "timeout") if lose_answer else _taken(heard, took)

    def disconnect(self, reason: str = "refresh_requested") -> int:
        """Tell every connection that it will end, end it soon after, and how many there were."""
        with self._lock:
            ending = self._usable()
            for connection in ending:
                connection.retiring = True
            self._last_left = time.monotonic()
        for connection in ending:
            self._retire(connection, reason)
        return len(ending)

    def close(self) -> None:
        """End every connection at once."""
        with self._lock:
            ending = list(self._connections)
        for connection in ending:
            self._fail(connection)
            connection.push(None)

    async def serve(self, socket: WebSocket) -> None:
        """One connection, from its handshake to its end."""
        if not self._admits(socket.query_params.get("ticket", "")):
            await socket.close()
            return
        await socket.accept()
        connection = Connection(asyncio.get_running_loop())
        with self._lock:
            refused = len(self._usable()) >= MOST_CONNECTIONS
            connection.retiring = refused
            self._connections.append(connection)
            number = len(self._connections)
            self._lock.notify_all()
        self._journal.note("socket", happened="connected", connections=number)
        writer = asyncio.create_task(_write(socket, connection))
        if refused:
            self._retire(connection, "too_many_websockets")
        else:
            connection.outgoing.put_nowait(json.dumps(self._hello(number)))
            self.on_connected()
        try:
            await self._read(socket, connection)
        finally:
            with self._lock:
                self._connections.remove(connection)
                connection.retiring = True
                self._last_left = time.monotonic()
            self._fail(connection)
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)
            self._journal.note("socket", happened="ended", connections=len(self._connections))

    def _usable(self) -> list[Connection]:
        return [connection for connection in self._connections if not connection.retiring]

    def _admits(self, ticket: str) -> bool:
        with self._lock:
            known = ticket in self._tickets
            self._tickets.discard(ticket)
            return known

    def _hello(self, number: int) -> Json:
        return {
            "type": "hello",
            "num_connections": number,
            "debug_info": {
                "host": "applink-practice",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": self._app_id},
        }

    def _retire(self, connection: Connection, reason: str) -> None:
        word = {
            "type": "disconnect",
            "reason": reason,
            "debug_info": {"host": "applink-practice"},
        }
        self._journal.note("socket", happened="disconnect", reason=reason)
        connection.push(json.dumps(word))

        connection.loop.call_soon_threadsafe(self._end_when_quiet, connection, GRACE)

    def _end_when_quiet(self, connection: Connection, left: float) -> None:
        """Answers that are still on their way may arrive, but not for ever."""
        if left > 0 and (connection.pending or left > GRACE - LEAST_GRACE):
            again = left - LEAST_GRACE
            connection.loop.call_later(LEAST_GRACE, self._end_when_quiet, connection, again)
        else:
            connection.outgoing.put_nowait(None)

    def _fail(self, connection: Connection) -> None:
        with self._lock:
            unanswered = list(connection.pending.values())
            connection.pending.clear()
        for answer in unanswered:
            answer.set_result(None)

    async def _read(self, socket: WebSocket, connection: Connection) -> None:
        while True:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            self._hear(connection, message.get("text") or "")

    def _hear(self, connection: Connection, text: str) -> None:
        try:
            said = json.loads(text)
            id = said["envelope_id"]
        except (ValueError, TypeError, KeyError):
            self._journal.note("socket", happened="not understood", text=text[:1000])
            return
        with self._lock:
            answer = connection.pending.pop(id, None)
        self._journal.note("socket", happened="acknowledged", envelope_id=id, late=answer is None)
        if answer is not None:
            answer.set_result(said)


def _taken(said: Json, took: float) -> Acknowledgement:
    payload = said.get("payload")
    return Acknowledgement(payload if isinstance(payload, dict) else {}, took)


async def _write(socket: WebSocket, connection: Connection) -> None:
    try:
        while (message := await connection.outgoing.get()) is not None:
            await socket.send_text(message)
        await socket.close()
    except (WebSocketDisconnect, WebSocketDisconnected):
        return
