"""Rhythms: when a place asks its people, with which questions, and how each wants to be asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from service.application.commands import Receipt
from service.application.desk import Desk, KnownPlace, Request
from service.application.rhythm_commands import (
    AdoptQuestion,
    ChangeAsking,
    ChooseDigests,
    ChooseRhythm,
    MoveRound,
    PauseRhythm,
    ResumeRhythm,
    RetireQuestion,
    SkipRound,
)
from service.domain.base import Event, natural_id
from service.domain.cadence import Asking
from service.domain.errors import NotFound, Refused
from service.domain.person import Person
from service.domain.rhythm import Rhythm
from service.domain.round import Round
from service.policy import Action, require
from service.sealing import Sealer

NO_RHYTHM = "This place has not said yet when its people are asked. Choose a rhythm first."


class Rhythms:
    """Commands on rhythms."""

    def __init__(self, desk: Desk, last_slot: Callable[[UUID], date | None]) -> None:
        """`last_slot` knows the nominal day of a place's newest round, where it has had one."""
        self._desk, self._last_slot = desk, last_slot

    def choose(self, command: ChooseRhythm, request: Request) -> Receipt:
        """Say when people are asked, or change it: nobody is asked twice for that."""
        place = self._managed(command.place, request)
        rhythm_id = Rhythm.id_for(place.id)
        chosen = command.model_dump(include={"every", "anchor", "at", "nation"})
        if self._desk.exists(rhythm_id):

            def change(rhythm: Rhythm, sealer: Sealer) -> None:
                said = self._desk.said(request, command, sealer, place.zone)
                rhythm.change_cadence(said, last_slot=self._last_slot(place.id), **chosen)

            return self._desk.change(Rhythm, rhythm_id, change)
        key = self._desk.keys.new_child(rhythm_id, place.id)
        said = self._desk.said(request, command, key.sealer, place.zone)
        rhythm = Rhythm.choose(place.id, said, **chosen)

        def is_same(first: Event, _: Sealer) -> bool:
            return isinstance(first, Rhythm.Chosen) and first.anchor == command.anchor

        return self._desk.begin(rhythm, key, is_same)

    def pause(self, command: PauseRhythm, request: Request) -> Receipt:
        """Ask nobody for a while."""
        place = self._managed(command.place, request)

        def pause(rhythm: Rhythm, sealer: Sealer) -> None:
            said = self._desk.said(request, command, sealer, place.zone)
            rhythm.pause(said, until=command.until)

        return self._change(place, pause)

    def resume(self, command: ResumeRhythm, request: Request) -> Receipt:
        """Ask again."""
        place = self._managed(command.place, request)

        def resume(rhythm: Rhythm, sealer: Sealer) -> None:
            rhythm.resume(self._desk.said(request, command, sealer, place.zone))

        return self._change(place, resume)

    def move_round(self, command: MoveRound, request: Request) -> Receipt:
        """Have one round on another day."""
        place = self._managed(command.place, request)

        def move(rhythm: Rhythm, sealer: Sealer) -> None:
            self._check_still_to_come(place, rhythm, command.slot)
            said = self._desk.said(request, command, sealer, place.zone)
            rhythm.move_slot(said, slot=command.slot, to=command.to)

        return self._change(place, move)

    def skip_round(self, command: SkipRound, request: Request) -> Receipt:
        """Leave one round out."""
        place = self._managed(command.place, request)

        def skip(rhythm: Rhythm, sealer: Sealer) -> None:
            self._check_still_to_come(place, rhythm, command.slot)
            said = self._desk.said(request, command, sealer, place.zone)
            rhythm.skip_slot(said, slot=command.slot)

        return self._change(place, skip)

    def adopt_question(self, command: AdoptQuestion, request: Request) -> Receipt:
        """Ask something in the place's own words."""
        place = self._managed(command.place, request)
        question = question_id_for(place.id, command.words)

        def adopt(rhythm: Rhythm, sealer: Sealer) -> None:
            rhythm.adopt_question(
                self._desk.said(request, command, sealer, place.zone),
                question_id=question,
                kind=command.kind,
                words=sealer.seal("words", command.words),
            )

        return self._change(place, adopt).model_copy(update={"id": question})

    def retire_question(self, command: RetireQuestion, request: Request) -> Receipt:
        """Ask it no longer."""
        place = self._managed(command.place, request)

        def retire(rhythm: Rhythm, sealer: Sealer) -> None:
            said = self._desk.said(request, command, sealer, place.zone)
            rhythm.retire_question(said, question_id=command.question)

        return self._change(place, retire)

    def choose_digests(self, command: ChooseDigests, request: Request) -> Receipt:
        """Say how digests go out."""
        place = self._managed(command.place, request)

        def choose(rhythm: Rhythm, sealer: Sealer) -> None:
            rhythm.choose_digests(
                self._desk.said(request, command, sealer, place.zone),
                posts_by_itself=command.posts_by_itself,
                tells_the_funder=command.tells_the_funder,
            )

        return self._change(place, choose)

    def change_asking(self, command: ChangeAsking, request: Request) -> Receipt:
        """Say how oneself, or somebody one looks after, would like to be asked in a place."""
        place = self._desk.place(command.place)
        person_id = request.actor.person_id
        if command.contributor is not None:
            person_id = self._desk.person(place, command.contributor)
        if person_id != request.actor.person_id:
            require(request.actor, Action.MANAGE_PEOPLE, place.id)
        if command.zone is not None:
            _check_zone(command.zone)
        asking = Asking.model_validate(command.model_dump(include=set(Asking.model_fields)))
        if asking.is_asked:  # Whoever says yes to questions wants to hear from us again.
            asking = asking.model_copy(update={"wants_nothing": False})

        def change(person: Person) -> None:
            if place.id not in person.places:
                raise NotFound("They do not take part in this place.")
            said = self._desk.said_plainly(request, place.zone)
            person.change_asking(said, place_id=place.id, asking=asking)

        return self._desk.change_wordless(Person, person_id, change)

    def asking_of(self, person_id: UUID, place_id: UUID) -> Asking:
        """How somebody would like to be asked in a place."""
        return self._desk.load(Person, person_id).asking_in(place_id)

    def _check_still_to_come(self, place: KnownPlace, rhythm: Rhythm, slot: date) -> None:
        if self._desk.exists(Round.id_for(place.id, rhythm.cadence.version, slot)):
            raise Refused("That round has begun. Only a round that is still to come can be moved.")

    def _change(self, place: KnownPlace, do: Callable[[Rhythm, Sealer], None]) -> Receipt:
        return self._desk.change(Rhythm, Rhythm.id_for(place.id), do, otherwise=NO_RHYTHM)

    def _managed(self, reference: str, request: Request) -> KnownPlace:
        place = self._desk.place(reference)
        require(request.actor, Action.MANAGE_PLACE, place.id)
        return place


def question_id_for(place_id: UUID, words: str) -> UUID:
    """The id of a question in a place's own words."""
    return natural_id("prompt-question", place_id, words.casefold())


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError):
        raise Refused(f"{name!r} is not a time zone. Try Europe/London.") from None
