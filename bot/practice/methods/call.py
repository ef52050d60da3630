"""One call: who calls, what was given, and the common ways of reading it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.practice.arguments import well_formed
from bot.practice.messages import Threads, message_json
from bot.practice.refusals import SlackRefusal
from bot.practice.world import Channel, Install, Json, Message, Token, TokenKind, World

T = TypeVar("T")

YES = {"1", "true", "yes", "on"}


@dataclass(frozen=True)
class Call:
    """One call of a method. The token is None where the method needs none."""

    world: World
    arguments: Json
    address: str
    """Where practice Slack is: http://127.0.0.1:port."""
    token: Token | None = None
    token_text: str = ""
    install: Install | None = None
    """The app in the caller's workspace; None where a person calls with their own token."""
    new_connection: Callable[[], str] | None = None

    @property
    def user(self) -> str:
        """Who calls: the bot, or a person."""
        return self.token.user if self.token else ""

    @property
    def team(self) -> str:
        """The caller's workspace."""
        return self.token.team if self.token else ""

    @property
    def app(self) -> Install:
        """The app's install, for what only its bot does. Refused: not_allowed_token_type."""
        if self.install is None:
            raise SlackRefusal("not_allowed_token_type")
        return self.install

    def text(self, name: str, otherwise: str = "") -> str:
        """An argument as text."""
        given = self.arguments.get(name)
        return otherwise if given is None else str(given)

    def need(self, name: str) -> str:
        """An argument that must be there. Refused: invalid_arguments."""
        given = self.text(name)
        if not given:
            raise missing(name)
        return given

    def maybe(self, name: str) -> str | None:
        """An argument, or None where it is not there or empty."""
        return self.text(name) or None

    def has(self, name: str) -> bool:
        """Whether an argument was given, even as an empty text."""
        return self.arguments.get(name) is not None

    def yes(self, name: str, otherwise: bool = False) -> bool:
        """A flag, in any of the ways that clients spell it."""
        given = self.arguments.get(name)
        return otherwise if given is None else str(given).lower() in YES

    def names(self, name: str) -> list[str]:
        """A list, given as JSON or with commas."""
        given = self.arguments.get(name)
        if isinstance(given, str) and given.startswith("["):
            given = self.data(name, "invalid_arguments")
        if isinstance(given, list):
            return [str(one) for one in given]
        return [one.strip() for one in str(given or "").split(",") if one.strip()]

    def data(self, name: str, refusal: str) -> Any:
        """An argument that is JSON, or JSON written as text; None where it is not there."""
        given = self.arguments.get(name)
        if not isinstance(given, str):
            return given
        if not given.strip():
            return None
        try:
            return well_formed(json.loads(given))
        except ValueError as problem:
            raise SlackRefusal(refusal) from problem

    def listed(self, name: str, refusal: str) -> list[Json] | None:
        """An argument that is a list of JSON objects; None where it is not there."""
        given = self.data(name, refusal)
        if given is None:
            return None
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            raise SlackRefusal(refusal)
        return given

    def object(self, name: str, refusal: str) -> Json | None:
        """An argument that is a JSON object; None where it is not there."""
        given = self.data(name, refusal)
        if given is None:
            return None
        if not isinstance(given, dict):
            raise SlackRefusal(refusal)
        return given

    def need_scope(self, *any_of: str) -> None:
        """Refused: missing_scope, where the app was given none of these. People may do all."""
        if self.install is None or not any_of or self.install.scopes.intersection(any_of):
            return
        raise SlackRefusal(
            "missing_scope", needed=",".join(any_of), provided=",".join(sorted(self.install.scopes))
        )

    def need_scope_for(self, channel: Channel, right: str) -> None:
        """The same, for a kind of channel: `channels:history`, `im:read`, ..."""
        kind = "im" if channel.is_im else "groups" if channel.is_private else "channels"
        self.need_scope(f"{kind}:{right}")

    def shown(
        self, message: Message, *, threads: Threads | None = None, with_metadata: bool = False
    ) -> Json:
        """A message, as this call answers it."""
        return message_json(self.world, message, threads=threads, with_metadata=with_metadata)


@dataclass(frozen=True)
class Method:
    """What a method does, what the app must be allowed for it, and which tokens it takes."""

    run: Callable[[Call], Json]
    needs: tuple[str, ...] = ()
    """Scopes; one of them is enough."""
    tokens: tuple[TokenKind, ...] = ("bot", "user")
    """None: it works without."""


def missing(name: str) -> SlackRefusal:
    """The refusal of a call in which something is missing."""
    told = f"[ERROR] missing required field: {name}"
    return SlackRefusal("invalid_arguments", response_metadata={"messages": [told]})


def limit_of(call: Call, usual: int, most: int = 1000) -> int:
    """How many are asked for. Refused: invalid_limit."""
    given = call.text("limit")
    if not given:
        return usual
    if not given.isdecimal():
        raise SlackRefusal("invalid_limit")
    return min(int(given) or usual, most)


def page_of(
    call: Call, everything: Sequence[T], usual: int, most: int = 1000
) -> tuple[list[T], str]:
    """One page, and the cursor of the next (empty at the end). Refused: invalid_cursor."""
    limit = limit_of(call, usual, most)
    start = 0
    if cursor := call.maybe("cursor"):
        kind, _, place = decoded(cursor).partition(":")
        if kind != "offset" or not place.isdecimal():
            raise SlackRefusal("invalid_cursor")
        start = int(place)
    end = start + limit
    return list(everything[start:end]), encoded(f"offset:{end}") if end < len(everything) else ""


def encoded(cursor: str) -> str:
    """A cursor, as clients carry it."""
    return base64.b64encode(cursor.encode()).decode()


def decoded(cursor: str) -> str:
    """What a cursor says. Refused: invalid_cursor."""
    try:
        return base64.b64decode(cursor, validate=True).decode()
    except ValueError as problem:
        raise SlackRefusal("invalid_cursor") from problem
