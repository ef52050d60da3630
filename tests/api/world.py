"""A small made-up programme to ask the API about: places, people in every role, their tokens."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from fastapi.testclient import TestClient
from httpx2 import Response

from service.api.problems import kebab
from service.application import commands
from service.application import rhythm_commands as rhythm
from service.application.desk import Request
from service.bootstrap import OPERATOR, System
from service.domain.errors import DoubleLoopError
from service.domain.vocabulary import (
    ActorRole,
    Channel,
    LanguageStage,
    Perspective,
    PlaceRole,
    QuestionKind,
)
from service.policy import Actor
from service.projections import runner

NOW = datetime(2026, 3, 20, 10, tzinfo=UTC)
PLACE, QUIET, ELSEWHERE = "Harrow Vale", "Quiet Lane", "Otherton"
PARTNER, COLLEAGUE, STRANGER = "advice-3", "housing-1", "elsewhere-1"
SEEN, SEEN_TOO, BELIEF, DECIDED = "seen-1", "seen-2", "belief-1", "decided-1"
SEEN_LATER = "seen-3"
"""What stands in Harrow Vale: words of two people, a belief, a decision that changed delivery."""
DESK = {"who": "The housing desk", "perspective": "statutory"}
ROLES = ("partner", "learning_partner", "funder", "operator", "stranger", "nobody")

_numbers = itertools.count(1)


@dataclass
class World:
    """The programme, and how to ask as somebody in it."""

    system: System
    client: TestClient
    tokens: dict[str, str] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)

    def ask(self, method: str, path: str, *, by: str, **more: Any) -> Response:
        """Send a request as somebody; a write gets a key of its own unless one is given."""
        headers = dict(more.pop("headers", {}))
        if by != "nobody":
            headers["Authorization"] = f"Bearer {self.tokens[by]}"
        headers.setdefault("Idempotency-Key", more.pop("key", f"test-{next(_numbers)}"))
        return self.client.request(method, f"/api/v1{path}", headers=headers, **more)

    def get(self, path: str, *, by: str, **params: Any) -> Response:
        """Read as somebody."""
        return self.ask("GET", path, by=by, params=params)

    def post(self, path: str, body: Any = None, *, by: str, **more: Any) -> Response:
        """Write as somebody."""
        return self.ask("POST", path, by=by, json=body, **more)

    def record(self, by: str = "partner", **body: Any) -> UUID:
        """A reflection in Harrow Vale, through the API."""
        answer = self.post("/reflections", {"place": PLACE, "text": "Seen."} | body, by=by)
        assert answer.status_code == 201, answer.text
        return UUID(answer.json()["id"])

    def made(self, path: str, body: dict[str, Any] | None = None, by: str = "partner") -> str:
        """The id of something new, through the API, in Harrow Vale unless the body says where."""
        if "/places/" not in path:
            body = {"place": PLACE} | (body or {})
        answer = self.post(path, body, by=by)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def refused(
        self,
        path: str,
        body: Any,
        error: type[DoubleLoopError],
        *,
        by: str = "partner",
        status: int = 422,
    ) -> dict[str, Any]:
        """The problem with which this is refused, for this reason, leaving nothing in the log."""
        before = self.head
        answer = self.post(path, body, by=by)
        problem: dict[str, Any] = answer.json()
        assert answer.status_code == status, answer.text
        assert problem["type"] == f"urn:doubleloop:problem:{kebab(error.__name__)}"
        assert self.head == before
        return problem

    def facts(self, id: str | UUID) -> list[str]:
        """The topics of what the log holds about something, in order."""
        return [vars(type(fact))["TOPIC"] for fact in self.system.log.events.get(UUID(str(id)))]

    def texts(self, by: str, place: str = PLACE, **params: Any) -> list[str]:
        """The words on the timeline as somebody sees it."""
        answer = self.get(f"/places/{place}/timeline", by=by, **{"limit": 1000} | params)
        assert answer.status_code == 200, answer.text
        return [entry["text"] for entry in answer.json()["entries"]]

    @property
    def head(self) -> int:
        """The newest position of the log."""
        return self.system.log.head

    def request(self) -> Request:
        """A request by the learning partner, for commands given directly."""
        actor = Actor(self.people["learning_partner"], ActorRole.LEARNING_PARTNER)
        return Request(actor, Channel.CLI, NOW, str(uuid4()))


def build(system: System, client: TestClient) -> World:
    """Three places, somebody in every role, and a token for each."""
    world = World(system, client)
    opening = Request(OPERATOR, Channel.CLI, NOW, "world")
    ids = {
        name: system.places.join_place(commands.JoinPlace(place=name), opening.part(name)).id
        for name in (PLACE, QUIET, ELSEWHERE)
    }
    seen_from = {
        PARTNER: ("partner", PLACE, Perspective.NON_STATUTORY),
        COLLEAGUE: ("colleague", PLACE, Perspective.STATUTORY),
        "quiet-1": ("quiet_partner", QUIET, Perspective.NON_STATUTORY),
        STRANGER: ("stranger", ELSEWHERE, Perspective.STATUTORY),
        "lp-1": ("learning_partner", PLACE, Perspective.INTERMEDIARY),
        "fund-1": ("funder", PLACE, Perspective.FUNDER),
    }
    for reference, (who, place, perspective) in seen_from.items():
        welcome = commands.WelcomePerson(
            place=place, contributor=reference, perspective=perspective, name=f"Name of {who}"
        )
        receipt = system.people.welcome_person(welcome, opening.part(reference))
        world.people[who] = receipt.id
    stage = commands.ChangeLanguageStage(
        place=PLACE, stage=LanguageStage.BRIDGING, reason="Agreed.", agreed_with=[PARTNER]
    )
    system.places.change_language_stage(stage, world.request())
    role = commands.GiveRole(place=PLACE, contributor=COLLEAGUE, role=PlaceRole.COORDINATOR)
    receipt = system.places.give_role(role, world.request())
    _give_rhythm(system, world.request())
    runner.wait(system.database, receipt.position)
    people = world.people
    here = frozenset([ids[PLACE]])
    actors = {
        "partner": Actor(people["partner"], ActorRole.PARTNER, here),
        "colleague": Actor(people["colleague"], ActorRole.PARTNER, here),
        "quiet_partner": Actor(people["quiet_partner"], ActorRole.PARTNER, frozenset([ids[QUIET]])),
        "learning_partner": Actor(people["learning_partner"], ActorRole.LEARNING_PARTNER),
        "funder": Actor(people["funder"], ActorRole.FUNDER),
        "operator": OPERATOR,
        "stranger": Actor(people["stranger"], ActorRole.PARTNER, frozenset([ids[ELSEWHERE]])),
    }
    for who, actor in actors.items():
        world.tokens[who] = system.access.make_token(actor, who, NOW)
    world.record("partner", external_id=SEEN, scope="place_team")
    world.record("colleague", external_id=SEEN_TOO, scope="place_team")
    world.record("colleague", external_id=SEEN_LATER, scope="place_team")
    world.made("/assumptions", belief(external_id=BELIEF))
    world.made("/decisions", decision(external_id=DECIDED, building_blocks=["delivery"]))
    return world


def _give_rhythm(system: System, request: Request) -> None:
    """Harrow Vale asks every second Tuesday; one round is moved and one left out."""
    system.rhythms.choose(rhythm.ChooseRhythm(place=PLACE, anchor=date(2026, 4, 7)), request)
    second, third = date(2026, 4, 21), date(2026, 5, 5)
    moved = rhythm.MoveRound(place=PLACE, slot=second, to=date(2026, 4, 23))
    system.rhythms.move_round(moved, request.part("move"))
    system.rhythms.skip_round(rhythm.SkipRound(place=PLACE, slot=third), request.part("skip"))
    asked = rhythm.AdoptQuestion(place=PLACE, kind=QuestionKind.WHAT, words="Who made the call?")
    system.rhythms.adopt_question(asked, request.part("question"))


def belief(**more: Any) -> dict[str, Any]:
    """The body of a belief that can be stated."""
    return {
        "place": PLACE,
        "statement": "Who does not pay does not want to.",
        "we_would_doubt_if": "Most turn out to be in some other trouble.",
        "kind": "problem_frame",
        "level_reason": "It says what kind of problem we have.",
        "basis": "inferred",
    } | more


def decision(**more: Any) -> dict[str, Any]:
    """The body of a decision that can be taken."""
    return {
        "place": PLACE,
        "chosen": "The desk rings first.",
        "why": "Most are in some other trouble.",
        "rests_on": [{"assumption": BELIEF}],
        "decided_by": [DESK],
        "consulted": [{"who": "nobody"}],
        "not_consulted": ["People who have had the letter"],
    } | more
