"""The routes of the pages about decisions and beliefs, and of the questions a person answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal, cast
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from service.application.desk import Request as Asked
from service.application.loop_commands import AnswerSignal
from service.bootstrap import System
from service.domain.vocabulary import Channel, SignalAnswer, SignalKind
from service.policy import Action, Actor, may
from service.projections.asking import sees_framework_words
from service.projections.shapes import PlaceView
from service.web import belief_words as bw
from service.web import loop_words as lw
from service.web.filters import Filters
from service.web.form_questions import saved_note
from service.web.loop_render import Choice, LoopPages, Visit
from service.web.pages import reader_of, today_in
from service.web.render import Pages
from service.web.sessions import Clock, Sessions

PAGE = 50
SOME = 3
"""So many lines of each list for the learning partner stand under the decisions."""
MOST_PAGES = 10_000
MOST_OWED = 100

State = Literal["due", "lapsed", "slipped", "open", "closed"]
Only = Literal["never_challenged", "changed", "dropped"]


@dataclass(frozen=True)
class _Here:
    """What every route needs."""

    system: System
    sessions: Sessions
    pages: LoopPages
    clock: Clock

    def come(self, request: Request, place_id: UUID) -> tuple[Actor, Visit]:
        """Who asks about which place, after the policy let them see it."""
        actor = self.sessions.actor(request)
        place = self.system.reading.place(actor, place_id)
        read = Filters.parse([("known", request.query_params.get("known", ""))])
        visit = Visit(
            place=place,
            reader=reader_of(actor, self.sessions.can_sign_out(request), place),
            today=today_in(place, self.clock),
            known=read.as_known_on,
            problems=read.problems,
            saved=saved_note(request.query_params.get("saved", "")),
            may_record=may(actor, Action.RECORD_LEARNING, place_id),
            may_tell=may(actor, Action.TELL_BACK, place_id),
            names=_names(actor, place, self.system),
        )
        return actor, visit


def loop_router(system: System, sessions: Sessions, pages: Pages, clock: Clock) -> APIRouter:
    """Every page about decisions, beliefs, trials and questions, as routes."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    here = _Here(system, sessions, LoopPages(pages), clock)
    _about_decisions(routes, here)
    _about_beliefs(routes, here)
    _about_answers(routes, here)
    return routes


def _about_decisions(routes: APIRouter, here: _Here) -> None:
    read = here.system.loops

    @routes.get("/places/{place_id}/decisions")
    def ledger(place_id: UUID, request: Request) -> str:
        """Every decision, with the order things happened in."""
        actor, visit = here.come(request, place_id)
        choice, visit = _chosen(request, visit, {"verdict": lw.VERDICTS, "waits": lw.WAITING})
        level = lw.VERDICTS[choice.values["verdict"]][0] if "verdict" in choice.values else None
        page = read.ledger(
            actor,
            place_id,
            today=visit.today,
            level=level,
            state=cast("State | None", choice.values.get("waits")),
            as_known_on=visit.known,
            offset=(choice.page - 1) * PAGE,
            limit=PAGE,
        )
        plain = not choice.narrowed and choice.page == 1
        if not (visit.leads and plain):
            proposals = read.proposals(actor, place_id) if plain else []
            return here.pages.ledger(page, visit, choice, proposals=proposals)
        unquestioned = read.beliefs(actor, place_id, only="never_challenged", limit=SOME)
        return here.pages.ledger(
            page,
            visit,
            choice,
            proposals=read.proposals(actor, place_id),
            unquestioned=unquestioned.beliefs,
            owed=read.told_back(actor, place_id, today=visit.today, limit=SOME),
            shows_care=True,
        )

    @routes.get("/places/{place_id}/decisions/{reference}")
    def decision(place_id: UUID, reference: str, request: Request) -> str:
        """One decision: its order, its beliefs, its words and what came of it."""
        actor, visit = here.come(request, place_id)
        view = read.decision(actor, place_id, reference, today=visit.today, as_known_on=visit.known)
        return here.pages.decision(view, visit)


def _about_beliefs(routes: APIRouter, here: _Here) -> None:
    read = here.system.loops

    @routes.get("/places/{place_id}/beliefs")
    def beliefs(place_id: UUID, request: Request) -> str:
        """The register of beliefs."""
        actor, visit = here.come(request, place_id)
        offered = {name: 0 for name in bw.ONLY if visit.leads or name != "never_challenged"}
        choice, visit = _chosen(request, visit, {"only": offered})
        page = read.beliefs(
            actor,
            place_id,
            only=cast("Only | None", choice.values.get("only")),
            as_known_on=visit.known,
            offset=(choice.page - 1) * PAGE,
            limit=PAGE,
        )
        return here.pages.beliefs(page, visit, choice)

    @routes.get("/places/{place_id}/beliefs/{reference}")
    def belief(place_id: UUID, reference: str, request: Request) -> str:
        """One belief: its words, and all that happened to it."""
        actor, visit = here.come(request, place_id)
        view = read.belief(actor, place_id, reference, as_known_on=visit.known)
        return here.pages.belief(view, visit)

    @routes.get("/places/{place_id}/insights")
    def insights(place_id: UUID, request: Request) -> str:
        """The patterns that people see."""
        actor, visit = here.come(request, place_id)
        return here.pages.insights(read.insights(actor, place_id, as_known_on=visit.known), visit)

    @routes.get("/places/{place_id}/mirror")
    def mirror(place_id: UUID, request: Request) -> str:
        """What people say beside what they seem to act on."""
        actor, visit = here.come(request, place_id)
        return here.pages.mirror(read.mirror(actor, place_id, as_known_on=visit.known), visit)

    @routes.get("/places/{place_id}/board")
    def board(place_id: UUID, request: Request) -> str:
        """What each trial taught."""
        actor, visit = here.come(request, place_id)
        return here.pages.board(read.board(actor, place_id, as_known_on=visit.known), visit)


def _about_answers(routes: APIRouter, here: _Here) -> None:
    read = here.system.loops

    @routes.get("/places/{place_id}/told-back")
    def told_back(place_id: UUID, request: Request) -> str:
        """Who is owed an answer; for the learning partner."""
        actor, visit = here.come(request, place_id)
        owed = read.told_back(actor, place_id, today=visit.today, limit=MOST_OWED)
        return here.pages.told_back(owed, visit, is_all=len(owed) < MOST_OWED)

    @routes.get("/places/{place_id}/questions")
    def questions(place_id: UUID, request: Request) -> str:
        """What the log asks the learning partner."""
        actor, visit = here.come(request, place_id)
        return here.pages.questions(read.signals(actor, place_id, today=visit.today), visit)

    @routes.post("/places/{place_id}/questions")
    def answer(
        place_id: UUID,
        request: Request,
        signal: Annotated[SignalKind, Form()],
        subject: Annotated[UUID, Form()],
        answer: Annotated[SignalAnswer, Form()],
        grounds: Annotated[int, Form(ge=1, le=1_000_000)],
    ) -> Response:
        """Raise a question, or let it rest for now."""
        asked = Asked(here.sessions.actor(request), Channel.WEB, here.clock())
        command = AnswerSignal(signal=signal, subject=subject, answer=answer, grounds=grounds)
        here.system.changes.answer_signal(place_id, command, asked)
        return RedirectResponse(f"/places/{place_id}/questions", status_code=303)


def _chosen(
    request: Request, visit: Visit, offered: Mapping[str, Mapping[str, object]]
) -> tuple[Choice, Visit]:
    """What was chosen on a list; what nobody offered is left out and said on the page."""
    given = {name: request.query_params.get(name, "").strip() for name in offered}
    values = {name: value for name, value in given.items() if value in offered[name]}
    problems = visit.problems
    if any(value and name not in values for name, value in given.items()):
        problems = (*problems, lw.BAD_CHOICE)
    if visit.known:
        values["known"] = visit.known.isoformat()
    page = request.query_params.get("page", "1")
    is_number = page.isascii() and page.isdigit() and len(page) <= len(str(MOST_PAGES))
    number = int(page) if is_number else 1
    return Choice(values, min(max(number, 1), MOST_PAGES)), replace(visit, problems=problems)


def _names(actor: Actor, place: PlaceView, system: System) -> dict[str, str]:
    """What this reader calls behaviours and building blocks: the place's own words first."""
    names: dict[str, str] = {}
    if sees_framework_words(actor, place):
        frameworks = system.desk.frameworks(system.desk.place(place.id).programme_id)
        for framework in (frameworks.behaviours, frameworks.building_blocks):
            names |= {item.code: item.wording for item in framework.items}
    for phrase in place.phrases:
        names |= dict.fromkeys(phrase.codes, phrase.phrase)
    return names
