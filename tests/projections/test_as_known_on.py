"""Q12, as known on a day: what was known then, and never what may no longer be seen (I2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from service.application.commands import (
    AmendReflection,
    ChangeScope,
    DrawLearning,
    EndPrototype,
    EraseReflection,
    FindAtMargins,
    HoldReflection,
    StartPrototype,
    WithdrawReflection,
)
from service.application.desk import Request
from service.domain.vocabulary import CareCategory, Scope
from service.projections.shapes import Trial
from tests.support.asking import BY_LEARNING_PARTNER, BY_OPERATOR, at
from tests.support.town import Town

MARCH, APRIL, MAY = (at(f"2026-{month:02}-15 10:00") for month in (3, 4, 5))
TRIAL = "One front door"


def then(now: datetime) -> Request:
    """The learning partner, at another moment."""
    return replace(BY_LEARNING_PARTNER, now=now)


def known(place: Town, moment: datetime, **wanted: Any) -> list[str]:
    """The words that were known by the end of that day."""
    return place.texts(as_known_on=moment.date(), **wanted)


def test_q12_what_was_written_later_was_not_known_yet(place: Town, person: UUID) -> None:
    place.record("In time.", now=MARCH)
    place.record("Late.", now=MAY, occurred_on=MARCH.date(), late_because="A drawer.")
    assert known(place, MARCH) == ["In time."]
    assert known(place, MAY) == ["In time.", "Late."]
    assert place.timeline(as_known_on=MARCH.date()).as_known_on == MARCH.date()


@pytest.mark.parametrize(("moment", "expected"), [("23:59:59", ["Then."]), ("00:00:00", [])])
def test_q12_a_day_ends_at_midnight_where_the_place_is(
    place: Town, person: UUID, moment: str, expected: list[str]
) -> None:
    day = date(2026, 4, 15 if expected else 16)
    place.record("Then.", now=at(f"{day} {moment}"))
    assert known(place, APRIL) == expected


def test_q12_readings_made_later_were_not_known_yet(place: Town, person: UUID) -> None:
    id = place.record(now=MARCH)
    place.tag(id, "POW-1", request=then(MARCH))
    place.tag(id, "PART-1", request=then(MAY))
    by_april = place.entries(as_known_on=APRIL.date())
    assert [entry.behaviours for entry in by_april] == [["POW-1"]]
    assert [entry.behaviours for entry in place.entries()] == [["POW-1", "PART-1"]]
    assert known(place, APRIL, codes=frozenset({"PART-1"})) == []


def test_q12_withdrawn_content_stays_withdrawn(place: Town, person: UUID) -> None:
    id = place.record(now=MARCH)
    place.system.capture.withdraw_reflection(
        place.id, str(id), WithdrawReflection(), place.asks(person)
    )
    assert known(place, MARCH) == []


def test_q12_erased_and_held_content_stays_out_of_the_past_as_well(
    place: Town, person: UUID
) -> None:
    erased, held = place.record("Erased.", now=MARCH), place.record("Held.", now=MARCH)
    capture = place.system.capture
    capture.erase_reflection(place.id, str(erased), EraseReflection(), BY_OPERATOR)
    hold = HoldReflection(category=CareCategory.DISTRESS)
    capture.hold_reflection(place.id, str(held), hold, BY_LEARNING_PARTNER)
    assert known(place, MARCH) == []


def test_i2_todays_scope_governs_the_past(place: Town, person: UUID) -> None:
    ali = place.member(place.welcome("ali"))
    id = place.record(now=MARCH)
    assert place.texts(ali, as_known_on=APRIL.date()) != []
    narrow = ChangeScope(scope=Scope.AUTHOR_AND_LP)
    place.system.capture.change_scope(place.id, str(id), narrow, BY_LEARNING_PARTNER)
    assert place.texts(ali, as_known_on=APRIL.date()) == []
    assert place.timeline(ali, as_known_on=APRIL.date()).voices.contributors == 0


def test_q12_words_stay_as_their_author_amended_them_whatever_the_day(
    place: Town, person: UUID
) -> None:
    id = place.record("As first said.", now=MARCH)
    amended = AmendReflection(text="As said better.")
    place.system.capture.amend_reflection(place.id, str(id), amended, place.asks(person, now=MAY))
    assert known(place, APRIL) == known(place, MAY) == ["As said better."]


def trial(place: Town, moment: datetime) -> Trial:
    """The trial as it was known by the end of that day."""
    (found,) = place.timeline(as_known_on=moment.date()).trials
    return found


def test_q12_a_trial_that_was_not_started_was_not_known(place: Town) -> None:
    place.start_trial(TRIAL)
    assert place.timeline(as_known_on=MAY.date()).trials == []


def test_q12_what_became_of_a_trial_was_not_known_while_it_ran(place: Town) -> None:
    start_trial(place, MARCH)
    end = EndPrototype(what_we_keep="Names.")
    place.system.trials.end_prototype(place.id, TRIAL, end, then(MAY))
    assert (trial(place, APRIL).fate, trial(place, APRIL).ended_on) == ("running", None)
    assert (trial(place, MAY).fate, trial(place, MAY).ended_on) == ("ended", MAY.date())


def test_q12_that_a_trial_is_at_the_margins_was_not_known_before_it_was_found(
    place: Town,
) -> None:
    start_trial(place, MARCH)
    margins = FindAtMargins(conditions_missing=["Money."])
    place.system.trials.find_at_margins(place.id, TRIAL, margins, then(MAY))
    assert (trial(place, MAY).fate, trial(place, MAY).conditions_missing) == (
        "at_the_margins",
        ["Money."],
    )
    assert (trial(place, APRIL).fate, trial(place, APRIL).conditions_missing) == ("running", [])


def test_q12_what_a_trial_taught_was_not_known_before_it_was_written_down(place: Town) -> None:
    start_trial(place, MARCH)
    drawn = DrawLearning(
        building_block="delivery",
        learned="Ask once.",
        occurred_on=MARCH.date(),
        late_because="We only saw it later.",
    )
    place.system.trials.draw_learning(place.id, TRIAL, drawn, then(MAY))
    for day, expected in ((APRIL, 0), (MAY, 1)):
        (board,) = place.system.reading.prototypes(
            BY_LEARNING_PARTNER.actor, caught_up(place), day.date()
        )
        assert len(board.learning) == expected
        assert len(known(place, day)) == 1 + expected


def caught_up(place: Town) -> UUID:
    """The place, with its read models at the head of the log."""
    place.system.runner.catch_up()
    return place.id


def start_trial(place: Town, now: datetime) -> None:
    """Start the trial at another moment."""
    command = StartPrototype(place=place.name, name=TRIAL, expected="Fewer forms.")
    place.system.trials.start_prototype(command, then(now))
