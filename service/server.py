"""The server: pages, API and health in one FastAPI app, with the headers that keep people safe."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from urllib.parse import urlsplit

from fastapi import APIRouter, FastAPI, Request
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api import errors as api_errors
from service.api import health
from service.api import routes as api
from service.api.limits import BodyLimit
from service.bootstrap import System
from service.policy import Actor
from service.web import news
from service.web.answer_routes import router as answer_router
from service.web.digest_routes import router as digests_router
from service.web.downloads import router as downloads_router
from service.web.form_routes import router as forms_router
from service.web.held_routes import router as held_router
from service.web.loop_routes import loop_router
from service.web.pages import router as pages_router
from service.web.render import POLICY, STATIC, Pages, Routes
from service.web.rhythm_routes import router as rhythm_router
from service.web.sessions import Sessions

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
WITHOUT_COOKIES = ("/api/", "/slack/")


def now() -> datetime:
    """The moment: the one clock of a running server."""
    return datetime.now(UTC)


def create_app(
    system: System,
    *,
    visitor: Actor | None = None,
    clock: Callable[[], datetime] = now,
    more: Sequence[APIRouter] = (),
    beside: Sequence[tuple[str, str]] = (),
    speaks: Callable[[], bool] | None = None,
) -> FastAPI:
    """Everything that answers HTTP. `visitor` is who comes without signing in (demo only), and
    `speaks` tells whether what Slack is to be told is sent."""
    pages = Pages(Routes(beside=tuple(beside)))
    sessions = Sessions(system.access, system.settings.address, clock, visitor)
    app = FastAPI(
        title="doubleloop",
        version=version("doubleloop"),
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    for router in more:  # First, for Slack waits, and each route before it would be looked at.
        app.router.routes.extend(router.routes)
    api.join(app, system, clock)
    for router in (
        health.router(system, speaks),
        pages_router(system, sessions, pages, clock),
        news.router(system, sessions),
        loop_router(system, sessions, pages, clock),
        forms_router(system, sessions, pages, clock, system.loops),
        digests_router(system, sessions, pages, clock),
        answer_router(system, pages, clock),
        held_router(system, sessions, pages, clock),
        rhythm_router(system, sessions, pages, clock),
        downloads_router(system, sessions, clock),
    ):
        # Their routes are whole as they are: to include a router builds each a second time.
        app.router.routes.extend(router.routes)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    api_errors.install(app, html=lambda _request, status, sentence: _page(pages, status, sentence))
    app.add_middleware(BodyLimit)
    app.add_middleware(_SafeHeaders, public_url=system.settings.address)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=_hosts(system.settings.address))
    return app


def _page(pages: Pages, status: int, sentence: str) -> Response:
    return HTMLResponse(pages.error(status, sentence), status_code=status)


def _hosts(public_url: str) -> list[str]:
    host = urlsplit(public_url).hostname or "127.0.0.1"
    return [host, *(LOOPBACK if host in LOOPBACK else ("127.0.0.1",))]


class _SafeHeaders:
    """Sets the security headers, and turns away forms that another site sends."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self._app = app
        self._is_https = urlsplit(public_url).scheme == "https"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        if _comes_from_elsewhere(request):
            refusal = PlainTextResponse("This form was sent from another site.", status_code=403)
            await refusal(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = {name for name, _ in message["headers"]}
                wanted = self._headers(scope["path"])
                message["headers"] += [(n, v) for n, v in wanted if n not in headers]
            await send(message)

        await self._app(scope, receive, send_safely)

    def _headers(self, path: str) -> list[tuple[bytes, bytes]]:
        cache = "public, max-age=86400" if path.startswith("/static/") else "no-store"
        headers = {
            "content-security-policy": POLICY,
            "x-content-type-options": "nosniff",
            "referrer-policy": "same-origin",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "permissions-policy": "camera=(), microphone=(), geolocation=()",
            "cache-control": cache,
        }
        if self._is_https:
            headers["strict-transport-security"] = "max-age=31536000"
        return [(name.encode(), value.encode()) for name, value in headers.items()]


def _comes_from_elsewhere(request: Request) -> bool:
    """True for an unsafe request that carries cookies and whose origin is another site."""
    if request.method not in UNSAFE or request.url.path.startswith(WITHOUT_COOKIES):
        return False
    origin = request.headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc != request.headers.get("host", "")
    return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
