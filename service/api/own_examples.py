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
    "called_by_the_programme": [],
    "places": [
        {
            "place": "Harrow Vale",
            "called_here": ["advice-3"],
            "roles": [{"role": "coordinator", "since": "2026-02-02", "until": None}],
            "asking": {
                "is_asked": True,
                "wants_nothing": False,
                "weekday": 1,
                "at": "10:00:00",
                "zone": None,
                "every": None,
                "paused_until": None,
                "way": "email",
            },
        }
    ],
    "noted_about_you": [
        {"written_down_at": "2026-02-02T09:00:00+00:00", "place": "Harrow Vale", "role": "Officer"}
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
    "said_about_digests": [],
    "prompts": [
        {
            "place": "Harrow Vale",
            "purpose": "round",
            "way": "email",
            "asked_at": "2026-03-17T10:00:00+00:00",
            "put_off_until": None,
            "asked_again_at": None,
            "reminded_at": None,
            "answer": "wrote",
            "answered_at": "2026-03-17T11:00:00+00:00",
            "question": "What surprised you?",
        }
    ],
    "quotes": [],
    "decisions": [],
    "letters": [],
    "in_slack": [],
    "slack_messages_to_you": [],
    "kept_from_slack": [],
    "asked_whether_to_keep": [],
    "you_asked_to_keep": [],
    "ways_in": [],
    "concerns_raised": [],
}
