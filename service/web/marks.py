"""The marks: which symbol stands for which entry, and their definitions for a drawing."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from service.domain.vocabulary import Perspective
from service.projections.shapes import Entry
from service.web.symbols import MOST_VERSIONS, SYMBOLS

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
    "session": "session",
    "expectation": "expectation",
    "insight": "insight",
    "insight_tested": "tested",
    "insight_joined": "joined",
    "belief_stated": "belief",
    "level_contested": "contested",
    "level_settled": "settled",
    "challenged": "challenged",
    "examined": "examined",
    "upheld": "kept",
    "revised": "revised",
    "dropped": "dropped",
    "left_open": "unsure",
    "mirror": "mirror",
    "decision_proposed": "proposed",
    "decision": "decision",
    "reviewed": "looked",
    "told": "told",
    "change_seen": "seen",
    "confirmed": "confirmed",
    "ceased": "ceased",
    "slip": "slip",
    "movement": "movement",
}
BELIEF_KINDS = frozenset(
    {
        "belief_stated",
        "level_contested",
        "level_settled",
        "challenged",
        "examined",
        "upheld",
        "revised",
        "dropped",
        "left_open",
        "mirror",
    }
)
"""Kinds of entries that are about a belief."""
LOOP_KINDS = BELIEF_KINDS | {
    *("session", "expectation", "insight", "insight_tested", "insight_joined"),
    *("decision_proposed", "decision", "reviewed", "told"),
    *("change_seen", "confirmed", "ceased", "slip", "movement"),
}
"""Kinds of entries that belong to the loop, and are nobody's own words."""


@dataclass(frozen=True)
class Paint:
    """The colours a symbol is made of: its own, the ground behind it, and letters on it."""

    ink: str = "currentColor"
    ground: str = "var(--bg)"
    on: str = "var(--on-mark)"


def symbol_of(entry: Entry) -> str:
    """The key of the mark for an entry."""
    if entry.kind == "revised":
        return revised(entry.version)
    if entry.kind != "reflection":
        return KIND_SYMBOL[entry.kind]
    if entry.is_relayed:
        return _voice(entry.relayed_perspective) + "-r"
    return _voice(entry.perspective)


def revised(version: int | None) -> str:
    """The key of the mark for a belief's new words, which shows their number."""
    return f"revised-{version}" if version and 1 < version <= MOST_VERSIONS else "revised"


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
    shape, extra = (
        part.replace("{ink}", paint.ink).replace("{on}", paint.on)
        for part in (symbol.shape, symbol.extra)
    )
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
