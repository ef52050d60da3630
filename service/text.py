"""Text at the edge: what people type, made safe to keep (rule 11)."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

MAX_CHARACTERS = 40_000
"""About 6,500 words. Longer than any reflection, shorter than a file pasted by mistake."""

MAX_LINE = 300
MAX_ADDRESS = 254


def clean(text: object) -> object:
    """Compose characters (NFC), unify line ends, trim; refuse what the log could not give back."""
    if not isinstance(text, str):
        return text
    _check_length(text)  # Before the rest, which takes as long as the text is.
    if "\x00" in text:
        raise ValueError("This holds a NUL character. Please remove it.")
    if any(unicodedata.category(character) == "Cs" for character in text):
        raise ValueError("This holds a broken character (half of an emoji?). Please remove it.")
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    composed = unicodedata.normalize("NFC", unified).strip()
    _check_length(composed)  # Some characters grow when composed.
    return composed


def _check_length(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"This is too long: keep it under {MAX_CHARACTERS:,} characters.")


def _filled(text: str) -> str:
    if not text:
        raise ValueError("Please write a few words.")
    return text


def _one_line(text: str) -> str:
    if len(text) > MAX_LINE:
        raise ValueError(f"This is too long: keep it under {MAX_LINE} characters.")
    return " ".join(text.split())


def _address(text: str) -> str:
    name, _, domain = text.partition("@")
    is_whole = name and domain and "@" not in domain and len(text) <= MAX_ADDRESS
    if not is_whole or any(one.isspace() or not one.isprintable() for one in text):
        raise ValueError("This is no e-mail address. It looks like sam@example.org.")
    return text


def _none_if_blank(text: object) -> object:
    return None if isinstance(text, str) and not text.strip() else text


Words = Annotated[str, BeforeValidator(clean), AfterValidator(_filled)]
"""What somebody says: may have several lines, never empty."""

Line = Annotated[str, BeforeValidator(clean), AfterValidator(_one_line), AfterValidator(_filled)]
"""A name or short label on one line."""

OptionalWords = Annotated[Words | None, BeforeValidator(_none_if_blank)]
OptionalLine = Annotated[Line | None, BeforeValidator(_none_if_blank)]

Mailbox = Annotated[str, BeforeValidator(clean), AfterValidator(_address)]
"""An address for mail; whether somebody is there, only a letter can tell."""
