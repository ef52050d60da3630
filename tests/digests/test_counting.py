"""Counting: words count once, in the digest of the days in which they came."""

from __future__ import annotations

from datetime import date

from service.digests.counting import Counting
from tests.support.asking import at
from tests.support.town import Town

FIRST, LAST = date(2026, 6, 2), date(2026, 6, 15)
NEXT, NEXT_LAST = date(2026, 6, 16), date(2026, 6, 29)


def spoke(place: Town, first: date, last: date) -> int:
    """How many people spoke in these days."""
    place.system.runner.catch_up()
    with place.system.database.reading() as connection:
        return len(Counting(connection, place.system.keys).spoke([place.id], first, last))


def test_words_that_come_after_their_digest_count_for_the_next(place: Town) -> None:
    place.welcome("sam")
    place.record(by="sam", now=at("2026-06-17 10:00"), occurred_on=date(2026, 6, 12))
    assert (spoke(place, FIRST, LAST), spoke(place, NEXT, NEXT_LAST)) == (0, 1)


def test_what_is_written_down_weeks_later_counts_for_the_days_it_is_about(place: Town) -> None:
    place.welcome("sam")
    place.record(
        by="sam",
        now=at("2026-07-17 10:00"),
        occurred_on=date(2026, 6, 12),
        late_because="From my notebook.",
    )
    assert (spoke(place, FIRST, LAST), spoke(place, date(2026, 7, 1), date(2026, 7, 31))) == (1, 0)


def test_whoever_speaks_twice_counts_once_and_passing_on_does_not_count(place: Town) -> None:
    for name in ("sam", "ada"):
        place.welcome(name)
    for hour in (10, 11):
        place.record(by="sam", now=at(f"2026-06-10 {hour}:00"))
    place.record(by="ada", now=at("2026-06-10 10:00"), speaking_as="relaying")
    assert spoke(place, FIRST, LAST) == 1
