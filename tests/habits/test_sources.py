"""Habits of the sources: one sentence on top, the clock as an argument, nobody's machine."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.support.repository import PACKAGES, ROOT, files, name_of, sources

CLOCKS = {
    "service/cli/common.py",
    "service/api/app.py",
    "service/bootstrap.py",
    "service/server.py",
    "bot/app.py",
}
"""The edges that look at a clock and hand its time on."""

READS_A_CLOCK = {"now", "utcnow", "today"}
KINDS = {".py", ".md", ".toml", ".json", ".jsonl", ".sql", ".html", ".css", ".js", ".yml", ".yaml"}

OURS = sources(*PACKAGES)
ALL = sources(*PACKAGES, "tests", "bench")


def sentences(text: str) -> int:
    """How many sentences a text has."""
    without_names = re.sub(r"`[^`]*`", "x", text)
    return len(re.findall(r"[.!?](?:\s|$)", without_names))


@pytest.mark.parametrize("file", ALL, ids=name_of)
def test_a_module_says_in_one_sentence_what_it_is(file: Path) -> None:
    tree = ast.parse(file.read_text())
    if not tree.body:
        assert file.name == "__init__.py"
        return
    docstring = ast.get_docstring(tree) or ""
    assert docstring.endswith((".", "?"))
    assert sentences(docstring) == 1


@pytest.mark.parametrize("file", OURS, ids=name_of)
def test_the_clock_is_an_argument_except_at_the_edges(file: Path) -> None:
    reads = [
        node.lineno
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in READS_A_CLOCK
        and isinstance(node.func.value, ast.Name | ast.Attribute)
        and ast.unparse(node.func.value).split(".")[-1] in ("datetime", "date")
    ]
    assert reads == [] or name_of(file) in CLOCKS


@pytest.mark.parametrize("file", sorted(CLOCKS))
def test_the_list_of_edges_names_only_files_that_read_a_clock(file: str) -> None:
    assert "datetime.now(" in (ROOT / file).read_text()


@pytest.mark.parametrize(
    "file", [file for file in files() if file.suffix in KINDS or not file.suffix], ids=name_of
)
def test_no_file_names_somebodys_machine(file: Path) -> None:
    text = file.read_text()
    homes = re.findall(r"(?<![\w.])/(?:home|Users)/[a-z][\w.-]*/", text)
    assert homes == []
    assert f"{ROOT}/" not in text


MAY_BE_SKIPPED = {
    "tests/browser/conftest.py": "Chromium is not on every machine",
    "tests/support/typescript.py": "Node is not on every machine",
}
"""What needs a program that we cannot install for somebody; where CI is set, it fails instead."""


@pytest.mark.parametrize("file", sources("tests"), ids=name_of)
def test_no_test_sleeps_or_is_skipped(file: Path) -> None:
    calls = [
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call)
    ]
    banned = {"time.sleep", "sleep", "pytest.skip", "pytest.mark.skip", "pytest.mark.skipif"}
    if name_of(file) in MAY_BE_SKIPPED:
        assert 'os.environ.get("CI")' in file.read_text()
        banned -= {"pytest.skip"}
    assert [call for call in calls if call in banned] == []
