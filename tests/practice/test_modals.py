"""Modals: what is typed into them, what Slack itself refuses, and every answer of the app."""

from __future__ import annotations

import pytest

from bot.practice import actions
from bot.practice.server import Practice
from tests.practice.apps import HARROW, HOUSING, LEARNING, VALE, post_json
from tests.practice.scripted import OPTIONS, PLAIN, App, Told, modal, stack, text_input


def test_a_submitted_view_carries_its_state_and_its_place(practice: Practice, app: App) -> None:
    when = {"type": "datepicker", "action_id": "day", "initial_date": "2026-12-24"}
    view = app.opens(
        view=modal(
            text_input(),
            {"type": "input", "block_id": "when", "label": PLAIN, "element": when},
            {
                "type": "input",
                "block_id": "who",
                "label": PLAIN,
                "optional": True,
                "element": {"type": "multi_users_select", "action_id": "people"},
            },
        )
    )
    app.says("")
    practice.interactions.submit_view(HOUSING, view.id, {"words": {"typed": "A line"}})
    told = app.told("view_submission")
    assert told["view"]["state"]["values"] == {
        "words": {"typed": {"type": "plain_text_input", "value": "A line"}},
        "when": {"day": {"type": "datepicker", "selected_date": "2026-12-24"}},
        "who": {"people": {"type": "multi_users_select", "selected_users": []}},
    }
    shown = told["view"]
    assert shown["id"] == shown["root_view_id"] == view.id
    assert shown["previous_view_id"] is None
    assert shown["hash"] == view.hash
    assert shown["app_installed_team_id"] == shown["team_id"] == HARROW
    assert shown["bot_id"] == app.install.bot_id
    assert told["response_urls"] == []
    assert told["trigger_id"]


def test_update_push_and_clear_do_as_they_say(practice: Practice, app: App) -> None:
    view = app.opens()
    app.says({"response_action": "update", "view": modal(callback_id="second")})
    practice.interactions.submit_view(HOUSING, view.id, {"words": "one"})
    assert stack(practice) == ["second"]
    app.says({"response_action": "push", "view": modal(callback_id="third")})
    practice.interactions.submit_view(HOUSING, view.id, {"words": "two"})
    assert stack(practice) == ["second", "third"]
    app.says({})
    practice.interactions.submit_view(HOUSING, practice.world.stacks[HOUSING][-1], {"words": "3"})
    assert stack(practice) == ["second"]
    app.says({"response_action": "push", "view": modal(callback_id="third")})
    practice.interactions.submit_view(HOUSING, view.id, {"words": "four"})
    app.says({"response_action": "clear"})
    practice.interactions.submit_view(HOUSING, practice.world.stacks[HOUSING][-1], {"words": "5"})
    assert stack(practice) == []


@pytest.mark.parametrize(
    "answer",
    [
        "Thank you",
        {"text": "Thank you"},
        {"response_action": "errors", "errors": {"other": "No."}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update"},
        {"response_action": "push", "view": modal(blocks=[{"type": "input"}])},
        {"response_action": "vanish"},
    ],
)
def test_an_answer_that_slack_would_not_take_is_a_problem_and_is_noted(
    practice: Practice, app: App, answer: Told | str
) -> None:
    view = app.opens()
    app.says(answer)
    ack = practice.interactions.submit_view(HOUSING, view.id, {"words": "one"})
    assert not ack.ok
    assert ack.problem.startswith("Slack had some trouble")
    assert stack(practice) == ["note"]
    assert practice.journal.entries()[-1]["problem"] == ack.problem


def test_a_fourth_window_is_one_too_many(practice: Practice, app: App) -> None:
    view = app.opens()
    app.says({"response_action": "push", "view": modal()})
    for _ in range(2):
        practice.interactions.submit_view(HOUSING, view.id, {"words": "one"})
        view = practice.world.views[practice.world.stacks[HOUSING][-1]]
    ack = practice.interactions.submit_view(HOUSING, view.id, {"words": "one"})
    assert "push_limit_reached" in ack.problem


@pytest.mark.parametrize(
    ("element", "typed", "complaint"),
    [
        ({}, "", "This needs an answer."),
        ({"min_length": 5}, "four", "Write at least 5 characters."),
        ({"max_length": 3}, "four", "Keep this to 3 characters."),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "Only whole numbers fit"),
        ({"type": "number_input", "is_decimal_allowed": False, "min_value": "2"}, "1", "2 or more"),
        ({"type": "email_text_input"}, "nobody", "This is not an email address."),
        ({"type": "url_text_input"}, "somewhere", "This is not a web address."),
    ],
)
def test_what_does_not_fit_stays_with_the_person(
    practice: Practice, app: App, element: Told, typed: str, complaint: str
) -> None:
    view = app.opens(view=modal(text_input(element=element)))
    ack = practice.interactions.submit_view(HOUSING, view.id, {"words": typed})
    assert ack.status is None
    assert ack.errors is not None
    assert complaint in ack.errors["words"]
    assert not [one for one in app.receiver.received if one.told.get("type")]


def test_typing_is_kept_and_told_only_where_the_block_says_so(practice: Practice, app: App) -> None:
    quiet, loud = text_input("quiet"), text_input("loud", dispatch_action=True)
    loud["element"]["action_id"] = "aloud"
    view = app.opens(view=modal(quiet, loud))
    practice.interactions.type_into(HOUSING, view.id, {"quiet": "so far"})
    assert practice.interactions.block_action(HOUSING, "typed", value="more", view_id=view.id).ok
    assert not app.receiver.received
    practice.interactions.block_action(HOUSING, "aloud", value="now", view_id=view.id)
    told = app.told("block_actions")
    assert told["container"] == {"type": "view", "view_id": view.id}
    assert told["actions"][0]["value"] == "now"
    assert told["view"]["state"]["values"]["quiet"]["typed"]["value"] == "more"
    assert "response_url" not in told
    assert "message" not in told


def test_an_external_select_offers_what_the_app_offers(practice: Practice, app: App) -> None:
    search = {"type": "external_select", "action_id": "find", "min_query_length": 1}
    view = app.opens(
        view=modal({"type": "input", "block_id": "s", "label": PLAIN, "element": search})
    )
    app.says({"options": OPTIONS})
    ack = practice.interactions.suggestions(HOUSING, "find", "wa", view_id=view.id)
    assert ack.body == {"options": OPTIONS}
    told = app.told("block_suggestion")
    assert (told["value"], told["action_id"], told["block_id"]) == ("wa", "find", "s")
    app.says("")
    practice.interactions.submit_view(HOUSING, view.id, {"s": "w2"})
    values = app.told("view_submission")["view"]["state"]["values"]
    assert values["s"]["find"]["selected_option"] == OPTIONS[1]


def test_a_closed_window_is_told_of_where_the_view_asks_for_it(
    practice: Practice, app: App
) -> None:
    quiet = app.opens()
    assert practice.interactions.close_view(HOUSING, quiet.id) is None
    loud = app.opens(view=modal(notify_on_close=True))
    ack = practice.interactions.close_view(HOUSING, loud.id)
    assert ack is not None
    assert ack.ok
    told = app.told("view_closed")
    assert told["is_cleared"] is False
    assert told["view"]["id"] == loud.id
    assert "trigger_id" not in told


def test_a_view_may_ask_for_an_address_where_somebody_chose(practice: Practice, app: App) -> None:
    where = {
        "type": "conversations_select",
        "action_id": "place",
        "response_url_enabled": True,
    }
    block = {"type": "input", "block_id": "where", "label": PLAIN, "element": where}
    view = app.opens(view=modal(block))
    practice.interactions.submit_view(HOUSING, view.id, {"where": VALE})
    [url] = app.told("view_submission")["response_urls"]
    assert (url["block_id"], url["action_id"], url["channel_id"]) == ("where", "place", VALE)
    assert post_json(url["response_url"], {"text": "Here"})[0] == 200
    assert list(practice.world.channels[VALE].messages.values())[-1].text == "Here"


def test_only_the_topmost_window_of_the_person_themselves_can_be_used(
    practice: Practice, app: App
) -> None:
    view = app.opens()
    actions.push_modal(practice.world, app.install, HOUSING, modal())
    below = practice.interactions.submit_view(HOUSING, view.id, {"words": "x"})
    assert below.problem == "Another window lies on top of this one."
    other = practice.interactions.submit_view(LEARNING, view.id, {"words": "x"})
    assert other.problem == f"Tomas Hale has no view {view.id} open."
    assert not app.receiver.received
