"""The demo's own pages: move its clock, read the letters that went out, and be the funder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from scheduler.jobs import Done
from service.application.commands import WelcomeFunder
from service.application.desk import Request as Asked
from service.bootstrap import OPERATOR, System
from service.cli.demo_rhythm import Passing
from service.demo import PLACE, DemoClock
from service.demo.rhythm import FUNDER, FUNDER_MAILBOX
from service.domain.errors import NotFound
from service.domain.vocabulary import ActorRole, Channel
from service.letters.letter import Letter
from service.letters.mailer import Mailer
from service.policy import Actor
from service.web import demo_words
from service.web.filters import Reader
from service.web.render import Pages, Routes
from service.web.text import day

MOST_LETTERS = 500
CLOCK = (demo_words.MOVE, "/demo")


@dataclass(frozen=True)
class Sent:
    """A letter as it would have gone out."""

    letter: Letter
    at: datetime


class Letterbox(Mailer):
    """Keeps letters instead of sending them: nobody gets mail from a demo."""

    def __init__(self) -> None:
        self.letters: dict[UUID, Sent] = {}

    def send(self, letter: Letter, id: UUID, now: datetime) -> None:
        """Keep it, so that it can be read; the oldest goes when there are too many."""
        self.letters[id] = Sent(letter, now)
        while len(self.letters) > MOST_LETTERS:
            del self.letters[next(iter(self.letters))]

    def close(self) -> None:
        """There is nothing to hang up."""


def router(
    system: System,
    clock: DemoClock,
    passing: Passing,
    letterbox: Letterbox,
    beside: tuple[tuple[str, str], ...],
) -> APIRouter:
    """The demo's pages, as routes."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    pages = Pages(Routes(beside=beside))
    place = system.desk.place(PLACE)
    ways: dict[str, Callable[[], datetime]] = {
        "day": passing.next_day,
        "fortnight": passing.next_fortnight,
        "month": passing.end_of_month,
    }

    def shown(name: str, **context: object) -> str:
        here = {"dm": demo_words, "place_id": place.id, "today": day(clock())}
        return pages.page(name, reader=Reader(role="visitor"), **here, **context)

    @routes.get("/demo")
    def demo(request: Request) -> str:
        """Where the clock stands, and three buttons that move it."""
        told = request.query_params.get("told", "")[:200]
        return shown("demo.html", told=told, letters=len(letterbox.letters))

    @routes.post("/demo/clock")
    def move(to: Annotated[str, Form(max_length=20)]) -> Response:
        """Let time pass."""
        if to not in ways:
            raise NotFound
        done = passing.until(ways[to]())
        return HTMLResponse(shown("demo.html", told=_told(done), letters=len(letterbox.letters)))

    @routes.get("/demo/letters")
    def letters() -> str:
        """All letters, newest first."""
        return shown("demo_letters.html", letters=[*letterbox.letters.items()][::-1])

    @routes.get("/demo/letters/{id}")
    def letter(id: UUID) -> str:
        """One letter, as its reader's mail program shows it in plain text."""
        if id not in letterbox.letters:
            raise NotFound
        return shown("demo_letter.html", one=letterbox.letters[id])

    @routes.post("/demo/funder")
    def be_funder() -> Response:
        """Sign in as somebody from the funder, who reads digests and nothing else."""
        now, programme = clock(), system.places.programme_id
        command = WelcomeFunder(contributor=FUNDER, name=FUNDER, email=FUNDER_MAILBOX)
        request = Asked(OPERATOR, Channel.CLI, now)
        person = system.people.welcome_funder(programme, command, request).id
        funder = Actor(person, ActorRole.FUNDER, frozenset({programme}))
        secret = system.access.invite(funder, now)
        return RedirectResponse(f"/sign-in/{secret}", status_code=303)

    return routes


def _told(done: Done) -> str:
    said = []
    if done.rounds:
        said.append("A round went out" if done.rounds == 1 else f"{done.rounds} rounds went out")
    if done.planned.total():
        said.append(f"{done.planned.total()} messages and letters went out")
    if done.reminded:
        said.append(f"{done.reminded} people were reminded")
    return f"{', '.join(said)}." if said else "Nothing was due."
