"""The Web API of practice Slack: views, emoji and files."""

from __future__ import annotations

import json

import pytest

from bot.practice import actions, seeds
from tests.practice.desk import Desk
from tests.practice.told import COUNCIL, HOUSING, VALE, modal, section


@pytest.fixture
def desk() -> Desk:
    """A fresh Web API."""
    return Desk()


def test_a_click_opens_one_window(desk: Desk) -> None:
    view = modal(section("Hello"), callback_id="hello", private_metadata="m")
    click = desk.world.triggers.new(seeds.HARROW, HOUSING)
    opened = desk("views.open", trigger_id=click, view=json.dumps(view))["view"]
    assert (opened["callback_id"], opened["private_metadata"]) == ("hello", "m")
    assert opened["root_view_id"] == opened["id"]
    assert opened["app_installed_team_id"] == seeds.HARROW
    assert desk.refusal("views.open", trigger_id=click, view=view) == "exchanged_trigger_id"
    late = desk.world.triggers.new(seeds.HARROW, HOUSING)
    desk.world.advance(3.1)
    assert desk.refusal("views.open", trigger_id=late, view=view) == "expired_trigger_id"
    assert desk.refusal("views.open", trigger_id="1.2.3", view=view) == "invalid_trigger_id"
    assert desk.refusal("views.open", view=view) == "invalid_arguments"


def test_windows_are_pushed_and_replaced(desk: Desk) -> None:
    def click() -> str:
        return desk.world.triggers.new(seeds.HARROW, HOUSING)

    first = desk("views.open", trigger_id=click(), view=modal(section("1")))["view"]
    second = desk("views.push", trigger_id=click(), view=modal(section("2")))["view"]
    assert second["previous_view_id"] == second["root_view_id"] == first["id"]
    desk("views.push", trigger_id=click(), view=modal(section("3")))
    assert desk.refusal("views.push", trigger_id=click(), view=modal(section("4"))) == (
        "push_limit_reached"
    )
    changed = desk("views.update", view_id=first["id"], view=modal(section("new")))["view"]
    assert changed["blocks"][0]["text"]["text"] == "new"
    stale = {"view_id": first["id"], "hash": first["hash"]}
    assert desk.refusal("views.update", view=modal(section("x")), **stale) == "hash_conflict"
    assert desk.refusal("views.update", view_id="V1", view=modal(section("x"))) == "not_found"


def test_views_that_slack_would_not_take(desk: Desk) -> None:
    click = desk.world.triggers.new(seeds.HARROW, HOUSING)
    long = modal(section("x"), private_metadata="m" * 3001)
    reply = desk.reply("views.open", trigger_id=click, view=long)
    assert reply.body["error"] == "invalid_arguments"
    assert "/view/private_metadata" in reply.body["response_metadata"]["messages"][0]
    home = {"type": "home", "blocks": [section("x")]}
    assert desk("views.publish", user_id=HOUSING, view=home)["view"]["type"] == "home"
    assert desk.refusal("views.publish", user_id=HOUSING, view=modal(section("x"))) == (
        "invalid_arguments"
    )
    assert desk.refusal("views.publish", user_id=COUNCIL, view=home) == "invalid_arguments"
    assert desk.refusal("views.publish", user_id=HOUSING, view=home, hash="old") == "hash_conflict"


def test_emoji_are_added_and_read(desk: Desk) -> None:
    ts = actions.post(desk.world, VALE, HOUSING, "Full again").ts
    item = {"channel": VALE, "timestamp": ts, "name": "eyes"}
    desk("reactions.add", **item)
    assert desk.refusal("reactions.add", **item) == "already_reacted"
    found = desk("reactions.get", channel=VALE, timestamp=ts)["message"]["reactions"]
    assert found == [{"name": "eyes", "users": [desk.told.bot], "count": 1}]
    desk("reactions.remove", **item)
    assert desk.refusal("reactions.remove", **item) == "no_reaction"
    assert desk.refusal("reactions.add", name="eyes") == "no_item_specified"


def test_a_file_is_sent_shared_and_fetched(desk: Desk) -> None:
    place = desk("files.getUploadURLExternal", filename="minutes.csv", length=5)
    ticket = place["upload_url"].rpartition("/")[2]
    files = json.dumps([{"id": place["file_id"], "title": "Minutes"}])
    assert desk.refusal("files.completeUploadExternal", files=files) == "file_not_found"
    assert desk.api.receive(ticket, "application/octet-stream", b"a,b\n1").status == 200
    assert desk.api.receive(ticket, "application/octet-stream", b"again").status == 404
    desk("files.completeUploadExternal", files=files, channel_id=VALE, initial_comment="Here")
    event = desk.told.last("message")
    assert (event["subtype"], event["text"]) == ("file_share", "Here")
    assert event["files"][0]["title"] == "Minutes"
    shown = desk("files.info", file=place["file_id"])["file"]
    assert list(shown["shares"]["public"]) == [VALE]
    bearer = f"Bearer {desk.keys.bot_token}"
    fetched = desk.api.download(place["file_id"], bearer)
    assert (fetched.status, fetched.content) == (200, b"a,b\n1")
    assert desk.api.download(place["file_id"], None).status == 403
