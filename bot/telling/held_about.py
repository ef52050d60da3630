"""Held about: somebody gets two files with everything that is kept about them, for they asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.context import Bot
from bot.identity import Visitor
from bot.payloads import Who
from bot.posts import Address, Post, Want
from bot.telling import Document
from bot.words import say
from service.document import as_text
from service.domain.base import Event, natural_id
from service.domain.vocabulary import ActorRole
from service.held.documents import FILENAME, as_json, document_of
from service.policy import Actor


@dataclass
class HeldAbout:
    """One file of it."""

    KIND: str
    filename: str
    text: str
    written: Callable[[dict[str, Any]], bytes]
    FOLLOWS: tuple[type[Event], ...] = ()

    def wants(self, bot: Bot, event: Event) -> Iterable[Want]:  # noqa: ARG002
        """No fact leads here, only a wish."""
        return ()

    def content(self, bot: Bot, post: Post) -> Document | None:
        """All of it as it is now; nothing for somebody who was erased meanwhile."""
        team, user = post.address.team, post.address.user
        person = bot.identity.known(Who.of(team=team, user=user, installed=team))
        if person is None or person != post.person_id:
            return None
        actor = Actor(person, ActorRole.PARTNER, frozenset(bot.identity.places_of(person)))
        data = self.written(bot.system.reading.held_about(actor))
        text = say(self.text, place=bot.identity.name_of(post.place_id))
        return Document(self.filename, data, text)


def _to_read(kept: dict[str, Any]) -> bytes:
    return as_text(document_of(kept)).encode()


TO_READ = HeldAbout("held_about_text", f"{FILENAME}.txt", "rights.download_text", _to_read)
FOR_PROGRAMS = HeldAbout("held_about", f"{FILENAME}.json", "rights.download_programs", as_json)


def wants_of(visitor: Visitor, now: datetime) -> list[Want]:
    """Both files for one wish, in their own direct messages."""
    about = natural_id("held-about", visitor.person, now.isoformat())
    address = Address(visitor.who.installed, user=visitor.who.user)
    return [
        Want(one.KIND, about, visitor.place.id, address, visitor.person)
        for one in (TO_READ, FOR_PROGRAMS)
    ]
