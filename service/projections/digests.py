"""Digests: each one's newest document, where it is in its life, and every figure published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from service.domain.base import Event
from service.domain.digest import Digest
from service.domain.person import Person
from service.domain.suppression import Figure
from service.domain.vocabulary import DigestKind
from service.keystore import KeyStore
from service.projections.batch import Batch, Table
from service.sealing import opened

VERSION = 4

TABLE = """
CREATE TABLE digests (
    digest_id uuid PRIMARY KEY,
    kind text NOT NULL,
    programme_id uuid NOT NULL,
    places uuid[] NOT NULL,
    from_on date NOT NULL,
    to_on date NOT NULL,
    content bytea NOT NULL,
    quotes uuid[] NOT NULL,
    position bigint NOT NULL,
    edition int NOT NULL DEFAULT 1,
    signed_off uuid[] NOT NULL DEFAULT '{}',
    signed_off_at timestamptz,
    waiting uuid[] NOT NULL DEFAULT '{}',
    drafted_at timestamptz NOT NULL,
    set_aside_at timestamptz,
    sent_at timestamptz,
    checksum text,
    withheld int NOT NULL DEFAULT 0,
    corrected uuid[] NOT NULL DEFAULT '{}',
    what_we_heard bytea,
    what_we_will_do bytea,
    question_back bytea,
    responded_at timestamptz,
    shared_at timestamptz
);
CREATE INDEX digests_unsent_idx ON digests (from_on) WHERE sent_at IS NULL;
CREATE INDEX digests_places_idx ON digests USING gin (places);
CREATE INDEX digests_quotes_idx ON digests USING gin (quotes);
CREATE TABLE published_figures (
    digest_id uuid NOT NULL,
    number int NOT NULL,
    figure jsonb NOT NULL,
    PRIMARY KEY (digest_id, number)
);
CREATE TABLE digest_remarks (
    position bigint PRIMARY KEY,
    digest_id uuid NOT NULL,
    person_id uuid NOT NULL,
    kind text NOT NULL,
    words bytea NOT NULL,
    said_at timestamptz NOT NULL
);
CREATE INDEX digest_remarks_idx ON digest_remarks (digest_id);
CREATE INDEX digest_remarks_person_idx ON digest_remarks (person_id);
"""

DIGESTS: Table = (
    "digests",
    (
        "digest_id", "kind", "programme_id", "places", "from_on", "to_on", "content", "quotes",
        "position", "drafted_at",
    ),
)  # fmt: skip
FIGURES: Table = ("published_figures", ("digest_id", "number", "figure"))
REMARKS: Table = (
    "digest_remarks",
    ("position", "digest_id", "person_id", "kind", "words", "said_at"),
)


@dataclass(frozen=True)
class UnsentRow:
    """A digest that may still go out: what is known of it without opening what it says."""

    digest_id: UUID
    kind: DigestKind
    places: list[UUID]
    signed_off: list[UUID]
    signed_off_at: datetime | None
    waiting: list[UUID]
    drafted_at: datetime

    @property
    def is_agreed(self) -> bool:
        """True once all its places that do not wait have signed off."""
        taking_part = set(self.places) - set(self.waiting)
        return bool(taking_part) and taking_part <= set(self.signed_off)


@dataclass(frozen=True)
class DigestRow(UnsentRow):
    """A digest and where it is in its life; `content` is the document as JSON, or `[erased]`."""

    programme_id: UUID
    from_on: date
    to_on: date
    content: str
    quotes: list[UUID]
    edition: int
    set_aside_at: datetime | None
    sent_at: datetime | None
    checksum: str | None
    withheld: int
    corrected: list[UUID]
    what_we_heard: str | None
    what_we_will_do: str | None
    question_back: str | None
    responded_at: datetime | None
    shared_at: datetime | None

    @property
    def is_seen_first(self) -> bool:
        """True while the people of its places read what the funder is going to read."""
        waits = self.sent_at is None and self.set_aside_at is None
        return self.kind is DigestKind.FUNDER and waits and self.is_agreed


def fold(event: Event, position: int, batch: Batch) -> None:
    """Apply one event."""
    id = event.originator_id
    match event:
        case Person.Erased():
            batch.run("DELETE FROM digest_remarks WHERE person_id = %s", (id,))
        case Digest.Drafted():
            about = (event.kind, event.programme_id, list(event.places))
            days = (event.from_on, event.to_on)
            words = (event.content.box, list(event.quotes))
            batch.add(DIGESTS, (id, *about, *days, *words, position, event.recorded_at))
        case Digest.Edited():
            batch.run(_EDIT, (event.content.box, list(event.quotes), position, id))
        case Digest.SignedOff():
            told = {"place": event.place_id, "id": id, "at": event.recorded_at}
            batch.run(_SIGN_OFF, told)
        case Digest.Waits():
            batch.run(_WAIT, {"place": event.place_id, "id": id, "at": event.recorded_at})
        case Digest.SetAside():
            batch.run(
                "UPDATE digests SET set_aside_at = %s WHERE digest_id = %s",
                (event.recorded_at, id),
            )
        case Digest.Sent():
            sent = (event.content.box, list(event.quotes), position, event.recorded_at)
            batch.run(_SEND, (*sent, event.checksum, event.withheld, id))
            for number, figure in enumerate(event.figures):
                batch.add(FIGURES, (id, number, Jsonb(figure.model_dump(mode="json"))))
        case Digest.Corrected():
            batch.run(
                "UPDATE digests SET corrected = array_append(corrected, %s) WHERE digest_id = %s",
                (event.quote_id, id),
            )
        case Digest.Remarked():
            said = (event.envelope.actor, event.kind, event.words.box, event.recorded_at)
            batch.add(REMARKS, (position, id, *said))
        case Digest.FunderResponded():
            back = None if event.question_back is None else event.question_back.box
            answer = (event.what_we_heard.box, event.what_we_will_do.box, back)
            batch.run(_RESPOND, (*answer, event.recorded_at, id))
        case Digest.FunderResponseShared():
            batch.run(
                "UPDATE digests SET shared_at = %s WHERE digest_id = %s", (event.recorded_at, id)
            )
        case _:
            pass


def digest_of(connection: Connection[Any], keys: KeyStore, digest_id: UUID) -> DigestRow | None:
    """One digest."""
    found = _read(connection, keys, "digest_id = %(id)s", {"id": digest_id}, 1)
    return found[0] if found else None


def digests_about(
    connection: Connection[Any], keys: KeyStore, place_id: UUID, kind: DigestKind, limit: int = 50
) -> list[DigestRow]:
    """A place's digests, or those to the funder that speak of it, newest first."""
    where = "places @> ARRAY[%(place)s] AND kind = %(kind)s"
    return _read(connection, keys, where, {"place": place_id, "kind": kind}, limit)


def digests_of_programme(
    connection: Connection[Any], keys: KeyStore, programme_id: UUID, limit: int = 50
) -> list[DigestRow]:
    """A programme's digests to its funder, newest first."""
    where = "programme_id = %(programme)s AND kind = 'funder'"
    return _read(connection, keys, where, {"programme": programme_id}, limit)


def sent_to_funders(
    connection: Connection[Any],
    keys: KeyStore,
    programmes: Iterable[UUID] | None,
    limit: int = 50,
) -> list[DigestRow]:
    """What was sent to the funders of these programmes, or of all, newest first."""
    where = (
        "kind = 'funder' AND sent_at IS NOT NULL "
        "AND (%(programmes)s::uuid[] IS NULL OR programme_id = ANY (%(programmes)s))"
    )
    wanted = None if programmes is None else list(programmes)
    return _read(connection, keys, where, {"programmes": wanted}, limit)


def corrected_with(connection: Connection[Any], quote: UUID, group: UUID) -> list[UUID]:
    """The digests of a place or programme in which this quote was taken back, newest first."""
    rows = connection.execute(
        "SELECT digest_id FROM digests WHERE corrected @> ARRAY[%(quote)s] AND (kind = 'funder' "
        "AND programme_id = %(group)s OR kind = 'place' AND places @> ARRAY[%(group)s]) "
        "ORDER BY from_on DESC, digest_id",
        {"quote": quote, "group": group},
    )
    return [digest for (digest,) in rows]


def quotes_in_sent(connection: Connection[Any]) -> list[tuple[UUID, DigestKind, UUID]]:
    """Quotes that were sent and not corrected since, each with its digest and for whom it was."""
    rows = connection.execute(_SENT_QUOTES).fetchall()
    return [(digest, DigestKind(kind), quote) for digest, kind, quote in rows]


def told_to(connection: Connection[Any], place_id: UUID, first: date, last: date) -> date | None:
    """To which of these days, but the last, a digest of the place has told already, if one has."""
    row = connection.execute(
        "SELECT max(to_on) FROM digests WHERE kind = 'place' AND places = ARRAY[%s::uuid] "
        "AND to_on >= %s AND to_on < %s",
        (place_id, first, last),
    ).fetchone()
    return None if row is None else row[0]


def unsent(connection: Connection[Any]) -> list[UnsentRow]:
    """Digests that may still go out, oldest first; nothing that they say is opened."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_UNSENT).fetchall()
    return [UnsentRow(**row | {"kind": DigestKind(row["kind"])}) for row in rows]


def published(connection: Connection[Any]) -> list[Figure]:
    """Every figure that was ever published, oldest first, whatever became of its digest."""
    rows = connection.execute(_PUBLISHED).fetchall()
    return [Figure.model_validate(figure) for (figure,) in rows]


def _read(
    connection: Connection[Any],
    keys: KeyStore,
    where: str,
    told: dict[str, Any],
    limit: int,
) -> list[DigestRow]:
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            _READ.replace("$where", where).encode(), told | {"limit": limit}
        ).fetchall()
    sealers = keys.sealers((row["digest_id"] for row in rows), connection)
    for row in rows:
        del row["position"]
        for field in ("content", "what_we_heard", "what_we_will_do", "question_back"):
            row[field] = opened(sealers, row["digest_id"], field, row[field])
        row["kind"] = DigestKind(row["kind"])
    return [DigestRow(**row) for row in rows]


_EDIT = (
    "UPDATE digests SET content = %s, quotes = %s, position = %s, signed_off = '{}', "
    "edition = edition + 1 WHERE digest_id = %s"
)
_SIGN_OFF = (
    "UPDATE digests SET signed_off_at = %(at)s, signed_off = CASE WHEN %(place)s = ANY (waiting) "
    "THEN '{}' ELSE array_append(signed_off, %(place)s) END, "
    "edition = edition + (%(place)s = ANY (waiting))::int, "
    "waiting = array_remove(waiting, %(place)s) WHERE digest_id = %(id)s"
)
_WAIT = (
    "UPDATE digests SET waiting = array_append(waiting, %(place)s), "
    "signed_off = array_remove(signed_off, %(place)s), edition = edition + 1, "
    # Their own people have their day with what is left of it.
    "signed_off_at = CASE WHEN signed_off_at IS NOT NULL THEN %(at)s END WHERE digest_id = %(id)s"
)
_SEND = (
    "UPDATE digests SET content = %s, quotes = %s, position = %s, sent_at = %s, checksum = %s, "
    "withheld = %s WHERE digest_id = %s"
)
_RESPOND = (
    "UPDATE digests SET what_we_heard = %s, what_we_will_do = %s, question_back = %s, "
    "responded_at = %s WHERE digest_id = %s"
)
_READ = "SELECT * FROM digests WHERE $where ORDER BY from_on DESC, digest_id LIMIT %(limit)s"
_UNSENT = """
SELECT digest_id, kind, places, signed_off, signed_off_at, waiting, drafted_at
FROM digests WHERE sent_at IS NULL AND set_aside_at IS NULL ORDER BY from_on, digest_id
"""
_SENT_QUOTES = """
SELECT d.digest_id, d.kind, quote FROM digests d CROSS JOIN LATERAL unnest(d.quotes) AS quote
WHERE d.sent_at IS NOT NULL AND NOT quote = ANY (d.corrected)
ORDER BY d.from_on, d.digest_id, quote
"""
_PUBLISHED = """
SELECT figure FROM published_figures JOIN digests USING (digest_id)
ORDER BY sent_at, digest_id, number
"""
