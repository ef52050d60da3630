"""How events become rows and rows events: pydantic JSON, explicit topics, upcasting (ADR 3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import ApplicationRecorder, IntegrityError, Mapper, StoredEvent
from eventsourcing.utils import get_topic, resolve_topic
from pydantic_core import from_json

from service.database import Database
from service.domain import (
    assumption,
    change,
    decision,
    digest,
    expectation,
    insight,
    mention,
    noticing,
    person,
    place,
    programme,
    prompt,
    prototype,
    quote,
    reflection,
    rhythm,
    round,
    sense_session,
)
from service.domain.base import Aggregate, Event
from service.keystore import NewKey
from service.recorder import LogRecorder, Outdated, Seen, read_streams

AGGREGATES: tuple[type[Aggregate], ...] = (
    programme.Programme,
    place.Place,
    person.Person,
    reflection.Reflection,
    prototype.Prototype,
    sense_session.SenseSession,
    expectation.Expectation,
    insight.Insight,
    assumption.Assumption,
    decision.Decision,
    change.Change,
    noticing.Noticing,
    rhythm.Rhythm,
    round.Round,
    prompt.Prompt,
    quote.Quote,
    mention.Mention,
    digest.Digest,
)
"""Everything that has a life. Importing them is what registers their topics."""


def event_classes() -> dict[str, type[Event]]:
    """Every concrete event by its topic, in the order of the domain."""
    return {
        member.TOPIC: member
        for aggregate in AGGREGATES
        for member in vars(aggregate).values()
        if isinstance(member, type) and issubclass(member, Event) and hasattr(member, "TOPIC")
    }


class PydanticMapper(Mapper[UUID]):
    """Validates on the way out and keeps the library's class versions and upcasters."""

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """One event as a row. Absent values are left out; the row itself names the stream."""
        state = domain_event.model_dump_json(
            by_alias=True, exclude_none=True, exclude={"originator_id", "originator_version"}
        ).encode()
        version = type(domain_event).class_version
        if version > 1:
            state = b'{"class_version":%d,' % version + state[1:]
        return StoredEvent(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=get_topic(type(domain_event)),
            state=state,
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """One row as an event, brought up to today's version on the way."""
        event_class = resolve_topic(stored_event.topic)
        state: dict[str, Any] = from_json(stored_event.state)
        version = state.pop("class_version", 1)
        while version < event_class.class_version:
            getattr(event_class, f"upcast_v{version}_v{version + 1}")(state)
            version += 1
        state["originator_id"] = stored_event.originator_id
        state["originator_version"] = stored_event.originator_version
        return event_class.model_validate(state)


class EventLog(Application[UUID]):
    """The append-only, ordered log: the only meeting place of everything else."""

    name = "doubleloop"

    def __init__(self, database: Database) -> None:
        self._database = database
        super().__init__({"PERSISTENCE_MODULE": "eventsourcing.popo"})

    def construct_mapper(self) -> Mapper[UUID]:
        """Ours, which validates."""
        return PydanticMapper(self.construct_transcoder())

    def construct_recorder(self) -> ApplicationRecorder:
        """Ours, on PostgreSQL; of the library's factory only the event store is used."""
        return LogRecorder(self._database)

    def close(self) -> None:
        """End the writer."""
        recorder = getattr(self, "recorder", None)
        if isinstance(recorder, LogRecorder):
            recorder.close()
        super().close()

    @property
    def head(self) -> int:
        """The position of the newest event; 0 while there is none."""
        return self.recorder.max_notification_id() or 0

    def event_of(self, notification: StoredEvent) -> Event:
        """The event in a row of the log. Raises for an unknown topic or a malformed state."""
        event: Event = self.mapper.to_domain_event(notification)  # type: ignore[assignment]
        return event

    def position_of(self, id: UUID) -> int:
        """The position of a stream's newest event; 0 where it has not begun."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT max(notification_id) FROM log.doubleloop_events WHERE originator_id = %s",
                (id,),
            ).fetchone()
        return 0 if row is None or row[0] is None else int(row[0])

    def positions_of(self, id: UUID) -> list[int]:
        """Where in the log each event of a stream stands, in the order of the stream."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT notification_id FROM log.doubleloop_events WHERE originator_id = %s "
                "ORDER BY originator_version",
                (id,),
            )
            return [int(row[0]) for row in rows]

    def with_fact(self, fact: type[Event], ids: Iterable[UUID]) -> set[UUID]:
        """Those of the streams in which such a fact stands."""
        with self._database.reading() as connection:
            found = read_streams(connection, [*ids], [get_topic(fact)])
            return {UUID(str(one.originator_id)) for one in found}

    def append(
        self,
        aggregates: Iterable[Aggregate],
        *,
        keys: Iterable[NewKey] = (),
        destroy: Iterable[UUID] = (),
        seen: Iterable[Seen] = (),
    ) -> int | None:
        """Save what the aggregates have to say, with new keys and keys to destroy, all or nothing.

        Returns the position of the last event, or None where there was nothing to say.
        Raises Outdated where a stream in `seen` has gone on since, and IntegrityError where
        somebody else was first; see `application/desk.py`.
        """
        # As `save` does, without its copies and protocol checks, which cost as much as the sealing.
        events = [
            self.mapper.to_stored_event(event)
            for aggregate in aggregates
            for event in aggregate.collect_events()
        ]
        told = {"keys": list(keys), "destroy": list(destroy), "seen": list(seen)}
        positions = self.recorder.insert_events(events, **told)
        return positions[-1] if positions else None


__all__ = [
    "AGGREGATES",
    "EventLog",
    "IntegrityError",
    "Outdated",
    "PydanticMapper",
    "Seen",
    "event_classes",
]
