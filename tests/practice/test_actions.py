"""What people and the app say in practice Slack, and the events that tell the app of it."""

from __future__ import annotations

import pytest

from bot.practice import actions, seeds
from tests.practice.told import (
    COUNCIL,
    GONE,
    GUEST,
    HOUSING,
    LEARNING,
    PRIVATE,
    SHARED,
    UNJOINED,
    VALE,
    WORKER,
    Told,
    refused,
    section,
)


@pytest.fixture
def told() -> Told:
    """A fresh world, and what the app was told."""
    return Told.fresh()


def test_a_message_is_told_in_the_shape_of_slack(told: Told) -> None:
    message = actions.post(told.world, VALE, HOUSING, "The drop-in is full & loud")
    event = told.last("message")
    assert event == {
        "type": "message",
        "user": HOUSING,
        "team": seeds.HARROW,
        "ts": message.ts,
        "event_ts": message.ts,
        "channel": VALE,
        "channel_type": "channel",
        "text": "The drop-in is full &amp; loud",
        "client_msg_id": event["client_msg_id"],
        "blocks": [
            {
                "type": "rich_text",
                "block_id": event["blocks"][0]["block_id"],
                "elements": [
                    {
                        "type": "rich_text_section",
                        "elements": [{"type": "text", "text": "The drop-in is full & loud"}],
                    }
                ],
            }
        ],
    }
    assert told.happenings[-1].team == seeds.HARROW


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a < b > c", "a &lt; b &gt; c"),
        ("see https://vale.example/a?b=1&c=2.", "see <https://vale.example/a?b=1&amp;c=2>."),
        ("<https://vale.example|the page>", "<https://vale.example|the page>"),
        ("already &amp; so", "already &amp; so"),
        ("hello <@U0HOUSE001> and <!here>", "hello <@U0HOUSE001> and <!here>"),
        ("<@not a person>", "&lt;@not a person&gt;"),
    ],
)
def test_text_is_kept_as_slack_keeps_it(told: Told, typed: str, kept: str) -> None:
    assert actions.post(told.world, VALE, HOUSING, typed).text == kept


def test_the_bot_hears_its_own_messages_as_those_of_a_bot(told: Told) -> None:
    blocks = [section("*Hello*", block_id="hello")]
    actions.post(told.world, HOUSING, told.bot, "Hello", blocks=blocks, install=told.install)
    event = told.last("message")
    assert event["bot_id"] == told.install.bot_id == event["bot_profile"]["id"]
    assert event["app_id"] == told.world.app.id == event["bot_profile"]["app_id"]
    assert (event["user"], event["channel_type"]) == (told.bot, "im")
    assert event["blocks"] == blocks
    assert "client_msg_id" not in event


def test_blocks_and_controls_without_ids_get_some(told: Told) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Yes"}}
    blocks = [{"type": "actions", "elements": [button]}, section("x", accessory=button)]
    message = actions.post(told.world, VALE, told.bot, "", blocks=blocks, install=told.install)
    first, second = message.blocks
    assert first["block_id"] != second["block_id"]
    assert first["elements"][0]["action_id"]
    assert second["accessory"]["action_id"]
    assert "block_id" not in blocks[0]


def test_being_called_by_name_is_told_besides_the_message(told: Told) -> None:
    actions.post(told.world, VALE, HOUSING, f"<@{told.bot}> what changed?")
    assert [told_of.event["type"] for told_of in told] == ["message", "app_mention"]
    assert told.last("app_mention")["text"] == told.last("message")["text"]


def test_a_reply_names_its_thread_and_whom_it_answers(told: Told) -> None:
    first = actions.post(told.world, VALE, HOUSING, "Full again")
    actions.post(told.world, VALE, WORKER, "Here too", thread_ts=first.ts)
    event = told.last("message")
    assert (event["thread_ts"], event["parent_user_id"]) == (first.ts, HOUSING)
    assert refused(actions.post, told.world, VALE, HOUSING, "x", thread_ts="1.2") == (
        "thread_not_found"
    )


def test_a_reply_shown_in_the_channel_too_carries_the_first_message(told: Told) -> None:
    first = actions.post(told.world, VALE, HOUSING, "Full again")
    actions.post(told.world, VALE, WORKER, "Me too", thread_ts=first.ts, reply_broadcast=True)
    event = told.last("message")
    assert event["subtype"] == "thread_broadcast"
    assert (event["root"]["ts"], event["root"]["reply_count"]) == (first.ts, 1)


def test_a_changed_message_is_told_as_it_is_and_as_it_was(told: Told) -> None:
    message = actions.post(told.world, VALE, HOUSING, "Ful again")
    actions.edit(told.world, VALE, message.ts, HOUSING, text="Full again")
    event = told.last("message")
    assert (event["subtype"], event["hidden"]) == ("message_changed", True)
    assert event["message"]["text"] == "Full again"
    assert event["message"]["edited"]["user"] == HOUSING
    assert event["previous_message"]["text"] == "Ful again"
    assert event["message"]["ts"] == event["previous_message"]["ts"] == message.ts
    assert event["ts"] == event["event_ts"] != message.ts
    assert event["channel"] == VALE
    assert "user" not in event
    assert refused(actions.edit, told.world, VALE, message.ts, WORKER, text="x") == (
        "cant_update_message"
    )


def test_what_the_bot_does_not_change_stays(told: Told) -> None:
    blocks = [section("one", block_id="one")]
    metadata = {"event_type": "prompt", "event_payload": {"id": "p1"}}
    message = actions.post(
        told.world, VALE, told.bot, "one", blocks=blocks, metadata=metadata, install=told.install
    )
    actions.edit(told.world, VALE, message.ts, told.bot, text="two")
    assert (message.text, message.blocks, message.metadata) == ("two", blocks, metadata)
    actions.edit(told.world, VALE, message.ts, told.bot, blocks=[], metadata={})
    assert (message.blocks, message.metadata) == ([], None)


def test_a_message_that_is_taken_back_is_told_as_it_was(told: Told) -> None:
    message = actions.post(told.world, VALE, HOUSING, "Oh")
    actions.delete(told.world, VALE, message.ts, HOUSING)
    event = told.last("message")
    assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", message.ts)
    assert event["previous_message"]["text"] == "Oh"
    assert message.ts not in told.world.channels[VALE].messages
    assert refused(actions.delete, told.world, VALE, message.ts, HOUSING) == "message_not_found"


def test_one_with_replies_leaves_a_marker(told: Told) -> None:
    first = actions.post(told.world, VALE, HOUSING, "Full again")
    actions.post(told.world, VALE, WORKER, "Here too", thread_ts=first.ts)
    actions.delete(told.world, VALE, first.ts, HOUSING)
    event = told.last("message")
    assert event["subtype"] == "message_changed"
    assert (event["message"]["subtype"], event["message"]["ts"]) == ("tombstone", first.ts)
    assert event["previous_message"]["text"] == "Full again"


def test_reactions_come_and_go(told: Told) -> None:
    message = actions.post(told.world, VALE, HOUSING, "Full again")
    actions.react(told.world, VALE, message.ts, WORKER, "seedling")
    event = told.last("reaction_added")
    assert event["item"] == {"type": "message", "channel": VALE, "ts": message.ts}
    assert (event["user"], event["item_user"], event["reaction"]) == (WORKER, HOUSING, "seedling")
    again = (told.world, VALE, message.ts, WORKER, "seedling")
    assert refused(actions.react, *again) == "already_reacted"
    actions.unreact(*again)
    assert told.last("reaction_removed")["reaction"] == "seedling"
    assert refused(actions.unreact, *again) == "no_reaction"
    assert message.reactions == {}


def test_somebody_from_the_other_side_is_heard_by_the_host(told: Told) -> None:
    actions.post(told.world, SHARED, COUNCIL, "From the council")
    heard = told.happenings[-1]
    assert heard.team == seeds.HARROW
    assert heard.event["team"] == heard.event["user_team"] == seeds.NORTHSIDE
    assert heard.event["source_team"] == heard.event["user_profile"]["team"] == seeds.NORTHSIDE


def test_with_the_app_on_both_sides_each_bot_in_the_channel_hears(told: Told) -> None:
    install, _ = actions.install(told.world, seeds.NORTHSIDE, COUNCIL, frozenset({"chat:write"}))
    actions.join(told.world, SHARED, install.bot_user, inviter=COUNCIL)
    told.happenings.clear()
    actions.post(told.world, SHARED, COUNCIL, "To both")
    assert {heard.team for heard in told} == {seeds.HARROW, seeds.NORTHSIDE}


def test_the_app_hears_nothing_from_where_it_is_not(told: Told) -> None:
    message = actions.post(told.world, UNJOINED, HOUSING, "Between us")
    actions.react(told.world, UNJOINED, message.ts, HOUSING, "seedling")
    actions.post(told.world, PRIVATE, LEARNING, "Between two")
    assert told.happenings == []


@pytest.mark.parametrize(
    ("channel", "user", "code"),
    [
        ("C0NOWHERE1", HOUSING, "channel_not_found"),
        (PRIVATE, HOUSING, "channel_not_found"),
        (UNJOINED, GUEST, "channel_not_found"),
        (UNJOINED, LEARNING, "not_in_channel"),
        (VALE, COUNCIL, "channel_not_found"),
        (VALE, GONE, "account_inactive"),
        (VALE, "U0NOBODY01", "user_not_found"),
    ],
)
def test_people_talk_only_where_they_are(told: Told, channel: str, user: str, code: str) -> None:
    assert refused(actions.post, told.world, channel, user, "hello") == code


def test_the_bot_reaches_people_of_its_own_workspace_only(told: Told) -> None:
    world, install, bot = told.world, told.install, told.bot

    def post(channel: str, text: str = "hello") -> str:
        return actions.post(world, channel, bot, text, install=install).channel

    assert world.channels[post(HOUSING)].members == {HOUSING, bot}
    assert post(HOUSING) == post(HOUSING)
    assert refused(post, COUNCIL) == "channel_not_found"
    assert refused(post, UNJOINED) == "not_in_channel"
    assert refused(post, PRIVATE) == "channel_not_found"
    assert refused(post, VALE, " ") == "no_text"


def test_only_one_person_sees_an_ephemeral_message(told: Told) -> None:
    message = actions.post_ephemeral(told.world, VALE, HOUSING, "Saved", [], told.install)
    assert message.only_for == HOUSING
    assert told.happenings == []
    assert refused(actions.react, told.world, VALE, message.ts, HOUSING, "seedling") == (
        "message_not_found"
    )
    assert refused(actions.post_ephemeral, told.world, VALE, COUNCIL, "x", [], told.install) == (
        "user_not_in_channel"
    )


def test_links_that_the_manifest_names_are_told() -> None:
    told = Told.fresh({"features": {"unfurl_domains": ["vale.example"]}})
    typed = "https://www.vale.example/a&b and https://other.example"
    message = actions.post(told.world, VALE, HOUSING, typed)
    event = told.last("link_shared")
    assert event["links"] == [{"domain": "vale.example", "url": "https://www.vale.example/a&b"}]
    assert event["message_ts"] == message.ts
