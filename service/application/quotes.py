"""Quotes: asked for in exact words for one audience, given or declined, and taken back any time."""

from __future__ import annotations

from uuid import UUID

from service.application.commands import Receipt
from service.application.desk import Desk, Request
from service.application.rhythm_commands import AskForQuote, DeclineQuote, GiveQuote
from service.domain.errors import NotFound, Refused
from service.domain.person import Person
from service.domain.quote import Quote
from service.domain.reflection import Reflection, State
from service.policy import Action, require
from service.sealing import Sealer

NO_QUOTE = "There is no such quote here."


class Quotes:
    """Commands on quotes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ask(self, reflection_id: UUID, command: AskForQuote, request: Request) -> Receipt:
        """Ask a reflection's author whether exact words of it may be quoted.

        Refused where the words are not in it. Asking again for the same words finds the quote.
        """
        reflection = self._desk.load(Reflection, reflection_id, NO_QUOTE)
        require(request.actor, Action.WRITE_DIGESTS, reflection.place_id)
        require(request.actor, Action.READ_WORDS, reflection.place_id, scope=reflection.scope)
        if reflection.state != State.AVAILABLE:
            raise NotFound(NO_QUOTE)
        if _plain(command.words) not in _plain(self._words_of(reflection_id)):
            raise Refused("Quote exact words: these do not stand in the reflection.")
        digest = self._desk.keys.keyed(f"{reflection_id}\x1f{command.words}")
        quote_id = Quote.id_for(reflection_id, command.audience, digest)
        key = self._desk.keys.new_child(quote_id, reflection.author)
        quote = Quote.ask(
            quote_id,
            self._desk.said(request, command, key.sealer),
            place_id=reflection.place_id,
            person_id=reflection.author,
            reflection_id=reflection_id,
            audience=command.audience,
            words=key.sealer.seal("words", command.words),
        )
        return self._desk.begin(quote, key)

    def give(self, quote_id: UUID, command: GiveQuote, request: Request) -> Receipt:
        """Say yes, and how to be named."""

        def give(quote: Quote, sealer: Sealer) -> None:
            reflection = self._desk.load(Reflection, quote.reflection_id, NO_QUOTE)
            if reflection.state != State.AVAILABLE:
                raise Refused("You took these words back, so they cannot be quoted.")
            quote.give(
                self._desk.said(request, command, sealer),
                credit=sealer.seal("credit", command.credit),
                scope=reflection.scope,
            )

        return self._desk.change(Quote, quote_id, give, otherwise=NO_QUOTE)

    def decline(self, quote_id: UUID, command: DeclineQuote, request: Request) -> Receipt:
        """Say no, or take a yes back."""

        def decline(quote: Quote, sealer: Sealer) -> None:
            quote.decline(self._desk.said(request, command, sealer))

        return self._desk.change(Quote, quote_id, decline, otherwise=NO_QUOTE)

    def erase(self, quote_id: UUID, request: Request) -> Receipt:
        """Destroy its words once those that it quotes are gone: nobody has to be asked for that.

        Refused while they still stand.
        """

        def erase(quote: Quote) -> None:
            if not self._is_gone(quote):
                raise Refused("What it quotes is still there, so it is its speaker's to take back.")
            quote.erase(self._desk.said_plainly(request, self._desk.place(quote.place_id).zone))

        return self._desk.change_and_destroy(Quote, quote_id, erase, destroy=[quote_id])

    def _is_gone(self, quote: Quote) -> bool:
        if self._desk.load(Person, quote.person_id).is_erased:
            return True
        reflection = self._desk.load(Reflection, quote.reflection_id)
        left_out = reflection.redacted_at
        # It may hold what was left out since, and what was asked afterwards cannot.
        is_older = left_out is not None and quote.asked_at <= left_out
        return is_older or reflection.state == State.ERASED

    def _words_of(self, reflection_id: UUID) -> str:
        """All that the reflection says now."""
        said: dict[str, str] = {}
        for event in self._desk.log.events.get(reflection_id):
            if isinstance(event, Reflection.Recorded | Reflection.Amended):
                said |= {
                    field: self._desk.keys.open_field(event, field, sealed)
                    for field in ("noticed", "meaning")
                    if (sealed := getattr(event, field)) is not None
                }
                if getattr(event, "meaning_removed", False):
                    said.pop("meaning", None)
        return "\n".join(said.values())


def _plain(words: str) -> str:
    return " ".join(words.split())
