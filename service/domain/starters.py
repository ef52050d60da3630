"""Starter beliefs: ready-made ones for the building blocks, for a place to make its own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from service.domain.base import Code
from service.domain.errors import UnknownStarter
from service.domain.vocabulary import Basis, BeliefKind


class Starter(BaseModel):
    """One ready-made belief, in the project's own words."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: Code
    building_block: Code
    basis: Basis
    kind: BeliefKind
    statement: str
    we_would_doubt_if: str
    level_reason: str


class Starters(BaseModel):
    """All of them, with where they come from."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    note: str
    beliefs: tuple[Starter, ...]

    def starter(self, code: Code) -> Starter:
        """The one with this code; UnknownStarter if there is none."""
        for belief in self.beliefs:
            if belief.code == code:
                return belief
        raise UnknownStarter


@cache
def starters() -> Starters:
    """The beliefs that ship with doubleloop: two for each building block."""
    document = files("service.domain") / "framework_files" / "starter-beliefs.json"
    return Starters.model_validate_json(document.read_bytes())
