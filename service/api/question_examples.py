"""Examples of what can be asked across beliefs and decisions: mirror, board, signals, stories."""

from __future__ import annotations

from typing import Any

from service.api.examples import ENTRY, PERSON_ID, PLACE_ID, REFLECTION_ID, TRIAL_ID
from service.api.loop_examples import (
    ACTED_ON_ID,
    BELIEF,
    BELIEF_ID,
    DECISION_ID,
    INSIGHT_ID,
    LOOP,
    OLD_WORDS,
)

AGAINST: dict[str, Any] = {
    "id": INSIGHT_ID,
    "words": ["Two had simply changed their bank."],
    "dissent": ["The desk's lead thinks that most simply forgot."],
    "entries": [ENTRY],
    "not_yours_to_read": 0,
    "before": {"words": [], "dissent": [], "entries": []},
}

MIRROR: dict[str, Any] = {
    "building_block": "delivery",
    "about": "How we do the work",
    "said": [
        {
            "belief": BELIEF | {"cited_by": []},
            "evidence_for": [],
            "evidence_against": [ENTRY],
            "before": [],
            "not_yours_to_read": 0,
        }
    ],
    "done": [
        {
            "belief": BELIEF
            | {"id": ACTED_ON_ID, "external_id": "HV-B2", "basis": "inferred", "cited_by": []},
            "evidence_for": [ENTRY],
            "evidence_against": [],
            "before": [],
            "not_yours_to_read": 0,
        }
    ],
    "held_up_on": "2026-03-18",
}

BOARD: dict[str, Any] = {
    "building_blocks": [["delivery", "How we do the work"]],
    "rows": [
        {
            "prototype": TRIAL_ID,
            "name": "Call before the letter",
            "fate": "running",
            "started_on": "2026-01-12",
            "conditions_missing": [],
            "cells": [
                {
                    "building_block": "delivery",
                    "was_expected": True,
                    "learned": ["The letter goes out by itself; nobody at the desk can stop it."],
                    "changed_by": [DECISION_ID],
                    "is_changed": True,
                }
            ],
        }
    ],
}

TOLD_BACK: dict[str, Any] = {
    "decision": LOOP | {"contributors": 2, "still_to_tell": 1},
    "people": [
        {
            "person": PERSON_ID,
            "name": "Sam Okafor",
            "perspective": "non_statutory",
            "relayed": False,
            "first_used_on": "2026-03-16",
            "reflections": [REFLECTION_ID],
        }
    ],
}

SIGNAL: dict[str, Any] = {
    "kind": "never_challenged",
    "subject": BELIEF_ID,
    "about": OLD_WORDS,
    "grounds": 3,
    "link": "beliefs",
}

DISAGREEMENT: dict[str, Any] = {
    "entry": ENTRY,
    "code": "POW-2",
    "framework": "system-behaviours@2018",
    "stances": {"growing": 1, "absent": 1},
    "disputes": 1,
}

STORIES: dict[str, Any] = {
    "place": PLACE_ID,
    "name": "Harrow Vale",
    "voices": "Rests on several people, from public services and from voluntary groups.",
    "patterns": ["Who misses a payment is mostly in some other trouble first."],
    "stories": [ENTRY | {"scope": "programme"}],
}

STARTERS: dict[str, Any] = {
    "note": "Ready-made beliefs, for a place to put in its own words.",
    "beliefs": [
        {
            "code": "delivery-in-use",
            "building_block": "delivery",
            "basis": "inferred",
            "kind": "problem_frame",
            "statement": "Our task is to deal with the problem that a person comes with.",
            "we_would_doubt_if": "People whose problem was dealt with stop coming back.",
            "level_reason": "It says what kind of problem we think we have.",
        }
    ],
}
