"""The API's routes, put together: what can be done and what can be asked."""

from __future__ import annotations

from fastapi import APIRouter, Depends

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
from service.api.deps import Clock, provide
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


def router(system: System, clock: Clock) -> APIRouter:
    """All routes under /api/v1, for this system. The app they join needs `errors.install`."""
    api = APIRouter(
        prefix=PREFIX, dependencies=[Depends(provide(system, clock))], responses=PROBLEMS
    )
    for part in PARTS:
        api.include_router(part.router)
    return api
