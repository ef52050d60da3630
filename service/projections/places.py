"""Places: their names, language stage, local phrases over behaviours, and what they focus on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import Connection

from service.domain.base import Event
from service.domain.place import Place
from service.domain.programme import Programme
from service.domain.vocabulary import LanguageStage
from service.keystore import KeyStore
from service.projections.batch import Batch, Table
from service.projections.shapes import Focus, Phrase, PlaceView
from service.sealing import opened

VERSION = 1

TABLE = """
CREATE TABLE places (
    place_id uuid PRIMARY KEY,
    programme_id uuid NOT NULL,
    name bytea NOT NULL,
    zone text NOT NULL,
    route_in text NOT NULL,
    direction text NOT NULL,
    language_stage text NOT NULL,
    joined_on date NOT NULL
);
CREATE TABLE place_stages (
    position bigint PRIMARY KEY,
    place_id uuid NOT NULL,
    stage text NOT NULL,
    changed_on date NOT NULL
);
CREATE TABLE phrases (
    position bigint PRIMARY KEY,
    phrase_id uuid NOT NULL,
    place_id uuid NOT NULL,
    phrase bytea NOT NULL,
    meaning bytea,
    codes text[] NOT NULL,
    adopted_on date NOT NULL,
    is_retired boolean NOT NULL DEFAULT false
);
CREATE TABLE focuses (
    position bigint PRIMARY KEY,
    place_id uuid NOT NULL,
    codes text[] NOT NULL,
    reason bytea NOT NULL,
    from_on date NOT NULL,
    to_on date
);
CREATE TABLE programme_frameworks (
    position bigint PRIMARY KEY,
    programme_id uuid NOT NULL,
    kind text NOT NULL,
    document bytea NOT NULL
);
"""

PLACES: Table = (
    "places",
    (
        "place_id", "programme_id", "name", "zone", "route_in", "direction", "language_stage",
        "joined_on",
    ),
)  # fmt: skip
STAGES: Table = ("place_stages", ("position", "place_id", "stage", "changed_on"))
PHRASES: Table = (
    "phrases",
    ("position", "phrase_id", "place_id", "phrase", "meaning", "codes", "adopted_on"),
)
FOCUSES: Table = (
    "focuses",
    ("position", "place_id", "codes", "reason", "from_on", "to_on"),
)
FRAMEWORKS: Table = (
    "programme_frameworks",
    ("position", "programme_id", "kind", "document"),
)


def fold(event: Event, position: int, batch: Batch) -> None:
    """Apply one event."""
    id, day = event.originator_id, event.envelope.occurred_at.date()
    match event:
        case Programme.FrameworkLoaded():
            batch.add(FRAMEWORKS, (position, id, event.kind, event.document.box))
        case Place.Joined():
            batch.add(
                PLACES,
                (
                    id,
                    event.programme_id,
                    event.name.box,
                    event.zone,
                    event.route_in,
                    event.direction,
                    LanguageStage.LOCAL_ONLY,
                    day,
                ),
            )
        case Place.RouteInDescribed():
            batch.run(
                "UPDATE places SET route_in = %s, direction = %s WHERE place_id = %s",
                (event.route_in, event.direction, id),
            )
        case Place.LanguageStageChanged():
            batch.run(
                "UPDATE places SET language_stage = %s WHERE place_id = %s", (event.stage, id)
            )
            batch.add(STAGES, (position, id, event.stage, day))
        case Place.LocalPhraseAdopted():
            meaning = None if event.meaning is None else event.meaning.box
            codes = list(event.codes)
            batch.add(
                PHRASES, (position, event.phrase_id, id, event.phrase.box, meaning, codes, day)
            )
        case Place.LocalPhraseRetired():
            batch.run(
                "UPDATE phrases SET is_retired = true WHERE phrase_id = %s", (event.phrase_id,)
            )
        case Place.FocusChosen():
            row = (position, id, list(event.codes), event.reason.box, event.from_on, event.to_on)
            batch.add(FOCUSES, row)
        case _:
            pass


def all_places(
    connection: Connection[Any], keys: KeyStore, only: Iterable[UUID] | None = None
) -> list[PlaceView]:
    """Places by name: those in `only`, or all."""
    wanted = None if only is None else list(only)
    rows = connection.execute(
        "SELECT place_id, name, zone, language_stage, joined_on FROM places "
        "WHERE %s::uuid[] IS NULL OR place_id = ANY (%s)",
        (wanted, wanted),
    ).fetchall()
    ids = [row[0] for row in rows]
    sealers = keys.sealers(ids, connection)
    phrases, focus = _phrases(connection, sealers, ids), _focus(connection, sealers, ids)
    found = [
        PlaceView(
            id=id,
            name=opened(sealers, id, "name", name) or "",
            zone=zone,
            language_stage=stage,
            phrases=phrases.get(id, []),
            focus=focus.get(id, []),
            joined_on=joined_on,
        )
        for id, name, zone, stage, joined_on in rows
    ]
    return sorted(found, key=lambda place: place.name.casefold())


def overt_since(connection: Connection[Any], place_id: UUID) -> date | None:
    """Since when a place uses the framework's own words openly, if it does (Q15)."""
    row = connection.execute(
        "SELECT stage, changed_on FROM place_stages WHERE place_id = %s "
        "ORDER BY position DESC LIMIT 1",
        (place_id,),
    ).fetchone()
    return row[1] if row and row[0] == LanguageStage.OVERT else None


def phrase_dates(connection: Connection[Any], place_id: UUID) -> dict[str, date]:
    """When each behaviour first had words of the place's own."""
    rows = connection.execute(
        "SELECT unnest(codes) AS code, min(adopted_on) FROM phrases WHERE place_id = %s "
        "GROUP BY code",
        (place_id,),
    )
    return dict(rows.fetchall())


def framework_documents(
    connection: Connection[Any], keys: KeyStore, place_id: UUID
) -> dict[str, str]:
    """The newest framework of each kind that the place's programme loaded, as JSON."""
    rows = connection.execute(
        "SELECT DISTINCT ON (kind) kind, programme_id, document FROM programme_frameworks "
        "WHERE programme_id = (SELECT programme_id FROM places WHERE place_id = %s) "
        "ORDER BY kind, position DESC",
        (place_id,),
    ).fetchall()
    sealers = keys.sealers((programme for _, programme, _ in rows), connection)
    return {
        kind: sealers[programme].open("document", document)
        for kind, programme, document in rows
        if programme in sealers
    }


def _phrases(
    connection: Connection[Any], sealers: Any, places: list[UUID]
) -> dict[UUID, list[Phrase]]:
    found: dict[UUID, list[Phrase]] = {}
    for place_id, id, phrase, meaning, codes in connection.execute(
        "SELECT place_id, phrase_id, phrase, meaning, codes FROM phrases "
        "WHERE place_id = ANY (%s) AND NOT is_retired ORDER BY position",
        (places,),
    ):
        found.setdefault(place_id, []).append(
            Phrase(
                id=id,
                phrase=opened(sealers, place_id, "phrase", phrase) or "",
                meaning=opened(sealers, place_id, "meaning", meaning),
                codes=codes,
            )
        )
    return found


def _focus(
    connection: Connection[Any], sealers: Any, places: list[UUID]
) -> dict[UUID, list[Focus]]:
    found: dict[UUID, list[Focus]] = {}
    for place_id, codes, reason, from_on, to_on in connection.execute(
        "SELECT place_id, codes, reason, from_on, to_on FROM focuses "
        "WHERE place_id = ANY (%s) ORDER BY from_on, position",
        (places,),
    ):
        text = opened(sealers, place_id, "reason", reason) or ""
        found.setdefault(place_id, []).append(
            Focus(codes=codes, reason=text, from_on=from_on, to_on=to_on)
        )
    return found
