"""Funder digest: its funder answers it, and asks the places something."""

from __future__ import annotations

from uuid import UUID

from bot.context import Bot
from bot.hand import Hand
from bot.identifying import ask_about
from bot.listeners.belief import as_id, beside, words_in
from bot.listening import Answer, Listening
from bot.payloads import Click, Submission, Unreadable, Who
from bot.views import funder_digest as view
from bot.words import say
from service.application.desk import Request
from service.application.rhythm_commands import RespondToDigest
from service.domain.digest import Digest
from service.domain.errors import NotAllowed
from service.domain.vocabulary import Channel
from service.policy import Actor
from service.web.form_visit import NotTaken

ASKED = ("what_we_heard", "what_we_will_do", "question_back")


def register(on: Listening) -> None:
    """Listen for the buttons under a digest, and for the answer."""
    on.click("funder_digest.open", lambda bot, click, hand: None)  # noqa: ARG005 - a page opens
    on.click("funder_digest.ask", ask)
    on.submitted(view.ANSWER, answered)


def ask(bot: Bot, click: Click, hand: Hand) -> None:
    """Open the boxes, for who is from the funder."""
    id = as_id(click.value)
    if id is None:
        raise Unreadable("Click: value")
    _funder(bot, click.who, id)
    hand.open(click.trigger_id, view.answer_modal(id))


def answered(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """Pass it on to whoever puts digests together."""
    id = as_id(sent.view.private_metadata)
    if id is None:
        raise Unreadable("Submission: digest")
    actor = _funder(bot, sent.who, id)
    heard, will_do, question = (words_in(sent.view, name) for name in ASKED)
    empty = {name: say("reflect.empty") for name in ASKED[:2] if not words_in(sent.view, name)}
    if empty:
        return beside(sent.view, empty)
    try:
        ask_about(sent.view, ASKED, bot.clock())
    except NotTaken as no:
        return beside(sent.view, no.refusals)
    command = RespondToDigest(
        what_we_heard=heard, what_we_will_do=will_do, question_back=question or None
    )
    once = bot.system.keys.keyed(f"slack:view:{sent.view.id}")
    bot.system.digests.respond(id, command, Request(actor, Channel.SLACK, bot.clock(), once))
    return {"response_action": "update", "view": view.thanks()}


def _funder(bot: Bot, who: Who, digest: UUID) -> Actor:
    """Somebody of the funder of this digest; whoever else sees it is told kindly."""
    found = bot.system.desk.load(Digest, digest)
    actor = bot.identity.funder(who, found.programme_id)
    if actor is None:
        raise NotAllowed(say("funder_digest.not_you"))
    return actor
