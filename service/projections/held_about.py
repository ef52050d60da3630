"""Held about: everything that is kept about one person, from the log, for them alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection

from service.domain.base import Event
from service.domain.history import Fact
from service.domain.person import Person, Preferences
from service.domain.place import Place
from service.domain.reflection import Reflection
from service.domain.sealed import ERASED, Sealed
from service.eventstore import EventLog
from service.keystore import KeyStore
from service.projections import places
from service.projections.histories import read_facts
from service.projections.topics import topics_of
from service.sealing import opened_twice, sealer_of

Plain = dict[str, Any]

ROLES = [Place.RoleGiven.TOPIC, Place.RoleEnded.TOPIC]


def held_about(
    connection: Connection[Any], log: EventLog, keys: KeyStore, person_id: UUID
) -> Plain:
    """Who they are here, what they chose, and all their words: also what they took back.

    What a care concern says is not in the log, and so not in this.
    """
    facts = read_facts(connection, log, [person_id], topics_of(Person))
    person: Person | None = _replayed(facts)
    preferences = Preferences() if person is None else person.preferences
    of_places = set[UUID]() if person is None else person.places
    return {
        "person": str(person_id),
        **_told(connection, keys, person_id, {} if person is None else person.told),
        "perspective": None if person is None else person.perspective,
        "preferences": preferences.model_dump(mode="json"),
        "known_in_slack_as": keys.identities_of(person_id, "slack", connection),
        "gets_letters_at": keys.identities_of(person_id, "email", connection),
        "places": _places(connection, log, keys, person_id, of_places),
        "reflections": _reflections(connection, log, keys, person_id),
        "beside_other_peoples_words": _remarks(connection, keys, person_id),
    }


def _told(
    connection: Connection[Any], keys: KeyStore, person_id: UUID, told: dict[str, Sealed]
) -> dict[str, str | None]:
    sealer = keys.sealers([person_id], connection).get(person_id)
    return {
        name: sealer.open(name, told[name]) if sealer is not None and name in told else None
        for name in ("name", "role", "organisation")
    }


def _places(
    connection: Connection[Any],
    log: EventLog,
    keys: KeyStore,
    person_id: UUID,
    wanted: Iterable[UUID],
) -> list[Plain]:
    ids = list(wanted)
    roles: dict[UUID, dict[str, str]] = {}
    for fact in read_facts(connection, log, ids, ROLES):
        event, here = fact.event, roles.setdefault(fact.event.originator_id, {})
        if isinstance(event, Place.RoleGiven) and event.person == person_id:
            here[event.role] = event.envelope.occurred_at.date().isoformat()
        elif isinstance(event, Place.RoleEnded) and event.person == person_id:
            here.pop(event.role, None)
    return [
        {
            "place": place.name,
            "called_here": keys.identities_of(person_id, f"place:{place.id}", connection),
            "roles": [{"role": role, "since": on} for role, on in roles.get(place.id, {}).items()],
        }
        for place in places.all_places(connection, keys, ids)
    ]


def _reflections(
    connection: Connection[Any], log: EventLog, keys: KeyStore, person_id: UUID
) -> list[Plain]:
    rows = connection.execute(_MINE, (person_id,)).fetchall()
    names = {place.id: place.name for place in places.all_places(connection, keys)}
    streams: dict[UUID, list[Fact]] = {}
    for fact in read_facts(connection, log, [row[0] for row in rows], topics_of(Reflection)):
        streams.setdefault(fact.event.originator_id, []).append(fact)
    actors = {fact.event.envelope.actor for facts in streams.values() for fact in facts}
    words = _Words(keys.sealers({*streams, *actors}, connection))
    return [
        {"place": names.get(place), **_reflection(streams[id], words)}
        for id, place in rows
        if id in streams
    ]


def _reflection(facts: list[Fact], words: _Words) -> Plain:
    """One reflection as it is now, what it said before, and what was asked about it."""
    first, now = facts[0].event, _replayed(facts)
    assert isinstance(first, Reflection.Recorded)
    assert isinstance(now, Reflection)
    said = [_wording(fact.event, words) for fact in facts if type(fact.event) in WORDINGS]
    return {
        "id": str(first.originator_id),
        "external_id": _newest(facts, words, "external_id"),
        "state": now.state,
        "noticed": next((one["noticed"] for one in reversed(said) if one["noticed"]), None),
        "meaning": _meaning(facts, words),
        "role": _newest(facts, words, "role"),
        "perspective": first.perspective,
        "speaking_as": first.speaking_as,
        "relayed_perspective": first.relayed_perspective,
        "scope": now.scope,
        "name_shown": now.name_shown,
        "happened_on": first.envelope.occurred_at.date().isoformat(),
        "written_down_at": first.recorded_at.isoformat(),
        "wordings": said,
        "taken_back_because": next(
            (
                words.of(fact.event, "reason")
                for fact in facts
                if isinstance(fact.event, Reflection.Withdrawn)
            ),
            None,
        ),
        "questions": _questions([fact.event for fact in facts], words),
    }


WORDINGS = (Reflection.Recorded, Reflection.Amended, Reflection.SpanRedacted)


def _meaning(facts: list[Fact], words: _Words) -> str | None:
    """What they make of it now; nothing where they removed it."""
    meaning: str | None = None
    for fact in facts:
        event = fact.event
        if isinstance(event, Reflection.Recorded | Reflection.Amended):
            meaning = words.of(event, "meaning") or meaning
        if isinstance(event, Reflection.Amended) and event.meaning_removed:
            meaning = None
    return meaning


def _newest(facts: list[Fact], words: _Words, field: str) -> str | None:
    """What was said first, or when words were last left out and all was sealed anew."""
    kinds = (Reflection.Recorded, Reflection.SpanRedacted)
    said = [words.of(one.event, field) for one in facts if isinstance(one.event, kinds)]
    return said[-1]


def _wording(event: Event, words: _Words) -> Plain:
    fields = ("noticed", "meaning", "reason", "late_because")
    said = {name: words.of(event, name) for name in fields if hasattr(event, name)}
    return {"written_down_at": event.recorded_at.isoformat(), **said}


def _questions(events: list[Event], words: _Words) -> list[Plain]:
    asked: dict[UUID, Plain] = {
        event.question_id: {
            "question": words.of(event, "question"),
            "asked_on": event.envelope.occurred_at.date().isoformat(),
            "answers": [],
        }
        for event in events
        if isinstance(event, Reflection.QuestionAsked)
    }
    for event in events:
        if isinstance(event, Reflection.QuestionAnswered):
            asked[event.question_id]["answers"].append(words.of(event, "answer"))
    return list(asked.values())


def _remarks(connection: Connection[Any], keys: KeyStore, person_id: UUID) -> list[Plain]:
    """What they wrote beside what others said: memos, questions, disagreements, reasons of tags."""
    rows = connection.execute(_REMARKS, {"me": person_id}).fetchall()
    sealers = keys.sealers({person_id, *(row[1] for row in rows)}, connection)
    found = [
        (kind, on, opened_twice(sealers, reflection, person_id, _FIELDS[kind], words))
        for kind, reflection, words, on in rows
    ]
    return [
        {"kind": kind, "on": on.isoformat(), "words": said}
        for kind, on, said in found
        if said != ERASED
    ]


class _Words:
    """Opens the words of events; None where nobody said anything, or their key is gone."""

    def __init__(self, sealers: dict[UUID, Any]) -> None:
        self._sealers = sealers

    def of(self, event: Event, field: str) -> str | None:
        """What a field of an event says."""
        sealed: Sealed | None = getattr(event, field)
        sealer = sealer_of(event, self._sealers)
        if sealed is None or sealer is None:
            return None
        said = sealer.open(field, sealed)
        return None if said == ERASED else said


def _replayed(facts: list[Fact]) -> Any:
    thing: Any = None
    for fact in facts:
        thing = fact.event.mutate(thing)
    return thing


_FIELDS = {
    "memo": "text",
    "question": "question",
    "dispute": "reason",
    "nothing_fitted": "why",
    "tag": "reason",
}
"""As which field of its event each kind of remark was sealed."""

_MINE: LiteralString = """
SELECT id, place_id FROM entries
WHERE author = %s AND kind = 'reflection' AND state <> 'erased' ORDER BY position
"""

_REMARKS: LiteralString = """
SELECT kind, reflection_id, words, occurred_on FROM remarks
WHERE by_person = %(me)s AND words IS NOT NULL AND kind <> 'answer'
UNION ALL
SELECT 'tag', reflection_id, reason, tagged_on FROM tags
WHERE tagger = %(me)s AND reason IS NOT NULL
ORDER BY occurred_on
"""
