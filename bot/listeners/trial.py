"""Trial: people say what a trial taught them, and whether it goes on, stops, or is here to stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.context import Bot
from bot.hand import Hand
from bot.identifying import ask_about
from bot.identity import Visitor
from bot.listeners.belief import Filled, beside, filled_in, once, who_clicks, words_in
from bot.listeners.reflect import Kept, opened_for
from bot.listening import Answer, Listening
from bot.payloads import Click, OpenView, Shortcut, Submission, Unreadable
from bot.views import trial as view
from bot.views.belief import Choice
from bot.views.blocks import MOST_OPTIONS, Json
from service.projections.shapes import Trial
from service.web import form_words
from service.web.form_refusals import Refusals
from service.web.form_visit import NotTaken
from service.web.forms import FORMS

BOXES = (
    "done",
    "learned",
    "next_step",
    "conditions_missing",
    "what_we_keep",
    "what_remains",
    "note",
)
GOES_ON = ("running", "at_the_margins")
FATES = {"margins": "at_the_margins", "normalised": "normalised", "ended": "prototype_ended"}
"""Which form says what becomes of a trial."""


def register(on: Listening) -> None:
    """Listen for the ways to the modal, for what changes it, and for its sending off."""
    on.click("trial.open", clicked)
    on.shortcut("trial", asked)
    on.click("trial.which", changed)
    on.click("trial.next", changed)
    on.submitted("trial", sent_off)


def clicked(bot: Bot, click: Click, hand: Hand) -> None:
    """The button on the Home."""
    visitor = bot.identity.visitor(click.who, click.channel)
    hand.open(click.trigger_id, _modal(bot, visitor))


def asked(bot: Bot, shortcut: Shortcut, hand: Hand) -> None:
    """The shortcut."""
    visitor = bot.identity.visitor(shortcut.who, shortcut.channel)
    hand.open(shortcut.trigger_id, _modal(bot, visitor))


def changed(bot: Bot, click: Click, hand: Hand) -> None:
    """Another trial, or another answer to what happens now: show what goes with it."""
    if click.view is None:
        raise Unreadable("Click: view")
    hand.update(_modal(bot, who_clicks(bot, click), click.view))


def sent_off(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """Write down what was learned, and what becomes of it. Twice is once."""
    visitor, _ = opened_for(bot, sent)
    trial = next((one for one in _trials(bot, visitor) if str(one.id) == _which(sent.view)), None)
    if trial is None:
        return beside(sent.view, {"trial.which": form_words.CHOOSE_ONE})
    try:
        ask_about(sent.view, BOXES, bot.clock())
        _write_down(bot, visitor, trial, sent)
    except NotTaken as no:
        return beside(sent.view, no.refusals, {"decisions": "building_blocks"})
    return None


@dataclass(frozen=True)
class _Said:
    """One thing that is said of the trial: the form it was read with, and the command."""

    filled: Filled
    command: Any


def _write_down(bot: Bot, visitor: Visitor, trial: Trial, sent: Submission) -> None:
    """What can be refused comes first, so that a second try changes nothing twice."""
    request, place, id = once(bot, visitor, sent), str(visitor.place.id), str(trial.id)
    for one in _all_that_is_said(trial, sent.view):
        kind = one.filled.kind
        with one.filled.refusing():
            FORMS[kind].run(bot.system, place, id, one.command, request.part(kind))


def _all_that_is_said(trial: Trial, opened: OpenView) -> list[_Said]:
    """In the order in which it is recorded; NotTaken names everything that is missing."""
    kinds = ["plan_do_review"]
    fate = FATES.get(str(opened.values.get("trial.next")))
    if fate == "prototype_ended":  # Nothing can be added to a trial that has ended.
        kinds.append(fate)
    elif fate is not None:
        kinds.insert(0, fate)
    if words_in(opened, "building_block"):
        kinds.append("prototype_learning")
    problems, said = Refusals(), []
    for kind in kinds:
        filled = filled_in(kind, opened, {"planned": [trial.expected]})
        try:
            said.append(_Said(filled, filled.command()))
        except NotTaken as no:
            problems.update(no.refusals)
    if problems:
        raise NotTaken(problems)
    return said


def _modal(bot: Bot, visitor: Visitor, opened: OpenView | None = None) -> Json:
    trials = _trials(bot, visitor)
    which = _which(opened)
    trial = next((one for one in trials if str(one.id) == which), None)
    if trial is None and len(trials) == 1:
        trial = trials[0]
    frameworks = bot.system.desk.frameworks(visitor.place.programme_id)
    blocks = frameworks.building_blocks.items if visitor.sees_framework_words else ()
    typed = {} if opened is None else {name: words_in(opened, name) for name in ("done", "learned")}
    return view.modal(
        view.Learned(
            metadata=Kept(place=visitor.place.id).model_dump_json(exclude_none=True),
            trials=[Choice(str(one.id), one.name) for one in trials],
            trial=str(trial.id) if trial else None,
            expected=trial.expected if trial else None,
            next=_next(opened),
            blocks=[Choice(one.code, one.wording) for one in blocks],
            decisions=_decisions(bot, visitor) if blocks else [],
            typed=typed,
        )
    )


def _trials(bot: Bot, visitor: Visitor) -> list[Trial]:
    """The trials that go on, newest first."""
    found = bot.system.reading.prototypes(visitor.actor, visitor.place.id)
    going_on = [one.trial for one in found if one.trial.fate in GOES_ON]
    return going_on[::-1][:MOST_OPTIONS]


def _decisions(bot: Bot, visitor: Visitor) -> list[Choice]:
    today = bot.clock().astimezone(visitor.place.zone).date()
    found = bot.system.loops.ledger(
        visitor.actor, visitor.place.id, today=today, limit=MOST_OPTIONS
    )
    return [Choice(str(one.id), one.title) for one in found.decisions]


def _which(opened: OpenView | None) -> str:
    return "" if opened is None else str(opened.values.get("trial.which") or "")


def _next(opened: OpenView | None) -> view.Next:
    chosen = None if opened is None else opened.values.get("trial.next")
    return next((one for one in view.NEXTS if one == chosen), "going")
