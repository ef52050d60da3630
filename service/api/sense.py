"""Writing about sense: sessions held, expectations stated, insights proposed, tested and joined."""

from __future__ import annotations

from fastapi import APIRouter

from service.api.answers import Written
from service.api.deps import InsightName, PlaceHere, Writes
from service.api.documented import writes
from service.application.loop_commands import (
    HoldSession,
    JoinInsight,
    ProposeInsight,
    PutInsightToTest,
    StateExpectation,
)

router = APIRouter(tags=["sense"])
ONE = "/places/{place}/insights/{insight}"


@router.post("/sessions", **writes(HoldSession, location=True))
def hold_session(body: HoldSession, write: Writes) -> Written:
    """Write down a session: its question, who was in the room, and who was missing from it."""
    return write.begun(write.system.sense.hold_session(body, write.request), body.place)


@router.post("/expectations", **writes(StateExpectation, location=True))
def state_expectation(body: StateExpectation, write: Writes) -> Written:
    """Say what is expected, and what would raise doubt, before anyone knows."""
    return write.begun(write.system.sense.state_expectation(body, write.request), body.place)


@router.post("/insights", **writes(ProposeInsight, location=True))
def propose_insight(body: ProposeInsight, write: Writes) -> Written:
    """Say which pattern you see, in which reflections, and what does not fit it.

    It rests on two reflections by two people, or says with `single_voice` that it does not.
    """
    return write.begun(write.system.sense.propose_insight(body, write.request), body.place)


@router.post(f"{ONE}/tests", **writes(PutInsightToTest))
def test_insight(
    place: PlaceHere, insight: InsightName, body: PutInsightToTest, write: Writes
) -> Written:
    """Say how others see it. Who sees it otherwise stays on record."""
    sense = write.system.sense
    return write.done(sense.test_insight(place.id, insight, body, write.request))


@router.post(f"{ONE}/reflections", **writes(JoinInsight))
def join_insight(
    place: PlaceHere, insight: InsightName, body: JoinInsight, write: Writes
) -> Written:
    """Join what people noticed to it: what shows it too, or with `fits` false what does not fit.

    It counts for what cites the insight from now on, and for nothing that cited it before.
    """
    sense = write.system.sense
    return write.done(sense.join_insight(place.id, insight, body, write.request))
