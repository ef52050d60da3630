"""What a kind of line is: its command, what it refers to beside it, and who it is done by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from service.application.beliefs import Beliefs
from service.application.capture import Capture
from service.application.changes import Changes
from service.application.commands import Command, Receipt
from service.application.decisions import Decisions
from service.application.desk import Request
from service.application.people import People
from service.application.places import Places
from service.application.sense import Sense
from service.application.tagging import Tagging
from service.application.trials import Trials
from service.bootstrap import OPERATOR
from service.policy import Actor


class Commands(Protocol):
    """All commands there are: those of the system itself, or of a staging."""

    @property
    def places(self) -> Places:
        """On places."""

    @property
    def people(self) -> People:
        """On people."""

    @property
    def capture(self) -> Capture:
        """On reflections."""

    @property
    def tagging(self) -> Tagging:
        """On readings."""

    @property
    def trials(self) -> Trials:
        """On trials."""

    @property
    def sense(self) -> Sense:
        """On sessions, expectations and insights."""

    @property
    def beliefs(self) -> Beliefs:
        """On beliefs."""

    @property
    def decisions(self) -> Decisions:
        """On decisions."""

    @property
    def changes(self) -> Changes:
        """On changes, and what is noticed."""


Refs = Mapping[str, str]
Run = Callable[[Commands, Any, Request, Refs], Receipt]


@dataclass(frozen=True)
class Kind:
    """A kind of line: its command, what it refers to beside it, and who it is done by."""

    command: type[Command]
    run: Run
    refs: tuple[str, ...] = ()
    by: str | None = None
    """The field that names who did it."""
    otherwise_by: Actor = OPERATOR
    """Who did it where the line does not say: the person who imports."""
    kind_as: str = "kind"
    """What a line calls its command's own `kind`, for `kind` is that of the line."""
