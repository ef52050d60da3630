"""A place: its way in, its own words for the behaviours, what goes on around it, its tensions."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import StringConstraints

from service.domain import base
from service.domain.base import Code, Said, natural_id
from service.domain.errors import NotFound, Refused
from service.domain.sealed import Sealed
from service.domain.vocabulary import (
    Direction,
    LanguageStage,
    Movement,
    PlaceRole,
    RouteIn,
    SeedTension,
    SignalAnswer,
    SignalKind,
)

ZoneName = Annotated[
    str, StringConstraints(max_length=60, pattern=r"^[A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*$")
]
"""An IANA time zone, as `Europe/London`."""


class Place(base.Aggregate):
    """A locality with its own history and words. What people say there is kept elsewhere."""

    TOPIC: ClassVar[str] = "place"

    def __init__(self) -> None:
        super().__init__()
        self.programme_id: UUID
        self.zone: ZoneName
        self.stage = LanguageStage.LOCAL_ONLY
        self.phrases: set[UUID] = set()
        self.notes: set[UUID] = set()
        self.tensions: set[UUID] = set()
        self.roles: dict[UUID, set[PlaceRole]] = {}

    class Event(base.Event):
        """A fact about a place."""

    class Joined(Event, base.FirstEvent):
        """A place joined a programme; until it chooses otherwise it uses only its own words."""

        TOPIC: ClassVar[str] = "place.joined"
        programme_id: UUID
        name: Sealed
        zone: ZoneName
        route_in: RouteIn
        direction: Direction

        def apply(self, aggregate: Place) -> None:
            aggregate.programme_id, aggregate.zone = self.programme_id, self.zone

    class RouteInDescribed(Event):
        """How the work really came in, with why, and what nobody had designed."""

        TOPIC: ClassVar[str] = "place.route-in-described"
        route_in: RouteIn
        direction: Direction
        why: Sealed

    class LanguageStageChanged(Event):
        """The place agreed to use the framework's words more, or less, openly."""

        TOPIC: ClassVar[str] = "place.language-stage-changed"
        stage: LanguageStage
        reason: Sealed
        agreed_with: tuple[UUID, ...] = ()

        def apply(self, aggregate: Place) -> None:
            aggregate.stage = self.stage

    class LocalPhraseAdopted(Event):
        """The place's own words for one or more behaviours."""

        TOPIC: ClassVar[str] = "place.local-phrase-adopted"
        phrase_id: UUID
        phrase: Sealed
        codes: tuple[Code, ...]
        meaning: Sealed | None = None
        agreed_by: tuple[UUID, ...] = ()

        def apply(self, aggregate: Place) -> None:
            aggregate.phrases.add(self.phrase_id)

    class LocalPhraseRetired(Event):
        """A local phrase is no longer used."""

        TOPIC: ClassVar[str] = "place.local-phrase-retired"
        phrase_id: UUID

        def apply(self, aggregate: Place) -> None:
            aggregate.phrases.discard(self.phrase_id)

    class SignalAnswered(Event):
        """A learning partner raised a question that the log put to them, or let it rest.

        `subject` is what it is about, never a person; `grounds` how much it rested on then.
        """

        TOPIC: ClassVar[str] = "place.signal-answered"
        signal: SignalKind
        subject: UUID
        answer: SignalAnswer
        grounds: int
        note: Sealed | None = None

    class FocusChosen(Event):
        """The behaviours a place looks at for a while, and why."""

        TOPIC: ClassVar[str] = "place.focus-chosen"
        codes: tuple[Code, ...]
        from_on: date
        to_on: date | None = None
        reason: Sealed

    class ContextNoted(Event):
        """Something outside that shaped how people could act."""

        TOPIC: ClassVar[str] = "place.context-noted"
        note_id: UUID
        what: Sealed
        detail: Sealed | None = None
        external_id: Sealed | None = None
        from_on: date
        to_on: date | None = None
        affects: tuple[Code, ...] = ()

        def apply(self, aggregate: Place) -> None:
            aggregate.notes.add(self.note_id)

    class TensionNamed(Event):
        """A pull between two legitimate things; to be held, not solved."""

        TOPIC: ClassVar[str] = "place.tension-named"
        tension_id: UUID
        pole_a: Sealed
        pole_b: Sealed
        external_id: Sealed | None = None
        seed_code: SeedTension | None = None

        def apply(self, aggregate: Place) -> None:
            aggregate.tensions.add(self.tension_id)

    class TensionRevisited(Event):
        """A tension was looked at again."""

        TOPIC: ClassVar[str] = "place.tension-revisited"
        tension_id: UUID
        movement: Movement
        narrative: Sealed

    class RoleGiven(Event):
        """Somebody looks after something here from now on."""

        TOPIC: ClassVar[str] = "place.role-given"
        person: UUID
        role: PlaceRole

        def apply(self, aggregate: Place) -> None:
            aggregate.roles.setdefault(self.person, set()).add(self.role)

    class RoleEnded(Event):
        """Somebody no longer looks after it."""

        TOPIC: ClassVar[str] = "place.role-ended"
        person: UUID
        role: PlaceRole

        def apply(self, aggregate: Place) -> None:
            aggregate.roles.get(self.person, set()).discard(self.role)

    class CareConcernRouted(Event):
        """A concern about somebody's safety was passed on to the people who look after that here.

        What it says, whom it is about and who raised it stand in a store of its own (I15).
        `route` is its id there, and the actor is always the service itself.
        """

        TOPIC: ClassVar[str] = "place.care-concern-routed"
        route: UUID

    @staticmethod
    def id_for(name: str) -> UUID:
        """The id of the place with this name; case and spacing do not matter."""
        return natural_id("place", " ".join(name.split()).casefold())

    @classmethod
    def join(
        cls,
        place_id: UUID,
        said: Said,
        *,
        programme_id: UUID,
        name: Sealed,
        zone: ZoneName,
        route_in: RouteIn,
        direction: Direction,
    ) -> Self:
        """A place joins a programme."""
        return cls.begin(
            cls.Joined,
            place_id,
            said,
            programme_id=programme_id,
            name=name,
            zone=zone,
            route_in=route_in,
            direction=direction,
        )

    def describe_route_in(
        self, said: Said, *, route_in: RouteIn, direction: Direction, why: Sealed
    ) -> None:
        """Say how the work really came in."""
        if not self.has_answered(said):
            self.record(
                self.RouteInDescribed, said, route_in=route_in, direction=direction, why=why
            )

    def change_language_stage(
        self, said: Said, *, stage: LanguageStage, reason: Sealed, agreed_with: tuple[UUID, ...]
    ) -> None:
        """Move between local words, both, and the framework's own; agreed with people there."""
        if self.has_answered(said) or stage == self.stage:
            return
        if stage != LanguageStage.LOCAL_ONLY and not agreed_with:
            raise Refused("Say who in the place agreed to this before framework words are shown.")
        self.record(
            self.LanguageStageChanged, said, stage=stage, reason=reason, agreed_with=agreed_with
        )

    def adopt_phrase(
        self,
        said: Said,
        *,
        phrase_id: UUID,
        phrase: Sealed,
        codes: tuple[Code, ...],
        meaning: Sealed | None,
        agreed_by: tuple[UUID, ...],
    ) -> None:
        """Take local words for behaviours into use."""
        if self.has_answered(said) or phrase_id in self.phrases:
            return
        if not codes:
            raise Refused("A local phrase needs at least one behaviour that it stands for.")
        self.record(
            self.LocalPhraseAdopted,
            said,
            phrase_id=phrase_id,
            phrase=phrase,
            codes=codes,
            meaning=meaning,
            agreed_by=agreed_by,
        )

    def retire_phrase(self, said: Said, *, phrase_id: UUID) -> None:
        """Stop using local words."""
        if self.has_answered(said):
            return
        if phrase_id not in self.phrases:
            raise NotFound("This place has no such local phrase.")
        self.record(self.LocalPhraseRetired, said, phrase_id=phrase_id)

    def choose_focus(
        self,
        said: Said,
        *,
        codes: tuple[Code, ...],
        from_on: date,
        to_on: date | None,
        reason: Sealed,
    ) -> None:
        """Choose which behaviours to look at for a while."""
        if self.has_answered(said):
            return
        _check_order(from_on, to_on)
        self.record(
            self.FocusChosen, said, codes=codes, from_on=from_on, to_on=to_on, reason=reason
        )

    def note_context(
        self,
        said: Said,
        *,
        note_id: UUID,
        what: Sealed,
        detail: Sealed | None,
        external_id: Sealed | None,
        from_on: date,
        to_on: date | None,
        affects: tuple[Code, ...],
    ) -> None:
        """Note what is going on around the place."""
        if self.has_answered(said) or note_id in self.notes:
            return
        _check_order(from_on, to_on)
        self.record(
            self.ContextNoted,
            said,
            note_id=note_id,
            what=what,
            detail=detail,
            external_id=external_id,
            from_on=from_on,
            to_on=to_on,
            affects=affects,
        )

    def name_tension(
        self,
        said: Said,
        *,
        tension_id: UUID,
        pole_a: Sealed,
        pole_b: Sealed,
        external_id: Sealed | None,
        seed_code: SeedTension | None,
    ) -> None:
        """Name two legitimate things that pull against each other."""
        if self.has_answered(said) or tension_id in self.tensions:
            return
        self.record(
            self.TensionNamed,
            said,
            tension_id=tension_id,
            pole_a=pole_a,
            pole_b=pole_b,
            external_id=external_id,
            seed_code=seed_code,
        )

    def revisit_tension(
        self, said: Said, *, tension_id: UUID, movement: Movement, narrative: Sealed
    ) -> None:
        """Say how a tension has moved."""
        if self.has_answered(said):
            return
        if tension_id not in self.tensions:
            raise NotFound("This place has named no such tension.")
        self.record(
            self.TensionRevisited,
            said,
            tension_id=tension_id,
            movement=movement,
            narrative=narrative,
        )

    def answer_signal(
        self,
        said: Said,
        *,
        signal: SignalKind,
        subject: UUID,
        answer: SignalAnswer,
        grounds: int,
        note: Sealed | None,
    ) -> None:
        """Say what was done with a question that the log put."""
        if not self.has_answered(said):
            self.record(
                self.SignalAnswered,
                said,
                signal=signal,
                subject=subject,
                answer=answer,
                grounds=grounds,
                note=note,
            )

    def give_role(self, said: Said, *, person: UUID, role: PlaceRole) -> None:
        """Let somebody look after something here."""
        if not self.has_answered(said) and not self.has_role(person, role):
            self.record(self.RoleGiven, said, person=person, role=role)

    def end_role(self, said: Said, *, person: UUID, role: PlaceRole) -> None:
        """Let somebody look after it no longer."""
        if not self.has_answered(said) and self.has_role(person, role):
            self.record(self.RoleEnded, said, person=person, role=role)

    def note_care_concern(self, said: Said, *, route: UUID) -> None:
        """Note that a concern was passed on, and nothing else about it."""
        if not self.has_answered(said):
            self.record(self.CareConcernRouted, said, route=route)

    def has_role(self, person: UUID, role: PlaceRole) -> bool:
        """True where somebody looks after this here now."""
        return role in self.roles.get(person, ())


def _check_order(from_on: date, to_on: date | None) -> None:
    if to_on is not None and to_on < from_on:
        raise Refused("The last day is before the first day.")
