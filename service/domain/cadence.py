"""The rhythm of asking: nominal days, moments that fall due, and what each person wishes."""

# A slot is a nominal day on the place's wall. Bank holidays, hours and zones move the moment at
# which somebody is asked, and never the slot: so one slot is asked about once.

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

EARLIEST = time(9)
LATEST = time(16, 30)
"""Nobody is spoken to earlier or later than this on their own wall, unless they asked us."""

MOST_SPREAD = timedelta(minutes=20)
LAST_MOMENT = time(16, 25)
"""What falls due here is still seen before the latest hour, at the clock's next tick."""
LAST_START = time(16, 5)
"""Spread from here, the last one falls due at the last moment."""

SATURDAY = 5
WEEK = timedelta(days=7)
A_DAY = timedelta(days=1)

WorkingDay = Callable[[date], bool]
"""Tells a working day from a weekend, a bank holiday, or another free day."""

WallTime = Annotated[
    time,
    AfterValidator(lambda at: at.replace(second=0, microsecond=0, tzinfo=None)),
]
"""An hour and minute on somebody's wall: a zone that is said with it does not count."""


class Every(StrEnum):
    """How often people are asked."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    FOUR_WEEKLY = "four_weekly"
    MONTHLY = "monthly"
    WHEN_I_COME = "when_i_come"
    """Never by us: only when they come to us."""


class Nation(StrEnum):
    """Whose bank holidays count."""

    ENGLAND_AND_WALES = "england_and_wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"


class Way(StrEnum):
    """How somebody is reached."""

    SLACK = "slack"
    EMAIL = "email"


class Cadence(BaseModel):
    """When a place's people are asked."""

    model_config = ConfigDict(frozen=True)

    version: int = 1
    every: Every = Every.FORTNIGHTLY
    anchor: date
    at: WallTime = time(10)
    nation: Nation = Nation.ENGLAND_AND_WALES


class Asking(BaseModel):
    """What somebody wishes; what they leave open is as the place does it."""

    model_config = ConfigDict(frozen=True)

    is_asked: bool | None = None
    """None: nobody has asked them yet whether they would like to be asked."""
    wants_nothing: bool = False
    """Nor asked for a quote, nor told what came of their words: they said to stop it all."""
    weekday: Annotated[int, Field(ge=0, le=4)] | None = None
    at: WallTime | None = None
    zone: (
        Annotated[
            str, StringConstraints(max_length=60, pattern=r"^[A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*$")
        ]
        | None
    ) = None
    every: Every | None = None
    paused_until: date | None = None
    way: Way = Way.SLACK


_WEEKS = {Every.WEEKLY: 1, Every.FORTNIGHTLY: 2, Every.FOUR_WEEKLY: 4, Every.MONTHLY: 4}


def slots(cadence: Cadence, first: date, last: date) -> Iterator[date]:
    """The nominal days from `first` to `last`, both included; none lies before the anchor."""
    if cadence.every is Every.WHEN_I_COME:
        return
    for index in range(max(0, _index(cadence, first)), _index(cadence, last) + 1):
        slot = _slot(cadence, index)
        if slot >= first:
            yield slot


def slot_at(cadence: Cadence, day: date) -> date | None:
    """The newest slot on or before a day, if there was one."""
    if cadence.every is Every.WHEN_I_COME or day < cadence.anchor:
        return None
    return _slot(cadence, _index(cadence, day))


def next_slot(cadence: Cadence, after: date) -> date | None:
    """The first slot after a day; there is none where people come by themselves."""
    if cadence.every is Every.WHEN_I_COME:
        return None
    return _slot(cadence, max(0, _index(cadence, after) + 1))


def number_of(cadence: Cadence, slot: date) -> int:
    """Which slot of its cadence this is; the anchor is number 1, and what lies before counts down.

    A slot that an older cadence planned has the number of the newest one before it.
    """
    return _index(cadence, slot) + 1


def takes_over(new: Cadence, last_slot: date | None) -> date:
    """The first slot of a new cadence after the last one planned, at the earliest a week later.

    Within that week people are still asked about the old one, each on their own weekday.
    """
    if last_slot is None:
        return new.anchor
    return next_slot(new, last_slot + WEEK - A_DAY) or last_slot + WEEK


def wants_slot(cadence: Cadence, asking: Asking, slot: date) -> bool:
    """Whether somebody's own, slower rhythm takes in this slot: every second one, or fourth.

    A month counts as four weeks, and nobody is asked more often than their place.
    """
    if asking.is_asked is False or Every.WHEN_I_COME in (asking.every, cadence.every):
        return False
    every_so_many = _WEEKS[asking.every or cadence.every] // _WEEKS[cadence.every]
    return (number_of(cadence, slot) - 1) % max(1, every_so_many) == 0


def due_at(
    day: date, cadence: Cadence, asking: Asking, zone: ZoneInfo, is_working_day: WorkingDay
) -> datetime:
    """When somebody is asked about the slot of this day, in UTC.

    That is on their weekday within the week from the slot on, or the next working day; at their
    hour, in their zone; else as the place does it. `zone` is the place's.
    """
    if asking.weekday is not None:
        day += timedelta(days=(asking.weekday - day.weekday()) % 7)
    at = min(max(asking.at or cadence.at, EARLIEST), LAST_START)
    return _moment(_working_day_from(day, is_working_day), at, zone_of(asking, zone))


def spread(person_id: UUID) -> timedelta:
    """How much later than others somebody is asked, so that not all are asked at once."""
    return timedelta(seconds=person_id.int % int(MOST_SPREAD.total_seconds()))


def is_good_moment(
    moment: datetime, asking: Asking, zone: ZoneInfo, is_working_day: WorkingDay
) -> bool:
    """Whether somebody may be spoken to now: in their day's hours, and not while they pause."""
    local = moment.astimezone(zone_of(asking, zone))
    if asking.paused_until is not None and local.date() < asking.paused_until:
        return False
    return EARLIEST <= local.time() <= LATEST and is_working_day(local.date())


def remind_at(asked_at: datetime, zone: ZoneInfo, is_working_day: WorkingDay) -> datetime:
    """Two working days later, at the same hour on the wall of this zone."""
    return tomorrow_of(tomorrow_of(asked_at, zone, is_working_day), zone, is_working_day)


def tomorrow_of(moment: datetime, zone: ZoneInfo, is_working_day: WorkingDay) -> datetime:
    """The next working day, at the same hour on the wall of this zone, or the nearest fit one."""
    local = moment.astimezone(zone)
    at = min(max(local.time(), EARLIEST), LAST_MOMENT)
    return _moment(_working_day_from(local.date() + A_DAY, is_working_day), at, zone)


def zone_of(asking: Asking, zone: ZoneInfo) -> ZoneInfo:
    """The zone of somebody's wall: their own if they said one, else their place's."""
    return zone if asking.zone is None else ZoneInfo(asking.zone)


def _index(cadence: Cadence, day: date) -> int:
    """The index of the newest slot on or before a day, counted from the anchor's 0."""
    anchor = cadence.anchor
    if cadence.every is not Every.MONTHLY:
        return (day - anchor) // (_WEEKS[cadence.every] * WEEK)
    months = (day.year - anchor.year) * 12 + day.month - anchor.month
    return months if _in_month(anchor, months) <= day else months - 1


def _slot(cadence: Cadence, index: int) -> date:
    if cadence.every is Every.MONTHLY:
        return _in_month(cadence.anchor, index)
    return cadence.anchor + index * _WEEKS[cadence.every] * WEEK


def _in_month(anchor: date, months: int) -> date:
    """The anchor's day so many months later; a shorter month's last day, from the anchor anew."""
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    return date(year, month + 1, min(anchor.day, monthrange(year, month + 1)[1]))


def _working_day_from(day: date, is_working_day: WorkingDay) -> date:
    """This day or the next working one; where a whole week is free, just not at the weekend."""
    week = [day + timedelta(days=more) for more in range(7)]
    on_weekdays = (one for one in week if one.weekday() < SATURDAY)
    return next((one for one in week if is_working_day(one)), None) or next(on_weekdays)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """That moment on the wall of a zone, in UTC: the first one if the hour comes twice, and the
    first one after it if the clocks leave it out."""
    wall = datetime.combine(day, at.replace(fold=0))
    while True:
        moment = wall.replace(tzinfo=zone).astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) == wall:
            return moment
        wall += timedelta(minutes=1)
