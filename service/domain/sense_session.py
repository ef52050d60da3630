"""A sense-making session: a question, who was in the room, and who was missing from it."""

from __future__ import annotations

from typing import ClassVar, Self
from uuid import UUID

from service.domain import base
from service.domain.base import Said
from service.domain.errors import Refused
from service.domain.sealed import Sealed
from service.domain.values import Headcount, Party, heads
from service.domain.vocabulary import Perspective


class SenseSession(base.Aggregate):
    """People looked at what was noticed, together. What came of it is kept as insights."""

    TOPIC: ClassVar[str] = "session"

    def __init__(self) -> None:
        super().__init__()
        self.place_id: UUID

    class Event(base.Event):
        """A fact about a session."""

    class Held(Event, base.FirstEvent):
        """A session was held. `missing` names the perspectives that were not in the room."""

        TOPIC: ClassVar[str] = "session.held"
        place_id: UUID
        framing_question: Sealed
        present: Headcount
        missing: tuple[Perspective, ...] = ()
        who_was_missing: Sealed | None = None
        facilitator: Party | None = None
        method: Sealed | None = None
        external_id: Sealed | None = None

        def apply(self, aggregate: SenseSession) -> None:
            aggregate.place_id = self.place_id

    @classmethod
    def hold(
        cls,
        session_id: UUID,
        said: Said,
        *,
        place_id: UUID,
        framing_question: Sealed,
        present: Headcount,
        missing: tuple[Perspective, ...] = (),
        who_was_missing: Sealed | None = None,
        facilitator: Party | None = None,
        method: Sealed | None = None,
        external_id: Sealed | None = None,
    ) -> Self:
        """Write down that a session was held."""
        if heads(present) == 0:
            raise Refused("Say who was present: how many people from which perspective.")
        if any(present.get(perspective, 0) > 0 for perspective in missing):
            raise Refused("A perspective cannot be both present and missing.")
        return cls.begin(
            cls.Held,
            session_id,
            said,
            place_id=place_id,
            framing_question=framing_question,
            present=present,
            missing=missing,
            who_was_missing=who_was_missing,
            facilitator=facilitator,
            method=method,
            external_id=external_id,
        )
