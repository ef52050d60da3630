"""Digests: read as they may be told, agreed to by places, and answered by their funder."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path
from starlette.responses import Response

from service.api import digest_examples as examples
from service.api.answers import Written
from service.api.deps import Caller, PlaceHere, SystemHere, Writes
from service.api.documented import reads, writes
from service.api.wanted import NothingMore
from service.application.rhythm_commands import (
    AgreeToDigest,
    RemarkOnDigest,
    RespondToDigest,
    WaitWithDigest,
)
from service.digests.documents import document_of
from service.digests.reading import DigestReading
from service.digests.views import DigestLine, DigestView
from service.pdf import pdf_of

router = APIRouter(tags=["digests"])
ONE = "/digests/{digest}"
PDF = "application/pdf"

DigestId = Annotated[
    UUID,
    Path(description="A digest, by its id.", examples=[examples.DIGEST_ID]),
]

FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {
            PDF: {"schema": {"type": "string", "format": "binary"}, "example": "%PDF-1.7..."}
        },
    }
}


@router.get("/places/{place}/digests", **reads([examples.LINE]))
def digests_of_place(
    place: PlaceHere, system: SystemHere, actor: Caller, _: NothingMore
) -> list[DigestLine]:
    """List a place's digests that you may read, newest first, and those for the funder."""
    return DigestReading(system).of_place(actor, place.id)


@router.get("/digests", **reads([examples.LINE]))
def digests_for_funder(system: SystemHere, actor: Caller, _: NothingMore) -> list[DigestLine]:
    """List what was sent to the funder, newest first. For funders."""
    return DigestReading(system).for_funder(actor)


@router.get(ONE, **reads(examples.DIGEST))
def digest(digest: DigestId, system: SystemHere, actor: Caller, _: NothingMore) -> DigestView:
    """Show a digest, with numbers as they may be told and quotes as they stand now."""
    return DigestReading(system).one(actor, digest)


@router.get(f"{ONE}/pdf", response_class=Response, responses=FILE)
def digest_pdf(digest: DigestId, system: SystemHere, actor: Caller, _: NothingMore) -> Response:
    """Take a digest away as a PDF that everybody can read."""
    content = pdf_of(document_of(DigestReading(system).one(actor, digest)))
    return Response(content, media_type=PDF, headers={"Cache-Control": "no-store"})


@router.post(f"{ONE}/sign-offs", **writes(AgreeToDigest))
def sign_off(digest: DigestId, body: AgreeToDigest, write: Writes) -> Written:
    """Agree, for a place, that the edition which was read goes out."""
    place = write.system.desk.place(body.place)
    edition = body.edition
    done = write.system.digests.sign_off(digest, place.id, write.request, edition=edition)
    return write.done(done)


@router.post(f"{ONE}/waits", **writes(WaitWithDigest))
def wait(digest: DigestId, body: WaitWithDigest, write: Writes) -> Written:
    """Have a place rather not be in it this time. No reason is asked."""
    place = write.system.desk.place(body.place)
    return write.done(write.system.digests.wait(digest, place.id, write.request))


@router.post(f"{ONE}/leaving-out", **writes(None))
def leave_out(digest: DigestId, write: Writes) -> Written:
    """Leave it out this time."""
    return write.done(write.system.digests.set_aside(digest, write.request))


@router.post(f"{ONE}/remarks", **writes(RemarkOnDigest))
def remark(digest: DigestId, body: RemarkOnDigest, write: Writes) -> Written:
    """Say that something is missing in it, or not right."""
    return write.done(write.system.digests.remark(digest, body, write.request))


@router.post(f"{ONE}/answers", **writes(RespondToDigest))
def answer(digest: DigestId, body: RespondToDigest, write: Writes) -> Written:
    """Answer it, as its funder."""
    return write.done(write.system.digests.respond(digest, body, write.request))


@router.post(f"{ONE}/answer-shares", **writes(None))
def share_answer(digest: DigestId, write: Writes) -> Written:
    """Pass on to the places what their funder said."""
    return write.done(write.system.digests.share_response(digest, write.request))
