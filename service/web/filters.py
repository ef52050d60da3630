"""What a reader chose to see: read leniently from a query string, and written back to one."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from urllib.parse import urlencode
from uuid import UUID

from service.domain.vocabulary import SYSTEM_PERSPECTIVES, Perspective
from service.projections.shapes import Lane, TimelineView
from service.web import words
from service.web.text import MONTHS, clean

By = Literal["behaviours", "blocks"]

PASSED_ON = "passed-on"
YEARS = range(1900, 2200)
"""The years that somebody may mean."""
WHO: dict[str, Perspective] = {
    "services": Perspective.STATUTORY,
    "voluntary": Perspective.NON_STATUTORY,
    "residents": Perspective.CITIZEN_COMMUNITY,
}
"""How the address names a perspective; the plain words and not the framework's."""

_ABOUT = re.compile(r"(group:)?[A-Za-z0-9][A-Za-z0-9-]{0,59}")
_YEAR_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/](\d{4})")
_NAMED_MONTH = re.compile(r"([A-Za-z]{3,9})\.? +(\d{4})")
_NAMES = {name[:length].lower(): n for n, name in enumerate(MONTHS, 1) for length in (3, 4, 9)}


@dataclass(frozen=True)
class Filters:
    """The choices on a timeline page; the query layer applies them, the page shows them."""

    from_on: date | None = None
    to_on: date | None = None
    about: str | None = None
    """A behaviour's or building block's code, or `group:` and a group's name in small letters."""
    perspectives: frozenset[Perspective] = frozenset(SYSTEM_PERSPECTIVES)
    """Whose words; with all three, partners outside the three are shown too."""
    relayed: bool = True
    trial: UUID | None = None
    as_known_on: date | None = None
    by: By = "behaviours"
    item: UUID | None = None
    problems: tuple[str, ...] = ()
    """What could not be understood, in plain sentences for the page."""

    @classmethod
    def parse(cls, params: Iterable[tuple[str, str]]) -> Filters:
        """Read query parameters; what cannot be read is left out and said in `problems`."""
        given: dict[str, list[str]] = {}
        for name, value in params:
            if value.strip():
                given.setdefault(name, []).append(value.strip())
        return _Parser(given).filters()

    @property
    def everyone(self) -> bool:
        """True where nobody's words are left out."""
        return self.relayed and self.perspectives >= frozenset(SYSTEM_PERSPECTIVES)

    @property
    def who(self) -> list[str]:
        """Whose words are ticked, as the form names them."""
        ticked = [name for name, perspective in WHO.items() if perspective in self.perspectives]
        return [*ticked, PASSED_ON] if self.relayed else ticked

    @property
    def narrowed(self) -> bool:
        """True where something was chosen that may hide entries."""
        chosen = (self.from_on, self.to_on, self.about, self.trial, self.as_known_on)
        return any(chosen) or not self.everyone

    @property
    def from_month(self) -> str:
        """The first month as the form writes it."""
        return self.from_on.isoformat()[:7] if self.from_on else ""

    @property
    def to_month(self) -> str:
        """The last month as the form writes it."""
        return self.to_on.isoformat()[:7] if self.to_on else ""

    def query(self, *, with_item: bool = False) -> str:
        """The same choices as a query string, without the question mark."""
        pairs: list[tuple[str, str]] = []
        if self.from_on:
            pairs.append(("from", _written(self.from_on, first=True)))
        if self.to_on:
            pairs.append(("to", _written(self.to_on, first=False)))
        if self.about:
            pairs.append(("about", self.about))
        if not self.everyone:
            pairs += [("who", name) for name in self.who]
        if self.trial:
            pairs.append(("trial", str(self.trial)))
        if self.as_known_on:
            pairs.append(("known", self.as_known_on.isoformat()))
        if self.by != "behaviours":
            pairs.append(("by", self.by))
        if with_item and self.item:
            pairs.append(("item", str(self.item)))
        return urlencode(pairs)

    def link(self, **changes: object) -> str:
        """A relative link to this page with other choices, as `link(trial=...)`."""
        query = replace(self, **changes).query(with_item=True)  # type: ignore[arg-type]
        return f"?{query}" if query else "?"


@dataclass(frozen=True)
class Option:
    """One choice in a list."""

    value: str
    label: str


@dataclass(frozen=True)
class Choices:
    """All that can be chosen, also what the present choice hides."""

    groups: tuple[tuple[Option | None, tuple[Option, ...]], ...]
    """Each group of rows: the option for the whole group if it has a name, and its rows."""
    blocks: tuple[Option, ...]
    trials: tuple[Option, ...]

    @classmethod
    def of(cls, view: TimelineView) -> Choices:
        """The choices that a whole, unfiltered view offers."""
        groups: dict[str | None, list[Option]] = {}
        for lane in view.lanes:
            groups.setdefault(lane.group, []).append(_option(lane))
        return cls(
            tuple((_group(name), tuple(rows)) for name, rows in groups.items()),
            tuple(_option(lane) for lane in view.blocks),
            tuple(Option(str(trial.id), clean(trial.name)) for trial in view.trials),
        )

    def name_of(self, code: str) -> str | None:
        """The name that this reader knows for a code."""
        rows = [option for _, options in self.groups for option in options]
        return next((row.label for row in (*rows, *self.blocks) if row.value == code), None)

    def offers(self, about: str) -> bool:
        """True where the list holds this choice."""
        groups = {group.value for group, _ in self.groups if group}
        return about in groups or self.name_of(about) is not None


@dataclass(frozen=True)
class Reader:
    """Who reads, as far as a page has to know."""

    name: str | None = None
    role: str | None = None
    """In plain words, as `learning partner`."""
    attributions: tuple[str, ...] = ()
    """Whose words the frameworks are; empty for readers who do not see framework words."""
    csrf: str = ""
    can_sign_out: bool = True
    """False for whoever came without signing in (demo)."""
    leads: bool = False
    """True for the learning partner, who is told more."""
    funds: bool = False
    """True for the funder, who reads digests and nothing else."""


class _Parser:
    def __init__(self, given: dict[str, list[str]]) -> None:
        self.given = given
        self.problems: list[str] = []

    def filters(self) -> Filters:
        from_on = self._month("from", words.BAD_FROM, last=False)
        to_on = self._month("to", words.BAD_TO, last=True)
        if from_on and to_on and from_on > to_on:
            self.problems.append(words.BACK_TO_FRONT)
            from_on = to_on = None
        who = self._who()
        filters = Filters(
            from_on=from_on,
            to_on=to_on,
            about=self._about(),
            perspectives=frozenset(WHO[name] for name in who if name in WHO),
            relayed=PASSED_ON in who,
            trial=self._id("trial", words.BAD_TRIAL),
            as_known_on=self._known(),
            by=self._by(),
            item=self._id("item", words.BAD_ITEM),
        )
        return replace(filters, problems=tuple(self.problems))

    def _one(self, name: str) -> str:
        return self.given.get(name, [""])[0]

    def _month(self, name: str, problem: str, *, last: bool) -> date | None:
        text = self._one(name)
        if not text:
            return None
        when = _day(text) or _month(text, last=last)
        if when is None:
            self.problems.append(problem)
        return when

    def _known(self) -> date | None:
        text = self._one("known")
        when = _day(text)
        if text and when is None:
            self.problems.append(words.BAD_KNOWN)
        return when

    def _about(self) -> str | None:
        text = self._one("about")
        if text and not _ABOUT.fullmatch(text):
            self.problems.append(words.BAD_ABOUT)
            return None
        return text or None

    def _who(self) -> set[str]:
        everyone = {*WHO, PASSED_ON}
        asked = set(self.given.get("who", ()))
        known = asked & everyone
        if asked and not known:
            self.problems.append(words.BAD_WHO)
        return known or everyone

    def _id(self, name: str, problem: str) -> UUID | None:
        text = self._one(name)
        try:
            return UUID(text) if text else None
        except ValueError:
            self.problems.append(problem)
            return None

    def _by(self) -> By:
        text = self._one("by")
        if text == "blocks":
            return "blocks"
        if text not in {"", "behaviours"}:
            self.problems.append(words.BAD_BY)
        return "behaviours"


def _day(text: str) -> date | None:
    try:
        when = date.fromisoformat(text)
    except ValueError:
        return None
    return when if when.year in YEARS else None


def _month(text: str, *, last: bool) -> date | None:
    if match := _YEAR_MONTH.fullmatch(text):
        year, number = int(match[1]), int(match[2])
    elif match := _MONTH_YEAR.fullmatch(text):
        year, number = int(match[2]), int(match[1])
    elif match := _NAMED_MONTH.fullmatch(text):
        year, number = int(match[2]), _NAMES.get(match[1].lower(), 0)
    else:
        return None
    if year not in YEARS or not 1 <= number <= len(MONTHS):
        return None
    return date(year, number, monthrange(year, number)[1] if last else 1)


def _written(when: date, *, first: bool) -> str:
    edge = 1 if first else monthrange(when.year, when.month)[1]
    return when.isoformat()[:7] if when.day == edge else when.isoformat()


def _option(lane: Lane) -> Option:
    return Option(lane.code, clean(lane.name))


def _group(name: str | None) -> Option | None:
    return Option(f"group:{name.lower()}", name) if name else None
