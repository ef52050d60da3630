"""Which figures may be published, so that no sum or difference of them points to someone.

For a data protection officer, in ten sentences:

1. A figure says how many people spoke in some places, in a window of days, from some or all
   perspectives, about one subject or about anything.
2. It is published only if it rests on at least k people (5, or up to 10 if you set it so) from
   at least 3 organisations.
3. We assume a reader who keeps every figure ever published, in any digest, for any place or
   funder, and who knows exactly what each of them counts.
4. That reader knows that people of a part are among those of the whole, that somebody has one
   place and one perspective, and that who spoke in a month spoke on some day of that month.
5. Before a figure is published we ask what this reader could then work out, by adding,
   subtracting and comparing, in any number of steps.
6. The figure is published only if every group, and every rest of a group without a part of it,
   could still be k people or more; "none" and "at most 3" count as much as "exactly 3".
7. The same group is never published twice with another number, as the difference would show who
   came or left; it is left out instead, and what was published stays as it was.
8. What is left out is always said in the same words, with no reason and no "fewer than 5", as a
   bound, or a reason, is one more number to reckon with.
9. Figures are considered in the order of importance that people gave them, so the first ones
   stand and the later ones give way.
10. The rule errs towards silence: it also leaves out what gives a small upper bound only, and
    what contradicts earlier figures because people moved.

How it is reckoned. For each window and subject, the people in each place and perspective are an
unknown. Figures are sums of unknowns; a window or subject inside another can have no more people;
a window has no more than the windows that cover it. `worlds` finds how large each unknown and
each difference can be. It looks at figures that hang together by windows inside each other, and
two steps further along windows that overlap. It does not use that overlaps of three windows limit
each other; the tests ask a solver that does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import product
from typing import Annotated, NamedTuple, Self
from uuid import UUID

from pydantic import Field, model_validator

from service.domain.values import Value
from service.domain.vocabulary import Perspective
from service.domain.worlds import Row, all_can_reach

PEOPLE = range(5, 11)
"""What k may be set to."""
ORGANISATIONS = 3
EVERY_PERSPECTIVE = frozenset(Perspective)
ONE_DAY = timedelta(days=1)


class Group(Value):
    """Who a figure is about; no perspectives or no subject means whatever it is."""

    places: Annotated[frozenset[UUID], Field(min_length=1)]
    first: date
    last: date
    perspectives: Annotated[frozenset[Perspective], Field(min_length=1)] | None = None
    subject: UUID | None = None

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.first > self.last:
            raise ValueError("A window ends on or after the day on which it begins.")
        return self


class Figure(Value):
    """A number of people that is published."""

    group: Group
    people: Annotated[int, Field(ge=0)]


class Candidate(Figure):
    """A number of people that somebody would like to publish, and what it rests on."""

    organisations: Annotated[int, Field(ge=0)]


class Reason(StrEnum):
    """Why a figure is withheld; for those who make a digest, never for those who read it."""

    FEW_PEOPLE = "few_people"
    FEW_ORGANISATIONS = "few_organisations"
    SAID_OTHERWISE = "said_otherwise"
    """The same group was published with another number."""
    GIVES_AWAY = "gives_away"
    """With what is published, it would tell of some group that it is smaller than k."""


class Withheld(Value):
    """A figure that is not published; its number is not in here, so that it cannot get out."""

    group: Group
    reason: Reason


class Release(Value):
    """What became of each candidate, in their order."""

    outcomes: tuple[Figure | Withheld, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What may be published."""
        return tuple(each for each in self.outcomes if isinstance(each, Figure))

    @property
    def withheld(self) -> tuple[Withheld, ...]:
        """What may not."""
        return tuple(each for each in self.outcomes if isinstance(each, Withheld))


def release(
    candidates: Sequence[Candidate],
    published: Sequence[Figure],
    k: int = PEOPLE.start,
    organisations: int = ORGANISATIONS,
) -> Release:
    """Decide on each candidate, the most important first, given everything ever published."""
    if k not in PEOPLE:
        raise ValueError(f"k is between {PEOPLE.start} and {PEOPLE.stop - 1}.")
    known = _Known()
    for figure in published:
        known.add(figure)
    outcomes: list[Figure | Withheld] = []
    for candidate in candidates:
        figure = Figure(group=candidate.group, people=candidate.people)
        reason = (
            Reason.FEW_ORGANISATIONS
            if candidate.people >= k and candidate.organisations < organisations
            else known.reason_against(figure, k)
        )
        if reason is None:
            known.add(figure)
        outcomes.append(Withheld(group=figure.group, reason=reason) if reason else figure)
    return Release(outcomes=tuple(outcomes))


class _Block(NamedTuple):
    """A window and a subject: within it, everybody has one place and one perspective."""

    first: date
    last: date
    subject: UUID | None

    def is_inside(self, other: _Block) -> bool:
        """True where who is counted in this one is counted in the other one too."""
        return (
            other.first <= self.first
            and self.last <= other.last
            and other.subject in {None, self.subject}
        )

    def overlaps(self, other: _Block) -> bool:
        """True where somebody could be counted in both for the same words."""
        return (
            self.first <= other.last
            and other.first <= self.last
            and (self.subject == other.subject or None in {self.subject, other.subject})
        )


_Cell = tuple[UUID, Perspective]


class _Said(NamedTuple):
    """A figure, taken apart."""

    block: _Block
    places: frozenset[UUID]
    perspectives: frozenset[Perspective]
    people: int

    @property
    def group(self) -> tuple[_Block, frozenset[UUID], frozenset[Perspective]]:
        return self.block, self.places, self.perspectives

    def cells(self) -> Iterator[_Cell]:
        """Each place with each perspective."""
        return product(self.places, self.perspectives)

    def meets(self, other: _Said) -> bool:
        """True where they have a place and a perspective in common."""
        return not self.places.isdisjoint(other.places) and not self.perspectives.isdisjoint(
            other.perspectives
        )


class _Known:
    """Everything published, found by place."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[_Block, frozenset[UUID], frozenset[Perspective]], int] = {}
        self._by_place: dict[UUID, list[_Said]] = defaultdict(list)

    def add(self, figure: Figure) -> None:
        """Know one more."""
        said = _said(figure)
        if said.group not in self._numbers:
            self._numbers[said.group] = said.people
            for place in said.places:
                self._by_place[place].append(said)

    def reason_against(self, figure: Figure, k: int) -> Reason | None:
        """Why this figure may not be published; None where it may."""
        said = _said(figure)
        if said.people < k:
            return Reason.FEW_PEOPLE
        if said.group in self._numbers:
            return None if self._numbers[said.group] == said.people else Reason.SAID_OTHERWISE
        return None if _leaves_all_at(k, self._around(said)) else Reason.GIVES_AWAY

    def _around(self, said: _Said) -> list[_Said]:
        """The figures that what this one says can be reckoned together with, itself first."""
        found = self._nested(said)
        ring = list(found)
        for _ in range(2):
            ring = [other for one in ring for other in self._meeting(one) if other not in found]
            found.update(dict.fromkeys(ring))
        return list(found)

    def _nested(self, said: _Said) -> dict[_Said, None]:
        """What hangs together with it by windows and subjects inside each other."""
        found = {said: None}
        waiting = [said]
        while waiting:
            one = waiting.pop()
            for other in self._meeting(one):
                nested = one.block.is_inside(other.block) or other.block.is_inside(one.block)
                if nested and other not in found:
                    found[other] = None
                    waiting.append(other)
        return found

    def _meeting(self, said: _Said) -> Iterator[_Said]:
        """What could count the same people for the same words."""
        for place in sorted(said.places):
            for other in self._by_place.get(place, ()):
                if said.block.overlaps(other.block) and said.meets(other):
                    yield other


def _said(figure: Figure) -> _Said:
    group = figure.group
    return _Said(
        _Block(group.first, group.last, group.subject),
        group.places,
        group.perspectives or EVERY_PERSPECTIVE,
        figure.people,
    )


def _leaves_all_at(k: int, figures: Sequence[_Said]) -> bool:
    """True where, for all that these say, every group and every rest could be k people or more."""
    by_block: dict[_Block, list[_Said]] = defaultdict(list)
    for figure in figures:
        by_block[figure.block].append(figure)
    kinds: dict[_Block, dict[_Cell, int]] = {}
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
    block: _Block, by_block: dict[_Block, list[_Said]], unknowns: int
) -> tuple[dict[_Cell, int], int]:
    """The unknown that each place and perspective belongs to, and how many unknowns there are.

    Those belong together that no figure of this block, nor of one inside it, tells apart.
    """
    counted_by: dict[_Cell, int] = {
        cell: 0 for figure in by_block[block] for cell in figure.cells()
    }
    inside = [figure for each in by_block if each.is_inside(block) for figure in by_block[each]]
    for number, figure in enumerate(inside):
        for cell in figure.cells():
            if cell in counted_by:
                counted_by[cell] |= 1 << number
    names: dict[int, int] = {}
    for counted in counted_by.values():
        names.setdefault(counted, unknowns + len(names))
    return {cell: names[counted] for cell, counted in counted_by.items()}, unknowns + len(names)


def _rests(larger: Sequence[dict[_Cell, int]], smaller: dict[_Cell, int]) -> Iterator[Row]:
    """What larger blocks have more than a smaller one, for each part of it that can be compared."""
    parts: list[tuple[set[_Cell], set[int]]] = []
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


def _comparisons(blocks: Iterable[_Block]) -> Iterator[tuple[tuple[_Block, ...], _Block]]:
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


def _covers(first: date, last: date, pieces: Sequence[_Block]) -> Iterator[tuple[_Block, ...]]:
    """The ways to leave out no day from first to last, each piece going on where one ends."""
    for piece in pieces:
        if piece.first <= first <= piece.last:
            if piece.last >= last:
                yield (piece,)
            else:
                later = [other for other in pieces if other.first > first]
                for rest in _covers(piece.last + ONE_DAY, last, later):
                    yield (piece, *rest)
