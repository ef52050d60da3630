"""Trails (Q3): anything on record can be asked about by the name that people gave it."""

from __future__ import annotations

from uuid import UUID

import pytest

from service.application.loop_commands import (
    HoldSession,
    NoticeMovement,
    NoticeSlip,
    ProposeDecision,
    ProposeInsight,
    StateExpectation,
)
from service.domain.errors import NotFound
from service.domain.vocabulary import Scope
from service.policy import Actor
from service.projections.shapes import Trail
from tests.support.asking import LEARNING_PARTNER
from tests.support.learning import VOICES, Learning, learning_in, on_day
from tests.support.town import Town, join


@pytest.fixture
def learning(place: Town) -> Learning:
    """A place with one of each, every one of which was given a name."""
    learning, here = learning_in(place), place.name
    system = learning.system
    learning.change_a_belief_and_act()
    learning.see_change(external_id="C-1", day=9)
    place.start_trial("One front door", external_id="T-1")
    insight = ProposeInsight(
        place=here,
        claim="They wanted to come.",
        cites=["R-ann", "R-bo"],
        looked_for_disconfirming=True,
        external_id="I-1",
    )
    system.sense.propose_insight(insight, on_day(1))
    session = HoldSession(
        place=here, framing_question="What is new?", present={"statutory": 2}, external_id="S-1"
    )
    system.sense.hold_session(session, on_day(1))
    expectation = StateExpectation(
        place=here, we_expect="Much.", we_would_doubt_if="Nothing.", external_id="E-1"
    )
    system.sense.state_expectation(expectation, on_day(1))
    slip = NoticeSlip(place=here, what="Letters first again.", external_id="N-1")
    system.changes.notice_slip(slip, on_day(12))
    movement = NoticeMovement(place=here, what="Parking asked how.", external_id="N-2")
    system.changes.notice_movement(movement, on_day(12))
    propose = ProposeDecision(place=here, question="What now?", external_id="P-1")
    system.decisions.propose_decision(propose, on_day(13))
    return learning


def trail(learning: Learning, name: str | UUID, actor: Actor = LEARNING_PARTNER) -> Trail:
    """What somebody is shown."""
    learning.system.runner.catch_up()
    return learning.system.reading.trail(actor, learning.town.id, name)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("R-ann", "reflection"),
        ("A1", "belief_stated"),
        ("D1", "decision"),
        ("C-1", "change_seen"),
        ("I-1", "insight"),
        ("S-1", "session"),
        ("E-1", "expectation"),
        ("N-1", "slip"),
        ("N-2", "movement"),
        ("P-1", "decision_proposed"),
        ("T-1", "prototype_started"),
    ],
)
def test_q3_anything_can_be_named_as_people_named_it(
    learning: Learning, name: str, kind: str
) -> None:
    found = trail(learning, name)
    assert found.item.kind == kind
    assert trail(learning, found.item.id) == trail(learning, str(found.item.id)) == found


@pytest.mark.parametrize("name", ["no-such", "00000000-0000-4000-8000-000000000000"])
def test_q3_what_is_not_there_is_a_sentence(learning: Learning, name: str) -> None:
    with pytest.raises(NotFound, match=f"There is nothing called '{name}' here."):
        trail(learning, name)


def test_q3_a_name_of_another_place_means_nothing_here(learning: Learning) -> None:
    other = join(learning.system, "Westmoor")
    other.welcome("dee")
    other.record("Elsewhere.", by="dee", external_id="R-west")
    with pytest.raises(NotFound):
        trail(learning, "R-west")


def test_i2_words_that_somebody_may_not_read_are_named_like_words_that_are_not_there(
    learning: Learning,
) -> None:
    private = Scope.AUTHOR_AND_LP
    learning.town.record("Between us.", by="cy", scope=private, external_id="R-private")
    bo = learning.town.member(learning.town.welcome("bo", VOICES["bo"]))
    said = []
    for name in ("R-private", "R-nothing"):
        with pytest.raises(NotFound) as refused:
            trail(learning, name, bo)
        said.append(str(refused.value).replace(name, "NAME"))
    assert said[0] == said[1]
    assert trail(learning, "R-private").item.text == "Between us."


def test_an_insight_claims_no_speaker(learning: Learning) -> None:
    item = trail(learning, "I-1").item
    assert (item.role, item.perspective, item.speaking_as) == (None, None, None)
    assert item.is_mine is False
