"""The routes about the rhythm: the page that says when people are asked, and its calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from service.bootstrap import System
from service.domain.errors import NotAllowed, NotFound, NotSignedIn
from service.policy import Action, Actor, require
from service.web import rhythm_sentences, rhythm_words
from service.web.calendar_file import calendar_of
from service.web.form_keys import FormKeys
from service.web.form_questions import saved_note
from service.web.form_routes import Typed
from service.web.pages import reader_of
from service.web.render import Pages
from service.web.sessions import Clock, Sessions

HALF_A_YEAR = timedelta(days=183)
CALENDAR = "calendar"


def router(system: System, sessions: Sessions, pages: Pages, clock: Clock) -> APIRouter:
    """When a place asks, as a page and as a calendar."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    pages.environment.globals.update(rw=rhythm_words, rs=rhythm_sentences)
    keys = FormKeys(system.keys)

    def page(place_id: UUID, request: Request, link: str = "") -> str:
        actor = sessions.actor(request)
        place = system.reading.place(actor, place_id)
        require(actor, Action.READ_WORDS, place.id)
        view = system.schedule.schedule(actor, place.id, now=clock())
        return pages.page(
            "rhythm.html",
            reader=reader_of(actor, sessions.can_sign_out(request), place),
            here=pages.here(place, "rhythm"),
            place=place,
            view=view,
            link=link,
            key=keys.mint(actor, place.id, CALENDAR),
            saved=saved_note(request.query_params.get("saved", "")),
            is_here=_takes_part(system, actor, place.id),
        )

    @routes.get("/places/{place_id}/rhythm")
    def rhythm(place_id: UUID, request: Request) -> str:
        """When people are asked, what comes next, and what is due."""
        return page(place_id, request)

    @routes.post("/places/{place_id}/rhythm/calendar")
    def make_calendar(place_id: UUID, request: Request, data: Typed) -> Response:
        """A link of one's own for a calendar program; the one before it ends."""
        actor = sessions.actor(request)
        place = system.reading.place(actor, place_id)
        require(actor, Action.READ_WORDS, place.id)
        if not keys.holds(data.one("key"), actor, place.id, CALENDAR):
            raise NotAllowed
        key = system.access.make_feed(actor, place.id, clock())
        link = f"{system.settings.address}/places/{place.id}/calendar.ics?key={key}"
        return HTMLResponse(page(place_id, request, link))

    @routes.get("/places/{place_id}/calendar.ics")
    def calendar(place_id: UUID, key: str = "") -> Response:
        """The next half year, for whoever has a link to it."""
        now = clock()
        try:
            actor = system.access.actor_of_feed(key, place_id, now)
            place = system.reading.place(actor, place_id)
            require(actor, Action.READ_WORDS, place.id)
        except (NotSignedIn, NotAllowed):
            raise NotFound from None
        until = _today(now, place.zone) + HALF_A_YEAR
        view = system.schedule.schedule(actor, place.id, now=now, until=until)
        address = f"{system.settings.address}/places/{place.id}"
        content = calendar_of(view, address, until, now.astimezone(UTC))
        return Response(content, media_type="text/calendar; charset=utf-8")

    return routes


def _today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def _takes_part(system: System, actor: Actor, place_id: UUID) -> bool:
    """True for a person of the place, who can be asked there."""
    try:
        system.desk.person(system.desk.place(place_id), str(actor.person_id))
    except NotFound:
        return False
    return True
