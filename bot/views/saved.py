"""What the bot says once something is saved: the words back, and all that can be done with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from bot.views import blocks as b
from bot.views import whole
from bot.views.blocks import Json
from bot.views.identifying import go_on, go_on_or_narrow, in_words
from bot.views.reflect import SHOW_NAME, THIS, safety, scope_in_words, who_sees_it
from bot.words import say
from service.domain.identifying import Identifier
from service.domain.vocabulary import SYSTEM_PERSPECTIVES, Scope

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
    is_usually_wider: bool = False
    """True where its author lets more people see what they write, as a rule."""
    relayed: str | None = None
    """From whom its author passed it on, where they did."""
    asks_perspective: bool = False
    """True where nobody knows yet from where its author speaks."""
    is_one_of_several: bool = False
    """True where its author takes part in other places too."""


def message(saved: Saved) -> tuple[str, list[Json]]:
    """The fallback text and the blocks."""
    if saved.state == "withdrawn":
        sentence = say("saved.taken_back")
        return sentence, [b.section(sentence)]
    if saved.state == "held":
        sentence = say("saved.held")
        return sentence, [b.quote(saved.words), b.section(sentence)]
    fallback = say("saved.fallback", words=b.escape(b.short(saved.words, 3_000)))
    words = [
        b.section(f"*{say('saved.title')}*"),
        b.quote(saved.words),
        *([b.quote(saved.meaning)] if saved.meaning else []),
    ]
    rest = [
        b.context(_seen_by(saved)),
        *_may_identify(saved),
        *_speaks_from(saved),
        _what_can_be_done(saved),
        *_one_more_question(saved),
    ]
    card = b.with_room_for(words, rest, say("common.more"))
    if b.is_quoted_whole(saved.words, saved.meaning) and card[: len(words)] == words:
        return fallback, card
    read = b.actions(whole.button(saved.id), block_id="whole")
    return fallback, b.with_room_for(words, [read, *rest], say("common.more"))


def message_there(saved: Saved) -> tuple[str, list[Json]]:
    """The same for somebody who has no direct messages with us, and with a way to all of theirs."""
    text, blocks = message(saved)
    everything = b.button(say("saved.all"), "mine.all")
    return text, [*blocks, b.actions(everything, block_id="all")]


def change_modal(saved: Saved, metadata: str) -> Json:
    """The modal in which somebody says it differently, and to whom."""
    return b.modal(
        "change",
        say("saved.change_title"),
        [
            b.field("words", say("saved.change_box"), b.text_box(initial=saved.words)),
            *safety(THIS),
            b.field(
                "meaning",
                say("saved.change_more"),
                b.text_box(initial=saved.meaning),
                is_optional=True,
            ),
            *who_sees_it(saved.place_name, saved.scope, saved.name_shown),
            go_on(),
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
            *safety(THIS),
            *([] if saved.scope == Scope.AUTHOR_AND_LP else [go_on_or_narrow()]),
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
    seen_by = say("saved.seen_by", scope=scope, name=name)
    if saved.relayed is not None:
        passed_on = say("saved.passed_on", perspective=say(f"perspectives.{saved.relayed}"))
        seen_by = f"{passed_on} {seen_by}"
    if not saved.is_one_of_several:
        return seen_by
    return f"{say('saved.place', place=saved.place_name)} {seen_by}"


def _may_identify(saved: Saved) -> list[Json]:
    if not saved.identifying:
        return []
    found = in_words(saved.identifying)
    change = b.button(say("saved.also_change"), "saved.change", saved.id, style="primary")
    if not saved.is_usually_wider:
        sentence = say("saved.identifying_narrow", found=found)
        return [b.said(sentence), b.actions(change, block_id="identifying")]
    share = b.button(say("saved.identifying_as_usual"), "saved.as_usual", saved.id)
    sentence = say("saved.identifying", found=found)
    return [b.said(sentence), b.actions(change, share, block_id="identifying")]


def _speaks_from(saved: Saved) -> list[Json]:
    if not saved.asks_perspective:
        return []
    offered = [
        b.option(say(f"speaks_from.{one}"), f"{one}/{saved.id}") for one in SYSTEM_PERSPECTIVES
    ]
    menu = b.menu(offered, placeholder=say("speaks_from.pick"))
    ask = menu | {"action_id": "saved.perspective"}
    return [b.section(say("speaks_from.question"), ask) | {"block_id": "speaks_from"}]


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
