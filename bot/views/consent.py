"""What somebody is asked before their words are kept because somebody else would like to."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from bot.views import blocks as b
from bot.views.blocks import Json
from bot.words import say

Standing = Literal["asked", "kept", "not_kept"]


def message(id: UUID, asker: str, place: str, words: str) -> tuple[str, list[Json]]:
    """The question: their own words back, who would like to keep them, and who could see them."""
    text = say("consent.fallback", asker=b.escape(asker), place=place, words=b.escape(words))
    return b.short(text, 3_000), [
        b.said(say("consent.ask", asker=asker)),
        b.quote(words),
        b.context(say("consent.ask_explain", place=place)),
        b.actions(
            b.button(say("consent.yes_named"), "consent.named", id),
            b.button(say("consent.yes_unnamed"), "consent.unnamed", id),
            b.button(say("consent.no"), "consent.no", id),
        ),
    ]


def answered(*, is_kept: bool) -> tuple[str, list[Json]]:
    """What stands there once it was answered; the words are not repeated."""
    sentence = say("consent.kept" if is_kept else "consent.not_kept")
    return sentence, [b.section(sentence)]


def keep_reply(id: UUID) -> tuple[str, list[Json]]:
    """Whether a reply in a thread of ours should be kept: asked once, and remembered."""
    text = f"{say('replies.keep_ask')} {say('replies.keep_explain')}"
    return text, [
        b.section(f"*{say('replies.keep_ask')}*"),
        b.context(say("replies.keep_explain")),
        b.actions(
            b.button(say("replies.keep_yes"), "replies.keep", id, style="primary"),
            b.button(say("replies.keep_no"), "replies.leave", id),
        ),
    ]
