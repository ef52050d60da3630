"""Repeating: a lost answer is asked for again, and nothing happens twice."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from service.api.app import create_api
from service.bootstrap import OPERATOR, System
from tests.api.world import NOW, PLACE, World

BODY = {"place": PLACE, "text": "She rang first.", "scope": "place_team"}


def test_the_same_key_is_one_reflection(world: World) -> None:
    first = world.post("/reflections", BODY, by="partner", key="visit-1")
    head = world.head
    again = world.post("/reflections", BODY, by="partner", key="visit-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json() | {"already_there": True}
    assert first.headers["Location"] == again.headers["Location"]
    assert world.head == head


def test_other_words_under_the_same_key_are_a_conflict(world: World) -> None:
    world.post("/reflections", BODY, by="partner", key="visit-2")
    head = world.head
    answer = world.post("/reflections", BODY | {"text": "Other."}, by="partner", key="visit-2")
    assert (answer.status_code, answer.json()["title"]) == (409, "Conflict")
    assert "Other." not in answer.text
    assert world.head == head


def test_an_external_id_is_one_reflection_under_any_key(world: World) -> None:
    body = BODY | {"external_id": "HV-0001"}
    first = world.post("/reflections", body, by="partner")
    again = world.post("/reflections", body, by="partner")
    assert (first.status_code, again.status_code) == (201, 200)
    other = world.post("/reflections", body | {"text": "Other."}, by="partner")
    assert other.status_code == 409
    one = f"/places/{PLACE}/reflections/HV-0001"
    assert world.post(f"{one}/withdrawal", by="partner").status_code == 201
    assert world.post(f"{one}/amendments", {"text": "x"}, by="partner").status_code == 410


def test_two_people_may_use_the_same_key(world: World) -> None:
    ids = {
        world.post("/reflections", BODY, by=who, key="visit-3").json()["id"]
        for who in ("partner", "colleague")
    }
    assert len(ids) == 2


def test_a_key_counts_for_one_address(world: World) -> None:
    """What was done under a key elsewhere does not swallow what is asked here."""
    one = f"/places/{PLACE}/reflections/{world.record()}"
    for path, body in (
        ("amendments", {"text": "Otherwise."}),
        ("nothing-fits", {"why": "Tired."}),
        ("tags", {"code": "POW-1", "stance": "present"}),
        ("scope", {"scope": "programme"}),
    ):
        statuses = [
            world.post(f"{one}/{path}", body, by="partner", key="same").status_code
            for _ in range(2)
        ]
        assert statuses == [201, 200], path


def test_every_write_names_its_position(world: World) -> None:
    written = world.post("/reflections", BODY, by="partner").json()
    assert written["position"] == world.head
    assert written["visible"] is True


def test_a_reflection_is_where_the_answer_says(world: World) -> None:
    answer = world.post("/reflections", BODY, by="partner")
    where = answer.headers["Location"].removeprefix("/api/v1")
    found = world.get(where, by="colleague").json()
    assert found["item"]["id"] == answer.json()["id"]
    assert found["item"]["text"] == BODY["text"]


def test_nobody_waits_who_does_not_want_to(world: World) -> None:
    answer = world.post("/reflections", BODY, by="partner", params={"wait": "false"})
    assert answer.status_code == 201
    assert isinstance(answer.json()["visible"], bool)


def test_a_write_is_answered_while_nothing_follows_the_log(
    still: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.api.deps.WAIT_SECONDS", 0.05)
    client = TestClient(create_api(still, lambda: NOW))
    token = still.access.make_token(OPERATOR, "operator", NOW)
    answer = client.post(
        "/api/v1/places",
        json={"place": "Still Water"},
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "1"},
    )
    assert answer.status_code == 201
    assert answer.json()["visible"] is False
