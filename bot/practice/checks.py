"""Checks: blocks and views that Slack would refuse are refused, in Slack's words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.practice import limits
from bot.practice.refusals import SlackRefusal
from bot.practice.world import Json

CODES_OF_THEIR_OWN = {
    "invalid_blocks_format",
    "msg_blocks_too_long",
    "no_text",
    "view_too_large",
}
"""Problems that are answered with their own code, and not as one of many."""


def check_message(text: str, blocks: Sequence[Json]) -> None:
    """Refused: invalid_blocks, with what is wrong and where; msg_blocks_too_long; ..."""
    if blocks:
        _refuse("invalid_blocks", limits.check_message(text, list(blocks)))


def check_view(view: Json, kind: str) -> None:
    """Refused: invalid_arguments, with what is wrong and where; view_too_large."""
    if view.get("type") != kind:
        told = [f"[ERROR] must be of type {kind} [json-pointer:/view/type]"]
        raise SlackRefusal("invalid_arguments", response_metadata={"messages": told})
    _refuse("invalid_arguments", limits.check_view(view))


def check_metadata(metadata: Json | None) -> None:
    """Refused: invalid_metadata_format."""
    if not metadata:
        return
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(kind, str) or not kind or not isinstance(payload, dict):
        raise SlackRefusal("invalid_metadata_format")


def _refuse(code: str, problems: Sequence[limits.Problem]) -> None:
    if not problems:
        return
    for problem in problems:
        if problem.code in CODES_OF_THEIR_OWN:
            raise SlackRefusal(problem.code)
    wrong = [f"{problem.message} [json-pointer:{problem.pointer}]" for problem in problems]
    more: Json = {"errors": wrong} if code == "invalid_blocks" else {}
    told = [f"[ERROR] {one}" for one in wrong]
    raise SlackRefusal(code, response_metadata={"messages": told}, **more)
