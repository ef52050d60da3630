"""Saved: its author gets their words back, with what they can do about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from bot.context import Bot
from bot.posts import Address, Post, Want
from bot.telling import Message
from bot.views import saved as view
from service.domain.base import Event
from service.domain.errors import NotFound
from service.domain.identifying import found_in
from service.domain.reflection import Reflection, State
from service.domain.sealed import ERASED
from service.domain.vocabulary import Channel, Scope, SpeakingAs

KIND = "saved"
FOLLOWS: tuple[type[Event], ...] = (
    Reflection.Recorded,
    Reflection.Amended,
    Reflection.SpanRedacted,
    Reflection.ScopeChanged,
    Reflection.NameChoiceChanged,
    Reflection.HeldForCare,
    Reflection.Released,
    Reflection.Withdrawn,
    Reflection.Erased,
)


_STATES: dict[State, view.State] = {
    State.AVAILABLE: "available",
    State.HELD: "held",
    State.WITHDRAWN: "withdrawn",
}


def wants(bot: Bot, event: Event) -> Iterable[Want]:
    """Its author, where it came from Slack; in the conversation in which they wrote it, if that
    is between the two of us."""
    if isinstance(event, Reflection.Recorded):
        if event.envelope.channel == Channel.SLACK:
            yield from _first_wants(bot, event)
        return
    for post in bot.posts.about(KIND, event.originator_id):
        yield Want(KIND, post.about, post.place_id, post.address, post.person_id)


def _first_wants(bot: Bot, event: Reflection.Recorded) -> Iterable[Want]:
    source = bot.sources.of_reflection(event.originator_id)
    where = None if source is None else source.where
    if where is not None and where.channel.startswith("D") and bot.identity.slack_of(event.author):
        to = [Address(where.team, where.channel, thread_ts=where.thread_ts or "")]
    else:
        reached = bot.identity.direct_to(event.author)
        there = [pair for pair in reached if where is not None and pair[0] == where.team]
        to = [Address(team, user=user) for team, user in (there or reached)[:1]]
    for address in to:
        yield Want(KIND, event.originator_id, event.place_id, address, event.author)


def content(bot: Bot, post: Post) -> Message | None:
    """The words as they are now; nothing where they were erased."""
    found = saved_of(bot, post.about)
    if found is None:
        return None
    asked = replace(found, asks_perspective=_asks_perspective(bot, post))
    return Message(*view.message(asked))


def saved_of(bot: Bot, reflection: UUID) -> view.Saved | None:
    """A reflection as its author sees it; None where its words are gone."""
    system = bot.system
    try:
        known = system.desk.load(Reflection, reflection)
    except NotFound:
        return None
    words, meaning = newest_words(bot, reflection)
    if known.state == State.ERASED or words == ERASED:
        return None
    today = bot.clock().date()
    found = found_in("\n".join(filter(None, (words, meaning))), today)
    is_narrow = known.scope == Scope.AUTHOR_AND_LP
    return view.Saved(
        id=reflection,
        place_name=bot.identity.name_of(known.place_id),
        state=_STATES[known.state],
        words=words,
        meaning=meaning,
        scope=known.scope,
        name_shown=known.name_shown,
        identifying=found if is_narrow else frozenset(),
        relayed=_relayed(bot, reflection),
        is_usually_wider=wished_scope(bot, known).is_wider_than(known.scope),
        is_one_of_several=len(bot.identity.places_of(known.author)) > 1,
    )


def wished_scope(bot: Bot, known: Reflection) -> Scope:
    """Whom its author usually lets see what they write, but never more people than they let see
    this before it was put aside for them to look at again."""
    chosen = [
        event.scope
        for event in bot.system.log.events.get(known.id)
        if isinstance(event, Reflection.Recorded | Reflection.ScopeChanged)
    ]
    usual = bot.system.people.preferences_of(known.author).scope
    before = chosen[-2] if len(chosen) > 1 else usual
    return before if usual.is_wider_than(before) else usual


def _relayed(bot: Bot, reflection: UUID) -> str | None:
    """From whom it was passed on; None for its author's own words."""
    first = next(iter(bot.system.log.events.get(reflection, lte=1)))
    if not isinstance(first, Reflection.Recorded) or first.speaking_as != SpeakingAs.RELAYING:
        return None
    return first.relayed_perspective or "not_said"


def _asks_perspective(bot: Bot, post: Post) -> bool:
    """True under the first thing that somebody said, while nobody knows where they speak from."""
    if post.person_id is None or bot.system.people.perspective_of(post.person_id) is not None:
        return False
    theirs = [one for one in bot.posts.of_person(post.person_id) if one.kind == KIND]
    return min(theirs, key=lambda one: one.wanted, default=post).id == post.id


def newest_words(bot: Bot, reflection: UUID) -> tuple[str, str | None]:
    """What its author last wrote: what they noticed, and what they make of it."""
    system = bot.system
    sealer = system.keys.sealers([reflection]).get(reflection)
    if sealer is None:
        return ERASED, None
    words, meaning = ERASED, None
    for event in system.log.events.get(reflection):
        if isinstance(event, Reflection.Recorded | Reflection.Amended):
            if event.noticed is not None:
                words = sealer.open("noticed", event.noticed)
            if event.meaning is not None:
                meaning = sealer.open("meaning", event.meaning)
            if isinstance(event, Reflection.Amended) and event.meaning_removed:
                meaning = None
    return words, meaning
