"""Exports: a place as a file for programs that analyse, count or keep what was said."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi import Request as HttpRequest
from pydantic import Field
from starlette.responses import Response

from service.api.deps import Caller, PlaceHere, SystemHere
from service.api.wanted import Nothing
from service.exchange.formats import Format, file_of

router = APIRouter(tags=["reading"])

_FILE: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}

FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {
            "application/zip": _FILE | {"example": "PK..."},
            "application/xml": _FILE | {"example": '<CodeBook origin="doubleloop">...</CodeBook>'},
            "application/jsonl": _FILE
            | {"example": '{"sheet": "reflections", "name": "HV-0142", "words": "We rang."}\n'},
        },
    }
}


class WantedFile(Nothing):
    """Which file."""

    format: Format = Field(
        default=Format.JSONL,
        description="`qdpx`: a project for programs for qualitative analysis; `qdc`: its "
        "codebook; `csv`: a zip with a table for each kind of thing; `jsonl`: the same tables "
        "as JSON lines.",
        examples=["qdpx"],
    )


@router.get("/places/{place}/export", response_class=Response, responses=FILES)
def export(
    place: PlaceHere,
    system: SystemHere,
    actor: Caller,
    http: HttpRequest,
    wanted: Annotated[WantedFile, Query()],
) -> Response:
    """Take away all that this token may see of a place, as a file that other programs open.

    It never holds more than the other answers. To carry a place to another service, whoever runs
    this one writes a file that can be read back, with `doubleloop export`.
    """
    format = wanted.format
    content = file_of(system, actor, place.id, format, http.state.now)
    # Not set by FastAPI, which leaves the headers of a given response as they are.
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="export.{format.ending}"',
    }
    return Response(content, media_type=format.media_type, headers=headers)
