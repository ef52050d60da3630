"""Sessions, expectations, slips and movements: each is one fact that says what was there."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from service.domain.base import natural_id
from service.domain.errors import NotTestable, Refused
from service.domain.expectation import Expectation
from service.domain.noticing import Noticing
from service.domain.sense_session import SenseSession
from service.domain.values import Party
from service.domain.vocabulary import Perspective
from tests.support.given_when_then import AUTHOR, PLACE, fact, facts_of, given, said, sealed

ID, DECISION = natural_id("something"), natural_id("a decision")
STATUTORY, CITIZENS = Perspective.STATUTORY, Perspective.CITIZEN_COMMUNITY


def a_session(
    present: dict[Perspective, int], missing: tuple[Perspective, ...] = ()
) -> SenseSession:
    """People looked at something together."""
    return SenseSession.hold(
        ID,
        said(),
        place_id=PLACE,
        framing_question=sealed("question"),
        present=present,
        missing=missing,
    )


def an_expectation(doubt: bool = True) -> Expectation:
    """What people think will happen."""
    return Expectation.state(
        ID,
        said(),
        place_id=PLACE,
        we_expect=sealed("more answers"),
        we_would_doubt_if=sealed("fewer") if doubt else None,
        about=DECISION,
        by_when=date(2026, 9, 1),
        stated_by=(Party(person=AUTHOR),),
    )


def test_a_session_says_who_was_there_and_who_was_missing() -> None:
    (found,) = facts_of(a_session({STATUTORY: 4, CITIZENS: 0}, (CITIZENS,)))
    fact(
        SenseSession.Held,
        framing_question=sealed("question"),
        present={STATUTORY: 4, CITIZENS: 0},
        missing=(CITIZENS,),
    ).check(found)


@pytest.mark.parametrize("present", [{}, {STATUTORY: 0}])
def test_nobody_is_no_session(present: dict[Perspective, int]) -> None:
    with pytest.raises(Refused):
        a_session(present)


def test_nobody_is_both_there_and_missing() -> None:
    with pytest.raises(Refused):
        a_session({STATUTORY: 4, CITIZENS: 1}, (CITIZENS,))


def test_an_expectation_is_said_with_what_would_make_us_doubt_it() -> None:
    (found,) = facts_of(an_expectation())
    fact(
        Expectation.Stated,
        we_expect=sealed("more answers"),
        we_would_doubt_if=sealed("fewer"),
        about=DECISION,
        by_when=date(2026, 9, 1),
    ).check(found)


def test_what_nothing_could_shake_is_no_expectation() -> None:
    with pytest.raises(NotTestable):
        an_expectation(doubt=False)


@pytest.mark.parametrize("decision", [DECISION, None])
def test_a_slip_and_a_movement_need_not_be_tied_to_a_decision(decision: UUID | None) -> None:
    slip = Noticing.notice_slip(
        ID,
        said(),
        place_id=PLACE,
        what=sealed("old forms"),
        pressure=sealed("an inspection"),
        decision_id=decision,
    )
    movement = Noticing.notice_movement(
        ID,
        said(),
        place_id=PLACE,
        what=sealed("people ask"),
        decision_id=decision,
    )
    (slipped,), (moved,) = facts_of(slip), facts_of(movement)
    fact(Noticing.Slip, pressure=sealed("an inspection"), decision_id=decision).check(slipped)
    fact(Noticing.Movement, what=sealed("people ask"), decision_id=decision).check(moved)


def test_each_is_read_again_as_it_was_said() -> None:
    for it in (a_session({STATUTORY: 1}), an_expectation()):
        assert given(it).aggregate.place_id == PLACE
