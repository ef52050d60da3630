"""A decision: what was chosen and why, on which beliefs, by whom, and who was not asked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Self
from uuid import UUID

from pydantic import Field

from service.domain import base
from service.domain.base import Code, Said, natural_id
from service.domain.errors import (
    NobodyAffectedHeard,
    NobodyNamed,
    NotDecided,
    Refused,
    RestsOnNothing,
    ReviewTooFar,
)
from service.domain.sealed import Sealed
from service.domain.values import BeliefNow, Citation, Headcount, Option, Party, heads, those_in
from service.domain.vocabulary import Answer, Channel, ClaimedLoop, DecisionKind, ReviewResult

REVIEW_AFTER = timedelta(weeks=12)
REVIEW_AT_MOST_AFTER = timedelta(weeks=26)
LAPSES_AFTER = timedelta(weeks=4)
"""A review that is overdue by this long counts as lapsed; it wakes when somebody looks again."""


class Decision(base.Aggregate):
    """A choice on the record. Which loop it is nobody can set: the log proves it (I9)."""

    TOPIC: ClassVar[str] = "decision"

    def __init__(self) -> None:
        super().__init__()
        self.place_id: UUID
        self.is_taken = False
        self.kind: DecisionKind
        self.rests_on: tuple[Citation, ...] = ()
        self.deciders: frozenset[UUID] = frozenset()
        self.review_on: date | None = None
        self.behaviours: tuple[Code, ...] = ()
        self.building_blocks: tuple[Code, ...] = ()

    class Event(base.Event):
        """A fact about a decision."""

    class Proposed(Event, base.FirstEvent):
        """A question to decide, with the options that were seen."""

        TOPIC: ClassVar[str] = "decision.proposed"
        place_id: UUID
        question: Sealed
        options: tuple[Option, ...] = ()
        prototype_id: UUID | None = None
        external_id: Sealed | None = None

        @property
        def was_taken_at_once(self) -> bool:
            """True where one command put the question and answered it."""
            command = self.envelope.correlation_id
            return self.envelope.causation_id == natural_id(command, "proposed")

        def apply(self, aggregate: Decision) -> None:
            aggregate.place_id = self.place_id

    class Taken(Event):
        """What was chosen and why; what it rests on; who decided, who was asked and who was not.

        `cites` are reflections that it answers. `building_blocks` are those that it changes.
        """

        TOPIC: ClassVar[str] = "decision.taken"
        kind: DecisionKind
        title: Sealed | None = None
        chosen: Sealed
        why: Sealed
        rests_on: tuple[Citation, ...]
        cites: tuple[UUID, ...] = ()
        decided_by: tuple[Party, ...]
        consulted: tuple[Party, ...]
        not_consulted: tuple[Sealed, ...]
        expected: Sealed | None = None
        review_on: date
        claimed_loop: ClaimedLoop | None = None
        behaviours: tuple[Code, ...] = ()
        building_blocks: tuple[Code, ...] = ()

        def apply(self, aggregate: Decision) -> None:
            aggregate.is_taken, aggregate.kind = True, self.kind
            aggregate.rests_on, aggregate.review_on = self.rests_on, self.review_on
            aggregate.deciders = those_in(self.decided_by)
            aggregate.behaviours = self.behaviours
            aggregate.building_blocks = self.building_blocks

    class Reviewed(Event):
        """People looked at it again: what was expected beside what happened, and with whom.

        `beliefs` says how each belief that it rests on stands now.
        """

        TOPIC: ClassVar[str] = "decision.reviewed"
        result: ReviewResult
        expected_vs_actual: Sealed
        surprises: Sealed | None = None
        reviewers: tuple[Party, ...]
        affected_heard: Headcount = Field(default_factory=dict)
        why_nobody_affected: Sealed | None = None
        beliefs: tuple[BeliefNow, ...] = ()
        review_again_on: date | None = None

        def apply(self, aggregate: Decision) -> None:
            aggregate.review_on = self.review_again_on

    class ContributorsTold(Event):
        """People heard what became of their words: what was done, or why nothing was.

        `reflections` are theirs; `reached` is how many people were reached, as the teller knows.
        """

        TOPIC: ClassVar[str] = "decision.contributors-told"
        what: Answer
        words: Sealed
        reflections: tuple[UUID, ...] = ()
        reached: int
        channel: Channel

    @classmethod
    def propose(
        cls,
        decision_id: UUID,
        said: Said,
        *,
        place_id: UUID,
        question: Sealed,
        options: tuple[Option, ...] = (),
        prototype_id: UUID | None = None,
        external_id: Sealed | None = None,
    ) -> Self:
        """Put a question that has to be decided."""
        return cls.begin(
            cls.Proposed,
            decision_id,
            said,
            place_id=place_id,
            question=question,
            options=options,
            prototype_id=prototype_id,
            external_id=external_id,
        )

    def take(
        self,
        said: Said,
        *,
        kind: DecisionKind,
        chosen: Sealed,
        why: Sealed,
        rests_on: tuple[Citation, ...],
        decided_by: tuple[Party, ...],
        consulted: tuple[Party, ...],
        not_consulted: tuple[Sealed, ...],
        title: Sealed | None = None,
        cites: tuple[UUID, ...] = (),
        expected: Sealed | None = None,
        review_on: date | None = None,
        claimed_loop: ClaimedLoop | None = None,
        behaviours: tuple[Code, ...] = (),
        building_blocks: tuple[Code, ...] = (),
    ) -> None:
        """Decide (I7, I8). Only old records that are imported may rest on nothing that is known."""
        if self.has_answered(said):
            return
        if self.is_taken:
            raise Refused("This has been decided already. Look at it again, or propose another.")
        if not rests_on and said.envelope.channel != Channel.IMPORT:
            raise RestsOnNothing
        if not decided_by or not consulted or not not_consulted:
            raise NobodyNamed
        self.record(
            self.Taken,
            said,
            kind=kind,
            title=title,
            chosen=chosen,
            why=why,
            rests_on=rests_on,
            cites=cites,
            decided_by=decided_by,
            consulted=consulted,
            not_consulted=not_consulted,
            expected=expected,
            review_on=_review_day(said, review_on),
            claimed_loop=claimed_loop,
            behaviours=behaviours,
            building_blocks=building_blocks,
        )

    def review(
        self,
        said: Said,
        *,
        result: ReviewResult,
        expected_vs_actual: Sealed,
        reviewers: tuple[Party, ...],
        affected_heard: Headcount,
        why_nobody_affected: Sealed | None = None,
        surprises: Sealed | None = None,
        beliefs: tuple[BeliefNow, ...] = (),
        review_again_on: date | None = None,
    ) -> None:
        """Look at it again, with at least one person whom it affects, or a reason why not (I8)."""
        if self.has_answered(said):
            return
        self._check_is_taken()
        if not reviewers:
            raise Refused("Say who looked at it again.")
        if heads(affected_heard) == 0 and why_nobody_affected is None:
            raise NobodyAffectedHeard
        cited = {citation.assumption_id for citation in self.rests_on}
        if any(belief.assumption_id not in cited for belief in beliefs):
            raise Refused("This decision does not rest on that belief. Name one that it rests on.")
        again = None if review_again_on is None else _review_day(said, review_again_on)
        self.record(
            self.Reviewed,
            said,
            result=result,
            expected_vs_actual=expected_vs_actual,
            surprises=surprises,
            reviewers=reviewers,
            affected_heard=affected_heard,
            why_nobody_affected=why_nobody_affected,
            beliefs=beliefs,
            review_again_on=again,
        )

    def tell(
        self,
        said: Said,
        *,
        what: Answer,
        words: Sealed,
        reflections: tuple[UUID, ...],
        reached: int,
        channel: Channel,
    ) -> None:
        """Say that people were told what became of their words."""
        if self.has_answered(said):
            return
        self._check_is_taken()
        self.record(
            self.ContributorsTold,
            said,
            what=what,
            words=words,
            reflections=reflections,
            reached=reached,
            channel=channel,
        )

    def _check_is_taken(self) -> None:
        if not self.is_taken:
            raise NotDecided


def _review_day(said: Said, wanted: date | None) -> date:
    """The day to look again: within 26 weeks, in 12 where nobody chose one (I8)."""
    decided_on = said.envelope.occurred_at.date()
    if wanted is None:
        return decided_on + REVIEW_AFTER
    if wanted > decided_on + REVIEW_AT_MOST_AFTER:
        raise ReviewTooFar
    if wanted <= decided_on:
        raise Refused("Choose a day after this one for looking at it again.")
    return wanted
