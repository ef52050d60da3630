"""Payloads of messages: written, changed, taken back, and by people of other organisations."""

from __future__ import annotations

from typing import Any

from tests.bot.payload_samples import (
    APP,
    BOT,
    BOT_ID,
    DIRECT,
    GROUP,
    THREAD,
    TS,
    Json,
    Sample,
    around,
    said,
    shared,
)
from tests.support.workspace import HARROW, NORTHSIDE, PETRA, ROSA, SHARED, VALE


def message(text: str, ts: str = TS, **more: Any) -> Json:
    """A message event with the rich text that Slack keeps beside the words (BP
    test_message_bot.py, the user message)."""
    return {
        "client_msg_id": "a1b7c5de-0001-4d7b-9df1-3c0d7c6f2e10",
        "type": "message",
        "text": text,
        "user": ROSA,
        "ts": ts,
        "team": HARROW,
        "blocks": [
            {
                "type": "rich_text",
                "block_id": "bK1",
                "elements": [
                    {
                        "type": "rich_text_section",
                        "elements": [{"type": "text", "text": text}],
                    }
                ],
            }
        ],
        "channel": DIRECT,
        "event_ts": ts,
        "channel_type": "im",
        **more,
    }


def _hidden(subtype: str, **more: Any) -> Json:
    return {
        "type": "message",
        "subtype": subtype,
        "channel": DIRECT,
        "hidden": True,
        "ts": "1795420900.000300",
        "event_ts": "1795420900.000300",
        "channel_type": "im",
        **more,
    }


IN_VALE: Json = {"channel": VALE, "channel_type": "channel"}
IN_SHARED: Json = {"channel": SHARED, "channel_type": "channel"}
PHOTO = {
    "id": "F0DOOR0001",
    "created": 1795420799,
    "timestamp": 1795420799,
    "name": "door.png",
    "title": "door.png",
    "mimetype": "image/png",
    "filetype": "png",
    "pretty_type": "PNG",
    "user": ROSA,
    "editable": False,
    "size": 20480,
    "mode": "hosted",
    "is_external": False,
    "is_public": False,
    "url_private": "https://files.slack.com/files-pri/T0HARROW1-F0DOOR0001/door.png",
    "permalink": "https://harrow-vale.slack.com/files/U0HOUSE001/F0DOOR0001/door.png",
    "has_rich_preview": False,
}


def messages() -> list[Sample]:
    """What people write, change and take back."""
    return [
        Sample(
            "message.im",
            "BP test_message_bot.py, user message; DOC message.im",
            around(message("The desk said yes on the spot.")),
        ),
        Sample(
            "message.channels",
            "BP test_message.py; DOC message.channels",
            around(message("Nobody asked the tenants.", **IN_VALE)),
        ),
        Sample(
            "message.groups",
            "DOC message.groups",
            around(message("For the readers.", channel=GROUP, channel_type="group")),
        ),
        Sample(
            "thread reply",
            "JS events/MessagePayload.json, thread_ts",
            around(
                message("In a thread.", **IN_VALE, thread_ts=THREAD, parent_user_id=BOT),
            ),
        ),
        Sample(
            "file_share",
            "BP test_message_file_share.py",
            around(
                message(
                    "The door, at last.",
                    ts="1795420801.000200",
                    subtype="file_share",
                    upload=False,
                    display_as_bot=False,
                    files=[PHOTO],
                )
            ),
        ),
        Sample(
            "thread_broadcast",
            "BP test_message_thread_broadcast.py",
            around(
                message(
                    "For everybody as well.",
                    **IN_VALE,
                    subtype="thread_broadcast",
                    thread_ts=THREAD,
                    root=said("What did you notice?", ts=THREAD, reply_count=3, is_locked=False),
                )
            ),
        ),
        Sample(
            "bot_message",
            "BP test_message_bot.py, classic bot",
            around(
                {
                    "type": "message",
                    "subtype": "bot_message",
                    "text": "Tea is at four.",
                    "bot_id": "B0TEATIME1",
                    "username": "tea time",
                    "ts": TS,
                    "event_ts": TS,
                    **IN_VALE,
                }
            ),
        ),
        Sample(
            "app's own message",
            "BP test_message_bot.py, bot message",
            around(
                message(
                    "Saved.",
                    user=BOT,
                    bot_id=BOT_ID,
                    app_id=APP,
                    bot_profile={"id": BOT_ID, "app_id": APP, "name": "doubleloop", "icons": {}},
                )
            ),
        ),
        Sample(
            "channel_join",
            "JS events/MessageChannelJoinPayload.json",
            around(message("joined the channel", subtype="channel_join", **IN_VALE)),
        ),
        Sample(
            "message_changed",
            "BP test_message_changed.py",
            around(
                _hidden(
                    "message_changed",
                    message=said(
                        "The desk said yes at once.",
                        edited={"user": ROSA, "ts": "1795420900.000000"},
                    ),
                    previous_message=said("The desk said yes on the spot."),
                )
            ),
        ),
        Sample(
            "message_deleted",
            "BP test_message_deleted.py",
            around(
                _hidden(
                    "message_deleted",
                    previous_message=said("Forget it.", ts="1795420802.000200"),
                    deleted_ts="1795420802.000200",
                )
            ),
        ),
        Sample(
            "tombstone",
            "DOC message/message_deleted, a message with replies",
            around(
                _hidden(
                    "message_changed",
                    message=said(
                        "This message was deleted.",
                        ts="1795420803.000200",
                        user="USLACKBOT",
                        subtype="tombstone",
                        hidden=True,
                        thread_ts="1795420803.000200",
                        reply_count=1,
                    ),
                    previous_message=said("With replies.", ts="1795420803.000200"),
                )
            ),
        ),
        Sample(
            "message of another organisation",
            "BP test_events_shared_channels.py; DOC slack-connect, user_team",
            shared(
                message(
                    "From the council.",
                    **IN_SHARED,
                    user=PETRA,
                    team=NORTHSIDE,
                    user_team=NORTHSIDE,
                    source_team=NORTHSIDE,
                    user_profile={"name": "petra", "team": NORTHSIDE, "is_restricted": False},
                )
            ),
        ),
        Sample(
            "message_changed by another organisation",
            "BP test_message_changed.py in the envelope of test_events_shared_channels.py",
            shared(
                _hidden(
                    "message_changed",
                    **IN_SHARED,
                    message=said("New.", user=PETRA, team=NORTHSIDE, user_team=NORTHSIDE),
                    previous_message=said("Old.", user=PETRA, team=NORTHSIDE, user_team=NORTHSIDE),
                )
            ),
        ),
    ]
