"""Events over HTTP: signed, wrapped, tried again as Slack does, and held apart by faults."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.practice.inputs import NotPossible
from bot.practice.server import Practice, running
from tests.practice.apps import (
    COUNCIL,
    HARROW,
    HOUSING,
    NORTHSIDE,
    SHARED,
    VALE,
    Answer,
    Received,
    Receiver,
    bolt,
    over_http,
    receiving,
    until,
)


def well(_: Received) -> Answer:
    """All is well."""
    return Answer()


def failing(times: int, status: int = 500, **headers: str) -> Any:
    """Fails so many times, then all is well."""
    left = [times]

    def answer(_: Received) -> Answer:
        left[0] -= 1
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return Answer(status, headers=given) if left[0] >= 0 else Answer()

    return answer


def messages(receiver: Receiver) -> list[Received]:
    """The message events."""
    return receiver.events("message")


def retries(receiver: Receiver) -> list[tuple[str | None, str | None]]:
    """Number and reason of every attempt to deliver a message."""
    heads = [one.headers for one in messages(receiver)]
    return [(h.get("x-slack-retry-num"), h.get("x-slack-retry-reason")) for h in heads]


def test_a_signed_event_reaches_an_unmodified_app_and_its_answer_is_posted(
    practice: Practice,
) -> None:
    app = bolt(practice)

    @app.event("message")
    def reply(event: dict[str, Any], say: Any) -> None:
        say(f"Heard: {event['text']}")

    with over_http(practice, app):
        posted = practice.message(HOUSING, "im", "The lift works again")
        channel = practice.world.channels[posted["channel"]]
        answer = until(lambda: [m for m in channel.messages.values() if m.bot_id], "the answer")
        assert answer[0].text == "Heard: The lift works again"
        practice.settle()


def test_the_envelope_names_the_event_the_workspace_and_who_sees_it(practice: Practice) -> None:
    with receiving(well) as receiver:
        practice.events_url(receiver.url)
        practice.message(HOUSING, VALE, "One line")
        got = until(lambda: messages(receiver), "the event")[0]
        verifier = SignatureVerifier(practice.world.app.signing_secret)
        assert verifier.is_valid_request(got.body, got.headers)
        told = got.told
        assert told["type"] == "event_callback"
        assert told["event_id"].startswith("Ev")
        assert told["team_id"] == told["context_team_id"] == HARROW
        assert told["context_enterprise_id"] is None
        assert told["is_ext_shared_channel"] is False
        assert told["event_time"] == int(float(told["event"]["ts"]))
        assert told["authorizations"] == [
            {
                "enterprise_id": None,
                "team_id": HARROW,
                "user_id": practice.world.installs[HARROW].bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ]


def test_in_a_shared_channel_the_outer_workspace_is_that_of_the_other_side(
    practice: Practice,
) -> None:
    with receiving(well) as receiver:
        practice.events_url(receiver.url)
        practice.message(COUNCIL, SHARED, "From the council")
        told = until(lambda: messages(receiver), "the event")[0].told
        assert told["is_ext_shared_channel"] is True
        assert told["team_id"] == NORTHSIDE
        assert told["context_team_id"] == told["authorizations"][0]["team_id"] == HARROW


def test_a_failing_app_is_tried_three_times_more_as_the_clock_goes(practice: Practice) -> None:
    with receiving(failing(4)) as receiver:
        practice.events_url(receiver.url)
        practice.message(HOUSING, VALE, "Try again")
        until(lambda: len(messages(receiver)) == 2, "the retry at once")
        practice.settle()
        assert len(messages(receiver)) == 2
        practice.clock(61)
        until(lambda: len(messages(receiver)) == 3, "the retry after a minute")
        practice.settle()
        practice.clock(301)
        until(lambda: len(messages(receiver)) == 4, "the retry after five minutes")
        practice.settle()
        practice.clock(3600)
        practice.settle()
        assert len({one.told["event_id"] for one in messages(receiver)}) == 1
        assert len({one.told["event_time"] for one in messages(receiver)}) == 1
        assert retries(receiver) == [
            (None, None),
            ("1", "http_error"),
            ("2", "http_error"),
            ("3", "http_error"),
        ]
        assert practice.journal.entries()[-1]["reason"] == "given up"


def test_a_slow_app_is_tried_again_and_does_not_hold_up_the_world(practice: Practice) -> None:
    leave = threading.Event()

    def slow(got: Received) -> Answer:
        if "x-slack-retry-num" not in got.headers and got.told["event"]["text"] == "slow":
            leave.wait(10)
        return Answer()

    practice.deliveries.patience = 0.3
    with receiving(slow) as receiver:
        practice.events_url(receiver.url)
        practice.message(HOUSING, VALE, "slow")
        practice.message(HOUSING, VALE, "quick")
        until(lambda: len(messages(receiver)) == 3, "all three attempts")
        practice.settle()
        leave.set()
        assert ("1", "http_timeout") in retries(receiver)


def test_an_app_that_asks_for_no_retry_gets_none(practice: Practice) -> None:
    with receiving(failing(1, X_Slack_No_Retry="1")) as receiver:
        practice.events_url(receiver.url)
        practice.message(HOUSING, VALE, "Once")
        until(lambda: messages(receiver), "the event")
        practice.settle()
        practice.clock(600)
        practice.settle()
        assert len(messages(receiver)) == 1


def test_an_app_that_is_away_hears_of_the_event_when_it_is_back(practice: Practice) -> None:
    with receiving(well) as receiver:
        practice.events_url(receiver.url)
        url = receiver.url
    practice.message(HOUSING, VALE, "Nobody is there")
    practice.settle()
    with receiving(well) as back:
        practice.deliveries.use(back.url)
        practice.clock(61)
        until(lambda: messages(back), "the event")
        assert retries(back) == [("2", "connection_failed")]
        assert back.url != url


@pytest.mark.parametrize(
    ("error", "attempts"),
    [
        ("duplicate", [(None, None), (None, None)]),
        ("drop_ack", [(None, None), ("1", "http_timeout")]),
    ],
)
def test_an_event_arrives_twice_where_a_fault_wants_it(
    practice: Practice, error: str, attempts: list[Any]
) -> None:
    with receiving(well) as receiver:
        practice.events_url(receiver.url)
        practice.fail("events", error)
        practice.message(HOUSING, VALE, "Twice")
        until(lambda: len(messages(receiver)) == 2, "both")
        practice.settle()
        assert retries(receiver) == attempts
        assert len({one.told["event_id"] for one in messages(receiver)}) == 1


def test_events_come_out_of_order_where_a_fault_wants_it(practice: Practice) -> None:
    with receiving(well) as receiver:
        practice.events_url(receiver.url)
        practice.fail("events", "out_of_order")
        practice.message(HOUSING, VALE, "first")
        practice.message(HOUSING, VALE, "second")
        until(lambda: len(messages(receiver)) == 2, "both")
        told = [one.told["event"]["text"] for one in messages(receiver)]
        assert told == ["second", "first"]


def test_only_what_the_manifest_subscribes_to_is_sent() -> None:
    events = {"settings": {"event_subscriptions": {"bot_events": ["message.im", "reaction_added"]}}}
    with running(manifest=events) as practice, receiving(well) as receiver:
        practice.events_url(receiver.url)
        posted = practice.message(HOUSING, VALE, "In the channel")
        practice.react(user=HOUSING, channel=VALE, ts=posted["ts"], name="seedling")
        practice.message(HOUSING, "im", "To the bot")
        practice.settle()
        kinds = [one.told["event"]["type"] for one in receiver.received]
        assert sorted(kinds) == ["message", "reaction_added"]
        assert messages(receiver)[0].told["event"]["channel_type"] == "im"


def test_an_address_that_does_not_prove_itself_is_not_used(practice: Practice) -> None:
    with pytest.raises(NotPossible, match="did not answer"):
        practice.events_url("http://127.0.0.1:1/slack/events")
    assert practice.deliveries.url is None


def test_an_app_that_was_removed_hears_of_it_and_loses_its_token(practice: Practice) -> None:
    with receiving(well) as receiver:
        practice.events_url(receiver.url)
        practice.uninstall(HARROW)
        until(lambda: receiver.events("app_uninstalled"), "the last word")
        practice.settle()
        assert receiver.events("tokens_revoked")
        assert "authorizations" not in receiver.events("app_uninstalled")[0].told
