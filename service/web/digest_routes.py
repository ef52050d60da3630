"""The routes of digests: lists, a page to read, its PDF, a draft to put better, and answers."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from service.application.commands import Receipt
from service.application.desk import Request as Asked
from service.application.rhythm_commands import RespondToDigest
from service.bootstrap import System
from service.digests import editing, offering
from service.digests.content import quotes_in
from service.digests.documents import document_of
from service.digests.editing import NotEdited
from service.digests.reading import DigestReading
from service.digests.views import DigestView
from service.domain.errors import Conflict, NotFound, Refused, Unavailable
from service.domain.vocabulary import Channel
from service.pdf import pdf_of
from service.policy import Action, Actor, may
from service.projections import runner
from service.projections.shapes import PlaceView
from service.web import digest_words as dw
from service.web.digest_render import DigestPages, Draft, Visit
from service.web.downloads import download, file_name
from service.web.pages import reader_of
from service.web.render import Pages
from service.web.sessions import Clock, Sessions

PDF = "application/pdf"
WAIT_SECONDS = 5.0
NOT_WHOLE = "Please say what you heard and what you will do, in a few words each."


async def _typed(request: Request) -> dict[str, str]:
    async with request.form() as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


Typed = Annotated[dict[str, str], Depends(_typed)]


def router(system: System, sessions: Sessions, pages: Pages, clock: Clock) -> APIRouter:
    """Every page of digests, as routes."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    here = _Here(system, sessions, DigestPages(pages), clock)
    _to_read(routes, here)
    _to_change(routes, here)
    return routes


class _Here:
    """What every route needs."""

    def __init__(
        self, system: System, sessions: Sessions, pages: DigestPages, clock: Clock
    ) -> None:
        self.system, self.sessions, self.pages, self.clock = system, sessions, pages, clock
        self.read = DigestReading(system)

    def visit(self, request: Request, actor: Actor, place: PlaceView | None) -> Visit:
        reader = reader_of(actor, self.sessions.can_sign_out(request), place)
        return Visit(reader, place, request.query_params.get("saved", ""))

    def place_of(self, actor: Actor, view: DigestView) -> PlaceView | None:
        """The place from which this reader sees it; a funder sees none."""
        seen = (one.id for one in view.places if may(actor, Action.SEE_PLACE, one.id))
        first = next(seen, None)
        return None if first is None else self.system.reading.place(actor, first)

    def asked(self, request: Request) -> Asked:
        return Asked(self.sessions.actor(request), Channel.WEB, self.clock())

    def done(self, receipt: Receipt, digest_id: UUID, page: str, saved: str) -> Response:
        """On to the page that shows it, once it does."""
        with suppress(Unavailable):  # It is saved all the same.
            runner.wait(self.system.database, receipt.position, WAIT_SECONDS)
        address = f"/digests/{digest_id}{page}?saved={saved}"
        return RedirectResponse(address, status_code=303)

    def draft(
        self,
        request: Request,
        digest_id: UUID,
        problems: Mapping[str, str] | None = None,
        typed: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        """The page of a draft, with what is wrong and all that was typed."""
        actor = self.sessions.actor(request)
        view = self.read.one(actor, digest_id)
        if not view.may_write:
            raise NotFound
        kept = self.read.draft(actor, digest_id)
        draft = Draft(
            groups=editing.groups_of(kept.content, kept.waiting),
            edition=kept.edition,
            quotable=offering.quotable(self.system, actor, kept.shown),
            problems=problems or {},
            typed=typed or {},
        )
        visit = self.visit(request, actor, self.place_of(actor, view))
        return HTMLResponse(self.pages.draft(view, draft, visit), status_code=status)

    def save(self, asked: Asked, digest_id: UUID, typed: Mapping[str, str]) -> Receipt:
        """What was put better. Conflict where somebody has another edition before them."""
        kept = self.read.draft(asked.actor, digest_id)
        if typed.get("edition") != str(kept.edition):
            raise Conflict
        content = editing.edited(kept.content, typed, kept.waiting)
        text, quotes = content.model_dump_json(), quotes_in(content)
        return self.system.digests.edit(digest_id, text, quotes, asked, edition=kept.edition)


def _to_read(routes: APIRouter, here: _Here) -> None:
    @routes.get("/digests")
    def for_funder(request: Request) -> str:
        """What was sent to the funder who asks."""
        actor = here.sessions.actor(request)
        return here.pages.listed(here.read.for_funder(actor), here.visit(request, actor, None))

    @routes.get("/places/{place_id}/digests")
    def of_place(place_id: UUID, request: Request) -> str:
        """A place's digests."""
        actor = here.sessions.actor(request)
        place = here.system.reading.place(actor, place_id)
        found = here.read.of_place(actor, place_id)
        return here.pages.listed(found, here.visit(request, actor, place))

    @routes.get("/digests/{digest_id}")
    def digest(digest_id: UUID, request: Request) -> str:
        """One digest."""
        actor = here.sessions.actor(request)
        view = here.read.one(actor, digest_id)
        return here.pages.digest(view, here.visit(request, actor, here.place_of(actor, view)))

    @routes.get("/digests/{digest_id}/digest.pdf")
    def pdf(digest_id: UUID, request: Request) -> Response:
        """The same as a PDF, two sides of paper."""
        document = document_of(here.read.one(here.sessions.actor(request), digest_id))
        return download(pdf_of(document), PDF, f"{file_name(document.title)}.pdf")

    @routes.get("/digests/{digest_id}/draft")
    def draft(digest_id: UUID, request: Request) -> Response:
        """A draft, to put it better and to agree to it."""
        return here.draft(request, digest_id)


def _to_change(routes: APIRouter, here: _Here) -> None:
    digests = here.system.digests

    @routes.post("/digests/{digest_id}/draft")
    def edit(digest_id: UUID, request: Request, typed: Typed) -> Response:
        """Save what was put better, or say what is wrong beside all that was typed."""
        asked = here.asked(request)
        try:
            receipt = here.save(asked, digest_id, typed)
        except NotEdited as error:
            return here.draft(request, digest_id, error.problems, typed, 422)
        except Conflict:
            return here.draft(request, digest_id, {"": dw.MEANWHILE}, typed, 409)
        return here.done(receipt, digest_id, "/draft", "edited")

    @routes.post("/digests/{digest_id}/agree")
    def agree(
        digest_id: UUID,
        request: Request,
        place: Annotated[UUID, Form()],
        says: Annotated[Literal["agreed", "waits"], Form()],
        edition: Annotated[int, Form(ge=1)],
    ) -> Response:
        """Agree for a place to what was read, or wait this time."""
        asked = here.asked(request)
        if says == "waits":
            receipt = digests.wait(digest_id, place, asked)
            return here.done(receipt, digest_id, "/draft", says)
        comes_back = place in here.read.one(asked.actor, digest_id).waiting
        try:
            receipt = digests.sign_off(digest_id, place, asked, edition=edition)
        except Conflict as error:
            return here.draft(request, digest_id, {"": str(error)}, status=409)
        return here.done(receipt, digest_id, "/draft", "back" if comes_back else says)

    @routes.post("/digests/{digest_id}/leave-out")
    def leave_out(digest_id: UUID, request: Request) -> Response:
        """Leave it out this time."""
        receipt = digests.set_aside(digest_id, here.asked(request))
        return here.done(receipt, digest_id, "", "left-out")

    @routes.post("/digests/{digest_id}/quote")
    def quote(digest_id: UUID, request: Request, typed: Typed) -> Response:
        """Ask somebody whether words of theirs may stand in it."""
        asked = here.asked(request)
        try:
            wanted = offering.Asked(
                UUID(typed.get("about", "")),
                UUID(typed.get("reflection", "")),
                typed.get("words", ""),
            )
            receipt = offering.ask(here.system, digest_id, wanted, asked)
        except (ValidationError, ValueError):
            return here.draft(request, digest_id, {"": offering.CHOOSE_WORDS}, typed, 422)
        except Refused as error:
            return here.draft(request, digest_id, {"": str(error)}, typed, 422)
        return here.done(receipt, digest_id, "/draft", "asked")

    @routes.post("/digests/{digest_id}/answer")
    def answer(digest_id: UUID, request: Request, typed: Typed) -> Response:
        """What a funder says to it."""
        asked = here.asked(request)
        here.read.one(asked.actor, digest_id)
        try:
            command = RespondToDigest(
                what_we_heard=typed.get("what_we_heard", ""),
                what_we_will_do=typed.get("what_we_will_do", ""),
                question_back=typed.get("question_back"),
            )
        except ValidationError:
            raise Refused(NOT_WHOLE) from None
        return here.done(digests.respond(digest_id, command, asked), digest_id, "", "answered")

    @routes.post("/digests/{digest_id}/share-answer")
    def share_answer(digest_id: UUID, request: Request) -> Response:
        """Pass on to the places what their funder said."""
        receipt = digests.share_response(digest_id, here.asked(request))
        return here.done(receipt, digest_id, "", "shared")
