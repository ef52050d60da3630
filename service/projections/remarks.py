"""Remarks: what was written beside reflections, asked about them, and heard of them."""

from __future__ import annotations

from typing import Any

from service.domain.base import Event
from service.domain.reflection import Reflection
from service.domain.sealed import Sealed
from service.projections.batch import Batch, Table

REMARKS: Table = (
    "remarks",
    (
        "position", "kind", "reflection_id", "by_person", "by_role", "question_id", "framework",
        "words", "occurred_on", "recorded_at",
    ),
)  # fmt: skip

DELETE_ANSWERS = (
    "DELETE FROM remarks WHERE kind = 'answer' AND reflection_id = %s AND question_id = %s"
)


def fold(event: Event, position: int, batch: Batch) -> None:
    """Apply one event, where it is a remark."""
    row = _row(event, position)
    if row is not None:
        batch.add(REMARKS, tuple(row.values()))


def _row(event: Event, position: int) -> dict[str, Any] | None:
    match event:
        case Reflection.TagDisputed():
            return _remark(event, position, "dispute", event.reason)
        case Reflection.NothingFitted():
            return _remark(event, position, "nothing_fitted", event.why) | {
                "framework": event.framework
            }
        case Reflection.MemoWritten():
            return _remark(event, position, "memo", event.text)
        case Reflection.QuestionAsked():
            return _remark(event, position, "question", event.question) | {
                "question_id": event.question_id
            }
        case Reflection.QuestionAnswered():
            return _remark(event, position, "answer", event.answer) | {
                "question_id": event.question_id
            }
        case Reflection.Acknowledged():
            return _remark(event, position, "acknowledged", None)
        case _:
            return None


def _remark(event: Event, position: int, kind: str, words: Sealed | None) -> dict[str, Any]:
    return dict.fromkeys(REMARKS[1]) | {
        "position": position,
        "kind": kind,
        "reflection_id": event.originator_id,
        "by_person": event.envelope.actor,
        "by_role": event.envelope.actor_role,
        "words": None if words is None else words.box,
        "occurred_on": event.envelope.occurred_at.date(),
        "recorded_at": event.recorded_at,
    }
