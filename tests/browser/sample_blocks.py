"""What the sample app shows: its manifest, messages, windows and Home."""

from __future__ import annotations

from typing import Any

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Fieldnotes"},
    "features": {
        "bot_user": {"display_name": "Fieldnotes"},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "shortcuts": [
            {
                "name": "Leave a note",
                "type": "global",
                "callback_id": "leave_note",
                "description": "Write down what you noticed",
            },
            {
                "name": "Keep this",
                "type": "message",
                "callback_id": "keep_this",
                "description": "Keep a message",
            },
        ],
        "slash_commands": [
            {"command": "/note", "description": "Leave a note", "usage_hint": "[words]"},
            {"command": "/nobody", "description": "Nothing answers this"},
        ],
    },
}


def plain(text: str) -> dict[str, Any]:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def option(text: str, value: str) -> dict[str, Any]:
    """An option."""
    return {"text": plain(text), "value": value}


def button(text: str, action_id: str, **more: Any) -> dict[str, Any]:
    """A button."""
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def field(block_id: str, label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An input block; its element is named `answer`."""
    element = {"action_id": "answer", **element}
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": element,
        **more,
    }


ASKING = [
    {
        "type": "section",
        "block_id": "asking",
        "text": {"type": "mrkdwn", "text": "*What did you notice?* One line is _plenty_."},
    },
    {
        "type": "actions",
        "block_id": "ways",
        "elements": [
            button("Write a few words", "write", style="primary"),
            button("Nothing this time", "nothing"),
            button(
                "Remove it",
                "remove",
                style="danger",
                confirm={
                    "title": plain("Remove it?"),
                    "text": plain("Your words will be gone."),
                    "confirm": plain("Remove"),
                    "deny": plain("Keep"),
                    "style": "danger",
                },
            ),
            {
                "type": "overflow",
                "action_id": "more",
                "options": [option("Ask me tomorrow", "tomorrow"), option("Pause", "pause")],
            },
        ],
    },
    {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": "Next one: <!date^1800000000^{date_long}|soon>"}],
    },
]

SHOWCASE: list[dict[str, Any]] = [
    {"type": "header", "text": plain("Harrow Vale: what we learned")},
    {
        "type": "section",
        "text": {
            "type": "mrkdwn",
            "text": "*Bold*, _italic_, ~struck~ and `code`.\n> Being in one room is the work.\n"
            "• <https://example.org/a|A link>\n• <@U0HOUSE001> in <#C0HARROW01>\n"
            "```a = 1 < 2```",
        },
        "accessory": {
            "type": "static_select",
            "action_id": "pick",
            "placeholder": plain("Pick a week"),
            "options": [option("This week", "this"), option("Next week", "next")],
        },
    },
    {
        "type": "section",
        "fields": [
            {"type": "mrkdwn", "text": "*Evidence*\n61 reflections"},
            {"type": "mrkdwn", "text": "*Decisions*\n5, two of them new"},
        ],
    },
    {"type": "divider"},
    {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A map of the vale"},
    {
        "type": "markdown",
        "text": "### Markdown\n\n1. **First**\n2. Second with [a link](https://example.org)",
    },
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "Rich ", "style": {"bold": True}},
                    {"type": "emoji", "name": "seedling"},
                    {"type": "user", "user_id": "U0COORD001"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]},
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "two"}]},
                ],
            },
        ],
    },
    {
        "type": "table",
        "rows": [
            [{"type": "raw_text", "text": "What we tried"}, {"type": "raw_text", "text": "Now"}],
            [
                {"type": "raw_text", "text": "A huddle at half past three"},
                {"type": "raw_text", "text": "Daily"},
            ],
        ],
    },
    {
        "type": "data_visualization",
        "title": "Reflections by fortnight",
        "chart": {
            "type": "bar",
            "series": [
                {
                    "name": "Residents",
                    "data": [{"label": "March", "value": 3}, {"label": "April", "value": 8}],
                },
                {
                    "name": "Services",
                    "data": [{"label": "March", "value": 5}, {"label": "April", "value": 6}],
                },
            ],
            "axis_config": {"categories": ["March", "April"]},
        },
    },
]

NOTE: dict[str, Any] = {
    "type": "modal",
    "callback_id": "note",
    "title": plain("A quick note"),
    "submit": plain("Save"),
    "close": plain("Not now"),
    "blocks": [
        {
            "type": "section",
            "block_id": "lead",
            "text": {"type": "mrkdwn", "text": "Please leave out *names*."},
        },
        field(
            "words",
            "What did you notice?",
            {"type": "plain_text_input", "multiline": True, "max_length": 200},
            hint=plain("One line is plenty."),
        ),
        field(
            "who",
            "Who can see it?",
            {
                "type": "radio_buttons",
                "initial_option": option("People here", "here"),
                "options": [
                    option("People here", "here"),
                    option("Only the learning partner", "partner"),
                ],
            },
        ),
        field(
            "kinds",
            "What is it about?",
            {
                "type": "multi_static_select",
                "options": [option("Trust", "trust"), option("Power", "power")],
            },
            optional=True,
        ),
        field("when", "When was it?", {"type": "datepicker"}, optional=True),
        field("time", "At what time?", {"type": "timepicker"}, optional=True),
        field(
            "with",
            "Who else was there?",
            {"type": "users_select", "placeholder": plain("Choose somebody")},
            optional=True,
        ),
        field(
            "place",
            "Which place?",
            {
                "type": "external_select",
                "min_query_length": 1,
                "placeholder": plain("Type a place"),
            },
            optional=True,
        ),
        field("email", "Where can we write to?", {"type": "email_text_input"}, optional=True),
        field(
            "count",
            "How many were there?",
            {"type": "number_input", "is_decimal_allowed": False},
            optional=True,
        ),
        {
            "type": "actions",
            "block_id": "next",
            "elements": [button("Add a second note", "deeper")],
        },
    ],
}

SECOND: dict[str, Any] = {
    "type": "modal",
    "callback_id": "second",
    "title": plain("A second note"),
    "submit": plain("Save"),
    "blocks": [field("more", "What else?", {"type": "plain_text_input"})],
}

HOME: dict[str, Any] = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": plain("Your notes")},
        {
            "type": "actions",
            "block_id": "start",
            "elements": [button("Leave a note", "write", style="primary")],
        },
        {"type": "section", "text": {"type": "mrkdwn", "text": "You have left *no notes* yet."}},
    ],
}
