"""Examples of answers in OpenAPI, from a made-up place; a test checks each against its schema."""

from __future__ import annotations

from typing import Any

PLACE_ID = "5c0a4f0e-8f6e-5a3b-9d3c-1a2b3c4d5e6f"
REFLECTION_ID = "7d1f2c3b-4a59-5e68-8f77-6a5b4c3d2e1f"
TRIAL_ID = "2e4d6c8b-0a19-5f28-b637-485960718293"
PERSON_ID = "8a7b6c5d-4e3f-4a2b-9c1d-0e9f8a7b6c5d"

WRITTEN: dict[str, Any] = {
    "id": REFLECTION_ID,
    "position": 1042,
    "already_there": False,
    "visible": True,
}

MENTION: dict[str, Any] = {
    "id": "0d9a1f7e-6a55-5b51-8a55-0a2f0d0d1c11",
    "reflection": REFLECTION_ID,
    "category": "name",
    "words": "Juliet Marsh",
    "left_out_on": "2026-03-16",
    "erased_on": None,
}

ERASED: dict[str, Any] = WRITTEN | {
    "keys": 2,
    "quotes": 1,
    "identities": 0,
    "letters": 0,
    "messages": 1,
    "typed_in_slack": 1,
    "digests": [
        {
            "id": "5b0c7a52-9a54-5d2e-8a4e-0f6f5f3f7a10",
            "kind": "place",
            "from_on": "2026-03-01",
            "to_on": "2026-03-14",
            "sent_at": "2026-03-16T09:00:00Z",
            "letters": 2,
        }
    ],
    "backups_until": "2026-04-18",
}

ALIVE: dict[str, Any] = {"alive": True}

READY: dict[str, Any] = {"ready": True, "database": True, "runner": True, "lag": 0, "slack": True}

VOICES: dict[str, Any] = {
    "contributors": 2,
    "posts": 3,
    "effective_voices": 1.8,
    "perspective_balance": 2.0,
    "by_perspective": {"statutory": 1, "non_statutory": 1},
    "relayed": {"citizen_community": 1},
    "missing": ["citizen_community"],
    "sentence": "Rests on 2 people: 1 from public services and 1 from voluntary and community "
    "groups. One thing said by residents was passed on by others. We have not heard directly "
    "from residents.",
}

TAG: dict[str, Any] = {
    "id": "9b2d1c64-50c5-5f0d-8b6f-6a1f4a3f2e10",
    "code": "POW-2",
    "framework": "system-behaviours@2018",
    "stance": "growing",
    "method": "partner",
    "tagger": PERSON_ID,
    "tagger_name": None,
    "reason": "The desk decided, without asking upwards.",
    "tagged_on": "2026-03-16",
    "disputed": 0,
}

ENTRY: dict[str, Any] = {
    "kind": "reflection",
    "id": REFLECTION_ID,
    "about": TRIAL_ID,
    "external_id": "HV-0142",
    "title": "",
    "text": "The housing desk rang her before the letter went out. She knew what to do.",
    "meaning": "Nobody had told them to. They just did it.",
    "role": "Advice worker",
    "author_name": "Sam Okafor",
    "name_shown": True,
    "perspective": "non_statutory",
    "speaking_as": "self",
    "relayed_perspective": None,
    "scope": "place_team",
    "occurred_on": "2026-03-14",
    "until": None,
    "recorded_at": "2026-03-14T16:05:00Z",
    "reported_late": False,
    "position": 142,
    "behaviours": ["POW-2"],
    "building_blocks": [],
    "tags": [TAG],
    "movement": None,
    "is_mine": False,
}

PLACE: dict[str, Any] = {
    "id": PLACE_ID,
    "name": "Harrow Vale",
    "zone": "Europe/London",
    "language_stage": "bridging",
    "phrases": [
        {
            "id": "3d5e7f91-2b4c-5d6e-8f90-a1b2c3d4e5f6",
            "phrase": "ring before you write",
            "codes": ["POW-2"],
            "meaning": "Whoever is nearest decides what to do first.",
        }
    ],
    "focus": [
        {
            "codes": ["POW-2", "PART-3"],
            "reason": "The desk has begun to decide things itself.",
            "from_on": "2026-03-01",
            "to_on": "2026-08-31",
        }
    ],
    "joined_on": "2025-01-15",
}

TIMELINE: dict[str, Any] = {"place": PLACE, "entries": [ENTRY], "voices": VOICES, "next": None}

PROTOTYPE: dict[str, Any] = {
    "trial": {
        "id": TRIAL_ID,
        "name": "Call before the letter",
        "fate": "running",
        "started_on": "2026-01-12",
        "ended_on": None,
        "purpose": "To see what a missed payment tells us.",
        "expected": "Payments start again within eight weeks.",
        "expected_blocks": ["delivery"],
        "conditions_missing": [],
    },
    "turns": [
        {
            "held_on": "2026-02-09",
            "planned": "Call everybody who missed one payment.",
            "done": "Called forty, reached thirty-one.",
            "learned": "Most were in some other trouble first.",
            "next_step": "Bring the advice desk along.",
        }
    ],
    "learning": [
        {
            "drawn_on": "2026-03-20",
            "building_block": "delivery",
            "learned": "The letter goes out by itself; nobody at the desk can stop it.",
            "cites": [REFLECTION_ID],
        }
    ],
    "changed_blocks": [],
    "decisions": {},
}

PERSON: dict[str, Any] = {
    "id": PERSON_ID,
    "name": "Sam Okafor",
    "role": "Advice worker",
    "organisation": "Harrow Vale Advice",
    "perspective": "non_statutory",
    "joined_on": "2025-02-03",
}

PERSPECTIVE: dict[str, Any] = {
    "perspective": "non_statutory",
    "voices": VOICES,
    "stances": {"growing": 1},
    "entries": [ENTRY],
}

NOTHING_FITTED: dict[str, Any] = {
    "entry": ENTRY,
    "why": "This is about being tired, and nothing here says that.",
    "framework": "system-behaviours@2018",
    "said_on": "2026-03-16",
}

FIRST_WORDS: dict[str, Any] = {
    "code": "POW-2",
    "wording": "Decision-making is devolved",
    "first": ENTRY,
    "named_locally_on": "2026-03-02",
    "overt_since": None,
}

TRAIL: dict[str, Any] = {"item": ENTRY, "rests_on": [], "not_yours_to_read": 0, "leads_to": []}

FRAMEWORKS: dict[str, Any] = {
    "behaviours": {
        "kind": "behaviours",
        "name": "harrow-vale-behaviours",
        "version": "2026",
        "attribution": "Written by people in Harrow Vale.",
        "groups": [{"code": "power", "name": "Power", "gloss": "who gets a say"}],
        "items": [{"code": "RING", "group": "power", "wording": "Ring before you write"}],
    },
    "building_blocks": {
        "kind": "building_blocks",
        "name": "harrow-vale-blocks",
        "version": "2026",
        "attribution": "Written by people in Harrow Vale.",
        "groups": [],
        "items": [{"code": "DESK", "wording": "Who sits at the desk"}],
    },
}
