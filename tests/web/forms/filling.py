"""What is typed into the forms again and again, and what to look for afterwards."""

from __future__ import annotations

from typing import Any

from tests.web.form_support import Browser, Typed, filled, problems

DECIDED: Typed = {
    "chosen": "Ask before we write.",
    "why": "Letters came too late.",
    "decided_by-0-who": "the team",
    "consulted-0-who": "advice workers",
    "consulted-0-perspective": "non_statutory",
    "not_consulted": "residents\nthe landlord",
}

EXPECTED: Typed = {"we_expect": "More people ring back.", "we_would_doubt_if": "Fewer do."}


def entries(browser: Browser, kind: str) -> list[Any]:
    """What is on the timeline of this kind."""
    return [entry for entry in browser.town.entries() if entry.kind == kind]


def refusal(partner: Browser, kind: str, typed: Typed, query: str = "") -> dict[str, str]:
    """The problems of a form that was refused; all that was typed is still there."""
    page = partner.refused(kind, typed, query)
    still = filled(page)
    for name, value in typed.items():
        assert still[name] == value, name
    return problems(page)
