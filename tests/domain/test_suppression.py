"""What may be published beside what: each kind of subtraction, by example."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

import pytest
from pydantic import ValidationError

from service.domain.suppression import Candidate, Figure, Group, Reason, Release, Withheld, release
from service.domain.vocabulary import Perspective
from tests.support.subtraction import told_to_be_small

A, B, C = (UUID(int=number) for number in (1, 2, 3))
BUSES, PARKS = UUID(int=10), UUID(int=11)
STATUTORY, CITIZENS = Perspective.STATUTORY, Perspective.CITIZEN_COMMUNITY
MAY = (date(2026, 5, 1), date(2026, 5, 31))


def days(first: int, last: int) -> tuple[date, date]:
    """A window, by days after the first of May."""
    return MAY[0] + timedelta(days=first), MAY[0] + timedelta(days=last)


def group(
    places: Iterable[UUID] = (A,),
    window: tuple[date, date] = MAY,
    perspectives: Iterable[Perspective] | None = None,
    subject: UUID | None = None,
) -> Group:
    return Group(
        places=frozenset(places),
        first=window[0],
        last=window[1],
        perspectives=None if perspectives is None else frozenset(perspectives),
        subject=subject,
    )


def published(*said: tuple[Group, int]) -> list[Figure]:
    return [Figure(group=each, people=people) for each, people in said]


def asked(*said: tuple[Group, int], before: Iterable[Figure] = (), k: int = 5) -> Release:
    return release(
        [Candidate(group=each, people=people, organisations=3) for each, people in said],
        list(before),
        k=k,
    )


def numbers(result: Release) -> list[int | Reason]:
    return [each.people if isinstance(each, Figure) else each.reason for each in result.outcomes]


def test_a_figure_rests_on_enough_people_in_enough_organisations() -> None:
    few, many, one_house = (
        Candidate(group=group((place,)), people=people, organisations=organisations)
        for place, people, organisations in ((A, 4, 3), (B, 5, 3), (C, 30, 2))
    )
    assert numbers(release([few, many, one_house], [])) == [
        Reason.FEW_PEOPLE,
        5,
        Reason.FEW_ORGANISATIONS,
    ]


def test_nobody_is_a_small_number_too() -> None:
    assert numbers(asked((group(), 0))) == [Reason.FEW_PEOPLE]


@pytest.mark.parametrize("k", [4, 11])
def test_k_is_from_five_to_ten(k: int) -> None:
    with pytest.raises(ValueError, match="between 5 and 10"):
        asked((group(), 20), k=k)


def test_k_can_be_raised() -> None:
    assert numbers(asked((group(), 9), k=10)) == [Reason.FEW_PEOPLE]
    assert numbers(asked((group((A, B)), 30), (group(), 21), k=10)) == [30, Reason.GIVES_AWAY]


def test_of_twelve_in_parts_of_nine_and_three_only_the_twelve_is_said() -> None:
    result = asked((group((A, B)), 12), (group((A,)), 9), (group((B,)), 3))
    assert numbers(result) == [12, Reason.GIVES_AWAY, Reason.FEW_PEOPLE]


def test_the_more_important_figure_stands() -> None:
    assert numbers(asked((group((A,)), 9), (group((A, B)), 12))) == [9, Reason.GIVES_AWAY]


def test_a_part_is_said_where_the_rest_is_large_enough() -> None:
    assert numbers(asked((group((A, B)), 14), (group((A,)), 9))) == [14, 9]


def test_that_nobody_is_left_over_is_not_said_either() -> None:
    assert numbers(asked((group((A, B)), 12), (group((A,)), 12))) == [12, Reason.GIVES_AWAY]


@pytest.mark.parametrize(("fortnight", "outcome"), [(15, 15), (16, Reason.GIVES_AWAY)])
def test_a_month_less_a_fortnight(fortnight: int, outcome: int | Reason) -> None:
    month = published((group(), 20))
    assert numbers(asked((group(window=days(0, 13)), fortnight), before=month)) == [outcome]


def test_a_fortnight_less_a_month_that_came_later() -> None:
    fortnight = published((group(window=days(0, 13)), 16))
    assert numbers(asked((group(), 20), before=fortnight)) == [Reason.GIVES_AWAY]


def test_a_programme_less_its_places_in_two_digests() -> None:
    """The rest of the programme is place C, whose three people nobody published."""
    first = published((group((A, B, C)), 20), (group((A,)), 9))
    assert numbers(asked((group((B,)), 8), before=first)) == [Reason.GIVES_AWAY]


def test_places_of_a_month_are_subtracted_with_different_fortnights() -> None:
    """Nine and nine share nobody, so that two of the twenty are left."""
    before = published((group((A, B)), 20), (group((A,), days(0, 13)), 9))
    late = group((B,), days(14, 27))
    assert numbers(asked((late, 9), before=before)) == [Reason.GIVES_AWAY]


def test_who_did_not_speak_about_a_subject() -> None:
    everybody = published((group(), 12))
    about = group(subject=BUSES)
    assert numbers(asked((about, 9), before=everybody)) == [Reason.GIVES_AWAY]
    assert numbers(asked((about, 7), before=everybody)) == [7]


def test_two_subjects_may_be_spoken_about_by_the_same_people() -> None:
    before = published((group(), 12), (group(subject=BUSES), 7))
    assert numbers(asked((group(subject=PARKS), 6), before=before)) == [6]


def test_a_table_of_places_and_perspectives_is_solved_by_its_margins() -> None:
    """Of 30 are 14 in A, and 15 statutory; with 8 in both, the other cells are 6, 7 and 9."""
    margins = published(
        (group((A, B)), 30), (group((A,)), 14), (group((A, B), perspectives=[STATUTORY]), 15)
    )
    cell = group((A,), perspectives=[STATUTORY])
    assert numbers(asked((cell, 8), before=margins)) == [8]
    assert numbers(asked((cell, 10), before=margins)) == [Reason.GIVES_AWAY]


def test_every_perspective_named_is_the_same_as_none_named() -> None:
    assert numbers(
        asked((group(perspectives=Perspective), 9), before=published((group(), 10)))
    ) == [Reason.SAID_OTHERWISE]


def test_a_chain_through_three_digests() -> None:
    """A and B, B and C, C and D: ends less the middle are A and D, whom no digest names."""
    d = UUID(int=4)
    two = published((group((A, B)), 10), (group((C, d)), 10))
    assert numbers(asked((group((B, C)), 16), before=two)) == [Reason.GIVES_AWAY]
    assert numbers(asked((group((B, C)), 12), before=two)) == [12]


def test_half_of_a_round_of_sums_is_a_figure_too() -> None:
    """A and B, B and C, A and C: half of all three, less two of them, is one place alone."""
    two = published((group((A, B)), 16), (group((B, C)), 16))
    assert numbers(asked((group((A, C)), 24), before=two)) == [Reason.GIVES_AWAY]


def test_two_fortnights_that_fill_a_window_tell_who_spoke_in_both() -> None:
    """12 and 11 make 23; were 20 said for all four weeks, 3 spoke in both."""
    halves = published((group(window=days(0, 13)), 12), (group(window=days(14, 27)), 11))
    whole = group(window=days(0, 27))
    assert numbers(asked((whole, 20), before=halves)) == [Reason.GIVES_AWAY]
    assert numbers(asked((whole, 18), before=halves)) == [18]


def test_the_same_figure_again_is_the_same_figure() -> None:
    before = published((group(), 12))
    assert numbers(asked((group(), 12), before=before)) == [12]
    assert numbers(asked((group(), 11), before=before)) == [Reason.SAID_OTHERWISE]


def test_other_years_and_other_places_do_not_matter() -> None:
    before = published((group((B,)), 8), (group(window=days(400, 430)), 8))
    assert numbers(asked((group(), 9), before=before)) == [9]


def test_what_is_withheld_does_not_carry_its_number() -> None:
    (withheld,) = asked((group(), 4)).withheld
    assert set(Withheld.model_fields) == {"group", "reason"}
    assert "4" not in withheld.reason


def test_a_window_has_a_first_day_before_its_last() -> None:
    with pytest.raises(ValidationError, match="ends on or after"):
        group(window=days(3, 1))


@pytest.mark.parametrize(
    "careless",
    [
        published((group((A, B)), 12), (group((A,)), 9)),
        published((group(), 20), (group(window=days(0, 13)), 16)),
        published((group(), 12), (group(), 11)),
        published((group((A, B)), 10), (group((C,)), 10), (group((A, B, C)), 24)),
    ],
)
def test_the_solver_that_checks_the_rule_sees_what_carelessness_gives_away(
    careless: list[Figure],
) -> None:
    assert told_to_be_small(careless, 5) is not None
    assert told_to_be_small(careless[:1], 5) is None


def test_a_subject_of_two_places_less_one_place_in_a_longer_window() -> None:
    """Of nine who spoke about it at most six are of B, so that three of A at least did."""
    day = days(0, 0)
    before = published((group((A, B), day, subject=BUSES), 9), (group((A,), day), 6))
    assert numbers(asked((group((B,)), 6), before=before)) == [Reason.GIVES_AWAY]
