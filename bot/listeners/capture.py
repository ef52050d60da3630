"""Capture: a line typed to the bot in a direct message becomes a reflection."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from slack_bolt import App

from bot.identity import slack_name
from service.application.commands import RecordReflection
from service.application.desk import Request
from service.bootstrap import OPERATOR, System
from service.domain.errors import Misconfigured
from service.domain.vocabulary import ActorRole, Channel
from service.policy import Actor


def register(bolt: App, system: System, clock: Callable[[], datetime]) -> None:
    """Listen for direct messages."""

    @bolt.event("message")
    def keep_direct_message(event: dict[str, Any], context: dict[str, Any]) -> None:
        if is_somebodys_line(event):
            record(system, event, context, clock())


def is_somebodys_line(event: Mapping[str, Any]) -> bool:
    """True for words that a person typed to the bot: not an edit, not a bot's, not empty."""
    return (
        event.get("channel_type") == "im"
        and "subtype" not in event
        and "bot_id" not in event
        and bool(event.get("user"))
        and bool(str(event.get("text") or "").strip())
    )


def record(
    system: System, event: Mapping[str, Any], context: Mapping[str, Any], now: datetime
) -> None:
    """Keep the line as its writer's reflection. The message itself makes the id, so that any
    number of deliveries of it, under whatever event id, is one reflection.
    """
    place_name = system.settings.slack_place
    if place_name is None:
        raise Misconfigured("Say which place this workspace is, with DOUBLELOOP_SLACK_PLACE.")
    team = str(context.get("actor_team_id") or context.get("team_id"))
    user, channel, ts = str(event["user"]), str(event["channel"]), str(event["ts"])
    key = f"slack:{team}:{channel}:{ts}"
    place = system.desk.place(place_name)
    welcome = Request(OPERATOR, Channel.SLACK, now, f"slack:{team}:{user}")
    person = system.people.meet(place, "slack", slack_name(team, user), welcome)
    author = Actor(person, ActorRole.PARTNER, frozenset([place.id]))
    command = RecordReflection(
        place=str(place.id), text=_keepable(event["text"]), occurred_at=_moment(ts, now)
    )
    system.capture.record_reflection(command, Request(author, Channel.SLACK, now, key))


def _keepable(text: str) -> str:
    """The words, with what no log can keep (NUL, half an emoji) replaced: nothing said is lost."""
    return text.replace("\x00", " ").encode("utf-8", errors="replace").decode("utf-8")


def _moment(ts: str, now: datetime) -> datetime:
    """Slack's own time of the message, which a late delivery does not change."""
    return min(datetime.fromtimestamp(float(ts), UTC), now)
