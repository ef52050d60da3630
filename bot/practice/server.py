"""The server: the Web API, Socket Mode, response addresses, controls and the page on one port."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute

from bot.practice import consent, seeds
from bot.practice.arguments import well_formed
from bot.practice.calls import WebApi
from bot.practice.controls import NAMES, Controls, control
from bot.practice.deliveries import Deliveries
from bot.practice.faults import Faults
from bot.practice.interactions import Interactions
from bot.practice.journal import Journal
from bot.practice.page.routes import Link
from bot.practice.page.routes import routes as page_routes
from bot.practice.response_urls import ResponseUrls
from bot.practice.sockets import Sockets
from bot.practice.world import Json, World

HOST = "127.0.0.1"
BAD_REQUEST = 400
PINGS_EVERY = 10.0
STOPS_WITHIN = 1
"""Seconds that open connections get when the server stops."""


class Practice(Controls):
    """A practice Slack: its world, all that drives it, and the keys that a tester is given."""

    def __init__(self, world: World, port: int) -> None:
        self.address = f"http://{HOST}:{port}"
        self.base_url = f"{self.address}/api/"
        self.credentials = seeds.credentials(world)
        journal, faults = Journal(world.now), Faults()
        sockets = Sockets(world.app.id, self.address, journal)
        deliveries = Deliveries(world, faults, journal, sockets)
        self.urls = ResponseUrls(world, journal, self.address)
        interactions = Interactions(world, deliveries, self.urls)
        super().__init__(self.address, world, faults, journal, sockets, deliveries, interactions)
        self.web_api = WebApi(
            world, faults, journal, lambda: self.base_url, new_connection=sockets.new_url
        )
        deliveries.after_last_words = self._removed

    def facts(self) -> Json:
        """What the command prints: all that an app and its tester need to know."""
        app, keys = self.world.app, self.credentials
        return {
            "base_url": self.base_url,
            "bot_token": keys.bot_token,
            "app_token": keys.app_token,
            "signing_secret": app.signing_secret,
            "client_id": app.client_id,
            "client_secret": app.client_secret,
            "oauth_code": keys.oauth_code,
            "spare_token": keys.spare_token,
            "user_tokens": keys.user_tokens,
            "controls": {name: f"{self.address}/controls/{name}" for name in NAMES},
        }

    def _removed(self, team: str) -> None:
        """Socket Mode ends with the workspace that the app's own token belongs to."""
        token = self.world.tokens.get(self.credentials.app_token)
        if token is not None and token.team == team:
            self.sockets.disconnect("link_disabled")


def create(practice: Practice, links: Sequence[Link] = ()) -> Starlette:
    """The web application around a practice Slack. Its page shows these links."""
    pages = page_routes(
        practice.world, practice.interactions, practice.journal, practice.address, links
    )

    async def api(request: Request) -> Response:
        reply = await run_in_threadpool(
            practice.web_api.serve,
            request.path_params["method"],
            request.url.query,
            request.headers.get("content-type", ""),
            await request.body(),
            request.headers.get("authorization"),
        )
        return JSONResponse(reply.body, reply.status, reply.headers)

    async def upload(request: Request) -> Response:
        ticket, kind = request.path_params["ticket"], request.headers.get("content-type", "")
        body = await request.body()
        reply = await run_in_threadpool(practice.web_api.receive, ticket, kind, body)
        if reply.body.get("ok"):
            return PlainTextResponse(f"OK - {reply.body['size']}", reply.status)
        return PlainTextResponse(str(reply.body["error"]), max(reply.status, BAD_REQUEST))

    async def download(request: Request) -> Response:
        id, authorization = request.path_params["file"], request.headers.get("authorization")
        found = await run_in_threadpool(practice.web_api.download, id, authorization)
        return Response(found.content, found.status, media_type=found.content_type)

    async def response_url(request: Request) -> Response:
        name = "{team}/{secret}".format(**request.path_params)
        body = _json(await request.body())
        if not isinstance(body, dict):
            return PlainTextResponse("invalid_payload", 400)
        status, text = await run_in_threadpool(practice.urls.post, name, body)
        return PlainTextResponse(text, status)

    async def controls(request: Request) -> Response:
        body = _json(await request.body() or b"{}")
        name = request.path_params["name"]
        status, told = await run_in_threadpool(control, practice, name, body)
        return JSONResponse(told, status)

    return Starlette(
        routes=[
            Route("/api/{method:path}", api, methods=["GET", "POST"]),
            Route("/upload/v1/{ticket}", upload, methods=["POST", "PUT"]),
            Route("/files-pri/{team}-{file}/{name:path}", download),
            Route("/response/{team}/{secret}", response_url, methods=["POST"]),
            Route("/controls/{name}", controls, methods=["POST"]),
            WebSocketRoute("/link/", practice.sockets.serve),
            WebSocketRoute("/link", practice.sockets.serve),
            *consent.routes(practice.world),
            Mount("/", routes=pages),
        ]
    )


def listen(port: int = 0) -> socket.socket:
    """A socket on loopback; OSError where the port is taken."""
    # The protocol is named, for asyncio sends small answers at once only where it is.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError:
        listening.close()
        raise
    return listening


@contextmanager
def running(
    port: int = 0,
    manifest: Json | None = None,
    world: World | None = None,
    links: Sequence[Link] = (),
) -> Iterator[Practice]:
    """Practice Slack in a background thread, answering; all of it ends with the block."""
    with serving(listen(port), manifest, world, links) as practice:
        yield practice


@contextmanager
def serving(
    listening: socket.socket,
    manifest: Json | None = None,
    world: World | None = None,
    links: Sequence[Link] = (),
) -> Iterator[Practice]:
    """The same on a socket that is there already; it is closed at the end."""
    with listening:
        practice = Practice(world or seeds.new_world(manifest), listening.getsockname()[1])
        config = uvicorn.Config(
            create(practice, links),
            ws="websockets-sansio",
            ws_ping_interval=PINGS_EVERY,
            log_config=None,
            log_level="critical",
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=STOPS_WITHIN,
        )
        server = uvicorn.Server(config)
        # Whoever comes before the loop runs waits in line instead of being turned away.
        listening.listen()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        practice.deliveries.start()
        thread.start()
        try:
            yield practice
        finally:
            practice.stop()
            server.should_exit = True
            thread.join()


def _json(body: bytes) -> object:
    try:
        return well_formed(json.loads(body, parse_constant=_no_number))
    except (ValueError, RecursionError):
        return None


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is not JSON")
