"""The board: what each trial taught about each building block, with no totals (Q11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest

from service.application.commands import (
    DrawLearning,
    FindAtMargins,
    NormalisePrototype,
    StartPrototype,
)
from service.domain.frameworks import default_frameworks
from service.policy import Actor
from service.projections.board import board_of
from service.projections.loop_shapes import Board, BoardCell, BoardRow
from tests.support.asking import BY_LEARNING_PARTNER, LEARNING_PARTNER, NOW, at
from tests.support.learning import VOICES, Learning, learning_in
from tests.support.town import Town

BLOCKS = default_frameworks().building_blocks
MARCH, APRIL, MAY = (at(f"2026-{month:02}-15 10:00") for month in (3, 4, 5))


@pytest.fixture
def learning(place: Town) -> Learning:
    """Three people have noticed something."""
    return learning_in(place)


def start(place: Town, name: str, now: datetime, *blocks: str) -> None:
    """A trial that people think will change these."""
    command = StartPrototype(
        place=place.name, name=name, expected="Less.", building_blocks=list(blocks)
    )
    place.system.trials.start_prototype(command, replace(BY_LEARNING_PARTNER, now=now))


def learn(place: Town, name: str, block: str, learned: str, now: datetime = NOW) -> None:
    """Something that a trial taught."""
    command = DrawLearning(building_block=block, learned=learned)
    request = replace(BY_LEARNING_PARTNER, now=now)
    place.system.trials.draw_learning(place.id, name, command, request)


def normalise(place: Town, name: str, blocks: list[str], decisions: list[str]) -> None:
    """It became how things are done."""
    command = NormalisePrototype(building_blocks=blocks, decisions=decisions)
    place.system.trials.normalise_prototype(place.id, name, command, BY_LEARNING_PARTNER)


def board(place: Town, actor: Actor = LEARNING_PARTNER, as_known_on: date | None = None) -> Board:
    """What somebody sees."""
    place.system.runner.catch_up()
    return place.system.loops.board(actor, place.id, as_known_on=as_known_on)


def cell(row: BoardRow, code: str) -> BoardCell:
    """One cell of a row."""
    (found,) = [cell for cell in row.cells if cell.building_block == code]
    return found


def test_rows_stand_by_when_they_began_and_cells_in_the_frameworks_order(place: Town) -> None:
    start(place, "Second", APRIL, "governance")
    start(place, "First", MARCH, "delivery")
    shown = board(place)
    assert shown.building_blocks == [(item.code, item.wording) for item in BLOCKS.items]
    assert [(row.name, row.started_on) for row in shown.rows] == [
        ("First", MARCH.date()),
        ("Second", APRIL.date()),
    ]
    for row in shown.rows:
        assert [cell.building_block for cell in row.cells] == list(BLOCKS.codes)
    assert [cell(row, "delivery").was_expected for row in shown.rows] == [True, False]


def test_a_cell_holds_all_that_was_learned_about_it_and_nothing_of_others(place: Town) -> None:
    start(place, "First", MARCH)
    learn(place, "First", "delivery", "Ask once.", APRIL)
    learn(place, "First", "delivery", "Ask again.", MAY)
    learn(place, "First", "governance", "Nobody may decide.")
    (row,) = board(place).rows
    assert cell(row, "delivery").learned == ["Ask once.", "Ask again."]
    assert cell(row, "governance").learned == ["Nobody may decide."]
    assert cell(row, "funding-and-commissioning").learned == []


def test_what_is_at_the_margins_says_what_is_missing(place: Town) -> None:
    start(place, "First", MARCH)
    margins = FindAtMargins(conditions_missing=["Money beyond March.", "Cover."])
    place.system.trials.find_at_margins(place.id, "First", margins, BY_LEARNING_PARTNER)
    (row,) = board(place).rows
    assert (row.fate, row.conditions_missing) == (
        "at_the_margins",
        ["Money beyond March.", "Cover."],
    )
    assert not any(cell.is_changed for cell in row.cells)


def decided(learning: Learning) -> dict[str, UUID]:
    """Two decisions: one changed governance, the other governance and delivery."""
    learning.state()
    return {
        "D1": learning.decide("D1", building_blocks=["governance"]),
        "D2": learning.decide("D2", day=6, building_blocks=["delivery", "governance"]),
    }


def test_what_became_normal_names_for_each_block_the_decisions_that_changed_it(
    learning: Learning,
) -> None:
    place, ids = learning.town, decided(learning)
    start(place, "First", MARCH)
    start(place, "Second", APRIL)
    blocks = ["governance", "delivery", "funding-and-commissioning"]
    normalise(place, "First", blocks, ["D2", "D1"])
    first, second = board(place).rows
    assert cell(first, "governance").changed_by == [ids["D1"], ids["D2"]]
    assert cell(first, "delivery").changed_by == [ids["D2"]]
    assert cell(first, "funding-and-commissioning").changed_by == []
    assert [one.building_block for one in first.cells if one.is_changed] == sorted(
        blocks, key=BLOCKS.codes.index
    )
    assert not any(cell.is_changed or cell.changed_by for cell in second.cells)


def test_a_block_that_it_did_not_name_is_not_changed_by_it(learning: Learning) -> None:
    place = learning.town
    decided(learning)
    start(place, "First", MARCH)
    normalise(place, "First", ["delivery"], ["D2"])
    (row,) = board(place).rows
    assert (cell(row, "governance").changed_by, cell(row, "governance").is_changed) == ([], False)


def test_q12_what_changed_later_was_not_known(learning: Learning) -> None:
    place = learning.town
    decided(learning)
    start(place, "First", MARCH)
    normalise(place, "First", ["delivery"], ["D2"])
    (row,) = board(place, as_known_on=MAY.date()).rows
    assert (row.fate, cell(row, "delivery").changed_by) == ("running", [])
    assert board(place, as_known_on=date(2026, 1, 1)).rows == []


def test_there_are_no_totals() -> None:
    assert set(Board.model_fields) == {"building_blocks", "rows"}
    numbers = {
        name
        for shape in (Board, BoardRow, BoardCell)
        for name, field in shape.model_fields.items()
        if field.annotation in (int, float)
    }
    assert numbers == set()


def test_i13_who_sees_only_local_words_is_shown_what_was_learned_without_blocks(
    learning: Learning,
) -> None:
    place, ids = learning.town, decided(learning)
    start(place, "First", MARCH, "delivery")
    learn(place, "First", "delivery", "Ask once.")
    normalise(place, "First", ["governance", "delivery"], ["D1", "D2"])
    shown = board(place, place.member(place.welcome("bo", VOICES["bo"])))
    assert shown.building_blocks == []
    (only,) = shown.rows[0].cells
    assert (only.building_block, only.learned, only.is_changed) == ("", ["Ask once."], True)
    assert set(only.changed_by) == set(ids.values())
    assert not [code for code in BLOCKS.codes if code in shown.model_dump_json()]


def test_blocks_of_an_earlier_framework_keep_a_column_at_the_end(place: Town) -> None:
    start(place, "First", MARCH)
    learn(place, "First", "delivery", "Ask once.")
    place.system.runner.catch_up()
    trials = place.system.reading.prototypes(LEARNING_PARTNER, place.id)
    frameworks = default_frameworks()
    fewer = BLOCKS.model_copy(update={"items": BLOCKS.items[:2]})
    shown = board_of(trials, frameworks.model_copy(update={"building_blocks": fewer}), True)
    assert [code for code, _ in shown.building_blocks] == [*BLOCKS.codes[:2], "delivery"]
    assert shown.rows[0].cells[-1].learned == ["Ask once."]
