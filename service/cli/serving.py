"""Serving: pages, API and Slack on one port, with a projector beside them, until Ctrl-C."""

from __future__ import annotations

import asyncio
import socket
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime

import uvicorn
from fastapi import APIRouter

import bot.http
from bot.app import SlackApp, build_slack
from bot.delivery import delivering
from scheduler.clock import ticking
from service.bootstrap import System, settle
from service.cli.common import err, out, stopped_by_signals
from service.domain.errors import Misconfigured
from service.letters.kinds import KINDS
from service.letters.mailer import NO_LETTERS, mailer_of
from service.letters.office import Office, open_office
from service.policy import Actor
from service.projections.runner import running
from service.server import LOOPBACK, create_app, now


def serve_until_stopped(
    opened: System,
    *,
    visitor: Actor | None = None,
    projector: bool = True,
    open_browser: bool = False,
    with_slack: bool = False,
    clock: Callable[[], datetime] = now,
    beside: Sequence[tuple[str, str]] = (),
    when_open: Callable[[], str] = str,
    more: Sequence[APIRouter] = (),
) -> None:
    """Answer HTTP until somebody stops it. Misconfigured where the port is taken.

    The pages link to what runs `beside`; `when_open` is called once requests are answered, and
    what it returns is said too.
    """
    settings = opened.settings
    if visitor is not None and settings.host not in LOOPBACK:
        raise Misconfigured("The demo signs everybody in, so it serves on this machine only.")
    with ExitStack() as stack:
        listening = stack.enter_context(_listen(settings.host, settings.port))
        if projector:
            stack.enter_context(running(opened.runner))
        slack = stack.enter_context(_slack(opened, clock)) if with_slack else None
        application = create_app(
            opened,
            visitor=visitor,
            clock=clock,
            more=[*more, *([] if slack is None else [bot.http.router(slack)])],
            beside=beside,
            speaks=None if slack is None else slack.delivery.is_well,
        )
        if visitor is None:  # Nobody gets mail from a demo.
            stack.enter_context(letters_going(opened, clock))
        stack.enter_context(ticking(opened, clock))
        settle()
        config = uvicorn.Config(application, log_level="warning", access_log=False)
        server = _Server(config, settings.address, open_browser, when_open)
        server.run(sockets=[listening])


def free_port(wanted: int) -> int:
    """The port that was wanted, or another that nobody uses now."""
    try:
        with _listen("127.0.0.1", wanted) as listening:
            return int(listening.getsockname()[1])
    except Misconfigured:
        with _listen("127.0.0.1", 0) as listening:
            return int(listening.getsockname()[1])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named, for asyncio sends small answers at once only where it is.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise Misconfigured(
            f"Port {port} of {host} is taken, or not ours to use ({error.strerror}). "
            "Choose another one with --port or DOUBLELOOP_PORT."
        ) from error
    return listening


class _Server(uvicorn.Server):
    """Says where it is once it answers, and opens the browser if asked to."""

    def __init__(
        self,
        config: uvicorn.Config,
        address: str,
        open_browser: bool,
        when_open: Callable[[], str],
    ) -> None:
        super().__init__(config)
        self._address, self._open_browser = address, open_browser
        self._when_open = when_open

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As uvicorn's own, without raising the signal again afterwards: there is more to stop."""
        with stopped_by_signals(self._exit):
            yield

    def _exit(self) -> None:
        self.force_exit, self.should_exit = self.should_exit, True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if not self.started:
            return
        # In a thread of its own, for it may ask this very server something.
        more = await asyncio.to_thread(self._when_open)
        out.print(f"Open {self._address} in your browser. Ctrl-C stops everything.")
        if more:
            out.print(more, soft_wrap=True)
        if self._open_browser:
            webbrowser.open(self._address)


@contextmanager
def _slack(opened: System, clock: Callable[[], datetime]) -> Iterator[SlackApp | None]:
    """The Slack app with its delivery running beside it, where one is set up."""
    if not opened.settings.has_slack:
        yield None
        return
    slack = build_slack(opened, clock)
    with delivering(slack.delivery):
        yield slack


@contextmanager
def letters_going(opened: System, clock: Callable[[], datetime]) -> Iterator[None]:
    """The post office beside it, where a mail server is set."""
    if not opened.settings.has_mail:
        if opened.settings.is_production:
            err.print(NO_LETTERS)
        yield
        return
    with open_office(Office(opened, mailer_of(opened.settings), KINDS, clock)):
        yield
