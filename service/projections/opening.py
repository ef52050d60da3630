"""Opening: the words in events of the loop, and the names of people in them, for a reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from psycopg import Connection
from pydantic import BaseModel

from service.domain.base import Event
from service.domain.sealed import ERASED, Sealed
from service.domain.values import Option, Party
from service.keystore import KeyStore
from service.projections import people
from service.projections.loop_shapes import OptionView, PartyView


class Opener:
    """Opens what some events say, with one question for the keys and one for the names."""

    def __init__(self, connection: Connection[Any], keys: KeyStore, events: Iterable[Event]):
        known = list(events)
        self._sealers = keys.sealers({event.originator_id for event in known}, connection)
        persons = {party.person for event in known for party in _parties(event) if party.person}
        names = people.names_of(connection, keys, persons)
        self._names = people.roles_of(connection, keys, persons) | names

    def words(self, event: Event, field: str) -> str | None:
        """What a field of an event says; None where nobody said anything."""
        sealed: Sealed | None = getattr(event, field)
        return None if sealed is None else self.text(event.originator_id, field, sealed)

    def said(self, event: Event, field: str) -> str:
        """The same, for a field that always says something."""
        return self.words(event, field) or ""

    def text(self, id: UUID, field: str, sealed: Sealed) -> str:
        """One sealed value of a thing."""
        sealer = self._sealers.get(id)
        return ERASED if sealer is None else sealer.open(field, sealed)

    def many(self, event: Event, field: str) -> list[str]:
        """A field that says several things."""
        return [self.text(event.originator_id, field, one) for one in getattr(event, field)]

    def party(self, event: Event, party: Party | None) -> PartyView | None:
        """Somebody who took part; who was erased has no name any more."""
        if party is None:
            return None
        name = self._names.get(party.person) if party.person else None
        if party.person is None and party.who is not None:
            name = self.text(event.originator_id, "who", party.who)
        return PartyView(person=party.person, name=name, perspective=party.perspective)

    def parties(self, event: Event, parties: Iterable[Party]) -> list[PartyView]:
        """All who took part."""
        return [view for party in parties if (view := self.party(event, party))]

    def options(self, event: Event, options: Iterable[Option]) -> list[OptionView]:
        """What could have been chosen or believed."""
        id = event.originator_id
        return [
            OptionView(
                text=self.text(id, "text", option.text),
                keeps=option.keeps,
                speaks_for=option.speaks_for and self.text(id, "speaks_for", option.speaks_for),
                speaks_against=option.speaks_against
                and self.text(id, "speaks_against", option.speaks_against),
            )
            for option in options
        ]


def _parties(part: BaseModel) -> Iterator[Party]:
    for name in type(part).model_fields:
        value = getattr(part, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Party):
                yield one
