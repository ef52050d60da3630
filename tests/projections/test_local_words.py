"""While a place uses only its own words, nobody in it meets the framework's (I13)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from service.application.commands import (
    AdoptPhrase,
    ChangeLanguageStage,
    ChooseFocus,
    DrawLearning,
    NormalisePrototype,
    NoteContext,
)
from service.domain.errors import NotFound
from service.domain.frameworks import default_frameworks
from service.domain.vocabulary import LanguageStage
from service.policy import Actor
from service.projections.entries import Filter
from tests.support.asking import BY_LEARNING_PARTNER, LEARNING_PARTNER, TODAY
from tests.support.learning import Learning
from tests.support.town import Town

FRAMEWORK_WORDS = [
    word
    for framework in (default_frameworks().behaviours, default_frameworks().building_blocks)
    for item in framework.items
    for word in (item.code, item.wording)
] + ["system-behaviours", "building-blocks"]


@pytest.fixture
def told(place: Town, person: UUID) -> Town:
    """A place with local words, a reflection that was read, a focus, a decision and a trial."""
    places, trials = place.system.places, place.system.trials
    phrase = AdoptPhrase(place=place.name, phrase="Getting heard", codes=["POW-1", "POW-2"])
    places.adopt_phrase(phrase, BY_LEARNING_PARTNER)
    focus = ChooseFocus(place=place.name, codes=["POW-1"], reason="We chose.", from_on=TODAY)
    places.choose_focus(focus, BY_LEARNING_PARTNER)
    place.tag(place.record("Nobody asked us."), "POW-1")
    place.record("Something else.", behaviours=["PART-1"], building_blocks=["governance"])
    context = NoteContext(place=place.name, what="Cuts", from_on=TODAY, affects=["delivery"])
    places.note_context(context, BY_LEARNING_PARTNER)
    place.start_trial("One front door", building_blocks=["governance"])
    drawn = DrawLearning(building_block="governance", learned="Ask once.")
    trials.draw_learning(place.id, "One front door", drawn, BY_LEARNING_PARTNER)
    filed: dict[str, Any] = {"behaviours": ["PART-1"], "occurred_on": TODAY}
    learning = Learning(place, {})
    learning.state(building_block="governance", **filed)
    learning.decide(building_blocks=["governance"], decided_by="The board", **filed)
    normal = NormalisePrototype(building_blocks=["governance"], decisions=["D1"])
    trials.normalise_prototype(place.id, "One front door", normal, BY_LEARNING_PARTNER)
    place.system.runner.catch_up()
    return place


def sam(place: Town) -> Actor:
    """Somebody of the place."""
    return place.member(place.welcome("sam"))


def framework_words_in(shown: str) -> list[str]:
    """Which of the framework's words somebody is shown."""
    return [word for word in FRAMEWORK_WORDS if f'"{word}' in shown or f"{word}@" in shown]


def test_i13_no_framework_word_is_on_the_timeline_of_a_local_only_place(told: Town) -> None:
    view = told.timeline(sam(told))
    assert framework_words_in(view.model_dump_json(exclude={"trials"})) == []
    assert [lane.name for lane in view.lanes] == ["Getting heard"]
    assert [entry.text for entry in view.lanes[0].entries] == ["Nobody asked us."]
    assert (view.blocks, view.place.focus) == ([], [])


def test_i13_no_framework_word_is_in_the_trials_of_a_local_only_place(told: Town) -> None:
    actor = sam(told)
    trials = told.timeline(actor).trials
    board = told.system.reading.prototypes(actor, told.id)
    assert len(trials) == len(board) == 1
    assert framework_words_in(trials[0].model_dump_json()) == []
    assert framework_words_in(board[0].model_dump_json()) == []


def test_i13_no_framework_word_is_in_entries_trails_or_places(told: Town) -> None:
    actor, reading = sam(told), told.system.reading
    shown_place, entries, _ = reading.entries(actor, told.id, Filter())
    assert len(entries) == 8
    assert framework_words_in(shown_place.model_dump_json()) == []
    for entry in entries:
        assert framework_words_in(entry.model_dump_json()) == []
        trail = reading.trail(actor, told.id, entry.id)
        assert framework_words_in(trail.model_dump_json()) == []


def test_i13_a_lane_is_asked_for_by_its_phrase(told: Town) -> None:
    actor = sam(told)
    phrase = told.timeline(actor).place.phrases[0]
    assert told.texts(actor, codes=frozenset({str(phrase.id)})) == ["Nobody asked us."]
    assert told.texts(actor, codes=frozenset({"POW-1"})) == []


def test_i13_questions_about_the_framework_are_not_theirs_to_ask(told: Town) -> None:
    actor, reading = sam(told), told.system.reading
    with pytest.raises(NotFound):
        reading.perspectives(actor, told.id, Filter())
    with pytest.raises(NotFound):
        reading.nothing_fitted(actor, told.id)
    with pytest.raises(NotFound):
        reading.first_words(actor, told.id)


def test_the_learning_partner_sees_both_local_words_first(told: Town) -> None:
    lanes = {lane.code: lane for lane in told.timeline().lanes}
    assert lanes["POW-1"].name == "Getting heard"
    assert lanes["POW-1"].wording == "Power is shared, and equality of voice actively promoted"
    assert lanes["PERS-1"].name == "People view themselves as part of an interconnected whole"
    assert told.system.reading.place(LEARNING_PARTNER, told.id).focus[0].codes == ["POW-1"]


@pytest.mark.parametrize(
    ("stage", "name", "wording"),
    [
        (
            LanguageStage.BRIDGING,
            "Getting heard",
            "Power is shared, and equality of voice actively promoted",
        ),
        (
            LanguageStage.OVERT,
            "Power is shared, and equality of voice actively promoted",
            "Getting heard",
        ),
    ],
)
def test_i13_once_agreed_the_framework_shows_and_can_be_taken_back(
    told: Town, stage: LanguageStage, name: str, wording: str
) -> None:
    actor, places = sam(told), told.system.places
    change = ChangeLanguageStage(
        place=told.name, stage=stage, reason="We chose.", agreed_with=["sam"]
    )
    places.change_language_stage(change, BY_LEARNING_PARTNER)
    lanes = {lane.code: lane for lane in told.timeline(actor).lanes}
    assert (lanes["POW-1"].name, lanes["POW-1"].wording) == (name, wording)
    assert told.entries(actor)[0].behaviours == ["POW-1"]
    back = ChangeLanguageStage(place=told.name, stage=LanguageStage.LOCAL_ONLY, reason="Too early.")
    places.change_language_stage(back, BY_LEARNING_PARTNER)
    assert [lane.name for lane in told.timeline(actor).lanes] == ["Getting heard"]
