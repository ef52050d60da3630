"""A document as text and as HTML: all is said in both, and what people wrote stays words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from service.document import (
    Bar,
    Bars,
    Bold,
    Bullets,
    Document,
    Heading,
    Link,
    Note,
    Paragraph,
    Quote,
    Table,
    as_html,
    as_mail,
    as_text,
)
from tests.document.sample import SAMPLE

NASTY = '<script>alert(1)</script> & "x" \' {{ y }} <b>'


def everywhere(words: str) -> Document:
    """A document that has these words in each spot where words can be."""
    return Document(
        words,
        (
            Heading(words),
            Paragraph((words, Bold(words), Link(words, "https://example.org/?a=1&b=2"))),
            Bullets((words,)),
            Quote(words, words),
            Table(((words, words),), (words, words), words),
            Bars((Bar(words, words, 1),), words),
            Note(words),
        ),
    )


def test_text_says_all_that_html_says() -> None:
    page = html.fromstring(f"<div>{as_html(SAMPLE)}</div>")
    said = " ".join(as_text(SAMPLE).split())
    for words in page.itertext():
        assert " ".join(str(words).split()) in said


def test_text_is_no_wider_than_letters_are_read_well() -> None:
    lines = as_text(SAMPLE).splitlines()
    assert max(map(len, lines)) <= 72
    assert len(lines) > 60


def test_an_address_in_text_stays_whole() -> None:
    address = "https://example.org/" + "a-b" * 60
    found = as_text(Document("T", (Paragraph(("See ", Link("this page", address))),)))
    assert f"({address})" in found


def test_text_names_a_link_once_where_it_is_its_own_address() -> None:
    address = "https://example.org"
    assert as_text(Document("T", (Paragraph((Link(address, address),)),))).count(address) == 1


def test_html_has_real_headings_lists_and_tables() -> None:
    page = html.fromstring(f"<div>{as_html(SAMPLE)}</div>")
    assert [one.tag for one in page.iter("h1", "h2", "h3")] == ["h1", *["h2"] * 5, "h3"]
    assert len(page.findall("ul/li")) == 3
    assert [one.get("scope") for one in page.iter("th")].count("col") == 3
    assert [one.get("scope") for one in page.iter("th")].count("row") == 4 + 3 + 2
    assert len(page.findall(".//figure/blockquote")) == 1
    assert next(one.text or "" for one in page.iter("caption")).startswith("Whose voices")


def test_what_people_wrote_is_inert_in_html() -> None:
    for found in (as_html(everywhere(NASTY)), as_html(everywhere(NASTY), inline=True)):
        page = html.fromstring(f"<div>{found}</div>")
        assert list(page.iter("script")) == []
        assert found.count("&lt;script&gt;") == 17
        assert page.findtext("h2") == NASTY


@given(
    st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1)
)
def test_no_words_add_an_element(words: str) -> None:
    tags = [one.tag for one in html.fromstring(f"<div>{as_html(everywhere('x'))}</div>").iter()]
    found = html.fromstring(f"<div>{as_html(everywhere(words))}</div>")
    assert [one.tag for one in found.iter()] == tags


def test_lines_that_somebody_made_stay_lines() -> None:
    document = Document("T", (Quote("one\ntwo", "Sam"),))
    assert "“one<br>\ntwo”" in as_html(document)
    assert "    “one\n    two”\n    (Sam)" in as_text(document)


def test_a_mail_page_carries_its_styles_and_its_language() -> None:
    page = as_mail(SAMPLE)
    assert '<html lang="en-GB">' in page
    assert "<style" not in page
    assert re.search(r'<div [^>]*;width:34%" class="bar-1">A few</div>', page)
    assert "style=" not in as_html(SAMPLE)
    assert 'class="bar-1">A few</div>' in as_html(SAMPLE)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//example.org", "x", "https://a\nb", ""]
)
def test_a_link_leads_to_a_page_or_a_mailbox(url: str) -> None:
    with pytest.raises(ValueError, match="leads to a page"):
        Link("here", url)


def test_all_rows_of_a_table_have_as_many_cells() -> None:
    with pytest.raises(ValueError, match="as many cells"):
        Table((("a", "b"), ("c",)))
    with pytest.raises(ValueError, match="as many cells"):
        Table((("a", "b"),), ("only one",))
