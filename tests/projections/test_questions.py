"""The questions that a learning partner asks, each answered from the read models."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from service.application.commands import (
    AdoptPhrase,
    ChangeLanguageStage,
    DrawLearning,
    FindAtMargins,
    NoteContext,
    NoteNothingFits,
    WithdrawReflection,
)
from service.domain.errors import NotFound
from service.domain.vocabulary import LanguageStage, Perspective, Scope, Stance
from service.projections.entries import Filter
from tests.support.asking import BY_LEARNING_PARTNER, LEARNING_PARTNER, TODAY
from tests.support.town import Town

MAY = date(2026, 5, 20)


def test_q1_a_behaviour_over_time(place: Town, person: UUID) -> None:
    place.record("Later.", behaviours=["POW-1"])
    place.record("Earlier.", behaviours=["POW-1"], occurred_on=MAY)
    place.record("Something else.", behaviours=["PART-1"])
    place.record("Not read yet.")
    context = NoteContext(place=place.name, what="Overspend", from_on=MAY, affects=["governance"])
    place.system.places.note_context(context, BY_LEARNING_PARTNER)
    view = place.timeline()
    lanes = {lane.code: lane for lane in view.lanes}
    assert [entry.text for entry in lanes["POW-1"].entries] == ["Earlier.", "Later."]
    assert (lanes["POW-1"].group, lanes["POW-1"].first_words_on) == ("Power", MAY)
    assert [entry.text for entry in lanes["PART-1"].entries] == ["Something else."]
    assert [code for code, lane in lanes.items() if lane.entries] == ["POW-1", "PART-1"]
    blocks = {block.code: block for block in view.blocks}
    assert [entry.title for entry in blocks["governance"].entries] == ["Overspend"]
    assert (len(lanes), len(blocks), len(view.entries)) == (9, 9, 5)


def test_q2_whose_voices_is_this_built_on(place: Town, person: UUID) -> None:
    place.welcome("kim", Perspective.CITIZEN_COMMUNITY)
    place.record("One.", behaviours=["POW-1"])
    place.record("Two.", behaviours=["POW-1"])
    place.record("Three.", by="kim")
    place.system.runner.catch_up()

    def ask(**wanted: frozenset[str]) -> dict[str, int]:
        voices = place.system.reading.voices(LEARNING_PARTNER, place.id, Filter(**wanted))  # type: ignore[arg-type]
        return voices.by_perspective

    assert ask() == {"statutory": 1, "citizen_community": 1}
    assert ask(codes=frozenset({"POW-1"})) == {"statutory": 1}
    lane = next(lane for lane in place.timeline().lanes if lane.code == "POW-1")
    assert (lane.voices.contributors, lane.voices.posts) == (1, 2)
    assert lane.voices.missing == ["non_statutory", "citizen_community"]


def test_q3_the_trail_leads_back_to_what_it_rests_on_and_on_to_what_came_of_it(
    place: Town, person: UUID
) -> None:
    ali = place.welcome("ali")
    trial = place.start_trial("One front door")
    seen = place.record("Seen.", prototype="One front door")
    closed = place.record("Closed.", scope=Scope.AUTHOR_AND_LP)
    drawn = DrawLearning(
        building_block="delivery", learned="Ask once.", cites=[str(seen), str(closed)]
    )
    trials = place.system.trials
    trials.draw_learning(place.id, "One front door", drawn, BY_LEARNING_PARTNER)
    learning = next(e for e in place.entries() if e.kind == "prototype_learning")
    reading = place.system.reading
    mine = reading.trail(LEARNING_PARTNER, place.id, learning.id)
    assert [entry.text for entry in mine.rests_on] == ["Seen.", "Closed."]
    assert (mine.not_yours_to_read, [e.about for e in mine.leads_to]) == (0, [trial])
    theirs = reading.trail(place.member(ali), place.id, learning.id)
    assert [entry.text for entry in theirs.rests_on] == ["Seen."]
    assert theirs.not_yours_to_read == 1
    back = reading.trail(LEARNING_PARTNER, place.id, closed)
    assert [entry.text for entry in back.leads_to] == ["Ask once."]
    with pytest.raises(NotFound):
        reading.trail(place.member(ali), place.id, closed)


def test_q6_where_perspectives_read_a_behaviour_differently(place: Town, person: UUID) -> None:
    place.welcome("kim", Perspective.CITIZEN_COMMUNITY)
    for by, stance in (("sam", Stance.PRESENT), ("sam", Stance.PRESENT), ("kim", Stance.ABSENT)):
        id = place.record(f"{by} on power.", by=by)
        place.tag(id, "POW-1", stance)
        place.tag(id, "PART-1", Stance.MIXED)
    place.record("Not about power.", behaviours=["PART-3"])
    place.system.runner.catch_up()
    found = place.system.reading.perspectives(
        LEARNING_PARTNER, place.id, Filter(codes=frozenset({"POW-1"}))
    )
    assert {one.perspective: one.stances for one in found} == {
        "statutory": {"present": 2},
        "citizen_community": {"absent": 1},
    }
    assert {one.perspective: len(one.entries) for one in found} == {
        "statutory": 2,
        "citizen_community": 1,
    }
    assert {one.voices.contributors for one in found} == {1}


def test_q11_trials_by_building_block_with_what_they_taught_and_what_is_missing(
    place: Town, person: UUID
) -> None:
    place.start_trial("One front door", building_blocks=["delivery"])
    place.start_trial("A shared desk", occurred_on=MAY)
    trials = place.system.trials
    for block in ("funding-and-commissioning", "governance"):
        drawn = DrawLearning(building_block=block, learned=f"About {block}.")
        trials.draw_learning(place.id, "One front door", drawn, BY_LEARNING_PARTNER)
    margins = FindAtMargins(conditions_missing=["Money."])
    trials.find_at_margins(place.id, "One front door", margins, BY_LEARNING_PARTNER)
    place.system.runner.catch_up()
    desk, door = place.system.reading.prototypes(LEARNING_PARTNER, place.id)
    assert (desk.trial.name, desk.trial.fate, desk.learning) == ("A shared desk", "running", [])
    assert [one.building_block for one in door.learning] == [
        "funding-and-commissioning",
        "governance",
    ]
    assert (door.trial.fate, door.trial.conditions_missing) == ("at_the_margins", ["Money."])


def test_q14_nothing_fitted(place: Town, person: UUID) -> None:
    kept, gone = place.record("It is about grief."), place.record("It is about the weather.")
    for id in (kept, gone):
        why = NoteNothingFits(why="None of the nine.", occurred_on=MAY)
        place.system.tagging.note_nothing_fits(place.id, str(id), why, BY_LEARNING_PARTNER)
    place.system.capture.withdraw_reflection(
        place.id, str(gone), WithdrawReflection(), place.asks(person)
    )
    place.system.runner.catch_up()
    (found,) = place.system.reading.nothing_fitted(LEARNING_PARTNER, place.id)
    assert (found.entry.text, found.why, found.said_on) == (
        "It is about grief.",
        "None of the nine.",
        MAY,
    )
    assert found.framework == "system-behaviours@2018"


def test_q15_first_words_before_local_words_before_open_words(place: Town, person: UUID) -> None:
    place.record("Nobody asked us.", behaviours=["POW-1"], occurred_on=MAY)
    place.record("Again nobody asked.", behaviours=["POW-1"])
    phrase = AdoptPhrase(
        place=place.name, phrase="Getting heard", codes=["POW-1"], occurred_on=date(2026, 5, 25)
    )
    place.system.places.adopt_phrase(phrase, BY_LEARNING_PARTNER)

    def ask() -> tuple[object, ...]:
        place.system.runner.catch_up()
        words = place.system.reading.first_words(LEARNING_PARTNER, place.id)
        assert [one.code for one in words if one.first] == ["POW-1"]
        (power,) = [one for one in words if one.code == "POW-1"]
        assert power.first is not None
        return power.first.text, power.named_locally_on, power.overt_since

    assert ask() == ("Nobody asked us.", date(2026, 5, 25), None)
    overt = ChangeLanguageStage(
        place=place.name, stage=LanguageStage.OVERT, reason="We chose to.", agreed_with=["sam"]
    )
    place.system.places.change_language_stage(overt, BY_LEARNING_PARTNER)
    assert ask() == ("Nobody asked us.", date(2026, 5, 25), TODAY)
