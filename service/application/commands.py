"""The commands that come in from outside, checked at the edge: API bodies and JSONL lines alike."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from service.domain.base import Code
from service.domain.frameworks import Framework
from service.domain.place import ZoneName
from service.domain.vocabulary import (
    CareCategory,
    Direction,
    LanguageStage,
    Movement,
    Perspective,
    PlaceRole,
    RouteIn,
    Scope,
    SeedTension,
    SpeakingAs,
    Stance,
    TagMethod,
)
from service.text import Line, Mailbox, OptionalLine, OptionalWords, Words


def _as_list(codes: Any) -> Any:
    """Several codes in a spreadsheet's cell are separated by semicolons."""
    if isinstance(codes, str):
        return [code.strip() for code in codes.split(";") if code.strip()]
    return codes


def _in_living_memory(moment: datetime) -> datetime:
    if not EARLIEST.year <= moment.year <= LATEST.year:
        raise ValueError(f"Give a year from {EARLIEST.year} to {LATEST.year}.")
    return moment


EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
MOST_CODES = 50
MOST_REFERENCES = 500

Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]
Moment = Annotated[AwareDatetime, AfterValidator(_in_living_memory)]
Codes = Annotated[list[Code], BeforeValidator(_as_list), Field(max_length=MOST_CODES)]
SLACK = r"^[A-Z0-9]+/[A-Z0-9]+$"
Reference = Line
"""A place, person, reflection, trial or tension: by its id, its name, or its external id."""
References = Annotated[list[Reference], Field(max_length=MOST_REFERENCES)]


class Command(BaseModel):
    """What every command may say: when it happened, and why it is only written down now."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    occurred_on: Day | None = Field(default=None, description="The day it happened; else now.")
    occurred_at: Moment | None = Field(default=None, description="The moment, if known.")
    late_because: OptionalWords = Field(
        default=None, description="Needed where it happened more than 14 days ago."
    )


class OpenProgramme(Command):
    """Begin a programme."""

    title: Line


class LoadFramework(Command):
    """Use your own behaviours or building blocks from now on."""

    framework: Framework


class JoinPlace(Command):
    """Open a place."""

    place: Line
    route_in: RouteIn = RouteIn.MIXED
    direction: Direction = Direction.FROM_THE_EDGE
    zone: ZoneName = "Europe/London"


class DescribeRouteIn(Command):
    """Say how the work really came into a place."""

    place: Reference
    route_in: RouteIn
    direction: Direction
    why: Words


class WelcomePerson(Command):
    """Welcome somebody to a place. `contributor` is what you call them outside."""

    place: Reference
    contributor: Line
    perspective: Perspective | None = None
    speaking_as: SpeakingAs = SpeakingAs.SELF
    name: OptionalLine = None
    role: OptionalLine = None
    organisation: OptionalLine = None
    slack: str | None = Field(default=None, pattern=SLACK, description="TEAM/USER, as in Slack.")
    email: Mailbox | None = Field(default=None, description="Where letters to them go.")


class WelcomeFunder(Command):
    """Welcome somebody from the funder to the programme. `contributor` is what you call them."""

    contributor: Line
    name: OptionalLine = None
    email: Mailbox | None = Field(default=None, description="Where digests for them go.")
    slack: str | None = Field(default=None, pattern=SLACK, description="TEAM/USER, as in Slack.")


class AddMailbox(Command):
    """Say where letters reach you. It is kept in the vault, and never comes into the log."""

    email: Mailbox


class ChangePerspective(Command):
    """Somebody speaks from elsewhere from now on."""

    place: Reference
    contributor: Reference
    perspective: Perspective
    reason: OptionalWords = None


class ChangePreferences(Command):
    """Say how your own new reflections should begin. What is not said stays as it is."""

    scope: Scope | None = None
    name_shown: bool | None = None
    speaking_as: SpeakingAs | None = None


class GiveRole(Command):
    """Let somebody look after something in a place."""

    place: Reference
    contributor: Reference
    role: PlaceRole


class EndRole(Command):
    """Let somebody look after something in a place no longer."""

    place: Reference
    contributor: Reference
    role: PlaceRole


class ChangeLanguageStage(Command):
    """Use the framework's words more, or less, openly in a place."""

    place: Reference
    stage: LanguageStage
    reason: Words
    agreed_with: References = []


class AdoptPhrase(Command):
    """Take a place's own words for behaviours into use."""

    place: Reference
    phrase: Line
    codes: Codes
    meaning: OptionalWords = None
    agreed_by: References = []


class RetirePhrase(Command):
    """Stop using a local phrase."""

    place: Reference
    phrase: Line


class ChooseFocus(Command):
    """Choose the behaviours to look at for a while."""

    place: Reference
    codes: Codes
    reason: Words
    from_on: Day
    to_on: Day | None = None


class NoteContext(Command):
    """Note what is going on around a place."""

    place: Reference
    what: Line
    detail: OptionalWords = None
    external_id: OptionalLine = None
    from_on: Day
    to_on: Day | None = None
    affects: Codes = []


class NameTension(Command):
    """Name two legitimate things that pull against each other."""

    place: Reference
    pole_a: Line
    pole_b: Line
    external_id: OptionalLine = None
    seed_code: SeedTension | None = None


class RevisitTension(Command):
    """Say how a tension has moved."""

    place: Reference
    tension: Reference
    movement: Movement
    narrative: Words


class RecordReflection(Command):
    """Leave a reflection."""

    place: Reference
    external_id: OptionalLine = None
    contributor: OptionalLine = Field(
        default=None, description="Whose words these are; else your own."
    )
    text: Words = Field(description="What I noticed.")
    meaning: OptionalWords = Field(default=None, description="What I make of it.")
    role: OptionalLine = None
    perspective: Perspective | None = None
    speaking_as: SpeakingAs = SpeakingAs.SELF
    relayed_perspective: Perspective | None = None
    scope: Scope = Scope.AUTHOR_AND_LP
    name_shown: bool = Field(
        default=False, description="Whether who may read it is told your name."
    )
    prototype: OptionalLine = None
    about_decision: OptionalLine = Field(
        default=None, description="The decision that I say this to, if I do."
    )
    behaviours: Codes = []
    building_blocks: Codes = []


class AmendReflection(Command):
    """Say it differently. Only its author may."""

    text: OptionalWords = None
    meaning: OptionalWords = None
    reason: OptionalWords = None
    meaning_removed: bool = Field(
        default=False, description="Whether what I make of it should stand there no longer."
    )


class ChangeScope(Command):
    """Let more people see a reflection, or fewer."""

    scope: Scope


class ChooseName(Command):
    """Show your name beside a reflection, or no longer. Only its author may."""

    name_shown: bool


class HoldReflection(Command):
    """Put a reflection aside for care."""

    category: CareCategory


class ReleaseReflection(Command):
    """Bring a reflection back from care."""


class WithdrawReflection(Command):
    """Take a reflection back. Only its author may."""

    reason: OptionalWords = None


class EraseReflection(Command):
    """Erase a reflection for good."""


class TagReflection(Command):
    """Say which behaviour or building block you read in a reflection."""

    code: Code
    stance: Stance
    reason: OptionalWords = None
    method: TagMethod | Literal["suggested"] | None = None
    external_id: OptionalLine = None


class DisputeTag(Command):
    """Disagree with somebody's reading."""

    reason: Words


class NoteNothingFits(Command):
    """Say that none of the behaviours fits a reflection, and why."""

    why: Words


class WriteMemo(Command):
    """Write a note beside a reflection."""

    text: Words


class AskBack(Command):
    """Ask the author of a reflection something about it."""

    question: Words


class AnswerBack(Command):
    """Answer what was asked about your reflection."""

    answer: Words


class Acknowledge(Command):
    """Let the author of a reflection know that it was heard."""


class StartPrototype(Command):
    """Start a trial."""

    place: Reference
    name: Line
    external_id: OptionalLine = None
    purpose: OptionalWords = None
    expected: Words = Field(description="What we think will happen.")
    building_blocks: Codes = []


class HoldPlanDoReview(Command):
    """One turn of plan, do, review of a trial."""

    planned: Words
    done: Words
    learned: Words
    next_step: OptionalWords = None


class DrawLearning(Command):
    """What a trial showed about a building block."""

    building_block: Code
    learned: Words
    cites: References = []


class FindAtMargins(Command):
    """A trial works and moves nothing around it; these conditions are missing."""

    conditions_missing: list[Words] = Field(max_length=MOST_CODES)


class NormalisePrototype(Command):
    """A trial has become how things are done."""

    building_blocks: Codes
    decisions: References = Field(default=[], description="That changed these building blocks.")
    note: OptionalWords = None


class EndPrototype(Command):
    """Stop a trial, keeping what was learned."""

    what_we_keep: Words
    what_remains: OptionalWords = None


class RaiseConcern(Command):
    """Pass on a concern about somebody's safety to the people who look after that in a place."""

    place: Reference
    words: Words
    reflection: Reference | None = Field(default=None, description="What the concern is about.")
    wants_contact: bool = Field(default=True, description="Whether they may come back to you.")


class Receipt(BaseModel):
    """What a command gives back: the thing's id and the log position to wait for."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    position: int
    already_there: bool = False
