"""What Slack would refuse in messages and views, and what it would not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice.blocks import BLOCKS
from bot.practice.elements import ELEMENTS
from bot.practice.limits import check_message, check_view
from tests.support.blockkit_samples import (
    CARD,
    SOUND_BLOCKS,
    SOUND_INPUTS,
    Json,
    actions,
    asked,
    button,
    cells,
    chart,
    marked,
    modal,
    option,
    options,
    plain,
    rich,
    section,
)


def told(problems: list[Any]) -> str:
    return "\n".join(map(str, problems))


@pytest.mark.parametrize("name", sorted(set(SOUND_BLOCKS) - {"alert"}))
def test_sound_blocks_may_stand_in_a_message(name: str) -> None:
    assert check_message("Words", [SOUND_BLOCKS[name]]) == []


@pytest.mark.parametrize("element", SOUND_INPUTS, ids=lambda element: str(element["type"]))
def test_sound_inputs_may_stand_in_a_modal(element: Json) -> None:
    assert check_view(modal(asked(element))) == []


def test_every_block_and_every_element_has_a_sound_sample() -> None:
    assert set(SOUND_BLOCKS) == set(BLOCKS)
    used = {str(element["type"]) for element in SOUND_INPUTS}
    outside_inputs = {"button", "workflow_button", "icon_button", "feedback_buttons", "overflow"}
    assert used | outside_inputs | {"image"} == set(ELEMENTS)


MESSAGE_PROBLEMS: list[tuple[str, list[Json], str]] = [
    ("unknown block", [{"type": "hero"}], "unsupported type: hero [json-pointer:/blocks/0/type]"),
    ("no type", [{"text": plain()}], "missing required field: type [json-pointer:/blocks/0]"),
    ("unknown field", [section(colour="red")], "invalid additional property: colour"),
    ("empty section", [{"type": "section"}], "must define one of: text, fields"),
    (
        "empty text",
        [section("")],
        "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        "long section",
        [section("x" * 3001)],
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ),
    ("a string for text", [{"type": "section", "text": "Words"}], "must provide an object"),
    ("eleven fields", [section(fields=[plain()] * 11)], "no more than 10 items allowed"),
    ("long field", [section(fields=[plain("x" * 2001)])], "must be less than 2001 characters"),
    ("marked header", [{"type": "header", "text": marked()}], "unsupported type: mrkdwn"),
    ("long header", [{"type": "header", "text": plain("x" * 151)}], "less than 151"),
    ("emoji in mrkdwn", [section(), {"type": "section", "text": {**marked(), "emoji": True}}],
     "invalid additional property: emoji [json-pointer:/blocks/1/text]"),
    ("empty actions", [actions()], "must provide at least 1 items"),
    ("26 buttons", [actions(*[button(action_id=f"b{n}") for n in range(26)])], "no more than 25"),
    ("marked button", [actions({**button(), "text": marked()})], "unsupported type: mrkdwn"),
    ("long button", [actions({**button(), "text": plain("x" * 76)})], "less than 76 characters"),
    ("odd style", [actions(button(style="warning"))], "must be one of: primary, danger"),
    ("long value", [actions(button(value="x" * 2001))], "less than 2001 characters"),
    ("input in actions", [actions({"type": "plain_text_input", "action_id": "a"})],
     "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]"),
    ("same action_id", [actions(button(), button())],
     '`action_id` "save" already exists [json-pointer:/blocks/0/elements/1/action_id]'),
    ("same block_id", [section(block_id="a"), section(block_id="a")],
     '`block_id` "a" already exists [json-pointer:/blocks/1/block_id]'),
    ("same block_id inside", [
        section(block_id="a"),
        {"type": "container", "title": plain(), "child_blocks": [section(block_id="a")]},
    ], "/blocks/1/child_blocks/0/block_id"),
    ("long block_id", [section(block_id="x" * 256)], "must be less than 256 characters"),
    ("image without alt", [{"type": "image", "image_url": "https://example.org/a.png"}],
     "missing required field: alt_text [json-pointer:/blocks/0]"),
    ("image without source", [{"type": "image", "alt_text": "x"}], "image_url, slack_file"),
    ("accessory image without alt", [section(accessory={"type": "image"})],
     "missing required field: alt_text [json-pointer:/blocks/0/accessory]"),
    ("button in context", [{"type": "context", "elements": [button()]}],
     "unsupported type: button"),
    ("eleven in context", [{"type": "context", "elements": [marked()] * 11}], "no more than 10"),
    ("six in an overflow", [actions({"type": "overflow", "options": options(6)})],
     "no more than 5 items allowed"),
    ("101 options", [actions({"type": "static_select", "options": options(101)})],
     "no more than 100 items allowed"),
    ("eleven checkboxes", [actions({"type": "checkboxes", "options": options(11)})],
     "no more than 10 items allowed"),
    ("no options", [actions({"type": "static_select", "options": []})], "at least 1 items"),
    ("neither list", [actions({"type": "static_select"})], "options, option_groups"),
    ("both lists", [actions({
        "type": "static_select",
        "options": [option()],
        "option_groups": [{"label": plain(), "options": [option()]}],
    })], "must not define both"),
    ("foreign initial option", [actions({
        "type": "static_select",
        "options": [option("a")],
        "initial_option": option("b"),
    })], "must exactly match one of the provided options"),
    ("initial option with another text", [actions({
        "type": "radio_buttons",
        "options": [option("a", "A")],
        "initial_option": option("a", "B"),
    })], "must exactly match one of the provided options"),
    ("long option", [actions({"type": "static_select", "options": [option("a", "x" * 76)]})],
     "must be less than 76 characters"),
    ("long option value", [actions({"type": "static_select", "options": [option("x" * 151)]})],
     "must be less than 151 characters"),
    ("confirm without text", [actions(button(confirm={"title": plain()}))],
     "missing required field: text [json-pointer:/blocks/0/elements/0/confirm]"),
    ("long confirm", [actions(button(confirm={"text": plain("x" * 301)}))], "less than 301"),
    ("marked confirm title", [actions(button(confirm={"text": plain(), "title": marked()}))],
     "unsupported type: mrkdwn"),
    ("impossible date", [actions({"type": "datepicker", "initial_date": "2027-02-29"})],
     "must be a valid date"),
    ("file in a message", [asked({"type": "file_input"})], "unsupported type: file_input"),
    ("input without label", [{"type": "input", "element": {"type": "datepicker"}}],
     "missing required field: label"),
    ("marked label", [{"type": "input", "label": marked(), "element": {"type": "datepicker"}}],
     "unsupported type: mrkdwn"),
    ("button in an input", [asked(button())], "unsupported type: button"),
    ("alert", [SOUND_BLOCKS["alert"]], "unsupported type: alert"),
    ("long markdown", [{"type": "markdown", "text": "x" * 12_001}], "less than 12001"),
    ("101 rows", [{"type": "table", "rows": cells(101)}], "no more than 100 items"),
    ("21 columns", [{"type": "table", "rows": cells(1, 21)}], "no more than 20 items"),
    ("two tables", [SOUND_BLOCKS["table"], SOUND_BLOCKS["table"]], "only one table"),
    ("much in a table", [{"type": "table", "rows": cells(10, 10, "x" * 101)}], "less than 10001"),
    ("empty cell", [{"type": "table", "rows": cells(1, 1, "")}], "must be more than 0 characters"),
    ("no caption", [{"type": "data_table", "rows": cells(2)}], "missing required field: caption"),
    ("one row", [{"type": "data_table", "caption": "x", "rows": cells(1)}], "at least 2 items"),
    ("ragged", [{"type": "data_table", "caption": "x", "rows": [*cells(1), *cells(1, 3)]}],
     "must provide exactly 2 items"),
    ("rich head", [{"type": "data_table", "caption": "x", "rows": [
        [rich({"type": "text", "text": "x"})], *cells(1, 1)]}], "unsupported type: rich_text"),
    ("seven series", [chart(series=7)], "no more than 6 items allowed"),
    ("21 categories", [chart(categories=21)], "no more than 20 items allowed"),
    ("three charts", [chart(), chart(), chart()], "too many data_visualization blocks"),
    ("long chart title", [{**chart(), "title": "x" * 51}], "must be less than 51 characters"),
    ("empty card", [{"type": "card"}], "hero_image, title, actions, body"),
    ("a string for a card's title", [{"type": "card", "title": "x"}], "must provide an object"),
    ("long card", [{"type": "card", "body": marked("x" * 201)}], "less than 201 characters"),
    ("four buttons on a card", [{"type": "card", "title": marked(), "actions": [
        button(action_id=name) for name in "abcd"]}], "no more than 3 items"),
    ("eleven cards", [{"type": "carousel", "elements": [CARD] * 11}], "no more than 10 items"),
    ("nested container", [{"type": "container", "title": plain(), "child_blocks": [
        SOUND_BLOCKS["container"]]}], "unsupported type: container"),
    ("container without title", [{"type": "container", "child_blocks": [section()]}],
     "must define one of: title, rich_text_title"),
    ("collapsed but not collapsible", [{
        "type": "container", "title": plain(), "child_blocks": [section()],
        "default_collapsed": True}], "requires `is_collapsible`"),
    ("empty rich text", [rich({"type": "text", "text": ""})], "must be more than 0 characters"),
    ("long video title", [{**SOUND_BLOCKS["video"], "title": plain("x" * 200)}], "less than 200"),
    ("six context actions", [{"type": "context_actions", "elements": [
        {"type": "icon_button", "icon": "trash", "text": plain()}] * 6}], "no more than 5 items"),
    ("51 blocks", [section()] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    ("no block", ["section"], "must provide an object"),  # type: ignore[list-item]
]  # fmt: skip


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [case[1:] for case in MESSAGE_PROBLEMS],
    ids=[case[0] for case in MESSAGE_PROBLEMS],
)
def test_what_a_message_is_refused_for(blocks: list[Json], expected: str) -> None:
    assert expected in told(check_message("Words", blocks))


VIEW_PROBLEMS: list[tuple[str, Any, str]] = [
    ("no view", [], "must provide an object"),
    ("no type", {"blocks": [section()]}, "missing required field: type [json-pointer:/view]"),
    ("odd type", {"type": "drawer", "blocks": []}, "unsupported type: drawer"),
    ("no title", {"type": "modal", "blocks": [section()]}, "missing required field: title"),
    ("long title", modal(section(), title=plain("x" * 25)),
     "must be less than 25 characters [json-pointer:/view/title/text]"),
    ("marked title", modal(section(), title=marked("x")), "unsupported type: mrkdwn"),
    ("long submit", modal(section(), submit=plain("x" * 25)), "/view/submit/text"),
    ("long close", modal(section(), close=plain("x" * 25)), "/view/close/text"),
    ("no blocks", modal(), "must provide at least 1 items [json-pointer:/view/blocks]"),
    ("101 blocks", modal(*[section()] * 101), "no more than 100 items allowed"),
    ("no submit", {"type": "modal", "title": plain(), "blocks": [
        section(), asked({"type": "datepicker"})]},
     "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/1/input]"),
    ("long metadata", modal(section(), private_metadata="x" * 3001), "/view/private_metadata"),
    ("long callback", modal(section(), callback_id="x" * 256), "/view/callback_id"),
    ("a given id", modal(section(), id="V1"), "invalid additional property: id"),
    ("chart", modal(chart()),
     "unsupported type: data_visualization [json-pointer:/view/blocks/0/type]"),
    ("markdown", modal(SOUND_BLOCKS["markdown"]), "unsupported type: markdown"),
    ("long alert", modal({"type": "alert", "text": plain("x" * 201)}), "less than 201"),
    ("two in focus", modal(*[
        asked({"type": "datepicker", "focus_on_load": True}, block_id=name) for name in "ab"]),
     "must be true for one element only"),
    ("impossible lengths",
     modal(asked({"type": "plain_text_input", "min_length": 9, "max_length": 3})), "min_length"),
    ("decimals not said", modal(asked({"type": "number_input"})), "is_decimal_allowed"),
    ("a home that submits", {"type": "home", "blocks": [], "submit": plain()},
     "invalid additional property: submit"),
    ("alert at home", {"type": "home", "blocks": [SOUND_BLOCKS["alert"]]}, "unsupported type"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("view", "expected"),
    [case[1:] for case in VIEW_PROBLEMS],
    ids=[case[0] for case in VIEW_PROBLEMS],
)
def test_what_a_view_is_refused_for(view: Any, expected: str) -> None:
    assert expected in told(check_view(view))


def test_an_alert_and_inputs_are_fine_in_a_modal_and_inputs_need_no_submit_at_home() -> None:
    assert check_view(modal(SOUND_BLOCKS["alert"], asked({"type": "datepicker"}))) == []
    home = {"type": "home", "blocks": [asked({"type": "datepicker"})], "title": plain("Home")}
    assert check_view(home) == []


def test_what_slack_writes_into_texts_by_itself_is_taken_back() -> None:
    mentions: list[Json] = [
        {"type": "file", "file_id": "F1"},
        {"type": "message_mention", "channel_id": "C1", "message_ts": "1.000001"},
        {"type": "citation", "url": "https://example.org", "index": 1, "details": {}},
        {"type": "emoji", "name": "wave", "unicode": "1f44b", "skin_tone": 2},
    ]
    assert check_message("x", [rich(*mentions)]) == []
    assert "missing required field: file_id" in told(check_message("x", [rich({"type": "file"})]))


def test_a_message_says_something() -> None:
    assert [problem.code for problem in check_message("", [])] == ["no_text"]
    assert check_message("", [section()]) == []


def test_the_whole_message_has_a_size() -> None:
    long = [section("x" * 2600) for _ in range(6)]
    assert [problem.code for problem in check_message("x", long)] == ["msg_blocks_too_long"]
    assert check_message("x", long[:4]) == []
    many = [option(f"{n:03}" * 50, "x" * 75) for n in range(100)]
    assert check_message("x", [actions({"type": "static_select", "options": many})]) == []


def test_a_view_has_a_size() -> None:
    many = [option(f"{n:03}" * 50, "ü" * 75) for n in range(100)]
    big = [
        actions(
            *[{"type": "static_select", "action_id": f"s{n}", "options": many}], block_id=f"b{n}"
        )
        for n in range(9)
    ]
    assert [problem.code for problem in check_view(modal(*big))] == ["view_too_large"]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "text", "elements", "element", "options", "rows", "action_id", "block_id"]
            )
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.sampled_from(sorted(BLOCKS)), st.data())
def test_nonsense_is_told_and_never_raised(name: str, data: st.DataObject) -> None:
    """Whatever replaces a part of a sound block, the checker answers."""
    sound = SOUND_BLOCKS[name]
    field = data.draw(st.sampled_from(sorted(sound)))
    nonsense = {**sound, field: data.draw(JSON_VALUES)}
    for problem in [*check_message("x", [nonsense]), *check_view(modal(nonsense))]:
        assert problem.pointer.startswith(("/blocks", "/view"))
        assert problem.message
        assert problem.code


@given(JSON_VALUES)
def test_any_json_is_answered(value: Any) -> None:
    check_view(value)
    check_message("x", value)


@given(st.text(max_size=3100))
def test_a_text_is_refused_exactly_outside_its_limits(text: str) -> None:
    fits = 1 <= len(text) <= 3000
    assert (check_message("x", [section(text)]) == []) == fits
