"""The rhythm: when a place's people are asked, how each of them is, and what comes next."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path
from fastapi import Request as HttpRequest

from service.api import rhythm_examples as examples
from service.api.answers import Written
from service.api.bodies import at
from service.api.deps import Caller, PlaceHere, SystemHere, Writes
from service.api.documented import reads, writes
from service.api.rhythm_examples import (
    AskingHere,
    DigestsHere,
    MoveHere,
    PauseHere,
    QuestionHere,
    RhythmHere,
    SkipHere,
)
from service.api.wanted import NothingMore
from service.application.rhythm_commands import ResumeRhythm, RetireQuestion
from service.projections.schedule import ScheduleView

router = APIRouter(tags=["rhythm"])
ONE = "/places/{place}"

OwnQuestionId = Annotated[
    UUID,
    Path(
        description="A place's own question, by the id that adding it answered with.",
        examples=[examples.QUESTION_ID],
    ),
]


@router.get(f"{ONE}/schedule", **reads(examples.SCHEDULE))
def schedule(
    place: PlaceHere, system: SystemHere, actor: Caller, http: HttpRequest, _: NothingMore
) -> ScheduleView:
    """Say when people are asked next, how many were asked, and what is due.

    `asked` is null where it is a few people; no names and no answers are counted.
    """
    return system.schedule.schedule(actor, place.id, now=http.state.now)


@router.post(f"{ONE}/rhythm", **writes(RhythmHere))
def choose_rhythm(place: PlaceHere, body: RhythmHere, write: Writes) -> Written:
    """Choose when people are asked, or change it. Nobody is asked twice for that."""
    return write.done(write.system.rhythms.choose(at(place, body), write.request))


@router.post(f"{ONE}/rhythm/pauses", **writes(PauseHere))
def pause(place: PlaceHere, body: PauseHere, write: Writes) -> Written:
    """Ask nobody until that day, or until people are asked again."""
    return write.done(write.system.rhythms.pause(at(place, body), write.request))


@router.post(f"{ONE}/rhythm/resumptions", **writes(None))
def resume(place: PlaceHere, write: Writes) -> Written:
    """Ask people again."""
    command = ResumeRhythm(place=str(place.id))
    return write.done(write.system.rhythms.resume(command, write.request))


@router.post(f"{ONE}/rhythm/moved-rounds", **writes(MoveHere))
def move_round(place: PlaceHere, body: MoveHere, write: Writes) -> Written:
    """Have one round on another day. It stays the same round."""
    return write.done(write.system.rhythms.move_round(at(place, body), write.request))


@router.post(f"{ONE}/rhythm/skipped-rounds", **writes(SkipHere))
def skip_round(place: PlaceHere, body: SkipHere, write: Writes) -> Written:
    """Leave one round out."""
    return write.done(write.system.rhythms.skip_round(at(place, body), write.request))


@router.post(f"{ONE}/rhythm/questions", **writes(QuestionHere))
def adopt_question(place: PlaceHere, body: QuestionHere, write: Writes) -> Written:
    """Ask something in the place's own words. The answer's `id` is the question's."""
    return write.done(write.system.rhythms.adopt_question(at(place, body), write.request))


@router.post(f"{ONE}/rhythm/questions/{{own_question}}/retirements", **writes(None))
def retire_question(place: PlaceHere, own_question: OwnQuestionId, write: Writes) -> Written:
    """Ask it no longer. What people answered to it stays."""
    command = RetireQuestion(place=str(place.id), question=own_question)
    return write.done(write.system.rhythms.retire_question(command, write.request))


@router.post(f"{ONE}/rhythm/digests", **writes(DigestsHere))
def choose_digests(place: PlaceHere, body: DigestsHere, write: Writes) -> Written:
    """Choose how the place's digests go out."""
    return write.done(write.system.rhythms.choose_digests(at(place, body), write.request))


@router.post(f"{ONE}/asking", **writes(AskingHere))
def change_asking(place: PlaceHere, body: AskingHere, write: Writes) -> Written:
    """Say how somebody is asked here: oneself, or whom one looks after, as `contributor`."""
    return write.done(write.system.rhythms.change_asking(at(place, body), write.request))
