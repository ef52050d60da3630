"""What people and the app do in practice Slack: each changes the world and tells what happened.

Every function takes the world, holds its lock, changes it, and tells the app by `world.tell` in
the shape of Slack's published events. Where Slack would say no, it raises `SlackRefusal`.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.practice.world import Channel, Install, Json, Message, View, World


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
    reply_broadcast: bool = False,
) -> Message:
    """Somebody (or, with `install`, the app's bot) posts a message. `channel` may be a person's
    id for the app: then their direct messages. Refused: channel_not_found, not_in_channel,
    is_archived, thread_not_found, no_text, invalid_blocks, msg_blocks_too_long, ...
    """
    raise NotImplementedError


def post_ephemeral(
    world: World, channel: str, user: str, text: str, blocks: Sequence[Json], install: Install
) -> Message:
    """A message that only one person in the channel sees (refused: user_not_in_channel)."""
    raise NotImplementedError


def edit(
    world: World,
    channel: str,
    ts: str,
    user: str,
    *,
    text: str | None = None,
    blocks: Sequence[Json] | None = None,
    metadata: Json | None = None,
) -> Message:
    """Change one's own message (`message_changed`); refused: message_not_found, cant_update_message."""
    raise NotImplementedError


def delete(world: World, channel: str, ts: str, user: str) -> None:
    """Take one's own message back (`message_deleted`)."""
    raise NotImplementedError


def react(world: World, channel: str, ts: str, user: str, name: str) -> None:
    """Add an emoji (`reaction_added`); refused: already_reacted."""
    raise NotImplementedError


def unreact(world: World, channel: str, ts: str, user: str, name: str) -> None:
    """Take an emoji away (`reaction_removed`); refused: no_reaction."""
    raise NotImplementedError


def direct_messages(world: World, team: str, user: str) -> Channel:
    """The direct messages of this person with the app's bot in this workspace, opened if need be."""
    raise NotImplementedError


def join(world: World, channel: str, user: str, inviter: str | None = None) -> None:
    """Come into a channel (`member_joined_channel`); the bot too, when somebody invites it."""
    raise NotImplementedError


def leave(world: World, channel: str, user: str) -> None:
    """Leave a channel (`member_left_channel`)."""
    raise NotImplementedError


def archive(world: World, channel: str, user: str) -> None:
    """Archive a channel (`channel_archive`)."""
    raise NotImplementedError


def rename(world: World, channel: str, name: str) -> None:
    """Rename a channel (`channel_rename`)."""
    raise NotImplementedError


def share(world: World, channel: str, with_team: str) -> None:
    """Connect a channel with another workspace (`channel_shared`)."""
    raise NotImplementedError


def unshare(world: World, channel: str, with_team: str) -> None:
    """End that (`channel_unshared`)."""
    raise NotImplementedError


def open_home(world: World, user: str, team: str | None = None) -> None:
    """Look at the app's Home (`app_home_opened`, with the view if one was published)."""
    raise NotImplementedError


def change_user(world: World, user: str, **changes: object) -> None:
    """Change a profile: name, tz, deleted, is_restricted, status... (`user_change`)."""
    raise NotImplementedError


def install(world: World, team: str, installer: str, scopes: frozenset[str]) -> tuple[Install, str]:
    """Install the app in a workspace: the install and a fresh bot token."""
    raise NotImplementedError


def revoke_token(world: World, token: str) -> None:
    """End one token (`tokens_revoked`)."""
    raise NotImplementedError


def uninstall(world: World, team: str) -> None:
    """Remove the app from a workspace: its tokens end (`tokens_revoked`, `app_uninstalled`)."""
    raise NotImplementedError


def publish_home(
    world: World, install: Install, user: str, view: Json, hash: str | None = None
) -> View:
    """Publish somebody's Home; refused: hash_conflict, invalid view."""
    raise NotImplementedError


def open_modal(world: World, install: Install, user: str, view: Json) -> View:
    """Open a modal over everything of this person: a new stack."""
    raise NotImplementedError


def push_modal(world: World, install: Install, user: str, view: Json) -> View:
    """Put a modal on top of this person's stack; refused: push_limit_reached (three in all)."""
    raise NotImplementedError


def update_modal(
    world: World,
    view: Json,
    *,
    view_id: str | None = None,
    external_id: str | None = None,
    hash: str | None = None,
) -> View:
    """Replace a view; refused: not_found, hash_conflict. What was typed stays where block_id and
    action_id stay."""
    raise NotImplementedError


def pop_modal(world: World, view_id: str, *, whole_stack: bool = False) -> list[View]:
    """Close a modal, or the whole stack; what was closed, topmost first."""
    raise NotImplementedError
