"""Bodies about the rhythm where the path names the place, and examples of them in OpenAPI."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from service.api import examples
from service.api.bodies import InPath
from service.api.digest_examples import DIGEST_ID
from service.api.loop_examples import DECISION_ID
from service.application.rhythm_commands import (
    AdoptQuestion,
    ChangeAsking,
    ChooseDigests,
    ChooseRhythm,
    MoveRound,
    PauseRhythm,
    SkipRound,
)

QUESTION_ID = "8f4b6ca3-5d7e-5a9f-b1a2-4c5d6e7f8091"


class RhythmHere(ChooseRhythm):
    """Say when people here are asked."""

    place: InPath = ""


class PauseHere(PauseRhythm):
    """Ask nobody here for a while."""

    place: InPath = ""


class MoveHere(MoveRound):
    """Have one round on another day."""

    place: InPath = ""


class SkipHere(SkipRound):
    """Leave one round out."""

    place: InPath = ""


class QuestionHere(AdoptQuestion):
    """Ask something in the place's own words."""

    place: InPath = ""


class DigestsHere(ChooseDigests):
    """Say how the place's digests go out."""

    place: InPath = ""


class AskingHere(ChangeAsking):
    """Say how somebody is asked here."""

    place: InPath = ""


BODIES: dict[type[BaseModel], dict[str, Any]] = {
    RhythmHere: {
        "every": "fortnightly",
        "anchor": "2026-04-07",
        "at": "10:00:00",
        "nation": "england_and_wales",
    },
    PauseHere: {"until": "2026-09-01"},
    MoveHere: {"slot": "2026-04-21", "to": "2026-04-23"},
    SkipHere: {"slot": "2026-05-05"},
    QuestionHere: {"kind": "what", "words": "Who made the call, and who was asked first?"},
    DigestsHere: {"posts_by_itself": False, "tells_the_funder": True},
    AskingHere: {"contributor": "advice-3", "is_asked": True, "weekday": 3, "way": "email"},
}

SCHEDULE: dict[str, Any] = {
    "place": examples.PLACE,
    "today": "2026-04-08",
    "rhythm": {
        "every": "fortnightly",
        "anchor": "2026-04-07",
        "at": "10:00:00",
        "nation": "england_and_wales",
        "is_paused": False,
        "paused_until": None,
        "posts_by_itself": False,
        "tells_the_funder": True,
    },
    "now_open": {
        "slot": "2026-04-07",
        "opened_on": "2026-04-07",
        "kind": "what",
        "question": "Who made the call, and who was asked first?",
        "asked": 12,
    },
    "ahead": [
        {
            "slot": "2026-04-21",
            "at": "2026-04-23T10:00:00+01:00",
            "on": "2026-04-23",
            "kind": "so_what",
            "question": "What do you make of what you have seen lately?",
            "is_moved": True,
            "is_skipped": False,
        }
    ],
    "questions": [
        {
            "id": QUESTION_ID,
            "kind": "what",
            "words": "Who made the call, and who was asked first?",
        }
    ],
    "due": [
        {
            "what": "review",
            "id": DECISION_ID,
            "title": "The desk rings before a letter goes out",
            "on": "2026-06-20",
        }
    ],
    "digests": [
        {
            "id": DIGEST_ID,
            "kind": "funder",
            "from_on": "2026-03-01",
            "to_on": "2026-03-31",
            "state": "sent",
        }
    ],
    "may_change": False,
}
