"""Figures: all that a digest counts, as it is now, and what of it may be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from service.digests.content import Content, Count, Mind, PlaceContent, Theme
from service.digests.counting import Counting
from service.domain.suppression import PEOPLE, Candidate, Figure, Reason, Withheld, release

Counted = TypeVar("Counted", Theme, Mind)


@dataclass(frozen=True)
class Figures:
    """What may be said of all that was counted, by the count that it stands for."""

    said: dict[Candidate, int | None]
    published: tuple[Figure, ...]
    why_not: dict[Candidate, Reason]
    """Why the others may not; for those who make the digest."""

    def told(self, count: Count) -> Count:
        """A count as it may be told."""
        people = None if count.candidate is None else self.said[count.candidate]
        # Which perspective is most of a few would tell as much as a number.
        is_open = may_be_ordered(people, [None] * len(count.perspectives))
        perspectives = count.perspectives if is_open else ()
        return Count(people=people, perspectives=perspectives)


def counts_in(content: Content) -> list[Count]:
    """All that a digest counts, the most important first: claims, then everybody, then parts."""
    if isinstance(content, PlaceContent):
        return [*(theme.rests_on for theme in content.themes), content.spoke]
    return [
        *(mind.rests_on for mind in content.changed_minds),
        content.voices.total,
        *content.voices.parts,
    ]


def recounted(content: Content, counting: Counting) -> Content:
    """With every count as it is now, and not as it was when the draft was written."""

    def parts(several: Sequence[Counted]) -> tuple[Counted, ...]:
        return tuple(
            part.model_copy(update={"rests_on": counting.again(part.rests_on)}) for part in several
        )

    if isinstance(content, PlaceContent):
        update = {"themes": parts(content.themes), "spoke": counting.again(content.spoke)}
        return content.model_copy(update=update)
    group = None if content.voices.total.candidate is None else content.voices.total.candidate.group
    voices = content.voices
    if group is not None:
        voices = counting.voices(sorted(group.places), group.first, group.last)
    return content.model_copy(
        update={"changed_minds": parts(content.changed_minds), "voices": voices}
    )


def figures_of(content: Content, before: Sequence[Figure], fewest: int = PEOPLE.start) -> Figures:
    """Decide what may be said; a number rests on the fewest people or more."""
    counted = [one.candidate for one in counts_in(content) if one.candidate is not None]
    candidates = list(dict.fromkeys(counted))
    outcomes = release(candidates, before, fewest).outcomes
    said = {
        candidate: outcome.people if isinstance(outcome, Figure) else None
        for candidate, outcome in zip(candidates, outcomes, strict=True)
    }
    published = tuple(one for one in outcomes if isinstance(one, Figure))
    why_not = {
        candidate: outcome.reason
        for candidate, outcome in zip(candidates, outcomes, strict=True)
        if isinstance(outcome, Withheld)
    }
    return Figures(said, published, why_not)


def may_be_ordered(total: int | None, parts: Sequence[int | None]) -> bool:
    """Whether from where people speak, most of them first, may be said beside these numbers.

    Only if each part without a number could still be k people or more, in that order.
    """
    if total is None:
        return False
    least, wanted = PEOPLE.start, 0
    for people in reversed(parts):
        least = least if people is None else max(least, people)
        wanted += least if people is None else 0
    return wanted <= total - sum(people for people in parts if people is not None)


def as_told(content: Content, figures: Figures) -> Content:
    """With the numbers that may be said, and without what they rest on."""

    def told(parts: Sequence[Counted]) -> tuple[Counted, ...]:
        return tuple(
            part.model_copy(update={"rests_on": figures.told(part.rests_on)}) for part in parts
        )

    if isinstance(content, PlaceContent):
        return content.model_copy(
            update={"themes": told(content.themes), "spoke": figures.told(content.spoke)}
        )
    total = figures.told(content.voices.total)
    parts = tuple(
        Count(people=figures.told(part).people, perspectives=part.perspectives)
        for part in content.voices.parts
    )
    if not may_be_ordered(total.people, [part.people for part in parts]):
        parts = tuple(part for part in parts if part.people is not None)
        total = total.model_copy(update={"perspectives": ()})
    missing = content.voices.missing if total.people is not None else ()
    voices = content.voices.model_copy(update={"total": total, "parts": parts, "missing": missing})
    return content.model_copy(
        update={"changed_minds": told(content.changed_minds), "voices": voices}
    )
