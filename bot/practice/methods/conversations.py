"""conversations.*: channels and direct messages, and who is in them."""

from __future__ import annotations

from bot.practice import actions
from bot.practice.methods.call import Call, Method, missing, page_of
from bot.practice.refusals import SlackRefusal
from bot.practice.rooms import room, room_to_talk_in, sees
from bot.practice.wire import channel_json
from bot.practice.world import Channel, Json

KINDS = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}
READING = ("channels:read", "groups:read", "im:read", "mpim:read")
MANAGING = ("channels:manage", "groups:write")


def open_(call: Call) -> Json:
    """conversations.open: the direct messages of the bot and one person, asked for by either."""
    if channel_id := call.maybe("channel"):
        found = room(call.world, channel_id, call.user)
        return _opened(call, found, already=True)
    people = call.names("users")
    if not people:
        raise SlackRefusal("users_list_not_supplied")
    if len(people) > 1:
        raise SlackRefusal("not_enabled")
    who = call.world.users.get(people[0])
    from_bot = call.install is not None
    if who is None or who.team != call.team or who.is_bot == from_bot:
        raise SlackRefusal("user_not_found")
    if who.deleted:
        raise SlackRefusal("user_disabled")
    both = {who.id, call.user}
    already = any(c.is_im and c.members == both for c in call.world.channels.values())
    person = who.id if from_bot else call.user
    found = actions.direct_messages(call.world, call.team, person)
    return _opened(call, found, already=already)


def info(call: Call) -> Json:
    """conversations.info."""
    found = room(call.world, call.need("channel"), call.user)
    call.need_scope_for(found, "read")
    shown = channel_json(call.world, found, call.user, call.team)
    if call.yes("include_num_members") and not found.is_im:
        shown["num_members"] = len(_present(call, found))
    return {"channel": shown}


def list_(call: Call) -> Json:
    """conversations.list."""
    found = [c for c in call.world.channels.values() if _listed(call, c)]
    some, cursor = page_of(call, found, 100)
    shown = [channel_json(call.world, channel, call.user, call.team) for channel in some]
    for about, channel in zip(shown, some, strict=True):
        if not channel.is_im:
            about["num_members"] = len(_present(call, channel))
    return {"channels": shown, "response_metadata": {"next_cursor": cursor}}


def of_somebody(call: Call) -> Json:
    """users.conversations: what somebody (the caller, if nobody is named) is in."""
    who = call.text("user") or call.user
    if who not in call.world.users:
        raise SlackRefusal("user_not_found")
    found = [c for c in call.world.channels.values() if who in c.members and _listed(call, c)]
    some, cursor = page_of(call, found, 100)
    shown = [channel_json(call.world, channel, call.user, call.team) for channel in some]
    return {"channels": shown, "response_metadata": {"next_cursor": cursor}}


def members(call: Call) -> Json:
    """conversations.members."""
    found = room(call.world, call.need("channel"), call.user)
    call.need_scope_for(found, "read")
    if found.is_private and call.user not in found.members:
        raise SlackRefusal("channel_not_found")
    some, cursor = page_of(call, _present(call, found), 100)
    return {"members": some, "response_metadata": {"next_cursor": cursor}}


def join(call: Call) -> Json:
    """conversations.join."""
    found = room(call.world, call.need("channel"), call.user)
    if found.is_im or found.is_private:
        raise SlackRefusal("method_not_supported_for_channel_type")
    if call.user in found.members:
        shown = channel_json(call.world, found, call.user, call.team)
        told = {"warnings": ["already_in_channel"]}
        return {"channel": shown, "warning": "already_in_channel", "response_metadata": told}
    actions.join(call.world, found.id, call.user)
    return {"channel": channel_json(call.world, found, call.user, call.team)}


def invite(call: Call) -> Json:
    """conversations.invite."""
    found = room_to_talk_in(call.world, call.need("channel"), call.user)
    people = call.names("users")
    if not people:
        raise SlackRefusal("no_user")
    if call.user in people:
        raise SlackRefusal("cant_invite_self")
    for user in people:
        actions.join(call.world, found.id, user, inviter=call.user)
    return {"channel": channel_json(call.world, found, call.user, call.team)}


def kick(call: Call) -> Json:
    """conversations.kick."""
    found = room_to_talk_in(call.world, call.need("channel"), call.user)
    user = call.need("user")
    if user == call.user:
        raise SlackRefusal("cant_kick_self")
    actions.leave(call.world, found.id, user, by=call.user)
    return {"errors": {}}


def leave(call: Call) -> Json:
    """conversations.leave."""
    found = room(call.world, call.need("channel"), call.user)
    if call.user not in found.members:
        return {"not_in_channel": True}
    actions.leave(call.world, found.id, call.user)
    return {}


def archive(call: Call) -> Json:
    """conversations.archive."""
    actions.archive(call.world, _managed(call).id, call.user)
    return {}


def unarchive(call: Call) -> Json:
    """conversations.unarchive."""
    actions.unarchive(call.world, call.need("channel"), call.user)
    return {}


def rename(call: Call) -> Json:
    """conversations.rename."""
    found = _managed(call)
    actions.rename(call.world, found.id, call.text("name"))
    return {"channel": channel_json(call.world, found, call.user, call.team)}


def create(call: Call) -> Json:
    """conversations.create."""
    private = call.yes("is_private")
    call.need_scope("groups:write" if private else "channels:manage")
    made = actions.create_channel(
        call.world, call.team, call.user, call.text("name"), private=private
    )
    return {"channel": channel_json(call.world, made, call.user, call.team)}


def set_topic(call: Call) -> Json:
    """conversations.setTopic."""
    found = _managed(call)
    actions.set_topic(call.world, found.id, call.user, call.text("topic"))
    return {"channel": channel_json(call.world, found, call.user, call.team)}


def mark(call: Call) -> Json:
    """conversations.mark: reading marks are not kept here."""
    room_to_talk_in(call.world, call.need("channel"), call.user)
    if not call.maybe("ts"):
        raise missing("ts")
    return {}


def _opened(call: Call, channel: Channel, already: bool) -> Json:
    shown: Json = {"id": channel.id}
    if call.yes("return_im"):
        shown = channel_json(call.world, channel, call.user, call.team)
    if not already:
        return {"channel": shown}
    return {"channel": shown, "no_op": True, "already_open": True}


def _managed(call: Call) -> Channel:
    found = room(call.world, call.need("channel"), call.user)
    if found.is_im:
        raise SlackRefusal("method_not_supported_for_channel_type")
    if call.user not in found.members:
        raise SlackRefusal("not_in_channel")
    return found


def _present(call: Call, channel: Channel) -> list[str]:
    """The members, without those who were deactivated."""
    return sorted(m for m in channel.members if channel.is_im or not call.world.users[m].deleted)


def _listed(call: Call, channel: Channel) -> bool:
    """Whether a channel is among those that were asked for, and the caller may see it."""
    kinds = call.names("types") or ["public_channel"]
    for kind in kinds:
        if kind not in KINDS:
            raise SlackRefusal("invalid_types")
        call.need_scope(f"{KINDS[kind]}:read")
    private = "private_channel" if channel.is_private else "public_channel"
    if ("im" if channel.is_im else private) not in kinds:
        return False
    if channel.is_archived and call.yes("exclude_archived"):
        return False
    return sees(call.world, channel, call.user)


METHODS = {
    "conversations.open": Method(open_, ("im:write", "mpim:write")),
    "conversations.info": Method(info, READING),
    "conversations.list": Method(list_, READING),
    "users.conversations": Method(of_somebody, READING),
    "conversations.members": Method(members, READING),
    "conversations.join": Method(join, ("channels:join",)),
    "conversations.invite": Method(invite, MANAGING),
    "conversations.kick": Method(kick, MANAGING),
    "conversations.leave": Method(leave, MANAGING),
    "conversations.archive": Method(archive, MANAGING),
    "conversations.unarchive": Method(unarchive, MANAGING),
    "conversations.rename": Method(rename, MANAGING),
    "conversations.create": Method(create, MANAGING),
    "conversations.setTopic": Method(set_topic, MANAGING),
    "conversations.mark": Method(mark, (*MANAGING, "im:write", "mpim:write")),
}
