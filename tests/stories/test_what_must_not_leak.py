"""What must not leak, and what must not break, in ways that are easy to overlook."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from service.application.commands import AdoptPhrase, DrawLearning, RecordReflection, RetirePhrase
from service.bootstrap import System, open_system
from service.domain.base import natural_id
from service.domain.errors import Misconfigured, NotAllowed, NotFound
from service.domain.vocabulary import Perspective, Scope, TagMethod
from service.exchange.exporting import export_place
from service.exchange.importing import Importer, ImportResult
from service.projections import entries, rebuild, runner
from service.projections.entries import Filter
from service.recorder import LogRecorder, _Request
from service.verify import verify
from tests.support.asking import BY_LEARNING_PARTNER, BY_OPERATOR, LEARNING_PARTNER, NOW
from tests.support.following import append_raw, poison
from tests.support.postgres import Postgres, settings_for
from tests.support.town import Town


def carried(place: Town, postgres: Postgres, folder: Path) -> tuple[ImportResult, list[Any]]:
    """What becomes of a place that is exported and brought somewhere else: result and phrases."""
    file = folder / "all.jsonl"
    file.write_text("\n".join(export_place(place.system, place.name)))
    with postgres.fresh() as url, open_system(settings_for(url)) as elsewhere:
        result = Importer(elsewhere, lambda: NOW).import_file(file)
        elsewhere.runner.catch_up()
        view = elsewhere.reading.timeline(LEARNING_PARTNER, place.name, Filter())
        return result, [*view.place.phrases, *view.entries]


def test_a_tag_by_its_author_does_not_tell_colleagues_who_that_is(place: Town) -> None:
    jane = place.welcome("jane", name="Jane Doe")
    bob = place.welcome("bob")
    place.bridge("bob")
    one = place.record("My boss hides it.", by="jane")
    place.tag(one, "POW-1", request=place.asks(jane))
    (entry,) = place.entries(place.member(bob))
    assert [(tag.tagger, tag.tagger_name) for tag in entry.tags] == [(None, None)]
    (seen,) = place.entries()
    assert [tag.tagger_name for tag in seen.tags] == ["Jane Doe"]


def test_nobody_can_say_that_an_author_tagged_what_they_tagged_themselves(place: Town) -> None:
    place.welcome("jane")
    bob = place.welcome("bob")
    place.bridge("bob")
    one = place.record("Quiet words.", by="jane")
    place.tag(one, "POW-1", method=TagMethod.SELF, request=place.asks(bob))
    assert place.entries()[0].tags[0].method == TagMethod.PARTNER


def test_erasing_somebody_leaves_nothing_of_them_at_the_door(place: Town, person: UUID) -> None:
    place.system.access.make_token(place.member(person), "Jane Doe", NOW)
    place.system.access.invite(place.member(person), NOW)
    place.system.people.erase_person(person, BY_OPERATOR)
    with place.system.database.reading() as connection:
        for table in ("tokens", "sessions", "invitations"):
            left = connection.execute(f"SELECT count(*) FROM access.{table}".encode())
            assert left.fetchone() == (0,)


def test_nobody_can_be_found_in_the_log_by_guessing(place: Town) -> None:
    known = place.system.desk.place(place.id)
    keyed = place.system.keys.keyed("slack:T1:U1")
    assert keyed != place.system.keys.keyed("slack:t1:u1")
    place.system.people.meet(known, "slack", "T1/U1", BY_OPERATOR)
    guess = natural_id("command", BY_OPERATOR.actor.person_id, "slack:T1:U1")
    with place.system.database.reading() as connection:
        rows = connection.execute("SELECT convert_from(state, 'UTF8') FROM log.doubleloop_events")
        assert all(str(guess) not in state for (state,) in rows)


def test_late_words_filed_with_codes_can_be_verified(place: Town, person: UUID) -> None:
    place.bridge("sam")
    command = RecordReflection(
        place=place.name,
        text="It was in spring.",
        occurred_on=NOW.date().replace(month=3),
        late_because="I was ill.",
        behaviours=["POW-1"],
    )
    place.system.capture.record_reflection(command, place.asks(person))
    assert [check for check in verify(place.system).checks if not check.ok] == []


def test_i13_partners_file_under_no_codes_while_a_place_is_local(place: Town, person: UUID) -> None:
    command = RecordReflection(place=place.name, text="Words.", behaviours=["POW-1"])
    with pytest.raises(NotAllowed):
        place.system.capture.record_reflection(command, place.asks(person))


def test_learning_cites_only_what_was_said_here(place: Town, person: UUID) -> None:
    place.start_trial("One front door")
    command = DrawLearning(building_block="governance", learned="So.", cites=["typo-99"])
    with pytest.raises(NotFound):
        place.system.trials.draw_learning(place.id, "One front door", command, BY_LEARNING_PARTNER)


def test_an_export_after_an_erasure_can_be_brought_back(
    place: Town, postgres: Postgres, tmp_path: Path
) -> None:
    sam, ann = place.welcome("sam"), place.welcome("ann")
    place.bridge("sam")
    place.record("Sam's own words.", by="sam")
    one = place.record("Ann's words.", by="ann")
    place.tag(one, "POW-1", reason="Because.", request=place.asks(sam))
    place.tag(one, "POW-2", request=place.asks(ann))
    place.system.people.erase_person(sam, BY_OPERATOR)
    result, found = carried(place, postgres, tmp_path)
    assert result.refused == []
    (entry,) = found
    assert (entry.text, entry.behaviours) == ("Ann's words.", ["POW-2"])


def test_a_retired_phrase_stays_retired_when_carried_elsewhere(
    place: Town, person: UUID, postgres: Postgres, tmp_path: Path
) -> None:
    adopt = AdoptPhrase(place=place.name, phrase="Old words", codes=["POW-1"])
    place.system.places.adopt_phrase(adopt, BY_LEARNING_PARTNER)
    retire = RetirePhrase(place=place.name, phrase="Old words")
    place.system.places.retire_phrase(retire, BY_LEARNING_PARTNER)
    result, found = carried(place, postgres, tmp_path)
    assert (result.refused, found) == ([], [])


def test_words_are_not_taken_under_a_key_destroyed_in_the_same_commit(
    place: Town, person: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = place.system.log.recorder
    assert isinstance(recorder, LogRecorder)
    asked: list[_Request] = []

    def hold_back(events: Sequence[Any], **more: Any) -> list[int]:
        asked.append(
            _Request(events, more["keys"], more["destroy"], more["seen"], Future[list[int]]())
        )
        return [1] * len(events)

    with monkeypatch.context() as patch:
        patch.setattr(recorder, "insert_events", hold_back)
        command = RecordReflection(
            place=place.name,
            text="Too late.",
            perspective=Perspective.STATUTORY,
            scope=Scope.PLACE_TEAM,
        )
        place.system.capture.record_reflection(command, place.asks(person))
        place.system.people.erase_person(person, BY_OPERATOR)
    recording, erasing = asked[0], asked[1]
    with pytest.raises(psycopg.Error, match="a key was destroyed"):
        recorder._append([erasing, recording])


def test_a_rebuild_that_swaps_while_an_event_is_parked_stops_nothing(
    place: Town, person: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = place.system
    system.runner.catch_up()
    bad = place.record("Bad.")
    append_raw(system, poison(bad, 2))
    real = runner.Mover._move_one_by_one

    def swap_first(self: runner.Mover, batch: list[Any]) -> None:
        monkeypatch.setattr(runner.Mover, "_move_one_by_one", real)
        rebuild.rebuild(system.database, system.log)
        real(self, batch)

    monkeypatch.setattr(runner.Mover, "_move_one_by_one", swap_first)
    with runner.running(system.runner) as thread:
        place.record("Good.")
        runner.wait(system.database, system.log.head, timeout=20)
        assert thread.is_alive()


def test_a_projector_of_another_version_keeps_its_hands_off(place: Town, person: UUID) -> None:
    system = place.system
    system.runner.catch_up()
    with system.database.dedicated() as connection:
        mover = runner.Mover(connection, system.log)
        mover.move()
        connection.execute("UPDATE read_models.progress SET shape = 'of another version'")
        place.record("After migrating.")
        with pytest.raises(Misconfigured):
            mover.move()
        parked = connection.execute("SELECT count(*) FROM read_models.parked").fetchone()
        assert parked == (0,)


def test_keys_are_forgotten_while_others_are_learned(system: System) -> None:
    stop = threading.Event()

    def learn() -> None:
        for number in range(20_000):
            if stop.is_set():
                return
            system.keys._unwrapped[UUID(int=number), b"x"] = b"k"

    learner = threading.Thread(target=learn)
    learner.start()
    try:
        for number in range(50):
            system.keys.forget([UUID(int=number)])
    finally:
        stop.set()
        learner.join()


def test_a_long_history_is_shown_whole(
    place: Town, person: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "MOST", 3)
    for number in range(7):
        place.record(f"Word {number}.")
    view = place.timeline()
    assert [entry.text for entry in view.entries] == [f"Word {number}." for number in range(7)]
    assert view.voices.posts == 7
