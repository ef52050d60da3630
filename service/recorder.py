"""The log's recorder: appends in one round trip, and callers who come together share a commit."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    Notification,
    StoredEvent,
    Subscription,
)
from psycopg import errors
from psycopg_pool import PoolTimeout

from service.database import Database
from service.domain.errors import Gone, Unavailable
from service.keystore import NewKey

EVENTS_PER_COMMIT = 500
CALLER_WAITS_SECONDS = 2.5
CHANNEL = "doubleloop_events"
"""NOTIFY on this channel says that the log has grown; who listens also polls."""


Seen = tuple[UUID, int]
"""A stream that an append rests on, and its version as it was read."""


class Outdated(IntegrityError):
    """What an append rests on has changed since it was read."""


@dataclass(frozen=True, slots=True)
class _Request:
    events: Sequence[StoredEvent]
    keys: Sequence[NewKey]
    destroy: Sequence[UUID]
    seen: Sequence[Seen]
    answer: Future[list[int]]


class LogRecorder(ApplicationRecorder):
    """Reads and appends the library's own table, through `log.append` (migrations/0001).

    One writer thread per process commits whatever has queued up while the last commit ran: with
    many callers they share the cost of one fsync, with one caller nothing changes. A conflict
    hits only the caller who caused it: then each request of that batch is tried alone. A batch
    whose commit was not acknowledged is tried again too: what had been saved then meets itself
    as an IntegrityError, and the caller compares (rule 5).
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._requests: queue.SimpleQueue[_Request | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self._starting = threading.Lock()

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> list[int]:
        """Append events (and keys), returning their positions in the log, in order."""
        if not stored_events and not kwargs.get("destroy"):
            return []
        answer: Future[list[int]] = Future()
        self._ensure_writer()
        self._requests.put(
            _Request(
                stored_events,
                kwargs.get("keys", ()),
                kwargs.get("destroy", ()),
                kwargs.get("seen", ()),
                answer,
            )
        )
        try:
            return answer.result(timeout=CALLER_WAITS_SECONDS)
        except TimeoutError as error:
            raise Unavailable from error

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> list[StoredEvent]:
        """One stream's events, oldest first unless `desc`."""
        statement = _SELECT_STREAM_DOWN if desc else _SELECT_STREAM
        with self._database.reading() as connection:
            rows = connection.execute(
                statement, (originator_id, gt or 0, lte or 2**62, limit or 2**62), prepare=True
            )
            return [StoredEvent(*row) for row in rows]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> list[Notification]:
        """A section of the log, in its order."""
        after = (start or 0) - (1 if inclusive_of_start and start else 0)
        with self._database.reading() as connection:
            return list(read_log(connection, after, limit, stop, topics))

    def max_notification_id(self) -> int | None:
        """The newest position, or None while the log is empty."""
        with self._database.reading() as connection:
            return head_of(connection) or None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Not offered: the library's subscriptions die with a connection."""
        raise NotImplementedError("Follow the log with service.projections.runner.")

    def _ensure_writer(self) -> None:
        if self._writer is None:
            with self._starting:
                if self._writer is None:
                    self._writer = threading.Thread(
                        target=self._write_forever, name="log-writer", daemon=True
                    )
                    self._writer.start()

    def close(self) -> None:
        """Let the writer finish what was asked of it, and end."""
        with self._starting:
            if self._writer is not None:
                self._requests.put(None)
                self._writer.join()
                self._writer = None

    def _write_forever(self) -> None:
        while batch := self._next_batch():
            try:
                positions = self._append(batch)
            except Exception as error:  # noqa: BLE001 - handed to the callers, who raise it
                if _has_run_out_of_time(error):
                    for request in batch:
                        request.answer.set_exception(Unavailable())
                    continue
                for request in batch:  # Alone, so that a conflict hits only who caused it.
                    self._append_alone(request)
            else:
                _answer(batch, positions)

    def _next_batch(self) -> list[_Request]:
        """What has queued up, at least one request; nothing once the recorder is closed."""
        first = self._requests.get()
        if first is None:
            return []
        batch, count = [first], len(first.events)
        while count < EVENTS_PER_COMMIT:
            try:
                request = self._requests.get_nowait()
            except queue.Empty:
                break
            if request is None:
                self._requests.put(None)
                break
            batch.append(request)
            count += len(request.events)
        return batch

    def _append_alone(self, request: _Request) -> None:
        try:
            request.answer.set_result(self._append([request]))
        except Exception as error:  # noqa: BLE001 - handed to the caller, who raises it
            request.answer.set_exception(_plainly(error))

    def _append(self, batch: list[_Request]) -> list[int]:
        events = [event for request in batch for event in request.events]
        keys = [key for request in batch for key in request.keys]
        arguments = (
            [event.originator_id for event in events],
            [event.originator_version for event in events],
            [event.topic for event in events],
            [event.state for event in events],
            [key.id for key in keys],
            [key.parent for key in keys],
            [key.box for key in keys],
            [id for request in batch for id in request.destroy],
            [id for request in batch for id, _ in request.seen],
            [version for request in batch for _, version in request.seen],
        )
        with self._database.writing() as connection:
            try:
                row = connection.execute(_APPEND, arguments, prepare=True).fetchone()
            except errors.UniqueViolation as error:
                raise IntegrityError(error.diag.constraint_name) from error
        assert row is not None
        return list(row[0] or ())


def read_log(
    connection: psycopg.Connection[Any],
    after: int,
    limit: int,
    stop: int | None = None,
    topics: Sequence[str] = (),
) -> Iterator[Notification]:
    """Up to `limit` events after a position, in the order of the log."""
    rows = connection.execute(
        _SELECT_LOG, (after, stop or 2**62, not topics, list(topics), limit), prepare=True
    )
    for originator_id, version, topic, state, position in rows:
        yield Notification(originator_id, version, topic, state, position)


def read_streams(
    connection: psycopg.Connection[Any],
    ids: Sequence[UUID],
    topics: Sequence[str],
    stop: int | None = None,
) -> Iterator[Notification]:
    """The events of some kinds in these streams, up to a position, in the order of the log."""
    rows = connection.execute(_SELECT_STREAMS, (list(set(ids)), list(topics)), prepare=True)
    for row in sorted(rows, key=lambda row: int(row[4])):
        originator_id, version, topic, state, position = row
        if stop is None or position <= stop:
            yield Notification(originator_id, version, topic, state, position)


def head_of(connection: psycopg.Connection[Any]) -> int:
    """The newest position of the log; 0 while it is empty."""
    row = connection.execute(_HEAD, prepare=True).fetchone()
    return 0 if row is None or row[0] is None else int(row[0])


def _answer(batch: list[_Request], positions: list[int]) -> None:
    start = 0
    for request in batch:
        end = start + len(request.events)
        request.answer.set_result(positions[start:end])
        start = end


def _has_run_out_of_time(error: Exception) -> bool:
    """True where trying again would only take longer than a caller may wait (rule 12)."""
    late = (errors.LockNotAvailable, errors.QueryCanceled, PoolTimeout)
    return isinstance(error, Unavailable) and isinstance(error.__cause__, late)


def _plainly(error: Exception) -> Exception:
    if isinstance(error, psycopg.Error) and error.sqlstate == "DL002":
        return Outdated()
    if isinstance(error, psycopg.Error):
        return Gone() if error.sqlstate == "DL001" else Unavailable()
    return error


_APPEND = (
    "SELECT log.append(%b::uuid[], %b::bigint[], %b::text[], %b::bytea[], "
    "%b::uuid[], %b::uuid[], %b::bytea[], %b::uuid[], %b::uuid[], %b::bigint[])"
)

_HEAD = "SELECT max(notification_id) FROM log.doubleloop_events"

_COLUMNS = "originator_id, originator_version, topic, state"

_SELECT_STREAM = f"""
SELECT {_COLUMNS} FROM log.doubleloop_events
WHERE originator_id = %s AND originator_version > %s AND originator_version <= %s
ORDER BY originator_version LIMIT %s
"""  # noqa: S608 - the columns are ours

_SELECT_STREAM_DOWN = _SELECT_STREAM.replace(
    "ORDER BY originator_version", "ORDER BY originator_version DESC"
)

_SELECT_STREAMS = f"""
SELECT {_COLUMNS}, notification_id FROM log.doubleloop_events
WHERE originator_id = ANY (%s) AND topic = ANY (%s)
"""  # noqa: S608 - the columns are ours
# No word of positions: a planner that knows little of the log would walk along them.

_SELECT_LOG = f"""
SELECT {_COLUMNS}, notification_id FROM log.doubleloop_events
WHERE notification_id > %s AND notification_id <= %s AND (%s OR topic = ANY (%s))
ORDER BY notification_id LIMIT %s
"""  # noqa: S608 - the columns are ours
