"""The blocks of Block Kit: what each needs, and on which surfaces Slack shows it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.practice.elements import (
    ACCESSORY,
    BUTTON,
    IMAGE,
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    SOURCE,
)
from bot.practice.shapes import (
    Check,
    Shape,
    Spot,
    any_of,
    flag,
    link,
    listing,
    number,
    one_of,
    string,
    typed,
    whole,
)
from bot.practice.texts import (
    IMAGE_SOURCE,
    ONE_IMAGE,
    RICH_TEXT,
    RICH_TEXT_OBJECT,
    mrkdwn,
    plain,
    words,
)

TABLE_CHARACTERS = 10_000
MARKDOWN_CHARACTERS = 12_000
CHART_PARTS = 6
"""What Slack's reference promises; some of its clients know of twelve, as they know of 201 rows in
a data table. What keeps to the smaller numbers is taken either way."""

_ID: dict[str, Check] = {"block_id": string(255)}


def action_ids_differ(spot: Spot) -> None:
    """A rule: an `action_id` stands for one element of its block only."""
    seen = []
    for field in ("elements", "actions"):
        for element in spot.items(field):
            name = element.get("action_id")
            if name and name in seen:
                element.at("action_id").refuse(f'`action_id` "{name}" already exists')
            seen.append(name)


def _collapsing_makes_sense(spot: Spot) -> None:
    collapsible = spot.get("is_collapsible") is True
    if spot.get("default_collapsed") is True and not collapsible:
        spot.refuse("`default_collapsed` requires `is_collapsible`")
    if spot.get("has_header_divider") is True and collapsible:
        spot.refuse("`has_header_divider` must not be set when `is_collapsible` is true")


def _rows_are_even(spot: Spot) -> None:
    rows = [row for row in spot.items("rows") if isinstance(row.value, list)]
    for row in rows[1:]:
        if len(row.value) != len(rows[0].value):
            row.refuse(f"must provide exactly {len(rows[0].value)} items")
    index = spot.get("row_header_column_index")
    if rows and isinstance(index, int) and index >= len(rows[0].value):
        spot.at("row_header_column_index").refuse("must be the number of a column")


def _head_is_simple(spot: Spot) -> None:
    for row in list(spot.items("rows"))[:1]:
        for cell in range(len(row.value) if isinstance(row.value, list) else 0):
            if row.at(cell).type in ("rich_text", "action_cell"):
                row.at(cell).refuse(f"unsupported type: {row.at(cell).type}")


def _series_fit_the_axis(spot: Spot) -> None:
    axis = spot.get("axis_config")
    categories = axis.get("categories") if isinstance(axis, dict) else None
    names = []
    for series in spot.items("series"):
        names.append(series.get("name"))
        labels = [str(point.get("label")) for point in series.items("data")]
        if isinstance(categories, list) and sorted(labels) != sorted(map(str, categories)):
            series.at("data").refuse("must have one value for each category")
    if len(set(map(str, names))) != len(names):
        spot.at("series").refuse("must have names that differ")


def _is_positive(spot: Spot) -> None:
    number(spot)
    if isinstance(spot.value, int | float) and spot.value <= 0:
        spot.refuse("must be greater than 0")


_RAW: dict[str, Check] = {
    "raw_text": Shape({"text": string(least=1)}),
    "raw_number": Shape({"value": number, "text": string(least=1)}),
    "rich_text": RICH_TEXT,
}
_CELL = typed(_RAW)
_ACTION_CELL: Check = Shape({"element": BUTTON}, {"fallback": typed(_RAW)})
_DATA_CELL = typed({**_RAW, "action_cell": _ACTION_CELL})
_COLUMN = Shape(may={"align": one_of("left", "center", "right"), "is_wrapped": flag})


def _column(spot: Spot) -> None:
    """A column's settings; null leaves a column as it is."""
    if spot.value is not None:
        _COLUMN(spot)


_DATA = listing(Shape({"label": string(20, least=1), "value": number}), most=20)
_PLOT = Shape(
    {
        "series": listing(Shape({"name": string(20, least=1), "data": _DATA}), most=CHART_PARTS),
        "axis_config": Shape(
            {"categories": listing(string(20, least=1), most=20)},
            {"x_label": string(50), "y_label": string(50)},
        ),
    },
    rules=(_series_fit_the_axis,),
)
_SLICE = Shape({"label": string(20, least=1), "value": _is_positive})
_PIE = Shape({"segments": listing(_SLICE, most=CHART_PARTS)})
_CHART = typed({"pie": _PIE, "bar": _PLOT, "line": _PLOT, "area": _PLOT})

_CARD = Shape(
    {},
    {
        "hero_image": IMAGE,
        "icon": IMAGE,
        "slack_icon": Shape({"name": string(least=1)}),
        "title": mrkdwn(150),
        "subtitle": mrkdwn(150),
        "body": mrkdwn(200),
        "subtext": mrkdwn(200),
        "actions": listing(BUTTON, most=3),
        **_ID,
    },
    (any_of("hero_image", "title", "actions", "body"), action_ids_differ),
)
_TASK = Shape(
    {
        "task_id": string(least=1),
        "title": string(least=1),
        "status": one_of("pending", "in_progress", "complete", "error"),
    },
    {
        "details": RICH_TEXT_OBJECT,
        "output": RICH_TEXT_OBJECT,
        "sources": listing(SOURCE, least=0),
        **_ID,
    },
)

BLOCKS: dict[str, Check] = {
    "section": Shape(
        {},
        {
            "text": words(3000),
            "fields": listing(words(2000), most=10),
            "accessory": ACCESSORY,
            "expand": flag,
            **_ID,
        },
        (any_of("text", "fields"),),
    ),
    "header": Shape({"text": plain(150)}, {"level": whole(1, 4), **_ID}),
    "divider": Shape({}, _ID),
    "context": Shape(
        {
            "elements": listing(
                typed({"plain_text": words(3000), "mrkdwn": words(3000), "image": IMAGE}), most=10
            )
        },
        _ID,
    ),
    "actions": Shape({"elements": listing(IN_ACTIONS, most=25)}, _ID, (action_ids_differ,)),
    "context_actions": Shape(
        {"elements": listing(IN_CONTEXT_ACTIONS, most=5)}, _ID, (action_ids_differ,)
    ),
    "input": Shape(
        {"label": plain(2000), "element": IN_INPUT},
        {"hint": plain(2000), "optional": flag, "dispatch_action": flag, **_ID},
    ),
    "image": Shape(
        {"alt_text": string(2000, least=1)},
        {"title": plain(2000), **IMAGE_SOURCE, **_ID},
        ONE_IMAGE,
    ),
    "video": Shape(
        {
            "title": plain(199),
            "video_url": link(),
            "thumbnail_url": link(),
            "alt_text": string(200, least=1),
        },
        {
            "title_url": link(),
            "author_name": string(49),
            "provider_name": string(49),
            "provider_icon_url": link(),
            "description": plain(199),
            **_ID,
        },
    ),
    "file": Shape({"external_id": string(least=1), "source": one_of("remote")}, _ID),
    "markdown": Shape({"text": string(MARKDOWN_CHARACTERS, least=1)}, _ID),
    "rich_text": RICH_TEXT,
    "table": Shape(
        {"rows": listing(listing(_CELL, most=20), most=100)},
        {"column_settings": listing(_column, least=0, most=20), **_ID},
    ),
    "data_table": Shape(
        {
            "rows": listing(listing(_DATA_CELL, most=20), least=2, most=101),
            "caption": string(least=1),
        },
        {"page_size": whole(1, 100), "row_header_column_index": whole(0), **_ID},
        (_rows_are_even, _head_is_simple),
    ),
    "data_visualization": Shape({"title": string(50, least=1), "chart": _CHART}, _ID),
    "alert": Shape(
        {"text": words(200)},
        {"level": one_of("default", "info", "warning", "error", "success"), **_ID},
    ),
    "card": _CARD,
    "carousel": Shape({"elements": listing(typed({"card": _CARD}), most=10)}, _ID),
    "task_card": _TASK,
    "plan": Shape(
        {"title": string(least=1)},
        {"tasks": listing(_TASK, least=0), **_ID},
    ),
}

_IN_CONTAINER = {
    "actions",
    "context",
    "divider",
    "file",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "table",
    "video",
}
BLOCKS["container"] = Shape(
    {"child_blocks": listing(typed(BLOCKS, _IN_CONTAINER), most=10)},
    {
        "title": plain(150),
        "rich_text_title": RICH_TEXT_OBJECT,
        "subtitle": words(150),
        "width": one_of("narrow", "standard", "wide", "full"),
        "icon": IMAGE,
        "is_collapsible": flag,
        "default_collapsed": flag,
        "has_header_divider": flag,
        **_ID,
    },
    (any_of("title", "rich_text_title"), _collapsing_makes_sense),
)

_MESSAGES_ONLY = {
    "context_actions",
    "data_table",
    "data_visualization",
    "file",
    "markdown",
    "plan",
    "table",
    "task_card",
}
IN_MESSAGES = BLOCKS.keys() - {"alert"}
IN_MODALS = BLOCKS.keys() - _MESSAGES_ONLY
IN_HOMES = IN_MODALS - {"alert"}


def everywhere(blocks: Iterator[Spot]) -> Iterator[Spot]:
    """These blocks, and those in containers."""
    for block in blocks:
        yield block
        yield from block.items("child_blocks")


def elements_of(block: Spot) -> Iterator[Spot]:
    """The interactive elements of a block."""
    for field in ("element", "accessory"):
        if block.get(field) is not None:
            yield block.at(field)
    if block.type in ("actions", "context_actions"):
        yield from block.items("elements")
