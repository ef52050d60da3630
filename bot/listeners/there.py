"""There: who has no direct messages with us is answered where they are, and only they see it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.error import URLError
from uuid import UUID

from slack_sdk.errors import SlackClientError

from bot.context import Bot
from bot.hand import Hand
from bot.identity import Visitor
from bot.telling.saved import saved_of
from bot.views import saved as view
from bot.views.blocks import Json

logger = logging.getLogger("doubleloop.bot")


def tell_saved(
    bot: Bot,
    visitor: Visitor,
    reflection: UUID,
    hand: Hand,
    channel: str | None,
    thread_ts: str | None = None,
) -> bool:
    """Give them their words back in a channel; False for who gets them in direct messages."""
    user = visitor.who.user

    def tell(text: str, blocks: list[Json]) -> None:
        if channel:
            hand.tell_there(channel, user, text, blocks, thread_ts)

    return _answer(bot, visitor, reflection, tell)


def show_saved(bot: Bot, visitor: Visitor, reflection: UUID, hand: Hand) -> bool:
    """The same, in place of the message in which they clicked."""
    return _answer(bot, visitor, reflection, hand.replace)


def _answer(
    bot: Bot, visitor: Visitor, reflection: UUID, tell: Callable[[str, list[Json]], None]
) -> bool:
    if bot.identity.direct_to(visitor.person):
        return False
    saved = saved_of(bot, reflection)
    if saved is not None:
        try:
            tell(*view.message_there(saved))
        except (SlackClientError, URLError, TimeoutError, ConnectionError) as error:
            # It is kept, and doing it again would not help; All that I said shows it.
            logger.warning("Nobody could be told that it is saved (%s).", type(error).__name__)
    return True
