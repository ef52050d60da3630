"""Decision: what people do on its card: they see it differently, or ask what it rests on."""

from __future__ import annotations

from uuid import UUID

from bot.context import Bot
from bot.hand import Hand
from bot.identity import Visitor
from bot.listeners.belief import as_id, keep_words, once, words_in
from bot.listeners.reflect import Kept, opened_for, remember
from bot.listeners.there import tell_saved
from bot.listening import Answer, Listening, refused
from bot.naming import may_be_named
from bot.payloads import Click, Submission, Unreadable, chosen_as
from bot.views import decision_card as card
from bot.views.saved import named
from bot.words import say
from service.domain.vocabulary import Scope


def register(on: Listening) -> None:
    """Listen for the buttons of the card, and what they open."""
    on.click("decision.differently", differently)
    on.submitted("differently", seen_differently)
    on.click("decision.rests_on", rests_on)


def differently(bot: Bot, click: Click, hand: Hand) -> None:
    """Open the modal in which somebody says how they see it."""
    visitor, id = _about(bot, click)
    kept = Kept(place=visitor.place.id, about=str(id), channel=click.channel or "")
    metadata = kept.model_dump_json(exclude_none=True)
    usual = bot.system.people.preferences_of(visitor.person)
    hand.open(click.trigger_id, card.differently_modal(visitor.place_name, usual, metadata))


def seen_differently(bot: Bot, sent: Submission, hand: Hand) -> Answer:
    """Keep how they see it as a reflection of theirs, about this decision."""
    visitor, kept = opened_for(bot, sent)
    words, values = words_in(sent.view, "words"), sent.view.values
    if not words:
        return refused(sent.view, say("reflect.empty"), "words")
    scope = chosen_as(Scope, values.get("scope") or Scope.AUTHOR_AND_LP)
    shown = named(values.get("name"))
    if shown:
        may_be_named(bot, visitor, hand)
    request, about = once(bot, visitor, sent), as_id(kept.about)
    id = keep_words(bot, visitor, words, request, scope=scope, name_shown=shown, about=about)
    remember(bot, visitor, scope, shown, None)
    tell_saved(bot, visitor, id, hand, kept.channel)
    return None


def rests_on(bot: Bot, click: Click, hand: Hand) -> None:
    """Tell only who asked in which words the beliefs under it stand."""
    visitor, id = _about(bot, click)
    today = bot.clock().astimezone(visitor.place.zone).date()
    found = bot.system.loops.decision(visitor.actor, visitor.place.id, id, today=today)
    hand.tell(*card.rests_on(found.rests_on))


def _about(bot: Bot, click: Click) -> tuple[Visitor, UUID]:
    """Who clicks, and on which decision."""
    visitor, id = bot.identity.visitor(click.who, click.channel), as_id(click.value)
    if id is None:
        raise Unreadable("Click: value")
    return visitor, id
