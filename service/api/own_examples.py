"""Examples of answers about one's own words, from the same made-up place."""

from __future__ import annotations

from typing import Any

from service.api.examples import ENTRY, PERSON_ID, REFLECTION_ID

OWN = ENTRY | {"is_mine": True, "author_name": "Sam Okafor", "name_shown": True}

ASKED_BACK: dict[str, Any] = {
    "id": "4b7d9e10-6c2a-5f83-a1d4-7e8f90a1b2c3",
    "question": "Who rang her?",
    "asked_on": "2026-03-17",
    "answer": "Somebody from the front desk.",
}

MY_REFLECTION: dict[str, Any] = {
    "entry": OWN,
    "name_shown": True,
    "state": "available",
    "heard_on": "2026-03-16",
    "insights": [
        {
            "id": "1c3e5a79-8b0d-5f24-9a36-c8d0e2f41627",
            "title": "Where somebody rings first, less goes wrong.",
            "on": "2026-03-20",
        }
    ],
    "decisions": [],
    "changes": [],
    "told_on": None,
    "questions": [ASKED_BACK],
}

WAITING: dict[str, Any] = {"items": [ENTRY], "unread": 1, "oldest_on": "2026-03-14"}

ASKED_ABOUT: dict[str, Any] = {"entry": ENTRY, "questions": [ASKED_BACK]}

HELD: dict[str, Any] = {
    "person": PERSON_ID,
    "name": "Sam Okafor",
    "role": "Advice worker",
    "organisation": "Harrow Vale Advice",
    "perspective": "non_statutory",
    "preferences": {"scope": "place_team", "name_shown": True, "speaking_as": "self"},
    "known_in_slack_as": [],
    "gets_letters_at": [],
    "places": [
        {
            "place": "Harrow Vale",
            "called_here": ["advice-3"],
            "roles": [{"role": "coordinator", "since": "2026-02-02"}],
        }
    ],
    "reflections": [
        {
            "place": "Harrow Vale",
            "id": REFLECTION_ID,
            "external_id": "HV-0142",
            "state": "available",
            "noticed": "The housing desk rang her before the letter went out.",
            "meaning": "Nobody had told them to. They just did it.",
            "scope": "place_team",
            "name_shown": True,
            "happened_on": "2026-03-14",
        }
    ],
    "beside_other_peoples_words": [],
}
