"""The files of this repository, as habit tests look at them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("service", "bot", "scheduler")


def ignored() -> set[str]:
    """Folder names that never get into a commit."""
    lines = (ROOT / ".gitignore").read_text().split()
    return {".git"} | {line.rstrip("/") for line in lines}


def files(start: Path = ROOT) -> Iterator[Path]:
    """Every file that belongs to the project."""
    skip = ignored()
    for entry in sorted(start.iterdir()):
        if entry.name in skip or any(entry.match(pattern) for pattern in skip):
            continue
        if entry.is_dir():
            yield from files(entry)
        else:
            yield entry


def sources(*folders: str) -> list[Path]:
    """The Python files of these folders."""
    return [file for folder in folders for file in files(ROOT / folder) if file.suffix == ".py"]


def name_of(file: Path) -> str:
    """A file as people name it."""
    return file.relative_to(ROOT).as_posix()


def module_names() -> list[str]:
    """Every module that can be imported."""
    found = [name_of(file).removesuffix(".py").replace("/", ".") for file in sources(*PACKAGES)]
    return sorted(name.removesuffix(".__init__") for name in found)
