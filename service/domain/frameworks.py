"""Frameworks: versioned, attributed sets of behaviours or building blocks; data, never an enum."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from service.domain.base import Code, FrameworkRef
from service.domain.errors import UnknownCode
from service.domain.programme import FrameworkKind

DEFAULTS = ("system-behaviours-2018", "building-blocks-2017")


class Group(BaseModel):
    """Items that belong together, as the three groups of behaviours."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: Code
    name: str
    gloss: str = ""


class Item(BaseModel):
    """One behaviour or building block: its code, exact wording, and a gloss in plain words."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: Code
    group: Code | None = None
    wording: str
    gloss: str = ""
    note: str = ""


class Framework(BaseModel):
    """A published set, with whose words they are."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: FrameworkKind
    name: str
    version: str
    attribution: str
    groups: tuple[Group, ...] = ()
    items: tuple[Item, ...]

    @property
    def reference(self) -> FrameworkRef:
        """Name and version, as a tag carries it."""
        return f"{self.name}@{self.version}"

    @property
    def codes(self) -> tuple[Code, ...]:
        """Its codes, in its own order."""
        return tuple(item.code for item in self.items)

    def item(self, code: Code) -> Item:
        """The item with this code; UnknownCode if there is none."""
        for item in self.items:
            if item.code == code:
                return item
        raise UnknownCode(f"{code!r} is not one of: {', '.join(self.codes)}.")


class Frameworks(BaseModel):
    """The two frameworks in use: how people act, and what shapes it."""

    model_config = ConfigDict(frozen=True)
    behaviours: Framework
    building_blocks: Framework

    def framework_of(self, code: Code) -> Framework:
        """Which of the two a code belongs to; UnknownCode if neither."""
        if code in self.behaviours.codes:
            return self.behaviours
        if code in self.building_blocks.codes:
            return self.building_blocks
        raise UnknownCode(
            f"{code!r} is neither a behaviour ({', '.join(self.behaviours.codes)}) "
            f"nor a building block ({', '.join(self.building_blocks.codes)})."
        )


@cache
def default_frameworks() -> Frameworks:
    """The nine behaviours and nine building blocks that ship with doubleloop."""
    behaviours, blocks = (_read(name) for name in DEFAULTS)
    return Frameworks(behaviours=behaviours, building_blocks=blocks)


def _read(name: str) -> Framework:
    document = files("service.domain") / "framework_files" / f"{name}.json"
    return Framework.model_validate_json(document.read_bytes())
