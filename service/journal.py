"""The erasure journal: ids of what was erased, in a file that no backup of the database undoes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from service.domain.errors import Misconfigured
from service.settings import Settings


@dataclass(frozen=True)
class Line:
    """That something was erased: what kind of thing, and which."""

    kind: str
    id: UUID
    of: UUID | None = None
    """What it was a part of, where that stays."""
    at: datetime | None = field(default=None, compare=False)


class Journal:
    """One line an erasure, in a file: when, what kind of thing, its id, and no content.

    A line is there, on the disk, before the key is destroyed. So a crash between the two leaves an
    erasure that is asked for and not yet done, and never one that a restored backup could undo.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def note(self, kind: str, id: UUID, at: datetime, of: UUID | None = None) -> None:
        """Write down that this is being erased; Misconfigured where that cannot be kept."""
        if Line(kind, id, of) in set(self.lines()):
            return
        parts = [at.isoformat(timespec="seconds"), kind, id, *([of] if of else [])]
        try:
            self._append(" ".join(map(str, parts)) + "\n")
        except OSError as error:
            raise Misconfigured(
                f"The erasure journal {self.path} cannot be written, so nothing was erased. "
                "Set DOUBLELOOP_ERASURE_JOURNAL to a file that can."
            ) from error

    def lines(self) -> Iterator[Line]:
        """All that was erased, oldest first; half a line of a crash is no line."""
        try:
            text = self.path.read_text()
        except FileNotFoundError:
            return
        except OSError as error:
            raise Misconfigured(f"The erasure journal {self.path} cannot be read.") from error
        for line in text.splitlines():
            if (found := _parsed(line)) is not None:
                yield found

    def _append(self, line: str) -> None:
        is_new = not self.path.exists()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        opened = os.open(self.path, os.O_CREAT | os.O_APPEND | os.O_RDWR, 0o600)
        try:
            size = os.fstat(opened).st_size
            # After half a line, begin anew: what was being written then was not erased.
            if size and os.pread(opened, 1, size - 1) != b"\n":
                line = "\n" + line
            os.write(opened, line.encode())
            os.fsync(opened)
        finally:
            os.close(opened)
        if is_new:
            _sync_folder(self.path.parent)


def journal_of(settings: Settings) -> Journal:
    """The journal that the settings name; else one in the data folder, beside the master key."""
    return Journal(settings.erasure_journal or settings.data / "erasures.journal")


def _parsed(line: str) -> Line | None:
    try:
        at, kind, id, *of = line.split(" ")
        return Line(kind, UUID(id), UUID(of[0]) if of else None, datetime.fromisoformat(at))
    except ValueError:
        return None


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
