"""People: who takes part in a place, from which perspective, with sealed names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import Connection, sql

from service.domain.base import Event
from service.domain.person import Person
from service.domain.vocabulary import Perspective
from service.keystore import KeyStore
from service.projections.batch import Batch, Table
from service.projections.shapes import Shape
from service.sealing import opened

VERSION = 2

TABLE = """
CREATE TABLE people (
    person_id uuid PRIMARY KEY,
    perspective text,
    name bytea,
    role bytea,
    organisation bytea,
    joined_on date NOT NULL,
    is_erased boolean NOT NULL DEFAULT false
);
CREATE TABLE people_places (
    person_id uuid NOT NULL,
    place_id uuid NOT NULL,
    PRIMARY KEY (place_id, person_id)
);
"""

PEOPLE: Table = (
    "people",
    ("person_id", "perspective", "name", "role", "organisation", "joined_on"),
)
PLACES: Table = ("people_places", ("person_id", "place_id"))


class PersonView(Shape):
    """Somebody in a place, as a learning partner knows them."""

    id: UUID
    name: str | None
    role: str | None
    organisation: str | None
    perspective: Perspective | None
    joined_on: date


def fold(event: Event, _position: int, batch: Batch) -> None:
    """Apply one event."""
    match event:
        case Person.Welcomed():
            boxes = (
                None if sealed is None else sealed.box
                for sealed in (event.name, event.role, event.organisation)
            )
            joined_on = event.envelope.occurred_at.date()
            batch.add(PEOPLE, (event.originator_id, event.perspective, *boxes, joined_on))
            batch.add(PLACES, (event.originator_id, event.place_id))
        case Person.JoinedPlace():
            batch.add(PLACES, (event.originator_id, event.place_id))
        case Person.Introduced():
            told = (event.name, event.role, event.organisation)
            boxes = (None if sealed is None else sealed.box for sealed in told)
            batch.run(INTRODUCE, (*boxes, event.originator_id))
        case Person.PerspectiveChanged():
            batch.run(
                "UPDATE people SET perspective = %s WHERE person_id = %s",
                (event.perspective, event.originator_id),
            )
        case Person.Erased():
            batch.run(
                "UPDATE people SET is_erased = true, name = NULL, role = NULL, "
                "organisation = NULL WHERE person_id = %s",
                (event.originator_id,),
            )
        case _:
            pass


INTRODUCE = (
    "UPDATE people SET name = coalesce(%s, name), role = coalesce(%s, role), "
    "organisation = coalesce(%s, organisation) WHERE person_id = %s"
)


def people_of(connection: Connection[Any], keys: KeyStore, place_id: UUID) -> list[PersonView]:
    """Everybody in a place who has not been erased, by when they joined."""
    rows = connection.execute(
        "SELECT person_id, name, role, organisation, perspective, joined_on "
        "FROM people JOIN people_places USING (person_id) "
        "WHERE place_id = %s AND NOT is_erased ORDER BY joined_on, person_id",
        (place_id,),
    ).fetchall()
    sealers = keys.sealers((row[0] for row in rows), connection)
    return [
        PersonView(
            id=id,
            name=opened(sealers, id, "name", name),
            role=opened(sealers, id, "role", role),
            organisation=opened(sealers, id, "organisation", organisation),
            perspective=perspective,
            joined_on=joined_on,
        )
        for id, name, role, organisation, perspective, joined_on in rows
    ]


def ids_of(connection: Connection[Any], group_id: UUID) -> list[UUID]:
    """Everybody who was welcomed to a place, or to a programme, and is not erased."""
    rows = connection.execute(
        "SELECT person_id FROM people JOIN people_places USING (person_id) "
        "WHERE place_id = %s AND NOT is_erased ORDER BY joined_on, person_id",
        (group_id,),
    )
    return [person for (person,) in rows]


def newest_names(
    connection: Connection[Any], keys: KeyStore, place_id: UUID, limit: int
) -> list[str]:
    """The names of the people who joined a place last and who gave one."""
    rows = connection.execute(
        "SELECT person_id FROM people JOIN people_places USING (person_id) "
        "WHERE place_id = %s AND name <> '' ORDER BY joined_on DESC, person_id LIMIT %s",
        (place_id, limit),
    )
    return list(names_of(connection, keys, (row[0] for row in rows)).values())


def names_of(
    connection: Connection[Any], keys: KeyStore, people: Iterable[UUID]
) -> dict[UUID, str]:
    """The names of people who gave one and have not been erased."""
    return _told(connection, keys, people, "name")


def roles_of(
    connection: Connection[Any], keys: KeyStore, people: Iterable[UUID]
) -> dict[UUID, str]:
    """What people do, as they told when they were welcomed."""
    return _told(connection, keys, people, "role")


def organisations_of(
    connection: Connection[Any], keys: KeyStore, people: Iterable[UUID]
) -> dict[UUID, str]:
    """The organisations that people come from, as they told when they were welcomed."""
    return _told(connection, keys, people, "organisation")


def _told(
    connection: Connection[Any], keys: KeyStore, people: Iterable[UUID], field: str
) -> dict[UUID, str]:
    wanted = list(set(people))
    if not wanted:
        return {}
    query = sql.SQL("SELECT person_id, {0} FROM people WHERE person_id = ANY (%s) AND {0} <> ''")
    rows = connection.execute(query.format(sql.Identifier(field)), (wanted,)).fetchall()
    sealers = keys.sealers((id for id, _ in rows), connection)
    return {id: sealers[id].open(field, box) for id, box in rows if id in sealers}
