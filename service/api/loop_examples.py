"""Examples of what a place learned, as one story; a test checks each against its schema."""

from __future__ import annotations

from typing import Any

from service.api.examples import ENTRY, PERSON_ID, PLACE_ID, REFLECTION_ID, TRIAL_ID

DECISION_ID = "1f0e9d8c-7b6a-5f5e-8d4c-3b2a19081726"
BELIEF_ID = "4f3e2d1c-6a5b-5c7d-9e8f-0a1b2c3d4e5f"
ACTED_ON_ID = "6b7c8d9e-0f1a-5b2c-8d3e-4f5061728394"
CHANGE_ID = "2a3b4c5d-6e7f-5081-92a3-b4c5d6e7f809"
INSIGHT_ID = "9c8d7e6f-5a4b-5c3d-8e2f-1a0b9c8d7e6f"

OLD_WORDS = "A missed payment means that somebody does not want to pay."
NEW_WORDS = "A missed payment is the first that we hear of some other trouble."
OLD_DOUBT = "Most whom we call turn out to be in some other trouble."
NEW_DOUBT = "The calls find nothing but forgetting."
WHY_LEVEL = "It says what kind of problem we think we have."
CHOSEN = "Whoever sits at the desk calls first, and may stop the letter."

DESK: dict[str, Any] = {"person": None, "name": "The housing desk", "perspective": "statutory"}
SAM: dict[str, Any] = {"person": PERSON_ID, "name": "Sam Okafor", "perspective": "non_statutory"}


def _step(what: str, ref: str, on: str, position: int, *, needed: bool = True) -> dict[str, Any]:
    at = f"{on}T12:00:00+00:00"
    late = {"reported_late": False, "needed": needed}
    return {"at": at, "what": what, "ref": ref, "position": position, **late}


def _option(text: str, *, keeps: bool = False, speaks_for: str | None = None) -> dict[str, Any]:
    return {"text": text, "keeps": keeps, "speaks_for": speaks_for, "speaks_against": None}


LOOP: dict[str, Any] = {
    "id": DECISION_ID,
    "external_id": "HV-D1",
    "title": CHOSEN,
    "chosen": CHOSEN,
    "kind": "act",
    "decided_on": "2026-03-20",
    "position": 171,
    "evidenced": "double_enacted",
    "claimed": "double",
    "flags": ["order_as_reported"],
    "proof": [
        _step("stated", BELIEF_ID, "2026-01-09", 101),
        _step("challenged", BELIEF_ID, "2026-03-16", 160),
        _step("examined", BELIEF_ID, "2026-03-18", 164),
        _step("revised", BELIEF_ID, "2026-03-18", 165),
        _step("decided", DECISION_ID, "2026-03-20", 171),
        _step("change_seen", CHANGE_ID, "2026-04-02", 180),
    ],
    "missing": ["review_with_those_affected", "belief_standing", "contributors_told"],
    "reviewed": False,
    "beliefs_settled": False,
    "told": False,
    "is_closed": False,
    "contributors": None,
    "still_to_tell": None,
    "review_on": "2026-06-12",
    "is_due": False,
    "has_lapsed": False,
    "has_slipped": False,
    "was": OLD_WORDS,
    "now": NEW_WORDS,
}

LEDGER: dict[str, Any] = {
    "place": PLACE_ID,
    "decisions": [LOOP],
    "total": 1,
    "following": None,
}


def _fact(what: str, number: int, on: str, position: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"0d1e2f3a-4b5c-5d6e-8f70-{number:012}",
        "what": what,
        "on": on,
        "at": f"{on}T12:00:00Z",
        "recorded_at": f"{on}T16:05:00Z",
        "reported_late": False,
        "position": position,
        "version": 1,
        "words": None,
        "evidence": [],
        "voices": {},
        "options": [],
        "present": {},
        "absent": [],
        "dissent": None,
        "kind": None,
        **more,
    }


EXAMINED = _fact(
    "examined",
    2,
    "2026-03-18",
    164,
    options=[
        _option("Keep it, and write sooner.", keeps=True),
        _option(NEW_WORDS, speaks_for="Thirty-one calls."),
    ],
    present={"statutory": 3, "non_statutory": 2},
    absent=["People who have had the letter"],
    dissent="The desk's lead thinks that most simply forgot.",
)

BELIEF: dict[str, Any] = {
    "id": BELIEF_ID,
    "external_id": "HV-B1",
    "statement": NEW_WORDS,
    "version": 2,
    "status": "revised",
    "kind": "problem_frame",
    "level": "governing",
    "level_reason": WHY_LEVEL,
    "level_is_contested": False,
    "basis": "espoused",
    "because": None,
    "we_would_doubt_if": NEW_DOUBT,
    "held_by": [DESK],
    "building_block": "delivery",
    "behaviours": ["POW-2"],
    "about_learning": False,
    "starter": None,
    "cites": [REFLECTION_ID],
    "stated_on": "2026-01-09",
    "position": 101,
    "wordings": [
        {
            "version": 1,
            "statement": OLD_WORDS,
            "we_would_doubt_if": OLD_DOUBT,
            "reason": None,
            "since": "2026-01-09",
            "position": 101,
        },
        {
            "version": 2,
            "statement": NEW_WORDS,
            "we_would_doubt_if": NEW_DOUBT,
            "reason": "Thirty-one calls, and what people said in them.",
            "since": "2026-03-18",
            "position": 165,
        },
    ],
    "facts": [
        _fact(
            "challenged",
            1,
            "2026-03-16",
            160,
            words="Of thirty-one, four said that they would not pay.",
            evidence=[REFLECTION_ID],
            voices={"citizen_community": 4},
        ),
        EXAMINED,
        _fact("revised", 3, "2026-03-18", 165, version=2, words=NEW_WORDS),
    ],
    "cited_by": [{"id": DECISION_ID, "title": CHOSEN, "decided_on": "2026-03-20"}],
    "was_ever_challenged": True,
}

BELIEFS: dict[str, Any] = {
    "place": PLACE_ID,
    "beliefs": [BELIEF],
    "total": 1,
    "following": None,
}

CHANGE: dict[str, Any] = {
    "id": CHANGE_ID,
    "external_id": "HV-C2",
    "on": "2026-04-02",
    "position": 180,
    "who_changed": "The council's own debt team",
    "what": "They ask the desk before they write.",
    "where": "In the town hall",
    "scale": "Two of five teams",
    "significance": None,
    "contribution": "The desk's lead showed them the list.",
    "seen_by": SAM,
    "confirmations": [],
    "ceased_on": None,
    "why_ceased": None,
    "decision": DECISION_ID,
}

DECISION: dict[str, Any] = {
    "loop": LOOP,
    "question": "What happens when a payment is missed?",
    "options": [_option("Call first."), _option("Leave it as it is.", keeps=True)],
    "why": "Most are in some other trouble first.",
    "decided_by": [DESK],
    "consulted": [SAM],
    "not_consulted": ["People who have had the letter"],
    "expected": "Payments start again within eight weeks.",
    "behaviours": ["POW-2"],
    "building_blocks": ["delivery"],
    "prototype": TRIAL_ID,
    "rests_on": [
        {
            "belief": BELIEF_ID,
            "external_id": "HV-B1",
            "version": 2,
            "dropped": False,
            "before": OLD_WORDS,
            "then": NEW_WORDS,
            "now": NEW_WORDS,
            "status": "revised",
            "kind": "problem_frame",
            "level": "governing",
            "level_reason": WHY_LEVEL,
            "basis": "espoused",
            "we_would_doubt_if": NEW_DOUBT,
        }
    ],
    "examinations": [EXAMINED],
    "reviews": [],
    "tellings": [],
    "changes": [CHANGE],
    "slips": [],
    "movements": [],
    "words_behind": [ENTRY],
    "not_yours_to_read": 1,
    "against": [],
}

PROPOSAL: dict[str, Any] = {
    "id": DECISION_ID,
    "external_id": "HV-D2",
    "question": "Who may stop a letter?",
    "options": [_option("Whoever sits at the desk."), _option("Its lead.", keeps=True)],
    "proposed_on": "2026-04-14",
}

INSIGHT: dict[str, Any] = {
    "id": INSIGHT_ID,
    "external_id": "HV-I1",
    "claim": "Who misses a payment is mostly in some other trouble first.",
    "does_not_fit": "Two had simply changed their bank.",
    "looked_for_disconfirming": True,
    "single_voice": False,
    "proposers": [SAM],
    "standing": "endorsed",
    "tests": [{"on": "2026-03-18", "result": "endorsed", "dissent": None}],
    "cites": [REFLECTION_ID],
    "against": [],
    "joined": [{"on": "2026-03-19", "position": 168, "fits": True, "reflections": [REFLECTION_ID]}],
    "behaviours": ["POW-2"],
    "building_blocks": [],
    "proposed_on": "2026-03-16",
    "position": 158,
}
