"""The image: slim, from locked packages, without tools, run by nobody in particular."""

from __future__ import annotations

import re
import shlex
import tomllib

import pytest

from tests.packaging.files import ROOT, parse_command

TEXT = (ROOT / "Dockerfile").read_text()
LINES = [
    line
    for line in re.sub(
        r"\\\n\s*", " ", re.sub(r"^#.*\n", "", TEXT, flags=re.MULTILINE)
    ).splitlines()
    if line.strip()
]


def stage(number: int) -> list[str]:
    """The instructions of one stage."""
    starts = [n for n, line in enumerate(LINES) if line.startswith("FROM ")]
    ends = [*starts[1:], len(LINES)]
    return LINES[starts[number] : ends[number]]


def instructions(lines: list[str], name: str) -> list[str]:
    """What follows an instruction, wherever it stands."""
    return [line.removeprefix(f"{name} ") for line in lines if line.startswith(f"{name} ")]


def test_both_stages_are_slim_and_the_same_python() -> None:
    images = [line.split()[0] for line in instructions(LINES, "FROM")]

    assert images == ["python:${PYTHON}-slim"] * 2
    assert instructions(LINES, "ARG") == ["PYTHON=3.11"]


def test_it_runs_as_nobody_in_particular() -> None:
    assert instructions(stage(1), "USER") == ["10001:10001"]
    assert not any(line.startswith("RUN ") for line in stage(1)[_index("USER ") :])


@pytest.mark.parametrize("line", [line for line in LINES if "install" in line], ids=lambda _: "")
def test_packages_are_those_whose_hashes_are_locked(line: str) -> None:
    for step in line.split("&&"):
        if "requirements" in step or "uv build" in step:
            assert "--require-hashes" in step
        elif "apt-get install" in step:  # Debian signs what it gives out.
            assert all(name.startswith("fonts-") for name in _packages_of(step))
        elif " install " in step:
            assert "--no-deps --no-index" in step


def test_locks_have_hashes_for_everything() -> None:
    for name in ("requirements.lock", "requirements-setup.lock", "requirements-dev.lock"):
        for block in re.split(r"\n(?=\S)", (ROOT / name).read_text().strip()):
            assert "--hash=sha256:" in block, block.splitlines()[0]


def test_the_final_stage_has_no_tools() -> None:
    runs = " ".join(instructions(stage(1), "RUN"))

    assert "pip uninstall" in runs
    assert "install" not in runs.replace("uninstall", "")
    assert instructions(stage(1), "COPY") == [
        "--from=build /opt/doubleloop /opt/doubleloop",
        "--from=build /usr/share/fonts/truetype /usr/share/fonts/truetype",
    ]


def test_what_it_copies_exists_and_is_sent_to_the_builder() -> None:
    copied = [name for line in instructions(stage(0), "COPY") for name in line.split()[:-1]]
    sent = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)

    assert all((ROOT / name).exists() for name in copied)
    assert sorted(sent) == sorted(copied)


def test_it_copies_all_that_the_wheel_is_made_of() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    copied = " ".join(instructions(stage(0), "COPY"))

    assert all(f"{name} ./{name}" in copied for name in packages)
    assert project["project"]["readme"] in copied


def test_it_starts_doubleloop_and_can_be_asked_how_it_is() -> None:
    final = stage(1)
    [environment] = instructions(final, "ENV")
    [health] = instructions(final, "HEALTHCHECK")
    [command] = instructions(final, "CMD")

    assert instructions(final, "ENTRYPOINT") == ['["doubleloop"]']
    assert parse_command([*re.findall(r'"([^"]*)"', command)])["host"] == "0.0.0.0"
    assert "http://127.0.0.1:8400/health/live" in health
    assert {"PYTHONDONTWRITEBYTECODE=1", "PYTHONUNBUFFERED=1"} <= {*shlex.split(environment)}


def _packages_of(step: str) -> list[str]:
    _, _, told = step.partition("install")
    return [word for word in told.split() if not word.startswith("-")]


def _index(start: str) -> int:
    return next(n for n, line in enumerate(stage(1)) if line.startswith(start))
