"""Telling: which facts are told to whom in Slack, in which words; one room a kind of message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from bot.context import Bot
from bot.posts import Post, Want
from service.domain.base import Event

Json = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """A message: `text` carries the whole meaning, for notifications and screen readers."""

    text: str
    blocks: list[Json]


@dataclass(frozen=True)
class Home:
    """What somebody's App Home shows; `is_last` where nothing more will ever be shown there."""

    view: Json
    is_last: bool = False


@dataclass(frozen=True)
class Document:
    """A file for one person, with a sentence that says what it is."""

    filename: str
    data: bytes
    text: str


Content = Message | Home | Document


class Telling(Protocol):
    """One kind of message (a module): what it follows, to whom it goes, what it says."""

    KIND: str
    FOLLOWS: tuple[type[Event], ...]
    """The events after which it may have something new to tell."""

    def wants(self, bot: Bot, event: Event) -> Iterable[Want]:
        """To whom this fact is told. The log and the read models are at least as far as it."""
        ...

    def content(self, bot: Bot, post: Post) -> Content | None:
        """What the message says as things are now; None where it should not be there (any more).

        It is made when it is sent, so that what was taken back meanwhile is never told.
        """
        ...
