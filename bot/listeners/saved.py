"""Saved: what somebody does about their own words once they are saved."""

from __future__ import annotations

from uuid import UUID

from bot.context import Bot
from bot.hand import Hand
from bot.identifying import ask_about
from bot.identity import Visitor
from bot.keeping import keepable
from bot.listeners.belief import beside
from bot.listeners.reflect import Kept, meaning_in, opened_for, remember
from bot.listeners.there import show_saved, tell_saved
from bot.listening import Answer, Listening, refused
from bot.naming import may_be_named
from bot.payloads import Click, OpenView, Submission, Unreadable, chosen_as
from bot.telling.saved import saved_of, wished_scope
from bot.views import saved as view
from bot.views.blocks import MOST_TYPED
from bot.views.identifying import ONLY_US
from bot.views.saved import named
from bot.words import say
from service.application.commands import (
    AmendReflection,
    ChangePerspective,
    ChangeScope,
    ChooseName,
    WithdrawReflection,
)
from service.application.desk import Request
from service.domain.errors import Gone, NotTheAuthor
from service.domain.identifying import found_in
from service.domain.reflection import Reflection
from service.domain.vocabulary import SYSTEM_PERSPECTIVES, Perspective, Scope
from service.web.form_visit import NotTaken


def register(on: Listening) -> None:
    """Listen for the buttons under a saved reflection, and for what they open."""
    on.click("saved.change", change)
    on.click("saved.more", more)
    on.click("saved.hide_name", lambda bot, click, hand: choose_name(bot, click, hand, shown=False))
    on.click("saved.show_name", lambda bot, click, hand: choose_name(bot, click, hand, shown=True))
    on.click("saved.as_usual", share_as_usual)
    on.click("saved.perspective", speaks_from)
    on.click("saved.remove", remove)
    on.submitted("change", changed)
    on.submitted("more", added)


def change(bot: Bot, click: Click, hand: Hand) -> None:
    """Open the modal to say it differently."""
    visitor, id = whose(bot, click)
    saved = _seen(bot, id)
    hand.open(click.trigger_id, view.change_modal(saved, _kept(visitor, id, click)))


def more(bot: Bot, click: Click, hand: Hand) -> None:
    """Open the modal with the one question that may follow."""
    visitor, id = whose(bot, click)
    hand.open(click.trigger_id, view.more_modal(_seen(bot, id), _kept(visitor, id, click)))


def changed(bot: Bot, sent: Submission, hand: Hand) -> Answer:
    """Say it differently, and to whom."""
    visitor, kept = opened_for(bot, sent)
    id = kept.reflection or UUID(int=0)
    words = keepable(str(sent.view.values.get("words") or "")).strip()
    if not words:
        return refused(sent.view, say("reflect.empty"), "words")
    saved = _seen(bot, id)
    words = _with_its_rest(words, saved.words)
    request = _once(bot, visitor)  # Each command changes nothing where it is so already.
    meaning = _with_its_rest(meaning_in(sent.view) or "", saved.meaning) or None
    shown = named(sent.view.values.get("name"))
    scope = chosen_as(Scope, sent.view.values.get("scope") or saved.scope)
    try:
        _ask_about(bot, sent.view, saved, scope)
    except NotTaken as no:
        return beside(sent.view, no.refusals)
    if shown:
        may_be_named(bot, visitor, hand)
    capture, place = bot.system.capture, visitor.place.id
    if saved.scope.is_wider_than(scope):
        capture.change_scope(place, str(id), ChangeScope(scope=scope), request)
    if not shown:
        capture.choose_name(place, str(id), ChooseName(name_shown=False), _once(bot, visitor))
    if (words, meaning) != (saved.words, saved.meaning):
        is_emptied = saved.meaning is not None and meaning is None
        amendment = AmendReflection(text=words, meaning=meaning, meaning_removed=is_emptied)
        capture.amend_reflection(place, str(id), amendment, _once(bot, visitor))
    capture.change_scope(place, str(id), ChangeScope(scope=scope), _once(bot, visitor))
    capture.choose_name(place, str(id), ChooseName(name_shown=shown), _once(bot, visitor))
    remember(bot, visitor, scope, shown, None)
    tell_saved(bot, visitor, id, hand, kept.channel)
    return None


def added(bot: Bot, sent: Submission, hand: Hand) -> Answer:
    """Keep what somebody adds."""
    visitor, kept = opened_for(bot, sent)
    meaning = meaning_in(sent.view)
    if meaning is None:
        return refused(sent.view, say("reflect.empty"), "meaning")
    saved = _seen(bot, kept.reflection or UUID(int=0))
    capture, place = bot.system.capture, visitor.place.id
    if sent.view.values.get("identifying") == ONLY_US:
        narrow = ChangeScope(scope=Scope.AUTHOR_AND_LP)
        capture.change_scope(place, str(saved.id), narrow, _once(bot, visitor))
    elif saved.scope != Scope.AUTHOR_AND_LP:
        try:
            ask_about(sent.view, ("meaning",), bot.clock(), sentence="identifying.in_more")
        except NotTaken as no:
            return beside(sent.view, no.refusals)
    request = visitor.request(bot.clock(), bot.system.keys.keyed(f"slack:view:{sent.view.id}"))
    amendment = AmendReflection(meaning=meaning)
    capture.amend_reflection(place, str(saved.id), amendment, request)
    tell_saved(bot, visitor, saved.id, hand, kept.channel)
    return None


def choose_name(bot: Bot, click: Click, hand: Hand, *, shown: bool) -> None:
    """Show the name beside it, or no longer."""
    visitor, id = whose(bot, click)
    if shown:
        may_be_named(bot, visitor, hand)
    command = ChooseName(name_shown=shown)
    bot.system.capture.choose_name(visitor.place.id, str(id), command, _once(bot, visitor))
    show_saved(bot, visitor, id, hand)


def share_as_usual(bot: Bot, click: Click, hand: Hand) -> None:
    """What looked as if it told who somebody is may be shared all the same: they decide."""
    visitor, id = whose(bot, click)
    command = ChangeScope(scope=wished_scope(bot, bot.system.desk.load(Reflection, id)))
    bot.system.capture.change_scope(visitor.place.id, str(id), command, _once(bot, visitor))
    show_saved(bot, visitor, id, hand)


def speaks_from(bot: Bot, click: Click, hand: Hand) -> None:  # noqa: ARG001
    """They said from where they speak; what they said before keeps that nobody knew."""
    chosen, _, about = (click.value or "").partition("/")
    if chosen not in SYSTEM_PERSPECTIVES:
        raise Unreadable("Click: value")
    visitor, id = whose(bot, click.model_copy(update={"value": about}))
    command = ChangePerspective(
        place=str(visitor.place.id),
        contributor=str(visitor.person),
        perspective=Perspective(chosen),
    )
    bot.system.people.change_perspective(command, _once(bot, visitor))
    bot.posts.refresh("saved", id, bot.clock())


def remove(bot: Bot, click: Click, hand: Hand) -> None:
    """Take it back."""
    visitor, id = whose(bot, click)
    bot.system.capture.withdraw_reflection(
        visitor.place.id, str(id), WithdrawReflection(), _once(bot, visitor)
    )
    show_saved(bot, visitor, id, hand)


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


def _with_its_rest(typed: str, before: str | None) -> str:
    """What was typed, followed by what had no room in the box; that is as it was."""
    head, rest = (before or "")[:MOST_TYPED], (before or "")[MOST_TYPED:]
    if not typed or not rest:
        return typed
    gap = head[len(head.rstrip()) :]
    return f"{typed}{gap}{rest}"


def _ask_about(bot: Bot, opened: OpenView, saved: view.Saved, scope: Scope) -> None:
    """NotTaken where more people than the learning partner would see what they never agreed to."""
    if scope == Scope.AUTHOR_AND_LP:
        return
    now, before = bot.clock(), f"{saved.words}\n{saved.meaning or ''}"
    known = frozenset() if scope.is_wider_than(saved.scope) else found_in(before, now.date())
    boxes = ("words", "meaning")
    ask_about(opened, boxes, now, known=known, sentence="identifying.in_words")


def _kept(visitor: Visitor, id: UUID, click: Click) -> str:
    kept = Kept(place=visitor.place.id, reflection=id, channel=click.channel or "")
    return kept.model_dump_json(exclude_none=True)


def _once(bot: Bot, visitor: Visitor) -> Request:
    return visitor.request(bot.clock(), None)
