"""Reading our own Markdown: fenced commands, links, tables, and the pages there are."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
_ENDS_A_COMMAND = {"|", "||", "&", "&&", ";", ">", ">>", "<", "(", ")"}


@dataclass(frozen=True)
class Command:
    """One command of a fenced `sh` block."""

    page: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.page}: {shlex.join(self.words)}"


def pages() -> list[Path]:
    """Every page of the documentation."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def name_of(page: Path) -> str:
    """A page as people name it."""
    return page.relative_to(ROOT).as_posix()


def fences(text: str, language: str) -> list[str]:
    """The contents of all fenced blocks of a language."""
    return [body for kind, body in _FENCE.findall(text) if kind == language]


def without_fences(text: str) -> str:
    """The prose."""
    return _FENCE.sub("", text)


def commands(page: Path) -> Iterator[Command]:
    """The single commands of a page's `sh` blocks, pipes and substitutions taken apart."""
    for block in fences(page.read_text(), "sh"):
        for line in block.replace("\\\n", " ").splitlines():
            lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
            lexer.whitespace_split = True
            words: list[str] = []
            for word in [*lexer, ";"]:
                if word in _ENDS_A_COMMAND:
                    if words:
                        yield Command(name_of(page), tuple(words))
                    words = []
                else:
                    words.append(word)


def links(page: Path) -> list[str]:
    """Where a page points to inside this repository, images included."""
    found = _LINK.findall(without_fences(page.read_text()))
    return [target for target in found if not target.startswith(("http:", "https:", "mailto:"))]


def anchors(page: Path) -> set[str]:
    """The names that a link can jump to, as forges make them from headings."""
    headings = _HEADING.findall(without_fences(page.read_text()))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def table(text: str, heading: str) -> list[list[str]]:
    """The rows of the first table below a heading, without its head; code marks taken off."""
    _, _, below = text.partition(f"{heading}\n")
    rows: list[list[str]] = []
    for line in below.splitlines():
        if line.startswith("|"):
            rows.append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
        elif rows or line.startswith("#"):
            break
    return rows[2:]


def between(text: str, name: str) -> str:
    """What stands between the marks of a generated part."""
    _, _, rest = text.partition(f"<!-- {name}: generated -->\n")
    return rest.partition("<!-- end -->")[0]


def replace_between(text: str, name: str, body: str) -> str:
    """The page with a generated part written anew."""
    start = f"<!-- {name}: generated -->\n"
    before, _, rest = text.partition(start)
    _, _, after = rest.partition("<!-- end -->")
    return f"{before}{start}{body}<!-- end -->{after}"
