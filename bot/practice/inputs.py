"""Inputs: the elements that people use in messages and views, and what they come to hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.practice.world import Json

HOLDS = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "file_input": "files",
}
"""Where each type keeps what somebody chose or typed."""
ACTS_ONLY = {"button", "overflow", "workflow_button", "icon_button", "feedback_buttons"}
"""Types that keep nothing."""
LISTS = {
    "selected_options",
    "selected_users",
    "selected_conversations",
    "selected_channels",
    "files",
}
ECHOED = ("text", "value", "style", "placeholder", "url")
"""What an action repeats of its element."""


class NotPossible(Exception):
    """What somebody cannot do here, as one plain sentence."""


class NotSaid(NotPossible):
    """What was asked for leaves something out that has to be said."""


@dataclass(frozen=True)
class Found:
    """An element, and the block that it stands in."""

    block: Json
    element: Json

    @property
    def block_id(self) -> str:
        """Its block's id."""
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        """Its own id."""
        return str(self.element["action_id"])

    @property
    def type(self) -> str:
        """What kind of element it is."""
        return str(self.element["type"])

    @property
    def is_input(self) -> bool:
        """True where it only tells the app on submission, or if `dispatch_action` says so."""
        return self.block.get("type") == "input"


def identified(blocks: Sequence[Json]) -> list[Json]:
    """The blocks with the ids that Slack makes up where the app gave none; always the same ones."""
    copied: list[Json] = json.loads(json.dumps(list(blocks)))
    for number, block in enumerate(copied):
        block.setdefault("block_id", _made_up("block", number, block))
        for place, (_, element) in enumerate(_elements(block, block)):
            element.setdefault("action_id", _made_up("action", place, element))
    return copied


def elements(blocks: Sequence[Json]) -> list[Found]:
    """Every element that somebody can use, in reading order; the blocks have their ids."""
    return [Found(*pair) for block in blocks for pair in _elements(block, block)]


def find(blocks: Sequence[Json], action_id: str, block_id: str | None = None) -> Found:
    """The element of this name; NotPossible where there is none."""
    for found in elements(blocks):
        if found.action_id == action_id and block_id in (None, found.block_id):
            return found
    raise NotPossible(f"There is nothing named {action_id} here.")


def held(found: Found, given: Any, offered: Sequence[Json] = ()) -> Json:
    """What an element holds when this was chosen or typed: its entry of `state.values`."""
    key = HOLDS[found.type]
    if isinstance(given, Mapping) and key in given:
        given = given[key]
    if key in LISTS:
        chosen = [given] if isinstance(given, str | Mapping) else list(given or [])
        return {"type": found.type, key: [_one(found, key, one, offered) for one in chosen]}
    empty = given is None or given in ("", [])
    return {"type": found.type, key: None if empty else _one(found, key, given, offered)}


def beginning(found: Found) -> Json:
    """What an element holds before anybody touched it."""
    key = HOLDS[found.type]
    initial = key.replace("selected_", "initial_") if key.startswith("selected_") else None
    value = found.element.get(initial or "initial_value")
    return {"type": found.type, key: [] if value is None and key in LISTS else value}


def state(blocks: Sequence[Json], typed: Json) -> Json:
    """`state.values`: what was typed, and what stood there before where nothing was."""
    values: Json = {}
    for found in elements(blocks):
        if found.type in HOLDS:
            entry = typed.get(found.block_id, {}).get(found.action_id)
            same = isinstance(entry, dict) and entry.get("type") == found.type
            row = values.setdefault(found.block_id, {})
            row[found.action_id] = entry if same else beginning(found)
    return values


def arranged(blocks: Sequence[Json], values: Json) -> list[tuple[Found, Any]]:
    """Which element each given value is for: Slack's own shape, or shorter ways to say it."""
    holding = [found for found in elements(blocks) if found.type in HOLDS]
    told: list[tuple[Found, Any]] = []
    for name, given in values.items():
        in_block = [found for found in holding if found.block_id == name]
        by_action = {found.action_id: found for found in in_block}
        if by_action and isinstance(given, Mapping) and given and set(given) <= set(by_action):
            told += [(by_action[action], value) for action, value in given.items()]
        elif in_block:
            told.append((in_block[0], given))
        else:
            told.append((find([one.block for one in holding], name), given))
    return told


def action(found: Found, given: Any, action_ts: str, offered: Sequence[Json] = ()) -> Json:
    """The entry of `actions` for what somebody just did."""
    told: Json = {
        "type": found.type,
        "action_id": found.action_id,
        "block_id": found.block_id,
        "action_ts": action_ts,
    }
    told |= {name: found.element[name] for name in ECHOED if name in found.element}
    told |= {name: value for name, value in found.element.items() if name.startswith("initial_")}
    if found.type == "overflow":
        return told | {"selected_option": _one(found, "selected_option", given, offered)}
    if found.type == "feedback_buttons":
        buttons = [found.element.get("positive_button"), found.element.get("negative_button")]
        chosen = [one for one in buttons if one and given in (None, one.get("value"))]
        if not chosen:
            raise NotPossible(f"{found.action_id} has no button with the value {given}.")
        return told | {"text": chosen[0]["text"], "value": chosen[0].get("value")}
    if found.type in ACTS_ONLY:
        return told
    return told | held(found, given, offered)


def _elements(within: Any, block: Json) -> Iterator[tuple[Json, Json]]:
    """Blocks may stand in blocks: an element belongs to the nearest one that has an id."""
    if isinstance(within, dict):
        if within is not block and "block_id" in within:
            block = within
        if within.get("type") in HOLDS or within.get("type") in ACTS_ONLY:
            yield block, within
            return
        for inner in within.values():
            yield from _elements(inner, block)
    elif isinstance(within, list):
        for inner in within:
            yield from _elements(inner, block)


def _made_up(kind: str, number: int, thing: Json) -> str:
    content = json.dumps([kind, number, thing], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:5]


def _one(found: Found, key: str, given: Any, offered: Sequence[Json]) -> Any:
    if key in ("selected_option", "selected_options"):
        return _option(found, given, offered)
    if key == "rich_text_value":
        return given if isinstance(given, Mapping) else _rich(str(given))
    if key == "selected_date_time":
        return _moment(given)
    if key == "files":
        return given if isinstance(given, Mapping) else {"id": str(given)}
    return str(given)


def _option(found: Found, given: Any, offered: Sequence[Json]) -> Json:
    groups = found.element.get("option_groups", [])
    options = [*found.element.get("options", []), *offered]
    options += [option for group in groups for option in group.get("options", [])]
    wanted = given.get("value") if isinstance(given, Mapping) else given
    for option in options:
        if wanted in (option.get("value"), option.get("text", {}).get("text")):
            return dict(option)
    if found.type.endswith("external_select") and isinstance(given, Mapping) and "text" in given:
        return dict(given)  # What an earlier search offered, or what was chosen to begin with.
    raise NotPossible(f"{found.action_id} has no option {wanted}.")


def _rich(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def _moment(given: Any) -> int:
    if isinstance(given, int | float) or str(given).isdigit():
        return int(given)
    try:
        moment = datetime.fromisoformat(str(given))
    except ValueError as error:
        raise NotPossible(f"{given} is not a moment.") from error
    return int(moment.timestamp())
