"""Asking: somebody says on which day, at what hour and how often they are asked, or not at all."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.context import Bot
from bot.hand import Hand
from bot.identity import Visitor
from bot.listeners.reflect import Kept, opened_for
from bot.listening import Answer, Listening, refused
from bot.payloads import Click, OpenView, Submission, chosen_as
from bot.views import asking as view
from bot.words import say
from service.application.rhythm_commands import ChangeAsking


def register(on: Listening) -> None:
    """Listen for the button on the Home, and for what it opens."""
    on.click("asking.open", opened)
    on.submitted("asking", chosen)


def opened(bot: Bot, click: Click, hand: Hand) -> None:
    """The button on the Home."""
    show(bot, bot.identity.visitor(click.who, click.channel), click, hand)


def show(bot: Bot, visitor: Visitor, click: Click, hand: Hand) -> None:
    """Open the modal, with what they chose before."""
    kept = Kept(place=visitor.place.id).model_dump_json(exclude_none=True)
    theirs = bot.system.rhythms.asking_of(visitor.person, visitor.place.id)
    hand.open(click.trigger_id, view.modal(visitor.place_name, theirs, kept))


def chosen(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """From now on it is so."""
    visitor, _ = opened_for(bot, sent)
    until, wish = _chosen(sent.view, "paused_until"), sent.view.values.get("is_asked")
    today = bot.clock().astimezone(visitor.place.zone).date()
    if until is not None and chosen_as(date.fromisoformat, until) <= today:
        return refused(sent.view, say("decide.past_day"), "paused_until")
    change(
        bot,
        visitor,
        is_asked=wish not in (view.NO, view.NOTHING),
        wants_nothing=wish == view.NOTHING,
        weekday=_chosen(sent.view, "weekday"),
        at=_chosen(sent.view, "at"),
        every=_chosen(sent.view, "every"),
        paused_until=until,
    )
    return None


def change(bot: Bot, visitor: Visitor, **news: Any) -> None:
    """Ask them otherwise; what is not said stays as it was."""
    known = bot.system.rhythms.asking_of(visitor.person, visitor.place.id)
    told = known.model_dump(exclude_none=True) | {"place": str(visitor.place.id)} | news
    command = ChangeAsking.model_validate(told)
    bot.system.rhythms.change_asking(command, visitor.request(bot.clock(), None))


def _chosen(opened: OpenView, name: str) -> str | None:
    value = opened.values.get(name)
    return None if value in (None, "", view.AS_THE_PLACE) else str(value)
