"""Erasing: a person or a reflection with all that hangs on it, and what nobody can call back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection
from pydantic import BaseModel

from service.application.commands import EraseReflection, Receipt
from service.application.desk import Request
from service.application.mention_commands import EraseMention, RedactSpan
from service.bootstrap import System
from service.domain.vocabulary import DigestKind


class SentDigest(BaseModel):
    """A digest that went out with their words in it: which, when, and to how many."""

    id: UUID
    kind: DigestKind
    from_on: date
    to_on: date
    sent_at: datetime
    letters: int
    """How many got it as a letter. These cannot be called back."""


class Erasure(BaseModel):
    """What an erasure took away, and what it could not reach."""

    id: UUID
    position: int
    already_there: bool
    keys: int
    quotes: int
    identities: int
    letters: int
    """Letters that went to themselves: they lie in their own mailbox."""
    messages: int
    """Messages of ours in Slack that are taken away now."""
    typed_in_slack: int
    """What they typed in Slack themselves, which stays there."""
    digests: list[SentDigest]
    backups_until: date


def erase_person(system: System, person_id: UUID, request: Request) -> Erasure:
    """Erase somebody for good, with every quote of theirs, and say what could not be reached."""
    with system.database.reading() as connection:
        before = _before(connection, _OF_PERSON, {"person": person_id, "reflection": None})
    receipt = system.people.erase_person(person_id, request)
    _erase_each(system, before.quote_ids, request)
    counts = before.counts("keys", "quotes", "identities", "letters", "messages")
    if not receipt.already_there:
        system.people.note_carried_out(person_id, request.part("carried out"), **counts)
    return before.told(receipt, request.now, system.settings.backup_days)


def erase_reflection(
    system: System,
    place: str | UUID,
    reference: str,
    command: EraseReflection,
    request: Request,
) -> Erasure:
    """Erase one reflection for good, with every quote of it, and say what could not be reached."""
    _, id = system.capture.find(place, reference)
    with system.database.reading() as connection:
        before = _before(connection, _OF_REFLECTION, {"person": None, "reflection": id})
    receipt = system.capture.erase_reflection(place, reference, command, request)
    _erase_each(system, before.quote_ids, request)
    erase_mentions(system, request, of=id)
    if not receipt.already_there:
        counts = before.counts("keys", "quotes", "messages")
        system.capture.note_carried_out(id, request.part("carried out"), **counts)
    return before.told(receipt, request.now, system.settings.backup_days)


def redact(
    system: System, place: str | UUID, reference: str, command: RedactSpan, request: Request
) -> Receipt:
    """Leave words out of a reflection for good, and out of every quote of it that was asked."""
    receipt = system.mentions.redact(place, reference, command, request)
    _, id = system.capture.find(place, reference)
    with system.database.reading() as connection:
        quotes = [q for (q,) in connection.execute(_QUOTES, {"person": None, "reflection": id})]
    _erase_each(system, quotes, request)
    return receipt


def erase_quotes(system: System, request: Request) -> int:
    """Destroy the quotes of what was erased meanwhile, however that came; how many there were."""
    with system.database.reading() as connection:
        found = [id for (id,) in connection.execute(_ORPHANED_QUOTES)]
    _erase_each(system, found, request)
    return len(found)


def erase_mentions(system: System, request: Request, *, of: UUID | None = None) -> int:
    """Destroy what was left out of reflections that were erased meanwhile; how many there were."""
    with system.database.reading() as connection:
        found = [id for (id,) in connection.execute(_ORPHANED_MENTIONS, {"of": of})]
    for mention in found:
        system.mentions.erase(mention, EraseMention(), request.part(mention))
    return len(found)


def in_words(erasure: Erasure) -> list[str]:
    """What an erasure could not reach, in plain sentences."""
    told = [
        f"{_NAMES[one.kind]} of {_day(one.from_on)} to {_day(one.to_on)} went out with a quote on "
        f"{_day(one.sent_at.date())}. {_sent_by_letter(one.letters)}"
        for one in erasure.digests
    ]
    if erasure.letters:
        told.append(f"Letters that lie in their own mailbox: {erasure.letters}.")
    if erasure.typed_in_slack:
        told.append(
            f"What they typed in Slack themselves stays there: {erasure.typed_in_slack}. "
            "They can delete it."
        )
    told.append("What other people wrote in Slack, and files that somebody saved, stay as well.")
    told.append(f"Backups of the keys hold it until {_day(erasure.backups_until)}.")
    return told


class _Before(BaseModel):
    """What there was, read before it goes."""

    keys: int
    quotes: int
    identities: int
    letters: int
    messages: int
    typed_in_slack: int
    quote_ids: list[UUID]
    digests: list[SentDigest]

    def counts(self, *names: str) -> dict[str, int]:
        """Some of the numbers."""
        return {name: getattr(self, name) for name in names}

    def told(self, receipt: Receipt, now: datetime, backup_days: int) -> Erasure:
        """What somebody who erased it gets to know."""
        return Erasure(
            **receipt.model_dump(include={"id", "position", "already_there"}),
            **self.model_dump(exclude={"quote_ids"}),
            backups_until=now.date() + timedelta(days=backup_days),
        )


def _before(connection: Connection[Any], whose: str, about: dict[str, UUID | None]) -> _Before:
    quotes = [id for (id,) in connection.execute(_QUOTES, about)]
    digests = connection.execute(_SENT, {"quotes": quotes}).fetchall()
    row = connection.execute(whose.encode(), about | {"quotes": quotes}).fetchone()
    keys, identities, letters, messages, typed = row or (0,) * 5
    names = list(SentDigest.model_fields)
    return _Before(
        keys=keys,
        quotes=len(quotes),
        identities=identities,
        letters=letters,
        messages=messages,
        typed_in_slack=typed,
        quote_ids=quotes,
        digests=[SentDigest(**dict(zip(names, one, strict=True))) for one in digests],
    )


def _erase_each(system: System, quotes: Sequence[UUID], request: Request) -> None:
    for quote in quotes:
        system.quotes.erase(quote, request.part(quote))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _sent_by_letter(letters: int) -> str:
    went = "1 letter" if letters == 1 else f"{letters} letters"
    return f"The page shows it no more; {went} cannot be called back."


_NAMES = {DigestKind.PLACE: "The place's digest", DigestKind.FUNDER: "The funder's digest"}

_QUOTES = """
SELECT quote_id FROM asked_quotes JOIN keystore.keys ON id = quote_id AND box IS NOT NULL
WHERE person_id = %(person)s OR reflection_id = %(reflection)s ORDER BY asked_at, quote_id
"""

_SENT = """
SELECT digest_id, kind, from_on, to_on, sent_at, (
    SELECT count(*) FROM letters.letters AS l
    WHERE l.about = d.digest_id AND l.sent_at IS NOT NULL
) FROM digests AS d
WHERE d.sent_at IS NOT NULL AND d.quotes && %(quotes)s::uuid[] ORDER BY d.sent_at, digest_id
"""

_OF_PERSON = """
SELECT
    (SELECT count(*) FROM keystore.keys
     WHERE (id = %(person)s OR parent = %(person)s) AND box IS NOT NULL),
    (SELECT count(*) FROM vault.identities WHERE person_id = %(person)s),
    (SELECT count(*) FROM letters.letters WHERE person_id = %(person)s AND sent_at IS NOT NULL),
    (SELECT count(*) FROM slack.posts WHERE person_id = %(person)s AND message IS NOT NULL),
    (SELECT count(*) FROM slack.sources WHERE person_id = %(person)s AND sealed IS NOT NULL)
"""

_OF_REFLECTION = """
SELECT
    (SELECT count(*) FROM keystore.keys
     WHERE (id = %(reflection)s OR id = ANY (%(quotes)s::uuid[])) AND box IS NOT NULL),
    0, 0,
    (SELECT count(*) FROM slack.posts WHERE about = %(reflection)s AND message IS NOT NULL),
    (SELECT count(*) FROM slack.sources
     WHERE reflection_id = %(reflection)s AND sealed IS NOT NULL)
"""

_ORPHANED_MENTIONS = """
SELECT m.mention_id FROM mentions AS m
LEFT JOIN entries AS e ON e.id = m.reflection_id AND e.kind = 'reflection'
WHERE m.erased_on IS NULL AND (e.state = 'erased' OR m.reflection_id = %(of)s)
ORDER BY m.mention_id
"""

_ORPHANED_QUOTES = """
SELECT q.quote_id FROM asked_quotes AS q
LEFT JOIN entries AS e ON e.id = q.reflection_id AND e.kind = 'reflection'
WHERE q.standing = 'erased' OR e.state = 'erased' OR EXISTS (
    SELECT FROM mentions AS m
    WHERE m.reflection_id = q.reflection_id AND m.left_out_at >= q.asked_at
)
ORDER BY q.quote_id
"""
