"""Held about: somebody gets a file with everything that is kept about them, because they asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from pydantic_core import to_json

from bot.context import Bot
from bot.identity import Visitor
from bot.payloads import Who
from bot.posts import Address, Post, Want
from bot.telling import Document
from bot.words import say
from service.domain.base import Event, natural_id
from service.domain.vocabulary import ActorRole
from service.policy import Actor

KIND = "held_about"
FOLLOWS: tuple[type[Event], ...] = ()
FILENAME = "kept-about-me.json"


def wants(bot: Bot, event: Event) -> Iterable[Want]:  # noqa: ARG001
    """No fact leads here, only a wish."""
    return ()


def want_of(visitor: Visitor, now: datetime) -> Want:
    """One file for one wish, in their own direct messages."""
    about = natural_id("held-about", visitor.person, now.isoformat())
    address = Address(visitor.who.installed, user=visitor.who.user)
    return Want(KIND, about, visitor.place.id, address, visitor.person)


def content(bot: Bot, post: Post) -> Document | None:
    """All of it as it is now; nothing for somebody who was erased meanwhile."""
    team, user = post.address.team, post.address.user
    person = bot.identity.known(Who.of(team=team, user=user, installed=team))
    if person is None or person != post.person_id:
        return None
    actor = Actor(person, ActorRole.PARTNER, frozenset(bot.identity.places_of(person)))
    kept = bot.system.reading.held_about(actor) | {"asked_whether_to_keep": _asked(bot, person)}
    text = say("rights.download_text", place=bot.identity.name_of(post.place_id))
    return Document(FILENAME, to_json(kept, indent=2), text)


def _asked(bot: Bot, person: UUID) -> list[dict[str, str]]:
    """Words of theirs that wait for their yes, and are not kept without it."""
    now = bot.clock()
    asked = [bot.asks.waiting(id, now) for id in bot.asks.waiting_for(person, now)]
    return [
        {
            "place": bot.identity.name_of(ask.place_id),
            "words": ask.words,
            "asked_on": ask.asked_at.date().isoformat(),
        }
        for ask in asked
        if ask is not None
    ]
