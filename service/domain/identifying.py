"""What in a text may identify somebody: light patterns that ask a question and never refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum


class Identifier(StrEnum):
    """Kinds of what may identify somebody."""

    PHONE = "phone"
    POSTCODE = "postcode"
    NHS_NUMBER = "nhs_number"
    DATE_OF_BIRTH = "date_of_birth"
    EMAIL = "email"


def found_in(text: str, today: date) -> frozenset[Identifier]:
    """What a text seems to hold that may identify somebody, seen on this day.

    It takes time in proportion to the text's length, whatever is in it. The formats are those of
    Ofcom's National Telephone Numbering Plan (geographic and mobile numbers; those that belong to
    services, 03, 08 and 09, are left alone), Royal Mail's postcode format with its list of
    postcode areas, the modulus 11 check of "NHS NUMBER" in the NHS Data Dictionary, and for
    e-mail addresses what RFC 5321 allows where mail is delivered in practice.
    """
    plain = text.translate(_PLAIN)
    found = {
        Identifier.PHONE: _PHONE.search(plain) is not None,
        Identifier.POSTCODE: _has_postcode(plain),
        Identifier.NHS_NUMBER: _has_nhs_number(plain),
        Identifier.DATE_OF_BIRTH: _has_date_of_birth(plain, today),
        Identifier.EMAIL: _EMAIL.search(plain) is not None,
    }
    return frozenset(kind for kind, is_there in found.items() if is_there)


# Every repetition below has an upper bound and is followed by what it cannot itself contain, so
# that no text makes a search go back over itself more than a few dozen characters.

_PLAIN = str.maketrans("\u00a0\u2007\u2009\u202f\u2010\u2011\u2013\u2212", "    ----")
"""Spaces and dashes that word processors put in, as those of a keyboard; one for one."""

_BETWEEN = r"[ ().-]{0,3}"

_PHONE = re.compile(
    rf"""
    (?<! [\w£$€+] ) (?<! [0-9][.,] )                   # no part of an amount or a longer number
    (?:
        (?: \+ | 00 ) 44 {_BETWEEN} (?: 0 {_BETWEEN} )?  # +44, with or without (0)
        (?: [27] (?: {_BETWEEN} [0-9] ){{9}} | 1 (?: {_BETWEEN} [0-9] ){{8,9}} )
    |
        0 (?: [27] [0-9] (?: {_BETWEEN} [0-9] ){{8}} | 1 [0-9] (?: {_BETWEEN} [0-9] ){{7,8}} )
    )
    (?! [0-9] )
    """,
    re.VERBOSE,
)
"""Numbers of homes, desks and mobiles. Times of day and dates begin with two digits, not three."""

_AREAS = """
AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY
E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN
LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP
SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""

_POSTCODE = re.compile(
    rf"(?<!\w)(?:{'|'.join(_AREAS.split())})[0-9][0-9A-HJKMNP-Y]?( {{0,2}})"
    r"[0-9]([ABD-HJLNP-UW-Z]{2})(?!\w)",
    re.IGNORECASE,
)
_UNITS = frozenset(["st", "nd", "rd", "th", "hr", "yr", "bn", "ft", "gb", "tb", "lb", "pt"])
"""Small letters behind a number that make "the S2 1st team" or "an E3 2hr slot" no postcode."""

_NHS_NUMBER = re.compile(
    r"(?<![\w£$€+])(?<![0-9][.,-])[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}(?!\w|[.,-][0-9])"
)
_NHS_WEIGHTS = range(10, 1, -1)

_EMAIL = re.compile(r"[\w+%'-]@(?:[^\W_](?:[^\W_]|-){0,62}\.){1,8}[^\W\d_]{2,24}(?![^\W_])")

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY_FIRST = re.compile(
    r"(?<![\w/.-])([0-9]{1,2})([/.-]) ?([0-9]{1,2})\2 ?([0-9]{4}|[0-9]{2})(?![\w/]|[.-][0-9])"
)
_YEAR_FIRST = re.compile(r"(?<![\w/.-])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![\w/]|-[0-9])")
_DAY_AND_MONTH = re.compile(
    rf"(?<![\w/.-])([0-9]{{1,2}})(?:st|nd|rd|th)?[\s-]{{0,3}}(?:of\s{{1,3}})?{_MONTH}"
    r"[.,]?[\s-]{0,3}([0-9]{4}|[0-9]{2})(?!\w)",
    re.IGNORECASE,
)
_MONTH_AND_DAY = re.compile(
    rf"(?<!\w){_MONTH}\.?\s{{1,3}}([0-9]{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}([0-9]{{4}})(?!\w)",
    re.IGNORECASE,
)
_BORN = re.compile(r"\b(?:born|birth|birthday|d\.?o\.?b)\b", re.IGNORECASE)
_LOOK_BACK = 30

OLDEST = 120
"""Nobody alive was born longer ago than this many years."""

RECENT = 2
"""Dates of so few years ago are those of meetings, unless a birth is spoken of just before."""


def _has_postcode(text: str) -> bool:
    return any(
        not (space and unit in _UNITS)
        for space, unit in (match.groups() for match in _POSTCODE.finditer(text))
    )


def _has_nhs_number(text: str) -> bool:
    return any(
        _passes_modulus_11([int(digit) for digit in match.group() if digit.isdigit()])
        for match in _NHS_NUMBER.finditer(text)
    )


def _passes_modulus_11(digits: list[int]) -> bool:
    """The tenth digit proves the nine before it; a row of one digit is nobody's number."""
    total = sum(digit * weight for digit, weight in zip(digits, _NHS_WEIGHTS, strict=False))
    return len(set(digits)) > 1 and (11 - total % 11) % 11 == digits[-1]


def _has_date_of_birth(text: str, today: date) -> bool:
    eldest, recent = today.year - OLDEST, _years_before(today, RECENT)
    for starts, year, month, day in _dates(text):
        is_birth = _BORN.search(text, max(0, starts - _LOOK_BACK), starts) is not None
        on = _date(year, month, day, today, is_short_allowed=is_birth)
        if on is not None and on.year >= eldest and on <= (today if is_birth else recent):
            return True
    return False


def _dates(text: str) -> Iterator[tuple[int, str, int, int]]:
    """Where each date starts, and its year as written, month and day."""
    for match in _DAY_FIRST.finditer(text):
        yield match.start(), match[4], int(match[3]), int(match[1])
    for match in _YEAR_FIRST.finditer(text):
        yield match.start(), match[1], int(match[2]), int(match[3])
    for match in _DAY_AND_MONTH.finditer(text):
        yield match.start(), match[3], _month(match[2]), int(match[1])
    for match in _MONTH_AND_DAY.finditer(text):
        yield match.start(), match[3], _month(match[1]), int(match[2])


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _date(
    written: str, month: int, day: int, today: date, *, is_short_allowed: bool
) -> date | None:
    """The day that is meant, if there is such a day; two digits are a year of the last hundred."""
    year = int(written)
    if len(written) == len("yy"):
        if not is_short_allowed:
            return None
        year += today.year // 100 * 100
        year -= 100 if year > today.year else 0
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _years_before(day: date, years: int) -> date:
    """The same day so many years earlier; the last of February where there is no 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
