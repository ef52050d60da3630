"""Saved: what somebody does about their own words once they are saved."""

from __future__ import annotations

from uuid import UUID

from bot.context import Bot
from bot.hand import Hand
from bot.identity import Visitor
from bot.keeping import keepable
from bot.listeners.reflect import Kept, meaning_in, opened_for, remember
from bot.listening import Answer, Listening, refused
from bot.naming import may_be_named
from bot.payloads import Click, Submission, Unreadable
from bot.telling.saved import saved_of
from bot.views import saved as view
from bot.views.blocks import MOST_TYPED
from bot.views.saved import named
from bot.words import say
from service.application.commands import (
    AmendReflection,
    ChangeScope,
    ChooseName,
    WithdrawReflection,
)
from service.application.desk import Request
from service.domain.errors import Gone, NotTheAuthor
from service.domain.reflection import Reflection
from service.domain.vocabulary import Scope


def register(on: Listening) -> None:
    """Listen for the buttons under a saved reflection, and for what they open."""
    on.click("saved.change", change)
    on.click("saved.more", more)
    on.click("saved.hide_name", lambda bot, click, hand: choose_name(bot, click, hand, shown=False))
    on.click("saved.show_name", lambda bot, click, hand: choose_name(bot, click, hand, shown=True))
    on.click("saved.as_usual", share_as_usual)
    on.click("saved.remove", remove)
    on.submitted("change", changed)
    on.submitted("more", added)


def change(bot: Bot, click: Click, hand: Hand) -> None:
    """Open the modal to say it differently."""
    visitor, id = whose(bot, click)
    saved = _seen(bot, id)
    hand.open(click.trigger_id, view.change_modal(saved, _kept(visitor, id)))


def more(bot: Bot, click: Click, hand: Hand) -> None:
    """Open the modal with the one question that may follow."""
    visitor, id = whose(bot, click)
    hand.open(click.trigger_id, view.more_modal(_seen(bot, id), _kept(visitor, id)))


def changed(bot: Bot, sent: Submission, hand: Hand) -> Answer:
    """Say it differently, and to whom."""
    visitor, kept = opened_for(bot, sent)
    id = kept.reflection or UUID(int=0)
    words = keepable(str(sent.view.values.get("words") or "")).strip()
    if not words:
        return refused(sent.view, say("reflect.empty"), "words")
    saved = _seen(bot, id)
    if words == saved.words[:MOST_TYPED].strip():
        words = saved.words
    request = _once(bot, visitor)  # Each command changes nothing where it is so already.
    meaning = meaning_in(sent.view)
    if saved.meaning and meaning is None:
        return refused(sent.view, say("saved.meaning_stays"), "meaning")
    shown = named(sent.view.values.get("name"))
    if shown:
        may_be_named(bot, visitor, hand)
    scope = Scope(sent.view.values.get("scope") or saved.scope)
    capture, place = bot.system.capture, visitor.place.id
    if saved.scope.is_wider_than(scope):
        capture.change_scope(place, str(id), ChangeScope(scope=scope), request)
    if not shown:
        capture.choose_name(place, str(id), ChooseName(name_shown=False), _once(bot, visitor))
    if (words, meaning) != (saved.words, saved.meaning):
        amendment = AmendReflection(text=words, meaning=meaning)
        capture.amend_reflection(place, str(id), amendment, _once(bot, visitor))
    capture.change_scope(place, str(id), ChangeScope(scope=scope), _once(bot, visitor))
    capture.choose_name(place, str(id), ChooseName(name_shown=shown), _once(bot, visitor))
    remember(bot, visitor, scope, shown, None)
    return None


def added(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """Keep what somebody adds."""
    visitor, kept = opened_for(bot, sent)
    meaning = meaning_in(sent.view)
    if meaning is None:
        return refused(sent.view, say("reflect.empty"), "meaning")
    request = visitor.request(bot.clock(), bot.system.keys.keyed(f"slack:view:{sent.view.id}"))
    amendment = AmendReflection(meaning=meaning)
    bot.system.capture.amend_reflection(visitor.place.id, str(kept.reflection), amendment, request)
    return None


def choose_name(bot: Bot, click: Click, hand: Hand, *, shown: bool) -> None:
    """Show the name beside it, or no longer."""
    visitor, id = whose(bot, click)
    if shown:
        may_be_named(bot, visitor, hand)
    command = ChooseName(name_shown=shown)
    bot.system.capture.choose_name(visitor.place.id, str(id), command, _once(bot, visitor))


def share_as_usual(bot: Bot, click: Click, hand: Hand) -> None:  # noqa: ARG001
    """What looked as if it told who somebody is may be shared all the same: they decide."""
    visitor, id = whose(bot, click)
    usual = bot.system.people.preferences_of(visitor.person).scope
    command = ChangeScope(scope=usual)
    bot.system.capture.change_scope(visitor.place.id, str(id), command, _once(bot, visitor))


def remove(bot: Bot, click: Click, hand: Hand) -> None:  # noqa: ARG001
    """Take it back."""
    visitor, id = whose(bot, click)
    bot.system.capture.withdraw_reflection(
        visitor.place.id, str(id), WithdrawReflection(), _once(bot, visitor)
    )


def whose(bot: Bot, click: Click) -> tuple[Visitor, UUID]:
    """Who clicks, in the place of the reflection that the button names."""
    try:
        id = UUID(click.value or "")
    except ValueError:
        raise Unreadable("Click: value") from None
    reflection = bot.system.desk.load(Reflection, id)
    place = bot.system.desk.place(reflection.place_id)
    person = bot.identity.known(click.who)
    if person != reflection.author:
        raise NotTheAuthor
    return bot.identity.in_place(click.who, person, place), id


def _seen(bot: Bot, id: UUID) -> view.Saved:
    saved = saved_of(bot, id)
    if saved is None or saved.state == "withdrawn":
        raise Gone
    return saved


def _kept(visitor: Visitor, id: UUID) -> str:
    return Kept(place=visitor.place.id, reflection=id).model_dump_json(exclude_none=True)


def _once(bot: Bot, visitor: Visitor) -> Request:
    return visitor.request(bot.clock(), None)
