"""Against: what does not fit a belief in the words that it has now, and what in earlier ones."""

from __future__ import annotations

import pytest

from service.application.loop_commands import (
    ContestLevel,
    HoldUpMirror,
    ReviseAssumption,
    SettleLevel,
)
from service.domain.vocabulary import SignalKind
from service.projections.loop_shapes import Against, BeliefView, MirrorSide
from tests.support.asking import LEARNING_PARTNER
from tests.support.learning import Learning, learning_in, on_day
from tests.support.signals import asked, say_and_do
from tests.support.town import Town


@pytest.fixture
def learning(place: Town) -> Learning:
    """Three people have noticed something."""
    return learning_in(place)


def against(learning: Learning, name: str = "A1") -> Against:
    """What the learning partner sees."""
    learning.system.runner.catch_up()
    return learning.system.loops.against(LEARNING_PARTNER, learning.town.id, name)


def belief(learning: Learning, name: str = "A1") -> BeliefView:
    """The belief as it stands."""
    learning.system.runner.catch_up()
    return learning.system.loops.belief(LEARNING_PARTNER, learning.town.id, name)


def said_of(learning: Learning) -> MirrorSide:
    """The only thing that people say, in the mirror."""
    learning.system.runner.catch_up()
    pairs = learning.system.loops.mirror(LEARNING_PARTNER, learning.town.id)
    return next(side for pair in pairs for side in pair.said)


def reworded(learning: Learning) -> None:
    """What is said was questioned by two, put in other words, and questioned by one again."""
    say_and_do(learning, building_block="governance")
    learning.challenge(day=2, evidence=["R-ann", "R-bo"], reason="Of old.")
    learning.examine(day=3, dissent="Old dissent.")
    mirror = HoldUpMirror(in_use="B1", evidence_for=["R-ann"], evidence_against=["R-cy"])
    learning.system.beliefs.hold_up_mirror(learning.town.id, "A1", mirror, on_day(3))
    learning.revise(day=4)
    learning.challenge(day=6, evidence=["R-cy"], reason="Of now.")
    learning.examine(day=7, dissent="New dissent.")


def test_what_speaks_against_a_belief_is_what_was_set_against_these_words(
    learning: Learning,
) -> None:
    reworded(learning)
    found = against(learning)
    assert (found.words, found.dissent) == (["Of now."], ["New dissent."])
    assert [entry.text for entry in found.entries] == ["What cy noticed."]
    assert (found.before.words, found.before.dissent) == (["Of old."], ["Old dissent."])
    assert [entry.text for entry in found.before.entries] == [
        "What ann noticed.",
        "What bo noticed.",
        "What cy noticed.",
    ]


def test_what_a_mirror_brings_for_a_belief_does_not_speak_against_it(learning: Learning) -> None:
    say_and_do(learning)
    mirror = HoldUpMirror(in_use="B1", evidence_for=["R-ann"], evidence_against=["R-bo"])
    learning.system.beliefs.hold_up_mirror(learning.town.id, "A1", mirror, on_day(3))
    assert [entry.text for entry in against(learning).entries] == ["What bo noticed."]


def test_the_mirror_shows_evidence_about_earlier_words_apart(learning: Learning) -> None:
    reworded(learning)
    side = said_of(learning)
    assert [entry.text for entry in side.evidence_for] == []
    assert [entry.text for entry in side.evidence_against] == ["What cy noticed."]
    assert [entry.text for entry in side.before] == [
        "What ann noticed.",
        "What bo noticed.",
        "What cy noticed.",
    ]


def test_what_a_belief_was_inferred_from_speaks_for_its_first_words_only(
    learning: Learning,
) -> None:
    learning.state(basis="espoused", cites=["R-ann"])
    learning.challenge(evidence=["R-bo"])
    assert [entry.text for entry in said_of(learning).evidence_for] == ["What ann noticed."]
    learning.revise()
    side = said_of(learning)
    assert (side.evidence_for, side.evidence_against) == ([], [])
    assert [entry.text for entry in side.before] == ["What bo noticed."]


def test_evidence_against_earlier_words_is_no_sign_that_said_and_done_differ(
    learning: Learning,
) -> None:
    say_and_do(learning, building_block="governance")
    learning.challenge(day=2)
    kind = SignalKind.SAID_AND_DONE_DIFFER
    assert len(asked(learning, kind)) == 1
    learning.revise(day=4)
    assert asked(learning, kind) == []
    learning.challenge(day=6, evidence=["R-ann", "R-bo"])
    assert asked(learning, kind) == []
    learning.challenge(day=7, evidence=["R-cy"])
    (found,) = asked(learning, kind)
    assert (found.grounds, found.about) == (3, "Something got in the way.")


def test_a_decision_shows_what_would_make_people_doubt_the_words_that_it_cites(
    learning: Learning,
) -> None:
    learning.state(we_would_doubt_if="Most wanted to come.")
    learning.decide("D1", day=2)
    learning.challenge(day=3)
    new = {"statement": "Something got in the way.", "reason": "They said so."}
    revise = ReviseAssumption(**new, we_would_doubt_if="Nothing was in the way.")
    learning.system.beliefs.revise(learning.town.id, "A1", revise, on_day(4))
    learning.decide("D2", day=5)
    doubts = [learning.page(name).rests_on[0].we_would_doubt_if for name in ("D1", "D2")]
    assert doubts == ["Most wanted to come.", "Nothing was in the way."]


def test_the_reason_of_its_kind_is_the_one_that_people_agreed_on_last(learning: Learning) -> None:
    learning.state()
    assert belief(learning).level_reason == "It says what kind of problem this is."
    beliefs, here = learning.system.beliefs, learning.town.id
    for day, kind in ((2, "norm"), (4, "rule")):
        contest = ContestLevel.model_validate({"kind": kind, "reason": "I think so."})
        settle = SettleLevel.model_validate({"kind": kind, "reason": f"It is a {kind}."})
        beliefs.contest_level(here, "A1", contest, on_day(day))
        beliefs.settle_level(here, "A1", settle, on_day(day + 1))
        assert belief(learning).level_reason == f"It is a {kind}."
    learning.decide(day=9)
    assert learning.page().rests_on[0].level_reason == "It is a rule."
