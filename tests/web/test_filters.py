"""What a reader may ask for in the address, and what happens when it cannot be read."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.vocabulary import SYSTEM_PERSPECTIVES, Perspective
from service.web import words
from service.web.filters import Choices, Filters
from tests.web.factory import make_id, trial, view


def test_months_mean_their_first_and_last_day() -> None:
    filters = Filters.parse([("from", "2025-02"), ("to", "2025-02")])
    assert (filters.from_on, filters.to_on) == (date(2025, 2, 1), date(2025, 2, 28))
    assert (filters.from_month, filters.to_month) == ("2025-02", "2025-02")


@pytest.mark.parametrize("text", ["2025-02", "2025/2", "02/2025", "February 2025", "feb 2025"])
def test_a_month_may_be_written_in_many_ways(text: str) -> None:
    assert Filters.parse([("from", text)]).from_on == date(2025, 2, 1)


def test_everyone_speaks_unless_somebody_was_chosen() -> None:
    assert Filters.parse([]).perspectives == frozenset(SYSTEM_PERSPECTIVES)
    assert Filters.parse([]).everyone
    some = Filters.parse([("who", "residents"), ("who", "passed-on")])
    assert some.perspectives == {Perspective.CITIZEN_COMMUNITY}
    assert some.relayed
    assert some.narrowed
    assert not Filters.parse([("who", "residents")]).relayed


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("from", "soon", words.BAD_FROM),
        ("from", "2025-13", words.BAD_FROM),
        ("from", "0001-01", words.BAD_FROM),
        ("to", "9999-12-31", words.BAD_TO),
        ("about", "<script>", words.BAD_ABOUT),
        ("who", "martians", words.BAD_WHO),
        ("trial", "7", words.BAD_TRIAL),
        ("known", "yesterday", words.BAD_KNOWN),
        ("by", "mood", words.BAD_BY),
        ("item", "x", words.BAD_ITEM),
    ],
)
def test_what_cannot_be_read_is_said_and_left_out(name: str, value: str, problem: str) -> None:
    filters = Filters.parse([(name, value)])
    assert filters.problems == (problem,)
    assert not filters.narrowed


def test_months_back_to_front_are_said() -> None:
    filters = Filters.parse([("from", "2025-05"), ("to", "2025-01")])
    assert filters.problems == (words.BACK_TO_FRONT,)
    assert filters.from_on is None


def test_the_same_choices_come_back_from_their_query_string() -> None:
    asked = [
        ("from", "2025-01"),
        ("to", "2025-06-15"),
        ("about", "group:power"),
        ("who", "services"),
        ("who", "passed-on"),
        ("trial", str(make_id("trial"))),
        ("known", "2026-01-05"),
        ("by", "blocks"),
        ("item", str(make_id("item"))),
    ]
    filters = Filters.parse(asked)
    assert Filters.parse(parse_qsl(filters.query(with_item=True))) == filters
    assert parse_qsl(filters.link(item=None)[1:]) == asked[:-1]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["from", "to", "about", "who", "trial", "known", "by", "item"]),
            st.text(max_size=20),
        )
    )
)
def test_nothing_in_an_address_can_break_the_page(params: list[tuple[str, str]]) -> None:
    filters = Filters.parse(params)
    assert Filters.parse(parse_qsl(filters.query(with_item=True))).problems == ()


def test_choices_offer_groups_rows_and_trials_by_the_names_a_reader_knows() -> None:
    choices = Choices.of(view(trials=[trial(1)]))
    assert [group.value for group, _ in choices.groups if group] == [
        "group:perspective",
        "group:power",
        "group:participation",
    ]
    assert choices.name_of("POW-2") == "Who gets to decide"
    assert choices.offers("group:power")
    assert not choices.offers("POW-9")
    assert UUID(choices.trials[0].value) == make_id("trial", 1)
    assert [group for group, _ in Choices.of(view(framework_words=False)).groups] == [None]
