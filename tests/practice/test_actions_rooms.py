"""Channels, people, windows and installs in practice Slack, and the events that tell of them."""

from __future__ import annotations

import pytest

from bot.practice import actions, seeds
from bot.practice.world import User
from tests.practice.told import (
    COORDINATOR,
    COUNCIL,
    GUEST,
    HOUSING,
    LEARNING,
    PRIVATE,
    SUBMIT,
    UNJOINED,
    VALE,
    WORKER,
    Told,
    modal,
    refused,
    section,
    typed_input,
)


@pytest.fixture
def told() -> Told:
    """A fresh world, and what the app was told."""
    return Told.fresh()


def test_coming_and_going_is_told(told: Told) -> None:
    actions.leave(told.world, VALE, HOUSING)
    left = told.last("member_left_channel")
    assert (left["user"], left["channel_type"], left["team"]) == (HOUSING, "C", seeds.HARROW)
    actions.join(told.world, VALE, HOUSING, inviter=COORDINATOR)
    joined = told.last("member_joined_channel")
    assert (joined["inviter"], joined["channel"]) == (COORDINATOR, VALE)
    assert told.last("message")["subtype"] == "channel_join"
    assert refused(actions.join, told.world, VALE, HOUSING) == "already_in_channel"
    assert refused(actions.join, told.world, UNJOINED, GUEST, COORDINATOR) == "ura_max_channels"


def test_the_bot_is_invited_and_removed(told: Told) -> None:
    actions.join(told.world, PRIVATE, told.bot, inviter=LEARNING)
    joined = told.last("member_joined_channel")
    assert (joined["user"], joined["channel_type"]) == (told.bot, "G")
    actions.post(told.world, PRIVATE, LEARNING, "Now you hear it")
    assert told.last("message")["channel_type"] == "group"
    actions.leave(told.world, PRIVATE, told.bot, by=LEARNING)
    assert told.last("member_left_channel")["user"] == told.bot
    assert told.last("group_left") == {
        "type": "group_left",
        "channel": PRIVATE,
        "actor_id": LEARNING,
        "event_ts": told.last("group_left")["event_ts"],
    }
    told.happenings.clear()
    actions.post(told.world, PRIVATE, LEARNING, "Now you do not")
    assert told.happenings == []


def test_channels_are_renamed_archived_and_shared(told: Told) -> None:
    actions.rename(told.world, VALE, "harrow")
    assert told.last("channel_rename")["channel"]["name"] == "harrow"
    actions.share(told.world, VALE, seeds.NORTHSIDE)
    assert told.last("channel_shared")["connected_team_id"] == seeds.NORTHSIDE
    actions.join(told.world, VALE, COUNCIL, inviter=COORDINATOR)
    actions.unshare(told.world, VALE, seeds.NORTHSIDE)
    unshared = told.last("channel_unshared")
    assert unshared["previously_connected_team_id"] == seeds.NORTHSIDE
    assert unshared["is_ext_shared"] is False
    assert COUNCIL not in told.world.channels[VALE].members
    actions.archive(told.world, VALE, COORDINATOR)
    assert told.last("channel_archive")["user"] == COORDINATOR
    assert refused(actions.post, told.world, VALE, HOUSING, "late") == "is_archived"
    assert refused(actions.rename, told.world, VALE, "harrow-vale-shared") == "name_taken"


def test_a_profile_changes_and_somebody_comes(told: Told) -> None:
    actions.change_user(told.world, HOUSING, deleted=True)
    event = told.last("user_change")
    assert (event["user"]["id"], event["user"]["deleted"]) == (HOUSING, True)
    actions.change_user(told.world, WORKER, tz="America/Toronto", status_text="On leave")
    profile = told.last("user_change")["user"]
    assert (profile["tz"], profile["profile"]["status_text"]) == ("America/Toronto", "On leave")
    assert refused(actions.change_user, told.world, WORKER, team="T1") == "invalid_arguments"
    actions.arrive(told.world, User("U0NEW00001", seeds.HARROW, "new", "New Person"))
    assert told.last("team_join")["user"]["real_name"] == "New Person"
    actions.change_user(told.world, WORKER, snoozed_until=told.world.now() + 60)
    assert told.last("dnd_updated_user")["dnd_status"]["snooze_enabled"] is True


def test_home_is_looked_at_with_what_was_published(told: Told) -> None:
    actions.open_home(told.world, HOUSING)
    event = told.last("app_home_opened")
    assert event["tab"] == "home"
    assert event["channel"].startswith("D")
    assert "view" not in event
    view = actions.publish_home(
        told.world, told.install, HOUSING, {"type": "home", "blocks": [section("Hello")]}
    )
    actions.open_home(told.world, HOUSING)
    shown = told.last("app_home_opened")["view"]
    assert (shown["id"], shown["type"], shown["hash"]) == (view.id, "home", view.hash)
    assert refused(actions.open_home, told.world, COUNCIL) == "app_not_installed"


def test_an_old_home_does_not_replace_a_newer_one(told: Told) -> None:
    home = {"type": "home", "blocks": [section("Hello")]}
    first = actions.publish_home(told.world, told.install, HOUSING, home).hash
    actions.publish_home(told.world, told.install, HOUSING, home, first)
    args = (told.world, told.install, HOUSING, home, first)
    assert refused(actions.publish_home, *args) == "hash_conflict"


def test_modals_are_stacked_three_deep(told: Told) -> None:
    world, install = told.world, told.install
    first = actions.open_modal(world, install, HOUSING, modal(section("one")))
    second = actions.push_modal(world, install, HOUSING, modal(section("two")))
    third = actions.push_modal(world, install, HOUSING, modal(section("three")))
    assert (third.root, third.previous) == (first.id, second.id)
    assert refused(actions.push_modal, world, install, HOUSING, modal(section("four"))) == (
        "push_limit_reached"
    )
    assert actions.pop_modal(world, third.id) == [third]
    assert world.stacks[HOUSING] == [first.id, second.id]
    assert actions.pop_modal(world, second.id, whole_stack=True) == [second, first]
    assert HOUSING not in world.stacks
    assert refused(actions.pop_modal, world, first.id) == "not_found"


def test_what_was_typed_stays_where_its_box_stays(told: Told) -> None:
    boxes = [typed_input("a", "words"), typed_input("b", "words")]
    view = actions.open_modal(
        told.world, told.install, HOUSING, modal(*boxes, submit=SUBMIT, external_id="one")
    )
    typed = {"words": {"type": "plain_text_input", "value": "kept"}}
    view.state = {"a": typed, "b": typed}
    before = view.hash
    actions.update_modal(
        told.world, modal(boxes[0], submit=SUBMIT, external_id="one"), external_id="one"
    )
    assert view.state == {"a": typed}
    args = {"view_id": view.id, "hash": before}
    assert refused(actions.update_modal, told.world, modal(boxes[0], submit=SUBMIT), **args) == (
        "hash_conflict"
    )
    assert refused(actions.update_modal, told.world, modal(), view_id="V1") == "not_found"


def test_tokens_end_with_the_app(told: Told) -> None:
    keys = seeds.credentials(told.world)
    actions.revoke_token(told.world, keys.user_tokens[HOUSING])
    assert told.last("tokens_revoked")["tokens"] == {"oauth": [HOUSING], "bot": []}
    bot = told.bot
    actions.uninstall(told.world, seeds.HARROW)
    kinds = [told_of.event["type"] for told_of in told]
    assert kinds[-2:] == ["tokens_revoked", "app_uninstalled"]
    assert told.last("tokens_revoked")["tokens"] == {"oauth": [], "bot": [bot]}
    assert bot not in told.world.channels[VALE].members
    again, token = actions.install(told.world, seeds.HARROW, COORDINATOR, frozenset({"chat:write"}))
    assert again.bot_user == bot
    assert told.world.tokens[token].revoked is False
