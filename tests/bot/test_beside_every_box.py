"""Beside every box in which somebody writes stands what to leave out, and the way to a concern."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

import bot
from bot.listeners.setup import introduce
from bot.views import (
    belief,
    decide,
    decision_card,
    home,
    prompt,
    question,
    reflect,
    review,
    saved,
    triage,
    trial,
)
from bot.views.belief import Choice
from bot.words import say
from service.domain.frameworks import default_frameworks
from service.domain.person import Preferences
from service.domain.vocabulary import Scope
from tests.support.workspace import DEEPA, HARROW, ROSA, TOMAS, VALE, Workspace, buttons

PREFERENCES = Preferences()
ASKED = reflect.Reflecting("Harrow Vale", PREFERENCES)
SAVED = saved.Saved(uuid4(), "Harrow Vale", "available", "Words.", None, Scope.PLACE_TEAM, False)
DOUBTING = belief.Doubting([Choice("1", "Words.")], [])
LEARNED = [trial.Learned("{}", [Choice("1", "Trial")], "1", next=one) for one in trial.NEXTS]
FRAMEWORKS = default_frameworks()

MODALS: list[dict[str, Any]] = [
    reflect.modal(ASKED),
    home.try_it(ASKED),
    saved.change_modal(SAVED, "{}"),
    saved.more_modal(SAVED, "{}"),
    question.modal("Who said yes?", "{}"),
    decide.modal(decide.Deciding("{}")),
    decide.modal(decide.Deciding("{}", is_decided=False)),
    decision_card.differently_modal("Harrow Vale", PREFERENCES, "{}"),
    belief.modal("{}"),
    belief.doubt_modal(DOUBTING, "{}"),
    *(trial.modal(one) for one in LEARNED if one.next in one.nexts),
    triage.tag_modal("Words.", FRAMEWORKS.behaviours, FRAMEWORKS.building_blocks, {}, "{}"),
    triage.ask_modal("Words.", "{}"),
    triage.join_modal("Words.", [], [], "{}"),
    prompt.happened_modal("Words.", "{}"),
    review.modal("Words.", None, [], "{}"),
]
NOT_FOR_WORDS = {"concern", "setup", "rights_remove", "quote", "mail"}
"""The concern itself; what a place is called; a word that has to be typed; one's own name, and
one's own address."""


def with_a_box() -> set[str]:
    """The modals of the bot's views whose function makes a box to type in, itself or by another
    function of the same file."""
    found = set()
    for path in sorted((Path(bot.__file__).parent / "views").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [one for one in tree.body if isinstance(one, ast.FunctionDef)]
        calls = {one.name: names_called(one) for one in functions}
        for function in functions:
            reached, waiting = set[str](), {function.name}
            while waiting:
                reached |= waiting
                waiting = {called for one in waiting for called in calls.get(one, ())} - reached
            if "b.text_box" in reached:
                found |= modals_of(function)
    return found


def names_called(function: ast.FunctionDef) -> set[str]:
    """What a function calls: boxes, and functions of its own file."""
    return {ast.unparse(one.func) for one in ast.walk(function) if isinstance(one, ast.Call)}


def modals_of(function: ast.FunctionDef) -> set[str]:
    """The names of the modals that a function makes."""
    return {
        str(one.args[0].value)
        for one in ast.walk(function)
        if isinstance(one, ast.Call)
        and isinstance(one.func, ast.Attribute)
        and one.func.attr == "modal"
        and one.args
        and isinstance(one.args[0], ast.Constant)
    }


def test_every_modal_with_a_box_is_looked_at_here() -> None:
    looked_at = {str(one["callback_id"]) for one in MODALS}
    assert with_a_box() - NOT_FOR_WORDS == looked_at - {"try_it"}


@pytest.mark.parametrize("modal", MODALS, ids=lambda modal: str(modal["callback_id"]))
def test_beside_every_box_is_the_way_to_a_concern(modal: dict[str, Any]) -> None:
    assert "plain_text_input" in str(modal)
    assert "'concern.open'" in str(modal)
    assert say("safety.leave_out") in str(modal)
    assert say("safety.not_monitored") in str(modal)


def test_the_introduction_says_what_to_leave_out_and_where_to_go(slack: Workspace) -> None:
    introduce(slack.slack.bot, HARROW, VALE)
    slack.deliver()
    (message,) = slack.posted()
    assert say("safety.leave_out") in message.text
    assert "concern.open" in buttons(message)
    slack.clicks(ROSA, "concern.open", message)
    slack.submits(ROSA, words="A child is alone at night.")
    slack.deliver()
    assert "Someone raised a concern" in slack.told(DEEPA)[0].text


def test_a_concern_raised_while_reading_is_about_what_is_read(slack: Workspace) -> None:
    slack.says(ROSA, "The flats are noisy.")
    slack.deliver()
    slack.clicks(TOMAS, "triage.ask", slack.told(TOMAS)[0])
    slack.clicks(TOMAS, "concern.open")
    assert say("concern.about_reflection") in str(slack.modal(TOMAS).given)
    slack.submits(TOMAS, words="A child is alone at night.")
    slack.deliver()
    assert "put aside with care" in slack.told(TOMAS)[0].text
