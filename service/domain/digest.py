"""A digest: what was learned, told back to a place each fortnight or to a funder each month."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import StringConstraints

from service.domain import base
from service.domain.base import Said, natural_id
from service.domain.errors import Conflict, NotSignedOff, Refused
from service.domain.sealed import Sealed
from service.domain.suppression import Figure
from service.domain.vocabulary import DigestKind, RemarkKind

Checksum = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256, as hex."""


class Digest(base.Aggregate):
    """Drafted by the service, edited and signed off by people, and never changed once sent (I11).

    Its words are one sealed document. Quotes stand in it by their ids and are opened when it is
    read, so one that is taken back shows nowhere from then on.
    """

    TOPIC: ClassVar[str] = "digest"

    def __init__(self) -> None:
        super().__init__()
        self.kind: DigestKind
        self.programme_id: UUID
        self.places: tuple[UUID, ...] = ()
        self.signed_off: set[UUID] = set()
        self.waiting: set[UUID] = set()
        """Places that chose to wait this time, without a reason."""
        self.edition = 1
        """Counts what changes what is read, so that a place agrees to what it has read."""
        self.quotes: tuple[UUID, ...] = ()
        self.is_sent = False
        self.is_set_aside = False
        self.is_answered = False
        self.is_answer_shared = False
        self.corrected: set[UUID] = set()

    class Event(base.Event):
        """A fact about a digest."""

    class Drafted(Event, base.FirstEvent):
        """The service wrote a first draft from insights and decisions of these days.

        `quotes` are those that it would like to print; `content` is the document, sealed.
        """

        TOPIC: ClassVar[str] = "digest.drafted"
        kind: DigestKind
        programme_id: UUID
        places: tuple[UUID, ...]
        from_on: date
        to_on: date
        content: Sealed
        quotes: tuple[UUID, ...] = ()

        def apply(self, aggregate: Digest) -> None:
            aggregate.kind, aggregate.programme_id = self.kind, self.programme_id
            aggregate.places, aggregate.quotes = self.places, self.quotes

    class Edited(Event):
        """Somebody put it better. What places had signed off has to be signed off anew."""

        TOPIC: ClassVar[str] = "digest.edited"
        content: Sealed
        quotes: tuple[UUID, ...] = ()

        def apply(self, aggregate: Digest) -> None:
            aggregate.quotes = self.quotes
            aggregate.edition += 1
            aggregate.signed_off.clear()

    class SignedOff(Event):
        """A place has read it and agrees that it goes out; or, while it waited, comes back to it,
        and then all of them read it anew with what that place says."""

        TOPIC: ClassVar[str] = "digest.signed-off"
        place_id: UUID

        def apply(self, aggregate: Digest) -> None:
            if self.place_id in aggregate.waiting:
                aggregate.edition += 1
                aggregate.waiting.discard(self.place_id)
                aggregate.signed_off.clear()
            else:
                aggregate.signed_off.add(self.place_id)

    class Waits(Event):
        """A place would rather not be in it this time; nobody asks why."""

        TOPIC: ClassVar[str] = "digest.waits"
        place_id: UUID

        def apply(self, aggregate: Digest) -> None:
            aggregate.edition += 1
            aggregate.waiting.add(self.place_id)
            aggregate.signed_off.discard(self.place_id)

    class SetAside(Event):
        """It is left out this time."""

        TOPIC: ClassVar[str] = "digest.set-aside"

        def apply(self, aggregate: Digest) -> None:
            aggregate.is_set_aside = True

    class Sent(Event):
        """It went out. `figures` are the numbers that it says; `checksum` that of its document.

        What is published stays as it is: the next digests are checked against these figures.
        """

        TOPIC: ClassVar[str] = "digest.sent"
        content: Sealed
        checksum: Checksum
        quotes: tuple[UUID, ...] = ()
        figures: tuple[Figure, ...] = ()
        withheld: int = 0

        def apply(self, aggregate: Digest) -> None:
            aggregate.is_sent, aggregate.quotes = True, self.quotes

    class Corrected(Event):
        """A quote in it was taken back after it went out: whoever got it is told."""

        TOPIC: ClassVar[str] = "digest.corrected"
        quote_id: UUID

        def apply(self, aggregate: Digest) -> None:
            aggregate.corrected.add(self.quote_id)

    class Remarked(Event):
        """Somebody in the place said that something is missing, or not right."""

        TOPIC: ClassVar[str] = "digest.remarked"
        is_remark: ClassVar[bool] = True
        kind: RemarkKind
        words: Sealed

    class FunderResponded(Event):
        """The funder said what it heard, what it will do, and perhaps asked something back."""

        TOPIC: ClassVar[str] = "digest.funder-responded"
        what_we_heard: Sealed
        what_we_will_do: Sealed
        question_back: Sealed | None = None

        def apply(self, aggregate: Digest) -> None:
            aggregate.is_answered = True

    class FunderResponseShared(Event):
        """What the funder said was passed on to the people in the places."""

        TOPIC: ClassVar[str] = "digest.funder-response-shared"

        def apply(self, aggregate: Digest) -> None:
            aggregate.is_answer_shared = True

    @staticmethod
    def id_for(kind: DigestKind, about: UUID, from_on: date) -> UUID:
        """The id of a place's or programme's digest of the days from then on: there is one."""
        return natural_id("digest", kind.value, about, from_on.isoformat())

    @classmethod
    def draft(
        cls,
        digest_id: UUID,
        said: Said,
        *,
        kind: DigestKind,
        programme_id: UUID,
        places: tuple[UUID, ...],
        from_on: date,
        to_on: date,
        content: Sealed,
        quotes: tuple[UUID, ...],
    ) -> Self:
        """Write a first draft."""
        return cls.begin(
            cls.Drafted,
            digest_id,
            said,
            kind=kind,
            programme_id=programme_id,
            places=places,
            from_on=from_on,
            to_on=to_on,
            content=content,
            quotes=quotes,
        )

    def edit(self, said: Said, *, edition: int, content: Sealed, quotes: tuple[UUID, ...]) -> None:
        """Put the edition better that somebody has read."""
        if not self.has_answered(said):
            self._check_unsent()
            self._check_read(edition)
            self.record(self.Edited, said, content=content, quotes=quotes)

    def sign_off(self, said: Said, *, place_id: UUID, edition: int) -> None:
        """Agree, for one place, that the edition which was read goes out; a place that waited
        takes part again by this, and agrees when it has read what it is part of."""
        if not self.has_answered(said) and place_id not in self.signed_off:
            self._check_place(place_id)
            self._check_read(edition)
            self.record(self.SignedOff, said, place_id=place_id)

    def wait(self, said: Said, *, place_id: UUID) -> None:
        """Rather not be in it this time."""
        if not self.has_answered(said) and place_id not in self.waiting:
            self._check_place(place_id)
            self.record(self.Waits, said, place_id=place_id)

    def set_aside(self, said: Said) -> None:
        """Leave it out this time."""
        if not self.has_answered(said) and not self.is_set_aside:
            self._check_unsent()
            self.record(self.SetAside, said)

    def send(
        self,
        said: Said,
        *,
        edition: int,
        content: Sealed,
        checksum: str,
        quotes: tuple[UUID, ...],
        live_quotes: frozenset[UUID],
        figures: tuple[Figure, ...],
        withheld: int,
        by_itself: bool = False,
    ) -> None:
        """Let the edition out that was read: only with a yes for every quote and every place that
        it speaks of (I11).

        `by_itself` is for a place's own digest where the place chose that nobody need sign it.
        """
        if self.has_answered(said) or self.is_sent:
            return
        self._check_unsent()
        self._check_read(edition)
        taking_part = set(self.places) - self.waiting
        if not taking_part:
            raise NotSignedOff("Every place chose to wait this time, so there is nothing to send.")
        if by_itself and self.kind != DigestKind.PLACE:
            raise NotSignedOff
        if not by_itself and taking_part - self.signed_off:
            raise NotSignedOff
        if set(quotes) - live_quotes:
            raise Refused("A quote in it has no yes from its speaker. Take it out, or ask them.")
        self.record(
            self.Sent,
            said,
            content=content,
            checksum=checksum,
            quotes=quotes,
            figures=figures,
            withheld=withheld,
        )

    def correct(self, said: Said, *, quote_id: UUID) -> None:
        """Note that a quote which it had was taken back."""
        if self.is_sent and quote_id in self.quotes and quote_id not in self.corrected:
            self.record(self.Corrected, said, quote_id=quote_id)

    def remark(self, said: Said, *, kind: RemarkKind, words: Sealed) -> None:
        """Say what is missing or not right."""
        if not self.has_answered(said):
            self.record(self.Remarked, said, kind=kind, words=words)

    def respond(
        self,
        said: Said,
        *,
        what_we_heard: Sealed,
        what_we_will_do: Sealed,
        question_back: Sealed | None,
    ) -> None:
        """Answer it, as its funder."""
        if self.has_answered(said):
            return
        if self.kind != DigestKind.FUNDER or not self.is_sent:
            raise Refused("Only a digest that was sent to a funder can be answered by one.")
        self.record(
            self.FunderResponded,
            said,
            what_we_heard=what_we_heard,
            what_we_will_do=what_we_will_do,
            question_back=question_back,
        )

    def share_response(self, said: Said) -> None:
        """Pass on what the funder said."""
        if self.has_answered(said) or self.is_answer_shared:
            return
        if not self.is_answered:
            raise Refused("The funder has not answered yet.")
        self.record(self.FunderResponseShared, said)

    def _check_unsent(self) -> None:
        if self.is_sent:
            raise Refused("It was sent. What is published stays as it is; say it in the next one.")
        if self.is_set_aside:
            raise Refused("It was left out this time. Say it in the next one.")

    def _check_read(self, edition: int) -> None:
        if edition != self.edition:
            raise Conflict("It was changed since you opened it. Read it again.")

    def _check_place(self, place_id: UUID) -> None:
        self._check_unsent()
        if place_id not in self.places:
            raise Refused("This digest does not speak of that place.")
