"""A letter: what somebody gets by mail, and how it is written for the post."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from typing import Any
from uuid import UUID


class _Policy(EmailPolicy):
    """As SMTP asks, in lines that every server takes; addresses of pages are left in one piece."""

    def _fold(self, name: str, value: Any, refold_binary: bool = False) -> str:
        if name.lower() == "list-unsubscribe":
            return f"{name}: {value}{self.linesep}"
        folded: str = super()._fold(name, value, refold_binary)  # type: ignore[misc]
        return folded


ENDS_A_LINE = frozenset({"Cc", "Cs", "Zl", "Zp"})
POLICY = _Policy(linesep=SMTP.linesep, cte_type="7bit")


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter."""

    filename: str
    media_type: str
    """As in `application/pdf` or `text/calendar`."""
    data: bytes


@dataclass(frozen=True)
class Letter:
    """What one person gets. `text` carries the whole meaning; `html` says the same, laid out."""

    to: str
    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    to_name: str = ""
    unsubscribe: str = ""
    """The page where they can end letters like this one; over https one POST there does it."""


def as_message(letter: Letter, id: UUID, sender: str, now: datetime) -> EmailMessage:
    """The letter as it goes over the wire. ValueError where its address is none.

    The same letter has the same Message-ID however often it goes, so most programs show it once.
    """
    if not letter.text.strip():
        raise ValueError("A letter says something in plain text.")
    message = EmailMessage(POLICY)
    from_address = address_of(sender)
    message["From"] = from_address
    message["To"] = _address(_one_line(letter.to_name), letter.to)
    message["Subject"] = _one_line(letter.subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{id}@{from_address.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        if letter.unsubscribe.startswith("https:"):  # RFC 8058 knows no other.
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    for attached in letter.attachments:
        main, _, sub = attached.media_type.partition("/")
        message.add_attachment(
            attached.data, maintype=main, subtype=sub, filename=_one_line(attached.filename)
        )
    return message


def address_of(text: str) -> Address:
    """An address as people write it, with a name or without. ValueError where it is none."""
    name, bracket, rest = text.strip().rpartition("<")
    return _address(_one_line(name).strip(' "'), rest.removesuffix(">") if bracket else rest)


def _address(name: str, spec: str) -> Address:
    try:
        found = Address(name, addr_spec=spec)
    except (HeaderParseError, IndexError) as error:  # The stdlib trips over some of them.
        raise ValueError("This address cannot be read.") from error
    if not found.username or not found.domain:
        raise ValueError("An address has a name, an @, and a domain.")
    return found


def _one_line(text: str) -> str:
    """Headers are lines: whatever could begin another one becomes a space."""
    calm = ("\n" if unicodedata.category(one) in ENDS_A_LINE else one for one in text)
    return " ".join("".join(calm).split())
