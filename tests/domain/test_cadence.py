"""Slots: nominal days, counted on the calendar; a change or a slower wish repeats none."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, example, given

from service.domain.cadence import (
    Asking,
    Cadence,
    Every,
    next_slot,
    number_of,
    slot_at,
    slots,
    takes_over,
    wants_slot,
)
from tests.support.asked import cadences, days

TUESDAY = date(2026, 3, 3)
A_DAY = timedelta(days=1)


def days_of(every: Every, anchor: str, last: str) -> list[str]:
    cadence = Cadence(every=every, anchor=date.fromisoformat(anchor))
    return [str(slot) for slot in slots(cadence, date.min, date.fromisoformat(last))]


def test_a_fortnight_is_fourteen_days_on_the_calendar() -> None:
    assert days_of(Every.FORTNIGHTLY, "2028-02-15", "2028-03-28") == [
        "2028-02-15",
        "2028-02-29",
        "2028-03-14",
        "2028-03-28",
    ]


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        ("2028-01-29", ["2028-01-29", "2028-02-29", "2028-03-29", "2028-04-29"]),
        ("2028-01-30", ["2028-01-30", "2028-02-29", "2028-03-30", "2028-04-30"]),
        ("2028-01-31", ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]),
        ("2026-12-31", ["2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
    ],
)
def test_a_short_month_does_not_shorten_the_next(anchor: str, expected: list[str]) -> None:
    assert days_of(Every.MONTHLY, anchor, expected[-1]) == expected


def test_a_leap_day_comes_round_every_month_and_every_year() -> None:
    cadence = Cadence(every=Every.MONTHLY, anchor=date(2028, 2, 29))

    assert slot_at(cadence, date(2029, 2, 28)) == date(2029, 2, 28)
    assert slot_at(cadence, date(2029, 3, 28)) == date(2029, 2, 28)
    assert slot_at(cadence, date(2032, 2, 29)) == date(2032, 2, 29)


def test_nothing_lies_before_the_anchor() -> None:
    cadence = Cadence(anchor=TUESDAY)
    eve = TUESDAY - timedelta(days=1)

    assert list(slots(cadence, date.min, eve)) == []
    assert slot_at(cadence, eve) is None
    assert next_slot(cadence, date.min) == TUESDAY


def test_who_comes_by_themselves_has_no_slots() -> None:
    cadence = Cadence(every=Every.WHEN_I_COME, anchor=TUESDAY)

    assert list(slots(cadence, date.min, date.max)) == []
    assert slot_at(cadence, TUESDAY) is None
    assert next_slot(cadence, TUESDAY) is None
    assert not wants_slot(cadence, Asking(), TUESDAY)


@given(cadences, days, days)
@example(Cadence(every=Every.MONTHLY, anchor=date(2024, 1, 31)), date(2024, 2, 29), date.max)
def test_slots_are_exactly_those_that_follow_each_other(
    cadence: Cadence, first: date, last: date
) -> None:
    expected = []
    slot = cadence.anchor if cadence.anchor >= first else next_slot(cadence, first - A_DAY)
    while slot is not None and slot <= min(last, date(2034, 12, 31)):
        expected.append(slot)
        slot = next_slot(cadence, slot)

    assert list(slots(cadence, first, min(last, date(2034, 12, 31)))) == expected
    assert all(slot_at(cadence, slot) == slot for slot in expected)
    assert all(late - early >= timedelta(days=7) for early, late in pairwise(expected))
    if cadence.anchor in expected:
        assert [number_of(cadence, slot) for slot in expected] == list(range(1, len(expected) + 1))


@given(cadences, days)
def test_every_day_lies_between_the_newest_slot_and_the_next(cadence: Cadence, day: date) -> None:
    newest, following = slot_at(cadence, day), next_slot(cadence, day)

    assert following is not None
    assert following > day
    assert (newest is None) == (day < cadence.anchor)
    if newest is not None:
        assert newest <= day
        assert next_slot(cadence, newest) == following


@pytest.mark.parametrize(
    ("place", "own", "one_in"),
    [
        (Every.WEEKLY, None, 1),
        (Every.WEEKLY, Every.FORTNIGHTLY, 2),
        (Every.WEEKLY, Every.FOUR_WEEKLY, 4),
        (Every.WEEKLY, Every.MONTHLY, 4),
        (Every.FORTNIGHTLY, Every.WEEKLY, 1),
        (Every.FORTNIGHTLY, Every.FOUR_WEEKLY, 2),
        (Every.FORTNIGHTLY, Every.MONTHLY, 2),
        (Every.FOUR_WEEKLY, Every.WEEKLY, 1),
        (Every.FOUR_WEEKLY, Every.MONTHLY, 1),
        (Every.MONTHLY, Every.FOUR_WEEKLY, 1),
    ],
)
def test_a_slower_rhythm_takes_in_every_so_many_slots(
    place: Every, own: Every | None, one_in: int
) -> None:
    cadence = Cadence(every=place, anchor=TUESDAY)
    days = list(slots(cadence, TUESDAY, TUESDAY + timedelta(days=700)))

    wanted = [slot for slot in days if wants_slot(cadence, Asking(every=own), slot)]

    assert wanted == days[::one_in]


def test_who_said_no_or_comes_by_themselves_wants_no_slot() -> None:
    cadence = Cadence(anchor=TUESDAY)

    assert not wants_slot(cadence, Asking(is_asked=False), TUESDAY)
    assert not wants_slot(cadence, Asking(every=Every.WHEN_I_COME), TUESDAY)


def test_a_round_that_an_older_cadence_planned_is_still_asked_about() -> None:
    new = Cadence(version=2, every=Every.MONTHLY, anchor=date(2026, 4, 1))

    assert wants_slot(new, Asking(), TUESDAY)


@pytest.mark.parametrize(
    ("every", "anchor", "first"),
    [
        (Every.WEEKLY, "2026-03-03", "2026-03-24"),
        (Every.FORTNIGHTLY, "2026-03-16", "2026-03-30"),
        (Every.WEEKLY, "2026-03-19", "2026-03-26"),
        (Every.MONTHLY, "2026-01-31", "2026-03-31"),
        (Every.FORTNIGHTLY, "2026-06-02", "2026-06-02"),
        (Every.WHEN_I_COME, "2026-03-03", "2026-03-24"),
    ],
)
def test_a_cadence_changed_mid_round_begins_after_that_round(
    every: Every, anchor: str, first: str
) -> None:
    new = Cadence(version=2, every=every, anchor=date.fromisoformat(anchor))

    assert takes_over(new, last_slot=date(2026, 3, 17)) == date.fromisoformat(first)


def test_a_cadence_changed_before_the_first_round_begins_at_its_anchor() -> None:
    new = Cadence(version=2, every=Every.WEEKLY, anchor=TUESDAY)

    assert takes_over(new, last_slot=None) == TUESDAY


@given(cadences, cadences, days)
def test_a_change_asks_about_no_slot_twice_and_leaves_people_a_week(
    old: Cadence, new: Cadence, day: date
) -> None:
    last = slot_at(old, day)
    assume(last is not None)
    assert last is not None

    first = takes_over(new, last)

    assert slot_at(new, first) == first
    assert first >= last + timedelta(days=7)
    assert list(slots(new, last + timedelta(days=7), first)) == [first]
