"""What may identify somebody is noticed in every usual form, and ordinary sentences are not."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.identifying import Identifier, found_in

TODAY = date(2026, 6, 1)
LONG, SOON = 200_000, 5.0
"""Five times the longest text that comes in; seconds that it takes a tenth of."""
NHS_EXAMPLES = ["943 476 5919", "9434765919", "943-476-5919", "NHS number: 943 476 5919."]


def found(text: str) -> set[Identifier]:
    """What is noticed today."""
    return set(found_in(text, TODAY))


def nhs_number(nine: list[int]) -> list[int] | None:
    """The nine digits with the one that proves them, where there is one."""
    remainder = sum(digit * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True))
    check = (11 - remainder % 11) % 11
    return None if check == 10 or len({*nine, check}) == 1 else [*nine, check]


def in_threes(digits: list[int], space: str) -> str:
    """As it is printed: three, three and four."""
    said = "".join(str(digit) for digit in digits)
    return space.join([said[:3], said[3:6], said[6:]])


DIGITS = st.integers(0, 9)
NHS_NUMBERS = st.lists(DIGITS, min_size=9, max_size=9).map(nhs_number).filter(bool)
SPACES = st.sampled_from(["", " ", "-", "\u00a0"])
WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz .,!?'\n", max_size=60)
OLD_DAYS = st.dates(TODAY.replace(year=1907), TODAY.replace(year=2024))
NEW_DAYS = st.dates(TODAY.replace(year=2024) + timedelta(days=1), TODAY.replace(year=2100))
FORMS = st.sampled_from(
    [
        "{0:%d/%m/%Y}",
        "{0:%d.%m.%Y}",
        "{0:%d-%m-%Y}",
        "{0.day}/{0.month}/{0.year}",
        "{0:%Y-%m-%d}",
        "{0.day} {0:%B} {0.year}",
        "{0.day}th of {0:%b} {0.year}",
        "{0:%B} {0.day}, {0.year}",
    ]
)


@pytest.mark.parametrize(
    "text",
    [
        "07700 900123",
        "07700900123",
        "07700 900 123",
        "+44 7700 900123",
        "+447700900123",
        "+44 (0)7700 900123",
        "0044 7700 900123",
        "020 7946 0958",
        "(020) 7946 0958",
        "+44 20 7946 0958",
        "0117 496 0123",
        "0117-496-0123",
        "01632 960001",
        "016977 2345",
        "Ring me:07700\u00a0900\u00a0123!",
        "My number (07700 900123) works after 2.",
    ],
)
def test_phone_numbers_are_noticed(text: str) -> None:
    assert found(text) == {Identifier.PHONE}


@pytest.mark.parametrize(
    "text",
    [
        "SW1A 1AA",
        "M1 1AA",
        "M60 1NW",
        "CR2 6XH",
        "DN55 1PT",
        "W1A 1HQ",
        "EC1A 1BB",
        "bs1 4dj",
        "bs14dj",
        "They live at BS1\u00a04DJ, by the church.",
        "(LS1 4AP)",
    ],
)
def test_full_postcodes_are_noticed(text: str) -> None:
    assert found(text) == {Identifier.POSTCODE}


@pytest.mark.parametrize("text", NHS_EXAMPLES)
def test_nhs_numbers_are_noticed(text: str) -> None:
    assert found(text) == {Identifier.NHS_NUMBER}


@pytest.mark.parametrize("text", ["943 476 5918", "1234567890", "0000000000", "1943 476 5919"])
def test_ten_digits_that_prove_nothing_are_no_nhs_number(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "12/03/1984",
        "12.3.1984",
        "1984-03-12",
        "12 March 1984",
        "12th of March 1984",
        "12 Mar 1984",
        "March 12, 1984",
        "3 Sept. 1961",
        "born 3/4/2026",
        "DOB: 12/03/84",
        "Her date of birth is 2 May 2025",
        "d.o.b. 01.02.79",
    ],
)
def test_dates_of_birth_are_noticed(text: str) -> None:
    assert found(text) == {Identifier.DATE_OF_BIRTH}


@pytest.mark.parametrize(
    "text",
    ["sam@example.org", "sam.jones+work@mail.example.co.uk", "Write to <mailto:o'neill@nhs.net>."],
)
def test_email_addresses_are_noticed(text: str) -> None:
    assert found(text) == {Identifier.EMAIL}


@pytest.mark.parametrize(
    "text",
    [
        "We met on 12 March 2026 and meet again on 14/09/2026 at 10.30.",
        "It cost £1,250,000 in 2019/20, and £07700900123 is not a phone number.",
        "From 0730 to 0930, 0730 0930 1130, and 01.02.2026 12:30.",
        "Meetings: 01-02-2026 10, then 02 03 2026 11 am.",
        "At 14 High Street, flat 3B, on the 2nd floor, M25 junction 4.",
        "The S2 1st team and the E3 2hr slot; the G7 2nd day; KS2 4th form.",
        "Between 1984 and 2019 it went from 10% to 45.5%, that is 3 in 10.",
        "Version 1.2.19 of the plan, section 3.4.1, D-17 and POW-1.",
        "Born in 1984, she is 42. Her birthday is in March.",
        "Childline is 0800 1111, the council 0300 123 1234, and 111 is for health.",
        "@sam and @jo asked team@home whether we meet @10.30 or @noon.",
        "We spent 1000000000 and 943 476 people came.",
        "SW1A is Westminster. The B4 road, the M1, the A38. LS1 is Leeds.",
        "We may 10 years later say: in May 2019 it began, on the 3rd.",
        "31/02/1984 and 1984-13-01 are no days, and 12/03/84 could be anything.",
        "Nobody born 12/03/1784 is alive.",
        "",
    ],
)
def test_ordinary_sentences_are_left_alone(text: str) -> None:
    assert found(text) == set()


def test_several_kinds_are_told_apart() -> None:
    text = "Jo, 12/03/1984, SW1A 1AA, 07700 900123, jo@example.org, NHS 943 476 5919"
    assert found(text) == set(Identifier)


@given(NHS_NUMBERS, SPACES, WORDS, WORDS)
def test_every_nhs_number_is_noticed_between_any_words(
    digits: list[int], space: str, before: str, after: str
) -> None:
    text = f"{before} {in_threes(digits, space)} {after}"
    assert Identifier.NHS_NUMBER in found(text)


@given(NHS_NUMBERS, st.integers(0, 9), st.integers(1, 9))
def test_an_nhs_number_with_one_wrong_digit_is_none(digits: list[int], at: int, by: int) -> None:
    wrong = [*digits]
    wrong[at] = (wrong[at] + by) % 10
    assert Identifier.NHS_NUMBER not in found(in_threes(wrong, " "))


@given(st.lists(DIGITS, min_size=9, max_size=9), SPACES, st.sampled_from(["0", "+44", "+44 (0)"]))
def test_every_mobile_number_is_noticed(digits: list[int], space: str, prefix: str) -> None:
    said = "7" + "".join(str(digit) for digit in digits)
    assert Identifier.PHONE in found(f"Ring {prefix}{said[:4]}{space}{said[4:7]}{space}{said[7:]}.")


@given(OLD_DAYS, FORMS, WORDS)
def test_every_day_long_enough_ago_may_be_a_birth(day: date, form: str, before: str) -> None:
    assert Identifier.DATE_OF_BIRTH in found(f"{before} {form.format(day)}")


@given(NEW_DAYS, FORMS)
def test_a_recent_or_coming_day_is_that_of_a_meeting(day: date, form: str) -> None:
    assert found(f"We meet on {form.format(day)}.") == set()


def test_two_years_before_the_29th_of_february_there_is_no_such_day() -> None:
    leap_day = date(2028, 2, 29)
    assert found_in("28/02/2026", leap_day) == {Identifier.DATE_OF_BIRTH}
    assert found_in("01/03/2026", leap_day) == set()


@given(WORDS)
def test_words_without_digits_and_at_signs_identify_nobody(text: str) -> None:
    assert found(text) == set()


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert found(text) <= set(Identifier)


@pytest.mark.parametrize(
    "part",
    [
        "0",
        "07",
        "07 ",
        "0(",
        "+44 (0) ",
        "+44",
        "1/",
        "12/03/",
        "12.03.",
        "1 ",
        "12 march ",
        "a@",
        "a@a.",
        "a@a-",
        "@" + "a." * 40,
        "sw1",
        "sw1a 1a",
        "9 ",
        "943 476 591",
        "- ",
        "born ",
        "é",
        "of ",
        "\n",
        "1st of   ",
        "\u00a0",
        "m1 1a",
        "march  1",
        "0 ) ) ) ",
    ],
)
def test_long_texts_made_to_be_slow_are_not(part: str) -> None:
    text = part * (LONG // len(part))
    began = time.process_time()
    found(text)
    found(text + "x")
    assert time.process_time() - began < SOON
