"""Rhythm: a coordinator says when their place asks, and lets digests out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from uuid import UUID

from pydantic import ValidationError

from bot.context import Bot
from bot.hand import Hand
from bot.identity import Visitor
from bot.listeners.belief import as_id, once
from bot.listeners.reflect import Kept, opened_for
from bot.listening import Answer, Listening, refused
from bot.payloads import Click, OpenView, Submission, chosen_as
from bot.refusals import sentence_of
from bot.views import home_rhythm as view
from bot.words import say
from service.application.desk import Request
from service.application.rhythm_commands import (
    ChooseRhythm,
    MoveRound,
    PauseRhythm,
    ResumeRhythm,
    SkipRound,
)
from service.digests.documents import document_of
from service.digests.reading import DigestReading
from service.document import as_text
from service.domain.cadence import Every, Nation
from service.domain.digest import Digest
from service.domain.errors import Conflict, NotFound, Refused
from service.domain.vocabulary import DigestKind
from service.projections import due

AN_HOUR = time(10)
A_WEEK = timedelta(days=7)


def register(on: Listening) -> None:
    """Listen for the buttons on a coordinator's Home, and for what they open."""
    on.click("rhythm.choose", choose)
    on.submitted("rhythm", chosen)
    on.click("rhythm.pause", pause)
    on.submitted("rhythm_pause", paused)
    on.click("rhythm.resume", resume)
    on.click("rhythm.move", move)
    on.submitted("rhythm_move", moved)
    on.click("rhythm.skip", skip)
    on.click("draft.read", read)
    on.submitted("draft", approved)
    on.click("draft.skip", skip_this)


def choose(bot: Bot, click: Click, hand: Hand) -> None:
    """Open the modal, with the rhythm as it is."""
    visitor = bot.identity.visitor(click.who)
    with bot.system.database.reading() as connection:
        known = due.rhythm_of(connection, visitor.place.id)
    if known is None:
        first = bot.clock().astimezone(visitor.place.zone).date() + A_WEEK
        now = (Every.FORTNIGHTLY, first, AN_HOUR, Nation.ENGLAND_AND_WALES)
    else:
        cadence = known.cadence
        now = (cadence.every, cadence.anchor, cadence.at, cadence.nation)
    hand.open(click.trigger_id, view.choose_modal(*now, _kept(visitor)))


def chosen(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """From now on the place asks like this; nobody is asked twice for it."""
    visitor, _ = opened_for(bot, sent)
    told = {name: sent.view.values.get(name) for name in ("every", "anchor", "at", "nation")}
    try:
        command = ChooseRhythm.model_validate({"place": str(visitor.place.id), **told})
    except ValidationError:
        return refused(sent.view, say("home_rhythm.say_day"), "anchor")
    return _beside(
        sent.view, "anchor", lambda: bot.system.rhythms.choose(command, once(bot, visitor, sent))
    )


def pause(bot: Bot, click: Click, hand: Hand) -> None:
    """Open the modal for until when."""
    hand.open(click.trigger_id, view.pause_modal(_kept(bot.identity.visitor(click.who))))


def paused(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """Ask nobody for a while."""
    visitor, _ = opened_for(bot, sent)
    command = PauseRhythm(place=str(visitor.place.id), until=_day(sent.view, "until"))
    return _beside(
        sent.view, "until", lambda: bot.system.rhythms.pause(command, once(bot, visitor, sent))
    )


def resume(bot: Bot, click: Click, hand: Hand) -> None:  # noqa: ARG001
    """Ask again."""
    visitor = bot.identity.visitor(click.who)
    command = ResumeRhythm(place=str(visitor.place.id))
    bot.system.rhythms.resume(command, _now(bot, visitor))


def move(bot: Bot, click: Click, hand: Hand) -> None:
    """Open the modal for the other day."""
    visitor, slot = bot.identity.visitor(click.who), _slot(click.value)
    hand.open(click.trigger_id, view.move_modal(slot, _kept(visitor, slot.isoformat())))


def moved(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """The next round comes on that day."""
    visitor, kept = opened_for(bot, sent)
    to = _day(sent.view, "to")
    if to is None:
        return refused(sent.view, say("home_rhythm.say_day"), "to")
    command = MoveRound(place=str(visitor.place.id), slot=_slot(kept.about), to=to)
    return _beside(
        sent.view, "to", lambda: bot.system.rhythms.move_round(command, once(bot, visitor, sent))
    )


def skip(bot: Bot, click: Click, hand: Hand) -> None:  # noqa: ARG001
    """Leave the next round out."""
    visitor = bot.identity.visitor(click.who)
    command = SkipRound(place=str(visitor.place.id), slot=_slot(click.value))
    bot.system.rhythms.skip_round(command, _now(bot, visitor))


def read(bot: Bot, click: Click, hand: Hand) -> None:
    """Open a draft as it would be read, to say yes to it."""
    visitor, id = bot.identity.visitor(click.who), _digest(click.value)
    draft = DigestReading(bot.system).one(visitor.actor, id)
    kept = _kept(visitor, f"{id}/{draft.edition}")
    hand.open(click.trigger_id, view.draft_modal(as_text(document_of(draft)), kept))


def approved(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """The place agrees to what was read; it goes out once all its places have."""
    visitor, kept = opened_for(bot, sent)
    reference, _, edition = kept.about.partition("/")
    request = once(bot, visitor, sent)
    try:
        bot.system.digests.sign_off(
            _digest(reference), visitor.place.id, request, edition=chosen_as(int, edition)
        )
    except Conflict:
        return {"response_action": "update", "view": view.changed_meanwhile()}
    return None


def skip_this(bot: Bot, click: Click, hand: Hand) -> None:  # noqa: ARG001
    """Not this time: the place's own is left out, and the funder's goes without the place."""
    visitor, id = bot.identity.visitor(click.who), _digest(click.value)
    if bot.system.desk.load(Digest, id).kind is DigestKind.PLACE:
        bot.system.digests.set_aside(id, _now(bot, visitor))
    else:
        bot.system.digests.wait(id, visitor.place.id, _now(bot, visitor))


def _beside(opened: OpenView, field: str, do: Callable[[], object]) -> Answer:
    """What is refused stands beside its field."""
    try:
        do()
    except Refused as error:
        return refused(opened, sentence_of(error), field)
    return None


def _kept(visitor: Visitor, about: str = "") -> str:
    return Kept(place=visitor.place.id, about=about).model_dump_json(exclude_none=True)


def _now(bot: Bot, visitor: Visitor) -> Request:
    return visitor.request(bot.clock(), None)


def _day(opened: OpenView, name: str) -> date | None:
    value = opened.values.get(name)
    return chosen_as(date.fromisoformat, value) if value else None


def _slot(value: str | None) -> date:
    return chosen_as(date.fromisoformat, value)


def _digest(value: str | None) -> UUID:
    id = as_id(value)
    if id is None:
        raise NotFound
    return id
