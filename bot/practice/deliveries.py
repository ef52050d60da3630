"""Deliveries: what the app is sent, over signed HTTP or Socket Mode, with Slack's retries."""

from __future__ import annotations

import heapq
import itertools
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bot.practice import outbound, payloads
from bot.practice.faults import Fault, Faults
from bot.practice.journal import Journal
from bot.practice.sockets import Sockets
from bot.practice.world import Happening, Json, World

PATIENCE = 3.0
"""Seconds that Slack waits for an answer."""
RETRIES = (0.0, 60.0, 300.0)
"""Seconds of practice time until the first, second and third retry."""
WORKERS = 48
"""An event that nobody answers keeps one of them busy, and must not hold up the others."""
LOOK_AGAIN = 1.0
HELD_FOR = 2.0
CONNECTION, OVERTAKING = "connection", "overtaking"
"""What an event may be kept for: somebody to be connected, another event to overtake it."""


@dataclass(frozen=True)
class Answer:
    """What came back from one delivery."""

    status: int | None
    """The HTTP status; 200 for a Socket Mode acknowledgement; None where nothing came in time."""
    body: Json
    took: float
    text: str = ""
    """The raw answer, where it was no JSON object."""


@dataclass(order=True)
class _Job:
    """One event that has not arrived yet."""

    due: float
    number: int
    body: Json = field(compare=False)
    attempt: int = field(default=0, compare=False)
    reason: str = field(default="", compare=False)
    kept: str = field(default="", compare=False)
    """What it is kept for."""


class Deliveries:
    """Sends events (with retries) and interactions (once, awaited), by whichever way is set."""

    def __init__(self, world: World, faults: Faults, journal: Journal, sockets: Sockets) -> None:
        self._world, self._faults, self._journal = world, faults, journal
        self._sockets = sockets
        self.url: str | None = None
        """Where the app takes HTTP; None for Socket Mode."""
        self.patience = PATIENCE
        self.after_last_words: Callable[[str], None] = lambda _team: None
        """Called with a workspace when the app has been told that it was removed from it."""
        self._jobs: list[_Job] = []
        self._busy = 0
        self._numbers = itertools.count()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._senders: ThreadPoolExecutor | None = None
        world.follow(self._happened)
        sockets.on_connected = self._connected

    def start(self) -> None:
        """Begin to send."""
        self._senders = ThreadPoolExecutor(WORKERS, thread_name_prefix="delivery")
        self._thread = threading.Thread(target=self._work, name="deliveries")
        self._thread.start()

    def stop(self) -> None:
        """Stop sending; what has not arrived is forgotten."""
        with self._world.lock:
            self._stopping.set()
            self._world.changed.notify_all()
        if self._thread is not None and self._senders is not None:
            self._thread.join()
            self._senders.shutdown(cancel_futures=True)

    def verify(self, url: str) -> str:
        """Ask an address to repeat a word, as Slack does before it uses it; nothing if it did."""
        challenge = self._world.next_id("CH")
        body = {
            "token": payloads.VERIFICATION_TOKEN,
            "challenge": challenge,
            "type": "url_verification",
        }
        reply = self._post(url, json.dumps(body), "application/json", {})
        self._note(way="http", type="url_verification", status=reply.status, reason=reply.reason)
        if reply.status is None:
            return f"{url} did not answer ({reply.reason})."
        if challenge not in reply.text or reply.status not in outbound.GOOD:
            return f"{url} did not answer with the challenge (status {reply.status})."
        return ""

    def use(self, url: str | None) -> None:
        """Deliver to this address from now on; None for Socket Mode."""
        with self._world.lock:
            self.url = url
        self._hurry(lambda job: job.kept == CONNECTION)

    def idle(self) -> bool:
        """True when nothing is on its way and nothing is due."""
        with self._world.lock:
            due = any(job.due <= self._world.now() or job.kept for job in self._jobs)
            return not self._busy and not due

    def send_interaction(self, payload: Json, *, command: bool = False) -> Answer:
        """One interaction or slash command, and its answer within 3 s; never retried."""
        fault = self._faults.take("interactions")
        if fault is not None and fault.delay:
            self._stopping.wait(fault.delay)
        error = "" if fault is None else fault.error
        answer = self._interact(payload, command, lost=error == "drop_ack")
        if error == "duplicate":
            self._interact(payload, command, lost=False)
        return answer

    def trouble(self, kind: str, problem: str) -> None:
        """Note what was wrong with the answer to an interaction."""
        self._note(way="none", type=kind, status=None, reason="", problem=problem)

    def _interact(self, payload: Json, command: bool, *, lost: bool) -> Answer:
        kind = "slash_commands" if command else str(payload.get("type"))
        if self.url is None:
            heard = self._sockets.send(
                "slash_commands" if command else "interactive",
                payload,
                patience=self.patience,
                takes_payload=True,
                wait_for_return=True,
                lose_answer=lost,
            )
            status = None if heard.payload is None else 200
            self._note(way="socket", type=kind, status=status, reason=heard.reason, took=heard.took)
            return Answer(status, heard.payload or {}, heard.took)
        form = payload if command else {"payload": json.dumps(payload)}
        reply = self._post(self.url, urlencode(form), "application/x-www-form-urlencoded", {})
        self._note(way="http", type=kind, status=reply.status, reason=reply.reason, took=reply.took)
        if lost:
            return Answer(None, {}, reply.took)
        body = _json_object(reply.text)
        return Answer(reply.status, body or {}, reply.took, "" if body is not None else reply.text)

    def _happened(self, happening: Happening) -> None:
        wanted = self._world.app.events
        if wanted is not None and payloads.subscription(happening.event) not in wanted:
            return
        body = payloads.event_callback(self._world, happening, self._world.next_id("Ev"))
        self._queue(_Job(self._world.now(), next(self._numbers), body))

    def _queue(self, job: _Job) -> None:
        with self._world.lock:
            heapq.heappush(self._jobs, job)
            self._world.changed.notify_all()

    def _hurry(self, chosen: Callable[[_Job], bool]) -> None:
        """These are due now."""
        with self._world.lock:
            for job in filter(chosen, self._jobs):
                job.due, job.kept = self._world.now(), ""
            heapq.heapify(self._jobs)
            self._world.changed.notify_all()

    def _connected(self) -> None:
        """What found nobody there is sent again as soon as somebody is."""
        self._hurry(lambda job: job.kept == CONNECTION or job.reason == "connection_failed")

    def _work(self) -> None:
        """Take what is due, one after the other, and hand it to a sender of its own."""
        assert self._senders is not None
        while (job := self._next()) is not None:
            fault = None if self._waits_for_connection(job) else self._faults.take("events")
            if fault is not None and fault.error == "out_of_order":
                self._note(way="none", **_named(job), status=None, reason="held back")
                job.due, job.kept = self._world.now() + HELD_FOR, OVERTAKING
            if job.kept:
                self._queue(job)
                self._done()
            else:
                self._senders.submit(self._send, job, fault)

    def _next(self) -> _Job | None:
        with self._world.changed:
            while not self._stopping.is_set():
                now = self._world.now()
                if self._jobs and self._jobs[0].due <= now:
                    self._busy += 1
                    return heapq.heappop(self._jobs)
                wait = min(LOOK_AGAIN, self._jobs[0].due - now) if self._jobs else None
                self._world.changed.wait(wait)
            return None

    def _send(self, job: _Job, fault: Fault | None) -> None:
        try:
            self._attempt(job, fault)
        finally:
            self._done()

    def _done(self) -> None:
        with self._world.lock:
            self._busy -= 1
            self._world.changed.notify_all()

    def _attempt(self, job: _Job, fault: Fault | None) -> None:
        error = "" if fault is None else fault.error
        if fault is not None and fault.delay:
            self._stopping.wait(fault.delay)
        reason, no_retry = self._deliver(job, lost=error == "drop_ack")
        if error == "duplicate":
            self._deliver(job, lost=False)
        if reason and not no_retry:
            self._retry(job, reason)
        self._hurry(lambda other: other.kept == OVERTAKING and other.number < job.number)
        if job.body["event"]["type"] == "app_uninstalled":
            self.after_last_words(job.body["context_team_id"])

    def _waits_for_connection(self, job: _Job) -> bool:
        """With nobody connected, an event waits as long as Slack would for its answer."""
        if self.url is not None or self._sockets.open_connections:
            job.kept = ""
        elif job.kept == CONNECTION:
            job.kept = ""  # It has waited: this attempt fails by itself.
        else:
            job.due, job.kept = self._world.now() + self.patience, CONNECTION
        return bool(job.kept)

    def _deliver(self, job: _Job, *, lost: bool) -> tuple[str, bool]:
        """Send it once: why that failed (nothing if it did not), and whether to give up."""
        if self.url is None:
            heard = self._sockets.send(
                "events_api",
                job.body,
                patience=self.patience,
                takes_payload=False,
                retry=(job.attempt, job.reason),
                lose_answer=lost,
            )
            status = None if heard.payload is None else 200
            self._note(
                way="socket", **_named(job), status=status, reason=heard.reason, took=heard.took
            )
            return heard.reason, False
        headers = {}
        if job.attempt:
            headers = {"X-Slack-Retry-Num": str(job.attempt), "X-Slack-Retry-Reason": job.reason}
        reply = self._post(self.url, json.dumps(job.body), "application/json", headers)
        reason = "http_timeout" if lost else reply.reason
        self._note(way="http", **_named(job), status=reply.status, reason=reason, took=reply.took)
        return reason, reply.no_retry and not lost

    def _retry(self, job: _Job, reason: str) -> None:
        if job.attempt >= len(RETRIES):
            self._note(way="none", **_named(job), status=None, reason="given up")
            return
        job.due = self._world.now() + RETRIES[job.attempt]
        job.attempt, job.reason = job.attempt + 1, reason
        job.kept = ""
        self._queue(job)

    def _post(self, url: str, body: str, kind: str, headers: dict[str, str]) -> outbound.Reply:
        secret = self._world.app.signing_secret
        return outbound.post(
            url, body.encode(), kind, secret, patience=self.patience, headers=headers
        )

    def _note(self, **facts: object) -> None:
        self._journal.note("delivery", **facts)


def _named(job: _Job) -> Json:
    return {
        "type": "event_callback",
        "event": job.body["event"]["type"],
        "event_id": job.body["event_id"],
        "team": job.body["context_team_id"],
        "attempt": job.attempt,
    }


def _json_object(text: str) -> Json | None:
    """The answer as a JSON object; an empty one where nothing was said, None where it is none."""
    try:
        found = json.loads(text) if text.strip() else {}
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
