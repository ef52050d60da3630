"""Others: whether people of other organisations take part in a shared channel is asked and said."""

from __future__ import annotations

from bot.context import Bot
from bot.hand import Hand
from bot.listening import Listening
from bot.payloads import Click
from bot.posts import Address, Want
from bot.refusals import sentence_of
from bot.telling import home
from bot.telling import setup as tell_setup
from bot.telling import shared as tell_shared
from service.domain.errors import NotAllowed
from service.domain.vocabulary import PlaceRole


def register(on: Listening) -> None:
    """Listen for what a coordinator says."""
    on.click("shared.welcome", lambda bot, click, hand: welcome(bot, click, hand, is_yes=True))
    on.click("shared.unwelcome", lambda bot, click, hand: welcome(bot, click, hand, is_yes=False))


def ask_about_others(bot: Bot, team: str, channel: str) -> None:
    """Listen to nobody from elsewhere there, until a coordinator says otherwise."""
    linked, now = bot.channels.of(team, channel), bot.clock()
    bot.channels.note_shared(team, channel, is_shared=True)
    if linked is None:  # Of a funder's channel it is noted; who linked it says who may read along.
        return
    about = tell_setup.about(team, channel)
    asked = [
        Want(tell_shared.KIND, about, linked.place_id, Address(team, user=user), person)
        for person, roles in bot.system.places.remembered_roles(linked.place_id).items()
        if PlaceRole.COORDINATOR in roles
        for at, user in bot.identity.slack_of(person)
        if at == team
    ]
    bot.posts.want(asked, 0, now)
    bot.posts.refresh(tell_shared.KIND, about, now)


def no_longer_shared(bot: Bot, team: str, channel: str) -> None:
    """The question is gone with the last other organisation."""
    bot.channels.note_shared(team, channel, is_shared=False)
    bot.posts.refresh(tell_shared.KIND, tell_setup.about(team, channel), bot.clock())


def welcome(bot: Bot, click: Click, hand: Hand, *, is_yes: bool) -> None:
    """A coordinator says whether people of other organisations take part there."""
    team, channel = click.who.installed, click.value or ""
    linked, person = bot.channels.of(team, channel), bot.identity.known(click.who)
    roles = bot.system.places.remembered_roles(linked.place_id) if linked is not None else {}
    if person is None or PlaceRole.COORDINATOR not in roles.get(person, ()):
        hand.tell(sentence_of(NotAllowed()))
        return
    bot.channels.welcome_others(team, channel, welcome=is_yes)
    bot.posts.refresh(tell_shared.KIND, tell_setup.about(team, channel), bot.clock())
    home.refresh(bot, person)
