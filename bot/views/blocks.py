"""Blocks: the pieces of Block Kit that our messages, modals and Homes are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic_core import to_json

Json = dict[str, Any]

MOST_BLOCKS = 50
MOST_CHARACTERS = 12_000
"""Slack refuses a message of about 13,200 characters of blocks (slack.md 0 has the source)."""
MOST_QUOTED = 2_500
MOST_TYPED = 3_000
MOST_OPTIONS = 100
LABEL, OPTION, TITLE, HEADER = 75, 75, 24, 150

CUT = "…"


def escape(text: str) -> str:
    """Text in which nothing that somebody wrote calls people, channels or links into being."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace("://", ":\u2060//")  # a word joiner: looks the same, and is no link


def short(text: str, most: int) -> str:
    """The text, or as much of it as has room, with a mark where it goes on."""
    return text if len(text) <= most else text[: most - 1].rstrip() + CUT


def plain(text: str, most: int = 3_000) -> Json:
    """A plain text object, in which Slack sees no markup."""
    return {"type": "plain_text", "text": short(text, most), "emoji": False}


def section(text: str, accessory: Json | None = None) -> Json:
    """Our own words, which may hold *bold* and _italic_. People's words come in by `escape`."""
    block: Json = {"type": "section", "text": {"type": "mrkdwn", "text": short(text, 3_000)}}
    return block if accessory is None else block | {"accessory": accessory}


def said(text: str, accessory: Json | None = None) -> Json:
    """A paragraph in which Slack sees no markup: for text that holds people's words."""
    block: Json = {"type": "section", "text": plain(text)}
    return block if accessory is None else block | {"accessory": accessory}


def quote(words: str) -> Json:
    """What somebody said, as a quotation in which nothing is a mention, a link or markup."""
    inert = {"type": "text", "text": short(words, MOST_QUOTED)}
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_quote", "elements": [inert]}],
    }


def quotes(words: str) -> list[Json]:
    """All of what somebody said, in as many quotations as that takes."""
    pieces = range(0, len(words), MOST_QUOTED)
    return [quote(words[start : start + MOST_QUOTED]) for start in pieces]


def is_quoted_whole(*words: str | None) -> bool:
    """True where one quotation of each has room for all of it."""
    return all(len(one or "") <= MOST_QUOTED for one in words)


def header(text: str) -> Json:
    """A heading."""
    return {"type": "header", "text": plain(text, HEADER)}


def context(text: str) -> Json:
    """A small line beside the rest, in which Slack sees no markup."""
    return {"type": "context", "elements": [plain(text)]}


def divider() -> Json:
    """A line between parts."""
    return {"type": "divider"}


def button(
    label: str,
    action_id: str,
    value: object = "",
    *,
    style: str | None = None,
    confirm: Json | None = None,
    spoken: str | None = None,
) -> Json:
    """A button; `spoken` is what a screen reader says instead of the label."""
    made: Json = {
        "type": "button",
        "text": plain(label, LABEL),
        "action_id": action_id,
        "value": str(value) or "-",
    }
    more = {"style": style, "confirm": confirm, "accessibility_label": spoken}
    return made | {name: given for name, given in more.items() if given is not None}


def link(label: str, action_id: str, address: str) -> Json:
    """A button that opens a page."""
    return button(label, action_id) | {"url": address}


def asking(title: str, text: str, yes: str, no: str, *, is_grave: bool = False) -> Json:
    """What is asked before a button does something that cannot be undone."""
    made: Json = {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }
    return made | ({"style": "danger"} if is_grave else {})


def actions(*elements: Json, block_id: str | None = None) -> Json:
    """A row of buttons and menus."""
    row: Json = {"type": "actions", "elements": list(elements)}
    return row if block_id is None else row | {"block_id": block_id}


def option(text: str, value: object, description: str | None = None) -> Json:
    """One of several to choose from."""
    made: Json = {"text": plain(text, OPTION), "value": str(value)}
    return made if description is None else made | {"description": plain(description, OPTION)}


def overflow(action_id: str, options: Sequence[Json]) -> Json:
    """A small menu for what is needed seldom (two to five things)."""
    return {"type": "overflow", "action_id": action_id, "options": list(options)}


def field(
    name: str,
    label: str,
    element: Json,
    *,
    hint: str | None = None,
    is_optional: bool = False,
) -> Json:
    """A labelled field of a modal. Its block has the field's own name, for errors to find it."""
    made: Json = {
        "type": "input",
        "block_id": name,
        "label": plain(label, 2_000),
        "element": element | {"action_id": name},
        "optional": is_optional,
    }
    return made if hint is None else made | {"hint": plain(hint, 2_000)}


def text_box(
    *,
    initial: str | None = None,
    is_long: bool = True,
    placeholder: str | None = None,
    most: int = MOST_TYPED,
) -> Json:
    """A box to type in."""
    made: Json = {"type": "plain_text_input", "multiline": is_long, "max_length": most}
    if initial:
        made["initial_value"] = initial[:most]
    if placeholder:
        made["placeholder"] = plain(placeholder, 150)
    return made


def radio(options: Sequence[Json], initial: str | None = None) -> Json:
    """One of a few, all in view."""
    return _chosen({"type": "radio_buttons", "options": list(options)}, initial)


def menu(options: Sequence[Json], initial: str | None = None, placeholder: str = "") -> Json:
    """One of many."""
    made: Json = {"type": "static_select", "options": list(options)[:MOST_OPTIONS]}
    if placeholder:
        made["placeholder"] = plain(placeholder, 150)
    return _chosen(made, initial)


def menu_of_several(
    options: Sequence[Json], initial: Iterable[str] = (), placeholder: str = ""
) -> Json:
    """Several of many."""
    offered = list(options)[:MOST_OPTIONS]
    made: Json = {"type": "multi_static_select", "options": offered}
    if placeholder:
        made["placeholder"] = plain(placeholder, 150)
    wanted = set(initial)
    chosen = [one for one in offered if one["value"] in wanted]
    return made | ({"initial_options": chosen} if chosen else {})


def tick(options: Sequence[Json], initial: Iterable[str] = ()) -> Json:
    """Boxes to tick."""
    wanted = set(initial)
    chosen = [one for one in options if one["value"] in wanted]
    made: Json = {"type": "checkboxes", "options": list(options)}
    return made | ({"initial_options": chosen} if chosen else {})


def day(initial: str | None = None) -> Json:
    """A day to choose, as 2026-11-23."""
    made: Json = {"type": "datepicker"}
    return made | ({"initial_date": initial} if initial else {})


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Json],
    *,
    submit: str | None = None,
    close: str,
    metadata: str = "",
) -> Json:
    """A modal. Without `submit` there is nothing to send off."""
    made: Json = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, TITLE),
        "close": plain(close, TITLE),
        "blocks": list(blocks),
        "private_metadata": metadata,
    }
    return made if submit is None else made | {"submit": plain(submit, TITLE)}


def home(blocks: Sequence[Json], metadata: str = "") -> Json:
    """Somebody's App Home; what has no room is left out at the end."""
    return {
        "type": "home",
        "callback_id": "home",
        "private_metadata": metadata,
        "blocks": list(blocks)[:100],
    }


def within_limits(blocks: Sequence[Json], going_on: str) -> list[Json]:
    """The blocks, or as many of the first as Slack takes, with a line that says there is more."""
    kept: list[Json] = []
    size = 0
    last = context(going_on)
    room = MOST_CHARACTERS - len(to_json(last))
    for block in blocks:
        size += len(to_json(block))
        if size > room or len(kept) >= MOST_BLOCKS - 1:
            return [*kept, last]
        kept.append(block)
    return kept


def with_room_for(blocks: Sequence[Json], last: Sequence[Json], going_on: str) -> list[Json]:
    """As many of the blocks as Slack takes, and the last ones in any case: no card loses its
    buttons to long words, or to large characters."""
    kept, whole = list(blocks), [*blocks, *last]
    while kept and within_limits(whole, going_on) != whole:
        kept.pop()
        whole = [*kept, context(going_on), *last]
    return whole


def _chosen(made: Json, initial: str | None) -> Json:
    chosen = next((one for one in made["options"] if one["value"] == initial), None)
    if chosen is None:
        return made
    return made | {"initial_option": chosen}
