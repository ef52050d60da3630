"""A place's rhythm: when its people are asked, with which questions, and how digests go out."""

from __future__ import annotations

from datetime import date, time
from typing import ClassVar, Self
from uuid import UUID

from service.domain import base
from service.domain.base import Said, natural_id
from service.domain.cadence import (
    A_DAY,
    Cadence,
    Every,
    Nation,
    next_slot,
    slot_at,
    takes_over,
)
from service.domain.errors import NotFound, Refused
from service.domain.sealed import Sealed
from service.domain.vocabulary import QuestionKind


class Rhythm(base.Aggregate):
    """Chosen by the place and changed by it at any time; a change never asks anybody twice."""

    TOPIC: ClassVar[str] = "rhythm"

    def __init__(self) -> None:
        super().__init__()
        self.place_id: UUID
        self.cadence: Cadence
        self.first_slot: date
        """From which nominal day on this version of the cadence counts."""
        self.is_paused = False
        self.paused_until: date | None = None
        self.moved: dict[date, date] = {}
        self.skipped: set[date] = set()
        self.questions: set[UUID] = set()
        self.posts_by_itself = False
        self.tells_the_funder = True

    class Event(base.Event):
        """A fact about a place's rhythm."""

    class Chosen(Event, base.FirstEvent):
        """A place said when it would like its people to be asked.

        `anchor` is the first day; the others follow from it as wall dates in the place's zone.
        `at` is the hour for whoever has not chosen one. `nation` says whose bank holidays count.
        """

        TOPIC: ClassVar[str] = "rhythm.chosen"
        place_id: UUID
        every: Every
        anchor: date
        at: time
        nation: Nation

        def apply(self, aggregate: Rhythm) -> None:
            aggregate.place_id, aggregate.first_slot = self.place_id, self.anchor
            aggregate.cadence = Cadence(
                version=1, every=self.every, anchor=self.anchor, at=self.at, nation=self.nation
            )

    class CadenceChanged(Event):
        """Another rhythm from `first_slot` on: the first day of it after the last round."""

        TOPIC: ClassVar[str] = "rhythm.cadence-changed"
        version: int
        every: Every
        anchor: date
        at: time
        nation: Nation
        first_slot: date

        def apply(self, aggregate: Rhythm) -> None:
            aggregate.first_slot = self.first_slot
            aggregate.cadence = Cadence(
                version=self.version,
                every=self.every,
                anchor=self.anchor,
                at=self.at,
                nation=self.nation,
            )

    class Paused(Event):
        """Nobody is asked until that day, or until the place goes on."""

        TOPIC: ClassVar[str] = "rhythm.paused"
        until: date | None = None

        def apply(self, aggregate: Rhythm) -> None:
            aggregate.is_paused, aggregate.paused_until = True, self.until

    class Resumed(Event):
        """People are asked again."""

        TOPIC: ClassVar[str] = "rhythm.resumed"

        def apply(self, aggregate: Rhythm) -> None:
            aggregate.is_paused, aggregate.paused_until = False, None

    class SlotMoved(Event):
        """One round comes on another day. It stays the same round."""

        TOPIC: ClassVar[str] = "rhythm.slot-moved"
        slot: date
        to: date

        def apply(self, aggregate: Rhythm) -> None:
            aggregate.moved[self.slot] = self.to

    class SlotSkipped(Event):
        """One round is left out."""

        TOPIC: ClassVar[str] = "rhythm.slot-skipped"
        slot: date

        def apply(self, aggregate: Rhythm) -> None:
            aggregate.skipped.add(self.slot)

    class QuestionAdopted(Event):
        """The place asks this, in its own words, when it is this kind's turn."""

        TOPIC: ClassVar[str] = "rhythm.question-adopted"
        question_id: UUID
        kind: QuestionKind
        words: Sealed

        def apply(self, aggregate: Rhythm) -> None:
            aggregate.questions.add(self.question_id)

    class QuestionRetired(Event):
        """The place asks this no longer."""

        TOPIC: ClassVar[str] = "rhythm.question-retired"
        question_id: UUID

        def apply(self, aggregate: Rhythm) -> None:
            aggregate.questions.discard(self.question_id)

    class DigestsChosen(Event):
        """Whether the place's digest goes out without a person's yes, and whether the place takes
        part in what the funder reads."""

        TOPIC: ClassVar[str] = "rhythm.digests-chosen"
        posts_by_itself: bool
        tells_the_funder: bool

        def apply(self, aggregate: Rhythm) -> None:
            aggregate.posts_by_itself = self.posts_by_itself
            aggregate.tells_the_funder = self.tells_the_funder

    @staticmethod
    def id_for(place_id: UUID) -> UUID:
        """The id of a place's rhythm: it has one."""
        return natural_id("rhythm", place_id)

    @classmethod
    def choose(
        cls,
        place_id: UUID,
        said: Said,
        *,
        every: Every,
        anchor: date,
        at: time,
        nation: Nation,
    ) -> Self:
        """Say for the first time when people are asked."""
        return cls.begin(
            cls.Chosen,
            cls.id_for(place_id),
            said,
            place_id=place_id,
            every=every,
            anchor=anchor,
            at=at,
            nation=nation,
        )

    def change_cadence(
        self,
        said: Said,
        *,
        every: Every,
        anchor: date,
        at: time,
        nation: Nation,
        last_slot: date | None,
    ) -> None:
        """Ask in another rhythm; `last_slot` is the newest round that was opened, if any."""
        if self.has_answered(said):
            return
        new = self.cadence.model_copy(
            update={"every": every, "anchor": anchor, "at": at, "nation": nation}
        )
        if new == self.cadence:
            return
        new = new.model_copy(update={"version": self.cadence.version + 1})
        self.record(
            self.CadenceChanged,
            said,
            version=new.version,
            every=every,
            anchor=anchor,
            at=at,
            nation=nation,
            first_slot=takes_over(new, last_slot),
        )

    def pause(self, said: Said, *, until: date | None) -> None:
        """Ask nobody for a while."""
        if self.has_answered(said) or (self.is_paused and self.paused_until == until):
            return
        if until is not None and until <= said.envelope.occurred_at.date():
            raise Refused("Choose a day that is still to come, or leave it open.")
        self.record(self.Paused, said, until=until)

    def resume(self, said: Said) -> None:
        """Ask again."""
        if not self.has_answered(said) and self.is_paused:
            self.record(self.Resumed, said)

    def move_slot(self, said: Said, *, slot: date, to: date) -> None:
        """Have one round on another day."""
        if self.has_answered(said) or self.moved.get(slot) == to:
            return
        self._check_open(said, slot)
        if to < said.envelope.occurred_at.date():
            raise Refused("Choose a day that is still to come.")
        before, after = slot_at(self.cadence, slot - A_DAY), next_slot(self.cadence, slot)
        if (before is not None and to <= self.moved.get(before, before)) or (
            after is not None and to >= self.moved.get(after, after)
        ):
            raise Refused("Choose a day between the rounds before and after it.")
        self.record(self.SlotMoved, said, slot=slot, to=to)

    def skip_slot(self, said: Said, *, slot: date) -> None:
        """Leave one round out."""
        if self.has_answered(said) or slot in self.skipped:
            return
        self._check_open(said, slot)
        self.record(self.SlotSkipped, said, slot=slot)

    def adopt_question(
        self, said: Said, *, question_id: UUID, kind: QuestionKind, words: Sealed
    ) -> None:
        """Ask something in the place's own words."""
        if not self.has_answered(said) and question_id not in self.questions:
            self.record(self.QuestionAdopted, said, question_id=question_id, kind=kind, words=words)

    def retire_question(self, said: Said, *, question_id: UUID) -> None:
        """Ask it no longer."""
        if self.has_answered(said):
            return
        if question_id not in self.questions:
            raise NotFound("This place asks no such question.")
        self.record(self.QuestionRetired, said, question_id=question_id)

    def choose_digests(self, said: Said, *, posts_by_itself: bool, tells_the_funder: bool) -> None:
        """Say how digests go out."""
        known = (self.posts_by_itself, self.tells_the_funder)
        if self.has_answered(said) or known == (posts_by_itself, tells_the_funder):
            return
        self.record(
            self.DigestsChosen,
            said,
            posts_by_itself=posts_by_itself,
            tells_the_funder=tells_the_funder,
        )

    def is_paused_on(self, day: date) -> bool:
        """True where nobody is asked on this day."""
        return self.is_paused and (self.paused_until is None or day < self.paused_until)

    def _check_open(self, said: Said, slot: date) -> None:
        if slot < said.envelope.occurred_at.date():
            raise Refused("That round has begun. Only a round that is still to come can be moved.")
        if slot < self.first_slot or slot_at(self.cadence, slot) != slot:
            raise Refused("There is no round on that day.")
