"""Acceptance 5 and 9: asking why all the way down, and returning the loop to whoever spoke up."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from service.application.loop_commands import ProposeInsight, PutInsightToTest, TellContributors
from service.bootstrap import System
from service.domain.errors import NotFound
from service.domain.proof import LoopLevel, Missing
from service.domain.vocabulary import Scope
from service.projections.shapes import Trail
from tests.support.asking import LEARNING_PARTNER
from tests.support.learning import LATER, Learning, learning_in, on_day
from tests.support.town import Town


@pytest.fixture
def learning(place: Town) -> Learning:
    """Three people have noticed something; one of them only for the learning partner."""
    learning = learning_in(place)
    place.record("Between us.", by="cy", scope=Scope.AUTHOR_AND_LP, external_id="R-private")
    insight = ProposeInsight(
        place=place.name,
        external_id="I1",
        claim="People wanted to come, and could not.",
        cites=["R-ann", "R-bo", "R-private"],
        against=["R-cy"],
        does_not_fit="One man told us to stop ringing.",
        looked_for_disconfirming=True,
    )
    learning.system.sense.propose_insight(insight, on_day(1))
    contested = PutInsightToTest(result="contested", dissent="The bookings team sees it otherwise.")
    learning.system.sense.test_insight(place.id, "I1", contested, on_day(1))
    return learning


def trail(learning: Learning, id: UUID, *, member: str | None = None) -> Trail:
    """What somebody is shown of where a thing comes from and led to."""
    actor = LEARNING_PARTNER
    if member is not None:
        known = learning.system.desk.place(learning.town.id)
        actor = learning.town.member(learning.system.desk.person(known, member))
    learning.system.runner.catch_up()
    return learning.system.reading.trail(actor, learning.town.id, id)


def test_acceptance_5_from_a_decision_to_the_words_in_two_steps(learning: Learning) -> None:
    learning.state()
    learning.challenge(evidence=["I1"])
    learning.examine()
    learning.revise()
    decision = learning.decide()

    # First step: the decision's own page says on which words it rests, and what does not fit.
    page = learning.page()
    assert {entry.text for entry in page.words_behind} == {
        "What ann noticed.",
        "What bo noticed.",
        "Between us.",
    }
    assert [entry.text for entry in page.against] == ["What cy noticed."]
    assert page.examinations[0].dissent == "The bookings team: an empty slot costs money."

    # The trail leads down to the insight, and from it to the reflections and what speaks against.
    down = trail(learning, decision)
    insight = next(entry for entry in down.rests_on if entry.kind == "insight")
    assert {entry.text for entry in trail(learning, insight.id).rests_on} == {
        "What ann noticed.",
        "What bo noticed.",
        "Between us.",
    }
    against = learning.system.loops.against(LEARNING_PARTNER, learning.town.id, insight.id)
    assert against.words == ["One man told us to stop ringing."]
    assert against.dissent == ["The bookings team sees it otherwise."]
    assert [entry.text for entry in against.entries] == ["What cy noticed."]


def test_acceptance_5_somebody_elses_private_words_exist_and_nothing_more(
    learning: Learning,
) -> None:
    learning.state()
    learning.challenge(evidence=["I1"])
    learning.examine()
    learning.revise()
    decision = learning.decide()
    theirs = trail(learning, decision, member="ann")
    assert "Between us." not in theirs.model_dump_json()
    assert theirs.not_yours_to_read == 1

    known = learning.system.desk.place(learning.town.id)
    ann = learning.town.member(learning.system.desk.person(known, "ann"))
    page = learning.page(actor=ann)
    assert page.not_yours_to_read == 1
    assert "Between us." not in page.model_dump_json()
    private = learning.system.desk.reflection(known, "R-private")
    with pytest.raises(NotFound):
        trail(learning, private, member="ann")


def test_acceptance_9_a_decision_not_to_act_is_told_and_only_then_closes(
    learning: Learning, system: System
) -> None:
    learning.state()
    learning.challenge()
    learning.examine()
    learning.revise()
    learning.decide(kind="hold_on_purpose", chosen="We change nothing before the summer.")
    assert learning.loop().missing == [
        Missing.REVIEW,
        Missing.BELIEF_STANDING,
        Missing.TELLING,
    ]
    waiting = system.loops.told_back(LEARNING_PARTNER, learning.town.id, today=LATER)
    assert [len(one.people) for one in waiting] == [3]

    learning.review()
    assert learning.loop().missing == [Missing.TELLING]

    plain = "We changed nothing before the summer, because the money is promised until then."
    learning.tell(what="we_did_not_because", words=plain, reflections=["R-ann", "R-bo"])
    assert learning.loop().evidenced == LoopLevel.DOUBLE_INTENDED
    waiting = system.loops.told_back(LEARNING_PARTNER, learning.town.id, today=LATER)
    assert [[person.reflections for person in one.people] for one in waiting] == [
        [[learning.reflections["cy"]]]
    ]

    learning.tell(what="we_did_not_because", words=plain, reflections=["R-cy"], day=22)
    assert learning.loop().evidenced == LoopLevel.DOUBLE_CLOSED
    assert system.loops.told_back(LEARNING_PARTNER, learning.town.id, today=LATER) == []
    assert [telling.words for telling in learning.page().tellings] == [plain, plain]


def test_acceptance_9_without_somebody_affected_a_review_does_not_close(
    learning: Learning,
) -> None:
    learning.change_a_belief_and_act()
    learning.tell()
    learning.review(reviewers=[{"person": "ann"}])  # Who decided it.
    assert learning.loop().missing == [Missing.REVIEW]
    learning.review(day=30)
    assert learning.loop().evidenced == LoopLevel.DOUBLE_CLOSED


def test_whoever_tells_it_again_changes_nothing(learning: Learning) -> None:
    learning.change_a_belief_and_act()
    learning.tell()
    head = learning.system.log.head
    again = TellContributors(what="you_said_we_did", words="Thank you.")
    request = replace(on_day(30), key="told")
    for _ in range(2):
        learning.system.decisions.tell_contributors(learning.town.id, "D1", again, request)
    assert learning.system.log.head == head + 1
