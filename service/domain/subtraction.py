"""What follows from published figures by adding, subtracting and comparing them."""

# For each window and subject, the people of each place and perspective are an unknown. Figures
# are sums of unknowns. A window or subject inside another one has no more people than that, and a
# window has no more than the windows that together cover it. `worlds` finds how large each
# unknown and each difference can be.
#
# Two things are simplified, for speed. Places and perspectives that the figures of a window, and
# of windows inside it, do not tell apart are one unknown there. And how windows that overlap
# without one being inside the other limit each other is used only where they cover another one.
# So figures of place sets, subjects or windows that cross each other in several ways may still
# leave a narrow bound for a part that no figure names; digests of places by the fortnight and of
# programmes by the month were tried against a solver that simplifies nothing.

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple
from uuid import UUID

from service.domain.vocabulary import Perspective
from service.domain.worlds import Row, all_can_reach

ONE_DAY = timedelta(days=1)


class Block(NamedTuple):
    """A window and a subject: within it, everybody has one place and one perspective."""

    first: date
    last: date
    subject: UUID | None

    def is_inside(self, other: Block) -> bool:
        """True where who is counted in this one is counted in the other one too."""
        return (
            other.first <= self.first
            and self.last <= other.last
            and other.subject in {None, self.subject}
        )

    def overlaps(self, other: Block) -> bool:
        """True where somebody could be counted in both for the same words."""
        return (
            self.first <= other.last
            and other.first <= self.last
            and (self.subject == other.subject or None in {self.subject, other.subject})
        )


Cell = tuple[UUID, Perspective]


class Said(NamedTuple):
    """A figure, taken apart."""

    block: Block
    places: frozenset[UUID]
    perspectives: frozenset[Perspective]
    people: int

    @property
    def group(self) -> tuple[Block, frozenset[UUID], frozenset[Perspective]]:
        return self.block, self.places, self.perspectives

    def cells(self) -> Iterator[Cell]:
        """Each place with each perspective."""
        return product(self.places, self.perspectives)

    def meets(self, other: Said) -> bool:
        """True where they have a place and a perspective in common."""
        return not self.places.isdisjoint(other.places) and not self.perspectives.isdisjoint(
            other.perspectives
        )


def leaves_all_at(k: int, figures: Sequence[Said]) -> bool:
    """True where, for all that these say, every group and every rest could be k people or more."""
    by_block: dict[Block, list[Said]] = defaultdict(list)
    for figure in figures:
        by_block[figure.block].append(figure)
    kinds: dict[Block, dict[Cell, int]] = {}
    unknowns = 0
    for block in by_block:
        kinds[block], unknowns = _kinds(block, by_block, unknowns)
    sums = [
        ({kinds[figure.block][cell] for cell in figure.cells()}, figure.people)
        for figure in figures
    ]
    differences = [
        row
        for larger, smaller in _comparisons(by_block)
        for row in _rests([kinds[each] for each in larger], kinds[smaller])
    ]
    return all_can_reach(k, sums, differences, unknowns)


def _kinds(
    block: Block, by_block: dict[Block, list[Said]], unknowns: int
) -> tuple[dict[Cell, int], int]:
    """The unknown that each place and perspective belongs to, and how many unknowns there are.

    Those belong together that no figure of this block, nor of one inside it, tells apart, and
    that can be compared with the same blocks around it.
    """
    counted_by: dict[Cell, int] = {cell: 0 for figure in by_block[block] for cell in figure.cells()}
    inside = [figure for each in by_block if each.is_inside(block) for figure in by_block[each]]
    around = [by_block[each] for each in by_block if block.is_inside(each)]
    for number, figures in enumerate([*([figure] for figure in inside), *around]):
        for cell in {cell for figure in figures for cell in figure.cells()}:
            if cell in counted_by:
                counted_by[cell] |= 1 << number
    names: dict[int, int] = {}
    for counted in counted_by.values():
        names.setdefault(counted, unknowns + len(names))
    return {cell: names[counted] for cell, counted in counted_by.items()}, unknowns + len(names)


def _rests(larger: Sequence[dict[Cell, int]], smaller: dict[Cell, int]) -> Iterator[Row]:
    """What larger blocks have more than a smaller one, for each part of it that can be compared."""
    parts: list[tuple[set[Cell], set[int]]] = []
    for name in sorted(set(smaller.values())):
        cells = {cell for cell, each in smaller.items() if each == name}
        if all(cells <= block.keys() for block in larger):
            parts.append((cells, {name}))
    while parts:
        cells, names = parts.pop()
        above = [{block[cell] for cell in cells} for block in larger]
        joined = [
            other
            for other in parts
            if any(
                block[cell] in over
                for block, over in zip(larger, above, strict=True)
                for cell in other[0]
            )
        ]
        if joined:
            parts = [other for other in parts if other not in joined]
            cells = cells.union(*(other[0] for other in joined))
            names = names.union(*(other[1] for other in joined))
            parts.append((cells, names))
        else:
            yield {**dict.fromkeys(set().union(*above), 1), **dict.fromkeys(names, -1)}


def _comparisons(blocks: Iterable[Block]) -> Iterator[tuple[tuple[Block, ...], Block]]:
    """Blocks that together hold everybody of another one: the one it is inside, or a cover."""
    ordered = sorted(blocks, key=lambda block: (block.first, block.last, str(block.subject)))
    for block in ordered:
        around = [other for other in ordered if other != block and other.overlaps(block)]
        for other in around:
            if block.is_inside(other):
                yield (other,), block
        pieces = [
            other
            for other in around
            if other.subject in {None, block.subject} and not block.is_inside(other)
        ]
        for cover in _covers(block.first, block.last, pieces):
            yield cover, block


def _covers(first: date, last: date, pieces: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    """The ways to leave out no day from first to last, each piece going on where one ends."""
    for piece in pieces:
        if piece.first <= first <= piece.last:
            if piece.last >= last:
                yield (piece,)
            else:
                later = [other for other in pieces if other.first > first]
                for rest in _covers(piece.last + ONE_DAY, last, later):
                    yield (piece, *rest)
