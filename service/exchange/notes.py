"""Notes: insights, beliefs and decisions as texts, linked to the words behind and against them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from service.exchange.gathering import Gathered
from service.exchange.qda import Note
from service.projections.loop_shapes import (
    BeliefView,
    DecisionView,
    InsightJoined,
    InsightView,
    OptionView,
    StepView,
)

LONGEST_NAME = 80


def notes(gathered: Gathered) -> Iterator[Note]:
    """All of them, without a single author: several people may have put them forward."""
    for insight in gathered.insights:
        yield _insight(insight, gathered)
    for belief in gathered.beliefs:
        yield _belief(belief, gathered)
    for decision in gathered.decisions:
        yield _decision(decision, gathered)


def _insight(insight: InsightView, gathered: Gathered) -> Note:
    people = gathered.callings.parties(insight.proposers)
    alone = "It rests on a single voice." if insight.single_voice else ""
    tests = [_fact(f"{test.on}, {test.result}", test.dissent) for test in insight.tests]
    joined = [_joined(one) for one in insight.joined]
    text = _text(
        insight.claim,
        _told("What does not fit", insight.does_not_fit),
        alone,
        _told("Proposed by", ", ".join(people)),
        *tests,
        *joined,
    )
    return _note(
        "Insight",
        insight.id,
        insight.claim,
        text,
        insight.position,
        gathered,
        insight.cites,
        insight.against,
    )


def _belief(belief: BeliefView, gathered: Gathered) -> Note:
    words = [
        f"{one.since}, in these words (version {one.version}): {one.statement}"
        + (f"\nWhy: {one.reason}" if one.reason else "")
        for one in belief.wordings
    ]
    happened = [
        _fact(f"{fact.on}, log entry {fact.position}: {fact.what}", fact.words)
        for fact in belief.facts
    ]
    text = _text(
        belief.statement,
        f"It is {belief.status}. As to its kind, {belief.kind}; as to its level, {belief.level}; "
        f"it is {belief.basis}.",
        _told("Why it is of that level", belief.level_reason),
        _told("What speaks for it", belief.because),
        _told("We would doubt it if", belief.we_would_doubt_if),
        _told("Held by", ", ".join(gathered.callings.parties(belief.held_by))),
        *words,
        *happened,
    )
    evidence = [id for fact in belief.facts if fact.what == "challenged" for id in fact.evidence]
    return _note(
        "Belief",
        belief.id,
        belief.statement,
        text,
        belief.position,
        gathered,
        belief.cites,
        evidence,
    )


def _decision(decision: DecisionView, gathered: Gathered) -> Note:
    loop, callings = decision.loop, gathered.callings
    text = _text(
        _told("The question", decision.question),
        _told("What was chosen", loop.chosen),
        _told("Why", decision.why),
        _told("What people thought would happen", decision.expected),
        *_options(decision.options),
        _told("Decided by", ", ".join(callings.parties(decision.decided_by))),
        _told("Asked beforehand", ", ".join(callings.parties(decision.consulted))),
        _told("Not asked", "; ".join(decision.not_consulted)),
        *(_told("It rests on", one.then) for one in decision.rests_on),
        f"What the log shows: {loop.evidenced}.",
        *(_step(step, gathered) for step in loop.proof),
    )
    behind = [entry.id for entry in decision.words_behind]
    against = [entry.id for entry in decision.against]
    return _note("Decision", loop.id, loop.title, text, loop.position, gathered, behind, against)


def _options(options: Iterable[OptionView]) -> Iterator[str]:
    for option in options:
        reasons = (("for it", option.speaks_for), ("against it", option.speaks_against))
        said = [f"{what}: {why}" for what, why in reasons if why]
        yield f"An option: {option.text}" + (f" ({'; '.join(said)})" if said else "")


def _step(step: StepView, gathered: Gathered) -> str:
    on = step.at.astimezone(gathered.zone).date()
    late = ", written down later" if step.reported_late else ""
    return f"{on}, log entry {step.position}: {step.what}{late}."


def _note(
    kind: str,
    id: UUID,
    said: str,
    text: str,
    position: int,
    gathered: Gathered,
    cites: Iterable[UUID],
    against: Iterable[UUID],
) -> Note:
    """A note with links to those of these reflections that are in the file."""
    named = f"{kind} {gathered.names[id]}" if id in gathered.names else kind
    short = " ".join(said.split())
    short = short if len(short) <= LONGEST_NAME else short[: LONGEST_NAME - 1] + "…"
    here = gathered.reflections_of
    return Note(
        id,
        f"{named}: {short}",
        text,
        gathered.moment(position),
        cites=here(cites),
        against=here(against),
    )


def _joined(joined: InsightJoined) -> str:
    """That reflections were joined to an insight."""
    how = "joined to what it rests on" if joined.fits else "joined to what does not fit it"
    return f"{joined.on}, log entry {joined.position}: {len(joined.reflections)} {how}."


def _told(head: str, said: str | None) -> str:
    """What was said under a head, where anything was."""
    return f"{head}: {said}" if said else ""


def _fact(head: str, said: str | None) -> str:
    """Something that happened, with what was said of it."""
    return f"{head}: {said}" if said else f"{head}."


def _text(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
