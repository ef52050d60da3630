"""Text at the edge: what people type is kept whole, and what the log could not keep is refused."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from service.text import MAX_CHARACTERS, MAX_LINE, Line, OptionalLine, OptionalWords, Words

WORDS: TypeAdapter[str] = TypeAdapter(Words)
LINE: TypeAdapter[str] = TypeAdapter(Line)
OPTIONAL_WORDS: TypeAdapter[str | None] = TypeAdapter(OptionalWords)
OPTIONAL_LINE: TypeAdapter[str | None] = TypeAdapter(OptionalLine)

BLANK = ["", "   ", "\n\t\r\n", "\u00a0\u2003"]


def sentence(adapter: TypeAdapter[str], text: object) -> str:
    """Why a text is refused."""
    with pytest.raises(ValidationError) as refusal:
        adapter.validate_python(text)
    return str(refusal.value)


def test_a_nul_is_refused() -> None:
    assert "NUL" in sentence(WORDS, "before\x00after")


@pytest.mark.parametrize("broken", ["\ud83d", "\udc4b then words", "words \ud83d\ud83d"])
def test_half_of_a_surrogate_pair_is_refused(broken: str) -> None:
    assert "broken character" in sentence(WORDS, broken)


def test_a_whole_emoji_is_kept() -> None:
    assert (
        WORDS.validate_python("well done \U0001f44b\U0001f3fd") == "well done \U0001f44b\U0001f3fd"
    )


def test_characters_are_composed() -> None:
    assert WORDS.validate_python("Cafe\u0301") == "Café"


def test_line_ends_are_made_the_same() -> None:
    assert WORDS.validate_python("one\r\ntwo\rthree\nfour") == "one\ntwo\nthree\nfour"


def test_space_around_words_is_dropped_and_space_within_is_kept() -> None:
    assert WORDS.validate_python("  one  two\n\nthree ") == "one  two\n\nthree"


@pytest.mark.parametrize("blank", BLANK)
def test_nothing_is_no_words(blank: str) -> None:
    assert "Please write a few words" in sentence(WORDS, blank)
    assert "Please write a few words" in sentence(LINE, blank)


@pytest.mark.parametrize("blank", [*BLANK, None])
def test_where_words_are_optional_nothing_is_nothing(blank: str | None) -> None:
    assert OPTIONAL_WORDS.validate_python(blank) is None
    assert OPTIONAL_LINE.validate_python(blank) is None


def test_words_have_a_length_and_no_more() -> None:
    assert len(WORDS.validate_python("x" * MAX_CHARACTERS)) == MAX_CHARACTERS
    assert "40,000" in sentence(WORDS, "x" * (MAX_CHARACTERS + 1))


def test_composing_does_not_lengthen_words_beyond_it() -> None:
    grows = "\ufb2c"  # Composing writes this letter as three.
    assert "40,000" in sentence(WORDS, grows * MAX_CHARACTERS)


def test_a_line_has_a_length_and_no_more() -> None:
    assert len(LINE.validate_python("x" * MAX_LINE)) == MAX_LINE
    assert "300" in sentence(LINE, "x" * (MAX_LINE + 1))


def test_a_line_is_one_line() -> None:
    assert LINE.validate_python(" one\n two\t three ") == "one two three"


@pytest.mark.parametrize("other", [7, None, ["words"], {"text": "words"}])
def test_what_is_not_text_is_refused(other: object) -> None:
    assert "valid string" in sentence(WORDS, other)


@given(st.text(max_size=200))
def test_whatever_is_let_in_is_clean_and_cleaning_it_again_changes_nothing(text: str) -> None:
    try:
        kept = WORDS.validate_python(text)
    except ValidationError:
        assert "\x00" in text or not unicodedata.normalize("NFC", text).strip()
        return
    assert kept == unicodedata.normalize("NFC", kept).strip()
    assert "\r" not in kept
    assert kept.encode()
    assert WORDS.validate_python(kept) == kept
