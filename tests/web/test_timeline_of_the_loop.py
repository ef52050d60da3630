"""The timeline with beliefs, decisions and what came of them: marks, names, lines, tables."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from itertools import combinations
from xml.etree import ElementTree

import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from service.projections.shapes import Entry
from service.web import sentences, words
from service.web.chart import picture
from service.web.export import csv_rows, svg_document, vega_lite
from service.web.filters import Filters, Reader
from service.web.marks import KIND_SYMBOL, LOOP_KINDS, TARGET, symbol_of
from service.web.picture import Row
from service.web.render import Pages
from service.web.symbols import SYMBOLS
from service.web.text import few_words
from tests.web.factory import FIRST, TODAY, eastmoor, entry, make_id, trial, view
from tests.web.loop_entries import IDS, LOOP_ENTRIES, loop_entries
from tests.web.reading import read
from tests.web.test_chart import assert_apart

PAGES = Pages()
NEVER = r"double-loop|assumption|espoused|prototype|governing|_|!"


def row_of(entries: list[Entry], name: str = "Who gets to decide") -> Row:
    """The row of this name in a picture of these entries."""
    rows = picture(view(entries), today=TODAY).rows
    return next(row for row in rows if row.name == name)


def test_every_kind_of_the_loop_has_its_mark_and_its_words() -> None:
    kinds = {kind for kind, *_ in LOOP_ENTRIES}
    assert kinds == LOOP_KINDS
    assert kinds <= set(words.KIND) & set(KIND_SYMBOL)
    looks = [(SYMBOLS[key].shape, SYMBOLS[key].letter, SYMBOLS[key].hollow) for key in SYMBOLS]
    broken = [(*look, SYMBOLS[key].broken) for look, key in zip(looks, SYMBOLS, strict=True)]
    assert len(set(broken)) == len(broken)


@pytest.mark.parametrize(
    ("version", "letter"), [(2, "2"), (9, "9"), (10, "+"), (None, "+"), (1, "+")]
)
def test_new_words_show_their_number(version: int | None, letter: str) -> None:
    one = entry(1, FIRST, "revised", version=version)
    assert SYMBOLS[symbol_of(one)].letter == letter


def test_all_of_it_stands_below_the_words_of_its_row() -> None:
    heard = [entry(n, FIRST + timedelta(days=20 * n), behaviours=["POW-2"]) for n in range(20)]
    row = row_of([*heard, *loop_entries()])
    lowest = max(mark.y for mark in row.marks if mark.entry.kind == "reflection")
    assert all(mark.y > lowest for mark in row.marks if mark.entry.kind != "reflection")
    assert {mark.entry.kind for mark in row.marks} == LOOP_KINDS | {"reflection"}


def test_what_has_no_row_is_about_the_whole_place_and_stands_last() -> None:
    entries = [*loop_entries(behaviours=[]), entry(1, FIRST)]
    rows = picture(view(entries), today=TODAY).rows
    assert [row.name for row in rows][-2:] == [words.REST_ROW, words.PLACE_ROW]
    assert {mark.entry.kind for mark in rows[-1].marks} == LOOP_KINDS
    assert [mark.entry.kind for mark in rows[-2].marks] == ["reflection"]


def test_a_decision_about_a_trial_stands_in_its_own_row_and_not_on_the_trial() -> None:
    one = trial(1)
    decided = entry(2, date(2026, 1, 1), "decision", about=one.id, behaviours=["POW-2"])
    expected = entry(3, date(2026, 1, 1), "expectation", about=one.id)
    rows = picture(view([decided, expected], [one]), today=TODAY).rows
    assert [row.name for row in rows if decided in row.entries] == ["Who gets to decide"]
    assert [row.name for row in rows if expected in row.entries] == ["Trial number 1"]


def test_a_decision_carries_a_short_name_that_leads_to_its_page() -> None:
    html = PAGES.timeline(view(loop_entries()), Filters(), Reader(), today=TODAY)
    names = [link for link in read(html).one("div", "chart").all("a") if link["class"] == "name"]
    assert [link.one("text").text for link in names] == ["No one is dropped"]
    assert names[0]["href"] == f"/places/{make_id('place')}/decisions/{IDS['decision']}"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("No one is dropped for missing appointments", "No one is dropped"),
        ("Meet at 8am so GPs can come", "Meet at 8am"),
        ("First letters name a person to ring", "First letters name"),
        ("Stop", "Stop"),
        ("Internationalisierungsbestrebungen beginnen", "Internationalisierungsbestr…"),
        ("", ""),
    ],
)
def test_a_name_has_two_to_four_words(title: str, name: str) -> None:
    assert few_words(title) == name


@given(st.lists(st.integers(0, 500), max_size=40))
def test_names_never_run_into_each_other_and_marks_stay_apart(days: list[int]) -> None:
    decided = [
        entry(n, FIRST + timedelta(days=day), "decision", title="The desk says yes", behaviours=c)
        for n, day in enumerate(days)
        for c in (["POW-2"],)
    ]
    drawn = picture(view(decided), today=TODAY)
    assert_apart(drawn)
    for row in drawn.rows:
        for a, b in combinations(row.names, 2):
            apart = a.text_x + a.text_width <= b.text_x or b.text_x + b.text_width <= a.text_x
            assert apart or abs(a.y - b.y) >= TARGET
        tops = [mark.y for mark in row.marks]
        assert all(name.y <= min(tops) - TARGET for name in row.names)
        assert all(name.text_x >= 0 for name in row.names)


def belief(kind: str, on: date, number: int, about: str = "one") -> Entry:
    """Something that happened to a belief."""
    first = kind == "belief_stated"
    return entry(
        number,
        on,
        kind,  # type: ignore[arg-type]
        id=make_id(about) if first else make_id(number),
        about=None if first else make_id(about),
        behaviours=["POW-2"],
    )


def test_a_belief_is_a_thin_line_and_a_double_one_from_its_change() -> None:
    stated = belief("belief_stated", date(2025, 6, 1), 1)
    held = row_of([entry(9, FIRST), stated]).held
    assert held
    assert held.turns is None
    changed = row_of([entry(9, FIRST), stated, belief("revised", date(2026, 1, 1), 2)]).held
    assert changed
    assert changed.turns
    assert held.x < changed.turns < changed.end == held.end


def test_the_line_ends_when_the_last_belief_of_the_row_was_dropped() -> None:
    both = [
        entry(9, FIRST),
        belief("belief_stated", date(2025, 6, 1), 1),
        belief("dropped", date(2025, 9, 1), 2),
    ]
    over = row_of(both).held
    other = row_of([*both, belief("belief_stated", date(2025, 7, 1), 3, "two")]).held
    assert over
    assert other
    assert over.end < other.end


def test_a_row_without_beliefs_has_no_line() -> None:
    assert row_of([entry(1, FIRST, "decision", behaviours=["POW-2"])]).held is None


def test_tables_and_titles_say_what_came_of_it_in_plain_words() -> None:
    html = PAGES.timeline(view(loop_entries()), Filters(), Reader(), today=TODAY)
    whole = read(html)
    text = whole.one("main").text
    assert "Something was adjusted." in text
    assert "People heard what came of their words." in text
    assert "What was pressing at the time: And why." in text
    assert words.BELOW_THE_LINE in text
    shown = re.sub(r"Words of \w+\.", "", text)
    assert not re.findall(NEVER, shown)
    titles = [node.text for node in whole.one("div", "chart").all("title")]
    assert any("It is a rule about what is allowed." in title for title in titles)


@pytest.mark.parametrize("kind", sorted(LOOP_KINDS))
def test_a_picked_entry_leads_to_the_page_that_tells_more(kind: str) -> None:
    entries = loop_entries()
    picked = next(one for one in entries if one.kind == kind)
    html = PAGES.timeline(view(entries), Filters(item=picked.id), Reader(), picked, today=TODAY)
    panel = next(node for node in read(html).all("section") if node["id"] == "item")
    hrefs = " ".join(link["href"] for link in panel.all("a"))
    pages = {
        "insight": "/insights",
        "insight_tested": "/insights",
        "insight_joined": "/insights",
        **dict.fromkeys(("decision", "reviewed", "told", "change_seen", "confirmed"), "decisions/"),
        **dict.fromkeys(("ceased", "slip", "movement"), "decisions/"),
        **dict.fromkeys(("session", "expectation", "decision_proposed"), ""),
    }
    assert pages.get(kind, f"beliefs/{IDS['belief']}") in hrefs
    assert sentences.kind(picked)


def test_the_key_names_each_kind_once() -> None:
    both = [entry(n, FIRST, "revised", version=n, behaviours=["POW-2"]) for n in (2, 3, 12)]
    drawn = picture(view(both), today=TODAY)
    labels = [label for _, items in sentences.legend(drawn.symbols) for _, label in items]
    assert labels == ["Belief reworded"]


def test_files_hold_the_loop_too() -> None:
    heard, trials = eastmoor(10)
    shown = view([*heard, *loop_entries()], trials)
    rows = list(csv.DictReader(io.StringIO(csv_rows(shown), newline="")))
    assert {"Belief reworded", "Decision", "Slipped back"} <= {row["What it is"] for row in rows}
    assert [row["Version"] for row in rows if row["What it is"] == "Belief reworded"] == ["2"]
    assert "Something was adjusted." in {row["What came of it"] for row in rows}
    document = svg_document(shown, today=TODAY)
    texts = [node.text for node in ElementTree.fromstring(document).iter() if node.text]
    assert "No one is dropped" in texts
    assert "c-held" in document
    assert "var(" not in document
    spec = vega_lite(shown, today=TODAY)
    assert "belief" in {value["symbol"] for value in spec["datasets"]["entries"]}
    assert "<svg" in vl_convert.vegalite_to_svg(spec, vl_version="6.1")
