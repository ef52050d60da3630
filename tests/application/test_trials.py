"""Trials: started with an expectation, turned over, and learned from."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from service.application.commands import (
    DrawLearning,
    EndPrototype,
    FindAtMargins,
    HoldPlanDoReview,
    NormalisePrototype,
    StartPrototype,
)
from service.domain.errors import (
    AlreadyRecordedDifferently,
    Ended,
    NoBlockChanged,
    NotFound,
    UnknownCode,
)
from service.domain.vocabulary import ActorRole
from service.projections.prototypes import PrototypeView
from tests.support.asking import BY_LEARNING_PARTNER, LEARNING_PARTNER, TODAY, request_by
from tests.support.learning import Learning
from tests.support.town import Town, join

TRIAL = "One front door"
TURN = HoldPlanDoReview(planned="One form.", done="Two forms.", learned="Nobody read either.")
MARGINS = FindAtMargins(conditions_missing=["Money beyond March.", "Cover from above."])
NORMAL = NormalisePrototype(
    building_blocks=["governance"], decisions=["D1"], note="It is how we work."
)
END = EndPrototype(what_we_keep="The names of people.", what_remains="The forms.")


def board(place: Town) -> list[PrototypeView]:
    """The trials as the learning partner sees them now."""
    place.system.runner.catch_up()
    return place.system.reading.prototypes(LEARNING_PARTNER, place.id)


def test_a_trial_starts_with_what_people_expect(place: Town) -> None:
    id = place.start_trial(TRIAL, purpose="To ask once.", building_blocks=["delivery"])
    (found,) = board(place)
    assert (found.trial.id, found.trial.name, found.trial.fate) == (id, TRIAL, "running")
    assert (found.trial.purpose, found.trial.expected) == ("To ask once.", "Fewer forms.")
    assert (found.trial.started_on, found.trial.expected_blocks) == (TODAY, ["delivery"])


def test_starting_it_again_finds_it(place: Town) -> None:
    assert place.start_trial(TRIAL) == place.start_trial(TRIAL)
    with pytest.raises(AlreadyRecordedDifferently):
        place.start_trial(" one FRONT door ")
    assert len(board(place)) == 1


def test_the_same_name_in_two_places_is_two_trials(place: Town) -> None:
    assert place.start_trial(TRIAL) != join(place.system, "Westmoor").start_trial(TRIAL)


def test_turns_and_learning_are_kept_with_the_reflections_behind_them(
    place: Town, person: UUID
) -> None:
    place.start_trial(TRIAL)
    cited = place.record(external_id="row-1")
    trials = place.system.trials
    trials.hold_plan_do_review(place.id, TRIAL, TURN, BY_LEARNING_PARTNER)
    drawn = DrawLearning(building_block="delivery", learned="Ask once.", cites=["row-1"])
    trials.draw_learning(place.id, TRIAL, drawn, BY_LEARNING_PARTNER)
    (found,) = board(place)
    assert [(turn.planned, turn.done, turn.learned) for turn in found.turns] == [
        ("One form.", "Two forms.", "Nobody read either.")
    ]
    assert [(one.building_block, one.learned, one.cites) for one in found.learning] == [
        ("delivery", "Ask once.", [cited])
    ]


def test_at_the_margins_names_what_is_missing(place: Town) -> None:
    place.start_trial(TRIAL)
    place.system.trials.find_at_margins(place.id, TRIAL, MARGINS, BY_LEARNING_PARTNER)
    (found,) = board(place)
    assert found.trial.fate == "at_the_margins"
    assert found.trial.conditions_missing == ["Money beyond March.", "Cover from above."]
    assert found.trial.ended_on is None


def decide(place: Town, name: str = "D1", **more: Any) -> UUID:
    """A decision that changes how the place is governed, or something else."""
    learning = Learning(place, {})
    learning.state()
    told = {"decided_by": "The board", "building_blocks": ["governance"]}
    return learning.decide(name, **(told | more))


def test_i10_normalised_names_what_it_changed_and_by_which_decisions(place: Town) -> None:
    place.start_trial(TRIAL)
    decision = decide(place)
    place.system.trials.normalise_prototype(place.id, TRIAL, NORMAL, BY_LEARNING_PARTNER)
    (found,) = board(place)
    assert (found.trial.fate, found.changed_blocks) == ("normalised", ["governance"])
    assert found.decisions == {"governance": [decision]}


def test_i10_without_a_decision_that_changed_a_block_it_stays_a_trial(place: Town) -> None:
    place.start_trial(TRIAL)
    decide(place, "D2", building_blocks=["delivery"])
    for named in ([], ["D2"]):
        normal = NormalisePrototype(building_blocks=["governance"], decisions=named)
        with pytest.raises(NoBlockChanged):
            place.system.trials.normalise_prototype(place.id, TRIAL, normal, BY_LEARNING_PARTNER)
    assert [found.trial.fate for found in board(place)] == ["running"]


def test_i10_a_decision_of_another_place_changes_nothing_here(place: Town) -> None:
    place.start_trial(TRIAL)
    elsewhere = decide(join(place.system, "Westmoor"))
    for name in ("D1", str(elsewhere)):
        normal = NormalisePrototype(building_blocks=["governance"], decisions=[name])
        with pytest.raises(NotFound):
            place.system.trials.normalise_prototype(place.id, TRIAL, normal, BY_LEARNING_PARTNER)


def test_what_ended_is_kept_and_not_gone_on_with(place: Town) -> None:
    place.start_trial(TRIAL)
    place.system.trials.end_prototype(place.id, TRIAL, END, BY_LEARNING_PARTNER)
    with pytest.raises(Ended):
        place.system.trials.hold_plan_do_review(place.id, TRIAL, TURN, BY_LEARNING_PARTNER)
    assert [(found.trial.fate, found.trial.ended_on) for found in board(place)] == [
        ("ended", TODAY)
    ]
    ended = place.entries()[-1]
    assert (ended.text, ended.meaning) == ("The names of people.", "The forms.")


@pytest.mark.parametrize("code", ["POW-1", "no-such-block"])
def test_trials_are_about_building_blocks(place: Town, code: str) -> None:
    with pytest.raises(UnknownCode):
        place.start_trial(TRIAL, building_blocks=[code])
    place.start_trial(TRIAL)
    trials, learning = place.system.trials, DrawLearning(building_block=code, learned="So.")
    with pytest.raises(UnknownCode):
        trials.draw_learning(place.id, TRIAL, learning, BY_LEARNING_PARTNER)
    normal = NormalisePrototype(building_blocks=[code])
    with pytest.raises(UnknownCode):
        trials.normalise_prototype(place.id, TRIAL, normal, BY_LEARNING_PARTNER)


def test_a_trial_that_was_never_started_is_not_there(place: Town) -> None:
    with pytest.raises(NotFound, match="no trial"):
        place.system.trials.hold_plan_do_review(place.id, "Else", TURN, BY_LEARNING_PARTNER)


def test_partners_run_trials_and_funders_do_not(place: Town, person: UUID) -> None:
    command = StartPrototype(place=place.name, name=TRIAL, expected="Fewer forms.")
    with pytest.raises(NotFound):
        place.system.trials.start_prototype(command, request_by(ActorRole.FUNDER, [place.id]))
    place.system.trials.start_prototype(command, place.asks(person))
    assert [found.trial.name for found in board(place)] == [TRIAL]


def test_a_reflection_can_be_about_a_trial(place: Town, person: UUID) -> None:
    trial = place.start_trial(TRIAL)
    place.record(prototype=TRIAL)
    assert [entry.about for entry in place.entries() if entry.kind == "reflection"] == [trial]


def test_what_is_said_of_a_trial_stands_on_the_timeline_under_its_name(place: Town) -> None:
    place.start_trial(TRIAL, building_blocks=["delivery"])
    trials = place.system.trials
    trials.hold_plan_do_review(place.id, TRIAL, TURN, BY_LEARNING_PARTNER)
    trials.find_at_margins(place.id, TRIAL, MARGINS, BY_LEARNING_PARTNER)
    decide(place)
    trials.normalise_prototype(place.id, TRIAL, NORMAL, BY_LEARNING_PARTNER)
    of_others = ("belief_stated", "decision")
    entries = [entry for entry in place.entries() if entry.kind not in of_others]
    assert {entry.title for entry in entries} == {TRIAL}
    assert [(entry.kind, entry.text) for entry in entries] == [
        ("prototype_started", "Fewer forms."),
        ("plan_do_review", "Nobody read either."),
        ("at_the_margins", "Money beyond March."),
        ("normalised", "It is how we work."),
    ]
