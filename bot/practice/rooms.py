"""Rooms: channels and direct messages, who is in them, and what becomes of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.practice.messages import message_event
from bot.practice.refusals import SlackRefusal
from bot.practice.world import Channel, Install, Json, Message, User, World

NAME = re.compile(r"[^\W_]*[\w-]*")
LONGEST_NAME = 80


def somebody(world: World, user: str) -> User:
    """This person or bot. Refused: user_not_found."""
    if user not in world.users:
        raise SlackRefusal("user_not_found")
    return world.users[user]


def sees(world: World, channel: Channel, user: str) -> bool:
    """Whether somebody knows of a channel: a member, or in the workspace and it is public."""
    who = world.users.get(user)
    if user in channel.members:
        return True
    if who is None or channel.is_im or channel.is_private:
        return False
    guest = who.is_restricted or who.is_ultra_restricted
    return not guest and who.team in {channel.team, *channel.connected}


def room(world: World, channel: str, user: str) -> Channel:
    """A channel, by its id, that this person or bot can see. Refused: channel_not_found."""
    found = world.channels.get(channel)
    if found is None or not sees(world, found, user):
        raise SlackRefusal("channel_not_found")
    return found


def room_to_talk_in(world: World, channel: str, user: str) -> Channel:
    """The same, where this person or bot may say something now."""
    found = room(world, channel, user)
    if user not in found.members:
        raise SlackRefusal("not_in_channel")
    if found.is_archived:
        raise SlackRefusal("is_archived")
    return found


def hear(world: World, channel: Channel, event: Json, also: Iterable[Install] = ()) -> None:
    """Let the app hear of what happened in a channel that its bot is in (or just left)."""
    hearing = {install.team: install for install in [*world.install_for(channel), *also]}
    for install in hearing.values():
        world.tell(install.team, dict(event), channel.id)
    if not hearing:
        world.touch()


def direct_messages(world: World, team: str, user: str) -> Channel:
    """Somebody's direct messages with the app's bot in this workspace, opened if need be."""
    with world.lock:
        install = world.installs.get(team)
        person = somebody(world, user)
        if install is None or person.team != team or person.is_bot:
            raise SlackRefusal("user_not_found")
        both = {user, install.bot_user}
        for channel in world.channels.values():
            if channel.is_im and channel.members == both:
                return channel
        channel = Channel(
            world.next_id("D"), team, "", members=both, is_im=True, created=world.now()
        )
        world.channels[channel.id] = channel
        world.touch()
        return channel


def has_direct_messages(world: World, who: User) -> bool:
    """True where somebody and the app's bot have written to each other. Those stay open for the
    bot when the person is deactivated; with nobody deactivated are new ones opened."""
    return any(channel.is_im and who.id in channel.members for channel in world.channels.values())


def create_channel(world: World, team: str, user: str, name: str, *, private: bool) -> Channel:
    """A new channel with its maker in it. Refused: invalid_name..., name_taken."""
    with world.lock:
        check_name(world, team, name)
        made = Channel(
            world.next_id("C"),
            team,
            name,
            members={user},
            is_private=private,
            created=world.now(),
        )
        world.channels[made.id] = made
        if not private and team in world.installs:
            about = {"id": made.id, "name": name, "created": int(made.created), "creator": user}
            event = {"type": "channel_created", "channel": about, "event_ts": world.next_ts()}
            world.tell(team, event, made.id)
        world.touch()
        return made


def check_name(world: World, team: str, name: str) -> None:
    """Refused: invalid_name_required, invalid_name_maxlength, invalid_name_specials, name_taken."""
    if not name:
        raise SlackRefusal("invalid_name_required")
    if len(name) > LONGEST_NAME:
        raise SlackRefusal("invalid_name_maxlength")
    if name != name.lower() or not NAME.fullmatch(name):
        raise SlackRefusal("invalid_name_specials")
    if any(c.team == team and c.name == name and not c.is_im for c in world.channels.values()):
        raise SlackRefusal("name_taken")


def join(world: World, channel: str, user: str, inviter: str | None = None) -> None:
    """Come into a channel (`member_joined_channel`); the bot too, when somebody invites it."""
    with world.lock:
        who = somebody(world, user)
        found = room(world, channel, inviter or user)
        _may_come(world, found, who, inviter)
        found.members.add(user)
        _announce(
            world, found, user, "channel_join", f"<@{user}> has joined the channel", inviter=inviter
        )
        event = _member_event(world, "member_joined_channel", found, who)
        hear(world, found, event | ({"inviter": inviter} if inviter else {}))


def leave(world: World, channel: str, user: str, by: str | None = None) -> None:
    """Leave a channel (`member_left_channel`); `by` somebody, when removed."""
    with world.lock:
        who = somebody(world, user)
        found = room(world, channel, user)
        if user not in found.members or found.is_im:
            raise SlackRefusal("not_in_channel")
        heard_it = world.install_for(found)
        _announce(world, found, user, "channel_leave", f"<@{user}> has left the channel")
        found.members.discard(user)
        hear(world, found, _member_event(world, "member_left_channel", found, who), heard_it)
        for install in heard_it:
            if install.bot_user == user:
                left = _about_channel(world, found, "left", channel=channel, actor_id=by or user)
                world.tell(install.team, left, channel)


def archive(world: World, channel: str, user: str) -> None:
    """Archive a channel (`channel_archive`)."""
    with world.lock:
        found = room(world, channel, user)
        if found.is_im:
            raise SlackRefusal("method_not_supported_for_channel_type")
        if found.is_archived:
            raise SlackRefusal("already_archived")
        _announce(world, found, user, "channel_archive", f"<@{user}> archived the channel")
        found.is_archived = True
        hear(world, found, _about_channel(world, found, "archive", channel=channel, user=user))


def unarchive(world: World, channel: str, user: str) -> None:
    """Bring an archived channel back (`channel_unarchive`)."""
    with world.lock:
        found = room(world, channel, user)
        if not found.is_archived:
            raise SlackRefusal("not_archived")
        found.is_archived = False
        hear(world, found, _about_channel(world, found, "unarchive", channel=channel, user=user))


def rename(world: World, channel: str, name: str) -> None:
    """Rename a channel (`channel_rename`)."""
    with world.lock:
        found = world.channels.get(channel)
        if found is None or found.is_im:
            raise SlackRefusal("channel_not_found")
        check_name(world, found.team, name)
        found.name = name
        about = {
            "id": channel,
            "is_channel": not found.is_private,
            "is_mpim": False,
            "name": name,
            "name_normalized": name,
            "created": int(found.created),
        }
        hear(world, found, _about_channel(world, found, "rename", channel=about))


def set_topic(world: World, channel: str, user: str, topic: str) -> None:
    """Say on top of a channel what it is about."""
    with world.lock:
        found = room_to_talk_in(world, channel, user)
        found.topic = topic
        text = f"<@{user}> set the channel topic: {topic}"
        _announce(world, found, user, "channel_topic", text, topic=topic)


def share(world: World, channel: str, with_team: str) -> None:
    """Connect a channel with another workspace (`channel_shared`)."""
    with world.lock:
        found = world.channels.get(channel)
        if found is None or found.is_im or with_team not in world.teams:
            raise SlackRefusal("channel_not_found")
        found.connected.add(with_team)
        event = {"type": "channel_shared", "connected_team_id": with_team, "channel": channel}
        hear(world, found, event | {"event_ts": world.next_ts()})


def unshare(world: World, channel: str, with_team: str) -> None:
    """End that (`channel_unshared`): the other workspace's people are in it no longer."""
    with world.lock:
        found = world.channels.get(channel)
        if found is None or with_team not in found.connected:
            raise SlackRefusal("channel_not_found")
        heard_it = world.install_for(found)
        found.connected.discard(with_team)
        found.members = {user for user in found.members if world.users[user].team != with_team}
        event = {
            "type": "channel_unshared",
            "previously_connected_team_id": with_team,
            "channel": channel,
            "is_ext_shared": found.is_shared,
            "event_ts": world.next_ts(),
        }
        hear(world, found, event, heard_it)


def _may_come(world: World, channel: Channel, who: User, inviter: str | None) -> None:
    if channel.is_im:
        raise SlackRefusal("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackRefusal("is_archived")
    if inviter and inviter not in channel.members:
        raise SlackRefusal("not_in_channel")
    if who.deleted or who.team not in {channel.team, *channel.connected}:
        raise SlackRefusal("user_not_found")
    if who.id in channel.members:
        raise SlackRefusal("already_in_channel")
    others = (c for c in world.channels.values() if not c.is_im and who.id in c.members)
    if who.is_ultra_restricted and any(others):
        raise SlackRefusal("ura_max_channels")


def _announce(
    world: World, channel: Channel, user: str, subtype: str, text: str, **more: str | None
) -> None:
    """The small line that Slack itself writes into a channel."""
    if channel.is_private:
        subtype = subtype.replace("channel_", "group_")
    team = world.users[user].team
    message = Message(world.next_ts(), channel.id, user, team, text, subtype=subtype)
    channel.messages[message.ts] = message
    told = {name: value for name, value in more.items() if value is not None}
    hear(world, channel, message_event(world, message) | told)


def _member_event(world: World, kind: str, channel: Channel, who: User) -> Json:
    return {
        "type": kind,
        "user": who.id,
        "channel": channel.id,
        "channel_type": "G" if channel.is_private else "C",
        "team": who.team,
        "event_ts": world.next_ts(),
    }


def _about_channel(world: World, channel: Channel, what: str, /, **about: object) -> Json:
    kind = "group" if channel.is_private else "channel"
    return {"type": f"{kind}_{what}", **about, "event_ts": world.next_ts()}
