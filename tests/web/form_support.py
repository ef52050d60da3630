"""A browser at the forms: fills them in as a person would, and reads what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import httpx2
from fastapi.testclient import TestClient

from service.application import loop_commands as c
from service.application.desk import Request
from service.bootstrap import System
from service.domain.vocabulary import ActorRole, Basis, BeliefKind, Perspective
from service.policy import Actor
from service.projections.loop_reading import LoopReading
from service.projections.runner import running, wait
from service.server import create_app
from service.web.sessions import Clock
from tests.support import town
from tests.support.asking import NOW, request_by
from tests.web.reading import Node, read

BASE = "http://127.0.0.1:8400"
Typed = dict[str, str | list[str]]


@dataclass
class Browser:
    """Somebody signed in, in one place."""

    client: TestClient
    town: town.Town
    actor: Actor
    headers: dict[str, str] = field(default_factory=lambda: {"origin": BASE})

    def address(self, kind: str = "", query: str = "") -> str:
        """Where a form is."""
        return f"/places/{self.town.id}/record" + (f"/{kind}" if kind else "") + query

    @property
    def loops(self) -> LoopReading:
        """The loop as it can be read now."""
        self.town.system.runner.catch_up()
        return self.town.system.loops

    def open(self, kind: str = "", query: str = "") -> Node:
        """A form, or the list of them."""
        self.town.system.runner.catch_up()
        answer = self.client.get(self.address(kind, query))
        assert answer.status_code == 200, answer.text
        return read(answer.text)

    def send(self, kind: str, typed: Typed, query: str = "") -> httpx2.Response:
        """Open a form, type this into it, and send it."""
        return self.post(kind, filled(self.open(kind, query)) | typed)

    def post(self, kind: str, data: Typed, **headers: str) -> httpx2.Response:
        """Send this."""
        given = self.headers | headers
        return self.client.post(self.address(kind), data=data, headers=given)

    def refused(self, kind: str, typed: Typed, query: str = "", status: int = 422) -> Node:
        """The page that says why it was not saved."""
        answer = self.send(kind, typed, query)
        assert answer.status_code == status, answer.text
        return read(answer.text)

    def saved(self, kind: str, typed: Typed, query: str = "") -> str:
        """Where it leads once it is saved."""
        answer = self.send(kind, typed, query)
        assert answer.status_code == 303, problems(read(answer.text))
        location = str(answer.headers["location"])
        assert f"saved={kind}" in location
        return urlsplit(location).path.removeprefix(f"/places/{self.town.id}")


def browsing(
    system: System, place: town.Town, actor: Actor, clock: Clock = lambda: NOW
) -> Iterator[Browser]:
    """Somebody at the forms."""
    app = create_app(system, clock=clock)
    with (
        running(system.runner),
        TestClient(app, base_url=BASE, follow_redirects=False) as client,
    ):
        wait(system.database, system.log.head)
        sign_in(system, client, actor)
        yield Browser(client, place, actor)


def sign_in(system: System, client: TestClient, actor: Actor) -> None:
    """Come in by a one-use link."""
    secret = system.access.invite(actor, NOW)
    assert client.post("/sign-in", data={"token": secret}).status_code == 303


def form_of(page: Node) -> Node:
    """The form on a page, not the one that signs out."""
    return page.one("form", "sheet")


def filled(page: Node) -> Typed:
    """What a browser would send of a form as it stands."""
    found: dict[str, list[str]] = {}
    for one in form_of(page).all():
        name, kind = one["name"], one["type"]
        if not name or one.tag == "button":
            continue
        if kind in ("radio", "checkbox"):
            if "checked" in one.attributes:
                found.setdefault(name, []).append(one["value"])
        elif one.tag == "select":
            chosen = [o for o in one.all("option") if "selected" in o.attributes]
            found.setdefault(name, []).append(chosen[0]["value"] if chosen else "")
        elif one.tag == "textarea":
            text = "".join(child for child in one.children if isinstance(child, str))
            found.setdefault(name, []).append(text.removeprefix("\n"))
        elif one.tag == "input":
            found.setdefault(name, []).append(one["value"])
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def problems(page: Node) -> dict[str, str]:
    """The sentences of the summary, by the name of the field that each links to."""
    summary = page.all("section", "errors")
    found = {}
    for item in summary[0].all("li") if summary else []:
        links = item.all("a")
        found[links[0]["href"].removeprefix("#f-") if links else ""] = item.text
    return found


def by_id(page: Node, id: str) -> Node:
    """The element with this id; fails unless there is exactly one."""
    found = [node for node in page.all() if node["id"] == id]
    assert len(found) == 1, (id, len(found))
    return found[0]


@dataclass
class Story:
    """Things of the loop that are there before a form is opened."""

    town: town.Town
    request: Request = field(default_factory=lambda: request_by(ActorRole.LEARNING_PARTNER))

    def belief(self, statement: str = "Boards decide.", **more: Any) -> UUID:
        """A belief."""
        said: dict[str, Any] = {
            "we_would_doubt_if": "A board gives something up.",
            "kind": BeliefKind.ROLE_POWER,
            "level_reason": "It says who decides.",
            "basis": Basis.INFERRED,
        }
        command = c.StateAssumption(place=self.town.name, statement=statement, **(said | more))
        return self.town.system.beliefs.state_assumption(command, self.request).id

    def challenge(self, belief: UUID, evidence: UUID) -> None:
        """Something set against it."""
        command = c.ChallengeAssumption(evidence=[str(evidence)])
        self.town.system.beliefs.challenge(self.town.id, str(belief), command, self.request)

    def revise(self, belief: UUID, statement: str, reason: str) -> None:
        """New words for it, by somebody else."""
        command = c.ReviseAssumption(statement=statement, reason=reason)
        self.town.system.beliefs.revise(self.town.id, str(belief), command, self.request)

    def decision(self, belief: UUID, chosen: str = "Ask first.") -> UUID:
        """A decision that rests on it."""
        command = c.TakeDecision.model_validate(
            {
                "place": self.town.name,
                "chosen": chosen,
                "why": "We were not sure.",
                "rests_on": [str(belief)],
                "decided_by": ["the team"],
                "consulted": ["nobody"],
                "not_consulted": ["residents"],
            }
        )
        return self.town.system.decisions.take_decision(command, self.request).id

    def change(self, decision: UUID | None = None, **more: Any) -> UUID:
        """Something that is different."""
        command = c.ObserveChange(
            place=self.town.name,
            who_changed="The desk",
            what="They ring first.",
            decision=None if decision is None else str(decision),
            **more,
        )
        return self.town.system.changes.observe_change(command, self.request).id

    def insight(self, *cites: UUID) -> UUID:
        """A pattern."""
        command = c.ProposeInsight(
            place=self.town.name,
            claim="People wait for a yes.",
            cites=[str(one) for one in cites],
            looked_for_disconfirming=True,
            single_voice=True,
        )
        return self.town.system.sense.propose_insight(command, self.request).id

    def proposal(self, question: str = "Who may say yes?") -> UUID:
        """A question that waits."""
        command = c.ProposeDecision.model_validate(
            {"place": self.town.name, "question": question, "options": ["The desk", "The board"]}
        )
        return self.town.system.decisions.propose_decision(command, self.request).id

    def reflections(self) -> tuple[UUID, UUID]:
        """Two things that two people noticed."""
        self.town.welcome("ana")
        self.town.welcome("ben", Perspective.CITIZEN_COMMUNITY)
        return (
            self.town.record("The desk said yes.", by="ana"),
            self.town.record("I was told to wait.", by="ben"),
        )
