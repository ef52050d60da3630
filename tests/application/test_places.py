"""Places and their programme: opened once, described, with words and frameworks of their own."""

from __future__ import annotations

import json
from uuid import UUID

import pytest

from service.application.commands import (
    AdoptPhrase,
    ChangeLanguageStage,
    ChooseFocus,
    DescribeRouteIn,
    JoinPlace,
    LoadFramework,
    NameTension,
    NoteContext,
    OpenProgramme,
    RetirePhrase,
    RevisitTension,
)
from service.domain.errors import NotAllowed, NotFound, Refused, UnknownCode
from service.domain.place import Place
from service.domain.vocabulary import ActorRole, Direction, LanguageStage, Movement, RouteIn
from service.projections.shapes import PlaceView
from tests.support.asking import BY_LEARNING_PARTNER, LEARNING_PARTNER, TODAY, request_by
from tests.support.town import Town, join

OURS = {
    "kind": "behaviours",
    "name": "ours",
    "version": "1",
    "attribution": "Written by people in Eastmoor.",
    "items": [{"code": "OURS-1", "wording": "We pick up the phone"}],
}


def view(place: Town) -> PlaceView:
    """The place as the learning partner sees it now."""
    place.system.runner.catch_up()
    return place.system.reading.place(LEARNING_PARTNER, place.id)


def test_a_place_is_known_by_its_name(place: Town) -> None:
    seen = view(place)
    assert (seen.id, seen.name, seen.zone) == (
        Place.id_for("eastmoor"),
        "Eastmoor",
        "Europe/London",
    )
    assert (seen.language_stage, seen.joined_on) == (LanguageStage.LOCAL_ONLY, TODAY)


def test_opening_a_place_again_finds_it(place: Town) -> None:
    head = place.system.log.head
    receipt = place.system.places.join_place(JoinPlace(place=" EASTMOOR "), BY_LEARNING_PARTNER)
    assert (receipt.id, receipt.already_there) == (place.id, True)
    assert place.system.log.head == head


def test_places_share_the_programme_of_the_installation(place: Town) -> None:
    other = join(place.system, "Westmoor")
    programmes = {place.system.desk.place(one.id).programme_id for one in (place, other)}
    assert programmes == {place.system.places.programme_id}
    receipt = place.system.places.open_programme(OpenProgramme(title="x"), BY_LEARNING_PARTNER)
    assert receipt.already_there


def test_a_time_zone_has_to_exist(place: Town) -> None:
    join_in = JoinPlace(place="Westmoor", zone="Europe/Atlantis")
    with pytest.raises(Refused, match="Europe/London"):
        place.system.places.join_place(join_in, BY_LEARNING_PARTNER)


@pytest.mark.parametrize("role", [ActorRole.PARTNER, ActorRole.FUNDER])
def test_only_who_looks_after_places_opens_one(place: Town, role: ActorRole) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        place.system.places.join_place(JoinPlace(place="Westmoor"), request_by(role))
    with pytest.raises((NotAllowed, NotFound)):
        place.system.places.adopt_phrase(
            AdoptPhrase(place=place.name, phrase="Saying it", codes=["PART-1"]), request_by(role)
        )


def test_the_way_in_is_described(place: Town) -> None:
    place.system.places.describe_route_in(
        DescribeRouteIn(
            place=place.name,
            route_in=RouteIn.PROTOTYPE_LED,
            direction=Direction.BOTTOM_UP,
            why="It began with one worker.",
        ),
        BY_LEARNING_PARTNER,
    )
    (last,) = place.system.log.events.get(place.id, gt=1)
    assert isinstance(last, Place.RouteInDescribed)
    sealer = place.system.keys.sealer(place.id)
    assert sealer.open("why", last.why) == "It began with one worker."


def test_local_phrases_come_and_go(place: Town, person: UUID) -> None:
    adopt = AdoptPhrase(
        place=place.name,
        phrase="Saying the hard thing",
        codes=["PART-1", "POW-1"],
        meaning="When it is awkward.",
        agreed_by=["sam"],
    )
    id = place.system.places.adopt_phrase(adopt, BY_LEARNING_PARTNER).id
    (phrase,) = view(place).phrases
    assert (phrase.id, phrase.phrase, phrase.meaning) == (id, adopt.phrase, "When it is awkward.")
    assert phrase.codes == ["PART-1", "POW-1"]
    place.system.places.retire_phrase(
        RetirePhrase(place=place.name, phrase="saying the HARD thing"), BY_LEARNING_PARTNER
    )
    assert view(place).phrases == []


def test_a_phrase_that_was_retired_can_be_taken_up_again(place: Town) -> None:
    adopt = AdoptPhrase(place=place.name, phrase="Saying it", codes=["PART-1"])
    for codes in (["PART-1"], ["PART-2"]):
        place.system.places.adopt_phrase(
            adopt.model_copy(update={"codes": codes}), BY_LEARNING_PARTNER
        )
        (phrase,) = view(place).phrases
        assert phrase.codes == codes
        place.system.places.retire_phrase(
            RetirePhrase(place=place.name, phrase="Saying it"), BY_LEARNING_PARTNER
        )


@pytest.mark.parametrize("code", ["POW-9", "governance"])
def test_phrases_and_focus_are_about_behaviours(place: Town, code: str) -> None:
    with pytest.raises(UnknownCode):
        place.system.places.adopt_phrase(
            AdoptPhrase(place=place.name, phrase="Saying it", codes=[code]), BY_LEARNING_PARTNER
        )
    focus = ChooseFocus(place=place.name, codes=[code], reason="So.", from_on=TODAY)
    with pytest.raises(UnknownCode):
        place.system.places.choose_focus(focus, BY_LEARNING_PARTNER)


def test_the_language_stage_changes_with_people_of_the_place(place: Town, person: UUID) -> None:
    overt = ChangeLanguageStage(place=place.name, stage=LanguageStage.OVERT, reason="We asked.")
    with pytest.raises(Refused):
        place.system.places.change_language_stage(overt, BY_LEARNING_PARTNER)
    with pytest.raises(NotFound):
        place.system.places.change_language_stage(
            overt.model_copy(update={"agreed_with": ["nobody we know"]}), BY_LEARNING_PARTNER
        )
    place.system.places.change_language_stage(
        overt.model_copy(update={"agreed_with": ["sam"]}), BY_LEARNING_PARTNER
    )
    assert view(place).language_stage == LanguageStage.OVERT


def test_a_focus_is_chosen_for_a_while_with_a_reason(place: Town) -> None:
    focus = ChooseFocus(place=place.name, codes=["PART-3"], reason="We never stop.", from_on=TODAY)
    place.system.places.choose_focus(focus, BY_LEARNING_PARTNER)
    (found,) = view(place).focus
    assert (found.codes, found.reason, found.from_on) == (["PART-3"], "We never stop.", TODAY)


def test_context_and_tensions_stand_on_the_timeline(place: Town) -> None:
    place.system.places.note_context(
        NoteContext(
            place=place.name,
            what="Overspend announced",
            detail="By the council.",
            from_on=TODAY,
            affects=["funding-and-commissioning"],
        ),
        BY_LEARNING_PARTNER,
    )
    tension = NameTension(place=place.name, pole_a="Results", pole_b="Time", external_id="T-a")
    id = place.system.places.name_tension(tension, BY_LEARNING_PARTNER).id
    place.system.places.revisit_tension(
        RevisitTension(
            place=place.name, tension="T-a", movement=Movement.EASED, narrative="They waited."
        ),
        BY_LEARNING_PARTNER,
    )
    context, named, revisited = place.entries()
    assert (context.title, context.text) == ("Overspend announced", "By the council.")
    assert context.building_blocks == ["funding-and-commissioning"]
    assert (named.id, named.text, named.meaning) == (id, "Results", "Time")
    assert (revisited.about, revisited.movement) == (id, Movement.EASED)
    assert revisited.text == "They waited."


def test_a_programme_may_load_its_own_framework(place: Town, person: UUID) -> None:
    before = place.record()
    place.tag(before, "POW-1")
    command = LoadFramework.model_validate_json(json.dumps({"framework": OURS}))
    place.system.places.load_framework(command, BY_LEARNING_PARTNER)
    after = place.record()
    place.tag(after, "OURS-1")
    with pytest.raises(UnknownCode):
        place.tag(after, "POW-1")
    lanes = place.timeline().lanes
    assert [(lane.code, lane.name) for lane in lanes] == [("OURS-1", "We pick up the phone")]
    tags = {entry.id: [tag.framework for tag in entry.tags] for entry in place.entries()}
    assert tags == {before: ["system-behaviours@2018"], after: ["ours@1"]}
