"""A concern leaves no trace outside of its own store but that there was one."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from service.api.app import create_api
from service.application.care import SEEN_WITHIN
from service.application.commands import GiveRole, RaiseConcern
from service.application.desk import Request
from service.bootstrap import System
from service.domain.base import natural_id
from service.domain.vocabulary import PlaceRole
from service.exchange.exporting import export_place
from service.exchange.formats import Format, file_of
from service.projections import rebuild
from service.projections.entries import Filter
from service.verify import verify
from tests.docs.cli_reference import command_line
from tests.support.asking import BY_OPERATOR, LEARNING_PARTNER, NOW
from tests.support.tables import dump, log_rows, read_models
from tests.support.town import Town

CANARIES = ["canary-concern", "canary-about", "canary-note"]
FACT = "place.care-concern-routed"


@dataclass(frozen=True)
class Raised:
    """Two concerns, one about a reflection; who raised them, and who looked."""

    place: Town
    request: Request
    raiser: UUID
    lead: UUID
    ids: tuple[UUID, UUID]
    before: list[tuple[object, ...]]
    models_before: dict[str, list[str]]


@pytest.fixture
def raised(place: Town, person: UUID, caplog: pytest.LogCaptureFixture) -> Raised:
    """Everything that can happen to a concern."""
    caplog.set_level(logging.DEBUG)
    system, lead, raiser = place.system, place.welcome("lena"), place.welcome("rae")
    give = GiveRole(place=place.name, contributor="lena", role=PlaceRole.SAFEGUARDING_LEAD)
    system.places.give_role(give, BY_OPERATOR)
    about = place.record("Held words.")
    place.bridge("sam")
    place.tag(place.record("Shared words."), "POW-1")
    system.runner.catch_up()
    before, models = log_rows(system), read_models(system)
    request = place.asks(raiser, key="slack:T1:U1")
    first = RaiseConcern(place=place.name, words=CANARIES[0])
    second = RaiseConcern(place=place.name, words=CANARIES[1], reflection=str(about))
    care = system.care
    ids = (
        care.raise_concern(first, request).id,
        care.raise_concern(second, place.asks(raiser)).id,
    )
    list(care.escalate(ids[:1], NOW + SEEN_WITHIN))
    care.seen(ids[0], place.member(lead), NOW + timedelta(hours=5), CANARIES[2])
    system.runner.catch_up()
    return Raised(place, request, raiser, lead, ids, before, models)


def care_rows(system: System) -> bytes:
    """Everything that is kept of concerns."""
    with system.database.dedicated() as connection:
        rows = connection.execute("SELECT * FROM care.cases").fetchall()
    values = [value for row in rows for value in row]
    return b"\n".join(one if isinstance(one, bytes) else str(one).encode() for one in values)


def files_of(place: Town) -> Iterator[tuple[str, bytes]]:
    """Every file that can be had of a place, taken out of its archive."""
    yield "jsonl", "\n".join(export_place(place.system, place.name)).encode()
    for form in Format:
        content = file_of(place.system, LEARNING_PARTNER, place.name, form, NOW)
        yield form, content
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for name in archive.namelist():
                    yield name, archive.read(name)


def commands_below(command: Any) -> Iterator[str]:
    """The names of all commands."""
    for name, below in getattr(command, "commands", {}).items():
        yield name
        yield from commands_below(below)


def test_the_log_gains_one_fact_for_each_and_no_words_at_all(raised: Raised) -> None:
    system = raised.place.system
    new = log_rows(system)[len(raised.before) :]
    assert [row[2] for row in new] == [FACT, "reflection.held-for-care", FACT]
    states = [bytes(row[3]) for row in new if isinstance(row[3], bytes)]
    assert len(states) == len(new)
    guesses = [
        raised.raiser,
        raised.lead,
        raised.request.command_id,
        natural_id("care", raised.request.command_id),
    ]
    assert [guess for guess in guesses for state in states if str(guess).encode() in state] == []


def test_no_table_holds_a_word_of_it_in_clear(raised: Raised) -> None:
    system = raised.place.system
    everything = dump(system) + care_rows(system)
    assert [word for word in CANARIES if word.encode() in everything] == []
    assert str(raised.raiser).encode() not in care_rows(system)
    assert [view.words for view in system.care.cases_for(raised.place.member(raised.lead), NOW)]


def test_the_read_models_do_not_know_of_it(raised: Raised) -> None:
    system = raised.place.system
    after = read_models(system)
    changed = {table for table, rows in after.items() if rows != raised.models_before[table]}
    assert changed <= {"progress", "entries"}
    held = [row for row in after["entries"] if row not in raised.models_before["entries"]]
    assert len(held) == 1
    names = [*(str(id) for id in raised.ids), str(raised.raiser)]
    assert [name for name in names if name in held[0]] == []
    rebuild.rebuild(system.database, system.log)
    assert read_models(system)["entries"] == after["entries"]


def test_everything_holds_and_nothing_is_parked(raised: Raised) -> None:
    verdict = verify(raised.place.system)
    assert [check for check in verdict.checks if not check.ok] == []


def test_no_file_and_no_view_shows_that_there_was_one(raised: Raised) -> None:
    place = raised.place
    shown = dict(files_of(place))
    shown["timeline"] = place.timeline().model_dump_json().encode()
    shown["written down"] = str(
        place.system.reading.entries(LEARNING_PARTNER, place.id, Filter())
    ).encode()
    telling = [*CANARIES, FACT, "care_concern", *(str(id) for id in raised.ids)]
    found = [
        (name, word)
        for name, content in shown.items()
        for word in telling
        if word.encode() in content
    ]
    assert found == []
    assert any(b"Shared words." in content for content in shown.values())
    assert not any(b"Held words." in content for content in shown.values())


def test_nothing_of_it_reaches_a_log_line(raised: Raised, caplog: pytest.LogCaptureFixture) -> None:
    private = [*CANARIES, str(raised.raiser), *(str(id) for id in raised.ids)]
    assert [word for word in private if word in caplog.text] == []


def test_who_runs_the_machine_has_no_command_and_no_address_to_read_one(
    raised: Raised,
) -> None:
    names = list(commands_below(command_line()))
    paths = list(create_api(raised.place.system, lambda: NOW).openapi()["paths"])
    assert {"verify", "export"} <= set(names)
    assert [one for one in [*names, *paths] if "concern" in one or one == "care"] == []
    assert [one for one in paths if "/care" in one] == []
