"""Examples of digests in OpenAPI, and of what is said about one."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from service.api.examples import PLACE_ID
from service.api.loop_examples import DECISION_ID
from service.application.rhythm_commands import (
    AgreeToDigest,
    RemarkOnDigest,
    RespondToDigest,
    WaitWithDigest,
)

DIGEST_ID = "6d2f4a81-3b5c-5e7d-9f80-1a2b3c4d5e6f"
QUOTE_ID = "7e3a5b92-4c6d-5f8e-a091-2b3c4d5e6f70"

BODIES: dict[type[BaseModel], dict[str, Any]] = {
    AgreeToDigest: {"place": "Harrow Vale", "edition": 2},
    WaitWithDigest: {"place": "Harrow Vale"},
    RemarkOnDigest: {"kind": "missing", "words": "Nobody says what became of the front door."},
    RespondToDigest: {
        "what_we_heard": "That counting keeps people from trying things.",
        "what_we_will_do": "Ask our trustees for one report a year instead of four.",
        "question_back": "What would you rather show us?",
    },
}

LINE: dict[str, Any] = {
    "id": DIGEST_ID,
    "kind": "funder",
    "state": "sent",
    "places": [{"id": PLACE_ID, "name": "Harrow Vale"}],
    "from_on": "2026-03-01",
    "to_on": "2026-03-31",
    "sent_at": "2026-04-03T09:00:00Z",
}

DIGEST: dict[str, Any] = LINE | {
    "content": {
        "kind": "funder",
        "title": "Harrow Vale: what we learned in March 2026",
        "in_one_paragraph": "We thought that people do not want to pay. Most were in trouble.",
        "changed_minds": [
            {
                "place": PLACE_ID,
                "decision": DECISION_ID,
                "believed": "Who does not pay does not want to.",
                "saw": "Most of them had lost hours at work.",
                "now_think": "A missed payment is a sign of other trouble.",
                "did": "The desk rings before a letter goes out.",
                "decided_on": "2026-03-20",
                "review_on": "2026-06-20",
                "not_everyone": ["The desk's lead thinks that most simply forgot."],
                "rests_on": {
                    "candidate": None,
                    "people": 8,
                    "perspectives": ["statutory", "non_statutory"],
                },
                "quote": QUOTE_ID,
            }
        ],
        "adjusted": [],
        "unsure": [],
        "slipped": [],
        "voices": {
            "total": {"candidate": None, "people": None, "perspectives": []},
            "parts": [],
            "missing": ["citizen_community"],
        },
        "tension": "",
        "tension_place": None,
        "we_would_like": ["What did you change your mind about this month?"],
        "last_month_you_said": "",
        "what_became_of_it": "",
        "quotes_not_cleared": 0,
        "under_care": True,
    },
    "quotes": {
        QUOTE_ID: {"standing": "given", "words": "I ring first now.", "credit": "a housing officer"}
    },
    "edition": 2,
    "waiting": [],
    "signed_off": [PLACE_ID],
    "signed_off_at": "2026-04-02T08:30:00Z",
    "drafted_at": "2026-04-01T09:00:00Z",
    "corrections": 0,
    "answer": None,
    "may_write": False,
    "may_sign_off": [],
    "may_answer": True,
    "left_out": [],
    "went_to": None,
}
