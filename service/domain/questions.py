"""Round questions: those that come with the service, for places that have none of their own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from service.domain.round import TURNS
from service.domain.vocabulary import QuestionKind


class RoundQuestions(BaseModel):
    """All of them, by kind, with where they come from."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    note: str
    questions: dict[QuestionKind, tuple[str, ...]]


def ready_made(number: int, kind: QuestionKind) -> str:
    """The question of this kind that the round of this number asks; they take turns too."""
    known = _all().questions[kind]
    return known[(number - 1) // len(TURNS) % len(known)]


@cache
def _all() -> RoundQuestions:
    document = files("service.domain") / "framework_files" / "round-questions.json"
    return RoundQuestions.model_validate_json(document.read_bytes())
