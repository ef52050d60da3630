"""A poison event is put aside with what follows it in its stream, and everything else goes on."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import UUID

import pytest
from eventsourcing.utils import get_topic

from service.domain.base import Event
from service.domain.reflection import Reflection
from service.domain.vocabulary import Scope
from service.projections import rebuild, runner
from service.projections.batch import Batch
from tests.support.following import an_event, append_raw, folded, live, poison
from tests.support.town import Town


def parked(place: Town) -> list[tuple[object, ...]]:
    """What was put aside."""
    with place.system.database.reading() as connection:
        return connection.execute(
            "SELECT stream, topic, error FROM parked ORDER BY position"
        ).fetchall()


def progress(place: Town) -> runner.Progress:
    """How far the read models are."""
    with place.system.database.reading() as connection:
        return runner.progress_of(connection)


def widened(place: Town, id: UUID, version: int) -> None:
    """A good event after a bad one."""
    event = an_event(Reflection.ScopeChanged, id, version, scope=Scope.PUBLIC)
    append_raw(place.system, place.system.log.mapper.to_stored_event(event))


def test_a_poison_event_is_parked_with_what_follows_in_its_stream(
    place: Town, person: UUID
) -> None:
    bad, good = place.record("Bad."), place.record("Good.")
    append_raw(place.system, poison(bad, 2))
    widened(place, bad, 3)
    widened(place, good, 2)
    last = place.record("Later.")
    scopes = {entry.id: entry.scope for entry in place.entries()}
    assert scopes == {bad: Scope.PLACE_TEAM, good: Scope.PUBLIC, last: Scope.PLACE_TEAM}
    assert parked(place) == [
        (bad, "reflection.tagged", "ValueError"),
        (bad, "reflection.scope-changed", "an earlier event of this stream is parked"),
    ]
    head = place.system.log.head
    assert progress(place) == runner.Progress(position=head, applied=head - 2, parked=2)


def test_events_of_a_parked_stream_wait_in_later_batches_as_well(place: Town, person: UUID) -> None:
    bad = place.record("Bad.")
    append_raw(place.system, poison(bad, 2))
    place.system.runner.catch_up()
    widened(place, bad, 3)
    assert [entry.scope for entry in place.entries()] == [Scope.PLACE_TEAM]
    assert len(parked(place)) == 2


def test_nobodys_words_stand_in_why_an_event_was_parked(place: Town, person: UUID) -> None:
    append_raw(place.system, poison(place.record(), 2))
    place.system.runner.catch_up()
    assert "somebody" not in str(parked(place))


def test_a_topic_that_nobody_knows_is_parked(place: Town, person: UUID) -> None:
    stored = poison(place.record(), 2)
    unknown = type(stored)(stored.originator_id, 2, "reflection.sung", b"{}")
    append_raw(place.system, unknown)
    assert place.texts() == ["The panel met again."]
    assert [row[1] for row in parked(place)] == ["reflection.sung"]


@pytest.mark.parametrize("size", [1, 2, 3, 500])
def test_what_is_parked_does_not_depend_on_the_size_of_batches(
    place: Town, person: UUID, size: int
) -> None:
    bad, good = place.record("Bad."), place.record("Good.")
    append_raw(place.system, poison(bad, 2))
    widened(place, good, 2)
    widened(place, bad, 3)
    place.system.runner.catch_up()
    expected = live(place.system)
    parked_then = expected.pop("parked")
    found = folded(place.system, size)
    assert len(found.pop("parked")) == len(parked_then) == 2
    assert found == expected


def failing_on(topic: str) -> SimpleNamespace:
    """A read model whose code is wrong for one kind of event."""

    def fold(event: Event, position: int, batch: Batch) -> None:
        if get_topic(type(event)) == topic:
            raise ZeroDivisionError

    return SimpleNamespace(VERSION=1, TABLE="", fold=fold)


def test_once_the_code_is_mended_a_rebuild_takes_parked_events_in(
    place: Town, person: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = place.record("Read by nobody yet.")
    place.tag(bad, "POW-1")
    widened(place, bad, 3)
    broken = (*runner.READ_MODELS, failing_on("reflection.tagged"))
    with monkeypatch.context() as patch:
        patch.setattr(runner, "READ_MODELS", broken)
        (entry,) = place.entries()
    assert (entry.behaviours, entry.scope) == ([], Scope.PLACE_TEAM)
    assert [row[2] for row in parked(place)] == [
        "ZeroDivisionError",
        "an earlier event of this stream is parked",
    ]
    assert rebuild.rebuild(place.system.database, place.system.log) == place.system.log.head
    (entry,) = place.entries()
    assert (entry.behaviours, entry.scope) == (["POW-1"], Scope.PUBLIC)
    assert parked(place) == []


def test_half_of_what_a_poison_event_did_is_not_kept(
    place: Town, person: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.record("Good.")
    place.system.runner.catch_up()
    before = live(place.system)["entries"]
    place.record("Bad.")
    broken = (*runner.READ_MODELS, failing_on("reflection.recorded"))
    monkeypatch.setattr(runner, "READ_MODELS", broken)
    place.system.runner.catch_up()
    assert live(place.system)["entries"] == before
    assert [row[1] for row in parked(place)] == ["reflection.recorded"]
