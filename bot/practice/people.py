"""People and the app: profiles change, people arrive, and the app is installed and removed."""

from __future__ import annotations

import secrets
from dataclasses import fields

from bot.practice.refusals import SlackRefusal
from bot.practice.rooms import direct_messages, somebody
from bot.practice.wire import dnd_json, user_json, view_json
from bot.practice.world import Install, Json, Token, User, World

UNCHANGING = {"id", "team", "is_bot"}
TURNED_EVERY = 43_200
"""Seconds that a token lives where tokens are turned."""


def open_home(world: World, user: str, team: str | None = None) -> None:
    """Look at the app's Home (`app_home_opened`, with the view if one was published)."""
    _open_tab(world, user, team, "home")


def open_messages(world: World, user: str, team: str | None = None) -> None:
    """Look at the direct messages with the app (`app_home_opened` of the messages tab)."""
    _open_tab(world, user, team, "messages")


def change_user(world: World, user: str, **changes: object) -> None:
    """Change a profile: name, tz, deleted, is_restricted, status... (`user_change`)."""
    with world.lock:
        who = somebody(world, user)
        known = {field.name for field in fields(User)} - UNCHANGING
        if not changes.keys() <= known:
            raise SlackRefusal("invalid_arguments")
        snoozed = who.snoozed_until
        for name, value in changes.items():
            setattr(who, name, value)
        _tell_those_who_see(world, who, "user_change")
        if who.snoozed_until != snoozed and who.team in world.installs:
            status = dnd_json(world, who)
            event = {"type": "dnd_updated_user", "user": user, "dnd_status": status}
            world.tell(who.team, event | {"event_ts": world.next_ts()})


def arrive(world: World, user: User) -> None:
    """Somebody new comes into a workspace (`team_join`)."""
    with world.lock:
        world.users[user.id] = user
        _tell_those_who_see(world, user, "team_join")


def install(world: World, team: str, installer: str, scopes: frozenset[str]) -> tuple[Install, str]:
    """Install the app in a workspace: the install and a fresh bot token."""
    with world.lock:
        if team not in world.teams:
            raise SlackRefusal("team_not_found")
        made = world.installs.get(team)
        if made is None:
            bot = _bot_user(world, team)
            made = Install(team, bot.id, world.next_id("B"), scopes, installer)
            world.installs[team] = made
        made.scopes, made.installer = scopes, installer
        world.touch()
        return made, new_bot_token(world, made)


def new_bot_token(world: World, made: Install) -> str:
    """One more token for the bot; where the manifest turns tokens, it ends after 12 hours."""
    settings = world.app.manifest.get("settings", {})
    turned = bool(settings.get("token_rotation_enabled"))
    numbers = f"{secrets.randbelow(10**12):012d}-{secrets.randbelow(10**13):013d}"
    token = f"{'xoxe.' if turned else ''}xoxb-{numbers}-{secrets.token_hex(12)}"
    ends = world.now() + TURNED_EVERY if turned else None
    world.tokens[token] = Token("bot", made.team, made.bot_user, expires_at=ends)
    return token


def revoke_token(world: World, token: str) -> None:
    """End one token (`tokens_revoked`)."""
    with world.lock:
        found = world.tokens.get(token)
        if found is None or found.revoked:
            raise SlackRefusal("invalid_auth")
        found.revoked = True
        if found.team in world.installs:
            _tell_revoked(world, found.team, [found])


def uninstall(world: World, team: str) -> None:
    """Remove the app from a workspace: its tokens end (`tokens_revoked`, `app_uninstalled`)."""
    with world.lock:
        made = world.installs.get(team)
        if made is None:
            raise SlackRefusal("app_not_installed")
        ended = [
            token
            for token in world.tokens.values()
            if token.team == team and token.kind == "bot" and not token.revoked
        ]
        for token in ended:
            token.revoked = True
        _tell_revoked(world, team, ended)
        world.tell(team, {"type": "app_uninstalled", "event_ts": world.next_ts()})
        _forget_install(world, made)


def _open_tab(world: World, user: str, team: str | None, tab: str) -> None:
    with world.lock:
        where = team or somebody(world, user).team
        if where not in world.installs:
            raise SlackRefusal("app_not_installed")
        channel = direct_messages(world, where, user)
        ts = world.next_ts()
        event: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": channel.id,
            "tab": tab,
            "event_ts": ts,
        }
        view = world.views.get(world.homes.get((where, user), ""))
        if tab == "home" and view is not None:
            event["view"] = view_json(world, view)
        world.tell(where, event, channel.id)


def _tell_those_who_see(world: World, who: User, kind: str) -> None:
    """The app hears of people in its workspaces and of those it shares a channel with."""
    shared = [channel for channel in world.channels.values() if who.id in channel.members]
    near = {made.team for channel in shared for made in world.install_for(channel)}
    heard = False
    for made in list(world.installs.values()):
        if made.team == who.team or made.team in near:
            scope = "users:read.email" in made.scopes
            about = user_json(world, who, with_email=scope)
            ts = world.next_ts()
            world.tell(
                made.team,
                {"type": kind, "user": about, "cache_ts": int(world.now()), "event_ts": ts},
            )
            heard = True
    if not heard:
        world.touch()


def _tell_revoked(world: World, team: str, tokens: list[Token]) -> None:
    ended: Json = {
        "oauth": sorted({token.user for token in tokens if token.kind == "user"}),
        "bot": sorted({token.user for token in tokens if token.kind == "bot"}),
    }
    event = {"type": "tokens_revoked", "tokens": ended, "event_ts": world.next_ts()}
    world.tell(team, event)


def _bot_user(world: World, team: str) -> User:
    """The app's bot in a workspace: the one from before, if the app was there already."""
    for user in world.users.values():
        if user.team == team and user.is_bot:
            user.deleted = False
            return user
    named = world.app.manifest.get("features", {}).get("bot_user", {}).get("display_name")
    name = str(named or world.app.name)
    handle = "".join(c for c in name.lower().replace(" ", "-") if c.isalnum() or c in "-_")
    bot = User(world.next_id("U"), team, handle, name, is_bot=True, tz="Europe/London")
    world.users[bot.id] = bot
    return bot


def _forget_install(world: World, made: Install) -> None:
    del world.installs[made.team]
    world.users[made.bot_user].deleted = True
    for channel in world.channels.values():
        if not channel.is_im:
            channel.members.discard(made.bot_user)
    for key in [key for key in world.homes if key[0] == made.team]:
        world.views.pop(world.homes.pop(key), None)
    world.touch()
