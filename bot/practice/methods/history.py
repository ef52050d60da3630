"""conversations.history and conversations.replies: what was said before."""

from __future__ import annotations

from bot.practice.messages import seen_by, threads_of
from bot.practice.methods.call import Call, Method, decoded, encoded, limit_of
from bot.practice.refusals import SlackRefusal
from bot.practice.rooms import room
from bot.practice.world import Channel, Json, Message

READING = ("channels:history", "groups:history", "im:history", "mpim:history")


def history(call: Call) -> Json:
    """conversations.history: the newest first, without what was said inside threads."""
    channel = _channel(call)
    threads = threads_of(channel)
    inside = {
        reply.ts for replies in threads.values() for reply in replies if not reply.reply_broadcast
    }
    said = [m for m in _between(call, channel) if m.ts not in inside][::-1]
    if before := _cursor(call):
        said = [m for m in said if float(m.ts) < before]
    limit = limit_of(call, 100, 999)
    some, more = said[:limit], len(said) > limit
    metadata = call.yes("include_all_metadata")
    answer: Json = {
        "messages": [call.shown(m, threads=threads, with_metadata=metadata) for m in some],
        "has_more": more,
        "pin_count": 0,
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }
    return answer | (_next(some[-1].ts) if more else {})


def replies(call: Call) -> Json:
    """conversations.replies: the message a thread began with, and its replies, oldest first."""
    channel = _channel(call)
    threads = threads_of(channel)
    ts = call.need("ts")
    if ts not in channel.messages or channel.messages[ts].only_for:
        raise SlackRefusal("thread_not_found")
    root = channel.messages[ts].thread_ts or ts
    said = [m for m in _between(call, channel) if m.thread_ts == root and m.ts != root]
    if after := _cursor(call):
        said = [m for m in said if float(m.ts) > after]
    limit = limit_of(call, 1000, 1000)
    some, more = said[:limit], len(said) > limit
    metadata = call.yes("include_all_metadata")
    first = [channel.messages[root]] if root in channel.messages else []
    answer: Json = {
        "messages": [
            call.shown(m, threads=threads, with_metadata=metadata) for m in [*first, *some]
        ],
        "has_more": more,
    }
    return answer | (_next(some[-1].ts) if more else {})


def _channel(call: Call) -> Channel:
    channel = room(call.world, call.need("channel"), call.user)
    call.need_scope_for(channel, "history")
    if call.user not in channel.members:
        raise SlackRefusal("not_in_channel")
    return channel


def _between(call: Call, channel: Channel) -> list[Message]:
    """What was said between `oldest` and `latest`, oldest first."""
    oldest, latest = _moment(call, "oldest"), _moment(call, "latest")
    inclusive = call.yes("inclusive")
    kept = []
    for message in seen_by(channel.messages.values(), ""):
        at = float(message.ts)
        early = oldest is not None and (at < oldest or (at == oldest and not inclusive))
        late = latest is not None and (at > latest or (at == latest and not inclusive))
        if not early and not late:
            kept.append(message)
    return kept


def _moment(call: Call, name: str) -> float | None:
    given = call.maybe(name)
    try:
        return float(given) if given else None
    except ValueError as problem:
        raise SlackRefusal(f"invalid_ts_{name}") from problem


def _cursor(call: Call) -> float | None:
    given = call.maybe("cursor")
    if given is None:
        return None
    kind, _, place = decoded(given).partition(":")
    if kind != "next_ts" or not place.isdecimal():
        raise SlackRefusal("invalid_cursor")
    return int(place) / 1_000_000


def _next(ts: str) -> Json:
    return {"response_metadata": {"next_cursor": encoded("next_ts:" + ts.replace(".", ""))}}


METHODS = {
    "conversations.history": Method(history, READING),
    "conversations.replies": Method(replies, READING),
}
