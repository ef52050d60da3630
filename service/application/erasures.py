"""Erasures: what the journal outside of the database says is done again after a backup came back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from service.application.commands import Command
from service.application.desk import Desk, Request
from service.application.people import People
from service.database import Database
from service.domain.base import Aggregate, Said
from service.domain.quote import Quote
from service.domain.reflection import Reflection
from service.journal import Journal, Line
from service.policy import Action, require


class Erasures:
    """Compares the journal with the database, and makes them equal."""

    def __init__(self, desk: Desk, people: People, database: Database, journal: Journal) -> None:
        self._desk, self._people = desk, people
        self._database, self.journal = database, journal

    def behind(self) -> list[Line]:
        """What was erased and is not any more: a backup from before has come back."""
        lines = list(self.journal.lines())
        if not lines:
            return []
        kinds, ids = [line.kind for line in lines], [line.id for line in lines]
        with self._database.reading() as connection:
            return [Line(*row) for row in connection.execute(_BEHIND, (kinds, ids))]

    def unwritten(self) -> list[Line]:
        """What the log says was erased and the journal does not."""
        with self._database.reading() as connection:
            erased = [Line(*row) for row in connection.execute(_ERASED)]
        known = set(self.journal.lines())
        return [line for line in erased if line not in known]

    def again(self, request: Request) -> int:
        """Erase again whatever came back; how many things that was."""
        require(request.actor, Action.ERASE, None)
        found = self.behind()
        for line in found:
            self._erase_again(line, request.part(line.id))
        if found:
            self._desk.keys.sweep()
        return len(found)

    def write_down(self, request: Request) -> int:
        """Add to the journal what only the log knows; how many lines that was."""
        found = self.unwritten()
        for line in found:
            self.journal.note(line.kind, line.id, request.now)
        return len(found)

    def _erase_again(self, line: Line, request: Request) -> None:
        if not self._desk.exists(line.id):  # Keys that are newer than the log that came back.
            self._desk.log.append([], destroy=[line.id])
            self._desk.keys.forget_identities(line.id)
        elif line.kind == "person":
            self._people.erase_person(line.id, request)
        else:
            kind, erase = _KINDS[line.kind]
            nobody = self._desk.keys.nobody()
            said = self._desk.said(replace(request), Command(), nobody)
            self._desk.change_and_destroy(
                kind, line.id, lambda thing: erase(thing, said), destroy=[line.id]
            )
