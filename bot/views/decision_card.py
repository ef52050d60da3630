"""The card of a decision in its place's channel, and what its buttons open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from bot.views import blocks as b
from bot.views.blocks import Json
from bot.views.reflect import safety, who_sees_it
from bot.words import say
from service.domain.assumption import Status
from service.domain.person import Preferences
from service.domain.vocabulary import ReviewResult
from service.projections.loop_shapes import RestsOn
from service.web.text import day, listed

MOST_BELIEFS, MOST_CHANGES, MOST_OPTIONS, MOST_PEOPLE = 3, 3, 5, 10
SHORT = 600
"""So much of each of several quotations is shown; the page has all of it."""

Some = Literal["none", "some"] | int
"""How many reflections, where that gives nobody away; else that there are some."""


Standing = Literal["agreed", "in_place", "keep", "adjust", "reverse"]
"""Agreed, in place, or looked at again and kept, changed or dropped."""


@dataclass(frozen=True)
class Somebody:
    """Somebody who decided: as they are called, or as Slack knows them."""

    called: str | None
    slack: str | None = None


@dataclass(frozen=True)
class Review:
    """The last look back."""

    on: date
    result: ReviewResult
    words: str


@dataclass(frozen=True)
class Card:
    """A decision, or a question that waits for one, as all people of its place may see it."""

    id: UUID
    chosen: str
    """What was decided, or what has to be."""
    is_decided: bool = True
    standing: Standing = "agreed"
    """How far it has come."""
    options: Sequence[str] = ()
    why: str = ""
    rests_on: Sequence[RestsOn] = ()
    decided_by: Sequence[Somebody] = ()
    look_again_on: date | None = None
    reflections: Some = "none"
    review: Review | None = None
    changes: Sequence[str] = ()
    told: str | None = None
    page: str | None = None
    """Its address on the web, where people can reach that."""


def message(card: Card) -> tuple[str, list[Json]]:
    """The fallback text and the blocks."""
    kind = "taken" if card.is_decided else "proposed"
    fallback = say(f"decision.fallback_{kind}", words=b.escape(b.short(card.chosen, 2_000)))
    blocks = [
        b.section(f"*{say(f'decision.{kind}')}*{_standing(card)}"),
        *b.quotes(b.short(card.chosen, 2 * b.MOST_QUOTED)),
        *_several(say("decision.options"), card.options[:MOST_OPTIONS]),
        *(_several(say("decision.why"), [card.why]) if card.why else []),
        *_beliefs(card.rests_on),
        *_by_whom(card),
        *_from_how_many(card.reflections),
        *_looked_back(card.review),
        *_several(say("decision.changed"), card.changes[-MOST_CHANGES:]),
        *(_several(say("decision.told"), [card.told]) if card.told else []),
    ]
    last = [_what_can_be_done(card), *_page(card.page)]
    return fallback, b.with_room_for(blocks, last, say("common.more"))


def rests_on(found: Sequence[RestsOn]) -> tuple[str, list[Json]]:
    """What one person is told who asked what it rests on."""
    if not found:
        return say("decision.beliefs_none"), [b.section(say("decision.beliefs_none"))]
    blocks = [b.section(f"*{say('decision.beliefs_title')}*")]
    for one in found:
        blocks += [b.quote(one.then), *_since_then(one)]
        doubt = b.short(one.we_would_doubt_if, SHORT)
        blocks.append(b.context(say("decision.belief_doubt", words=doubt)))
        if one.status != Status.DROPPED:
            blocks.append(
                b.actions(b.button(say("decision.doubt_this"), "belief.doubt", one.belief))
            )
    words = "; ".join(b.escape(b.short(one.then, 300)) for one in found[:MOST_BELIEFS])
    text = f"{say('decision.beliefs_title')}: {words}"
    return text, b.within_limits(blocks, say("common.more"))


def differently_modal(place_name: str, usual: Preferences, metadata: str) -> Json:
    """The modal in which somebody says how they see it."""
    return b.modal(
        "differently",
        say("decision.differently_title"),
        [
            b.field("words", say("decision.differently_box"), b.text_box()),
            b.context(say("decision.differently_kept")),
            *safety("differently"),
            *who_sees_it(place_name, usual.scope, usual.name_shown),
        ],
        submit=say("common.save"),
        close=say("common.not_now"),
        metadata=metadata,
    )


def _standing(card: Card) -> str:
    return f" · {say(f'decision.standing_{card.standing}')}" if card.is_decided else ""


def _several(title: str, words: Sequence[str]) -> list[Json]:
    quoted = [b.quote(b.short(one, SHORT)) for one in words]
    return [b.section(f"*{title}*"), *quoted] if quoted else []


def _beliefs(found: Sequence[RestsOn]) -> list[Json]:
    """In the words in which they were believed then."""
    if not found:
        return []
    blocks = [b.section(f"*{say('decision.rests_on')}*")]
    for one in found[:MOST_BELIEFS]:
        if one.dropped:
            blocks.append(b.context(say("decision.rests_on_dropped")))
        blocks.append(b.quote(b.short(one.then, SHORT)))
    if len(found) > MOST_BELIEFS:
        more = len(found) - MOST_BELIEFS
        blocks.append(b.context(say("decision.more_beliefs", count=more)))
    return blocks


def _since_then(one: RestsOn) -> list[Json]:
    if one.status == Status.DROPPED:
        return [b.context(say("decision.belief_dropped"))]
    if one.now != one.then:
        return [b.context(say("decision.belief_now", words=b.short(one.now, SHORT)))]
    return []


def _by_whom(card: Card) -> list[Json]:
    sentences = []
    if card.decided_by:
        names = [_name(one) for one in card.decided_by[:MOST_PEOPLE]]
        if len(card.decided_by) > MOST_PEOPLE:
            names.append(say("decision.more_people", count=len(card.decided_by) - MOST_PEOPLE))
        sentences.append(say("decision.decided_by", people=listed(names)))
    if card.look_again_on is not None:
        sentences.append(say("decision.look_again", day=day(card.look_again_on)))
    return [b.section(" ".join(sentences))] if sentences else []


def _name(one: Somebody) -> str:
    """What they are called, else a mention, which Slack shows as their name."""
    if one.called:
        return b.escape(b.short(" ".join(one.called.split()), 100))
    return f"<@{one.slack}>" if one.slack else say("common.somebody")


def _from_how_many(count: Some) -> list[Json]:
    if count == "none":
        return []
    if count == "some":
        return [b.context(say("decision.from_some"))]
    return [b.context(say("decision.from_many", count=count))]


def _looked_back(review: Review | None) -> list[Json]:
    if review is None:
        return []
    result = say(f"decision.review_{review.result}")
    sentence = say("decision.reviewed", day=day(review.on), result=result)
    return [b.section(f"*{sentence}*"), b.quote(b.short(review.words, SHORT))]


def _what_can_be_done(card: Card) -> Json:
    differently = b.button(say("decision.differently"), "decision.differently", card.id)
    if not card.is_decided:
        return b.actions(differently, block_id="decision")
    rests = b.button(say("decision.what_it_rests_on"), "decision.rests_on", card.id)
    return b.actions(differently, rests, block_id="decision")


def _page(address: str | None) -> list[Json]:
    return [b.section(f"<{address}|{say('decision.page')}>")] if address else []
