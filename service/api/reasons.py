"""What is wrong with a request, field by field, in words that never repeat what was sent."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from pydantic import BaseModel

A_NAME = "[key]"
"""So pydantic says that the name of a value is wrong, and not the value."""

MOST = 50
"""More wrong fields than this are not listed."""


class Wrong(BaseModel):
    """One field that cannot be used."""

    field: str
    reason: str


def wrongs(errors: Iterable[Mapping[str, Any]]) -> list[Wrong]:
    """The same that pydantic found, without what was typed."""
    found = list(errors)[:MOST]
    names = {error["loc"][:-1] for error in found if error["loc"][-1:] == (A_NAME,)}
    return [Wrong(field=_field(error, names), reason=_reason(error)) for error in found]


def _field(error: Mapping[str, Any], names: Container[tuple[int | str, ...]]) -> str:
    """Where it is wrong, up to the first name that somebody typed and nobody knows."""
    place = error["loc"]
    typed = (n for n in range(len(place)) if place[: n + 1] in names)
    place = place[: next(typed, len(place))]
    if error["type"] == "extra_forbidden":
        place = place[:-1]  # A name that we do not know is something that was typed.
    if error["type"] == "json_invalid":
        place = place[:1]
    return ".".join(str(part) for part in place)


def _reason(error: Mapping[str, Any]) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    for start, sentence in _SENTENCES.items():
        if kind.startswith(start):
            return sentence.format_map(context)
    return "This is not in the form that openapi.json describes."


_SENTENCES = {
    "missing": "This is needed.",
    "extra_forbidden": "There is a field here that is not known. See openapi.json.",
    "json_invalid": "This is not JSON.",
    "model_": "Send a JSON object, with the header Content-Type: application/json.",
    "string_type": "Give text.",
    "string_too_short": "This is too short.",
    "string_too_long": "This is too long.",
    "string_pattern_mismatch": "This holds characters that cannot be used here.",
    "list_type": "Give a list.",
    "dict_type": "Give a JSON object.",
    "too_long": "These are more than {max_length}.",
    "enum": "Give one of: {expected}.",
    "literal_error": "Give one of: {expected}.",
    "bool_": "Give true or false.",
    "int_": "Give a whole number.",
    "greater_than_equal": "Give {ge} or more.",
    "less_than_equal": "Give {le} or less.",
    "datetime_": "Give a moment with its zone, as 2026-03-14T09:30:00+00:00.",
    "timezone_": "Give a moment with its zone, as 2026-03-14T09:30:00+00:00.",
    "date_": "Give a day, as 2026-03-14.",
    "uuid_": "Give an id.",
}
"""By how pydantic's name for the error begins."""
