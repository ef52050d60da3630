"""A quote: exact words of a reflection, for one audience, with their speaker's yes or without."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from service.domain import base
from service.domain.base import Said, natural_id
from service.domain.errors import NotTheAuthor, Refused
from service.domain.sealed import Sealed
from service.domain.vocabulary import Audience, QuoteStanding, Scope


class Quote(base.Aggregate):
    """Asked for once in exact words; given, refused, and taken back at any time.

    Its words and credit are sealed under a key that is wrapped by the speaker's.
    """

    TOPIC: ClassVar[str] = "quote"

    def __init__(self) -> None:
        super().__init__()
        self.place_id: UUID
        self.person_id: UUID
        self.reflection_id: UUID
        self.audience: Audience
        self.asked_at: datetime
        self.standing = QuoteStanding.ASKED

    class Event(base.Event):
        """A fact about a quote."""

    class Asked(Event, base.FirstEvent):
        """Somebody would like to quote these words, exactly, before this audience."""

        TOPIC: ClassVar[str] = "quote.asked"
        place_id: UUID
        person_id: UUID
        reflection_id: UUID
        audience: Audience
        words: Sealed

        def apply(self, aggregate: Quote) -> None:
            aggregate.place_id, aggregate.person_id = self.place_id, self.person_id
            aggregate.reflection_id, aggregate.audience = self.reflection_id, self.audience
            aggregate.asked_at = self.recorded_at

    class Given(Event):
        """Its speaker said yes. `credit` is how they want to be named, in their own words.

        `scope` is who could see the reflection then: seen by fewer later, the yes counts no more.
        """

        TOPIC: ClassVar[str] = "quote.given"
        credit: Sealed
        scope: Scope

        def apply(self, aggregate: Quote) -> None:
            aggregate.standing = QuoteStanding.GIVEN

    class Declined(Event):
        """Its speaker said no."""

        TOPIC: ClassVar[str] = "quote.declined"

        def apply(self, aggregate: Quote) -> None:
            aggregate.standing = QuoteStanding.DECLINED

    class TakenBack(Event):
        """Its speaker took the yes back: it shows nowhere from now on."""

        TOPIC: ClassVar[str] = "quote.taken-back"

        def apply(self, aggregate: Quote) -> None:
            aggregate.standing = QuoteStanding.TAKEN_BACK

    class Erased(Event):
        """Proof, with no content, that the key to its words was destroyed (I14)."""

        TOPIC: ClassVar[str] = "quote.erased"

        def apply(self, aggregate: Quote) -> None:
            aggregate.standing = QuoteStanding.ERASED

    @staticmethod
    def id_for(reflection_id: UUID, audience: Audience, words_digest: str) -> UUID:
        """The id of these exact words for this audience; `words_digest` comes from the vault."""
        return natural_id("quote", reflection_id, audience.value, words_digest)

    @classmethod
    def ask(
        cls,
        quote_id: UUID,
        said: Said,
        *,
        place_id: UUID,
        person_id: UUID,
        reflection_id: UUID,
        audience: Audience,
        words: Sealed,
    ) -> Self:
        """Ask somebody whether these words of theirs may be quoted."""
        return cls.begin(
            cls.Asked,
            quote_id,
            said,
            place_id=place_id,
            person_id=person_id,
            reflection_id=reflection_id,
            audience=audience,
            words=words,
        )

    def give(self, said: Said, *, credit: Sealed, scope: Scope) -> None:
        """Say yes. Who said no, or took a yes back, may still say yes."""
        if self.has_answered(said) or self.standing == QuoteStanding.GIVEN:
            return
        self._check_theirs(said)
        self.record(self.Given, said, credit=credit, scope=scope)

    def decline(self, said: Said) -> None:
        """Say no."""
        if self.has_answered(said) or self.standing == QuoteStanding.DECLINED:
            return
        self._check_theirs(said)
        fact = self.TakenBack if self.standing == QuoteStanding.GIVEN else self.Declined
        self.record(fact, said)

    def take_back(self, said: Said) -> None:
        """Take a yes back."""
        if self.has_answered(said) or self.standing != QuoteStanding.GIVEN:
            return
        self._check_theirs(said)
        self.record(self.TakenBack, said)

    def erase(self, said: Said) -> None:
        """Note that its key was destroyed with its reflection or its speaker."""
        if self.standing != QuoteStanding.ERASED:
            self.record(self.Erased, said)

    def _check_theirs(self, said: Said) -> None:
        if said.actor != self.person_id:
            raise NotTheAuthor
        if self.standing == QuoteStanding.ERASED:
            raise Refused("These words were erased, so there is nothing to quote.")
