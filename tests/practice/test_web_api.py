"""The Web API of practice Slack: who calls, messages, faults and how an app comes and goes."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from bot.practice import actions, seeds
from bot.practice.world import Json
from tests.practice.desk import Desk
from tests.practice.told import COUNCIL, HOUSING, LEARNING, PRIVATE, UNJOINED, VALE, modal, section


@pytest.fixture
def desk() -> Desk:
    """A fresh Web API."""
    return Desk()


def test_blocks_are_understood_as_json_and_as_text_of_it(desk: Desk) -> None:
    blocks = [section("Hello", block_id="b")]
    for given in (blocks, json.dumps(blocks)):
        sent = desk("chat.postMessage", channel=VALE, text="Hello", blocks=given)
        assert sent["message"]["blocks"] == blocks
    query = urlencode({"channel": VALE, "text": '["not blocks"]'})
    reply = desk.api.serve("chat.postMessage", query, "", b"", f"Bearer {desk.keys.bot_token}")
    assert reply.body["message"]["text"] == '["not blocks"]'
    assert desk.refusal("chat.postMessage", channel=VALE, text="x", blocks="[") == (
        "invalid_blocks_format"
    )


def test_whoever_calls_must_be_known(desk: Desk) -> None:
    assert desk.refusal("auth.test", None) == "not_authed"
    assert desk.refusal("auth.test", "xoxb-unknown") == "invalid_auth"
    assert desk.refusal("nothing.here") == "unknown_method"
    assert desk.refusal("chat.postMessage", desk.keys.app_token) == "not_allowed_token_type"
    assert desk.refusal("apps.connections.open") == "not_allowed_token_type"
    assert desk("auth.test", None, token=desk.keys.bot_token)["user_id"] == desk.told.bot


def test_ended_tokens_are_told_apart_from_a_removed_app(desk: Desk) -> None:
    spare = desk.keys.spare_token
    assert desk("auth.test", spare)["team_id"] == seeds.WESTMERE
    assert desk("auth.revoke", spare, test="1") == {"ok": True, "revoked": False}
    assert desk("auth.revoke", spare)["revoked"] is True
    assert desk.refusal("auth.test", spare) == "token_revoked"
    actions.uninstall(desk.world, seeds.HARROW)
    assert desk.refusal("auth.test") == "account_inactive"


def test_a_missing_scope_is_named() -> None:
    desk = Desk({"oauth_config": {"scopes": {"bot": ["chat:write", "channels:read"]}}})
    reply = desk.reply("users.info", user=HOUSING)
    assert reply.body == {
        "ok": False,
        "error": "missing_scope",
        "needed": "users:read",
        "provided": "channels:read,chat:write",
    }
    assert reply.headers["x-oauth-scopes"] == "channels:read,chat:write"
    assert reply.headers["x-accepted-oauth-scopes"] == "users:read"
    assert desk.refusal("conversations.list", types="im") == "missing_scope"
    assert len(desk("conversations.list")["channels"]) == 3


def test_auth_test_tells_who_calls(desk: Desk) -> None:
    answer = desk("auth.test")
    assert (answer["team_id"], answer["user_id"]) == (seeds.HARROW, desk.told.bot)
    assert answer["bot_id"] == desk.told.install.bot_id
    as_person = desk("auth.test", desk.keys.user_tokens[HOUSING])
    assert as_person["user_id"] == HOUSING
    assert "bot_id" not in as_person


def test_markdown_stands_for_text_and_blocks(desk: Desk) -> None:
    message = desk("chat.postMessage", channel=VALE, markdown_text="**Hello**")["message"]
    assert message["blocks"][0]["text"] == message["text"] == "**Hello**"
    both = {"channel": VALE, "markdown_text": "a", "text": "b"}
    assert desk.refusal("chat.postMessage", **both) == "markdown_text_conflict"


def test_a_person_opens_the_same_direct_messages_as_the_bot(desk: Desk) -> None:
    own = desk.keys.user_tokens[HOUSING]
    opened = desk("conversations.open", own, users=desk.told.bot)["channel"]["id"]
    assert desk("conversations.open", users=HOUSING)["channel"]["id"] == opened
    sent = desk("chat.postMessage", own, channel=desk.told.bot, text="Hello")
    assert sent["channel"] == opened
    assert desk.told.last("message")["channel_type"] == "im"
    assert desk.refusal("conversations.open", own, users=COUNCIL) == "user_not_found"


def test_a_message_is_sent_changed_and_taken_back(desk: Desk) -> None:
    sent = desk("chat.postMessage", channel=VALE, text="Hello")
    assert sent["message"]["bot_id"] == desk.told.install.bot_id
    changed = desk("chat.update", channel=VALE, ts=sent["ts"], text="Hello all")
    assert changed["text"] == changed["message"]["text"] == "Hello all"
    link = desk("chat.getPermalink", channel=VALE, message_ts=sent["ts"])["permalink"]
    digits = sent["ts"].replace(".", "")
    assert link == f"https://harrow-vale.slack.com/archives/{VALE}/p{digits}"
    long = {"channel": VALE, "ts": sent["ts"], "text": "x" * 4001}
    assert desk.refusal("chat.update", **long) == "msg_too_long"
    assert desk("chat.delete", channel=VALE, ts=sent["ts"])["ts"] == sent["ts"]
    for method in ("chat.update", "chat.delete"):
        assert desk.refusal(method, channel=VALE, ts=sent["ts"], text="x") == "message_not_found"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"channel": VALE}, "no_text"),
        ({"channel": "C0NOWHERE1", "text": "x"}, "channel_not_found"),
        ({"channel": PRIVATE, "text": "x"}, "channel_not_found"),
        ({"channel": UNJOINED, "text": "x"}, "not_in_channel"),
        ({"channel": COUNCIL, "text": "x"}, "channel_not_found"),
        ({"text": "x"}, "invalid_arguments"),
        ({"channel": VALE, "text": "x", "metadata": {"a": 1}}, "invalid_metadata_format"),
        ({"channel": VALE, "text": "x", "blocks": [{"type": "nonsense"}]}, "invalid_blocks"),
        (
            {"channel": VALE, "text": "x", "blocks": [section("y" * 2990) for _ in range(5)]},
            "msg_blocks_too_long",
        ),
    ],
)
def test_messages_that_slack_would_not_take(desk: Desk, arguments: Json, code: str) -> None:
    assert desk.refusal("chat.postMessage", **arguments) == code
    assert desk.told.happenings == []


def test_what_is_wrong_with_blocks_is_pointed_at(desk: Desk) -> None:
    reply = desk.reply("chat.postMessage", channel=VALE, text="x", blocks=[section("y" * 3001)])
    (message,) = reply.body["response_metadata"]["messages"]
    assert message.startswith("[ERROR] ")
    assert message.endswith("[json-pointer:/blocks/0/text/text]")


def test_others_messages_are_not_the_bots_to_change(desk: Desk) -> None:
    ts = actions.post(desk.world, VALE, HOUSING, "Mine").ts
    assert desk.refusal("chat.update", channel=VALE, ts=ts, text="x") == "cant_update_message"
    assert desk.refusal("chat.delete", channel=VALE, ts=ts) == "cant_delete_message"


def test_people_call_as_themselves(desk: Desk) -> None:
    own = desk.keys.user_tokens[HOUSING]
    sent = desk("chat.postMessage", own, channel=UNJOINED, text="a & b")
    assert sent["message"]["user"] == HOUSING
    assert sent["message"]["text"] == "a &amp; b"
    assert "bot_id" not in sent["message"]
    assert desk.refusal("views.open", own, trigger_id="1", view=modal()) == "not_allowed_token_type"
    assert desk.refusal("conversations.history", own, channel=PRIVATE) == "channel_not_found"
    assert desk("conversations.info", desk.keys.user_tokens[LEARNING], channel=PRIVATE)


def test_only_one_person_gets_an_ephemeral_message(desk: Desk) -> None:
    assert desk("chat.postEphemeral", channel=VALE, user=HOUSING, text="Saved")["message_ts"]
    assert desk("conversations.history", channel=VALE)["messages"] == []
    assert desk.refusal("chat.postEphemeral", channel=VALE, user=COUNCIL, text="x") == (
        "user_not_in_channel"
    )


def test_the_app_is_installed_with_a_code_once(desk: Desk) -> None:
    app = desk.world.app
    client = {"client_id": app.client_id, "client_secret": app.client_secret}
    code = desk.keys.oauth_code
    bad = client | {"client_secret": "x"}
    assert desk.refusal("oauth.v2.access", None, code=code, **bad) == "bad_client_secret"
    assert desk.refusal("oauth.v2.access", None, code="x", **client) == "invalid_code"
    granted = desk("oauth.v2.access", None, code=code, **client)
    assert granted["team"]["id"] == seeds.NORTHSIDE
    assert desk("auth.test", granted["access_token"])["user_id"] == granted["bot_user_id"]
    assert "refresh_token" not in granted
    assert desk.refusal("oauth.v2.access", None, code=code, **client) == "code_already_used"
    desk("apps.uninstall", granted["access_token"], **client)
    assert desk.refusal("auth.test", granted["access_token"]) == "account_inactive"


def test_tokens_are_turned_where_the_manifest_says_so() -> None:
    desk = Desk({"settings": {"token_rotation_enabled": True}})
    app = desk.world.app
    client = {"client_id": app.client_id, "client_secret": app.client_secret}
    granted = desk("oauth.v2.access", None, code=desk.keys.oauth_code, **client)
    assert granted["expires_in"] == 43_200
    desk.world.advance(43_201)
    assert desk.refusal("auth.test", granted["access_token"]) == "token_expired"
    turn = client | {"grant_type": "refresh_token", "refresh_token": granted["refresh_token"]}
    turned = desk("oauth.v2.access", None, **turn)
    assert desk("auth.test", turned["access_token"])["team_id"] == seeds.NORTHSIDE
    assert desk.refusal("oauth.v2.access", None, **turn) == "invalid_refresh_token"


def test_faults_are_met_as_often_as_asked(desk: Desk) -> None:
    desk.faults.add("chat.postMessage", "ratelimited", retry_after=7, times=2)
    for _ in range(2):
        reply = desk.reply("chat.postMessage", channel=VALE, text="x")
        assert (reply.status, reply.headers["retry-after"]) == (429, "7")
        assert reply.body == {"ok": False, "error": "ratelimited"}
    assert desk.told.happenings == []
    assert desk("chat.postMessage", channel=VALE, text="x")
    desk.faults.add("*", "internal_error", status=503)
    assert desk.reply("users.list").status == 503
    assert desk("users.list")


def test_an_answer_can_be_lost_after_the_work(desk: Desk) -> None:
    desk.faults.add("chat.postMessage", "lost_answer", status=502)
    assert desk.reply("chat.postMessage", channel=VALE, text="said all the same").status == 502
    assert desk.told.last("message")["text"] == "said all the same"


def test_the_journal_keeps_every_call_and_no_secret(desk: Desk) -> None:
    desk("chat.postMessage", None, channel=VALE, text="x", token=desk.keys.bot_token)
    desk.reply("oauth.v2.access", None, code=desk.keys.oauth_code, client_secret="s")
    first, second = desk.journal.entries()
    assert (first["kind"], first["method"], first["ok"]) == ("call", "chat.postMessage", True)
    assert first["team"] == seeds.HARROW
    assert second["error"] == "invalid_client_id"
    kept = json.dumps([first, second])
    assert desk.keys.bot_token not in kept
    assert desk.keys.oauth_code not in kept
    assert desk.journal.entries(after=first["number"]) == [second]


def test_the_rest_answers(desk: Desk) -> None:
    assert desk("api.test", None, foo="bar")["args"] == {"foo": "bar"}
    assert desk.refusal("api.test", None, error="my_error") == "my_error"
    assert desk("emoji.list")["emoji"] == {}
    assert desk("blocks.validate", blocks=[section("x")])["errors"] == []
    wrong = desk.reply("blocks.validate", blocks=[section("x" * 3001)]).body
    assert wrong["errors"][0]["pointer"] == "/0/text/text"
    url = desk("apps.connections.open", desk.keys.app_token)["url"]
    assert url.startswith("ws://")
    assert desk("conversations.mark", channel=VALE, ts="1.1") == {"ok": True}
    ts = actions.post(desk.world, VALE, HOUSING, "https://vale.example").ts
    unfurls = {"https://vale.example": {"text": "A page"}}
    desk("chat.unfurl", channel=VALE, ts=ts, unfurls=json.dumps(unfurls))
    assert desk.told.last("message")["message"]["attachments"][0]["text"] == "A page"
