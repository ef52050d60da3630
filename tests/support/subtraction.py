"""An attacker with a solver: what follows from every figure ever published, person by person."""

# Shares nothing with `service.domain.suppression` but the shape of a group. Everybody has one place
# and one perspective, and on each stretch of days spoke or did not, about each subject or none. Two
# people are alike when they are counted in the same figures and the same targets; how many there
# are of each sort is what the solver does not know.

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any
from uuid import UUID

from service.domain.suppression import Figure, Group
from service.domain.vocabulary import Perspective

z3: Any = importlib.import_module("z3")

Mask = int


@dataclass(frozen=True)
class Target:
    """People of one place and perspective who are in the first and not in the second."""

    place: UUID
    perspective: Perspective
    within: Group
    without: Group | None = None


def told_to_be_small(figures: Sequence[Figure], k: int) -> Target | None:
    """A group, or rest of a group, that nobody can believe to have k people; None if none is.

    Every union of such groups is then at least as large, so asking the smallest is enough. That
    none is forced to one value under k follows, as it could be k.
    """
    if not figures:
        return None
    groups = [figure.group for figure in figures]
    subjects = sorted({group.subject for group in groups if group.subject}, key=str)
    stretches = list(_stretches(groups))
    solver = z3.SolverFor("QF_LRA")
    totals: dict[Group, list[Any]] = {group: [] for group in groups}
    waiting: dict[Target, Any] = {}
    for place, perspective in product(*_dimensions(groups)):
        here = [group for group in groups if _counts(group, place, perspective)]
        blocks = [
            Group(places={place}, first=first, last=last, subject=subject)
            for first, last in sorted({(group.first, group.last) for group in here})
            for subject in (None, *subjects)
        ]
        sorts = {
            sort: z3.Real(f"{place.int}-{perspective}-{sort}")
            for sort in _sorts(blocks, stretches, subjects)
        }
        for number in sorts.values():
            solver.add(number >= 0)
        place_of = {_block(block): index for index, block in enumerate(blocks)}
        for group in here:
            bit = 1 << place_of[_block(group)]
            totals[group] += [number for sort, number in sorts.items() if sort & bit]
        for target in _targets(place, perspective, blocks):
            with_bit = 1 << place_of[_block(target.within)]
            without = 1 << place_of[_block(target.without)] if target.without else 0
            waiting[target] = z3.Sum(
                [n for sort, n in sorts.items() if sort & with_bit and not sort & without]
            )
    for figure in figures:
        solver.add(z3.Sum(totals[figure.group]) == figure.people)
    while waiting:
        target, size = next(iter(waiting.items()))
        solver.push()
        solver.add(size >= k)
        if solver.check() != z3.sat:
            return target
        world = solver.model()
        solver.pop()
        waiting = {
            other: size
            for other, size in waiting.items()
            if other != target and world.eval(size, model_completion=True).as_fraction() < k
        }
    return None


def _dimensions(groups: Iterable[Group]) -> tuple[list[UUID], list[Perspective]]:
    """The places, and the perspectives that some figure tells apart with one for all others."""
    named = {each for group in groups for each in group.perspectives or ()}
    other = [each for each in Perspective if each not in named][:1]
    return sorted({place for group in groups for place in group.places}), [*sorted(named), *other]


def _counts(group: Group, place: UUID, perspective: Perspective) -> bool:
    return place in group.places and (
        group.perspectives is None or perspective in group.perspectives
    )


def _block(group: Group) -> tuple[date, date, UUID | None]:
    return group.first, group.last, group.subject


def _stretches(groups: Iterable[Group]) -> Iterator[date]:
    """One day for each stretch between the days on which some window begins or ends."""
    for group in groups:
        yield group.first
        yield group.last + timedelta(days=1)


def _sorts(
    blocks: Sequence[Group], stretches: Iterable[date], subjects: Sequence[UUID]
) -> set[Mask]:
    """Every set of blocks that somebody can be counted in, as bits."""
    acts = {
        sum(
            1 << index
            for index, block in enumerate(blocks)
            if block.first <= day <= block.last and block.subject in {None, subject}
        )
        for day in stretches
        for subject in (None, *subjects)
    }
    found: set[Mask] = {0}
    for act in acts:
        found |= {sort | act for sort in found}
    return found - {0}


def _targets(place: UUID, perspective: Perspective, blocks: Sequence[Group]) -> Iterator[Target]:
    for block in blocks:
        yield Target(place, perspective, block)
        for part in blocks:
            if (
                part != block
                and block.first <= part.first
                and part.last <= block.last
                and block.subject in {None, part.subject}
            ):
                yield Target(place, perspective, block, part)
