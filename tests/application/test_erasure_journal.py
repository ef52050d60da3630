"""The erasure journal: what was erased stays erased, whatever backup comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from service.application.commands import EraseReflection
from service.bootstrap import System, migrate, open_as_it_is, open_system
from service.domain.base import natural_id
from service.domain.errors import Misconfigured
from service.journal import Journal, Line
from service.settings import Settings
from service.verify import verify
from tests.support.asking import BY_OPERATOR, NOW
from tests.support.command import Command
from tests.support.postgres import MASTER_KEY
from tests.support.tables import count
from tests.support.town import Town

OURS = ["log", "keystore", "vault", "access"]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """An empty one, in a folder that is not there yet."""
    return Journal(tmp_path / "kept" / "erasures.journal")


@contextmanager
def backup(url: str) -> Iterator[Callable[[], None]]:
    """Copies every table outside of the read models; what is yielded puts it all back."""
    with psycopg.connect(url, autocommit=True) as connection:
        tables = connection.execute(
            "SELECT format('%%I.%%I', table_schema, table_name) FROM information_schema.tables "
            "WHERE table_schema = ANY (%s)",
            (OURS,),
        ).fetchall()
        for nth, (table,) in enumerate(tables):
            connection.execute(f"CREATE TABLE public.backup_{nth} AS TABLE {table}".encode())

        def restore() -> None:
            with connection.transaction():
                connection.execute("SET LOCAL session_replication_role = replica")
                for nth, (table,) in enumerate(tables):
                    connection.execute(f"DELETE FROM {table}".encode())
                    copy = f"INSERT INTO {table} SELECT * FROM public.backup_{nth}"
                    connection.execute(copy.encode())

        yield restore


def test_a_line_is_kept_once_and_read_again(journal: Journal) -> None:
    one, two = natural_id("one"), natural_id("two")
    for id in (one, two, one):
        journal.note("person", id, NOW)
    assert list(journal.lines()) == [Line("person", one), Line("person", two)]
    assert journal.path.stat().st_mode & 0o777 == 0o600


def test_half_a_line_of_a_crash_spoils_no_other(journal: Journal) -> None:
    one, two = natural_id("one"), natural_id("two")
    journal.note("person", one, NOW)
    with journal.path.open("a") as file:
        file.write(f"2026-06-01T12:00:00+01:00 person {str(two)[:7]}")
    assert list(journal.lines()) == [Line("person", one)]
    journal.note("reflection", two, NOW)
    assert list(journal.lines()) == [Line("person", one), Line("reflection", two)]


def test_the_journal_holds_ids_and_nothing_else(place: Town, person: UUID) -> None:
    id = place.record("canary-words", external_id="canary-row")
    place.system.capture.erase_reflection(place.id, str(id), EraseReflection(), BY_OPERATOR)
    place.system.people.erase_person(person, BY_OPERATOR)
    path = place.system.erasures.journal.path
    assert path.read_text().splitlines() == [
        f"2026-06-01T12:00:00+01:00 reflection {id}",
        f"2026-06-01T12:00:00+01:00 person {person}",
    ]


def test_what_cannot_be_written_down_is_not_erased(
    settings: Settings, place: Town, person: UUID, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    full = settings.model_copy(update={"erasure_journal": tmp_path / "file" / "journal"})
    with open_as_it_is(full) as system, pytest.raises(Misconfigured):
        system.people.erase_person(person, BY_OPERATOR)
    place.record("Still here.")
    assert place.texts() == ["Still here."]


@pytest.mark.parametrize("by", [open_system, migrate])
def test_a_backup_that_comes_back_brings_nobody_back(
    place: Town,
    person: UUID,
    settings: Settings,
    database_url: str,
    by: Callable[[Settings], object],
) -> None:
    place.welcome("ali")
    kept, gone = place.record("Kept.", by="ali"), place.record("Gone.", by="ali")
    theirs = place.record("Theirs.")
    system = place.system
    with backup(database_url) as restore:
        system.capture.erase_reflection(place.id, str(gone), EraseReflection(), BY_OPERATOR)
        system.people.erase_person(person, BY_OPERATOR)
        restore()
    assert len(system.keys.sealers([kept, gone, theirs, person])) == 4
    assert "erasure journal" in broken(system)
    if by is open_system:
        with open_system(settings):
            pass
    else:
        assert migrate(settings) == ["erased again: 2"]
    assert system.keys.sealers([kept, gone, theirs, person]).keys() == {kept}
    assert count(system, f"vault.identities WHERE person_id = '{person}'") == 0
    assert place.texts() == ["Kept."]
    assert broken(system) == set()


def test_keys_newer_than_the_log_that_came_back_are_destroyed_too(
    place: Town, person: UUID, settings: Settings, database_url: str
) -> None:
    place.system.people.erase_person(person, BY_OPERATOR)
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "UPDATE keystore.keys SET box = '\\x00', destroyed_at = NULL WHERE box IS NULL"
        )
        connection.execute("DELETE FROM log.doubleloop_events WHERE originator_id = %s", (person,))
    with open_system(settings) as system:
        assert count(system, f"keystore.keys WHERE id = '{person}' AND box IS NULL") == 1


def test_the_command_erases_again_and_writes_down_what_only_the_log_knows(
    place: Town, person: UUID, database_url: str
) -> None:
    place.system.people.erase_person(person, BY_OPERATOR)
    place.system.erasures.journal.path.unlink()
    assert "erasure journal" in broken(place.system)
    done = Command.on(database_url, MASTER_KEY).run("erase-again")
    assert (done.code, done.out.strip()) == (
        0,
        "Erased again: 0. Written down in the journal: 1.",
    )
    assert broken(place.system) == set()


def broken(system: System) -> set[str]:
    """The names of the checks that do not hold."""
    return {check.name for check in verify(system).checks if not check.ok}
