"""The timeline's tables and fold: what happened in a place, in order, with people's readings."""

from __future__ import annotations

from uuid import UUID

from service.domain.base import Event
from service.domain.person import Person
from service.domain.place import Place
from service.domain.prototype import Prototype
from service.domain.reflection import Reflection, State
from service.domain.sealed import Sealed
from service.projections import remarks, timeline_of_the_loop
from service.projections.batch import Batch, Table

VERSION = 5

TABLE = """
CREATE TABLE entries (
    position bigint PRIMARY KEY,
    kind text NOT NULL,
    id uuid NOT NULL,
    key_id uuid NOT NULL,
    place_id uuid NOT NULL,
    about uuid,
    author uuid,
    perspective text,
    speaking_as text,
    relayed_perspective text,
    scope text,
    name_shown boolean,
    state text NOT NULL,
    occurred_on date NOT NULL,
    until date,
    recorded_at timestamptz NOT NULL,
    reported_late boolean NOT NULL,
    movement text,
    outcome text,
    version int,
    codes text[] NOT NULL,
    cites uuid[] NOT NULL,
    title bytea,
    words bytea,
    meaning bytea,
    role bytea,
    external_id bytea
);
CREATE INDEX entries_place_idx ON entries (place_id, occurred_on, position);
CREATE INDEX entries_id_idx ON entries (id);
CREATE INDEX entries_about_idx ON entries (about) WHERE kind <> 'reflection';
CREATE INDEX entries_author_idx ON entries (author);
CREATE INDEX entries_cites_idx ON entries USING gin (cites) WHERE cites <> '{}';

CREATE TABLE tags (
    position bigint PRIMARY KEY,
    tag_id uuid NOT NULL,
    reflection_id uuid NOT NULL,
    code text NOT NULL,
    framework text NOT NULL,
    stance text NOT NULL,
    method text NOT NULL,
    tagger uuid NOT NULL,
    tagger_role text NOT NULL,
    reason bytea,
    tagged_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    disputes int NOT NULL DEFAULT 0
);
CREATE INDEX tags_reflection_idx ON tags (reflection_id, code);
CREATE INDEX tags_tag_idx ON tags (tag_id);
CREATE INDEX tags_tagger_idx ON tags (tagger);

CREATE TABLE remarks (
    position bigint PRIMARY KEY,
    kind text NOT NULL,
    reflection_id uuid NOT NULL,
    by_person uuid NOT NULL,
    by_role text NOT NULL,
    question_id uuid,
    framework text,
    words bytea,
    occurred_on date NOT NULL,
    recorded_at timestamptz NOT NULL
);
CREATE INDEX remarks_reflection_idx ON remarks (reflection_id);
CREATE INDEX remarks_by_idx ON remarks (by_person);
"""

ENTRIES: Table = (
    "entries",
    (
        "position", "kind", "id", "key_id", "place_id", "about", "author",
        "perspective", "speaking_as", "relayed_perspective", "scope", "name_shown", "state",
        "occurred_on", "until", "recorded_at", "reported_late", "movement", "outcome", "version",
        "codes", "cites", "title", "words", "meaning", "role", "external_id",
    ),
)  # fmt: skip

TAGS: Table = (
    "tags",
    (
        "position", "tag_id", "reflection_id", "code", "framework", "stance", "method",
        "tagger", "tagger_role", "reason", "tagged_on", "recorded_at",
    ),
)  # fmt: skip


def fold(event: Event, position: int, batch: Batch) -> None:
    """Apply one event to the timeline."""
    match event:
        case Reflection.Recorded():
            batch.add(ENTRIES, _reflection(event, position))
        case Reflection.Tagged():
            batch.add(TAGS, _tag(event, position))
        case Reflection.Event():
            _change_reflection(event, position, batch)
        case Person.Erased():
            batch.run(ERASE_WORDS_OF, (State.ERASED, event.originator_id))
            batch.run(ERASE_REASONS_OF, (event.originator_id,))
            batch.run(ERASE_REMARKS_OF, (event.originator_id,))
            batch.flush()  # These reach into what other streams have added.
        case Place.Event():
            _fold_place(event, position, batch)
        case Prototype.Event():
            _fold_prototype(event, position, batch)
        case _:
            timeline_of_the_loop.fold(event, position, batch, ENTRIES)


def _change_reflection(event: Reflection.Event, position: int, batch: Batch) -> None:
    id = event.originator_id
    match event:
        case Reflection.Amended():
            batch.run(AMEND, (_box(event.noticed), _box(event.meaning), id))
            if isinstance(event, Reflection.SpanRedacted):
                _redact(event, batch)
            if event.meaning_removed:
                batch.run("UPDATE entries SET meaning = NULL WHERE id = %s", (id,))
        case Reflection.ScopeChanged():
            batch.run("UPDATE entries SET scope = %s WHERE id = %s", (event.scope, id))
        case Reflection.NameChoiceChanged():
            batch.run("UPDATE entries SET name_shown = %s WHERE id = %s", (event.name_shown, id))
        case Reflection.HeldForCare():
            batch.run(SET_STATE, (State.HELD, id))
        case Reflection.Released():
            batch.run(SET_STATE, (State.AVAILABLE, id))
        case Reflection.Withdrawn():
            batch.run(SET_STATE, (State.WITHDRAWN, id))
        case Reflection.Erased():
            batch.run(ERASE_WORDS, (State.ERASED, id))
            batch.run("UPDATE tags SET reason = NULL WHERE reflection_id = %s", (id,))
            batch.run("UPDATE remarks SET words = NULL WHERE reflection_id = %s", (id,))
        case Reflection.TagDisputed():
            batch.run("UPDATE tags SET disputes = disputes + 1 WHERE tag_id = %s", (event.tag_id,))
            remarks.fold(event, position, batch)
        case Reflection.TagRemoved():
            batch.run("DELETE FROM tags WHERE tag_id = %s", (event.tag_id,))
        case Reflection.AnswerWithdrawn():
            batch.run(remarks.DELETE_ANSWERS, (id, event.question_id))
        case _:
            remarks.fold(event, position, batch)


def _redact(event: Reflection.SpanRedacted, batch: Batch) -> None:
    """All that stood beside it was sealed under the key that went."""
    id = event.originator_id
    batch.run(
        "UPDATE entries SET role = %s, external_id = %s WHERE id = %s AND kind = 'reflection'",
        (_box(event.role), _box(event.external_id), id),
    )
    batch.run("UPDATE tags SET reason = NULL WHERE reflection_id = %s", (id,))
    batch.run("UPDATE remarks SET words = NULL WHERE reflection_id = %s", (id,))


def _fold_place(event: Place.Event, position: int, batch: Batch) -> None:
    match event:
        case Place.ContextNoted():
            row = _entry(event, position, "context", event.originator_id, event.note_id)
            row |= {
                "occurred_on": event.from_on,
                "until": event.to_on,
                "codes": list(event.affects),
                "title": _box(event.what),
                "words": _box(event.detail),
                "external_id": _box(event.external_id),
            }
            batch.add(ENTRIES, tuple(row.values()))
        case Place.TensionNamed():
            row = _entry(event, position, "tension", event.originator_id, event.tension_id)
            row |= {
                "words": _box(event.pole_a),
                "meaning": _box(event.pole_b),
                "external_id": _box(event.external_id),
            }
            batch.add(ENTRIES, tuple(row.values()))
        case Place.TensionRevisited():
            fact = event.envelope.causation_id
            row = _entry(event, position, "tension_revisited", event.originator_id, fact)
            row |= {
                "about": event.tension_id,
                "movement": event.movement,
                "words": _box(event.narrative),
            }
            batch.add(ENTRIES, tuple(row.values()))
        case _:
            pass


def _fold_prototype(event: Prototype.Event, position: int, batch: Batch) -> None:
    if isinstance(event, Prototype.Started):
        row = _entry(event, position, "prototype_started", event.place_id, event.originator_id)
        row |= {
            "about": event.originator_id,
            "codes": list(event.building_blocks),
            "title": _box(event.name),
            "words": _box(event.expected),
            "meaning": _box(event.purpose),
            "external_id": _box(event.external_id),
        }
        batch.add(ENTRIES, tuple(row.values()))
        return
    kind, codes, cites, words, meaning = _prototype_fact(event)
    batch.run(
        ADD_PROTOTYPE_FACT,
        (
            position,
            kind,
            event.envelope.causation_id,
            event.envelope.occurred_at.date(),
            event.recorded_at,
            event.reported_late,
            codes,
            cites,
            words,
            meaning,
            event.originator_id,
        ),
    )


def _prototype_fact(
    event: Prototype.Event,
) -> tuple[str, list[str], list[UUID], bytes | None, bytes | None]:
    match event:
        case Prototype.PlanDoReviewHeld():
            return "plan_do_review", [], [], _box(event.learned), _box(event.next_step)
        case Prototype.LearningDrawn():
            codes, cites = [event.building_block], list(event.cites)
            return "prototype_learning", codes, cites, _box(event.learned), None
        case Prototype.FoundAtMargins():
            return "at_the_margins", [], [], _box(event.conditions_missing[0]), None
        case Prototype.Normalised():
            return "normalised", list(event.building_blocks), [], _box(event.note), None
        case Prototype.Ended():
            return "prototype_ended", [], [], _box(event.what_we_keep), _box(event.what_remains)
        case _:
            raise TypeError(f"{type(event).__qualname__} has no place on the timeline yet")


def _entry(event: Event, position: int, kind: str, place_id: UUID, id: UUID) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(ENTRIES[1])
    return row | {
        "position": position,
        "kind": kind,
        "id": id,
        "key_id": event.originator_id,
        "place_id": place_id,
        "state": State.AVAILABLE,
        "occurred_on": event.envelope.occurred_at.date(),
        "recorded_at": event.recorded_at,
        "reported_late": event.reported_late,
        "codes": [],
        "cites": [],
    }


def _reflection(event: Reflection.Recorded, position: int) -> tuple[object, ...]:
    id = event.originator_id
    return (
        position, "reflection", id, id, event.place_id, event.prototype_id, event.author,
        event.perspective, event.speaking_as, event.relayed_perspective, event.scope,
        event.name_shown, State.AVAILABLE, event.envelope.occurred_at.date(), None,
        event.recorded_at, event.reported_late, None, None, None, [], [], None, _box(event.noticed),
        _box(event.meaning), _box(event.role), _box(event.external_id),
    )  # fmt: skip


def _tag(event: Reflection.Tagged, position: int) -> tuple[object, ...]:
    return (
        position, event.tag_id, event.originator_id, event.code, event.framework, event.stance,
        event.method, event.envelope.actor, event.envelope.actor_role, _box(event.reason),
        event.envelope.occurred_at.date(), event.recorded_at,
    )  # fmt: skip


def _box(sealed: Sealed | None) -> bytes | None:
    return None if sealed is None else sealed.box


AMEND = (
    "UPDATE entries SET words = coalesce(%s, words), meaning = coalesce(%s, meaning) WHERE id = %s"
)
SET_STATE = "UPDATE entries SET state = %s WHERE id = %s"
ERASE_WORDS = (
    "UPDATE entries SET state = %s, words = NULL, meaning = NULL, role = NULL, external_id = NULL "
    "WHERE id = %s"
)
ERASE_WORDS_OF = ERASE_WORDS.replace("WHERE id", "WHERE author")
ERASE_REASONS_OF = (
    "UPDATE tags SET reason = NULL "
    "WHERE reflection_id IN (SELECT id FROM entries WHERE author = %s)"
)
ERASE_REMARKS_OF = ERASE_REASONS_OF.replace("tags SET reason", "remarks SET words")
ADD_PROTOTYPE_FACT = """
INSERT INTO entries (
    position, kind, id, key_id, place_id, about, state, occurred_on, recorded_at,
    reported_late, codes, cites, title, words, meaning
)
SELECT %s, %s, %s, key_id, place_id, about, 'available', %s, %s, %s, %s, %s, title, %s, %s
FROM entries WHERE id = %s AND kind = 'prototype_started'
"""
