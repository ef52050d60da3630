"""Listening: each listener gets a parsed payload and answers it; Bolt's ways stay in here."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.error import URLError

from slack_bolt import Ack, App, BoltResponse
from slack_bolt.context import BoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.request import BoltRequest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot import parsing
from bot.context import Bot
from bot.hand import Hand
from bot.parsing import Parser
from bot.payloads import (
    Click,
    MessageShortcut,
    OpenView,
    Shortcut,
    Submission,
    Unreadable,
)
from bot.refusals import NotForNow, sentence_of
from bot.words import say
from service.domain.errors import Conflict, DoubleLoopError, Unavailable

T = TypeVar("T")
Answer = dict[str, Any] | None
"""What a sent-off modal is answered with: `response_action` and so on; None closes it."""

SERVER_ERROR = 500
PASSING = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable"})
"""Slack's ways of saying that it is in trouble itself."""

logger = logging.getLogger("doubleloop.bot")


class Listening:
    """Registers listeners with Bolt, and remembers which, so that a test can compare them."""

    def __init__(self, bolt: App, bot: Bot) -> None:
        self._bolt, self._bot = bolt, bot
        self.registered: set[tuple[str, str]] = set()
        bolt.error(self._failed)

    def event(self, name: str, parse: Parser[T], listen: Callable[[Bot, T, Hand], None]) -> None:
        """Events are answered when all is done; where the database is away, Slack comes again."""

        def heard(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
            found = parse(body, context)
            listen(self._bot, found, Hand(client, who=getattr(found, "who", None)))

        self.registered.add(("event", name))
        self._bolt.event(name)(heard)

    def click(self, action_id: str, listen: Callable[[Bot, Click, Hand], None]) -> None:
        """A button or field."""

        def clicked(
            ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
        ) -> None:
            found = parsing.click(body, context)
            hand = Hand(client, who=found.who, response_url=found.response_url, view=found.view)
            self._said_kindly(hand, lambda: listen(self._bot, found, hand))
            ack()

        self.registered.add(("action", action_id))
        self._bolt.action(action_id)(clicked)

    def submitted(
        self, callback_id: str, listen: Callable[[Bot, Submission, Hand], Answer]
    ) -> None:
        """A modal sent off. What is refused is said beside its field, and nothing typed is lost."""

        def sent(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
            found = parsing.submission(body, context)
            try:
                answer = listen(self._bot, found, Hand(client, who=found.who, view=found.view))
            except DoubleLoopError as error:
                answer = refused(found.view, sentence_of(error))
            ack(**(answer or {}))

        self.registered.add(("view", callback_id))
        self._bolt.view(callback_id)(sent)

    def shortcut(self, callback_id: str, listen: Callable[[Bot, Shortcut, Hand], None]) -> None:
        """A shortcut from the lightning menu."""
        self.registered.add(("shortcut", callback_id))
        self._bolt.shortcut({"type": "shortcut", "callback_id": callback_id})(
            self._opening(parsing.shortcut, listen)
        )

    def message_shortcut(
        self, callback_id: str, listen: Callable[[Bot, MessageShortcut, Hand], None]
    ) -> None:
        """A shortcut on a message."""
        self.registered.add(("message_shortcut", callback_id))
        self._bolt.shortcut({"type": "message_action", "callback_id": callback_id})(
            self._opening(parsing.message_shortcut, listen)
        )

    def command(self, name: str, listen: Callable[[Bot, Shortcut, Hand], None]) -> None:
        """A slash command."""
        self.registered.add(("command", name))
        self._bolt.command(name)(self._opening(parsing.shortcut, listen))

    def _opening(
        self, parse: Parser[T], listen: Callable[[Bot, T, Hand], None]
    ) -> Callable[..., None]:
        def asked(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
            found = parse(body, context)
            hand = Hand(
                client,
                who=getattr(found, "who", None),
                response_url=getattr(found, "response_url", None),
                channel=getattr(found, "channel", None),
            )
            self._said_kindly(hand, lambda: listen(self._bot, found, hand))
            ack()

        return asked

    def _said_kindly(self, hand: Hand, do: Callable[[], None]) -> None:
        """What was refused is told to the person who asked, where only they see it."""
        try:
            do()
        except DoubleLoopError as error:
            hand.tell(sentence_of(error))
        except SlackApiError as error:  # As where a modal was asked for too long ago.
            logger.warning("Slack refused what somebody asked for (%s).", _code(error))
            hand.tell(say("refused.again"))

    def _failed(self, error: Exception, request: BoltRequest) -> BoltResponse:
        """The one place where what went wrong becomes Slack's status: unknown shapes are counted
        and left alone; where the database is away, Slack is asked to come again."""
        kind = str(request.body.get("type") or request.body.get("command") or "unknown")[:40]
        if isinstance(error, BoltUnhandledRequestError | Unreadable):
            self._bot.counts.unknown(kind)
            return BoltResponse(status=200)
        if isinstance(error, Unavailable | Conflict):
            return BoltResponse(status=503)
        if isinstance(error, DoubleLoopError | NotForNow):
            return BoltResponse(status=200)
        if isinstance(error, SlackApiError) and not _may_pass(error):
            logger.warning("Slack refused what a %s payload led to (%s).", kind, _code(error))
            return BoltResponse(status=200)
        if isinstance(error, SlackClientError | URLError | TimeoutError | ConnectionError):
            logger.warning("Slack did not answer a %s payload's call.", kind)
            return BoltResponse(status=503)
        # The error's own text may hold somebody's words, so only its kind is logged.
        logger.error("A %s payload met %s.", kind, type(error).__name__, exc_info=None)
        return BoltResponse(status=500)


def _code(error: SlackApiError) -> str:
    return str(error.response.get("error") or error.response.status_code)


def _may_pass(error: SlackApiError) -> bool:
    """True where Slack may say yes if it is asked later."""
    return _code(error) in PASSING or error.response.status_code >= SERVER_ERROR


def refused(view: OpenView, sentence: str, field: str | None = None) -> dict[str, Any]:
    """The answer that keeps a modal open, with a sentence beside a field (else its first one)."""
    first = next(iter(view.blocks.values()), None)
    block = view.blocks.get(field or "", first)
    if block is None:
        return {"response_action": "clear"}
    return {"response_action": "errors", "errors": {block: sentence}}


__all__ = ["Answer", "Listening", "refused"]
