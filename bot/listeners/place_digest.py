"""Place digest: people say what is missing in it, or not right."""

from __future__ import annotations

from bot.context import Bot
from bot.hand import Hand
from bot.identifying import ask_about
from bot.listeners.belief import as_id, beside, once, words_in
from bot.listeners.reflect import Kept, opened_for
from bot.listening import Answer, Listening, refused
from bot.payloads import Click, Submission, Unreadable
from bot.views import place_digest as view
from bot.words import say
from service.application.rhythm_commands import RemarkOnDigest
from service.domain.errors import NotFound
from service.domain.vocabulary import RemarkKind
from service.web.form_visit import NotTaken


def register(on: Listening) -> None:
    """Listen for the two buttons, and for what they open."""
    for kind in RemarkKind:
        _register(on, kind)


def _register(on: Listening, kind: RemarkKind) -> None:
    on.click(f"digest.{kind}", lambda bot, click, hand: ask(bot, click, hand, kind))
    on.submitted(f"digest_{kind}", lambda bot, sent, hand: said(bot, sent, hand, kind))


def ask(bot: Bot, click: Click, hand: Hand, kind: RemarkKind) -> None:
    """Open the box."""
    visitor, id = bot.identity.visitor(click.who, click.channel), as_id(click.value)
    if id is None:
        raise Unreadable("Click: value")
    kept = Kept(place=visitor.place.id, about=str(id))
    hand.open(click.trigger_id, view.remark_modal(kind, kept.model_dump_json(exclude_none=True)))


def said(bot: Bot, sent: Submission, hand: Hand, kind: RemarkKind) -> Answer:  # noqa: ARG001
    """Pass it on to whoever puts the next one together."""
    visitor, kept = opened_for(bot, sent)
    words, id = words_in(sent.view, "words"), as_id(kept.about)
    if id is None:
        raise NotFound
    if not words:
        return refused(sent.view, say("reflect.empty"), "words")
    try:
        ask_about(sent.view, ("words",), bot.clock())
    except NotTaken as no:
        return beside(sent.view, no.refusals)
    command = RemarkOnDigest(kind=kind, words=words)
    bot.system.digests.remark(id, command, once(bot, visitor, sent))
    return {"response_action": "update", "view": view.thanks()}
