"""reactions.*: emoji on messages."""

from __future__ import annotations

from bot.practice import actions
from bot.practice.messages import threads_of
from bot.practice.methods.call import Call, Method
from bot.practice.refusals import SlackRefusal
from bot.practice.rooms import room
from bot.practice.talking import message_in
from bot.practice.wire import permalink
from bot.practice.world import Json


def add(call: Call) -> Json:
    """reactions.add."""
    actions.react(call.world, *_item(call), call.user, _name(call))
    return {}


def remove(call: Call) -> Json:
    """reactions.remove."""
    actions.unreact(call.world, *_item(call), call.user, _name(call))
    return {}


def get(call: Call) -> Json:
    """reactions.get."""
    channel_id, ts = _item(call)
    channel = room(call.world, channel_id, call.user)
    message = message_in(channel, ts, "message_not_found")
    shown = call.shown(message, threads=threads_of(channel))
    shown["permalink"] = permalink(call.world, channel, ts)
    return {"type": "message", "channel": channel.id, "message": shown}


def _item(call: Call) -> tuple[str, str]:
    channel, ts = call.maybe("channel"), call.maybe("timestamp")
    if not channel or not ts:
        raise SlackRefusal("no_item_specified")
    return channel, ts


def _name(call: Call) -> str:
    name = call.text("name").strip(":")
    if not name:
        raise SlackRefusal("invalid_name")
    return name


METHODS = {
    "reactions.add": Method(add, ("reactions:write",)),
    "reactions.remove": Method(remove, ("reactions:write",)),
    "reactions.get": Method(get, ("reactions:read",)),
}
