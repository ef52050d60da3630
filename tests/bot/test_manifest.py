"""The manifest: what Slack is told of the app is what the app listens for, and no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.manifest import manifest, scopes
from bot.practice.server import running
from service.domain.errors import Misconfigured
from tests.support.command import Inside
from tests.support.workspace import Workspace

ADDRESS = "https://learning.example.org"

MESSAGES = {
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
}
ANY_CHANNEL = ("channels:read", "groups:read")
EVENTS: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_uninstalled": (),
    "tokens_revoked": (),
    "channel_archive": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_left": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "group_archive": ("groups:read",),
    "group_deleted": ("groups:read",),
    "group_left": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "channel_id_changed": ANY_CHANNEL,
    "channel_shared": ANY_CHANNEL,
    "channel_unshared": ANY_CHANNEL,
    "member_joined_channel": ANY_CHANNEL,
    "member_left_channel": ANY_CHANNEL,
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
    **{name: (scope,) for name, scope in MESSAGES.items()},
}
"""The scopes that Slack wants for an event, as its reference has them."""

CALLED_BY_US = {
    "chat:write": "posting, changing and deleting our own messages",
    "im:write": "conversations.open",
    "commands": "shortcuts and slash commands",
    "files:write": "what is held about somebody, sent to them as a file",
    "users:read": "users.info",
    "channels:read": "conversations.info",
    "groups:read": "conversations.info",
    "channels:history": "looking for our own mark after a crash",
    "groups:history": "looking for our own mark after a crash",
    "im:history": "looking for our own mark after a crash",
}


def registered(slack: Workspace, kind: str) -> set[str]:
    """The names of a kind that are listened for."""
    return {name for found, name in slack.slack.listening.registered if found == kind}


def events() -> set[str]:
    """What the manifest subscribes to."""
    return set(manifest()["settings"]["event_subscriptions"]["bot_events"])


def shortcuts(kind: str) -> set[str]:
    """The shortcuts of the manifest: `global` or `message`."""
    return {
        one["callback_id"] for one in manifest()["features"]["shortcuts"] if one["type"] == kind
    }


def test_every_event_that_is_listened_for_is_subscribed_to_and_no_other(slack: Workspace) -> None:
    listened = registered(slack, "event")
    wanted = (listened - {"message"}) | (set(MESSAGES) if "message" in listened else set())
    assert events() == wanted


def test_every_shortcut_and_command_is_in_the_manifest_and_no_other(slack: Workspace) -> None:
    assert shortcuts("global") == registered(slack, "shortcut")
    assert shortcuts("message") == registered(slack, "message_shortcut")
    commands = {one["command"] for one in manifest()["features"]["slash_commands"]}
    assert commands == registered(slack, "command")


def test_every_event_has_its_scope_and_no_scope_is_for_nothing() -> None:
    needed = {scope for event in events() for scope in EVENTS[event]}
    assert needed <= set(scopes())
    assert set(scopes()) <= needed | set(CALLED_BY_US)
    assert scopes() == sorted(set(scopes()))
    assert "user" not in manifest()["oauth_config"]["scopes"]


def test_it_keeps_within_slacks_limits() -> None:
    told: dict[str, Any] = manifest()
    shown, features = told["display_information"], told["features"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    assert len(features["bot_user"]["display_name"]) <= 80
    assert len(features["shortcuts"]) <= 10
    for shortcut in features["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
        assert len(shortcut["callback_id"]) <= 255
    for command in features["slash_commands"]:
        assert command["command"].startswith("/")
        assert len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000
    assert len(told["oauth_config"]["scopes"]["bot"]) <= 255
    assert len(events()) <= 100


def test_people_can_write_to_it_and_have_a_home() -> None:
    assert manifest()["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


def test_the_address_is_put_in_everywhere() -> None:
    text = json.dumps(manifest(f"{ADDRESS}/"))
    assert "YOUR-ADDRESS" not in text
    assert text.count(f'"{ADDRESS}/slack/events"') == 3
    assert f'"{ADDRESS}/slack/oauth_redirect"' in text


@pytest.mark.parametrize(
    "address",
    ["http://learning.example.org", "learning.example.org", "https://x/y", 'https://x","a":"', ""],
)
def test_an_address_that_slack_would_not_take_is_refused(address: str) -> None:
    with pytest.raises(Misconfigured, match="https://learning"):
        manifest(address)


def test_with_socket_mode_no_address_is_told() -> None:
    told = manifest(socket=True)
    assert told["settings"]["socket_mode_enabled"] is True
    assert "https://" not in json.dumps(told)
    assert set(told["settings"]["event_subscriptions"]["bot_events"]) == events()


def test_the_command_prints_what_practice_slack_takes(tmp_path: Path) -> None:
    finished = Inside({"DOUBLELOOP_DATA": str(tmp_path)}).run("bot", "manifest", "--url", ADDRESS)
    assert (finished.code, finished.json) == (0, manifest(ADDRESS))
    with running(manifest=finished.json) as practice:
        assert practice.world.app.events == events()
        assert practice.world.app.scopes == frozenset(scopes())
