"""Reflections through the whole service: recorded, changed, put aside, taken back."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from service.application.commands import (
    AmendReflection,
    ChangeScope,
    HoldReflection,
    RecordReflection,
    ReleaseReflection,
    WithdrawReflection,
)
from service.domain.errors import (
    Gone,
    InTheFuture,
    NeedsReason,
    NotAllowed,
    NotFound,
    NotTheAuthor,
    Refused,
    UnknownCode,
)
from service.domain.vocabulary import ActorRole, CareCategory, Perspective, Scope, SpeakingAs
from tests.support.asking import (
    BY_LEARNING_PARTNER,
    BY_OPERATOR,
    LEARNING_PARTNER,
    NOW,
    at,
    request_by,
)
from tests.support.town import Town, join


def command(**more: object) -> RecordReflection:
    """What somebody wants to leave in Eastmoor."""
    return RecordReflection.model_validate({"place": "Eastmoor", "text": "We met."} | more)


def test_what_somebody_left_is_on_the_timeline_in_their_words(place: Town, person: UUID) -> None:
    receipt = place.system.capture.record_reflection(
        command(text="The panel met.", meaning="It helps.", role="Officer"), place.asks(person)
    )
    assert receipt.position == place.system.log.head
    (entry,) = place.entries(place.member(person))
    assert (entry.id, entry.text, entry.meaning) == (receipt.id, "The panel met.", "It helps.")
    assert (entry.role, entry.perspective, entry.is_mine) == ("Officer", "statutory", True)


def test_the_learning_partner_writes_down_what_somebody_else_said(
    place: Town, person: UUID
) -> None:
    place.record("Sam told me.", by="sam", scope=Scope.AUTHOR_AND_LP)
    (entry,) = place.entries(place.member(person))
    assert (entry.text, entry.is_mine) == ("Sam told me.", True)


def test_a_partner_writes_for_nobody_else(place: Town, person: UUID) -> None:
    place.welcome("ali")
    with pytest.raises(NotAllowed):
        place.system.capture.record_reflection(command(contributor="ali"), place.asks(person))
    place.system.capture.record_reflection(command(contributor="sam"), place.asks(person))
    assert [entry.is_mine for entry in place.entries(place.member(person))] == [True]


def test_the_learning_partner_writes_for_nobody_who_was_not_welcomed(place: Town) -> None:
    with pytest.raises(NotFound):
        place.record(by="a stranger")
    with pytest.raises(NotFound):
        place.record(by=str(join(place.system, "Westmoor").welcome("kim")))


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"place": "Nowhere"}, NotFound),
        ({"contributor": "a stranger"}, NotAllowed),
        ({"prototype": "No such trial"}, NotFound),
        ({"behaviours": ["POW-9"]}, UnknownCode),
        ({"occurred_on": "2026-06-02"}, InTheFuture),
        ({"occurred_on": "2026-05-01"}, NeedsReason),
        ({"relayed_perspective": "citizen_community"}, Refused),
    ],
)
def test_what_cannot_be_recorded_leaves_nothing(
    place: Town, person: UUID, more: dict[str, object], refusal: type[Exception]
) -> None:
    place.bridge("sam")
    head = place.system.log.head
    with pytest.raises(refusal):
        place.system.capture.record_reflection(command(**more), place.asks(person))
    assert place.system.log.head == head


def test_i12_a_funder_leaves_nothing_and_learns_nothing(place: Town) -> None:
    with pytest.raises(NotFound):
        place.system.capture.record_reflection(command(), request_by(ActorRole.FUNDER, [place.id]))


def test_i17_with_a_reason_it_is_recorded_and_shows_as_reported_later(
    place: Town, person: UUID
) -> None:
    late = command(occurred_on="2026-05-01", late_because="The notes were in a drawer.")
    place.system.capture.record_reflection(late, place.asks(person))
    (entry,) = place.entries()
    assert entry.reported_late
    assert entry.occurred_on.isoformat() == "2026-05-01"
    assert entry.recorded_at == NOW


def test_somebody_who_relays_keeps_their_own_perspective(place: Town, person: UUID) -> None:
    place.record(speaking_as=SpeakingAs.RELAYING, perspective=Perspective.CITIZEN_COMMUNITY)
    (entry,) = place.entries()
    assert entry.perspective == Perspective.STATUTORY
    assert entry.relayed_perspective == Perspective.CITIZEN_COMMUNITY


def test_what_it_is_filed_under_becomes_tags_by_whoever_filed_it(place: Town, person: UUID) -> None:
    place.bridge("sam")
    place.record("By the learning partner.", behaviours=["POW-1"], building_blocks=["governance"])
    place.system.capture.record_reflection(
        command(text="By its author.", behaviours=["POW-1"]), place.asks(person)
    )
    first, second = place.entries()
    assert (first.behaviours, first.building_blocks) == (["POW-1"], ["governance"])
    assert {tag.method for tag in first.tags} == {"partner"}
    assert {tag.framework for tag in first.tags} == {
        "system-behaviours@2018",
        "building-blocks@2017",
    }
    assert [tag.method for tag in second.tags] == ["self"]


def test_i1_only_the_author_amends_and_the_new_words_are_shown(place: Town, person: UUID) -> None:
    id = place.record("The panel met.", meaning="It helps.")
    amended = AmendReflection(text="The panel met twice.")
    other = place.welcome("ali")
    for request in (BY_LEARNING_PARTNER, place.asks(other)):
        with pytest.raises(NotTheAuthor):
            place.system.capture.amend_reflection(place.id, str(id), amended, request)
    place.system.capture.amend_reflection(place.id, str(id), amended, place.asks(person))
    (entry,) = place.entries()
    assert (entry.text, entry.meaning) == ("The panel met twice.", "It helps.")


def test_what_they_make_of_it_can_be_removed_and_said_again(place: Town, person: UUID) -> None:
    id = place.record("The panel met.", meaning="It helps.")
    amend, me = place.system.capture.amend_reflection, place.asks(person)
    amend(place.id, str(id), AmendReflection(meaning_removed=True), me)
    (entry,) = place.entries()
    assert (entry.text, entry.meaning) == ("The panel met.", None)
    amend(place.id, str(id), AmendReflection(meaning="It hurts."), place.asks(person))
    assert [one.meaning for one in place.entries()] == ["It hurts."]
    both = AmendReflection(meaning="It helps.", meaning_removed=True)
    with pytest.raises(Refused):
        amend(place.id, str(id), both, place.asks(person))


def test_i1_only_the_author_withdraws_and_then_it_shows_nowhere(place: Town, person: UUID) -> None:
    id = place.record()
    withdraw = WithdrawReflection(reason="I was wrong.")
    with pytest.raises(NotTheAuthor):
        place.system.capture.withdraw_reflection(place.id, str(id), withdraw, BY_LEARNING_PARTNER)
    place.system.capture.withdraw_reflection(place.id, str(id), withdraw, place.asks(person))
    assert place.entries() == []
    assert place.entries(place.member(person)) == []
    with pytest.raises(Gone):
        place.system.capture.amend_reflection(
            place.id, str(id), AmendReflection(text="Again."), place.asks(person)
        )


def test_i2_narrowing_by_who_handles_it_takes_effect_at_once(place: Town, person: UUID) -> None:
    id, other = place.record(), place.member(place.welcome("ali"))
    assert place.texts(other) == ["The panel met again."]
    narrow = ChangeScope(scope=Scope.AUTHOR_AND_LP)
    place.system.capture.change_scope(place.id, str(id), narrow, BY_LEARNING_PARTNER)
    assert place.texts(other) == []
    assert place.texts(LEARNING_PARTNER) == place.texts(place.member(person)) != []


def test_i1_only_the_author_widens_the_scope(place: Town, person: UUID) -> None:
    id = place.record(scope=Scope.AUTHOR_AND_LP)
    widen = ChangeScope(scope=Scope.PROGRAMME)
    with pytest.raises(NotTheAuthor):
        place.system.capture.change_scope(place.id, str(id), widen, BY_LEARNING_PARTNER)
    place.system.capture.change_scope(place.id, str(id), widen, place.asks(person))
    assert place.texts(place.member(place.welcome("ali"))) == ["The panel met again."]


def test_i1_another_partner_does_not_narrow_what_they_only_read(place: Town, person: UUID) -> None:
    id, other = place.record(), place.welcome("ali")
    narrow = ChangeScope(scope=Scope.AUTHOR_AND_LP)
    with pytest.raises(NotAllowed):
        place.system.capture.change_scope(place.id, str(id), narrow, place.asks(other))


def test_what_is_held_leaves_every_view_and_comes_back_when_released(
    place: Town, person: UUID
) -> None:
    id = place.record()
    hold = HoldReflection(category=CareCategory.THIRD_PARTY)
    place.system.capture.hold_reflection(place.id, str(id), hold, BY_LEARNING_PARTNER)
    assert place.entries() == place.entries(place.member(person)) == []
    with pytest.raises(NotAllowed):
        place.system.capture.release_reflection(
            place.id, str(id), ReleaseReflection(), place.asks(person)
        )
    place.system.capture.release_reflection(
        place.id, str(id), ReleaseReflection(), BY_LEARNING_PARTNER
    )
    assert place.texts() == ["The panel met again."]


def test_its_author_may_hold_it_and_another_partner_may_not(place: Town, person: UUID) -> None:
    id, other = place.record(), place.welcome("ali")
    hold = HoldReflection(category=CareCategory.DISTRESS)
    with pytest.raises(NotAllowed):
        place.system.capture.hold_reflection(place.id, str(id), hold, place.asks(other))
    place.system.capture.hold_reflection(place.id, str(id), hold, place.asks(person))
    assert place.entries() == []


def test_a_reflection_has_a_name_of_its_own_only_in_its_place(place: Town, person: UUID) -> None:
    place.record(external_id="row-1")
    amended = AmendReflection(text="Better.")
    place.system.capture.amend_reflection("eastmoor", "row-1", amended, place.asks(person))
    with pytest.raises(NotFound):
        place.system.capture.amend_reflection("Eastmoor", "row-2", amended, place.asks(person))
    assert place.texts() == ["Better."]


def test_a_place_that_is_not_theirs_is_not_there_for_a_learning_partner(place: Town) -> None:
    elsewhere = request_by(ActorRole.LEARNING_PARTNER, places=[BY_OPERATOR.actor.person_id])
    with pytest.raises(NotFound):
        place.system.capture.record_reflection(command(), elsewhere)


def test_the_wall_date_of_the_place_counts_not_the_servers(place: Town, person: UUID) -> None:
    in_utc = at("2026-06-02 00:20").astimezone()
    place.system.capture.record_reflection(command(), replace(place.asks(person), now=in_utc))
    (entry,) = place.entries()
    assert entry.occurred_on.isoformat() == "2026-06-02"
