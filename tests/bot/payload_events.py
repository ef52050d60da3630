"""Payloads of what happens beside messages: reactions, channels, people, and the app itself."""

from __future__ import annotations

from typing import Any

from tests.bot.payload_samples import APP, BOT, DIRECT, GROUP, TS, Json, Sample, around, shared
from tests.support.workspace import AMINA, COLIN, HARROW, NORTHSIDE, PETRA, ROSA, SHARED, VALE


def _profile(id: str, **more: Any) -> Json:
    """Somebody as `user_change` and `team_join` tell of them (JS events/UserChangePayload.json)."""
    return {
        "id": id,
        "team_id": HARROW,
        "name": "colin",
        "deleted": False,
        "color": "4bbe2e",
        "real_name": "Colin Abara",
        "tz": "Europe/London",
        "tz_label": "Greenwich Mean Time",
        "tz_offset": 0,
        "profile": {
            "title": "Resident",
            "real_name": "Colin Abara",
            "display_name": "colin",
            "status_text": "",
            "status_expiration": 0,
            "team": HARROW,
        },
        "is_admin": False,
        "is_owner": False,
        "is_restricted": True,
        "is_ultra_restricted": False,
        "is_bot": False,
        "updated": 1795420800,
        **more,
    }


def happenings() -> list[Sample]:
    """What happens beside messages."""

    def one(type: str, source: str, *, name: str = "", **event: Any) -> Sample:
        body = around({"type": type, **event, "event_ts": "1795420901.000100"})
        return Sample(name or type, source, body)

    item = {"type": "message", "channel": VALE, "ts": TS}
    return [
        one(
            "reaction_added",
            "BP test_events.py",
            user=AMINA,
            reaction="seedling",
            item=item,
            item_user=ROSA,
        ),
        one(
            "reaction_added",
            "BP test_events.py; DOC reaction_added, a file",
            name="reaction on a file",
            user=AMINA,
            reaction="seedling",
            item={"type": "file", "file": "F0DOOR0001"},
        ),
        one(
            "reaction_removed",
            "JS events/ReactionRemovedPayload.json",
            user=AMINA,
            reaction="seedling",
            item=item,
            item_user=ROSA,
        ),
        Sample(
            "reaction of another organisation",
            "BP test_events_shared_channels.py",
            shared(
                {
                    "type": "reaction_added",
                    "user": PETRA,
                    "reaction": "seedling",
                    "item": item | {"channel": SHARED},
                    "item_user": ROSA,
                    "event_ts": "1795420901.000100",
                }
            ),
        ),
        one(
            "app_home_opened",
            "BP test_events_org_apps.py",
            user=ROSA,
            channel=DIRECT,
            tab="home",
        ),
        one(
            "app_home_opened",
            "BP test_events_org_apps.py",
            name="messages opened",
            user=ROSA,
            channel=DIRECT,
            tab="messages",
        ),
        one(
            "app_mention",
            "JS events/AppMentionPayload.json",
            user=ROSA,
            text=f"<@{BOT}> hello",
            ts=TS,
            channel=VALE,
            team=HARROW,
        ),
        one(
            "member_joined_channel",
            "BP test_events_shared_channels.py",
            user=COLIN,
            channel=VALE,
            channel_type="C",
            team=HARROW,
            inviter=ROSA,
        ),
        one(
            "member_joined_channel",
            "BP test_events_shared_channels.py",
            name="the bot joined",
            user=BOT,
            channel=VALE,
            channel_type="C",
            team=HARROW,
            inviter=ROSA,
        ),
        one(
            "member_left_channel",
            "JS events/MemberLeftChannelPayload.json",
            user=COLIN,
            channel=VALE,
            channel_type="C",
            team=HARROW,
        ),
        one(
            "channel_left",
            "JS events/ChannelLeftPayload.json",
            channel="C0OTHER001",
            actor_id=ROSA,
        ),
        one(
            "channel_archive",
            "JS events/ChannelArchivePayload.json",
            channel="C0OTHER001",
            user=ROSA,
            is_moved=0,
        ),
        one(
            "channel_unarchive",
            "JS events/ChannelUnarchivePayload.json",
            channel="C0OTHER001",
            user=ROSA,
        ),
        one(
            "channel_rename",
            "JS events/ChannelRenamePayload.json",
            channel={"id": VALE, "name": "the-vale", "name_normalized": "the-vale", "created": 1},
        ),
        one("channel_deleted", "JS events/ChannelDeletedPayload.json", channel="C0OTHER001"),
        one("group_archive", "JS events/GroupArchivePayload.json", channel=GROUP, user=ROSA),
        one("group_left", "JS events/GroupLeftPayload.json", channel=GROUP, actor_id=ROSA),
        one(
            "channel_id_changed",
            "JS events/ChannelIdChangedPayload.json",
            old_channel_id=GROUP,
            new_channel_id="C0READERS1",
        ),
        one(
            "channel_shared",
            "JS events/ChannelSharedPayload.json",
            connected_team_id=NORTHSIDE,
            channel="C0OTHER001",
        ),
        one(
            "channel_unshared",
            "JS events/ChannelUnsharedPayload.json",
            previously_connected_team_id=NORTHSIDE,
            channel="C0OTHER001",
            is_ext_shared=False,
        ),
        one("user_change", "JS events/UserChangePayload.json", user=_profile(COLIN)),
        one(
            "user_change",
            "JS events/UserChangePayload.json",
            name="somebody left",
            user=_profile("U0GONE0001", deleted=True),
        ),
        one("team_join", "JS events/TeamJoinPayload.json", user=_profile("U0NEWCOMER")),
        one(
            "tokens_revoked",
            "BP test_events_token_revocations.py",
            tokens={"oauth": ["U0NOBODY01"], "bot": []},
        ),
        one(
            "link_shared",
            "JS events/LinkSharedPayload.json",
            user=ROSA,
            channel=VALE,
            message_ts=TS,
            links=[{"domain": "example.org", "url": "https://example.org/page"}],
        ),
        one("a_new_event", "invented: Slack adds kinds without asking", user=ROSA, channel=VALE),
    ]


def last_words() -> list[Sample]:
    """The app is taken out of another workspace than the tests' own; nobody is authorised then."""
    gone: Json = {"team_id": "T0ELSEWHER", "context_team_id": "T0ELSEWHER", "authorizations": []}
    revoked = {"type": "tokens_revoked", "tokens": {"oauth": ["U0NOBODY01"], "bot": ["U0OTHERBOT"]}}
    return [
        Sample(
            "app_uninstalled",
            "BP test_events_token_revocations.py",
            around({"type": "app_uninstalled"}, **gone),
        ),
        Sample(
            "the bot's token revoked",
            "BP test_events_token_revocations.py",
            around(revoked, **gone),
        ),
        Sample(
            "app_rate_limited",
            "JS events/AppRateLimitedPayload.json; DOC app_rate_limited",
            {
                "token": "practice-verification-token",
                "type": "app_rate_limited",
                "team_id": HARROW,
                "minute_rate_limited": 1795420800,
                "api_app_id": APP,
            },
        ),
        Sample(
            "url_verification",
            "BP test_events_url_verification.py",
            {
                "token": "practice-verification-token",
                "challenge": "CH0001PRACTICE",
                "type": "url_verification",
            },
        ),
        Sample(
            "ssl_check",
            "BP test_ssl_check.py",
            {"token": "practice-verification-token", "ssl_check": 1},
            "command",
        ),
    ]
