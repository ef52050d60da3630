"""What people take with them from the pages: who may, what they get, and an order to check."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from uuid import uuid4
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient

from service.bootstrap import System
from service.domain.vocabulary import ActorRole
from service.policy import Actor
from service.recorder import read_log
from service.server import create_app
from service.web import downloads
from service.web.sessions import Sessions
from tests.support.asking import LEARNING_PARTNER, NOW, actor
from tests.support.learning import LATER, Learning, learning_in
from tests.support.town import Town

BASE = "http://127.0.0.1:8400"
ENDINGS = {
    "qdpx": "application/zip",
    "qdc": "application/xml",
    "csv.zip": "application/zip",
    "jsonl": "application/jsonl; charset=utf-8",
}
TOPICS = {
    "stated": "assumption.stated",
    "challenged": "assumption.challenged",
    "examined": "assumption.examined",
    "revised": "assumption.revised",
    "decided": "decision.taken",
    "change_seen": "change.observed",
    "reviewed": "decision.reviewed",
    "told": "decision.contributors-told",
}


@pytest.fixture
def learning(place: Town) -> Learning:
    """A place with a decision that was seen through."""
    learning = learning_in(place)
    learning.change_a_belief_and_act()
    learning.review()
    learning.tell()
    place.system.runner.catch_up()
    return learning


def browser(system: System, visitor: Actor | None) -> TestClient:
    """Somebody at the pages."""

    def clock() -> datetime:
        return NOW.replace(year=LATER.year, month=LATER.month, day=LATER.day)

    sessions = Sessions(system.access, system.settings.address, clock, visitor)
    more = [downloads.router(system, sessions, clock)]
    return TestClient(create_app(system, visitor=visitor, clock=clock, more=more), base_url=BASE)


def rows(content: bytes) -> list[dict[str, str]]:
    """The rows of a spreadsheet, as a program for spreadsheets takes them."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("role", [ActorRole.LEARNING_PARTNER, ActorRole.PARTNER])
def test_who_reads_the_pages_takes_the_files(learning: Learning, role: ActorRole) -> None:
    town = learning.town
    client = browser(learning.system, Actor(uuid4(), role, frozenset([town.id])))
    for ending, media_type in ENDINGS.items():
        answer = client.get(f"/places/{town.id}/export.{ending}")
        if role == ActorRole.PARTNER and ending == "qdc":
            assert answer.status_code == 422, "a codebook needs a phrase or a framework"
            continue
        assert answer.status_code == 200
        assert answer.headers["content-type"] == media_type
        disposition = f'attachment; filename="eastmoor.{ending}"'
        assert answer.headers["content-disposition"] == disposition
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
    tables = ZipFile(io.BytesIO(client.get(f"/places/{town.id}/export.csv.zip").content))
    assert len(rows(tables.read("reflections.csv"))) == 3


@pytest.mark.parametrize(
    ("role", "status"), [(ActorRole.FUNDER, 404), (ActorRole.OPERATOR, 403), (None, 401)]
)
def test_who_does_not_takes_nothing(
    learning: Learning, role: ActorRole | None, status: int
) -> None:
    town = learning.town
    client = browser(learning.system, None if role is None else actor(role, [town.id]))
    paths = [f"export.{ending}" for ending in ENDINGS] + ["decisions/D1/proof.csv"]
    for path in paths:
        answer = client.get(f"/places/{town.id}/{path}")
        assert (answer.status_code, "What ann noticed" in answer.text) == (status, False)


def test_what_is_not_there_is_not_found(learning: Learning) -> None:
    client = browser(learning.system, LEARNING_PARTNER)
    here = f"/places/{learning.town.id}"
    elsewhere = Actor(uuid4(), ActorRole.PARTNER, frozenset([uuid4()]))
    for path in (f"{here}/export.exe", f"{here}/export.csv", f"{here}/decisions/D9/proof.csv"):
        assert client.get(path).status_code == 404
    for path in (f"{here}/export.qdpx", f"{here}/decisions/D1/proof.csv"):
        assert browser(learning.system, elsewhere).get(path).status_code == 404


def test_the_order_of_a_proof_is_the_order_of_the_log(learning: Learning) -> None:
    system, town = learning.system, learning.town
    for reader in (LEARNING_PARTNER, Actor(uuid4(), ActorRole.PARTNER, frozenset([town.id]))):
        answer = browser(system, reader).get(f"/places/{town.id}/decisions/D1/proof.csv")
        disposition = 'attachment; filename="d1-proof.csv"'
        assert answer.headers["content-disposition"] == disposition
        found = rows(answer.content)
        assert [row["what"] for row in found if row["needed"] == "yes"] == [
            "challenged",
            "examined",
            "revised",
            "decided",
            "change_seen",
            "reviewed",
            "told",
        ]
        with system.database.dedicated() as connection:
            log = {line.id: system.log.event_of(line) for line in read_log(connection, 0, 1000)}
        positions = [int(row["position"]) for row in found]
        assert positions == sorted(log.keys() & set(positions))
        for row, position in zip(found, positions, strict=True):
            event = log[position]
            assert vars(type(event))["TOPIC"] == TOPICS[row["what"]]
            assert row["record"] == str(event.originator_id)
            assert row["happened_at"] == event.envelope.occurred_at.isoformat()
            assert datetime.fromisoformat(row["written_down_at"]) == event.recorded_at
        assert {row["record_name"] for row in found if row["what"] == "revised"} == {"A1"}


def test_a_file_is_called_what_every_system_can_store() -> None:
    assert downloads.file_name('../Eastmoor & "Holt"\r\n') == "eastmoor-holt"
    assert downloads.file_name("القرية") == "place"
