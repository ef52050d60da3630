"""The timeline as files: a spreadsheet that cannot run anything, and Vega-Lite for analysts."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any
from uuid import UUID

from service.exchange.sheets import safe_cell
from service.projections.shapes import Entry, TimelineView
from service.web import sentences, words
from service.web.chart import picture
from service.web.drawing import COLOURS, png, svg_document
from service.web.filters import Filters
from service.web.marks import hue_of
from service.web.picture import LABEL_WIDTH, Picture
from service.web.symbols import SYMBOLS
from service.web.text import clean, day_there

__all__ = ["csv_rows", "png", "svg_document", "vega_lite"]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
PILLS = [key for key, symbol in SYMBOLS.items() if symbol.shape == SYMBOLS["belief"].shape]
PILLS += [key for key in SYMBOLS if key.startswith("revised")]
POINTS = {
    "residents": "circle",
    "unknown": "circle",
    "voluntary": "triangle-up",
    "tension": "M-1,0L-.4,-.7V-.25H.4V-.7L1,0L.4,.7V.25H-.4V.7Z",
    "revisited": "M-1,0L-.4,-.7V-.25H.4V-.7L1,0L.4,.7V.25H-.4V.7Z",
    "started": "M-.9,-.7H.3L1,0L.3,.7H-.9Z",
    "review": "diamond",
    "learning": "M-.3,-.9H.3V-.3L.9,.9H-.9L-.3,-.3Z",
    "margins": "triangle-right",
    "normal": "M-1,-.25H-.6A.65,.65,0,0,1,.6,-.25H1V.25H.6A.65,.65,0,0,1,-.6,.25H-1Z",
    "session": "circle",
    "expectation": "M-.9,.5A.9,.9,0,0,1,.9,.5Z",
    "insight": "M-.5,-.85H.5L1,0L.5,.85H-.5L-1,0Z",
    "tested": "M-.5,-.85H.5L1,0L.5,.85H-.5L-1,0Z",
    "joined": "M-.5,-.85H.5L1,0L.5,.85H-.5L-1,0Z",
    **dict.fromkeys(PILLS, "M-.4,-.65H.4A.65,.65,0,0,1,.4,.65H-.4A.65,.65,0,0,1,-.4,-.65Z"),
    "decision": "diamond",
    "proposed": "diamond",
    **dict.fromkeys(("seen", "confirmed", "ceased"), "M-1,0Q0,-1.4,1,0Q0,1.4,-1,0Z"),
    "looked": "M-.4,-.95H.4L.95,-.4V.4L.4,.95H-.4L-.95,.4V-.4Z",
    "told": "M-1,-.9H1V.5H-.1L-.5,.95V.5H-1Z",
    "slip": "M-.8,-.9H.8V.1L0,.9L-.8,.1Z",
    "movement": "M-.8,.9H.8V-.1L0,-.9L-.8,-.1Z",
    "ended": "M-.6,-.9H-.2V.9H-.6ZM.2,-.9H.6V.9H.2Z",
}
"""Shapes as Vega draws them; those that are not here are squares."""


def csv_rows(view: TimelineView) -> str:
    """Every entry once, oldest first, as RFC 4180 text; no cell can act as a formula."""
    standing: dict[UUID, list[str]] = {}
    for lane in (*view.lanes, *view.blocks):
        for entry in lane.entries:
            standing.setdefault(entry.id, []).append(lane.name)
    trials = {trial.id: trial.name for trial in view.trials}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(words.COLUMNS)
    for entry in view.entries:
        writer.writerow(
            [
                safe_cell(cell)
                for cell in (
                    entry.occurred_on.isoformat(),
                    entry.until.isoformat() if entry.until else "",
                    day_there(entry.recorded_at, view.place.zone).isoformat(),
                    sentences.kind(entry),
                    entry.role or "",
                    _group(entry),
                    _passed_on_from(entry),
                    entry.title,
                    sentences.kept(entry.text),
                    entry.meaning or "",
                    "; ".join(standing.get(entry.id, ())),
                    trials.get(entry.about, "") if entry.about else "",
                    words.MOVED[entry.movement] if entry.movement else "",
                    sentences.outcome(entry),
                    str(entry.version or ""),
                    str(entry.id),
                )
            ]
        )
    return out.getvalue()


def vega_lite(
    view: TimelineView, filters: Filters | None = None, *, today: date | None = None
) -> dict[str, Any]:
    """The same picture as a Vega-Lite v6 specification, with the data in it."""
    drawn = picture(view, filters, today=today)
    marks, names, bars, height = _data(drawn)
    scale = {
        "domain": [drawn.scale.first.isoformat(), drawn.scale.day_at(drawn.scale.width).isoformat()]
    }
    x = {"type": "temporal", "scale": scale, "axis": {"title": None, "orient": "top"}}
    down = {"domain": [height, 0], "nice": False}
    y = {"field": "y", "type": "quantitative", "axis": None, "scale": down}
    keys = [key for key in drawn.symbols if key != "late"]
    start = x | {"field": "start"}
    band = {"type": "rect", "fill": "#efefea", "aria": False}
    bar = {"type": "bar", "height": 12, "fill": "white", "stroke": COLOURS["ink"]}
    point = {"type": "point", "size": 180, "strokeWidth": 1.5, "opacity": 1}
    letter = {"type": "text", "fontSize": 9, "fontWeight": 700, "aria": False, "tooltip": None}
    name = {"type": "text", "align": "right", "fontSize": 12, "limit": LABEL_WIDTH - 16}
    return {
        "$schema": SCHEMA,
        "description": f"{sentences.heading(view.place)}. {clean(view.voices.sentence)}",
        "background": "white",
        "padding": 16,
        "width": drawn.scale.width,
        "height": height,
        "datasets": {"entries": marks, "rows": names, "trials": bars, "bands": _bands(drawn)},
        "layer": [
            _layer("bands", band, {"x": start, "x2": {"field": "end"}}),
            _layer("trials", bar, {"x": start, "x2": {"field": "end"}, "y": y}),
            _layer("rows", name, {"x": {"value": -12}, "y": y, "text": {"field": "row"}}),
            _layer("entries", point, _point(x, y, keys)),
            _layer(
                "entries",
                letter,
                {
                    "x": x | {"field": "placed_on"},
                    "y": y,
                    "text": {"field": "letter"},
                    "color": _by_symbol(keys, _letter_colour),
                },
            ),
        ],
        "config": {"font": "sans-serif", "view": {"stroke": None}},
    }


def _layer(name: str, mark: dict[str, Any], encoding: dict[str, Any]) -> dict[str, Any]:
    return {"data": {"name": name}, "mark": mark, "encoding": encoding}


def _point(x: dict[str, Any], y: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    told = {"date": words.DATE, "what": words.WHAT, "who": words.WHO, "words": words.WORDS}
    return {
        "x": x | {"field": "placed_on"},
        "y": y,
        "shape": _by_symbol(keys, lambda key: POINTS.get(key.removesuffix("-r"), "square")),
        "stroke": _by_symbol(keys, lambda key: COLOURS[hue_of(key)]),
        "fill": _by_symbol(
            keys, lambda key: "white" if SYMBOLS[key].hollow else COLOURS[hue_of(key)]
        ),
        "strokeDash": _by_symbol(keys, lambda key: [2.6, 1.9] if SYMBOLS[key].broken else [1, 0]),
        "description": {"field": "title"},
        "tooltip": [{"field": field, "title": title} for field, title in told.items()],
    }


def _by_symbol(keys: list[str], of: Any) -> dict[str, Any]:
    scale = {"domain": keys, "range": [of(key) for key in keys]}
    return {"field": "symbol", "type": "nominal", "legend": None, "scale": scale}


def _letter_colour(key: str) -> str:
    return COLOURS[hue_of(key)] if SYMBOLS[key].hollow else "white"


def _bands(drawn: Picture) -> list[dict[str, str]]:
    day = drawn.scale.day_at
    return [
        {"start": day(band.x).isoformat(), "end": day(band.x + band.width).isoformat()}
        for band in drawn.bands
    ]


def _data(
    drawn: Picture,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]], float]:
    marks: list[dict[str, Any]] = []
    names: list[dict[str, Any]] = []
    bars: list[dict[str, Any]] = []
    day, top = drawn.scale.day_at, 0.0
    for section in drawn.sections:
        for row in section.rows:
            names.append({"row": row.name, "y": top + 20, "group": section.name})
            if row.bar:
                ends = {"start": day(row.bar.x).isoformat(), "end": day(row.bar.end).isoformat()}
                bars.append({"row": row.name, "fate": row.bar.fate, "y": top + row.bar.y} | ends)
            places = [(m.entry, m.symbol, m.x, m.y, m.title) for m in row.marks]
            places += [(n.entry, "context", n.x, n.y, n.title) for n in row.labels]
            for entry, symbol, x, y, title in places:
                marks.append(
                    {
                        "id": str(entry.id),
                        "group": section.name,
                        "row": row.name,
                        "date": entry.occurred_on.isoformat(),
                        "until": entry.until.isoformat() if entry.until else None,
                        "placed_on": day(x).isoformat(),
                        "y": top + y,
                        "symbol": symbol,
                        "letter": SYMBOLS[symbol].letter,
                        "what": sentences.kind(entry),
                        "who": sentences.who(entry),
                        "words": sentences.said(entry),
                        "reported_late": entry.reported_late,
                        "title": title,
                    }
                )
            top += row.drawn_height
    return marks, names, bars, max(top, 1.0)


def _group(entry: Entry) -> str:
    return words.GROUP_OF[entry.perspective] if entry.perspective else ""


def _passed_on_from(entry: Entry) -> str:
    """From where the words come that somebody passes on, else nothing."""
    if not entry.is_relayed:
        return ""
    whose = entry.relayed_perspective
    return words.GROUP_OF[whose] if whose else words.UNKNOWN_GROUP
