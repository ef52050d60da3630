"""Place: somebody who takes part in several places chooses which one they are in now."""

from __future__ import annotations

from uuid import UUID

from bot.context import Bot
from bot.hand import Hand
from bot.listeners.home import show
from bot.listening import Listening
from bot.payloads import Click, Unreadable
from service.domain.errors import NotFound


def register(on: Listening) -> None:
    """Listen for the choice on the Home."""
    on.click("home.place", chosen)


def chosen(bot: Bot, click: Click, hand: Hand) -> None:
    """Go to another of their own places, and show the Home of that one."""
    try:
        place = UUID(click.value or "")
    except ValueError:
        raise Unreadable("Click: value") from None
    person = bot.identity.known(click.who)
    if person is None or place not in bot.identity.places_of(person):
        raise NotFound
    bot.identity.choose_place(click.who, person, place)
    show(bot, click.who, hand)
