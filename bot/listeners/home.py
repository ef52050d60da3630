"""Home: what somebody sees when they look at the app's own page, and trying it out there."""

from __future__ import annotations

from bot.context import Bot
from bot.hand import Hand
from bot.listening import Answer, Listening
from bot.parsing import home_opened
from bot.payloads import Click, HomeOpened, Submission, Who
from bot.refusals import NotForNow, sentence_of
from bot.telling.home import home_of, was_shown
from bot.views import home as view
from bot.views.reflect import Reflecting


def register(on: Listening) -> None:
    """Listen for people who look at their Home, and try it."""
    on.event("app_home_opened", home_opened, opened)
    on.click("home.try", try_it)
    on.submitted("try_it", tried)


def opened(bot: Bot, found: HomeOpened, hand: Hand) -> None:
    """Show it as things are now. The messages beside it need nothing."""
    if found.tab == "home":
        show(bot, found.who, hand)


def show(bot: Bot, who: Who, hand: Hand) -> None:
    """Show somebody their Home, and keep it up to date from now on."""
    try:
        visitor = bot.identity.visitor(who)
    except NotForNow as error:
        hand.client.views_publish(user_id=who.user, view=view.not_yet(sentence_of(error)))
        return
    is_first = bot.identity.is_new_here(who)
    hand.client.views_publish(user_id=who.user, view=home_of(bot, visitor, is_first=is_first))
    bot.identity.has_home(visitor.person, who)
    was_shown(bot, visitor)


def try_it(bot: Bot, click: Click, hand: Hand) -> None:
    """Open the modal in which nothing is saved."""
    visitor = bot.identity.visitor(click.who)
    preferences = bot.system.people.preferences_of(visitor.person)
    hand.open(click.trigger_id, view.try_it(Reflecting(visitor.place_name, preferences)))


def tried(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """That is all it takes."""
    return {"response_action": "update", "view": view.tried()}
