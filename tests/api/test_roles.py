"""Every route in every role: the answer is what the matrix says, whoever asks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from service.application import commands
from service.application import rhythm_commands as rhythm
from service.application.mention_commands import RedactSpan
from service.application.prompts import by_the_clock
from service.application.rhythm_commands import RespondToDigest
from service.digests.funding import draft_funder
from service.digests.publishing import DraftAbout, publish, save_draft
from service.domain.vocabulary import ActorRole, MentionCategory, QuestionKind
from service.policy import Actor
from service.projections import runner
from tests.api.matrix import LINES, Line
from tests.api.world import DESK, PLACE, ROLES, SEEN, SEEN_TOO, World, belief, decision

_MONTHS = itertools.count()


def routes_of(app: FastAPI) -> Iterator[str]:
    """Method and path of every route, as the app serves them."""
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, APIRoute):
            for method in sorted(context.methods or ()):
                yield f"{method} {context.path}"


def test_every_route_has_a_line(app: FastAPI) -> None:
    health = {"GET /health/live", "GET /health/ready"}
    lined = {line.replace(" ", " /api/v1", 1) for line in LINES}
    assert set(routes_of(app)) - health == lined


def filled(path: str, line: Line, world: World) -> tuple[str, dict[str, UUID]]:
    """The path with fresh things of Harrow Vale in it, all of them the partner's."""
    system, made = world.system, {}
    if "{reflection}" in path or "{id}" in path:
        made["reflection"] = made["id"] = world.record(scope="place_team")
    if "/against/" in path:
        made["id"] = UUID(learned("insight", world))
    one = f"/places/{PLACE}/reflections/{made.get('reflection')}"
    if "{tag}" in path:
        tag = world.post(f"{one}/tags", {"code": "POW-1", "stance": "present"}, by="partner")
        made["tag"] = UUID(tag.json()["id"])
    if "{question}" in path:
        asked = world.post(f"{one}/questions", {"question": "Who?"}, by="learning_partner")
        made["question"] = UUID(asked.json()["id"])
    if line.held:
        world.post(f"{one}/hold", {"category": "distress"}, by="partner")
    if "{mention}" in path:
        made["mention"] = left_out(world)
    if "{tension}" in path:
        tension = commands.NameTension(place=PLACE, pole_a="One", pole_b="Other")
        made["tension"] = system.places.name_tension(tension, world.request()).id
    if "{prototype}" in path:
        start = commands.StartPrototype(place=PLACE, name=str(uuid4()), expected="Much.")
        made["prototype"] = system.trials.start_prototype(start, world.request()).id
    if "/rhythm/pauses" in path:
        system.rhythms.resume(rhythm.ResumeRhythm(place=PLACE), world.request())
    if "/rhythm/resumptions" in path:
        system.rhythms.pause(rhythm.PauseRhythm(place=PLACE), world.request())
    if "{own_question}" in path:
        asked_here = rhythm.AdoptQuestion(place=PLACE, kind=QuestionKind.WHAT, words=str(uuid4()))
        adopted = system.rhythms.adopt_question(asked_here, world.request())
        made["own_question"] = adopted.id
    if "{digest}" in path:
        made["digest"] = digest_in(world, is_sent=line.sent)
    for name in ("insight", "assumption", "decision", "change"):
        if f"{{{name}}}" in path:
            made[name] = UUID(learned(name, world))
    return path.format(place=PLACE, **made), made


def left_out(world: World) -> UUID:
    """Words that were left out of a fresh reflection of the partner's."""
    id = world.record(text="We rang Juliet.", scope="place_team")
    command = RedactSpan(words="Juliet", category=MentionCategory.NAME)
    return world.system.mentions.redact(PLACE, str(id), command, world.request()).id


def digest_in(world: World, *, is_sent: bool) -> UUID:
    """A fresh digest for the funder; sent and answered, if asked for."""
    system, request = world.system, replace(world.request(), key=None)
    place = system.desk.place(PLACE)
    first = date(2000, 1, 1) + timedelta(days=32 * next(_MONTHS))
    content = draft_funder(system, place.programme_id, (place.id,), first)
    about = DraftAbout(place.programme_id, (place.id,), first, first)
    id = save_draft(system, content, about, request).id
    if is_sent:
        system.digests.sign_off(id, place.id, request, edition=1)
        publish(system, id, by_the_clock(request.now))
        answer = RespondToDigest(what_we_heard="Much.", what_we_will_do="More.")
        funder = replace(request, actor=Actor(world.people["funder"], ActorRole.FUNDER))
        system.digests.respond(id, answer, funder)
    runner.wait(system.database, system.log.head)
    return id


def learned(name: str, world: World) -> str:
    """A fresh record of this kind, with which everything can be done."""
    if name == "insight":
        cites = {"cites": [SEEN, SEEN_TOO], "looked_for_disconfirming": False}
        return world.made("/insights", {"claim": "The desk decides."} | cites)
    if name == "decision":
        return world.made("/decisions", decision())
    if name == "change":
        return world.made("/changes", {"who_changed": "All", "what": "They ask.", "seen_by": DESK})
    id = world.made("/assumptions", belief())
    one = f"/places/{PLACE}/assumptions/{id}"
    world.made(f"{one}/challenges", {"evidence": [SEEN]})
    world.made(f"{one}/level-contests", {"kind": "norm", "reason": "So it seems."})
    return id


@pytest.mark.parametrize("route", [route for route in LINES if route.startswith("GET ")])
def test_what_nobody_can_ask_is_refused_and_not_passed_over(world: World, route: str) -> None:
    """Who mistypes `as_known_on` must not take today's answer for that of another day."""
    line = LINES[route]
    path, _ = filled(route.removeprefix("GET "), line, world)
    asked = {**(line.params or {}), "as_know_on": "2026-03-20"}
    answer = world.ask("GET", path, by="learning_partner", json=None, params=asked)
    assert answer.status_code == 422, answer.text
    assert [wrong["field"] for wrong in answer.json()["errors"]] == ["query"]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", LINES)
def test_each_role_is_answered_as_the_matrix_says(world: World, route: str, role: str) -> None:
    line = LINES[route]
    method, path = route.split(" ", 1)
    path, _ = filled(path, line, world)
    body = line.body
    for fresh in {"place": "New Place", "contributor": "new-1", "name": "New"}.items():
        if body and fresh in body.items():
            body = body | {fresh[0]: f"{fresh[1]} {uuid4()}"}
    if body and "phrase" in body:
        body = body | {"phrase": f"phrase {uuid4()}"}
    before = world.head
    answer = world.ask(method, path, by=role, json=body, params=line.params)
    assert answer.status_code == line.status_for(role), answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    if answer.status_code >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert world.head == before
        return
    if method != "GET":
        written = answer.json()
        assert written["visible"] is True
        assert written["position"] <= runner_position(world)


def runner_position(world: World) -> int:
    """How far the read models are."""
    with world.system.database.reading() as connection:
        return runner.progress_of(connection).position


def test_who_has_no_token_is_told_how_to_come_in(world: World) -> None:
    answer = world.get("/places", by="nobody")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("route", [route for route in LINES if "{place}" in route])
def test_what_is_elsewhere_looks_as_what_is_nowhere(world: World, route: str) -> None:
    line = LINES[route]
    method, path = route.split(" ", 1)
    existing, made = filled(path, line, world)
    nowhere = path.format(place="Nowhere At All", **made)
    answers = [world.ask(method, url, by="stranger", json=line.body) for url in (existing, nowhere)]
    assert [answer.status_code for answer in answers] == [404, 404]
    bodies = [answer.json() | {"instance": ""} for answer in answers]
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize(
    "route",
    [
        route
        for route, line in LINES.items()
        if "place" in (line.body or {}) and route != "POST /places"
    ],
)
def test_a_place_in_the_body_is_kept_quiet_too(world: World, route: str) -> None:
    method, path = route.split(" ", 1)
    path, _ = filled(path, LINES[route], world)
    body = LINES[route].body or {}
    answers = [
        world.ask(method, path, by="stranger", json=body | {"place": place}).json()
        for place in (PLACE, "Nowhere At All")
    ]
    assert answers[0] | {"instance": ""} == answers[1] | {"instance": ""}
    assert answers[0]["status"] == 404


@pytest.mark.parametrize(
    "route",
    [route for route, line in LINES.items() if {"code", "building_block"} & set(line.body or {})]
    + ["POST /places/{place}/prototypes/{prototype}/normalised"],
)
def test_a_code_that_is_none_does_not_say_that_the_place_is_there(world: World, route: str) -> None:
    line = LINES[route]
    method, path = route.split(" ", 1)
    existing, _ = filled(path, line, world)
    wrong: dict[str, object] = {
        "code": "NOPE",
        "building_block": "NOPE",
        "building_blocks": ["NOPE"],
    }
    body = (line.body or {}) | {key: wrong[key] for key in set(line.body or {}) & set(wrong)}
    for who in ("stranger", "funder"):
        assert world.ask(method, existing, by=who, json=body).status_code == 404
    assert world.ask(method, existing, by="partner", json=body).status_code == 422
