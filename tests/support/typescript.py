"""TypeScript as a second opinion: messages and views held against Slack's own published types."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest
from platformdirs import user_cache_path

TYPESCRIPT = "7.0.2"
SLACK_TYPES = "3.2.0"
RUN = "PYTEST_XDIST_TESTRUNUID"
"""What pytest-xdist calls one test run, the same in all of its workers."""

PRELUDE = (
    "import type { HomeView, KnownBlock, ModalView } from '@slack/types';"
    # Slack's types do not know the chart block yet; its reference does.
    " interface Point { label: string; value: number }"
    " interface Plot { type: 'bar' | 'line' | 'area'; series: { name: string; data: Point[] }[];"
    " axis_config: { categories: string[]; x_label?: string; y_label?: string } }"
    " interface Pie { type: 'pie'; segments: Point[] }"
    " interface Chart { type: 'data_visualization'; title: string; chart: Plot | Pie;"
    " block_id?: string }"
    " type Blocks = (KnownBlock | Chart)[];"
    " interface Message { text: string; blocks: Blocks }"
    " type View = (Omit<ModalView, 'blocks'> | Omit<HomeView, 'blocks'>) & { blocks: Blocks };"
)


def check_with_typescript(samples: Sequence[tuple[str, dict[str, Any]]]) -> None:
    """Type-check messages (`text`, `blocks`) and views (with a `type`), each with a name that a
    failure is told by. Skipped where there is no Node, except in CI."""
    home = _compiler()
    lines = [PRELUDE]
    for number, (_, sample) in enumerate(samples):
        kind = "View" if "type" in sample else "Message"
        literal = json.dumps(sample).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        lines.append(f"export const sample{number}: {kind} = {literal};")
    with tempfile.TemporaryDirectory(dir=home) as folder:
        source = Path(folder) / "samples.ts"
        source.write_text("\n".join(lines), encoding="utf-8")
        told = _compile(home, source)
    assert not told, "\n".join(_named(line, samples) for line in told)


def node_or_skip() -> tuple[str, str]:
    """Where `node` and `npm` are; without them the test is skipped, and in CI it fails."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        skip_except_in_ci("Node is not installed, so this is not checked here.")
    return node, npm


def skip_except_in_ci(reason: str) -> NoReturn:
    """Skip for a plain reason; a machine that says it is CI has no excuse."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason} CI must have it.")
    pytest.skip(reason)


def installed(name: str, packages: dict[str, str]) -> Path:
    """A folder with exactly these packages from npm, installed once and kept for later runs."""
    _, npm = node_or_skip()
    home = user_cache_path("doubleloop-tests", appauthor=False) / name
    home.mkdir(parents=True, exist_ok=True)
    complete, failed = home / "complete.json", home / "failed"
    with _alone(home / "lock"):
        wanted = json.dumps(packages, sort_keys=True)
        if complete.exists() and complete.read_text() == wanted:
            return home
        run = os.environ.get(RUN, str(os.getpid()))
        if not (failed.exists() and failed.read_text() == run):
            if _install(npm, home, packages):
                complete.write_text(wanted)
                return home
            failed.write_text(run)
    skip_except_in_ci("Packages from npm cannot be installed, so this is not checked here.")


def _compiler() -> Path:
    packages = {"typescript": TYPESCRIPT, "@slack/types": SLACK_TYPES}
    return installed(f"types-{TYPESCRIPT}-{SLACK_TYPES}", packages)


def _install(npm: str, home: Path, packages: dict[str, str]) -> bool:
    shutil.rmtree(home / "node_modules", ignore_errors=True)
    (home / "package.json").write_text(json.dumps({"private": True, "dependencies": packages}))
    options = ("--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock")
    try:
        done = subprocess.run(
            [npm, "install", *options], cwd=home, capture_output=True, timeout=120, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def _compile(home: Path, source: Path) -> list[str]:
    node, _ = node_or_skip()
    done = subprocess.run(
        [
            node,
            str(home / "node_modules" / "typescript" / "bin" / "tsc"),
            *("--strict", "--noEmit", "--skipLibCheck", "--pretty", "false"),
            *("--target", "es2022", "--module", "nodenext", "--moduleResolution", "nodenext"),
            str(source),
        ],
        cwd=home,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    told = [line for line in done.stdout.splitlines() if line.strip()]
    if done.returncode and not told:
        told = [done.stderr]
    return told


def _named(line: str, samples: Sequence[tuple[str, dict[str, Any]]]) -> str:
    """A compiler's line with the name of the sample in the place of the file's."""
    found = re.search(r"samples\.ts\((\d+),\d+\): (.*)", line)
    if found is None:
        return line
    return f"{samples[int(found[1]) - 2][0]}: {found[2]}"


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One process at a time."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
