"""The picture as SVG: the bars that the page shares, and a whole drawing that stands alone."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import date
from xml.sax.saxutils import escape

import vl_convert
from markupsafe import Markup

from service.projections.shapes import TimelineView
from service.web import sentences
from service.web.chart import picture
from service.web.filters import Filters
from service.web.marks import BOX, Paint, hue_of, sprite
from service.web.picture import (
    AXIS_HEIGHT,
    LABEL_WIDTH,
    NAME_LINE,
    SECTION_HEIGHT,
    SMALL_LINE,
    Bar,
    Held,
    Picture,
    Row,
    Section,
)
from service.web.scale import text_width
from service.web.text import clean

MARGIN = 24
TITLE_HEIGHT = 92
KEY_LINE = 26
KEY_INDENT = 124.0
PNG_SCALE = 2.0
PNG_SIGNATURE = 8
PACKED = 6
HALF_BAR = 6
COLOURS = {
    "ink": "#16181d",
    "services": "#1b5a97",
    "voluntary": "#7d3990",
    "residents": "#8c5200",
}
STYLE = """
text{font-family:sans-serif}.name,.note,.title,.lead{fill:#16181d}
.c-band{fill:url(#hatch)}.hatch{fill:#d9d9d2}.c-bandline{stroke:#4a4e57;stroke-width:2}
.c-grid{stroke:#e4e4de}.c-year{stroke:#767a82}.c-today{stroke:#16181d;stroke-dasharray:2 3}
.c-text{font-size:12px;fill:#4a4e57}.strong{font-weight:600;fill:#16181d}
.c-rule{stroke:#d8d8d2}.c-group{stroke:#16181d;stroke-width:2}
.c-bar{fill:#fff;stroke:#16181d;stroke-width:1.5}.c-line{fill:none;stroke:#16181d;stroke-width:1.5}
.c-held{stroke:#767a82;stroke-width:1.5;fill:none}.c-held.now{stroke:#16181d}
.broken{stroke-dasharray:4 3}
.name{font-size:15px;font-weight:700}.small{font-size:13px;fill:#4a4e57}
.note{font-size:13px;font-style:italic}.title{font-size:26px;font-weight:700}.lead{font-size:15px}
"""


def bar_svg(bar: Bar) -> Markup:
    """A trial's bar, with the end that its fate gives it."""
    x, end, turns, y = bar.x, bar.end, bar.turns, bar.y
    top, low = y - HALF_BAR, y + HALF_BAR
    if bar.fate == "running":
        tip = end - HALF_BAR
        shape = f'<path class="c-bar" d="M{x} {top}H{tip}L{end} {y}L{tip} {low}H{x}Z"/>'
    elif bar.fate == "at_the_margins":
        shape = (
            f'<path class="c-bar" d="M{turns} {top}H{x}V{low}H{turns}"/>'
            f'<path class="c-bar broken" d="M{turns} {top}H{end}V{low}H{turns}"/>'
        )
    elif bar.fate == "normalised":
        shape = (
            f'<path class="c-bar" d="M{x} {top}H{turns}V{low}H{x}Z"/>'
            f'<path class="c-line" d="M{turns} {y - 2.5}H{end}M{turns} {y + 2.5}H{end}"/>'
        )
    else:
        shape = (
            f'<path class="c-bar" d="M{x} {top}H{end}V{low}H{x}Z"/>'
            f'<path class="c-line" d="M{end - 4} {top - 3}V{low + 3}M{end} {top - 3}V{low + 3}"/>'
        )
    return Markup(shape)  # noqa: S704 - numbers only


def held_svg(held: Held) -> Markup:
    """The line of what people believe: thin, and double once it has changed."""
    turns = held.end if held.turns is None else held.turns
    thin = f'<path class="c-held" d="M{held.x} {held.y}H{turns}"/>'
    if held.turns is None:
        return Markup(thin)  # noqa: S704 - numbers only
    double = f"M{turns} {held.y - 2}H{held.end}M{turns} {held.y + 2}H{held.end}"
    return Markup(f'{thin}<path class="c-held now" d="{double}"/>')  # noqa: S704 - numbers only


def svg_document(
    view: TimelineView, filters: Filters | None = None, *, today: date | None = None
) -> str:
    """The whole chart as one SVG file: white ground, own styles and symbols, generic fonts."""
    drawn = picture(view, filters, today=today)
    keys = list(_key_lines(drawn))
    body_top = TITLE_HEIGHT + KEY_LINE * len(keys) + 8
    height = round(body_top + AXIS_HEIGHT + _body_height(drawn) + 2 * MARGIN)
    width = LABEL_WIDTH + drawn.scale.width + 2 * MARGIN
    title = escape(sentences.heading(view.place))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" role="img" aria-label="{_attribute(title)}">',
        f"<title>{title}</title><style>{STYLE}</style><defs>",
        *_definitions(drawn),
        '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect class="hatch" width="1.5" height="6"/></pattern>',
        f'</defs><rect width="{width}" height="{height}" fill="#fff"/>',
        f'<g transform="translate({MARGIN} {MARGIN})">',
        f'<text class="title" y="26">{title}</text>',
        _text("small", 0, 48, sentences.span(view.place, drawn.scale.first, drawn.scale.last)),
        _text("lead", 0, 72, clean(view.voices.sentence)),
        *(
            f'<g transform="translate(0 {TITLE_HEIGHT + KEY_LINE * n})">{line}</g>'
            for n, line in enumerate(keys)
        ),
        f'<g transform="translate(0 {body_top})">',
        *_body(drawn),
        "</g></g></svg>",
    ]
    return "".join(parts)


def png(view: TimelineView, filters: Filters | None = None, *, today: date | None = None) -> bytes:
    """The whole chart as a picture file."""
    document = svg_document(view, filters, today=today)
    return _packed(vl_convert.svg_to_png(document, scale=PNG_SCALE))


def _packed(image: bytes) -> bytes:
    """The same PNG with its pixels packed well: about a fifth of what the renderer writes."""
    parts, pixels, at = [image[:PNG_SIGNATURE]], b"", PNG_SIGNATURE
    while at < len(image):
        size = int.from_bytes(image[at : at + 4], "big")
        name, data = image[at + 4 : at + 8], image[at + 8 : at + 8 + size]
        at += size + 12
        if name == b"IDAT":
            pixels += data
            continue
        if name == b"IEND":
            parts.append(_chunk(b"IDAT", zlib.compress(zlib.decompress(pixels), PACKED)))
        parts.append(_chunk(name, data))
    return b"".join(parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    check = zlib.crc32(name + data)
    return len(data).to_bytes(4, "big") + name + data + check.to_bytes(4, "big")


def _definitions(drawn: Picture) -> Iterator[str]:
    for key in drawn.symbols:
        paint = Paint(ink=COLOURS[hue_of(key)], ground="#fff", on="#fff")
        yield sprite([key], paint, with_targets=False)


def _key_lines(drawn: Picture) -> Iterator[str]:
    room = LABEL_WIDTH + drawn.scale.width
    for title, items in sentences.legend(drawn.symbols):
        parts, x = [_text("c-text strong", 0, 13, title)], KEY_INDENT
        for key, label in items:
            wide = BOX + 6 + text_width(label) + 12
            if x + wide > room:
                yield "".join(parts)
                parts, x = [], KEY_INDENT
            parts.append(f'<use href="#m-{key}" x="{x + BOX / 2:.1f}" y="9"/>')
            parts.append(_text("c-text", x + BOX + 6, 13, label))
            x += wide
        yield "".join(parts)


def _body_height(drawn: Picture) -> float:
    headings = sum(SECTION_HEIGHT for section in drawn.sections if section.name)
    return sum(row.drawn_height for row in drawn.rows) + headings


def _body(drawn: Picture) -> Iterator[str]:
    high = AXIS_HEIGHT + _body_height(drawn)
    yield f'<g transform="translate({LABEL_WIDTH} 0)">'
    for band in drawn.bands:
        yield (
            f'<rect class="c-band" x="{band.x}" y="{AXIS_HEIGHT}" width="{band.width}"'
            f' height="{high - AXIS_HEIGHT}"/>'
        )
    for tick in drawn.axis.steps:
        line = "c-year" if tick.strong else "c-grid"
        yield f'<path class="{line}" d="M{tick.x} {AXIS_HEIGHT}V{high}"/>'
        yield _text("c-text", tick.x + 3, 32, tick.label)
    for tick in drawn.axis.years:
        yield _text("c-text strong", tick.x + 3, 14, tick.label)
    if drawn.today:
        yield f'<path class="c-today" d="M{drawn.today.x} {AXIS_HEIGHT}V{high}"/>'
        if drawn.today_labelled:
            yield _text("c-text strong", drawn.today.x, 14, drawn.today.label, "end")
    yield "</g>"
    wide, y = LABEL_WIDTH + drawn.scale.width, float(AXIS_HEIGHT)
    for section in drawn.sections:
        yield f'<path class="c-group" d="M0 {y}H{wide}"/>'
        if section.name:
            yield from _heading(section, y)
            y += SECTION_HEIGHT
        for row in section.rows:
            yield f'<g transform="translate(0 {y})">'
            yield from _row(row, wide)
            yield "</g>"
            y += row.drawn_height


def _heading(section: Section, y: float) -> Iterator[str]:
    name = text_width(section.name) + 12
    wide = name + text_width(section.gloss) + 8
    yield f'<rect y="{y + 2}" width="{wide:.1f}" height="{SECTION_HEIGHT - 4}" fill="#fff"/>'
    yield _text("small strong", 0, y + 19, section.name)
    yield _text("small", name, y + 19, section.gloss)


def _row(row: Row, wide: int) -> Iterator[str]:
    yield f'<path class="c-rule" d="M0 0H{wide}"/>'
    y = 20
    for line in row.name_lines:
        yield _text("name", 0, y, line)
        y += NAME_LINE
    note = "small" if row.kind == "trial" else "note"
    for style, lines in (("small", row.small_lines), (note, row.note_lines)):
        for line in lines:
            yield _text(style, 0, y, line)
            y += SMALL_LINE
    yield f'<g transform="translate({LABEL_WIDTH} 0)">'
    if row.bar:
        yield bar_svg(row.bar)
    if row.held:
        yield held_svg(row.held)
    for name in row.names:
        yield _text("c-text strong", name.text_x, name.y + 4, name.text)
    for label in row.labels:
        yield f'<path class="c-bandline" d="M{label.x} {label.y + 8}h{label.width}"/>'
        yield _text("c-text", label.text_x, label.y + 2, label.text)
    for mark in row.marks:
        late = f'<use href="#m-late" x="{mark.x + 8}" y="{mark.y - 8}"/>' if mark.late else ""
        yield f"<g><title>{escape(mark.title)}</title>"
        yield f'<use href="#m-{mark.symbol}" x="{mark.x}" y="{mark.y}"/>{late}</g>'
    yield "</g>"


def _text(style: str, x: float, y: float, words: str, anchor: str = "start") -> str:
    where = f'x="{round(x, 1)}" y="{round(y, 1)}" text-anchor="{anchor}"'
    return f'<text class="{style}" {where}>{escape(words)}</text>' if words else ""


def _attribute(escaped: str) -> str:
    return escaped.replace('"', "&quot;")
