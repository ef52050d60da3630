"""The calendar: which days people work on, by nation, from a dated table of bank holidays."""

from __future__ import annotations

from datetime import date
from functools import cache

from holidays import country_holidays

from service.domain.cadence import SATURDAY, Nation, WorkingDay

_PART_OF_GB = {
    Nation.ENGLAND_AND_WALES: "ENG",  # Wales has the same.
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}


def is_working_day(nation: Nation) -> WorkingDay:
    """Tells the working days of a nation."""

    def works(day: date) -> bool:
        return day.weekday() < SATURDAY and day not in bank_holidays(nation, day.year)

    return works


@cache
def bank_holidays(nation: Nation, year: int) -> frozenset[date]:
    """A nation's bank holidays in a year, with the days that stand in for those at a weekend.

    The package fills its own tables while they are read, so each year is read once, whole.
    """
    return frozenset(country_holidays("GB", subdiv=_PART_OF_GB[nation], years=year))
