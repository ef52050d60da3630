"""A person who gives reflections: the log knows a random id, a perspective, and sealed words."""

from __future__ import annotations

from typing import ClassVar, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from service.domain import base
from service.domain.base import Said
from service.domain.cadence import Asking
from service.domain.errors import Gone, Refused
from service.domain.sealed import Sealed
from service.domain.vocabulary import Perspective, Scope, SpeakingAs


class Preferences(BaseModel):
    """What somebody would like each new reflection of theirs to begin with."""

    model_config = ConfigDict(frozen=True)

    scope: Scope = Scope.AUTHOR_AND_LP
    name_shown: bool = False
    speaking_as: SpeakingAs = SpeakingAs.SELF


class Person(base.Aggregate):
    """Somebody in a place. Who they are outside lives in the vault, never in the log."""

    TOPIC: ClassVar[str] = "person"

    def __init__(self) -> None:
        super().__init__()
        self.perspective: Perspective | None
        self.preferences = Preferences()
        self.places: set[UUID] = set()
        self.asking: dict[UUID, Asking] = {}
        """How they would like to be asked, by place."""
        self.told: dict[str, Sealed] = {}
        self.is_erased = False
        self.is_carried_out = False

    def hear(self, **told: Sealed | None) -> None:
        """Remember what somebody told about themselves; the newest counts."""
        self.told |= {name: words for name, words in told.items() if words is not None}

    def prefer(self, **chosen: Scope | bool | SpeakingAs | None) -> None:
        """Remember what somebody would like; what they do not say stays as it is."""
        news = {name: value for name, value in chosen.items() if value is not None}
        self.preferences = self.preferences.model_copy(update=news)

    class Event(base.Event):
        """A fact about a person."""

    class Welcomed(Event, base.FirstEvent):
        """Somebody joined in. No perspective means that nobody has asked them yet."""

        TOPIC: ClassVar[str] = "person.welcomed"
        place_id: UUID
        perspective: Perspective | None = None
        speaking_as: SpeakingAs = SpeakingAs.SELF
        name: Sealed | None = None
        role: Sealed | None = None
        organisation: Sealed | None = None

        def apply(self, aggregate: Person) -> None:
            aggregate.perspective = self.perspective
            aggregate.prefer(speaking_as=self.speaking_as)
            aggregate.places.add(self.place_id)
            aggregate.hear(name=self.name, role=self.role, organisation=self.organisation)

    class JoinedPlace(Event):
        """The same person also takes part in another place."""

        TOPIC: ClassVar[str] = "person.joined-place"
        place_id: UUID

        def apply(self, aggregate: Person) -> None:
            aggregate.places.add(self.place_id)

    class Introduced(Event):
        """They told more about themselves than when they were welcomed."""

        TOPIC: ClassVar[str] = "person.introduced"
        name: Sealed | None = None
        role: Sealed | None = None
        organisation: Sealed | None = None

        def apply(self, aggregate: Person) -> None:
            aggregate.hear(name=self.name, role=self.role, organisation=self.organisation)

    class PerspectiveChanged(Event):
        """They now speak from somewhere else; what they said before keeps its perspective."""

        TOPIC: ClassVar[str] = "person.perspective-changed"
        perspective: Perspective
        reason: Sealed | None = None

        def apply(self, aggregate: Person) -> None:
            aggregate.perspective = self.perspective

    class PreferencesChanged(Event):
        """They would like new reflections to begin otherwise; those left before stay as they are.

        What is not said here stays as it was.
        """

        TOPIC: ClassVar[str] = "person.preferences-changed"
        scope: Scope | None = None
        name_shown: bool | None = None
        speaking_as: SpeakingAs | None = None

        def apply(self, aggregate: Person) -> None:
            aggregate.prefer(
                scope=self.scope, name_shown=self.name_shown, speaking_as=self.speaking_as
            )

    class AskingChanged(Event):
        """They would like to be asked like this in that place from now on, or not at all."""

        TOPIC: ClassVar[str] = "person.asking-changed"
        place_id: UUID
        asking: Asking

        def apply(self, aggregate: Person) -> None:
            aggregate.asking[self.place_id] = self.asking

    class Erased(Event):
        """Proof, with no content, that the keys to all this person's words were destroyed."""

        TOPIC: ClassVar[str] = "person.erased"

        def apply(self, aggregate: Person) -> None:
            aggregate.is_erased = True

    class ErasureCarriedOut(Event):
        """How much their erasure took away, in numbers only.

        `keys` were destroyed, `quotes` of theirs with them, `identities` outside were forgotten,
        and so many `letters` and `messages` of ours to them are no longer known here.
        """

        TOPIC: ClassVar[str] = "person.erasure-carried-out"
        keys: int
        quotes: int
        identities: int
        letters: int
        messages: int

        def apply(self, aggregate: Person) -> None:
            aggregate.is_carried_out = True

    @classmethod
    def welcome(
        cls,
        person_id: UUID,
        said: Said,
        *,
        place_id: UUID,
        perspective: Perspective | None,
        speaking_as: SpeakingAs = SpeakingAs.SELF,
        name: Sealed | None = None,
        role: Sealed | None = None,
        organisation: Sealed | None = None,
    ) -> Self:
        """Somebody joins in."""
        return cls.begin(
            cls.Welcomed,
            person_id,
            said,
            place_id=place_id,
            perspective=perspective,
            speaking_as=speaking_as,
            name=name,
            role=role,
            organisation=organisation,
        )

    def join_place(self, said: Said, *, place_id: UUID) -> None:
        """Take part in another place as well."""
        if self.has_answered(said) or place_id in self.places:
            return
        self._check_here()
        self.record(self.JoinedPlace, said, place_id=place_id)

    def introduce(
        self,
        said: Said,
        *,
        name: Sealed | None,
        role: Sealed | None,
        organisation: Sealed | None,
    ) -> None:
        """Learn more about somebody who is known."""
        if self.has_answered(said) or (name, role, organisation) == (None, None, None):
            return
        self._check_here()
        self.record(self.Introduced, said, name=name, role=role, organisation=organisation)

    def change_perspective(
        self, said: Said, *, perspective: Perspective, reason: Sealed | None
    ) -> None:
        """Speak from another perspective from now on."""
        if self.has_answered(said) or perspective == self.perspective:
            return
        self._check_here()
        self.record(self.PerspectiveChanged, said, perspective=perspective, reason=reason)

    def change_preferences(
        self,
        said: Said,
        *,
        scope: Scope | None,
        name_shown: bool | None,
        speaking_as: SpeakingAs | None,
    ) -> None:
        """Have new reflections begin otherwise. Saying nothing new records nothing."""
        if self.has_answered(said):
            return
        self._check_here()
        known = self.preferences
        news = {
            "scope": None if scope == known.scope else scope,
            "name_shown": None if name_shown == known.name_shown else name_shown,
            "speaking_as": None if speaking_as == known.speaking_as else speaking_as,
        }
        if any(value is not None for value in news.values()):
            self.record(self.PreferencesChanged, said, **news)

    def change_asking(self, said: Said, *, place_id: UUID, asking: Asking) -> None:
        """Be asked otherwise in a place."""
        if self.has_answered(said) or self.asking_in(place_id) == asking:
            return
        self._check_here()
        self.record(self.AskingChanged, said, place_id=place_id, asking=asking)

    def asking_in(self, place_id: UUID) -> Asking:
        """How they would like to be asked in a place; as the place does where they never said."""
        return self.asking.get(place_id, Asking())

    def erase(self, said: Said) -> None:
        """Erase this person's words and name for good."""
        if not self.is_erased:
            self.record(self.Erased, said)

    def note_carried_out(
        self, said: Said, *, keys: int, quotes: int, identities: int, letters: int, messages: int
    ) -> None:
        """Note, once, how much the erasure took away."""
        if self.is_carried_out:
            return
        if not self.is_erased:
            raise Refused("Nobody was erased, so there is nothing to note.")
        self.record(
            self.ErasureCarriedOut,
            said,
            keys=keys,
            quotes=quotes,
            identities=identities,
            letters=letters,
            messages=messages,
        )

    def _check_here(self) -> None:
        if self.is_erased:
            raise Gone("This person was erased, so nothing more can be added about them.")
