"""Payloads: what the app is sent, in the shapes that Slack publishes."""

from __future__ import annotations

import base64
import json
from typing import Any

from bot.practice.world import Channel, Happening, Json, Team, User, World

VERIFICATION_TOKEN = "practice-verification-token"  # noqa: S105 - a fixed word that Slack still sends
MESSAGE_KINDS = {
    "im": "message.im",
    "channel": "message.channels",
    "group": "message.groups",
    "mpim": "message.mpim",
}
LAST_WORDS = {"app_uninstalled", "tokens_revoked"}
"""Events that come when nobody is authorised any more."""


def subscription(event: Json) -> str:
    """The name under which a manifest subscribes to an event."""
    kind = str(event.get("type"))
    if kind != "message":
        return kind
    return MESSAGE_KINDS.get(str(event.get("channel_type")), "message.channels")


def event_callback(world: World, happening: Happening, event_id: str) -> Json:
    """The envelope around an event; the same for every attempt to deliver it."""
    event, team = happening.event, happening.team
    channel = world.channels.get(happening.channel or "")
    shared = channel is not None and channel.is_shared
    acting = event.get("user_team") or event.get("team") if shared else None
    body: Json = {
        "token": VERIFICATION_TOKEN,
        "team_id": acting if isinstance(acting, str) else team,
        "context_team_id": team,
        "context_enterprise_id": None,
        "api_app_id": world.app.id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(world.now()),
        "authorizations": authorizations(world, team, str(event.get("type"))),
        "is_ext_shared_channel": shared,
        "event_context": _context(world, happening),
    }
    if not body["authorizations"]:
        del body["authorizations"]
    copied: Json = json.loads(json.dumps(body))
    return copied


def authorizations(world: World, team: str, kind: str) -> list[Json]:
    """Whose eyes the app sees an event through."""
    install = world.installs.get(team)
    if install is None or kind in LAST_WORDS:
        return []
    return [
        {
            "enterprise_id": None,
            "team_id": team,
            "user_id": install.bot_user,
            "is_bot": True,
            "is_enterprise_install": False,
        }
    ]


def _context(world: World, happening: Happening) -> str:
    told = {
        "et": happening.event.get("type"),
        "tid": happening.team,
        "aid": world.app.id,
        "cid": happening.channel or "",
    }
    return "4-" + base64.b64encode(json.dumps(told).encode()).decode().rstrip("=")


def team_part(team: Team) -> Json:
    """The workspace of whoever acted."""
    return {"id": team.id, "domain": team.domain}


def user_part(user: User, kind: str) -> Json:
    """Whoever acted; a global shortcut does not tell what they are called."""
    told = {"id": user.id, "username": user.name, "team_id": user.team}
    return told if kind == "shortcut" else told | {"name": user.name}


def channel_part(channel: Channel) -> Json:
    """Where they acted."""
    return {"id": channel.id, "name": channel_name(channel)}


def channel_name(channel: Channel) -> str:
    """A channel's name as interactions and commands tell it."""
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name


def interaction(world: World, kind: str, user: User, trigger_id: str | None, **more: Any) -> Json:
    """What all interactions share, and what this one tells beside it."""
    body: Json = {
        "type": kind,
        "team": team_part(world.teams[user.team]),
        "user": user_part(user, kind),
        "api_app_id": world.app.id,
        "token": VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if trigger_id is not None:
        body["trigger_id"] = trigger_id
    copied: Json = json.loads(json.dumps(body | more))
    return copied


def command(
    world: World, user: User, channel: Channel, command: str, text: str, **more: str
) -> Json:
    """A slash command: the fields of its form."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": user.team,
        "team_domain": world.teams[user.team].domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": world.app.id,
        "is_enterprise_install": "false",
        **more,
    }
