"""The recorder: callers share commits, a conflict hits only its own, and no answer comes late."""

from __future__ import annotations

import queue
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier, Semaphore
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent
from psycopg import conninfo, sql

from service.bootstrap import System
from service.domain.errors import Gone, Unavailable
from service.recorder import LogRecorder
from tests.support.postgres import Postgres
from tests.support.tables import count

ANSWER_WITHIN = 3.0
"""Slack waits no longer."""


def events(*ids: UUID, version: int = 1) -> list[StoredEvent]:
    """One event for each of these streams."""
    return [StoredEvent(id, version, "test.happened", b"{}") for id in ids]


class Counted(queue.SimpleQueue[Any]):
    """A queue that tells when something has been put into it."""

    def __init__(self) -> None:
        self.put_so_far = Semaphore(0)

    def put(self, item: Any, *more: Any) -> None:
        """Put, and tell."""
        super().put(item, *more)
        self.put_so_far.release()


def appended_together(
    recorder: LogRecorder, requests: Sequence[Sequence[StoredEvent]], patch: pytest.MonkeyPatch
) -> tuple[list[Future[list[int]]], list[int]]:
    """Let these requests queue up before the writer starts; their answers, and sizes of commits."""
    queued, start, append = Counted(), recorder._ensure_writer, recorder._append
    sizes: list[int] = []

    def counting(batch: list[Any]) -> list[int]:
        sizes.append(len(batch))
        return append(batch)

    patch.setattr(recorder, "_requests", queued)
    patch.setattr(recorder, "_ensure_writer", lambda: None)
    patch.setattr(recorder, "_append", counting)
    with ThreadPoolExecutor(len(requests)) as threads:
        answers = []
        for request in requests:
            answers.append(threads.submit(recorder.insert_events, request))
            assert queued.put_so_far.acquire(timeout=10)
        start()
    return answers, sizes


def test_callers_who_come_together_share_one_commit(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [uuid4() for _ in range(4)]
    recorder = LogRecorder(system.database)
    answers, sizes = appended_together(recorder, [events(id) for id in ids], monkeypatch)
    assert sizes == [4]
    first = answers[0].result()[0]
    assert [answer.result() for answer in answers] == [[first + n] for n in range(4)]


def test_a_conflict_inside_a_group_commit_hits_only_its_caller(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, one, two = uuid4(), uuid4(), uuid4()
    LogRecorder(system.database).insert_events(events(taken))
    recorder = LogRecorder(system.database)
    answers, sizes = appended_together(
        recorder, [events(one), events(uuid4(), taken), events(two)], monkeypatch
    )
    assert sizes == [3, 1, 1, 1]
    assert isinstance(answers[1].exception(), IntegrityError)
    for id, answer in ((one, answers[0]), (two, answers[2])):
        assert len(answer.result()) == 1
        assert len(recorder.select_events(id)) == 1
    assert count(system, "log.doubleloop_events") == 3


def test_a_destroyed_parent_key_hits_only_its_caller(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = LogRecorder(system.database)
    parent = system.keys.new_root(uuid4())
    recorder.insert_events(events(parent.id), keys=[parent])
    system.keys.remember([parent])
    recorder.insert_events(events(parent.id, version=2), destroy=[parent.id])
    child = system.keys.new_child(uuid4(), parent.id)
    with pytest.raises(Gone):
        recorder.insert_events(events(child.id), keys=[child])
    assert recorder.select_events(child.id) == []


def test_sixteen_threads_on_shared_and_own_streams(system: System) -> None:
    shared, threads = [uuid4() for _ in range(50)], 16
    recorder, ready = LogRecorder(system.database), Barrier(16)

    def work(_: int) -> list[tuple[int, UUID]]:
        saved = []
        ready.wait(timeout=30)
        for id in shared:
            own = uuid4()
            saved.append((recorder.insert_events(events(own))[0], own))
            try:
                saved.append((recorder.insert_events(events(id))[0], id))
            except IntegrityError:
                continue
        return saved

    with ThreadPoolExecutor(threads) as pool:
        saved = [one for several in pool.map(work, range(threads)) for one in several]
    with system.database.dedicated() as connection:
        rows = connection.execute(
            "SELECT notification_id, originator_id FROM log.doubleloop_events"
        ).fetchall()
    assert sorted(saved) == sorted(rows)
    assert len(saved) == len(shared) * (threads + 1)


def test_positions_come_in_the_order_in_which_events_were_given(system: System) -> None:
    ids = [uuid4() for _ in range(20)]
    positions = LogRecorder(system.database).insert_events(events(*ids))
    assert positions == sorted(positions)
    noted = system.log.recorder.select_notifications(positions[0], 100)
    assert [(one.id, one.originator_id) for one in noted] == list(zip(positions, ids, strict=True))


def terminate(url: str) -> int:
    """End all connections to a database; how many there were."""
    with psycopg.connect(url, autocommit=True) as connection:
        ended = connection.execute(
            "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchone()
    assert ended is not None
    return int(ended[0])


def test_a_connection_that_was_lost_is_met_again_once(system: System, database_url: str) -> None:
    id, recorder = uuid4(), LogRecorder(system.database)
    recorder.insert_events(events(id))
    assert terminate(database_url) > 0
    assert len(recorder.insert_events(events(id, version=2))) == 1
    assert len(recorder.select_events(id)) == 2


def test_after_a_restart_of_the_database_the_first_append_still_works(
    system: System, database_url: str
) -> None:
    together = Barrier(3)

    def hold(_: int) -> None:
        with system.database.writing() as connection:
            connection.execute("SELECT 1")
            together.wait(timeout=10)

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(hold, range(3)))
    assert terminate(database_url) >= 3
    assert len(LogRecorder(system.database).insert_events(events(uuid4()))) == 1


def test_when_the_database_is_down_the_answer_is_no_within_three_seconds(
    system: System, postgres: Postgres, database_url: str
) -> None:
    system.log.recorder.insert_events(events(uuid4()))
    name = conninfo.conninfo_to_dict(database_url)["dbname"]
    with psycopg.connect(postgres.url_of("postgres"), autocommit=True) as connection:
        connection.execute(
            sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier(str(name)))
        )
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
            (name,),
        )
    start = monotonic()
    with pytest.raises(Unavailable):
        system.log.recorder.insert_events(events(uuid4()))
    assert monotonic() - start < ANSWER_WITHIN


def test_when_somebody_holds_the_log_the_answer_is_no_within_three_seconds(system: System) -> None:
    with system.database.dedicated() as connection, connection.transaction():
        connection.execute("LOCK TABLE log.doubleloop_events IN EXCLUSIVE MODE")
        start = monotonic()
        with pytest.raises(Unavailable):
            system.log.recorder.insert_events(events(uuid4()))
        assert monotonic() - start < ANSWER_WITHIN
