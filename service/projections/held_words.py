"""Held words: all that somebody said, as it is now and as it was before, with what was asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection

from service.domain.base import Event
from service.domain.history import Fact
from service.domain.reflection import Reflection
from service.domain.sealed import ERASED, Sealed
from service.eventstore import EventLog
from service.keystore import KeyStore
from service.projections.histories import read_facts
from service.projections.topics import topics_of
from service.sealing import Sealer, opened_twice, sealer_of

Plain = dict[str, Any]

WORDINGS = (Reflection.Recorded, Reflection.Amended, Reflection.SpanRedacted)


class Words:
    """Opens the words of events; None where nobody said anything, or their key is gone."""

    def __init__(self, sealers: dict[UUID, Sealer]) -> None:
        self._sealers = sealers

    def of(self, event: Event, field: str) -> str | None:
        """What a field of an event says."""
        sealed: Sealed | None = getattr(event, field)
        sealer = sealer_of(event, self._sealers)
        if sealed is None or sealer is None:
            return None
        said = sealer.open(field, sealed)
        return None if said == ERASED else said


def replayed(facts: Iterable[Fact]) -> Any:
    """What these facts made of a thing; None where there are none."""
    thing: Any = None
    for fact in facts:
        thing = fact.event.mutate(thing)
    return thing


def reflections_of(
    connection: Connection[Any],
    log: EventLog,
    keys: KeyStore,
    person_id: UUID,
    names: dict[UUID, str],
) -> list[Plain]:
    """Their reflections in the order of the log, also those held and taken back."""
    rows = connection.execute(_MINE, (person_id,)).fetchall()
    streams: dict[UUID, list[Fact]] = {}
    for fact in read_facts(connection, log, [row[0] for row in rows], topics_of(Reflection)):
        streams.setdefault(fact.event.originator_id, []).append(fact)
    actors = {fact.event.envelope.actor for facts in streams.values() for fact in facts}
    words = Words(keys.sealers({*streams, *actors}, connection))
    return [
        {"place": names.get(place), **_reflection(streams[id], words)}
        for id, place in rows
        if id in streams
    ]


def _reflection(facts: list[Fact], words: Words) -> Plain:
    """One reflection as it is now, what it said before, and what was asked about it."""
    first, now = facts[0].event, replayed(facts)
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


def _meaning(facts: list[Fact], words: Words) -> str | None:
    """What they make of it now; nothing where they removed it."""
    meaning: str | None = None
    for fact in facts:
        event = fact.event
        if isinstance(event, Reflection.Recorded | Reflection.Amended):
            meaning = words.of(event, "meaning") or meaning
        if isinstance(event, Reflection.Amended) and event.meaning_removed:
            meaning = None
    return meaning


def _newest(facts: list[Fact], words: Words, field: str) -> str | None:
    """What was said first, or when words were last left out and all was sealed anew."""
    kinds = (Reflection.Recorded, Reflection.SpanRedacted)
    said = [words.of(one.event, field) for one in facts if isinstance(one.event, kinds)]
    return said[-1]


def _wording(event: Event, words: Words) -> Plain:
    fields = ("noticed", "meaning", "reason", "late_because")
    said = {name: words.of(event, name) for name in fields if hasattr(event, name)}
    return {"written_down_at": event.recorded_at.isoformat(), **said}


def _questions(events: list[Event], words: Words) -> list[Plain]:
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


def remarks_of(connection: Connection[Any], keys: KeyStore, person_id: UUID) -> list[Plain]:
    """What they did beside what others said: memos, questions, disagreements, tags, thanks."""
    rows = connection.execute(_REMARKS, {"me": person_id}).fetchall()
    sealers = keys.sealers({person_id, *(row[1] for row in rows)}, connection)
    found = [
        (kind, on, opened_twice(sealers, reflection, person_id, _FIELDS.get(kind, ""), words))
        for kind, reflection, words, on in rows
    ]
    return [
        {"kind": kind, "on": on.isoformat(), "words": None if said == ERASED else said}
        for kind, on, said in found
    ]


def said_about_digests(connection: Connection[Any], keys: KeyStore, person_id: UUID) -> list[Plain]:
    """What they said is missing in a digest, or not right."""
    rows = connection.execute(_SAID_ABOUT_DIGESTS, (person_id,)).fetchall()
    sealers = keys.sealers({person_id, *(row[0] for row in rows)}, connection)
    return [
        {
            "remark": kind,
            "on": said_at.date().isoformat(),
            "words": opened_twice(sealers, digest, person_id, "words", box),
        }
        for digest, kind, box, said_at in rows
    ]


_FIELDS = {
    "memo": "text",
    "question": "question",
    "dispute": "reason",
    "nothing_fitted": "why",
    "tag": "reason",
}
"""As which field of its event each kind of remark was sealed; the others have no words."""

_MINE: LiteralString = """
SELECT id, place_id FROM entries
WHERE author = %s AND kind = 'reflection' AND state <> 'erased' ORDER BY position
"""

_REMARKS: LiteralString = """
SELECT kind, reflection_id, words, occurred_on FROM remarks
WHERE by_person = %(me)s AND kind <> 'answer'
UNION ALL
SELECT 'tag', reflection_id, reason, tagged_on FROM tags WHERE tagger = %(me)s
ORDER BY occurred_on
"""

_SAID_ABOUT_DIGESTS: LiteralString = """
SELECT digest_id, kind, words, said_at FROM digest_remarks WHERE person_id = %s ORDER BY position
"""
