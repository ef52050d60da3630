"""The timeline as a picture: from what was noted to rows, marks, bars and bands with a place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from service.projections.shapes import Entry, Lane, TimelineView
from service.web import layout, sentences, words
from service.web.below import lower_half
from service.web.filters import By, Filters
from service.web.marks import LOOP_KINDS
from service.web.picture import Picture, Row, Section
from service.web.rows import Frame, band, context_row, in_order, plain_row, row
from service.web.scale import Axis, Scale, Tick, axis_for, scale_for, text_width
from service.web.text import clean, day
from service.web.trials import trial_rows

MANY = 12


def picture(
    view: TimelineView, filters: Filters | None = None, *, today: date | None = None
) -> Picture:
    """Lay out a timeline; `today` draws its line and is where running trials have got to."""
    chosen = filters or Filters()
    scale = scale_for(view, view.as_known_on or today)
    frame = Frame(
        scale=scale,
        zone=view.place.zone,
        picked=chosen.item,
        today=min(today or scale.last, scale.last),
        mostly_late=mostly_late(view),
    )
    context = [entry for entry in view.entries if entry.kind == "context"]
    trials = trial_rows(view, chosen.trial, frame)
    sections = [
        _section("", "", [context_row(context, frame)] if context else []),
        _section(words.TRIALS_GROUP, words.TRIALS_GLOSS, trials),
        *_lane_sections(view, chosen, frame),
        _section("", "", _tension_rows(view, frame)),
    ]
    shown = {key for section in sections for one in section.rows for key in map(_key, one.entries)}
    rest = [entry for entry in view.entries if _key(entry) not in shown]
    sections += [
        _section("", "", _rest_rows([entry for entry in rest if not _is_for_all(entry)], frame)),
        _section("", "", _place_rows([entry for entry in rest if _is_for_all(entry)], frame)),
    ]
    axis = axis_for(scale)
    line = _today(scale, view.as_known_on, today)
    return Picture(
        scale=scale,
        axis=axis,
        bands=tuple(band(entry, scale) for entry in context),
        today=line,
        today_labelled=bool(line) and _free_above(line, axis),
        sections=tuple(section for section in sections if section.rows),
        mostly_late=frame.mostly_late,
    )


def mostly_late(view: TimelineView) -> bool:
    """True where a sign for what was written down later would stand almost everywhere."""
    late = sum(1 for entry in view.entries if entry.reported_late)
    return late > MANY and late * 2 > len(view.entries)


def rows_by(view: TimelineView, filters: Filters) -> By:
    """What the rows are: as chosen, or what the one row is that was asked for."""
    if filters.about and any(lane.code == filters.about for lane in view.blocks):
        return "blocks"
    return "blocks" if filters.by == "blocks" and view.blocks else "behaviours"


def chosen_lanes(view: TimelineView, filters: Filters) -> list[Lane]:
    """The rows that were asked for; all of them where none fits."""
    lanes = view.blocks if rows_by(view, filters) == "blocks" else view.lanes
    wanted = [lane for lane in lanes if filters.about in {lane.code, _group_of(lane)}]
    return wanted or lanes


def _group_of(lane: Lane) -> str:
    return f"group:{lane.group.lower()}" if lane.group else ""


def _notes(lane: Lane, filters: Filters) -> tuple[str, ...]:
    if not filters.everyone:
        return ()
    return sentences.lane_notes(lane.voices, narrowed=filters.narrowed)


def _key(entry: Entry) -> tuple[str, UUID, int]:
    return entry.kind, entry.id, entry.position


def _section(name: str, gloss: str, rows: Sequence[Row]) -> Section:
    return Section(name, gloss, tuple(rows))


def _today(scale: Scale, known: date | None, today: date | None) -> Tick | None:
    end = known or today
    if end is None or not scale.first <= end <= scale.last:
        return None
    label = day(known) if known else sentences.today_label(end)
    return Tick(min(scale.x(end + timedelta(days=1)), scale.width - 0.5), label, strong=True)


def _free_above(line: Tick | None, axis: Axis) -> bool:
    if line is None or not axis.years:
        return False
    left = line.x - text_width(line.label)
    return left > 0 and all(tick.x + text_width(tick.label) < left for tick in axis.years)


def _lane_sections(view: TimelineView, filters: Filters, frame: Frame) -> list[Section]:
    by = rows_by(view, filters)
    lanes = chosen_lanes(view, filters)
    plain = words.BY["blocks"] if by == "blocks" else words.LANES_GROUP
    sections = []
    numbered = enumerate(lanes, 1)
    for group, members in groupby(numbered, key=lambda pair: pair[1].group):
        rows = list(members)
        gloss = rows[0][1].group_gloss if group else ""
        name = clean(group) if group else plain
        sections.append(
            _section(name, clean(gloss), [_lane_row(lane, n, filters, frame) for n, lane in rows])
        )
    return sections


def _lane_row(lane: Lane, number: int, filters: Filters, frame: Frame) -> Row:
    entries = in_order(entry for entry in lane.entries if entry.kind != "context")
    upper = layout.stacked([e for e in entries if e.kind == "reflection"], frame.scale)
    high = layout.levels(upper)
    lower = lower_half([e for e in entries if e.kind != "reflection"], frame, high)
    marks = [*frame.marks(upper, high), *lower.marks]
    return row(
        "lane",
        f"row-{number}",
        lane.name,
        wording="" if lane.wording == lane.name else lane.wording,
        notes=_notes(lane, filters),
        entries=entries,
        marks=sorted(marks, key=lambda mark: (mark.x, -mark.y)),
        first_words=sentences.first_words(lane.first_words_on) if lane.first_words_on else "",
        height=layout.height(high, lower.levels),
        names=lower.names,
        held=lower.held,
    )


def _tension_rows(view: TimelineView, frame: Frame) -> list[Row]:
    held = [entry for entry in view.entries if entry.kind in {"tension", "tension_revisited"}]
    if not held:
        return []
    name = words.TENSION_ROW
    return [plain_row("tension", "tensions", name, note="", entries=held, frame=frame)]


def _rest_rows(rest: list[Entry], frame: Frame) -> list[Row]:
    if not rest:
        return []
    note = sentences.rest_note(len(rest))
    name = words.REST_ROW
    return [plain_row("rest", "rest", name, note=note, entries=rest, frame=frame)]


def _is_for_all(entry: Entry) -> bool:
    """True for what was done or believed about no row in particular."""
    return entry.kind in LOOP_KINDS and not entry.behaviours and not entry.building_blocks


def _place_rows(about_all: list[Entry], frame: Frame) -> list[Row]:
    if not about_all:
        return []
    lower = lower_half(in_order(about_all), frame, 0)
    return [
        row(
            "place",
            "place",
            words.PLACE_ROW,
            entries=about_all,
            marks=sorted(lower.marks, key=lambda mark: (mark.x, -mark.y)),
            height=layout.height(0, lower.levels),
            names=lower.names,
            held=lower.held,
        )
    ]
