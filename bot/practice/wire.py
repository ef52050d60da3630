"""The wire: how people, workspaces, channels and views look in Slack's answers and events."""

from __future__ import annotations

import copy
import datetime
import re
import zoneinfo
from hashlib import sha256

from bot.practice.world import Channel, Install, Json, Team, User, View, World

PICTURE_SIZES = (24, 32, 48, 72, 192, 512)


def user_json(world: World, user: User, *, with_email: bool = True) -> Json:
    """Somebody, as `users.info` and `user_change` tell of them."""
    zone = zoneinfo.ZoneInfo(user.tz)
    moment = datetime.datetime.fromtimestamp(world.now(), zone)
    offset = moment.utcoffset() or datetime.timedelta(0)
    about: Json = {
        "id": user.id,
        "team_id": user.team,
        "name": user.name,
        "deleted": user.deleted,
        "profile": profile_json(user, with_email=with_email),
        "is_bot": user.is_bot,
        "updated": int(world.now()),
        "is_app_user": False,
    }
    if user.deleted:
        return about
    return about | {
        "color": sha256(user.id.encode()).hexdigest()[:6],
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": moment.tzname() or user.tz,
        "tz_offset": int(offset.total_seconds()),
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted or user.is_ultra_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_email_confirmed": not user.is_bot,
        "who_can_share_contact_card": "EVERYONE",
    }


def profile_json(user: User, *, with_email: bool = True) -> Json:
    """Somebody's profile."""
    first, _, last = user.real_name.partition(" ")
    profile: Json = {
        "title": user.title,
        "phone": "",
        "skype": "",
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "fields": None,
        "status_text": user.status_text,
        "status_emoji": "",
        "status_emoji_display_info": [],
        "status_expiration": 0,
        "avatar_hash": "g" + sha256(user.id.encode()).hexdigest()[:11],
        "first_name": first,
        "last_name": last,
        "team": user.team,
    }
    profile |= {
        f"image_{size}": f"https://avatars.practice.example/{user.id}-{size}.png"
        for size in PICTURE_SIZES
    }
    if user.is_bot:
        profile["always_active"] = True
    elif with_email and user.email:
        profile["email"] = user.email
    return profile


def team_json(team: Team) -> Json:
    """A workspace, as `team.info` tells of it."""
    return {
        "id": team.id,
        "name": team.name,
        "domain": team.domain,
        "url": f"https://{team.domain}.slack.com/",
        "email_domain": f"{team.domain}.example",
        "icon": {"image_default": True, "image_34": "https://avatars.practice.example/team.png"},
        "avatar_base_url": "https://avatars.practice.example/",
        "is_verified": False,
    }


def channel_json(world: World, channel: Channel, seen_by: str, team: str | None = None) -> Json:
    """A channel as this person or bot (of this workspace) sees it."""
    if channel.is_im:
        return _im_json(world, channel, seen_by)
    connected = sorted({channel.team, *channel.connected})
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_general": False,
        "created": int(channel.created),
        "updated": int(channel.created * 1000),
        "creator": min(channel.members, default=""),
        "is_member": seen_by in channel.members,
        "is_shared": channel.is_shared,
        "is_ext_shared": channel.is_shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "shared_team_ids": connected,
        "internal_team_ids": [],
        "connected_team_ids": connected if channel.is_shared else [],
        "context_team_id": team or channel.team,
        "conversation_host_id": channel.team,
        "unlinked": 0,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": "", "last_set": 0},
        "previous_names": [],
    }


def _im_json(world: World, channel: Channel, seen_by: str) -> Json:
    other = next((member for member in sorted(channel.members) if member != seen_by), seen_by)
    user = world.users.get(other)
    return {
        "id": channel.id,
        "created": int(channel.created),
        "is_im": True,
        "is_mpim": False,
        "is_org_shared": False,
        "is_archived": channel.is_archived,
        "context_team_id": channel.team,
        "user": other,
        "is_user_deleted": bool(user and user.deleted),
        "is_open": True,
        "updated": int(channel.created * 1000),
        "priority": 0,
    }


def channel_type(channel: Channel) -> str:
    """What events call the kind of a channel: im, channel or group."""
    if channel.is_im:
        return "im"
    return "group" if channel.is_private else "channel"


def bot_json(world: World, install: Install) -> Json:
    """The app's bot, as `bots.info` tells of it."""
    name = world.users[install.bot_user].real_name
    picture = "https://avatars.practice.example/bot"
    return {
        "id": install.bot_id,
        "deleted": False,
        "name": name,
        "updated": int(world.now()),
        "app_id": world.app.id,
        "user_id": install.bot_user,
        "icons": {f"image_{size}": f"{picture}-{size}.png" for size in (36, 48, 72)},
    }


def bot_profile(world: World, install: Install) -> Json:
    """The app's bot, as its own messages carry it."""
    profile = bot_json(world, install) | {"team_id": install.team}
    del profile["user_id"]
    return profile


def view_json(world: World, view: View) -> Json:
    """A modal or a Home, as answers, `app_home_opened` and interactions carry it."""
    given = copy.deepcopy(view.given)
    shown: Json = {
        "id": view.id,
        "team_id": view.team,
        "type": given.get("type"),
        "blocks": given.get("blocks", []),
        "private_metadata": given.get("private_metadata") or "",
        "callback_id": given.get("callback_id") or "",
        "state": {"values": copy.deepcopy(view.state)},
        "hash": view.hash,
        "title": _plain(given.get("title")) or _plain({"type": "plain_text", "text": "View Title"}),
        "clear_on_close": bool(given.get("clear_on_close")),
        "notify_on_close": bool(given.get("notify_on_close")),
        "close": _plain(given.get("close")),
        "submit": _plain(given.get("submit")),
        "previous_view_id": view.previous,
        "root_view_id": view.root,
        "app_id": world.app.id,
        "external_id": view.external_id or "",
        "app_installed_team_id": view.team,
        "bot_id": world.installs[view.team].bot_id if view.team in world.installs else "",
    }
    return shown | {key: given[key] for key in ("submit_disabled",) if key in given}


def _plain(text: Json | None) -> Json | None:
    return None if text is None else {"emoji": True} | text


def permalink(world: World, channel: Channel, ts: str) -> str:
    """The address of a message."""
    domain = world.teams[channel.team].domain
    digits = re.sub(r"\D", "", ts)
    return f"https://{domain}.slack.com/archives/{channel.id}/p{digits}"


def dnd_json(world: World, user: User) -> Json:
    """Whether somebody may be disturbed, as `dnd.info` tells it."""
    until = user.snoozed_until
    snoozed = until is not None and until > world.now()
    status: Json = {
        "dnd_enabled": snoozed,
        "next_dnd_start_ts": int(world.now()) if snoozed else 1,
        "next_dnd_end_ts": int(until) if snoozed and until else 1,
        "snooze_enabled": snoozed,
    }
    return status | ({"snooze_endtime": int(until)} if snoozed and until else {})
