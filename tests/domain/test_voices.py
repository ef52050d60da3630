"""Counting voices, not posts: how many equally loud people a picture sounds like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.voices import effective_number

COUNTS = st.lists(st.integers(min_value=1, max_value=10_000), min_size=1, max_size=50)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([10, 1, 1], 1.41),
        ([4, 4, 4], 3.0),
        ([14, 9, 4], 2.49),
        ([31, 12, 3], 1.90),
        ([7], 1.0),
        ([], 0.0),
        ([0, 0], 0.0),
        ([3, 0, 3], 2.0),
    ],
)
def test_the_vectors_of_the_domain_come_out(counts: list[int], expected: float) -> None:
    assert effective_number(counts) == expected


@given(COUNTS)
def test_it_lies_between_one_and_the_number_of_people(counts: list[int]) -> None:
    assert 1 <= effective_number(counts) <= len(counts)


@given(COUNTS, st.integers(min_value=2, max_value=1_000))
def test_everybody_posting_as_many_times_more_changes_nothing(counts: list[int], by: int) -> None:
    assert effective_number(count * by for count in counts) == effective_number(counts)


@given(COUNTS.flatmap(lambda counts: st.tuples(st.just(counts), st.permutations(counts))))
def test_it_does_not_matter_who_is_who(both: tuple[list[int], list[int]]) -> None:
    assert effective_number(both[0]) == effective_number(both[1])


@given(st.integers(min_value=1, max_value=50), st.integers(min_value=1, max_value=500))
def test_equal_voices_count_as_many_as_they_are(people: int, posts: int) -> None:
    assert effective_number([posts] * people) == people


@given(COUNTS, st.integers(min_value=1, max_value=20))
def test_people_who_said_nothing_do_not_count(counts: list[int], silent: int) -> None:
    assert effective_number([*counts, *([0] * silent)]) == effective_number(counts)
