"""What a derived loop is: its level, its flags, the dated facts that prove it, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class LoopLevel(StrEnum):
    """What the order of facts shows. None is better than another."""

    UNCLASSIFIED = "unclassified"
    NO_LOOP = "no_loop"
    SINGLE = "single"
    EXAMINED_UPHELD = "examined_upheld"
    DOUBLE_INTENDED = "double_intended"
    DOUBLE_ENACTED = "double_enacted"
    DOUBLE_CLOSED = "double_closed"

    @property
    def is_double(self) -> bool:
        """True where a governing belief changed first."""
        return self.value.startswith("double_")


class Flag(StrEnum):
    """What else has to be known; flags qualify a level and never raise it."""

    RECONSTRUCTED = "reconstructed"
    BELIEF_FOLLOWED_ACTION = "belief_followed_action"
    NARROW_VOICE = "narrow_voice"
    EVIDENCE_LAPSED = "evidence_lapsed"
    ABOUT_LEARNING = "about_learning"
    ORDER_AS_REPORTED = "order_as_reported"
    LEVEL_CONTESTED = "level_contested"


class Missing(StrEnum):
    """What is not on record for the next level."""

    BELIEF = "belief"
    GOVERNING_BELIEF = "governing_belief"
    CHALLENGE = "challenge"
    EXAMINATION = "examination"
    REVISION = "revision_before_decision"
    CHANGE_SEEN = "change_seen"
    CHANGE_SEEN_BY_ANOTHER = "change_seen_by_another"
    REVIEW = "review_with_those_affected"
    BELIEF_STANDING = "belief_standing"
    TELLING = "contributors_told"


class What(StrEnum):
    """What a step of the proof is."""

    STATED = "stated"
    CHALLENGED = "challenged"
    EXAMINED = "examined"
    REVISED = "revised"
    DROPPED = "dropped"
    UPHELD = "upheld"
    LEFT_OPEN = "left_open"
    DECIDED = "decided"
    CHANGE_SEEN = "change_seen"
    CONFIRMED = "confirmed"
    CEASED = "ceased"
    SLIPPED = "slipped"
    REVIEWED = "reviewed"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Step:
    """A dated fact of the proof.

    `needed`: without it, and with nothing of its kind to stand in, the level would be another.
    """

    at: datetime
    what: What
    ref: UUID
    position: int
    reported_late: bool = False
    needed: bool = False


@dataclass(frozen=True)
class Closing:
    """The three parts of closing a loop: action looked at again, belief settled, people told."""

    reviewed: bool
    beliefs: bool
    told: bool
    contributors: frozenset[UUID]
    """People whose words fed the decision and can still be told."""
    still_to_tell: frozenset[UUID]

    @property
    def is_closed(self) -> bool:
        """True where all three parts are there."""
        return self.reviewed and self.beliefs and self.told


@dataclass(frozen=True)
class Loop:
    """What the log proves of one decision."""

    decision_id: UUID
    level: LoopLevel
    flags: tuple[Flag, ...]
    proof: tuple[Step, ...]
    missing: tuple[Missing, ...]
    closing: Closing
