"""Rows of the picture: how marks and names become a row, and the row of the context."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from service.projections.shapes import Entry
from service.web import layout, sentences, words
from service.web.layout import Spot
from service.web.marks import TARGET, symbol_of
from service.web.picture import Band, Bar, Held, Label, Mark, Name, Row, RowKind
from service.web.scale import Scale, text_width
from service.web.text import clean, shorten

LEAST_HEIGHT = 48
LABEL_CHARACTERS = 40


@dataclass(frozen=True)
class Frame:
    """What every row has to know: the scale, the place's zone, what is picked, and today."""

    scale: Scale
    zone: str
    picked: UUID | None
    today: date
    mostly_late: bool = False

    @property
    def end(self) -> float:
        """Where things that go on have got to."""
        return self.scale.x(self.today + timedelta(days=1))

    def marks(
        self, spots: Iterable[Spot], upper: int, *, down: bool = False, lines: int = 0
    ) -> list[Mark]:
        """Marks for these spots, in a row with so many levels above its line.

        `lines` are the lines of names between the two.
        """
        return [
            Mark(
                entry=spot.entry,
                symbol=symbol_of(spot.entry),
                x=spot.x,
                y=layout.below(spot.level + lines, upper)
                if down
                else layout.above(spot.level, upper),
                title=sentences.mark_title(spot.entry, self.zone),
                late=spot.entry.reported_late and not self.mostly_late,
                picked=spot.entry.id == self.picked,
            )
            for spot in spots
        ]


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Oldest first, then as the log has them."""
    return tuple(sorted(entries, key=lambda entry: (entry.occurred_on, entry.position)))


def row(
    kind: RowKind,
    key: str,
    name: str,
    *,
    entries: Iterable[Entry],
    marks: Sequence[Mark],
    height: float,
    wording: str = "",
    notes: tuple[str, ...] = (),
    labels: Sequence[Label] = (),
    bar: Bar | None = None,
    first_words: str = "",
    names: Sequence[Name] = (),
    held: Held | None = None,
) -> Row:
    """A row of the picture; all words in it are cleaned here."""
    return Row(
        key=key,
        kind=kind,
        name=clean(name),
        wording=clean(wording),
        notes=notes,
        entries=in_order(entries),
        marks=tuple(marks),
        height=max(height, LEAST_HEIGHT),
        labels=tuple(labels),
        bar=bar,
        first_words=first_words,
        names=tuple(names),
        held=held,
    )


def plain_row(
    kind: RowKind, key: str, name: str, *, note: str, entries: list[Entry], frame: Frame
) -> Row:
    """A row of marks with nothing below its line."""
    place = layout.stacked if kind == "rest" else layout.dated
    spots = place(in_order(entries), frame.scale)
    high = layout.levels(spots)
    return row(
        kind,
        key,
        name,
        notes=(note,) if note else (),
        entries=entries,
        marks=frame.marks(spots, high),
        height=layout.height(high, 0),
    )


def band(entry: Entry, scale: Scale) -> Band:
    """The hatching of one thing of the context."""
    x, end = scale.x(entry.occurred_on), scale.x(entry.until or entry.occurred_on)
    x = min(x, scale.width - layout.GAP)
    return Band(x, round(max(end - x, layout.GAP), 1))


def context_row(context: list[Entry], frame: Frame) -> Row:
    """The row of what goes on around, with names that step aside for each other."""
    right_edges: list[float] = []
    labels = []
    for entry in in_order(context):
        over = band(entry, frame.scale)
        text = shorten(entry.title or entry.text, LABEL_CHARACTERS)
        wide = text_width(text)
        text_x = max(0.0, min(over.x, frame.scale.width - wide))
        edge = max(text_x + wide, over.x + over.width, text_x + TARGET) + layout.PAD
        level = next((n for n, end in enumerate(right_edges) if end <= text_x), len(right_edges))
        right_edges[level : level + 1] = [edge]
        labels.append(
            Label(
                entry=entry,
                x=over.x,
                width=over.width,
                y=layout.below(level, 0),
                text=text,
                text_x=round(text_x, 1),
                text_width=round(max(wide, TARGET), 1),
                title=sentences.mark_title(entry, frame.zone),
                picked=entry.id == frame.picked,
            )
        )
    return row(
        "context",
        "around",
        words.CONTEXT_ROW,
        entries=context,
        marks=(),
        labels=labels,
        height=layout.height(0, len(right_edges)),
    )
