"""Reading ended: a coordinator hears that a channel for learning partners gets no more cards."""

from __future__ import annotations

from collections.abc import Iterable

from bot.context import Bot
from bot.posts import Post, Want
from bot.telling import Message
from bot.views import setup as view
from service.domain.base import Event

KIND = "reading_ended"
FOLLOWS: tuple[type[Event], ...] = ()


def wants(bot: Bot, event: Event) -> Iterable[Want]:  # noqa: ARG001
    """None: what leads to it happens in Slack, outside the log."""
    return ()


def content(bot: Bot, post: Post) -> Message:
    """That it was closed, and how to have one again."""
    return Message(*view.reading_ended(bot.identity.name_of(post.place_id)))
