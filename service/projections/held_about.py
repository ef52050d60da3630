"""Held about: everything that is kept about one person, gathered for them alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from pydantic import BaseModel

from service.domain import base
from service.domain.history import Fact
from service.domain.person import Person, Preferences
from service.domain.place import Place
from service.domain.sealed import Sealed
from service.eventstore import EventLog
from service.keystore import KeyStore
from service.projections import held_asked, held_outside, held_words, places
from service.projections.held_words import Plain, Words, replayed
from service.projections.histories import read_facts
from service.projections.topics import topics_of

ROLES = [Place.RoleGiven.TOPIC, Place.RoleEnded.TOPIC]

NO_NEWS = (Person.Erased, Person.ErasureCarriedOut)
"""Facts about somebody that only say that nothing is kept."""


def held_about(
    connection: Connection[Any], log: EventLog, keys: KeyStore, person_id: UUID
) -> Plain:
    """Who they are here, what they chose, what they were asked, and all their words: also what
    they took back.

    That they raised a concern is told them apart from this (`held_outside.concerns_raised`).
    """
    facts = read_facts(connection, log, [person_id], topics_of(Person))
    person: Person | None = replayed(facts)
    names = {place.id: place.name for place in places.all_places(connection, keys)}
    words = Words(keys.sealers([person_id], connection))
    told = {} if person is None else person.told
    preferences = Preferences() if person is None else person.preferences
    programme = None if person is None else next(iter(person.places - names.keys()), None)
    return {
        "person": str(person_id),
        **{name: _told(keys, connection, person_id, told, name) for name in TOLD},
        "perspective": None if person is None else person.perspective,
        "preferences": preferences.model_dump(mode="json"),
        "known_in_slack_as": keys.identities_of(person_id, "slack", connection),
        "gets_letters_at": keys.identities_of(person_id, "email", connection),
        "called_by_the_programme": []
        if programme is None
        else keys.identities_of(person_id, f"programme:{programme}", connection),
        "places": [] if person is None else _places(connection, log, keys, person_id, person),
        "noted_about_you": [
            _noted(fact, words, names) for fact in facts if not isinstance(fact.event, NO_NEWS)
        ],
        "reflections": held_words.reflections_of(connection, log, keys, person_id, names),
        "beside_other_peoples_words": held_words.remarks_of(connection, keys, person_id),
        "said_about_digests": held_words.said_about_digests(connection, keys, person_id),
        "prompts": held_asked.prompts_of(connection, keys, person_id, names),
        "quotes": held_asked.quotes_of(connection, keys, person_id, names),
        "decisions": held_asked.decisions_of(connection, keys, person_id, names),
        "letters": held_asked.letters_of(connection, person_id, names),
        **held_outside.in_slack(connection, keys, person_id, names),
        "ways_in": held_outside.ways_in(connection, person_id),
    }


TOLD = ("name", "role", "organisation")


def _told(
    keys: KeyStore,
    connection: Connection[Any],
    person_id: UUID,
    told: dict[str, Sealed],
    name: str,
) -> str | None:
    sealer = keys.sealers([person_id], connection).get(person_id)
    return sealer.open(name, told[name]) if sealer is not None and name in told else None


def _noted(fact: Fact, words: Words, names: dict[UUID, str]) -> Plain:
    """One fact about them as the log has it: what they told or chose then."""
    event = fact.event
    said: Plain = {"written_down_at": event.recorded_at.isoformat()}
    for field in type(event).model_fields:
        if field in base.FirstEvent.model_fields:
            continue
        match getattr(event, field):
            case None:
                continue
            case Sealed():
                said[field] = words.of(event, field)
            case UUID() as place:
                said["place"] = names.get(place)
            case BaseModel() as chosen:
                said[field] = chosen.model_dump(mode="json")
            case date() | datetime() as moment:
                said[field] = moment.isoformat()
            case plain:
                said[field] = plain
    return said


def _places(
    connection: Connection[Any],
    log: EventLog,
    keys: KeyStore,
    person_id: UUID,
    person: Person,
) -> list[Plain]:
    """Where they take part, as what, and how they wish to be asked there."""
    roles = _roles(connection, log, person_id, person.places)
    return [
        {
            "place": place.name,
            "called_here": keys.identities_of(person_id, f"place:{place.id}", connection),
            "roles": roles.get(place.id, []),
            "asking": person.asking_in(place.id).model_dump(mode="json"),
        }
        for place in places.all_places(connection, keys, person.places)
    ]


def _roles(
    connection: Connection[Any], log: EventLog, person_id: UUID, wanted: set[UUID]
) -> dict[UUID, list[Plain]]:
    """What they look after, and looked after once, by place."""
    found: dict[UUID, list[Plain]] = {}
    for fact in read_facts(connection, log, wanted, ROLES):
        event, here = fact.event, found.setdefault(fact.event.originator_id, [])
        on = event.envelope.occurred_at.date().isoformat()
        if isinstance(event, Place.RoleGiven) and event.person == person_id:
            here.append({"role": event.role, "since": on, "until": None})
        elif isinstance(event, Place.RoleEnded) and event.person == person_id:
            for held in here:
                if held["role"] == event.role and held["until"] is None:
                    held["until"] = on
    return found
