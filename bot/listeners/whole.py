"""Whole: its author or a learning partner reads all of what has no room in a message."""

from __future__ import annotations

from bot.context import Bot
from bot.hand import Hand
from bot.listeners.belief import as_id
from bot.listening import Listening
from bot.payloads import Click, Unreadable
from bot.telling.saved import newest_words
from bot.views import whole as view
from service.domain.errors import Gone, NotAllowed
from service.domain.reflection import Reflection, State


def register(on: Listening) -> None:
    """Listen for the button under words that were cut."""
    on.click("whole.read", read)


def read(bot: Bot, click: Click, hand: Hand) -> None:
    """Show all of them, to whoever may read them."""
    id, person = as_id(click.value), bot.identity.known(click.who)
    if id is None:
        raise Unreadable("Click: value")
    if person is None:
        raise NotAllowed
    known = bot.system.desk.load(Reflection, id)
    visitor = bot.identity.in_place(click.who, person, bot.system.desk.place(known.place_id))
    if known.author != person and not visitor.is_learning_partner:
        raise NotAllowed
    readable = (State.AVAILABLE, State.HELD) if known.author == person else (State.AVAILABLE,)
    if known.state not in readable:
        raise Gone
    hand.open(click.trigger_id, view.modal(*newest_words(bot, id)))
