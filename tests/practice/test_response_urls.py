"""Response URLs: five messages in thirty minutes, also where the app is no member."""

from __future__ import annotations

from typing import Any

import pytest

from bot.practice import actions
from bot.practice.server import Practice
from tests.practice.apps import HARROW, HOUSING, VALE, bolt, over_http, post_json, until
from tests.practice.scripted import PLAIN, App, Told

BUTTON = {"type": "button", "text": PLAIN, "action_id": "go"}
BLOCK = {"type": "actions", "block_id": "b", "elements": [BUTTON]}
SECTION = {"type": "section", "text": PLAIN}


def clicked(practice: Practice, app: App, ts: str) -> str:
    """Somebody pressed the button; the address that the app got."""
    assert practice.interactions.block_action(HOUSING, "go", channel=VALE, ts=ts).ok
    return str(app.told("block_actions")["response_url"])


def last(practice: Practice) -> Any:
    """The last message in the channel of all."""
    return list(practice.world.channels[VALE].messages.values())[-1]


def test_an_unmodified_app_responds_with_its_own_helper(practice: Practice) -> None:
    bolted = bolt(practice)

    @bolted.action("go")
    def change(ack: Any, respond: Any) -> None:
        ack()
        respond(text="Thank you", blocks=[SECTION], replace_original=True)

    with over_http(practice, bolted):
        ts = post_button(practice)
        practice.interactions.block_action(HOUSING, "go", channel=VALE, ts=ts)
        message = practice.world.channels[VALE].messages[ts]
        until(lambda: message.edited, "the change")
        assert message.text == "Thank you"
        assert [block["type"] for block in message.blocks] == ["section"]
        practice.settle()


def post_button(practice: Practice) -> str:
    """The app has posted a button."""
    install = practice.world.installs[HARROW]
    posted = actions.post(
        practice.world, VALE, install.bot_user, "Ready?", blocks=[BLOCK], install=install
    )
    return posted.ts


def test_five_messages_and_no_more(practice: Practice, app: App) -> None:
    url = clicked(practice, app, post_button(practice))
    for number in range(5):
        assert post_json(url, {"text": f"Line {number}"}) == (200, {"text": "ok"})
        assert (last(practice).text, last(practice).only_for) == (f"Line {number}", HOUSING)
    assert post_json(url, {"text": "Line 6"}) == (404, {"ok": False, "error": "used_url"})


def test_thirty_minutes_and_no_longer(practice: Practice, app: App) -> None:
    url = clicked(practice, app, post_button(practice))
    practice.clock(29 * 60)
    assert post_json(url, {"text": "In time"})[0] == 200
    practice.clock(61)
    assert post_json(url, {"text": "Late"}) == (404, {"ok": False, "error": "expired_url"})


def test_it_works_where_the_bot_is_not_a_member(practice: Practice, app: App) -> None:
    [away] = [c.id for c in practice.world.channels.values() if c.name == "learning-partners"]
    practice.interactions.slash_command("U0LEARN001", away, "/reflect", "")
    [fields] = [one.told for one in app.receiver.received if "command" in one.told]
    body = {"text": "For all of you", "response_type": "in_channel"}
    assert post_json(fields["response_url"], body)[0] == 200
    message = list(practice.world.channels[away].messages.values())[-1]
    assert (message.text, message.only_for) == ("For all of you", None)
    assert message.bot_id == app.install.bot_id


def test_the_message_itself_can_be_replaced_and_taken_away(practice: Practice, app: App) -> None:
    ts = post_button(practice)
    url = clicked(practice, app, ts)
    assert post_json(url, {"text": "Done", "blocks": [], "replace_original": True})[0] == 200
    assert practice.world.channels[VALE].messages[ts].text == "Done"
    assert post_json(url, {"delete_original": True})[0] == 200
    assert ts not in practice.world.channels[VALE].messages
    assert post_json(url, {"delete_original": True})[0] == 404


def test_an_ephemeral_message_can_be_replaced_and_taken_away(practice: Practice, app: App) -> None:
    message = actions.post_ephemeral(practice.world, VALE, HOUSING, "Psst", [BLOCK], app.install)
    url = clicked(practice, app, message.ts)
    assert post_json(url, {"text": "Noted", "replace_original": "true"})[0] == 200
    assert (message.text, message.blocks) == ("Noted", [])
    assert post_json(url, {"delete_original": True})[0] == 200
    assert message.ts not in practice.world.channels[VALE].messages


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, "no_text"),
        ({"blocks": [{"type": "section"}]}, "invalid_blocks"),
        (["text"], "invalid_payload"),
    ],
)
def test_what_makes_no_message_is_refused_and_costs_no_use(
    practice: Practice, app: App, body: Told, expected: str
) -> None:
    url = clicked(practice, app, post_button(practice))
    for _ in range(6):
        assert post_json(url, body) == (400, {"text": expected})
    assert post_json(url, {"text": "A line"})[0] == 200


def test_an_address_that_was_never_given_is_unknown(practice: Practice) -> None:
    assert post_json(f"{practice.address}/response/{HARROW}/abc", {"text": "?"})[0] == 404
