"""Small helpers for the dates and free words that end up on a page, in a drawing or in a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SHORT = 140
ERASED = "[erased]"
MOST_WORDS, FEW_CHARACTERS = 4, 28
HANGING = re.compile(
    r"an?|and|as|at|because|before|but|by|for|from|if|in|into|is|it|no|nor|of|on|or|our|so|than|"
    r"that|the|their|to|until|was|we|when|who|will|with",
    re.IGNORECASE,
)

_BIDI_OVERRIDES = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROLS = (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF)
_DROPPED = dict.fromkeys((*_BIDI_OVERRIDES, *_CONTROLS, *range(0xD800, 0xE000)))


def clean(text: str) -> str:
    """The same words without characters that are not words.

    Control characters and lone surrogates break XML; direction overrides could turn the words
    around them back to front. Marks that right-to-left writing needs are kept.
    """
    return text.translate(_DROPPED)


def shorten(text: str, limit: int = SHORT) -> str:
    """One line of at most `limit` characters, cut between words."""
    line = " ".join(clean(text).split())
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    at_word = head.rsplit(" ", 1)[0] if " " in head[limit // 2 :] else head
    return at_word.rstrip(" ,.;:-") + "…"


def few_words(text: str) -> str:
    """The first two to four words of a name, without a word that hangs at the end."""
    some = shorten(text, 4 * SHORT).split()[:MOST_WORDS]
    while len(some) > 1 and (HANGING.fullmatch(some[-1]) or len(" ".join(some)) > FEW_CHARACTERS):
        some.pop()
    return shorten(" ".join(some).rstrip(",;:-"), FEW_CHARACTERS)


def listed(names: Sequence[str], last: str = "and") -> str:
    """Several names as one phrase: a, b and c."""
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def capital(sentence: str) -> str:
    """The same, beginning with a capital."""
    return sentence[:1].upper() + sentence[1:]


def ended(text: str) -> str:
    """The same, ending as a sentence does."""
    return text if not text or text[-1] in ".?…" else f"{text}."


def day(when: date) -> str:
    """A date in full: 3 June 2026."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def short_day(when: date) -> str:
    """A date for a table: 3 Jun 2026."""
    return f"{when.day} {MONTHS[when.month - 1][:3]} {when.year}"


def month(when: date) -> str:
    """A month in full: June 2026."""
    return f"{MONTHS[when.month - 1]} {when.year}"


def day_there(moment: datetime, zone: str) -> date:
    """The date of a moment on the wall of a place in this zone."""
    return moment.astimezone(_zone(zone)).date()


@cache
def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
