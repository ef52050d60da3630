"""Digests: drafted, put better by people, signed off by places, sent, and answered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from service.application.commands import Command, Receipt
from service.application.desk import Desk, Request
from service.application.rhythm_commands import RemarkOnDigest, RespondToDigest
from service.domain.digest import Digest
from service.domain.errors import NotFound
from service.domain.suppression import Figure
from service.domain.vocabulary import DigestKind
from service.policy import Action, Actor, may, require
from service.sealing import Sealer

NO_DIGEST = "There is no such digest here."


@dataclass(frozen=True)
class Draft:
    """A digest as it is written: its document as JSON, and the quotes that it would print."""

    kind: DigestKind
    programme_id: UUID
    places: tuple[UUID, ...]
    from_on: date
    to_on: date
    content: str
    quotes: tuple[UUID, ...]

    @property
    def about(self) -> UUID:
        """The place or the programme that it is about; its key hangs on that one's."""
        return self.places[0] if self.kind == DigestKind.PLACE else self.programme_id

    @property
    def id(self) -> UUID:
        """The digest's id: drafting it again finds it there."""
        return Digest.id_for(self.kind, self.about, self.from_on)


class Digests:
    """Commands on digests. What they say is written in `service/digests`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def draft(self, draft: Draft, request: Request) -> Receipt:
        """Write a first draft; once, whoever says it how often."""
        for place in draft.places:
            require(request.actor, Action.WRITE_DIGESTS, place)
        key = self._desk.keys.new_child(draft.id, draft.about)
        digest = Digest.draft(
            draft.id,
            self._desk.said(request, Command(), key.sealer),
            kind=draft.kind,
            programme_id=draft.programme_id,
            places=draft.places,
            from_on=draft.from_on,
            to_on=draft.to_on,
            content=key.sealer.seal("content", draft.content),
            quotes=draft.quotes,
        )
        return self._desk.begin(digest, key)

    def edit(
        self,
        digest_id: UUID,
        content: str,
        quotes: tuple[UUID, ...],
        request: Request,
        *,
        edition: int,
    ) -> Receipt:
        """Put the edition better that was read. Every place signs off anew what it reads then."""

        def edit(digest: Digest, sealer: Sealer) -> None:
            self._require(digest, Action.WRITE_DIGESTS, request.actor)
            said = self._desk.said(request, Command(), sealer)
            digest.edit(
                said, edition=edition, content=sealer.seal("content", content), quotes=quotes
            )

        return self._change(digest_id, edit)

    def sign_off(
        self, digest_id: UUID, place_id: UUID, request: Request, *, edition: int
    ) -> Receipt:
        """Agree, for one place, that the edition which was read goes out."""
        require(request.actor, Action.SIGN_OFF_DIGESTS, place_id)

        def sign_off(digest: Digest, sealer: Sealer) -> None:
            said = self._desk.said(request, Command(), sealer)
            digest.sign_off(said, place_id=place_id, edition=edition)

        return self._change(digest_id, sign_off)

    def wait(self, digest_id: UUID, place_id: UUID, request: Request) -> Receipt:
        """Rather not be in it this time; no reason is asked."""
        require(request.actor, Action.SIGN_OFF_DIGESTS, place_id)

        def wait(digest: Digest, sealer: Sealer) -> None:
            digest.wait(self._desk.said(request, Command(), sealer), place_id=place_id)

        return self._change(digest_id, wait)

    def set_aside(self, digest_id: UUID, request: Request) -> Receipt:
        """Leave it out this time."""

        def set_aside(digest: Digest, sealer: Sealer) -> None:
            for place in digest.places:  # Who speaks for one of several lets that one wait.
                require(request.actor, Action.SIGN_OFF_DIGESTS, place)
            digest.set_aside(self._desk.said(request, Command(), sealer))

        return self._change(digest_id, set_aside)

    def send(
        self,
        digest_id: UUID,
        request: Request,
        *,
        edition: int,
        content: str,
        quotes: tuple[UUID, ...],
        live_quotes: frozenset[UUID],
        figures: tuple[Figure, ...],
        withheld: int,
        by_itself: bool = False,
    ) -> Receipt:
        """Let it out, as it is now and for good (I11)."""

        def send(digest: Digest, sealer: Sealer) -> None:
            self._require(digest, Action.SEND_DIGESTS, request.actor)
            digest.send(
                self._desk.said(request, Command(), sealer),
                edition=edition,
                content=sealer.seal("content", content),
                checksum=hashlib.sha256(content.encode()).hexdigest(),
                quotes=quotes,
                live_quotes=live_quotes,
                figures=figures,
                withheld=withheld,
                by_itself=by_itself,
            )

        return self._change(digest_id, send)

    def correct(self, digest_id: UUID, quote_id: UUID, request: Request) -> Receipt:
        """Note that a quote which it had was taken back."""

        def correct(digest: Digest, sealer: Sealer) -> None:
            self._require(digest, Action.SEND_DIGESTS, request.actor)
            said = self._desk.said(request, Command(), sealer)
            digest.correct(said, quote_id=quote_id)

        return self._change(digest_id, correct)

    def remark(self, digest_id: UUID, command: RemarkOnDigest, request: Request) -> Receipt:
        """Say what is missing in a place's digest, or not right."""

        def remark(digest: Digest, sealer: Sealer) -> None:
            self._require(digest, Action.RECORD, request.actor)
            digest.remark(
                self._desk.said(request, command, sealer),
                kind=command.kind,
                words=sealer.seal("words", command.words),
            )

        return self._desk.change(
            Digest, digest_id, remark, otherwise=NO_DIGEST, remark_by=request.actor.person_id
        )

    def respond(self, digest_id: UUID, command: RespondToDigest, request: Request) -> Receipt:
        """Answer it, as its funder."""

        def respond(digest: Digest, sealer: Sealer) -> None:
            is_theirs = may(request.actor, Action.ANSWER_DIGESTS, digest.programme_id)
            if not is_theirs or not digest.is_sent:
                raise NotFound(NO_DIGEST)
            digest.respond(
                self._desk.said(request, command, sealer),
                what_we_heard=sealer.seal("what_we_heard", command.what_we_heard),
                what_we_will_do=sealer.seal("what_we_will_do", command.what_we_will_do),
                question_back=sealer.seal_if("question_back", command.question_back),
            )

        return self._change(digest_id, respond)

    def share_response(self, digest_id: UUID, request: Request) -> Receipt:
        """Pass on to the places what their funder said."""

        def share(digest: Digest, sealer: Sealer) -> None:
            self._require(digest, Action.WRITE_DIGESTS, request.actor)
            digest.share_response(self._desk.said(request, Command(), sealer))

        return self._change(digest_id, share)

    def _require(self, digest: Digest, action: Action, actor: Actor) -> None:
        """One of its places is enough, for a digest is written together."""
        for place in digest.places:
            if may(actor, action, place):
                return
        require(actor, action, digest.places[0])

    def _change(self, digest_id: UUID, do: Callable[[Digest, Sealer], None]) -> Receipt:
        return self._desk.change(Digest, digest_id, do, otherwise=NO_DIGEST)


def programme_digest_id(programme_id: UUID, month: date) -> UUID:
    """The id of a programme's digest of the month that this day is in."""
    return Digest.id_for(DigestKind.FUNDER, programme_id, month.replace(day=1))
