"""The Web API of practice Slack: channels, people and what was said before."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.practice import actions, seeds
from bot.practice.methods.call import decoded
from bot.practice.world import Json
from tests.practice.desk import Desk
from tests.practice.told import COORDINATOR, COUNCIL, GONE, HOUSING, SHARED, UNJOINED, VALE, WORKER


@pytest.fixture
def desk() -> Desk:
    """A fresh Web API."""
    return Desk()


def every_page(call: Callable[..., Json], method: str, key: str, **arguments: Any) -> list[Any]:
    """Everything, a page at a time."""
    found, cursor = [], ""
    while True:
        answer = call(method, cursor=cursor, **arguments)
        found += answer[key]
        cursor = answer.get("response_metadata", {}).get("next_cursor", "")
        if not cursor:
            return found


def test_direct_messages_are_opened_once(desk: Desk) -> None:
    first = desk("conversations.open", users=HOUSING)
    again = desk("conversations.open", users=[HOUSING], return_im=True)
    assert again["already_open"] is True
    assert again["channel"]["id"] == first["channel"]["id"]
    assert again["channel"]["user"] == HOUSING
    assert desk("chat.postMessage", channel=HOUSING, text="x")["channel"] == first["channel"]["id"]
    assert desk.refusal("conversations.open", users=GONE) == "user_disabled"
    assert desk.refusal("conversations.open", users=COUNCIL) == "user_not_found"
    assert desk.refusal("conversations.open") == "users_list_not_supplied"


def test_long_lists_come_a_page_at_a_time(desk: Desk) -> None:
    whole = desk("users.list")["members"]
    assert {"U0AWAY0001", GONE, desk.told.bot} <= {user["id"] for user in whole}
    assert every_page(desk, "users.list", "members", limit=3) == whole
    members = every_page(desk, "conversations.members", "members", channel=VALE, limit="2")
    assert len(members) == len(set(members)) == 9
    channels = every_page(desk, "conversations.list", "channels", limit=1)
    assert [channel["id"] for channel in channels] == [VALE, SHARED, UNJOINED]
    mine = desk("users.conversations", types="public_channel,private_channel")["channels"]
    assert [channel["id"] for channel in mine] == [VALE, SHARED]
    assert desk.refusal("users.list", cursor="?") == "invalid_cursor"
    assert desk.refusal("users.list", limit="many") == "invalid_limit"


def test_people_are_told_of_as_slack_does(desk: Desk) -> None:
    away = desk("users.info", user="U0AWAY0001", include_locale=True)["user"]
    assert (away["tz"], away["tz_offset"], away["locale"]) == ("America/Toronto", -18000, "en-CA")
    assert away["profile"]["email"] == "ines@harrowvale.example"
    assert desk("users.info", user="U0GUEST001")["user"]["is_ultra_restricted"] is True
    assert desk("users.info", user=GONE)["user"]["deleted"] is True
    other = desk("users.info", user=COUNCIL)["user"]
    assert (other["team_id"], other["is_stranger"]) == (seeds.NORTHSIDE, False)
    assert "email" not in other["profile"]
    assert desk.refusal("users.info", user="U0SPARE001") == "user_not_found"
    found = desk("users.lookupByEmail", email="ROSA@harrowvale.example")["user"]
    assert found["id"] == HOUSING
    assert desk.refusal("users.lookupByEmail", email="hal@harrowvale.example") == "users_not_found"
    assert desk("team.info")["team"]["name"] == "Harrow Vale Partnership"
    assert desk("bots.info", bot=desk.told.install.bot_id)["bot"]["user_id"] == desk.told.bot
    assert desk("dnd.info", user=HOUSING)["dnd_enabled"] is False
    profile = desk("users.profile.get", user=HOUSING)["profile"]
    assert profile["title"] == "Housing, Vale Homes"


def test_a_shared_channel_says_so(desk: Desk) -> None:
    shared = desk("conversations.info", channel=SHARED, include_num_members=True)["channel"]
    assert shared["is_ext_shared"] is True
    assert shared["connected_team_ids"] == [seeds.HARROW, seeds.NORTHSIDE]
    assert shared["num_members"] == 6
    assert desk("conversations.info", channel=VALE)["channel"]["is_ext_shared"] is False


def test_history_is_read_backwards_and_threads_forwards(desk: Desk) -> None:
    said = [actions.post(desk.world, VALE, HOUSING, f"number {n}") for n in range(5)]
    for n in range(3):
        actions.post(desk.world, VALE, WORKER, f"reply {n}", thread_ts=said[2].ts)
    texts = [f"number {n}" for n in reversed(range(5))]
    whole = desk("conversations.history", channel=VALE)
    assert [message["text"] for message in whole["messages"]] == texts
    assert whole["has_more"] is False
    parent = whole["messages"][2]
    assert (parent["reply_count"], parent["reply_users"]) == (3, [WORKER])
    paged = every_page(desk, "conversations.history", "messages", channel=VALE, limit=2)
    assert paged == whole["messages"]
    one = desk("conversations.history", channel=VALE, latest=said[1].ts, inclusive=True, limit=1)[
        "messages"
    ]
    assert [message["text"] for message in one] == ["number 1"]
    after = desk("conversations.history", channel=VALE, oldest=said[3].ts)["messages"]
    assert [message["text"] for message in after] == ["number 4"]
    thread = desk("conversations.replies", channel=VALE, ts=said[2].ts)["messages"]
    assert [message["text"] for message in thread] == ["number 2", "reply 0", "reply 1", "reply 2"]
    first = desk("conversations.replies", channel=VALE, ts=said[2].ts, limit=1)
    assert [message["text"] for message in first["messages"]] == ["number 2", "reply 0"]
    cursor = first["response_metadata"]["next_cursor"]
    assert decoded(cursor).startswith("next_ts:")
    rest = desk("conversations.replies", channel=VALE, ts=said[2].ts, cursor=cursor)["messages"]
    assert [message["text"] for message in rest] == ["number 2", "reply 1", "reply 2"]
    assert desk.refusal("conversations.replies", channel=VALE, ts="1.1") == "thread_not_found"


def test_metadata_is_told_to_those_who_ask(desk: Desk) -> None:
    metadata = {"event_type": "prompt", "event_payload": {"id": "p1"}}
    sent = desk("chat.postMessage", channel=VALE, text="x", metadata=json.dumps(metadata))
    assert sent["message"]["metadata"] == metadata
    (silent,) = desk("conversations.history", channel=VALE)["messages"]
    assert "metadata" not in silent
    (full,) = desk("conversations.history", channel=VALE, include_all_metadata="true")["messages"]
    assert full["metadata"] == metadata


def test_channels_are_made_joined_and_left(desk: Desk) -> None:
    made = desk("conversations.create", name="food-group")["channel"]["id"]
    desk("conversations.invite", channel=made, users=f"{HOUSING},{WORKER}")
    assert HOUSING in desk("conversations.members", channel=made)["members"]
    assert desk.refusal("conversations.invite", channel=made, users=HOUSING) == "already_in_channel"
    desk("conversations.setTopic", channel=made, topic="Food")
    renamed = desk("conversations.rename", channel=made, name="food")["channel"]
    assert (renamed["name"], renamed["topic"]["value"]) == ("food", "Food")
    desk("conversations.archive", channel=made)
    assert desk.refusal("chat.postMessage", channel=made, text="x") == "is_archived"
    assert desk("conversations.join", channel=UNJOINED)["channel"]["is_member"] is True
    assert desk("conversations.join", channel=UNJOINED)["warning"] == "already_in_channel"
    assert desk("conversations.leave", channel=UNJOINED) == {"ok": True}
    assert desk("conversations.leave", channel=UNJOINED)["not_in_channel"] is True
    assert desk.refusal("conversations.create", name="food") == "name_taken"
    assert desk.refusal("conversations.create", name="Big Name") == "invalid_name_specials"


def test_a_guest_never_sees_what_is_not_theirs(desk: Desk) -> None:
    guest = desk.keys.user_tokens["U0GUEST001"]
    channels = desk("conversations.list", guest, types="public_channel,private_channel")
    assert [channel["id"] for channel in channels["channels"]] == [VALE]
    assert desk.refusal("conversations.join", guest, channel=UNJOINED) == "channel_not_found"
    assert COORDINATOR in desk("conversations.members", guest, channel=VALE)["members"]
