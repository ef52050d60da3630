"""Upkeep: what has to be looked after because time goes by, about once a minute."""

from __future__ import annotations

from bot.context import Bot
from bot.telling import concern_waits


def look_after(bot: Bot) -> None:
    """Tell more people of concerns that nobody reads; let go of words that nobody agreed to."""
    concern_waits.escalate(bot)
    bot.asks.forget_old(bot.clock())
