"""What the bot says to Slack fits Slack's own types, as TypeScript understands them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.blockkit import assert_sound_message, assert_sound_view
from tests.support.blockkit_samples import (
    SOUND_BLOCKS,
    SOUND_INPUTS,
    asked,
    marked,
    modal,
    plain,
    section,
)
from tests.support.typescript import check_with_typescript

NOT_TYPED_YET = {"header", "table"}
"""Samples with a heading's `level` or a skipped column, which Slack takes and its types do not."""


def message(*blocks: dict[str, Any]) -> dict[str, Any]:
    """A message as it is posted."""
    return {"text": "Words", "blocks": list(blocks)}


def test_sound_samples_fit_the_types() -> None:
    messages = [
        (name, message(block)) for name, block in SOUND_BLOCKS.items() if name not in NOT_TYPED_YET
    ]
    views = [(str(element["type"]), modal(asked(element))) for element in SOUND_INPUTS]
    check_with_typescript([*messages, *views, ("home", {"type": "home", "blocks": [section()]})])


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (message({"type": "header", "text": marked()}), '"mrkdwn"'),
        (message({"type": "section", "txt": plain()}), '"txt"'),
        (message({"type": "hero"}), '"hero"'),
        ({"blocks": [section()]}, "'text' is missing"),
        ({"type": "modal", "blocks": [section()]}, "title"),
        (modal(asked({"type": "button", "text": plain()})), '"button"'),
        (
            message({"type": "data_visualization", "title": "x", "chart": {"type": "radar"}}),
            '"radar"',
        ),
    ],
    ids=["mrkdwn header", "misspelt", "unknown block", "no text", "no title", "button", "chart"],
)
def test_a_wrong_sample_is_found_by_its_name(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(AssertionError, match="the wrong one: error") as failure:
        check_with_typescript([("a right one", message(section())), ("the wrong one", wrong)])
    assert told in str(failure.value)
    assert "a right one" not in str(failure.value)


def test_a_sound_message_passes_and_each_kind_of_fault_is_found() -> None:
    assert_sound_message("Words", [section(), SOUND_BLOCKS["actions"], SOUND_BLOCKS["table"]])
    with pytest.raises(AssertionError, match="needs a text"):
        assert_sound_message(" ", [section()])
    with pytest.raises(AssertionError, match="less than 3001"):
        assert_sound_message("Words", [section("x" * 3001)])
    with pytest.raises(AssertionError, match="unsupported type: hero"):
        assert_sound_message("Words", [{"type": "hero"}])


def test_a_sound_view_passes_and_a_fault_is_found() -> None:
    assert_sound_view(modal(*[asked(element) for element in SOUND_INPUTS[1:]]))
    assert_sound_view({"type": "home", "blocks": [section()]})
    with pytest.raises(AssertionError, match="less than 25 characters"):
        assert_sound_view(modal(section(), title=plain("x" * 25)))
