"""Rights: who can see what somebody writes, all of it in a file, and its end."""

from __future__ import annotations

from bot.context import Bot
from bot.hand import Hand
from bot.identity import Visitor
from bot.listeners.reflect import Kept, opened_for, remember
from bot.listening import Answer, Listening, refused
from bot.naming import may_be_named
from bot.payloads import Click, Submission, chosen_as
from bot.telling import held_about
from bot.views import rights as view
from bot.views.saved import named
from bot.words import say
from service.domain.vocabulary import Scope, SpeakingAs
from service.erasing import erase_person


def register(on: Listening) -> None:
    """Listen for the buttons about somebody's name and data, and for what they open."""
    on.click("rights.who", who_sees)
    on.click("rights.download", download)
    on.click("rights.remove", ask_to_remove)
    on.submitted("rights", chosen)
    on.submitted("rights_remove", remove)


def who_sees(bot: Bot, click: Click, hand: Hand) -> None:
    """Open the plain words, and what they usually choose."""
    show_who_sees(bot, bot.identity.visitor(click.who, click.channel), click, hand)


def show_who_sees(bot: Bot, visitor: Visitor, click: Click, hand: Hand) -> None:
    """The same, in the place where they are."""
    preferences = bot.system.people.preferences_of(visitor.person)
    kept = Kept(place=visitor.place.id).model_dump_json(exclude_none=True)
    hand.open(click.trigger_id, view.who_modal(visitor.place_name, preferences, kept))


def chosen(bot: Bot, sent: Submission, hand: Hand) -> Answer:
    """New reflections begin with this."""
    visitor, _ = opened_for(bot, sent)
    values, usual = sent.view.values, bot.system.people.preferences_of(visitor.person)
    shown = named(values.get("name"))
    if shown:
        may_be_named(bot, visitor, hand)
    scope = chosen_as(Scope, values.get("scope") or usual.scope)
    speaking_as = chosen_as(SpeakingAs, values.get("speaking_as") or usual.speaking_as)
    remember(bot, visitor, scope, shown, speaking_as)
    return None


def download(bot: Bot, click: Click, hand: Hand) -> None:
    """Have the files sent."""
    visitor, now = bot.identity.visitor(click.who), bot.clock()
    bot.posts.want(held_about.wants_of(visitor, now), 0, now)
    hand.open(click.trigger_id, view.coming())


def ask_to_remove(bot: Bot, click: Click, hand: Hand) -> None:
    """Say what goes and what cannot be called back, before anything does."""
    visitor = bot.identity.visitor(click.who)
    kept = Kept(place=visitor.place.id).model_dump_json(exclude_none=True)
    hand.open(click.trigger_id, view.remove_modal(kept))


def remove(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """Destroy all of it, for somebody who typed the word. Whoever is gone already is told so."""
    if not view.is_sure(sent.view.values.get("word")):
        return refused(sent.view, say("rights.remove_type"), "word")
    if bot.identity.known(sent.who) is not None:
        visitor, _ = opened_for(bot, sent)
        key = bot.system.keys.keyed(f"slack:view:{sent.view.id}")
        request = visitor.request(bot.clock(), key)
        erasure = erase_person(bot.system, visitor.person, request)
        return {"response_action": "update", "view": view.removed(erasure)}
    return {"response_action": "update", "view": view.removed()}
