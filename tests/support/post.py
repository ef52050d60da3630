"""A mail server of one's own, as real as SMTP is, which takes or refuses what it is told to."""

# aiosmtpd names the methods that it calls, and what it gives them.
# ruff: noqa: N802, ARG002

from __future__ import annotations

import threading
from asyncio import Server
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "loop", "s3cret p@ss"
HANG_UP = "hang up"


@dataclass
class PostBox:
    """What arrived, in order; `answers` holds what to say to the next letters instead of yes."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    rcpt_answers: list[str] = field(default_factory=list)
    calls: int = 0
    has_come: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Where it is, for settings."""
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def ids(self) -> list[str]:
        """The Message-ID of each letter that arrived."""
        return [letter["Message-ID"] for letter in self.letters]

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: Any
    ) -> Any:
        """Count who calls."""
        session.host_name = hostname
        self.calls += 1
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        """Say whether somebody lives there."""
        answer = self.rcpt_answers.pop(0) if self.rcpt_answers else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a letter, or not, or hang up after taking it."""
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250") or answer == HANG_UP:
            raw = envelope.original_content or b""
            letter = message_from_bytes(raw, policy=default)
            assert isinstance(letter, EmailMessage)
            self.raw.append(raw)
            self.letters.append(letter)
            self.envelopes.append((str(envelope.mail_from), list(envelope.rcpt_tos)))
            self.has_come.set()
        if answer == HANG_UP:
            assert server.transport is not None
            server.transport.close()
        return answer


class _AnyPort(Controller):
    """Listens on a port that nobody else uses, and knows which one."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def post_box(**options: Any) -> Iterator[PostBox]:
    """A mail server for as long as this lasts."""
    box = PostBox()
    controller = _AnyPort(box, hostname="127.0.0.1", port=0, **options)
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()


def knows_password(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any
) -> AuthResult:
    """Let in who says the password."""
    is_known = isinstance(given, LoginPassword) and given.password == PASSWORD.encode()
    return AuthResult(success=is_known, handled=False)
