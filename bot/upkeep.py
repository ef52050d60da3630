"""Upkeep: what has to be looked after because time goes by, about once a minute."""

from __future__ import annotations

import logging
from contextlib import suppress
from urllib.error import URLError

from slack_sdk.errors import SlackClientError

from bot.context import Bot
from bot.reading import look_who_is_there
from bot.sending import Clients, NoWorkspace
from bot.telling import concern_waits

logger = logging.getLogger("doubleloop.bot")


def look_after(bot: Bot, clients: Clients) -> None:
    """Tell more people of concerns that nobody reads; let go of words that nobody agreed to; see
    that where learning partners read nobody else does."""
    concern_waits.escalate(bot)
    bot.asks.forget_old(bot.clock())
    try:
        _look_who_reads(bot, clients)
    except (SlackClientError, URLError, TimeoutError, ConnectionError) as error:
        # The others are not asked about now either, for messages wait meanwhile.
        logger.warning("Slack did not say who is in a channel (%s).", type(error).__name__)


def _look_who_reads(bot: Bot, clients: Clients) -> None:
    for linked in bot.channels.all_open():
        if linked.purpose == "triage":
            with suppress(NoWorkspace):
                look_who_is_there(bot, clients(linked.team_id), linked)
