"""Tables: what a reader may see of a place, one sheet for each kind of thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from service.domain.sealed import ERASED
from service.exchange.gathering import Gathered
from service.exchange.loop_tables import (
    belief_history,
    beliefs,
    changes,
    decisions,
    noticed,
    proofs,
)
from service.exchange.sheets import Sheet, sheet
from service.projections.shapes import Entry

OF_FRAMEWORKS = frozenset(
    ("behaviours", "building_blocks", "building_block", "code", "framework", "starter")
)
"""Columns that are not there for readers who see no framework words (I13)."""

IN_OTHER_SHEETS = frozenset(
    (
        *("reflection", "insight", "belief_stated", "decision", "change_seen", "slip", "movement"),
        *("level_contested", "level_settled", "challenged", "examined", "upheld", "revised"),
        *("dropped", "left_open"),
    )
)


def tables(gathered: Gathered) -> list[Sheet]:
    """Every sheet; memos are for learning partners only, so others get no sheet of them."""
    found = [
        _reflections(gathered),
        _tags(gathered),
        _insights(gathered),
        beliefs(gathered),
        belief_history(gathered),
        decisions(gathered),
        proofs(gathered),
        changes(gathered),
        noticed(gathered),
        _others(gathered),
    ]
    if gathered.callings.tells_who:
        found.append(_memos(gathered))
    hidden = OF_FRAMEWORKS if gathered.frameworks is None else frozenset[str]()
    return [one.without(hidden) for one in found]


def _reflections(gathered: Gathered) -> Sheet:
    contributors = {
        id: gathered.callings.of(one.person)
        for one in gathered.material.contributors
        for id in one.reflections
    }
    rows = _rows_of(gathered)
    trials = {trial.id: trial.name for trial in gathered.material.timeline.trials}
    return sheet(
        "reflections",
        "id name happened_on written_down_at reported_late contributor role perspective "
        "speaking_as passed_on_from who_can_see name_shown words meaning trial rows behaviours "
        "building_blocks position",
        (
            (
                one.id,
                one.external_id,
                one.occurred_on,
                one.recorded_at,
                one.reported_late,
                contributors.get(one.id),
                one.role,
                one.perspective,
                one.speaking_as,
                (one.relayed_perspective or "not_said") if one.is_relayed else None,
                one.scope,
                one.name_shown,
                one.text,
                one.meaning,
                trials.get(one.about) if one.about else None,
                rows.get(one.id, []),
                one.behaviours,
                one.building_blocks,
                one.position,
            )
            for one in gathered.reflections.values()
        ),
    )


def _tags(gathered: Gathered) -> Sheet:
    return sheet(
        "tags",
        "reflection name id row code framework stance method tagger reason tagged_on disputed",
        _readings(gathered),
    )


def _readings(gathered: Gathered) -> Iterator[Sequence[Any]]:
    """Each reading; where the reader sees local words only, in which row words stand."""
    lanes = {lane.code: lane.name for lane in gathered.lanes}
    rows = _rows_of(gathered)
    for entry in gathered.reflections.values():
        named = (entry.id, entry.external_id)
        for tag in entry.tags:
            row = lanes.get(tag.code, tag.code)
            tagger = gathered.callings.of(tag.tagger)
            reason = None if tag.reason == ERASED else tag.reason
            read = (tag.stance, tag.method, tagger, reason, tag.tagged_on, tag.disputed)
            yield (*named, tag.id, row, tag.code, tag.framework, *read)
        if gathered.frameworks is None:
            for row in rows.get(entry.id, []):
                yield (*named, None, row, *(None for _ in range(8)))


def _rows_of(gathered: Gathered) -> dict[UUID, list[str]]:
    """In which rows of the timeline each entry stands, by the names that this reader may see."""
    found: dict[UUID, list[str]] = {}
    for lane in gathered.lanes:
        for entry in lane.entries:
            found.setdefault(entry.id, []).append(lane.name)
    return found


def _insights(gathered: Gathered) -> Sheet:
    here = gathered.reflections_of
    return sheet(
        "insights",
        "id name proposed_on written_down_at claim does_not_fit looked_for_disconfirming "
        "single_voice standing dissent proposed_by rests_on against behaviours building_blocks "
        "position",
        (
            (
                one.id,
                one.external_id,
                one.proposed_on,
                gathered.moment(one.position),
                one.claim,
                one.does_not_fit,
                one.looked_for_disconfirming,
                one.single_voice,
                one.standing,
                [test.dissent for test in one.tests if test.dissent],
                gathered.callings.parties(one.proposers),
                gathered.named(here(one.cites)),
                gathered.named(here(one.against)),
                one.behaviours,
                one.building_blocks,
                one.position,
            )
            for one in gathered.insights
        ),
    )


def _others(gathered: Gathered) -> Sheet:
    """What else is on the timeline: context, tensions, trials, sessions, looking back, telling."""
    return sheet(
        "other_entries",
        "id name kind about happened_on until written_down_at reported_late title words meaning "
        "movement outcome version position",
        (_other(one, gathered) for one in gathered.entries if one.kind not in IN_OTHER_SHEETS),
    )


def _other(one: Entry, gathered: Gathered) -> Sequence[Any]:
    return (
        one.id,
        one.external_id,
        one.kind,
        gathered.name(one.about) if one.about else None,
        one.occurred_on,
        one.until,
        one.recorded_at,
        one.reported_late,
        one.title,
        one.text,
        one.meaning,
        one.movement,
        one.outcome,
        one.version,
        one.position,
    )


def _memos(gathered: Gathered) -> Sheet:
    return sheet(
        "memos",
        "reflection name written_down_at by words",
        (
            (
                memo.reflection,
                gathered.names.get(memo.reflection),
                memo.written_at,
                gathered.callings.of(memo.by),
                memo.text,
            )
            for memo in gathered.material.memos
            if memo.reflection in gathered.reflections
        ),
    )
