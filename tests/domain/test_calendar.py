"""Working days of the three nations, and a place's own free days."""

from __future__ import annotations

from datetime import date

import pytest

from service.calendar import is_working_day
from service.domain.cadence import Nation

ENGLAND, SCOTLAND, IRELAND = Nation


@pytest.mark.parametrize(
    ("day", "works_in"),
    [
        ("2026-01-02", {ENGLAND, IRELAND}),  # The day after New Year.
        ("2026-03-17", {ENGLAND, SCOTLAND}),  # Saint Patrick's Day.
        ("2026-04-06", {SCOTLAND}),  # Easter Monday.
        ("2026-07-13", {ENGLAND, SCOTLAND}),  # The Boyne, as the 12th is a Sunday.
        ("2026-08-03", {ENGLAND, IRELAND}),  # Summer.
        ("2026-08-31", {SCOTLAND}),
        ("2026-11-30", {ENGLAND, IRELAND}),  # Saint Andrew's Day.
        ("2026-12-28", set()),  # Boxing Day, as the 26th is a Saturday.
        ("2026-12-29", set(Nation)),
        ("2026-06-06", set()),  # A Saturday.
        ("2026-06-07", set()),
        ("2026-06-08", set(Nation)),
    ],
)
def test_each_nation_has_its_own_bank_holidays(day: str, works_in: set[Nation]) -> None:
    found = {nation for nation in Nation if is_working_day(nation)(date.fromisoformat(day))}

    assert found == works_in


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_far_beyond_the_table_weekdays_are_working_days(day: date) -> None:
    assert is_working_day(Nation.ENGLAND_AND_WALES)(day)
