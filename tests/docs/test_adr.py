"""The decisions: numbered without holes, listed, each with its four parts."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.docs.markdown import ROOT, name_of, table

ADR = ROOT / "docs" / "adr"
PAGES = sorted(ADR.glob("0*.md"))
LISTED = re.compile(r"^(\d+)\. \[(.+)\]\((.+)\)$", re.MULTILINE)
PARTS = ["## Status", "## Context", "## Decision", "## Consequences"]
ONE_PAGE = 80


def test_the_list_is_the_folder() -> None:
    listed = LISTED.findall((ADR / "README.md").read_text())

    assert [file for _, _, file in listed] == [page.name for page in PAGES]
    assert [int(number) for number, _, _ in listed] == list(range(1, len(PAGES) + 1))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_each_is_one_page_of_four_parts(page: Path) -> None:
    lines = page.read_text().splitlines()
    number, title = _listed(page)

    assert lines[0].startswith(f"# {int(number)}. ")
    assert title in lines[0]
    assert [line for line in lines if line.startswith("## ")] == PARTS
    assert len(lines) <= ONE_PAGE


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = [re.split(r"[^a-z0-9-]", name)[0] for name in project["dependencies"]]
    rows = table((ADR / "0010-dependencies.md").read_text(), "## Decision")

    assert [name for name, _ in rows] == needed


def test_the_code_refers_to_decisions_that_exist() -> None:
    there = {int(page.name[:4]) for page in PAGES}
    for room in ("service", "bot", "scheduler"):
        for file in (ROOT / room).rglob("*.py"):
            for number in re.findall(r"\bADR (\d+)", file.read_text()):
                assert int(number) in there, name_of(file)


def _listed(page: Path) -> tuple[str, str]:
    listed = LISTED.findall((ADR / "README.md").read_text())
    return next((number, title) for number, title, file in listed if file == page.name)
