"""Parsing: from the JSON that Slack sends to our shapes, one function a kind of payload."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from slack_bolt.context import BoltContext

from bot import payloads as p
from bot.payloads import Json, Unreadable

T = TypeVar("T")


def who(context: BoltContext) -> p.Who:
    """Who acts. In a shared channel they may be of another workspace than the one we act for."""
    installed = context.team_id
    return p.Who.of(
        installed=installed,
        team=context.actor_team_id or context.get("actor_team_id") or installed,
        user=context.actor_user_id or context.user_id,
        enterprise=context.enterprise_id or "",
    )


def is_sound(body: Json) -> bool:
    """True where a body has the shape that Bolt takes for granted when it looks for listeners."""
    kind, view = body.get("type"), _dict(body.get("view"))
    if kind == "event_callback" or "event" in body:  # Bolt looks into it whatever the type.
        return isinstance(body.get("event"), Mapping)
    if kind == "block_actions":
        return "action_id" in _dict(next(iter(_list(body.get("actions"))), None))
    return kind not in ("view_submission", "view_closed") or bool(view.get("type"))


def click(body: Json, context: BoltContext) -> p.Click:
    """A `block_actions` payload: Slack sends one action at a time."""
    action = _dict(_first(body.get("actions")))
    container, message = _dict(body.get("container")), _dict(body.get("message"))
    several = _chosen(action)
    return p.Click.of(
        who=who(context),
        action_id=action.get("action_id"),
        value=several[0] if len(several) == 1 else None,
        chosen=several,
        trigger_id=body.get("trigger_id"),
        response_url=body.get("response_url"),
        channel=_dict(body.get("channel")).get("id") or container.get("channel_id"),
        message_ts=message.get("ts") or container.get("message_ts"),
        thread_ts=message.get("thread_ts"),
        view=view(_dict(body.get("view"))) if body.get("view") else None,
    )


def submission(body: Json, context: BoltContext) -> p.Submission:
    """A `view_submission` or `view_closed` payload."""
    return p.Submission.of(
        who=who(context),
        view=view(_dict(body.get("view"))),
        trigger_id=body.get("trigger_id"),
    )


def view(given: Json) -> p.OpenView:
    """A view, with what its fields hold."""
    state = _dict(_dict(given.get("state")).get("values"))
    fields = [
        (str(block_id), str(action_id), _dict(field))
        for block_id, actions in state.items()
        for action_id, field in _dict(actions).items()
    ]
    return p.OpenView.of(
        id=given.get("id"),
        type=given.get("type") or "modal",
        hash=given.get("hash") or "",
        callback_id=given.get("callback_id") or "",
        private_metadata=given.get("private_metadata") or "",
        values={action_id: _held(field) for _, action_id, field in fields},
        blocks={action_id: block_id for block_id, action_id, _ in fields},
    )


def line(body: Json, context: BoltContext) -> p.Line:
    """A `message` event that somebody wrote."""
    event = _event(body)
    return p.Line.of(
        who=_event_author(event, context),
        channel=event.get("channel"),
        channel_type=event.get("channel_type") or "",
        ts=event.get("ts"),
        thread_ts=event.get("thread_ts"),
        text=event.get("text") or "",
        subtype=event.get("subtype") or "",
        has_files=bool(event.get("files")),
    )


def edited(body: Json, context: BoltContext) -> p.Edited:
    """A `message_changed` or `message_deleted` event."""
    event = _event(body)
    now, before = _dict(event.get("message")), _dict(event.get("previous_message"))
    was_taken_back = event.get("subtype") == "message_deleted" or now.get("subtype") == "tombstone"
    original = before or now
    return p.Edited.of(
        who=_event_author(original, context),
        channel=event.get("channel"),
        ts=event.get("deleted_ts") or original.get("ts"),
        thread_ts=original.get("thread_ts"),
        text=None if was_taken_back else now.get("text"),
        # `edited.ts` knows only whole seconds, and somebody may change their words twice in one.
        at=event.get("event_ts") or event.get("ts") or _dict(now.get("edited")).get("ts"),
    )


def message_shortcut(body: Json, context: BoltContext) -> p.MessageShortcut:
    """A shortcut on a message."""
    message, channel = _dict(body.get("message")), _dict(body.get("channel"))
    return p.MessageShortcut.of(
        who=who(context),
        channel=channel.get("id"),
        channel_name=channel.get("name") or "",
        author=None if message.get("bot_id") else message.get("user"),
        author_team=message.get("team") or message.get("user_team"),
        ts=message.get("ts") or body.get("message_ts"),
        text=message.get("text") or "",
        trigger_id=body.get("trigger_id"),
        response_url=body.get("response_url"),
    )


def shortcut(body: Json, context: BoltContext) -> p.Shortcut:
    """A shortcut from the lightning menu, or a slash command."""
    return p.Shortcut.of(
        who=who(context),
        trigger_id=body.get("trigger_id"),
        channel=body.get("channel_id"),
        text=body.get("text") or "",
        response_url=body.get("response_url"),
    )


def reacted(body: Json, context: BoltContext) -> p.Reacted:
    """A `reaction_added` event on a message."""
    event = _event(body)
    item = _dict(event.get("item"))
    return p.Reacted.of(
        who=_event_author(event, context),
        name=event.get("reaction"),
        channel=item.get("channel"),
        ts=item.get("ts"),
    )


def home_opened(body: Json, context: BoltContext) -> p.HomeOpened:
    """An `app_home_opened` event."""
    event = _event(body)
    return p.HomeOpened.of(who=_event_author(event, context), tab=event.get("tab") or "home")


def moved(body: Json, context: BoltContext) -> p.Moved:
    """An event about a channel, a membership, a person or the app."""
    event = _event(body)
    user, channel = event.get("user"), event.get("channel")
    tokens = _dict(event.get("tokens"))
    return p.Moved.of(
        installed=context.team_id or body.get("team_id"),
        user=user.get("id") if isinstance(user, Mapping) else user,
        channel=(channel.get("id") if isinstance(channel, Mapping) else channel)
        or event.get("channel_id")
        or event.get("new_channel_id"),
        inviter=event.get("inviter"),
        team=event.get("team") or event.get("connected_team_id"),
        old=event.get("old_channel_id"),
        tokens=tuple(str(one) for kind in tokens.values() for one in _list(kind)),
        profile=dict(user) if isinstance(user, Mapping) else {},
    )


def _event(body: Json) -> Json:
    return _dict(body.get("event"))


def _event_author(event: Json, context: BoltContext) -> p.Who:
    """Whose event it is; of another workspace where the event says so."""
    installed = context.team_id
    teams = (event.get("user_team"), event.get("team"), context.actor_team_id, installed)
    return p.Who.of(
        installed=installed,
        team=next((team for team in teams if team), None),
        user=event.get("user"),
        enterprise=context.enterprise_id or "",
    )


def _held(field: Json) -> Any:
    """What a field of a view holds, whatever kind of field it is."""
    several = ("selected_options", "selected_users", "selected_conversations")
    if any(name in field for name in several):
        return [_value(one) for name in several for one in _list(field.get(name))]
    single = (
        "value",
        "selected_option",
        "selected_date",
        "selected_user",
        "selected_conversation",
        "selected_time",
    )
    return next((_value(field[name]) for name in single if field.get(name) is not None), None)


def _chosen(action: Json) -> tuple[str, ...]:
    held = _held(action)
    several = held if isinstance(held, list) else [held]
    return tuple(one for one in several if isinstance(one, str))


def _value(one: object) -> object:
    return one.get("value") if isinstance(one, Mapping) else one


def _dict(given: object) -> Json:
    return given if isinstance(given, Mapping) else {}


def _list(given: object) -> list[Any]:
    return given if isinstance(given, list) else []


def _first(given: object) -> object:
    found = _list(given)
    if not found:
        raise Unreadable("Click: actions")
    return found[0]


Parser = Callable[[Json, BoltContext], T]
