"""Review: somebody looks at a decision again, when they are asked what came of it."""

from __future__ import annotations

from bot.answering import answer
from bot.context import Bot
from bot.hand import Hand
from bot.identifying import ask_about
from bot.identity import Visitor
from bot.listeners.belief import all_in, beside, filled_in, once, words_in
from bot.listeners.prompt import about_one, kept_for, whose
from bot.listeners.reflect import as_prompt, opened_for
from bot.listening import Answer, Listening
from bot.payloads import Click, Submission
from bot.views import review as view
from bot.views.belief import Choice
from bot.words import say
from service.application.loop_commands import PartyGiven
from service.domain.errors import NotFound
from service.domain.vocabulary import PromptAnswer
from service.text import MAX_LINE
from service.web.form_visit import NotTaken

BOXES = ("expected_vs_actual", "why_nobody_affected", "others")


def register(on: Listening) -> None:
    """Listen for the button, and for what it opens."""
    on.click("prompt.review", opened)
    on.submitted("review", reviewed)


def opened(bot: Bot, click: Click, hand: Hand) -> None:
    """Open the modal, with what it rests on."""
    visitor, prompt = whose(bot, click)
    today = bot.clock().astimezone(visitor.place.zone).date()
    found = bot.system.loops.decision(
        visitor.actor, visitor.place.id, about_one(prompt), today=today
    )
    beliefs = [Choice(str(one.belief), one.then) for one in found.rests_on]
    modal = view.modal(found.loop.chosen, found.expected, beliefs, kept_for(visitor, prompt))
    hand.open(click.trigger_id, modal)


def reviewed(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """Write down what they found; twice is once."""
    visitor, kept = opened_for(bot, sent)
    prompt = as_prompt(bot, kept.about)
    if prompt is None:
        raise NotFound
    try:
        ask_about(sent.view, BOXES, bot.clock())
        _write_down(bot, visitor, sent, str(about_one(prompt)))
    except NotTaken as no:
        return beside(sent.view, no.refusals)
    answer(bot, visitor, prompt.prompt_id, PromptAnswer.YES)
    return None


def _write_down(bot: Bot, visitor: Visitor, sent: Submission, decision: str) -> None:
    reviewers = [PartyGiven(who=_called(bot, visitor), person=str(visitor.person))]
    others = words_in(sent.view, "others").splitlines()
    reviewers += [PartyGiven(who=one.strip()[:MAX_LINE]) for one in others if one.strip()]
    heard = {f"affected_heard-{one}": ["1"] for one in all_in(sent.view, "affected_heard")}
    beliefs = {
        name: standing
        for name in sent.view.blocks
        if name.startswith("beliefs-") and (standing := all_in(sent.view, name))
    }
    who = {f"reviewers-{number}-who": [one.who or ""] for number, one in enumerate(reviewers)}
    filled = filled_in("review", sent.view, {**who, **heard, **beliefs})
    command = filled.command().model_copy(update={"reviewers": reviewers})
    with filled.refusing():
        bot.system.decisions.review_decision(
            visitor.place.id, decision, command, once(bot, visitor, sent)
        )


def _called(bot: Bot, visitor: Visitor) -> str:
    return bot.identity.called(visitor.person) or say("common.somebody")
