"""Errors: rubbish is answered with problem details, says nothing of itself, and writes nothing."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from starlette.responses import PlainTextResponse, Response

from service.api import errors
from service.api.app import create_api
from service.api.limits import BodyLimit
from service.domain.errors import Misconfigured, NotFound, Unavailable
from service.domain.vocabulary import ActorRole
from service.policy import Actor
from tests.api.world import NOW, PLACE, World

SECRET = "Zebrawort"


def is_a_problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert {"type", "title", "status", "detail", "instance"} <= set(found)
    assert found["status"] == status
    assert SECRET not in answer.text
    return found


BODIES: dict[str, tuple[int, Any]] = {
    "too large": (413, json.dumps({"place": PLACE, "text": "a" * 1_500_000})),
    "deep": (422, "[" * 100_000),
    "deep and closed": (422, '{"text":' + "[" * 50_000 + "]" * 50_000 + "}"),
    "deep but readable": (422, '{"place": "x", "text": ' + "[" * 500 + "]" * 500 + "}"),
    "NUL": (422, json.dumps({"place": PLACE, "text": f"{SECRET} \x00"})),
    "NUL in the place": (422, json.dumps({"place": f"{SECRET}\x00", "text": "a"})),
    "lone surrogate": (422, '{"place": "Harrow Vale", "text": "Zebrawort \\ud83d"}'),
    "lone surrogate as a name": (422, '{"place": "Harrow Vale", "text": "a", "\\ud83d": 1}'),
    "unknown field": (422, json.dumps({"place": PLACE, "text": "a", SECRET: SECRET})),
    "wrong type": (422, json.dumps({"place": PLACE, "text": {SECRET: SECRET}})),
    "wrong word": (422, json.dumps({"place": PLACE, "text": "a", "scope": SECRET})),
    "too long": (422, json.dumps({"place": PLACE, "text": "a" * 40_001})),
    "empty": (422, json.dumps({"place": PLACE, "text": "   "})),
    "future": (422, json.dumps({"place": PLACE, "text": "a", "occurred_on": "2026-04-20"})),
    "late": (422, json.dumps({"place": PLACE, "text": "a", "occurred_on": "2025-04-20"})),
    "no such day": (422, json.dumps({"place": PLACE, "text": "a", "occurred_on": SECRET})),
    "unknown code": (422, json.dumps({"place": PLACE, "text": "a", "behaviours": [SECRET]})),
    "impossible code": (422, json.dumps({"place": PLACE, "text": "a", "behaviours": ["; x y"]})),
    "a list": (422, "[]"),
    "nothing": (422, ""),
    "null": (422, "null"),
    "not JSON": (422, f"{{{SECRET}"),
    "not UTF-8": (422, b'{"text": "\xff\xfe"}'),
    "endless number": (422, '{"place": ' + "9" * 5_000 + "}"),
    "a thousand mistakes": (422, json.dumps({"place": PLACE, "behaviours": [{}] * 1_000})),
}


@pytest.mark.parametrize("name", BODIES)
def test_rubbish_writes_nothing(world: World, name: str) -> None:
    status, body = BODIES[name]
    before = world.head
    headers = {"Content-Type": "application/json"}
    answer = world.ask("POST", "/reflections", by="partner", content=body, headers=headers)
    found = is_a_problem(answer, status)
    assert world.head == before
    assert len(found.get("errors") or []) <= 50


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_the_ends_of_the_calendar(world: World, moment: str) -> None:
    body = {"place": PLACE, "text": "a", "occurred_at": moment, "late_because": "So."}
    is_a_problem(world.post("/reflections", body, by="partner"), 422)


@pytest.mark.parametrize("zone", ["Europe", "A" * 300])
def test_a_zone_that_is_none(world: World, zone: str) -> None:
    answer = world.post("/places", {"place": f"Zone {zone[:2]}", "zone": zone}, by="operator")
    is_a_problem(answer, 422)


def test_somebody_who_was_never_welcomed_is_told_so(world: World) -> None:
    is_a_problem(world.post("/reflections", {"place": PLACE, "text": "a"}, by="operator"), 422)


@pytest.mark.parametrize("path", ["/x\x00y/voices", "/%00/voices", "/%ED%A0%80/voices"])
def test_rubbish_in_the_path(world: World, path: str) -> None:
    is_a_problem(
        world.get(f"/places{path}".replace("\x00", "%00"), by="partner"),
        404 if "%ED" in path else 422,
    )


@pytest.mark.parametrize(
    "query",
    [
        "after=x", "after=MjAyNi0wMy0xNCA5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "limit=0", "limit=1001",
        "from=soon", "as_known_on=9999-12-31", "perspective=somebody", "behaviour=%00", "other=1",
        "trial=mine", "relayed=perhaps",
    ],
)  # fmt: skip
def test_rubbish_in_the_query(world: World, query: str) -> None:
    answer = world.ask("GET", f"/places/{PLACE}/timeline?{query}", by="partner")
    assert is_a_problem(answer, 422)["errors"]


def test_a_wrong_field_is_named_and_its_words_are_not(world: World) -> None:
    body = {"place": PLACE, "text": "", "scope": SECRET}
    found = is_a_problem(world.post("/reflections", body, by="partner"), 422)
    reasons = {wrong["field"]: wrong["reason"] for wrong in found["errors"]}
    assert reasons["body.text"] == "Please write a few words."
    assert "'place_team'" in reasons["body.scope"]


@pytest.mark.parametrize("key", [None, "", "a" * 201, "with space", "caf\u00e9"])
def test_a_write_needs_a_key(world: World, key: str | None) -> None:
    headers = {"Authorization": f"Bearer {world.tokens['partner']}"}
    if key is not None:
        headers["Idempotency-Key"] = key
    sent = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    before = world.head
    answer = world.client.post(
        "/api/v1/reflections", json={"place": PLACE, "text": "a"}, headers=sent
    )
    found = is_a_problem(answer, 400)
    assert found["errors"][0]["field"] == "header.Idempotency-Key"
    assert world.head == before


def test_a_body_in_chunks_is_bounded_too(world: World) -> None:
    def chunks() -> Iterator[bytes]:
        yield b'{"place": "'
        for _ in range(20):
            yield b"a" * 100_000

    before = world.head
    headers = {"Content-Type": "application/json"}
    answer = world.ask("POST", "/reflections", by="partner", content=chunks(), headers=headers)
    is_a_problem(answer, 413)
    assert world.head == before


def test_a_code_nobody_knows_does_not_list_those_that_somebody_knows(world: World) -> None:
    id = world.record()
    body = {"code": "NOPE-1", "stance": "present"}
    answer = world.post(f"/places/{PLACE}/reflections/{id}/tags", body, by="partner")
    assert "POW-" not in is_a_problem(answer, 422)["detail"]


def test_unknown_addresses_and_methods(world: World) -> None:
    is_a_problem(world.get("/nothing", by="partner"), 404)
    answer = world.ask("PUT", "/places", by="partner")
    is_a_problem(answer, 405)
    assert answer.headers["Allow"]


def test_tokens_that_are_over_or_revoked(world: World) -> None:
    access = world.system.access
    actor = Actor(world.people["learning_partner"], ActorRole.LEARNING_PARTNER)
    world.tokens["over"] = access.make_token(
        actor, "over", NOW - timedelta(days=2), timedelta(days=1)
    )
    world.tokens["revoked"] = access.make_token(actor, "revoked", NOW)
    assert world.get("/places", by="revoked").status_code == 200
    access.revoke_token(world.tokens["revoked"].split("_")[1], NOW)
    world.tokens["rubbish"] = "dl_x_y"
    world.tokens["other"] = f"{SECRET}"
    for by in ("over", "revoked", "rubbish", "other"):
        answer = world.get("/places", by=by)
        is_a_problem(answer, 401)
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def page(request: Request, status: int, sentence: str) -> Response:
    return PlainTextResponse(f"<p>{sentence}", status)


@pytest.fixture
def failing() -> TestClient:
    """An app whose routes raise, with pages for people."""
    app = FastAPI()
    app.add_middleware(BodyLimit)
    errors.install(app, page)

    def unexpected() -> None:
        raise ValueError(SECRET)

    def misconfigured() -> None:
        raise Misconfigured(SECRET)

    def unavailable() -> None:
        raise Unavailable

    def missing() -> None:
        raise NotFound(SECRET)

    for call in (unexpected, misconfigured, unavailable, missing):
        for prefix in ("/api", "/pages"):
            app.add_api_route(f"{prefix}/{call.__name__}", call)
    return TestClient(app)


@pytest.mark.parametrize("name", ["unexpected", "misconfigured"])
def test_what_nobody_expected_says_nothing_of_the_inside(
    failing: TestClient, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    with caplog.at_level(logging.DEBUG, logger="doubleloop"):
        found = is_a_problem(failing.get(f"/api/{name}"), 500)
    assert found["instance"] in caplog.text
    assert ("ValueError" in caplog.text) or ("Misconfigured" in caplog.text)
    assert SECRET not in caplog.text


def test_an_absent_database_asks_for_patience(failing: TestClient) -> None:
    answer = failing.get("/api/unavailable")
    is_a_problem(answer, 503)
    assert answer.headers["Retry-After"] == "2"


@pytest.mark.parametrize(
    ("path", "status"), [("unexpected", 500), ("missing", 404), ("unavailable", 503), ("none", 404)]
)
def test_people_get_a_page(failing: TestClient, path: str, status: int) -> None:
    answer = failing.get(f"/pages/{path}")
    assert (answer.status_code, answer.text[:3]) == (status, "<p>")
    assert SECRET not in answer.text


def test_an_app_without_pages_answers_everything_with_problems(world: World) -> None:
    app = create_api(world.system, lambda: NOW)
    is_a_problem(TestClient(app).get(f"/{uuid4()}"), 404)
