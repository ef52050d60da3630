"""Interactions: payloads carry what Slack's do, and whatever the app answers is followed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.practice import actions
from bot.practice.interactions import Ack
from bot.practice.server import Practice, running
from tests.practice.apps import (
    COUNCIL,
    GUEST,
    HARROW,
    HOUSING,
    LEARNING,
    NORTHSIDE,
    SHARED,
    VALE,
    bolt,
    over_http,
    over_sockets,
    until,
)
from tests.practice.scripted import OPTIONS, PLAIN, App, Told, modal, stack

ELEMENTS: list[tuple[Told, object, Told]] = [
    ({"type": "static_select", "options": OPTIONS}, "w2", {"selected_option": OPTIONS[1]}),
    ({"type": "static_select", "options": OPTIONS}, OPTIONS[0], {"selected_option": OPTIONS[0]}),
    (
        {"type": "static_select", "option_groups": [{"label": PLAIN, "options": OPTIONS}]},
        "w3",
        {"selected_option": OPTIONS[2]},
    ),
    (
        {"type": "multi_static_select", "options": OPTIONS},
        ["w1", "w3"],
        {"selected_options": [OPTIONS[0], OPTIONS[2]]},
    ),
    ({"type": "checkboxes", "options": OPTIONS}, "w1", {"selected_options": [OPTIONS[0]]}),
    ({"type": "checkboxes", "options": OPTIONS}, [], {"selected_options": []}),
    ({"type": "radio_buttons", "options": OPTIONS}, "w1", {"selected_option": OPTIONS[0]}),
    ({"type": "overflow", "options": OPTIONS}, "w1", {"selected_option": OPTIONS[0]}),
    ({"type": "users_select"}, HOUSING, {"selected_user": HOUSING}),
    ({"type": "multi_users_select"}, [HOUSING], {"selected_users": [HOUSING]}),
    ({"type": "conversations_select"}, VALE, {"selected_conversation": VALE}),
    ({"type": "channels_select"}, VALE, {"selected_channel": VALE}),
    ({"type": "datepicker"}, "2026-12-01", {"selected_date": "2026-12-01"}),
    ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
    ({"type": "datetimepicker"}, "2026-12-01T09:30:00+00:00", {"selected_date_time": 1796117400}),
    ({"type": "button", "text": PLAIN, "value": "go"}, None, {"value": "go", "text": PLAIN}),
]


@pytest.mark.parametrize("way", [over_http, over_sockets])
def test_from_a_shortcut_to_a_saved_line_with_an_unmodified_app(
    practice: Practice, way: Callable[..., Any]
) -> None:
    bolted, kept = bolt(practice), []

    @bolted.shortcut("reflect")
    def open_it(ack: Any, body: Told, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=modal())

    @bolted.view("note")
    def keep(ack: Any, view: Told, body: Told) -> None:
        words = view["state"]["values"]["words"]["typed"]["value"]
        if words == "x":
            ack(response_action="errors", errors={"words": "Say a little more."})
            return
        kept.append((body["user"]["id"], words, view["private_metadata"]))
        ack()

    with way(practice, bolted):
        assert practice.interactions.shortcut(HOUSING, "reflect").ok
        view_id = until(lambda: practice.world.stacks.get(HOUSING), "the modal")[-1]
        refused = practice.interactions.submit_view(HOUSING, view_id, {"words": "x"})
        assert refused.ok
        assert refused.errors == {"words": "Say a little more."}
        assert stack(practice) == ["note"]
        done = practice.interactions.submit_view(HOUSING, view_id, {"typed": "It works"})
        assert done == Ack(True, 200, {})
        assert stack(practice) == []
        assert kept == [(HOUSING, "It works", "round-7")]


@pytest.mark.parametrize(("element", "value", "expected"), ELEMENTS)
def test_every_element_of_a_message_tells_what_was_chosen(
    practice: Practice, app: App, element: Told, value: object, expected: Told
) -> None:
    block = {"type": "actions", "block_id": "b", "elements": [element | {"action_id": "act"}]}
    ts = app.posts(block)
    ack = practice.interactions.block_action(HOUSING, "act", value=value, channel=VALE, ts=ts)
    assert ack.ok
    told = app.told("block_actions")
    [done] = told["actions"]
    assert done.items() >= {"type": element["type"], "action_id": "act", "block_id": "b"}.items()
    assert done.items() >= expected.items()
    assert "action_ts" in done
    kept = told["state"]["values"].get("b", {}).get("act")
    keeps = element["type"] not in ("button", "overflow")
    assert kept == ({"type": element["type"]} | expected if keeps else None)


def test_an_action_on_a_message_says_where_who_and_how_to_answer(
    practice: Practice, app: App
) -> None:
    button = {"type": "button", "text": PLAIN, "action_id": "go", "value": "v"}
    ts = app.posts({"type": "actions", "block_id": "b", "elements": [button]})
    practice.interactions.block_action(HOUSING, "go", channel=VALE, ts=ts)
    told = app.told("block_actions")
    assert told["user"] == {"id": HOUSING, "username": "rosa", "name": "rosa", "team_id": HARROW}
    assert told["team"] == {"id": HARROW, "domain": "harrow-vale"}
    assert told["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": VALE,
        "is_ephemeral": False,
    }
    assert told["channel"] == {"id": VALE, "name": "harrow-vale"}
    assert told["message"]["ts"] == ts
    assert told["message"]["blocks"][0]["block_id"] == "b"
    assert told["api_app_id"] == practice.world.app.id
    assert told["trigger_id"]
    assert told["response_url"].startswith(practice.address)


def test_an_action_on_an_ephemeral_message_does_not_repeat_it(practice: Practice, app: App) -> None:
    button = {"type": "button", "text": PLAIN, "action_id": "go"}
    block = {"type": "actions", "elements": [button]}
    message = actions.post_ephemeral(
        practice.world, VALE, HOUSING, "Only you", [block], app.install
    )
    assert practice.interactions.block_action(HOUSING, "go", channel=VALE, ts=message.ts).ok
    told = app.told("block_actions")
    assert told["container"]["is_ephemeral"] is True
    assert "message" not in told
    ack = practice.interactions.block_action(LEARNING, "go", channel=VALE, ts=message.ts)
    assert ack.problem.startswith("There is no message")


def test_a_shortcut_tells_who_it_was_and_not_what_they_are_called(
    practice: Practice, app: App
) -> None:
    practice.interactions.shortcut(HOUSING, "reflect")
    told = app.told("shortcut")["user"]
    assert told == {"id": HOUSING, "username": "rosa", "team_id": HARROW}


def test_a_channels_new_topic_is_told_as_words_and_by_itself(practice: Practice, app: App) -> None:
    WebClient(
        base_url=practice.base_url, token=practice.credentials.bot_token
    ).conversations_setTopic(channel=VALE, topic="Food")
    practice.settle()
    event = app.told("event_callback")["event"]
    assert (event["subtype"], event["topic"]) == ("channel_topic", "Food")
    assert event["text"].endswith("set the channel topic: Food")


def test_a_trigger_opens_one_window_within_three_seconds(practice: Practice, app: App) -> None:
    client = WebClient(base_url=practice.base_url, token=practice.credentials.bot_token)
    practice.interactions.shortcut(HOUSING, "reflect")
    trigger = app.told("shortcut")["trigger_id"]
    client.views_open(trigger_id=trigger, view=modal())
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        client.views_open(trigger_id=trigger, view=modal())
    practice.interactions.shortcut(HOUSING, "reflect")
    practice.clock(4)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        client.views_open(trigger_id=app.told("shortcut")["trigger_id"], view=modal())


def test_somebody_from_another_workspace_keeps_their_own_team(practice: Practice, app: App) -> None:
    button = {"type": "button", "text": PLAIN, "action_id": "go"}
    ts = app.posts({"type": "actions", "elements": [button]}, channel=SHARED)
    assert practice.interactions.block_action(COUNCIL, "go", channel=SHARED, ts=ts).ok
    told = app.told("block_actions")
    assert told["user"]["team_id"] == told["team"]["id"] == NORTHSIDE
    client = WebClient(base_url=practice.base_url, token=practice.credentials.bot_token)
    client.views_open(trigger_id=told["trigger_id"], view=modal())
    view_id = practice.world.stacks[COUNCIL][-1]
    app.says("")
    practice.interactions.submit_view(COUNCIL, view_id, {"words": "From outside"})
    view = app.told("view_submission")["view"]
    assert (view["team_id"], view["app_installed_team_id"]) == (NORTHSIDE, HARROW)


def test_commands_are_not_for_outsiders_single_channel_guests_or_threads(
    practice: Practice, app: App
) -> None:
    command = practice.interactions.slash_command
    for user in (COUNCIL, GUEST):
        channel = SHARED if user == COUNCIL else channel_of(practice, GUEST)
        assert command(user, channel, "/reflect", "x").problem == "/reflect is not a valid command."
    in_thread = command(HOUSING, VALE, "/reflect", "x", thread_ts="1.2")
    assert in_thread.problem == "/reflect is not supported in threads."
    assert not [one for one in app.receiver.received if one.told.get("command")]


def channel_of(practice: Practice, user: str) -> str:
    """A channel that somebody is in."""
    return next(c.id for c in practice.world.channels.values() if user in c.members)


@pytest.mark.parametrize("answer", ["Saved", {"text": "Saved", "response_type": "ephemeral"}])
def test_what_a_command_is_answered_with_is_shown(
    practice: Practice, app: App, answer: Told | str
) -> None:
    app.says(answer)
    assert practice.interactions.slash_command(HOUSING, VALE, "/reflect", "a line").ok
    [fields] = [one.told for one in app.receiver.received if "command" in one.told]
    assert fields["channel_name"] == "harrow-vale"
    assert fields["text"] == "a line"
    shown = list(practice.world.channels[VALE].messages.values())[-1]
    assert (shown.text, shown.only_for) == ("Saved", HOUSING)


@pytest.mark.parametrize(("status", "problem"), [(500, "dispatch_failed"), (404, "status 404")])
def test_an_app_in_trouble_is_told_to_the_person(
    practice: Practice, app: App, status: int, problem: str
) -> None:
    app.says("", status)
    if "dispatch" in problem:
        ack = practice.interactions.slash_command(HOUSING, VALE, "/reflect", "")
    else:
        ack = practice.interactions.shortcut(HOUSING, "reflect")
    assert not ack.ok
    assert problem in ack.problem


def test_faults_lose_an_answer_or_press_twice(practice: Practice, app: App) -> None:
    practice.fail("interactions", "drop_ack")
    lost = practice.interactions.shortcut(HOUSING, "reflect")
    assert lost.problem == "The app did not answer within three seconds."
    practice.fail("interactions", "duplicate")
    assert practice.interactions.shortcut(HOUSING, "reflect").ok
    bodies = [one.body for one in app.receiver.received if one.told.get("type") == "shortcut"]
    assert len(bodies) == 3
    assert bodies[1] == bodies[2]


def test_shortcuts_and_commands_that_no_manifest_names_are_unknown() -> None:
    shortcuts = [{"type": "global", "callback_id": "reflect", "name": "Reflect"}]
    with running(manifest={"features": {"shortcuts": shortcuts}}) as practice:
        practice.deliveries.patience = 0.1
        assert "did not answer" in practice.interactions.shortcut(HOUSING, "reflect").problem
        for ack in (
            practice.interactions.shortcut(HOUSING, "other"),
            practice.interactions.slash_command(HOUSING, VALE, "/other", ""),
        ):
            assert not ack.ok
            assert "other" in ack.problem
