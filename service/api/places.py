"""Writing about places and people: opening, welcoming, local words, context, tensions."""

from __future__ import annotations

from fastapi import APIRouter

from service.api.answers import Written
from service.api.bodies import (
    ContextHere,
    EndRoleHere,
    FocusHere,
    LanguageStageHere,
    PhraseHere,
    RevisitHere,
    RoleHere,
    RouteInHere,
    TensionHere,
    at,
)
from service.api.deps import PlaceHere, TensionName, Writes
from service.api.documented import writes
from service.application.commands import JoinPlace, WelcomePerson

router = APIRouter(tags=["places"])
ONE = "/places/{place}"


@router.post("/places", **writes(JoinPlace))
def join_place(body: JoinPlace, write: Writes) -> Written:
    """Open a place. Opening it again finds it there."""
    return write.done(write.system.places.join_place(body, write.request))


@router.post("/people", **writes(WelcomePerson))
def welcome_person(body: WelcomePerson, write: Writes) -> Written:
    """Welcome somebody to a place, or bring them to one more. The answer's `id` is theirs."""
    return write.done(write.system.people.welcome_person(body, write.request))


@router.post(f"{ONE}/roles", **writes(RoleHere))
def give_role(place: PlaceHere, body: RoleHere, write: Writes) -> Written:
    """Let somebody look after something here: rounds, learning, or what needs care."""
    return write.done(write.system.places.give_role(at(place, body), write.request))


@router.post(f"{ONE}/roles/endings", **writes(EndRoleHere))
def end_role(place: PlaceHere, body: EndRoleHere, write: Writes) -> Written:
    """Let somebody look after it no longer."""
    return write.done(write.system.places.end_role(at(place, body), write.request))


@router.post(f"{ONE}/route-in", **writes(RouteInHere))
def describe_route_in(place: PlaceHere, body: RouteInHere, write: Writes) -> Written:
    """Say how the work really came into the place."""
    return write.done(write.system.places.describe_route_in(at(place, body), write.request))


@router.post(f"{ONE}/language-stage", **writes(LanguageStageHere))
def change_language_stage(place: PlaceHere, body: LanguageStageHere, write: Writes) -> Written:
    """Use the framework's words more, or less, openly, as agreed with people there."""
    return write.done(write.system.places.change_language_stage(at(place, body), write.request))


@router.post(f"{ONE}/phrases", **writes(PhraseHere))
def adopt_phrase(place: PlaceHere, body: PhraseHere, write: Writes) -> Written:
    """Take the place's own words for behaviours into use. The answer's `id` is the phrase's."""
    return write.done(write.system.places.adopt_phrase(at(place, body), write.request))


@router.post(f"{ONE}/focus", **writes(FocusHere))
def choose_focus(place: PlaceHere, body: FocusHere, write: Writes) -> Written:
    """Choose the behaviours to look at for a while."""
    return write.done(write.system.places.choose_focus(at(place, body), write.request))


@router.post(f"{ONE}/context", **writes(ContextHere))
def note_context(place: PlaceHere, body: ContextHere, write: Writes) -> Written:
    """Note what is going on around the place. The answer's `id` is the note's."""
    return write.done(write.system.places.note_context(at(place, body), write.request))


@router.post(f"{ONE}/tensions", **writes(TensionHere))
def name_tension(place: PlaceHere, body: TensionHere, write: Writes) -> Written:
    """Name two legitimate things that pull against each other. The answer's `id` is its own."""
    return write.done(write.system.places.name_tension(at(place, body), write.request))


@router.post(f"{ONE}/tensions/{{tension}}/revisits", **writes(RevisitHere))
def revisit_tension(
    place: PlaceHere, tension: TensionName, body: RevisitHere, write: Writes
) -> Written:
    """Say how a tension has moved. It is held, never solved."""
    command = at(place, body, tension=tension)
    return write.done(write.system.places.revisit_tension(command, write.request))
