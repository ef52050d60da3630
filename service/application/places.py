"""Places: opened, described, and given their own words; the programme they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from service.application.commands import (
    AdoptPhrase,
    ChangeLanguageStage,
    ChooseFocus,
    DescribeRouteIn,
    EndRole,
    GiveRole,
    JoinPlace,
    LoadFramework,
    NameTension,
    NoteContext,
    OpenProgramme,
    Receipt,
    RetirePhrase,
    RevisitTension,
)
from service.application.desk import Desk, KnownPlace, Request, either
from service.domain.base import Code, Event, natural_id
from service.domain.errors import NotFound, Refused
from service.domain.person import Person
from service.domain.place import Place
from service.domain.programme import Programme
from service.domain.vocabulary import PlaceRole
from service.policy import Action, require
from service.sealing import Sealer


class Places:
    """Commands on places and on the programme."""

    def __init__(self, desk: Desk, programme: str) -> None:
        self._desk, self._programme = desk, programme

    @property
    def programme_id(self) -> UUID:
        """The programme that new places join."""
        return Programme.id_for(self._programme)

    def open_programme(self, command: OpenProgramme, request: Request) -> Receipt:
        """Begin the programme of this installation."""
        require(request.actor, Action.MANAGE_PLACE, None)
        key = self._desk.keys.new_root(self.programme_id)
        said = self._desk.said(request, command, key.sealer)
        title = key.sealer.seal("title", command.title)
        return self._desk.begin(Programme.open(self._programme, said, title=title), key)

    def load_framework(self, command: LoadFramework, request: Request) -> Receipt:
        """Use the programme's own behaviours or building blocks from now on."""
        require(request.actor, Action.MANAGE_PLACE, None)
        self._ensure_programme(request)
        framework = command.framework

        def load(programme: Programme, sealer: Sealer) -> None:
            programme.load_framework(
                self._desk.said(request, command, sealer),
                kind=framework.kind,
                framework=framework.reference,
                codes=framework.codes,
                document=sealer.seal("document", framework.model_dump_json()),
            )

        return self._desk.change(Programme, self.programme_id, load)

    def join_place(self, command: JoinPlace, request: Request) -> Receipt:
        """Open a place. Opening it again finds it there."""
        place_id = Place.id_for(command.place)
        require(request.actor, Action.MANAGE_PLACE, place_id)
        try:
            zone = ZoneInfo(command.zone)
        except (ZoneInfoNotFoundError, OSError):
            raise Refused(f"{command.zone!r} is not a time zone. Try Europe/London.") from None
        self._ensure_programme(request)
        key = self._desk.keys.new_root(place_id)
        place = Place.join(
            place_id,
            self._desk.said(request, command, key.sealer, zone),
            programme_id=self.programme_id,
            name=key.sealer.seal("name", command.place),
            zone=command.zone,
            route_in=command.route_in,
            direction=command.direction,
        )

        def is_same(first: Event, _: Sealer) -> bool:
            return isinstance(first, Place.Joined) and first.zone == command.zone

        return self._desk.begin(place, key, is_same)

    def describe_route_in(self, command: DescribeRouteIn, request: Request) -> Receipt:
        """Say how the work really came in."""
        known = self._managed(command.place, request)

        def describe(place: Place, sealer: Sealer) -> None:
            place.describe_route_in(
                self._desk.said(request, command, sealer, known.zone),
                route_in=command.route_in,
                direction=command.direction,
                why=sealer.seal("why", command.why),
            )

        return self._desk.change(Place, known.id, describe)

    def change_language_stage(self, command: ChangeLanguageStage, request: Request) -> Receipt:
        """Use the framework's words more, or less, openly."""
        known = self._managed(command.place, request)
        agreed = self._people(known, command.agreed_with)

        def change(place: Place, sealer: Sealer) -> None:
            place.change_language_stage(
                self._desk.said(request, command, sealer, known.zone),
                stage=command.stage,
                reason=sealer.seal("reason", command.reason),
                agreed_with=agreed,
            )

        return self._desk.change(Place, known.id, change)

    def adopt_phrase(self, command: AdoptPhrase, request: Request) -> Receipt:
        """Take local words into use. The receipt's id is the phrase's."""
        known = self._managed(command.place, request)
        phrase_id = phrase_id_for(known.id, command.phrase)
        self._check_behaviours(known, command.codes)
        agreed = self._people(known, command.agreed_by)

        def adopt(place: Place, sealer: Sealer) -> None:
            place.adopt_phrase(
                self._desk.said(request, command, sealer, known.zone),
                phrase_id=phrase_id,
                phrase=sealer.seal("phrase", command.phrase),
                codes=tuple(command.codes),
                meaning=sealer.seal_if("meaning", command.meaning),
                agreed_by=agreed,
            )

        receipt = self._desk.change(Place, known.id, adopt)
        return receipt.model_copy(update={"id": phrase_id})

    def retire_phrase(self, command: RetirePhrase, request: Request) -> Receipt:
        """Stop using local words."""
        known = self._managed(command.place, request)

        def retire(place: Place, sealer: Sealer) -> None:
            place.retire_phrase(
                self._desk.said(request, command, sealer, known.zone),
                phrase_id=phrase_id_for(known.id, command.phrase),
            )

        return self._desk.change(Place, known.id, retire)

    def choose_focus(self, command: ChooseFocus, request: Request) -> Receipt:
        """Choose which behaviours to look at for a while."""
        known = self._managed(command.place, request)
        self._check_behaviours(known, command.codes)

        def choose(place: Place, sealer: Sealer) -> None:
            said = self._desk.said(request, command, sealer, known.zone)
            place.choose_focus(
                said,
                codes=tuple(command.codes),
                from_on=command.from_on,
                to_on=command.to_on,
                reason=sealer.seal("reason", command.reason),
            )

        return self._desk.change(Place, known.id, choose)

    def note_context(self, command: NoteContext, request: Request) -> Receipt:
        """Note what is going on around the place. The receipt's id is the note's."""
        known = self._managed(command.place, request)
        self._check_codes(known, command.affects)
        note_id = natural_id("context", known.id, command.external_id or request.command_id)

        def note(place: Place, sealer: Sealer) -> None:
            place.note_context(
                self._desk.said(request, command, sealer, known.zone),
                note_id=note_id,
                what=sealer.seal("what", command.what),
                detail=sealer.seal_if("detail", command.detail),
                external_id=sealer.seal_if("external_id", command.external_id),
                from_on=command.from_on,
                to_on=command.to_on,
                affects=tuple(command.affects),
            )

        receipt = self._desk.change(Place, known.id, note)
        return receipt.model_copy(update={"id": note_id})

    def name_tension(self, command: NameTension, request: Request) -> Receipt:
        """Name two legitimate things that pull against each other."""
        known = self._managed(command.place, request)
        tension_id = tension_id_for(known.id, command.external_id or request.command_id)

        def name(place: Place, sealer: Sealer) -> None:
            place.name_tension(
                self._desk.said(request, command, sealer, known.zone),
                tension_id=tension_id,
                pole_a=sealer.seal("pole_a", command.pole_a),
                pole_b=sealer.seal("pole_b", command.pole_b),
                external_id=sealer.seal_if("external_id", command.external_id),
                seed_code=command.seed_code,
            )

        receipt = self._desk.change(Place, known.id, name)
        return receipt.model_copy(update={"id": tension_id})

    def revisit_tension(self, command: RevisitTension, request: Request) -> Receipt:
        """Say how a tension has moved."""
        known = self._managed(command.place, request)

        def revisit(place: Place, sealer: Sealer) -> None:
            said = self._desk.said(request, command, sealer, known.zone)
            by_name = tension_id_for(known.id, command.tension)
            place.revisit_tension(
                said,
                tension_id=either(place.tensions, command.tension, by_name),
                movement=command.movement,
                narrative=sealer.seal("narrative", command.narrative),
            )

        return self._desk.change(Place, known.id, revisit)

    def give_role(self, command: GiveRole, request: Request) -> Receipt:
        """Let somebody of a place look after something in it."""
        known, person_id = self._looked_after(command, request)
        if not self._is_here(person_id, known.id):
            raise NotFound(f"Nobody called {command.contributor!r} has been welcomed here.")

        def give(place: Place, sealer: Sealer) -> None:
            said = self._desk.said(request, command, sealer, known.zone)
            place.give_role(said, person=person_id, role=command.role)

        return self._desk.change(Place, known.id, give)

    def end_role(self, command: EndRole, request: Request) -> Receipt:
        """Let somebody look after it no longer."""
        known, person_id = self._looked_after(command, request)

        def end(place: Place, sealer: Sealer) -> None:
            said = self._desk.said(request, command, sealer, known.zone)
            place.end_role(said, person=person_id, role=command.role)

        return self._desk.change(Place, known.id, end)

    def remembered_roles(self, place_id: UUID) -> Mapping[UUID, frozenset[PlaceRole]]:
        """Who looks after what in a place now; people who were erased no longer do."""
        roles = self._desk.load(Place, place_id).roles
        held = {person: frozenset(some) for person, some in roles.items() if some}
        erased = self._desk.log.with_fact(Person.Erased, held)
        return {person: some for person, some in held.items() if person not in erased}

    def _looked_after(
        self, command: GiveRole | EndRole, request: Request
    ) -> tuple[KnownPlace, UUID]:
        known = self._desk.place(command.place)
        require(request.actor, Action.MANAGE_PEOPLE, known.id)
        return known, self._desk.person(known, command.contributor)

    def _is_here(self, person_id: UUID, place_id: UUID) -> bool:
        try:
            person = self._desk.load(Person, person_id)
        except NotFound:
            return False
        return place_id in person.places and not person.is_erased

    def _ensure_programme(self, request: Request) -> None:
        if not self._desk.exists(self.programme_id):
            title = OpenProgramme(title=self._programme)
            key = self._desk.keys.new_root(self.programme_id)
            said = self._desk.said(request.part("programme"), title, key.sealer)
            sealed = key.sealer.seal("title", title.title)
            self._desk.begin(Programme.open(self._programme, said, title=sealed), key)

    def _managed(self, reference: str, request: Request) -> KnownPlace:
        known = self._desk.place(reference)
        require(request.actor, Action.MANAGE_PLACE, known.id)
        return known

    def _people(self, place: KnownPlace, references: Iterable[str]) -> tuple[UUID, ...]:
        return tuple(self._desk.person(place, reference) for reference in references)

    def _check_behaviours(self, place: KnownPlace, codes: Iterable[Code]) -> None:
        behaviours = self._desk.frameworks(place.programme_id).behaviours
        for code in codes:
            behaviours.item(code)

    def _check_codes(self, place: KnownPlace, codes: Iterable[Code]) -> None:
        frameworks = self._desk.frameworks(place.programme_id)
        for code in codes:
            frameworks.framework_of(code)


def phrase_id_for(place_id: UUID, phrase: str) -> UUID:
    """The id of a place's local phrase."""
    return natural_id("phrase", place_id, phrase.casefold())


def tension_id_for(place_id: UUID, external_id: object) -> UUID:
    """The id of the tension that came with this external id."""
    return natural_id("tension", place_id, external_id)
