"""What a partner is shown of the loop points at no words that are closed to them."""

from __future__ import annotations

import pytest

from service.application.loop_commands import ProposeInsight
from service.domain.vocabulary import Scope
from service.policy import Actor
from tests.support.asking import LEARNING_PARTNER
from tests.support.learning import Learning, learning_in, on_day
from tests.support.town import Town


@pytest.fixture
def learning(place: Town) -> Learning:
    """A belief that was inferred from, and challenged with, words that are not for everybody."""
    learning = learning_in(place)
    place.record("Between us.", by="cy", scope=Scope.AUTHOR_AND_LP, external_id="R-private")
    insight = ProposeInsight(
        place=place.name,
        external_id="I1",
        claim="They wanted to come.",
        cites=["R-ann", "R-private"],
        against=["R-bo"],
        looked_for_disconfirming=True,
    )
    learning.system.sense.propose_insight(insight, on_day(1))
    learning.state(cites=["R-private", "R-ann"])
    learning.challenge(evidence=["R-private", "R-ann", "I1"])
    learning.examine()
    learning.revise()
    learning.decide()
    learning.see_change()
    learning.review()
    learning.tell()
    learning.system.runner.catch_up()
    return learning


def partner(learning: Learning) -> Actor:
    """Ann, who works for a public service."""
    place = learning.system.desk.place(learning.town.id)
    return learning.town.member(learning.system.desk.person(place, "ann"))


def test_ids_of_closed_words_are_left_out_for_a_partner(learning: Learning) -> None:
    loops, here = learning.system.loops, learning.town.id
    place = learning.system.desk.place(here)
    private = str(learning.system.desk.reflection(place, "R-private"))
    ann = partner(learning)
    answers = [
        loops.belief(ann, here, "A1"),
        loops.beliefs(ann, here),
        *loops.insights(ann, here),
        *loops.mirror(ann, here),
        learning.page(actor=ann),
        loops.against(ann, here, "A1"),
    ]
    assert [one for one in answers if private in one.model_dump_json()] == []
    assert private in loops.belief(LEARNING_PARTNER, here, "A1").model_dump_json()
    assert private in loops.insights(LEARNING_PARTNER, here)[0].model_dump_json()


def test_how_many_people_were_reached_is_for_the_learning_partner(learning: Learning) -> None:
    assert [one.reached for one in learning.page(actor=partner(learning)).tellings] == [None]
    assert [one.reached for one in learning.page().tellings] == [2]


def test_the_page_knows_the_order_within_a_day_as_the_proof_does(place: Town) -> None:
    """Everything on one day: what the proof lists before the decision, the page shows."""
    learning = learning_in(place)
    learning.state(day=3)
    learning.challenge(day=3)
    learning.examine(day=3)
    learning.revise(day=3)
    learning.decide(day=3)
    page = learning.page()
    assert len(page.examinations) == 1
    assert len(page.words_behind) == 3
