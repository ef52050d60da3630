"""Trials as rows: a bar from beginning to fate, with what was noted on the way."""

from __future__ import annotations

from uuid import UUID

from service.projections.shapes import Entry, TimelineView, Trial
from service.web import layout, sentences
from service.web.marks import LOOP_KINDS, TARGET
from service.web.picture import Bar, Row
from service.web.rows import Frame, row

ELSEWHERE = (LOOP_KINDS | {"reflection"}) - {"expectation"}
"""Kinds that may be about a trial and stand in the rows that they are filed under."""


def trial_rows(view: TimelineView, only: UUID | None, frame: Frame) -> list[Row]:
    """A row for each trial that touches these days, or for the only one asked for."""
    rows = []
    for number, trial in enumerate(view.trials, 1):
        if only not in {None, trial.id}:
            continue
        facts = [e for e in view.entries if e.about == trial.id and e.kind not in ELSEWHERE]
        if not facts and not _touches(trial, frame):
            continue
        spots = layout.dated(facts, frame.scale)
        upper = max(1, layout.levels(spots))
        rows.append(
            row(
                "trial",
                f"trial-{number}",
                trial.name,
                entries=facts,
                marks=frame.marks(spots, upper),
                notes=(sentences.fate(trial),),
                bar=_bar(trial, facts, layout.above(0, upper), frame),
                height=layout.height(upper, 0),
            )
        )
    return rows


def _touches(trial: Trial, frame: Frame) -> bool:
    until = trial.ended_on or frame.today
    return trial.started_on <= frame.scale.last and until >= frame.scale.first


def _bar(trial: Trial, facts: list[Entry], y: float, frame: Frame) -> Bar:
    x = frame.scale.x(trial.started_on)
    turning = {trial.fate, f"prototype_{trial.fate}"}
    turn = next((fact.occurred_on for fact in reversed(facts) if fact.kind in turning), None)
    turn = turn or trial.ended_on
    end = frame.scale.x(turn) if turn and trial.fate == "ended" else frame.end
    end = max(end, min(x + TARGET, frame.scale.width))
    turns = frame.scale.x(turn) if turn else end
    if turn is None and trial.fate in {"at_the_margins", "normalised"}:
        turns = end - 2 * TARGET
    return Bar(min(x, frame.scale.width - TARGET), end, y, trial.fate, min(max(turns, x), end))
