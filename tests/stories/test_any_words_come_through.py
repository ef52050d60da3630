"""Whatever people write, in whichever script: it comes through whole, and nothing breaks."""

# People write in letters that look like others.
# ruff: noqa: RUF001

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from uuid import uuid4

import pytest
from lxml import html

from service.document import Document, as_mail, as_text
from service.letters.letter import Attachment, Letter, as_message
from service.pdf import pdf_of
from tests.document.test_document import everywhere
from tests.web.reading import read

MOST_OF_A_LINE = 998
"""Octets that a mail server has to take in one line (RFC 5322)."""
SPOTS = 17
"""Where words can stand in that document."""
WRITTEN = {
    "bengali": "আমি আগে ফোন করি, তারপর চিঠি লিখি।",
    "panjabi": "ਮੈਂ ਪਹਿਲਾਂ ਫ਼ੋਨ ਕਰਦਾ ਹਾਂ।",
    "urdu": "میں پہلے فون کرتا ہوں۔",
    "chinese": "我先打电话，再写信。",
    "pictures": "👨‍👩‍👧‍👦 🇬🇧 ❤️‍🔥 we rang",
    "right to left, and back": "\u202eהתקשרנו קודם\u202c and then wrote",
    "five thousand letters": "x" * 5_000,
    "five thousand letters in words": ("we rang first " * 360)[:5_000].strip(),
    "five thousand of three bytes": "চ" * 5_000,
    "a page": "</p></td><script>alert(1)</script><img src=x onerror=y> &amp; & <!-- {{ x }} -->",
    "lines": "one\ntwo\n\n.\nFrom here\n..three",
    "a header": "Yes\r\nBcc: all@example.org\r\n\r\nNo",
}


def squeezed(text: str) -> str:
    """The letters alone: lines are broken where they have to be."""
    return "".join(unicodedata.normalize("NFC", text).split())


def sent(letter: Letter) -> EmailMessage:
    """A letter after the post had it."""
    message = as_message(
        letter, uuid4(), "Loop <loop@example.org>", datetime(2026, 6, 1, tzinfo=UTC)
    )
    raw = message.as_bytes(policy=SMTP)
    assert max(map(len, raw.split(b"\r\n"))) <= MOST_OF_A_LINE
    found = message_from_bytes(raw, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def in_plain(message: EmailMessage, kind: str) -> str:
    """What a letter says in text or as a page."""
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


@pytest.mark.parametrize("words", WRITTEN.values(), ids=list(WRITTEN))
def test_it_is_whole_in_text_and_on_the_page(words: str) -> None:
    document = everywhere(words)
    assert squeezed(as_text(document)).count(squeezed(words)) == SPOTS
    page = as_mail(document)
    read(page)  # All that is opened is closed.
    plain = html.fromstring(as_mail(everywhere("Q")))
    found = html.fromstring(page)
    assert [one.tag for one in found.iter()] == [one.tag for one in plain.iter()] or "\n" in words
    assert (
        squeezed("".join(map(str, found.itertext()))).count(squeezed(words)) == SPOTS + 1
    )  # Its head says the title as well.
    assert not found.xpath("//script | //img | //@onerror")


@pytest.mark.parametrize("words", WRITTEN.values(), ids=list(WRITTEN))
def test_it_is_whole_in_a_letter_with_its_paper(words: str) -> None:
    document = everywhere(words)
    paper = pdf_of(document)
    assert paper.startswith(b"%PDF")
    assert b"/StructTreeRoot" in paper
    message = sent(
        Letter(
            to="gill@funder.example.org",
            subject=document.title,
            text=as_text(document),
            html=as_mail(document),
            attachments=(Attachment("digest.pdf", "application/pdf", paper),),
        )
    )
    assert message["Bcc"] is None
    assert squeezed(message["Subject"]) == squeezed(words)
    assert in_plain(message, "plain").split() == as_text(document).split()
    assert in_plain(message, "html").split() == as_mail(document).split()
    (attached,) = message.iter_attachments()
    assert attached.get_content() == paper


def test_a_document_without_words_is_a_letter_all_the_same() -> None:
    document = Document("Nothing this time", ())
    letter = Letter(to="a@example.org", subject="x", text=as_text(document), html=as_mail(document))
    assert in_plain(sent(letter), "plain").strip().startswith("Nothing this time")
