"""Snapshots: the whole world as JSON, for a tester to look at; without tokens and secrets."""

from __future__ import annotations

from bot.practice.messages import message_json, threads_of
from bot.practice.wire import channel_json, team_json, user_json, view_json
from bot.practice.world import Channel, Json, World


def snapshot(world: World) -> Json:
    """Everything there is now."""
    with world.lock:
        return {
            "revision": world.revision,
            "now": world.now(),
            "teams": [team_json(team) for team in world.teams.values()],
            "installs": [
                {
                    "team": install.team,
                    "bot_user": install.bot_user,
                    "bot_id": install.bot_id,
                    "scopes": sorted(install.scopes),
                }
                for install in world.installs.values()
            ],
            "users": [user_json(world, user) for user in world.users.values()],
            "channels": [_channel(world, channel) for channel in world.channels.values()],
            "modals": {
                user: [view_json(world, world.views[view]) for view in stack]
                for user, stack in world.stacks.items()
            },
            "homes": [
                {"team": team, "user": user, "view": view_json(world, world.views[view])}
                for (team, user), view in world.homes.items()
            ],
        }


def _channel(world: World, channel: Channel) -> Json:
    threads = threads_of(channel)
    messages = []
    for message in channel.messages.values():
        told = message_json(world, message, threads=threads, with_metadata=True)
        messages.append(told | ({"only_for": message.only_for} if message.only_for else {}))
    seen_by = min(channel.members, default="")
    about = channel_json(world, channel, seen_by, channel.team)
    return about | {"members": sorted(channel.members), "messages": messages}
