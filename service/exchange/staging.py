"""Staging: run commands for real against the log, keep what they would write, then write it all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    Notification,
    StoredEvent,
    Subscription,
)
from psycopg import Connection

from service.application.beliefs import Beliefs
from service.application.capture import Capture
from service.application.changes import Changes
from service.application.decisions import Decisions
from service.application.desk import Desk
from service.application.people import People
from service.application.places import Places
from service.application.sense import Sense
from service.application.tagging import Tagging
from service.application.trials import Trials
from service.bootstrap import System
from service.eventstore import EventLog, Outdated
from service.keystore import KeyStore, NewKey
from service.sealing import Sealer

EVENTS_PER_COMMIT = 500

Report = Callable[[int, int], None]
"""Called with how much is done and how much there is."""


class Staging:
    """The application's own commands over a log that only pretends to append.

    So a file is checked by exactly what will record it. Nothing is written before `commit`; then
    it goes in, in order, some hundred events at a time, each with the keys it needs.
    """

    def __init__(self, system: System) -> None:
        self._system = system
        self.keys = _StagedKeys(system)
        self._log = _StagedLog(system, self.keys)
        desk = Desk(self._log, self.keys)
        self.desk, self.people = desk, People(desk)
        self.capture, self.tagging = Capture(desk, self.people), Tagging(desk)
        self.places, self.trials = Places(desk, system.settings.programme), Trials(desk)
        self.sense, self.beliefs = Sense(desk), Beliefs(desk)
        self.decisions, self.changes = Decisions(desk), Changes(desk)

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Let what is staged inside be unsaid again where it ends in a refusal."""
        steps, people = len(self._log.staged.steps), self.keys.mark()
        try:
            yield
        except Exception:
            self._log.staged.go_back(steps)
            self.keys.go_back(people)
            self.desk.forget_places()
            self.people.forget()
            raise

    def commit(self, report: Report) -> None:
        """Write what was staged. Raises IntegrityError where somebody else came in between."""
        self.keys.write_identities()
        steps = self._log.staged.steps
        done, total = 0, sum(len(step.events) for step in steps)
        for several in _in_commits(steps):
            events = [event for step in several for event in step.events]
            keys = [key for step in several for key in step.keys]
            self._system.log.recorder.insert_events(events, keys=keys)
            done += len(events)
            report(done, total)


@dataclass(frozen=True, slots=True)
class _Step:
    events: Sequence[StoredEvent]
    keys: Sequence[NewKey]


class _StagedRecorder(ApplicationRecorder):
    """Reads the real log, remembers what it read, and appends in memory."""

    def __init__(self, real: ApplicationRecorder, keys: _StagedKeys) -> None:
        self._real, self._keys = real, keys
        self._streams: dict[UUID, list[StoredEvent]] = {}
        self._positions: dict[UUID, list[int]] = {}
        self.steps: list[_Step] = []
        self._position = real.max_notification_id() or 0

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> list[int]:
        for id, version in kwargs.get("seen", ()):
            if len(self._stream(id)) != version:
                raise Outdated
        for event in stored_events:
            stream = self._stream(event.originator_id)
            if event.originator_version <= len(stream):
                raise IntegrityError
        for position, event in enumerate(stored_events, self._position + 1):
            self._stream(event.originator_id).append(event)
            self._positions.setdefault(_id_of(event), []).append(position)
        keys = list(kwargs.get("keys", ()))
        self._keys.stage(keys)
        self.steps.append(_Step(list(stored_events), keys))
        start = self._position
        self._position += len(stored_events)
        return list(range(start + 1, self._position + 1))

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> list[StoredEvent]:
        events = self._stream(originator_id)[gt or 0 : lte]
        ordered = events[::-1] if desc else events
        return ordered[:limit]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        raise NotImplementedError("A staged log is not followed.")

    def max_notification_id(self) -> int | None:
        return self._position

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        raise NotImplementedError("A staged log is not followed.")

    def go_back(self, steps: int) -> None:
        """Unsay all but the first so many steps."""
        for step in reversed(self.steps[steps:]):
            for event in reversed(step.events):
                self._streams[_id_of(event)].pop()
                self._positions[_id_of(event)].pop()
        del self.steps[steps:]

    def positions_of(self, id: UUID, written: list[int]) -> list[int]:
        """Where a stream's events stand: as written, and behind them what is only staged."""
        staged = self._positions.get(id, [])
        return [*written[: len(self._stream(id)) - len(staged)], *staged]

    def _stream(self, id: UUID | str) -> list[StoredEvent]:
        assert isinstance(id, UUID)
        if id not in self._streams:
            self._streams[id] = list(self._real.select_events(id))
        return self._streams[id]


class _StagedLog(EventLog):
    def __init__(self, system: System, keys: _StagedKeys) -> None:
        self.staged = _StagedRecorder(system.log.recorder, keys)
        super().__init__(system.database)

    def construct_recorder(self) -> ApplicationRecorder:
        return self.staged

    def position_of(self, id: UUID) -> int:
        """Nothing that is only staged has a position yet."""
        del id
        return 0

    def positions_of(self, id: UUID) -> list[int]:
        """Where in the log each event of a stream will stand at the earliest."""
        return self.staged.positions_of(id, super().positions_of(id))


class _StagedKeys(KeyStore):
    """The real keys, and those that are only staged; people met for the first time, likewise."""

    def __init__(self, system: System) -> None:
        super().__init__(system.database, system.keys.master)
        self._real = system.keys
        self._staged: dict[UUID, Sealer] = {}
        self._people: dict[tuple[str, str], UUID] = {}
        self._new_people: dict[tuple[str, str], UUID] = {}

    def stage(self, keys: Iterable[NewKey]) -> None:
        """Let these keys be found from now on."""
        for key in keys:
            self._staged[key.id] = key.sealer

    def mark(self) -> int:
        """How many people have been met for the first time."""
        return len(self._new_people)

    def go_back(self, people: int) -> None:
        """Forget all but the first so many of them."""
        for name in list(self._new_people)[people:]:
            del self._new_people[name], self._people[name]

    def sealers(
        self, ids: Iterable[UUID], connection: Connection[Any] | None = None
    ) -> dict[UUID, Sealer]:
        wanted = set(ids)
        staged = {id: self._staged[id] for id in wanted & self._staged.keys()}
        others = wanted - staged.keys()
        found = super().sealers(others, connection) if others else {}
        return {**staged, **found}

    def find_person(self, provider: str, outside_id: str) -> UUID | None:
        known = self._people.get((provider, outside_id))
        if known is None:
            known = super().find_person(provider, outside_id)
            if known is not None:
                self._people[provider, outside_id] = known
        return known

    def people_for(self, provider: str, outside_ids: Iterable[str]) -> dict[str, UUID]:
        met: dict[str, UUID] = {}
        for outside_id in outside_ids:
            known = self.find_person(provider, outside_id)
            if known is None:
                known = uuid4()
                self._new_people[provider, outside_id] = known
                self._people[provider, outside_id] = known
            met[outside_id] = known
        return met

    def link_identity(self, person: UUID, provider: str, outside_id: str) -> None:
        if self.find_person(provider, outside_id) is None:
            self._new_people[provider, outside_id] = person
            self._people[provider, outside_id] = person

    def write_identities(self) -> None:
        """Put the people met for the first time into the vault."""
        for (provider, outside_id), person in self._new_people.items():
            self._real.link_identity(person, provider, outside_id)
            if self._real.find_person(provider, outside_id) != person:
                raise IntegrityError("somebody else met the same person just now")


def _id_of(event: StoredEvent) -> UUID:
    assert isinstance(event.originator_id, UUID)
    return event.originator_id


def _in_commits(steps: list[_Step]) -> Iterator[list[_Step]]:
    several: list[_Step] = []
    count = 0
    for step in steps:
        several.append(step)
        count += len(step.events)
        if count >= EVENTS_PER_COMMIT:
            yield several
            several, count = [], 0
    if several:
        yield several
