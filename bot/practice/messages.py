"""Messages as Slack's answers and events carry them, with their threads and reactions."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Iterable

from bot.practice.wire import bot_profile, channel_type
from bot.practice.world import Channel, Json, Message, World

WRITTEN = uuid.UUID("6f0ed6a2-9ad3-4b5b-8d2c-0a7c2f1f3c11")
"""The namespace of `client_msg_id`, which a person's own Slack makes up."""

Threads = dict[str, list[Message]]
"""The replies of each thread, oldest first."""


def threads_of(channel: Channel) -> Threads:
    """Every thread of a channel that has replies."""
    threads: Threads = {}
    for message in channel.messages.values():
        if message.thread_ts and message.thread_ts != message.ts and not message.only_for:
            threads.setdefault(message.thread_ts, []).append(message)
    return threads


def message_json(
    world: World,
    message: Message,
    *,
    threads: Threads | None = None,
    with_metadata: bool = False,
) -> Json:
    """A message; one with replies counts them where `threads` is given."""
    shown: Json = {"type": "message"}
    if message.subtype:
        shown["subtype"] = message.subtype
    if message.subtype == "thread_broadcast":
        shown["root"] = _root(world, message)
    shown |= {"user": message.user, "text": message.text, "ts": message.ts, "team": message.team}
    if message.bot_id:
        install = world.installs.get(message.team)
        shown |= {"bot_id": message.bot_id, "app_id": message.app_id}
        shown |= {"bot_profile": bot_profile(world, install)} if install else {}
    elif not message.subtype or message.subtype in ("file_share", "thread_broadcast"):
        shown["client_msg_id"] = str(uuid.uuid5(WRITTEN, f"{message.channel}/{message.ts}"))
    for name in ("blocks", "attachments", "files", "edited"):
        if kept := getattr(message, name):
            shown[name] = copy.deepcopy(kept)
    if with_metadata and message.metadata:
        shown["metadata"] = copy.deepcopy(message.metadata)
    if message.reactions:
        shown["reactions"] = reactions_json(message)
    channel = world.channels[message.channel]
    shown |= _other_side(world, channel, message)
    return shown | _thread_json(channel, message, (threads or {}).get(message.ts, []))


def reactions_json(message: Message) -> list[Json]:
    """Who reacted with what."""
    return [
        {"name": name, "users": list(users), "count": len(users)}
        for name, users in message.reactions.items()
    ]


def message_event(world: World, message: Message) -> Json:
    """The `message` event of something new."""
    channel = world.channels[message.channel]
    return message_json(world, message) | {
        "channel": channel.id,
        "event_ts": message.ts,
        "channel_type": channel_type(channel),
    }


def changed_event(world: World, before: Json, message: Message) -> Json:
    """The `message_changed` event, with the message as it is and as it was."""
    channel = world.channels[message.channel]
    now = message_json(world, message, threads=threads_of(channel))
    return _hidden(world, channel, "message_changed", message=now, previous_message=before)


def deleted_event(world: World, channel: Channel, before: Json) -> Json:
    """The `message_deleted` event, with the message as it was."""
    return _hidden(
        world, channel, "message_deleted", previous_message=before, deleted_ts=before["ts"]
    )


def seen_by(messages: Iterable[Message], user: str) -> list[Message]:
    """The messages that this person sees: all but what was for somebody else alone."""
    return [message for message in messages if message.only_for in (None, user)]


def _hidden(world: World, channel: Channel, subtype: str, **about: object) -> Json:
    ts = world.next_ts()
    event: Json = {"type": "message", "subtype": subtype, **about}
    return event | {
        "channel": channel.id,
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
        "channel_type": channel_type(channel),
    }


def _root(world: World, message: Message) -> Json:
    channel = world.channels[message.channel]
    root = channel.messages.get(message.thread_ts or "")
    return message_json(world, root, threads=threads_of(channel)) if root else {}


def _other_side(world: World, channel: Channel, message: Message) -> Json:
    """In a shared channel, a message says which workspace its author is from."""
    author = world.users.get(message.user)
    if not channel.is_shared or author is None:
        return {}
    profile = {
        "name": author.name,
        "real_name": author.real_name,
        "display_name": author.name,
        "first_name": author.real_name.split(" ")[0],
        "team": author.team,
        "is_restricted": author.is_restricted,
        "is_ultra_restricted": author.is_ultra_restricted,
    }
    return {"user_team": author.team, "source_team": author.team, "user_profile": profile}


def _thread_json(channel: Channel, message: Message, replies: list[Message]) -> Json:
    if message.thread_ts and message.thread_ts != message.ts:
        parent = channel.messages.get(message.thread_ts)
        return {
            "thread_ts": message.thread_ts,
            "parent_user_id": parent.user if parent else "USLACKBOT",
        }
    if not replies:
        return {}
    people = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(people),
        "latest_reply": replies[-1].ts,
        "reply_users": people[:5],
        "is_locked": False,
        "subscribed": False,
    }
