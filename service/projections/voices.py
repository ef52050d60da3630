"""Voices: whose words a picture rests on, counted over the timeline's own table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from service.domain.vocabulary import SYSTEM_PERSPECTIVES, Perspective, SpeakingAs
from service.domain.voices import effective_number
from service.projections.shapes import Voices

NOT_SAID = "not_said"

PEOPLE_FROM = {
    "statutory": ("from public services", "from public services"),
    "non_statutory": (
        "from voluntary and community groups",
        "from voluntary and community groups",
    ),
    "citizen_community": ("resident in their own words", "residents in their own words"),
    "intermediary": ("learning partner", "learning partners"),
    "funder": ("funder", "funders"),
    NOT_SAID: ("who has not said where they speak from", "who have not said where they speak from"),
}

PASSED_ON = {
    "statutory": "by public services",
    "non_statutory": "by voluntary and community groups",
    "citizen_community": "by residents",
    "intermediary": "by learning partners",
    "funder": "by funders",
    NOT_SAID: "by people we cannot place",
}

NOBODY_FROM = {
    "statutory": "public services",
    "non_statutory": "voluntary and community groups",
    "citizen_community": "residents",
}

HEARD_FROM = NOBODY_FROM | {
    "intermediary": "learning partners",
    "funder": "funders",
    NOT_SAID: "people who have not said where they speak from",
}


@dataclass(frozen=True, slots=True)
class Post:
    """The little of a reflection that counting voices needs; `times` of the same kind."""

    author: UUID
    perspective: str | None
    speaking_as: str | None
    relayed_perspective: str | None
    times: int = 1

    @property
    def is_relayed(self) -> bool:
        """True where it passes on what somebody else said."""
        return self.speaking_as == SpeakingAs.RELAYING


def count_voices(posts: Iterable[Post]) -> Voices:
    """Count people before posts, and what was passed on apart from what was said (domain 6.2).

    `by_perspective` counts people who spoke for themselves or their organisation; passing
    something on never raises the number of those it came from. The balance is the effective
    number of the three system perspectives, over people.
    """
    posts = list(posts)
    posts_by_author: Counter[UUID] = Counter()
    people: dict[str, set[UUID]] = {}
    relayed: Counter[str] = Counter()
    for post in posts:
        posts_by_author[post.author] += post.times
        if post.is_relayed:
            relayed[post.relayed_perspective or NOT_SAID] += post.times
        else:
            people.setdefault(post.perspective or NOT_SAID, set()).add(post.author)
    by_perspective = {name: len(people[name]) for name in _order(people)}
    missing = [p.value for p in SYSTEM_PERSPECTIVES if p.value not in by_perspective]
    passed_on = {name: relayed[name] for name in _order(relayed)}
    return Voices(
        contributors=len(posts_by_author),
        posts=sum(posts_by_author.values()),
        effective_voices=effective_number(posts_by_author.values()),
        perspective_balance=effective_number(
            by_perspective.get(perspective.value, 0) for perspective in SYSTEM_PERSPECTIVES
        ),
        by_perspective=by_perspective,
        relayed=passed_on,
        missing=missing,
        sentence=_sentence(len(posts_by_author), by_perspective, passed_on, missing),
    )


def _order(names: Iterable[str]) -> list[str]:
    order = [*(perspective.value for perspective in Perspective), NOT_SAID]
    return sorted(names, key=order.index)


def _sentence(
    contributors: int, people: dict[str, int], relayed: dict[str, int], missing: list[str]
) -> str:
    if contributors == 0:
        return "Nobody has said anything here yet."
    noun = "person" if contributors == 1 else "people"
    parts = [f"{count} {PEOPLE_FROM[name][count != 1]}" for name, count in people.items()]
    sentences = [f"Rests on {contributors} {noun}" + (f": {listed(parts)}." if parts else ".")]
    for name, count in relayed.items():
        things = "One thing" if count == 1 else f"{count} things"
        verb = "was" if count == 1 else "were"
        sentences.append(f"{things} said {PASSED_ON[name]} {verb} passed on by others.")
    if missing:
        nobody = listed([NOBODY_FROM[name] for name in missing], "or")
        sentences.append(f"We have not heard directly from {nobody}.")
    return " ".join(sentences)


def listed(parts: list[str], joint: str = "and") -> str:
    """One, two and three: `listed(["a", "b", "c"])` is "a, b, and c"."""
    if len(parts) < 2:  # noqa: PLR2004 - a list of one needs no joint
        return "".join(parts)
    comma = "," if len(parts) > 2 else ""  # noqa: PLR2004
    return f"{', '.join(parts[:-1])}{comma} {joint} {parts[-1]}"
