"""A letter as it goes over the wire: whole, calm, and nobody's way into another one."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.document import as_mail, as_text
from service.letters.letter import Attachment, Letter, as_message
from tests.document.sample import SAMPLE

ID = UUID("0195f1a2-0000-7000-8000-000000000001")
SENDER = "Harrow Vale <learning@example.org>"
NOW = datetime(2026, 6, 1, 10, tzinfo=UTC)
UNSUBSCRIBE = "https://learning.example.org/letters/stop?token=" + "a1B2" * 60


def wire(letter: Letter) -> bytes:
    """What goes to the server."""
    return as_message(letter, ID, SENDER, NOW).as_bytes()


def arrived(letter: Letter) -> EmailMessage:
    """What another program reads from it."""
    found = message_from_bytes(wire(letter), policy=default)
    assert isinstance(found, EmailMessage)
    return found


def part(letter: EmailMessage, kind: str) -> str:
    """The text or the HTML of it."""
    body = letter.get_body((kind,))
    assert body is not None
    content = body.get_content()
    assert isinstance(content, str)
    return content.replace("\r\n", "\n")


def test_it_says_the_same_in_text_and_in_html() -> None:
    found = arrived(Letter("sam@example.org", "June", as_text(SAMPLE), as_mail(SAMPLE)))
    assert part(found, "plain") == as_text(SAMPLE)
    assert part(found, "html") == as_mail(SAMPLE)


def test_its_headers_say_what_it_is() -> None:
    letter = Letter(
        "sam@example.org", "Wie? £5 \u2013 ŵ", "Hello", unsubscribe=UNSUBSCRIBE, to_name="Ŝ"
    )
    found = arrived(letter)
    assert found["Subject"] == "Wie? £5 \u2013 ŵ"
    assert found["From"] == "Harrow Vale <learning@example.org>"
    assert found["To"].addresses[0].addr_spec == "sam@example.org"
    assert found["To"].addresses[0].display_name == "Ŝ"
    assert found["Message-ID"] == f"<{ID}@example.org>"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Date"].datetime == NOW


def test_the_way_out_is_one_address_in_one_piece() -> None:
    raw = wire(Letter("sam@example.org", "June", "Hello", unsubscribe=UNSUBSCRIBE))
    assert f"\r\nList-Unsubscribe: <{UNSUBSCRIBE}>\r\n".encode() in raw


def test_without_a_way_out_there_is_no_such_header() -> None:
    assert "List-Unsubscribe" not in arrived(Letter("sam@example.org", "June", "Hello"))


def test_files_go_with_it() -> None:
    pdf = Attachment("Digest, June \u2013 Harrow.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")
    found = arrived(Letter("sam@example.org", "June", "Hello", "<p>Hello</p>", (pdf,)))
    (attached,) = list(found.iter_attachments())
    assert attached.get_filename() == "Digest, June \u2013 Harrow.pdf"
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content() == pdf.data
    assert part(found, "plain") == "Hello\n"


def test_it_loads_nothing_from_anywhere() -> None:
    assert not re.search(r"<(img|script|link|iframe|object)|\bsrc=|url\(|@import", as_mail(SAMPLE))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\x0b", "\x00"])
def test_a_name_or_subject_cannot_begin_another_header(end: str) -> None:
    sneaky = f"Sam{end}Bcc: everybody@example.org"
    found = arrived(Letter("sam@example.org", sneaky, "Hello", to_name=sneaky))
    assert "Bcc" not in found
    assert len(found["To"].addresses) == 1
    assert found["Subject"] == "Sam Bcc: everybody@example.org"


@given(st.text(max_size=200), st.text(max_size=200))
def test_whatever_a_name_and_a_subject_hold_only_one_person_gets_it(
    name: str, subject: str
) -> None:
    found = arrived(Letter("sam@example.org", subject, "Hello", to_name=name))
    assert [one.addr_spec for one in found["To"].addresses] == ["sam@example.org"]
    assert set(found.keys()) == {
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "X-Auto-Response-Suppress",
        "Content-Type",
        "Content-Transfer-Encoding",
        "MIME-Version",
    }


@pytest.mark.parametrize(
    "to", ["", "sam", "@", "sam@", "a@b, c@d", "a@b\nBcc: c@d", "a@b\r\n", "<a@b>", "a b@c"]
)
def test_what_is_no_address_is_refused(to: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        wire(Letter(to, "June", "Hello"))


def test_a_letter_always_says_something_in_plain_text() -> None:
    with pytest.raises(ValueError, match="plain text"):
        wire(Letter("sam@example.org", "June", " \n", "<p>Hello</p>"))


@pytest.mark.parametrize(
    "text", ["\u00e9", "x" * 100_000, "é" * 50_000, "line\n" * 1_000, ".\n.\n"]
)
def test_no_line_is_longer_than_mail_allows_and_all_is_ascii(text: str) -> None:
    raw = wire(Letter("sam@example.org", "June", text))
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert raw.isascii()
    assert part(arrived(Letter("sam@example.org", "June", text)), "plain").strip() == text.strip()
