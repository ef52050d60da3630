"""Answers: what is wrong with a filled-in view before Slack lets it go to the app."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.practice.inputs import HOLDS, Found, elements
from bot.practice.world import Json

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LINK = re.compile(r"https?://\S+")
EMPTY: tuple[Any, ...] = (None, "", [])


def complaints(blocks: Sequence[Json], values: Json) -> dict[str, str]:
    """What each input block still needs, by block_id; nothing where all is well."""
    found_wrong: dict[str, str] = {}
    for found in elements(blocks):
        if found.is_input and found.type in HOLDS:
            value = values[found.block_id][found.action_id][HOLDS[found.type]]
            if wrong := _complaint(found, value):
                found_wrong[found.block_id] = wrong
    return found_wrong


def _complaint(found: Found, value: Any) -> str:
    element = found.element
    if value in EMPTY:
        return "" if found.block.get("optional") else "This needs an answer."
    if found.type == "number_input":
        return _about_number(element, str(value))
    if found.type == "email_text_input" and not EMAIL.fullmatch(value):
        return "This is not an email address."
    if found.type == "url_text_input" and not LINK.fullmatch(value):
        return "This is not a web address."
    if "max_length" in element and len(value) > element["max_length"]:
        return f"Keep this to {element['max_length']} characters."
    if "min_length" in element and len(value) < element["min_length"]:
        return f"Write at least {element['min_length']} characters."
    if "max_selected_items" in element and len(value) > element["max_selected_items"]:
        return f"Choose {element['max_selected_items']} at most."
    return ""


def _about_number(element: Json, value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "This is not a number."
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Only whole numbers fit here."
    if "min_value" in element and number < Decimal(str(element["min_value"])):
        return f"This must be {element['min_value']} or more."
    if "max_value" in element and number > Decimal(str(element["max_value"])):
        return f"This must be {element['max_value']} or less."
    return ""
