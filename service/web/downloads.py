"""Downloads: a place as a file for other programs, and a decision's order for who checks it."""

from __future__ import annotations

import re
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.bootstrap import System
from service.domain.errors import NotFound
from service.exchange.formats import Format, file_of
from service.exchange.loop_tables import proof
from service.exchange.sheets import csv_file
from service.web.pages import today_in
from service.web.sessions import Clock, Sessions

ENDINGS = {format.ending: format for format in Format}


def router(system: System, sessions: Sessions, clock: Clock) -> APIRouter:
    """Every file of a place, as routes; who may read a page may take the same away."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/places/{place_id}/export.{ending}")
    def export(place_id: UUID, ending: str, request: Request) -> Response:
        """All that this reader may see of a place: as qdpx, qdc, csv.zip or jsonl."""
        actor = sessions.actor(request)
        format = ENDINGS.get(ending)
        if format is None:
            raise NotFound
        content = file_of(system, actor, place_id, format, clock())
        name = system.reading.place(actor, place_id).name
        return download(content, format.media_type, f"{file_name(name)}.{ending}")

    @routes.get("/places/{place_id}/decisions/{decision}/proof.csv")
    def proof_csv(place_id: UUID, decision: str, request: Request) -> Response:
        """The entries that show in which order a decision came about, in the order of the log."""
        actor = sessions.actor(request)
        today = today_in(system.reading.place(actor, place_id), clock)
        page = system.loops.decision(actor, place_id, decision, today=today)
        positions = [step.position for step in page.loop.proof]
        written_at = system.reading.written_down(actor, place_id, positions)
        content = csv_file(proof(page, written_at))
        name = file_name(page.loop.external_id or "decision")
        return download(content, "text/csv; charset=utf-8", f"{name}-proof.csv")

    return routes


def download(content: bytes, media_type: str, name: str) -> Response:
    """A file to be saved and not shown."""
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def file_name(said: str) -> str:
    """A name for a file that every system can have, from what people call a thing."""
    return re.sub(r"[^a-z0-9]+", "-", said.casefold()).strip("-")[:60] or "place"
