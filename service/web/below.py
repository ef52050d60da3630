"""The lower half of a row: what followed from the words above, with the decisions' names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from service.projections.shapes import Entry
from service.web import layout, sentences
from service.web.marks import BELIEF_KINDS, TARGET
from service.web.picture import Held, Mark, Name
from service.web.rows import Frame
from service.web.scale import text_width
from service.web.text import clean, few_words

CHANGED = frozenset({"revised", "dropped"})
BOLD = 1.08


@dataclass(frozen=True)
class Below:
    """The lower half: its marks, the names over its decisions, its line, and its levels."""

    marks: tuple[Mark, ...]
    names: tuple[Name, ...]
    held: Held | None
    levels: int


def lower_half(entries: Sequence[Entry], frame: Frame, upper: int) -> Below:
    """What stands under so many levels of words."""
    spots = layout.with_decisions(entries, frame.scale)
    placed = _placed([spot for spot in spots if spot.entry.kind == "decision"], frame)
    lines = max((line for _, _, line in placed), default=-1) + 1
    marks = frame.marks(spots, upper, down=True, lines=lines)
    names = tuple(
        _name(spot, x, layout.below(lines - 1 - line, upper), frame) for spot, x, line in placed
    )
    held = _held(entries, layout.below(lines, upper), frame)
    return Below(tuple(marks), names, held, lines + layout.levels(spots))


def _placed(spots: list[layout.Spot], frame: Frame) -> list[tuple[layout.Spot, float, int]]:
    """Where each name begins, and on which line, so that none runs into another."""
    right_edges: list[float] = []
    placed = []
    for spot in spots:
        wide = _width(spot.entry)
        x = max(0.0, min(spot.x - wide / 2, frame.scale.width - wide))
        line = next((n for n, edge in enumerate(right_edges) if edge <= x), len(right_edges))
        right_edges[line : line + 1] = [x + wide + layout.PAD]
        placed.append((spot, round(x, 1), line))
    return placed


def _name(spot: layout.Spot, x: float, y: float, frame: Frame) -> Name:
    return Name(
        entry=spot.entry,
        y=y,
        text=_text(spot.entry),
        text_x=x,
        text_width=round(_width(spot.entry), 1),
        title=sentences.mark_title(spot.entry, frame.zone),
    )


def _text(entry: Entry) -> str:
    return few_words(clean(entry.title or sentences.kept(entry.text)))


def _width(entry: Entry) -> float:
    return max(text_width(_text(entry)) * BOLD, TARGET)


def _held(entries: Sequence[Entry], y: float, frame: Frame) -> Held | None:
    about = [entry for entry in entries if entry.kind in BELIEF_KINDS]
    if not about:
        return None
    x = frame.scale.x
    changed = [entry.occurred_on for entry in about if entry.kind in CHANGED]
    ends = {_belief(entry): entry.occurred_on for entry in about if entry.kind == "dropped"}
    over = max(ends.values()) if ends.keys() == {_belief(entry) for entry in about} else None
    return Held(
        x=x(min(entry.occurred_on for entry in about)),
        end=x(over) if over else frame.end,
        y=y,
        turns=x(min(changed)) if changed else None,
    )


def _belief(entry: Entry) -> UUID:
    return entry.about or entry.id
