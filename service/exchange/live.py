"""Recording one line as it happens: the kinds of a JSONL file, checked as any live command is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from pydantic import TypeAdapter, ValidationError

from service.application.commands import Receipt
from service.application.desk import Request
from service.bootstrap import LEARNING_PARTNER_HERE, System
from service.domain.errors import NotAllowed, NotFound, Refused
from service.domain.vocabulary import Channel
from service.exchange.acting import actor_called, reference
from service.exchange.importing import in_words
from service.exchange.kinds import KINDS, Kind

JSON_BEGINS = ("[", "{")
JSON_WORDS = {"true": True, "false": False, "null": None}
NOT_THEIRS = (NotAllowed, NotFound)


def plain_or_json(text: str) -> Any:
    """A value as somebody typed it: what reads as a list, an object or yes and no is one."""
    if text in JSON_WORDS:
        return JSON_WORDS[text]
    if text.startswith(JSON_BEGINS):
        try:
            return json.loads(text)
        except ValueError:
            return text  # Somebody's words may begin with a bracket.
    return text


def record_line(
    system: System, line: Mapping[str, Any], now: datetime, *, by: str | None = None
) -> Receipt:
    """Record what one line says, now, by whom it says or by `by`.

    Where nobody is named the operator does it, or the learning partner here if the operator may
    not. As in any live command, a decision needs the beliefs it rests on (I7).
    """
    values = dict(line)
    kind = _kind(values.pop("kind", None))
    if kind.kind_as in values:
        values["kind"] = values.pop(kind.kind_as)
    values.pop("recorded_on", None)
    try:
        known_as = TypeAdapter(UUID | None).validate_python(values.pop("command", None))
        refs = {name: reference(values, name) for name in kind.refs}
        who = _who(kind, values, by)
        command = kind.command.model_validate(values)
    except ValidationError as error:
        raise Refused(in_words(error, kind=kind.kind_as)) from None
    request = Request(kind.otherwise_by, Channel.CLI, now, command=known_as or uuid4())
    if who is not None:
        place = refs.get("place") or getattr(command, "place", None)
        if place is None:
            raise Refused("by: this is not about one place, so leave out who did it.")
        actor = actor_called(system.desk, place, who)
        return kind.run(system, command, replace(request, actor=actor), refs)
    try:
        return kind.run(system, command, request, refs)
    except NOT_THEIRS:
        return kind.run(system, command, replace(request, actor=LEARNING_PARTNER_HERE), refs)


def _kind(name: object) -> Kind:
    if not isinstance(name, str) or name not in KINDS:
        raise Refused(f"{name!r} is not a kind of line. `doubleloop import --schema` has them all.")
    return KINDS[name]


def _who(kind: Kind, values: dict[str, Any], by: str | None) -> str | None:
    named = reference(values, kind.by) if kind.by is not None and kind.by in values else None
    if by is not None and named is not None and by != named:
        raise Refused(f"{kind.by}: say once who did this.")
    return by or named
