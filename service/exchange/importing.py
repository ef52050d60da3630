"""Importing: a file is checked whole by the commands that will record it, then recorded once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from eventsourcing.persistence import IntegrityError
from pydantic import BaseModel, TypeAdapter, ValidationError

from service.application.commands import (
    Command,
    JoinPlace,
    Receipt,
    RecordReflection,
    WelcomePerson,
)
from service.application.desk import Request, happened_at, outside_name
from service.bootstrap import System
from service.domain.base import is_late
from service.domain.errors import Conflict, DoubleLoopError, NotFound, Refused, Unavailable
from service.domain.vocabulary import Channel, SpeakingAs
from service.exchange.acting import actor_called, reference
from service.exchange.kinds import KINDS, SAY_WHO
from service.exchange.reading import Line, read_file
from service.exchange.staging import Report, Staging

TRIES = 10
"""How often a file is looked at anew when others record the same things at the same moment."""
Clock = Callable[[], datetime]


class Refusal(BaseModel):
    """A line that was not taken, and why."""

    line: int
    reason: str


class ImportResult(BaseModel):
    """What became of a file: things recorded now, things that were there, lines refused."""

    recorded: int = 0
    already_there: int = 0
    refused: list[Refusal] = []


class Importer:
    """Imports one file. Twice, or killed and again: each line is recorded once."""

    def __init__(self, system: System, clock: Clock, *, replay: bool = False) -> None:
        """`replay` takes each line's own `recorded_on` as its moment of writing (demo only)."""
        self._system, self._clock, self._replay = system, clock, replay

    def import_file(
        self,
        path: Path,
        *,
        partial: bool = False,
        checking: Report = lambda _done, _all: None,
        writing: Report = lambda _done, _all: None,
    ) -> ImportResult:
        """Check every line, then write; a file with a bad line is left whole unless `partial`."""
        lines = read_file(path)
        for _ in range(TRIES):
            staging = Staging(self._system)
            result = self._stage(staging, lines, path.name, checking)
            if result.refused and not partial:
                return ImportResult(refused=result.refused)
            try:
                staging.commit(writing)
            except IntegrityError:
                continue  # Somebody recorded something of it meanwhile: look again.
            return result
        raise Conflict

    def _stage(
        self, staging: Staging, lines: list[Line], file: str, report: Report
    ) -> ImportResult:
        result = ImportResult()
        seen: dict[tuple[str, ...], int] = {}
        for done, line in enumerate(lines, start=1):
            try:
                _check_line(line, seen)
                with staging.all_or_nothing():
                    receipt = self._take(staging, line, file)
            except Unavailable:
                raise
            except DoubleLoopError as error:
                result.refused.append(Refusal(line=line.number, reason=str(error)))
            except ValidationError as error:
                reason = in_words(error, kind=KINDS[line.values["kind"]].kind_as)
                result.refused.append(Refusal(line=line.number, reason=reason))
            else:
                result.recorded += not receipt.already_there
                result.already_there += receipt.already_there
            if done % 100 == 0 or done == len(lines):
                report(done, len(lines))
        return result

    def _take(self, staging: Staging, line: Line, file: str) -> Receipt:
        values = dict(line.values)
        kind = KINDS[values.pop("kind")]
        if kind.kind_as in values:
            values["kind"] = values.pop(kind.kind_as)
        now = self._moment(values.pop("recorded_on", None) or values.get("occurred_on"))
        known_as = _command_id(values.pop("command", None))
        refs = {name: reference(values, name) for name in kind.refs}
        by = values.pop(kind.by, None) if kind.by else None
        command = kind.command.model_validate(values)
        key = f"import:{self._system.keys.keyed(_said_by(line))}"
        request = Request(kind.otherwise_by, Channel.IMPORT, now, key, command=known_as)
        if isinstance(command, RecordReflection):
            command = self._open_the_door(staging, command, request)
        if by is None and line.values["kind"] in SAY_WHO:
            raise Refused("by: say who did this, by what the place calls them.")
        if by is not None:
            place = refs.get("place") or values["place"]
            request = replace(request, actor=actor_called(staging.desk, place, str(by)))
        command = _with_reason(command, now, file)
        return kind.run(staging, command, request, refs)

    def _open_the_door(
        self, staging: Staging, command: RecordReflection, request: Request
    ) -> RecordReflection:
        """Open the place and welcome the person that a reflection brings with it."""
        when = {"occurred_on": command.occurred_on, "late_because": "It came with a file."}
        try:
            place = staging.desk.place(command.place)
        except NotFound:
            staging.places.join_place(JoinPlace(place=command.place, **when), request.part("place"))
            place = staging.desk.place(command.place)
        if command.contributor is None:
            return command
        known = staging.keys.find_person(*outside_name(place, command.contributor))
        if known is None or not staging.desk.exists(known):
            speaks_for_others = command.speaking_as == SpeakingAs.RELAYING
            welcome = WelcomePerson(
                place=str(place.id),
                contributor=command.contributor,
                role=command.role,
                perspective=None if speaks_for_others else command.perspective,
                **when,
            )
            staging.people.welcome_person(welcome, request.part("person"))
        return command

    def _moment(self, day_of_writing: Any) -> datetime:
        if not self._replay or day_of_writing is None:
            return self._clock()
        day = TypeAdapter(date).validate_python(day_of_writing)
        return datetime.combine(day, time(18), ZoneInfo("Europe/London"))


def in_words(error: ValidationError, *, kind: str = "kind") -> str:
    """What a check found, one plain sentence a field, never with the words that were typed.

    `kind` is what the command's field of that name is called where they were typed.
    """
    sentences = []
    for problem in error.errors(include_input=False, include_url=False):
        where = ".".join(kind if part == "kind" else str(part) for part in problem["loc"])
        where = where or "this line"
        if problem["type"] == "extra_forbidden":
            sentences.append(f"{where}: there is no such field here")
        else:
            reason = problem["msg"].removeprefix("Value error, ").rstrip(".")
            sentences.append(f"{where}: {reason[:1].lower()}{reason[1:]}")
    return "; ".join(sentences) + "."


def _check_line(line: Line, seen: dict[tuple[str, ...], int]) -> None:
    if line.problem is not None:
        raise Refused(line.problem)
    kind = line.values.get("kind")
    if kind not in KINDS:
        raise Refused(f"{kind!r} is not a kind of line. Known are: {', '.join(KINDS)}.")
    external_id = line.values.get("external_id")
    if external_id is not None:
        name = (kind, str(line.values.get("place")), str(external_id))
        if name in seen:
            raise Refused(f"The external_id {external_id!r} is also on line {seen[name]}.")
        seen[name] = line.number


def _command_id(given: Any) -> UUID | None:
    """What an exported line says of the command behind it, so that it is not done twice."""
    return None if given is None else TypeAdapter(UUID).validate_python(given)


def _said_by(line: Line) -> str:
    """What makes a line the same line next time: all that it says."""
    said = {name: value for name, value in line.values.items() if name != "recorded_on"}
    return json.dumps(said, sort_keys=True, ensure_ascii=True)


def _with_reason(command: Command, now: datetime, file: str) -> Command:
    happened = happened_at(command, now, ZoneInfo("Europe/London"))
    if command.late_because is not None or not is_late(happened, now):
        return command
    return command.model_copy(update={"late_because": f"It came with the file {file}."})
