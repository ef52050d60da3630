"""News: a cheap answer to whether there is anything new, for pages that keep themselves current."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from service.bootstrap import System
from service.domain.errors import NotAllowed
from service.domain.vocabulary import ActorRole
from service.policy import Actor
from service.projections.runner import progress_of
from service.web.sessions import Sessions

OFTEN_MS, SELDOM_MS = 250, 5_000
"""How long an open page waits before it asks again: in the demo, and where many may look."""


@dataclass(frozen=True)
class News:
    """What an open page needs to know in order to ask whether there is anything new."""

    position: int
    """How much of the log the page shows."""
    every_ms: int


def router(system: System, sessions: Sessions) -> APIRouter:
    """The address that open pages ask."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/places/{place_id}/news")
    def news(place_id: UUID, request: Request) -> Response:
        """How far what can be seen of the log has got."""
        actor = sessions.actor(request)
        system.reading.place(actor, place_id)
        if not may_follow(actor):
            raise NotAllowed("Only learning partners are told that something is new.")
        return JSONResponse({"position": position_of(system)})

    return routes


def news_for(system: System, sessions: Sessions, actor: Actor) -> News | None:
    """What a page that this person opens now needs; None for those who are not told.

    Ask before the page is made, so that nothing which comes meanwhile is missed.
    """
    if not may_follow(actor):
        return None
    return News(position_of(system), OFTEN_MS if sessions.is_demo else SELDOM_MS)


def may_follow(actor: Actor) -> bool:
    """Learning partners read all that comes in. To others even its time could tell of somebody."""
    return actor.role == ActorRole.LEARNING_PARTNER


def position_of(system: System) -> int:
    """How far the read models are."""
    with system.database.reading() as connection:
        return progress_of(connection).position
