"""users.*, team.*, bots.* and dnd.*: who is there."""

from __future__ import annotations

from bot.practice.methods.call import Call, Method, page_of
from bot.practice.refusals import SlackRefusal
from bot.practice.wire import bot_json, dnd_json, profile_json, team_json, user_json
from bot.practice.world import Json, User


def info(call: Call) -> Json:
    """users.info."""
    return {"user": _shown(call, _seen(call, call.need("user")))}


def list_(call: Call) -> Json:
    """users.list: everybody in the workspace, also those who were deactivated."""
    everybody = [user for user in call.world.users.values() if user.team == call.team]
    some, cursor = page_of(call, everybody, usual=len(everybody) or 1)
    return {
        "members": [_shown(call, user) for user in some],
        "cache_ts": int(call.world.now()),
        "response_metadata": {"next_cursor": cursor},
    }


def lookup_by_email(call: Call) -> Json:
    """users.lookupByEmail; those who were deactivated are not found."""
    email = call.need("email").strip().lower()
    for user in call.world.users.values():
        same = user.team == call.team and not user.deleted
        if same and user.email and user.email.lower() == email:
            return {"user": _shown(call, user)}
    raise SlackRefusal("users_not_found")


def profile(call: Call) -> Json:
    """users.profile.get; the caller's own, if nobody is named."""
    user = _seen(call, call.text("user") or call.user)
    return {"profile": profile_json(user, with_email=_sees_email(call))}


def team_info(call: Call) -> Json:
    """team.info, of a workspace that the caller shares something with."""
    team = call.text("team") or call.team
    channels = call.world.channels.values()
    known = {call.team}
    for channel in channels:
        sides = {channel.team, *channel.connected}
        if call.team in sides:
            known |= sides
    if team not in known:
        raise SlackRefusal("team_not_found")
    return {"team": team_json(call.world.teams[team])}


def bot_info(call: Call) -> Json:
    """bots.info."""
    bot = call.maybe("bot")
    if bot is None and call.install is not None:
        bot = call.install.bot_id
    for install in call.world.installs.values():
        if install.bot_id == bot:
            return {"bot": bot_json(call.world, install)}
    raise SlackRefusal("bot_not_found")


def dnd_info(call: Call) -> Json:
    """dnd.info."""
    return dnd_json(call.world, _seen(call, call.text("user") or call.user))


def _seen(call: Call, user_id: str) -> User:
    """Somebody of the same workspace, or met in a shared channel."""
    user = call.world.users.get(user_id)
    if user is None:
        raise SlackRefusal("user_not_found")
    together = (
        channel
        for channel in call.world.channels.values()
        if channel.is_shared
        and user.team in {channel.team, *channel.connected}
        and call.team in {channel.team, *channel.connected}
        and user.id in channel.members
    )
    if user.team != call.team and not any(together):
        raise SlackRefusal("user_not_found")
    return user


def _shown(call: Call, user: User) -> Json:
    shown = user_json(call.world, user, with_email=_sees_email(call))
    if call.yes("include_locale") and not user.deleted:
        shown["locale"] = user.locale
    if user.team != call.team:
        shown["is_stranger"] = False
        shown["profile"].pop("email", None)
    return shown


def _sees_email(call: Call) -> bool:
    return call.install is None or "users:read.email" in call.install.scopes


METHODS = {
    "users.info": Method(info, ("users:read",)),
    "users.list": Method(list_, ("users:read",)),
    "users.lookupByEmail": Method(lookup_by_email, ("users:read.email",)),
    "users.profile.get": Method(profile, ("users.profile:read",)),
    "team.info": Method(team_info, ("team:read",)),
    "bots.info": Method(bot_info, ("users:read",)),
    "dnd.info": Method(dnd_info, ("dnd:read",)),
}
