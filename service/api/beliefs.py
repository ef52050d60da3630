"""Writing about beliefs: stated, challenged, looked at; then kept, reworded, dropped, left open."""

from __future__ import annotations

from fastapi import APIRouter

from service.api.answers import Written
from service.api.deps import AssumptionName, PlaceHere, Writes, Writing
from service.api.documented import REVISED_MEANWHILE, writes
from service.api.errors import Overtaken
from service.application.desk import KnownPlace
from service.application.loop_commands import (
    ChallengeAssumption,
    ContestLevel,
    DropAssumption,
    ExamineAssumption,
    HoldUpMirror,
    LeaveOpen,
    ReviseAssumption,
    SettleLevel,
    StateAssumption,
    UpholdAssumption,
)
from service.application.records import Records
from service.domain.assumption import Assumption
from service.domain.errors import RevisedMeanwhile

router = APIRouter(tags=["beliefs"])
ONE = "/places/{place}/assumptions/{assumption}"


@router.post("/assumptions", **writes(StateAssumption, location=True))
def state_assumption(body: StateAssumption, write: Writes) -> Written:
    """State a belief that guides what people do, and what would make them doubt it.

    `starter` adopts a ready-made belief: whatever is left out is as it says.
    """
    return write.begun(write.system.beliefs.state_assumption(body, write.request), body.place)


@router.post(f"{ONE}/level-contests", **writes(ContestLevel))
def contest_level(
    place: PlaceHere, assumption: AssumptionName, body: ContestLevel, write: Writes
) -> Written:
    """Say that it is a belief of another kind than was said."""
    beliefs = write.system.beliefs
    return write.done(beliefs.contest_level(place.id, assumption, body, write.request))


@router.post(f"{ONE}/level-settlements", **writes(SettleLevel))
def settle_level(
    place: PlaceHere, assumption: AssumptionName, body: SettleLevel, write: Writes
) -> Written:
    """Agree what kind of belief it is, from now on."""
    beliefs = write.system.beliefs
    return write.done(beliefs.settle_level(place.id, assumption, body, write.request))


@router.post(f"{ONE}/challenges", **writes(ChallengeAssumption))
def challenge_assumption(
    place: PlaceHere, assumption: AssumptionName, body: ChallengeAssumption, write: Writes
) -> Written:
    """Set evidence against it: reflections, insights, an expectation that did not come true."""
    beliefs = write.system.beliefs
    return write.done(beliefs.challenge(place.id, assumption, body, write.request))


@router.post(f"{ONE}/examinations", **writes(ExamineAssumption))
def examine_assumption(
    place: PlaceHere, assumption: AssumptionName, body: ExamineAssumption, write: Writes
) -> Written:
    """Look at what else one could believe, with keeping it among the options."""
    beliefs = write.system.beliefs
    return write.done(beliefs.examine(place.id, assumption, body, write.request))


@router.post(f"{ONE}/upholdings", **writes(UpholdAssumption))
def uphold_assumption(
    place: PlaceHere, assumption: AssumptionName, body: UpholdAssumption, write: Writes
) -> Written:
    """Keep it, after a challenge."""
    beliefs = write.system.beliefs
    return write.done(beliefs.uphold(place.id, assumption, body, write.request))


@router.post(f"{ONE}/revisions", **writes(ReviseAssumption, problems=REVISED_MEANWHILE))
def revise_assumption(
    place: PlaceHere, assumption: AssumptionName, body: ReviseAssumption, write: Writes
) -> Written:
    """Put it in other words, after a challenge. The words before stay, as an earlier version.

    Give the version that you read as `from_version`: where somebody reworded it meanwhile, the
    answer is 409 with `current_version`, so that nobody overwrites words they have not read.
    """
    try:
        receipt = write.system.beliefs.revise(place.id, assumption, body, write.request)
    except RevisedMeanwhile:
        raise Overtaken(_newest_version(place, assumption, write)) from None
    return write.done(receipt)


@router.post(f"{ONE}/droppings", **writes(DropAssumption))
def drop_assumption(
    place: PlaceHere, assumption: AssumptionName, body: DropAssumption, write: Writes
) -> Written:
    """Stop believing it, after a challenge."""
    beliefs = write.system.beliefs
    return write.done(beliefs.drop(place.id, assumption, body, write.request))


@router.post(f"{ONE}/left-open", **writes(LeaveOpen))
def leave_open(
    place: PlaceHere, assumption: AssumptionName, body: LeaveOpen, write: Writes
) -> Written:
    """Say that people are still unsure of it. It stays in use."""
    beliefs = write.system.beliefs
    return write.done(beliefs.leave_open(place.id, assumption, body, write.request))


@router.post(f"{ONE}/mirrors", **writes(HoldUpMirror))
def hold_up_mirror(
    place: PlaceHere, assumption: AssumptionName, body: HoldUpMirror, write: Writes
) -> Written:
    """Set what is said beside what people seem to act on, with the evidence for both."""
    beliefs = write.system.beliefs
    return write.done(beliefs.hold_up_mirror(place.id, assumption, body, write.request))


def _newest_version(place: KnownPlace, assumption: str, write: Writing) -> int:
    desk = write.system.desk
    facts = desk.log.events.get(Records(desk).find(Assumption, place, assumption))
    return max(
        (fact.to_version for fact in facts if isinstance(fact, Assumption.Revised)), default=1
    )
