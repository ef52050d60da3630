"""Reading over HTTP what a place learned: who is told what, pages, and how it was known then."""

from __future__ import annotations

from typing import Any

import pytest

from service.domain.starters import starters
from tests.api.world import (
    BELIEF,
    DECIDED,
    ELSEWHERE,
    PLACE,
    QUIET,
    SEEN,
    SEEN_TOO,
    World,
    belief,
    decision,
)

LONG = "Ledger Lane"
DAYS = range(1, 6)
HERE = f"/places/{PLACE}"


@pytest.fixture(scope="module")
def long(world: World) -> World:
    """A place with a belief and five decisions, one a day, of which two rest on it reworded."""
    by = "learning_partner"
    world.made("/places", {"place": LONG}, by=by)
    world.made("/people", {"place": LONG, "contributor": "l-1"}, by=by)
    said = {"place": LONG, "contributor": "l-1", "text": "Seen.", "external_id": "l-r1"}
    world.made("/reflections", said, by=by)
    then = {"occurred_on": "2026-03-10"}
    believed = world.made("/assumptions", belief(place=LONG, external_id="l-b1", **then), by=by)
    for day in DAYS:
        if day == 4:
            one = f"/places/{LONG}/assumptions/{believed}"
            when = {"occurred_on": "2026-03-13"}
            world.made(f"{one}/challenges", {"evidence": ["l-r1"]} | when, by=by)
            world.made(f"{one}/revisions", {"statement": "Other.", "reason": "So."} | when, by=by)
        world.made(
            "/decisions",
            decision(
                place=LONG,
                external_id=f"l-d{day}",
                rests_on=["l-b1"],
                occurred_on=f"2026-03-{day + 10}",
            ),
            by=by,
        )
    world.made("/decision-proposals", {"place": LONG, "question": "What now?"}, by=by)
    return world


@pytest.fixture(scope="module")
def quiet(world: World) -> World:
    """A place with words of its own only, that learned something which was filed under codes."""
    by = "learning_partner"
    for number in (1, 2):
        said = {"place": QUIET, "text": "Seen.", "external_id": f"q-r{number}"}
        contributor = {"contributor": "quiet-1", "scope": "place_team"}
        world.made("/reflections", said | contributor, by=by)
    world.post(
        f"/places/{QUIET}/reflections/q-r1/tags", {"code": "POW-2", "stance": "present"}, by=by
    )
    filed: dict[str, Any] = {"place": QUIET, "behaviours": ["POW-2"]}
    blocks = {"building_blocks": ["delivery"]}
    starter = {"place": QUIET, "starter": "delivery-in-use", "behaviours": ["POW-2"]}
    world.made("/assumptions", starter | {"external_id": "q-b1", "cites": ["q-r1"]}, by=by)
    cites = {"rests_on": ["q-b1"], "cites": ["q-r1"], "external_id": "q-d1"}
    world.made("/decisions", decision(**filed, **blocks, **cites), by=by)
    claim = {"claim": "So it is.", "looked_for_disconfirming": True, "single_voice": True}
    world.made("/insights", filed | blocks | claim | {"cites": ["q-r1", "q-r2"]}, by=by)
    return world


def decisions(world: World, by: str = "learning_partner", **params: Any) -> dict[str, Any]:
    answer = world.get(f"/places/{LONG}/decisions", by=by, **params)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def names(page: dict[str, Any]) -> list[str]:
    return [one["external_id"] for one in page["decisions"]]


def test_a_partner_sees_decisions_but_not_how_many_are_still_to_tell(world: World) -> None:
    seen = {
        who: world.get(f"{HERE}/decisions/{DECIDED}", by=who).json()["loop"]
        for who in ("partner", "learning_partner")
    }
    assert seen["partner"]["evidenced"] == seen["learning_partner"]["evidenced"] == "single"
    assert (seen["partner"]["contributors"], seen["partner"]["still_to_tell"]) == (None, None)
    told = seen["learning_partner"]
    assert isinstance(told["contributors"], int)
    assert isinstance(told["still_to_tell"], int)
    page = world.get(f"{HERE}/decisions", by="partner", limit=200).json()
    assert {one["still_to_tell"] for one in page["decisions"]} == {None}
    assert DECIDED in names(page)


def test_a_partner_sees_beliefs_with_all_that_happened_to_them(world: World) -> None:
    found = world.get(f"{HERE}/assumptions/{BELIEF}", by="partner").json()
    assert found["statement"] == belief()["statement"]
    assert found["level"] == "governing"
    assert [wording["version"] for wording in found["wordings"]] == [1]
    page = world.get(f"{HERE}/assumptions", by="partner", limit=200).json()
    assert BELIEF in [one["external_id"] for one in page["beliefs"]]


@pytest.mark.parametrize(
    ("what", "params"),
    [("told-back", {}), ("signals", {}), ("assumptions", {"only": "never_challenged"})],
)
def test_questions_are_put_to_the_learning_partner_alone(
    world: World, what: str, params: dict[str, str]
) -> None:
    """None of it may become a way to watch people."""
    answers = {
        who: world.get(f"{HERE}/{what}", by=who, **params)
        for who in ("partner", "learning_partner", "operator", "funder", "stranger")
    }
    assert {who: answer.status_code for who, answer in answers.items()} == {
        "partner": 403,
        "learning_partner": 200,
        "operator": 403,
        "funder": 404,
        "stranger": 404,
    }


@pytest.mark.parametrize(
    "path",
    [
        "/decisions",
        "/decisions/q-d1",
        "/assumptions",
        "/assumptions/q-b1",
        "/insights",
        "/mirror",
        "/board",
        "/proposals",
    ],
)
def test_local_words_only_means_no_codes_for_partners(quiet: World, path: str) -> None:
    """Invariant I13."""
    address = f"/places/{QUIET}{path}"
    to_partner, to_learning_partner = (
        quiet.get(address, by=who) for who in ("quiet_partner", "learning_partner")
    )
    assert to_partner.status_code == to_learning_partner.status_code == 200, to_partner.text
    for code in ("POW-2", "delivery", "system-behaviours"):
        assert code not in to_partner.text
    if path not in ("/decisions", "/proposals", "/board"):
        assert "delivery" in to_learning_partner.text


def test_ready_made_beliefs_follow_the_words_of_the_place(quiet: World) -> None:
    """Invariant I13."""
    assert quiet.get("/starters", by="quiet_partner").status_code == 404
    found = quiet.get("/starters", by="partner").json()
    assert [one["code"] for one in found["beliefs"]] == [one.code for one in starters().beliefs]


@pytest.mark.parametrize(
    "path",
    [
        "/decisions/no-such",
        "/decisions/00000000-0000-4000-8000-000000000000",
        "/assumptions/no-such",
        "/assumptions/00000000-0000-4000-8000-000000000000",
        "/against/00000000-0000-4000-8000-000000000000",
        "/against/no-such",
        "/trail/00000000-0000-4000-8000-000000000000",
        "/trail/no-such",
    ],
)
def test_what_is_not_there_is_a_problem(world: World, path: str) -> None:
    for who in ("partner", "learning_partner"):
        answer = world.get(HERE + path, by=who)
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["type"] == "urn:doubleloop:problem:not-found"


def test_a_thing_of_another_place_is_not_found_here(quiet: World) -> None:
    for path in ("decisions/q-d1", "assumptions/q-b1"):
        assert quiet.get(f"{HERE}/{path}", by="learning_partner").status_code == 404


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 200])
def test_pages_of_decisions_join_without_a_gap(long: World, limit: int) -> None:
    found: list[str] = []
    offset: int | None = 0
    while offset is not None:
        page = decisions(long, limit=limit, offset=offset)
        assert page["total"] == len(DAYS)
        found += names(page)
        offset = page["following"]
    assert found == [f"l-d{day}" for day in reversed(DAYS)]


@pytest.mark.parametrize(
    "params",
    [
        {"limit": 0},
        {"limit": 201},
        {"offset": -1},
        {"level": "best"},
        {"state": "lost"},
        {"as_known_on": "soon"},
    ],
)
def test_what_cannot_be_asked_is_said_field_by_field(long: World, params: dict[str, Any]) -> None:
    answer = long.get(f"/places/{LONG}/decisions", by="learning_partner", **params)
    assert answer.status_code == 422
    assert [wrong["field"] for wrong in answer.json()["errors"]] == [f"query.{next(iter(params))}"]


def test_decisions_by_level_and_by_what_they_wait_for(long: World) -> None:
    assert names(decisions(long, level="single")) == ["l-d5", "l-d4", "l-d3", "l-d2", "l-d1"]
    assert names(decisions(long, level="double_enacted")) == []
    assert len(names(decisions(long, state="open"))) == len(DAYS)
    assert names(decisions(long, state="due")) == []


def test_as_it_was_known_then(long: World) -> None:
    """All of it was written down on the twentieth."""
    for day, count in (("2026-03-19", 0), ("2026-03-20", len(DAYS))):
        assert decisions(long, as_known_on=day)["total"] == count
        page = long.get(f"/places/{LONG}/assumptions", by="learning_partner", as_known_on=day)
        assert page.json()["total"] == min(count, 1)
    for path in ("decisions/l-d1", "assumptions/l-b1"):
        address = f"/places/{LONG}/{path}"
        then = long.get(address, by="learning_partner", as_known_on="2026-03-19")
        now = long.get(address, by="learning_partner", as_known_on="2026-03-20")
        assert (then.status_code, now.status_code) == (404, 200)


@pytest.mark.parametrize("path", ["trail/l-d1", "trail/l-b1", "trail/l-r1", "against/l-b1"])
def test_one_thing_as_it_was_known_then(long: World, path: str) -> None:
    """Named as people named it; before it was written down it was not there."""
    for day, status in (("2026-03-19", 404), ("2026-03-20", 200)):
        address = f"/places/{LONG}/{path}"
        answer = long.get(address, by="learning_partner", as_known_on=day)
        assert answer.status_code == status, answer.text


@pytest.mark.parametrize(
    "path",
    ["proposals", "insights", "mirror", "board", "told-back", "signals", "disagreements"],
)
def test_nothing_was_known_before_anything_was_written_down(long: World, path: str) -> None:
    before = long.get(f"/places/{LONG}/{path}", by="learning_partner", as_known_on="2026-03-19")
    assert before.status_code == 200, before.text
    found = before.json()
    assert (found["rows"] if path == "board" else found) == []


def test_stories_of_places_as_they_were_known_then(long: World) -> None:
    two = {"place": [LONG, PLACE], "as_known_on": "2026-03-19"}
    found = long.get("/compare", by="learning_partner", **two).json()
    (one,) = (place for place in found if place["name"] == LONG)
    assert (one["patterns"], one["voices"]) == ([], "Nobody has spoken about this here yet.")


def test_beliefs_by_what_happened_to_them(long: World) -> None:
    for only, count in (("changed", 1), ("dropped", 0), ("never_challenged", 0)):
        page = long.get(f"/places/{LONG}/assumptions", by="learning_partner", only=only).json()
        assert (page["total"], len(page["beliefs"])) == (count, count)
    found = long.get(f"/places/{LONG}/assumptions/l-b1", by="learning_partner").json()
    assert [one["version"] for one in found["wordings"]] == [1, 2]
    assert len(found["cited_by"]) == len(DAYS)


def test_what_waits_to_be_decided(long: World) -> None:
    (waiting,) = long.get(f"/places/{LONG}/proposals", by="learning_partner").json()
    assert waiting["question"] == "What now?"


def test_what_does_not_fit(world: World) -> None:
    claim = {"claim": "All agree.", "cites": [SEEN, SEEN_TOO], "looked_for_disconfirming": True}
    hidden = world.record(by="colleague", text="I do not.", scope="author_and_lp")
    misfit = {"against": [str(hidden)], "does_not_fit": "One did not."}
    id = world.made("/insights", claim | misfit, by="learning_partner")
    as_seen = {
        who: world.get(f"{HERE}/against/{id}", by=who).json()
        for who in ("partner", "learning_partner")
    }
    assert as_seen["partner"]["words"] == ["One did not."]
    assert (as_seen["partner"]["entries"], as_seen["partner"]["not_yours_to_read"]) == ([], 1)
    (entry,) = as_seen["learning_partner"]["entries"]
    assert entry["text"] == "I do not."


def test_comparing_needs_two_places_and_days_in_order(world: World) -> None:
    def ask(**params: Any) -> Any:
        return world.get("/compare", by="learning_partner", **params)

    assert ask().status_code == 422
    assert ask(place=[PLACE]).status_code == 422
    two = {"place": [PLACE, ELSEWHERE]}
    assert ask(**two, from_on="2026-03-02", to_on="2026-03-01").status_code == 422
    found = ask(**two)
    assert [one["name"] for one in found.json()] == [PLACE, ELSEWHERE]
