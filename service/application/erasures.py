"""Erasures: what the journal outside of the database lists is done again after a restore."""

from __future__ import annotations

from uuid import UUID

from service.application.desk import Desk, Request
from service.application.people import LONDON, People
from service.database import Database
from service.domain.base import Said
from service.domain.mention import Mention
from service.domain.person import Person
from service.domain.quote import Quote
from service.domain.reflection import Reflection, State
from service.domain.vocabulary import CareCategory
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
        told = [[getattr(line, name) for line in lines] for name in ("kind", "id", "of", "at")]
        with self._database.reading() as connection:
            return [lines[nth - 1] for (nth,) in connection.execute(_BEHIND, told)]

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
        said = self._desk.said_plainly(request, LONDON)
        if line.of is not None:
            self._put_aside(line.of, said)
        elif not self._desk.exists(line.id):  # Keys that are newer than the log that came back.
            self._desk.log.append([], destroy=[line.id])
            self._desk.keys.forget_identities(line.id)
        elif line.kind == Person.TOPIC:
            self._people.erase_person(line.id, request)
        else:
            self._desk.change_and_destroy(
                KINDS[line.kind], line.id, lambda thing: thing.erase(said), destroy=[line.id]
            )

    def _put_aside(self, reflection_id: UUID, said: Said) -> None:
        """What was left out stands there again, and nobody here knows which words it was."""

        def hold(reflection: Reflection) -> None:
            if reflection.state == State.AVAILABLE:
                reflection.hold(said, category=CareCategory.THIRD_PARTY)

        self._desk.change_wordless(Reflection, reflection_id, hold)


KINDS: dict[str, type[Reflection | Quote | Mention]] = {
    one.TOPIC: one for one in (Reflection, Quote, Mention)
}
"""What can be erased beside a person, by what the journal calls it."""

_BEHIND = """
SELECT nth FROM unnest(%s::text[], %s::uuid[], %s::uuid[], %s::timestamptz[])
    WITH ORDINALITY AS line (kind, id, part_of, at, nth)
WHERE part_of IS NULL AND (
    EXISTS (SELECT FROM keystore.keys WHERE keys.id = line.id AND box IS NOT NULL)
    OR EXISTS (SELECT FROM vault.identities WHERE person_id = line.id)
    OR EXISTS (SELECT FROM log.doubleloop_events WHERE originator_id = line.id)
        AND NOT EXISTS (
            SELECT FROM log.doubleloop_events
            WHERE originator_id = line.id AND topic = line.kind || '.erased'
        ))
    -- Words that were left out and stand there again, and nobody has put that aside since.
    OR EXISTS (SELECT FROM keystore.keys WHERE keys.id = line.part_of AND box IS NOT NULL)
        AND NOT EXISTS (SELECT FROM log.doubleloop_events WHERE originator_id = line.id)
        AND NOT EXISTS (
            SELECT FROM log.doubleloop_events
            WHERE originator_id = line.part_of
                AND topic IN ('reflection.held-for-care', 'reflection.span-redacted')
                AND (convert_from(state, 'UTF8')::jsonb ->> 'recorded_at')::timestamptz >= line.at
        )
ORDER BY nth
"""

_ERASED = """
SELECT split_part(topic, '.', 1), originator_id FROM log.doubleloop_events
WHERE topic IN ('person.erased', 'reflection.erased', 'quote.erased', 'mention.erased')
ORDER BY notification_id
"""
