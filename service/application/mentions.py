"""Mentions: words about others are taken out of a reflection for good, and can be destroyed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID, uuid4

from service.application.commands import Receipt
from service.application.desk import TRIES, Desk, KnownPlace, Request
from service.application.mention_commands import EraseMention, RedactSpan
from service.domain.errors import Conflict, NotFound, Refused
from service.domain.mention import Mention
from service.domain.reflection import Reflection
from service.domain.vocabulary import MentionCategory
from service.eventstore import IntegrityError
from service.keystore import lookups
from service.policy import Action, require

LEFT_OUT = "[left out]"
NO_MENTION = "There is nothing by that name that was left out here."
NOT_THERE = "These words do not stand in the reflection. Copy them exactly."


@dataclass(frozen=True)
class _Said:
    """What a reflection says now, in each of its fields."""

    fields: dict[str, str]

    def without(self, words: str) -> _Said:
        """The same, with these words left out wherever they stand."""
        pattern = r"\s+".join(map(re.escape, words.split()))
        left = {
            name: re.sub(pattern, LEFT_OUT, said, flags=re.IGNORECASE)
            for name, said in self.fields.items()
        }
        if left == self.fields:
            raise Refused(NOT_THERE)
        return _Said(left)


class Mentions:
    """Commands on what was left out."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def redact(
        self, place: str | UUID, reference: str, command: RedactSpan, request: Request
    ) -> Receipt:
        """Leave words out: what the reflection says is sealed anew without them, its key replaced.

        Whatever was sealed under the key before, here or in a backup of the log, opens no more.
        The answer's id is the mention's. Refused where the words do not stand there.
        """
        known = self._desk.place(place)
        id = self._desk.existing_reflection(known, reference)
        for _ in range(TRIES):
            reflection = self._desk.load(Reflection, id)
            self._require_care(reflection, request)
            said = self._desk.said_plainly(request, known.zone)
            if reflection.has_answered(said):
                return self._answered(reflection, request)
            try:
                return self._redact(known, reflection, command, request)
            except IntegrityError:
                continue
        raise Conflict

    def _redact(
        self, place: KnownPlace, reflection: Reflection, command: RedactSpan, request: Request
    ) -> Receipt:
        keys, words = self._desk.keys, command.words
        left = self._said_now(reflection.id).without(words).fields
        new = keys.new_child(reflection.id, reflection.author)
        mention_id = Mention.id_for(reflection.id, reflection.version)
        own = keys.new_child(mention_id, reflection.author)
        is_name = command.category == MentionCategory.NAME
        about = command.about or (words if is_name else None)
        mention = Mention.keep(
            mention_id,
            self._desk.said(request.part("mention"), command, own.sealer, place.zone),
            place_id=place.id,
            reflection_id=reflection.id,
            category=command.category,
            words=own.sealer.seal("words", words),
            about=() if about is None else lookups(keys, place.id, about),
        )
        reflection.redact(
            self._desk.said(request, command, new.sealer, place.zone),
            mention_id=mention_id,
            category=command.category,
            **{name: new.sealer.seal(name, said) for name, said in left.items()},
        )
        self._desk.write_down("redaction", mention_id, request.now, of=reflection.id)
        position = self._desk.log.append(
            [mention, reflection], keys=[own, new], destroy=[reflection.id]
        )
        keys.sweep()
        return Receipt(id=mention_id, position=position or self._desk.log.head)

    def erase(self, mention_id: UUID, command: EraseMention, request: Request) -> Receipt:
        """Destroy what was left out, for good: somebody whom it is about asked for it."""
        mention = self._desk.load(Mention, mention_id, NO_MENTION)
        reflection = self._desk.load(Reflection, mention.reflection_id, NO_MENTION)
        is_gone = self._desk.keys.sealers([reflection.id]) == {}
        if not is_gone:  # What hangs on something erased goes without a question.
            self._require_care(reflection, request)
        zone = self._desk.place(mention.place_id).zone

        def erase(known: Mention) -> None:
            nobody = self._desk.keys.new_root(uuid4()).sealer
            known.erase(self._desk.said(request, command, nobody, zone))

        receipt = self._desk.change_and_destroy(Mention, mention_id, erase, destroy=[mention_id])
        self._desk.keys.sweep()
        return receipt

    def _said_now(self, id: UUID) -> _Said:
        fields: dict[str, str] = {}
        sealer = self._desk.keys.sealer(id)
        for event in self._desk.log.events.get(id):
            if not isinstance(event, Reflection.Recorded | Reflection.Amended):
                continue
            for name in ("noticed", "meaning", "role", "external_id"):
                if (sealed := getattr(event, name, None)) is not None:
                    fields[name] = sealer.open(name, sealed)
            if isinstance(event, Reflection.Amended) and event.meaning_removed:
                fields.pop("meaning", None)
        return _Said(fields)

    def _answered(self, reflection: Reflection, request: Request) -> Receipt:
        position = self._desk.log.position_of(reflection.id)
        for event in self._desk.log.events.get(reflection.id):
            if (
                isinstance(event, Reflection.SpanRedacted)
                and event.envelope.causation_id == request.command_id
            ):
                return Receipt(id=event.mention_id, position=position, already_there=True)
        raise NotFound(NO_MENTION)

    def _require_care(self, reflection: Reflection, request: Request) -> None:
        is_author = request.actor.person_id == reflection.author
        require(
            request.actor,
            Action.READ_WORDS,
            reflection.place_id,
            scope=reflection.scope,
            is_author=is_author,
        )
        if not is_author:
            require(request.actor, Action.CARE, reflection.place_id, scope=reflection.scope)
