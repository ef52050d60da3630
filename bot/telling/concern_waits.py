"""Concern waits: where nobody reads a concern, or can, more people are told that there is one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from bot.context import Bot
from bot.posts import Address, Post, Want
from bot.telling import Message, concern
from bot.views import concern as view
from service.domain.base import Event, natural_id

KIND = "concern_waits"
FOLLOWS: tuple[type[Event], ...] = ()


def wants(bot: Bot, event: Event) -> Iterable[Want]:  # noqa: ARG001
    """No fact leads here, only time; see `escalate`."""
    return ()


def escalate(bot: Bot) -> int:
    """Tell more people of each concern that nobody has read for hours, and at once where nobody
    who may read it can be reached; how many concerns that is."""
    now, care = bot.clock(), bot.system.care
    overdue = care.overdue(now)
    unread = care.unread(now)
    unheard = [case for case in concern.out_of_reach(bot, unread) if case not in overdue]
    waiting = [*overdue, *unheard]
    for escalation in care.escalate(waiting, now):
        case = escalation.id
        told = [
            Want(KIND, about(case, escalation.at), escalation.place_id, to(team, user), person)
            for person in escalation.told
            for team, user in bot.identity.direct_to(person)
        ]
        again = concern.readers(bot, case, escalation.place_id)
        bot.posts.want([*told, *again], 0, now)
    return len(waiting)


def about(case: UUID, at: datetime | None) -> UUID:
    """Each escalation is told for itself: an older message would say nothing new."""
    return natural_id("concern-waits", case, at)


def to(team: str, user: str) -> Address:
    """Their own direct messages."""
    return Address(team, user=user)


def content(bot: Bot, post: Post) -> Message | None:
    """That one waits, and what to do; never what it says."""
    return Message(*view.sentence("escalated", bot.identity.name_of(post.place_id)))
