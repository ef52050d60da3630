"""Quoting: which quotes stand now, in exact words and with the credit their speakers chose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection

from service.domain.vocabulary import Audience, Scope
from service.keystore import KeyStore

SEEN_BY = {
    Audience.PLACE: (Audience.PLACE, Audience.FUNDER, Audience.PUBLIC),
    Audience.FUNDER: (Audience.FUNDER, Audience.PUBLIC),
    Audience.PUBLIC: (Audience.PUBLIC,),
}
"""A yes for a wider audience is one for a narrower as well."""


@dataclass(frozen=True)
class Quoted:
    """Words that may be quoted now."""

    quote_id: UUID
    reflection_id: UUID
    words: str
    credit: str


def live_quotes(
    connection: Connection[Any],
    keys: KeyStore,
    audience: Audience,
    *,
    ids: Iterable[UUID] | None = None,
    reflections: Sequence[UUID] | None = None,
) -> dict[UUID, Quoted]:
    """Of these quotes, or quotes of these reflections, those that stand for this audience now.

    One counts while its speaker's yes does, its reflection is there, and no fewer people may see
    that than when they said yes.
    """
    asked = {
        "audiences": list(SEEN_BY[audience]),
        "ids": None if ids is None else list(ids),
        "reflections": None if reflections is None else list(reflections),
    }
    rows = connection.execute(_STANDING, asked).fetchall()
    stand = [row for row in rows if not Scope(row[4]).is_wider_than(Scope(row[5]))]
    sealers = keys.sealers((row[0] for row in stand), connection)
    return {
        quote: Quoted(
            quote_id=quote,
            reflection_id=reflection,
            words=sealers[quote].open("words", words),
            credit=sealers[quote].open("credit", credit),
        )
        for quote, reflection, words, credit, _, _ in stand
        if quote in sealers
    }


_STANDING = """
SELECT q.quote_id, q.reflection_id, q.words, q.credit, q.given_scope, e.scope
FROM asked_quotes q JOIN entries e ON e.id = q.reflection_id AND e.kind = 'reflection'
WHERE q.standing = 'given' AND e.state = 'available' AND q.audience = ANY (%(audiences)s)
    AND (%(ids)s::uuid[] IS NULL OR q.quote_id = ANY (%(ids)s))
    AND (%(reflections)s::uuid[] IS NULL OR q.reflection_id = ANY (%(reflections)s))
ORDER BY q.asked_at, q.quote_id
"""
