"""Saved: its author gets their words back, with what they can do about them."""

from __future__ import annotations

from collections.abc import Iterable
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
from service.domain.vocabulary import Channel, Scope

KIND = "saved"
FOLLOWS: tuple[type[Event], ...] = (
    Reflection.Recorded,
    Reflection.Amended,
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
    for team, user in bot.identity.slack_of(event.author)[:1]:
        address = Address(source.where.team if source else team, user=user)
        if source is not None and source.where.channel.startswith("D"):
            where = source.where
            address = Address(where.team, where.channel, thread_ts=where.thread_ts or "")
        yield Want(KIND, event.originator_id, event.place_id, address, event.author)


def content(bot: Bot, post: Post) -> Message | None:
    """The words as they are now; nothing where they were erased."""
    found = saved_of(bot, post.about)
    if found is None:
        return None
    text, blocks = view.message(found)
    return Message(text, blocks)


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
    wished = system.people.preferences_of(known.author).scope
    return view.Saved(
        id=reflection,
        place_name=bot.identity.name_of(known.place_id),
        state=_STATES[known.state],
        words=words,
        meaning=meaning,
        scope=known.scope,
        name_shown=known.name_shown,
        identifying=found if is_narrow and wished != known.scope else frozenset(),
    )


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
    return words, meaning
