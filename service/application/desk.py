"""The desk that all commands share: who asks, when it happened, what is known, saving safely."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TypeVar
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from eventsourcing.application import AggregateNotFoundError
from eventsourcing.persistence import IntegrityError

from service.application.commands import Command, Receipt
from service.domain.base import Aggregate, Envelope, Event, Said, natural_id
from service.domain.errors import AlreadyRecordedDifferently, Conflict, NotFound
from service.domain.frameworks import Framework, Frameworks, default_frameworks
from service.domain.person import Person
from service.domain.place import Place
from service.domain.programme import Programme
from service.domain.prototype import Prototype
from service.domain.reflection import Reflection
from service.domain.vocabulary import Channel
from service.eventstore import EventLog, Outdated, Seen
from service.journal import Journal
from service.keystore import KeyStore, NewKey
from service.policy import Actor
from service.sealing import SealedTwice, Sealer

A = TypeVar("A", bound=Aggregate)

TRIES = 30
"""How often a change is looked at anew when others change the same thing at the same moment."""
LATE = "late_because"


@dataclass(frozen=True)
class Request:
    """Who asks, through which channel, at what moment, and the key that makes repeating safe."""

    actor: Actor
    channel: Channel
    now: datetime
    key: str | None = None
    correlation_id: UUID | None = None
    command: UUID | None = None
    """The command's own id, where it is known from before (a line that was exported)."""

    @property
    def command_id(self) -> UUID:
        """The same for every repetition of the same request; without a key, new each time."""
        if self.command is not None:
            return self.command
        if self.key is None:
            return uuid4()
        return natural_id("command", self.actor.person_id, self.key)

    def part(self, name: object) -> Request:
        """The same request, for one of several things that it leads to."""
        key = None if self.key is None else f"{self.key}\x1f{name}"
        whole = self.correlation_id or self.command_id
        command = None if self.command is None else natural_id(self.command, name)
        return replace(self, key=key, correlation_id=whole, command=command)


@dataclass(frozen=True)
class KnownPlace:
    """What never changes about a place."""

    id: UUID
    programme_id: UUID
    zone: ZoneInfo


class Desk:
    """Turns commands into facts: seals words, loads what they are about, saves without doubling."""

    def __init__(self, log: EventLog, keys: KeyStore, journal: Journal | None = None) -> None:
        """`journal` is where erasures are written down; staging, which erases nothing, has none."""
        self.log, self.keys, self._journal = log, keys, journal
        self._places: dict[UUID, KnownPlace] = {}

    def place(self, reference: str | UUID) -> KnownPlace:
        """The place with this name or id; NotFound if nobody has opened it."""
        place_id = as_uuid(reference) or Place.id_for(str(reference))
        known = self._places.get(place_id)
        if known is None:
            place = self.load(Place, place_id, f"There is no place called {reference!r} here.")
            known = KnownPlace(place_id, place.programme_id, ZoneInfo(place.zone))
            self._places[place_id] = known
        return known

    def forget_places(self) -> None:
        """Look places up anew, where some turned out not to be saved."""
        self._places.clear()

    def person(self, place: KnownPlace, reference: str) -> UUID:
        """The person whom people of this place call by this reference; NotFound if we never met."""
        person_id = self.keys.find_person(*outside_name(place, reference))
        if person_id is not None:
            return person_id
        otherwise = f"Nobody called {reference!r} has been welcomed here."
        by_id = as_uuid(reference)
        if by_id is None or place.id not in self.load(Person, by_id, otherwise).places:
            raise NotFound(otherwise)
        return by_id

    def prototype(self, place: KnownPlace, reference: str) -> UUID:
        """The trial of this place with this name, external id or id; NotFound if there is none."""
        prototype_id = self._named(reference, Prototype.id_for(place.id, reference))
        otherwise = f"There is no trial called {reference!r} here."
        if self.load(Prototype, prototype_id, otherwise).place_id != place.id:
            raise NotFound(otherwise)
        return prototype_id

    def reflection(self, place: KnownPlace, reference: str) -> UUID:
        """The id of a place's reflection with this external id or id, whether or not it exists."""
        return self._named(reference, reflection_id_for(place.id, reference))

    def existing_reflection(self, place: KnownPlace, reference: str) -> UUID:
        """The id of a reflection that was left in this place; NotFound if there is none."""
        reflection_id = self.reflection(place, reference)
        otherwise = f"There is no reflection {reference!r} here."
        if self.load(Reflection, reflection_id, otherwise).place_id != place.id:
            raise NotFound(otherwise)
        return reflection_id

    def _named(self, reference: str, by_name: UUID) -> UUID:
        """Names come first, for somebody may have used ids of their own as names."""
        by_id = as_uuid(reference)
        return by_name if by_id is None or self.exists(by_name) else by_id

    def frameworks(self, programme_id: UUID) -> Frameworks:
        """The behaviours and building blocks that a programme uses now."""
        in_use = default_frameworks()
        programme = self.load(Programme, programme_id)
        if programme.frameworks:
            sealer = self.keys.sealer(programme_id)
            for event in self.log.events.get(programme_id):
                if isinstance(event, Programme.FrameworkLoaded):
                    text = sealer.open("document", event.document)
                    loaded = Framework.model_validate_json(text)
                    in_use = in_use.model_copy(update={event.kind: loaded})
        return in_use

    def load(self, kind: type[A], id: UUID, otherwise: str = "") -> A:
        """An aggregate as it stands; NotFound, with `otherwise` as its sentence, if none."""
        try:
            found: Aggregate = self.log.repository.get(id)
        except AggregateNotFoundError:
            raise NotFound(otherwise) from None
        if not isinstance(found, kind):
            raise NotFound(otherwise)
        return found

    def exists(self, id: UUID) -> bool:
        """True where this stream has begun."""
        return bool(self.log.recorder.select_events(id, limit=1))

    def said_plainly(self, request: Request, zone: ZoneInfo) -> Said:
        """The envelope for what happens now and needs no words."""
        return self.said(request, Command(), Sealer(UUID(int=0), bytes(32)), zone)

    def said(
        self, request: Request, command: Command, sealer: Sealer, zone: ZoneInfo | None = None
    ) -> Said:
        """The envelope for what this request leads to."""
        command_id = request.command_id
        return Said(
            envelope=Envelope(
                actor=request.actor.person_id,
                actor_role=request.actor.role,
                channel=request.channel,
                occurred_at=happened_at(command, request.now, zone or ZoneInfo("Europe/London")),
                correlation_id=request.correlation_id or command_id,
                causation_id=command_id,
            ),
            recorded_at=request.now,
            late_because=sealer.seal_if(LATE, command.late_because),
        )

    def begin(
        self,
        aggregate: Aggregate,
        key: NewKey,
        is_same: Callable[[Event, Sealer], bool] = lambda _event, _sealer: True,
        seen: Iterable[Seen] = (),
    ) -> Receipt:
        """Save a new aggregate with its key. A retry finds it there; other words are refused."""
        try:
            position = self.log.append([aggregate], keys=[key], seen=seen)
        except Outdated:
            raise
        except IntegrityError:
            return self.already_there(aggregate.id, is_same)
        self.keys.remember([key])
        return Receipt(id=aggregate.id, position=position or self.log.head)

    def begin_wordless(self, aggregate: Aggregate) -> Receipt:
        """Save a new aggregate that holds no words, so needs no key. A retry finds it there."""
        try:
            position = self.log.append([aggregate])
        except IntegrityError:
            return self.already_there(aggregate.id, lambda _event, _sealer: True)
        return Receipt(id=aggregate.id, position=position or self.log.head)

    def change_wordless(
        self, kind: type[A], id: UUID, do: Callable[[A], None], otherwise: str = ""
    ) -> Receipt:
        """As `change`, for what holds no words."""
        for _ in range(TRIES):
            aggregate = self.load(kind, id, otherwise)
            do(aggregate)
            try:
                position = self.log.append([aggregate])
            except IntegrityError:
                continue
            if position is None:
                return Receipt(id=id, position=self.log.position_of(id), already_there=True)
            return Receipt(id=id, position=position)
        raise Conflict

    def already_there(self, id: UUID, is_same: Callable[[Event, Sealer], bool]) -> Receipt:
        """A receipt for what has been recorded before, if it says the same or was erased since."""
        first = next(iter(self.log.events.get(id, lte=1)), None)
        if first is None:
            raise Conflict
        sealer = self.keys.sealers([id]).get(id)
        if sealer is not None and isinstance(first, Event) and not is_same(first, sealer):
            raise AlreadyRecordedDifferently
        return Receipt(id=id, position=self.log.position_of(id), already_there=True)

    def change(
        self,
        kind: type[A],
        id: UUID,
        do: Callable[[A, Sealer], None],
        *,
        otherwise: str = "",
        remark_by: UUID | None = None,
    ) -> Receipt:
        """Load, let `do` say what is new, save. Meeting somebody else's change, look again.

        What is said `remark_by` somebody beside another's words is sealed under both their keys.
        """
        for _ in range(TRIES):
            aggregate = self.load(kind, id, otherwise)
            sealer, new_key = self.keys.sealer(id), None
            if remark_by is not None:
                own, new_key = self.keys.own_or_new(remark_by)
                sealer = SealedTwice(sealer, own)
            do(aggregate, sealer)
            try:
                position = self.log.append([aggregate], keys=[new_key] if new_key else [])
            except IntegrityError:
                continue
            if position is None:
                return Receipt(id=id, position=self.log.position_of(id), already_there=True)
            return Receipt(id=id, position=position)
        raise Conflict

    def change_and_destroy(
        self, kind: type[A], id: UUID, do: Callable[[A], None], destroy: Iterable[UUID]
    ) -> Receipt:
        """As `change`, without needing the key, and destroying keys in the same transaction.

        It stands in the erasure journal before, so that no backup can bring it back.
        """
        doomed = list(destroy)
        for _ in range(TRIES):
            aggregate = self.load(kind, id)
            do(aggregate)
            for fact in aggregate.pending_events:
                self.write_down(vars(kind)["TOPIC"], id, fact.timestamp)
            try:
                position = self.log.append([aggregate], destroy=doomed)
            except IntegrityError:
                continue
            self.keys.forget(doomed)
            if position is None:
                return Receipt(id=id, position=self.log.position_of(id), already_there=True)
            return Receipt(id=id, position=position)
        raise Conflict

    def write_down(self, kind: str, id: UUID, at: datetime, of: UUID | None = None) -> None:
        """Put it into the erasure journal, before it is done."""
        if self._journal is not None:
            self._journal.note(kind, id, at, of)


def happened_at(command: Command, now: datetime, zone: ZoneInfo) -> datetime:
    """When it happened, in the place's zone: a moment, noon of a day, or now."""
    if command.occurred_at is not None:
        return command.occurred_at.astimezone(zone)
    here = now.astimezone(zone)
    if command.occurred_on is None or command.occurred_on == here.date():
        return here
    return noon(command.occurred_on, zone)


def noon(day: date, zone: ZoneInfo) -> datetime:
    """Midday: the one hour that exists once on every day everywhere."""
    return datetime.combine(day, time(12), zone)


def outside_name(place: KnownPlace, reference: str) -> tuple[str, str]:
    """Under which name the vault keeps what people of a place call somebody."""
    return f"place:{place.id}", reference


def as_uuid(reference: str | UUID) -> UUID | None:
    """The reference as an id, if it is one."""
    if isinstance(reference, UUID):
        return reference
    try:
        return UUID(reference)
    except ValueError:
        return None


def reflection_id_for(place_id: UUID, external_id: object) -> UUID:
    """The id of the reflection that came with this external id."""
    return natural_id("reflection", place_id, external_id)


def either(known: Container[UUID], reference: str, by_name: UUID) -> UUID:
    """Of the ids that a reference may mean, the one that is known; names come first."""
    by_id = as_uuid(reference)
    return by_id if by_id is not None and by_name not in known else by_name
