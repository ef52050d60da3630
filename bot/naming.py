"""Naming: somebody's name is taken from Slack only when they choose that it is shown."""

from __future__ import annotations

import logging
from urllib.error import URLError

from slack_sdk.errors import SlackClientError

from bot.context import Bot
from bot.hand import Hand
from bot.identity import Visitor
from bot.words import say
from service.text import MAX_LINE

logger = logging.getLogger("doubleloop.bot")


def may_be_named(bot: Bot, visitor: Visitor, hand: Hand) -> None:
    """They chose to show their name: know it from now on, if nobody told us before."""
    if bot.identity.called(visitor.person) is not None:
        return
    name = _name_in_slack(visitor, hand)
    if name:
        key = bot.system.keys.keyed(f"slack:name:{visitor.who.team}:{visitor.who.user}")
        request = visitor.request(bot.clock(), key)
        bot.system.people.introduce(visitor.person, name[:MAX_LINE], request)


def asker_called(bot: Bot, visitor: Visitor, hand: Hand) -> str:
    """What to call somebody who asks another person for something."""
    return (
        bot.identity.called(visitor.person)
        or _name_in_slack(visitor, hand)
        or say("common.somebody")
    )


def _name_in_slack(visitor: Visitor, hand: Hand) -> str | None:
    """Their name there; None where Slack does not say just now, for no words wait for a name."""
    try:
        return hand.name_of(visitor.who.user)
    except (SlackClientError, URLError, TimeoutError, ConnectionError) as error:
        logger.warning("Slack did not say what somebody is called (%s).", type(error).__name__)
        return None
