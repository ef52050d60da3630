"""Triage: the learning partner gets a card for each new reflection, and it is kept up to date."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from bot.context import Bot
from bot.payloads import Who
from bot.posts import Address, Post, Want
from bot.telling import Message
from bot.telling.decision import card_of
from bot.telling.saved import newest_words
from bot.views import triage as view
from service.bootstrap import LEARNING_PARTNER_HERE
from service.domain.base import Event
from service.domain.errors import NotFound
from service.domain.person import Person
from service.domain.place import Place
from service.domain.reflection import Reflection, State
from service.domain.sealed import ERASED
from service.domain.vocabulary import Channel, PlaceRole
from service.projections.shapes import Entry

KIND = "triage"
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
    Reflection.Tagged,
    Reflection.TagRemoved,
    Reflection.NothingFitted,
    Reflection.Acknowledged,
    Reflection.QuestionAsked,
    Reflection.QuestionAnswered,
    Reflection.AnswerWithdrawn,
    Place.RoleEnded,
    Person.Erased,
)
AS_THEY_COME = frozenset({Channel.SLACK, Channel.WEB, Channel.API, Channel.PHONE})
"""What comes in with a file is read where it is listed, not card by card."""


def wants(bot: Bot, event: Event) -> Iterable[Want]:
    """The place's private channel for this, or else each learning partner."""
    if isinstance(event, Place.RoleEnded):
        yield from _no_longer_for_reading(bot, event.originator_id)
    elif isinstance(event, Person.Erased):
        for place in bot.identity.places_of(event.originator_id):
            yield from _no_longer_for_reading(bot, place)
    elif not isinstance(event, Reflection.Recorded):
        for post in bot.posts.about(KIND, event.originator_id):
            yield Want(KIND, post.about, post.place_id, post.address, post.person_id)
    elif event.envelope.channel in AS_THEY_COME:
        for address in _readers(bot, event.place_id, event.author):
            yield Want(KIND, event.originator_id, event.place_id, address, event.author)


def _no_longer_for_reading(bot: Bot, place: UUID) -> Iterable[Want]:
    """The cards with somebody who reads there no longer: those go."""
    reads: dict[Address, bool] = {}
    for post in bot.posts.in_place(KIND, place):
        if post.address not in reads:
            reads[post.address] = _is_for_reading(bot, post)
        if not reads[post.address]:
            yield Want(KIND, post.about, place, post.address, post.person_id)


def _readers(bot: Bot, place: UUID, author: UUID) -> list[Address]:
    channels = bot.channels.for_place(place, "triage")
    if channels:
        return [Address(one.team_id, one.channel_id) for one in channels]
    return [
        Address(team, user=user)
        for person, roles in bot.system.places.remembered_roles(place).items()
        if PlaceRole.LEARNING_PARTNER in roles and person != author
        for team, user in bot.identity.reached_for(person, place)
    ]


def content(bot: Bot, post: Post) -> Message | None:
    """The card; nothing once the words were erased."""
    if not _is_for_reading(bot, post):
        return None
    item = item_of(bot, post.about)
    return None if item is None else Message(*view.message(item))


def _is_for_reading(bot: Bot, post: Post) -> bool:
    """True while whoever sees this card reads for the place; else it goes from there."""
    to = post.address
    if to.channel:
        linked = bot.channels.of(to.team, to.channel)
        return (
            linked is not None
            and (linked.place_id, linked.purpose) == (post.place_id, "triage")
            and not linked.is_shared
        )
    person = bot.identity.known(Who.of(team=to.team, user=to.user, installed=to.team))
    roles = bot.system.places.remembered_roles(post.place_id)
    return person is not None and PlaceRole.LEARNING_PARTNER in roles.get(person, ())


def item_of(bot: Bot, reflection: UUID) -> view.Item | None:
    """A reflection as its learning partner reads it; None where its words are gone."""
    known = bot.system.desk.load(Reflection, reflection)
    words, meaning = newest_words(bot, reflection)
    if known.state == State.ERASED or words == ERASED:
        return None
    place = bot.identity.name_of(known.place_id)
    entry = _entry(bot, known)
    if entry is None:
        is_held = known.state == State.HELD
        return view.gone(reflection, place, "held" if is_held else "withdrawn")
    return view.Item(
        id=reflection,
        place_name=place,
        state="available",
        words=words,
        meaning=meaning,
        perspective=entry.perspective or "not_said",
        relayed=(entry.relayed_perspective or "not_said") if entry.is_relayed else None,
        on=f"{entry.occurred_on:%-d %B}",
        name=entry.author_name,
        is_narrow=entry.scope == "author_and_lp",
        readings=len(entry.tags),
        is_heard=bool(known.heard_by),
        questions=_questions(bot, known, reflection),
        decision=_decision(bot, known),
    )


def _entry(bot: Bot, known: Reflection) -> Entry | None:
    """What the timeline shows of it; None where it is held or taken back."""
    try:
        return bot.system.reading.reflection(LEARNING_PARTNER_HERE, known.place_id, known.id)
    except NotFound:
        return None


def _decision(bot: Bot, known: Reflection) -> str | None:
    """The words of the decision that it speaks to."""
    if known.about_decision is None:
        return None
    team = ""  # Who decided is not shown here.
    card = card_of(bot, known.place_id, known.about_decision, team)
    return None if card is None else card.chosen


def _questions(bot: Bot, known: Reflection, reflection: UUID) -> tuple[view.Asked, ...]:
    if not known.questions:
        return ()
    asked = bot.system.reading.questions(LEARNING_PARTNER_HERE, known.place_id, limit=100)
    return tuple(
        view.Asked(question.question, question.answer)
        for about in asked
        if about.entry.id == reflection
        for question in about.questions
    )
