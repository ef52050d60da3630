"""What one person sees of the workspace right now, as the JSON that the page draws."""

from __future__ import annotations

from bot.practice.page.reading import Reading, sees, shown_in_channel
from bot.practice.world import Channel, Install, Json, Message, User, View, World

MOST_MESSAGES = 100
"""Of one channel at once; the page asks for more where somebody looks further back."""


def personas(world: World) -> list[Json]:
    """Everybody one can be, by workspace."""
    with world.lock:
        teams = []
        for team in world.teams.values():
            if team.hidden:
                continue
            people = [u for u in world.users.values() if u.team == team.id and not u.is_bot]
            if people:
                shown = [_person(world, user) for user in people]
                installed = team.id in world.installs
                teams.append(
                    {"id": team.id, "name": team.name, "installed": installed, "people": shown}
                )
        return teams


def seen_by(
    world: World,
    user: User,
    reading: Reading,
    *,
    channel: str | None = None,
    limit: int = MOST_MESSAGES,
) -> Json:
    """The whole page for one person, with the messages of one channel."""
    with world.lock:
        rooms = rooms_of(world, user)
        chosen = next((room for room in rooms if room.id == channel), None)
        install = world.installs.get(user.team)
        return {
            "revision": world.revision,
            "now": world.now(),
            "me": _person(world, user) | {"tz": user.tz, "locale": user.locale},
            "team": {"id": user.team, "name": world.teams[user.team].name},
            "app": _app(world, user, install),
            "people": {one.id: _person(world, one) for one in world.users.values()},
            "channels": [_room(world, user, room, reading) for room in rooms],
            "joinable": [_named(room) for room in _joinable(world, user)],
            "open": None if chosen is None else _open(world, user, chosen, reading, limit),
            "windows": [_view(world.views[id]) for id in world.stacks.get(user.id, [])],
            "home": _home(world, user),
        }


def rooms_of(world: World, user: User) -> list[Channel]:
    """The channels this person is in, by name, then their direct messages."""
    mine = [
        room
        for room in world.channels.values()
        if user.id in room.members and user.team in {room.team, *room.connected}
    ]
    return sorted(mine, key=lambda room: (room.is_im, room.is_archived, room.name))


def room_for(world: World, user: User, channel: str) -> Channel | None:
    """One channel, if this person is in it."""
    return next((room for room in rooms_of(world, user) if room.id == channel), None)


def _joinable(world: World, user: User) -> list[Channel]:
    """Public channels of one's own workspace; guests have to be invited."""
    if user.is_restricted or user.is_ultra_restricted:
        return []
    return [
        room
        for room in world.channels.values()
        if room.team == user.team
        and user.id not in room.members
        and not (room.is_private or room.is_im or room.is_archived)
    ]


def _named(room: Channel) -> Json:
    return {"id": room.id, "name": room.name}


def _person(world: World, user: User) -> Json:
    """Name, workspace and standing."""
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name or user.name,
        "title": user.title,
        "team": user.team,
        "team_name": world.teams[user.team].name,
        "is_bot": user.is_bot,
        "deleted": user.deleted,
        "role": role_of(user),
    }


def role_of(user: User) -> str:
    """Somebody's standing in the workspace, in words."""
    if user.deleted:
        return "Deactivated"
    if user.is_bot:
        return "App"
    if user.is_ultra_restricted:
        return "Guest in one channel"
    if user.is_restricted:
        return "Guest"
    return "Admin" if user.is_admin else "Member"


def _app(world: World, user: User, install: Install | None) -> Json:
    """The app as this person meets it: nothing of it where their workspace has not installed it."""
    shortcuts = world.app.shortcuts if install else []
    direct = None if install is None else direct_messages_of(world, user, install)
    features = world.app.manifest.get("features")
    tabs: Json | None = features.get("app_home", {}) if features else None
    return {
        "name": world.app.name,
        "installed": install is not None,
        "user": install.bot_user if install else None,
        "channel": direct.id if direct else None,
        "global_shortcuts": [one for one in shortcuts if one.get("type") == "global"],
        "message_shortcuts": [one for one in shortcuts if one.get("type") == "message"],
        "commands": world.app.commands if install else [],
        "home_tab": bool(tabs is None or tabs.get("home_tab_enabled")),
        "read_only": bool(tabs and tabs.get("messages_tab_read_only_enabled")),
    }


def direct_messages_of(world: World, user: User, install: Install) -> Channel | None:
    """The direct messages of this person with the app, if they have been opened."""
    return next(
        (
            room
            for room in world.channels.values()
            if room.is_im and {user.id, install.bot_user} <= room.members
        ),
        None,
    )


def _room(world: World, user: User, room: Channel, reading: Reading) -> Json:
    others = {room.team, *room.connected} - {user.team}
    return {
        "id": room.id,
        "name": room.name,
        "is_im": room.is_im,
        "is_private": room.is_private,
        "is_archived": room.is_archived,
        "shared_with": sorted(world.teams[team].name for team in others if team in world.teams),
        "members": sorted(room.members),
        "topic": room.topic,
        "unread": reading.unread(user, room),
        "has_app": bool(world.install_for(room)),
    }


def _open(world: World, user: User, room: Channel, reading: Reading, limit: int) -> Json:
    """The messages of the channel that is being looked at, each thread's answers with it."""
    visible = [message for message in room.messages.values() if sees(user, message)]
    in_channel = [message for message in visible if shown_in_channel(message)]
    shown = in_channel[-limit:]
    replies: dict[str, list[Message]] = {}
    for message in visible:
        if message.thread_ts not in (None, message.ts):
            replies.setdefault(str(message.thread_ts), []).append(message)
    roots = {message.thread_ts or message.ts for message in shown} | set(replies)
    return {
        "id": room.id,
        "read_until": reading.until(user.id, room.id),
        "more": len(in_channel) > len(shown),
        "messages": [_message(world, user, one, replies.get(one.ts, [])) for one in shown],
        "threads": {
            root: [_message(world, user, one, []) for one in replies[root]]
            for root in sorted(roots & set(replies))
        },
        "parents": {
            root: _message(world, user, room.messages[root], replies[root])
            for root in sorted(replies)
            if root in room.messages and sees(user, room.messages[root])
        },
    }


def _message(world: World, user: User, message: Message, replies: list[Message]) -> Json:
    author = world.users.get(message.user)
    counted = [reply for reply in replies if reply.only_for is None]
    return {
        "ts": message.ts,
        "user": message.user,
        "author": author.real_name if author else world.app.name,
        "from_app": message.bot_id is not None,
        "mine": message.user == user.id,
        "text": message.text,
        "blocks": message.blocks,
        "attachments": message.attachments,
        "edited": message.edited is not None,
        "files": [_file(one) for one in message.files],
        "reactions": [
            {"name": name, "people": people, "mine": user.id in people}
            for name, people in message.reactions.items()
            if people
        ],
        "thread_ts": message.thread_ts,
        "broadcast": message.reply_broadcast,
        "only_for_me": message.only_for == user.id,
        "subtype": message.subtype,
        "replies": len(counted),
        "last_reply": counted[-1].ts if counted else None,
    }


def _file(file: Json) -> Json:
    return {"name": file.get("title") or file.get("name") or "File", "size": file.get("size")}


def _view(view: View) -> Json:
    return {"id": view.id, "hash": view.hash, "given": view.given, "values": view.state}


def _home(world: World, user: User) -> Json | None:
    id = world.homes.get((user.team, user.id))
    return None if id is None or id not in world.views else _view(world.views[id])
