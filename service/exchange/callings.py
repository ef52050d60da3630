"""Callings: how a file that somebody takes away calls people, which is never by their names."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from service.domain.sealed import ERASED
from service.keystore import KeyStore
from service.policy import Action, Actor, may
from service.projections.loop_shapes import PartyView

ME, SOMEBODY = "me", "somebody"


class Callings:
    """What one reader of a place is told of people.

    The learning partner gets what the place calls them, as in `people` and `export`. Everybody
    else gets no more than from where somebody speaks; only of themselves they know who it is.
    """

    def __init__(self, actor: Actor, place_id: UUID, keys: KeyStore) -> None:
        self._me = actor.person_id
        self.tells_who = may(actor, Action.SEE_WHO_SAID_IT, place_id)
        self._outside = keys.outside_names(f"place:{place_id}") if self.tells_who else {}

    def of(self, person: UUID | None) -> str | None:
        """What to call somebody, where this reader is told who it is."""
        if person is None:
            return None
        if self.tells_who:
            return self._outside.get(person) or f"person-{person.hex[:12]}"
        return ME if person == self._me else None

    def party(self, party: PartyView) -> str:
        """Somebody who took part: as the place calls them, else their role in words."""
        said = None if party.person or party.name == ERASED else party.name
        named = self.of(party.person) or said or SOMEBODY
        return f"{named} ({party.perspective})" if party.perspective else named

    def parties(self, parties: Iterable[PartyView]) -> list[str]:
        """All who took part."""
        return [self.party(party) for party in parties]
