"""What a form is: a command, its fields, what it is about, and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from service.application.commands import Command, Receipt
from service.application.desk import Request
from service.bootstrap import System
from service.policy import Action, Actor
from service.web import form_words as w
from service.web.form_fields import Field

Subject = Literal["assumption", "decision", "change", "insight", "prototype"]
Run = Callable[[System, str, str, Any, Request], Receipt]
"""Carries a command out: the system, the place, what it is about, the command, who asks."""


@dataclass(frozen=True)
class Form:
    """One thing that can be written down."""

    kind: str
    command: type[Command]
    run: Run
    fields: tuple[Field, ...]
    subject: Subject | None = None
    """What it is about; it has to be chosen first."""
    leads_to: str = "timeline"
    aliases: tuple[tuple[str, str], ...] = ()
    """Names in an address that fill in a field of another name."""
    action: Action = Action.RECORD_LEARNING
    before: Callable[[System, Actor, str], dict[str, str]] | None = None
    """What it begins with, where it changes something that there is."""
    needs_framework: bool = False
    """True where only those can fill it in who see framework words (I13)."""

    @property
    def begins(self) -> bool:
        """True where it begins a record, which takes the place's name."""
        return self.subject is None


def form(kind: str, command: type[Command], run: Run, *fields: Field, **more: Any) -> Form:
    """A form that also asks when it happened."""
    return Form(kind, command, run, (*fields, *WHEN), **more)


def of_belief(kind: str, command: type[Command], run: Run, *fields: Field, **more: Any) -> Form:
    """A form about a belief, which leads back to it."""
    return form(kind, command, run, *fields, subject="assumption", leads_to="belief", **more)


def words(name: str, needed: str = "") -> Field:
    """Several lines of words."""
    return Field(name, "words", needed)


def line(name: str, needed: str = "") -> Field:
    """One line of words."""
    return Field(name, "line", needed)


def choice(name: str, offers: str, needed: str = "") -> Field:
    """One of a few things."""
    return Field(name, "choice", needed, offers)


def pick(name: str, offers: str, needed: str = "") -> Field:
    """One record of the place."""
    return Field(name, "pick", needed, offers)


def evidence(name: str, needed: str = "", offers: str = "words") -> Field:
    """What people noticed, and patterns; others can be named."""
    return Field(name, "evidence", needed, offers)


WHEN = (Field("occurred_on", "day"), Field("late_because", "words"))
BEHAVIOURS = Field("behaviours", "picks", offers="behaviours", framework=True)
BLOCKS = Field("building_blocks", "picks", offers="building_blocks", framework=True)
DECISION, SEEN_BY = pick("decision", "decisions"), Field("seen_by", "party")
REASON = words("reason", w.SAY_REASON)
SESSION = pick("session", "sessions")
TRIAL = pick("prototype", "trials")
KIND = choice("kind", "kinds", w.SAY_KIND)
