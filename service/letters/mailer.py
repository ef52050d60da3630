"""The mailer: hands letters to a mail server, and says what its answer means."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

from service.domain.errors import Misconfigured
from service.letters.letter import Letter, address_of, as_message
from service.settings import Settings

TIMEOUT_SECONDS = 10.0
PORTS = {"smtp": 587, "smtps": 465}
FOR_GOOD = 500
"""SMTP answers from here on mean: do not try again."""
TOO_LARGE = 552
HOW = "It looks like smtp://name:password@mail.example.org:587."
NO_LETTERS = (
    "No mail server is set, so nobody gets a letter. "
    "Set DOUBLELOOP_SMTP_URL and DOUBLELOOP_MAIL_FROM to send them."
)


class NotSent(Exception):
    """A letter did not go. What it says is safe to keep: it names nobody."""


class TryLater(NotSent):
    """This letter did not go now, but may later."""


class NeverGoes(NotSent):
    """This letter will not go however often we try: nobody is there to get it."""


class NoServer(NotSent):
    """No letter goes at the moment: the server is away, or does not let us in."""


@dataclass(frozen=True)
class Server:
    """Where letters are handed in."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    is_tls: bool = False
    """TLS from the first byte; else it begins with STARTTLS, where `starttls`."""
    starttls: bool = True

    @classmethod
    def at(cls, url: str) -> Self:
        """The server that an address names. Misconfigured where it names none."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise Misconfigured(f"DOUBLELOOP_SMTP_URL cannot be read. {HOW}") from None
        if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/"):
            raise Misconfigured(f"DOUBLELOOP_SMTP_URL names no mail server. {HOW}")
        asked = parse_qs(parts.query, keep_blank_values=True)
        wish = asked.pop("starttls", ["yes"])[-1]
        if asked or parts.fragment or wish not in ("yes", "no"):
            raise Misconfigured("DOUBLELOOP_SMTP_URL may only end in ?starttls=no, or in nothing.")
        is_tls = parts.scheme == "smtps"
        starttls = not is_tls and wish == "yes" and not _is_here(parts.hostname)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname, port or PORTS[parts.scheme], user, password, is_tls, starttls)


class Mailer:
    """Sends letters over one connection, which stays open until `close`."""

    def __init__(self, server: Server, sender: str, context: ssl.SSLContext | None = None) -> None:
        try:
            address_of(sender)
        except ValueError:
            raise Misconfigured(
                "DOUBLELOOP_MAIL_FROM is no address. "
                "It looks like Harrow Vale <learning@example.org>."
            ) from None
        self._server, self._sender = server, sender
        self._context = context or ssl.create_default_context()
        self._smtp: smtplib.SMTP | None = None

    def send(self, letter: Letter, id: UUID, now: datetime) -> None:
        """Hand it in; NotSent (one of three kinds) where the server did not take it.

        A server that took it and whose answer gets lost leaves that open: it looks like TryLater.
        """
        try:
            message = as_message(letter, id, self._sender, now)
        except ValueError as error:
            raise NeverGoes("cannot be written") from error
        try:
            self._connected().send_message(message)  # After a no it leaves the letter behind.
        except smtplib.SMTPRecipientsRefused as error:
            code = max(code for code, _ in error.recipients.values())
            raise (NeverGoes if code >= FOR_GOOD else TryLater)(f"recipient {code}") from error
        except smtplib.SMTPSenderRefused as error:
            if error.smtp_code == TOO_LARGE:
                raise NeverGoes("too large") from error
            if error.smtp_code >= FOR_GOOD:
                raise NoServer(f"sender {error.smtp_code}") from error
            raise TryLater(f"sender {error.smtp_code}") from error
        except smtplib.SMTPResponseException as error:
            code = error.smtp_code
            raise (NeverGoes if code >= FOR_GOOD else TryLater)(f"letter {code}") from error
        except smtplib.SMTPNotSupportedError as error:
            raise NeverGoes("address not supported") from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise TryLater(type(error).__name__) from error

    def close(self) -> None:
        """Hang up; the next letter calls again."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            try:
                smtp.quit()
            except (smtplib.SMTPException, OSError):
                smtp.close()

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is not None and not self._is_alive(self._smtp):
            self.close()
        if self._smtp is None:
            self._smtp = self._open()
        return self._smtp

    def _open(self) -> smtplib.SMTP:
        server = self._server
        smtp: smtplib.SMTP | None = None
        try:
            if server.is_tls:
                smtp = smtplib.SMTP_SSL(
                    server.host, server.port, timeout=TIMEOUT_SECONDS, context=self._context
                )
            else:
                smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
            if server.starttls:
                smtp.starttls(context=self._context)
            if server.user:
                smtp.login(server.user, server.password)
        except (smtplib.SMTPException, OSError) as error:
            if smtp is not None:
                smtp.close()
            raise NoServer(type(error).__name__) from error
        return smtp

    def _is_alive(self, smtp: smtplib.SMTP) -> bool:
        try:
            return smtp.noop()[0] < FOR_GOOD
        except (smtplib.SMTPException, OSError):
            return False


def mailer_of(settings: Settings) -> Mailer:
    """The mailer that the settings name. Misconfigured where they name only half of one."""
    if settings.smtp_url is None or settings.mail_from is None:
        raise Misconfigured(
            "Letters need both: DOUBLELOOP_SMTP_URL names the mail server, "
            "and DOUBLELOOP_MAIL_FROM who they come from."
        )
    return Mailer(Server.at(settings.smtp_url.get_secret_value()), settings.mail_from)


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
