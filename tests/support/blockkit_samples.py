"""Pieces of Block Kit that Slack takes: builders, and a sound sample of every block and input."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def plain(text: str = "Words") -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def marked(text: str = "*Words*") -> Json:
    """A text object with markup."""
    return {"type": "mrkdwn", "text": text}


def option(value: str = "a", text: str = "A") -> Json:
    """One option of a menu."""
    return {"text": plain(text), "value": value}


def options(count: int) -> list[Json]:
    """So many different options."""
    return [option(str(number)) for number in range(count)]


def button(**more: Any) -> Json:
    """A button."""
    return {"type": "button", "text": plain("Save"), "action_id": "save", **more}


def actions(*elements: Json, **more: Any) -> Json:
    """A row of elements."""
    return {"type": "actions", "elements": list(elements), **more}


def section(text: str = "Words", **more: Any) -> Json:
    """A paragraph."""
    return {"type": "section", "text": marked(text), **more}


def asked(element: Json, **more: Any) -> Json:
    """An input block around an element."""
    return {"type": "input", "label": plain("What happened?"), "element": element, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    """A modal with these blocks."""
    return {
        "type": "modal",
        "title": plain("A quick reflection"),
        "submit": plain("Save"),
        "blocks": list(blocks),
        **more,
    }


def rich(*elements: Json) -> Json:
    """A rich text block of one paragraph."""
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": list(elements)}],
    }


def chart(series: int = 2, categories: int = 3) -> Json:
    """A bar chart of so many series over so many categories."""
    labels = [f"Week {number}" for number in range(categories)]
    return {
        "type": "data_visualization",
        "title": "Reflections by sector",
        "chart": {
            "type": "bar",
            "series": [
                {"name": f"S{one}", "data": [{"label": label, "value": 3} for label in labels]}
                for one in range(series)
            ],
            "axis_config": {"categories": labels, "x_label": "Week"},
        },
    }


def cells(rows: int, columns: int = 2, words: str = "word") -> list[list[Json]]:
    """Rows of a table, all alike."""
    return [[{"type": "raw_text", "text": words} for _ in range(columns)] for _ in range(rows)]


IMAGE = {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A street"}
CARD = {"type": "card", "title": marked("D-17"), "actions": [button()]}

SOUND_BLOCKS: dict[str, Json] = {
    "section": section(fields=[marked(), plain()], accessory=button()),
    "header": {"type": "header", "text": plain(), "level": 2},
    "divider": {"type": "divider", "block_id": "line"},
    "context": {"type": "context", "elements": [marked(), plain(), IMAGE]},
    "actions": actions(
        button(style="primary", confirm={"text": marked("Sure?"), "title": plain("Remove it")}),
        {"type": "overflow", "action_id": "more", "options": [option()]},
    ),
    "context_actions": {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "feedback",
                "positive_button": {"text": plain("Good"), "value": "+"},
                "negative_button": {"text": plain("Bad"), "value": "-"},
            },
            {"type": "icon_button", "icon": "trash", "text": plain("Delete")},
        ],
    },
    "input": asked({"type": "plain_text_input", "action_id": "words", "multiline": True}),
    "image": {**IMAGE, "title": plain()},
    "video": {
        "type": "video",
        "title": plain(),
        "video_url": "https://example.org/v",
        "thumbnail_url": "https://example.org/t.png",
        "alt_text": "A street",
    },
    "file": {"type": "file", "source": "remote", "external_id": "F1"},
    "markdown": {"type": "markdown", "text": "# Words"},
    "rich_text": rich({"type": "text", "text": "Words", "style": {"bold": True}}),
    "table": {
        "type": "table",
        "rows": [
            *cells(2),
            [{"type": "raw_number", "value": 3, "text": "3"}, rich({"type": "emoji", "name": "x"})],
        ],
        "column_settings": [{"is_wrapped": True}, None],
    },
    "data_table": {"type": "data_table", "caption": "Trials", "rows": cells(3), "page_size": 10},
    "data_visualization": chart(),
    "card": CARD,
    "carousel": {"type": "carousel", "elements": [CARD, CARD]},
    "container": {
        "type": "container",
        "title": plain(),
        "child_blocks": [section(), {"type": "divider"}],
        "is_collapsible": True,
        "default_collapsed": True,
    },
    "task_card": {"type": "task_card", "task_id": "1", "title": "Look", "status": "pending"},
    "plan": {
        "type": "plan",
        "title": "Plan",
        "tasks": [{"task_id": "1", "title": "Look", "status": "complete"}],
    },
    "alert": {"type": "alert", "text": marked(), "level": "warning"},
}

SOUND_INPUTS: list[Json] = [
    {"type": "plain_text_input", "min_length": 1, "max_length": 3000, "placeholder": plain()},
    {"type": "email_text_input", "initial_value": "a@example.org"},
    {"type": "url_text_input", "focus_on_load": True},
    {"type": "number_input", "is_decimal_allowed": False, "min_value": "-1", "max_value": "10"},
    {"type": "datepicker", "initial_date": "2028-02-29"},
    {"type": "timepicker", "initial_time": "23:59", "timezone": "Europe/London"},
    {"type": "datetimepicker", "initial_date_time": 1780308000},
    {"type": "checkboxes", "options": [option()], "initial_options": [option()]},
    {"type": "radio_buttons", "options": [option()], "initial_option": option()},
    {"type": "static_select", "options": [option()], "initial_option": option()},
    {
        "type": "multi_static_select",
        "option_groups": [{"label": plain(), "options": [option()]}],
        "initial_options": [option()],
        "max_selected_items": 1,
    },
    {"type": "external_select", "min_query_length": 1},
    {"type": "multi_external_select", "initial_options": [option()]},
    {"type": "users_select", "initial_user": "U1"},
    {"type": "multi_users_select", "initial_users": ["U1"]},
    {"type": "channels_select", "response_url_enabled": True},
    {"type": "multi_channels_select"},
    {"type": "conversations_select", "filter": {"include": ["public"]}},
    {"type": "multi_conversations_select", "default_to_current_conversation": True},
    {"type": "rich_text_input", "initial_value": rich({"type": "text", "text": "x"})},
    {"type": "file_input", "filetypes": ["png"], "max_files": 2},
]
