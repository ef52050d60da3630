"""The commands of the loop, checked at the edge: sense, beliefs, decisions, changes, answers."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from service.application.commands import Codes, Command, Day, Reference, References
from service.domain.base import Code
from service.domain.values import Headcount, Standing
from service.domain.vocabulary import (
    Agreement,
    Answer,
    Basis,
    BeliefKind,
    Channel,
    ClaimedLoop,
    DecisionKind,
    Level,
    Perspective,
    Reception,
    ReviewResult,
    SignalAnswer,
    SignalKind,
)
from service.text import OptionalLine, OptionalWords, Words

MOST = 50


def _or_text(schema: JsonDict) -> None:
    """Let a JSON Schema allow plain text as well, for a part that has a short form."""
    whole = dict(schema)
    schema.clear()
    schema["anyOf"] = [{"type": "string", "minLength": 1}, whole]


def _or_one(schema: JsonDict) -> None:
    """Let a JSON Schema allow one thing as well, where several may stand."""
    whole = dict(schema)
    schema.clear()
    schema |= {name: whole.pop(name) for name in ("default", "description") if name in whole}
    schema["anyOf"] = [whole["items"], whole]


class Part(BaseModel):
    """A part of a command."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class PartyGiven(Part):
    """Somebody who took part: a person whom the place knows, or a role in words."""

    model_config = ConfigDict(json_schema_extra=_or_text)

    person: OptionalLine = Field(default=None, description="What the place calls them.")
    who: OptionalLine = Field(default=None, description="A role, where it is nobody we know.")
    perspective: Perspective | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        """Plain text names a role."""
        return {"who": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _names_somebody(self) -> PartyGiven:
        if self.person is None and self.who is None:
            raise ValueError("Say who: a person of the place, or a role.")
        return self


class OptionGiven(Part):
    """Something that could be chosen or believed."""

    model_config = ConfigDict(json_schema_extra=_or_text)

    text: Words
    keeps: bool = Field(default=False, description="True for leaving the belief as it is.")
    speaks_for: OptionalWords = None
    speaks_against: OptionalWords = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        """Plain text is the option itself."""
        return {"text": given} if isinstance(given, str) else given


class CitationGiven(Part):
    """A belief that a decision rests on; without a version, its newest words."""

    model_config = ConfigDict(json_schema_extra=_or_text)

    assumption: Reference
    version: int | None = Field(default=None, ge=1)
    dropped: bool | None = Field(
        default=None, description="True where it rests on the belief having been dropped."
    )

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        """Plain text names the belief."""
        return {"assumption": given} if isinstance(given, str) else given


class BeliefNowGiven(Part):
    """How one belief stands after a review."""

    assumption: Reference
    standing: Standing


def _at_once(given: Any) -> Any:
    """One thing where several may stand."""
    return [given] if isinstance(given, str | dict) else given


_SEVERAL = Field(max_length=MOST, json_schema_extra=_or_one)

Parties = Annotated[list[PartyGiven], BeforeValidator(_at_once), _SEVERAL]
Options = Annotated[list[OptionGiven], BeforeValidator(_at_once), _SEVERAL]
Citations = Annotated[list[CitationGiven], BeforeValidator(_at_once), _SEVERAL]
ManyWords = Annotated[list[Words], BeforeValidator(_at_once), _SEVERAL]


class Learned(Command):
    """What all records of a place's learning may say."""

    place: Reference
    external_id: OptionalLine = None


class Filed(Learned):
    """What may be filed under behaviours and building blocks."""

    behaviours: Codes = []
    building_blocks: Codes = []


class HoldSession(Learned):
    """Write down a session in which people made sense of what was noticed."""

    framing_question: Words
    present: Headcount = Field(default={}, description="People, by perspective.")
    missing: list[Perspective] = Field(default=[], max_length=5)
    who_was_missing: OptionalWords = None
    facilitator: PartyGiven | None = None
    method: OptionalWords = None


class StateExpectation(Learned):
    """Say what is expected, before anyone knows."""

    we_expect: Words
    we_would_know_by: OptionalWords = None
    we_would_doubt_if: OptionalWords = None
    prototype: OptionalLine = None
    decision: OptionalLine = None
    by_when: Day | None = None
    stated_by: Parties = []


class ProposeInsight(Filed):
    """Say which pattern you see, in which reflections, and what does not fit."""

    claim: Words
    cites: References = []
    against: References = []
    does_not_fit: OptionalWords = None
    looked_for_disconfirming: bool | None = None
    single_voice: bool = False
    proposers: Parties = []
    session: OptionalLine = None


class JoinInsight(Command):
    """Join reflections to an insight that is there: they show it too, or they do not fit it."""

    reflections: References = []
    fits: bool = Field(default=True, description="False where they do not fit, and that matters.")


class PutInsightToTest(Command):
    """Say how others see an insight."""

    result: Reception
    session: OptionalLine = None
    dissent: OptionalWords = None


class StateAssumption(Learned):
    """State a belief that guides what people do. A starter fills in what is left out."""

    statement: OptionalWords = None
    because: OptionalWords = None
    we_would_doubt_if: OptionalWords = None
    kind: BeliefKind | None = None
    level: Level | None = Field(default=None, description="Follows from the kind.")
    level_reason: OptionalWords = None
    basis: Basis | None = None
    held_by: Parties = []
    building_block: Code | None = None
    behaviours: Codes = []
    cites: References = []
    about_learning: bool = False
    starter: Code | None = None


class ContestLevel(Command):
    """Say that a belief is of another kind than was said."""

    kind: BeliefKind
    reason: Words


class SettleLevel(Command):
    """Agree what kind of belief it is."""

    kind: BeliefKind
    reason: Words


class ChallengeAssumption(Command):
    """Set evidence against a belief."""

    evidence: References = Field(default=[], description="Reflections or insights.")
    voices: Headcount = Field(
        default={}, description="People who spoke to it in a room, by perspective."
    )
    mismatch_with: OptionalLine = Field(
        default=None, description="The expectation that did not come true."
    )
    reason: OptionalWords = None


class ExamineAssumption(Command):
    """Look at what else one could believe. Keeping it has to be one of the options."""

    options: Options = []
    present: Headcount = {}
    absent: ManyWords = []
    dissent: OptionalWords = None
    session: OptionalLine = None


class UpholdAssumption(Command):
    """Keep a belief after it was challenged."""

    reason: Words


class ReviseAssumption(Command):
    """Put a belief in other words."""

    statement: Words
    reason: Words
    we_would_doubt_if: OptionalWords = None
    from_version: int | None = Field(
        default=None, ge=1, description="The version that you read before you wrote this."
    )


class DropAssumption(Command):
    """Stop believing something."""

    reason: Words


class LeaveOpen(Command):
    """Say that you are still unsure of a belief."""

    reason: Words


class HoldUpMirror(Command):
    """Set what is said beside what people seem to act on."""

    in_use: Reference
    evidence_for: References = []
    evidence_against: References = []
    shared_with: Parties = []


class ProposeDecision(Learned):
    """Put a question that has to be decided."""

    question: Words
    options: Options = []
    prototype: OptionalLine = None


class TakeDecision(Filed):
    """Decide; with `decision` something that was proposed, else straight away."""

    decision: OptionalLine = None
    question: OptionalWords = None
    options: Options = []
    prototype: OptionalLine = None
    kind: DecisionKind = DecisionKind.ACT
    title: OptionalLine = None
    chosen: Words
    why: Words
    rests_on: Citations = []
    cites: References = Field(default=[], description="Reflections that it answers.")
    decided_by: Parties = []
    consulted: Parties = []
    not_consulted: ManyWords = []
    expected: OptionalWords = None
    review_on: Day | None = None
    claimed_loop: ClaimedLoop | None = None


class ReviewDecision(Command):
    """Look at a decision again."""

    result: ReviewResult
    expected_vs_actual: Words
    surprises: OptionalWords = None
    reviewers: Parties = []
    affected_heard: Headcount = {}
    why_nobody_affected: OptionalWords = None
    beliefs: list[BeliefNowGiven] = Field(default=[], max_length=MOST)
    review_again_on: Day | None = None


class TellContributors(Command):
    """Say that people were told what became of their words."""

    what: Answer
    words: Words
    reflections: References = Field(
        default=[], description="Theirs; without any, all that fed the decision."
    )
    reached: int | None = Field(default=None, ge=0, le=100_000)
    channel: Channel = Channel.WEB


class ObserveChange(Filed):
    """Write down what somebody outside the decision can see is different."""

    who_changed: Words
    what: Words
    where: OptionalLine = None
    scale: OptionalWords = None
    significance: OptionalWords = None
    contribution: OptionalWords = None
    seen_by: PartyGiven | None = None
    decision: OptionalLine = None
    cites: References = []


class SubstantiateChange(Command):
    """Say whether you see a change too."""

    confirmed_by: PartyGiven | None = Field(default=None, description="Else it is you.")
    agrees: Agreement
    note: OptionalWords = None


class CeaseChange(Command):
    """Say that a change did not last."""

    why: OptionalWords = None


class NoticeSlip(Filed):
    """Notice, without blame, that practice went back to how it was."""

    what: Words
    pressure: OptionalWords = None
    seen_by: PartyGiven | None = None
    decision: OptionalLine = None


class NoticeMovement(Filed):
    """Notice that something is moving, however small."""

    what: Words
    seen_by: PartyGiven | None = None
    decision: OptionalLine = None


class AnswerSignal(Command):
    """Raise a question that the log put to you, or let it rest for now."""

    signal: SignalKind
    subject: UUID
    answer: SignalAnswer
    grounds: int = Field(
        ge=1,
        le=1_000_000,
        description="How much it rested on then; it is asked again once there is more.",
    )
    note: OptionalWords = None
