"""Whether Slack would take a message or a view: held against our limits and slack_sdk's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.models import JsonObject
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.practice.limits import check_message, check_view

UNKNOWN_TO_THE_SDK = {"data_table", "data_visualization"}
"""Blocks that slack_sdk 3.47 has no class for; our limits and TypeScript look after them."""

Json = dict[str, Any]


def assert_sound_message(text: str, blocks: Sequence[Json]) -> None:
    """The blocks are within all limits, and the text stands in for them where they are not seen:
    in notifications and for screen readers."""
    assert text.strip(), "a message needs a text beside its blocks"
    problems = [str(problem) for problem in check_message(text, list(blocks))]
    assert not problems, "\n".join(problems)
    _assert_sdk_takes(blocks)


def assert_sound_view(view: Json) -> None:
    """The view is within all limits."""
    problems = [str(problem) for problem in check_view(view)]
    assert not problems, "\n".join(problems)
    View(**{**view, "blocks": _known(view["blocks"])}).validate_json()
    _assert_sdk_takes(view["blocks"])


def _known(blocks: Sequence[Json]) -> list[Json]:
    return [block for block in blocks if block["type"] not in UNKNOWN_TO_THE_SDK]


def _assert_sdk_takes(blocks: Sequence[Json]) -> None:
    """slack_sdk knows each block, finds no fault, and would send just what was written."""
    for block in _known(blocks):
        parsed = Block.parse(block)
        assert parsed is not None, f"slack_sdk knows no block {block['type']}"
        for part in _parts(parsed):
            part.validate_json()
        sent = json.loads(json.dumps(parsed.to_dict()))
        lost = sorted(_strings(block) - _strings(sent))
        assert not lost, f"slack_sdk loses {lost} of the block {block['type']}"


def _parts(value: object) -> Iterator[JsonObject]:
    """An object of slack_sdk and all objects that it is made of."""
    if isinstance(value, JsonObject):
        yield value
        for part in vars(value).values():
            yield from _parts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _parts(part)


def _strings(value: object) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        return set().union(*(_strings(part) for part in value.values()))
    if isinstance(value, list):
        return set().union(*(_strings(part) for part in value))
    return set()
