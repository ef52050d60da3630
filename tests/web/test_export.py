"""The files that people take away: the same entries as the page, and nothing that can run."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from xml.etree import ElementTree

import pytest
import vl_convert

from service.web import words
from service.web.export import csv_rows, png, svg_document, vega_lite
from tests.web.factory import FIRST, TODAY, eastmoor, entry, view

HOSTILE = "<script>&\"'\u202e\x0b\x00]]>"


def test_a_spreadsheet_holds_every_entry_once() -> None:
    entries, trials = eastmoor(50)
    rows = list(csv.DictReader(io.StringIO(csv_rows(view(entries, trials)), newline="")))
    assert [row["Entry"] for row in rows] == [str(one.id) for one in entries]
    assert tuple(rows[0]) == words.COLUMNS
    assert {row["Speaks from"] for row in rows} >= {"Public services", "Residents"}
    assert any(row["Passed on from"] == "Residents" for row in rows)


@pytest.mark.parametrize("start", [*"=+-@\t\r\n\0", *"\uff1d\uff0b\uff0d\uff20"])
def test_no_cell_can_act_as_a_formula(start: str) -> None:
    one = entry(1, FIRST, text=f'{start}HYPERLINK("x"),"y"', role=f"{start}cmd", title=start)
    shown = view([one], words=lambda name: f"{start}{name}").model_copy()
    rows = list(csv.reader(io.StringIO(csv_rows(shown), newline="")))
    for cell in rows[1]:
        assert not cell or cell[0] not in f"{start}=+-@\t\r\n\0"
        assert "\0" not in cell


def test_lines_of_a_spreadsheet_end_as_rfc_4180_says() -> None:
    text = csv_rows(view([entry(1, FIRST, text='two\nlines, "quoted"')]))
    assert text.endswith("\r\n")
    assert '"two\nlines, ""quoted"""' in text


def test_vega_lite_holds_the_same_entries_as_the_page() -> None:
    entries, trials = eastmoor(50)
    spec = vega_lite(view(entries, trials), today=TODAY)
    assert spec["$schema"].endswith("/v6.json")
    values: list[dict[str, Any]] = spec["datasets"]["entries"]
    assert {value["id"] for value in values} == {str(one.id) for one in entries}
    dates = {str(one.id): one.occurred_on.isoformat() for one in entries}
    assert all(value["date"] == dates[value["id"]] for value in values)


def test_vega_lite_is_understood_by_vega() -> None:
    spec = vega_lite(view(*eastmoor(12)), today=TODAY)
    drawn = vl_convert.vegalite_to_svg(spec, vl_version="6.1")
    assert "Who gets to decide" in drawn


@pytest.mark.parametrize("count", [0, 40])
def test_the_drawing_stands_alone(count: int) -> None:
    entries, trials = eastmoor(count, words=lambda text: text + HOSTILE) if count else ([], [])
    document = svg_document(view(entries, trials, words=lambda text: text + HOSTILE), today=TODAY)
    root = ElementTree.fromstring(document)
    assert "var(" not in document
    assert not re.search(r'(href|src)="(?!#)', document)
    names = {node.get("id") for node in root.iter() if node.get("id")}
    used = {node.get("href", "")[1:] for node in root.iter() if node.tag.endswith("use")}
    assert used <= names
    assert float(root.get("height", "0")) > 100


def test_a_png_is_a_png_with_something_on_it() -> None:
    image = png(view(*eastmoor(40)), today=TODAY)
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    assert 10_000 < len(image) < 600_000
