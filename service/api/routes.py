"""The API's routes, put together: what can be done and what can be asked."""

from __future__ import annotations

from fastapi import APIRouter, Depends, FastAPI

from service.api import (
    beliefs,
    changes,
    decisions,
    digests,
    exports,
    learning,
    mentions,
    own,
    places,
    queries,
    reflections,
    rhythm,
    sense,
    trials,
)
from service.api.deps import Clock, here
from service.api.documented import PROBLEMS
from service.bootstrap import System

PREFIX = "/api/v1"
PARTS = (
    reflections,
    mentions,
    places,
    trials,
    sense,
    beliefs,
    decisions,
    changes,
    rhythm,
    digests,
    queries,
    learning,
    own,
    exports,
)


def _together() -> APIRouter:
    api = APIRouter(prefix=PREFIX, dependencies=[Depends(here)], responses=PROBLEMS)
    for part in PARTS:
        api.include_router(part.router)
    return api


ROUTER = _together()
"""All routes under /api/v1, built once in a process: there are many, each with its models."""


def join(app: FastAPI, system: System, clock: Clock) -> None:
    """Have the app answer them for this system. It needs `errors.install` too."""
    app.state.system, app.state.clock = system, clock
    app.router.routes.extend(ROUTER.routes)
