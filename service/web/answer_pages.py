"""The pages for who answers from a letter: typed context in, HTML out."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID, uuid4

from starlette.responses import HTMLResponse, Response

from service.bootstrap import System
from service.domain.errors import DoubleLoopError, Gone, NotFound
from service.domain.vocabulary import PromptPurpose
from service.letters.words import WELCOME
from service.links import LinkExpired
from service.prompted import question_behind, title_of, told_words
from service.web import answer_words as aw
from service.web import form_words as fw
from service.web import rhythm_words as rw
from service.web.answer_review import LookBack
from service.web.answering import Guest, of_the_place
from service.web.form_fields import Data
from service.web.form_pages import FORMS_VERSION
from service.web.form_refusals import Refusals
from service.web.form_shown import Shown
from service.web.render import Pages
from service.web.text import clean, day


class AnswerPages:
    """Renders what guests see."""

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
        if purpose is PromptPurpose.REVIEW:
            return self._review(one, token, Refusals(wrong or {}), typed, said, status)
        told: list[str] = []
        if purpose is PromptPurpose.TOLD_BACK:
            with self._system.database.reading() as connection:
                told = told_words(self._system, one.prompt, connection)
        is_expected = purpose is PromptPurpose.EXPECTATION
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
            about=title_of(self._system, one.prompt) if is_expected else "",
            box=aw.HAPPENED if is_expected else aw.BOX,
            welcome=WELCOME.format(often=one.often, place=clean(one.place)) if one.often else "",
            told=told,
            quote=one.quote,
            credit=typed.one("credit") if typed else "",
            place=one.place,
            token=token,
        )

    def _review(
        self, one: Guest, token: str, wrong: Refusals, typed: Data | None, said: str, status: int
    ) -> Response:
        """A decision with the questions about it, until they answered."""
        decision, fields = None, list[Shown]()
        with suppress(NotFound, Gone):
            look = LookBack(one)
            decision, fields = look.decision, look.shown(typed or Data(), wrong)
        ids = {field.name: field.id for field in fields}
        return self._page(
            "answer_review.html",
            status,
            one=one,
            token=token,
            said=said,
            decision=decision,
            fields=fields,
            problems=[(ids.get(name, ""), sentence) for name, sentence in wrong.items()],
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
        token: str,
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
        return self._page(
            "answer_asking.html",
            status,
            values=values,
            not_asked=known.is_asked is False,
            wants_nothing=known.wants_nothing,
            said=said,
            wrong=wrong or {},
            place=self._system.reading.place(of_the_place(person, place), place).name,
            token=token,
        )

    def bad_link(self, error: DoubleLoopError) -> Response:
        """A kind page for a link that is not good."""
        is_old = isinstance(error, LinkExpired)
        title, sentence = (aw.OLD_TITLE, aw.OLD) if is_old else (aw.BAD_TITLE, aw.BAD)
        status = 410 if is_old else 404
        return self._page("answer_bad.html", status, title=title, sentence=sentence)

    def _page(self, name: str, status: int, **context: object) -> Response:
        page = self._pages.page(
            name, aw=aw, rw=rw, f=fw, day=day, forms_version=FORMS_VERSION, **context
        )
        # The address is a key: nothing may pass it on.
        return HTMLResponse(page, status, headers={"referrer-policy": "no-referrer"})
