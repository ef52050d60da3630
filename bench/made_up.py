"""Made-up history: places, people, reflections and trials, made by the real domain code."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from eventsourcing.persistence import StoredEvent

from bench.support import SEED
from service.application.commands import JoinPlace
from service.application.desk import Request
from service.bootstrap import LEARNING_PARTNER_HERE, System
from service.domain.base import Aggregate, Envelope, Said, natural_id
from service.domain.frameworks import default_frameworks
from service.domain.person import Person
from service.domain.prototype import Prototype
from service.domain.reflection import Reflection
from service.domain.vocabulary import (
    SYSTEM_PERSPECTIVES,
    ActorRole,
    Channel,
    Scope,
    SpeakingAs,
    Stance,
    TagMethod,
)
from service.keystore import NewKey

BEGAN = datetime(2025, 1, 6, 9, tzinfo=ZoneInfo("Europe/London"))
MONTHS_18 = timedelta(days=540)
EVENTS_PER_APPEND = 500
REFLECTIONS_PER_PERSON = 20
REFLECTIONS_PER_TRIAL = 200

WORDS = [
    *("panel", "carers", "met", "again", "housing", "officer", "asked", "what", "would", "help"),
    *("and", "nobody", "left", "the", "room", "before", "we", "agreed", "to", "try", "a", "shared"),
    *("form", "residents", "said", "they", "had", "been", "heard", "for", "once", "budget", "sits"),
    *("elsewhere", "so", "team", "waits", "signature", "trust", "grows", "when", "people", "turn"),
    *(
        "up",
        "twice",
        "school",
        "nurse",
        "brought",
        "parents",
        "who",
        "told",
        "us",
        "letter",
        "home",
    ),
]


@dataclass(frozen=True)
class Somebody:
    """A person of a place."""

    id: UUID
    place_id: UUID


class Town:
    """Makes events of many places; the same seed makes the same history (ids of keys apart)."""

    def __init__(self, system: System, places: int, span: int) -> None:
        """`span` is the number of reflections over which eighteen months pass."""
        self._system, self._span = system, span
        self._random = random.Random(SEED)
        self._made = 0
        self._codes = default_frameworks().behaviours.codes
        self._blocks = default_frameworks().building_blocks.codes
        self._reference = default_frameworks().behaviours.reference
        now = BEGAN - timedelta(days=1)
        request = Request(LEARNING_PARTNER_HERE, Channel.CLI, now)
        self.places = [
            system.places.join_place(JoinPlace(place=f"Place {n}"), request).id
            for n in range(places)
        ]
        self._people: dict[UUID, list[Somebody]] = {place: [] for place in self.places}
        self._newest: list[UUID] = []
        self._events: list[StoredEvent] = []
        self._keys: list[NewKey] = []

    def append(self, *, events: int | None = None, reflections: int | None = None) -> int:
        """Append batches of made-up history until there is enough; how many events it came to."""
        appended, first = 0, self._made
        while (events is None or appended + len(self._events) < events) and (
            reflections is None or self._made - first < reflections
        ):
            self._one_more()
            if len(self._events) >= EVENTS_PER_APPEND:
                appended += self._flush()
        return appended + self._flush()

    def welcome(self, place_id: UUID) -> Somebody:
        """Somebody joins a place."""
        person_id = natural_id("bench-person", place_id, len(self._people[place_id]))
        key = self._system.keys.new_root(person_id)
        person = Person.welcome(
            person_id,
            self.said(LEARNING_PARTNER_HERE.person_id, ActorRole.LEARNING_PARTNER),
            place_id=place_id,
            perspective=self._random.choice(SYSTEM_PERSPECTIVES),
            name=key.sealer.seal("name", f"Somebody {person_id.hex[:6]}"),
        )
        self.take(person, key)
        self._system.keys.remember([key])
        somebody = Somebody(person_id, place_id)
        self._people[place_id].append(somebody)
        return somebody

    def settle(self) -> None:
        """Append what is not yet appended."""
        self._flush()

    def words(self, low: int, high: int) -> str:
        """So many made-up words."""
        return " ".join(self._random.choices(WORDS, k=self._random.randint(low, high)))

    def _one_more(self) -> None:
        place_id = self.places[self._made % len(self.places)]
        people = self._people[place_id]
        if len(people) * REFLECTIONS_PER_PERSON <= self._made // len(self.places):
            author = self.welcome(place_id)
        else:
            author = self._random.choice(people)
        if self._made % REFLECTIONS_PER_TRIAL == REFLECTIONS_PER_TRIAL - 1:
            self._start_trial(place_id)
        self._reflect(author)
        self._made += 1

    def _reflect(self, author: Somebody) -> None:
        chance = self._random.random
        id = natural_id("bench-reflection", author.place_id, self._made)
        self._newest.append(id)
        key = self._system.keys.new_child(id, author.id)
        seal, said = key.sealer.seal, self.said(author.id)
        relaying = chance() < 0.1
        reflection = Reflection.leave(
            id,
            said,
            place_id=author.place_id,
            author=author.id,
            noticed=seal("noticed", self.words(25, 70)),
            meaning=seal("meaning", self.words(10, 30)) if chance() < 0.5 else None,
            external_id=seal("external_id", f"row-{self._made}"),
            perspective=self._random.choice(SYSTEM_PERSPECTIVES),
            speaking_as=SpeakingAs.RELAYING if relaying else SpeakingAs.SELF,
            relayed_perspective=SYSTEM_PERSPECTIVES[2] if relaying else None,
            scope=self._random.choice((Scope.AUTHOR_AND_LP, Scope.PLACE_TEAM, Scope.PROGRAMME)),
        )
        for code in self._random.sample(self._codes, k=self._random.choice((0, 1, 1, 1, 2))):
            reflection.tag(
                self.said(author.id),
                tag_id=natural_id("tag", id, code),
                code=code,
                framework=self._reference,
                stance=self._random.choice(list(Stance)),
                method=TagMethod.SELF,
                reason=seal("reason", self.words(5, 15)) if chance() < 0.3 else None,
            )
        if chance() < 0.03:
            noticed = seal("noticed", self.words(25, 70))
            reflection.amend(self.said(author.id), noticed=noticed, meaning=None)
        if chance() < 0.05:
            reflection.change_scope(self.said(author.id), scope=Scope.PUBLIC)
        self.take(reflection, key)

    def _start_trial(self, place_id: UUID) -> None:
        id = natural_id("bench-trial", place_id, self._made)
        key = self._system.keys.new_child(id, place_id)
        seal, partner = key.sealer.seal, LEARNING_PARTNER_HERE.person_id
        trial = Prototype.start(
            id,
            self.said(partner),
            place_id=place_id,
            name=seal("name", self.words(2, 4)),
            purpose=None,
            expected=seal("expected", self.words(10, 20)),
            building_blocks=(self._random.choice(self._blocks),),
        )
        trial.hold_plan_do_review(
            self.said(partner),
            planned=seal("planned", self.words(8, 15)),
            done=seal("done", self.words(8, 15)),
            learned=seal("learned", self.words(8, 15)),
            next_step=None,
        )
        self.take(trial, key)

    def last_reflections(self, count: int) -> list[UUID]:
        """The newest reflections of the first place."""
        return self._newest[-count:]

    def said(
        self, actor: UUID = LEARNING_PARTNER_HERE.person_id, role: ActorRole = ActorRole.PARTNER
    ) -> Said:
        """What a command hands to an aggregate, a little after the last one."""
        written = BEGAN + MONTHS_18 * (self._made / self._span)
        happened = written - timedelta(hours=self._random.randint(0, 200))
        command = UUID(int=self._random.getrandbits(128), version=4)
        return Said(
            envelope=Envelope(
                actor=actor,
                actor_role=role,
                channel=Channel.SLACK,
                occurred_at=happened,
                correlation_id=command,
                causation_id=command,
            ),
            recorded_at=written.astimezone(UTC),
        )

    def take(self, aggregate: Aggregate, key: NewKey) -> None:
        """Append it with the next batch."""
        mapper = self._system.log.mapper
        self._events += [mapper.to_stored_event(event) for event in aggregate.collect_events()]
        self._keys.append(key)

    def _flush(self) -> int:
        count = len(self._events)
        self._system.log.recorder.insert_events(self._events, keys=self._keys)
        self._events, self._keys = [], []
        return count


def states_of(system: System, topic: str, limit: int) -> list[bytes]:
    """The bytes of the first events of a topic, as they stand in the log."""
    found = system.log.recorder.select_notifications(1, limit, topics=[topic])
    return [notification.state for notification in found]
