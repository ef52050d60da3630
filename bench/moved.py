"""A clock that several processes share: real time, moved as far ahead as a file says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path


@dataclass(frozen=True)
class MovedClock:
    """The same moment for whoever reads the same file."""

    file: Path

    def __call__(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(self.file.read_text()))

    def move_to(self, moment: datetime) -> None:
        """Have it that moment now, and go on from there."""
        partly = self.file.with_suffix(".next")
        partly.write_text(str((moment - datetime.now(UTC)).total_seconds()))
        partly.replace(self.file)
