"""Quoting: which quotes stand now, in exact words and with the credit their speakers chose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from service.domain.vocabulary import Audience, DigestKind, Scope
from service.keystore import KeyStore

AUDIENCES = {DigestKind.PLACE: Audience.PLACE, DigestKind.FUNDER: Audience.FUNDER}
"""For whom each kind of digest is."""
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

    One counts while its speaker's yes does, its reflection is there and still says it, and no
    fewer people may see that than when they said yes.
    """
    asked = {
        "audiences": list(SEEN_BY[audience]),
        "ids": None if ids is None else list(ids),
        "reflections": None if reflections is None else list(reflections),
    }
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_STANDING, asked).fetchall()
    stand = [row for row in rows if not Scope(row["given"]).is_wider_than(Scope(row["scope"]))]
    sealers = keys.sealers({row[id] for row in stand for id in ("quote", "reflection")}, connection)
    found = {}
    for row in stand:
        quote, reflection = sealers.get(row["quote"]), sealers.get(row["reflection"])
        if quote is None or reflection is None:
            continue
        words = quote.open("words", row["words"])
        said = [
            reflection.open(field, row[field])
            for field in ("noticed", "meaning")
            if row[field] is not None
        ]
        if plain(words) in plain("\n".join(said)):
            credit = quote.open("credit", row["credit"])
            found[row["quote"]] = Quoted(row["quote"], row["reflection"], words, credit)
    return found


def plain(words: str) -> str:
    """Words without regard to where their lines break."""
    return " ".join(words.split())


_STANDING = """
SELECT q.quote_id AS quote, q.reflection_id AS reflection, q.words, q.credit,
    q.given_scope AS given, e.scope, e.words AS noticed, e.meaning
FROM asked_quotes q JOIN entries e ON e.id = q.reflection_id AND e.kind = 'reflection'
WHERE q.standing = 'given' AND e.state = 'available' AND q.audience = ANY (%(audiences)s)
    AND (%(ids)s::uuid[] IS NULL OR q.quote_id = ANY (%(ids)s))
    AND (%(reflections)s::uuid[] IS NULL OR q.reflection_id = ANY (%(reflections)s))
ORDER BY q.asked_at, q.quote_id
"""
