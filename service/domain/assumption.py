"""A belief that guides what people do: testable, challenged, looked at, kept or changed."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Self
from uuid import UUID

from pydantic import Field

from service.domain import base
from service.domain.base import Code, Said
from service.domain.errors import (
    BeliefDropped,
    NoEvidence,
    NotChallenged,
    NotTestable,
    OneOptionOnly,
    Refused,
    RevisedMeanwhile,
)
from service.domain.sealed import Sealed
from service.domain.values import Headcount, Option, Party
from service.domain.vocabulary import Basis, BeliefKind, Level

FEWEST_OPTIONS = 2


class Status(StrEnum):
    """Where a belief stands now."""

    IN_USE = "in_use"
    CHALLENGED = "challenged"
    EXAMINED = "examined"
    UPHELD = "upheld"
    REVISED = "revised"
    DROPPED = "dropped"
    LEFT_OPEN = "left_open"


class Assumption(base.Aggregate):
    """What people act on, espoused or inferred. Every wording is kept as a version of its own."""

    TOPIC: ClassVar[str] = "assumption"

    def __init__(self) -> None:
        super().__init__()
        self.place_id: UUID
        self.kind: BeliefKind
        self.wording = 1
        self.status = Status.IN_USE
        self.has_been_challenged = False
        self.level_is_contested = False
        self.behaviours: tuple[Code, ...] = ()
        self.building_block: Code | None = None

    class Event(base.Event):
        """A fact about a belief."""

    class Stated(Event, base.FirstEvent):
        """A belief in its first words. `about_learning`: it is about how, with whom or on whose
        terms people learn. `starter` names the ready-made belief that it was adopted from.
        """

        TOPIC: ClassVar[str] = "assumption.stated"
        place_id: UUID
        statement: Sealed
        because: Sealed | None = None
        we_would_doubt_if: Sealed
        kind: BeliefKind
        level_reason: Sealed
        basis: Basis
        held_by: tuple[Party, ...] = ()
        building_block: Code | None = None
        behaviours: tuple[Code, ...] = ()
        cites: tuple[UUID, ...] = ()
        about_learning: bool = False
        starter: Code | None = None
        external_id: Sealed | None = None

        def apply(self, aggregate: Assumption) -> None:
            aggregate.place_id, aggregate.kind = self.place_id, self.kind
            aggregate.behaviours, aggregate.building_block = self.behaviours, self.building_block

    class LevelContested(Event):
        """Somebody thinks that this belief governs more, or less, than was said."""

        TOPIC: ClassVar[str] = "assumption.level-contested"
        kind: BeliefKind
        reason: Sealed

        def apply(self, aggregate: Assumption) -> None:
            aggregate.level_is_contested = True

    class LevelSettled(Event):
        """People agreed what kind of belief it is, from now on."""

        TOPIC: ClassVar[str] = "assumption.level-settled"
        from_kind: BeliefKind
        to_kind: BeliefKind
        reason: Sealed

        def apply(self, aggregate: Assumption) -> None:
            aggregate.kind, aggregate.level_is_contested = self.to_kind, False

    class Challenged(Event):
        """Evidence set against the belief: reflections and insights, and the voices behind it.

        `voices` counts people who spoke to it beside the cited words, by perspective.
        `mismatch_with` is the expectation that did not come true.
        """

        TOPIC: ClassVar[str] = "assumption.challenged"
        version: int
        evidence: tuple[UUID, ...]
        voices: Headcount = Field(default_factory=dict)
        mismatch_with: UUID | None = None
        reason: Sealed | None = None

        def apply(self, aggregate: Assumption) -> None:
            aggregate.has_been_challenged, aggregate.status = True, Status.CHALLENGED

    class Examined(Event):
        """A real look at what else one could believe, keeping it included, and who was there."""

        TOPIC: ClassVar[str] = "assumption.examined"
        version: int
        options: tuple[Option, ...]
        present: Headcount
        absent: tuple[Sealed, ...] = ()
        dissent: Sealed | None = None
        session_id: UUID | None = None

        def apply(self, aggregate: Assumption) -> None:
            aggregate.status = Status.EXAMINED

    class Upheld(Event):
        """It was challenged, and people keep it."""

        TOPIC: ClassVar[str] = "assumption.upheld"
        version: int
        reason: Sealed

        def apply(self, aggregate: Assumption) -> None:
            aggregate.status = Status.UPHELD

    class Revised(Event):
        """New words for it, with the reason; the old ones stay as the version before."""

        TOPIC: ClassVar[str] = "assumption.revised"
        from_version: int
        to_version: int
        statement: Sealed
        we_would_doubt_if: Sealed | None = None
        reason: Sealed

        def apply(self, aggregate: Assumption) -> None:
            aggregate.wording, aggregate.status = self.to_version, Status.REVISED

    class Dropped(Event):
        """People no longer believe it."""

        TOPIC: ClassVar[str] = "assumption.dropped"
        version: int
        reason: Sealed

        def apply(self, aggregate: Assumption) -> None:
            aggregate.status = Status.DROPPED

    class LeftOpen(Event):
        """People could not say; it stays in use, and unsure."""

        TOPIC: ClassVar[str] = "assumption.left-open"
        version: int
        reason: Sealed

        def apply(self, aggregate: Assumption) -> None:
            aggregate.status = Status.LEFT_OPEN

    class MirrorHeldUp(Event):
        """What is said was set beside what people seem to act on, with the evidence for both."""

        TOPIC: ClassVar[str] = "assumption.mirror-held-up"
        in_use: UUID
        evidence_for: tuple[UUID, ...] = ()
        evidence_against: tuple[UUID, ...] = ()
        shared_with: tuple[Party, ...] = ()

    @classmethod
    def state(
        cls,
        assumption_id: UUID,
        said: Said,
        *,
        place_id: UUID,
        statement: Sealed,
        we_would_doubt_if: Sealed | None,
        kind: BeliefKind,
        level_reason: Sealed,
        basis: Basis,
        because: Sealed | None = None,
        held_by: tuple[Party, ...] = (),
        building_block: Code | None = None,
        behaviours: tuple[Code, ...] = (),
        cites: tuple[UUID, ...] = (),
        about_learning: bool = False,
        starter: Code | None = None,
        external_id: Sealed | None = None,
    ) -> Self:
        """State a belief in words that could turn out wrong (I5)."""
        if we_would_doubt_if is None:
            raise NotTestable
        return cls.begin(
            cls.Stated,
            assumption_id,
            said,
            place_id=place_id,
            statement=statement,
            because=because,
            we_would_doubt_if=we_would_doubt_if,
            kind=kind,
            level_reason=level_reason,
            basis=basis,
            held_by=held_by,
            building_block=building_block,
            behaviours=behaviours,
            cites=cites,
            about_learning=about_learning,
            starter=starter,
            external_id=external_id,
        )

    @property
    def level(self) -> Level:
        """Whether it governs, as people see it now."""
        return self.kind.level

    def contest_level(self, said: Said, *, kind: BeliefKind, reason: Sealed) -> None:
        """Say that it is a belief of another kind."""
        if self.has_answered(said):
            return
        if kind == self.kind:
            raise Refused("That is the kind it is already. Say which other kind you think it is.")
        self.record(self.LevelContested, said, kind=kind, reason=reason)

    def settle_level(self, said: Said, *, kind: BeliefKind, reason: Sealed) -> None:
        """Agree what kind of belief it is."""
        if self.has_answered(said):
            return
        if not self.level_is_contested:
            raise Refused("Nobody has questioned what kind of belief this is. Do that first.")
        self.record(self.LevelSettled, said, from_kind=self.kind, to_kind=kind, reason=reason)

    def challenge(
        self,
        said: Said,
        *,
        evidence: tuple[UUID, ...],
        voices: Headcount,
        mismatch_with: UUID | None = None,
        reason: Sealed | None = None,
    ) -> None:
        """Set evidence against it (I6)."""
        if self.has_answered(said):
            return
        self._check_in_use()
        if not evidence:
            raise NoEvidence
        self.record(
            self.Challenged,
            said,
            version=self.wording,
            evidence=evidence,
            voices=voices,
            mismatch_with=mismatch_with,
            reason=reason,
        )

    def examine(
        self,
        said: Said,
        *,
        options: tuple[Option, ...],
        present: Headcount,
        absent: tuple[Sealed, ...] = (),
        dissent: Sealed | None = None,
        session_id: UUID | None = None,
    ) -> None:
        """Look at what else one could believe, with keeping it among the options (I6)."""
        if self.has_answered(said):
            return
        self._check_in_use()
        if len(options) < FEWEST_OPTIONS or not any(option.keeps for option in options):
            raise OneOptionOnly
        if not any(present.values()):
            raise Refused("Say who was there: how many people from which perspective.")
        self.record(
            self.Examined,
            said,
            version=self.wording,
            options=options,
            present=present,
            absent=absent,
            dissent=dissent,
            session_id=session_id,
        )

    def uphold(self, said: Said, *, reason: Sealed) -> None:
        """Keep it, after a challenge (I6)."""
        if not self.has_answered(said):
            self._check_can_be_settled()
            self.record(self.Upheld, said, version=self.wording, reason=reason)

    def revise(
        self,
        said: Said,
        *,
        statement: Sealed,
        reason: Sealed,
        we_would_doubt_if: Sealed | None = None,
        from_version: int | None = None,
    ) -> None:
        """Put it in other words, after a challenge (I6).

        `from_version` is the wording that somebody looked at: RevisedMeanwhile if it is no longer
        the newest, so that nobody overwrites words they have not read.
        """
        if self.has_answered(said):
            return
        self._check_can_be_settled()
        if from_version is not None and from_version != self.wording:
            raise RevisedMeanwhile
        self.record(
            self.Revised,
            said,
            from_version=self.wording,
            to_version=self.wording + 1,
            statement=statement,
            we_would_doubt_if=we_would_doubt_if,
            reason=reason,
        )

    def drop(self, said: Said, *, reason: Sealed) -> None:
        """Stop believing it, after a challenge (I6)."""
        if not self.has_answered(said):
            self._check_can_be_settled()
            self.record(self.Dropped, said, version=self.wording, reason=reason)

    def leave_open(self, said: Said, *, reason: Sealed) -> None:
        """Say that it is still unsure."""
        if not self.has_answered(said):
            self._check_in_use()
            self.record(self.LeftOpen, said, version=self.wording, reason=reason)

    def hold_up_mirror(
        self,
        said: Said,
        *,
        in_use: UUID,
        evidence_for: tuple[UUID, ...] = (),
        evidence_against: tuple[UUID, ...] = (),
        shared_with: tuple[Party, ...] = (),
    ) -> None:
        """Set what is said here beside another belief that people seem to act on."""
        if self.has_answered(said):
            return
        if in_use == self.id:
            raise Refused("A belief cannot be its own mirror. Name what people seem to act on.")
        self.record(
            self.MirrorHeldUp,
            said,
            in_use=in_use,
            evidence_for=evidence_for,
            evidence_against=evidence_against,
            shared_with=shared_with,
        )

    def _check_in_use(self) -> None:
        if self.status == Status.DROPPED:
            raise BeliefDropped

    def _check_can_be_settled(self) -> None:
        self._check_in_use()
        if not self.has_been_challenged:
            raise NotChallenged
