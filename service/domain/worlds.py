"""What the worlds have in common that agree with some sums: how large can each unknown be?"""

# A small exact simplex on whole numbers and fractions. An unknown is a number of people, zero or
# more. A dictionary (Chvatal, "Linear Programming", 1983) writes some unknowns, the basic ones, as
# a constant and multiples of the others; with the others at zero it is one world. By Bland's rule
# it goes from world to world without circling, always in the same order.

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

Number = int | Fraction
Row = dict[int, Number]
"""Multiples of unknowns, by the unknown's index from 0; CONSTANT stands for the number alone."""

CONSTANT = -1
AUXILIARY = -2


def all_can_reach(
    least: int, sums: Iterable[tuple[Iterable[int], int]], differences: Sequence[Row], unknowns: int
) -> bool:
    """True where each unknown, and each difference, is at least `least` in some possible world.

    In a possible world the given sums of unknowns are what they are said to be, and no unknown
    and no difference is negative. Where there is no such world the answer is False.
    """
    rows = _solved(sums)
    if rows is None:
        return False
    tightest: dict[frozenset[tuple[int, Number]], int] = {}
    for index, difference in enumerate(differences, start=unknowns):
        rows[index] = _substituted(difference, rows)
    for index, row in list(rows.items()):
        constant = row.get(CONSTANT, 0)
        shape = frozenset((j, factor) for j, factor in row.items() if j != CONSTANT)
        if not shape:
            if constant < least:
                return False
            del rows[index]
        elif (other := tightest.setdefault(shape, index)) != index:
            if constant < rows[other].get(CONSTANT, 0):
                tightest[shape] = index
                del rows[other]
            else:
                del rows[index]
    waiting = set(rows) | {j for row in rows.values() for j in row if j != CONSTANT}
    return _has_a_world(rows) and all(_reaches(rows, least, j, waiting) for j in sorted(waiting))


def _solved(sums: Iterable[tuple[Iterable[int], int]]) -> dict[int, Row] | None:
    """Each sum as what one of its unknowns is; None where they contradict each other."""
    rows: dict[int, Row] = {}
    for members, total in sums:
        row = _substituted({**dict.fromkeys(members, -1), CONSTANT: total}, rows)
        names = [j for j in row if j != CONSTANT]
        if names:
            first = min(names)
            factor = row.pop(first)
            solved = {j: _ratio(-value, factor) for j, value in row.items()}
            for other in rows.values():
                _replace(other, first, solved)
            rows[first] = solved
        elif row.get(CONSTANT, 0) != 0:
            return None
    return rows


def _has_a_world(rows: dict[int, Row]) -> bool:
    """Bring the dictionary to a world in which nothing is negative; False where there is none."""
    worst = min(rows, key=lambda i: (rows[i].get(CONSTANT, 0), i), default=None)
    if worst is None or rows[worst].get(CONSTANT, 0) >= 0:
        return True
    for row in rows.values():
        row[AUXILIARY] = 1
    _pivot(rows, worst, AUXILIARY)
    aim: Row = {j: -value for j, value in rows[AUXILIARY].items()}
    _maximise(rows, aim, 0)
    if aim.get(CONSTANT, 0) < 0:
        return False
    if AUXILIARY in rows:
        others = [j for j in rows[AUXILIARY] if j != CONSTANT]
        if others:
            _pivot(rows, AUXILIARY, min(others))
        else:
            del rows[AUXILIARY]
    for row in rows.values():
        row.pop(AUXILIARY, None)
    return True


def _reaches(rows: dict[int, Row], least: int, unknown: int, waiting: set[int]) -> bool:
    """True where this unknown can be at least `least`; who is so in passing waits no longer."""
    if unknown not in waiting:
        return True
    aim: Row = dict(rows[unknown]) if unknown in rows else {unknown: 1}
    reached = _maximise(rows, aim, least)
    waiting.difference_update([i for i, row in rows.items() if row.get(CONSTANT, 0) >= least])
    return reached


def _maximise(rows: dict[int, Row], aim: Row, enough: int) -> bool:
    """Walk to worlds where the aim is larger, until it is enough; False where it never is."""
    while aim.get(CONSTANT, 0) < enough:
        entering = min((j for j, f in aim.items() if j != CONSTANT and f > 0), default=None)
        if entering is None:
            return False
        bounds = [
            (_ratio(row.get(CONSTANT, 0), -row[entering]), i)
            for i, row in rows.items()
            if row.get(entering, 0) < 0
        ]
        if not bounds:
            return True
        _replace(aim, entering, _pivot(rows, min(bounds)[1], entering))
    return True


def _pivot(rows: dict[int, Row], leaving: int, entering: int) -> Row:
    """Let one unknown take the place of another among the basic ones; the new row."""
    row = rows.pop(leaving)
    factor = row.pop(entering)
    solved = {j: _ratio(-value, factor) for j, value in row.items()}
    solved[leaving] = _ratio(1, factor)
    for other in rows.values():
        _replace(other, entering, solved)
    rows[entering] = solved
    return solved


def _substituted(row: Row, rows: dict[int, Row]) -> Row:
    """The same with every solved unknown written out."""
    result = dict(row)
    for name in [j for j in row if j in rows]:
        _replace(result, name, rows[name])
    return result


def _replace(row: Row, name: int, solved: Row) -> None:
    """Write an unknown out in this row."""
    factor = row.pop(name, 0)
    if factor == 0:
        return
    for j, value in solved.items():
        total = row.get(j, 0) + factor * value
        if total == 0:
            row.pop(j, None)
        else:
            row[j] = total


def _ratio(above: Number, below: Number) -> Number:
    """An exact quotient, whole where it can be, as whole numbers are much faster."""
    if below in {1, -1}:
        return above * below
    result = Fraction(above) / Fraction(below)
    return result.numerator if result.denominator == 1 else result
