"""Talking: messages are posted, changed and taken back."""

from __future__ import annotations

import copy
import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.practice import checks, messages, writing
from bot.practice.refusals import SlackRefusal
from bot.practice.rooms import (
    direct_messages,
    has_direct_messages,
    hear,
    room,
    room_to_talk_in,
    somebody,
)
from bot.practice.world import Channel, Install, Json, Message, World

LONGEST_CHANGE = 4000
"""Characters that `chat.update` takes, of a text that may be longer when it is new."""
SOMEBODYS = (None, "file_share", "thread_broadcast", "me_message")
"""The subtypes of what somebody wrote, and may change."""


def post(
    world: World,
    channel: str,
    user: str,
    text: str,
    *,
    blocks: Sequence[Json] = (),
    thread_ts: str | None = None,
    metadata: Json | None = None,
    install: Install | None = None,
    files: Sequence[Json] = (),
    attachments: Sequence[Json] = (),
    reply_broadcast: bool = False,
    is_me: bool = False,
) -> Message:
    """Somebody (or, with `install`, the app's bot) posts a message. `channel` may be a person's
    id for the app, or the bot's for a person: then their direct messages. Refused:
    channel_not_found, not_in_channel, is_archived, thread_not_found, no_text, invalid_blocks,
    msg_blocks_too_long, ...
    """
    with world.lock:
        found = _where(world, channel, user, install)
        if not (text.strip() or blocks or files or attachments):
            raise SlackRefusal("no_text")
        checks.check_metadata(metadata)
        message = _written(world, found, user, text, blocks, install)
        message.thread_ts = _thread(found, thread_ts)
        message.reply_broadcast = bool(message.thread_ts and reply_broadcast)
        message.metadata = copy.deepcopy(metadata) or None
        message.files = copy.deepcopy(list(files))
        message.attachments = copy.deepcopy(list(attachments))
        if files:
            message.subtype = "file_share"
        elif message.reply_broadcast:
            message.subtype = "thread_broadcast"
        elif is_me:
            message.subtype = "me_message"
        found.messages[message.ts] = message
        hear(world, found, messages.message_event(world, message))
        if install is None:
            _mentions(world, found, message)
            _links(world, found, message, text)
        return message


def post_ephemeral(
    world: World,
    channel: str,
    user: str,
    text: str,
    blocks: Sequence[Json],
    install: Install,
    thread_ts: str | None = None,
) -> Message:
    """A message that only one person in the channel sees (refused: user_not_in_channel)."""
    with world.lock:
        found = _where(world, channel, install.bot_user, install)
        if user not in found.members:
            raise SlackRefusal("user_not_in_channel")
        if not (text.strip() or blocks):
            raise SlackRefusal("no_text")
        message = _written(world, found, install.bot_user, text, blocks, install)
        message.only_for, message.thread_ts = user, thread_ts
        found.messages[message.ts] = message
        world.touch()
        return message


def edit(
    world: World,
    channel: str,
    ts: str,
    user: str,
    *,
    text: str | None = None,
    blocks: Sequence[Json] | None = None,
    metadata: Json | None = None,
    attachments: Sequence[Json] | None = None,
) -> Message:
    """Change one's own message (`message_changed`).

    What is not given stays; an empty list takes the blocks away. Refused: message_not_found,
    cant_update_message.
    """
    with world.lock:
        found = room(world, channel, user)
        message = _own(found, ts, user, "cant_update_message")
        if found.is_archived:
            raise SlackRefusal("is_archived")
        kept = message.text if text is None else text
        left = message.blocks if blocks is None else blocks
        if not (kept.strip() or left or message.files or attachments or message.attachments):
            raise SlackRefusal("no_text")
        checks.check_metadata(metadata)
        if blocks:
            checks.check_message(kept, blocks)
        before = messages.message_json(world, message, threads=messages.threads_of(found))
        if world.users[user].is_bot:
            if len(kept) > LONGEST_CHANGE:
                raise SlackRefusal("msg_too_long")
            message.text = kept
        elif text is not None:
            message.text, message.blocks = writing.as_slack_keeps(text), writing.rich_text_of(text)
        if blocks is not None:
            message.blocks = writing.with_ids(blocks)
        if metadata is not None:
            message.metadata = copy.deepcopy(metadata) or None
        if attachments is not None:
            message.attachments = copy.deepcopy(list(attachments))
        message.edited = {"user": user, "ts": f"{int(world.now())}.000000"}
        hear(world, found, messages.changed_event(world, before, message))
        return message


def delete(world: World, channel: str, ts: str, user: str) -> None:
    """Take one's own message back (`message_deleted`).

    One with replies leaves a marker that holds the thread together, as in Slack; the app hears
    of that as `message_changed` to a message of the subtype `tombstone`.
    """
    with world.lock:
        found = room(world, channel, user)
        message = _own(found, ts, user, "cant_delete_message")
        threads = messages.threads_of(found)
        before = messages.message_json(world, message, threads=threads)
        if ts in threads:
            found.messages[ts] = marker = Message(
                ts, found.id, "USLACKBOT", message.team, "This message was deleted."
            )
            marker.subtype = "tombstone"
            event = messages.changed_event(world, before, marker)
            event["message"]["hidden"] = True
            hear(world, found, event)
        else:
            del found.messages[ts]
            hear(world, found, messages.deleted_event(world, found, before))


def unfurl(world: World, channel: str, ts: str, user: str, previews: Json) -> None:
    """Show the app's previews of links in somebody's message (`message_changed`)."""
    with world.lock:
        found = room(world, channel, user)
        message = message_in(found, ts, "cannot_unfurl_url")
        if not all(isinstance(preview, dict) for preview in previews.values()):
            raise SlackRefusal("cannot_parse_attachment")
        before = messages.message_json(world, message)
        message.unfurl = True
        message.attachments = [
            copy.deepcopy(preview) | {"from_url": url, "app_unfurl_url": url, "id": number}
            for number, (url, preview) in enumerate(previews.items(), 1)
        ]
        hear(world, found, messages.changed_event(world, before, message))


def message_in(channel: Channel, ts: str, otherwise: str) -> Message:
    """A message that everybody in the channel sees; refused with this code where there is none."""
    message = channel.messages.get(ts)
    if message is None or message.only_for:
        raise SlackRefusal(otherwise)
    return message


def _where(world: World, channel: str, user: str, install: Install | None) -> Channel:
    if install is not None and channel.startswith(("U", "W")):
        who = world.users.get(channel)
        if who is None or who.team != install.team or who.is_bot:
            raise SlackRefusal("channel_not_found")
        if who.deleted and not has_direct_messages(world, who):
            raise SlackRefusal("channel_not_found")
        return direct_messages(world, install.team, channel)
    if install is None:
        who = somebody(world, user)
        if who.deleted:
            raise SlackRefusal("account_inactive")
        bot = world.installs.get(who.team)
        if bot is not None and channel == bot.bot_user:
            return direct_messages(world, who.team, user)
    return room_to_talk_in(world, channel, user)


def _written(
    world: World,
    channel: Channel,
    user: str,
    text: str,
    blocks: Sequence[Json],
    install: Install | None,
) -> Message:
    team = somebody(world, user).team
    if install is None:
        kept = writing.as_slack_keeps(text)
        made = writing.rich_text_of(text) if text.strip() else []
        if blocks:
            checks.check_message(text, blocks)
            made = writing.with_ids(blocks)
        return Message(world.next_ts(), channel.id, user, team, kept, blocks=made)
    checks.check_message(text, blocks)
    return Message(
        world.next_ts(),
        channel.id,
        user,
        team,
        text[: writing.TEXT_KEPT],
        blocks=writing.with_ids(blocks),
        bot_id=install.bot_id,
        app_id=world.app.id,
    )


def _thread(channel: Channel, thread_ts: str | None) -> str | None:
    if not thread_ts:
        return None
    parent = message_in(channel, thread_ts, "thread_not_found")
    return parent.thread_ts or parent.ts


def _own(channel: Channel, ts: str, user: str, otherwise: str) -> Message:
    message = message_in(channel, ts, "message_not_found")
    if message.user != user or message.subtype not in SOMEBODYS:
        raise SlackRefusal(otherwise)
    return message


def _mentions(world: World, channel: Channel, message: Message) -> None:
    """Besides the message itself, the app hears that it was called by name."""
    called = writing.people_in(message.text)
    for install in world.install_for(channel):
        if install.bot_user in called and not channel.is_im:
            event = messages.message_event(world, message) | {"type": "app_mention"}
            del event["channel_type"]
            world.tell(install.team, event, channel.id)


def _links(world: World, channel: Channel, message: Message, typed: str) -> None:
    """The app hears of links into the domains that its manifest names."""
    domains = world.app.manifest.get("features", {}).get("unfurl_domains", [])
    links = [
        {"domain": domain, "url": url}
        for url in writing.addresses_in(typed)
        for domain in domains
        if (host := urlsplit(url).hostname or "") == domain or host.endswith(f".{domain}")
    ]
    if links:
        event: Json = {
            "type": "link_shared",
            "channel": channel.id,
            "is_bot_user_member": True,
            "user": message.user,
            "message_ts": message.ts,
            "unfurl_id": f"{channel.id}-{message.ts}-{secrets.token_hex(8)}",
            "source": "conversations_history",
            "links": links,
            "event_ts": message.ts,
        }
        hear(world, channel, event)
