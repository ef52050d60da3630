"""The addresses of the page: signing in, one page per person, their state, and what they do."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.practice.interactions import Interactions
from bot.practice.page.doing import Doings, Misunderstood
from bot.practice.page.live import Live
from bot.practice.page.reading import Reading
from bot.practice.page.state import MOST_MESSAGES, personas, seen_by
from bot.practice.world import Json, User, World

STATIC = Path(__file__).parent / "static"
KINDS = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
DEACTIVATED = "This person is deactivated and cannot sign in."
NOBODY = "There is nobody of this id."
NEWEST_ENTRIES = 200

Endpoint = Callable[[Request], Awaitable[Response]]
Link = tuple[str, str]
"""Words and an address: a way from the page to something else that runs beside practice Slack."""


class Entries(Protocol):
    """The part of the journal that the page reads."""

    def entries(self, after: int = 0) -> list[Json]:
        """What was noted after a number."""


def routes(
    world: World,
    interactions: Interactions,
    journal: Entries,
    address: str,
    links: Sequence[Link] = (),
) -> list[BaseRoute]:
    """Everything that the page consists of, to be mounted at `/` of this address."""
    shown = [{"label": label, "href": href} for label, href in links]
    reading, live = Reading(world), Live(world)
    doings = Doings(world, interactions, reading, address)

    async def state(request: Request) -> Response:
        user = _signed_in(world, request)
        if isinstance(user, Response):
            return user
        channel, limit = request.query_params.get("channel"), _limit(request)
        return await run_in_threadpool(
            lambda: _json(
                seen_by(world, user, reading, channel=channel, limit=limit) | {"links": shown}
            )
        )

    async def do(request: Request) -> Response:
        user, what = _signed_in(world, request), request.path_params["what"]
        if isinstance(user, Response):
            return user
        if not doings.knows(what):
            return _refused("There is no such thing to do.", 404)
        try:
            asked = await _asked(request)
            return _json(await run_in_threadpool(doings.do, user, what, asked))
        except Misunderstood as misunderstood:
            return _refused(str(misunderstood), 400)

    async def follow(_: Request) -> Response:
        return StreamingResponse(live.changes(), media_type="text/event-stream", headers=HEADERS)

    async def people(_: Request) -> Response:
        return _json({"app": world.app.name, "teams": personas(world), "links": shown})

    async def entries(request: Request) -> Response:
        after = request.query_params.get("after", "")
        found = journal.entries(int(after) if after.isdigit() else 0)
        return _json({"entries": found[-NEWEST_ENTRIES:]})

    return [
        Route("/", _page("signin.html")),
        Route("/journal", _page("journal.html")),
        Route("/as/{user}", _page("workspace.html")),
        Route("/as/{user}/state", state),
        Route("/as/{user}/do/{what}", do, methods=["POST"]),
        Route("/page/people", people),
        Route("/page/live", follow),
        Route("/page/journal", entries),
        Route("/page/{file}", _static),
    ]


def _page(name: str) -> Endpoint:
    async def page(_: Request) -> Response:
        return _file(STATIC / name)

    return page


async def _static(request: Request) -> Response:
    """One of the files of the page; nothing else is served."""
    file = STATIC / request.path_params["file"]
    if file.parent != STATIC or file.suffix not in KINDS or not file.is_file():
        return _refused("There is no such file.", 404)
    return _file(file)


def _file(file: Path) -> Response:
    return FileResponse(file, media_type=KINDS[file.suffix], headers=HEADERS)


def _json(found: Json, status: int = 200) -> Response:
    return JSONResponse(found, status_code=status, headers=HEADERS)


def _refused(why: str, status: int) -> Response:
    return _json({"ok": False, "error": why}, status)


def _signed_in(world: World, request: Request) -> User | Response:
    """Whoever the address names, or why they cannot be here."""
    user = world.users.get(request.path_params["user"])
    if user is None or user.is_bot:
        return _refused(NOBODY, 404)
    return _refused(DEACTIVATED, 403) if user.deleted else user


async def _asked(request: Request) -> Json:
    """The JSON object that was sent. Only JSON: other pages in the browser cannot send that."""
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        raise Misunderstood("Please send JSON.")
    try:
        asked = json.loads(await request.body() or b"{}")
    except ValueError as error:
        raise Misunderstood("This is no JSON.") from error
    if not isinstance(asked, dict):
        raise Misunderstood("Please send a JSON object.")
    return asked


def _limit(request: Request) -> int:
    asked = request.query_params.get("limit", "")
    return min(int(asked), 5000) if asked.isdigit() and int(asked) else MOST_MESSAGES
