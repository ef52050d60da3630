"""A mention: words about somebody who never chose to be written about, under a key of their own."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import StringConstraints

from service.domain import base
from service.domain.base import Said, natural_id
from service.domain.sealed import Sealed
from service.domain.vocabulary import MentionCategory

Lookup = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A keyed digest of a name: who has the name finds it, and nobody reads the name out of it."""


class Mention(base.Aggregate):
    """What was left out of a reflection. Its key can be destroyed, and the reflection stays."""

    TOPIC: ClassVar[str] = "mention"

    def __init__(self) -> None:
        super().__init__()
        self.place_id: UUID
        self.reflection_id: UUID
        self.is_erased = False

    class Event(base.Event):
        """A fact about a mention."""

    class Kept(Event, base.FirstEvent):
        """These words were taken out of a reflection. `about` finds whom they are about."""

        TOPIC: ClassVar[str] = "mention.kept"
        place_id: UUID
        reflection_id: UUID
        category: MentionCategory
        words: Sealed
        about: tuple[Lookup, ...] = ()

        def apply(self, aggregate: Mention) -> None:
            aggregate.place_id, aggregate.reflection_id = self.place_id, self.reflection_id

    class Erased(Event):
        """Proof, with no content, that the key to these words was destroyed (I14)."""

        TOPIC: ClassVar[str] = "mention.erased"

        def apply(self, aggregate: Mention) -> None:
            aggregate.is_erased = True

    @staticmethod
    def id_for(reflection_id: UUID, version: int) -> UUID:
        """The id of what is left out of a reflection at this version of it."""
        return natural_id("mention", reflection_id, version)

    @classmethod
    def keep(
        cls,
        mention_id: UUID,
        said: Said,
        *,
        place_id: UUID,
        reflection_id: UUID,
        category: MentionCategory,
        words: Sealed,
        about: tuple[str, ...],
    ) -> Self:
        """Keep what was left out, apart."""
        return cls.begin(
            cls.Kept,
            mention_id,
            said,
            place_id=place_id,
            reflection_id=reflection_id,
            category=category,
            words=words,
            about=about,
        )

    def erase(self, said: Said) -> None:
        """Erase it for good; its key goes in the same moment."""
        if not self.is_erased:
            self.record(self.Erased, said)
