"""README and docs: every command exists, every link leads somewhere, and the tone is ours."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from service.cli import app
from tests.docs.cli_reference import command_line
from tests.docs.markdown import (
    ROOT,
    Command,
    anchors,
    commands,
    fences,
    links,
    name_of,
    pages,
    without_fences,
)

README = ROOT / "README.md"
OURS = re.compile(r"(?:\S*/)?doubleloop(?::[\w.]+)?")
COMMANDS = [command for page in pages() for command in commands(page)]
DOUBLELOOP = [
    (command, command.words[at + 1 :])
    for command in COMMANDS
    for at, word in enumerate(command.words)
    if OURS.fullmatch(word) and (at == 0 or command.words[0] == "docker")
]
MADE = [command for command in COMMANDS if command.words[0] == "make"]
INLINE = re.compile(r"`(doubleloop [^`]+|make [a-z]+)`")
OUR_PATH = re.compile(r"`((?:service|bot|scheduler|tests|docs|\.ci)/[\w./-]+)`")
NOT_OURS = re.compile(r"/(?:home|root)/|pypi\.org|localhost", re.IGNORECASE)


def test_readme_begins_with_demo_and_test() -> None:
    first_two = [block.strip() for block in fences(README.read_text(), "sh")[:2]]

    assert first_two == ["make demo", "make test"]


def test_there_are_commands_to_check() -> None:
    assert len(DOUBLELOOP) > 40
    assert len(MADE) > 3


@pytest.mark.parametrize(
    "arguments", [words for _, words in DOUBLELOOP], ids=[str(command) for command, _ in DOUBLELOOP]
)
def test_the_command_line_takes_it(arguments: tuple[str, ...]) -> None:
    _parse(command_line(), list(arguments))


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_commands_named_in_sentences_exist(page: Path) -> None:
    for words in INLINE.findall(without_fences(page.read_text())):
        name, first, *_ = words.split()
        known = command_line().commands if name == "doubleloop" else _targets()

        assert first in known, words


@pytest.mark.parametrize("command", MADE, ids=str)
def test_make_has_this_target(command: Command) -> None:
    assert set(command.words[1:]) <= _targets()


@pytest.mark.parametrize("name", ["", *sorted(command_line().commands)])
def test_help_can_be_read(name: str) -> None:
    result = CliRunner().invoke(app, [*name.split(), "--help"])

    assert result.exit_code == 0
    assert "Usage" in result.output


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page

        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_is_reached_from_the_readme() -> None:
    reached, left = set[Path](), [README]
    while left:
        page = left.pop()
        if page not in reached and page.suffix == ".md":
            reached.add(page)
            left += [(page.parent / link.partition("#")[0]).resolve() for link in links(page)]

    assert set(pages()) <= reached


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_paths_named_in_sentences_exist(page: Path) -> None:
    missing = [path for path in OUR_PATH.findall(page.read_text()) if not (ROOT / path).exists()]

    assert missing == []


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_the_tone_is_plain(page: Path) -> None:
    prose = without_fences(page.read_text())

    assert "!" not in re.sub(r"!\[", "[", re.sub(r"`[^`]*`|<!--.*?-->", "", prose))
    assert not NOT_OURS.search(page.read_text())


def _parse(command: Any, arguments: list[str]) -> None:
    below = getattr(command, "commands", None)
    if below is None:
        if "--help" not in arguments:
            command.make_context(command.name, arguments)
        return
    if arguments == ["--help"] or (not arguments and command.invoke_without_command):
        return
    assert arguments, "a command is missing"
    assert arguments[0] in below
    _parse(below[arguments[0]], arguments[1:])


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
