"""A prompt: something that the service says to one person without being asked, at most once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import ClassVar, Self
from uuid import UUID

from pydantic import AwareDatetime

from service.domain import base
from service.domain.base import Said, natural_id
from service.domain.cadence import Way
from service.domain.vocabulary import PromptAnswer, PromptPurpose

SAME_WISH = timedelta(hours=1)
"""A button pressed twice means this much later at the most."""


class Prompt(base.Aggregate):
    """Planned when it is due, so that whoever speaks sends it at once.

    Its id follows from whom it is for, what for and which slot or thing: two clocks that plan
    the same prompt plan one.
    """

    TOPIC: ClassVar[str] = "prompt"

    def __init__(self) -> None:
        super().__init__()
        self.place_id: UUID
        self.person_id: UUID
        self.purpose: PromptPurpose
        self.round_id: UUID | None = None
        self.about: tuple[UUID, ...] = ()
        self.answer: PromptAnswer | None = None
        self.put_off_until: datetime | None = None
        self.is_reminded = False

    class Event(base.Event):
        """A fact about a prompt."""

    class Planned(Event, base.FirstEvent):
        """Somebody is to be asked or told something now, in Slack or by letter.

        `about` names what it is about: a decision to look at again, an expectation, a quote, or
        those of their reflections that something came of. `slot` is a round's nominal day.
        """

        TOPIC: ClassVar[str] = "prompt.planned"
        place_id: UUID
        person_id: UUID
        purpose: PromptPurpose
        way: Way
        round_id: UUID | None = None
        slot: date | None = None
        about: tuple[UUID, ...] = ()

        def apply(self, aggregate: Prompt) -> None:
            aggregate.place_id, aggregate.person_id = self.place_id, self.person_id
            aggregate.purpose, aggregate.round_id = self.purpose, self.round_id
            aggregate.about = self.about

    class PutOff(Event):
        """They asked to be asked again at that moment."""

        TOPIC: ClassVar[str] = "prompt.put-off"
        until: AwareDatetime

        def apply(self, aggregate: Prompt) -> None:
            aggregate.put_off_until = self.until

    class AskedAgain(Event):
        """The moment that they asked for has come."""

        TOPIC: ClassVar[str] = "prompt.asked-again"

        def apply(self, aggregate: Prompt) -> None:
            aggregate.put_off_until = None

    class Reminded(Event):
        """They are reminded, privately: it happens once at most."""

        TOPIC: ClassVar[str] = "prompt.reminded"

        def apply(self, aggregate: Prompt) -> None:
            aggregate.is_reminded = True

    class Answered(Event):
        """They answered; "nothing this time" is an answer like any other."""

        TOPIC: ClassVar[str] = "prompt.answered"
        answer: PromptAnswer
        reflection_id: UUID | None = None

        def apply(self, aggregate: Prompt) -> None:
            aggregate.answer = self.answer

    @staticmethod
    def id_for(person_id: UUID, purpose: PromptPurpose, *what: object) -> UUID:
        """The id of the prompt for somebody about this; for a round, `what` is the round's id."""
        return natural_id("prompt", person_id, purpose.value, *what)

    @classmethod
    def plan(
        cls,
        prompt_id: UUID,
        said: Said,
        *,
        place_id: UUID,
        person_id: UUID,
        purpose: PromptPurpose,
        way: Way,
        round_id: UUID | None = None,
        slot: date | None = None,
        about: tuple[UUID, ...] = (),
    ) -> Self:
        """Have somebody asked or told something now."""
        return cls.begin(
            cls.Planned,
            prompt_id,
            said,
            place_id=place_id,
            person_id=person_id,
            purpose=purpose,
            way=way,
            round_id=round_id,
            slot=slot,
            about=about,
        )

    @property
    def is_open(self) -> bool:
        """True while an answer is still welcome and nobody has let it go."""
        return self.answer is None

    def put_off(self, said: Said, *, until: datetime) -> None:
        """Ask again then. Whoever presses twice wishes it once."""
        standing = self.put_off_until
        is_wished = standing is not None and abs(until - standing) < SAME_WISH
        if not self.has_answered(said) and self.is_open and not is_wished:
            self.record(self.PutOff, said, until=until)

    def ask_again(self, said: Said) -> None:
        """The moment that they asked for has come."""
        if self.is_open and self.put_off_until is not None:
            self.record(self.AskedAgain, said)

    def remind(self, said: Said) -> None:
        """Remind them, if nobody has."""
        if self.is_open and not self.is_reminded and self.put_off_until is None:
            self.record(self.Reminded, said)

    def take_answer(
        self, said: Said, *, answer: PromptAnswer, reflection_id: UUID | None = None
    ) -> None:
        """Take an answer, also one that comes late. Words may follow after "nothing this time"."""
        if self.has_answered(said) or self.answer in (answer, PromptAnswer.WROTE):
            return
        self.record(self.Answered, said, answer=answer, reflection_id=reflection_id)
