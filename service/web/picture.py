"""What a picture of a timeline is made of, whoever draws it: the page, a file, or Vega-Lite."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Literal

from service.projections.shapes import Entry
from service.web.scale import Axis, Scale, Tick
from service.web.symbols import SYMBOLS

LABEL_WIDTH = 208
AXIS_HEIGHT = 38
SECTION_HEIGHT = 30
NAME_LINE, SMALL_LINE = 18, 17
NAME_CHARACTERS, SMALL_CHARACTERS = 23, 30

RowKind = Literal["context", "trial", "tension", "lane", "rest", "place"]


@dataclass(frozen=True)
class Mark:
    """One entry in the picture."""

    entry: Entry
    symbol: str
    x: float
    y: float
    title: str
    late: bool
    picked: bool


@dataclass(frozen=True)
class Label:
    """A thing of the context: its line, and its name above the line."""

    entry: Entry
    x: float
    width: float
    y: float
    text: str
    text_x: float
    text_width: float
    title: str
    picked: bool


@dataclass(frozen=True)
class Name:
    """A decision in two to four words, over its mark; it leads to the decision's page."""

    entry: Entry
    y: float
    text: str
    text_x: float
    text_width: float
    title: str


@dataclass(frozen=True)
class Held:
    """The line of what people believe in a row: thin, and double from where it changed."""

    x: float
    end: float
    y: float
    turns: float | None


@dataclass(frozen=True)
class Band:
    """The hatching that a thing of the context throws over all rows."""

    x: float
    width: float


@dataclass(frozen=True)
class Bar:
    """A trial's time: solid while it runs, with an end that says what became of it."""

    x: float
    end: float
    y: float
    fate: str
    turns: float
    """Where it was found at the margins or became normal; its end otherwise."""


@dataclass(frozen=True)
class Row:
    """One row: its name and notes, and all that stands in it, oldest first."""

    key: str
    kind: RowKind
    name: str
    wording: str
    notes: tuple[str, ...]
    entries: tuple[Entry, ...]
    marks: tuple[Mark, ...]
    height: float
    labels: tuple[Label, ...] = ()
    bar: Bar | None = None
    first_words: str = ""
    names: tuple[Name, ...] = ()
    held: Held | None = None

    @property
    def picked(self) -> bool:
        """True where the picked entry stands in this row."""
        return any(m.picked for m in self.marks) or any(n.picked for n in self.labels)

    @property
    def drawn_height(self) -> float:
        """How high the row is in a drawing, where its name cannot push it apart."""
        small = len(self.small_lines) + len(self.note_lines)
        return max(self.height, 20 + NAME_LINE * len(self.name_lines) + SMALL_LINE * small)

    @property
    def name_lines(self) -> list[str]:
        """The name as lines that fit beside the row."""
        return textwrap.wrap(self.name, NAME_CHARACTERS)

    @property
    def small_lines(self) -> list[str]:
        """The framework's wording as lines that fit beside the row."""
        return textwrap.wrap(self.wording, SMALL_CHARACTERS)

    @property
    def note_lines(self) -> list[str]:
        """The notes as lines that fit beside the row."""
        return [line for note in self.notes for line in textwrap.wrap(note, SMALL_CHARACTERS)]


@dataclass(frozen=True)
class Section:
    """Rows that belong together, under a heading or none."""

    name: str
    gloss: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Picture:
    """Everything that a drawing of the timeline needs."""

    scale: Scale
    axis: Axis
    bands: tuple[Band, ...]
    today: Tick | None
    today_labelled: bool
    sections: tuple[Section, ...]
    mostly_late: bool = False
    """Nearly everything was written down later: said once instead of on every mark."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows from the top."""
        return tuple(row for section in self.sections for row in section.rows)

    @property
    def holds_beliefs(self) -> bool:
        """True where the line of a belief is drawn."""
        return any(row.held for row in self.rows)

    @property
    def symbols(self) -> list[str]:
        """The marks that appear, in the order of the key, and the clock if it is needed."""
        marks = [mark for row in self.rows for mark in row.marks]
        used = {mark.symbol for mark in marks}
        used |= {"context" for row in self.rows if row.labels}
        late = any(mark.late for mark in marks)
        if not self.mostly_late:
            late |= any(label.entry.reported_late for row in self.rows for label in row.labels)
        if late:
            used.add("late")
        used |= {key.removesuffix("-r") for key in used}
        return [key for key in SYMBOLS if key in used]
