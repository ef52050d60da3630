"""Q12, as known on a day, of all that a place learns: what came later does not count."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from service.application.commands import DisputeTag, WithdrawReflection
from service.application.loop_commands import ProposeDecision, ProposeInsight, PutInsightToTest
from service.domain.errors import NotFound
from service.domain.vocabulary import Scope, SignalKind, Stance
from service.projections.loop_reading import LoopReading
from service.projections.loop_shapes import ContestedReading, Signal, ToldBack
from service.projections.register import OnlyBeliefs
from tests.support.asking import LEARNING_PARTNER, NOW
from tests.support.learning import LATER, VOICES, Learning, learning_in, on_day
from tests.support.signals import (
    TODAY,
    WEEKS,
    answer,
    challenge_on,
    cite,
    good_news,
    on,
    read_as,
    residents,
    say_and_do,
)
from tests.support.town import Town


@pytest.fixture
def learning(place: Town) -> Learning:
    """Three people have noticed something."""
    return learning_in(place)


def then(day: int) -> date:
    """So many days after the beginning."""
    return NOW.date() + timedelta(days=day)


def loops(learning: Learning) -> LoopReading:
    """What can be asked, with all that was written down."""
    learning.system.runner.catch_up()
    return learning.system.loops


def late(day: int = 0) -> dict[str, Any]:
    """It happened on an early day, whenever it is written down."""
    return {"occurred_on": then(day), "late_because": "We found the minutes."}


def told_back(learning: Learning, day: int) -> list[ToldBack]:
    """Who was owed an answer by the end of that day."""
    known = then(day)
    here = learning.town.id
    return loops(learning).told_back(LEARNING_PARTNER, here, today=LATER, as_known_on=known)


def signals(learning: Learning, kind: SignalKind, known: date, today: date = TODAY) -> list[Signal]:
    """The questions of a kind that the log would have put by the end of that day."""
    here = learning.town.id
    found = loops(learning).signals(LEARNING_PARTNER, here, today=today, as_known_on=known)
    return [one for one in found if one.kind == kind]


def test_q12_who_had_not_been_told_yet(learning: Learning) -> None:
    learning.state()
    learning.challenge(day=2, evidence=["R-ann"])
    learning.decide(day=5, cites=["R-bo"])
    learning.tell(day=21, reflections=["R-ann"])
    learning.tell(day=30)
    learning.challenge(day=40, evidence=["R-cy"], **late(3))
    ann, bo = (learning.town.welcome(name, VOICES[name]) for name in ("ann", "bo"))
    assert told_back(learning, 4) == []
    for day, expected in ((5, [ann, bo]), (20, [ann, bo]), (21, [bo]), (29, [bo])):
        (one,) = told_back(learning, day)
        assert [person.person for person in one.people] == expected
    assert told_back(learning, 30) == []


def test_q12_evidence_that_was_written_down_later_fed_no_decision_then(learning: Learning) -> None:
    learning.state()
    learning.decide(day=5, cites=["R-bo"])
    learning.challenge(day=40, evidence=["R-bo", "R-cy"], **late(3))
    (before,), (after,) = told_back(learning, 39), told_back(learning, 40)
    assert [one.first_used_on for one in before.people] == [then(5)]
    assert [one.first_used_on for one in after.people] == [then(3), then(3)]


def test_q12_what_was_taken_back_since_is_owed_no_answer_then_either(learning: Learning) -> None:
    learning.state()
    learning.decide(day=5, cites=["R-ann", "R-bo"])
    here, ann = learning.town, learning.town.welcome("ann", VOICES["ann"])
    by_ann = here.asks(ann, now=on_day(20).now)
    learning.system.capture.withdraw_reflection(here.id, "R-ann", WithdrawReflection(), by_ann)
    (one,) = told_back(learning, 10)
    assert [person.reflections for person in one.people] == [[learning.reflections["bo"]]]
    assert one.decision.still_to_tell == 1


def test_q12_what_spoke_against_a_belief_then(learning: Learning) -> None:
    learning.state(day=1)
    learning.challenge(day=5, evidence=["R-ann"], reason="First.")
    learning.challenge(day=8, evidence=["R-bo"], reason="Then.", **late(2))
    here, ask = learning.town.id, loops(learning).against
    with pytest.raises(NotFound):
        ask(LEARNING_PARTNER, here, "A1", as_known_on=then(0))
    for day, words in ((1, []), (7, ["First."]), (8, ["First.", "Then."])):
        found = ask(LEARNING_PARTNER, here, "A1", as_known_on=then(day))
        assert found.words == words
        assert len(found.entries) == len(words)


def test_q12_who_saw_an_insight_otherwise_then(learning: Learning) -> None:
    insight = ProposeInsight(
        place=learning.town.name,
        claim="They wanted to come.",
        cites=["R-ann", "R-bo"],
        against=["R-cy"],
        looked_for_disconfirming=True,
        external_id="I-1",
    )
    sense, here = learning.system.sense, learning.town.id
    sense.propose_insight(insight, on_day(1))
    sense.test_insight(
        here, "I-1", PutInsightToTest(result="contested", dissent="Not here."), on_day(4)
    )
    ask = loops(learning).against
    with pytest.raises(NotFound):
        ask(LEARNING_PARTNER, here, "I-1", as_known_on=then(0))
    for day, dissent in ((3, []), (4, ["Not here."])):
        found = ask(LEARNING_PARTNER, here, "I-1", as_known_on=then(day))
        assert (found.dissent, len(found.entries)) == (dissent, 1)


def contested(learning: Learning, day: int) -> list[ContestedReading]:
    """Readings that people did not share by the end of that day."""
    here = learning.town.id
    return loops(learning).disagreements(LEARNING_PARTNER, here, as_known_on=then(day))


def test_q12_readings_that_differ_only_since_did_not_differ_then(learning: Learning) -> None:
    id = learning.reflections["ann"]
    for day, stance in ((1, Stance.PRESENT), (5, Stance.ABSENT)):
        learning.town.tag(id, "POW-1", stance, request=on_day(day))
    assert contested(learning, 4) == []
    (found,) = contested(learning, 5)
    assert found.stances == {"present": 1, "absent": 1}


def test_q12_a_dispute_counts_from_the_day_on_which_it_was_written_down(learning: Learning) -> None:
    here, tagging = learning.town, learning.system.tagging
    id = here.record("Much.", by="ann", external_id="R-much")
    tag = here.tag(id, "POW-1", request=on_day(1))
    for number, name in enumerate(("bo", "cy")):
        person = here.welcome(name, VOICES[name])
        asked = here.asks(person, now=on_day(5 + number).now)
        tagging.dispute_tag(here.id, str(id), str(tag), DisputeTag(reason="No."), asked)
    assert contested(learning, 4) == []
    for day, disputes in ((5, 1), (6, 2)):
        (found,) = contested(learning, day)
        assert (found.disputes, found.entry.tags[0].disputed) == (disputes, disputes)


def test_q12_patterns_and_stories_of_places_then(learning: Learning) -> None:
    here, sense = learning.town, learning.system.sense
    insight = ProposeInsight(
        place=here.name,
        claim="Rooms decide.",
        cites=["R-ann", "R-bo"],
        looked_for_disconfirming=True,
        external_id="I-1",
    )
    sense.propose_insight(insight, on_day(1))
    sense.test_insight(here.id, "I-1", PutInsightToTest(result="endorsed"), on_day(3))
    here.record("Told.", by="ann", scope=Scope.PROGRAMME, now=on_day(4).now, **late(0))
    learning.state(day=1)
    learning.challenge(day=2)
    learning.revise(day=5)
    learning.drop(day=7)
    compare = loops(learning).compare
    reworded = "Something got in the way."
    for day, patterns, stories in (
        (2, [], 0),
        (3, ["Rooms decide."], 0),
        (5, ["Rooms decide.", reworded], 1),
        (7, ["Rooms decide."], 1),
    ):
        (found,) = compare(LEARNING_PARTNER, [here.id], None, as_known_on=then(day))
        assert (found.patterns, len(found.stories)) == (patterns, stories)


def test_q12_what_waited_to_be_decided_then(learning: Learning) -> None:
    propose = ProposeDecision(place=learning.town.name, question="Ring?", external_id="P1")
    learning.system.decisions.propose_decision(propose, on_day(2))
    learning.state(day=1)
    learning.decide(day=5, decision="P1", external_id=None)
    ask = loops(learning).proposals
    for day, waiting in ((1, 0), (2, 1), (4, 1), (5, 0)):
        assert len(ask(LEARNING_PARTNER, learning.town.id, as_known_on=then(day))) == waiting
    assert ask(LEARNING_PARTNER, learning.town.id) == []


def test_q12_what_had_happened_to_a_belief_by_then(learning: Learning) -> None:
    learning.state(day=1)
    cite(learning, 1)
    learning.challenge(day=6)
    learning.revise(day=8)
    learning.drop(day=10)
    ask = loops(learning).beliefs
    spans: dict[OnlyBeliefs, tuple[int, int]] = {
        "never_challenged": (1, 5),
        "changed": (8, 99),
        "dropped": (10, 99),
    }
    for only, (first, last) in spans.items():
        for day in (1, 5, 6, 8, 10, 20):
            page = ask(LEARNING_PARTNER, learning.town.id, only=only, as_known_on=then(day))
            assert (page.total == 1) == (first <= day <= last), (only, day)


def test_q12_beliefs_that_nobody_had_challenged_then(learning: Learning) -> None:
    belief = learning.state(day=1, statement="First words.")
    cite(learning, 3)
    learning.challenge(day=20)
    learning.revise(day=20)
    kind = SignalKind.NEVER_CHALLENGED
    assert signals(learning, kind, then(4)) == []
    for day in (5, 19):
        (found,) = signals(learning, kind, then(day))
        assert (found.subject, found.about, found.grounds) == (belief, "First words.", 3)
    assert signals(learning, kind, then(20)) == []


def test_q12_rows_that_were_blocked_then(learning: Learning) -> None:
    for day in WEEKS:
        read_as(learning, day)
    learning.state()
    learning.decide(day=60, behaviours=["POW-1"])
    kind = SignalKind.BLOCKED_WITHOUT_DECISION
    for day, count in ((27, 0), (28, 1), (59, 1), (60, 0)):
        assert len(signals(learning, kind, then(day))) == count


def test_q12_a_reading_that_was_made_later_blocked_nothing_then(learning: Learning) -> None:
    for day in WEEKS[:2]:
        read_as(learning, day)
    id = learning.town.record(by="ann", now=on_day(28).now)
    learning.town.tag(id, "POW-1", Stance.ABSENT, request=on_day(70))
    kind = SignalKind.BLOCKED_WITHOUT_DECISION
    for day, count in ((69, 0), (70, 1)):
        assert len(signals(learning, kind, then(day))) == count


def test_q12_decisions_with_one_option_then(learning: Learning) -> None:
    learning.state()
    learning.decide(day=5)
    for day, count in ((4, 0), (5, 1)):
        assert len(signals(learning, SignalKind.ONE_OPTION, then(day))) == count


def test_q12_who_had_gone_quiet_then(learning: Learning) -> None:
    residents(learning, 3)
    challenge_on(learning, 20)
    words = late(30)
    learning.town.record(by="res-0", now=on_day(85).now, **words)
    for day, count in ((76, 0), (77, 1), (84, 1), (85, 0)):
        assert len(signals(learning, SignalKind.WENT_QUIET, then(day))) == count


def test_q12_good_news_only_then(learning: Learning) -> None:
    good_news(learning, 5, day=80)
    learning.town.tag(learning.reflections["ann"], "POW-1", Stance.ABSENT, request=on_day(88))
    read = learning.town.record(by="ann", now=on_day(81).now)
    learning.town.tag(read, "POW-1", Stance.ABSENT, request=on_day(89))
    for day, count in ((79, 0), (80, 1), (88, 1), (89, 0)):
        assert len(signals(learning, SignalKind.ONLY_GOOD_NEWS, then(day))) == count


def test_q12_what_was_said_and_done_then(learning: Learning) -> None:
    say_and_do(learning, building_block="governance")
    learning.challenge(day=20)
    learning.challenge("B1", day=25, evidence=["R-ann"])
    learning.drop("B1", day=30)
    kind = SignalKind.SAID_AND_DONE_DIFFER
    for day, count in ((19, 0), (20, 1), (29, 1), (30, 0)):
        assert len(signals(learning, kind, then(day))) == count


def test_q12_a_question_was_not_answered_before_it_was(learning: Learning) -> None:
    learning.state()
    cite(learning, 3)
    (found,) = signals(learning, SignalKind.NEVER_CHALLENGED, on(40))
    answer(learning, found, day=50)
    for day, count in ((49, 1), (50, 0)):
        assert len(signals(learning, SignalKind.NEVER_CHALLENGED, then(day))) == count


def test_q12_a_trail_leads_only_to_what_was_known_then(learning: Learning) -> None:
    learning.state(day=1)
    learning.challenge(day=3, evidence=["R-ann"])
    learning.decide(day=5)
    learning.see_change(day=8)
    learning.system.runner.catch_up()

    def kinds(name: str, day: int) -> tuple[list[str], list[str]]:
        """What it rests on and what it led to."""
        trail = learning.system.reading.trail
        found = trail(LEARNING_PARTNER, learning.town.id, name, as_known_on=then(day))
        return [one.kind for one in found.rests_on], [one.kind for one in found.leads_to]

    with pytest.raises(NotFound):
        kinds("D1", 4)
    assert kinds("D1", 5) == (["belief_stated", "reflection"], [])
    assert kinds("D1", 8)[1] == ["change_seen"]
    assert kinds("A1", 2) == ([], [])
    assert kinds("R-ann", 2) == ([], [])
    assert "challenged" in kinds("R-ann", 3)[1]


def test_q12_readings_of_the_words_behind_a_decision_are_those_of_then(learning: Learning) -> None:
    learning.state()
    learning.decide(day=5, cites=["R-ann"])
    id: UUID = learning.reflections["ann"]
    learning.town.tag(id, "POW-1", request=on_day(9))
    for day, tags in ((8, 0), (9, 1)):
        (entry,) = learning.page(as_known_on=then(day)).words_behind
        assert len(entry.tags) == tags
