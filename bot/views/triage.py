"""What a learning partner sees of something new, and the modals in which they read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from bot.views import blocks as b
from bot.views import whole
from bot.views.blocks import Json
from bot.views.reflect import THIS, safety
from bot.words import say
from service.domain.frameworks import Framework
from service.domain.vocabulary import Stance

Gone = Literal["held", "withdrawn"]

NEW = "new"
NOTHING_FITS = "nothing"
FITS, DOES_NOT_FIT = "fits", "against"
MOST_DECIDED = 300
LOOKED, NOT_LOOKED = "yes", "no"


@dataclass(frozen=True)
class Asked:
    """A question that was asked back, and its answer."""

    question: str
    answer: str | None


@dataclass(frozen=True)
class Item:
    """A reflection as the learning partner reads it."""

    id: UUID
    place_name: str
    state: Gone | Literal["available"]
    words: str
    meaning: str | None
    perspective: str
    relayed: str | None
    on: str
    name: str | None
    is_narrow: bool
    readings: int
    is_heard: bool
    questions: tuple[Asked, ...] = ()
    decision: str | None = None
    """The decision that it speaks to, if it does."""


def gone(id: UUID, place_name: str, state: Gone) -> Item:
    """One that there is nothing to read of any more, or not now."""
    return Item(id, place_name, state, "", None, "not_said", None, "", None, False, 0, False)


def message(item: Item) -> tuple[str, list[Json]]:
    """The card: the words first, and what can be done."""
    if item.state != "available":
        return _nothing_to_read(item)
    text = say(
        "triage.fallback",
        place=b.escape(item.place_name),
        words=b.escape(b.short(item.words, 3_000)),
    )
    blocks = [
        b.said(say("triage.title", place=item.place_name)),
        b.quote(item.words),
        *([b.context(say("triage.meaning")), b.quote(item.meaning)] if item.meaning else []),
        *_about_a_decision(item.decision),
        *(block for asked in item.questions for block in _asked(asked)),
    ]
    facts = b.context(" ".join(_facts(item)))
    card = b.with_room_for(blocks, [facts, _what_can_be_done(item)], say("common.more"))
    is_whole = b.is_quoted_whole(item.words, item.meaning) and card[: len(blocks)] == blocks
    if is_whole:
        return text, card
    last = [facts, _what_can_be_done(item, whole.button(item.id))]
    return text, b.with_room_for(blocks, last, say("common.more"))


def _what_can_be_done(item: Item, *more: Json) -> Json:
    return b.actions(
        b.button(say("triage.tag"), "triage.tag", item.id, style="primary"),
        b.button(say("triage.heard"), "triage.heard", item.id),
        b.button(say("triage.join"), "triage.join", item.id),
        b.button(say("triage.ask"), "triage.ask", item.id),
        *more,
        b.button(say("safety.concern"), "concern.open", item.id),
    )


def _about_a_decision(chosen: str | None) -> list[Json]:
    if chosen is None:
        return []
    return [b.said(say("triage.about_decision", words=b.short(chosen, MOST_DECIDED)))]


def _nothing_to_read(item: Item) -> tuple[str, list[Json]]:
    """What stands there of one that was put aside or taken back."""
    if item.state == "withdrawn":
        sentence = say("triage.taken_back")
        return sentence, [b.section(sentence)]
    sentence = say("triage.held")
    sure = b.asking(
        say("triage.release_title"),
        say("triage.release_text"),
        say("triage.release_yes"),
        say("triage.release_no"),
    )
    back = b.button(say("triage.release"), "triage.release", item.id, confirm=sure)
    return sentence, [b.section(sentence), b.actions(back)]


def _facts(item: Item) -> list[str]:
    perspective = say(f"perspectives.{item.perspective}")
    if item.relayed is not None:
        passed_on = say("triage.relayed", perspective=say(f"perspectives.{item.relayed}"))
        perspective = f"{perspective}, {passed_on}"
    facts = (
        say("triage.line_named", name=item.name, perspective=perspective, on=item.on)
        if item.name
        else say("triage.line", perspective=perspective, on=item.on)
    )
    found = [f"{facts}."]
    if item.is_narrow:
        found.append(say("triage.narrow"))
    if item.readings == 1:
        found.append(say("triage.readings_one"))
    elif item.readings:
        found.append(say("triage.readings_many", count=item.readings))
    elif item.is_heard:
        found.append(say("triage.heard_by_one"))
    return found


def _asked(asked: Asked) -> list[Json]:
    answer = (
        say("triage.not_answered")
        if asked.answer is None
        else say("triage.answered", answer=asked.answer)
    )
    return [b.said(say("triage.asked", question=asked.question)), b.said(answer)]


def tag_modal(
    words: str,
    behaviours: Framework,
    blocks: Framework,
    phrases: dict[str, str],
    metadata: str,
) -> Json:
    """The modal in which a learning partner says what they see; the place's own words first."""
    stances = [b.option(say(f"stances.{stance}"), stance) for stance in Stance]
    nothing = b.option(say("triage.tag_none"), NOTHING_FITS)
    return b.modal(
        "triage_tag",
        say("triage.tag_title"),
        [
            b.quote(words),
            b.field(
                "codes",
                say("triage.tag_behaviours"),
                b.menu_of_several(
                    _items(behaviours, phrases), placeholder=say("triage.tag_choose")
                ),
                is_optional=True,
            ),
            b.field(
                "blocks",
                say("triage.tag_blocks"),
                b.menu_of_several(_items(blocks, phrases), placeholder=say("triage.tag_choose")),
                is_optional=True,
            ),
            b.field("stance", say("triage.tag_stance"), b.menu(stances, Stance.PRESENT)),
            b.field("reason", say("triage.tag_reason"), b.text_box(), is_optional=True),
            *safety(THIS),
            b.field(
                "nothing",
                say("triage.tag_none_label"),
                b.tick([nothing]),
                hint=say("triage.tag_none_hint"),
                is_optional=True,
            ),
        ],
        submit=say("common.save"),
        close=say("common.not_now"),
        metadata=metadata,
    )


def ask_modal(words: str, metadata: str) -> Json:
    """The modal for a question to whoever wrote it."""
    box = b.field("question", say("triage.ask_box"), b.text_box(), hint=say("triage.ask_hint"))
    return b.modal(
        "triage_ask",
        say("triage.ask_title"),
        [b.quote(words), box, *safety(THIS)],
        submit=say("triage.ask_send"),
        close=say("common.not_now"),
        metadata=metadata,
    )


def join_modal(
    words: str,
    insights: Sequence[tuple[UUID, str]],
    others: Sequence[tuple[UUID, str]],
    metadata: str,
) -> Json:
    """The modal that joins it to an insight that is there, or makes one of several reflections."""
    options = [b.option(say("triage.join_new"), NEW), *(b.option(t, id) for id, t in insights)]
    fits = [
        b.option(say("triage.join_fits_yes"), FITS),
        b.option(say("triage.join_fits_no"), DOES_NOT_FIT),
    ]
    looked = [
        b.option(say("triage.join_looked_yes"), LOOKED),
        b.option(say("triage.join_looked_no"), NOT_LOOKED),
    ]
    single = b.option(say("triage.join_single"), "single")
    return b.modal(
        "triage_join",
        say("triage.join_title"),
        [
            b.quote(words),
            b.field("insight", say("triage.join_insight"), b.menu(options, NEW)),
            b.field("fits", say("triage.join_fits"), b.radio(fits, FITS)),
            b.divider(),
            b.field(
                "claim",
                say("triage.join_claim"),
                b.text_box(),
                hint=say("triage.join_claim_hint"),
                is_optional=True,
            ),
            *safety(THIS),
            *_others(others),
            b.field("does_not_fit", say("triage.join_against"), b.text_box(), is_optional=True),
            b.field(
                "looked_for_disconfirming",
                say("triage.join_looked"),
                b.radio(looked),
                is_optional=True,
            ),
            b.field(
                "single_voice",
                say("triage.join_single_label"),
                b.tick([single]),
                is_optional=True,
            ),
        ],
        submit=say("common.save"),
        close=say("common.not_now"),
        metadata=metadata,
    )


def _others(others: Sequence[tuple[UUID, str]]) -> list[Json]:
    if not others:
        return []
    options = [b.option(text, id) for id, text in others]
    menu = b.menu_of_several(options, placeholder=say("triage.tag_choose"))
    return [b.field("cites", say("triage.join_cites"), menu, is_optional=True)]


def _items(framework: Framework, phrases: dict[str, str]) -> list[Json]:
    """Each item under the place's own words where it has any, with the framework's beside them."""
    return [
        b.option(phrases[item.code], item.code, item.wording)
        if item.code in phrases
        else b.option(item.wording, item.code)
        for item in framework.items
    ]
