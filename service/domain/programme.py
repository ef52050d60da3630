"""A programme: a long learning partnership over one or more places, and the frameworks it uses."""

from __future__ import annotations

from typing import ClassVar, Literal, Self
from uuid import UUID

from service.domain import base
from service.domain.base import Code, FrameworkRef, Said, natural_id
from service.domain.sealed import Sealed

FrameworkKind = Literal["behaviours", "building_blocks"]


class Programme(base.Aggregate):
    """Holds what is the same for all its places."""

    TOPIC: ClassVar[str] = "programme"

    def __init__(self) -> None:
        super().__init__()
        self.frameworks: dict[FrameworkKind, FrameworkRef] = {}
        self.codes: dict[FrameworkRef, tuple[Code, ...]] = {}

    class Event(base.Event):
        """A fact about a programme."""

    class Opened(Event, base.FirstEvent):
        """A programme began."""

        TOPIC: ClassVar[str] = "programme.opened"
        title: Sealed

    class FrameworkLoaded(Event):
        """The programme took its own set of behaviours or building blocks into use.

        The codes stand in clear, so that tags can be checked; all wording is in the sealed
        document. Tags made under an earlier framework keep naming that one.
        """

        TOPIC: ClassVar[str] = "programme.framework-loaded"
        kind: FrameworkKind
        framework: FrameworkRef
        codes: tuple[Code, ...]
        document: Sealed

        def apply(self, aggregate: Programme) -> None:
            aggregate.frameworks[self.kind] = self.framework
            aggregate.codes[self.framework] = self.codes

    @staticmethod
    def id_for(name: str) -> UUID:
        """The id of the programme with this short name."""
        return natural_id("programme", name)

    @classmethod
    def open(cls, name: str, said: Said, *, title: Sealed) -> Self:
        """Begin a programme."""
        return cls.begin(cls.Opened, cls.id_for(name), said, title=title)

    def load_framework(
        self,
        said: Said,
        *,
        kind: FrameworkKind,
        framework: FrameworkRef,
        codes: tuple[Code, ...],
        document: Sealed,
    ) -> None:
        """Use another framework from now on; what was tagged before keeps its meaning."""
        if self.has_answered(said) or self.frameworks.get(kind) == framework:
            return
        self.record(
            self.FrameworkLoaded,
            said,
            kind=kind,
            framework=framework,
            codes=codes,
            document=document,
        )
