"""The routes of the forms: a list of what can be written down, and a form for each of it."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from service.application.desk import Request as Said
from service.bootstrap import System
from service.domain.errors import (
    Conflict,
    DoubleLoopError,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Unavailable,
)
from service.domain.vocabulary import Channel
from service.policy import Action, Actor, may, require
from service.projections import runner
from service.projections.asking import sees_framework_words
from service.projections.loop_shapes import Wording
from service.projections.shapes import PlaceView
from service.web import form_words as w
from service.web.filters import Reader
from service.web.form_choices import Loops, Offers
from service.web.form_fields import Data
from service.web.form_keys import FormKeys, request_key
from service.web.form_pages import FormPages, FormView
from service.web.form_refusals import Refusals
from service.web.form_shape import Form
from service.web.form_shown import choosing, shown
from service.web.form_visit import SUBJECTS, NotTaken, Visit
from service.web.forms import FORMS
from service.web.pages import reader_of
from service.web.render import Pages
from service.web.sessions import Clock, Sessions

STATUSES: dict[type[DoubleLoopError], int] = {
    NotSignedIn: 401,
    NotAllowed: 403,
    NotFound: 404,
    Unavailable: 503,
}


async def typed_into(request: Request) -> Data:
    """What somebody typed into a form."""
    async with request.form() as form:
        return Data((name, value) for name, value in form.multi_items() if isinstance(value, str))


Typed = Annotated[Data, Depends(typed_into)]


def router(
    system: System,
    sessions: Sessions,
    pages: Pages,
    clock: Clock,
    loops: Loops,
    *,
    wait_seconds: float = 5.0,
) -> APIRouter:
    """The forms as routes. After saving, a page waits up to `wait_seconds` for what it shows."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    desk = _Desk(system, sessions, clock, loops, FormPages(pages), wait_seconds)

    @routes.get("/places/{place_id}/record")
    def record(place_id: UUID, request: Request) -> str:
        """What can be written down here."""
        return desk.list_all(place_id, request)

    @routes.get("/places/{place_id}/record/{kind}")
    def form(place_id: UUID, kind: str, request: Request) -> Response:
        """One form, with what the address fills in."""
        return desk.show(place_id, kind, request)

    @routes.post("/places/{place_id}/record/{kind}")
    def send(place_id: UUID, kind: str, request: Request, typed: Typed) -> Response:
        """Record it and go on, or say what is missing with all that was typed."""
        if kind not in FORMS:
            raise NotFound
        try:
            return desk.take(place_id, kind, request, typed)
        except DoubleLoopError as error:
            return desk.keep(kind, typed, error)

    return routes


def _is_open(form: Form, actor: Actor, place: PlaceView) -> bool:
    """True where this reader may do it, and sees the words that it needs (I13)."""
    sees = not form.needs_framework or sees_framework_words(actor, place)
    return sees and may(actor, form.action, place.id)


class _Desk:
    """Answers for the forms: who asks, what they may see, what they sent."""

    def __init__(
        self,
        system: System,
        sessions: Sessions,
        clock: Clock,
        loops: Loops,
        pages: FormPages,
        wait_seconds: float,
    ) -> None:
        self._system, self._sessions, self._clock, self._loops = system, sessions, clock, loops
        self._pages, self._wait_seconds = pages, wait_seconds
        self._keys = FormKeys(system.keys)

    def list_all(self, place_id: UUID, request: Request) -> str:
        actor = self._sessions.actor(request)
        place = self._place(actor, place_id)
        groups = [
            (title, [kind for kind in kinds if _is_open(FORMS[kind], actor, place)])
            for title, kinds in w.GROUPS
        ]
        return self._pages.record(place, groups, self._reader(request, actor, place))

    def show(self, place_id: UUID, kind: str, request: Request) -> Response:
        visit = self._visit(place_id, kind, request)
        query = Data(request.query_params.multi_items())
        if visit.form.subject and not visit.subject(query):
            return self._choose(visit, query, request)
        return self._form(visit, visit.begun(query), request)

    def take(self, place_id: UUID, kind: str, request: Request, data: Data) -> Response:
        visit = self._visit(place_id, kind, request)
        if not self._keys.holds(data.one("key"), visit.offers.actor, visit.place.id, kind):
            page = self._pages.kept(kind, data, w.FORGED, can_send=False)
            return HTMLResponse(page, status_code=403)
        if data.one("more"):
            return self._form(visit, data, request)
        said = Said(visit.offers.actor, Channel.WEB, self._clock(), request_key(data))
        try:
            receipt = visit.take(data, said)
        except NotTaken as refusal:
            return self._again(visit, data, request, refusal)
        with suppress(Unavailable):  # It is saved all the same.
            runner.wait(self._system.database, receipt.position, self._wait_seconds)
        return RedirectResponse(visit.follows(data, receipt), status_code=303)

    def keep(self, kind: str, data: Data, error: DoubleLoopError) -> Response:
        """Give back what was typed, where the form itself cannot be shown."""
        status = next((STATUSES[one] for one in type(error).__mro__ if one in STATUSES), 409)
        sentence = w.KEPT_SIGN_IN if isinstance(error, NotSignedIn) else str(error)
        if isinstance(error, NotFound):
            sentence = str(NotFound())
        page = self._pages.kept(kind, data, sentence, can_send=status not in (403, 404))
        return HTMLResponse(page, status_code=status)

    def _again(self, visit: Visit, data: Data, request: Request, refusal: NotTaken) -> Response:
        """The same form with what is wrong beside each question, and all that was typed."""
        error = refusal.error
        theirs = visit.theirs(data, error)
        if theirs is not None:
            data = data.but(from_version=str(theirs.version))
        status = 409 if isinstance(error, Conflict) else 422
        return self._form(visit, data, request, refusal.refusals, theirs, status)

    def _form(
        self,
        visit: Visit,
        data: Data,
        request: Request,
        refusals: Refusals | None = None,
        theirs: Wording | None = None,
        status: int = 200,
    ) -> Response:
        actor, form, wrong = visit.offers.actor, visit.form, refusals or Refusals()
        about, fields = visit.about(data), visit.fields(data)
        key = data.one("key") or self._keys.mint(actor, visit.place.id, form.kind)
        hidden = [one.name for one in fields if one.input == "hidden"]
        kept = [("key", key), *((name, data.one(name)) for name in hidden if data.one(name))]
        if form.subject:
            kept.append((form.subject, visit.subject(data)))
        can_wait = form.kind == "decision" and not data.one("decision")
        view = FormView(
            place=visit.place,
            kind=form.kind,
            fields=shown(form.kind, fields, data, visit.offers, wrong),
            hidden=kept,
            refusals=wrong,
            about=about,
            theirs=theirs,
            waiting=visit.offers.proposals if can_wait else [],
            starters=[] if data.one("starter") or "key" in data else visit.starters(),
            from_starter=visit.offers.sees_framework and bool(data.one("starter")),
            names=visit.offers.names,
        )
        page = self._pages.form(view, self._reader(request, actor, visit.place))
        return HTMLResponse(page, status_code=status)

    def _choose(self, visit: Visit, query: Data, request: Request) -> Response:
        """Ask first what the record is about."""
        subject = visit.form.subject or ""
        choices = visit.offers.choices(SUBJECTS[subject])
        wrong = Refusals({subject: w.CHOOSE_ONE} if subject in query and choices else {})
        view = FormView(
            place=visit.place,
            kind=visit.form.kind,
            fields=[choosing(subject, choices, wrong.get(subject, ""))] if choices else [],
            hidden=[(name, value) for name, value in query.items if name != subject],
            refusals=wrong,
            choosing=True,
            instead="" if choices else subject,
        )
        reader = self._reader(request, visit.offers.actor, visit.place)
        return HTMLResponse(self._pages.form(view, reader))

    def _visit(self, place_id: UUID, kind: str, request: Request) -> Visit:
        actor = self._sessions.actor(request)
        place = self._place(actor, place_id)
        if kind not in FORMS:
            raise NotFound
        require(actor, FORMS[kind].action, place.id)
        if not _is_open(FORMS[kind], actor, place):
            raise NotFound
        today = self._clock().astimezone(ZoneInfo(place.zone)).date()
        offers = Offers(self._system, self._loops, actor, place, today)
        return Visit(self._system, offers, FORMS[kind], self._pages.address(place.id))

    def _place(self, actor: Actor, place_id: UUID) -> PlaceView:
        """The place, for whoever may both read and record there."""
        place = self._system.reading.place(actor, place_id)
        require(actor, Action.READ_WORDS, place.id)
        require(actor, Action.RECORD_LEARNING, place.id)
        return place

    def _reader(self, request: Request, actor: Actor, place: PlaceView) -> Reader:
        return reader_of(actor, self._sessions.can_sign_out(request), place)
