"""The funder reads digests only (I12): every address is tried with a session and a token."""

# A new route fails here until somebody has thought about what a funder may see of it.

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient
from httpx2 import Response

from service.application import commands as c
from service.application.loop_commands import HoldSession, ObserveChange, StateExpectation
from service.application.rhythm_commands import RemarkOnDigest
from service.domain.vocabulary import ActorRole, Audience, RemarkKind, Scope
from service.policy import Actor
from service.server import create_app
from tests.support.asking import BY_LEARNING_PARTNER
from tests.support.digests import AFTER, Month, month_in
from tests.support.town import Town

CANARY = "zq7"
"""Stands in every name and free text that is no part of a digest."""
NEVER = re.compile(
    rf'(?i){CANARY}|\bscore|response rate|per cent|"organisations"|"candidate":\s*{{'
)

DIGESTS = """
    GET /api/v1/digests
    GET /api/v1/digests/{digest}
    GET /api/v1/digests/{digest}/pdf
    GET /digests
    GET /digests/{digest_id}
    GET /digests/{digest_id}/digest.pdf
    POST /api/v1/digests/{digest}/answers
    POST /digests/{digest_id}/answer
"""
"""What a funder may do."""

FOR_EVERYBODY = """
    GET /
    GET /health/live
    GET /health/ready
    GET /places/
    GET /sign-in/{token}
    POST /sign-in
    POST /sign-out
"""
"""What tells nobody anything; the list of places is empty for a funder."""

CLOSED = """
    GET /answer/{token}
    POST /answer/{token}
    GET /answer/{token}/concern
    POST /answer/{token}/concern
    POST /api/v1/assumptions
    POST /api/v1/changes
    GET /api/v1/compare
    POST /api/v1/decision-proposals
    POST /api/v1/decisions
    POST /api/v1/digests/{digest}/answer-shares
    POST /api/v1/digests/{digest}/leaving-out
    POST /api/v1/digests/{digest}/remarks
    POST /api/v1/digests/{digest}/sign-offs
    POST /api/v1/digests/{digest}/waits
    POST /api/v1/expectations
    GET /api/v1/frameworks
    POST /api/v1/insights
    POST /api/v1/left-out/{mention}/erasure
    GET /api/v1/me
    POST /api/v1/movements
    POST /api/v1/people
    GET /api/v1/places
    POST /api/v1/places
    GET /api/v1/places/{place}
    GET /api/v1/places/{place}/against/{id}
    POST /api/v1/places/{place}/asking
    GET /api/v1/places/{place}/assumptions
    GET /api/v1/places/{place}/assumptions/{assumption}
    POST /api/v1/places/{place}/assumptions/{assumption}/challenges
    POST /api/v1/places/{place}/assumptions/{assumption}/droppings
    POST /api/v1/places/{place}/assumptions/{assumption}/examinations
    POST /api/v1/places/{place}/assumptions/{assumption}/left-open
    POST /api/v1/places/{place}/assumptions/{assumption}/level-contests
    POST /api/v1/places/{place}/assumptions/{assumption}/level-settlements
    POST /api/v1/places/{place}/assumptions/{assumption}/mirrors
    POST /api/v1/places/{place}/assumptions/{assumption}/revisions
    POST /api/v1/places/{place}/assumptions/{assumption}/upholdings
    GET /api/v1/places/{place}/board
    POST /api/v1/places/{place}/changes/{change}/confirmations
    POST /api/v1/places/{place}/changes/{change}/endings
    POST /api/v1/places/{place}/context
    GET /api/v1/places/{place}/decisions
    GET /api/v1/places/{place}/decisions/{decision}
    POST /api/v1/places/{place}/decisions/{decision}/reviews
    POST /api/v1/places/{place}/decisions/{decision}/tellings
    GET /api/v1/places/{place}/digests
    GET /api/v1/places/{place}/disagreements
    GET /api/v1/places/{place}/export
    GET /api/v1/places/{place}/first-words
    POST /api/v1/places/{place}/focus
    GET /api/v1/places/{place}/insights
    POST /api/v1/places/{place}/insights/{insight}/reflections
    POST /api/v1/places/{place}/insights/{insight}/tests
    POST /api/v1/places/{place}/language-stage
    GET /api/v1/places/{place}/left-out
    GET /api/v1/places/{place}/mirror
    POST /api/v1/places/{place}/my-preferences
    GET /api/v1/places/{place}/my-reflections
    GET /api/v1/places/{place}/my-reflections/{reflection}
    GET /api/v1/places/{place}/nothing-fitted
    GET /api/v1/places/{place}/people
    GET /api/v1/places/{place}/perspectives
    POST /api/v1/places/{place}/phrases
    GET /api/v1/places/{place}/proposals
    GET /api/v1/places/{place}/prototypes
    POST /api/v1/places/{place}/prototypes/{prototype}/end
    POST /api/v1/places/{place}/prototypes/{prototype}/learning
    POST /api/v1/places/{place}/prototypes/{prototype}/margins
    POST /api/v1/places/{place}/prototypes/{prototype}/normalised
    POST /api/v1/places/{place}/prototypes/{prototype}/turns
    GET /api/v1/places/{place}/questions
    POST /api/v1/places/{place}/reflections/{reflection}/acknowledgements
    POST /api/v1/places/{place}/reflections/{reflection}/amendments
    POST /api/v1/places/{place}/reflections/{reflection}/erasure
    POST /api/v1/places/{place}/reflections/{reflection}/hold
    POST /api/v1/places/{place}/reflections/{reflection}/left-out
    POST /api/v1/places/{place}/reflections/{reflection}/memos
    POST /api/v1/places/{place}/reflections/{reflection}/name-choice
    POST /api/v1/places/{place}/reflections/{reflection}/nothing-fits
    POST /api/v1/places/{place}/reflections/{reflection}/questions
    POST /api/v1/places/{place}/reflections/{reflection}/questions/{question}/answers
    DELETE /api/v1/places/{place}/reflections/{reflection}/questions/{question}/answers
    POST /api/v1/places/{place}/reflections/{reflection}/release
    POST /api/v1/places/{place}/reflections/{reflection}/scope
    POST /api/v1/places/{place}/reflections/{reflection}/tags
    DELETE /api/v1/places/{place}/reflections/{reflection}/tags/{tag}
    POST /api/v1/places/{place}/reflections/{reflection}/tags/{tag}/disputes
    POST /api/v1/places/{place}/reflections/{reflection}/withdrawal
    POST /api/v1/places/{place}/rhythm
    POST /api/v1/places/{place}/rhythm/digests
    POST /api/v1/places/{place}/rhythm/moved-rounds
    POST /api/v1/places/{place}/rhythm/pauses
    POST /api/v1/places/{place}/rhythm/questions
    POST /api/v1/places/{place}/rhythm/questions/{own_question}/retirements
    POST /api/v1/places/{place}/rhythm/resumptions
    POST /api/v1/places/{place}/rhythm/skipped-rounds
    POST /api/v1/places/{place}/roles
    POST /api/v1/places/{place}/roles/endings
    POST /api/v1/places/{place}/route-in
    GET /api/v1/places/{place}/schedule
    GET /api/v1/places/{place}/signals
    POST /api/v1/places/{place}/signals/answers
    POST /api/v1/places/{place}/tensions
    POST /api/v1/places/{place}/tensions/{tension}/revisits
    GET /api/v1/places/{place}/timeline
    GET /api/v1/places/{place}/told-back
    GET /api/v1/places/{place}/trail/{id}
    GET /api/v1/places/{place}/voices
    GET /api/v1/places/{place}/waiting
    POST /api/v1/prototypes
    POST /api/v1/reflections
    POST /api/v1/sessions
    POST /api/v1/slips
    GET /api/v1/starters
    POST /digests/{digest_id}/agree
    GET /digests/{digest_id}/draft
    POST /digests/{digest_id}/draft
    POST /digests/{digest_id}/leave-out
    POST /digests/{digest_id}/quote
    POST /digests/{digest_id}/share-answer
    GET /me
    GET /me.json
    GET /me.txt
    GET /places/{place_id}/beliefs
    GET /places/{place_id}/beliefs/{reference}
    GET /places/{place_id}/board
    GET /places/{place_id}/calendar.ics
    GET /places/{place_id}/decisions
    GET /places/{place_id}/decisions/{decision}/proof.csv
    GET /places/{place_id}/decisions/{reference}
    GET /places/{place_id}/digests
    GET /places/{place_id}/export.{ending}
    GET /places/{place_id}/insights
    GET /places/{place_id}/mirror
    GET /places/{place_id}/news
    GET /places/{place_id}/questions
    POST /places/{place_id}/questions
    GET /places/{place_id}/record
    GET /places/{place_id}/record/{kind}
    POST /places/{place_id}/record/{kind}
    GET /places/{place_id}/rhythm
    POST /places/{place_id}/rhythm/calendar
    GET /places/{place_id}/timeline
    GET /places/{place_id}/timeline.csv
    GET /places/{place_id}/timeline.png
    GET /places/{place_id}/timeline.vl.json
    GET /places/{place_id}/told-back
    GET /stop/{token}
    POST /stop/{token}
    GET /stop/{token}/held
    POST /stop/{token}/held
"""
"""What is answered as if it were not there, or refused."""

SHUT = frozenset({401, 403, 404, 410, 422})


def lines(table: str) -> set[str]:
    """The routes in a table."""
    return {line.strip() for line in table.splitlines() if line.strip()}


@pytest.fixture
def month(place: Town) -> Month:
    """June, with a canary wherever people can write, and digests that were sent and not."""
    month = month_in(place)
    plant(month)
    month.quote()
    month.quote(Audience.PLACE)
    return month


def plant(month: Month) -> None:
    """The canary in names and free texts all over the place."""
    town, by = month.town, replace(BY_LEARNING_PARTNER, now=AFTER)
    told: dict[str, Any] = {"name": CANARY, "role": CANARY, "organisation": CANARY}
    person = town.welcome(CANARY, email=f"{CANARY}@example.org", **told)
    said = town.record(CANARY, by=CANARY, meaning=CANARY, external_id=CANARY, scope=Scope.PUBLIC)
    system, one, id = month.system, (town.name, str(said)), town.id
    town.tag(said, "POW-1", reason=CANARY)
    system.tagging.write_memo(id, str(said), c.WriteMemo(text=CANARY), by)
    system.places.note_context(
        c.NoteContext(place=one[0], what=CANARY, from_on=date(2026, 6, 1)), by
    )
    start = c.StartPrototype(place=one[0], name=CANARY, expected=CANARY)
    system.trials.start_prototype(start, by)
    held = HoldSession(place=one[0], framing_question=CANARY, present={"statutory": 2})
    system.sense.hold_session(held, by)
    doubt = StateExpectation(place=one[0], we_expect=CANARY, we_would_doubt_if=CANARY)
    system.sense.state_expectation(doubt, by)
    seen = ObserveChange(place=one[0], who_changed=CANARY, what=CANARY, seen_by={"person": CANARY})
    system.changes.observe_change(seen, by)
    system.access.make_token(town.member(person), CANARY, AFTER)
    system.runner.catch_up()


def routes_of(app: FastAPI) -> Iterator[str]:
    """Method and path of every route there is."""
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, APIRoute):
            for method in sorted(context.methods or ()):
                yield f"{method} {context.path}"


def test_every_route_is_in_one_of_the_tables(month: Month) -> None:
    known = [lines(table) for table in (DIGESTS, FOR_EVERYBODY, CLOSED)]
    assert set(routes_of(create_app(month.system))) == set().union(*known)
    assert sum(map(len, known)) == len(set().union(*known))


def signed_in(month: Month, actor: Actor) -> tuple[TestClient, str]:
    """A browser with a session, and a token for a program."""
    app = create_app(month.system, clock=lambda: AFTER)
    address = month.system.settings.address
    client = TestClient(app, base_url=address, follow_redirects=False)
    secret = month.system.access.invite(actor, AFTER)
    client.post("/sign-in", data={"token": secret}, headers={"origin": address})
    return client, month.system.access.make_token(actor, "funder", AFTER)


def filled(route: str, month: Month, digest: UUID) -> str:
    """The path of a route with things in it that are really there."""
    known = {
        "place": str(month.town.id), "place_id": str(month.town.id),
        "reflection": str(month.said[0]), "id": str(month.said[0]),
        "decision": "D1", "reference": "D1", "assumption": "A1",
        "ending": "jsonl", "kind": "insight", "digest": str(digest), "digest_id": str(digest),
    }  # fmt: skip
    path = route.split(" ", 1)[1]
    return re.sub(r"{(\w+)}", lambda found: known.get(found[1], CANARY[:2]), path)


def tried(client: TestClient, token: str, route: str, path: str) -> Iterator[Response]:
    """The answers to a session and to a token, without a body and with something in it."""
    method, number = route.split(" ", 1)[0], next(_NUMBERS)
    keys = {"Idempotency-Key": f"k-{number}", "origin": str(client.base_url)}
    params = {"place": "Eastmoor"} if route.endswith("/compare") else None
    if path.startswith("/api/"):
        bearer = keys | {"Authorization": f"Bearer {token}"}
        yield client.request(
            method, path, headers=bearer, params=params, json={} if method == "POST" else None
        )
        return
    yield client.request(method, path, headers=keys, data={} if method == "POST" else None)
    yield client.request(method, path, headers=keys | {"Authorization": f"Bearer {token}"})


_NUMBERS = itertools.count()


def test_a_funder_is_told_nothing_but_digests(month: Month) -> None:
    sent, waits = month.send(month.funder_draft()), month.place_draft()
    said = RemarkOnDigest(kind=RemarkKind.MISSING, words=CANARY)
    month.system.digests.remark(sent, said, month.request)
    client, token = signed_in(month, month.funder())
    for digest, route in itertools.product((sent, waits), sorted(lines(CLOSED))):
        for answer in tried(client, token, route, filled(route, month, digest)):
            assert answer.status_code in SHUT, (route, answer.status_code, answer.text)
            assert not NEVER.search(answer.text), route
    for route in sorted(lines(DIGESTS) | lines(FOR_EVERYBODY) - {"POST /sign-out"}):
        for answer in tried(client, token, route, filled(route, month, sent)):
            assert not NEVER.search(answer.text), route
            assert "person" not in answer.text or "json" not in answer.headers["content-type"]
    for route in sorted(lines(DIGESTS) - {"GET /digests", "GET /api/v1/digests"}):
        for answer in tried(client, token, route, filled(route, month, waits)):
            assert answer.status_code in {404, 422}, (route, answer.status_code)
    assert client.get("/").headers["location"] == "/digests"
    assert client.get(f"/digests/{sent}").status_code == 200


def test_the_canaries_are_there_for_who_may_see_them(month: Month) -> None:
    client, token = signed_in(month, month.coordinator)
    place = month.town.id
    assert CANARY in client.get(f"/places/{place}/timeline").text
    bearer = {"Authorization": f"Bearer {token}"}
    assert CANARY in client.get(f"/api/v1/places/{place}/timeline", headers=bearer).text


def test_a_funder_of_another_programme_sees_nothing(month: Month) -> None:
    sent = month.send(month.funder_draft())
    stranger = Actor(month.people[0], ActorRole.FUNDER, frozenset({month.people[1]}))
    client, _ = signed_in(month, stranger)
    assert client.get(f"/digests/{sent}").status_code == 404
    assert str(sent) not in client.get("/digests").text


def test_no_draft_reaches_a_funder(month: Month) -> None:
    draft = month.funder_draft()
    client, token = signed_in(month, month.funder())
    bearer = {"Authorization": f"Bearer {token}"}
    addresses = (f"/digests/{draft}", f"/digests/{draft}/digest.pdf", f"/digests/{draft}/draft")
    assert [client.get(one).status_code for one in addresses] == [404, 404, 404]
    assert client.get(f"/api/v1/digests/{draft}", headers=bearer).status_code == 404
