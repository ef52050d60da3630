"""Small values that several events carry: who took part, what was weighed, what something cites."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from service.domain.sealed import Sealed
from service.domain.vocabulary import Perspective

Headcount = dict[Perspective, Annotated[int, Field(ge=0, le=100_000)]]
"""How many people, by perspective; what is not named is not known to have been there."""


class Value(BaseModel):
    """Part of an event; frozen, and refusing what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Party(Value):
    """Somebody who took part: a person of the place, or a role in words, and from where they speak.

    A person's name and role are looked up when shown, so that erasing them erases it here too.
    """

    person: UUID | None = None
    who: Sealed | None = None
    role: UUID | None = None
    """Stands for the role in words: the same words in a place have the same, and tell nothing."""
    perspective: Perspective | None = None


class Option(Value):
    """Something that could have been chosen, with what spoke for it and against it."""

    text: Sealed
    keeps: bool = False
    """True for the option of leaving the belief as it is."""
    speaks_for: Sealed | None = None
    speaks_against: Sealed | None = None


class Citation(Value):
    """A belief that something rests on, in the words of one version, or because it was dropped."""

    assumption_id: UUID
    version: Annotated[int, Field(ge=1)]
    dropped: bool = False


class Standing(StrEnum):
    """How a belief stands after a decision that rests on it was looked at again."""

    HELD_UP = "held_up"
    REVISED = "revised"
    DROPPED = "dropped"
    UNSURE = "unsure"


class BeliefNow(Value):
    """What a review says of one belief that the decision rests on."""

    assumption_id: UUID
    standing: Standing


def those_in(parties: tuple[Party, ...]) -> frozenset[UUID]:
    """Who took part: people of the place, and roles by what stands for their words."""
    named = (party.person or party.role for party in parties)
    return frozenset(one for one in named if one is not None)


def heads(count: Headcount) -> int:
    """How many people in all."""
    return sum(count.values())
