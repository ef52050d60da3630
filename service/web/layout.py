"""Where marks stand: pure arithmetic that puts entries on levels so that none touches another."""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Sequence
from dataclasses import dataclass

from service.projections.shapes import Entry
from service.web.marks import TARGET
from service.web.scale import Scale

HIGH = 6
"""So many marks stand on each other before they go to the sides."""
ASIDE = 4
"""So many columns they may step aside; after that the stack grows."""
PAD = 8
GAP = 6


@dataclass(frozen=True)
class Spot:
    """Where one entry stands: its middle across, and its level, 0 nearest the line."""

    entry: Entry
    x: float
    level: int


def stacked(entries: Sequence[Entry], scale: Scale) -> list[Spot]:
    """Words that were said close together, in even columns on top of each other."""
    heights: dict[int, int] = {}
    spots = []
    for entry in entries:
        column = _free(scale.column(entry.occurred_on), heights, scale.columns)
        level = heights.get(column, 0)
        heights[column] = level + 1
        spots.append(Spot(entry, scale.centre(column), level))
    return spots


def dated(entries: Sequence[Entry], scale: Scale) -> list[Spot]:
    """Rarer things exactly on their date, one level further up where they would touch."""
    right_edges: list[float] = []
    spots = []
    for entry in sorted(entries, key=lambda entry: scale.x(entry.occurred_on)):
        x = min(max(scale.x(entry.occurred_on), TARGET / 2), scale.width - TARGET / 2)
        level = next((n for n, edge in enumerate(right_edges) if edge <= x), len(right_edges))
        right_edges[level : level + 1] = [x + TARGET]
        spots.append(Spot(entry, round(x, 1), level))
    return spots


def with_decisions(entries: Sequence[Entry], scale: Scale) -> list[Spot]:
    """The same, with decisions nearest the line, where their names stand."""
    taken: list[list[float]] = []
    spots = []
    for entry in sorted(
        entries, key=lambda one: (one.kind != "decision", scale.x(one.occurred_on))
    ):
        x = min(max(scale.x(entry.occurred_on), TARGET / 2), scale.width - TARGET / 2)
        level = next((n for n, others in enumerate(taken) if _is_free(x, others)), len(taken))
        if level == len(taken):
            taken.append([])
        insort(taken[level], x)
        spots.append(Spot(entry, round(x, 1), level))
    return spots


def levels(spots: Sequence[Spot]) -> int:
    """How many levels these take."""
    return max((spot.level for spot in spots), default=-1) + 1


def above(level: int, of: int) -> float:
    """The middle of a level that is counted upwards, in a row with so many of them."""
    return PAD + TARGET * (of - 1 - level) + TARGET / 2


def below(level: int, under: int) -> float:
    """The middle of a level that is counted downwards, under so many others."""
    gap = GAP if under else 0
    return PAD + TARGET * under + gap + TARGET * level + TARGET / 2


def height(upper: int, lower: int) -> float:
    """How high a row with these levels is."""
    gap = GAP if upper and lower else 0
    return 2 * PAD + TARGET * (upper + lower) + gap


def _is_free(x: float, others: list[float]) -> bool:
    at = bisect(others, x)
    return all(abs(x - other) >= TARGET for other in others[max(at - 1, 0) : at + 1])


def _free(column: int, heights: dict[int, int], columns: int) -> int:
    if heights.get(column, 0) < HIGH:
        return column
    near = range(max(0, column - ASIDE), min(columns, column + ASIDE + 1))
    room = [other for other in near if heights.get(other, 0) < HIGH]
    if room:
        return min(room, key=lambda other: abs(other - column))
    return min(near, key=lambda other: (heights.get(other, 0), abs(other - column)))
