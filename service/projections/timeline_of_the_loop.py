"""The timeline's rows for sense, beliefs, decisions and changes, one for each fact."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from service.domain.assumption import Assumption
from service.domain.base import Event
from service.domain.change import Change
from service.domain.decision import Decision
from service.domain.expectation import Expectation
from service.domain.insight import Insight
from service.domain.noticing import Noticing
from service.domain.sealed import Sealed
from service.domain.sense_session import SenseSession
from service.projections.batch import Batch, Table

Row = dict[str, Any]

QUIET = "quiet"
"""The state of a row that others copy from and nobody is shown."""

FITS, DOES_NOT_FIT = "fits", "does_not_fit"
"""How what was joined to an insight stands to it."""


def fold(event: Event, position: int, batch: Batch, entries: Table) -> None:
    """Apply one event of the loop to the timeline."""
    match event:
        case (
            SenseSession.Held()
            | Expectation.Stated()
            | Insight.Proposed()
            | Assumption.Stated()
            | Decision.Proposed()
            | Change.Observed()
            | Noticing.Slip()
            | Noticing.Movement()
        ):
            row = dict.fromkeys(entries[1]) | _beginning(event, position) | _first(event)
            batch.add(entries, tuple(row[column] for column in entries[1]))
        case Insight.Event() | Assumption.Event() | Change.Event():
            _follow(event, position, batch, _later(event))
        case Decision.Taken():
            _follow(event, position, batch, _taken(event), id=event.originator_id)
        case Decision.Event():
            _follow(event, position, batch, _later(event), after="decision")
        case _:
            pass


def _beginning(event: Any, position: int) -> Row:
    codes = list(getattr(event, "behaviours", ()))
    codes += getattr(event, "building_blocks", ())
    return {
        "position": position,
        "id": event.originator_id,
        "key_id": event.originator_id,
        "place_id": event.place_id,
        "state": "available",
        "occurred_on": event.envelope.occurred_at.date(),
        "recorded_at": event.recorded_at,
        "reported_late": event.reported_late,
        "codes": codes,
        "cites": [],
        "external_id": _box(event.external_id),
    }


def _first(event: Event) -> Row:
    match event:
        case SenseSession.Held():
            return _row("session", event.framing_question, event.who_was_missing)
        case Expectation.Stated():
            row = _row("expectation", event.we_expect, event.we_would_doubt_if)
            return row | {"about": event.about}
        case Insight.Proposed():
            row = _row("insight", event.claim, event.does_not_fit)
            return row | {"cites": list(event.cites)}
        case Assumption.Stated():
            row = _row("belief_stated", event.statement, event.we_would_doubt_if)
            block = [event.building_block] if event.building_block else []
            return row | {
                "codes": [*event.behaviours, *block],
                "cites": list(event.cites),
                "outcome": event.basis,
                "version": 1,
            }
        case Decision.Proposed():
            row = _row("decision_proposed", event.question, None)
            about = {"about": event.prototype_id}
            return row | about | ({"state": QUIET} if event.was_taken_at_once else {})
        case Change.Observed():
            row = _row("change_seen", event.what, event.significance)
            cites = _with(event.cites, event.decision_id)
            return row | {"about": event.decision_id, "title": None, "cites": cites}
        case Noticing.Slip():
            row = _row("slip", event.what, event.pressure)
            return row | {"about": event.decision_id, "cites": _with((), event.decision_id)}
        case Noticing.Movement():
            row = _row("movement", event.what, None)
            return row | {"about": event.decision_id, "cites": _with((), event.decision_id)}
        case _:
            raise TypeError(f"{type(event).__qualname__} has no place on the timeline yet")


def _taken(event: Decision.Taken) -> Row:
    row = _row("decision", event.chosen, event.why)
    return row | {
        "title": _box(event.title),
        "codes": [*event.behaviours, *event.building_blocks],
        "cites": [*(cited.assumption_id for cited in event.rests_on), *event.cites],
        "outcome": event.kind,
    }


def _later(event: Event) -> Row:
    match event:
        case Insight.Tested():
            return _row("insight_tested", event.dissent, None) | {"outcome": event.result}
        case Insight.EvidenceJoined():
            row = _row("insight_joined", None, None) | {"cites": list(event.cites)}
            return row | {"outcome": FITS if event.cites else DOES_NOT_FIT}
        case Assumption.LevelContested():
            return _row("level_contested", event.reason, None) | {"outcome": event.kind}
        case Assumption.LevelSettled():
            return _row("level_settled", event.reason, None) | {"outcome": event.to_kind}
        case Assumption.Challenged():
            cites = _with(event.evidence, event.mismatch_with)
            row = _row("challenged", event.reason, None)
            return row | {"cites": cites, "version": event.version}
        case Assumption.Examined():
            row = _row("examined", event.dissent, None)
            return row | {"cites": _with((), event.session_id), "version": event.version}
        case Assumption.Upheld():
            return _row("upheld", event.reason, None) | {"version": event.version}
        case Assumption.Revised():
            row = _row("revised", event.statement, event.reason)
            return row | {"version": event.to_version}
        case Assumption.Dropped():
            return _row("dropped", event.reason, None) | {"version": event.version}
        case Assumption.LeftOpen():
            return _row("left_open", event.reason, None) | {"version": event.version}
        case Assumption.MirrorHeldUp():
            evidence = [*event.evidence_for, *event.evidence_against]
            return _row("mirror", None, None) | {"cites": [event.in_use, *evidence]}
        case Decision.Reviewed():
            row = _row("reviewed", event.expected_vs_actual, event.surprises)
            return row | {"outcome": event.result}
        case Decision.ContributorsTold():
            row = _row("told", event.words, None)
            return row | {"outcome": event.what, "cites": list(event.reflections)}
        case Change.Substantiated():
            return _row("confirmed", event.note, None) | {"outcome": event.agrees}
        case Change.Ceased():
            return _row("ceased", event.why, None)
        case _:
            raise TypeError(f"{type(event).__qualname__} has no place on the timeline yet")


def _follow(
    event: Event,
    position: int,
    batch: Batch,
    row: Row,
    *,
    after: str | None = None,
    id: UUID | None = None,
) -> None:
    """Add a row beside the one that its stream began with, or the one of the kind `after`."""
    stream = event.originator_id
    batch.run(
        FOLLOW,
        {
            "position": position,
            "id": id or event.envelope.causation_id,
            "stream": stream,
            "is_itself": id is not None,
            "after": after,
            "occurred_on": event.envelope.occurred_at.date(),
            "recorded_at": event.recorded_at,
            "reported_late": event.reported_late,
            **{"title": None, "codes": None, "cites": [], "outcome": None, "version": None},
            **row,
        },
    )


def _row(kind: str, words: Sealed | None, meaning: Sealed | None) -> Row:
    return {"kind": kind, "words": _box(words), "meaning": _box(meaning)}


def _with(cites: Iterable[UUID], also: UUID | None) -> list[UUID]:
    return [*cites, *([also] if also else [])]


def _box(sealed: Sealed | None) -> bytes | None:
    return None if sealed is None else sealed.box


FOLLOW = """
INSERT INTO entries (
    position, kind, id, key_id, place_id, about, state, occurred_on, recorded_at, reported_late,
    codes, cites, title, words, meaning, outcome, version, external_id
)
SELECT %(position)s, %(kind)s, %(id)s, key_id, place_id,
    CASE WHEN %(is_itself)s THEN about ELSE %(stream)s END,
    'available', %(occurred_on)s, %(recorded_at)s, %(reported_late)s,
    coalesce(%(codes)s::text[], codes), %(cites)s, %(title)s, %(words)s, %(meaning)s,
    %(outcome)s, %(version)s, CASE WHEN %(is_itself)s THEN external_id END
FROM entries WHERE id = %(stream)s AND (kind = %(after)s
    OR %(after)s::text IS NULL AND kind IN (
        'insight', 'belief_stated', 'decision_proposed', 'change_seen'))
"""
