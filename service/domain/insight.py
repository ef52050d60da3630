"""An insight: a pattern that named people draw from what was said, with what does not fit it."""

from __future__ import annotations

from typing import ClassVar, Self
from uuid import UUID

from service.domain import base
from service.domain.base import Code, Said
from service.domain.errors import AloneInThis, BothForAndAgainst, NothingToJoin, NotLookedFor
from service.domain.sealed import Sealed
from service.domain.values import Party
from service.domain.vocabulary import Reception

FEWEST_REFLECTIONS = 2
FEWEST_VOICES = 2


class Insight(base.Aggregate):
    """Somebody's reading of several reflections. Others endorse it, contest it, or set it aside."""

    TOPIC: ClassVar[str] = "insight"

    def __init__(self) -> None:
        super().__init__()
        self.place_id: UUID
        self.cites: tuple[UUID, ...] = ()
        self.against: tuple[UUID, ...] = ()
        self.standing: Reception | None = None

    class Event(base.Event):
        """A fact about an insight."""

    class Proposed(Event, base.FirstEvent):
        """Somebody sees a pattern: what it rests on, and what speaks against it.

        `cites` and `against` are reflections. `single_voice` says that only one person's words,
        or one reflection, stand behind it.
        """

        TOPIC: ClassVar[str] = "insight.proposed"
        place_id: UUID
        claim: Sealed
        cites: tuple[UUID, ...]
        against: tuple[UUID, ...] = ()
        does_not_fit: Sealed | None = None
        looked_for_disconfirming: bool
        single_voice: bool = False
        proposers: tuple[Party, ...] = ()
        session_id: UUID | None = None
        behaviours: tuple[Code, ...] = ()
        building_blocks: tuple[Code, ...] = ()
        external_id: Sealed | None = None

        def apply(self, aggregate: Insight) -> None:
            aggregate.place_id = self.place_id
            aggregate.cites, aggregate.against = self.cites, self.against

    class Tested(Event):
        """Others looked at it: endorsed, contested or set aside, and who saw it otherwise."""

        TOPIC: ClassVar[str] = "insight.tested"
        result: Reception
        session_id: UUID | None = None
        dissent: Sealed | None = None

        def apply(self, aggregate: Insight) -> None:
            aggregate.standing = self.result

    class EvidenceJoined(Event):
        """Reflections joined to the insight later: what shows it too, and what does not fit it.

        They count from here on: what cited the insight before this rests on none of them.
        """

        TOPIC: ClassVar[str] = "insight.evidence-joined"
        cites: tuple[UUID, ...] = ()
        against: tuple[UUID, ...] = ()

        def apply(self, aggregate: Insight) -> None:
            aggregate.cites += self.cites
            aggregate.against += self.against

    @classmethod
    def propose(
        cls,
        insight_id: UUID,
        said: Said,
        *,
        place_id: UUID,
        claim: Sealed,
        cites: tuple[UUID, ...],
        voices: int,
        looked_for_disconfirming: bool | None,
        against: tuple[UUID, ...] = (),
        does_not_fit: Sealed | None = None,
        single_voice: bool = False,
        proposers: tuple[Party, ...] = (),
        session_id: UUID | None = None,
        behaviours: tuple[Code, ...] = (),
        building_blocks: tuple[Code, ...] = (),
        external_id: Sealed | None = None,
    ) -> Self:
        """Propose an insight (I4). `voices` is how many people the cited reflections are from."""
        if looked_for_disconfirming is None:
            raise NotLookedFor
        alone = len(set(cites)) < FEWEST_REFLECTIONS or voices < FEWEST_VOICES
        if not cites or (alone and not single_voice):
            raise AloneInThis
        return cls.begin(
            cls.Proposed,
            insight_id,
            said,
            place_id=place_id,
            claim=claim,
            cites=cites,
            against=against,
            does_not_fit=does_not_fit,
            looked_for_disconfirming=looked_for_disconfirming,
            single_voice=single_voice,
            proposers=proposers,
            session_id=session_id,
            behaviours=behaviours,
            building_blocks=building_blocks,
            external_id=external_id,
        )

    def test(
        self,
        said: Said,
        *,
        result: Reception,
        session_id: UUID | None = None,
        dissent: Sealed | None = None,
    ) -> None:
        """Say how others see it. It can be looked at again, and every answer stays."""
        if not self.has_answered(said):
            self.record(self.Tested, said, result=result, session_id=session_id, dissent=dissent)

    def join(
        self, said: Said, *, cites: tuple[UUID, ...] = (), against: tuple[UUID, ...] = ()
    ) -> None:
        """Join reflections that show it too, or that do not fit it. Those in it already stay."""
        if self.has_answered(said):
            return
        if not cites and not against:
            raise NothingToJoin
        shows = tuple(id for id in dict.fromkeys(cites) if id not in self.cites)
        differs = tuple(id for id in dict.fromkeys(against) if id not in self.against)
        if {*shows} & {*against, *self.against} or {*differs} & {*cites, *self.cites}:
            raise BothForAndAgainst
        if shows or differs:
            self.record(self.EvidenceJoined, said, cites=shows, against=differs)
