"""The part of a Home about asking: when somebody is asked, and for who looks after it, the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Literal
from uuid import UUID

from bot.views import blocks as b
from bot.views.asking import HOURS
from bot.views.blocks import Json
from bot.words import say
from service.domain.cadence import Every, Nation
from service.domain.vocabulary import DigestKind
from service.web.text import day

Standing = Literal["no_rhythm", "not_said", "no", "nothing", "paused", "when_i_come", "yes"]
MOST_DUE, MOST_DRAFTS, MOST_TITLE = 3, 3, 200
PART, MOST_PARTS = 2_900, 60


@dataclass(frozen=True)
class AskedHere:
    """How somebody is asked in the place where they are."""

    standing: Standing = "no_rhythm"
    often: str = ""
    on: date | None = None
    """The next day, or until when they pause."""


@dataclass(frozen=True)
class Draft:
    """A digest that waits for the place's yes."""

    id: UUID
    kind: DigestKind
    days: str
    page: str | None = None


@dataclass(frozen=True)
class Kept:
    """What a coordinator sees of the rhythm: counts only, and of a few no number."""

    often: str | None = None
    """None where the place has not chosen."""
    is_paused: bool = False
    next_slot: date | None = None
    next_on: date | None = None
    asked: int | None = None
    """How many were asked this time; None where they are few."""
    is_open: bool = False
    due: Sequence[tuple[str, date]] = ()
    drafts: Sequence[Draft] = ()


def when_we_ask(asked: AskedHere) -> list[Json]:
    """When somebody is asked, and the way to change it."""
    on = day(asked.on) if asked.on else ""
    known = asked.standing
    text = say(f"home_rhythm.{known}", often=asked.often, day=on)
    if known == "yes" and asked.on is None:
        text = say("home_rhythm.yes_some_day", often=asked.often)
    button = b.actions(b.button(say("home_rhythm.change"), "asking.open"), block_id="asking")
    return [
        b.section(f"*{say('asking.title')}*"),
        b.context(text),
        *([] if known == "no_rhythm" else [button]),
    ]


def looked_after(kept: Kept) -> list[Json]:
    """The place's rhythm, what is due, and the digests that wait for a yes."""
    return [
        b.section(f"*{say('home_rhythm.title')}*"),
        b.context(_standing(kept)),
        *([b.context(_how_many(kept))] if kept.is_open else []),
        *(
            b.context(say("home_rhythm.due", title=b.short(title, MOST_TITLE), day=day(on)))
            for title, on in kept.due[:MOST_DUE]
        ),
        _what_can_be_done(kept),
        *(block for one in kept.drafts[:MOST_DRAFTS] for block in _draft(one)),
    ]


def choose_modal(every: Every, anchor: date, at: time, nation: Nation, metadata: str) -> Json:
    """When a place asks."""
    hours = sorted({*HOURS, at})
    return b.modal(
        "rhythm",
        say("home_rhythm.choose_title"),
        [
            b.field(
                "every",
                say("asking.every"),
                b.menu([b.option(say(f"asking.{one}"), one) for one in Every], every),
            ),
            b.field("anchor", say("home_rhythm.anchor"), b.day(anchor.isoformat())),
            b.field(
                "at",
                say("asking.at"),
                b.menu([b.option(f"{one:%H:%M}", f"{one:%H:%M}") for one in hours], f"{at:%H:%M}"),
                hint=say("asking.at_hint"),
            ),
            b.field(
                "nation",
                say("home_rhythm.nation"),
                b.menu([b.option(say(f"nations.{one}"), one) for one in Nation], nation),
            ),
        ],
        submit=say("common.save"),
        close=say("common.not_now"),
        metadata=metadata,
    )


def pause_modal(metadata: str) -> Json:
    """Until when nobody is asked."""
    until = b.field(
        "until",
        say("home_rhythm.until"),
        b.day(),
        hint=say("home_rhythm.until_hint"),
        is_optional=True,
    )
    return _small("rhythm_pause", say("home_rhythm.pause"), until, metadata)


def move_modal(on: date, metadata: str) -> Json:
    """On which day the next round comes instead."""
    to = b.field("to", say("home_rhythm.to"), b.day(on.isoformat()))
    return _small("rhythm_move", say("home_rhythm.move_title"), to, metadata)


def draft_modal(text: str, metadata: str) -> Json:
    """A draft as it would be read, with a yes to it."""
    parts = [text[start : start + PART] for start in range(0, len(text), PART)]
    more = [b.context(say("common.more"))] if len(parts) > MOST_PARTS else []
    return b.modal(
        "draft",
        say("home_rhythm.draft_title"),
        [*(b.said(part) for part in parts[:MOST_PARTS] if part.strip()), *more],
        submit=say("home_rhythm.approve"),
        close=say("common.not_now"),
        metadata=metadata,
    )


def changed_meanwhile() -> Json:
    """What is said where a draft was changed while somebody read it."""
    line = b.section(say("home_rhythm.changed_meanwhile"))
    return b.modal("draft", say("home_rhythm.draft_title"), [line], close=say("common.close"))


def _small(callback_id: str, title: str, asked: Json, metadata: str) -> Json:
    return b.modal(
        callback_id,
        title,
        [asked],
        submit=say("common.save"),
        close=say("common.not_now"),
        metadata=metadata,
    )


def _standing(kept: Kept) -> str:
    if kept.often is None:
        return say("home_rhythm.not_chosen")
    if kept.is_paused:
        return say("home_rhythm.is_paused")
    if kept.next_on is None:
        return say("home_rhythm.none_planned", often=kept.often)
    return say("home_rhythm.next", often=kept.often, day=day(kept.next_on))


def _how_many(kept: Kept) -> str:
    if kept.asked is None:
        return say("home_rhythm.asked_few")
    return say("home_rhythm.asked", count=kept.asked)


def _what_can_be_done(kept: Kept) -> Json:
    choose = b.button(say("home_rhythm.choose"), "rhythm.choose")
    if kept.often is None:
        return b.actions(choose, block_id="rhythm")
    if kept.is_paused:
        go_on = b.button(say("home_rhythm.resume"), "rhythm.resume")
        return b.actions(choose, go_on, block_id="rhythm")
    buttons = [choose, b.button(say("home_rhythm.pause"), "rhythm.pause")]
    if kept.next_slot is not None:
        skip = b.asking(
            say("home_rhythm.skip"),
            say("home_rhythm.skip_text"),
            say("home_rhythm.skip_yes"),
            say("common.not_now"),
        )
        buttons += [
            b.button(say("home_rhythm.move"), "rhythm.move", kept.next_slot),
            b.button(say("home_rhythm.skip"), "rhythm.skip", kept.next_slot, confirm=skip),
        ]
    return b.actions(*buttons, block_id="rhythm")


def _draft(one: Draft) -> list[Json]:
    text = say(f"home_rhythm.draft_{one.kind}", days=one.days)
    edit = f" <{one.page}|{say('home_rhythm.edit')}>" if one.page else ""
    return [
        b.section(f"{text}{edit}"),
        b.actions(
            b.button(say("home_rhythm.read"), "draft.read", one.id, style="primary"),
            b.button(say("home_rhythm.skip_this"), "draft.skip", one.id),
        ),
    ]
