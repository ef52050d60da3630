"""Health: is the process alive, and can it serve."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Response

from service.api import examples
from service.api.answers import Alive, Ready
from service.api.documented import NOT_READY, reads
from service.api.problems import RETRY_AFTER_SECONDS, problem
from service.bootstrap import System
from service.domain.errors import Unavailable
from service.projections import runner
from service.recorder import head_of

MOST_BEHIND = 1_000
"""Read models further behind the log than this are not fit to be shown."""


def router(system: System, speaks: Callable[[], bool] | None = None) -> APIRouter:
    """/health/live and /health/ready, for anybody who asks. `speaks` tells whether what Slack is
    to be told is sent, where this process does that."""
    health = APIRouter(prefix="/health", tags=["health"])

    @health.get("/live", **reads(examples.ALIVE))
    def live(response: Response) -> Alive:
        """Say that the process answers, whatever the database does."""
        response.headers["Cache-Control"] = "no-store"
        return Alive()

    @health.get("/ready", response_model=Ready, **reads(examples.READY, {503: NOT_READY}))
    def ready(response: Response) -> Ready | Response:
        """Say whether requests can be served: the database answers, read models are up to date."""
        found = look(system, None if speaks is None else speaks())
        if not found.ready:
            headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
            return problem(503, "Not ready yet.", headers=headers, **found.model_dump())
        response.headers["Cache-Control"] = "no-store"
        return found

    return health


def look(system: System, slack: bool | None = None) -> Ready:
    """How the system is."""
    try:
        with system.database.reading() as connection:
            is_running = runner.is_anyone_running(connection)
            lag = head_of(connection) - runner.progress_of(connection).position
    except Unavailable:
        return Ready(ready=False, database=False, runner=False, lag=None, slack=slack)
    is_ready = is_running and lag <= MOST_BEHIND and slack is not False
    return Ready(ready=is_ready, database=True, runner=is_running, lag=max(lag, 0), slack=slack)
