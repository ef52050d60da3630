"""The modal in which long words are read whole, where a message has room for a part of them."""

from __future__ import annotations

from pydantic_core import to_json

from bot.views import blocks as b
from bot.views.blocks import Json
from bot.words import say

MOST_BYTES = 200_000
"""Slack takes 250,000 for a view."""


def button(reflection: object) -> Json:
    """The way to all of a reflection's words."""
    return b.button(say("whole.read"), "whole.read", reflection)


def modal(words: str, meaning: str | None) -> Json:
    """All of them, in as many parts as that takes."""
    parts = [*b.quotes(words)]
    if meaning:
        parts += [b.context(say("triage.meaning")), *b.quotes(meaning)]
    kept: list[Json] = []
    for part in parts:
        if len(to_json([*kept, part])) > MOST_BYTES:
            kept.append(b.context(say("common.more")))
            break
        kept.append(part)
    return b.modal("whole", say("whole.title"), kept, close=say("common.close"))
