"""Writing about decisions: proposed, taken on named beliefs, looked at again, and told back."""

from __future__ import annotations

from fastapi import APIRouter

from service.api.answers import Written
from service.api.deps import DecisionName, PlaceHere, Writes
from service.api.documented import writes
from service.application.loop_commands import (
    ProposeDecision,
    ReviewDecision,
    TakeDecision,
    TellContributors,
)

router = APIRouter(tags=["decisions"])
ONE = "/places/{place}/decisions/{decision}"


@router.post("/decision-proposals", **writes(ProposeDecision, location=True))
def propose_decision(body: ProposeDecision, write: Writes) -> Written:
    """Put a question that has to be decided, with the options that are seen."""
    return write.begun(write.system.decisions.propose_decision(body, write.request), body.place)


@router.post("/decisions", **writes(TakeDecision, location=True))
def take_decision(body: TakeDecision, write: Writes) -> Written:
    """Decide, straight away or with `decision` what was proposed: why, and on which beliefs.

    Say who decided, who was consulted and who was not. Which loop it is nobody sets: the log
    proves it.
    """
    return write.begun(write.system.decisions.take_decision(body, write.request), body.place)


@router.post(f"{ONE}/reviews", **writes(ReviewDecision))
def review_decision(
    place: PlaceHere, decision: DecisionName, body: ReviewDecision, write: Writes
) -> Written:
    """Look at it again, with somebody whom it affects."""
    decisions = write.system.decisions
    return write.done(decisions.review_decision(place.id, decision, body, write.request))


@router.post(f"{ONE}/tellings", **writes(TellContributors))
def tell_contributors(
    place: PlaceHere, decision: DecisionName, body: TellContributors, write: Writes
) -> Written:
    """Say that people were told what became of their words, or why nothing did."""
    decisions = write.system.decisions
    return write.done(decisions.tell_contributors(place.id, decision, body, write.request))
