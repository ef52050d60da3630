"""Where things stand in the picture: nothing overlaps, nothing is lost, labels never collide."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.vocabulary import Perspective, SpeakingAs
from service.projections.shapes import EntryKind
from service.web import words
from service.web.chart import picture
from service.web.filters import By, Filters
from service.web.marks import KIND_SYMBOL, TARGET, symbol_of
from service.web.picture import Picture
from service.web.scale import Scale, Tick, axis_for, text_width
from service.web.symbols import SYMBOLS
from tests.web.factory import FIRST, TODAY, eastmoor, entry, make_id, trial, view

KINDS: list[EntryKind] = ["reflection", "tension", "prototype_learning"]
CLOSE = 0.2


def assert_apart(drawn: Picture) -> None:
    """No two marks of a row touch, and all stand inside their row."""
    for row in drawn.rows:
        for mark in row.marks:
            assert TARGET / 2 - CLOSE <= mark.x <= drawn.scale.width - TARGET / 2 + CLOSE
            assert TARGET / 2 <= mark.y <= row.height - TARGET / 2
        for a, b in combinations(row.marks, 2):
            apart = max(abs(a.x - b.x), abs(a.y - b.y))
            assert apart >= TARGET - CLOSE, f"{row.name}: {a.title} touches {b.title}"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 540), st.sampled_from(KINDS)), max_size=60),
    st.integers(0, 540),
)
def test_marks_in_a_row_never_touch(days: list[tuple[int, EntryKind]], to: int) -> None:
    entries = [
        entry(n, FIRST + timedelta(days=day), kind, behaviours=["POW-2"])
        for n, (day, kind) in enumerate(days)
    ]
    drawn = picture(view(entries, from_on=FIRST, to_on=FIRST + timedelta(days=to)), today=None)
    assert_apart(drawn)


@pytest.mark.parametrize("by", ["behaviours", "blocks"])
def test_every_entry_stands_in_the_picture_once_for_each_of_its_rows(by: By) -> None:
    entries, trials = eastmoor(120)
    drawn = picture(view(entries, trials), Filters(by=by), today=TODAY)
    shown = {mark.entry.id for row in drawn.rows for mark in row.marks}
    shown |= {label.entry.id for row in drawn.rows for label in row.labels}
    assert shown == {one.id for one in entries}
    assert {one.id for row in drawn.rows for one in row.entries} == shown
    assert_apart(drawn)


@pytest.mark.parametrize("crowd", [45, 300])
def test_a_crowd_on_one_day_stands_side_by_side(crowd: int) -> None:
    entries = [entry(n, date(2026, 2, 1), behaviours=["POW-1"]) for n in range(crowd)]
    drawn = picture(view(entries), today=TODAY)
    assert_apart(drawn)
    assert len({mark.x for row in drawn.rows for mark in row.marks}) > 1


def test_what_was_said_together_stands_in_one_column() -> None:
    entries = [entry(n, FIRST + timedelta(days=n), behaviours=["POW-1"]) for n in (100, 101, 102)]
    drawn = picture(view(entries, from_on=FIRST, to_on=TODAY), today=TODAY)
    assert len({mark.x for row in drawn.rows for mark in row.marks}) == 1


@settings(max_examples=150, deadline=None)
@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(1, 12_000))
def test_labels_of_the_axis_never_collide(first: date, days: int) -> None:
    scale = Scale(first, first + timedelta(days=days))
    axis = axis_for(scale)
    for line in (axis.years, axis.steps):
        for a, b in pairwise(line):
            assert a.x + text_width(a.label) < b.x
        assert all(tick.x + text_width(tick.label) <= scale.width for tick in line)
    assert axis.years or axis.steps


@pytest.mark.parametrize(
    ("days", "labels"),
    [
        (20, ["25 May", "1 Jun", "8 Jun"]),
        (150, ["Jun", "Jul", "Aug", "Sep", "Oct"]),
        (5 * 365, ["Jul", "Oct", "Jan", "Apr", "Jul"]),
        (12 * 365, ["Jul", "Jan", "Jul", "Jan", "Jul"]),
        (22 * 365, ["2027", "2028", "2029"]),
    ],
)
def test_the_axis_takes_the_finest_steps_that_fit(days: int, labels: list[str]) -> None:
    first = date(2026, 5, 20)
    axis = axis_for(Scale(first, first + timedelta(days=days)))
    assert [tick.label for tick in axis.steps][: len(labels)] == labels


def test_all_rows_share_one_scale_and_today_is_its_end() -> None:
    entries, trials = eastmoor(30)
    drawn = picture(view(entries, trials), today=TODAY)
    assert drawn.scale.first == FIRST
    assert drawn.scale.last == TODAY
    assert drawn.today == Tick(drawn.scale.width - 0.5, "Today, 23 June", strong=True)


def test_a_trial_says_its_fate_in_words_and_by_its_end() -> None:
    entries, trials = eastmoor(0)
    rows = {row.name: row for row in picture(view(entries, trials), today=TODAY).rows}
    bars = [rows[one.name].bar for one in trials]
    assert [bar.fate for bar in bars if bar] == [
        "running",
        "at_the_margins",
        "normalised",
        "ended",
    ]
    running, margins, normal, ended = (bar for bar in bars if bar)
    assert running.end == margins.end == normal.end > ended.end
    assert margins.turns < margins.end
    assert "still running" in rows[trials[0].name].notes[0]
    assert "at the margins" in rows[trials[1].name].notes[0]
    assert "became normal" in rows[trials[2].name].notes[0]
    assert "ended with learning" in rows[trials[3].name].notes[0]


def test_a_trial_outside_the_range_takes_no_row() -> None:
    old = trial(1, "ended", started_on=date(2020, 1, 1), ended_on=date(2020, 5, 1))
    shown = picture(view([entry(1, FIRST)], [old], from_on=FIRST, to_on=TODAY), today=TODAY)
    assert [row.kind for row in shown.rows if row.kind == "trial"] == []


def test_context_throws_its_band_over_all_rows_and_names_never_overlap() -> None:
    entries = [
        entry(n, date(2025, 3, 1 + n), "context", title="Something long going on", until=TODAY)
        for n in range(6)
    ]
    drawn = picture(view(entries), today=TODAY)
    assert len(drawn.bands) == len(entries)
    labels = [label for row in drawn.rows for label in row.labels]
    for a, b in combinations(labels, 2):
        apart = a.text_x + a.text_width <= b.text_x or b.text_x + b.text_width <= a.text_x
        assert apart or abs(a.y - b.y) >= TARGET


def test_every_kind_and_every_voice_has_its_own_mark() -> None:
    symbols = [
        symbol_of(
            entry(
                1,
                FIRST,
                perspective=None if relayed else perspective,
                speaking_as=SpeakingAs.RELAYING if relayed else SpeakingAs.SELF,
                relayed_perspective=perspective if relayed else None,
            )
        )
        for perspective in (*Perspective, None)
        for relayed in (False, True)
    ]
    symbols += KIND_SYMBOL.values()
    assert len(set(symbols)) == len(symbols)
    looks = [(SYMBOLS[key].shape, SYMBOLS[key].letter, SYMBOLS[key].hollow) for key in symbols]
    broken = [(*look, SYMBOLS[key].broken) for key, look in zip(symbols, looks, strict=True)]
    assert len(set(broken)) == len(broken), "two marks differ by colour alone"


def test_facts_of_an_unknown_trial_are_not_lost() -> None:
    lost = entry(1, FIRST, "plan_do_review", about=make_id("nowhere"))
    drawn = picture(view([lost]), today=TODAY)
    assert [mark.entry for row in drawn.rows for mark in row.marks] == [lost]


def test_where_nearly_all_came_later_it_is_said_once_and_not_on_every_mark() -> None:
    many = [
        entry(n, FIRST + timedelta(days=n), behaviours=["POW-1"], reported_late=n < 30)
        for n in range(40)
    ]
    drawn = picture(view(many), today=TODAY)
    assert drawn.mostly_late
    assert "late" not in drawn.symbols
    few = picture(view(many[25:]), today=TODAY)
    assert not few.mostly_late
    assert sum(mark.late for row in few.rows for mark in row.marks) == 5


def test_context_stands_in_its_own_row_and_not_again_in_the_lanes() -> None:
    around = entry(1, FIRST, "context", behaviours=["POW-1"])
    rows = picture(view([around, entry(2, FIRST, behaviours=["POW-1"])]), today=TODAY).rows
    assert [row.name for row in rows if around in row.entries] == [words.CONTEXT_ROW]


def test_only_the_rows_and_trials_asked_for_are_shown() -> None:
    entries, trials = eastmoor(60)
    shown = view(entries, trials)

    def names(filters: Filters, kind: str) -> list[str]:
        rows = picture(shown, filters, today=TODAY).rows
        return [row.name for row in rows if row.kind == kind]

    assert names(Filters(about="POW-2"), "lane") == ["Who gets to decide"]
    assert len(names(Filters(about="group:power"), "lane")) == 3
    assert names(Filters(about="BB-1"), "lane") == ["Where money comes from"]
    assert names(Filters(trial=trials[2].id), "trial") == ["Trial number 3"]
    assert len(names(Filters(about="no-such-row"), "lane")) == 9


def test_a_narrowed_picture_never_says_that_nobody_has_spoken_so_far() -> None:
    entries = [entry(1, FIRST, behaviours=["POW-1"])]

    def notes(filters: Filters) -> set[str]:
        rows = picture(view(entries), filters, today=TODAY).rows
        return {note for row in rows for note in row.notes}

    assert notes(Filters()) == {words.NOBODY_YET, words.ONLY_FROM[Perspective.STATUTORY]}
    narrow = notes(Filters(from_on=FIRST))
    assert words.NOBODY_HERE in narrow
    assert "In what you chose, only public services have spoken about this." in narrow
    assert notes(Filters(relayed=False)) == set()
