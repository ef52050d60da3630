"""Which figures may be published, so that no sum or difference of them points to someone."""

# For a data protection officer, in ten sentences:
#
# 1. A figure says how many people spoke in some places, in a window of days, from some or all
#    perspectives, about one subject or about anything.
# 2. It is published only if it rests on at least k people (5, or up to 10 if you set it so) from
#    at least 3 organisations.
# 3. We assume a reader who keeps every figure ever published, in any digest, for any place or
#    funder, and who knows exactly what each of them counts.
# 4. That reader knows that people of a part are among those of the whole, that somebody has one
#    place and one perspective, and that who spoke in a month spoke on some day of that month.
# 5. Before a figure is published we ask what this reader could then work out, by adding,
#    subtracting and comparing, in any number of steps.
# 6. The figure is published only if every group that figures tell apart, and every rest of one
#    without a part of it, could still be k people or more; "none" and "at most 3" count as much as
#    "exactly 3".
# 7. The same group is never published twice with another number, as the difference would show who
#    came or left; it is left out instead, and what was published stays as it was.
# 8. What is left out is always said in the same words, with no reason and no "fewer than 5", as a
#    bound, or a reason, is one more number to reckon with.
# 9. Figures are considered in the order of importance that people gave them, so the first ones
#    stand and the later ones give way.
# 10. The rule errs towards silence: it also leaves out what gives a small upper bound only, and
#     what contradicts earlier figures because people moved.
#
# How it is reckoned, and what is simplified, stands in `subtraction`.

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from service.domain.subtraction import Block, Said, leaves_all_at
from service.domain.values import Value
from service.domain.vocabulary import Perspective

PEOPLE = range(5, 11)
"""What k may be set to."""
ORGANISATIONS = 3
EVERY_PERSPECTIVE = frozenset(Perspective)


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


class _Known:
    """Everything published, found by place."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Block, frozenset[UUID], frozenset[Perspective]], int] = {}
        self._by_place: dict[UUID, list[Said]] = defaultdict(list)

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
        return None if leaves_all_at(k, self._around(said)) else Reason.GIVES_AWAY

    def _around(self, said: Said) -> list[Said]:
        """The figures that what this one says can be reckoned together with, itself first."""
        found = self._nested(said)
        ring = list(found)
        for _ in range(2):
            ring = [other for one in ring for other in self._meeting(one) if other not in found]
            found.update(dict.fromkeys(ring))
        return list(found)

    def _nested(self, said: Said) -> dict[Said, None]:
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

    def _meeting(self, said: Said) -> Iterator[Said]:
        """What could count the same people for the same words."""
        for place in sorted(said.places):
            for other in self._by_place.get(place, ()):
                if said.block.overlaps(other.block) and said.meets(other):
                    yield other


def _said(figure: Figure) -> Said:
    group = figure.group
    return Said(
        Block(group.first, group.last, group.subject),
        group.places,
        group.perspectives or EVERY_PERSPECTIVE,
        figure.people,
    )
