"""Rounds: opened on their day, each person asked once, reminded once, and left in peace."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from scheduler.jobs import MOST_IN_A_FORTNIGHT
from service.domain.cadence import Every
from service.domain.vocabulary import PromptAnswer, PromptPurpose
from tests.support.asking import at
from tests.support.rhythm import ANCHOR, Rhythm
from tests.support.town import Town


@pytest.fixture
def rhythm(place: Town) -> Rhythm:
    """A place that asks every second Tuesday at ten."""
    found = Rhythm(place)
    found.choose()
    return found


def test_somebody_who_said_yes_is_asked_once_on_the_day(rhythm: Rhythm) -> None:
    sam = rhythm.welcome("sam")
    rhythm.town.welcome("never-asked")
    assert rhythm.tick("2026-06-02 09:55").planned == {}
    rhythm.tick_through("2026-06-05 18:00", timedelta(hours=1))
    assert rhythm.rounds_asked(sam) == [ANCHOR]
    assert len(list(rhythm.prompts())) == 1
    (moment,) = rhythm.asked_at(sam)
    assert time(10) <= moment.time() <= time(11)


def test_ticking_twice_at_one_moment_plans_nothing_twice(rhythm: Rhythm) -> None:
    rhythm.welcome("sam")
    assert rhythm.tick("2026-06-02 12:00").in_all == 2
    assert rhythm.tick("2026-06-02 12:00").in_all == 0


def test_questions_take_turns_from_round_to_round(rhythm: Rhythm) -> None:
    rhythm.tick_through("2026-08-12 12:00", timedelta(days=1))
    system = rhythm.town.system
    with system.database.reading() as connection:
        kinds = connection.execute("SELECT kind FROM rounds ORDER BY slot").fetchall()
        still_open = connection.execute("SELECT slot FROM rounds WHERE closed_at IS NULL")
        assert still_open.fetchall() == [(date(2026, 8, 11),)]
    turns = ["what", "so_what", "now_what", "expected", "doubt", "what"]
    assert [kind for (kind,) in kinds] == turns


def test_a_reminder_comes_once_two_working_days_later(rhythm: Rhythm) -> None:
    sam, ada = rhythm.welcome("sam"), rhythm.welcome("ada")
    rhythm.tick("2026-06-02 11:00")
    rhythm.now = at("2026-06-03 09:00")
    rhythm.write("ada")
    assert rhythm.tick("2026-06-04 10:30").reminded == 0
    assert rhythm.tick("2026-06-04 11:30").reminded == 1
    later = rhythm.tick_through("2026-06-12 18:00", timedelta(hours=2))
    assert sum(done.reminded for done in later) == 0
    assert len(rhythm.rounds_asked(sam)) == len(rhythm.rounds_asked(ada)) == 1


def test_nothing_this_time_is_an_answer(rhythm: Rhythm) -> None:
    sam = rhythm.welcome("sam")
    rhythm.tick("2026-06-02 11:00")
    rhythm.answer(sam)
    later = rhythm.tick_through("2026-06-15 18:00", timedelta(hours=2))
    assert sum(done.reminded for done in later) == 0


def test_ask_me_tomorrow_asks_tomorrow(rhythm: Rhythm) -> None:
    sam = rhythm.welcome("sam")
    rhythm.tick("2026-06-02 11:00")
    rhythm.put_off(sam, at("2026-06-03 11:00"))
    assert rhythm.tick("2026-06-03 10:00").asked_again == 0
    assert rhythm.tick("2026-06-03 11:01").asked_again == 1
    assert rhythm.tick("2026-06-03 11:02").asked_again == 0


def test_three_silent_rounds_lead_to_one_question_and_then_quiet(rhythm: Rhythm) -> None:
    sam = rhythm.welcome("sam")
    rhythm.tick_through("2026-09-30 12:00", timedelta(days=1))
    purposes = [one.purpose for one in rhythm.prompts(sam)]
    assert purposes == [PromptPurpose.ROUND] * 3 + [PromptPurpose.RHYTHM]


@pytest.mark.parametrize("answer", [PromptAnswer.YES, PromptAnswer.NO])
def test_who_answers_about_the_rhythm_begins_anew(rhythm: Rhythm, answer: PromptAnswer) -> None:
    sam = rhythm.welcome("sam")
    rhythm.tick_through("2026-07-15 12:00", timedelta(days=1))
    rhythm.answer(sam, answer)
    rhythm.tick_through("2026-09-30 12:00", timedelta(days=1))
    three = [PromptPurpose.ROUND] * 3 + [PromptPurpose.RHYTHM]
    assert [one.purpose for one in rhythm.prompts(sam)] == three + three


def test_who_comes_back_after_the_quiet_is_asked_again(rhythm: Rhythm) -> None:
    sam = rhythm.welcome("sam")
    rhythm.tick_through("2026-08-20 12:00", timedelta(days=1))
    rhythm.write("sam")
    rhythm.tick_through("2026-08-27 12:00", timedelta(days=1))
    assert rhythm.rounds_asked(sam)[-1] == date(2026, 8, 25)


def test_who_writes_by_themselves_is_not_silent(rhythm: Rhythm) -> None:
    sam = rhythm.welcome("sam")
    for day in ("2026-06-10", "2026-06-24", "2026-07-08", "2026-07-22"):
        rhythm.tick_through(f"{day} 12:00", timedelta(days=1))
        rhythm.write("sam")
    assert rhythm.rounds_asked(sam) == [ANCHOR + timedelta(weeks=2 * n) for n in range(4)]


def test_three_days_down_means_one_prompt_that_comes_later(rhythm: Rhythm) -> None:
    sam = rhythm.welcome("sam")
    rhythm.tick("2026-06-01 12:00")
    rhythm.tick_through("2026-06-05 12:00", timedelta(days=4, hours=1))
    rhythm.tick_through("2026-06-12 12:00", timedelta(hours=6))
    assert rhythm.rounds_asked(sam) == [ANCHOR]


def test_a_month_down_means_the_newest_round_only(rhythm: Rhythm) -> None:
    sam = rhythm.welcome("sam")
    rhythm.tick("2026-07-02 12:00")
    rhythm.tick_through("2026-07-10 12:00", timedelta(hours=6))
    assert rhythm.rounds_asked(sam) == [date(2026, 6, 30)]


def test_a_bank_holiday_moves_the_moment_and_not_the_slot(place: Town) -> None:
    rhythm = Rhythm(place, at("2026-05-20 12:00"))
    rhythm.choose(anchor=date(2026, 5, 25))  # The spring bank holiday.
    sam = rhythm.welcome("sam")
    rhythm.tick_through("2026-05-29 12:00")
    assert rhythm.rounds_asked(sam) == [date(2026, 5, 25)]
    assert [moment.date() for moment in rhythm.asked_at(sam)] == [date(2026, 5, 26)]


@pytest.mark.parametrize("anchor", [date(2026, 3, 24), date(2026, 10, 20)])
def test_the_hour_on_the_wall_stays_when_clocks_change(place: Town, anchor: date) -> None:
    rhythm = Rhythm(place, at(f"{anchor - timedelta(days=1)} 12:00"))
    rhythm.choose(anchor=anchor, every=Every.WEEKLY)
    sam = rhythm.welcome("sam")
    rhythm.tick_through(f"{anchor + timedelta(days=8)} 12:00", timedelta(minutes=20))
    hours = [moment.hour for moment in rhythm.asked_at(sam)]
    assert hours == [10, 10]


def test_another_rhythm_in_the_middle_asks_nobody_twice(rhythm: Rhythm) -> None:
    sam = rhythm.welcome("sam")
    rhythm.tick("2026-06-02 12:00")
    rhythm.choose(every=Every.WEEKLY, anchor=date(2026, 6, 3))
    rhythm.answer(sam)
    rhythm.tick_through("2026-06-16 12:00", timedelta(hours=2))
    assert rhythm.rounds_asked(sam)[0] == ANCHOR
    gaps = [
        (after - before).days
        for before, after in zip(
            rhythm.rounds_asked(sam), rhythm.rounds_asked(sam)[1:], strict=False
        )
    ]
    assert gaps
    assert min(gaps) >= 7


def test_nobody_is_asked_in_a_place_that_paused_nor_at_once_when_it_goes_on(
    rhythm: Rhythm,
) -> None:
    sam = rhythm.welcome("sam")
    rhythm.pause()
    rhythm.tick_through("2026-06-08 12:00", timedelta(hours=4))
    rhythm.resume()
    rhythm.tick_through("2026-06-15 12:00", timedelta(hours=4))
    assert rhythm.rounds_asked(sam) == []
    rhythm.tick_through("2026-06-17 12:00", timedelta(hours=4))
    assert rhythm.rounds_asked(sam) == [date(2026, 6, 16)]


def test_somebody_who_moves_zones_is_asked_once_at_their_own_hour(rhythm: Rhythm) -> None:
    sam = rhythm.welcome("sam", zone="America/New_York")
    rhythm.tick_through("2026-06-02 14:30", timedelta(minutes=15))
    assert rhythm.rounds_asked(sam) == []
    rhythm.tick_through("2026-06-02 15:45", timedelta(minutes=15))
    assert rhythm.rounds_asked(sam) == [ANCHOR]
    rhythm.ask(sam, zone="Australia/Sydney")
    rhythm.tick_through("2026-06-10 12:00", timedelta(hours=1))
    assert rhythm.rounds_asked(sam) == [ANCHOR]


def test_nobody_hears_from_us_more_than_three_times_a_fortnight(rhythm: Rhythm) -> None:
    rhythm.choose(every=Every.WEEKLY)
    sam = rhythm.welcome("sam")
    rhythm.tick_through("2026-07-10 12:00", timedelta(hours=3))
    system = rhythm.town.system
    with system.database.reading() as connection:
        moments = [
            moment
            for row in connection.execute(
                "SELECT planned_at, reminded_at FROM prompts WHERE person_id = %s", (sam,)
            )
            for moment in row
            if moment is not None
        ]
    assert moments
    for moment in moments:
        window = [m for m in moments if timedelta(0) <= m - moment < timedelta(days=14)]
        assert len(window) <= MOST_IN_A_FORTNIGHT


def test_an_erased_person_is_not_asked_any_more(rhythm: Rhythm) -> None:
    sam = rhythm.welcome("sam")
    rhythm.town.system.people.erase_person(sam, rhythm.by(sam))
    assert rhythm.tick("2026-06-02 12:00").planned == {}
