"""Consent: somebody is asked whether their words may be kept; it follows an ask, not the log."""

from __future__ import annotations

from collections.abc import Iterable

from bot.asks import Ask
from bot.context import Bot
from bot.posts import Address, Post, Want
from bot.telling import Message
from bot.views import consent as view
from service.domain.base import Event

KIND = "consent"
FOLLOWS: tuple[type[Event], ...] = ()


def wants(bot: Bot, event: Event) -> Iterable[Want]:  # noqa: ARG001
    """No fact leads here: words that nobody agreed to are in no log."""
    return ()


def want_of(ask: Ask) -> Want:
    """The question, in the author's own direct messages."""
    address = Address(ask.where.team, user=ask.where.user)
    return Want(KIND, ask.id, ask.place_id, address, ask.author_id)


def content(bot: Bot, post: Post) -> Message | None:
    """The question while it waits; then what came of it, without the words;
    nothing once its author took the message away."""
    ask = bot.asks.waiting(post.about, bot.clock())
    if ask is not None:
        place = bot.identity.name_of(ask.place_id)
        return Message(*view.message(ask.id, ask.asker_name, place, ask.words))
    is_kept = bot.asks.was_kept(post.about)
    if post.posted is None or is_kept is None:
        return None
    return Message(*view.answered(is_kept=is_kept))
