"""Somebody's App Home: what they can do, what changed, what waits for them, and what is theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from pydantic_core import to_json

from bot.views import blocks as b
from bot.views import concern, consent, home_rhythm, question, reflect, triage
from bot.views.blocks import Json
from bot.views.decision_card import Somebody
from bot.views.mine import path_in_words
from bot.words import say
from service.domain.vocabulary import PlaceRole
from service.projections.my_reflections import MyReflection
from service.web.text import day

MOST_BLOCKS, MOST_BYTES = 100, 180_000
"""Of the 250,000 bytes that Slack takes, as much goes to what waits; the rest is always small."""
MOST_WORDS, MOST_TITLE, MOST_CHANNELS, MOST_NAMES = 600, 60, 5, 10


@dataclass(frozen=True)
class Changed:
    """Something that is different now, or what people were told became of their words."""

    words: str
    on: date
    is_told: bool


@dataclass(frozen=True)
class Asked:
    """What a learning partner asked about one's own words."""

    reflection: UUID
    id: UUID
    words: str
    question: str


@dataclass(frozen=True)
class ToAllow:
    """One's own words that somebody would like to keep."""

    id: UUID
    asker: str
    place_name: str
    words: str


@dataclass(frozen=True)
class Unread:
    """What a learning partner has not read: how much, how old, and the oldest of it."""

    count: int
    days: int
    items: Sequence[triage.Item]


@dataclass(frozen=True)
class Joined:
    """A channel that is joined to the place."""

    channel: str
    is_shared: bool = False
    welcomes_others: bool = False


@dataclass(frozen=True)
class LookedAfter:
    """What a coordinator sees of a place: who looks after what, its channels, how many people."""

    roles: Mapping[PlaceRole, Sequence[Somebody]]
    people: int
    channels: Sequence[Joined] = ()
    elsewhere: int = 0
    """How many channels stand in other workspaces."""


@dataclass(frozen=True)
class Shown:
    """All that somebody's Home tells."""

    place: UUID
    place_name: str
    places: Sequence[tuple[UUID, str]] = ()
    """All that they take part in."""
    is_welcome: bool = False
    """True where it should first say what this is."""
    changed: Sequence[Changed] = ()
    concerns: Sequence[tuple[UUID, str]] = ()
    """What nobody has read, and in which place; never what it says."""
    to_allow: Sequence[ToAllow] = ()
    questions: Sequence[Asked] = ()
    unread: Unread | None = None
    mine: Sequence[MyReflection] = ()
    asked: home_rhythm.AskedHere = field(default_factory=home_rhythm.AskedHere)
    rhythm: home_rhythm.Kept | None = None
    looked_after: LookedAfter | None = None


def home(shown: Shown) -> Json:
    """The Home. What waits gives way where there is no room, and nothing else does."""
    before = [
        b.header(shown.place_name),
        *_choose_place(shown),
        *(_welcome(shown.place_name) if shown.is_welcome else []),
        _what_to_do(),
        b.context(say("safety.not_monitored")),
        *_changed(shown.changed),
        b.section(f"*{say('home.waiting')}*"),
    ]
    after = [
        *_mine(shown.mine),
        *home_rhythm.when_we_ask(shown.asked),
        *_name_and_data(),
        *(_looked_after(shown.place_name, shown.looked_after) if shown.looked_after else []),
        *(home_rhythm.looked_after(shown.rhythm) if shown.rhythm else []),
    ]
    room = MOST_BLOCKS - len(before) - len(after) - 1
    return b.home([*before, *_as_many_as_fit(_waiting(shown), room), *after])


def not_yet(sentence: str) -> Json:
    """The Home of somebody for whom there is no place yet: a sentence that says so."""
    return b.home([b.section(sentence), b.context(say("safety.not_monitored"))])


def gone() -> Json:
    """The Home of somebody who was erased: nothing of theirs stands in it."""
    return b.home([b.section(say("home.gone"))])


def try_it(asked: reflect.Reflecting) -> Json:
    """The modal for a reflection, in which nothing is saved."""
    modal = reflect.modal(asked)
    return modal | {
        "callback_id": "try_it",
        "title": b.plain(say("home.try_title"), b.TITLE),
        "submit": b.plain(say("home.try_send"), b.TITLE),
        "blocks": [b.section(f"*{say('home.try_line')}*"), *modal["blocks"]],
    }


def tried() -> Json:
    """What stands there once it was tried."""
    line = b.section(say("home.try_done"))
    return b.modal("tried", say("home.try_done_title"), [line], close=say("common.close"))


def _choose_place(shown: Shown) -> list[Json]:
    if len(shown.places) < 2:  # noqa: PLR2004 - one is nothing to choose from
        return []
    options = [b.option(name, id) for id, name in shown.places]
    pick = b.menu(options, str(shown.place), placeholder=say("home.choose_place_pick"))
    text = say("home.choose_place", place=b.escape(shown.place_name))
    return [b.section(text, pick | {"action_id": "home.place"})]


def _welcome(place: str) -> list[Json]:
    return [
        b.section(say("home.welcome_what", place=b.escape(place))),
        b.section(say("home.welcome_kept")),
        b.section(say("home.welcome_who")),
        b.actions(b.button(say("home.try"), "home.try")),
    ]


def _what_to_do() -> Json:
    return b.actions(
        b.button(say("home.reflect"), "reflect.open", style="primary"),
        b.button(say("home.decide"), "decide.open"),
        b.button(say("home.trial"), "trial.open"),
        b.button(say("home.belief"), "belief.open"),
        b.button(say("safety.concern"), "concern.open", "home"),
    )


def _changed(changed: Sequence[Changed]) -> list[Json]:
    lines = [
        block
        for one in changed
        for block in (
            b.said(b.short(one.words, MOST_WORDS)),
            b.context(
                say("home.changed_told" if one.is_told else "home.changed_seen", day=day(one.on))
            ),
        )
    ]
    nothing = [b.context(say("home.changed_none"))]
    return [b.section(f"*{say('home.changed')}*"), *(lines or nothing)]


def _waiting(shown: Shown) -> list[list[Json]]:
    """What waits, most pressing first; each stands whole or not at all."""
    waiting: list[list[Json]] = []
    if shown.concerns:
        waiting.append([b.section(_counted("concerns", len(shown.concerns)))])
        waiting += [concern.waits(id, place)[1] for id, place in shown.concerns]
    waiting += [
        consent.message(one.id, one.asker, one.place_name, one.words)[1] for one in shown.to_allow
    ]
    waiting += [
        question.message(shown.place_name, one.words, one.question, one.reflection, one.id)[1]
        for one in shown.questions
    ]
    if shown.unread is not None and shown.unread.count:
        unread = f"{_counted('unread', shown.unread.count)} {_how_old(shown.unread.days)}"
        waiting.append([b.section(unread)])
        waiting += [[*triage.message(item)[1], b.divider()] for item in shown.unread.items]
    return waiting or [[b.context(say("home.waiting_none"))]]


def _counted(what: str, count: int) -> str:
    return say(f"home.{what}_one") if count == 1 else say(f"home.{what}_many", count=count)


def _how_old(days: int) -> str:
    if days <= 1:
        return say("home.oldest_yesterday" if days == 1 else "home.oldest_today")
    return say("home.oldest_days", days=days)


def _as_many_as_fit(groups: Sequence[list[Json]], room: int) -> list[Json]:
    kept: list[Json] = []
    size = 0
    for group in groups:
        size += len(to_json(group))
        if len(kept) + len(group) > room or size > MOST_BYTES:
            return [*kept, b.context(say("home.waiting_more"))]
        kept += group
    return kept


def _mine(mine: Sequence[MyReflection]) -> list[Json]:
    heading = b.section(f"*{say('home.mine')}*")
    if not mine:
        return [heading, b.context(say("home.mine_none"))]
    items = [
        block
        for one in mine
        for block in (
            b.quote(b.short(one.entry.text, MOST_WORDS)),
            b.context(f"{day(one.entry.occurred_on)}. {path_in_words(one, MOST_TITLE)}"),
        )
    ]
    return [heading, *items, b.actions(b.button(say("home.all"), "mine.all"))]


def _name_and_data() -> list[Json]:
    return [
        b.section(f"*{say('home.rights')}*"),
        b.context(say("home.rights_line")),
        b.actions(
            b.button(say("home.rights_who"), "rights.who"),
            b.button(say("home.rights_download"), "rights.download"),
            b.button(say("home.rights_remove"), "rights.remove", style="danger"),
        ),
    ]


def _looked_after(place: str, known: LookedAfter) -> list[Json]:
    roles = "\n".join(
        f"{say(f'home.role_{role}')}: {_names(known.roles.get(role, ()))}" for role in PlaceRole
    )
    return [
        b.divider(),
        b.section(f"*{say('home.looked_after', place=b.escape(place))}*\n{roles}"),
        b.actions(b.button(say("home.roles"), "roles.open"), block_id="roles"),
        b.context(_counted("people", known.people)),
        b.section(_channels(known)),
        *(_shared(one) for one in known.channels[:MOST_CHANNELS] if one.is_shared),
    ]


def _names(people: Sequence[Somebody]) -> str:
    named = [
        f"<@{one.slack}>" if one.slack else b.escape(one.called or say("common.somebody"))
        for one in people[:MOST_NAMES]
    ]
    return ", ".join(named) or say("home.nobody")


def _channels(known: LookedAfter) -> str:
    shown = [f"<#{one.channel}>" for one in known.channels[:MOST_CHANNELS]]
    more = known.elsewhere
    elsewhere = [say("home.channels_elsewhere", count=more)] if more else []
    if not shown and not elsewhere:
        return say("home.channels_none")
    return say("home.channels", channels=", ".join([*shown, *elsewhere]))


def _shared(one: Joined) -> Json:
    """Whether people of other organisations take part there, and the way to change that."""
    text = "shared_open" if one.welcomes_others else "shared_closed"
    button = (
        b.button(say("home.only_ours"), "shared.unwelcome", one.channel)
        if one.welcomes_others
        else b.button(say("home.let_others_in"), "shared.welcome", one.channel)
    )
    return b.section(say(f"home.{text}", channel=f"<#{one.channel}>"), button)
