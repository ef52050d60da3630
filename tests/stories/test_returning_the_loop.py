"""Acceptance 9: words led to a decision not to act, and whoever said them hears so, and why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from service.domain.proof import LoopLevel, Missing
from service.domain.vocabulary import PromptPurpose
from service.projections import prompting
from service.prompted import told_words
from tests.support.asking import NOW, at
from tests.support.learning import Learning, learning_in
from tests.support.rhythm import Rhythm
from tests.support.town import Town

PLAIN = "We changed nothing before the summer, because the money is promised until then."


def decided_not_to(learning: Learning) -> None:
    """What three people noticed turned a belief, and still nothing is done for now."""
    learning.state()
    learning.challenge()
    learning.examine()
    learning.revise()
    learning.decide(kind="hold_on_purpose", chosen="We change nothing before the summer.")


def told_back_to(rhythm: Rhythm, name: str) -> list[Any]:
    """What the clock asked us to tell somebody."""
    known = rhythm.town.system.desk.place(rhythm.town.id)
    person = rhythm.town.system.desk.person(known, name)
    return [one for one in rhythm.prompts(person) if one.purpose == PromptPurpose.TOLD_BACK]


def note_in(town: Town, prompt: UUID) -> list[str]:
    """What the note says that somebody gets, in Slack or by letter."""
    town.system.runner.catch_up()
    with town.system.database.reading() as connection:
        row = prompting.prompt_of(connection, prompt)
        assert row is not None
        return list(told_words(town.system, row, connection))


def heard_by(learning: Learning, name: str) -> list[str]:
    """What somebody reads beside their own words of what became of them."""
    system, town = learning.system, learning.town
    system.runner.catch_up()
    member = town.member(system.desk.person(system.desk.place(town.id), name))
    (mine,) = system.reading.my_reflections(member, town.id)
    return [telling.words for telling in learning.page(actor=member).tellings] * bool(mine.told_on)


def test_a_decision_not_to_act_is_told_plainly_and_closes_only_after_that(place: Town) -> None:
    learning = learning_in(place)
    rhythm = Rhythm(place)
    rhythm.choose()
    known = place.system.desk.place(place.id)
    for name in ("ann", "bo", "cy"):
        rhythm.ask(place.system.desk.person(known, name))
    decided_not_to(learning)
    assert heard_by(learning, "ann") == []
    assert Missing.TELLING in learning.loop().missing

    learning.review(reviewers=[{"person": "ann"}], day=20)  # Nobody whom it affects was heard by
    assert Missing.REVIEW in learning.loop().missing  # somebody other than who decided it.
    learning.review(day=21)
    assert learning.loop().missing == [Missing.TELLING]
    assert learning.loop().evidenced == LoopLevel.DOUBLE_INTENDED

    told = {"what": "we_did_not_because", "words": PLAIN}
    learning.tell(reflections=["R-ann", "R-bo"], day=21, **told)
    assert heard_by(learning, "ann") == [PLAIN]
    assert heard_by(learning, "cy") == []
    assert learning.loop().missing == [Missing.TELLING]

    rhythm.now = at("2026-06-22 12:00")
    rhythm.tick()
    assert [len(told_back_to(rhythm, name)) for name in ("ann", "bo", "cy")] == [1, 1, 0]
    (note,) = told_back_to(rhythm, "ann")
    assert note.about == (learning.reflections["ann"],)
    assert note_in(place, note.originator_id) == [PLAIN]

    learning.tell(reflections=["R-cy"], day=22, **told)
    assert heard_by(learning, "cy") == [PLAIN, PLAIN]
    assert learning.loop().evidenced == LoopLevel.DOUBLE_CLOSED
    rhythm.tick(NOW + timedelta(days=22, hours=2))
    rhythm.tick(NOW + timedelta(days=23))
    assert [len(told_back_to(rhythm, name)) for name in ("ann", "bo", "cy")] == [1, 1, 1]


def test_each_note_says_what_was_new_when_it_was_planned_and_nothing_twice(place: Town) -> None:
    learning, rhythm = learning_in(place), Rhythm(place)
    rhythm.choose()
    rhythm.ask(place.system.desk.person(place.system.desk.place(place.id), "ann"))
    decided_not_to(learning)
    later = "In autumn the money is free, and we begin then."
    notes = []
    for words, day, moment in ((PLAIN, 21, "2026-06-22 12:00"), (later, 38, "2026-07-10 12:00")):
        learning.tell(reflections=["R-ann"], day=day, what="we_did_not_because", words=words)
        rhythm.tick(moment)
        notes = [note_in(place, one.originator_id) for one in told_back_to(rhythm, "ann")]
    assert notes == [[PLAIN], [later]]
