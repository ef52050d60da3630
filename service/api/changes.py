"""Writing about changes: seen, confirmed and ended; slips and movements; questions answered."""

from __future__ import annotations

from fastapi import APIRouter

from service.api.answers import Written
from service.api.deps import ChangeName, PlaceHere, Writes
from service.api.documented import writes
from service.application.loop_commands import (
    AnswerSignal,
    CeaseChange,
    NoticeMovement,
    NoticeSlip,
    ObserveChange,
    SubstantiateChange,
)

router = APIRouter(tags=["changes"])
HERE = "/places/{place}"
ONE = f"{HERE}/changes/{{change}}"


@router.post("/changes", **writes(ObserveChange, location=True))
def observe_change(body: ObserveChange, write: Writes) -> Written:
    """Write down what somebody outside the decision can see is different."""
    return write.begun(write.system.changes.observe_change(body, write.request), body.place)


@router.post(f"{ONE}/confirmations", **writes(SubstantiateChange))
def substantiate_change(
    place: PlaceHere, change: ChangeName, body: SubstantiateChange, write: Writes
) -> Written:
    """Say whether you see it too: somebody who neither decided it nor reported it."""
    changes = write.system.changes
    return write.done(changes.substantiate_change(place.id, change, body, write.request))


@router.post(f"{ONE}/endings", **writes(CeaseChange))
def cease_change(
    place: PlaceHere, change: ChangeName, write: Writes, body: CeaseChange | None = None
) -> Written:
    """Say that it did not last, without blame."""
    changes, command = write.system.changes, body or CeaseChange()
    return write.done(changes.cease_change(place.id, change, command, write.request))


@router.post("/slips", **writes(NoticeSlip, location=True))
def notice_slip(body: NoticeSlip, write: Writes) -> Written:
    """Notice, without blame, that practice went back to how it was."""
    return write.begun(write.system.changes.notice_slip(body, write.request), body.place)


@router.post("/movements", **writes(NoticeMovement, location=True))
def notice_movement(body: NoticeMovement, write: Writes) -> Written:
    """Notice that something is moving, however small."""
    return write.begun(write.system.changes.notice_movement(body, write.request), body.place)


@router.post(f"{HERE}/signals/answers", **writes(AnswerSignal))
def answer_signal(place: PlaceHere, body: AnswerSignal, write: Writes) -> Written:
    """Say what was done with a question that the log put to the learning partner."""
    return write.done(write.system.changes.answer_signal(place.id, body, write.request))
