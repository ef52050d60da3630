"""The line of time: which days a picture shows, where a day lies, and labels that never collide."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from unicodedata import east_asian_width

from service.projections.shapes import TimelineView
from service.web.text import MONTHS

WIDTH = 1008
COLUMN = 24
SHORTEST = 14
WEEKS_UP_TO = 63
"""Ranges up to this many days are shown by the week, longer ones by whole months."""
DAYS_A_WEEK = 7
GAP = 9.0
CHARACTER, WIDE = 6.7, 12.5
"""Wide enough for any character of a 12 px label on average; measured, then rounded up."""


@dataclass(frozen=True)
class Tick:
    """A place on the axis where a week, month, quarter or year begins."""

    x: float
    label: str
    strong: bool = False


@dataclass(frozen=True)
class Axis:
    """Two lines of labels: years above, smaller steps below."""

    years: tuple[Tick, ...]
    steps: tuple[Tick, ...]


@dataclass(frozen=True)
class Scale:
    """First and last day shown, both included, on a fixed width."""

    first: date
    last: date
    width: int = WIDTH

    @property
    def days(self) -> int:
        """How many days are shown."""
        return (self.last - self.first).days + 1

    @property
    def columns(self) -> int:
        """How many marks stand side by side: never closer than a thumb, never more than days."""
        return min(self.width // COLUMN, self.days)

    @property
    def days_a_column(self) -> int:
        """About how many days stand in one column."""
        return max(1, round(self.days / self.columns))

    def x(self, when: date) -> float:
        """Where a day begins, kept within the picture."""
        share = (when - self.first).days / self.days
        return round(min(max(share, 0.0), 1.0) * self.width, 1)

    def column(self, when: date) -> int:
        """Which column a day falls into."""
        share = (when - self.first).days / self.days
        return min(max(int(share * self.columns), 0), self.columns - 1)

    def centre(self, column: int) -> float:
        """The middle of a column."""
        return round((column + 0.5) * self.width / self.columns, 1)

    def day_at(self, x: float) -> date:
        """The day that lies at this point."""
        return self.first + timedelta(days=min(int(x / self.width * self.days), self.days - 1))


def scale_for(view: TimelineView, today: date | None) -> Scale:
    """The days to show: those that were asked for, else those that something happened on."""
    seen = [entry.occurred_on for entry in view.entries]
    seen += [entry.until for entry in view.entries if entry.until]
    seen += [trial.started_on for trial in view.trials]
    seen += [trial.ended_on for trial in view.trials if trial.ended_on]
    if today:
        seen = [when for when in seen if when <= today] + [today]
    first = view.from_on or (min(seen) if seen else view.place.joined_on)
    last = view.to_on or (max(seen) if seen else first)
    if today and first <= today < last:
        last = today
    last = max(last, first)
    if (last - first).days > WEEKS_UP_TO:
        first = view.from_on or first.replace(day=1)
        last = last if view.to_on or last == today else _month_end(last)
    elif (last - first).days < SHORTEST:
        short_of = SHORTEST - (last - first).days
        last = min(last + timedelta(days=short_of // 2), date.max)
        first = last - timedelta(days=SHORTEST)
    return Scale(first, last)


def axis_for(scale: Scale) -> Axis:
    """The finest labels that leave room between each other, with the years above them."""
    steps: list[Tick] = []
    for step in (_weeks(scale, 1), _weeks(scale, 2), *(_months(scale, n) for n in (1, 3, 6))):
        steps = list(step)
        if steps and _roomy(steps):
            return Axis(tuple(_years(scale)), tuple(steps))
    if scale.days < 2 * DAYS_A_WEEK:
        return Axis(tuple(_years(scale)), (Tick(0.0, _short(scale.first)),))
    every = 1
    while not _roomy(steps := list(_whole_years(scale, every))):
        every += 1
    return Axis((), tuple(steps))


def text_width(label: str) -> float:
    """About how wide a label is, never less than it is."""
    return sum(WIDE if east_asian_width(sign) in "WF" else CHARACTER for sign in label)


def _short(when: date) -> str:
    return f"{when.day} {MONTHS[when.month - 1][:3]}"


def _month_end(when: date) -> date:
    return when.replace(day=monthrange(when.year, when.month)[1])


def _roomy(ticks: list[Tick]) -> bool:
    return all(a.x + text_width(a.label) + GAP <= b.x for a, b in pairwise(ticks))


def _fits(scale: Scale, when: date, label: str) -> bool:
    return scale.x(when) + text_width(label) <= scale.width


def _weeks(scale: Scale, every: int) -> Iterator[Tick]:
    if scale.days > WEEKS_UP_TO * 2:
        return
    when = scale.first + timedelta(days=-scale.first.weekday() % DAYS_A_WEEK)
    while when <= scale.last:
        label = _short(when)
        if _fits(scale, when, label):
            yield Tick(scale.x(when), label)
        when += timedelta(days=DAYS_A_WEEK * every)


def _months(scale: Scale, every: int) -> Iterator[Tick]:
    for when in _firsts(scale):
        label = MONTHS[when.month - 1][:3]
        if (when.month - 1) % every == 0 and _fits(scale, when, label):
            yield Tick(scale.x(when), label, strong=when.month == 1)


def _years(scale: Scale) -> Iterator[Tick]:
    januaries = [when for when in _firsts(scale) if when.month == 1]
    room = text_width("2026") + GAP
    if not januaries or scale.x(januaries[0]) >= room:
        yield Tick(0.0, str(scale.first.year))
    for when in januaries:
        if _fits(scale, when, str(when.year)):
            yield Tick(scale.x(when), str(when.year), strong=True)


def _whole_years(scale: Scale, every: int) -> Iterator[Tick]:
    for when in _firsts(scale):
        if when.month == 1 and when.year % every == 0 and _fits(scale, when, str(when.year)):
            yield Tick(scale.x(when), str(when.year), strong=True)


def _firsts(scale: Scale) -> Iterator[date]:
    year, month = scale.first.year, scale.first.month
    while (year, month) <= (scale.last.year, scale.last.month):
        when = date(year, month, 1)
        if when >= scale.first:
            yield when
        year, month = (year, month + 1) if month < len(MONTHS) else (year + 1, 1)
