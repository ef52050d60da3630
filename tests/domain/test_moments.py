"""Moments: when somebody is asked about a slot, on their own wall; only the moment moves."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from service.calendar import is_working_day
from service.domain.cadence import (
    EARLIEST,
    LATEST,
    MOST_SPREAD,
    Asking,
    Cadence,
    Nation,
    due_at,
    is_good_moment,
    remind_at,
    slot_at,
    slots,
    spread,
    tomorrow_of,
)
from tests.support.asked import askings, cadences, days
from tests.support.asking import LONDON, at

TUESDAY = date(2026, 3, 3)
ENGLISH = is_working_day(Nation.ENGLAND_AND_WALES)
KATHMANDU = ZoneInfo("Asia/Kathmandu")


def every_day(_: date) -> bool:
    return True


def no_day(_: date) -> bool:
    return False


def london(day: str, hour: str = "10:00") -> datetime:
    return at(f"{day} {hour}")


def asked(slot: str, asking: Asking | None = None, **cadence: object) -> datetime:
    """When somebody in England is asked about a slot."""
    place = Cadence.model_validate({"anchor": TUESDAY, **cadence})
    return due_at(date.fromisoformat(slot), place, asking or Asking(), LONDON, ENGLISH)


@pytest.mark.parametrize(
    ("slot", "moment"),
    [
        ("2026-03-16", "2026-03-16T10:00Z"),
        ("2026-03-30", "2026-03-30T09:00Z"),
        ("2026-10-19", "2026-10-19T09:00Z"),
        ("2026-11-02", "2026-11-02T10:00Z"),
    ],
)
def test_the_hour_on_the_wall_is_kept_when_the_clocks_change(slot: str, moment: str) -> None:
    assert asked(slot) == datetime.fromisoformat(moment)
    assert asked(slot).tzinfo is UTC


def test_a_leap_day_is_a_day_like_others() -> None:
    assert asked("2028-02-29") == london("2028-02-29")


@pytest.mark.parametrize(
    ("slot", "weekday", "day"),
    [
        ("2026-03-03", 1, "2026-03-03"),
        ("2026-03-03", 2, "2026-03-04"),
        ("2026-03-03", 0, "2026-03-09"),
        ("2026-03-07", None, "2026-03-09"),  # A Saturday.
        ("2026-03-31", 4, "2026-04-07"),  # Good Friday, then Easter Monday.
        ("2026-12-25", None, "2026-12-29"),
    ],
)
def test_it_is_their_weekday_or_the_next_working_day(
    slot: str, weekday: int | None, day: str
) -> None:
    assert asked(slot, Asking(weekday=weekday)) == london(day)


def test_a_person_s_hour_and_zone_count_before_the_place_s() -> None:
    assert asked("2026-06-02", Asking(at=time(14, 30)), at=time(11)) == london(
        "2026-06-02", "14:30"
    )
    assert asked("2026-06-02", Asking(zone="Asia/Kathmandu")) == at("2026-06-02 10:00", KATHMANDU)


def test_who_moves_to_another_zone_keeps_their_slot_and_their_hour() -> None:
    here, there = Asking(at=time(9, 30)), Asking(at=time(9, 30), zone="America/St_Johns")

    assert asked("2026-03-17", here) == london("2026-03-17", "09:30")
    assert asked("2026-03-17", there) == at("2026-03-17 09:30", ZoneInfo("America/St_Johns"))


@pytest.mark.parametrize(
    ("wish", "hour"),
    [("00:00", "09:00"), ("09:00", "09:00"), ("16:30", "16:05"), ("23:59:59", "16:05")],
)
def test_nobody_is_asked_early_or_late(wish: str, hour: str) -> None:
    assert asked("2026-06-02", Asking(at=time.fromisoformat(wish))) == london("2026-06-02", hour)


def test_an_hour_said_with_a_zone_is_an_hour_on_the_wall() -> None:
    asking = Asking.model_validate({"at": "11:15:30Z"})

    assert asking.at == time(11, 15)
    assert asked("2026-06-02", asking) == london("2026-06-02", "11:15")


def test_a_bank_holiday_added_later_moves_the_moment_and_not_the_slot() -> None:
    cadence, slot = Cadence(anchor=TUESDAY), date(2026, 3, 17)

    def later(day: date) -> bool:
        return day != slot and ENGLISH(day)

    before = due_at(slot, cadence, Asking(), LONDON, ENGLISH)
    after = due_at(slot, cadence, Asking(), LONDON, later)

    assert (before, after) == (london("2026-03-17"), london("2026-03-18"))
    newest = {slot_at(cadence, moment.astimezone(LONDON).date()) for moment in (before, after)}
    assert newest == {slot}


def test_where_a_whole_week_is_free_it_is_at_least_not_at_the_weekend() -> None:
    cadence = Cadence(anchor=date(2026, 3, 7))

    assert due_at(cadence.anchor, cadence, Asking(), LONDON, no_day) == london("2026-03-09")


def test_an_hour_that_the_clocks_leave_out_becomes_the_first_one_after_it() -> None:
    juba = Asking(at=time(12, 30, 20), zone="Africa/Juba")  # Twelve was one o'clock that day.
    cadence = Cadence(anchor=date(2000, 1, 15))

    moment = due_at(cadence.anchor, cadence, juba, LONDON, every_day)

    assert moment == datetime(2000, 1, 15, 10, tzinfo=UTC)
    assert moment.astimezone(ZoneInfo("Africa/Juba")).time() == time(13)


def test_an_hour_that_comes_twice_is_the_first_one() -> None:
    honolulu = ZoneInfo("Pacific/Honolulu")  # Noon was eleven o'clock again that day.
    twice = datetime(1933, 5, 21, 11, 30, tzinfo=honolulu)
    cadence = Cadence(anchor=twice.date(), at=time(11, 30, fold=1))

    moment = due_at(twice.date(), cadence, Asking(), honolulu, every_day)

    assert twice.utcoffset() != twice.replace(fold=1).utcoffset()
    assert moment == twice.astimezone(UTC)


@given(cadences, askings, days, st.uuids())
@example(Cadence(anchor=date(2026, 12, 25)), Asking(at=LATEST), date(2026, 12, 25), UUID(int=1199))
def test_people_are_asked_on_a_working_day_in_their_day_s_hours(
    cadence: Cadence, asking: Asking, day: date, person: UUID
) -> None:
    works = is_working_day(cadence.nation)
    slot = slot_at(cadence, day)
    assume(slot is not None)
    assert slot is not None

    moment = due_at(slot, cadence, asking, LONDON, works)

    for at_last in (moment, moment + spread(person)):
        local = at_last.astimezone(ZoneInfo(asking.zone or "Europe/London"))
        assert EARLIEST <= local.time() <= LATEST
        assert works(local.date())
        assert slot <= local.date() <= slot + timedelta(days=12)
        assert is_good_moment(at_last, asking, LONDON, works)


@given(cadences, askings, days)
def test_a_later_slot_is_a_later_moment(cadence: Cadence, asking: Asking, day: date) -> None:
    works = is_working_day(cadence.nation)
    year = slots(cadence, day, day + timedelta(days=365))
    moments = [due_at(slot, cadence, asking, LONDON, works) for slot in year]

    assert all(early < late for early, late in pairwise(moments))


def test_five_hundred_people_are_spread_over_twenty_minutes() -> None:
    people = [uuid4() for _ in range(500)]
    waits = Counter(spread(person) for person in people)

    assert all(timedelta(0) <= wait < MOST_SPREAD for wait in waits)
    assert max(waits.values()) < 10
    assert spread(people[0]) == spread(UUID(str(people[0])))


@pytest.mark.parametrize(
    ("first", "reminded"),
    [
        (london("2026-03-02"), london("2026-03-04")),
        (london("2026-03-06"), london("2026-03-10")),  # A Friday.
        (london("2026-03-27"), london("2026-03-31")),  # The clocks change between.
        (london("2026-04-02", "16:24"), london("2026-04-08", "16:24")),  # Before Easter.
    ],
)
def test_a_reminder_comes_two_working_days_later_at_the_same_hour(
    first: datetime, reminded: datetime
) -> None:
    assert remind_at(first, LONDON, ENGLISH) == reminded


@pytest.mark.parametrize(
    ("now", "tomorrow"),
    [
        (london("2026-03-03", "11:20"), london("2026-03-04", "11:20")),
        (london("2026-03-06", "22:15"), london("2026-03-09", "16:25")),
        (london("2026-03-03", "00:15"), london("2026-03-04", "09:00")),
    ],
)
def test_tomorrow_is_the_next_working_day_in_the_day_s_hours(
    now: datetime, tomorrow: datetime
) -> None:
    assert tomorrow_of(now, LONDON, ENGLISH) == tomorrow


def test_tomorrow_is_theirs_and_not_the_place_s() -> None:
    already_wednesday = london("2026-03-03", "23:00").astimezone(UTC)

    assert tomorrow_of(already_wednesday, KATHMANDU, ENGLISH) == at("2026-03-05 09:00", KATHMANDU)


@pytest.mark.parametrize(
    ("moment", "is_good"),
    [
        (london("2026-03-03", "08:59"), False),
        (london("2026-03-03", "09:00"), True),
        (london("2026-03-03", "16:30"), True),
        (london("2026-03-03", "16:31"), False),
        (london("2026-03-07"), False),
        (london("2026-04-03"), False),
    ],
)
def test_people_are_spoken_to_in_working_hours(moment: datetime, is_good: bool) -> None:
    assert is_good_moment(moment.astimezone(UTC), Asking(), LONDON, ENGLISH) is is_good


def test_it_is_no_good_moment_while_somebody_pauses() -> None:
    pausing = Asking(paused_until=date(2026, 3, 4))

    assert not is_good_moment(london("2026-03-03"), pausing, LONDON, ENGLISH)
    assert is_good_moment(london("2026-03-04"), pausing, LONDON, ENGLISH)
