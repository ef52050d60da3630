"""What a document is made of: a title and blocks, with no word on what they look like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

SAFE_SCHEMES = frozenset({"https", "http", "mailto"})


@dataclass(frozen=True)
class Bold:
    """Words that carry weight."""

    text: str


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere; only to a page or a mailbox."""

    text: str
    url: str

    def __post_init__(self) -> None:
        if urlsplit(self.url).scheme not in SAFE_SCHEMES or not self.url.isprintable():
            raise ValueError("A link leads to a page or a mailbox, and to nothing else.")


Run = str | Bold | Link
Words = str | tuple[Run, ...]
"""Plain words, or several stretches of them with some bold or linked."""


def runs_of(words: Words) -> tuple[Run, ...]:
    """The stretches that words are made of."""
    return (words,) if isinstance(words, str) else words


@dataclass(frozen=True)
class Heading:
    """The title of a document is its only level 1; parts begin at 2."""

    text: str
    level: Literal[2, 3] = 2
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Paragraph:
    """A few sentences."""

    words: Words
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Bullets:
    """A short list."""

    items: tuple[Words, ...]
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True)
class Quote:
    """What somebody said, in their words, and who is named for it."""

    text: str
    credit: str
    kind: Literal["quote"] = "quote"


@dataclass(frozen=True)
class Table:
    """Rows whose first cell names the row. A table without `head` is a list of pairs."""

    rows: tuple[tuple[Words, ...], ...]
    head: tuple[str, ...] = ()
    caption: str = ""
    kind: Literal["table"] = "table"

    def __post_init__(self) -> None:
        if len({len(row) for row in (*self.rows, *([self.head] if self.head else []))}) > 1:
            raise ValueError("All rows of a table have as many cells.")


@dataclass(frozen=True)
class Bar:
    """One bar, in one of three set lengths, so that nobody can be counted from it."""

    label: str
    words: str
    length: Literal[1, 2, 3]


@dataclass(frozen=True)
class Bars:
    """How much of something there is, roughly; the words stand on the bars."""

    rows: tuple[Bar, ...]
    caption: str
    kind: Literal["bars"] = "bars"


@dataclass(frozen=True)
class Note:
    """What stands beside the text: how it was made, what is left out."""

    words: Words
    kind: Literal["note"] = "note"


Block = Heading | Paragraph | Bullets | Quote | Table | Bars | Note


@dataclass(frozen=True)
class Document:
    """Something to read from top to bottom."""

    title: str
    blocks: tuple[Block, ...]
    language: str = "en-GB"
