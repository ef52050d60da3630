"""A document as plain text, for letters: it says all that the other forms say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from textwrap import TextWrapper

from service.document.model import (
    Bars,
    Block,
    Bold,
    Bullets,
    Document,
    Heading,
    Link,
    Note,
    Paragraph,
    Quote,
    Run,
    Table,
    Words,
    runs_of,
)

WIDTH = 72
UNDERLINES = {1: "=", 2: "-"}


def as_text(document: Document) -> str:
    """Paragraphs with an empty line between them, none wider than letters are read well."""
    parts = [_titled(document.title, 1), *(_block(one) for one in document.blocks)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return _titled(text, level)
        case Paragraph(words) | Note(words):
            return _wrapped(_plain(words))
        case Bullets(items):
            return "\n".join(_wrapped(_plain(item), "- ", "  ") for item in items)
        case Quote(text, credit):
            return _wrapped(f"“{text}”\n({credit})", "    ", "    ")
        case Table():
            return "\n\n".join(_table(block))
        case Bars(rows, caption):
            lines = (_wrapped(f"{row.label}: {row.words}", "- ", "  ") for row in rows)
            return "\n".join([_wrapped(caption), *lines])


def _table(table: Table) -> Iterator[str]:
    if table.caption:
        yield _wrapped(table.caption)
    names = [f"{name}: " if name else "" for name in table.head]
    for row in table.rows:
        cells = [name + _plain(cell) for name, cell in zip_longest(names, row, fillvalue="")]
        first, *others = cells
        yield "\n".join([_wrapped(first), *(_wrapped(cell, "  ", "  ") for cell in others)])


def _titled(text: str, level: int) -> str:
    lines = _wrapped(text)
    under = UNDERLINES.get(level)
    width = max((len(line) for line in lines.splitlines()), default=0)
    return f"{lines}\n{under * min(width, WIDTH)}" if under else lines


def _plain(words: Words) -> str:
    return "".join(map(_run, runs_of(words)))


def _run(run: Run) -> str:
    match run:
        case Link(text, url):
            return url if text == url else f"{text} ({url})"
        case Bold(text):
            return text
        case text:
            return text


def _wrapped(text: str, first: str = "", later: str = "") -> str:
    """Lines that fit; a line end that somebody made stays one, a long address stays whole."""
    lines = []
    for number, line in enumerate(text.splitlines() or [""]):
        wrapper = TextWrapper(
            WIDTH,
            initial_indent=later if number else first,
            subsequent_indent=later,
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines.append(wrapper.fill(line))
    return "\n".join(lines)
