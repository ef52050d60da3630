"""Concern read: who raised a concern is told once that somebody has read it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from bot.context import Bot
from bot.posts import Address, Post, Want
from bot.telling import Message
from bot.views import concern as view
from service.domain.base import Event, natural_id

KIND = "concern_read"
FOLLOWS: tuple[type[Event], ...] = ()


def wants(bot: Bot, event: Event) -> Iterable[Want]:  # noqa: ARG001
    """No fact leads here: who raised a concern is in no log."""
    return ()


def wants_for(bot: Bot, case: UUID, place: UUID) -> list[Want]:
    """The person who raised it, if we may still know who that is; in one workspace, for it is
    nobody else's business. Which concern it was cannot be told from what is noted."""
    raiser = bot.system.care.raiser_of(case)
    found = [] if raiser is None else bot.identity.reached_for(raiser, place)
    about = natural_id("concern-read", bot.system.keys.keyed(f"concern-read:{case}"))
    return [Want(KIND, about, place, Address(team, user=user), raiser) for team, user in found]


def content(bot: Bot, post: Post) -> Message | None:
    """One sentence."""
    return Message(*view.sentence("raiser_told", bot.identity.name_of(post.place_id)))
