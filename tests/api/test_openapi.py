"""OpenAPI says what is true: every route is described, and every example fits its schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from jsonschema import (
    Draft202012Validator,
    FormatChecker,
)

from tests.api.matrix import LINES
from tests.api.world import World, belief


@pytest.fixture(scope="module")
def document(app: FastAPI) -> dict[str, Any]:
    return app.openapi()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def contents(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The body's and every answer's content."""
    for content in operation.get("requestBody", {}).get("content", {}).values():
        yield "body", content
    for status, answer in operation["responses"].items():
        for content in answer["content"].values():
            yield status, content


def check(document: dict[str, Any], schema: dict[str, Any], example: Any) -> None:
    whole = {"components": document["components"], "allOf": [schema]}
    Draft202012Validator(whole, format_checker=FormatChecker()).validate(example)


def test_every_route_is_described(document: dict[str, Any]) -> None:
    found = dict(operations(document))
    assert {name.replace("/api/v1", "", 1) for name in found if "/api/" in name} == set(LINES)
    for name, operation in found.items():
        assert operation["summary"], name
        assert operation["description"], name
        assert operation["tags"], name
        statuses = set(operation["responses"])
        if "/api/" in name:
            assert operation["security"] == [{"token": []}], name
            assert {"401", "403", "404", "422", "503"} <= statuses, name
        if not name.startswith("GET"):
            assert {"400", "409", "410", "413"} <= statuses, name
            keys = [p for p in operation["parameters"] if p["name"] == "Idempotency-Key"]
            assert [key["required"] for key in keys] == [True], name


def test_every_example_fits_its_schema(document: dict[str, Any]) -> None:
    checked = 0
    for name, operation in operations(document):
        for where, content in contents(operation):
            assert "example" in content, (name, where)
            check(document, content["schema"], content["example"])
            checked += 1
        for parameter in operation.get("parameters", []):
            for example in parameter["schema"].get("examples", parameter.get("examples", [])):
                check(document, parameter["schema"], example)
                checked += 1
    assert checked > 300


def test_bodies_leave_out_what_the_path_says(document: dict[str, Any]) -> None:
    for name in ("FocusHere", "RevisitHere", "PhraseHere"):
        schema = document["components"]["schemas"][name]
        assert not {"place", "tension"} & set(schema["properties"])


def test_it_is_served_and_nothing_is_fetched_from_elsewhere(world: World) -> None:
    assert world.client.get("/api/v1/openapi.json").json()["info"]["title"] == "doubleloop"
    for page in ("/docs", "/redoc"):
        assert world.client.get(page).status_code == 404


def test_examples_of_bodies_are_accepted(world: World, document: dict[str, Any]) -> None:
    """Those that need nothing to be there already but the place and a person."""
    welcome = {"place": "Harrow Vale", "contributor": "advice-3"}
    assert world.post("/people", welcome, by="operator").status_code in (200, 201)
    for path in ("/people", "/reflections", "/prototypes", "/places", "/places/{place}/phrases"):
        operation = document["paths"][f"/api/v1{path}"]["post"]
        example = operation["requestBody"]["content"]["application/json"]["example"]
        if path == "/reflections":
            example = example | {"contributor": "advice-3"}
        answer = world.post(path.format(place="Harrow Vale"), example, by="operator")
        assert answer.status_code in (200, 201), answer.text


def test_the_examples_of_the_loop_are_one_story(world: World, document: dict[str, Any]) -> None:
    """Each is accepted, in the order of the document; what is believed is dropped at the end."""
    place = "Story Vale"

    def tell(path: str, body: dict[str, Any]) -> None:
        body = body | ({"place": place} if "place" in body else {})
        answer = world.post(path, body, by="learning_partner")
        assert answer.status_code == 201, (path, answer.text)

    tell("/places", {"place": place})
    reflections = {"HV-0142": "advice-3", "HV-0147": "housing-1"}
    reflections |= dict.fromkeys(("HV-0150", "HV-0161"), "advice-3")
    for said, who in reflections.items():
        person = {"place": place, "contributor": who}
        world.post("/people", person | {"perspective": "statutory"}, by="learning_partner")
        tell("/reflections", person | {"text": "Seen.", "external_id": said})
    trial = {"place": place, "name": "Call before the letter", "expected": "Much."}
    tell("/prototypes", trial)
    tell("/assumptions", belief(place=place, external_id="HV-B2"))
    told = [
        (name.removeprefix("POST /api/v1"), operation)
        for name, operation in operations(document)
        if set(operation["tags"]) & {"sense", "beliefs", "decisions", "changes"}
        and name.startswith("POST ")
    ]
    assert len(told) == 25
    for path, operation in sorted(told, key=lambda one: "droppings" in one[0]):
        names = {
            parameter["name"]: parameter["schema"].get("examples", parameter.get("examples"))[0]
            for parameter in operation["parameters"]
            if parameter["in"] == "path"
        }
        body = operation["requestBody"]["content"]["application/json"]["example"]
        tell(path.format_map(names | {"place": place}), body)
