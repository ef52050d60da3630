"""auth.*, oauth.*, apps.* and the rest: who calls, how an app comes and goes."""

from __future__ import annotations

from collections.abc import Iterable

from bot.practice import actions, limits
from bot.practice.methods.call import Call, Method, missing
from bot.practice.people import TURNED_EVERY
from bot.practice.refusals import SlackRefusal
from bot.practice.seeds import EVERY_SCOPE
from bot.practice.world import Install, Json


def auth_test(call: Call) -> Json:
    """auth.test: whom a token stands for."""
    if call.token and call.token.kind == "app":
        return {"app_name": call.world.app.name, "app_id": call.world.app.id}
    team = call.world.teams[call.team]
    answer: Json = {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": call.world.users[call.user].name,
        "team_id": team.id,
        "user_id": call.user,
        "is_enterprise_install": False,
    }
    return answer | ({"bot_id": call.install.bot_id} if call.install else {})


def auth_revoke(call: Call) -> Json:
    """auth.revoke; with `test`, nothing is ended."""
    if call.yes("test"):
        return {"revoked": False}
    actions.revoke_token(call.world, call.token_text)
    return {"revoked": True}


def connections_open(call: Call) -> Json:
    """apps.connections.open: an address for Socket Mode."""
    settings = call.world.app.manifest.get("settings", {})
    if call.new_connection is None or settings.get("socket_mode_enabled") is False:
        raise SlackRefusal("forbidden")
    return {"url": call.new_connection()}


def uninstall(call: Call) -> Json:
    """apps.uninstall."""
    _check_client(call)
    actions.uninstall(call.world, call.team)
    return {}


def api_test(call: Call) -> Json:
    """api.test: what was given comes back."""
    args = {name: value for name, value in call.arguments.items() if name != "token"}
    if error := call.maybe("error"):
        raise SlackRefusal(error, args=args)
    return {"args": args}


def access(call: Call) -> Json:
    """oauth.v2.access: a code, or a refresh token, becomes a bot token."""
    _check_client(call)
    if call.text("grant_type") == "refresh_token" or call.maybe("refresh_token"):
        team, old = call.world.grants.use_refresh_token(call.need("refresh_token"))
        if team not in call.world.installs:
            raise SlackRefusal("invalid_refresh_token")
        if old in call.world.tokens:
            call.world.tokens[old].revoked = True
        install = call.world.installs[team]
        return _granted(call, install, actions.new_bot_token(call.world, install))
    grant = call.world.grants.use_code(call.need("code"), call.maybe("redirect_uri"))
    named = call.world.app.scopes if grant.scopes is None else grant.scopes
    install, token = actions.install(
        call.world, grant.team, grant.installer, EVERY_SCOPE if named is None else named
    )
    return _granted(call, install, token)


def validate(call: Call) -> Json:
    """blocks.validate: what Slack would refuse in blocks, a message or a view, and where in it."""
    view, message = call.object("view", "invalid_view"), call.object("message", "invalid_message")
    blocks = call.listed("blocks", "invalid_blocks_format")
    if view is not None:
        return _validated("invalid_view", limits.check_view(view, at=""))
    if message is not None:
        text, shown = str(message.get("text") or ""), message.get("blocks") or []
        return _validated("invalid_message", limits.check_message(text, shown))
    if blocks is not None:
        return _validated("invalid_blocks", limits.check_blocks(blocks, at=""))
    raise missing("blocks")


def emoji_list(call: Call) -> Json:
    """emoji.list: no workspace here has emoji of its own."""
    return {"emoji": {}, "cache_ts": f"{call.world.now():.6f}"}


def _granted(call: Call, install: Install, token: str) -> Json:
    team = call.world.teams[install.team]
    answer: Json = {
        "access_token": token,
        "token_type": "bot",
        "scope": ",".join(sorted(install.scopes)),
        "bot_user_id": install.bot_user,
        "app_id": call.world.app.id,
        "team": {"id": team.id, "name": team.name},
        "enterprise": None,
        "authed_user": {"id": install.installer},
        "is_enterprise_install": False,
    }
    if call.world.tokens[token].expires_at is not None:
        refresh = call.world.grants.new_refresh_token(install.team, token)
        answer |= {"expires_in": TURNED_EVERY, "refresh_token": refresh}
    return answer


def _check_client(call: Call) -> None:
    if call.text("client_id") != call.world.app.client_id:
        raise SlackRefusal("invalid_client_id")
    if call.text("client_secret") != call.world.app.client_secret:
        raise SlackRefusal("bad_client_secret")


def _validated(code: str, problems: Iterable[limits.Problem]) -> Json:
    """Valid ones are `ok`; the others are refused with all that is wrong."""
    errors = [
        {"pointer": problem.pointer, "code": problem.code, "message": problem.message}
        for problem in problems
    ]
    if errors:
        raise SlackRefusal(code, errors=errors)
    return {"errors": []}


METHODS = {
    "auth.test": Method(auth_test, tokens=("bot", "user", "app")),
    "auth.revoke": Method(auth_revoke),
    "apps.connections.open": Method(connections_open, tokens=("app",)),
    "apps.uninstall": Method(uninstall, tokens=("bot",)),
    "api.test": Method(api_test, tokens=()),
    "oauth.v2.access": Method(access, tokens=()),
    "blocks.validate": Method(validate),
    "emoji.list": Method(emoji_list, ("emoji:read",)),
}
