"""A document as PDF: everybody can read it, it shows all words, and none of them is a command."""

from __future__ import annotations

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from service.document import Bullets, Document, Heading, Paragraph, Quote, Table
from service.pdf import pdf_of
from tests.document.sample import SAMPLE
from tests.document.test_document import everywhere

SNEAKY = [
    '#panic("read")',
    '#read("/etc/passwd")',
    "$ x^2 $",
    "@somebody",
    "\\ \\u{41} \\#",
    "*bold* _slanted_ `code`",
    "[[ ]] [x](y)",
    "// not a comment /* nor this */",
    "<label> = Heading",
    "https://example.org/not-a-link",
    "\"quoted\" 'so'",
    "1. one - two -- three --- four ~ ...",
]


def test_it_is_a_pdf_that_everybody_can_read() -> None:
    pdf = pdf_of(SAMPLE)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/MarkInfo" in pdf
    assert b"/StructTreeRoot" in pdf
    assert b"/Lang" in pdf
    assert b"en-GB" in pdf
    assert b"/DisplayDocTitle true" in pdf
    assert SAMPLE.title.encode() in pdf


def test_the_same_document_gives_the_same_bytes() -> None:
    assert pdf_of(SAMPLE) == pdf_of(SAMPLE)
    assert pdf_of(SAMPLE) != pdf_of(Document("Another", SAMPLE.blocks))


@pytest.mark.parametrize("words", SNEAKY)
def test_what_people_wrote_is_inert_everywhere(words: str) -> None:
    pdf = pdf_of(everywhere(words))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert pdf.count(b"/S/URI") == 1  # The one link that is a link.


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_whatever_people_wrote_there_is_a_pdf(words: str) -> None:
    assert pdf_of(everywhere(words)).startswith(b"%PDF")


@pytest.mark.parametrize(
    "words",
    [
        "£5 \u2013 \u201cyes\u201d \u2018no\u2019 \u20ac",
        "\u0174\u0175 \u0176\u0177 \u00e2 \u00ee \u00f4 d\u0175r",
        "za\u017c\u00f3\u0142\u0107 g\u0119\u015bl\u0105 ja\u017a\u0144",
        "\u0645\u0631\u062d\u0628\u0627 \u0628\u0643\u0645",
        "\u05e9\u05dc\u05d5\u05dd",
        "\u041f\u0440\u0438\u0432\u0456\u0442",
        "\u03b1\u03b2\u03b3",
    ],
    ids=["english", "welsh", "polish", "arabic", "hebrew", "ukrainian", "greek"],
)
def test_the_letters_of_a_language_are_all_there(words: str) -> None:
    """PDF/UA is refused where a single letter has no shape in any font."""
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf_of(Document("T", (Paragraph(words),)))


def test_a_script_that_no_font_knows_still_gives_a_tagged_pdf() -> None:
    unknown = "\u0378"  # Nobody has given it a meaning.
    pdf = pdf_of(Document("T", (Paragraph(unknown),)))
    assert b"pdfuaid" not in pdf
    assert b"/StructTreeRoot" in pdf


@pytest.mark.parametrize("words", ["x" * 100_000, "word " * 20_000, "line\n" * 2_000])
def test_very_long_words_are_taken(words: str) -> None:
    blocks = (Heading("Long"), Paragraph(words), Quote(words, "Sam"), Bullets((words,)))
    assert pdf_of(Document("T", blocks)).startswith(b"%PDF")


def test_a_head_as_long_as_a_page_stands_there_once() -> None:
    head = "we rang first " * 300
    rows = (("Somebody", "rang " * 500), ("Somebody else", "wrote " * 500))
    both = Document("T", (Table(rows, (head, head), "Who rang"),))
    without = Document("T", (Table(((head, head), *rows), (), "Who rang"),))
    assert len(pdf_of(both)) < 1.5 * len(pdf_of(without))


def test_a_document_of_one_title_is_a_document() -> None:
    assert pdf_of(Document("Nothing this time", ())).startswith(b"%PDF")


@pytest.mark.parametrize("words", SNEAKY[:2])
def test_the_same_words_as_typst_would_have_been_obeyed(words: str) -> None:
    with pytest.raises(typst.TypstError):
        typst.compile(words.encode())
