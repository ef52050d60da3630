"""Load as Slack would send it: signed interactions at a steady pace, whatever becomes of them."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import random
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from bench.support import SEED

APP, TEAM, BOT = "A0BENCH", "T0BENCH", "U0BOT"
PATH = "/slack/events"
SENDERS = 64
PATIENCE_SECONDS = 30
AGAIN_EVERY, AGAIN_AFTER = 20, 100
"""One in twenty comes a second time, a hundred places later, as if Slack had met no answer."""
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True)
class Wish:
    """One interaction: the body of a request, and the words that it leaves, if any."""

    kind: str
    content_type: str
    body: str
    words: str = ""
    is_again: bool = False


@dataclass(frozen=True)
class Answer:
    """What became of one: the status (0 where none came), and the milliseconds since it was due."""

    wish: Wish
    status: int
    said_no: bool
    """True where a modal stays open with a sentence: then nobody believes that it is kept."""
    milliseconds: float

    @property
    def is_good(self) -> bool:
        """True where Slack would not come again."""
        return 200 <= self.status < 300


def people(count: int) -> list[str]:
    """So many people in Slack."""
    return [f"U0{number:05d}" for number in range(count)]


def wishes(count: int, users: Sequence[str], place: UUID) -> list[Wish]:
    """So many of all three kinds, mixed, from all these people; some of them come twice."""
    chance, made = random.Random(SEED), list[Wish]()
    makers = [_submission, _submission, _line, _line, _click]
    for number in range(count):
        if number % AGAIN_EVERY == 0 and number >= AGAIN_AFTER:
            before = made[number - AGAIN_AFTER + 1]
            made.append(Wish(before.kind, before.content_type, before.body, before.words, True))
        else:
            made.append(chance.choice(makers)(number, chance.choice(users), place))
    return made


def send_all(wanted: Sequence[Wish], port: int, secret: str, rate: float) -> list[Answer]:
    """Send each when it is due, and not when the one before it was answered: an open loop. What
    waits for a free sender counts as waiting for the answer."""
    begun, own = time.perf_counter() + 0.5, threading.local()

    def send(wish: Wish, due: float) -> Answer:
        if not hasattr(own, "line"):
            own.line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        status, body = _post(own.line, wish, secret)
        said_no = b'"response_action"' in body
        return Answer(wish, status, said_no, (time.perf_counter() - due) * 1000)

    with ThreadPoolExecutor(SENDERS) as senders:
        under_way = []
        for number, wish in enumerate(wanted):
            due = begun + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            under_way.append(senders.submit(send, wish, due))
        return [one.result() for one in under_way]


def _post(line: http.client.HTTPConnection, wish: Wish, secret: str) -> tuple[int, bytes]:
    now = str(int(time.time()))
    signed = hmac.new(secret.encode(), f"v0:{now}:{wish.body}".encode(), hashlib.sha256)
    headers = {
        "Content-Type": wish.content_type,
        "X-Slack-Request-Timestamp": now,
        "X-Slack-Signature": f"v0={signed.hexdigest()}",
    }
    if wish.is_again:
        headers |= {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    try:
        line.request("POST", PATH, wish.body.encode(), headers)
        answer = line.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        line.close()
        return 0, b""


def _submission(number: int, user: str, place: UUID) -> Wish:
    """The modal of a reflection, sent off; every third person shows their name."""
    words = f"Somebody with a key was there when we came, number {number}."
    shown = [{"value": "show", "text": {"type": "plain_text", "text": "Show"}}]
    values = {
        "words": {"words": {"type": "plain_text_input", "value": words}},
        "scope": {"scope": {"type": "radio_buttons", "selected_option": {"value": "place_team"}}},
        "name": {
            "name": {"type": "checkboxes", "selected_options": shown[: int(user[2:]) % 3 == 0]}
        },
    }
    view = {
        "id": f"V0{number:07d}",
        "team_id": TEAM,
        "type": "modal",
        "callback_id": "reflect",
        "private_metadata": json.dumps({"place": str(place)}),
        "hash": f"{number}.hash",
        "state": {"values": values},
        "blocks": [],
    }
    return _interaction("view_submission", user, words, view=view, response_urls=[])


def _click(number: int, user: str, _place: UUID) -> Wish:
    """The button that opens the modal, on a message of ours."""
    channel, ts = _messages_of(user), f"{1_700_000_000 + number}.000100"
    action = {"type": "button", "action_id": "reflect.open", "block_id": "b", "action_ts": ts}
    message = {"type": "message", "user": BOT, "app_id": APP, "team": TEAM, "ts": ts, "text": "x"}
    return _interaction(
        "block_actions",
        user,
        actions=[action],
        channel={"id": channel, "name": "directmessage"},
        container={"type": "message", "channel_id": channel, "message_ts": ts},
        message=message,
        response_url=f"https://hooks.slack.com/actions/{TEAM}/{number}/x",
    )


def _line(number: int, user: str, _place: UUID) -> Wish:
    """A line typed to the bot."""
    words = f"The desk said yes on the spot, number {number}."
    ts = f"{int(time.time())}.{number:06d}"
    event = {
        "type": "message",
        "channel": _messages_of(user),
        "channel_type": "im",
        "user": user,
        "text": words,
        "ts": ts,
        "event_ts": ts,
        "team": TEAM,
    }
    body = {
        "token": "x",
        "team_id": TEAM,
        "api_app_id": APP,
        "type": "event_callback",
        "event_id": f"Ev0{number:07d}",
        "event_time": int(time.time()),
        "event": event,
        "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
    }
    return Wish("message", JSON, json.dumps(body), words)


def _interaction(kind: str, user: str, words: str = "", **more: Any) -> Wish:
    payload = {
        "type": kind,
        "team": {"id": TEAM, "domain": "bench"},
        "user": {"id": user, "username": user.lower(), "team_id": TEAM},
        "api_app_id": APP,
        "token": "x",
        "trigger_id": "1.2.3",
        **more,
    }
    return Wish(kind, FORM, urlencode({"payload": json.dumps(payload)}), words)


def _messages_of(user: str) -> str:
    return f"D{user[1:]}"
