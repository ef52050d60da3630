"""The reference says what the program does, name by name."""

from __future__ import annotations

import json

import pytest
from pydantic import BaseModel

from service.application.commands import Receipt
from service.cli import loops
from service.cli.ask import SHOWN
from service.exchange.importing import ImportResult
from service.exchange.kinds import KINDS
from service.exchange.reading import OPTIONAL_COLUMNS, REQUIRED_COLUMNS
from service.projections.shapes import Tag, Voices
from service.verify import Verdict
from tests.docs.api_reference import addresses_table
from tests.docs.cli_reference import cli_reference
from tests.docs.files_reference import kinds_table
from tests.docs.markdown import ROOT, between, fences, table

REFERENCE = ROOT / "docs" / "reference"
STALE = "Write it anew: python -m tests.docs.write"


def test_the_command_line_is_as_described() -> None:
    assert (REFERENCE / "cli.md").read_text() == cli_reference(), STALE


def test_csv_columns_are_those_that_are_read() -> None:
    rows = table(_page("files.md"), "## CSV columns")

    assert [name for name, needed, _ in rows if needed == "yes"] == list(REQUIRED_COLUMNS)
    assert [name for name, needed, _ in rows if needed == "no"] == list(OPTIONAL_COLUMNS)


def test_jsonl_kinds_are_those_that_are_known() -> None:
    assert between(_page("files.md"), "kinds") == kinds_table(), STALE
    assert [row[0] for row in table(_page("files.md"), "## JSONL kinds")] == list(KINDS)


def test_addresses_are_those_that_answer() -> None:
    assert between(_page("api.md"), "addresses") == addresses_table(), STALE


def test_shape_of_import() -> None:
    assert _described("import") == list(ImportResult.model_fields)


def test_shape_of_the_timeline() -> None:
    rows = table(_page("json-shapes.md"), "## `timeline --json`")

    assert [name for name, _ in rows] == list(SHOWN)
    [(_, tags)] = [row for row in rows if row[0] == "tags"]
    assert all(f"`{field}`" in tags + "`" for field in Tag.model_fields)


def test_shape_of_voices() -> None:
    assert _described("voices") == list(Voices.model_fields)


def test_shape_of_loops() -> None:
    assert _described("loops") == list(loops.SHOWN)


def test_shape_of_record() -> None:
    assert _described("record") == list(Receipt.model_fields)


def test_shape_of_verify() -> None:
    assert _described("verify") == list(Verdict.model_fields)


@pytest.mark.parametrize(
    ("command", "shape"),
    [("import", ImportResult), ("record", Receipt), ("verify", Verdict)],
)
def test_the_examples_have_the_shapes(command: str, shape: type[BaseModel]) -> None:
    _, _, below = _page("json-shapes.md").partition(f"## `{command} --json`\n")
    example = json.loads(fences(below, "json")[0])

    assert shape.model_validate(example).model_dump(mode="json") == example


def _page(name: str) -> str:
    return (REFERENCE / name).read_text()


def _described(command: str) -> list[str]:
    rows = table(_page("json-shapes.md"), f"## `{command} --json`")
    return [row[0] for row in rows]
