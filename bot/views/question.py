"""What somebody sees when the learning partner asks something back."""

from __future__ import annotations

from uuid import UUID

from bot.views import blocks as b
from bot.views.blocks import Json
from bot.views.reflect import safety
from bot.words import say

SHORT, MOST_ASKED = 1_000, 1_500
"""With these a message fits, whatever characters people use; the modal shows more of it."""


def message(
    place: str, words: str, question: str, reflection: UUID, id: UUID
) -> tuple[str, list[Json]]:
    """The question beside the words that it is about."""
    text = say("question.fallback", place=b.escape(place), question=b.escape(question))
    return b.short(text, 3_000), [
        b.said(say("question.title", place=place)),
        b.quote(b.short(words, SHORT)),
        b.said(b.short(question, MOST_ASKED)),
        b.context(say("question.how")),
        b.actions(
            b.button(say("question.answer"), "question.answer", f"{reflection}/{id}"),
            b.button(say("safety.concern"), "concern.open", reflection),
        ),
    ]


def answered(question: str, answer: str) -> tuple[str, list[Json]]:
    """What stands there once it was answered."""
    title = say("question.answered_title")
    return title, [b.section(title), b.said(question), b.quote(answer)]


def modal(question: str, metadata: str) -> Json:
    """The box for the answer."""
    return b.modal(
        "question",
        say("question.modal_title"),
        [b.field("answer", b.short(question, 2_000), b.text_box()), *safety("question")],
        submit=say("question.send"),
        close=say("common.not_now"),
        metadata=metadata,
    )
