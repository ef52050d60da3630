"""The commands on a place's rhythm, its prompts, quotes and digests, checked at the edge."""

from __future__ import annotations

from datetime import time
from typing import Annotated
from uuid import UUID

from pydantic import Field

from service.application.commands import Command, Day, Moment, Reference
from service.domain.cadence import Every, Nation, WallTime, Way
from service.domain.place import ZoneName
from service.domain.vocabulary import Audience, PromptAnswer, QuestionKind, RemarkKind
from service.text import Line, OptionalWords, Words


class ChooseRhythm(Command):
    """Say when the people of a place are asked; saying it again changes it."""

    place: Reference
    every: Every = Every.FORTNIGHTLY
    anchor: Day = Field(description="The first day; the others follow from it.")
    at: WallTime = Field(default=time(10), description="The hour for whoever has not chosen one.")
    nation: Nation = Field(
        default=Nation.ENGLAND_AND_WALES, description="Whose bank holidays count."
    )


class PauseRhythm(Command):
    """Ask nobody in a place until that day, or until it goes on."""

    place: Reference
    until: Day | None = None


class ResumeRhythm(Command):
    """Ask again in a place."""

    place: Reference


class MoveRound(Command):
    """Have one round on another day."""

    place: Reference
    slot: Day = Field(description="The round's day as the rhythm has it.")
    to: Day


class SkipRound(Command):
    """Leave one round out."""

    place: Reference
    slot: Day


class AdoptQuestion(Command):
    """Ask something in the place's own words when it is this kind's turn."""

    place: Reference
    kind: QuestionKind
    words: Line


class RetireQuestion(Command):
    """Ask it no longer."""

    place: Reference
    question: UUID


class ChooseDigests(Command):
    """Say how a place's digests go out."""

    place: Reference
    posts_by_itself: bool = Field(description="Whether it goes out without a person's yes.")
    tells_the_funder: bool = Field(default=True, description="Whether it takes part there.")


class ChangeAsking(Command):
    """Say how somebody would like to be asked in a place. What is left open is as the place does.

    Without `contributor` it is about oneself.
    """

    place: Reference
    contributor: Reference | None = None
    is_asked: bool = True
    wants_nothing: bool = Field(
        default=False,
        description="Whether who is not asked is not told about their own words either.",
    )
    weekday: Annotated[int, Field(ge=0, le=4)] | None = Field(
        default=None, description="0 is Monday, 4 is Friday."
    )
    at: WallTime | None = None
    zone: ZoneName | None = None
    every: Every | None = None
    paused_until: Day | None = None
    way: Way = Way.SLACK


class AnswerPrompt(Command):
    """Answer a prompt without words, or note that words were left for it."""

    answer: PromptAnswer
    reflection: UUID | None = None


class PutOffPrompt(Command):
    """Be asked again later."""

    until: Moment


class AskForQuote(Command):
    """Ask somebody whether exact words of a reflection of theirs may be quoted."""

    words: Words
    audience: Audience


class GiveQuote(Command):
    """Say yes to a quote. `credit` is how you want to be named."""

    credit: Line


class DeclineQuote(Command):
    """Say no to a quote, or take a yes back."""


class AgreeToDigest(Command):
    """Say for a place that a digest goes out as it was read."""

    place: Reference
    edition: int = Field(ge=1, description="Which edition was read, as the digest says it.")


class WaitWithDigest(Command):
    """Say for a place that it waits this time."""

    place: Reference


class RemarkOnDigest(Command):
    """Say that something is missing in a digest, or not right."""

    kind: RemarkKind
    words: Words


class RespondToDigest(Command):
    """Answer a digest, as its funder."""

    what_we_heard: Words
    what_we_will_do: Words
    question_back: OptionalWords = None
