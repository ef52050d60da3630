"""The API as an app of its own, without the web pages."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version

from fastapi import FastAPI

from service.api import errors, health, routes
from service.api.deps import Clock
from service.api.limits import BodyLimit
from service.bootstrap import System

OPENAPI_URL = f"{routes.PREFIX}/openapi.json"


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def create_api(system: System, clock: Clock = now) -> FastAPI:
    """The JSON API and health, for a system that is open. FastAPI's own pages need a CDN: off."""
    app = FastAPI(
        title="doubleloop",
        summary="A learning log for places.",
        version=version("doubleloop"),
        openapi_url=OPENAPI_URL,
        docs_url=None,
        redoc_url=None,
    )
    app.add_middleware(BodyLimit)
    errors.install(app)
    routes.join(app, system, clock)
    app.include_router(health.router(system))
    return app
