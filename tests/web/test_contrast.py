"""Every pair of colours that has to be told apart can be, in light and in dark (WCAG 2.2)."""

from __future__ import annotations

import re

import pytest

from service.web.render import STATIC

TEXT, LARGE = 4.5, 3.0
HUES = ("services", "voluntary", "residents")
PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "ink-2") for ground in ("page", "surface", "hatch")),
    *((hue, ground, TEXT) for hue in HUES for ground in ("page", "surface", "hatch")),
    *(("on-mark", hue, TEXT) for hue in (*HUES, "ink")),
    *(("edge", ground, LARGE) for ground in ("page", "surface")),
]


def themes() -> list[dict[str, str]]:
    """The colours of the light and the dark theme."""
    style = (STATIC / "doubleloop.css").read_text()
    blocks = re.findall(r":root \{(.*?)\}", style, re.S)[:2]
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in blocks]


def light(colour: str) -> float:
    """Relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_colours_can_be_told_apart(
    theme: dict[str, str], front: str, ground: str, least: float
) -> None:
    darker, lighter = sorted((light(theme[front]), light(theme[ground])))
    assert (lighter + 0.05) / (darker + 0.05) >= least
