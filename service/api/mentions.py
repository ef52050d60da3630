"""What is left out of reflections: taking it out, finding it by name, and destroying it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from pydantic import Field

from service import erasing
from service.api import examples
from service.api.answers import Written
from service.api.deps import Caller, PlaceName, ReflectionName, SystemHere, Writes
from service.api.documented import reads, writes
from service.api.wanted import Nothing
from service.application.mention_commands import EraseMention, RedactSpan
from service.projections.mentions import MentionView
from service.text import OptionalLine

router = APIRouter(tags=["left out"])
MentionId = Annotated[UUID, Path(description="The id of what was left out.")]


class WantedMentions(Nothing):
    """About whom."""

    about: OptionalLine = Field(default=None, description="Only what is about this name.")


@router.post("/places/{place}/reflections/{reflection}/left-out", **writes(RedactSpan))
def leave_out(
    place: PlaceName, reflection: ReflectionName, body: RedactSpan, write: Writes
) -> Written:
    """Leave words out that tell who somebody is. The answer's `id` is that of what was left out.

    What was sealed before opens no more, notes beside the reflection included.
    """
    return write.done(erasing.redact(write.system, place, reflection, body, write.request))


@router.get("/places/{place}/left-out", **reads([examples.MENTION]))
def left_out(
    place: PlaceName, wanted: Annotated[WantedMentions, Query()], system: SystemHere, actor: Caller
) -> list[MentionView]:
    """List what was left out of reflections, or what of it is about somebody. For learning
    partners."""
    return system.reading.mentions(actor, place, wanted.about)


@router.post("/left-out/{mention}/erasure", **writes(EraseMention))
def erase_mention(mention: MentionId, write: Writes, body: EraseMention | None = None) -> Written:
    """Destroy for good what was left out of a reflection. The reflection stays."""
    command = body or EraseMention()
    return write.done(write.system.mentions.erase(mention, command, write.request))
