"""Capture: a line typed to the bot in a direct message becomes a reflection."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from slack_bolt import App

from bot.identity import slack_name
from service.application.commands import RecordReflection
from service.application.desk import KnownPlace, Request
from service.bootstrap import OPERATOR, System
from service.domain.vocabulary import ActorRole, Channel
from service.policy import Actor
from service.text import MAX_CHARACTERS


def register(bolt: App, system: System, place: KnownPlace, clock: Callable[[], datetime]) -> None:
    """Listen for direct messages."""

    @bolt.event("message")
    def keep_direct_message(event: dict[str, Any], context: dict[str, Any]) -> None:
        if is_somebodys_line(event):
            record(system, place, event, context, clock())


def is_somebodys_line(event: Mapping[str, Any]) -> bool:
    """True for words that a person typed to the bot: not an edit, not a bot's, not empty."""
    return (
        event.get("channel_type") == "im"
        and event.get("subtype") in (None, "file_share")
        and "bot_id" not in event
        and bool(event.get("user"))
        and bool(str(event.get("text") or "").strip())
    )


def record(
    system: System,
    place: KnownPlace,
    event: Mapping[str, Any],
    context: Mapping[str, Any],
    now: datetime,
) -> None:
    """Keep the line as its writer's reflection. The message itself makes the id, so that any
    number of deliveries of it, under whatever event id, is one reflection.
    """
    team = str(context.get("actor_team_id") or context.get("team_id"))
    user, channel, ts = str(event["user"]), str(event["channel"]), str(event["ts"])
    key = system.keys.keyed(f"slack:{team}:{channel}:{ts}")
    met = system.keys.keyed(f"slack:{team}:{user}")
    welcome = Request(OPERATOR, Channel.SLACK, now, met)
    person = system.people.meet(place, "slack", slack_name(team, user), welcome)
    author = Actor(person, ActorRole.PARTNER, frozenset([place.id]))
    command = RecordReflection(
        place=str(place.id), text=_keepable(event["text"]), occurred_at=_moment(ts, now)
    )
    system.capture.record_reflection(command, Request(author, Channel.SLACK, now, key))


def _keepable(text: str) -> str:
    """The words as they were typed, without what no log can keep: nothing said is lost.

    Slack escapes three characters; NUL and half an emoji are replaced; a pasted file is cut.
    """
    for escaped, typed in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("\x00", " ")):
        text = text.replace(escaped, typed)
    whole = text.encode("utf-8", errors="replace").decode("utf-8")
    return unicodedata.normalize("NFC", whole)[:MAX_CHARACTERS]


def _moment(ts: str, now: datetime) -> datetime:
    """Slack's own time of the message, which a late delivery does not change."""
    return min(datetime.fromtimestamp(float(ts), UTC), now)
