"""Beliefs over HTTP: the walk from stating to rewording, each refusal, and two people at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from service.domain.errors import (
    BeliefDropped,
    DoubleLoopError,
    NoEvidence,
    NotChallenged,
    NotFound,
    NotTestable,
    OneOptionOnly,
    Refused,
    RevisedMeanwhile,
    UnknownStarter,
)
from tests.api.world import DESK, PLACE, SEEN, SEEN_TOO, World, belief

KEEP, OTHER = {"text": "Keep it.", "keeps": True}, {"text": "Something else is wrong first."}
LOOK = {"options": [KEEP, OTHER], "present": {"statutory": 3}}
REVISED = {"statement": "Something else is wrong first.", "reason": "Thirty-one calls."}


def one(id: str, place: str = PLACE) -> str:
    return f"/places/{place}/assumptions/{id}"


def challenged(world: World) -> str:
    """The address of a fresh belief that somebody has challenged."""
    address = one(world.made("/assumptions", belief()))
    world.made(f"{address}/challenges", {"evidence": [SEEN]})
    return address


def test_the_walk_of_a_belief(world: World) -> None:
    expectation = {"we_expect": "They pay.", "we_would_doubt_if": "They do not."}
    expected = world.made("/expectations", expectation)
    id = world.made("/assumptions", belief(external_id="walk-1", held_by=[DESK], cites=[SEEN]))
    address = one("walk-1")
    world.made(f"{address}/level-contests", {"kind": "norm", "reason": "So."}, by="colleague")
    world.made(f"{address}/level-settlements", {"kind": "problem_frame", "reason": "Agreed."})
    challenge = {"evidence": [SEEN, SEEN_TOO], "mismatch_with": expected, "voices": {"funder": 1}}
    world.made(f"{address}/challenges", challenge, by="colleague")
    world.made(f"{address}/examinations", LOOK | {"absent": ["Residents"]})
    world.made(f"{address}/revisions", REVISED | {"from_version": 1})
    world.made(f"{address}/left-open", {"reason": "Too early to say."})
    world.made(f"{address}/upholdings", {"reason": "It holds."})
    world.made(f"{address}/mirrors", {"in_use": world.made("/assumptions", belief())})
    world.made(f"{address}/droppings", {"reason": "Nobody thinks so any more."})
    assert [topic.removeprefix("assumption.") for topic in world.facts(id)] == [
        "stated", "level-contested", "level-settled", "challenged", "examined", "revised",
        "left-open", "upheld", "mirror-held-up", "dropped",
    ]  # fmt: skip


def test_a_starter_fills_in_what_is_left_out(world: World) -> None:
    id = world.made("/assumptions", {"starter": "delivery-in-use"})
    own = {"starter": "delivery-in-use", "statement": "We deal with what somebody brings."}
    assert world.made("/assumptions", own) != id
    world.refused("/assumptions", {"place": PLACE, "starter": "no-such"}, UnknownStarter)


@pytest.mark.parametrize("field", ["statement", "kind", "level_reason", "basis"])
def test_a_belief_says_what_it_is(world: World, field: str) -> None:
    problem = world.refused("/assumptions", belief(**{field: None}), Refused)
    assert problem["detail"].startswith("Say")


def test_what_nothing_could_shake_is_not_a_belief_to_learn_from(world: World) -> None:
    """Invariant I5."""
    problem = world.refused("/assumptions", belief(we_would_doubt_if=None), NotTestable)
    assert problem["detail"] == str(NotTestable())


@pytest.mark.parametrize(
    ("what", "body", "error"),
    [
        ("upholdings", {"reason": "So."}, NotChallenged),
        ("revisions", REVISED, NotChallenged),
        ("droppings", {"reason": "So."}, NotChallenged),
        ("challenges", {"evidence": []}, NoEvidence),
        ("challenges", {"voices": {"citizen_community": 4}}, NoEvidence),
        ("examinations", LOOK | {"options": [KEEP]}, OneOptionOnly),
        ("examinations", LOOK | {"options": [OTHER, OTHER]}, OneOptionOnly),
        ("examinations", LOOK | {"options": []}, OneOptionOnly),
    ],
)
def test_the_invariants_say_no_in_a_plain_sentence(
    world: World, what: str, body: dict[str, Any], error: type[DoubleLoopError]
) -> None:
    """Invariant I6."""
    address = one(world.made("/assumptions", belief()))
    assert world.refused(f"{address}/{what}", body, error)["detail"] == str(error())


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("examinations", LOOK | {"present": {}}),
        ("level-contests", {"kind": "problem_frame", "reason": "The same."}),
        ("level-settlements", {"kind": "norm", "reason": "Nobody asked."}),
    ],
)
def test_other_refusals(world: World, what: str, body: dict[str, Any]) -> None:
    world.refused(f"{one(world.made('/assumptions', belief()))}/{what}", body, Refused)


def test_a_belief_is_not_its_own_mirror(world: World) -> None:
    id = world.made("/assumptions", belief())
    world.refused(f"{one(id)}/mirrors", {"in_use": id}, Refused)


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("challenges", {"evidence": [SEEN]}),
        ("examinations", LOOK),
        ("upholdings", {"reason": "So."}),
        ("revisions", REVISED | {"from_version": 1}),
        ("droppings", {"reason": "Again."}),
        ("left-open", {"reason": "So."}),
    ],
)
def test_what_was_dropped_stays_dropped(world: World, what: str, body: dict[str, Any]) -> None:
    address = challenged(world)
    world.made(f"{address}/droppings", {"reason": "Nobody thinks so."})
    problem = world.refused(f"{address}/{what}", body, BeliefDropped)
    assert problem["detail"] == str(BeliefDropped())


def test_evidence_that_somebody_may_not_read_is_no_evidence_to_them(world: World) -> None:
    hidden = str(world.record(scope="author_and_lp"))
    address = one(world.made("/assumptions", belief()))
    details = [
        world.refused(
            f"{address}/challenges", {"evidence": [cited]}, NotFound, by="colleague", status=404
        )["detail"]
        for cited in (hidden, "never-seen")
    ]
    assert details[0] == details[1]


def test_a_belief_of_another_place_is_not_here(world: World) -> None:
    id = world.made("/assumptions", belief(place="Otherton"), by="stranger")
    world.refused(f"{one(id)}/left-open", {"reason": "So."}, NotFound, status=404)
    world.refused(
        f"{one(world.made('/assumptions', belief()))}/mirrors", {"in_use": id}, NotFound, status=404
    )


def test_a_lost_answer_is_asked_for_again(world: World) -> None:
    address = challenged(world)
    body = REVISED | {"from_version": 1}
    answers = [
        world.post(f"{address}/revisions", body, by="partner", key="revise-1") for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[1].json()["already_there"] is True


def test_who_read_older_words_is_told_so_and_can_go_on(world: World) -> None:
    address = challenged(world)
    world.made(f"{address}/revisions", REVISED | {"from_version": 1}, by="colleague")
    mine = REVISED | {"statement": "They are in trouble.", "from_version": 1}
    problem = world.refused(f"{address}/revisions", mine, RevisedMeanwhile, status=409)
    assert problem["current_version"] == 2
    assert problem["detail"] == (
        f"{RevisedMeanwhile()} To go on with yours, send them again with `from_version` 2."
    )
    world.made(f"{address}/revisions", mine | {"from_version": problem["current_version"]})


def test_a_version_that_is_not_there_yet_is_a_conflict_too(world: World) -> None:
    address = challenged(world)
    body = REVISED | {"from_version": 7}
    problem = world.refused(f"{address}/revisions", body, RevisedMeanwhile, status=409)
    assert problem["current_version"] == 1


def test_two_people_reword_it_at_the_same_moment(world: World) -> None:
    address = challenged(world)
    writers = {"partner": "My words.", "colleague": "Other words."}

    def reword(who: str, version: int) -> Any:
        body = {"statement": writers[who], "reason": "So.", "from_version": version}
        return world.post(f"{address}/revisions", body, by=who, key=f"at-once-{address[-36:]}")

    with ThreadPoolExecutor(2) as both:
        answers = dict(zip(writers, both.map(lambda who: reword(who, 1), writers), strict=True))
    assert sorted(answer.status_code for answer in answers.values()) == [201, 409]
    [late] = [who for who, answer in answers.items() if answer.status_code == 409]
    assert answers[late].json()["current_version"] == 2
    assert writers[late] not in answers[late].text
    assert reword(late, 2).status_code == 201
