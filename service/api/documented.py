"""What OpenAPI says beside the types: examples, and which problems an answer can be."""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel

from service.api import (
    digest_examples,
    example_bodies,
    example_loop_bodies,
    examples,
    rhythm_examples,
)
from service.api.problems import MEDIA_TYPE, TITLES, Problem

WHY = {
    400: "The Idempotency-Key is missing or not in the right form.",
    401: "There is no token, or it is unknown, over or revoked.",
    403: "This token may know of it, and may not do this.",
    404: "It is not there, or this token may not know whether it is.",
    409: "The same id stands with other words, or somebody else was faster.",
    410: "It was taken back or erased.",
    413: "The body is larger than a megabyte.",
    422: "It cannot be done as asked; `errors` lists fields that are not in the right form.",
    503: "The database did not answer. Nothing was saved; try again after `Retry-After` seconds.",
}

KINDS = {
    400: "invalid",
    401: "not-signed-in",
    403: "not-allowed",
    404: "not-found",
    409: "conflict",
    410: "gone",
    413: "too-large",
    422: "invalid",
    503: "unavailable",
}


def _problem(
    status: int, *, kind: str | None = None, detail: str | None = None, **more: Any
) -> dict[str, Any]:
    example = {
        "type": f"urn:doubleloop:problem:{kind or KINDS[status]}",
        "title": TITLES[status],
        "status": status,
        "detail": detail or WHY[status],
        "instance": "urn:uuid:0c6f1a4e-9f0e-4a55-9a56-2f5c4f5d9b11",
        **more,
    }
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": WHY[status],
        "content": {MEDIA_TYPE: {"schema": schema, "example": example}},
    }


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: _problem(status) for status in (401, 403, 404, 422, 503)
}
"""What every route under /api/v1 can answer."""

WRITE_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: _problem(status) for status in (400, 409, 410, 413)
}

REVISED_MEANWHILE: dict[int | str, dict[str, Any]] = {
    409: _problem(
        409,
        kind="revised-meanwhile",
        detail="Somebody reworded this belief while you were writing. Read their words beside "
        "yours. To go on with yours, send them again with `from_version` 3.",
        current_version=3,
    )
}
"""Where somebody puts a belief in other words, and somebody else was faster."""

BODIES = {
    **example_bodies.BODIES,
    **example_loop_bodies.BODIES,
    **digest_examples.BODIES,
    **rhythm_examples.BODIES,
}

NOT_READY = _problem(503) | {
    "description": "Not ready: `database`, `runner`, `lag` or `slack` say why."
}


def writes(
    body: type[BaseModel] | None,
    *,
    status: int = 201,
    location: bool = False,
    problems: dict[int | str, dict[str, Any]] | None = None,
    answer: dict[str, Any] = examples.WRITTEN,
    schema: str = "Written",
) -> dict[str, Any]:
    """For a route that changes something: its statuses, problems and examples."""
    new: dict[str, Any] = {"description": "It is done.", **_example(answer)}
    if location:
        where = {"description": "Where it can be read.", "schema": {"type": "string"}}
        new["headers"] = {"Location": where}
    responses: dict[int | str, dict[str, Any]] = {status: new, **WRITE_PROBLEMS, **(problems or {})}
    if status != 200:  # noqa: PLR2004
        again = _example(answer | {"already_there": True})
        known = {"$ref": f"#/components/schemas/{schema}"}
        again["content"]["application/json"]["schema"] = known
        responses[200] = {"description": "It was done before; nothing has changed.", **again}
    more: dict[str, Any] = {"status_code": status, "responses": responses}
    if body is not None:
        more["openapi_extra"] = {"requestBody": _example(BODIES[body])}
    return more


def reads(answer: Any, more: dict[int | str, Any] | None = None) -> dict[str, Any]:
    """For a route that shows something: an example of its answer, and what else it can say."""
    shown = {"description": "Here it is.", **_example(answer)}
    return {"responses": {200: shown, **(more or {})}}


def describe(app: FastAPI) -> None:
    """Complete this app's OpenAPI: what a problem looks like, and examples with their nulls."""
    generated = app.openapi

    def openapi() -> dict[str, Any]:
        document = generated()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(problem.pop("$defs", {}))
        schemas["Problem"] = problem
        for operation in (one for path in document["paths"].values() for one in path.values()):
            for said in (operation.get("requestBody", {}), *operation["responses"].values()):
                for content in said.get("content", {}).values():
                    if AS_TEXT in content:
                        content["example"] = json.loads(content.pop(AS_TEXT))
        return document

    app.openapi = openapi  # type: ignore[method-assign]


AS_TEXT = "x-example-as-text"
"""FastAPI drops nulls from what it describes; an example as text keeps them until it is done."""


def _example(example: Any) -> dict[str, Any]:
    return {"content": {"application/json": {AS_TEXT: json.dumps(example)}}}
