"""Showing: which messages and views somebody has before them, and through which install."""

from __future__ import annotations

from dataclasses import dataclass

from bot.practice.inputs import NotPossible, identified
from bot.practice.messages import message_json
from bot.practice.rooms import sees
from bot.practice.wire import view_json
from bot.practice.world import Channel, Install, Json, Message, User, View, World


@dataclass(frozen=True)
class Shown:
    """What somebody uses: a message in a channel, or a view. The blocks have their ids."""

    install: Install
    blocks: list[Json]
    channel: Channel | None = None
    message: Message | None = None
    view: View | None = None

    @property
    def place(self) -> str:
        """A name for it, to keep things by."""
        if self.view is not None:
            return self.view.id
        assert self.channel is not None
        assert self.message is not None
        return f"{self.channel.id}/{self.message.ts}"


def person(world: World, user: str) -> User:
    """Somebody who can do things; NotPossible where they cannot."""
    found = world.users.get(user)
    if found is None:
        raise NotPossible(f"Nobody here has the id {user}.")
    if found.deleted:
        raise NotPossible(f"{found.real_name} is deactivated and cannot use Slack.")
    return found


def channel_of(world: World, user: User, channel: str) -> Channel:
    """A channel that this person can see."""
    found = world.channels.get(channel)
    if found is None:
        raise NotPossible(f"There is no channel {channel}.")
    if not sees(world, found, user.id):
        raise NotPossible(f"{user.real_name} is not in this channel.")
    return found


def message_of(world: World, user: User, channel: str, ts: str) -> tuple[Channel, Message]:
    """A message that this person can see."""
    place = channel_of(world, user, channel)
    message = place.messages.get(ts)
    if message is None or message.only_for not in (None, user.id):
        raise NotPossible(f"There is no message {ts} in {channel}.")
    return place, message


def own_install(world: World, user: User) -> Install:
    """The app in this person's own workspace."""
    install = world.installs.get(user.team)
    if install is None:
        raise NotPossible(f"The app is not installed in {world.teams[user.team].name}.")
    return install


def shown_message(world: World, user: User, channel: str, ts: str) -> Shown:
    """A message of the app, to be used."""
    place, message = message_of(world, user, channel, ts)
    for install in world.installs.values():
        if message.bot_id == install.bot_id:
            return Shown(install, identified(message.blocks), channel=place, message=message)
    raise NotPossible("This is no message of an app that is installed here.")


def shown_view(world: World, user: User, view_id: str) -> Shown:
    """A modal that is on top, or a Home, of this person."""
    view = world.views.get(view_id)
    if view is None or view.user != user.id:
        raise NotPossible(f"{user.real_name} has no view {view_id} open.")
    install = world.installs.get(view.team)
    if install is None:
        raise NotPossible("The app has been removed from this workspace.")
    if view.given.get("type") != "home":
        stack = world.stacks.get(user.id, [])
        if view_id not in stack:
            raise NotPossible("This window is closed.")
        if stack[-1] != view_id:
            raise NotPossible("Another window lies on top of this one.")
    return shown_as(view, install)


def shown_as(view: View, install: Install) -> Shown:
    """A view as its person had it before them."""
    return Shown(install, identified(view.given.get("blocks", [])), view=view)


def know_shortcut(world: World, kind: str, callback_id: str) -> None:
    """NotPossible where the manifest has no such shortcut; without one, all are known."""
    known = [(one.get("type"), one.get("callback_id")) for one in world.app.shortcuts]
    if world.app.manifest and (kind, callback_id) not in known:
        raise NotPossible(f"The app has no {kind} shortcut {callback_id}.")


def know_command(world: World, who: User, command: str, thread_ts: str | None) -> Install:
    """The app that this person's command goes to; NotPossible where Slack says so itself."""
    known = [one.get("command") for one in world.app.commands]
    install = world.installs.get(who.team)
    unknown = world.app.manifest and command not in known
    if install is None or unknown or who.is_ultra_restricted:
        raise NotPossible(f"{command} is not a valid command.")
    if thread_ts is not None:
        raise NotPossible(f"{command} is not supported in threads.")
    return install


def view_part(world: World, shown: Shown, values: Json) -> Json:
    """The view of an interaction: with what was typed, and under its person's own workspace."""
    assert shown.view is not None
    told = view_json(world, shown.view)
    team = world.users[shown.view.user].team
    return told | {"blocks": shown.blocks, "state": {"values": values}, "team_id": team}


def message_parts(world: World, shown: Shown, values: Json) -> Json:
    """What tells of a message in an interaction; an ephemeral one is not repeated."""
    channel, message = shown.channel, shown.message
    assert channel is not None
    assert message is not None
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.only_for is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    told: Json = {"container": container, "state": {"values": values}}
    if message.only_for is None:
        told["message"] = message_json(world, message) | {"blocks": shown.blocks}
    return told
