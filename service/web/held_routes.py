"""The routes by which people see what is kept about them, or have it sent to their own address."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from service.bootstrap import System
from service.document import as_html, as_text
from service.domain.errors import NotFound
from service.held.documents import FILENAME, as_json, document_of
from service.letters.held import ask_by_letter
from service.links import LinkExpired, LinkInvalid
from service.web import answer_words as aw
from service.web import held_words as hw
from service.web.answering import who_stops
from service.web.downloads import download
from service.web.form_pages import FORMS_VERSION
from service.web.pages import reader_of
from service.web.render import STATIC, Pages
from service.web.sessions import Clock, Sessions

DIGEST_VERSION = hashlib.sha256((STATIC / "digest.css").read_bytes()).hexdigest()[:10]


def router(system: System, sessions: Sessions, pages: Pages, clock: Clock) -> APIRouter:
    """For who signs in, a page and two files; for who has the link of a letter, a letter."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    pages.environment.globals.update(hw=hw)

    @routes.get("/me")
    def held(request: Request) -> str:
        """All that is kept about whoever asks, to read."""
        actor = sessions.actor(request)
        body = as_html(document_of(system.reading.held_about(actor)))
        return pages.page(
            "held.html",
            body=body,
            reader=reader_of(actor, sessions.can_sign_out(request)),
            forms_version=FORMS_VERSION,
            digest_version=DIGEST_VERSION,
        )

    @routes.get("/me.txt")
    def as_a_text(request: Request) -> Response:
        """The same as a text."""
        document = document_of(system.reading.held_about(sessions.actor(request)))
        text = as_text(document).encode()
        return download(text, "text/plain; charset=utf-8", f"{FILENAME}.txt")

    @routes.get("/me.json")
    def for_programs(request: Request) -> Response:
        """The same for programs."""
        kept = system.reading.held_about(sessions.actor(request))
        return download(as_json(kept), "application/json", f"{FILENAME}.json")

    @routes.get("/stop/{token}/held")
    def ask(token: str) -> Response:
        """A button. Looking sends nothing, since mail programs look at links too."""
        return guest(token, lambda _person, _place: "")

    @routes.post("/stop/{token}/held")
    def send(token: str) -> Response:
        """Have it sent to the address that letters go to."""

        def have_it_sent(person: UUID, place: UUID) -> str:
            is_coming = ask_by_letter(system, person, place, clock())
            return hw.SENT if is_coming else hw.NO_ADDRESS

        return guest(token, have_it_sent)

    def guest(token: str, do: Callable[[UUID, UUID], str]) -> Response:
        try:
            said = do(*who_stops(system, token, clock()))
        except (LinkInvalid, LinkExpired, NotFound) as error:
            is_old = isinstance(error, LinkExpired)
            title, sentence = (aw.OLD_TITLE, aw.OLD) if is_old else (aw.BAD_TITLE, aw.BAD)
            return page("answer_bad.html", 410 if is_old else 404, title=title, sentence=sentence)
        return page("held_ask.html", 200, token=token, said=said)

    def page(name: str, status: int, **context: object) -> Response:
        said = pages.page(name, aw=aw, forms_version=FORMS_VERSION, **context)
        # The address is a key: nothing may pass it on.
        return HTMLResponse(said, status, headers={"referrer-policy": "no-referrer"})

    return routes
