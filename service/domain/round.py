"""A round: one time of asking in a place, known by its nominal day, with one question for all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from service.domain import base
from service.domain.base import Said, natural_id
from service.domain.vocabulary import QuestionKind

TURNS = (
    QuestionKind.WHAT,
    QuestionKind.SO_WHAT,
    QuestionKind.NOW_WHAT,
    QuestionKind.EXPECTED,
    QuestionKind.DOUBT,
)
"""The kinds of questions, in the order in which they take turns."""


def turn_of(number: int) -> QuestionKind:
    """Whose turn it is in a place's round of this number; its first round is number 1."""
    return TURNS[(number - 1) % len(TURNS)]


def own_question(number: int, own: Sequence[UUID]) -> UUID | None:
    """Which of a place's own questions of that kind is asked then; None where it has none."""
    return own[(number - 1) // len(TURNS) % len(own)] if own else None


class Round(base.Aggregate):
    """Open until the next one opens. Whoever answers later still counts, with their true date."""

    TOPIC: ClassVar[str] = "round"

    def __init__(self) -> None:
        super().__init__()
        self.place_id: UUID
        self.slot: date
        self.is_closed = False

    class Event(base.Event):
        """A fact about a round."""

    class Opened(Event, base.FirstEvent):
        """People began to be asked. `slot` is its nominal day, whatever day they are asked on.

        `kind` says whose turn it was; `question_id` names the place's own question, if it has
        one of that kind, else the one that comes with the service is asked.
        """

        TOPIC: ClassVar[str] = "round.opened"
        place_id: UUID
        cadence_version: int
        slot: date
        number: int
        kind: QuestionKind
        question_id: UUID | None = None

        def apply(self, aggregate: Round) -> None:
            aggregate.place_id, aggregate.slot = self.place_id, self.slot

    class Closed(Event):
        """The next round began, so nobody is asked about this one any more."""

        TOPIC: ClassVar[str] = "round.closed"

        def apply(self, aggregate: Round) -> None:
            aggregate.is_closed = True

    @staticmethod
    def id_for(place_id: UUID, cadence_version: int, slot: date) -> UUID:
        """The id of the round of this slot, so that it cannot be opened twice."""
        return natural_id("round", place_id, cadence_version, slot.isoformat())

    @classmethod
    def open(
        cls,
        said: Said,
        *,
        place_id: UUID,
        cadence_version: int,
        slot: date,
        number: int,
        kind: QuestionKind,
        question_id: UUID | None,
    ) -> Self:
        """Begin to ask."""
        return cls.begin(
            cls.Opened,
            cls.id_for(place_id, cadence_version, slot),
            said,
            place_id=place_id,
            cadence_version=cadence_version,
            slot=slot,
            number=number,
            kind=kind,
            question_id=question_id,
        )

    def close(self, said: Said) -> None:
        """Ask nobody about it any more."""
        if not self.is_closed:
            self.record(self.Closed, said)
