"""The limits of Block Kit: what Slack would refuse in a message or a view, before it is sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bot.practice.blocks import (
    BLOCKS,
    IN_HOMES,
    IN_MESSAGES,
    IN_MODALS,
    MARKDOWN_CHARACTERS,
    TABLE_CHARACTERS,
    elements_of,
    everywhere,
)
from bot.practice.shapes import Check, Problem, Shape, Spot, flag, listing, string, typed
from bot.practice.texts import plain
from bot.practice.world import Json

__all__ = ["Problem", "check_blocks", "check_message", "check_view"]

NO_TEXT = "no_text"
BLOCKS_TOO_LONG = "msg_blocks_too_long"
BAD_FORMAT = "invalid_blocks_format"
VIEW_TOO_LARGE = "view_too_large"
"""Codes of problems that Slack answers with an error code of their own."""

BLOCKS_IN_A_MESSAGE = 50
BLOCKS_IN_A_VIEW = 100
CHARACTERS_IN_A_MESSAGE = 13_200
BYTES_IN_A_VIEW = 250_000
CHARTS_IN_A_MESSAGE = 2

_VIEW: dict[str, Check] = {
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
_MODAL = Shape(
    {
        "title": plain(24),
        "blocks": listing(typed(BLOCKS, IN_MODALS), most=BLOCKS_IN_A_VIEW),
    },
    {
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
        **_VIEW,
    },
)
_HOME = Shape(
    {"blocks": listing(typed(BLOCKS, IN_HOMES), least=0, most=BLOCKS_IN_A_VIEW)},
    {"title": plain(24), **_VIEW},
)
_VIEWS: dict[str, Check] = {"modal": _MODAL, "home": _HOME}


def check_message(text: str, blocks: list[Json]) -> list[Problem]:
    """What Slack would refuse in a message with this text and these blocks; nothing where it is
    fine. The text is what notifications and screen readers use, so one without words and without
    blocks is refused too."""
    if not text and not blocks:
        return [Problem("/text", NO_TEXT, "must have a text or blocks")]
    return check_blocks(blocks)


def check_blocks(blocks: Any, at: str = "/blocks") -> list[Problem]:
    """What Slack would refuse in these blocks of a message."""
    problems: list[Problem] = []
    spot = Spot(blocks, at, problems)
    if not isinstance(blocks, list):
        spot.refuse("must provide an array of blocks", BAD_FORMAT)
        return problems
    listing(typed(BLOCKS, IN_MESSAGES), least=0, most=BLOCKS_IN_A_MESSAGE)(spot)
    inside = list(everywhere(spot.at(place) for place in range(len(blocks))))
    _ids_differ(inside)
    _fits_in_a_message(spot, inside)
    return problems


def check_view(view: Json, at: str = "/view") -> list[Problem]:
    """What Slack would refuse in a modal or a Home; nothing where it is fine."""
    problems: list[Problem] = []
    spot = Spot(view, at, problems)
    typed(_VIEWS)(spot)
    if not isinstance(view, dict):
        return problems
    inside = list(everywhere(spot.items("blocks")))
    _ids_differ(inside)
    _one_has_the_focus(inside)
    for block in inside:
        if block.type == "input" and spot.type == "modal" and "submit" not in view:
            asked = Spot(None, f"{block.pointer}/input", problems)
            asked.refuse("must define `submit` to use an `input` block in modals")
    if len(json.dumps(view, ensure_ascii=False).encode(errors="replace")) > BYTES_IN_A_VIEW:
        spot.refuse(f"must be at most {BYTES_IN_A_VIEW} bytes", VIEW_TOO_LARGE)
    return problems


def _ids_differ(blocks: Iterable[Spot]) -> None:
    seen = []
    for block in blocks:
        name = block.get("block_id")
        if name and name in seen:
            block.at("block_id").refuse(f'`block_id` "{name}" already exists')
        seen.append(name)


def _one_has_the_focus(blocks: Iterable[Spot]) -> None:
    focused = [
        element
        for block in blocks
        for element in elements_of(block)
        if element.get("focus_on_load") is True
    ]
    for element in focused[1:]:
        element.at("focus_on_load").refuse("must be true for one element only")


def _fits_in_a_message(spot: Spot, blocks: list[Spot]) -> None:
    for block in blocks:
        for element in elements_of(block):
            if element.type == "file_input":
                element.at("type").refuse("unsupported type: file_input")
            if element.get("response_url_enabled") is not None:
                element.refuse("`response_url_enabled` is for modals only")
    tables = [block for block in blocks if block.type in ("table", "data_table")]
    if len([block for block in tables if block.type == "table"]) > 1:
        spot.refuse("only one table block allowed")
    if sum(_characters(block.get("rows")) for block in tables) > TABLE_CHARACTERS:
        spot.refuse(f"all tables together must be less than {TABLE_CHARACTERS + 1} characters")
    if len([block for block in blocks if block.type == "data_visualization"]) > CHARTS_IN_A_MESSAGE:
        spot.refuse("too many data_visualization blocks")
    markdown = [block.get("text") for block in blocks if block.type == "markdown"]
    if len(markdown) > 1 and _characters(markdown) > MARKDOWN_CHARACTERS:
        spot.refuse(f"all markdown must be less than {MARKDOWN_CHARACTERS + 1} characters")
    if len(json.dumps(_shown(spot.value), ensure_ascii=False)) > CHARACTERS_IN_A_MESSAGE:
        spot.refuse("the message's blocks are too long", BLOCKS_TOO_LONG)


def _characters(value: Any) -> int:
    """The characters of what people read in there."""
    return sum(len(words) for words in _strings(value))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in ("type", "block_id", "style"):
                yield from _strings(part)


def _shown(value: Any) -> Any:
    """The blocks without what menus offer: only what is shown counts towards a message's size."""
    if isinstance(value, list):
        return [_shown(part) for part in value]
    if isinstance(value, dict):
        return {
            name: _shown(part)
            for name, part in value.items()
            if name not in ("options", "option_groups")
        }
    return value
