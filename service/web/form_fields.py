"""The fields of a form as data, and how what was typed into one becomes a command's value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from service.domain.vocabulary import Perspective

Input = Literal[
    "line",
    "words",
    "lines",
    "number",
    "day",
    "tick",
    "choice",
    "several",
    "people",
    "party",
    "parties",
    "options",
    "pick",
    "picks",
    "evidence",
    "citations",
    "standings",
    "hidden",
]
ROWS, MOST_ROWS = 3, 50
DROPPED = "dropped"
_DAY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")


@dataclass(frozen=True)
class Field:
    """One question of a form. Its label and help stand in the catalogue under its name."""

    name: str
    input: Input
    needed: str = ""
    """What to say where it was left empty; empty for what may be left out."""
    offers: str = ""
    """Where its choices come from."""
    framework: bool = False
    """True where only those may see it who see framework words (I13)."""


class Data:
    """What was typed, or what an address fills in: names with one value or several."""

    def __init__(self, items: Iterable[tuple[str, str]] = ()) -> None:
        self.items = list(items)
        self._values: dict[str, list[str]] = {}
        for name, value in self.items:
            self._values.setdefault(name, []).append(value)

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def one(self, name: str) -> str:
        """The first value of this name, else nothing."""
        return self._values.get(name, [""])[0]

    def all(self, name: str) -> list[str]:
        """Every value of this name that is not empty."""
        return [value for value in self._values.get(name, []) if value.strip()]

    def under(self, prefix: str) -> dict[str, str]:
        """What stands under names that begin like this, by the rest of the name."""
        return {
            name.removeprefix(prefix): values[0]
            for name, values in self._values.items()
            if name.startswith(prefix)
        }

    def but(self, **values: str | list[str]) -> Data:
        """The same with other values for these names."""
        kept = [(name, value) for name, value in self.items if name not in values]
        for name, value in values.items():
            kept += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        return Data(kept)

    def without(self, names: Iterable[str]) -> Data:
        """The same without these names."""
        gone = set(names)
        return Data((name, value) for name, value in self.items if name not in gone)


def row_numbers(name: str, data: Data) -> range:
    """How many rows a field has: three, as many as were sent, and three more where asked for."""
    used = [
        int(number) + 1
        for rest, value in data.under(f"{name}-").items()
        if (number := rest.split("-")[0]).isascii() and number.isdigit() and len(number) < ROWS
        if value.strip()
    ]
    asked = data.one(f"{name}-rows")
    sent = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < ROWS else 0
    more = ROWS if data.one("more") == name else 0
    return range(min(max([ROWS, sent, *used]) + more, MOST_ROWS))


def references(field: Field, data: Data) -> list[str]:
    """What was picked, and what was typed beside it: one a line, or with commas between."""
    typed = re.split(r"[\n,]", data.one(f"{field.name}-other"))
    return [*data.all(field.name), *(one.strip() for one in typed if one.strip())]


def given(field: Field, data: Data, known_people: dict[str, str]) -> Any:
    """The command's value for this field, or None where nothing was said.

    `known_people` are ids of people of the place by the name that stands for them.
    """
    match field.input:
        case "tick":
            return True if data.one(field.name) else None
        case "day":
            return _day(data.one(field.name))
        case "lines":
            return [one for one in data.one(field.name).splitlines() if one.strip()] or None
        case "several" | "picks":
            return data.all(field.name) or None
        case "evidence":
            return references(field, data) or None
        case "people":
            return _people(field, data)
        case "party":
            return next(iter(_parties(field, data, range(1), known_people)), None)
        case "parties":
            return _parties(field, data, row_numbers(field.name, data), known_people) or None
        case "options":
            return _options(field, data) or None
        case "citations":
            return [_citation(value) for value in data.all(field.name)] or None
        case "standings":
            said = data.under(f"{field.name}-").items()
            return [{"assumption": id, "standing": one} for id, one in said if one] or None
        case _:
            return data.one(field.name).strip() or None


def _day(typed: str) -> date | str | None:
    """A day as browsers send it, or as people here write it."""
    typed = typed.strip()
    match = _DAY.fullmatch(typed)
    if match is None:
        return typed or None
    day, month, year = (int(part) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return typed


def _people(field: Field, data: Data) -> dict[str, str] | None:
    counts = {who.value: data.one(f"{field.name}-{who.value}").strip() for who in Perspective}
    return {who: count for who, count in counts.items() if count} or None


def _parties(
    field: Field, data: Data, rows: range, known_people: dict[str, str]
) -> list[dict[str, Any]]:
    parties = []
    for number in rows:
        row = data.under(f"{field.name}-{number}-")
        who, perspective = row.get("who", "").strip(), row.get("perspective", "")
        if not who and not perspective:
            continue
        known = known_people.get(who.casefold())
        named = {"person": known} if known else {"who": who or None}
        parties.append({**named, "perspective": perspective or None})
    return parties


def _options(field: Field, data: Data) -> list[dict[str, Any]]:
    keeps = data.one(f"{field.name}-keeps")
    found = []
    for number in row_numbers(field.name, data):
        row = data.under(f"{field.name}-{number}-")
        if not any(value.strip() for value in row.values()):
            continue
        found.append(
            {
                "text": row.get("text", ""),
                "keeps": keeps == str(number),
                "speaks_for": row.get("for"),
                "speaks_against": row.get("against"),
            }
        )
    return found


def _citation(value: str) -> dict[str, Any]:
    """A belief in the words that somebody read, or because it was dropped."""
    belief, _, version = value.partition("@")
    if version == DROPPED:
        return {"assumption": belief, "dropped": True}
    return {"assumption": belief, "version": version or None}
