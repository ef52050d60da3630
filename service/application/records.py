"""What the loop's commands share: naming records, beginning them, who took part, what is cited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from service.application.commands import Command, Receipt
from service.application.desk import Desk, KnownPlace, Request, as_uuid, outside_name
from service.application.loop_commands import Learned, OptionGiven, PartyGiven
from service.application.tagging import require_framework_words
from service.domain.base import Aggregate, Code, Event, Said, natural_id
from service.domain.errors import AlreadyRecordedDifferently, Gone, Held, NotFound
from service.domain.insight import Insight
from service.domain.person import Person
from service.domain.reflection import Reflection, State
from service.domain.sealed import Sealed
from service.domain.values import Option, Party
from service.domain.vocabulary import ActorRole, Perspective
from service.policy import Action, may, require
from service.sealing import Sealer

Make = Callable[[UUID, Said, Sealer], Aggregate]
Says = Mapping[type[Event], tuple[str, ...]]
"""The facts that a command leads to, with those of their fields that it names alike."""

WORDS = {
    "session": "session",
    "expectation": "expectation",
    "insight": "insight",
    "assumption": "belief",
    "decision": "decision",
    "change": "change",
    "noticing": "slip or movement",
}
"""What people call each kind of record."""


class Records:
    """Finds and begins the records of a place's learning."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def find(self, kind: type[Aggregate], place: KnownPlace, reference: str) -> UUID:
        """The record of this place with this external id or id; NotFound if there is none."""
        by_name = self._named(kind, place, reference)
        by_id = as_uuid(reference)
        id = by_name if by_id is None or self.desk.exists(by_name) else by_id
        otherwise = f"There is no {WORDS[_topic(kind)]} called {reference!r} here."
        record: Any = self.desk.load(kind, id, otherwise)
        if record.place_id != place.id:
            raise NotFound(otherwise)
        return id

    def find_if(self, kind: type[Aggregate], place: KnownPlace, given: str | None) -> UUID | None:
        """The same, where something was named."""
        return None if given is None else self.find(kind, place, given)

    def begin(
        self,
        kind: type[Aggregate],
        command: Learned,
        request: Request,
        says: Says,
        make: Make,
    ) -> Receipt:
        """Begin a record. A retry says the same; the same name with other words is refused."""
        request = replace(request, command=request.command_id)
        place = self.place(command.place, request)
        id = self._named(kind, place, command.external_id or request.command_id)
        if self.desk.exists(id):
            return self._already_there(id, command, request, says)
        key = self.desk.keys.new_child(id, place.id)
        said = self.desk.said(request, command, key.sealer, place.zone)
        record = make(id, said, key.sealer)
        receipt = self.desk.begin(record, key)
        if receipt.already_there:  # Somebody began it at the same moment.
            return self._already_there(id, command, request, says)
        return receipt

    def change(
        self,
        kind: type[Aggregate],
        place: KnownPlace,
        reference: str,
        command: Command,
        request: Request,
        do: Callable[[Any, Sealer, Said], None],
    ) -> Receipt:
        """Add a fact to a record of this place."""
        id = self.find(kind, place, reference)

        def change(record: Aggregate, sealer: Sealer) -> None:
            said = self.desk.said(request, command, sealer, place.zone)
            said = not_before(said, command, record)
            if not record.has_answered(said):  # What it cites may have been taken back since.
                do(record, sealer, said)

        return self.desk.change(kind, id, change)

    def place(
        self, reference: str | UUID, request: Request, action: Action = Action.RECORD_LEARNING
    ) -> KnownPlace:
        """The place, for whoever may record what it learns."""
        place = self.desk.place(reference)
        require(request.actor, action, place.id)
        return place

    def cited(
        self, place: KnownPlace, references: Iterable[str], request: Request
    ) -> tuple[UUID, ...]:
        """Reflections and insights of this place that this actor may point at."""
        return tuple(dict.fromkeys(self._cite(place, one, request) for one in references))

    def reflections(
        self, place: KnownPlace, references: Iterable[str], request: Request
    ) -> tuple[Reflection, ...]:
        """Reflections of this place that this actor may point at, each once."""
        ids = dict.fromkeys(self.desk.reflection(place, one) for one in references)
        return tuple(self._reflection(place, id, request) for id in ids)

    def authors(self, reflections: Iterable[UUID]) -> set[UUID]:
        """Whose words these are."""
        return {self.desk.load(Reflection, id).author for id in reflections}

    def party(
        self, sealer: Sealer, place: KnownPlace, given: PartyGiven, request: Request
    ) -> Party:
        """Somebody who took part.

        Only who looks after people is told who is known here: for others a name stays a word.
        """
        person = self._person(place, given.person, request)
        who = None if person is not None else given.who or given.person
        perspective = given.perspective or (person and self._perspective_of(person)) or None
        role = None if who is None else self._stands_for(place, who)
        return Party(
            person=person, who=sealer.seal_if("who", who), role=role, perspective=perspective
        )

    def party_if(
        self, sealer: Sealer, place: KnownPlace, given: PartyGiven | None, request: Request
    ) -> Party | None:
        """The same, where somebody was named."""
        return None if given is None else self.party(sealer, place, given, request)

    def parties(
        self, sealer: Sealer, place: KnownPlace, given: Iterable[PartyGiven], request: Request
    ) -> tuple[Party, ...]:
        """All who took part."""
        return tuple(self.party(sealer, place, one, request) for one in given)

    def actor_as_party(self, request: Request) -> Party | None:
        """Whoever acts, where they are a person and not only the machine's operator."""
        actor = request.actor
        if actor.role == ActorRole.OPERATOR:
            return None
        return Party(person=actor.person_id, perspective=self._perspective_of(actor.person_id))

    def check_codes(
        self, place: KnownPlace, request: Request, behaviours: list[Code], blocks: list[Code]
    ) -> None:
        """Refuse unknown codes, and framework codes from people who do not see them (I13)."""
        if not behaviours and not blocks:
            return
        require_framework_words(self.desk, place, request)
        frameworks = self.desk.frameworks(place.programme_id)
        for code in behaviours:
            frameworks.behaviours.item(code)
        for code in blocks:
            frameworks.building_blocks.item(code)

    def _already_there(self, id: UUID, command: Command, request: Request, says: Says) -> Receipt:
        events = [one for one in self.desk.log.events.get(id, lte=2) if isinstance(one, Event)]
        sealer = self.desk.keys.sealers([id]).get(id)
        is_same = any(
            request.command_id in (one.envelope.correlation_id, one.envelope.causation_id)
            for one in events
        )
        if sealer is not None and not is_same and not _say(events, sealer, command, says):
            raise AlreadyRecordedDifferently
        return Receipt(id=id, position=self.desk.log.position_of(id), already_there=True)

    def _stands_for(self, place: KnownPlace, who: str) -> UUID:
        """The same for the same words, whatever their case; nobody can guess the words back."""
        words = " ".join(who.split()).casefold()
        return natural_id("role", self.desk.keys.keyed(f"role:{place.id}:{words}"))

    def _named(self, kind: type[Aggregate], place: KnownPlace, name: object) -> UUID:
        return natural_id(_topic(kind), place.id, name)

    def _cite(self, place: KnownPlace, reference: str, request: Request) -> UUID:
        insight = self._named(Insight, place, reference)
        id = insight if self.desk.exists(insight) else self.desk.reflection(place, reference)
        try:
            found = self.desk.load(Insight, id)
        except NotFound:
            return self._reflection(place, id, request, reference).id
        if found.place_id != place.id:
            raise NotFound(f"There is no insight called {reference!r} here.")
        return id

    def _reflection(
        self, place: KnownPlace, id: UUID, request: Request, name: object = None
    ) -> Reflection:
        otherwise = f"There is no reflection {str(name or id)!r} here."
        found = self.desk.load(Reflection, id, otherwise)
        is_author = found.author == request.actor.person_id
        may_cite = may(
            request.actor, Action.READ_WORDS, place.id, scope=found.scope, is_author=is_author
        ) or may(request.actor, Action.RECORD_FOR_OTHERS, place.id)
        if found.place_id != place.id or not may_cite:
            raise NotFound(otherwise)
        if found.state in (State.WITHDRAWN, State.ERASED):
            raise Gone("A reflection that is cited here was taken back. Leave it out.")
        if found.state == State.HELD:
            raise Held
        return found

    def _person(self, place: KnownPlace, name: str | None, request: Request) -> UUID | None:
        if name is None:
            return None
        if may(request.actor, Action.RECORD_FOR_OTHERS, place.id):
            return self.desk.person(place, name)
        by_id = as_uuid(name)
        if by_id is not None and self._is_of(place, by_id):  # Nobody guesses an id.
            return by_id
        named = self.desk.keys.find_person(*outside_name(place, name))
        mine = request.actor.person_id
        return mine if named == mine else None

    def _is_of(self, place: KnownPlace, person: UUID) -> bool:
        try:
            return place.id in self.desk.load(Person, person).places
        except NotFound:
            return False

    def _perspective_of(self, person: UUID) -> Perspective | None:
        try:
            return self.desk.load(Person, person).perspective
        except NotFound:
            return None


def options(sealer: Sealer, given: Iterable[OptionGiven]) -> tuple[Option, ...]:
    """What could have been chosen or believed, sealed."""
    return tuple(
        Option(
            text=sealer.seal("text", one.text),
            keeps=one.keeps,
            speaks_for=sealer.seal_if("speaks_for", one.speaks_for),
            speaks_against=sealer.seal_if("speaks_against", one.speaks_against),
        )
        for one in given
    )


def many(sealer: Sealer, field: str, texts: Iterable[str]) -> tuple[Any, ...]:
    """Several sealed words of one field."""
    return tuple(sealer.seal(field, text) for text in texts)


def _topic(kind: type[Aggregate]) -> str:
    return str(vars(kind)["TOPIC"])


def not_before(said: Said, command: Command, *things: Aggregate) -> Said:
    """Where only the day is known, it happened after all that is known of that day.

    A past day counts as its noon; but somebody who decides on words that were agreed at four
    decided after four.
    """
    happened = said.envelope.occurred_at
    if command.occurred_at is not None or command.occurred_on is None:
        return said
    known = [thing.newest for thing in things if thing.newest is not None]
    later = max((one for one in known if one.date() == happened.date()), default=happened)
    if later <= happened:
        return said
    moved = said.envelope.model_copy(update={"occurred_at": later})
    return said.model_copy(update={"envelope": moved})


def _say(events: Iterable[Event], sealer: Sealer, command: Command, says: Says) -> bool:
    """True where these facts say, field by field, what the command says."""
    by_kind = {type(event): event for event in events}
    for kind, fields in says.items():
        event = by_kind.get(kind)
        if event is None:
            return False
        for field in fields:
            value = getattr(event, field)
            said = sealer.open(field, value) if isinstance(value, Sealed) else value
            if said != getattr(command, field):
                return False
    return True
