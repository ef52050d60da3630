"""Own reading: what people ask about their own words, and what waits for a learning partner."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from service.database import Database
from service.domain.errors import NotAllowed
from service.eventstore import EventLog
from service.keystore import KeyStore, lookups
from service.policy import Action, Actor, may, require
from service.projections import places
from service.projections.asking import finder_for, see_place
from service.projections.held_about import held_about
from service.projections.held_outside import concerns_raised
from service.projections.mentions import MentionView, mentions_in
from service.projections.my_reflections import (
    AskedAbout,
    MyReflection,
    asked_in,
    my_reflection_of,
    my_reflections_of,
)
from service.projections.waiting import Waiting, waiting_in


class OwnReading:
    """Queries that are about one's own words, or about words that nobody has taken up."""

    def __init__(self, database: Database, keys: KeyStore, log: EventLog) -> None:
        self._database, self._keys, self._log = database, keys, log

    def my_reflections(
        self, actor: Actor, reference: str | UUID, limit: int = 20, before: int | None = None
    ) -> list[MyReflection]:
        """One's own reflections in a place with what came of each, newest first.

        `before` goes on after the one at this position of the log.
        """
        with self._database.reading() as connection:
            place = see_place(connection, self._keys, actor, reference)
            finder = finder_for(connection, self._keys, actor, place)
            return my_reflections_of(finder, limit, before)

    def my_reflection(self, actor: Actor, reference: str | UUID, id: str | UUID) -> MyReflection:
        """One of one's own, by id or external id; NotFound for somebody else's."""
        with self._database.reading() as connection:
            place = see_place(connection, self._keys, actor, reference)
            finder = finder_for(connection, self._keys, actor, place)
            return my_reflection_of(finder, id)

    def waiting(self, actor: Actor, reference: str | UUID, limit: int = 20) -> Waiting:
        """What no learning partner has heard, read or asked about. For learning partners only."""
        with self._database.reading() as connection:
            place = see_place(connection, self._keys, actor, reference)
            require(actor, Action.WRITE_MEMO, place.id)
            finder = finder_for(connection, self._keys, actor, place)
            return waiting_in(finder, limit)

    def questions(self, actor: Actor, reference: str | UUID, limit: int = 20) -> list[AskedAbout]:
        """What was asked of authors, with their answers. For learning partners only."""
        with self._database.reading() as connection:
            place = see_place(connection, self._keys, actor, reference)
            require(actor, Action.WRITE_MEMO, place.id)
            finder = finder_for(connection, self._keys, actor, place)
            return asked_in(finder, limit)

    def mentions(
        self, actor: Actor, reference: str | UUID, about: str | None = None
    ) -> list[MentionView]:
        """What was left out of reflections; about one person, where their name is given.

        For learning partners only.
        """
        with self._database.reading() as connection:
            place = see_place(connection, self._keys, actor, reference)
            require(actor, Action.WRITE_MEMO, place.id)
            found_by = None if about is None else lookups(self._keys, place.id, about)
            return mentions_in(connection, self._keys, place.id, about=found_by)

    def held_about(self, actor: Actor) -> dict[str, Any]:
        """Everything that is kept about whoever asks, as plain data; of nobody else."""
        if not any(may(actor, Action.SEE_PLACE, place) for place in actor.places or [None]):
            raise NotAllowed
        with self._database.reading() as connection:
            names = {one.id: one.name for one in places.all_places(connection, self._keys)}
            kept = held_about(connection, self._log, self._keys, actor.person_id)
        raised = concerns_raised(self._database, self._keys, actor.person_id, names)
        return kept | {"concerns_raised": raised}

    def held_about_another(self, actor: Actor, person_id: UUID) -> dict[str, Any]:
        """The same about somebody who asked in another way, for the learning partner who hands it
        on; but not whether they raised a concern, for that is told nobody else."""
        require(actor, Action.SEE_WHO_SAID_IT, None)
        with self._database.reading() as connection:
            return held_about(connection, self._log, self._keys, person_id)
