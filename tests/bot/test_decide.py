"""Noting a decision, from the shortcut to the log: first refused, then accepted as it is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.views import decide as view
from bot.views.belief import Choice
from service.bootstrap import LEARNING_PARTNER_HERE
from service.projections.loop_shapes import DecisionView
from tests.bot.looking import calls, last_number
from tests.bot.test_belief import LONG, WORDS, beliefs, opens, refused, states
from tests.support.blockkit import assert_sound_view
from tests.support.workspace import AMINA, JOAN, ROSA, TOMAS, VALE, Workspace

CHOSEN = "We ring people before we close their case."
TOLD: dict[str, Any] = {
    "chosen": CHOSEN,
    "why": "A missed appointment is a sign.",
    "decided_by": [ROSA, AMINA],
    "decided_by_words": "The board",
    "consulted_words": "The front desk",
    "not_consulted": "People whose case is closed\nNight workers",
}


def decisions(slack: Workspace) -> list[DecisionView]:
    """All decisions of the place, newest first."""
    slack.system.runner.catch_up()
    today = slack.clock().date()
    return slack.system.loops.all_decisions(LEARNING_PARTNER_HERE, slack.place, today=today)


def fields(slack: Workspace, user: str) -> dict[str, dict[str, Any]]:
    """The fields of the modal before somebody, by name."""
    blocks = slack.modal(user).given["blocks"]
    return {block["block_id"]: block["element"] for block in blocks if block["type"] == "input"}


def a_belief(slack: Workspace) -> str:
    """A belief that is known, as the modal offers it."""
    states(slack)
    (found,) = beliefs(slack)
    return f"{found.id}@1"


def test_each_refusal_stands_beside_its_field_until_all_is_said(slack: Workspace) -> None:
    states(slack)
    opens(slack, ROSA, "decide")
    assert_sound_view(slack.modal(ROSA).given)
    errors = refused(slack, ROSA, chosen=CHOSEN, why="A sign.", not_consulted=" ")
    assert set(errors) == {"rests_on", "decided_by", "consulted", "not_consulted"}
    assert "What does this rest on?" in errors["rests_on"]
    assert "Say who decided" in errors["decided_by"]
    (choice,) = fields(slack, ROSA)["rests_on"]["options"]
    far = (slack.clock() + timedelta(weeks=27)).date().isoformat()
    told = TOLD | {"rests_on": [choice["value"]]}
    errors = refused(slack, ROSA, **told, review_on=far)
    assert list(errors) == ["review_on"]
    assert "within 26 weeks" in errors["review_on"]
    assert decisions(slack) == []
    soon = (slack.clock() + timedelta(weeks=6)).date()
    slack.submits(ROSA, review_on=soon.isoformat())
    assert not slack.has_modal(ROSA)
    (found,) = decisions(slack)
    assert (found.loop.chosen, found.why) == (CHOSEN, "A missed appointment is a sign.")
    assert [one.then for one in found.rests_on] == [WORDS]
    assert found.not_consulted == ["People whose case is closed", "Night workers"]
    assert found.loop.review_on == soon


def test_who_decided_is_a_person_where_they_are_known_and_else_words(slack: Workspace) -> None:
    rests_on = a_belief(slack)
    opens(slack, TOMAS, "decide")
    slack.submits(TOMAS, **TOLD, rests_on=[rests_on])
    (found,) = decisions(slack)
    assert [one.person for one in found.decided_by] == [
        slack.person(ROSA),
        slack.person(AMINA),
        None,
    ]
    assert [one.name for one in found.decided_by][-1] == "The board"


def test_who_was_chosen_is_named_also_by_somebody_who_looks_after_nobody(
    slack: Workspace,
) -> None:
    rests_on = a_belief(slack)
    opens(slack, ROSA, "decide")
    slack.submits(ROSA, **TOLD, rests_on=[rests_on])
    (found,) = decisions(slack)
    rosa, amina, board = found.decided_by
    assert rosa.person == slack.person(ROSA)
    assert amina.person == slack.person(AMINA) or amina.name == "Amina Kersey"
    assert board.name == "The board"


def test_a_new_belief_and_its_decision_are_both_noted_or_neither(slack: Workspace) -> None:
    opens(slack, ROSA, "decide")
    assert "rests_on" not in fields(slack, ROSA)
    errors = refused(slack, ROSA, **TOLD)
    assert list(errors) == ["statement"]
    errors = refused(slack, ROSA, **TOLD, statement=WORDS)
    assert list(errors) == ["we_would_doubt_if"]
    far = (slack.clock() + timedelta(weeks=30)).date().isoformat()
    doubt = "They ring us back."
    assert refused(slack, ROSA, we_would_doubt_if=doubt, review_on=far)
    assert beliefs(slack) == []
    slack.practice.fail("interactions", error="drop_ack", times=4)
    view_id = slack.modal(ROSA).id
    for _ in range(5):
        slack.practice.interact(
            type="view_submission", user=ROSA, view_id=view_id, values={"review_on": None}
        )
    assert not slack.has_modal(ROSA)
    (found,) = decisions(slack)
    (belief,) = beliefs(slack)
    assert [one.belief for one in found.rests_on] == [belief.id]
    assert belief.we_would_doubt_if == doubt


def test_what_led_to_it_is_cited_and_may_be_left_out(slack: Workspace) -> None:
    rests_on = a_belief(slack)
    slack.says(ROSA, "Nobody had asked them.")
    slack.deliver()
    (message,) = slack.told(ROSA)
    reflection = slack.slack.bot.posts.of_person(slack.person(ROSA))[0].about
    click = _click_on(message, "decide.open", str(reflection))
    _send(slack, ROSA, click)
    assert fields(slack, ROSA)["cites"]["options"][0]["text"]["text"] == "Nobody had asked them."
    slack.submits(ROSA, **TOLD, rests_on=[rests_on])
    (found,) = decisions(slack)
    assert [one.id for one in found.words_behind] == [reflection]


def test_words_taken_back_meanwhile_are_refused_beside_them(slack: Workspace) -> None:
    rests_on = a_belief(slack)
    ts = slack.says(ROSA, "Nobody had asked them.")
    slack.deliver()
    (message,) = slack.told(ROSA)
    reflection = slack.slack.bot.posts.of_person(slack.person(ROSA))[0].about
    _send(slack, ROSA, _click_on(message, "decide.open", str(reflection)))
    slack.practice.delete(ROSA, "im", ts)
    slack.practice.settle()
    errors = refused(slack, ROSA, **TOLD, rests_on=[rests_on])
    assert list(errors) == ["cites"]
    assert "taken back" in errors["cites"]
    slack.submits(ROSA, cites=[])
    assert len(decisions(slack)) == 1


def test_what_is_not_decided_yet_waits_and_can_be_taken_later(slack: Workspace) -> None:
    rests_on = a_belief(slack)
    opens(slack, ROSA, "decide")
    view_id = slack.modal(ROSA).id
    slack.practice.interactions.type_into(ROSA, view_id, {"chosen": "Do we ring first?"})
    slack.clicks(ROSA, "decide.stage", value="open")
    assert_sound_view(slack.modal(ROSA).given)
    assert set(fields(slack, ROSA)) == {"decide.stage", "chosen", "options", "identifying"}
    slack.submits(ROSA, options="Ring first\nWrite a letter")
    slack.system.runner.catch_up()
    (waiting,) = slack.system.loops.proposals(LEARNING_PARTNER_HERE, slack.place)
    assert waiting.question == "Do we ring first?"
    assert [one.text for one in waiting.options] == ["Ring first", "Write a letter"]
    opens(slack, AMINA, "decide")
    slack.submits(AMINA, **TOLD, rests_on=[rests_on], decision=str(waiting.id))
    (found,) = decisions(slack)
    assert (found.loop.id, found.question) == (waiting.id, "Do we ring first?")


@pytest.mark.parametrize("room", ["decide", "trial", "belief"])
def test_each_modal_opens_from_the_home(slack: Workspace, room: str) -> None:
    slack.practice.interact(type="app_home_opened", user=ROSA)
    slack.deliver()
    slack.clicks(ROSA, f"{room}.open")
    assert slack.modal(ROSA).given["callback_id"] == room


def test_framework_words_are_only_for_who_sees_them(slack: Workspace) -> None:
    opens(slack, ROSA, "decide")
    assert not {"building_blocks", "behaviours"} & set(fields(slack, ROSA))
    opens(slack, TOMAS, "decide")
    assert {"building_blocks", "behaviours"} <= set(fields(slack, TOMAS))
    assert_sound_view(slack.modal(TOMAS).given)


@pytest.mark.parametrize("fault", [{"error": "user_not_found"}, {"delay": 1.5}])
def test_where_slack_does_not_say_who_was_chosen_nobody_is_lost(
    slack: Workspace, fault: dict[str, Any]
) -> None:
    rests_on = a_belief(slack)
    opens(slack, ROSA, "decide")
    slack.practice.fail("users.info", **fault)
    slack.submits(ROSA, **(TOLD | {"decided_by": [AMINA]}), rests_on=[rests_on])
    (found,) = decisions(slack)
    assert [one.person for one in found.decided_by] == [slack.person(AMINA), None]
    slack.deliver()
    assert f"<@{AMINA}>" in str(slack.posted()[0].blocks)


def test_slack_is_not_asked_about_those_whom_we_know(slack: Workspace) -> None:
    rests_on = a_belief(slack)
    slack.says(AMINA, "So that we have met.")
    opens(slack, ROSA, "decide")
    before = last_number(slack)
    people = [ROSA, AMINA, JOAN, TOMAS]
    slack.submits(ROSA, **(TOLD | {"decided_by": people}), rests_on=[rests_on])
    assert calls(slack, "users.info", before) == []
    (found,) = decisions(slack)
    assert [one.person for one in found.decided_by][:-1] == [slack.person(one) for one in people]


def test_a_decision_is_noted_from_a_message_without_copying_what_others_said(
    slack: Workspace,
) -> None:
    ts = slack.practice.message(ROSA, VALE, CHOSEN)["ts"]
    for user, initial in ((ROSA, CHOSEN), (AMINA, None)):
        slack.practice.interact(
            type="message_action", user=user, callback_id="decide_from", channel=VALE, ts=ts
        )
        assert fields(slack, user)["chosen"].get("initial_value") == initial


@pytest.mark.parametrize("is_decided", [True, False])
@pytest.mark.parametrize("count", [0, 1, 100])
def test_the_modal_fits_whatever_people_wrote(count: int, is_decided: bool) -> None:
    many = [Choice(str(number), LONG) for number in range(count)]
    deciding = view.Deciding(
        metadata="{}",
        is_decided=is_decided,
        beliefs=many,
        trials=many,
        waiting=many,
        cites=many[:1],
        review_on="2026-11-23",
        behaviours=many,
        blocks=many,
        typed={"chosen": LONG},
    )
    assert_sound_view(view.modal(deciding))


def _click_on(message: Any, action_id: str, value: str) -> dict[str, Any]:
    """A click on a button that another room puts under a message."""
    action = {
        "type": "button",
        "action_id": action_id,
        "block_id": "b1",
        "value": value,
        "action_ts": "1780308000.000100",
    }
    return {"message": message, "action": action}


def _send(slack: Workspace, user: str, click: dict[str, Any]) -> None:
    """Deliver that click as Slack does."""
    world, message = slack.practice.world, click["message"]
    payload = {
        "type": "block_actions",
        "team": {"id": "T0HARROW1", "domain": "harrow-vale"},
        "user": {"id": user, "team_id": "T0HARROW1"},
        "api_app_id": world.app.id,
        "trigger_id": world.triggers.new("T0HARROW1", user),
        "container": {"type": "message", "channel_id": message.channel, "message_ts": message.ts},
        "channel": {"id": message.channel, "name": "directmessage"},
        "message": {"ts": message.ts},
        "actions": [click["action"]],
    }
    assert slack.practice.deliveries.send_interaction(payload).status == 200
