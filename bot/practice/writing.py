"""Writing: what somebody types becomes text and blocks as Slack keeps them."""

from __future__ import annotations

import copy
import re
import secrets
from collections.abc import Callable, Sequence
from typing import Any

Json = dict[str, Any]

TEXT_KEPT = 40_000
"""Characters; Slack cuts off what is beyond."""

MENTION = r"<(?:@[UW][A-Z0-9]+|#C[A-Z0-9]+|!(?:here|channel|everyone))(?:\|[^<>]*)?>"
MARKED_LINK = r"<(https?://[^\s<>|]+)(?:\|([^<>]*))?>"
BARE_LINK = r"https?://[^\s<>]*[^\s<>.,;:!?)\"']"
PIECES = re.compile(f"({MENTION})|{MARKED_LINK}|({BARE_LINK})")

INTERACTIVE = {
    "button",
    "channels_select",
    "checkboxes",
    "conversations_select",
    "datepicker",
    "datetimepicker",
    "email_text_input",
    "external_select",
    "feedback_buttons",
    "file_input",
    "icon_button",
    "multi_channels_select",
    "multi_conversations_select",
    "multi_external_select",
    "multi_static_select",
    "multi_users_select",
    "number_input",
    "overflow",
    "plain_text_input",
    "radio_buttons",
    "rich_text_input",
    "static_select",
    "timepicker",
    "url_text_input",
    "users_select",
    "workflow_button",
}


def escaped(text: str) -> str:
    """The three characters that Slack writes otherwise: `&amp;`, `&lt;` and `&gt;`.

    What is written so already stays, so that a text may come from somebody or from Slack.
    """
    text = re.sub(r"&(?!(?:amp|lt|gt);)", "&amp;", text)
    return text.replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str) -> str:
    """The other way round."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def as_slack_keeps(typed: str) -> str:
    """What a person typed, escaped; mentions stay and bare addresses become links."""

    def kept(piece: re.Match[str]) -> str:
        mention, marked, _, bare = piece.groups()
        return mention or (piece[0] if marked else f"<{escaped(bare)}>")

    return _in_pieces(typed, escaped, kept)[:TEXT_KEPT]


def rich_text_of(typed: str) -> list[Json]:
    """The block that Slack makes of what a person typed."""
    elements: list[Json] = []
    done = 0
    for piece in [*PIECES.finditer(typed), None]:
        between = typed[done : piece.start()] if piece else typed[done:]
        if between:
            elements.append({"type": "text", "text": plain(between)})
        if piece:
            elements.append(_element(piece))
            done = piece.end()
    section = {"type": "rich_text_section", "elements": elements}
    return [{"type": "rich_text", "block_id": block_id(), "elements": [section]}]


def addresses_in(typed: str) -> list[str]:
    """The web addresses in what a person typed."""
    return [plain(p[2] or p[4]) for p in PIECES.finditer(typed) if p[2] or p[4]]


def people_in(text: str) -> set[str]:
    """Whom a text mentions."""
    return set(re.findall(r"<@([UW][A-Z0-9]+)", text))


def block_id() -> str:
    """A block's id as Slack makes them up."""
    return secrets.token_urlsafe(4)[:5]


def with_ids(blocks: Sequence[Json]) -> list[Json]:
    """A copy in which every block and every control has the id that Slack would give it."""
    return [_with_ids(block) for block in copy.deepcopy(list(blocks))]


def _with_ids(block: Json) -> Json:
    if not block.get("block_id"):
        block["block_id"] = block_id()
    nested = [block.get("accessory"), block.get("element"), *(block.get("elements") or [])]
    for control in nested:
        if isinstance(control, dict) and control.get("type") in INTERACTIVE:
            control.setdefault("action_id", block_id())
    for inside in block.get("child_blocks") or []:
        if isinstance(inside, dict):
            _with_ids(inside)
    return block


def _in_pieces(
    typed: str, between: Callable[[str], str], piece_of: Callable[[re.Match[str]], str]
) -> str:
    parts, done = [], 0
    for piece in PIECES.finditer(typed):
        parts += [between(typed[done : piece.start()]), piece_of(piece)]
        done = piece.end()
    return "".join([*parts, between(typed[done:])])


def _element(piece: re.Match[str]) -> Json:
    mention, marked, label, bare = piece.groups()
    if not mention:
        link: Json = {"type": "link", "url": plain(marked or bare)}
        return link | ({"text": plain(label)} if label else {})
    name = mention.strip("<>").split("|")[0]
    if name.startswith("@"):
        return {"type": "user", "user_id": name[1:]}
    if name.startswith("#"):
        return {"type": "channel", "channel_id": name[1:]}
    return {"type": "broadcast", "range": name[1:]}
