"""Remarks on digests: what people said is missing in one, or not right, for who wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from service.domain.vocabulary import RemarkKind
from service.keystore import KeyStore
from service.sealing import opened_twice


@dataclass(frozen=True)
class RemarkRow:
    """What somebody said about a digest; who it was is not told on."""

    kind: RemarkKind
    words: str
    said_at: datetime


def remarks_on(connection: Connection[Any], keys: KeyStore, digest_id: UUID) -> list[RemarkRow]:
    """What people said is missing in a digest, or not right, oldest first."""
    rows = connection.execute(
        "SELECT person_id, kind, words, said_at FROM digest_remarks "
        "WHERE digest_id = %s ORDER BY position",
        (digest_id,),
    ).fetchall()
    sealers = keys.sealers({digest_id, *(row[0] for row in rows)}, connection)
    return [
        RemarkRow(RemarkKind(kind), words, said_at)
        for person, kind, box, said_at in rows
        if (words := opened_twice(sealers, digest_id, person, "words", box)) is not None
    ]
