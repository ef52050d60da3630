"""What Block Kit's elements consist of: text objects, options, confirm dialogs, rich text."""

from __future__ import annotations

from typing import Any

from bot.practice.shapes import (
    Check,
    Shape,
    Spot,
    any_of,
    anything,
    flag,
    link,
    listing,
    not_both,
    one_of,
    string,
    typed,
    whole,
)


def _text(most: int, *types: str) -> Check:
    words = string(most, least=1)
    return typed(
        {
            "plain_text": Shape({"text": words}, {"emoji": flag}),
            "mrkdwn": Shape({"text": words}, {"verbatim": flag}),
        },
        types,
    )


def plain(most: int) -> Check:
    """A `plain_text` object of at most so many characters; Slack takes no `mrkdwn` here."""
    return _text(most, "plain_text")


def mrkdwn(most: int) -> Check:
    """A `mrkdwn` object; Slack takes no `plain_text` here."""
    return _text(most, "mrkdwn")


def words(most: int) -> Check:
    """A text object of either type."""
    return _text(most, "plain_text", "mrkdwn")


CONFIRM = Shape(
    {"text": words(300)},
    {
        "title": plain(100),
        "confirm": plain(30),
        "deny": plain(30),
        "style": one_of("primary", "danger"),
    },
)

OPTION = Shape({"text": plain(75), "value": string(150, least=1)}, {"description": plain(75)})
MARKED_OPTION = Shape(
    {"text": words(75), "value": string(150, least=1)}, {"description": words(75)}
)
OVERFLOW_OPTION = Shape(
    {"text": plain(75), "value": string(150, least=1)},
    {"description": plain(75), "url": link()},
)
OPTION_GROUP = Shape({"label": plain(75), "options": listing(OPTION, most=100)})


def initial_is_offered(spot: Spot) -> None:
    """A rule: what is chosen from the start is one of the options, exactly."""
    offered = [_compared(option.value) for option in spot.items("options")]
    for group in spot.items("option_groups"):
        offered += [_compared(option.value) for option in group.items("options")]
    chosen = [*spot.items("initial_options")]
    if "initial_option" in spot.value:
        chosen.append(spot.at("initial_option"))
    for option in chosen:
        if _compared(option.value) not in offered:
            option.refuse("must exactly match one of the provided options")


def _compared(option: Any) -> Any:
    """An option without what Slack fills in by itself."""
    if not isinstance(option, dict):
        return option
    return {
        name: {key: part for key, part in value.items() if key not in ("emoji", "verbatim")}
        if isinstance(value, dict)
        else value
        for name, value in option.items()
    }


SLACK_FILE = Shape(
    may={"id": string(least=1), "url": link()},
    rules=(any_of("id", "url"), not_both("id", "url")),
)
IMAGE_SOURCE: dict[str, Check] = {"image_url": link(), "slack_file": SLACK_FILE}
ONE_IMAGE = (any_of("image_url", "slack_file"), not_both("image_url", "slack_file"))

STYLE = Shape(
    may=dict.fromkeys(
        (
            "bold",
            "italic",
            "strike",
            "code",
            "underline",
            "highlight",
            "client_highlight",
            "unlink",
        ),
        flag,
    )
)
_STYLED: dict[str, Check] = {"style": STYLE}

# What Slack itself puts into the texts of people, and takes back: each with what it needs.
_MENTIONED: dict[str, tuple[str, ...]] = {
    "attachment_mention": ("url",),
    "canvas": ("file_id",),
    "canvas_user_mention": ("user_id",),
    "citation": ("url",),
    "file": ("file_id",),
    "list_record": ("file_id",),
    "message_mention": ("channel_id", "message_ts"),
    "salesforce_data_field": ("salesforce_record_id",),
    "tag": ("text",),
    "work_object_mention": ("entity_id",),
    "workflow_mention": ("workflow_id",),
}

_MENTION: dict[str, Check] = {
    **dict.fromkeys(("url", "text", "app_id", "function_trigger_id"), string()),
    "index": whole(),
    "details": anything,
    **_STYLED,
}

INLINE: dict[str, Check] = {
    "text": Shape({"text": string(least=1)}, _STYLED),
    "link": Shape({"url": string(least=1)}, {"text": string(), "unsafe": flag, **_STYLED}),
    "emoji": Shape(
        {"name": string(least=1)},
        {"unicode": string(), "skin_tone": whole(1, 6), "url": string(), **_STYLED},
    ),
    "user": Shape({"user_id": string(least=1)}, _STYLED),
    "usergroup": Shape({"usergroup_id": string(least=1)}, _STYLED),
    "channel": Shape({"channel_id": string(least=1)}, _STYLED),
    "team": Shape({"team_id": string(least=1)}, _STYLED),
    "broadcast": Shape({"range": one_of("here", "channel", "everyone")}, _STYLED),
    "color": Shape({"value": string(least=1)}, _STYLED),
    "date": Shape(
        {"timestamp": whole(), "format": string(least=1)},
        {"url": string(), "fallback": string(), **_STYLED},
    ),
    **{
        name: Shape(dict.fromkeys(needed, string(least=1)), _MENTION)
        for name, needed in _MENTIONED.items()
    },
}
_BORDER: dict[str, Check] = {"border": whole(0, 1)}
_SECTION = Shape({"elements": listing(typed(INLINE), least=0)})

RICH_TEXT = Shape(
    {
        "elements": listing(
            typed(
                {
                    "rich_text_section": _SECTION,
                    "rich_text_list": Shape(
                        {
                            "elements": listing(typed({"rich_text_section": _SECTION}), least=0),
                            "style": one_of("bullet", "ordered"),
                        },
                        {"indent": whole(0, 8), "offset": whole(0), **_BORDER},
                    ),
                    "rich_text_quote": Shape(
                        {"elements": listing(typed(INLINE), least=0)}, _BORDER
                    ),
                    "rich_text_preformatted": Shape(
                        {"elements": listing(typed(INLINE, ("text", "link")), least=0)},
                        {"language": string(), **_BORDER},
                    ),
                }
            ),
            least=0,
        )
    },
    {"block_id": string(255)},
)
RICH_TEXT_OBJECT = typed({"rich_text": RICH_TEXT})

DISPATCH = Shape(
    may={
        "trigger_actions_on": listing(
            one_of("on_enter_pressed", "on_character_entered"), least=1, most=2
        )
    }
)
FILTER = Shape(
    may={
        "include": listing(one_of("im", "mpim", "private", "public"), least=1),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
    rules=(any_of("include", "exclude_external_shared_channels", "exclude_bot_users"),),
)
WORKFLOW = Shape(
    {"trigger": Shape({"url": link()}, {"customizable_input_parameters": listing(anything)})}
)
