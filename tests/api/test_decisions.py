"""Decisions over HTTP: from a belief to what people were told, and every refusal on the way."""

from __future__ import annotations

from typing import Any

import pytest

from service.domain.errors import (
    DoubleLoopError,
    NoBlockChanged,
    NobodyAffectedHeard,
    NobodyNamed,
    NotAllowed,
    NotDecided,
    NotFound,
    NotIndependent,
    Refused,
    RestsOnNothing,
    ReviewTooFar,
)
from tests.api.world import BELIEF, COLLEAGUE, DESK, PARTNER, PLACE, SEEN, World, belief, decision

REVIEW = {
    "result": "keep",
    "expected_vs_actual": "As hoped.",
    "reviewers": [DESK],
    "affected_heard": {"citizen_community": 1},
}
TOLD = {"what": "you_said_we_did", "words": "Everybody is rung first."}


def one(id: str) -> str:
    return f"/places/{PLACE}/decisions/{id}"


def test_the_walk_from_a_belief_to_what_people_were_told(world: World) -> None:
    believed = world.made("/assumptions", belief())
    address = f"/places/{PLACE}/assumptions/{believed}"
    world.made(f"{address}/challenges", {"evidence": [SEEN]}, by="colleague")
    keep, other = {"text": "Keep it.", "keeps": True}, {"text": "Something else is wrong."}
    look = {"options": [keep, other], "present": {"statutory": 3}}
    world.made(f"{address}/examinations", look)
    world.made(f"{address}/revisions", {"statement": "They are in trouble.", "reason": "So."})

    id = world.made("/decision-proposals", {"question": "What now?", "external_id": "walk-d"})
    rests_on = {"rests_on": [{"assumption": believed, "version": 2}], "cites": [SEEN]}
    taken = decision(decision="walk-d", building_blocks=["delivery"], **rests_on)
    world.made("/decisions", taken)
    change = {"who_changed": "The debt team", "what": "They ask first.", "decision": id}
    changed = world.made("/changes", change)
    seen = f"/places/{PLACE}/changes/{changed}"
    world.made(f"{seen}/confirmations", {"agrees": "yes"}, by="colleague")
    world.made(
        f"{one(id)}/reviews", REVIEW | {"beliefs": [{"assumption": believed, "standing": "unsure"}]}
    )
    world.made(f"{one('walk-d')}/tellings", TOLD, by="learning_partner")
    world.made(f"{seen}/endings", {"why": "The posts are gone."})
    world.made("/slips", {"what": "Letters first again.", "decision": id})
    world.made("/movements", {"what": "Parking asked how.", "decision": id})

    assert [topic.removeprefix("decision.") for topic in world.facts(id)] == [
        "proposed", "taken", "reviewed", "contributors-told",
    ]  # fmt: skip
    assert [topic.removeprefix("change.") for topic in world.facts(changed)] == [
        "observed", "substantiated", "ceased",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"rests_on": []}, RestsOnNothing),
        ({"decided_by": []}, NobodyNamed),
        ({"consulted": []}, NobodyNamed),
        ({"not_consulted": []}, NobodyNamed),
        ({"review_on": "2026-09-19"}, ReviewTooFar),
    ],
)
def test_the_invariants_say_no_in_a_plain_sentence(
    world: World, wrong: dict[str, Any], error: type[DoubleLoopError]
) -> None:
    """Invariants I7 and I8: neither straight away nor for what was proposed."""
    body = decision(**wrong)
    assert world.refused("/decisions", body, error)["detail"] == str(error())
    proposed = world.made("/decision-proposals", {"question": "What now?"})
    world.refused("/decisions", body | {"decision": proposed}, error)
    assert world.facts(proposed) == ["decision.proposed"]


@pytest.mark.parametrize("day", ["2026-03-20", "2026-03-01"])
def test_a_decision_is_looked_at_again_later(world: World, day: str) -> None:
    world.refused("/decisions", decision(review_on=day), Refused)


def test_twenty_six_weeks_are_not_too_far(world: World) -> None:
    world.made("/decisions", decision(review_on="2026-09-18"))


def test_nobody_sets_which_loop_it_is(world: World) -> None:
    """Invariant I9."""
    before = world.head
    answer = world.post("/decisions", decision(loop="double"), by="partner")
    assert answer.status_code == 422
    assert world.head == before
    world.made("/decisions", decision(claimed_loop="double"))


@pytest.mark.parametrize("cited", [{"assumption": "no-such"}, {"assumption": BELIEF, "version": 9}])
def test_it_rests_on_words_that_are_there(world: World, cited: dict[str, Any]) -> None:
    world.refused("/decisions", decision(rests_on=[cited]), NotFound, status=404)


def test_what_is_in_use_was_not_dropped(world: World) -> None:
    cited = {"assumption": BELIEF, "dropped": True}
    world.refused("/decisions", decision(rests_on=[cited]), Refused)


def test_a_decision_is_taken_once(world: World) -> None:
    id = world.made("/decisions", decision())
    world.refused("/decisions", decision(decision=id), Refused)
    world.refused("/decisions", decision(decision=id, question="Another?"), Refused)


def test_what_is_only_proposed_is_neither_reviewed_nor_told(world: World) -> None:
    address = one(world.made("/decision-proposals", {"question": "What now?"}))
    world.refused(f"{address}/reviews", REVIEW, NotDecided)
    world.refused(f"{address}/tellings", TOLD, NotDecided, by="learning_partner")


def test_a_review_hears_somebody_affected_or_says_why_not(world: World) -> None:
    """Invariant I8."""
    address = one(world.made("/decisions", decision()))
    unheard = REVIEW | {"affected_heard": {"citizen_community": 0}}
    problem = world.refused(f"{address}/reviews", unheard, NobodyAffectedHeard)
    assert problem["detail"] == str(NobodyAffectedHeard())
    world.refused(f"{address}/reviews", REVIEW | {"reviewers": []}, Refused)
    world.refused(f"{address}/reviews", REVIEW | {"review_again_on": "2027-03-20"}, ReviewTooFar)
    other = {
        "beliefs": [{"assumption": world.made("/assumptions", belief()), "standing": "unsure"}]
    }
    world.refused(f"{address}/reviews", REVIEW | other, Refused)
    world.made(f"{address}/reviews", unheard | {"why_nobody_affected": "They have moved away."})


def test_who_decided_or_reported_does_not_confirm(world: World) -> None:
    decided = decision(decided_by=[{"person": COLLEAGUE}])
    id = world.made("/decisions", decided, by="learning_partner")
    body = {"who_changed": "All", "what": "They ask.", "decision": id}
    seen = f"/places/{PLACE}/changes/{world.made('/changes', body)}/confirmations"
    for who in ("partner", "colleague"):
        problem = world.refused(seen, {"agrees": "yes"}, NotIndependent, by=who)
        assert problem["detail"] == str(NotIndependent())
    for who in (PARTNER, COLLEAGUE):
        by = {"agrees": "yes", "confirmed_by": {"person": who}}
        world.refused(seen, by, NotIndependent, by="learning_partner")
    world.refused(seen, {"agrees": "yes"}, Refused, by="operator")
    world.made(seen, {"agrees": "partly", "confirmed_by": {"who": "A resident"}})


def test_a_change_ends_once(world: World) -> None:
    changed = world.made("/changes", {"who_changed": "All", "what": "They ask."})
    world.made(f"/places/{PLACE}/changes/{changed}/endings")
    world.refused(f"/places/{PLACE}/changes/{changed}/endings", {}, Refused)


def test_a_trial_is_normal_once_a_decision_changed_a_building_block(world: World) -> None:
    """Invariant I10."""
    trial = world.made("/prototypes", {"name": "Ring first", "expected": "Much."})
    address = f"/places/{PLACE}/prototypes/{trial}/normalised"
    unrelated = world.made("/decisions", decision(building_blocks=["governance"]))
    for decisions in ([], [unrelated]):
        body = {"building_blocks": ["delivery"], "decisions": decisions}
        problem = world.refused(address, body, NoBlockChanged)
        assert problem["detail"] == str(NoBlockChanged())
    other = {"building_blocks": ["governance"], "decisions": [unrelated]}
    world.made(address, other)


def test_partners_do_not_tell_back_and_do_not_answer_signals(world: World) -> None:
    address = one(world.made("/decisions", decision()))
    world.refused(f"{address}/tellings", TOLD, NotAllowed, status=403)
    signal = {"signal": "one_option", "subject": address[-36:], "answer": "raised", "grounds": 1}
    world.refused(f"/places/{PLACE}/signals/answers", signal, NotAllowed, status=403)


def test_repeating_decides_once(world: World) -> None:
    proposed = world.made("/decision-proposals", {"question": "What now?"})
    body = decision(decision=proposed)
    answers = [world.post("/decisions", body, by="partner", key="decide-1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert world.facts(proposed) == ["decision.proposed", "decision.taken"]
