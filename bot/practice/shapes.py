"""Shapes: what a piece of Block Kit may consist of, and how Slack words what does not fit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

FAILED = "failed_constraint"
MISSING = "missing_required_field"
UNKNOWN_FIELD = "invalid_additional_property"
WRONG_TYPE = "unsupported_type"


@dataclass(frozen=True)
class Problem:
    """One thing that Slack would refuse, and where it stands."""

    pointer: str
    """A JSON pointer, such as `/blocks/0/text/text`."""
    code: str
    message: str

    def __str__(self) -> str:
        """As Slack words it in `errors`."""
        return f"{self.message} [json-pointer:{self.pointer}]"


@dataclass(frozen=True)
class Spot:
    """A place in a payload: what stands there, its pointer, and the list that problems go to."""

    value: Any
    pointer: str
    problems: list[Problem]

    def refuse(self, message: str, code: str = FAILED) -> None:
        """Note that Slack refuses what stands here."""
        self.problems.append(Problem(self.pointer, code, message))

    def at(self, key: str | int) -> Spot:
        """The place one step further in."""
        value = self.value[key] if isinstance(key, int) else self.get(key)
        return Spot(value, f"{self.pointer}/{key}", self.problems)

    def get(self, key: str) -> Any:
        """A field's value; nothing where this is no object or has no such field."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def items(self, key: str) -> Iterator[Spot]:
        """The places in a list, where the field is one."""
        found = self.at(key)
        if isinstance(found.value, list):
            yield from (found.at(number) for number in range(len(found.value)))

    @property
    def type(self) -> str:
        """The object's own `type`."""
        return str(self.get("type") or "")


Check = Callable[[Spot], None]


def anything(spot: Spot) -> None:
    """Whatever stands there is fine."""


def flag(spot: Spot) -> None:
    """True or false."""
    if not isinstance(spot.value, bool):
        spot.refuse("must be a boolean")


def string(most: int | None = None, least: int = 0) -> Check:
    """A string, of so many characters."""

    def check(spot: Spot) -> None:
        if not isinstance(spot.value, str):
            spot.refuse("must provide a string")
        elif len(spot.value) < least:
            spot.refuse(f"must be more than {least - 1} characters")
        elif most is not None and len(spot.value) > most:
            spot.refuse(f"must be less than {most + 1} characters")

    return check


def link(most: int = 3000) -> Check:
    """An address on the web."""

    def check(spot: Spot) -> None:
        before = len(spot.problems)
        string(most, least=1)(spot)
        if len(spot.problems) == before and not spot.value.startswith(("http://", "https://")):
            spot.refuse("must be a valid URL")

    return check


def whole(least: int | None = None, most: int | None = None) -> Check:
    """A whole number in a range."""

    def check(spot: Spot) -> None:
        if not isinstance(spot.value, int) or isinstance(spot.value, bool):
            spot.refuse("must provide an integer")
        elif least is not None and spot.value < least:
            spot.refuse(f"must be greater than or equal to {least}")
        elif most is not None and spot.value > most:
            spot.refuse(f"must be less than or equal to {most}")

    return check


def number(spot: Spot) -> None:
    """Any finite number."""
    value = spot.value
    if isinstance(value, bool) or not isinstance(value, int | float) or value - value != 0:
        spot.refuse("must provide a number")


def one_of(*allowed: str) -> Check:
    """One of a few words."""

    def check(spot: Spot) -> None:
        if spot.value not in allowed:
            spot.refuse(f"must be one of: {', '.join(allowed)}")

    return check


def listing(item: Check, *, least: int = 1, most: int | None = None) -> Check:
    """A list of so many, each of which is checked."""

    def check(spot: Spot) -> None:
        if not isinstance(spot.value, list):
            spot.refuse("must provide an array")
            return
        if len(spot.value) < least:
            spot.refuse(f"must provide at least {least} items")
        if most is not None and len(spot.value) > most:
            spot.refuse(f"no more than {most} items allowed")
        for place in range(len(spot.value)):
            item(spot.at(place))

    return check


@dataclass(frozen=True)
class Shape:
    """What an object may consist of: what it needs, what it may have, and rules between them."""

    needs: Mapping[str, Check] = field(default_factory=dict)
    may: Mapping[str, Check] = field(default_factory=dict)
    rules: tuple[Check, ...] = ()

    def __call__(self, spot: Spot) -> None:
        """Check one object."""
        if not isinstance(spot.value, dict):
            spot.refuse("must provide an object")
            return
        for name in self.needs:
            if name not in spot.value:
                spot.refuse(f"missing required field: {name}", MISSING)
        for name in spot.value:
            check = self.needs.get(name) or self.may.get(name)
            if check is not None:
                check(spot.at(name))
            elif name != "type":
                spot.refuse(f"invalid additional property: {name}", UNKNOWN_FIELD)
        for rule in self.rules:
            rule(spot)


def typed(shapes: Mapping[str, Check], only: Collection[str] | None = None) -> Check:
    """An object whose `type` says which shape it must have; other types are not supported here."""

    def check(spot: Spot) -> None:
        if not isinstance(spot.value, dict):
            spot.refuse("must provide an object")
        elif "type" not in spot.value:
            spot.refuse("missing required field: type", MISSING)
        elif spot.type not in (shapes if only is None else only):
            spot.at("type").refuse(f"unsupported type: {spot.get('type')}", WRONG_TYPE)
        else:
            shapes[spot.type](spot)

    return check


def any_of(*fields: str) -> Check:
    """A rule: at least one of these fields is there."""

    def rule(spot: Spot) -> None:
        if not any(name in spot.value for name in fields):
            spot.refuse(f"must define one of: {', '.join(fields)}", MISSING)

    return rule


def not_both(first: str, second: str) -> Check:
    """A rule: these two exclude each other."""

    def rule(spot: Spot) -> None:
        if first in spot.value and second in spot.value:
            spot.refuse(f"must not define both `{first}` and `{second}`")

    return rule
