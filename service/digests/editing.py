"""Editing: every sentence of a draft as a field, and the draft with what somebody typed in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from service.digests import words as w
from service.digests.content import Content, Mind, Part, PlaceContent, Theme
from service.digests.leaving_out import without_waiting
from service.domain.errors import DoubleLoopError
from service.text import OptionalWords

TAKE_OUT = "take-out"
Kind = Literal["words", "lines"]

_WORDS: TypeAdapter[str | None] = TypeAdapter(OptionalWords)


class NotEdited(DoubleLoopError):
    """Something has to be put right first."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__()
        self.problems = problems


@dataclass(frozen=True)
class Field:
    """One thing to put better; `lines` holds several, each on a line of its own."""

    name: str
    label: str
    value: str
    kind: Kind = "words"
    is_needed: bool = False


@dataclass(frozen=True)
class Group:
    """Fields that belong together; one with a name is a part that can be taken out."""

    heading: str
    fields: tuple[Field, ...]
    part: str = ""
    about: UUID | None = None
    """The insight or decision whose words could be quoted with it."""
    claim: str = ""
    quote: UUID | None = None


@dataclass(frozen=True)
class _Several:
    """A list of parts: where it stands, its heading, and the texts of each."""

    name: str
    heading: str
    labels: Mapping[str, str]


_PARTS = (
    _Several("themes", w.WHAT_PEOPLE_SAW, {"words": w.WHAT_PEOPLE_SAW}),
    _Several(
        "told",
        w.YOU_SAID,
        {"said": w.YOU_SAID_ROW, "learned": w.WE_LEARNED, "changed": w.THIS_CHANGED},
    ),
    _Several("coming", w.COMES_NEXT, {"what": w.COMES_NEXT}),
    _Several(
        "changed_minds",
        w.CHANGED_MINDS,
        {"believed": w.BELIEVED, "saw": w.SAW, "now_think": w.NOW_THINK, "did": w.DID},
    ),
    _Several("adjusted", w.ADJUSTED, {"words": w.ADJUSTED}),
    _Several("unsure", w.UNSURE, {"words": w.UNSURE}),
    _Several("slipped", w.SLIPPED, {"words": w.SLIPPED}),
)
_BEFORE = {"title": w.TITLE, "in_one_paragraph": w.IN_ONE_PARAGRAPH}
_AFTER = {
    "differs": w.DIFFERS,
    "note": w.FROM_US,
    "tension": w.TENSION,
    "we_would_like": w.WE_WOULD_LIKE,
    "last_month_you_said": w.LAST_MONTH,
    "what_became_of_it": w.WHAT_CAME_OF_IT,
}


def groups_of(content: Content, waiting: Sequence[UUID] = ()) -> list[Group]:
    """All that can be put better, in the order in which it is read; nothing of who waits."""
    shown = without_waiting(content, waiting)
    found = [_plain(content, shown, _BEFORE)] if not isinstance(content, PlaceContent) else []
    for several in _PARTS:
        for number, part in enumerate(getattr(content, several.name, ())):
            if part in getattr(shown, several.name):
                found.append(_group(several, number, part))
    return [*found, _plain(content, shown, _AFTER)]


def edited(content: Content, typed: Mapping[str, str], waiting: Sequence[UUID] = ()) -> Content:
    """The draft with what was typed, and with all that was not shown as somebody waits.

    NotEdited, with a sentence for each field, where it cannot be taken.
    """
    shown = without_waiting(content, waiting)
    problems: dict[str, str] = {}
    changes: dict[str, Any] = {}
    for name in _to_put_better(content, shown, _BEFORE | _AFTER):
        before = getattr(shown, name)
        said = _taken(name, before, typed, problems)
        if said != before:
            changes[name] = said
    if "in_one_paragraph" in changes:
        changes["written_without"] = tuple(waiting)
    for several in _PARTS:
        if hasattr(content, several.name):
            changes[several.name] = tuple(_kept(content, shown, several, typed, problems))
    if problems:
        raise NotEdited(problems)
    return content.model_copy(update=changes)


def with_quote(content: Content, about: UUID, quote: UUID) -> Content:
    """The draft with a quote beside what it is about."""

    def quoting(parts: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            part.model_copy(update={"quote": quote}) if about_of(part) == about else part
            for part in parts
        )

    name = "themes" if isinstance(content, PlaceContent) else "changed_minds"
    return content.model_copy(update={name: quoting(getattr(content, name))})


def about_of(part: Part) -> UUID | None:
    """The insight or decision that a part can be quoted on."""
    match part:
        case Theme():
            return part.insight
        case Mind():
            return part.decision
        case _:
            return None


def claim_of(part: Part) -> str:
    """What a part says, in the words that a quote would stand beside."""
    match part:
        case Theme():
            return part.words
        case Mind():
            return part.now_think
        case _:
            return ""


def _to_put_better(content: Content, shown: Content, names: Iterable[str]) -> Iterator[str]:
    """Those that there are; not the tension where it is of a place that waits."""
    of = "tension_place"
    tension_waits = getattr(content, of, None) != getattr(shown, of, None)
    for name in names:
        if hasattr(content, name) and not (name == "tension" and tension_waits):
            yield name


def _plain(content: Content, shown: Content, labels: Mapping[str, str]) -> Group:
    names = _to_put_better(content, shown, labels)
    return Group("", tuple(_field(name, labels[name], getattr(shown, name)) for name in names))


def _group(several: _Several, number: int, part: Part) -> Group:
    at = f"{several.name}-{number}"
    fields = [
        _field(f"{at}-{name}", label, getattr(part, name)) for name, label in several.labels.items()
    ]
    if isinstance(part, Mind):
        fields.append(_field(f"{at}-not_everyone", w.NOT_EVERYONE, part.not_everyone))
    quote = part.quote if isinstance(part, Theme | Mind) else None
    return Group(several.heading, tuple(fields), at, about_of(part), claim_of(part), quote)


def _field(name: str, label: str, value: str | tuple[str, ...]) -> Field:
    if isinstance(value, tuple):
        return Field(name, label, "\n".join(value), "lines")
    return Field(name, label, value, is_needed=name not in _AFTER)


def _kept(
    content: Content,
    shown: Content,
    several: _Several,
    typed: Mapping[str, str],
    problems: dict[str, str],
) -> Iterator[Part]:
    for number, part in enumerate(getattr(content, several.name)):
        at = f"{several.name}-{number}"
        if part not in getattr(shown, several.name):
            yield part
            continue
        if typed.get(f"{at}-{TAKE_OUT}"):
            continue
        names = [*several.labels, *(["not_everyone"] if isinstance(part, Mind) else [])]
        yield part.model_copy(
            update={
                name: _taken(f"{at}-{name}", getattr(part, name), typed, problems) for name in names
            }
        )


def _taken(
    name: str, before: str | tuple[str, ...], typed: Mapping[str, str], problems: dict[str, str]
) -> str | tuple[str, ...]:
    if name not in typed:
        return before
    try:
        said = _WORDS.validate_python(typed[name]) or ""
    except ValidationError:
        problems[name] = w.TOO_LONG
        return before
    if isinstance(before, tuple):
        return tuple(line for line in map(str.strip, said.splitlines()) if line)
    if not said and name not in _AFTER:
        problems[name] = w.SAY_IT_OR_TAKE_IT_OUT
    return said
