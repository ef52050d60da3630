"""Erasing for good: the key goes, the words go everywhere at once, and only a proof stays."""

from __future__ import annotations

from uuid import UUID

import pytest

from service.application.commands import (
    AmendReflection,
    DisputeTag,
    EraseReflection,
    NoteNothingFits,
    RecordReflection,
    WithdrawReflection,
    WriteMemo,
)
from service.domain.errors import Gone, NotAllowed, NotFound
from service.domain.reflection import Reflection
from service.domain.sealed import ERASED
from service.projections import rebuild
from service.projections.entries import Filter
from tests.support.asking import BY_LEARNING_PARTNER, BY_OPERATOR, LEARNING_PARTNER
from tests.support.tables import count, dump, log_rows
from tests.support.town import Town

CANARIES = [
    f"canary-{kind}"
    for kind in (
        *("words", "meaning", "role", "amended", "why", "memo", "tag", "dispute", "withdrawn"),
        *("name", "organisation", "sam", "row", "late", "trial", "expected"),
    )
] + ["UCANARY"]


def fill(place: Town) -> tuple[UUID, UUID]:
    """Somebody leaves words of every kind; who, and their reflection."""
    sam = place.welcome(
        "canary-sam",
        name="canary-name",
        role="canary-role",
        organisation="canary-organisation",
        slack="TCANARY/UCANARY",
    )
    id = place.record(
        "canary-words",
        by="canary-sam",
        meaning="canary-meaning",
        role="canary-role",
        external_id="canary-row",
        occurred_on="2026-05-01",
        late_because="canary-late",
    )
    capture, tagging, me = place.system.capture, place.system.tagging, place.asks(sam)
    amended = AmendReflection(text="canary-amended", reason="canary-why")
    capture.amend_reflection(place.id, str(id), amended, me)
    tag = place.tag(id, "POW-1", reason="canary-tag")
    tagging.dispute_tag(place.id, str(id), str(tag), DisputeTag(reason="canary-dispute"), me)
    nothing = NoteNothingFits(why="canary-why")
    tagging.note_nothing_fits(place.id, str(id), nothing, BY_LEARNING_PARTNER)
    memo = WriteMemo(text="canary-memo")
    tagging.write_memo(place.id, str(id), memo, BY_LEARNING_PARTNER)
    place.start_trial("canary-trial", purpose="canary-expected")
    taken_back = place.record("canary-words", by="canary-sam")
    withdraw = WithdrawReflection(reason="canary-withdrawn")
    capture.withdraw_reflection(place.id, str(taken_back), withdraw, me)
    place.system.runner.catch_up()
    return sam, id


def test_words_are_never_stored_in_clear(place: Town) -> None:
    fill(place)
    kept = dump(place.system)
    assert [word for word in CANARIES if word.encode() in kept] == []
    assert place.texts() == ["canary-amended", "Fewer forms."]


def test_erasing_a_person_takes_their_words_out_of_every_query(place: Town) -> None:
    sam, id = fill(place)
    place.system.people.erase_person(sam, BY_OPERATOR)
    view, reading = place.timeline(), place.system.reading
    assert [entry.kind for entry in view.entries] == ["prototype_started"]
    assert view.voices.contributors == 0
    assert reading.people(LEARNING_PARTNER, place.id) == []
    assert reading.nothing_fitted(LEARNING_PARTNER, place.id) == []
    assert place.entries(place.member(sam))[1:] == []
    with pytest.raises(NotFound):
        reading.trail(LEARNING_PARTNER, place.id, id)


def test_before_the_read_models_follow_erased_words_read_as_erased(place: Town) -> None:
    sam, _ = fill(place)
    place.system.people.erase_person(sam, BY_OPERATOR)
    shown = place.system.reading.timeline(LEARNING_PARTNER, place.id, Filter())
    (mine,) = [entry for entry in shown.entries if entry.kind == "reflection"]
    assert (mine.text, mine.meaning, mine.role) == (ERASED, ERASED, ERASED)
    assert {tag.reason for tag in mine.tags} == {ERASED}
    assert [p.name for p in place.system.reading.people(LEARNING_PARTNER, place.id)] == [ERASED]


def test_erasing_a_person_leaves_no_key_and_no_way_back_to_who_they_are(place: Town) -> None:
    sam, id = fill(place)
    place.system.people.erase_person(sam, BY_OPERATOR)
    assert count(place.system, f"keystore.keys WHERE id = '{sam}' AND box IS NULL") == 1
    assert count(place.system, f"vault.identities WHERE person_id = '{sam}'") == 0
    assert place.system.keys.sealers([sam, id]) == {}
    with pytest.raises(NotFound):
        place.record(by="canary-sam")


def test_what_a_person_wrote_beside_other_peoples_words_goes_with_them(
    place: Town, person: UUID
) -> None:
    ali = place.welcome("ali")
    id = place.record("Kept.", by="sam")
    place.bridge("ali")
    place.tag(id, "POW-1", reason="Ali wrote this.", request=place.asks(ali))
    place.system.people.erase_person(ali, BY_OPERATOR)
    (entry,) = place.entries()
    assert entry.text == "Kept."
    assert {tag.reason for tag in entry.tags} <= {None, ERASED}


def test_a_person_may_ask_for_themselves_and_a_learning_partner_may_not(
    place: Town, person: UUID
) -> None:
    place.record()
    with pytest.raises(NotAllowed):
        place.system.people.erase_person(person, BY_LEARNING_PARTNER)
    place.system.people.erase_person(person, place.asks(person))
    assert place.texts() == []


def test_erasing_twice_is_doing_it_once(place: Town, person: UUID) -> None:
    id = place.record(external_id="row-1")
    capture, people = place.system.capture, place.system.people
    erase = EraseReflection()
    first = capture.erase_reflection(place.id, "row-1", erase, BY_OPERATOR)
    again = capture.erase_reflection(place.id, str(id), erase, BY_OPERATOR)
    assert (again.position, again.already_there) == (first.position, True)
    proof = people.erase_person(person, BY_OPERATOR)
    assert people.erase_person(person, BY_OPERATOR).position == proof.position


def test_erased_then_recorded_again_under_the_same_external_id_stays_erased(
    place: Town, person: UUID
) -> None:
    command = RecordReflection(place=place.name, text="We met.", external_id="row-1")
    request = place.asks(person)
    id = place.system.capture.record_reflection(command, request).id
    place.system.capture.erase_reflection(place.id, "row-1", EraseReflection(), request)
    head = place.system.log.head
    for text in ("We met.", "Other words."):
        again = place.system.capture.record_reflection(
            command.model_copy(update={"text": text}), request
        )
        assert (again.id, again.already_there) == (id, True)
    assert place.system.log.head == head
    assert place.texts() == []
    assert place.system.keys.sealers([id]) == {}


def test_nobody_writes_in_the_name_of_somebody_who_was_erased(place: Town, person: UUID) -> None:
    place.record(external_id="row-1")
    place.system.people.erase_person(person, BY_OPERATOR)
    head = place.system.log.head
    command = RecordReflection(place=place.name, text="Still here.", external_id="row-2")
    with pytest.raises(Gone):
        place.system.capture.record_reflection(command, place.asks(person))
    assert place.system.log.head == head


@pytest.mark.parametrize("who", ["author", "operator"])
def test_one_reflection_can_be_erased_and_the_others_stay(
    place: Town, person: UUID, who: str
) -> None:
    place.record("Kept.")
    id = place.record("Gone.")
    request = place.asks(person) if who == "author" else BY_OPERATOR
    erase = EraseReflection()
    with pytest.raises(NotAllowed):
        place.system.capture.erase_reflection(place.id, str(id), erase, BY_LEARNING_PARTNER)
    place.system.capture.erase_reflection(place.id, str(id), erase, request)
    assert place.texts() == ["Kept."]
    assert count(place.system, f"keystore.keys WHERE id = '{id}' AND box IS NULL") == 1
    with pytest.raises(Gone):
        place.tag(id, "POW-1")


def test_i14_no_command_edits_a_row_of_the_log(place: Town) -> None:
    sam, id = fill(place)
    before = log_rows(place.system)
    place.system.capture.erase_reflection(place.id, str(id), EraseReflection(), BY_OPERATOR)
    place.system.people.erase_person(sam, BY_OPERATOR)
    rebuild.rebuild(place.system.database, place.system.log)
    after = log_rows(place.system)
    assert after[: len(before)] == before
    assert [row[2] for row in after[len(before) :]] == ["reflection.erased", "person.erased"]


def test_i14_the_proof_of_erasure_has_no_content(place: Town) -> None:
    _, id = fill(place)
    place.system.capture.erase_reflection(place.id, str(id), EraseReflection(), BY_OPERATOR)
    *_, proof = place.system.log.events.get(id)
    assert isinstance(proof, Reflection.Erased)
    assert proof.model_dump(exclude_none=True).keys() == {
        "originator_id",
        "originator_version",
        "timestamp",
        "envelope",
    }
