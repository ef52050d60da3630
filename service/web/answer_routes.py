"""The routes for who answers from a letter: no account, no script; looking changes nothing."""

# A link is what its letter's reader has, so the forms need no other secret: what a form of another
# site could send, its author would have to know the link for.

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from service.bootstrap import System
from service.domain.errors import DoubleLoopError, NotFound, Unavailable
from service.domain.vocabulary import PromptAnswer, PromptPurpose, Scope
from service.links import LinkExpired, LinkInvalid
from service.prompted import question_behind, title_of, told_words
from service.web import answer_words as aw
from service.web import rhythm_words as rw
from service.web.answering import Guest, ask_otherwise, who_stops
from service.web.form_fields import Data, Field, given
from service.web.form_pages import FORMS_VERSION
from service.web.form_routes import Typed
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
    show = _Pages(system, pages)

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
        return show.asking(person, place)

    @routes.post("/stop/{token}")
    def change_asking(token: str, request: Request, data: Typed) -> Response:  # noqa: ARG001
        """Ask them otherwise, or no more: mail programs send this with one click (RFC 8058)."""
        now = clock()
        try:
            person, place = who_stops(system, token, now)
        except (LinkInvalid, LinkExpired, NotFound) as error:
            return show.bad_link(error)
        if data.one(ONE_CLICK) or data.one("do") == "stop":
            ask_otherwise(system, person, place, now, is_asked=False)
            return show.asking(person, place, said=aw.STOPPED)
        wishes = {one.name: given(one, data, {}) for one in WISHES}
        try:
            ask_otherwise(system, person, place, now, **wishes)
        except ValidationError as error:
            wrong = {str(one["loc"][0]): _sentence(one) for one in error.errors()}
            return show.asking(person, place, wrong=wrong, typed=data, status=422)
        return show.asking(person, place, said=aw.ASKING_SAVED)

    return routes


def _sentence(error: object) -> str:
    kind = str(error["type"])  # type: ignore[index]
    if kind.startswith("time"):
        return rw.SAY_TIME
    return "Write the day like 14/3/2026." if kind.startswith("date") else aw.WRITE_SOMETHING


def _take(show: _Pages, one: Guest, token: str, data: Data) -> Response:
    """What the button that they pressed means."""
    try:
        said = _do(one, data)
    except ValidationError as error:
        wrong = {str(found["loc"][0]): _plain(found) for found in error.errors()}
        return show.question(one, token, wrong=wrong, typed=data, status=422)
    except Unavailable:
        raise
    except DoubleLoopError as error:
        return show.question(one, token, wrong={"": str(error)}, typed=data, status=409)
    fresh = Guest.behind(one.system, token, one.now)
    return show.question(fresh, token, said=said)


def _plain(error: object) -> str:
    context = error.get("ctx", {})  # type: ignore[attr-defined]
    return str(context["error"]) if "error" in context else aw.WRITE_SOMETHING


def _do(one: Guest, data: Data) -> str:
    match data.one("do"), one.prompt.purpose:
        case "nothing", _:
            one.answer(PromptAnswer.NOTHING_THIS_TIME)
            return aw.NOTHING_KEPT
        case "remove", _:
            one.remove()
            return aw.REMOVED
        case "keep", PromptPurpose.RHYTHM:
            one.answer(PromptAnswer.YES)
        case ("four_weekly" | "when_i_come") as every, PromptPurpose.RHYTHM:
            one.be_asked(every=every)
            one.answer(PromptAnswer.NO)
        case ("yes" | "no") as said, PromptPurpose.WELCOME:
            one.be_asked(is_asked=said == "yes")
            one.answer(PromptAnswer(said))
        case "yes", PromptPurpose.QUOTE:
            one.give_quote(data.one("credit"))
        case "no", PromptPurpose.QUOTE:
            one.decline_quote()
        case _, PromptPurpose.ROUND | PromptPurpose.REVIEW | PromptPurpose.EXPECTATION:
            had_words = one.kept is not None
            scope = data.one("scope")
            seen_by = Scope(scope) if scope in {*aw.SCOPES} else one.usual_scope
            if one.write(data.one("text"), data.one("meaning"), seen_by):
                return f"{aw.SAVED} {aw.SAVED_CAREFULLY}"
            return aw.CHANGED if had_words else aw.SAVED
        case _:
            return ""
    return aw.THANKS


def _pass_on(show: _Pages, one: Guest, token: str, data: Data) -> Response:
    contact = bool(data.one("wants_contact"))
    try:
        one.raise_concern(data.one("words"), wants_contact=contact, key=data.one("key"))
    except ValidationError:
        return show.concern(one, token, data, problem=aw.WRITE_SOMETHING, status=422)
    except DoubleLoopError as error:
        return show.concern(one, token, data, problem=str(error), status=409)
    return show.concern(one, token, Data(), said=aw.CONCERN_SENT)


class _Pages:
    """The pages that guests see."""

    def __init__(self, system: System, pages: Pages) -> None:
        self._system, self._pages = system, pages

    def question(
        self,
        one: Guest,
        token: str,
        *,
        wrong: dict[str, str] | None = None,
        typed: Data | None = None,
        said: str = "",
        status: int = 200,
    ) -> Response:
        """The question with a box, or what they said with two buttons."""
        purpose, kept = one.prompt.purpose, one.kept
        told: list[str] = []
        if purpose is PromptPurpose.TOLD_BACK:
            with self._system.database.reading() as connection:
                told = told_words(self._system, one.prompt, connection)
        looks_again = purpose in (PromptPurpose.REVIEW, PromptPurpose.EXPECTATION)
        values = {
            "text": kept.text if kept else "",
            "meaning": (kept.meaning or "") if kept else "",
            "scope": (kept.scope if kept else None) or one.usual_scope,
        }
        if typed is not None:
            values |= {name: typed.one(name) for name in ("text", "meaning") if name in typed}
            values["scope"] = typed.one("scope") or values["scope"]
        return self._page(
            "answer.html",
            status,
            purpose=purpose.value,
            one=one,
            kept=kept,
            said=said,
            wrong=wrong or {},
            values=values,
            question=question_behind(self._system, one.prompt),
            about=title_of(self._system, one.prompt) if looks_again else "",
            told=told,
            quote=one.quote,
            credit=typed.one("credit") if typed else "",
            place=one.place,
            token=token,
        )

    def concern(
        self,
        one: Guest,
        token: str,
        data: Data,
        *,
        problem: str = "",
        said: str = "",
        status: int = 200,
    ) -> Response:
        """Where a concern is written; nothing of it is kept on the way back."""
        key = data.one("key") or str(uuid4())
        return self._page(
            "answer_concern.html",
            status,
            place=one.place,
            token=token,
            key=key,
            words=data.one("words"),
            problem=problem,
            said=said,
        )

    def asking(
        self,
        person: UUID,
        place: UUID,
        *,
        said: str = "",
        wrong: dict[str, str] | None = None,
        typed: Data | None = None,
        status: int = 200,
    ) -> Response:
        """How somebody is asked."""
        known = self._system.rhythms.asking_of(person, place)
        values = {
            "weekday": "" if known.weekday is None else str(known.weekday),
            "at": f"{known.at:%H:%M}" if known.at else "",
            "every": known.every or "",
            "paused_until": known.paused_until.isoformat() if known.paused_until else "",
        }
        if typed is not None:
            values = {name: typed.one(name) for name in values}
        return self._page("answer_asking.html", status, values=values, said=said, wrong=wrong or {})

    def bad_link(self, error: DoubleLoopError) -> Response:
        """A kind page for a link that is not good."""
        is_old = isinstance(error, LinkExpired)
        title, sentence = (aw.OLD_TITLE, aw.OLD) if is_old else (aw.BAD_TITLE, aw.BAD)
        status = 410 if is_old else 404
        return self._page("answer_bad.html", status, title=title, sentence=sentence)

    def _page(self, name: str, status: int, **context: object) -> Response:
        page = self._pages.page(name, aw=aw, rw=rw, forms_version=FORMS_VERSION, **context)
        # The address is a key: nothing may pass it on.
        return HTMLResponse(page, status, headers={"referrer-policy": "no-referrer"})
