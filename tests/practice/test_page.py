"""The page of practice Slack without a browser: who sees what, and what each thing done does."""

from __future__ import annotations

import json

import pytest

from bot.practice import actions
from bot.practice.server import Practice
from tests.practice.apps import (
    COMMUNITY,
    COORDINATOR,
    COUNCIL,
    GUEST,
    HARROW,
    HOUSING,
    SHARED,
    VALE,
)
from tests.practice.paging import Page
from tests.practice.scripted import App, modal, text_input

GONE, LEARNERS = "U0GONE0001", "C0LEARN001"


@pytest.fixture
def page(practice: Practice) -> Page:
    """The page."""
    return Page(practice)


def test_one_can_be_everybody_of_both_workspaces(page: Page) -> None:
    teams = {team["name"]: team for team in json.loads(page.ask("/page/people")[2])["teams"]}
    roles = {one["id"]: one["role"] for one in teams["Harrow Vale Partnership"]["people"]}
    assert roles[COORDINATOR] == "Admin"
    assert roles[HOUSING] == "Member"
    assert roles[GUEST] == "Guest in one channel"
    assert roles[GONE] == "Deactivated"
    assert teams["Harrow Vale Partnership"]["installed"] is True
    assert teams["Northside Council"]["installed"] is False


def test_who_has_left_or_never_was_sees_nothing(page: Page) -> None:
    assert page.ask(f"/as/{GONE}/state")[0] == 403
    assert page.ask(f"/as/{GONE}/do/message", {"channel": VALE, "text": "x"})[0] == 403
    assert page.ask("/as/U0NOBODY/state")[0] == 404
    bot = page.practice.world.installs[HARROW].bot_user
    assert page.ask(f"/as/{bot}/state")[0] == 404


def test_people_see_the_channels_that_they_are_in(page: Page) -> None:
    names = {
        who: {room["name"] for room in page.seen(who)["channels"]}
        for who in (COORDINATOR, HOUSING, COUNCIL)
    }
    assert {"harrow-vale", "learning-partners"} <= names[COORDINATOR]
    assert "learning-partners" not in names[HOUSING]
    assert names[COUNCIL] == {"harrow-vale-shared", "streets-and-parks"}
    assert page.seen(HOUSING, LEARNERS)["open"] is None
    refused = page.do(HOUSING, "message", channel=LEARNERS, text="Let me in")
    assert refused == {
        "ok": False,
        "error": "You cannot see this channel.",
        "code": "channel_not_found",
    }


def test_somebody_from_elsewhere_meets_the_app_only_in_the_shared_channel(page: Page) -> None:
    seen = page.seen(COUNCIL)
    assert seen["app"]["installed"] is False
    assert seen["app"]["commands"] == seen["app"]["message_shortcuts"] == []
    shared = next(room for room in seen["channels"] if room["id"] == SHARED)
    assert shared["shared_with"] == ["Harrow Vale Partnership"]
    assert shared["has_app"] is True


def test_what_is_typed_becomes_what_slack_keeps(page: Page) -> None:
    typed = (
        "Ask @rosa or @Amina Kersey in #harrow-vale, see https://example.org/a. `@rosa` <b> & @x"
    )
    assert page.do(COORDINATOR, "message", channel=VALE, text=typed)["ok"] is True
    assert page.texts(HOUSING) == [
        f"Ask <@{HOUSING}> or <@{COMMUNITY}> in <#{VALE}|harrow-vale>, see "
        "<https://example.org/a>. `@rosa` &lt;b&gt; &amp; @x"
    ]
    [kept] = page.seen(COORDINATOR, VALE)["open"]["messages"]
    original = page.do(COORDINATOR, "original", channel=VALE, ts=kept["ts"])
    assert original["text"] == typed.replace("@Amina Kersey", "@amina")


def test_one_changes_and_takes_back_only_ones_own(page: Page) -> None:
    ts = page.do(HOUSING, "message", channel=VALE, text="First")["ts"]
    assert page.do(HOUSING, "edit", channel=VALE, ts=ts, text="Second")["ok"] is True
    [shown] = page.seen(COMMUNITY, VALE)["open"]["messages"]
    assert (shown["text"], shown["edited"], shown["mine"]) == ("Second", True, False)
    refused = page.do(COMMUNITY, "delete", channel=VALE, ts=ts)
    assert refused["error"] == "You can only delete your own messages."
    assert page.do(HOUSING, "delete", channel=VALE, ts=ts)["ok"] is True
    assert page.texts(HOUSING) == []


def test_reactions_say_who_gave_them(page: Page) -> None:
    ts = page.do(HOUSING, "message", channel=VALE, text="Look")["ts"]
    page.do(COMMUNITY, "react", channel=VALE, ts=ts, name="seedling")
    [shown] = page.seen(COMMUNITY, VALE)["open"]["messages"]
    assert shown["reactions"] == [{"name": "seedling", "people": [COMMUNITY], "mine": True}]
    again = page.do(COMMUNITY, "react", channel=VALE, ts=ts, name="seedling")
    assert again["error"] == "You have already added this emoji."
    page.do(COMMUNITY, "react", channel=VALE, ts=ts, name="seedling", remove=True)
    assert page.seen(HOUSING, VALE)["open"]["messages"][0]["reactions"] == []


def test_answers_in_a_thread_stay_there_unless_they_are_sent_to_the_channel(page: Page) -> None:
    root = page.do(HOUSING, "message", channel=VALE, text="Root")["ts"]
    page.do(COMMUNITY, "message", channel=VALE, text="Inside", thread_ts=root)
    page.do(COMMUNITY, "message", channel=VALE, text="Both", thread_ts=root, broadcast=True)
    shown = page.seen(HOUSING, VALE)["open"]
    assert [one["text"] for one in shown["messages"]] == ["Root", "Both"]
    assert [one["text"] for one in shown["threads"][root]] == ["Inside", "Both"]
    assert shown["messages"][0]["replies"] == 2


def test_what_came_since_is_counted_until_it_is_read(page: Page) -> None:
    def unread(who: str) -> int:
        return next(int(r["unread"]) for r in page.seen(who)["channels"] if r["id"] == VALE)

    page.do(HOUSING, "message", channel=VALE, text="One")
    latest = page.do(HOUSING, "message", channel=VALE, text="Two")["ts"]
    page.do(HOUSING, "message", channel=VALE, text="In a thread", thread_ts=latest)
    assert unread(HOUSING) == 0
    assert unread(COMMUNITY) == 2
    assert page.do(COMMUNITY, "read", channel=VALE, ts=latest)["news"] is True
    assert unread(COMMUNITY) == 0
    assert page.do(COMMUNITY, "read", channel=VALE, ts=latest)["news"] is False


def test_a_message_for_one_person_is_seen_by_nobody_else(page: Page) -> None:
    world = page.practice.world
    actions.post_ephemeral(world, VALE, HOUSING, "For you", [], world.installs[HARROW])
    assert page.seen(HOUSING, VALE)["open"]["messages"][0]["only_for_me"] is True
    assert page.texts(COMMUNITY) == []


def test_buttons_reach_the_app_with_what_was_typed(page: Page, app: App) -> None:
    button = {
        "type": "button",
        "action_id": "press",
        "value": "7",
        "text": {"type": "plain_text", "text": "Press"},
    }
    ts = app.posts({"type": "actions", "block_id": "ways", "elements": [button]})
    assert page.do(HOUSING, "block_action", channel=VALE, ts=ts, action_id="press")["ok"] is True
    assert app.told("block_actions")["actions"][0]["value"] == "7"

    view = app.opens(view=modal(text_input(), {"type": "actions", "elements": [button]}))
    typed = {"words": {"typed": {"type": "plain_text_input", "value": "Half"}}}
    page.do(HOUSING, "block_action", view_id=view.id, action_id="press", values=typed)
    told = app.told("block_actions")["view"]["state"]["values"]
    assert told["words"]["typed"]["value"] == "Half"
    assert page.seen(HOUSING)["windows"][0]["values"] == typed


def test_a_window_says_what_is_wrong_and_closes_when_all_is_well(page: Page, app: App) -> None:
    view = app.opens()
    assert [one["id"] for one in page.seen(HOUSING)["windows"]] == [view.id]
    assert page.seen(COMMUNITY)["windows"] == []
    values = {"words": {"typed": {"type": "plain_text_input", "value": "A name"}}}
    app.says({"response_action": "errors", "errors": {"words": "No names."}})
    wrong = page.do(HOUSING, "submit_view", view_id=view.id, values=values)
    assert wrong == {"ok": False, "error": "", "errors": {"words": "No names."}}
    app.says("")
    assert page.do(HOUSING, "submit_view", view_id=view.id, values=values) == {"ok": True}
    assert page.seen(HOUSING)["windows"] == []
    late = page.do(HOUSING, "type_into", view_id=view.id, values=values)
    assert late["ok"] is False
    assert late["error"]


def test_an_app_that_fails_is_told_of_in_plain_words(page: Page, app: App) -> None:
    button = {"type": "button", "action_id": "press", "text": {"type": "plain_text", "text": "P"}}
    ts = app.posts({"type": "actions", "elements": [button]})
    app.says("", status=500)
    failed = page.do(HOUSING, "block_action", channel=VALE, ts=ts, action_id="press")
    assert failed["ok"] is False
    assert "error" in failed["error"]
    gone = page.do(HOUSING, "block_action", channel=VALE, ts="1.000000", action_id="press")
    assert gone["ok"] is False
    assert gone["error"]


def test_home_and_messages_of_the_app_are_opened(page: Page) -> None:
    assert page.seen(HOUSING)["app"]["channel"] is None
    opened = page.do(HOUSING, "open_messages")
    assert page.seen(HOUSING)["app"]["channel"] == opened["channel"]
    assert page.do(HOUSING, "open_home") == {"ok": True}
    assert page.seen(HOUSING)["home"] is None
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}]
    world = page.practice.world
    home = {"type": "home", "blocks": blocks}
    actions.publish_home(world, world.installs[HARROW], HOUSING, home)
    assert page.seen(HOUSING)["home"]["given"]["blocks"][0]["text"]["text"] == "Hello"
    assert page.do(COUNCIL, "open_home")["ok"] is False


def test_files_are_attached_with_or_without_words(page: Page) -> None:
    door = {"name": "door.txt", "content_base64": "VGhlIGRvb3Iu"}
    assert page.do(HOUSING, "message", channel=VALE, text="See this", files=[door])["ok"]
    assert page.do(HOUSING, "message", channel=VALE, text="", files=[door, door])["ok"]
    *_, one, two = page.seen(COMMUNITY, VALE)["open"]["messages"]
    assert (one["text"], [file["name"] for file in one["files"]]) == ("See this", ["door.txt"])
    assert [(file["name"], file["size"]) for file in two["files"]] == [("door.txt", 9)] * 2
    kept = page.practice.world.channels[VALE].messages[two["ts"]]
    assert kept.subtype == "file_share"
    assert kept.files[0]["url_private"].startswith(page.practice.address)
    assert page.practice.world.contents[kept.files[0]["id"]] == b"The door."


@pytest.mark.parametrize(
    ("files", "status", "sentence"),
    [
        ([{"name": "big.txt", "content_base64": "QUFB" * 400_000}], 200, "big.txt is larger"),
        ([{"name": "odd.txt", "content_base64": "!"}], 200, "The content of odd.txt is not"),
        ([{"content_base64": ""}], 400, "`files` has to be a list of files"),
        ("door.txt", 400, "`files` has to be a list of files"),
    ],
)
def test_files_that_cannot_be_attached_are_refused_in_words(
    page: Page, files: object, status: int, sentence: str
) -> None:
    before = page.texts(HOUSING)
    body = {"channel": VALE, "text": "See this", "files": files}
    answered, _, told = page.ask(f"/as/{HOUSING}/do/message", body)
    assert (answered, json.loads(told)["ok"]) == (status, False)
    assert json.loads(told)["error"].startswith(sentence)
    assert page.texts(HOUSING) == before
