"""The routes for who answers from a letter: no account, no script; looking changes nothing."""

# A link is what its letter's reader has, so the forms need no other secret: what a form of another
# site could send, its author would have to know the link for.

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from service.bootstrap import System
from service.domain.errors import Conflict, DoubleLoopError, NotFound, Unavailable
from service.domain.vocabulary import PromptAnswer, PromptPurpose, Scope
from service.links import LinkExpired, LinkInvalid
from service.web import answer_words as aw
from service.web.answer_pages import AnswerPages
from service.web.answer_review import LookBack
from service.web.answering import Guest, ask_otherwise, who_stops
from service.web.form_fields import Data, Field, given
from service.web.form_refusals import invalid
from service.web.form_routes import Typed
from service.web.form_visit import NotTaken
from service.web.render import Pages
from service.web.sessions import Clock

ONE_CLICK = "List-Unsubscribe"
WISHES = (
    Field("weekday", "choice"),
    Field("at", "line"),
    Field("every", "choice"),
    Field("paused_until", "day"),
)


def router(system: System, pages: Pages, clock: Clock) -> APIRouter:
    """Answering without an account."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    show = AnswerPages(system, pages)

    def guest(token: str, do: Callable[[Guest], Response]) -> Response:
        try:
            return do(Guest.behind(system, token, clock()))
        except (LinkInvalid, LinkExpired, NotFound) as error:
            return show.bad_link(error)

    @routes.get("/answer/{token}")
    def question(token: str) -> Response:
        """The question, or what they said to it."""
        return guest(token, lambda one: show.question(one, token))

    @routes.post("/answer/{token}")
    def take(token: str, data: Typed) -> Response:
        """Take what they say."""
        return guest(token, lambda one: _take(show, one, token, data))

    @routes.get("/answer/{token}/concern")
    def concern(token: str) -> Response:
        """A concern about somebody's safety."""
        return guest(token, lambda one: show.concern(one, token, Data()))

    @routes.post("/answer/{token}/concern")
    def pass_on(token: str, data: Typed) -> Response:
        """Pass it on."""
        return guest(token, lambda one: _pass_on(show, one, token, data))

    @routes.get("/stop/{token}")
    def asking(token: str) -> Response:
        """How they are asked, and a button that ends it."""
        try:
            person, place = who_stops(system, token, clock())
        except (LinkInvalid, LinkExpired, NotFound) as error:
            return show.bad_link(error)
        return show.asking(person, place, token)

    @routes.post("/stop/{token}")
    def change_asking(token: str, request: Request, data: Typed) -> Response:  # noqa: ARG001
        """Ask them otherwise, or no more: mail programs send this with one click (RFC 8058)."""
        now = clock()
        try:
            person, place = who_stops(system, token, now)
        except (LinkInvalid, LinkExpired, NotFound) as error:
            return show.bad_link(error)
        if data.one(ONE_CLICK) or data.one("do") == "stop":
            ask_otherwise(system, person, place, now, is_asked=False, wants_nothing=True)
            return show.asking(person, place, token, said=aw.STOPPED)
        wrong = _ask_otherwise(system, person, place, now, data)
        if wrong:
            return show.asking(person, place, token, wrong=wrong, typed=data, status=422)
        return show.asking(person, place, token, said=aw.ASKING_SAVED)

    return routes


def _ask_otherwise(
    system: System, person: UUID, place: UUID, now: datetime, data: Data
) -> dict[str, str]:
    """Ask them as they wish from now on; else what is wrong, by the name of the field."""
    wishes = {one.name: given(one, data, {}) for one in WISHES}
    until = wishes["paused_until"]
    if isinstance(until, str):  # As browsers send it, or as it could not be read.
        with suppress(ValueError):
            until = date.fromisoformat(until)
    today = now.astimezone(system.desk.place(place).zone).date()
    if isinstance(until, date) and until <= today:
        return {"paused_until": aw.BREAK_PAST}
    try:
        ask_otherwise(system, person, place, now, **wishes)
    except ValidationError as error:
        return invalid(WISHES, error)
    return {}


def _take(show: AnswerPages, one: Guest, token: str, data: Data) -> Response:
    """What the button that they pressed means."""
    try:
        said = _do(one, data)
    except NotTaken as refusal:
        status = 409 if isinstance(refusal.error, Conflict) else 422
        return show.question(one, token, wrong=refusal.refusals, typed=data, status=status)
    except ValidationError as error:
        wrong = {str(found["loc"][0]): _plain(found) for found in error.errors()}
        return show.question(one, token, wrong=wrong, typed=data, status=422)
    except Unavailable:
        raise
    except DoubleLoopError as error:
        return show.question(one, token, wrong={"": str(error)}, typed=data, status=409)
    fresh = Guest.behind(one.system, token, one.now)
    # Whoever is asked again tomorrow may have begun to write: that stays in the box.
    return show.question(fresh, token, said=said, typed=data if fresh.asked_again_on else None)


def _plain(error: object) -> str:
    context = error.get("ctx", {})  # type: ignore[attr-defined]
    return str(context["error"]) if "error" in context else aw.WRITE_SOMETHING


def _do(one: Guest, data: Data) -> str:
    match data.one("do"), one.prompt.purpose:
        case "tomorrow", PromptPurpose.ROUND | PromptPurpose.REVIEW | PromptPurpose.EXPECTATION:
            if not one.is_over:  # The page says when it is.
                one.put_off()
            return ""
        case _, PromptPurpose.REVIEW:
            LookBack(one).take(data)
            return aw.REVIEWED
        case "nothing", PromptPurpose.ROUND | PromptPurpose.EXPECTATION:
            one.answer(PromptAnswer.NOTHING_THIS_TIME)
            return aw.NOTHING_KEPT
        case "remove", _:
            one.remove()
            return aw.REMOVED
        case "keep", PromptPurpose.RHYTHM:
            one.answer(PromptAnswer.YES)
        case ("four_weekly" | "when_i_come") as every, PromptPurpose.RHYTHM:
            one.be_asked(every=every)
            one.answer(PromptAnswer.YES)
        case ("yes" | "no") as said, PromptPurpose.WELCOME:
            one.be_asked(is_asked=said == "yes")
            one.answer(PromptAnswer(said))
            if said == "no":
                return aw.NOT_WELCOMED
            return aw.WELCOMED.format(often=one.often) if one.often else aw.THANKS
        case "yes", PromptPurpose.QUOTE:
            one.give_quote(data.one("credit"))
        case "no", PromptPurpose.QUOTE:
            one.decline_quote()
        case _, PromptPurpose.ROUND | PromptPurpose.EXPECTATION:
            had_words = one.kept is not None
            scope = data.one("scope")
            seen_by = Scope(scope) if scope in {*aw.SCOPES} else one.usual_scope
            if one.write(data.one("text"), data.one("meaning"), seen_by):
                return f"{aw.SAVED} {aw.SAVED_CAREFULLY}"
            return aw.CHANGED if had_words else aw.SAVED
        case _:
            return ""
    return aw.THANKS


def _pass_on(show: AnswerPages, one: Guest, token: str, data: Data) -> Response:
    contact = bool(data.one("wants_contact"))
    try:
        one.raise_concern(data.one("words"), wants_contact=contact, key=data.one("key"))
    except ValidationError:
        return show.concern(one, token, data, problem=aw.WRITE_SOMETHING, status=422)
    except DoubleLoopError as error:
        return show.concern(one, token, data, problem=str(error), status=409)
    return show.concern(one, token, Data(), said=aw.CONCERN_SENT)
