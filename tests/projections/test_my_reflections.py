"""My reflections: one's own words, the path that each has taken, and what was asked about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from service.application.commands import (
    Acknowledge,
    AnswerBack,
    AskBack,
    EraseReflection,
    HoldReflection,
    NoteNothingFits,
    WithdrawReflection,
    WriteMemo,
)
from service.application.loop_commands import ProposeInsight
from service.domain.errors import NotAllowed, NotFound
from service.domain.vocabulary import ActorRole, CareCategory, Scope
from service.projections.my_reflections import MyReflection
from tests.support.asking import BY_LEARNING_PARTNER, BY_OPERATOR, LEARNING_PARTNER, NOW, actor
from tests.support.learning import VOICES, Learning, learning_in, on_day
from tests.support.town import Town


@pytest.fixture
def learning(place: Town) -> Learning:
    """Three people have noticed something."""
    return learning_in(place)


def on(day: int) -> date:
    """So many days after the beginning."""
    return NOW.date() + timedelta(days=day)


def mine(learning: Learning, name: str = "ann") -> MyReflection:
    """What somebody sees of their only reflection."""
    town = learning.town
    town.system.runner.catch_up()
    person = town.welcome(name, VOICES[name])
    (found,) = town.system.reading.my_reflections(town.member(person), town.id)
    return found


def propose(learning: Learning, *cites: str, day: int = 1) -> UUID:
    """The learning partner sees a pattern."""
    command = ProposeInsight(
        place=learning.town.name,
        claim="Nobody rang.",
        cites=list(cites),
        looked_for_disconfirming=True,
    )
    return learning.system.sense.propose_insight(command, on_day(day)).id


def test_what_nobody_took_up_has_no_path(learning: Learning) -> None:
    found = mine(learning)
    assert (found.entry.text, found.state, found.name_shown) == (
        "What ann noticed.",
        "available",
        False,
    )
    assert (found.heard_on, found.told_on, found.questions) == (None, None, [])
    assert (found.insights, found.decisions, found.changes) == ([], [], [])


def test_the_whole_path_from_an_insight_to_being_told(learning: Learning) -> None:
    insight = propose(learning, "R-ann", "R-bo")
    learning.state()
    learning.challenge(evidence=[str(insight)])
    learning.examine()
    learning.revise()
    decision = learning.decide(title="Ring first")
    change = learning.see_change()
    learning.tell()
    found = mine(learning)
    assert [(one.id, one.title, one.on) for one in found.insights] == [
        (insight, "Nobody rang.", on(1))
    ]
    assert [(one.id, one.title, one.on) for one in found.decisions] == [
        (decision, "Ring first", on(5))
    ]
    (seen,) = found.changes
    assert (seen.id, seen.title) == (change, "They ring before they close a case.")
    assert (found.heard_on, found.told_on) == (on(1), on(21))
    assert mine(learning, "cy").decisions == []
    assert mine(learning, "cy").told_on is None


def test_a_challenge_leads_to_what_rests_on_the_belief_afterwards(learning: Learning) -> None:
    learning.state()
    learning.decide("before", day=1)
    decision = learning.change_a_belief_and_act()
    assert [one.id for one in mine(learning, "cy").decisions] == [decision]
    assert len(mine(learning, "cy").changes) == 1


def test_a_decision_that_cites_words_came_of_them(learning: Learning) -> None:
    learning.state()
    decision = learning.decide(cites=["R-bo"])
    assert [one.id for one in mine(learning, "bo").decisions] == [decision]
    assert mine(learning).decisions == []


def test_it_is_heard_from_whatever_somebody_else_did_first(learning: Learning) -> None:
    town, id = learning.town, str(learning.reflections["ann"])
    tagging = town.system.tagging
    tagging.write_memo(town.id, id, WriteMemo(text="Ask."), on_day(1))
    assert mine(learning).heard_on is None
    tagging.acknowledge(town.id, id, Acknowledge(), on_day(4))
    assert mine(learning).heard_on == on(4)
    tagging.ask_back(town.id, id, AskBack(question="Who?", occurred_on=on(3)), on_day(5))
    assert mine(learning).heard_on == on(3)
    town.tag(learning.reflections["ann"], "POW-1", request=on_day(5), occurred_on=on(2))
    assert mine(learning).heard_on == on(2)


def test_what_people_or_operators_file_it_under_is_no_hearing(learning: Learning) -> None:
    town = learning.town
    town.bridge("ann")
    ann = town.asks(town.welcome("ann", VOICES["ann"]))
    town.tag(learning.reflections["ann"], "POW-1", request=ann)
    town.tag(learning.reflections["ann"], "POW-2", request=BY_OPERATOR)
    assert mine(learning).heard_on is None


def test_questions_come_in_order_with_their_newest_answer(learning: Learning) -> None:
    town, id = learning.town, str(learning.reflections["ann"])
    ann = town.asks(town.welcome("ann", VOICES["ann"]))
    first, second = (
        town.system.tagging.ask_back(town.id, id, AskBack(question=words), BY_LEARNING_PARTNER).id
        for words in ("Who rang?", "And when?")
    )
    for words in ("The desk.", "The front desk."):
        town.system.capture.answer_back(town.id, id, str(first), AnswerBack(answer=words), ann)
    found = mine(learning).questions
    assert [(one.id, one.question, one.answer) for one in found] == [
        (first, "Who rang?", "The front desk."),
        (second, "And when?", None),
    ]
    (asked,) = town.system.reading.questions(LEARNING_PARTNER, town.id)
    assert (asked.entry.id, asked.questions) == (learning.reflections["ann"], found)


def test_a_held_one_is_there_for_its_author_and_nobody_else(learning: Learning) -> None:
    town, id = learning.town, learning.reflections["ann"]
    hold = HoldReflection(category=CareCategory.DISTRESS)
    town.system.capture.hold_reflection(town.id, str(id), hold, BY_LEARNING_PARTNER)
    found = mine(learning)
    assert (found.state, found.entry.text) == ("held", "What ann noticed.")
    assert id not in {entry.id for entry in town.entries()}
    reading = town.system.reading
    for somebody in (LEARNING_PARTNER, town.member(town.welcome("bo", VOICES["bo"]))):
        with pytest.raises(NotFound):
            reading.my_reflection(somebody, town.id, "R-ann")
    ann = town.member(town.welcome("ann", VOICES["ann"]))
    assert reading.my_reflection(ann, town.id, "R-ann") == found
    assert reading.my_reflection(ann, town.id, id) == found


def test_what_was_taken_back_or_erased_is_left_out(learning: Learning) -> None:
    town, capture = learning.town, learning.system.capture
    people = {name: town.welcome(name, VOICES[name]) for name in ("ann", "bo")}
    withdraw = WithdrawReflection()
    capture.withdraw_reflection(town.id, "R-ann", withdraw, town.asks(people["ann"]))
    capture.erase_reflection(town.id, "R-bo", EraseReflection(), town.asks(people["bo"]))
    town.system.runner.catch_up()
    for person in people.values():
        assert town.system.reading.my_reflections(town.member(person), town.id) == []


def test_they_come_newest_first_and_page_by_page(place: Town, person: UUID) -> None:
    for number in range(5):
        place.record(f"Number {number}.", occurred_on=NOW.date() - timedelta(days=number))
    place.system.runner.catch_up()
    me, reading = place.member(person), place.system.reading
    first = reading.my_reflections(me, place.id, limit=2)
    assert [one.entry.text for one in first] == ["Number 4.", "Number 3."]
    rest = reading.my_reflections(me, place.id, before=first[-1].entry.position)
    assert [one.entry.text for one in rest] == ["Number 2.", "Number 1.", "Number 0."]


def test_only_whose_place_it_is_asks_for_their_own(place: Town, person: UUID) -> None:
    del person
    place.system.runner.catch_up()
    with pytest.raises(NotFound):
        place.system.reading.my_reflections(actor(ActorRole.FUNDER), place.id)
    with pytest.raises(NotAllowed):
        place.system.reading.my_reflections(BY_OPERATOR.actor, place.id)


def waiting(place: Town, limit: int = 20) -> tuple[list[str], int, date | None]:
    """What waits for the learning partner."""
    place.system.runner.catch_up()
    found = place.system.reading.waiting(LEARNING_PARTNER, place.id, limit)
    return [entry.text for entry in found.items], found.unread, found.oldest_on


def test_everything_waits_until_a_learning_partner_takes_it_up(place: Town, person: UUID) -> None:
    assert waiting(place) == ([], 0, None)
    early = NOW.date() - timedelta(days=3)
    ids = [str(place.record(f"Number {number}.", occurred_on=early)) for number in range(5)]
    assert waiting(place, limit=2) == (["Number 0.", "Number 1."], 5, early)
    tagging, by = place.system.tagging, BY_LEARNING_PARTNER
    tagging.acknowledge(place.id, ids[0], Acknowledge(), by)
    tagging.ask_back(place.id, ids[1], AskBack(question="Who?"), by)
    tagging.note_nothing_fits(place.id, ids[2], NoteNothingFits(why="Tired."), by)
    tag = place.tag(UUID(ids[3]), "POW-1")
    assert waiting(place)[0] == ["Number 4."]
    tagging.remove_tag(place.id, ids[3], str(tag), by)
    place.bridge("sam")
    place.tag(UUID(ids[4]), "POW-1", request=place.asks(person))
    tagging.write_memo(place.id, ids[4], WriteMemo(text="Later."), by)
    assert waiting(place)[0] == ["Number 3.", "Number 4."]


def test_what_is_held_or_ones_own_does_not_wait(place: Town, person: UUID) -> None:
    del person
    held = place.record("Held.")
    hold = HoldReflection(category=CareCategory.DISTRESS)
    place.system.capture.hold_reflection(place.id, str(held), hold, BY_LEARNING_PARTNER)
    partner = place.welcome("lee")
    place.record("Lee's own.", by="lee", scope=Scope.AUTHOR_AND_LP)
    assert waiting(place)[0] == ["Lee's own."]
    lee = replace(LEARNING_PARTNER, person_id=partner)
    assert place.system.reading.waiting(lee, place.id).unread == 0


@pytest.mark.parametrize("role", [ActorRole.PARTNER, ActorRole.COORDINATOR, ActorRole.OPERATOR])
def test_what_waits_is_for_learning_partners(place: Town, role: ActorRole) -> None:
    place.system.runner.catch_up()
    with pytest.raises(NotAllowed):
        place.system.reading.waiting(actor(role, [place.id]), place.id)
    with pytest.raises(NotAllowed):
        place.system.reading.questions(actor(role, [place.id]), place.id)
