"""Nobody is measured (I16): no page sets a number, a rank, a streak or a rate beside a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from service.projections.loop_shapes import ToldBack, ToTell
from service.projections.people import PersonView
from service.web.loop_render import Choice
from tests.web import belief_factory as bf
from tests.web import board_factory as boards
from tests.web import ledger_factory as lists
from tests.web import loop_factory as lf
from tests.web.factory import make_id
from tests.web.reading import Node, read
from tests.web.test_loop_pages import LEADS, PAGES, PARTNER, visit

NAMES = ("Anwen Pryce", "Bo Lindqvist", "Chidi Okafor")
HOLDS = frozenset({"tr", "li", "p", "dd", "figure", "caption"})
"""What a reader takes in as one thing."""
DAYS = re.compile(r"\b\d{1,2} (?:[A-Z][a-z]{2,8}) \d{4}\b|\b\d+ days? later\b")
ENTRY = re.compile(r"(?i)\blog entry \d+\b|\bD\d+\b")
NUMBER = re.compile(
    r"(?i)\d|%|\b(?:one|two|three|four|five|six|seven|eight|nine|ten) "
    r"(?:thing|reflection|word|answer|time|entr|decision)"
)
MEASURED = re.compile(
    r"(?i)\brank|\bstreak|\brate\b|\bscore|per cent|percent|\bmost active|\bleader|\btop \d|"
    r"\bresponse|\b\d+(?:st|nd|rd|th)\b|\bin a row\b"
)


def owed() -> list[ToldBack]:
    """People with names; some said much and some little."""
    people = [
        ToTell(
            person=make_id("person", n),
            name=name,
            perspective=bf.R,
            relayed=bool(n),
            first_used_on=date(2026, 3, 3 + n),
            reflections=[make_id("entry", n, m) for m in range(1 + 12 * n)],
        )
        for n, name in enumerate(NAMES)
    ]
    return [ToldBack(decision=lf.loop(), people=people)]


def pages() -> dict[str, str]:
    """Each page on which people, or what came from them, is listed."""
    parties = [bf.party(name, bf.V) for name in NAMES]
    loops = lists.page_of(lists.several_loops())
    view = lf.decision(decided_by=parties, consulted=parties)
    return {
        "ledger": PAGES.ledger(loops, visit(), Choice({}), owed=owed(), shows_care=True),
        "ledger for a partner": PAGES.ledger(loops, visit(PARTNER), Choice({})),
        "told-back": PAGES.told_back(owed(), visit()),
        "questions": PAGES.questions(boards.signals(), visit()),
        "mirror": PAGES.mirror(boards.mirror(), visit()),
        "mirror for a partner": PAGES.mirror(boards.mirror(), visit(PARTNER)),
        "decision": PAGES.decision(view, visit(LEADS)),
        "belief": PAGES.belief(bf.belief(held_by=parties), visit()),
    }


ALL = pages()


def beside_people(node: Node) -> Iterator[str]:
    """Every smallest piece of a page that names somebody."""
    for one in node.all():
        inner = any(child.tag in HOLDS for child in one.all())
        if one.tag in HOLDS and not inner and any(name in one.text for name in NAMES):
            yield one.text


@pytest.mark.parametrize("name", list(ALL))
def test_no_number_stands_beside_a_name(name: str) -> None:
    for text in beside_people(read(ALL[name]).one("main")):
        left = ENTRY.sub("", DAYS.sub("", text))
        assert not NUMBER.search(left), text


@pytest.mark.parametrize("name", list(ALL))
def test_nothing_is_ranked_or_rated(name: str) -> None:
    text = ENTRY.sub("", DAYS.sub("", read(ALL[name]).one("main").text))
    assert not MEASURED.search(text), MEASURED.search(text)


def test_the_test_finds_people_where_there_are_some() -> None:
    for name in ("told-back", "decision", "belief"):
        found = " ".join(beside_people(read(ALL[name]).one("main")))
        assert all(person in found for person in NAMES), name
    row = read(f"<table><tr><th>{NAMES[0]}</th><td>3 Mar 2026</td><td>13</td></tr></table>")
    (text,) = beside_people(row)
    assert NUMBER.search(DAYS.sub("", text))


def test_the_one_list_of_people_counts_nothing() -> None:
    kinds = {name: field.annotation for name, field in PersonView.model_fields.items()}
    assert set(kinds) == {"id", "name", "role", "organisation", "perspective", "joined_on"}
    assert not {int, float} & set(kinds.values())


def test_who_is_owed_an_answer_is_not_sorted_by_how_much_they_said() -> None:
    cells = [cell.text for cell in read(ALL["told-back"]).one("table").all("th")]
    assert cells[-3:] == list(NAMES)
    assert cells[:3] == ["Who", "Speaks from", "Words first used"]
