"""Junk that is sent to the Web API is refused, and never makes practice Slack stumble."""

from __future__ import annotations

import itertools
import json

import pytest

from bot.practice import actions, seeds
from bot.practice.arguments import arguments_of
from tests.practice.desk import Desk
from tests.practice.told import HOUSING, VALE, Told

NAMES = [
    *("blocks", "attachments", "metadata", "view", "files", "unfurls", "message", "users", "types"),
    *("limit", "cursor", "oldest", "latest", "thread_ts", "hash", "name", "length", "error"),
]
JUNK = [
    *("[", "{}", "[[]]", "[1]", "null", "²", "-1", "nan", "", "\ud800", "x" * 5000),
    *(0, True, 1.5, [], {}, [None], {"a": None}, [{}], {"type": "modal", "blocks": 3}),
    *([{"type": "section", "text": 5}], [{"type": "actions", "elements": 7}]),
    *({"type": "modal", "title": [], "blocks": [None]}, {"https://x.example": "words"}),
]

ENDING = {
    *("auth.revoke", "apps.uninstall"),
    *("conversations.leave", "conversations.kick", "conversations.archive"),
}
"""After these the next call would be refused for another reason."""


@pytest.mark.parametrize("method", Desk().api.methods)
@pytest.mark.parametrize("as_person", [False, True], ids=["bot", "person"])
def test_junk_is_answered(method: str, as_person: bool) -> None:
    desk = Desk()
    told: Told = desk.told
    token = desk.keys.user_tokens[HOUSING] if as_person else desk.keys.bot_token
    install = None if as_person else told.install
    author = HOUSING if as_person else told.bot
    said = told.world.channels[VALE].messages
    ts = ""
    for name, junk in itertools.product(NAMES, JUNK):
        if ts not in said:
            ts = actions.post(desk.world, VALE, author, "words", install=install).ts
        click = desk.world.triggers.new(seeds.HARROW, HOUSING)
        sound = {"channel": VALE, "ts": ts, "text": "words", "user": HOUSING, "user_id": HOUSING}
        sound |= {"trigger_id": click, "timestamp": ts, "message_ts": ts, "name": "eyes"}
        body = json.dumps(sound | {name: junk}).encode()
        reply = desk.api.serve(method, "", "application/json", body, f"Bearer {token}")
        assert isinstance(reply.body["ok"], bool)
        assert reply.body["ok"] or reply.body["error"]
        assert json.dumps(reply.body, ensure_ascii=False).encode()
        if method in ENDING:
            break


def test_half_characters_become_question_marks() -> None:
    body = b'{"text": "a \\ud83d b", "whole": "\\ud83c\\udf31"}'
    assert arguments_of("", "application/json", body) == {"text": "a ? b", "whole": "🌱"}
