"""What a trial taught, from the shortcut to the log: the modal changes with what is chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args
from uuid import UUID

import pytest

from bot.views import trial as view
from bot.views.belief import Choice
from service.application.commands import EndPrototype, StartPrototype
from service.bootstrap import LEARNING_PARTNER_HERE
from service.domain.vocabulary import Channel
from service.projections.prototypes import PrototypeView
from tests.bot.test_belief import LONG, opens, refused
from tests.bot.test_decide import TOLD, a_belief, decisions, fields
from tests.support.blockkit import assert_sound_view
from tests.support.workspace import ROSA, TOMAS, Workspace

SAID: dict[str, Any] = {"done": "Twelve people came.", "learned": "The room matters."}


def started(slack: Workspace, name: str = "One front door") -> UUID:
    """A trial that runs."""
    command = StartPrototype(place="Harrow Vale", name=name, expected=f"{name}: fewer forms.")
    request = replace(slack.request(), channel=Channel.WEB)
    id = slack.system.trials.start_prototype(command, request).id
    slack.system.runner.catch_up()
    return id


def trial(slack: Workspace, name: str = "One front door") -> PrototypeView:
    """A trial as the learning partner sees it."""
    slack.system.runner.catch_up()
    found = slack.system.reading.prototypes(LEARNING_PARTNER_HERE, slack.place)
    return next(one for one in found if one.trial.name == name)


def test_a_turn_of_a_trial_is_written_down_beside_what_people_expected(slack: Workspace) -> None:
    started(slack)
    opens(slack, ROSA, "trial")
    assert_sound_view(slack.modal(ROSA).given)
    assert "One front door: fewer forms." in str(slack.modal(ROSA).given)
    errors = refused(slack, ROSA, done=" ", learned=" ")
    assert set(errors) == {"done", "learned"}
    slack.submits(ROSA, **SAID, next_step="Ask the night shift.")
    found = trial(slack)
    (turn,) = found.turns
    assert (turn.planned, turn.done) == ("One front door: fewer forms.", "Twelve people came.")
    assert (turn.learned, turn.next_step) == ("The room matters.", "Ask the night shift.")
    assert found.trial.fate == "running"


def test_choosing_another_trial_shows_that_one_and_keeps_what_was_typed(slack: Workspace) -> None:
    started(slack)
    other = started(slack, "A shared desk")
    opens(slack, ROSA, "trial")
    assert "fewer forms" not in str(slack.modal(ROSA).given)
    slack.practice.interactions.type_into(ROSA, slack.modal(ROSA).id, SAID)
    slack.clicks(ROSA, "trial.which", value=str(other))
    assert "A shared desk: fewer forms." in str(slack.modal(ROSA).given)
    assert fields(slack, ROSA)["done"]["initial_value"] == "Twelve people came."
    slack.submits(ROSA)
    assert [turn.done for turn in trial(slack, "A shared desk").turns] == ["Twelve people came."]
    assert trial(slack).turns == []


def test_a_trial_that_ended_meanwhile_is_refused_beside_its_name(slack: Workspace) -> None:
    id = started(slack)
    opens(slack, ROSA, "trial")
    slack.system.trials.end_prototype(
        slack.place, str(id), EndPrototype(what_we_keep="The room."), slack.request()
    )
    slack.system.runner.catch_up()
    assert list(refused(slack, ROSA, **SAID)) == ["trial.which"]


def test_what_works_and_moves_nothing_names_what_is_missing(slack: Workspace) -> None:
    started(slack)
    opens(slack, ROSA, "trial")
    slack.practice.interactions.type_into(ROSA, slack.modal(ROSA).id, SAID)
    slack.clicks(ROSA, "trial.next", value="margins")
    assert_sound_view(slack.modal(ROSA).given)
    assert "next_step" not in fields(slack, ROSA)
    errors = refused(slack, ROSA, conditions_missing=" \n ")
    assert "what is missing" in errors["conditions_missing"]
    assert trial(slack).turns == []
    slack.submits(ROSA, conditions_missing="A shared budget\nA room")
    found = trial(slack)
    assert found.trial.fate == "at_the_margins"
    assert found.trial.conditions_missing == ["A shared budget", "A room"]
    assert [turn.learned for turn in found.turns] == ["The room matters."]


def test_stopping_keeps_what_was_learned_and_five_times_is_once(slack: Workspace) -> None:
    started(slack)
    opens(slack, ROSA, "trial")
    slack.clicks(ROSA, "trial.next", value="ended")
    slack.practice.fail("interactions", error="drop_ack", times=4)
    view_id, told = slack.modal(ROSA).id, SAID | {"what_we_keep": "The Tuesday room."}
    for _ in range(5):
        slack.practice.interact(type="view_submission", user=ROSA, view_id=view_id, values=told)
    found = trial(slack)
    assert found.trial.fate == "ended"
    assert len(found.turns) == 1


def test_it_becomes_how_things_are_done_only_with_a_decision_that_made_it_so(
    slack: Workspace,
) -> None:
    started(slack)
    rests_on = a_belief(slack)
    for more in ({}, {"building_blocks": ["governance"]}):
        opens(slack, TOMAS, "decide")
        slack.submits(TOMAS, **TOLD, rests_on=[rests_on], **more)
    with_block, without = (str(one.loop.id) for one in decisions(slack))
    opens(slack, TOMAS, "trial")
    slack.clicks(TOMAS, "trial.next", value="normalised")
    assert_sound_view(slack.modal(TOMAS).given)
    told = SAID | {
        "building_blocks": ["governance"],
        "decisions": [without],
        "building_block": "governance",
    }
    errors = refused(slack, TOMAS, **told)
    assert list(errors) == ["decisions"]
    assert "Until then it is still a trial" in errors["decisions"]
    assert (trial(slack).turns, trial(slack).trial.fate) == ([], "running")
    slack.submits(TOMAS, decisions=[with_block])
    found = trial(slack)
    assert (found.trial.fate, found.changed_blocks) == ("normalised", ["governance"])
    assert [one.learned for one in found.learning] == ["The room matters."]
    assert len(found.turns) == 1


def test_who_does_not_see_framework_words_is_not_asked_for_them(slack: Workspace) -> None:
    started(slack)
    opens(slack, ROSA, "trial")
    shown = fields(slack, ROSA)
    assert "building_block" not in shown
    assert [one["value"] for one in shown["trial.next"]["options"]] == ["going", "margins", "ended"]


def test_without_a_trial_it_says_so(slack: Workspace) -> None:
    opens(slack, ROSA, "trial")
    assert "No trial is running" in str(slack.modal(ROSA).given)


@pytest.mark.parametrize("next", get_args(view.Next))
@pytest.mark.parametrize("count", [0, 1, 100])
def test_the_modal_fits_whatever_people_wrote(next: view.Next, count: int) -> None:
    many = [Choice(str(number), LONG) for number in range(count)]
    learned = view.Learned(
        metadata="{}",
        trials=many,
        trial="0",
        expected=LONG,
        next=next,
        blocks=many,
        decisions=many,
        typed={"done": LONG},
    )
    if next in learned.nexts:
        assert_sound_view(view.modal(learned))
