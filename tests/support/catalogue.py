"""The reference pages of events and settings, made from the code: run as a module to write them."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from service.domain.base import Envelope, Event
from service.domain.cadence import Asking
from service.domain.place import Place
from service.domain.suppression import Figure, Group
from service.domain.values import BeliefNow, Citation, Option, Party
from service.eventstore import AGGREGATES, event_classes
from service.settings import Settings
from tests.support.samples import PATTERNS, topic_of

REFERENCE = Path(__file__).parent.parent.parent / "docs" / "reference"
EVENTS, SETTINGS = REFERENCE / "events.md", REFERENCE / "settings.md"

MADE = "*Made from the code by `python -m tests.support.catalogue`. A test compares.*"
PARTS: tuple[type[BaseModel], ...] = (
    Party,
    Option,
    Citation,
    BeliefNow,
    Asking,
    Group,
    Figure,
)
SHARED = set(Place.Event.model_fields) | {"originator_topic"}

ABOUT_EVENTS = """\
The log holds facts. Each has a topic, which is what the database stores and never changes. What
somebody said or is called is always *sealed*: encrypted under a key that can be destroyed. Every
fact also carries `recorded_at` (when it was written), `late_because` (sealed; needed where it
happened more than 14 days earlier) and an envelope:
"""

ABOUT_SETTINGS = """\
All settings are environment variables. None is needed to try doubleloop out.
"""


def events_markdown() -> str:
    """The catalogue of events."""
    parts = ["# Events", MADE, ABOUT_EVENTS.strip(), _table(Envelope.model_fields, set())]
    for aggregate in AGGREGATES:
        parts += [f"## {aggregate.__name__}", _doc(aggregate)]
        for topic, kind in event_classes().items():
            if topic.startswith(f"{topic_of(aggregate)}."):
                parts += [f"### `{topic}`", _doc(kind), _facts(kind)]
    for part in PARTS:
        parts += [f"## {part.__name__}", _doc(part), _table(part.model_fields, set())]
    return "\n\n".join(parts) + "\n"


def settings_markdown() -> str:
    """The list of settings."""
    rows = ["| Variable | Default | What it is for |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        variable = alias if isinstance(alias, str) else f"DOUBLELOOP_{name.upper()}"
        rows.append(f"| `{variable}` | {_default(field)} | {field.description} |")
    return "\n\n".join(["# Settings", MADE, ABOUT_SETTINGS.strip(), "\n".join(rows)]) + "\n"


def _facts(kind: type[Event]) -> str:
    version = f"Version {kind.class_version}."
    if set(kind.model_fields) <= SHARED:
        return f"{version} Nothing more."
    return f"{version}\n\n{_table(kind.model_fields, SHARED)}"


def _table(fields: dict[str, FieldInfo], without: set[str]) -> str:
    rows = ["| Field | What it holds |", "|---|---|"]
    for name, field in fields.items():
        if name not in without:
            optional = "" if field.is_required() else ", optional"
            rows.append(
                f"| `{name}` | {_kind(field.annotation, tuple(field.metadata))}{optional} |"
            )
    return "\n".join(rows)


def _kind(annotation: Any, metadata: tuple[Any, ...] = ()) -> str:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return " or ".join(_kind(one) for one in inner if one is not NoneType)
    if origin is Annotated:
        return _kind(inner[0], inner[1:])
    if origin in (tuple, frozenset):
        return f"list of {_kind(inner[0])}"
    if origin is dict:
        return f"number for each of {_kind(inner[0])}"
    if origin is Literal:
        return ", ".join(f"`{one}`" for one in inner)
    if annotation in PARTS:
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return ", ".join(f"`{one.value}`" for one in annotation)
    for pattern, value in PATTERNS.items():
        if annotation == pattern or (annotation is str and metadata == pattern.__metadata__):
            return f"text like `{value}`"
    names = {"Sealed": "sealed", "UUID": "id", "AwareDatetime": "moment", "date": "day"}
    names |= {"time": "hour", "int": "number", "bool": "yes or no"}
    return names[annotation.__name__]


def _default(field: FieldInfo) -> str:
    if field.default_factory is not None:
        return "the user's data folder"
    if field.default in (None, "", PydanticUndefined):
        return "none"
    return f"`{field.default}`"


def _doc(thing: type[Any]) -> str:
    paragraphs = (thing.__doc__ or "").strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def write() -> None:
    """Write the pages."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    EVENTS.write_text(events_markdown())
    SETTINGS.write_text(settings_markdown())


if __name__ == "__main__":
    write()
