"""The pages: a request in, the same questions as everybody else asks, HTML out."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from service.bootstrap import System
from service.domain.errors import NotSignedIn
from service.domain.frameworks import default_frameworks
from service.domain.vocabulary import SYSTEM_PERSPECTIVES, ActorRole, Perspective
from service.policy import Actor
from service.projections.asking import sees_framework_words
from service.projections.entries import Filter
from service.projections.shapes import Entry, Lane, PlaceView, TimelineView
from service.web import words
from service.web.export import csv_rows, png, vega_lite
from service.web.filters import Choices, Filters, Reader
from service.web.form_questions import saved_note
from service.web.news import news_for
from service.web.render import Pages, PlaceRow
from service.web.sessions import Clock, Sessions

ROLE_WORDS = {
    ActorRole.LEARNING_PARTNER: "learning partner",
    ActorRole.PARTNER: "partner",
    ActorRole.COORDINATOR: "coordinator",
    ActorRole.FUNDER: "funder",
    ActorRole.OPERATOR: "operator",
}


def router(system: System, sessions: Sessions, pages: Pages, clock: Clock) -> APIRouter:
    """Every page of the web, as routes."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @routes.get("/")
    def home(request: Request) -> Response:
        """The only place there is, or the list of places; for a funder, the digests."""
        try:
            actor = sessions.actor(request)
        except NotSignedIn:
            return HTMLResponse(pages.error(401, words.NOT_SIGNED_IN), status_code=401)
        if actor.role == ActorRole.FUNDER:
            return RedirectResponse("/digests", status_code=303)
        places = system.reading.places(actor)
        if len(places) == 1:
            return RedirectResponse(f"/places/{places[0].id}/timeline", status_code=303)
        return RedirectResponse("/places/", status_code=303)

    @routes.get("/places/")
    def places(request: Request) -> str:
        """The places that this person may see."""
        actor = sessions.actor(request)
        seen = system.reading.places(actor)
        rows = []
        for place in seen:
            voices = system.reading.voices(actor, place.id, Filter())
            rows.append(PlaceRow(place, contributors=voices.contributors))
        return pages.places(rows, reader_of(actor, sessions.can_sign_out(request)))

    @routes.get("/places/{place_id}/timeline")
    def timeline(place_id: UUID, request: Request) -> str:
        """A place's timeline."""
        actor = sessions.actor(request)
        filters = Filters.parse(request.query_params.multi_items())
        is_past = filters.as_known_on is not None
        news = None if is_past else news_for(system, sessions, actor)
        whole = system.reading.timeline(actor, place_id, Filter())
        view = _filtered(system, actor, whole, filters)
        return pages.timeline(
            view,
            filters,
            reader_of(actor, sessions.can_sign_out(request), whole.place),
            _picked(filters.item, view, whole),
            choices=Choices.of(whole),
            today=today_in(whole.place, clock),
            saved=saved_note(request.query_params.get("saved", "")),
            news=news,
        )

    @routes.get("/places/{place_id}/timeline.csv")
    def timeline_csv(place_id: UUID, request: Request) -> Response:
        """The same entries as a spreadsheet."""
        view, _ = _view(system, sessions.actor(request), place_id, request)
        return _download(csv_rows(view), "text/csv; charset=utf-8", "timeline.csv")

    @routes.get("/places/{place_id}/timeline.vl.json")
    def timeline_vega(place_id: UUID, request: Request) -> Response:
        """The same entries for analysts, as Vega-Lite."""
        view, filters = _view(system, sessions.actor(request), place_id, request)
        response = JSONResponse(vega_lite(view, filters, today=today_in(view.place, clock)))
        response.headers["content-disposition"] = 'attachment; filename="timeline.vl.json"'
        return response

    @routes.get("/places/{place_id}/timeline.png")
    def timeline_png(place_id: UUID, request: Request) -> Response:
        """The same drawing as a picture."""
        view, filters = _view(system, sessions.actor(request), place_id, request)
        return Response(
            png(view, filters, today=today_in(view.place, clock)), media_type="image/png"
        )

    @routes.get("/sign-in/{token}")
    def sign_in_page(token: str) -> Response:
        """Behind a one-use link: a button. Looking does not use the link up."""
        if not sessions.is_open(token):
            return HTMLResponse(pages.error(410, words.LINK_IS_OVER), status_code=410)
        return HTMLResponse(pages.sign_in(token))

    @routes.post("/sign-in")
    def sign_in(token: Annotated[str, Form(max_length=200)]) -> Response:
        """Use the link up and come in."""
        response = RedirectResponse("/", status_code=303)
        try:
            sessions.sign_in(token, response)
        except NotSignedIn as error:
            return HTMLResponse(pages.error(410, str(error)), status_code=410)
        return response

    @routes.post("/sign-out")
    def sign_out(request: Request) -> Response:
        """Go."""
        response = HTMLResponse(pages.signed_out())
        sessions.sign_out(request, response)
        return response

    return routes


def _view(
    system: System, actor: Actor, place_id: UUID, request: Request
) -> tuple[TimelineView, Filters]:
    filters = Filters.parse(request.query_params.multi_items())
    whole = system.reading.timeline(actor, place_id, Filter())
    return _filtered(system, actor, whole, filters), filters


def _filtered(system: System, actor: Actor, whole: TimelineView, filters: Filters) -> TimelineView:
    wanted = Filter(
        from_on=filters.from_on,
        to_on=filters.to_on,
        codes=_codes(filters.about, [*whole.lanes, *whole.blocks]),
        perspectives=_perspectives(filters),
        relayed=filters.relayed,
        trial=filters.trial,
        as_known_on=filters.as_known_on,
    )
    if wanted == Filter():
        return whole
    return system.reading.timeline(actor, whole.place.id, wanted)


def _codes(about: str | None, lanes: list[Lane]) -> frozenset[str] | None:
    if about is None:
        return None
    prefix, _, name = about.partition("group:")
    if prefix:
        return frozenset([about]) if any(lane.code == about for lane in lanes) else None
    return frozenset(lane.code for lane in lanes if (lane.group or "").casefold() == name)


def _perspectives(filters: Filters) -> frozenset[Perspective] | None:
    everyone = filters.perspectives >= frozenset(SYSTEM_PERSPECTIVES)
    return None if everyone else frozenset(filters.perspectives)


def _picked(item: UUID | None, view: TimelineView, whole: TimelineView) -> Entry | None:
    found = [entry for entry in (*view.entries, *whole.entries) if entry.id == item]
    decided = (entry for entry in found if entry.kind == "decision")
    return next(decided, found[0] if found else None)


def today_in(place: PlaceView, clock: Clock) -> date:
    """The day that it is in a place."""
    return clock().astimezone(ZoneInfo(place.zone)).date()


def reader_of(actor: Actor, can_sign_out: bool, place: PlaceView | None = None) -> Reader:
    """Who reads, as far as a page has to know."""
    shows_framework = place is not None and sees_framework_words(actor, place)
    frameworks = default_frameworks()
    attributions = (frameworks.behaviours.attribution, frameworks.building_blocks.attribution)
    return Reader(
        role=ROLE_WORDS[actor.role],
        attributions=attributions if shows_framework else (),
        can_sign_out=can_sign_out,
        leads=actor.role == ActorRole.LEARNING_PARTNER,
        funds=actor.role == ActorRole.FUNDER,
    )


def _download(text: str, media_type: str, name: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(text, media_type=media_type, headers={"content-disposition": disposition})
