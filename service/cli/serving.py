"""Serving: pages, API and Slack on one port, with a projector beside them, until Ctrl-C."""

from __future__ import annotations

import socket
import webbrowser
from contextlib import nullcontext

import uvicorn
from fastapi import APIRouter

import bot.http
from bot.app import build_bolt
from service.bootstrap import System
from service.cli.common import out
from service.domain.errors import Misconfigured
from service.policy import Actor
from service.projections.runner import running
from service.server import LOOPBACK, create_app


def serve_until_stopped(
    opened: System,
    *,
    visitor: Actor | None = None,
    projector: bool = True,
    open_browser: bool = False,
    with_slack: bool = False,
) -> None:
    """Answer HTTP until somebody stops it. Misconfigured where the port is taken."""
    settings = opened.settings
    if visitor is not None and settings.host not in LOOPBACK:
        raise Misconfigured("The demo signs everybody in, so it serves on this machine only.")
    application = create_app(opened, visitor=visitor, more=_slack(opened) if with_slack else ())
    config = uvicorn.Config(
        application, host=settings.host, port=settings.port, log_level="warning", access_log=False
    )
    server = _Server(config, settings.public_url, open_browser=open_browser)
    with running(opened.runner) if projector else nullcontext():
        server.run()
    if not server.started:
        raise Misconfigured(
            f"Port {settings.port} is taken. Choose another one with --port or DOUBLELOOP_PORT."
        )


class _Server(uvicorn.Server):
    """Says where it is once it answers, and opens the browser if asked to."""

    def __init__(self, config: uvicorn.Config, address: str, *, open_browser: bool) -> None:
        super().__init__(config)
        self._address, self._open_browser = address, open_browser

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if not self.started:
            return
        out.print(f"Open {self._address} in your browser. Ctrl-C stops everything.")
        if self._open_browser:
            webbrowser.open(self._address)


def _slack(opened: System) -> list[APIRouter]:
    settings = opened.settings
    if settings.slack_signing_secret is None or settings.slack_bot_token is None:
        return []
    return [bot.http.router(build_bolt(opened))]
