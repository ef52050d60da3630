"""Payloads of interactions: buttons, fields, modals, shortcuts and commands."""

from __future__ import annotations

import json
from typing import Any

from tests.bot.payload_messages import PHOTO
from tests.bot.payload_samples import (
    APP,
    BOT,
    BOT_ID,
    DIRECT,
    NOBODY,
    THREAD,
    TS,
    Json,
    Sample,
    said,
)
from tests.support.workspace import AMINA, COLIN, HARROW, NORTHSIDE, PETRA, ROSA, VALE


def interaction(type: str, user: str = ROSA, team: str = HARROW, **more: Any) -> Json:
    """What all interactions share (BP test_block_actions.py)."""
    called = {} if type == "shortcut" else {"name": "rosa"}
    return {
        "type": type,
        "team": {"id": team, "domain": "harrow-vale"},
        "user": {"id": user, "username": "rosa", "team_id": team, **called},
        "api_app_id": APP,
        "token": "practice-verification-token",
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": "5521.100.7c1f5d",
        **more,
    }


def chosen(text: str, value: str) -> Json:
    """An option that somebody chose."""
    return {"text": {"type": "plain_text", "text": text, "emoji": True}, "value": value}


ELEMENTS: dict[str, Json] = {
    "button": {"text": {"type": "plain_text", "text": "Open", "emoji": True}, "value": NOBODY},
    "static_select": {"selected_option": chosen("One", "one"), "placeholder": {"text": "Choose"}},
    "external_select": {"selected_option": chosen("One", "one"), "initial_option": None},
    "users_select": {"selected_user": AMINA},
    "conversations_select": {"selected_conversation": VALE},
    "channels_select": {"selected_channel": VALE},
    "multi_static_select": {"selected_options": [chosen("One", "one"), chosen("Two", "two")]},
    "multi_external_select": {"selected_options": []},
    "multi_users_select": {"selected_users": [AMINA, COLIN]},
    "multi_conversations_select": {"selected_conversations": [VALE]},
    "multi_channels_select": {"selected_channels": [VALE]},
    "overflow": {"selected_option": chosen("Change my day", "day")},
    "datepicker": {"selected_date": "2027-01-05", "initial_date": "2027-01-04"},
    "timepicker": {"selected_time": "10:30"},
    "datetimepicker": {"selected_date_time": 1795420800},
    "checkboxes": {"selected_options": [chosen("Yes", "yes")]},
    "radio_buttons": {"selected_option": chosen("Yes", "yes")},
    "plain_text_input": {"value": "typed"},
    "rich_text_input": {"rich_text_value": {"type": "rich_text", "elements": []}},
    "email_text_input": {"value": "rosa@valehomes.example"},
    "url_text_input": {"value": "https://example.org"},
    "number_input": {"value": "7"},
    "file_input": {"files": [PHOTO]},
    "feedback_buttons": {"value": "good"},
    "workflow_button": {"workflow": {"trigger": {"url": "https://slack.com/shortcuts/Ft01"}}},
}
"""What each kind of element tells when it is used (JS BlockActionPayload.json; DOC elements)."""

ON_MESSAGE: Json = {
    "container": {
        "type": "message",
        "message_ts": THREAD,
        "channel_id": DIRECT,
        "is_ephemeral": False,
    },
    "channel": {"id": DIRECT, "name": "directmessage"},
    "message": {
        "type": "message",
        "user": BOT,
        "bot_id": BOT_ID,
        "app_id": APP,
        "team": HARROW,
        "text": "Saved.",
        "ts": THREAD,
        "blocks": [{"type": "actions", "block_id": "aB", "elements": []}],
    },
    "state": {"values": {}},
}


def action(type: str, action_id: str = "reflect.open", **more: Any) -> Json:
    """One action of `block_actions`."""
    told = {"type": type, "action_id": action_id, "block_id": "aB", "action_ts": "1795420902.1"}
    return told | ELEMENTS[type] | more


def view(callback_id: str, fields: Json, metadata: str = "", **more: Any) -> Json:
    """A view as an interaction carries it (BP test_view_submission.py)."""
    asked = [
        {
            "type": "input",
            "block_id": name,
            "label": {"type": "plain_text", "text": "Words", "emoji": True},
            "optional": False,
            "element": {"type": field["type"], "action_id": name},
        }
        for name, field in fields.items()
    ]
    return {
        "id": f"V0{callback_id.upper().replace('_', '0')}",
        "team_id": HARROW,
        "type": "modal",
        "blocks": asked,
        "private_metadata": metadata,
        "callback_id": callback_id,
        "state": {"values": {name: {name: field} for name, field in fields.items()}},
        "hash": "1795420800.hA5hB1",
        "title": {"type": "plain_text", "text": "A quick reflection", "emoji": True},
        "clear_on_close": False,
        "notify_on_close": False,
        "close": {"type": "plain_text", "text": "Not now", "emoji": True},
        "submit": {"type": "plain_text", "text": "Save", "emoji": True},
        "previous_view_id": None,
        "root_view_id": "V0ROOT0001",
        "app_id": APP,
        "external_id": "",
        "app_installed_team_id": HARROW,
        "bot_id": BOT_ID,
        **more,
    }


def filled(place: str) -> dict[str, Json]:
    """Our own modals as they come back filled in, by callback id."""
    there = json.dumps({"place": place})
    about = json.dumps({"place": place, "reflection": NOBODY})
    words = {"type": "plain_text_input", "value": "The desk said yes."}
    options: Json = {"type": "static_select", "selected_option": chosen("Me", "self")}
    scope: Json = {"type": "radio_buttons", "selected_option": chosen("Us", "place_team")}
    ticks: Json = {"type": "checkboxes", "selected_options": []}
    many: Json = {"type": "multi_static_select", "selected_options": [chosen("A", NOBODY)]}
    day: Json = {"type": "datepicker", "selected_date": "2027-01-05"}
    people: Json = {"type": "multi_users_select", "selected_users": [AMINA]}
    reflect = {"words": words, "meaning": words, "speaking_as": options, "scope": scope}
    decide = {"chosen": words, "why": words, "rests_on": many, "review_on": day}
    return {
        "reflect": view("reflect", reflect | {"name": ticks}, there),
        "change": view("change", {"words": words, "scope": scope, "name": ticks}, about),
        "more": view("more", {"meaning": words}, about),
        "concern": view("concern", {"words": words, "contact": ticks}, there),
        "concern_read": view("concern_read", {}, json.dumps({"place": place, "about": NOBODY})),
        "triage_tag": view("triage_tag", {"codes": many, "reason": words}, about),
        "triage_ask": view("triage_ask", {"question": words}, about),
        "triage_join": view("triage_join", {"claim": words, "cites": many}, about),
        "question": view("question", {"answer": words}, about),
        "decide": view("decide", decide | {"decided_by": people}, there),
        "belief": view("belief", {"statement": words, "because": words}, there),
        "doubt": view("doubt", {"assumption": options, "evidence": many}, there),
        "trial": view("trial", {"trial.which": options, "done": words}, there),
    }


def interactions(place: str = NOBODY) -> list[Sample]:
    """What people press, choose, send off and close."""
    url = "https://hooks.slack.com/actions/T0HARROW1/1/abc"
    reply: Json = {"response_url": url, **ON_MESSAGE}
    home = view("home", {}, type="home", submit=None, close=None)
    modals = filled(place)
    council: Json = {"user": PETRA, "team": NORTHSIDE}
    used = [
        Sample(
            f"block_actions, {type}",
            "BP test_block_actions.py; JS interactive-components/BlockActionPayload.json",
            interaction("block_actions", actions=[action(type)], **reply),
            "interaction",
        )
        for type in ELEMENTS
    ]
    pressed = [
        Sample(
            f"block_actions, {action_id}",
            "BP test_block_actions.py",
            interaction("block_actions", actions=[action("button", action_id)], **reply),
            "interaction",
        )
        for action_id in ("saved.remove", "consent.named", "replies.leave", "question.answer")
    ]
    inside: Json = {"container": {"type": "view", "view_id": "V0REFLECT"}}
    return [
        *used,
        *pressed,
        Sample(
            "block_actions in a modal",
            "BP test_block_actions.py; DOC block_actions, view container",
            interaction(
                "block_actions",
                actions=[action("static_select", "trial.which")],
                view=modals["trial"],
                **inside,
            ),
            "interaction",
        ),
        Sample(
            "block_actions on the Home",
            "java bolt BlockActionTest.java, the real payload",
            interaction("block_actions", actions=[action("button")], view=home, **inside),
            "interaction",
        ),
        Sample(
            "block_actions by another organisation",
            "BP test_events_shared_channels.py; DOC slack-connect",
            interaction("block_actions", **council, actions=[action("button")], **reply),
            "interaction",
        ),
        *(
            Sample(
                f"view_submission, {name}",
                "BP test_view_submission.py",
                interaction("view_submission", view=given, response_urls=[]),
                "interaction",
            )
            for name, given in modals.items()
        ),
        Sample(
            "view_submission with response_urls",
            "BP test_view_submission.py, response_urls",
            interaction(
                "view_submission",
                view=modals["reflect"] | {"id": "V0RESPONSE"},
                response_urls=[
                    {"block_id": "b", "action_id": "a", "channel_id": VALE, "response_url": url}
                ],
            ),
            "interaction",
        ),
        Sample(
            "view_submission by another organisation",
            "BP test_view_submission.py, Slack Connect: app_installed_team_id is ours",
            interaction(
                "view_submission",
                **council,
                view=modals["reflect"] | {"id": "V0COUNCIL1", "team_id": NORTHSIDE},
            ),
            "interaction",
        ),
        Sample(
            "view_closed",
            "BP test_view_closed.py",
            interaction("view_closed", view=modals["reflect"], is_cleared=False),
            "interaction",
        ),
        Sample(
            "message_action",
            "BP test_shortcut.py, message shortcut",
            interaction(
                "message_action",
                callback_id="keep",
                action_ts="1795420903.000100",
                channel={"id": VALE, "name": "harrow-vale"},
                message_ts=TS,
                message=said("Mine to keep."),
                response_url=url,
            ),
            "interaction",
        ),
        Sample(
            "shortcut",
            "BP test_shortcut.py, global shortcut",
            interaction("shortcut", callback_id="reflect", action_ts="1795420904.000100"),
            "interaction",
        ),
        Sample(
            "block_suggestion",
            "BP test_block_suggestion.py",
            interaction(
                "block_suggestion",
                action_id="somewhere.search",
                block_id="eS",
                value="panel",
                view=modals["reflect"],
                **inside,
            ),
            "interaction",
        ),
        Sample(
            "slash command",
            "BP test_slash_command.py",
            {
                "token": "practice-verification-token",
                "team_id": HARROW,
                "team_domain": "harrow-vale",
                "channel_id": VALE,
                "channel_name": "harrow-vale",
                "user_id": ROSA,
                "user_name": "rosa",
                "command": "/reflect",
                "text": "The door was open.",
                "api_app_id": APP,
                "is_enterprise_install": "false",
                "response_url": "https://hooks.slack.com/commands/T0HARROW1/1/abc",
                "trigger_id": "5521.100.9d2e1a",
            },
            "command",
        ),
    ]
