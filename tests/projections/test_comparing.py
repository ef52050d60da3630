"""Comparing: readings that people do not share (Q13), and places in stories side by side (Q5)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.application.commands import (
    DisputeTag,
    WithdrawReflection,
)
from service.application.loop_commands import ProposeInsight, PutInsightToTest
from service.domain.base import natural_id
from service.domain.errors import NotFound
from service.domain.vocabulary import Perspective, Scope, SpeakingAs, Stance
from service.policy import Actor
from service.projections.asking import finder_for, see_place
from service.projections.comparing import stories_of, voices_in_words
from service.projections.loop_shapes import ContestedReading, PlaceStories
from service.projections.voices import Post, count_voices
from tests.support.asking import LEARNING_PARTNER
from tests.support.learning import VOICES, Learning, learning_in, on_day
from tests.support.town import Town, join

POW_1 = frozenset({"POW-1"})


@pytest.fixture
def learning(place: Town) -> Learning:
    """Three people have noticed something."""
    return learning_in(place)


def contested(learning: Learning, framework: str | None = None) -> list[ContestedReading]:
    """What the learning partner sees of readings that differ."""
    learning.system.runner.catch_up()
    return learning.system.loops.disagreements(LEARNING_PARTNER, learning.town.id, framework)


def test_q13_readings_with_different_stances_are_shown_with_both(learning: Learning) -> None:
    id = learning.reflections["ann"]
    learning.town.tag(id, "POW-1", Stance.PRESENT)
    learning.town.tag(id, "POW-1", Stance.PRESENT, reason="So too.")
    learning.town.tag(id, "POW-2", Stance.ABSENT)
    assert contested(learning) == []
    learning.town.tag(id, "POW-1", Stance.STRAINED)
    (reading,) = contested(learning)
    assert (reading.entry.id, reading.code, reading.disputes) == (id, "POW-1", 0)
    assert reading.framework == "system-behaviours@2018"
    assert reading.stances == {"present": 2, "strained": 1}


def test_q13_a_reading_that_somebody_disputes_is_shown(learning: Learning) -> None:
    id = learning.reflections["bo"]
    tag = learning.town.tag(id, "governance")
    by_bo = learning.town.asks(learning.town.welcome("bo", VOICES["bo"]))
    dispute = DisputeTag(reason="It is about money.")
    learning.system.tagging.dispute_tag(learning.town.id, str(id), str(tag), dispute, by_bo)
    (reading,) = contested(learning)
    assert (reading.code, reading.stances, reading.disputes) == ("governance", {"present": 1}, 1)


def test_q13_the_same_code_in_two_reflections_is_no_disagreement(learning: Learning) -> None:
    learning.town.tag(learning.reflections["ann"], "POW-1", Stance.PRESENT)
    learning.town.tag(learning.reflections["bo"], "POW-1", Stance.ABSENT)
    assert contested(learning) == []


def test_q13_it_can_be_asked_of_one_version_of_a_framework(learning: Learning) -> None:
    for code in ("POW-1", "governance"):
        for stance in (Stance.PRESENT, Stance.ABSENT):
            learning.town.tag(learning.reflections["ann"], code, stance)
    assert [one.code for one in contested(learning)] == ["governance", "POW-1"]
    assert [one.code for one in contested(learning, "system-behaviours@2018")] == ["POW-1"]
    assert contested(learning, "system-behaviours@2030") == []


def test_i2_what_was_taken_back_is_contested_no_more(learning: Learning) -> None:
    id = learning.reflections["ann"]
    for stance in (Stance.PRESENT, Stance.ABSENT):
        learning.town.tag(id, "POW-1", stance)
    by_ann = learning.town.asks(learning.town.welcome("ann", VOICES["ann"]))
    capture = learning.system.capture
    capture.withdraw_reflection(learning.town.id, str(id), WithdrawReflection(), by_ann)
    assert contested(learning) == []


def test_i13_who_sees_only_local_words_does_not_ask_about_readings(learning: Learning) -> None:
    bo = learning.town.member(learning.town.welcome("bo", VOICES["bo"]))
    with pytest.raises(NotFound):
        learning.system.loops.disagreements(bo, learning.town.id)


def stories(
    *towns: Town,
    actor: Actor = LEARNING_PARTNER,
    codes: frozenset[str] | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
) -> list[PlaceStories]:
    """Places side by side, as somebody sees them."""
    system = towns[0].system
    system.runner.catch_up()
    with system.database.reading() as connection:
        seen = [see_place(connection, system.keys, actor, town.id) for town in towns]
        finders = [finder_for(connection, system.keys, actor, place) for place in seen]
        return stories_of(system.log, zip(seen, finders, strict=True), codes, from_on, to_on)


def speak(town: Town, perspective: Perspective, count: int, **more: Any) -> list[UUID]:
    """So many people of a perspective say something about POW-1, for the whole programme."""
    ids = []
    for number in range(count):
        name = f"{perspective}-{number}"
        town.welcome(name, perspective)
        told = {"scope": Scope.PROGRAMME, "behaviours": ["POW-1"]} | more
        ids.append(town.record(f"{name} said so.", by=name, **told))
    return ids


def test_q5_places_stand_by_name_with_stories_that_may_leave_the_place(place: Town) -> None:
    other = join(place.system, "Aldmoor")
    speak(place, Perspective.STATUTORY, 1, scope=Scope.PLACE_TEAM)
    speak(place, Perspective.NON_STATUTORY, 1)
    speak(place, Perspective.FUNDER, 1, scope=Scope.AUTHOR_AND_LP)
    speak(other, Perspective.CITIZEN_COMMUNITY, 1, scope=Scope.PUBLIC)
    first, second = stories(place, other, codes=POW_1)
    assert [first.name, second.name] == ["Aldmoor", "Eastmoor"]
    assert [entry.text for entry in first.stories] == ["citizen_community-0 said so."]
    assert [entry.text for entry in second.stories] == ["non_statutory-0 said so."]


def test_q5_the_newest_five_stories_are_told(place: Town) -> None:
    place.welcome("ann", Perspective.STATUTORY)
    for day in (3, 1, 2, 7, 5, 6, 4):
        moment = on_day(day).now
        place.record(f"Day {day}.", by="ann", now=moment, scope=Scope.PROGRAMME)
    (one,) = stories(place)
    assert [entry.text for entry in one.stories] == [f"Day {day}." for day in (7, 6, 5, 4, 3)]


def test_q5_days_and_behaviours_bound_what_is_told(place: Town) -> None:
    place.welcome("ann", Perspective.STATUTORY)
    for day, code in ((1, "POW-1"), (2, "POW-1"), (3, "POW-2"), (9, "POW-1")):
        scope, moment = Scope.PROGRAMME, on_day(day).now
        place.record(f"Day {day}.", by="ann", now=moment, scope=scope, behaviours=[code])
    from_on, to_on = on_day(2).now.date(), on_day(4).now.date()
    (one,) = stories(place, codes=POW_1, from_on=from_on, to_on=to_on)
    assert [entry.text for entry in one.stories] == ["Day 2."]
    assert "public services" in one.voices
    (none,) = stories(place, codes=frozenset({"PERS-1"}))
    assert (none.stories, none.voices) == ([], "Nobody has spoken about this here yet.")


def propose(learning: Learning, name: str, *results: str, day: int = 1) -> None:
    """An insight about POW-1, and how others see it."""
    sense, town = learning.system.sense, learning.town
    insight = ProposeInsight(
        place=town.name,
        claim=name,
        cites=["R-ann", "R-bo"],
        looked_for_disconfirming=True,
        behaviours=["POW-1"],
        external_id=name,
    )
    sense.propose_insight(insight, on_day(day))
    for number, result in enumerate(results):
        test = PutInsightToTest.model_validate({"result": result})
        sense.test_insight(town.id, name, test, on_day(day + 1 + number))


def test_q5_patterns_are_what_people_endorse_and_what_they_believe_anew(
    learning: Learning,
) -> None:
    propose(learning, "Rooms decide.", "contested", "endorsed")
    propose(learning, "Forms decide.", "endorsed", "set_aside")
    propose(learning, "Nobody looked at this.")
    learning.state("A1", behaviours=["POW-1"])
    learning.challenge("A1")
    learning.revise("A1", words="Something got in the way.")
    learning.revise("A1", day=6, words="The letter got in the way.")
    learning.state("A2", behaviours=["POW-1"])
    learning.state("A3", behaviours=["POW-2"])
    learning.challenge("A3")
    learning.revise("A3", words="Of another row.")
    learning.state("A4", behaviours=["POW-1"])
    learning.challenge("A4")
    learning.revise("A4", words="Dropped since.")
    learning.drop("A4", day=7)
    (one,) = stories(learning.town, codes=POW_1)
    assert one.patterns == ["Rooms decide.", "The letter got in the way."]
    (earlier,) = stories(learning.town, codes=POW_1, to_on=on_day(4).now.date())
    assert earlier.patterns == ["Rooms decide.", "Something got in the way."]
    (later,) = stories(learning.town, codes=POW_1, from_on=on_day(6).now.date())
    assert later.patterns == ["The letter got in the way."]


def test_i13_a_place_whose_framework_words_a_reader_does_not_see_is_left_out(place: Town) -> None:
    other = join(place.system, "Aldmoor")
    for town in (place, other):
        speak(town, Perspective.STATUTORY, 1)
    place.bridge("statutory-0")
    both = replace(
        place.member(place.welcome("statutory-0", Perspective.STATUTORY)),
        places=frozenset({place.id, other.id}),
    )
    assert [one.name for one in stories(place, other, actor=both, codes=POW_1)] == ["Eastmoor"]
    assert len(stories(place, other, codes=POW_1)) == 2


def figures(sentence: str) -> list[int]:
    """The numbers in a sentence."""
    return [int(number) for number in re.findall(r"\d+", sentence)]


def test_fewer_than_five_people_are_never_counted(place: Town) -> None:
    speak(place, Perspective.STATUTORY, 4)
    (one,) = stories(place)
    assert one.voices == (
        "Rests on fewer than 5 people. We have heard directly from public services. We have not "
        "heard directly from voluntary and community groups or residents."
    )


def test_five_people_of_one_perspective_are(place: Town) -> None:
    speak(place, Perspective.STATUTORY, 5)
    (one,) = stories(place)
    assert one.voices.startswith("Rests on 5 people. We have heard directly from public services.")


def test_no_total_is_told_from_which_a_small_number_could_be_had(place: Town) -> None:
    speak(place, Perspective.STATUTORY, 6)
    speak(place, Perspective.CITIZEN_COMMUNITY, 1)
    (one,) = stories(place)
    assert one.voices.startswith(
        "How many people is not shown: from one side or more it is fewer than 5. "
        "We have heard directly from public services and residents."
    )
    assert figures(one.voices) == [5]
    speak(place, Perspective.CITIZEN_COMMUNITY, 5)
    (one,) = stories(place)
    assert figures(one.voices) == [11]


def test_words_that_were_passed_on_are_told_apart_and_not_counted(place: Town) -> None:
    relaying = {
        "speaking_as": SpeakingAs.RELAYING,
        "relayed_perspective": Perspective.CITIZEN_COMMUNITY,
    }
    speak(place, Perspective.STATUTORY, 5)
    speak(place, Perspective.STATUTORY, 1, **relaying)
    (one,) = stories(place)
    assert "Some things said by residents were passed on by others." in one.voices
    assert "We have not heard directly from" in one.voices
    assert figures(one.voices) == [5]


POSTS = st.lists(
    st.builds(
        Post,
        author=st.integers(0, 14).map(lambda number: natural_id("person", number)),
        perspective=st.sampled_from([None, *Perspective]),
        speaking_as=st.sampled_from(list(SpeakingAs)),
        relayed_perspective=st.sampled_from([None, *Perspective]),
    ),
    max_size=40,
)


@given(POSTS, st.integers(2, 10))
def test_whoever_speaks_no_figure_is_small_or_leads_to_a_small_one(
    posts: list[Post], k: int
) -> None:
    voices = count_voices(posts)
    sentence = voices_in_words(voices, k)
    told = [number for number in figures(sentence) if number != k]
    assert len(figures(sentence)) <= 1
    if told:
        assert told == [voices.contributors]
        assert all(count >= k for count in (*voices.by_perspective.values(), *told))


def test_q5_a_place_has_no_number_of_its_own() -> None:
    assert list(PlaceStories.model_fields) == ["place", "name", "voices", "patterns", "stories"]
    kinds = [field.annotation for field in PlaceStories.model_fields.values()]
    assert not {int, float} & set(kinds)
