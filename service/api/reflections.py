"""Writing reflections and readings of them: record, amend, scope, care, tags, questions."""

from __future__ import annotations

from fastapi import APIRouter

from service import erasing
from service.api import examples
from service.api.answers import Erased, Written
from service.api.deps import (
    PlaceHere,
    PlaceName,
    QuestionName,
    ReflectionName,
    TagName,
    Writes,
)
from service.api.documented import writes
from service.application.commands import (
    Acknowledge,
    AmendReflection,
    AnswerBack,
    AskBack,
    ChangeScope,
    ChooseName,
    DisputeTag,
    EraseReflection,
    HoldReflection,
    NoteNothingFits,
    Receipt,
    RecordReflection,
    ReleaseReflection,
    TagReflection,
    WithdrawReflection,
    WriteMemo,
)

router = APIRouter(tags=["reflections"])
ONE = "/places/{place}/reflections/{reflection}"


@router.post("/reflections", **writes(RecordReflection, location=True))
def record_reflection(body: RecordReflection, write: Writes) -> Written:
    """Leave a reflection: your own, or with `contributor` somebody else's.

    With an `external_id` it is recorded once per place, whoever sends it again. The same id with
    other words is a conflict: to change words, amend them.
    """
    receipt = write.system.capture.record_reflection(body, write.request)
    return write.begun(receipt, body.place)


@router.post(f"{ONE}/amendments", **writes(AmendReflection))
def amend_reflection(
    place: PlaceName, reflection: ReflectionName, body: AmendReflection, write: Writes
) -> Written:
    """Say it differently. Only its author may; what was said before stays in the log, sealed."""
    capture = write.system.capture
    return write.done(capture.amend_reflection(place, reflection, body, write.request))


@router.post(f"{ONE}/scope", **writes(ChangeScope))
def change_scope(
    place: PlaceName, reflection: ReflectionName, body: ChangeScope, write: Writes
) -> Written:
    """Let more people see it, or fewer. Only its author widens. It holds at once, everywhere."""
    capture = write.system.capture
    return write.done(capture.change_scope(place, reflection, body, write.request))


@router.post(f"{ONE}/name-choice", **writes(ChooseName))
def choose_name(
    place: PlaceName, reflection: ReflectionName, body: ChooseName, write: Writes
) -> Written:
    """Show its author's name beside it, or no longer. Only they may. It holds at once."""
    capture = write.system.capture
    return write.done(capture.choose_name(place, reflection, body, write.request))


@router.post(f"{ONE}/withdrawal", **writes(WithdrawReflection))
def withdraw_reflection(
    place: PlaceName,
    reflection: ReflectionName,
    write: Writes,
    body: WithdrawReflection | None = None,
) -> Written:
    """Take it back. Only its author may; it shows nowhere any more."""
    command = body or WithdrawReflection()
    capture = write.system.capture
    return write.done(capture.withdraw_reflection(place, reflection, command, write.request))


@router.post(f"{ONE}/hold", **writes(HoldReflection))
def hold_reflection(
    place: PlaceName, reflection: ReflectionName, body: HoldReflection, write: Writes
) -> Written:
    """Put it aside for care. It leaves every view at once."""
    capture = write.system.capture
    return write.done(capture.hold_reflection(place, reflection, body, write.request))


@router.post(f"{ONE}/release", **writes(ReleaseReflection))
def release_reflection(
    place: PlaceName,
    reflection: ReflectionName,
    write: Writes,
    body: ReleaseReflection | None = None,
) -> Written:
    """Bring it back from care."""
    command = body or ReleaseReflection()
    capture = write.system.capture
    return write.done(capture.release_reflection(place, reflection, command, write.request))


@router.post(f"{ONE}/erasure", **writes(EraseReflection, answer=examples.ERASED, schema="Erased"))
def erase_reflection(
    place: PlaceName,
    reflection: ReflectionName,
    write: Writes,
    body: EraseReflection | None = None,
) -> Erased:
    """Erase it for good: the key to its words is destroyed, and nothing brings them back.

    The answer says what could not be called back.
    """
    command = body or EraseReflection()
    erasure = erasing.erase_reflection(write.system, place, reflection, command, write.request)
    done = write.done(Receipt.model_validate(erasure, from_attributes=True))
    return Erased(**erasure.model_dump() | {"visible": done.visible})


@router.post(f"{ONE}/tags", **writes(TagReflection))
def tag_reflection(
    place: PlaceHere, reflection: ReflectionName, body: TagReflection, write: Writes
) -> Written:
    """Say which behaviour or building block you read in it. The answer's `id` is the tag's."""
    tagging = write.system.tagging
    return write.done(tagging.tag_reflection(place.id, reflection, body, write.request))


@router.post(f"{ONE}/tags/{{tag}}/disputes", **writes(DisputeTag))
def dispute_tag(
    place: PlaceHere, reflection: ReflectionName, tag: TagName, body: DisputeTag, write: Writes
) -> Written:
    """Disagree with somebody's reading. Both stay."""
    tagging = write.system.tagging
    return write.done(tagging.dispute_tag(place.id, reflection, tag, body, write.request))


@router.delete(f"{ONE}/tags/{{tag}}", **writes(None, status=200))
def remove_tag(
    place: PlaceHere, reflection: ReflectionName, tag: TagName, write: Writes
) -> Written:
    """Take your own reading back."""
    tagging = write.system.tagging
    return write.done(tagging.remove_tag(place.id, reflection, tag, write.request))


@router.post(f"{ONE}/nothing-fits", **writes(NoteNothingFits))
def note_nothing_fits(
    place: PlaceHere, reflection: ReflectionName, body: NoteNothingFits, write: Writes
) -> Written:
    """Say that no behaviour fits it, and why: perhaps one is missing from the framework."""
    tagging = write.system.tagging
    return write.done(tagging.note_nothing_fits(place.id, reflection, body, write.request))


@router.post(f"{ONE}/memos", **writes(WriteMemo))
def write_memo(
    place: PlaceHere, reflection: ReflectionName, body: WriteMemo, write: Writes
) -> Written:
    """Write a learning partner's note beside it."""
    tagging = write.system.tagging
    return write.done(tagging.write_memo(place.id, reflection, body, write.request))


@router.post(f"{ONE}/questions", **writes(AskBack))
def ask_back(place: PlaceHere, reflection: ReflectionName, body: AskBack, write: Writes) -> Written:
    """Ask its author something about it, as a learning partner. The answer's `id` is its own."""
    tagging = write.system.tagging
    return write.done(tagging.ask_back(place.id, reflection, body, write.request))


@router.post(f"{ONE}/questions/{{question}}/answers", **writes(AnswerBack))
def answer_back(
    place: PlaceHere,
    reflection: ReflectionName,
    question: QuestionName,
    body: AnswerBack,
    write: Writes,
) -> Written:
    """Answer what was asked about your reflection. Only its author may."""
    capture = write.system.capture
    return write.done(capture.answer_back(place.id, reflection, question, body, write.request))


@router.delete(f"{ONE}/questions/{{question}}/answers", **writes(None, status=200))
def withdraw_answer(
    place: PlaceHere, reflection: ReflectionName, question: QuestionName, write: Writes
) -> Written:
    """Take your own answer back; the question waits again."""
    capture = write.system.capture
    return write.done(capture.withdraw_answer(place.id, reflection, question, write.request))


@router.post(f"{ONE}/acknowledgements", **writes(Acknowledge))
def acknowledge(
    place: PlaceHere,
    reflection: ReflectionName,
    write: Writes,
    body: Acknowledge | None = None,
) -> Written:
    """Let its author know, as a learning partner, that it was heard."""
    command = body or Acknowledge()
    tagging = write.system.tagging
    return write.done(tagging.acknowledge(place.id, reflection, command, write.request))
