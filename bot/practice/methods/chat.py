"""chat.*: messages, and what only one person sees."""

from __future__ import annotations

from bot.practice import actions
from bot.practice.methods.call import Call, Method
from bot.practice.refusals import SlackRefusal
from bot.practice.rooms import room
from bot.practice.talking import message_in
from bot.practice.wire import permalink
from bot.practice.world import Json


def post_message(call: Call) -> Json:
    """chat.postMessage; a person's own token posts as that person."""
    text, blocks = call.text("text"), call.listed("blocks", "invalid_blocks_format") or []
    if markdown := call.text("markdown_text"):
        if text or blocks:
            raise SlackRefusal("markdown_text_conflict")
        text, blocks = markdown, [{"type": "markdown", "text": markdown}]
    message = actions.post(
        call.world,
        channel_named(call, call.need("channel")),
        call.user,
        text,
        blocks=blocks,
        attachments=call.listed("attachments", "invalid_attachments") or [],
        thread_ts=call.maybe("thread_ts"),
        metadata=call.object("metadata", "invalid_metadata_format"),
        install=call.install,
        reply_broadcast=call.yes("reply_broadcast"),
    )
    shown = call.shown(message, with_metadata=True)
    return {"channel": message.channel, "ts": message.ts, "message": shown}


def post_ephemeral(call: Call) -> Json:
    """chat.postEphemeral."""
    message = actions.post_ephemeral(
        call.world,
        channel_named(call, call.need("channel")),
        call.need("user"),
        call.text("text"),
        call.listed("blocks", "invalid_blocks_format") or [],
        call.app,
        thread_ts=call.maybe("thread_ts"),
    )
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """chat.update; what is not given stays as it was."""
    message = actions.edit(
        call.world,
        call.need("channel"),
        call.need("ts"),
        call.user,
        text=call.text("text") if call.has("text") else None,
        blocks=call.listed("blocks", "invalid_blocks_format"),
        attachments=call.listed("attachments", "invalid_attachments"),
        metadata=call.object("metadata", "invalid_metadata_format"),
    )
    shown = call.shown(message, with_metadata=True)
    return {
        "channel": message.channel,
        "ts": message.ts,
        "text": message.text,
        "message": shown,
    }


def delete(call: Call) -> Json:
    """chat.delete."""
    channel, ts = call.need("channel"), call.need("ts")
    actions.delete(call.world, channel, ts, call.user)
    return {"channel": channel, "ts": ts}


def get_permalink(call: Call) -> Json:
    """chat.getPermalink."""
    channel = room(call.world, call.need("channel"), call.user)
    message = message_in(channel, call.need("message_ts"), "message_not_found")
    return {"channel": channel.id, "permalink": permalink(call.world, channel, message.ts)}


def unfurl(call: Call) -> Json:
    """chat.unfurl."""
    previews = call.object("unfurls", "cannot_parse_attachment")
    if not previews:
        raise SlackRefusal("missing_unfurls")
    actions.unfurl(call.world, call.need("channel"), call.need("ts"), call.user, previews)
    return {}


def channel_named(call: Call, given: str) -> str:
    """A channel's id; its name is understood too, with or without the sign before it."""
    if given in call.world.channels or given in call.world.users:
        return given
    name = given.removeprefix("#")
    for channel in call.world.channels.values():
        if channel.name == name and channel.team == call.team and not channel.is_im:
            return channel.id
    return given


METHODS = {
    "chat.postMessage": Method(post_message, ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",)),
    "chat.update": Method(update, ("chat:write",)),
    "chat.delete": Method(delete, ("chat:write",)),
    "chat.getPermalink": Method(get_permalink),
    "chat.unfurl": Method(unfurl, ("links:write",)),
}
