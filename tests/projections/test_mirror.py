"""The mirror: what is said beside what is done, with the evidence for both."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from service.application.loop_commands import HoldUpMirror, ProposeInsight
from service.domain.assumption import Status
from service.domain.vocabulary import Scope
from service.policy import Actor
from service.projections.loop_shapes import MirrorPair, MirrorSide
from tests.support.asking import BY_LEARNING_PARTNER, LEARNING_PARTNER, NOW
from tests.support.learning import VOICES, Learning, learning_in, on_day
from tests.support.town import Town


@pytest.fixture
def learning(place: Town) -> Learning:
    """Three people have noticed something."""
    return learning_in(place)


def says(learning: Learning, name: str, **more: Any) -> UUID:
    """What people say."""
    return learning.state(name, **({"statement": name, "basis": "espoused"} | more))


def does(learning: Learning, name: str, **more: Any) -> UUID:
    """What people seem to act on."""
    return learning.state(name, **({"statement": name, "basis": "inferred"} | more))


def hold_up(learning: Learning, said: str, in_use: str, *, day: int = 6, **more: Any) -> None:
    """Set one beside the other."""
    command = HoldUpMirror(in_use=in_use, **more)
    learning.system.beliefs.hold_up_mirror(learning.town.id, said, command, on_day(day))


def mirror(
    learning: Learning, actor: Actor = LEARNING_PARTNER, as_known_on: date | None = None
) -> list[MirrorPair]:
    """What somebody sees."""
    learning.system.runner.catch_up()
    return learning.system.loops.mirror(actor, learning.town.id, as_known_on=as_known_on)


def words(pair: MirrorPair) -> tuple[list[str], list[str]]:
    """What is said, and what is done."""
    return (
        [side.belief.statement for side in pair.said],
        [side.belief.statement for side in pair.done],
    )


def evidence(side: MirrorSide) -> tuple[list[str], list[str], int]:
    """What speaks for it, what against it, and how much more there is."""
    return (
        [entry.text for entry in side.evidence_for],
        [entry.text for entry in side.evidence_against],
        side.not_yours_to_read,
    )


def test_there_is_nothing_to_see_where_nobody_believes_anything(learning: Learning) -> None:
    assert mirror(learning) == []


def test_what_is_about_one_building_block_stands_together_in_the_frameworks_order(
    learning: Learning,
) -> None:
    says(learning, "We ask first.", building_block="delivery")
    says(learning, "All decide.", building_block="governance")
    does(learning, "The board decides.", building_block="governance")
    pairs = mirror(learning)
    assert [(pair.building_block, pair.about) for pair in pairs] == [
        ("governance", "Governance"),
        ("delivery", "Delivery"),
    ]
    assert words(pairs[0]) == (["All decide."], ["The board decides."])
    assert words(pairs[1]) == (["We ask first."], [])
    assert [pair.held_up_on for pair in pairs] == [None, None]


def test_evidence_comes_from_citations_challenges_and_mirrors(learning: Learning) -> None:
    says(learning, "All decide.", building_block="governance", cites=["R-ann"])
    does(learning, "The board decides.", building_block="governance", cites=["R-cy"])
    learning.town.record("The board was split.", by="ann", external_id="R-4")
    insight = ProposeInsight(
        place=learning.town.name,
        claim="Residents hear last.",
        cites=["R-bo", "R-cy"],
        looked_for_disconfirming=True,
        external_id="I-1",
    )
    learning.system.sense.propose_insight(insight, BY_LEARNING_PARTNER)
    learning.challenge("All decide.", evidence=["R-bo", "I-1"])
    hold_up(
        learning,
        "All decide.",
        "The board decides.",
        evidence_for=["R-4"],
        evidence_against=["R-cy", "R-bo"],
    )
    (pair,) = mirror(learning)
    assert evidence(pair.said[0]) == (
        ["What ann noticed.", "The board was split."],
        ["What bo noticed.", "What cy noticed.", "Residents hear last."],
        0,
    )
    assert evidence(pair.done[0]) == (["What cy noticed."], [], 0)
    assert pair.held_up_on == NOW.date() + timedelta(days=6)


def test_what_was_held_up_to_each_other_is_a_pair_without_a_block_too(learning: Learning) -> None:
    for name in ("All decide.", "Everybody is heard."):
        says(learning, name)
    does(learning, "The board decides.")
    says(learning, "We learn.")
    does(learning, "Forms first.")
    hold_up(learning, "All decide.", "The board decides.")
    hold_up(learning, "Everybody is heard.", "The board decides.", day=9)
    together, alone = mirror(learning)
    assert words(together) == (["All decide.", "Everybody is heard."], ["The board decides."])
    assert together.held_up_on == NOW.date() + timedelta(days=9)
    assert words(alone) == (["We learn."], ["Forms first."])
    assert (together.about, alone.about, alone.held_up_on) == ("", "", None)


def test_a_mirror_brings_a_belief_without_a_block_to_the_block_of_the_other(
    learning: Learning,
) -> None:
    says(learning, "All decide.", building_block="governance")
    says(learning, "Everybody is heard.")
    does(learning, "The board decides.")
    does(learning, "The budget decides.", building_block="governance")
    hold_up(learning, "All decide.", "The board decides.")
    hold_up(learning, "Everybody is heard.", "The budget decides.")
    (pair,) = mirror(learning)
    assert words(pair) == (
        ["All decide.", "Everybody is heard."],
        ["The board decides.", "The budget decides."],
    )


def test_what_was_held_up_to_something_of_another_block_stands_beside_it(
    learning: Learning,
) -> None:
    says(learning, "All decide.", building_block="governance")
    does(learning, "Money decides.", building_block="funding-and-commissioning")
    hold_up(learning, "All decide.", "Money decides.")
    governance, funding = mirror(learning)
    assert words(governance) == (["All decide."], ["Money decides."])
    assert words(funding) == ([], ["Money decides."])
    assert (governance.held_up_on is None, funding.held_up_on) == (False, None)


def test_what_was_dropped_stays_and_says_so(learning: Learning) -> None:
    says(learning, "All decide.", building_block="governance")
    learning.challenge("All decide.")
    learning.drop("All decide.")
    (pair,) = mirror(learning)
    assert [side.belief.status for side in pair.said] == [Status.DROPPED]


def test_what_is_not_for_a_reader_is_counted_and_not_shown(learning: Learning) -> None:
    private = Scope.AUTHOR_AND_LP
    learning.town.record("Only for you.", by="ann", scope=private, external_id="R-mine")
    says(learning, "All decide.", cites=["R-bo", "R-mine"])
    bo = learning.town.member(learning.town.welcome("bo", VOICES["bo"]))
    assert evidence(mirror(learning)[0].said[0])[0] == ["What bo noticed.", "Only for you."]
    assert evidence(mirror(learning, bo)[0].said[0]) == (["What bo noticed."], [], 1)


def test_i13_a_local_only_place_meets_no_framework_words_in_it(learning: Learning) -> None:
    says(learning, "All decide.", building_block="governance", behaviours=["POW-2"])
    learning.state("A2", starter="governance-in-use", statement=None)
    bo = learning.town.member(learning.town.welcome("bo", VOICES["bo"]))
    (pair,) = mirror(learning, bo)
    assert (pair.building_block, pair.about) == (None, "")
    shown = pair.model_dump_json()
    assert "governance" not in shown
    assert "POW-2" not in shown
    assert len(pair.said) == len(pair.done) == 1


def test_q12_it_shows_what_was_known_on_a_day(learning: Learning) -> None:
    says(learning, "All decide.", building_block="governance", day=1)
    does(learning, "The board decides.", building_block="governance", day=4)
    learning.challenge("All decide.", day=5)
    hold_up(learning, "All decide.", "The board decides.", day=8)
    days = {day: NOW.date() + timedelta(days=day) for day in (0, 1, 4, 5, 8)}
    assert mirror(learning, as_known_on=days[0]) == []
    (then,) = mirror(learning, as_known_on=days[1])
    assert words(then) == (["All decide."], [])
    (then,) = mirror(learning, as_known_on=days[4])
    assert (words(then)[1], then.said[0].evidence_against) == (["The board decides."], [])
    (then,) = mirror(learning, as_known_on=days[5])
    assert (len(then.said[0].evidence_against), then.held_up_on) == (3, None)
    (then,) = mirror(learning, as_known_on=days[8])
    assert then.held_up_on == days[8]
