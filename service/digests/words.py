"""Every sentence that digests say by themselves, in one place, ready to be translated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from service.domain.vocabulary import Perspective

# fmt: off
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)
# fmt: on
WHO = {
    Perspective.STATUTORY: "public services",
    Perspective.NON_STATUTORY: "charities and community groups",
    Perspective.CITIZEN_COMMUNITY: "residents",
    Perspective.INTERMEDIARY: "the learning partner",
    Perspective.FUNDER: "the funder",
}
ASK_BACK = "What did you change your mind about this month?"
LEFT_OUT = "We leave out numbers that could point to somebody."
SEVERAL = "Several people"
NO_OTHER_VIEW = "Nobody left a different view this time."
QUIET = "This was a quiet fortnight. Few people left words, so we only say what is still open."
THIN_MONTH = "This was a quiet month. We say what we know and leave the rest out."
TAKEN_BACK = "A quote that stood here was taken back by the person who said it."
NAMES = "No one is named without saying yes. Numbers that could point to somebody are left out."
STATES = {
    "changed": "This changed",
    "open": "Still open",
    "decided_not": "We decided not to, for now",
}


def day(on: date) -> str:
    """As people say it: 9 April 2026."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def days(first: date, last: date) -> str:
    """Two days and what lies between them."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def month(first: date) -> str:
    """The month that a day is in."""
    return f"{MONTHS[first.month - 1]} {first.year}"


def joined(parts: Sequence[str]) -> str:
    """One, two and three."""
    if len(parts) < 2:  # noqa: PLR2004
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def title(places: Sequence[str], first: date) -> str:
    """The heading of a funder's digest."""
    return f"{joined(places)}: what we learned in {month(first)}"


class _Changed(Protocol):
    @property
    def believed(self) -> str: ...
    @property
    def now_think(self) -> str: ...


def one_paragraph(minds: Sequence[_Changed]) -> str:
    """The month in two sentences, for people to put better."""
    if not minds:
        return THIN_MONTH
    first = minds[0]
    many = "one decision" if len(minds) == 1 else f"{len(minds)} decisions"
    believed, now = first.believed.rstrip("."), first.now_think.rstrip(".")
    return f"We believed: {believed}. We now think: {now}. That changed {many}."


def who(perspectives: Sequence[Perspective]) -> str:
    """From where people speak, most of them first."""
    return joined([WHO[one] for one in perspectives])


def people(number: int | None) -> str:
    """How many people, or that we do not say."""
    return SEVERAL if number is None else f"{number} people"
