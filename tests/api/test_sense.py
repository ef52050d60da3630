"""Sense over HTTP: sessions, expectations and insights, and what is refused about them."""

from __future__ import annotations

from typing import Any

import pytest

from service.domain.errors import (
    AloneInThis,
    AlreadyRecordedDifferently,
    BothForAndAgainst,
    DoubleLoopError,
    Gone,
    NotAllowed,
    NotFound,
    NothingToJoin,
    NotLookedFor,
    NotTestable,
    Refused,
)
from tests.api.world import PLACE, QUIET, SEEN, SEEN_LATER, SEEN_TOO, World, belief, decision

SESSION = {"place": PLACE, "framing_question": "What is new?", "present": {"statutory": 2}}
INSIGHT = {
    "place": PLACE,
    "claim": "The desk decides.",
    "cites": [SEEN, SEEN_TOO],
    "looked_for_disconfirming": True,
}
EXPECTED = {"place": PLACE, "we_expect": "Much.", "we_would_doubt_if": "Nothing moves."}


def test_an_insight_is_proposed_in_a_session_and_put_to_the_test(world: World) -> None:
    session = world.made("/sessions", SESSION)
    insight = world.made("/insights", INSIGHT | {"session": session, "external_id": "insight-1"})
    one = f"/places/{PLACE}/insights/insight-1"
    world.made(f"{one}/tests", {"result": "contested", "dissent": "Not so.", "session": session})
    world.made(f"{one}/tests", {"result": "endorsed"}, by="colleague")
    assert world.facts(insight) == ["insight.proposed", "insight.tested", "insight.tested"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/sessions", SESSION),
        ("/expectations", EXPECTED),
        ("/insights", INSIGHT),
        ("/assumptions", belief()),
        ("/decision-proposals", {"place": PLACE, "question": "What now?"}),
        ("/decisions", decision()),
        ("/changes", {"place": PLACE, "who_changed": "All", "what": "They ask."}),
        ("/slips", {"place": PLACE, "what": "Letters first again."}),
        ("/movements", {"place": PLACE, "what": "Parking asked how."}),
    ],
)
def test_a_record_is_where_the_answer_says_and_begins_once(
    world: World, path: str, body: dict[str, Any]
) -> None:
    body = body | {"external_id": f"once {path}"}
    first = world.post(path, body, by="partner")
    where = first.headers["Location"].removeprefix("/api/v1")
    shown = world.get(where, by="colleague")
    assert shown.status_code == 200, shown.text
    assert shown.json()["item"]["id"] == first.json()["id"]
    head = world.head
    again = world.post(path, body, by="colleague")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.headers["Location"] == first.headers["Location"]
    assert again.json() == first.json() | {"already_there": True}
    assert world.head == head
    for said_first in ("framing_question", "we_expect", "claim", "statement", "question", "chosen"):
        if said_first in body:
            other = body | {said_first: "Other words."}
            world.refused(path, other, AlreadyRecordedDifferently, status=409)


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        ("/insights", INSIGHT | {"cites": [SEEN]}, AloneInThis),
        ("/insights", INSIGHT | {"cites": [SEEN, SEEN]}, AloneInThis),
        ("/insights", INSIGHT | {"cites": [], "single_voice": True}, AloneInThis),
        ("/insights", INSIGHT | {"looked_for_disconfirming": None}, NotLookedFor),
        ("/expectations", EXPECTED | {"we_would_doubt_if": None}, NotTestable),
    ],
)
def test_the_invariants_say_no_in_a_plain_sentence(
    world: World, path: str, body: dict[str, Any], error: type[DoubleLoopError]
) -> None:
    """Invariants I4 and I5."""
    assert world.refused(path, body, error)["detail"] == str(error())


@pytest.mark.parametrize(
    "body",
    [
        SESSION | {"present": {}},
        SESSION | {"present": {"statutory": 0}},
        SESSION | {"missing": ["statutory"]},
    ],
)
def test_a_session_says_who_was_there(world: World, body: dict[str, Any]) -> None:
    world.refused("/sessions", body, Refused)


def test_two_reflections_of_one_person_are_a_single_voice(world: World) -> None:
    own = [str(world.record()) for _ in range(2)]
    world.refused("/insights", INSIGHT | {"cites": own}, AloneInThis)
    world.made("/insights", INSIGHT | {"cites": own, "single_voice": True})


def test_what_somebody_may_not_read_they_cannot_cite_and_cannot_tell_from_nothing(
    world: World,
) -> None:
    hidden = str(world.record(scope="author_and_lp"))
    answers = [
        world.refused("/insights", INSIGHT | {"cites": [SEEN, cited]}, NotFound, by=who, status=404)
        for who, cited in (("colleague", hidden), ("colleague", "never-seen"))
    ]
    assert answers[0]["detail"] == answers[1]["detail"]
    world.made("/insights", INSIGHT | {"cites": [hidden, SEEN_TOO]}, by="learning_partner")


def test_what_was_taken_back_is_not_cited(world: World) -> None:
    gone = str(world.record())
    world.made(f"/places/{PLACE}/reflections/{gone}/withdrawal")
    problem = world.refused("/insights", INSIGHT | {"cites": [SEEN, gone]}, Gone, status=410)
    assert problem["title"] == "Gone"


def test_where_only_local_words_are_used_partners_file_under_none(world: World) -> None:
    """Invariant I13."""
    body = belief(place=QUIET, building_block="governance")
    world.refused("/assumptions", body, NotAllowed, by="quiet_partner", status=403)
    world.made("/assumptions", belief(place=QUIET), by="quiet_partner")


def test_a_name_that_nobody_knows_is_not_repeated(world: World) -> None:
    body = SESSION | {"present": {"Zebrawort": "Zebrawort", "statutory": -1}}
    answer = world.post("/sessions", body, by="partner")
    assert answer.status_code == 422
    assert "Zebrawort" not in answer.text
    fields = [wrong["field"] for wrong in answer.json()["errors"]]
    assert fields == ["body.present", "body.present", "body.present.statutory"]


def test_a_reflection_is_joined_to_an_insight_that_is_there_and_shown_with_its_day(
    world: World,
) -> None:
    insight = world.made("/insights", INSIGHT)
    one = f"/places/{PLACE}/insights/{insight}/reflections"
    world.made(one, {"reflections": [SEEN_LATER], "fits": False}, by="colleague")
    again = world.post(one, {"reflections": [SEEN_LATER], "fits": False}, by="partner")
    assert (again.status_code, again.json()["already_there"]) == (200, True)
    assert world.facts(insight) == ["insight.proposed", "insight.evidence-joined"]
    found = world.get(f"/places/{PLACE}/insights", by="partner").json()
    (shown,) = [each for each in found if each["id"] == insight]
    (joined,) = shown["joined"]
    assert (len(shown["cites"]), shown["against"]) == (2, joined["reflections"])
    assert joined["fits"] is False
    asked = world.get(f"/places/{PLACE}/against/{insight}", by="partner").json()
    assert [entry["id"] for entry in asked["entries"]] == shown["against"]


def test_what_cannot_be_joined_to_an_insight_is_a_plain_sentence(world: World) -> None:
    insight = world.made("/insights", INSIGHT)
    one = f"/places/{PLACE}/insights/{insight}/reflections"
    hidden, gone = str(world.record(scope="author_and_lp")), str(world.record())
    world.made(f"/places/{PLACE}/reflections/{gone}/withdrawal")
    problem = world.refused(one, {"reflections": [SEEN], "fits": False}, BothForAndAgainst)
    assert problem["detail"] == str(BothForAndAgainst())
    world.refused(one, {"reflections": []}, NothingToJoin)
    world.refused(one, {"reflections": [gone]}, Gone, status=410)
    world.refused(one, {"reflections": [hidden]}, NotFound, by="colleague", status=404)
    assert world.facts(insight) == ["insight.proposed"]
