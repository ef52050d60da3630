"""Reading reflections: everybody's reading is kept beside everybody else's."""

from __future__ import annotations

from uuid import UUID

import pytest

from service.application.commands import (
    DisputeTag,
    HoldReflection,
    NoteNothingFits,
    TagReflection,
    WriteMemo,
)
from service.domain.errors import Held, NotAllowed, NotConfirmed, NotFound, UnknownCode
from service.domain.vocabulary import ActorRole, CareCategory, Scope, Stance, TagMethod
from tests.support.asking import BY_LEARNING_PARTNER, request_by
from tests.support.town import Town


def test_i3_a_tag_says_by_whom_how_and_in_which_framework(place: Town, person: UUID) -> None:
    id = place.record()
    tag_id = place.tag(id, "POW-2", Stance.STRAINED, reason="Nobody there could decide.")
    (tag,) = place.entries()[0].tags
    assert (tag.id, tag.code, tag.stance) == (tag_id, "POW-2", Stance.STRAINED)
    assert tag.tagger == BY_LEARNING_PARTNER.actor.person_id
    assert (tag.method, tag.framework) == (TagMethod.PARTNER, "system-behaviours@2018")
    assert tag.reason == "Nobody there could decide."


def test_i3_conflicting_tags_coexist(place: Town, person: UUID) -> None:
    id = place.record()
    place.bridge("sam")
    place.tag(id, "POW-1", Stance.PRESENT)
    place.tag(id, "POW-1", Stance.ABSENT, request=place.asks(person))
    tags = place.entries()[0].tags
    assert [(tag.stance, tag.method) for tag in tags] == [
        (Stance.PRESENT, TagMethod.PARTNER),
        (Stance.ABSENT, TagMethod.SELF),
    ]


def test_i3_a_suggestion_is_not_a_tag(place: Town, person: UUID) -> None:
    id = place.record()
    with pytest.raises(NotConfirmed):
        place.tag(id, "POW-1", method="suggested")
    assert place.entries()[0].tags == []
    place.tag(id, "POW-1", method="suggested_confirmed")
    assert [tag.method for tag in place.entries()[0].tags] == [TagMethod.SUGGESTED_CONFIRMED]


def test_a_code_of_no_framework_is_refused(place: Town, person: UUID) -> None:
    with pytest.raises(UnknownCode):
        place.tag(place.record(), "POW-9")


def test_a_building_block_is_tagged_in_its_own_framework(place: Town, person: UUID) -> None:
    place.tag(place.record(), "governance")
    (entry,) = place.entries()
    assert (entry.behaviours, entry.building_blocks) == ([], ["governance"])
    assert entry.tags[0].framework == "building-blocks@2017"


def test_a_partner_does_not_tag_what_they_do_not_see(place: Town, person: UUID) -> None:
    id, other = place.record(scope=Scope.AUTHOR_AND_LP), place.welcome("ali")
    place.bridge("sam")
    with pytest.raises(NotFound):
        place.tag(id, "POW-1", request=place.asks(other))
    place.tag(id, "POW-1", request=place.asks(person))
    assert len(place.entries()[0].tags) == 1


def test_i13_in_a_local_only_place_only_the_learning_partner_tags(
    place: Town, person: UUID
) -> None:
    id = place.record()
    with pytest.raises(NotAllowed):
        place.tag(id, "POW-1", request=place.asks(person))
    place.bridge("sam")
    assert place.tag(id, "POW-1", request=place.asks(person))


def test_a_funder_tags_nothing(place: Town, person: UUID) -> None:
    id = place.record(scope=Scope.PUBLIC)
    with pytest.raises(NotFound):
        place.tag(id, "POW-1", request=request_by(ActorRole.FUNDER))


def test_disputes_are_counted_and_the_tag_stays(place: Town, person: UUID) -> None:
    id, other = place.record(), place.welcome("ali")
    tag_id = place.tag(id, "POW-1")
    why = DisputeTag(reason="I read it otherwise.")
    for somebody in (person, person, other):
        place.system.tagging.dispute_tag(place.id, str(id), str(tag_id), why, place.asks(somebody))
    (tag,) = place.entries()[0].tags
    assert tag.disputed == 2


def test_only_who_made_a_tag_takes_it_back(place: Town, person: UUID) -> None:
    id = place.record()
    tag_id = str(place.tag(id, "POW-1"))
    with pytest.raises(NotAllowed):
        place.system.tagging.remove_tag(place.id, str(id), tag_id, place.asks(person))
    place.system.tagging.remove_tag(place.id, str(id), tag_id, BY_LEARNING_PARTNER)
    assert place.entries()[0].tags == []


def test_the_same_name_for_tags_of_two_reflections_keeps_them_apart(
    place: Town, person: UUID
) -> None:
    one, two = place.record("One."), place.record("Two.")
    for id in (one, two):
        place.tag(id, "POW-1", external_id="first reading")
    place.system.tagging.remove_tag(place.id, str(one), "first reading", BY_LEARNING_PARTNER)
    assert {entry.text: len(entry.tags) for entry in place.entries()} == {"One.": 0, "Two.": 1}


def test_what_is_held_is_read_by_its_author_alone(place: Town, person: UUID) -> None:
    id = place.record()
    place.bridge("sam")
    hold = HoldReflection(category=CareCategory.SAFEGUARDING)
    place.system.capture.hold_reflection(place.id, str(id), hold, BY_LEARNING_PARTNER)
    with pytest.raises(Held):
        place.tag(id, "POW-1")
    assert place.tag(id, "POW-1", request=place.asks(person))


def test_memos_are_the_learning_partners(place: Town, person: UUID) -> None:
    id, memo = place.record(), WriteMemo(text="Ask again.")
    with pytest.raises(NotAllowed):
        place.system.tagging.write_memo(place.id, str(id), memo, place.asks(person))
    receipt = place.system.tagging.write_memo(place.id, str(id), memo, BY_LEARNING_PARTNER)
    assert receipt.position == place.system.log.head


def test_nothing_fits_names_the_framework_that_fell_short(place: Town, person: UUID) -> None:
    id, why = place.record(), NoteNothingFits(why="It is about grief.")
    place.system.tagging.note_nothing_fits(place.id, str(id), why, BY_LEARNING_PARTNER)
    place.system.runner.catch_up()
    (found,) = place.system.reading.nothing_fitted(BY_LEARNING_PARTNER.actor, place.id)
    assert (found.why, found.framework) == ("It is about grief.", "system-behaviours@2018")
    assert found.entry.id == id


def test_a_reflection_that_is_not_there_cannot_be_tagged(place: Town, person: UUID) -> None:
    command = TagReflection(code="POW-1", stance=Stance.PRESENT)
    with pytest.raises(NotFound):
        place.system.tagging.tag_reflection(place.id, "row-9", command, BY_LEARNING_PARTNER)
    with pytest.raises(NotFound):
        place.system.tagging.tag_reflection(place.id, str(person), command, BY_LEARNING_PARTNER)
