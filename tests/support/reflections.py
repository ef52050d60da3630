"""Reflections for aggregate tests, in the states that a life can bring."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from service.domain.base import natural_id
from service.domain.reflection import Reflection
from service.domain.vocabulary import CareCategory, Scope, Stance, TagMethod
from tests.support.given_when_then import AUTHOR, PARTNER, PLACE, said, sealed

BEHAVIOURS = "system-behaviours@2018"


def a_reflection(**more: Any) -> Reflection:
    """A reflection that its author has just left."""
    facts = {"place_id": PLACE, "author": AUTHOR, "noticed": sealed("noticed")}
    scope = {"scope": Scope.PLACE_TEAM}
    return Reflection.leave(natural_id("a reflection"), said(), **{**facts, **scope, **more})


def held(it: Reflection) -> None:
    """A learning partner put it aside."""
    it.hold(said(PARTNER), category=CareCategory.THIRD_PARTY)


def withdrawn(it: Reflection) -> None:
    """Its author took it back."""
    it.withdraw(said(), reason=None)


def read_as(
    it: Reflection,
    code: str = "POW-1",
    *,
    by: UUID = PARTNER,
    stance: Stance = Stance.PRESENT,
    method: TagMethod | None = TagMethod.PARTNER,
    command: UUID | None = None,
) -> UUID:
    """Somebody reads a behaviour in it; the tag's id."""
    tag_id = natural_id("tag", code, by, stance)
    it.tag(
        said(by, command=command),
        tag_id=tag_id,
        code=code,
        framework=BEHAVIOURS,
        stance=stance,
        method=method,
        reason=None,
    )
    return tag_id
