"""Examples of bodies in OpenAPI: sense, beliefs, decisions and changes, told as one story."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from service.application import loop_commands as loop

DESK = {"who": "The housing desk", "perspective": "statutory"}
SAM = {"person": "advice-3"}

SENSE: dict[type[BaseModel], dict[str, Any]] = {
    loop.HoldSession: {
        "place": "Harrow Vale",
        "external_id": "HV-S1",
        "framing_question": "What does a missed payment tell us?",
        "present": {"statutory": 3, "non_statutory": 2},
        "missing": ["citizen_community"],
        "who_was_missing": "Nobody who has had the letter.",
        "facilitator": SAM,
    },
    loop.StateExpectation: {
        "place": "Harrow Vale",
        "external_id": "HV-E1",
        "we_expect": "Payments start again within eight weeks.",
        "we_would_know_by": "The desk's own list.",
        "we_would_doubt_if": "Fewer than half have started again by May.",
        "prototype": "Call before the letter",
        "by_when": "2026-05-08",
        "stated_by": [DESK],
    },
    loop.ProposeInsight: {
        "place": "Harrow Vale",
        "external_id": "HV-I1",
        "claim": "Who misses a payment is mostly in some other trouble first.",
        "cites": ["HV-0142", "HV-0147"],
        "against": ["HV-0150"],
        "does_not_fit": "Two had simply changed their bank.",
        "looked_for_disconfirming": True,
        "behaviours": ["POW-2"],
        "proposers": [SAM],
        "session": "HV-S1",
    },
    loop.PutInsightToTest: {
        "result": "endorsed",
        "session": "HV-S1",
        "dissent": "The desk's lead thinks that most simply forgot.",
    },
    loop.JoinInsight: {"reflections": ["HV-0161"], "fits": True},
}

BELIEFS: dict[type[BaseModel], dict[str, Any]] = {
    loop.StateAssumption: {
        "place": "Harrow Vale",
        "external_id": "HV-B1",
        "statement": "A missed payment means that somebody does not want to pay.",
        "we_would_doubt_if": "Most whom we call turn out to be in some other trouble.",
        "kind": "problem_frame",
        "level_reason": "It says what kind of problem we think we have.",
        "basis": "inferred",
        "held_by": [DESK],
        "building_block": "delivery",
        "behaviours": ["POW-2"],
        "cites": ["HV-0142"],
    },
    loop.ContestLevel: {
        "kind": "action_hypothesis",
        "reason": "It is a guess about what makes people pay, no more.",
    },
    loop.SettleLevel: {
        "kind": "problem_frame",
        "reason": "Everything at the desk follows from it.",
    },
    loop.ChallengeAssumption: {
        "evidence": ["HV-0142", "HV-I1"],
        "voices": {"citizen_community": 4},
        "mismatch_with": "HV-E1",
        "reason": "Of thirty-one, four said that they would not pay.",
    },
    loop.ExamineAssumption: {
        "options": [
            {"text": "Keep it, and write sooner.", "keeps": True},
            {
                "text": "A missed payment is the first that we hear of some other trouble.",
                "speaks_for": "Thirty-one calls.",
                "speaks_against": "We have not called those who pay late every month.",
            },
        ],
        "present": {"statutory": 3, "non_statutory": 2},
        "absent": ["People who have had the letter"],
        "session": "HV-S1",
    },
    loop.UpholdAssumption: {"reason": "Of those who pay late every month it is true."},
    loop.ReviseAssumption: {
        "statement": "A missed payment is the first that we hear of some other trouble.",
        "reason": "Thirty-one calls, and what people said in them.",
        "we_would_doubt_if": "The calls find nothing but forgetting.",
        "from_version": 1,
    },
    loop.DropAssumption: {"reason": "Nobody at the desk says it any more, or acts on it."},
    loop.LeaveOpen: {"reason": "Thirty-one calls are too few to say."},
    loop.HoldUpMirror: {
        "in_use": "HV-B2",
        "evidence_for": ["HV-0142"],
        "evidence_against": ["HV-0150"],
        "shared_with": [DESK],
    },
}

DECISIONS: dict[type[BaseModel], dict[str, Any]] = {
    loop.ProposeDecision: {
        "place": "Harrow Vale",
        "external_id": "HV-D1",
        "question": "What happens when a payment is missed?",
        "options": [{"text": "Call first."}, {"text": "Leave it as it is.", "keeps": True}],
        "prototype": "Call before the letter",
    },
    loop.TakeDecision: {
        "place": "Harrow Vale",
        "decision": "HV-D1",
        "chosen": "Whoever sits at the desk calls first, and may stop the letter.",
        "why": "Most are in some other trouble first.",
        "rests_on": [{"assumption": "HV-B1", "version": 2}],
        "cites": ["HV-0142"],
        "decided_by": [DESK],
        "consulted": [SAM],
        "not_consulted": ["People who have had the letter"],
        "expected": "Payments start again within eight weeks.",
        "review_on": "2026-06-12",
        "claimed_loop": "double",
        "building_blocks": ["delivery"],
    },
    loop.ReviewDecision: {
        "result": "keep",
        "expected_vs_actual": "Of forty, twenty-six pay again; we had hoped for thirty.",
        "surprises": "Nine came to the advice desk by themselves.",
        "reviewers": [DESK, SAM],
        "affected_heard": {"citizen_community": 3},
        "beliefs": [{"assumption": "HV-B1", "standing": "held_up"}],
        "review_again_on": "2026-09-11",
    },
    loop.TellContributors: {
        "what": "you_said_we_did",
        "words": "You said that she knew what to do. Now everybody is called first.",
        "reflections": ["HV-0142"],
        "channel": "phone",
    },
}

CHANGES: dict[type[BaseModel], dict[str, Any]] = {
    loop.ObserveChange: {
        "place": "Harrow Vale",
        "external_id": "HV-C2",
        "who_changed": "The council's own debt team",
        "what": "They ask the desk before they write.",
        "where": "In the town hall",
        "scale": "Two of five teams",
        "contribution": "The desk's lead showed them the list.",
        "seen_by": SAM,
        "decision": "HV-D1",
        "cites": ["HV-0142"],
    },
    loop.SubstantiateChange: {
        "confirmed_by": {"who": "A resident", "perspective": "citizen_community"},
        "agrees": "partly",
        "note": "They rang me, and the letter came all the same.",
    },
    loop.CeaseChange: {"why": "Two of the five posts at the desk are gone."},
    loop.NoticeSlip: {
        "place": "Harrow Vale",
        "what": "In July the letters went out first again.",
        "pressure": "Two of the five posts at the desk were gone.",
        "seen_by": SAM,
        "decision": "HV-D1",
    },
    loop.NoticeMovement: {
        "place": "Harrow Vale",
        "what": "Somebody from parking came by to ask how we call.",
        "seen_by": SAM,
        "decision": "HV-D1",
    },
    loop.AnswerSignal: {
        "signal": "never_challenged",
        "subject": "4f3e2d1c-6a5b-5c7d-9e8f-0a1b2c3d4e5f",
        "answer": "raised",
        "grounds": 3,
        "note": "At Thursday's meeting. Nobody had an answer yet.",
    },
}

BODIES = {**SENSE, **BELIEFS, **DECISIONS, **CHANGES}
