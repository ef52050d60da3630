"""The marks: one symbol for each kind of entry, told apart by shape and letter, never by colour."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from service.domain.vocabulary import Perspective
from service.projections.shapes import Entry

SCALE = 0.88
"""Marks are drawn in a box of 20 and stand on the chart at this scale."""
BOX = 20 * SCALE
TARGET = 24
"""The least width and height of anything to be pressed (WCAG 2.2, 2.5.8)."""

PERSPECTIVE_SYMBOL: dict[Perspective, str] = {
    Perspective.STATUTORY: "services",
    Perspective.NON_STATUTORY: "voluntary",
    Perspective.CITIZEN_COMMUNITY: "residents",
    Perspective.INTERMEDIARY: "partner",
    Perspective.FUNDER: "funder",
}
KIND_SYMBOL = {
    "context": "context",
    "tension": "tension",
    "tension_revisited": "revisited",
    "prototype_started": "started",
    "plan_do_review": "review",
    "prototype_learning": "learning",
    "at_the_margins": "margins",
    "normalised": "normal",
    "prototype_ended": "ended",
}

_SQUARE = '<rect x="2" y="2" width="16" height="16" rx="1"/>'
_TRIANGLE = '<path d="M10 .8 19.4 18H.6z" stroke-linejoin="round"/>'
_CIRCLE = '<circle cx="10" cy="10" r="8.4"/>'
_SMALL_CIRCLE = '<circle cx="10" cy="10" r="7.2"/>'
_ARROWS = '<path d="M.4 10 6.4 3.6v4h7.200v-4l6 6.4-6 6.4v-4H6.400v4z" stroke-linejoin="round"/>'
_BEAKER = (
    '<path d="M7 1.400h6v5.400l5.300 9.100q1.300 2.700-1.500 2.700H3.200q-2.800 0-1.500-2.700'
    'L7 6.800zM5.600 1.400h8.800" stroke-linejoin="round" stroke-linecap="round"/>'
)
_FLAG = '<path d="M2 4.200h10.500L18.600 10l-6.100 5.800H2z" stroke-linejoin="round"/>'


@dataclass(frozen=True)
class Symbol:
    """How one kind of mark looks: a shape, its letter, and where the letter sits."""

    shape: str
    letter: str = ""
    hue: str = "ink"
    hollow: bool = False
    broken: bool = False
    baseline: float = 13.6
    size: float = 10
    extra: str = ""


SYMBOLS: dict[str, Symbol] = {
    "services": Symbol(_SQUARE, "S", "services"),
    "voluntary": Symbol(_TRIANGLE, "V", "voluntary", baseline=15.6, size=9.5),
    "residents": Symbol(_CIRCLE, "R", "residents"),
    "partner": Symbol(_SQUARE, "P"),
    "funder": Symbol(_SQUARE, "F"),
    "unknown": Symbol(_SMALL_CIRCLE, "?", hollow=True, size=9.5, baseline=13.4),
    "services-r": Symbol(_SQUARE, "S", "services", hollow=True, broken=True),
    "voluntary-r": Symbol(
        _TRIANGLE, "V", "voluntary", hollow=True, broken=True, baseline=15.6, size=9
    ),
    "residents-r": Symbol(_CIRCLE, "R", "residents", hollow=True, broken=True),
    "partner-r": Symbol(_SQUARE, "P", hollow=True, broken=True),
    "funder-r": Symbol(_SQUARE, "F", hollow=True, broken=True),
    "unknown-r": Symbol(_SMALL_CIRCLE, "?", hollow=True, broken=True, size=9.5, baseline=13.4),
    "context": Symbol(
        '<path d="M2 17 17 2M2 10.500 10.500 2M9.500 18 18 9.500" fill="none" stroke-width="1.8"/>',
        hollow=True,
    ),
    "tension": Symbol(_ARROWS),
    "revisited": Symbol(_ARROWS, hollow=True),
    "started": Symbol(_FLAG, hollow=True),
    "review": Symbol(
        '<circle cx="10" cy="10" r="9" stroke="none"/>'
        '<path d="M16.600 6.400A7.500 7.500 0 1 0 17.500 10" fill="none" stroke-width="2.2"/>',
        hollow=True,
        extra='<path d="M18.900 1.800v6.600h-6.600z" fill="{ink}"/>',
    ),
    "learning": Symbol(_BEAKER, "L", hollow=True, baseline=16.200, size=8.5),
    "margins": Symbol(
        '<path d="M3 1h16v18H3z" stroke="none"/><path d="M6 1.500v17" stroke-width="2.2"/>'
        '<circle cx="14" cy="10" r="4.4" fill="{ink}"/>',
        hollow=True,
    ),
    "normal": Symbol('<path d="M0 7.600h20v4.800H0z"/><circle cx="10" cy="10" r="7.4"/>'),
    "ended": Symbol('<path d="M4.500 2h3.500v16H4.500zM12 2h3.500v16H12z"/>'),
    "late": Symbol(
        '<circle cx="10" cy="10" r="8" stroke-width="3"/>'
        '<path d="M10 5.500V10.500L13.500 12.500" fill="none" stroke-width="2.600"/>',
        hollow=True,
    ),
}
"""Every mark by its key; `late` is the small clock on words that were written down later."""


@dataclass(frozen=True)
class Paint:
    """The colours a symbol is made of: its own, the ground behind it, and letters on it."""

    ink: str = "currentColor"
    ground: str = "var(--bg)"
    on: str = "var(--on-mark)"


def symbol_of(entry: Entry) -> str:
    """The key of the mark for an entry."""
    if entry.kind != "reflection":
        return KIND_SYMBOL[entry.kind]
    if entry.is_relayed:
        return _voice(entry.relayed_perspective) + "-r"
    return _voice(entry.perspective)


def hue_of(key: str) -> str:
    """The class that gives a mark its colour; everything but the three perspectives is ink."""
    return SYMBOLS[key].hue


def sprite(keys: list[str], paint: Paint, *, with_targets: bool = True) -> Markup:
    """The definitions of these symbols, centred on their own origin, to be used by reference."""
    return Markup("").join(_definition(key, paint, with_targets) for key in keys)


def _voice(perspective: Perspective | None) -> str:
    return PERSPECTIVE_SYMBOL[perspective] if perspective else "unknown"


def _definition(key: str, paint: Paint, with_targets: bool) -> Markup:
    symbol = SYMBOLS[key]
    shape, extra = (part.replace("{ink}", paint.ink) for part in (symbol.shape, symbol.extra))
    if symbol.hollow:
        dash = ' stroke-dasharray="2.6 1.9"' if symbol.broken else ""
        body = f'<g fill="{paint.ground}" stroke="{paint.ink}" stroke-width="1.7"{dash}>{shape}</g>'
    else:
        body = f'<g fill="{paint.ink}">{shape}</g>'
    letter = ""
    if symbol.letter:
        fill = paint.ink if symbol.hollow else paint.on
        letter = (
            f'<text x="10" y="{symbol.baseline}" font-size="{symbol.size}" font-weight="700"'
            f' text-anchor="middle" fill="{fill}">{symbol.letter}</text>'
        )
    half = TARGET / SCALE / 2
    hit = (
        f'<rect class="hit" x="{10 - half:.2f}" y="{10 - half:.2f}" width="{2 * half:.2f}"'
        f' height="{2 * half:.2f}" rx="6"/>'
        if with_targets
        else ""
    )
    scale = SCALE / 2 if key == "late" else SCALE
    return Markup(  # noqa: S704 - all parts are constants of this module
        f'<g id="m-{key}" transform="scale({scale}) translate(-10 -10)">'
        f"{hit}{body}{extra}{letter}</g>"
    )
