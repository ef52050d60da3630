"""Consent: the page on which somebody allows the app in their workspace, or does not."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from string import Template
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.practice.page.routes import HEADERS, POLICY
from bot.practice.scopes import in_words
from bot.practice.world import User, World

ADDRESS = "/oauth/v2/authorize"
SEE_OTHER = 303
PAGE = Template((files("bot.practice") / "page" / "consent.html").read_text(encoding="utf-8"))


class Unsound(Exception):
    """The link that brought somebody here cannot be followed; says why."""


@dataclass(frozen=True)
class Asked:
    """What an app asks of somebody."""

    fields: dict[str, str]
    """As they came, for they come a second time with the answer."""
    redirect_uri: str
    """Where they go back to, whatever they say."""
    scopes: tuple[str, ...]
    people: tuple[User, ...]
    """Who may say yes: guests cannot, nor who has left."""


def routes(world: World) -> list[BaseRoute]:
    """The page, and the answer that is given there."""

    async def page(request: Request) -> Response:
        try:
            return _question(world, _asked(world, request.query_params))
        except Unsound as reason:
            return _cannot(str(reason))

    async def answer(request: Request) -> Response:
        told = dict(parse_qsl((await request.body()).decode(errors="replace")))
        try:
            return _answered(world, _asked(world, told), told)
        except Unsound as reason:
            return _cannot(str(reason))

    return [
        Route(ADDRESS, page, methods=["GET"]),
        Route(ADDRESS, answer, methods=["POST"]),
    ]


def _asked(world: World, given: Mapping[str, str]) -> Asked:
    """What the address says; Unsound where Slack would not ask anybody."""
    if given.get("client_id") != world.app.client_id:
        raise Unsound("There is no app with this client_id.")
    known = world.app.redirect_urls
    redirect_uri = given.get("redirect_uri") or next(iter(known), "")
    back = urlsplit(redirect_uri)
    if back.scheme not in ("http", "https") or not back.netloc:
        raise Unsound("The link does not say where to go back to (redirect_uri).")
    if known and not redirect_uri.startswith(tuple(known)):
        raise Unsound("The app's settings do not name the address to go back to (redirect_uri).")
    scopes = tuple(dict.fromkeys(given.get("scope", "").replace(" ", ",").split(",")))
    scopes = tuple(scope for scope in scopes if scope)
    if not scopes:
        raise Unsound("The link does not say what the app wants to do (scope).")
    people = _who_may(world, given.get("team", ""))
    if not people:
        raise Unsound("There is nobody in this workspace who could allow it (team).")
    names = ("client_id", "redirect_uri", "scope", "state", "team")
    fields = {name: given[name] for name in names if name in given}
    return Asked(fields, redirect_uri, scopes, people)


def _who_may(world: World, team: str) -> tuple[User, ...]:
    with world.lock:
        return tuple(
            user
            for user in world.users.values()
            if not (user.is_bot or user.deleted or user.is_restricted or user.is_ultra_restricted)
            and (user.team == team if team else not world.teams[user.team].hidden)
        )


def _answered(world: World, asked: Asked, told: Mapping[str, str]) -> Response:
    """Back to the app: with a code that it can exchange, or with a no."""
    if told.get("answer") != "allow":
        return _back(asked, error="access_denied")
    user = next((one for one in asked.people if one.id == told.get("user")), None)
    if user is None:
        raise Unsound("Nobody was chosen who could allow it.")
    code = world.grants.new_code(
        user.team, user.id, asked.fields.get("redirect_uri"), frozenset(asked.scopes)
    )
    return _back(asked, code=code)


def _back(asked: Asked, **told: str) -> Response:
    said = told | {"state": asked.fields.get("state", "")}
    joint = "&" if urlsplit(asked.redirect_uri).query else "?"
    return RedirectResponse(
        f"{asked.redirect_uri}{joint}{urlencode(said)}", SEE_OTHER, headers=HEADERS
    )


def _question(world: World, asked: Asked) -> Response:
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{html.escape(value)}">'
        for name, value in asked.fields.items()
    )
    wishes = "".join(
        f"<li>{html.escape(in_words(scope))} <code>{html.escape(scope)}</code></li>"
        for scope in asked.scopes
    )
    name = html.escape(world.app.name)
    body = (
        f"<h1>May {name} come into your workspace?</h1>"
        f'<form method="post" action="{ADDRESS}">{hidden}'
        f'<p><label for="user">You are</label> <select id="user" name="user">'
        f"{_options(world, asked)}</select></p>"
        f'<h2 id="wishes">{name} asks to</h2><ul aria-labelledby="wishes">{wishes}</ul>'
        '<p class="buttons"><button class="button" name="answer" value="deny">Deny</button>'
        '<button class="button primary" name="answer" value="allow">Allow</button></p></form>'
    )
    # Browsers hold the way back after a form to the same rule as the form itself.
    back = urlsplit(asked.redirect_uri)
    origin = f"{back.scheme}://{back.netloc}"
    policy = POLICY.replace("form-action 'none'", f"form-action 'self' {origin}")
    return _page(f"Allow {world.app.name}", body, 200, policy)


def _options(world: World, asked: Asked) -> str:
    groups = []
    for team in dict.fromkeys(user.team for user in asked.people):
        options = "".join(
            f'<option value="{user.id}">{html.escape(user.real_name or user.name)}</option>'
            for user in asked.people
            if user.team == team
        )
        label = html.escape(world.teams[team].name)
        groups.append(f'<optgroup label="{label}">{options}</optgroup>')
    return "".join(groups)


def _cannot(why: str) -> Response:
    body = f"<h1>This link cannot be followed</h1><p>{html.escape(why)}</p>"
    return _page("This link cannot be followed", body, 400, POLICY)


def _page(title: str, body: str, status: int, policy: str) -> Response:
    told = PAGE.substitute(title=html.escape(title), body=body)
    headers = HEADERS | {"Content-Security-Policy": policy}
    return HTMLResponse(told, status, headers=headers)
