"""Problem details: how every error looks to a program (RFC 9457)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from pydantic import BaseModel, Field
from starlette.responses import JSONResponse

from service.api.reasons import Wrong

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2

TITLES = {
    400: "Incomplete request",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Not done that way",
    409: "Conflict",
    410: "Gone",
    413: "Too large",
    422: "Cannot be done as asked",
    500: "Something went wrong",
    503: "Not available",
}


class Problem(BaseModel):
    """Why something was not done (RFC 9457)."""

    type: str = Field(description="Stays the same for the same kind of problem.")
    title: str
    status: int
    detail: str = Field(description="A plain sentence, fit to be shown.")
    instance: str = Field(description="Names this one occurrence, for asking us about it.")
    errors: list[Wrong] | None = Field(default=None, description="What is wrong, by field.")
    current_version: int | None = Field(
        default=None, description="Where somebody reworded a belief meanwhile: its newest version."
    )


def problem(
    status: int,
    detail: str,
    *,
    kind: str | None = None,
    headers: Mapping[str, str] | None = None,
    instance: str | None = None,
    **more: Any,
) -> JSONResponse:
    """Problem details as an answer; `more` are members of their own."""
    title = TITLES.get(status, "Not done")
    content = {
        "type": f"urn:doubleloop:problem:{kind or kebab(title.title())}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": instance or f"urn:uuid:{uuid4()}",
        **more,
    }
    sent = {"Cache-Control": "no-store", **(headers or {})}
    return JSONResponse(content, status, headers=sent, media_type=MEDIA_TYPE)


def kebab(name: str) -> str:
    """A class's name, or a title, as a word for addresses."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name.replace(" ", "")).lower()
