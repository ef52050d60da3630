"""The symbols: how each kind of mark looks, told apart by shape and letter, never by colour."""

from __future__ import annotations

from dataclasses import dataclass

MOST_VERSIONS = 9
"""Up to here a rewording shows the number of its words."""

_SQUARE = '<rect x="2" y="2" width="16" height="16" rx="1"/>'
_TRIANGLE = '<path d="M10 .8 19.4 18H.6z" stroke-linejoin="round"/>'
_CIRCLE = '<circle cx="10" cy="10" r="8.4"/>'
_SMALL_CIRCLE = '<circle cx="10" cy="10" r="7.2"/>'
_ARROWS = '<path d="M.4 10 6.4 3.6v4h7.200v-4l6 6.4-6 6.4v-4H6.400v4z" stroke-linejoin="round"/>'
_BEAKER = (
    '<path d="M7 1.400h6v5.400l5.300 9.100q1.300 2.700-1.500 2.700H3.200q-2.800 0-1.500-2.700'
    'L7 6.800zM5.600 1.400h8.800" stroke-linejoin="round" stroke-linecap="round"/>'
)
_PILL = '<rect x="1" y="3.4" width="18" height="13.2" rx="6.6"/>'
_TWO_PILLS = (
    '<rect x=".9" y="2.6" width="18.2" height="14.8" rx="7.4" stroke-width="1.3"/>'
    '<rect x="3.3" y="5" width="13.4" height="10" rx="5" stroke-width="1.1"/>'
)
_HEXAGON = '<path d="M5.600 2.200h8.800L19 10l-4.600 7.800H5.600L1 10z"/>'
_DIAMOND = '<path d="M10 .2 19.800 10 10 19.800.2 10z"/>'
_EYE = '<path d="M.6 10Q10-3.200 19.400 10 10 23.200.6 10z"/>'
_NEXT = '<circle cx="10" cy="10" r="6.500"/>'
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
    "session": Symbol(
        '<circle cx="10" cy="10" r="9.400" stroke="none"/><circle cx="10" cy="10" r="4"/>',
        hollow=True,
        extra='<path d="M10 1.200v.01M18.800 10v.01M10 18.800v.01M1.200 10v.01" stroke="{ink}"'
        ' stroke-width="3.600" stroke-linecap="round" fill="none"/>',
    ),
    "expectation": Symbol(
        '<path d="M2 15.500a8 8 0 0 1 16 0z" stroke-linejoin="round"/>'
        '<path d="M10 1v3.500" stroke-linecap="round"/>',
        hollow=True,
    ),
    "insight": Symbol(_HEXAGON, "i", hollow=True, size=12, baseline=14),
    "tested": Symbol(_HEXAGON, "i", size=12, baseline=14),
    "joined": Symbol(_HEXAGON, "+", hollow=True, size=12, baseline=14),
    "belief": Symbol(_PILL, "1", hollow=True, size=9.5, baseline=13.4),
    "challenged": Symbol(_PILL, "C", hollow=True, size=9.5, baseline=13.4),
    "examined": Symbol(_PILL, "E", hollow=True, size=9.5, baseline=13.4),
    "revised": Symbol(_TWO_PILLS, "+", hollow=True, size=9, baseline=13.3),
    **{
        f"revised-{version}": Symbol(_TWO_PILLS, str(version), hollow=True, size=9, baseline=13.3)
        for version in range(2, MOST_VERSIONS + 1)
    },
    "kept": Symbol(_PILL, "K", hollow=True, size=9.5, baseline=13.4),
    "dropped": Symbol(_PILL, "X", hollow=True, size=9.5, baseline=13.4),
    "unsure": Symbol(_PILL, "U", hollow=True, size=9.5, baseline=13.4),
    "contested": Symbol(_PILL, "?", hollow=True, size=9.5, baseline=13.4),
    "settled": Symbol(_PILL, "=", hollow=True, size=9.5, baseline=13.2),
    "mirror": Symbol('<path d="M1.500 3h7v14h-7zM11.500 3h7v14h-7z"/>', hollow=True),
    "proposed": Symbol(_DIAMOND, "?", hollow=True, size=9.5, baseline=13.5),
    "decision": Symbol(_DIAMOND, "D", size=9.5, baseline=13.5),
    "seen": Symbol(
        _EYE,
        extra='<circle cx="10" cy="10" r="4.100" fill="{on}"/>'
        '<circle cx="10" cy="10" r="1.900" fill="{ink}"/>',
    ),
    "confirmed": Symbol(
        _EYE, hollow=True, extra='<circle cx="10" cy="10" r="3.200" fill="{ink}"/>'
    ),
    "ceased": Symbol(
        '<path d="M1 8Q10 18 19 8M4 12.500 2.500 15M10 14v3.500M16 12.500 17.500 15"'
        ' fill="none" stroke-linecap="round"/>',
        hollow=True,
    ),
    "looked": Symbol(
        '<path d="M6.100.8h7.800l5.300 5.300v7.800l-5.300 5.300H6.100L.8 13.900V6.100z"/>', "L"
    ),
    "told": Symbol(
        '<path d="M3.500 1.500h13a3 3 0 0 1 3 3v7a3 3 0 0 1-3 3H10l-4.500 5v-5h-2a3 3 0 0 1-3-3v-7'
        'a3 3 0 0 1 3-3z"/>',
        "T",
        size=9.5,
        baseline=11.6,
    ),
    "slip": Symbol(
        '<path d="M2.500 1.500h15V11L10 18.600 2.500 11z" stroke-linejoin="round"/>',
        "B",
        hollow=True,
        size=9.5,
        baseline=11.8,
    ),
    "movement": Symbol(
        '<path d="M2.500 18.500h15V9L10 1.400 2.500 9z" stroke-linejoin="round"/>',
        "M",
        hollow=True,
        size=9.5,
        baseline=15.8,
    ),
    "next": Symbol(_NEXT, hollow=True, broken=True),
    "late": Symbol(
        '<circle cx="10" cy="10" r="8" stroke-width="3"/>'
        '<path d="M10 5.500V10.500L13.500 12.500" fill="none" stroke-width="2.600"/>',
        hollow=True,
    ),
}
"""Every mark by its key; `late` is the small clock on words that were written down later."""
