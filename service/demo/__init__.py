"""The demo place: Harrow Vale, which does not exist, and eighteen months of its learning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib.resources import as_file, files
from zoneinfo import ZoneInfo

from service.bootstrap import System
from service.domain.errors import Misconfigured
from service.domain.place import Place
from service.exchange.importing import Importer
from service.exchange.staging import Report

Clock = Callable[[], datetime]

PLACE = "Harrow Vale"
LEARNING_PARTNER = "lp-1"

DAY = datetime(2026, 11, 2, 9, tzinfo=ZoneInfo("Europe/London"))
"""The Monday after the story's last line: on it, some reviews are due and others are not yet."""


class DemoClock:
    """The demo's own time: its day, going on from when it was made. It can be moved forward."""

    def __init__(self, real: Clock) -> None:
        self._real, self._ahead = real, DAY - real()

    def __call__(self) -> datetime:
        """The moment in the demo."""
        return self._real() + self._ahead

    def move_to(self, moment: datetime) -> None:
        """Let time pass until then; it never goes back."""
        self._ahead = max(self._ahead, moment - self._real())


def fill(system: System, now: datetime, checking: Report, writing: Report) -> None:
    """Record the demo place, unless it is there; the same on every run."""
    if system.desk.exists(Place.id_for(PLACE)):
        return
    with as_file(files("service.demo") / "harrow_vale.jsonl") as path:
        importer = Importer(system, lambda: now, replay=True)
        result = importer.import_file(path, checking=checking, writing=writing)
    if result.refused:
        first = result.refused[0]
        raise Misconfigured(f"The demo's line {first.line} was refused: {first.reason}")


__all__ = ["DAY", "LEARNING_PARTNER", "PLACE", "DemoClock", "fill"]
