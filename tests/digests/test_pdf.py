"""A digest on paper: two sides, for everybody to read, and honest about what it cannot print."""

from __future__ import annotations

import json
import re
from itertools import cycle, islice
from typing import Any

import pytest
import typst

from service import pdf
from service.digests.content import FunderContent, Said
from service.digests.documents import document_of
from service.digests.views import DigestView
from service.document import Bullets, Document, Paragraph, Quote, as_text
from service.document.words import NOT_ALL_PRINTED
from tests.support.digests import Month, month_in
from tests.support.town import Town

MOST_WORDS = 900
"""Of a funder's digest (domain language 7.1)."""
SAYING = "Whoever knows somebody well can decide what helps them without asking us"
PAGES = re.compile(rb"/Type ?/Pages ?/Count (\d+)")
NO_LETTER = "\u0378"
"""Nobody has given it a meaning, so no font has a shape for it."""


def sides_of(paper: bytes) -> int:
    """How many sides of paper it takes."""
    (count,) = PAGES.findall(paper)
    return int(count)


def words_of(document: Document) -> int:
    """How many words there are to read."""
    return len(as_text(document).split())


@pytest.fixture
def month(place: Town) -> Month:
    """A place that learned something in June."""
    return month_in(place)


def of_so_many_words(month: Month, wanted: int) -> DigestView:
    """A funder's digest with all the parts that one can have, about so many words long."""
    view = month.view(month.funder_draft())
    content = view.content
    assert isinstance(content, FunderContent)
    (mind,) = content.changed_minds
    town = month.town.id

    def filled(each: int) -> FunderContent:
        words = " ".join(islice(cycle(SAYING.split()), each)) + "."
        said = (Said(place=town, words=words),) * 4
        minds = mind.model_copy(
            update={"believed": words, "saw": words, "now_think": words, "did": words}
        )
        told: dict[str, Any] = {
            "changed_minds": (minds,) * 4, "adjusted": said, "unsure": said, "slipped": said,
            "in_one_paragraph": words, "tension": words, "we_would_like": (words,) * 2,
            "last_month_you_said": words, "what_became_of_it": words,
        }  # fmt: skip
        return content.model_copy(update=told)

    longer = (view.model_copy(update={"content": filled(each)}) for each in range(3, 60))
    return next(one for one in longer if words_of(document_of(one)) >= wanted)


def test_a_digest_of_the_most_words_with_every_part_is_two_sides(month: Month) -> None:
    month.quote()
    document = document_of(of_so_many_words(month, MOST_WORDS))
    assert MOST_WORDS <= words_of(document) < MOST_WORDS + 45
    assert sides_of(pdf.pdf_of(document)) == 2


def test_a_side_is_counted_as_a_side() -> None:
    assert sides_of(pdf.pdf_of(Document("T", (Paragraph("word"),)))) == 1
    assert sides_of(pdf.pdf_of(Document("T", (Paragraph("word " * 3_000),)))) > 2


def test_it_is_tagged_and_has_its_title_and_its_language(month: Month) -> None:
    document = document_of(month.view(month.send(month.funder_draft())))
    paper = pdf.pdf_of(document)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in paper
    assert b"/StructTreeRoot" in paper
    assert b"/DisplayDocTitle true" in paper
    assert b"<rdf:li>en-GB</rdf:li>" in paper or b"/Lang(en-GB)" in paper
    assert document.title.encode() in paper


def printed(monkeypatch: pytest.MonkeyPatch, document: Document) -> list[Any]:
    """What is given to the printer, each time that it is tried."""
    tried, compiled = [], typst.compile

    def compile_(page: bytes, sys_inputs: dict[str, str], **more: Any) -> Any:
        tried.append(json.loads(sys_inputs["document"])["blocks"])
        return compiled(page, sys_inputs=sys_inputs, **more)

    monkeypatch.setattr(typst, "compile", compile_)
    pdf.pdf_of(document)
    return tried


@pytest.mark.parametrize("where", [Paragraph, lambda words: Quote(words, "Sam")])
def test_what_cannot_be_printed_is_said_before_everything_else(
    monkeypatch: pytest.MonkeyPatch, where: Any
) -> None:
    document = Document("T", (where(f"A {NO_LETTER} here."), Bullets(("Kept.",))))
    first, second = printed(monkeypatch, document)
    assert NOT_ALL_PRINTED not in str(first)
    note, *others = second
    assert note == {"words": NOT_ALL_PRINTED, "kind": "note"}
    assert others == first


def test_what_can_be_printed_has_no_such_note(monkeypatch: pytest.MonkeyPatch) -> None:
    (only,) = printed(monkeypatch, Document("T", (Paragraph("All is there."),)))
    assert NOT_ALL_PRINTED not in str(only)
