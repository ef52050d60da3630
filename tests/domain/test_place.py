"""A place: its way in, its own words, what went on around it, and the tensions it holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from service.domain.base import natural_id
from service.domain.errors import NotFound, Refused
from service.domain.place import Place
from service.domain.vocabulary import (
    Direction,
    LanguageStage,
    Movement,
    PlaceRole,
    RouteIn,
    SeedTension,
)
from tests.support.given_when_then import AUTHOR, fact, facts_of, given, said, sealed

Do = Callable[[Place], None]
PHRASE, NOTE, TENSION = (natural_id(name) for name in ("phrase", "note", "tension"))
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def a_place() -> Place:
    """A place that has just joined."""
    return Place.join(
        Place.id_for("Eastmoor"),
        said(),
        programme_id=natural_id("programme"),
        name=sealed("name"),
        zone="Europe/London",
        route_in=RouteIn.MIXED,
        direction=Direction.FROM_THE_EDGE,
    )


def adopt(it: Place, codes: tuple[str, ...] = ("POW-1",)) -> None:
    """Take local words into use."""
    it.adopt_phrase(
        said(), phrase_id=PHRASE, phrase=sealed("phrase"), codes=codes, meaning=None, agreed_by=()
    )


def note(it: Place, to_on: date | None = APRIL) -> None:
    """Note what is going on around."""
    it.note_context(
        said(),
        note_id=NOTE,
        what=sealed("what"),
        detail=None,
        external_id=None,
        from_on=MARCH,
        to_on=to_on,
        affects=("governance",),
    )


def name_tension(it: Place) -> None:
    """Name a pull between two things."""
    it.name_tension(
        said(),
        tension_id=TENSION,
        pole_a=sealed("a"),
        pole_b=sealed("b"),
        external_id=None,
        seed_code=SeedTension.T1,
    )


def stage(to: LanguageStage, *agreed: object) -> Do:
    """Use framework words more, or less, openly."""
    return lambda it: it.change_language_stage(
        said(),
        stage=to,
        reason=sealed("reason"),
        agreed_with=agreed,  # type: ignore[arg-type]
    )


def test_a_place_joins_with_its_own_words_only() -> None:
    (found,) = facts_of(a_place())
    fact(Place.Joined, zone="Europe/London", route_in=RouteIn.MIXED).check(found)
    assert given(a_place()).aggregate.stage == LanguageStage.LOCAL_ONLY


@pytest.mark.parametrize("name", ["Eastmoor", "  EASTMOOR ", "eastMoor"])
def test_case_and_spacing_of_its_name_do_not_matter(name: str) -> None:
    assert Place.id_for(name) == Place.id_for("eastmoor") != Place.id_for("Westmoor")


def test_the_way_in_can_be_described_anew() -> None:
    given(a_place()).when(
        lambda it: it.describe_route_in(
            said(),
            route_in=RouteIn.PROTOTYPE_LED,
            direction=Direction.BOTTOM_UP,
            why=sealed("why"),
        )
    ).then(fact(Place.RouteInDescribed, route_in=RouteIn.PROTOTYPE_LED, why=sealed("why")))


@pytest.mark.parametrize("to", [LanguageStage.BRIDGING, LanguageStage.OVERT])
def test_i13_framework_words_are_shown_only_once_people_there_agreed(to: LanguageStage) -> None:
    given(a_place()).when(stage(to)).refused(Refused)
    given(a_place()).when(stage(to, AUTHOR)).then(
        fact(Place.LanguageStageChanged, stage=to, agreed_with=(AUTHOR,))
    )


def test_i13_going_back_to_local_words_needs_nobodys_agreement() -> None:
    given(a_place(), stage(LanguageStage.OVERT, AUTHOR)).when(stage(LanguageStage.LOCAL_ONLY)).then(
        fact(Place.LanguageStageChanged, stage=LanguageStage.LOCAL_ONLY)
    )


def test_the_stage_it_is_in_already_is_no_news() -> None:
    given(a_place()).when(stage(LanguageStage.LOCAL_ONLY)).then()


def test_a_local_phrase_is_adopted_once_and_can_be_retired() -> None:
    given(a_place()).when(adopt).then(
        fact(Place.LocalPhraseAdopted, phrase_id=PHRASE, codes=("POW-1",))
    )
    given(a_place(), adopt).when(adopt).then()
    given(a_place(), adopt).when(lambda it: it.retire_phrase(said(), phrase_id=PHRASE)).then(
        fact(Place.LocalPhraseRetired, phrase_id=PHRASE)
    )


def test_a_local_phrase_stands_for_something() -> None:
    given(a_place()).when(lambda it: adopt(it, ())).refused(Refused)


def test_a_phrase_that_is_not_there_cannot_be_retired() -> None:
    given(a_place()).when(lambda it: it.retire_phrase(said(), phrase_id=PHRASE)).refused(NotFound)


def choose(to_on: date | None) -> Do:
    """Look at one behaviour for a while."""
    return lambda it: it.choose_focus(
        said(), codes=("PART-3",), from_on=MARCH, to_on=to_on, reason=sealed("reason")
    )


def test_a_focus_has_a_first_day_and_perhaps_a_last_one() -> None:
    given(a_place()).when(choose(None)).then(fact(Place.FocusChosen, from_on=MARCH, to_on=None))
    given(a_place()).when(choose(MARCH)).then(fact(Place.FocusChosen, to_on=MARCH))
    given(a_place()).when(choose(date(2026, 2, 28))).refused(Refused)


def test_context_is_noted_once_and_ends_after_it_began() -> None:
    given(a_place()).when(note).then(
        fact(Place.ContextNoted, from_on=MARCH, to_on=APRIL, affects=("governance",))
    )
    given(a_place(), note).when(note).then()
    given(a_place()).when(lambda it: note(it, date(2026, 2, 28))).refused(Refused)


def test_a_tension_is_named_once_and_revisited_as_often_as_it_moves() -> None:
    def revisit(it: Place) -> None:
        it.revisit_tension(
            said(), tension_id=TENSION, movement=Movement.EASED, narrative=sealed("how")
        )

    given(a_place()).when(name_tension).then(fact(Place.TensionNamed, seed_code=SeedTension.T1))
    given(a_place(), name_tension).when(name_tension).then()
    given(a_place(), name_tension, revisit).when(revisit).then(
        fact(Place.TensionRevisited, movement=Movement.EASED)
    )
    given(a_place()).when(revisit).refused(NotFound)


def lead(it: Place) -> None:
    """Somebody becomes the one who looks after what needs care."""
    it.give_role(said(), person=AUTHOR, role=PlaceRole.SAFEGUARDING_LEAD)


def coordinate(it: Place) -> None:
    """The same person also looks after the rounds."""
    it.give_role(said(), person=AUTHOR, role=PlaceRole.COORDINATOR)


def stop_leading(it: Place) -> None:
    """They hand the first over."""
    it.end_role(said(), person=AUTHOR, role=PlaceRole.SAFEGUARDING_LEAD)


def test_a_role_is_given_and_ended_once() -> None:
    as_lead = {"person": AUTHOR, "role": PlaceRole.SAFEGUARDING_LEAD}
    given(a_place()).when(lead).then(fact(Place.RoleGiven, **as_lead))
    given(a_place(), lead).when(lead).then()
    given(a_place()).when(stop_leading).then()
    given(a_place(), lead).when(stop_leading).then(fact(Place.RoleEnded, **as_lead))
    given(a_place(), lead, stop_leading).when(lead).then(fact(Place.RoleGiven, **as_lead))


def test_somebody_may_have_several_roles() -> None:
    place = given(a_place(), lead, coordinate, stop_leading).aggregate
    assert place.roles == {AUTHOR: {PlaceRole.COORDINATOR}}
    assert not place.has_role(AUTHOR, PlaceRole.SAFEGUARDING_LEAD)
