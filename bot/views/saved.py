"""What the bot says once something is saved: the words back, and all that can be done with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from bot.views import blocks as b
from bot.views.blocks import Json
from bot.views.reflect import SHOW_NAME, safety, scope_in_words, who_sees_it
from bot.words import say
from service.domain.identifying import Identifier
from service.domain.vocabulary import Scope

State = Literal["available", "held", "withdrawn"]

QUESTIONS = ("more_surprised", "more_differently", "more_helped")
"""At most one of these is asked after saving; which one goes round with the reflection's id."""


@dataclass(frozen=True)
class Saved:
    """A reflection as its author sees it."""

    id: UUID
    place_name: str
    state: State
    words: str
    meaning: str | None
    scope: Scope
    name_shown: bool
    identifying: frozenset[Identifier] = frozenset()
    """What in it may tell who somebody is, while its author has not said what to do about it."""


def message(saved: Saved) -> tuple[str, list[Json]]:
    """The fallback text and the blocks."""
    if saved.state == "withdrawn":
        sentence = say("saved.taken_back")
        return sentence, [b.section(sentence)]
    if saved.state == "held":
        sentence = say("saved.held")
        return sentence, [b.quote(saved.words), b.section(sentence)]
    fallback = say("saved.fallback", words=b.escape(b.short(saved.words, 3_000)))
    return fallback, [
        b.section(f"*{say('saved.title')}*"),
        b.quote(saved.words),
        *([b.quote(saved.meaning)] if saved.meaning else []),
        b.context(_seen_by(saved)),
        *_may_identify(saved),
        _what_can_be_done(saved),
        *_one_more_question(saved),
    ]


def change_modal(saved: Saved, metadata: str) -> Json:
    """The modal in which somebody says it differently, and to whom."""
    return b.modal(
        "change",
        say("saved.change_title"),
        [
            b.field("words", say("saved.change_box"), b.text_box(initial=saved.words)),
            *safety("change"),
            b.field(
                "meaning",
                say("saved.change_more"),
                b.text_box(initial=saved.meaning),
                is_optional=True,
            ),
            *who_sees_it(saved.place_name, saved.scope, saved.name_shown),
        ],
        submit=say("common.save"),
        close=say("common.not_now"),
        metadata=metadata,
    )


def more_modal(saved: Saved, metadata: str) -> Json:
    """The modal with the one question that may follow."""
    return b.modal(
        "more",
        say("saved.more_title"),
        [
            b.quote(saved.words),
            b.field("meaning", question_for(saved.id), b.text_box()),
            *safety("more"),
        ],
        submit=say("common.save"),
        close=say("common.not_now"),
        metadata=metadata,
    )


def question_for(reflection: UUID) -> str:
    """The question that may follow this reflection."""
    return say(f"saved.{QUESTIONS[reflection.int % len(QUESTIONS)]}")


def named(chosen: object) -> bool:
    """True where the box for showing one's name is ticked."""
    return isinstance(chosen, Iterable) and SHOW_NAME in chosen


def _seen_by(saved: Saved) -> str:
    name = say("saved.name_shown" if saved.name_shown else "saved.name_hidden")
    scope = scope_in_words(saved.scope, saved.place_name)
    return say("saved.seen_by", scope=scope, name=name)


def _may_identify(saved: Saved) -> list[Json]:
    if not saved.identifying:
        return []
    found = ", ".join(sorted(say(f"identifying.{one}") for one in saved.identifying))
    return [
        b.said(say("saved.identifying", found=found)),
        b.actions(
            b.button(say("saved.also_change"), "saved.change", saved.id, style="primary"),
            b.button(say("saved.identifying_as_usual"), "saved.as_usual", saved.id),
            block_id="identifying",
        ),
    ]


def _what_can_be_done(saved: Saved) -> Json:
    name = "saved.hide_name" if saved.name_shown else "saved.show_name"
    confirm = b.asking(
        say("saved.remove_title"),
        say("saved.remove_text"),
        say("saved.remove_yes"),
        say("saved.remove_no"),
        is_grave=True,
    )
    return b.actions(
        b.button(say("saved.change"), "saved.change", saved.id),
        b.button(say(name), name, saved.id),
        b.button(say("saved.decision"), "saved.decision", saved.id),
        b.button(say("saved.remove"), "saved.remove", saved.id, confirm=confirm),
        b.button(say("safety.concern"), "concern.open", saved.id),
        block_id="saved",
    )


def _one_more_question(saved: Saved) -> list[Json]:
    if saved.meaning:
        return []
    ask = b.button(say("saved.more_button"), "saved.more", saved.id)
    return [b.section(question_for(saved.id), ask)]
