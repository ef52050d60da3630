"""The demo place's people in Slack: who of the story one can be there, and what they look after."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from service.domain.vocabulary import PlaceRole

STORY = "harrow_vale.jsonl"


@dataclass(frozen=True)
class Persona:
    """Somebody of the story, as Slack knows them."""

    contributor: str
    """What the story calls them."""
    user: str
    """Their id in Slack."""
    name: str
    title: str
    looks_after: PlaceRole | None = None
    is_guest: bool = False

    @property
    def handle(self) -> str:
        """Their short name, for mentions."""
        return self.name.split()[0].lower()


@cache
def personas() -> tuple[Persona, ...]:
    """Who one can be: the three sides of the place, and those who look after something."""
    told = _told()
    return (
        _persona(told, "p-08", "U0MAUREEN1"),
        _persona(told, "p-04", "U0NEILBR01"),
        _persona(told, "p-14", "U0KEZIAGR1"),
        _persona(told, "p-26", "U0TRACEYM1"),
        _persona(told, "p-22", "U0SANDRAP1", is_guest=True),
        _persona(told, "p-17", "U0YUSUFKA1", PlaceRole.COORDINATOR),
        _persona(told, "lp-1", "U0NIAMHCO1", PlaceRole.LEARNING_PARTNER),
        _persona(told, "p-11", "U0JOANNEH1", PlaceRole.SAFEGUARDING_LEAD),
    )


def who_looks_after(role: PlaceRole) -> Persona:
    """The one who has this role."""
    return next(one for one in personas() if one.looks_after == role)


def _persona(
    told: dict[str, dict[str, Any]],
    contributor: str,
    user: str,
    looks_after: PlaceRole | None = None,
    *,
    is_guest: bool = False,
) -> Persona:
    line = told[contributor]
    works_as = ", ".join(filter(None, (line["role"], line["organisation"])))
    title = f"{_ROLES[looks_after]}; {works_as}" if looks_after in _ROLES else works_as
    return Persona(contributor, user, line["name"], title, looks_after, is_guest)


_ROLES = {
    PlaceRole.COORDINATOR: "Coordinator",
    PlaceRole.SAFEGUARDING_LEAD: "Safeguarding lead",
}
"""Said where the story's own role does not say it."""


def _told() -> dict[str, dict[str, Any]]:
    """The story's lines that welcome somebody."""
    text = (files("service.demo") / STORY).read_text(encoding="utf-8")
    lines = (json.loads(line) for line in text.splitlines())
    return {line["contributor"]: line for line in lines if line["kind"] == "person"}
