"""The elements of Block Kit: what buttons, selects and inputs need, and which blocks take them."""

from __future__ import annotations

import re
from datetime import date

from bot.practice.shapes import (
    Check,
    Shape,
    Spot,
    any_of,
    flag,
    link,
    listing,
    not_both,
    one_of,
    string,
    typed,
    whole,
)
from bot.practice.texts import (
    CONFIRM,
    DISPATCH,
    FILTER,
    IMAGE_SOURCE,
    MARKED_OPTION,
    ONE_IMAGE,
    OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    RICH_TEXT_OBJECT,
    WORKFLOW,
    initial_is_offered,
    plain,
)

_ACTION: dict[str, Check] = {"action_id": string(255)}
_CONFIRMED: dict[str, Check] = {**_ACTION, "confirm": CONFIRM}
_FOCUSED: dict[str, Check] = {**_CONFIRMED, "focus_on_load": flag}
_PICKED: dict[str, Check] = {**_FOCUSED, "placeholder": plain(150)}
_MULTI: dict[str, Check] = {**_PICKED, "max_selected_items": whole(1)}
_TYPED: dict[str, Check] = {
    **_ACTION,
    "focus_on_load": flag,
    "placeholder": plain(150),
    "dispatch_action_config": DISPATCH,
}
_STYLE: dict[str, Check] = {"style": one_of("primary", "danger")}
_LABELLED: dict[str, Check] = {"accessibility_label": string(75)}
_IDS = listing(string(least=1), least=0)
_SEEN_BY: dict[str, Check] = {"visible_to_user_ids": listing(string(least=1), most=10)}


def a_date(spot: Spot) -> None:
    """A date that exists, as YYYY-MM-DD."""
    try:
        fine = bool(re.fullmatch(r"\d{4}-\d\d-\d\d", spot.value) and date.fromisoformat(spot.value))
    except (TypeError, ValueError):
        fine = False
    if not fine:
        spot.refuse("must be a valid date in the format YYYY-MM-DD")


def a_time(spot: Spot) -> None:
    """A time of day, as HH:mm."""
    if not isinstance(spot.value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", spot.value):
        spot.refuse("must be a valid time in the format HH:mm")


def a_decimal(spot: Spot) -> None:
    """A number written as a string."""
    if not isinstance(spot.value, str) or not re.fullmatch(r"-?\d+(\.\d+)?", spot.value):
        spot.refuse("must be a number in a string")


def _lengths_are_possible(spot: Spot) -> None:
    shortest, longest = spot.get("min_length"), spot.get("max_length")
    if isinstance(shortest, int) and isinstance(longest, int) and shortest > longest:
        spot.refuse("`min_length` must not be greater than `max_length`")


def _range_is_possible(spot: Spot) -> None:
    ends = [spot.get(name) for name in ("min_value", "max_value")]
    try:
        lowest, highest = (float(end) for end in ends)
    except (TypeError, ValueError):
        return
    if lowest > highest:
        spot.refuse("`min_value` must not be greater than `max_value`")


_FEEDBACK = Shape({"text": plain(75), "value": string(2000)}, _LABELLED)
_LISTED: dict[str, Check] = {
    "options": listing(OPTION, most=100),
    "option_groups": listing(OPTION_GROUP, most=100),
}
_ONE_LIST = (any_of("options", "option_groups"), not_both("options", "option_groups"))
_OFFERED = (*_ONE_LIST, initial_is_offered)
_CONVERSATION: dict[str, Check] = {"default_to_current_conversation": flag, "filter": FILTER}
_RESPONSE_URL: dict[str, Check] = {"response_url_enabled": flag}

ELEMENTS: dict[str, Check] = {
    "button": Shape(
        {"text": plain(75)},
        {
            "value": string(2000),
            "url": string(3000, least=1),
            "agent_prompt": string(4000),
            "agent_prompt_display": string(),
            **_SEEN_BY,
            **_CONFIRMED,
            **_STYLE,
            **_LABELLED,
        },
    ),
    "workflow_button": Shape(
        {"text": plain(75), "workflow": WORKFLOW}, {**_CONFIRMED, **_STYLE, **_LABELLED}
    ),
    "icon_button": Shape(
        {"text": plain(75), "icon": string(least=1)},
        {"value": string(2000), **_SEEN_BY, **_CONFIRMED, **_LABELLED},
    ),
    "feedback_buttons": Shape(
        {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, _ACTION
    ),
    "overflow": Shape({"options": listing(OVERFLOW_OPTION, most=5)}, _CONFIRMED),
    "checkboxes": Shape(
        {"options": listing(MARKED_OPTION, most=10)},
        {"initial_options": listing(MARKED_OPTION), **_FOCUSED},
        (initial_is_offered,),
    ),
    "radio_buttons": Shape(
        {"options": listing(MARKED_OPTION, most=10)},
        {"initial_option": MARKED_OPTION, **_FOCUSED},
        (initial_is_offered,),
    ),
    "static_select": Shape({}, {"initial_option": OPTION, **_LISTED, **_PICKED}, _OFFERED),
    "multi_static_select": Shape(
        {}, {"initial_options": listing(OPTION), **_LISTED, **_MULTI}, _OFFERED
    ),
    "external_select": Shape(
        {}, {"initial_option": OPTION, "min_query_length": whole(0), **_PICKED}
    ),
    "multi_external_select": Shape(
        {}, {"initial_options": listing(OPTION), "min_query_length": whole(0), **_MULTI}
    ),
    "users_select": Shape({}, {"initial_user": string(least=1), **_PICKED}),
    "multi_users_select": Shape({}, {"initial_users": _IDS, **_MULTI}),
    "channels_select": Shape({}, {"initial_channel": string(least=1), **_RESPONSE_URL, **_PICKED}),
    "multi_channels_select": Shape({}, {"initial_channels": _IDS, **_MULTI}),
    "conversations_select": Shape(
        {},
        {"initial_conversation": string(least=1), **_CONVERSATION, **_RESPONSE_URL, **_PICKED},
    ),
    "multi_conversations_select": Shape(
        {}, {"initial_conversations": _IDS, **_CONVERSATION, **_MULTI}
    ),
    "datepicker": Shape({}, {"initial_date": a_date, **_PICKED}),
    "timepicker": Shape({}, {"initial_time": a_time, "timezone": string(least=1), **_PICKED}),
    "datetimepicker": Shape(
        {}, {"initial_date_time": whole(1_000_000_000, 9_999_999_999), **_FOCUSED}
    ),
    "plain_text_input": Shape(
        {},
        {
            "initial_value": string(3000),
            "multiline": flag,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
            **_TYPED,
        },
        (_lengths_are_possible,),
    ),
    "email_text_input": Shape({}, {"initial_value": string(), **_TYPED}),
    "url_text_input": Shape({}, {"initial_value": string(), **_TYPED}),
    "number_input": Shape(
        {"is_decimal_allowed": flag},
        {"initial_value": a_decimal, "min_value": a_decimal, "max_value": a_decimal, **_TYPED},
        (_range_is_possible,),
    ),
    "rich_text_input": Shape(
        {},
        {
            "initial_value": RICH_TEXT_OBJECT,
            "min_lines": whole(1, 100),
            "max_lines": whole(1, 100),
            **_TYPED,
        },
    ),
    "file_input": Shape(
        {}, {"filetypes": listing(string(least=1)), "max_files": whole(1, 10), **_ACTION}
    ),
    "image": Shape({"alt_text": string(2000, least=1)}, IMAGE_SOURCE, ONE_IMAGE),
}

_SELECTS = {name for name in ELEMENTS if name.endswith("_select")}
_PICKERS = {"checkboxes", "radio_buttons", "datepicker", "timepicker"}
_INPUTS = {
    *_SELECTS,
    *_PICKERS,
    "datetimepicker",
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
}

BUTTON = typed(ELEMENTS, {"button"})
IMAGE = typed(ELEMENTS, {"image"})
ACCESSORY = typed(
    ELEMENTS, {*_SELECTS, *_PICKERS, "button", "workflow_button", "overflow", "image"}
)
IN_ACTIONS = typed(
    ELEMENTS,
    {
        *_SELECTS,
        *_PICKERS,
        "datetimepicker",
        "button",
        "workflow_button",
        "overflow",
        "rich_text_input",
    },
)
IN_CONTEXT_ACTIONS = typed(ELEMENTS, {"feedback_buttons", "icon_button"})
IN_INPUT = typed(ELEMENTS, _INPUTS)
SOURCE = typed({"url": Shape({"url": link(), "text": string(least=1)})})
