"""Joining: what is joined to an insight is shown with its day, and counts from its own position."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from service.application.commands import EraseReflection, HoldReflection, WithdrawReflection
from service.application.loop_commands import JoinInsight, ProposeInsight
from service.domain.errors import Gone, Held, NotFound
from service.domain.proof import Flag
from service.domain.vocabulary import CareCategory, Perspective, Scope
from service.policy import Actor
from service.projections.loop_shapes import InsightView
from service.projections.my_reflections import MyReflection
from service.verify import verify
from tests.support.asking import BY_LEARNING_PARTNER, BY_OPERATOR, LEARNING_PARTNER, NOW
from tests.support.learning import LATER, VOICES, Learning, learning_in, on_day
from tests.support.town import Town, join


@pytest.fixture
def learning(place: Town) -> Learning:
    """A pattern in what Ann and Dee noticed, both of a public service, on the first day."""
    found = learning_in(place)
    place.welcome("dee", Perspective.STATUTORY)
    place.record("What dee noticed.", by="dee", external_id="R-dee")
    command = ProposeInsight(
        place=place.name,
        claim="They wanted to come.",
        cites=["R-ann", "R-dee"],
        looked_for_disconfirming=True,
        external_id="I-1",
    )
    found.system.sense.propose_insight(command, on_day(1))
    return found


def joins(learning: Learning, *names: str, day: int, fits: bool = True) -> None:
    """The learning partner joins reflections to the pattern."""
    command = JoinInsight(reflections=list(names), fits=fits)
    learning.system.sense.join_insight(learning.town.id, "I-1", command, on_day(day))


def on(day: int) -> date:
    """So many days after the beginning."""
    return NOW.date() + timedelta(days=day)


def insight(
    learning: Learning, actor: Actor = LEARNING_PARTNER, known: date | None = None
) -> InsightView:
    """The pattern as somebody sees it."""
    learning.system.runner.catch_up()
    (found,) = learning.system.loops.insights(actor, learning.town.id, as_known_on=known)
    return found


def ids(learning: Learning, *names: str) -> list[UUID]:
    """Reflections by the first names of their authors."""
    return [learning.reflections[name] for name in names]


def mine(learning: Learning, name: str) -> MyReflection:
    """What somebody sees of their only reflection."""
    learning.system.runner.catch_up()
    person = learning.town.welcome(name, VOICES[name])
    (found,) = learning.system.reading.my_reflections(
        learning.town.member(person), learning.town.id
    )
    return found


def people_owed(learning: Learning, known: date | None = None) -> list[UUID]:
    """Reflections of those who wait for an answer."""
    learning.system.runner.catch_up()
    owed = learning.system.loops.told_back(
        LEARNING_PARTNER, learning.town.id, today=LATER, as_known_on=known
    )
    return [id for one in owed for person in one.people for id in person.reflections]


def test_the_insight_shows_what_was_joined_for_and_against_and_when(learning: Learning) -> None:
    joins(learning, "R-bo", day=3)
    joins(learning, "R-cy", day=4, fits=False)
    found = insight(learning)
    bo, cy = ids(learning, "bo", "cy")
    assert (found.cites[-1], len(found.cites), found.against) == (bo, 3, [cy])
    assert [(one.on, one.fits, one.reflections) for one in found.joined] == [
        (on(3), True, [bo]),
        (on(4), False, [cy]),
    ]
    then = insight(learning, known=on(3))
    assert (len(then.cites), then.against, len(then.joined)) == (3, [], 1)


def test_a_second_voice_that_is_joined_makes_it_a_single_voice_no_more(learning: Learning) -> None:
    alone = ProposeInsight(
        place=learning.town.name,
        claim="One says so.",
        cites=["R-ann"],
        looked_for_disconfirming=False,
        single_voice=True,
    )
    sense, place = learning.system.sense, learning.town.id
    id = sense.propose_insight(alone, on_day(2)).id

    def is_alone() -> bool:
        learning.system.runner.catch_up()
        found = learning.system.loops.insights(LEARNING_PARTNER, place)
        return next(one.single_voice for one in found if one.id == id)

    learning.town.record("Ann again.", by="ann", external_id="R-ann-2")
    sense.join_insight(place, str(id), JoinInsight(reflections=["R-ann-2"]), on_day(3))
    assert is_alone()
    sense.join_insight(place, str(id), JoinInsight(reflections=["R-bo"]), on_day(3))
    assert not is_alone()


def test_q4_what_was_joined_against_it_is_evidence_against(learning: Learning) -> None:
    joins(learning, "R-cy", day=3, fits=False)
    learning.system.runner.catch_up()

    def against(known: date | None = None) -> list[str]:
        found = learning.system.loops.against(
            LEARNING_PARTNER, learning.town.id, "I-1", as_known_on=known
        )
        return [entry.text for entry in found.entries]

    assert against() == ["What cy noticed."]
    assert against(on(2)) == []


def test_q3_a_trail_leads_from_what_was_joined_to_the_insight_and_back(learning: Learning) -> None:
    learning.state()
    learning.challenge(day=2, evidence=["I-1"], reason="Before.")
    joins(learning, "R-bo", day=3)
    learning.challenge(day=4, evidence=["I-1"], reason="After.")
    learning.system.runner.catch_up()

    def trail(name: str, known: date | None = None) -> tuple[list[str], list[str]]:
        found = learning.system.reading.trail(
            LEARNING_PARTNER, learning.town.id, name, as_known_on=known
        )
        below, above = found.rests_on, found.leads_to
        return [one.text for one in below], [one.text or one.kind for one in above]

    _, above = trail("R-bo")
    assert "They wanted to come." in above
    assert "insight_joined" in above
    assert "After." in above
    assert "Before." not in above
    assert trail("R-bo", on(2)) == ([], [])
    assert trail("I-1")[0] == ["What ann noticed.", "What bo noticed.", "What dee noticed."]
    assert trail("I-1", on(2))[0] == ["What ann noticed.", "What dee noticed."]


def test_the_path_of_ones_own_words_begins_on_the_day_they_were_joined(learning: Learning) -> None:
    learning.state()
    joins(learning, "R-bo", day=3)
    learning.challenge(day=4, evidence=["I-1"])
    learning.decide(day=5)
    found = mine(learning, "bo")
    assert [(step.title, step.on) for step in found.insights] == [("They wanted to come.", on(3))]
    assert (found.heard_on, len(found.decisions)) == (on(3), 1)
    learning.tell(day=6)
    assert mine(learning, "bo").told_on == on(6)


def test_what_was_joined_too_late_has_a_path_to_the_insight_alone(learning: Learning) -> None:
    learning.state()
    learning.challenge(day=2, evidence=["I-1"])
    joins(learning, "R-bo", day=3)
    learning.decide(day=5)
    found = mine(learning, "bo")
    assert (len(found.insights), found.decisions, found.heard_on) == (1, [], on(3))


@pytest.mark.parametrize(("day", "counts"), [(3, True), (5, False)])
def test_the_challenge_on_the_fourth_day_has_the_voices_of_what_was_joined_before(
    learning: Learning, day: int, counts: bool
) -> None:
    bo = learning.reflections["bo"]
    learning.state()
    if day < 4:
        joins(learning, "R-bo", day=day)
    learning.challenge(day=4, evidence=["I-1"])
    if day > 4:
        joins(learning, "R-bo", day=day)
    learning.examine(day=6)
    learning.revise(day=7)
    learning.decide(day=8)
    page = learning.page()
    assert (Flag.NARROW_VOICE in page.loop.flags) is not counts
    assert page.loop.contributors == (3 if counts else 2)
    assert (bo in [entry.id for entry in page.words_behind]) is counts
    assert (bo in people_owed(learning)) is counts
    assert [check for check in verify(learning.system).checks if not check.ok] == []
    learning.tell(day=9)
    assert people_owed(learning) == []
    assert (mine(learning, "bo").told_on is not None) is counts


def test_q12_who_is_owed_an_answer_is_known_by_what_was_joined_by_then(learning: Learning) -> None:
    learning.state()
    joins(learning, "R-bo", day=3)
    learning.challenge(day=4, evidence=["I-1"])
    learning.decide(day=5)
    joins(learning, "R-cy", day=6)
    for known in (None, on(5), on(6)):
        assert learning.reflections["bo"] in people_owed(learning, known)
        assert learning.reflections["cy"] not in people_owed(learning, known)


def test_i2_who_may_not_read_what_was_joined_is_not_told_of_it(learning: Learning) -> None:
    learning.town.record("Between us.", by="cy", scope=Scope.AUTHOR_AND_LP, external_id="R-private")
    joins(learning, "R-private", day=3)
    bo = learning.town.member(learning.town.welcome("bo", VOICES["bo"]))
    assert len(insight(learning).joined) == 1
    assert (insight(learning, bo).joined, len(insight(learning, bo).cites)) == ([], 2)
    with pytest.raises(NotFound):
        learning.system.sense.join_insight(
            learning.town.id,
            "I-1",
            JoinInsight(reflections=["R-private"]),
            learning.town.asks(bo.person_id),
        )


def test_what_was_joined_and_erased_is_gone_as_what_was_cited(learning: Learning) -> None:
    joins(learning, "R-bo", day=3)
    bo = learning.reflections["bo"]
    learning.system.capture.erase_reflection(
        learning.town.id, str(bo), EraseReflection(), BY_OPERATOR
    )
    found = insight(learning)
    assert (bo in found.cites, found.joined) == (False, [])
    assert [check for check in verify(learning.system).checks if not check.ok] == []


def test_what_is_held_taken_back_or_elsewhere_is_not_joined(learning: Learning) -> None:
    capture, place = learning.system.capture, learning.town.id
    hold = HoldReflection(category=CareCategory.DISTRESS)
    capture.hold_reflection(place, "R-bo", hold, BY_LEARNING_PARTNER)
    with pytest.raises(Held):
        joins(learning, "R-bo", day=3)
    cy = learning.town.asks(learning.town.welcome("cy", VOICES["cy"]))
    capture.withdraw_reflection(place, "R-cy", WithdrawReflection(), cy)
    with pytest.raises(Gone):
        joins(learning, "R-cy", day=3)
    other = join(learning.system, "Westmoor")
    other.welcome("eve")
    with pytest.raises(NotFound):
        joins(learning, str(other.record("Elsewhere.", by="eve")), day=3)
    assert insight(learning).joined == []
