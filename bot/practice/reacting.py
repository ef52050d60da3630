"""Reacting: people and the app put emoji on messages, and take them away."""

from __future__ import annotations

import re

from bot.practice.refusals import SlackRefusal
from bot.practice.rooms import hear, room_to_talk_in
from bot.practice.talking import message_in
from bot.practice.world import Channel, Message, World

EMOJI = re.compile(r"[a-z0-9_+'\-]+(?:::skin-tone-[2-6])?")


def react(world: World, channel: str, ts: str, user: str, name: str) -> None:
    """Add an emoji (`reaction_added`); refused: already_reacted."""
    with world.lock:
        found = room_to_talk_in(world, channel, user)
        message = message_in(found, ts, "message_not_found")
        if not EMOJI.fullmatch(name):
            raise SlackRefusal("invalid_name")
        if user in message.reactions.get(name, []):
            raise SlackRefusal("already_reacted")
        message.reactions.setdefault(name, []).append(user)
        _tell_reaction(world, found, message, user, name, "reaction_added")


def unreact(world: World, channel: str, ts: str, user: str, name: str) -> None:
    """Take an emoji away (`reaction_removed`); refused: no_reaction."""
    with world.lock:
        found = room_to_talk_in(world, channel, user)
        message = message_in(found, ts, "message_not_found")
        if user not in message.reactions.get(name, []):
            raise SlackRefusal("no_reaction")
        message.reactions[name].remove(user)
        if not message.reactions[name]:
            del message.reactions[name]
        _tell_reaction(world, found, message, user, name, "reaction_removed")


def _tell_reaction(
    world: World, channel: Channel, message: Message, user: str, name: str, kind: str
) -> None:
    event = {
        "type": kind,
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": channel.id, "ts": message.ts},
        "item_user": message.user,
        "event_ts": world.next_ts(),
    }
    hear(world, channel, event)
