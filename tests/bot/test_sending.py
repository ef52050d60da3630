"""Whatever Slack answers, a message is there once, or its absence is recorded; never twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest

import bot.workspaces
from bot.listeners.setup import introduce
from bot.sending import MOST_TEXT, MOST_TRIES
from bot.telling import setup
from service.application.commands import EraseReflection
from tests.bot.looking import calls, direct, entries, last_number, query
from tests.support.answering import answering
from tests.support.workspace import HARROW, NORTHSIDE, TOMAS, VALE, Workspace

WORDS = "The desk said yes on the spot."
POST, UPDATE = "chat.postMessage", "chat.update"
LATER = timedelta(minutes=11)
"""Longer than any pause between two tries."""


# Tomas, the learning partner, writes: then no card for a reader is among the messages.


def told(slack: Workspace) -> list[str]:
    """What Tomas was told in her direct messages."""
    return [message.text for message in slack.told(TOMAS)]


def problem(slack: Workspace) -> list[tuple[object, ...]]:
    """What is noted of the posts about what he said."""
    statement = "SELECT problem, wanted > done FROM slack.posts WHERE kind = 'saved'"
    return query(slack, statement)


@pytest.fixture
def impatient() -> Iterator[None]:
    """The bot waits for Slack's answer no longer than a moment."""
    with patch.object(bot.workspaces, "SENDING_SECONDS", 0.3):
        yield


@pytest.mark.parametrize(
    "fault",
    [
        {"error": "lost_answer"},
        {"error": "lost_answer", "times": 3},
        {"error": "internal_error", "status": 500},
        {"error": "service_unavailable", "status": 503},
        {"error": "fatal_error"},
        {"error": "internal_error"},
    ],
    ids=lambda fault: "-".join(map(str, fault.values())),
)
def test_where_nobody_knows_whether_slack_has_it_there_is_one_message(
    slack: Workspace, fault: dict[str, object]
) -> None:
    slack.practice.fail(POST, **fault)  # type: ignore[arg-type]
    slack.says(TOMAS, WORDS)
    for _ in range(5):
        slack.system.runner.catch_up()
        slack.slack.delivery.deliver_now()
        slack.clock.go_on(LATER)
    assert len(told(slack)) == 1
    assert slack.slack.bot.posts.waiting() == 0


def test_an_answer_that_comes_too_late_leads_to_no_second_message(
    slack: Workspace, impatient: None
) -> None:
    slack.practice.fail(POST, delay=0.6)
    slack.says(TOMAS, WORDS)
    slack.system.runner.catch_up()
    with answering(slack.practice.world) as asked:
        slack.slack.delivery.deliver_now()
        asked.settle()
    assert problem(slack) == [("TimeoutError", True)]
    slack.clock.go_on(LATER)
    slack.deliver()
    assert len(told(slack)) == 1


def test_a_message_that_slack_has_is_brought_up_to_date_and_not_posted_again(
    slack: Workspace,
) -> None:
    slack.practice.fail(POST, "lost_answer")
    ts = slack.says(TOMAS, WORDS)
    slack.system.runner.catch_up()
    slack.slack.delivery.deliver_now()
    slack.practice.edit(TOMAS, "im", ts, "The desk said yes.")
    slack.clock.go_on(LATER)
    slack.deliver()
    (text,) = told(slack)
    assert "The desk said yes." in text
    assert len(calls(slack, POST)) == 1


def test_a_card_of_long_words_is_brought_up_to_date_too(slack: Workspace) -> None:
    """Slack takes long texts when a message is posted, and refuses them when it is changed."""
    ts = slack.says(TOMAS, "R & D said no. " * 190)
    slack.deliver()
    slack.practice.edit(TOMAS, "im", ts, "They & we & all. " * 170)
    slack.deliver()
    assert problem(slack) == [(None, False)]
    (text,) = told(slack)
    assert "They &amp; we &amp; all." in text
    assert len(text) <= MOST_TEXT


def test_slack_says_how_long_to_wait(slack: Workspace) -> None:
    slack.practice.fail(POST, "ratelimited", retry_after=30)
    slack.says(TOMAS, WORDS)
    slack.system.runner.catch_up()
    slack.slack.delivery.deliver_now()
    assert len(calls(slack, POST)) == 1
    slack.clock.go_on(timedelta(seconds=25))
    slack.slack.delivery.deliver_now()
    assert len(calls(slack, POST)) == 1
    slack.clock.go_on(timedelta(seconds=6))
    slack.slack.delivery.deliver_now()
    assert len(told(slack)) == 1
    assert calls(slack, "conversations.history") == []  # It surely was not there: no need to look.


def test_a_layout_that_slack_refuses_is_said_in_plain_words(
    slack: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    slack.practice.fail(POST, "invalid_blocks")
    slack.says(TOMAS, WORDS)
    slack.deliver()
    (message,) = slack.told(TOMAS)
    assert WORDS in message.text
    assert "saved.change" not in str(message.blocks)
    assert "refused the layout" in caplog.text
    assert WORDS not in caplog.text


@pytest.mark.parametrize(
    "error", ["is_archived", "channel_not_found", "token_revoked", "account_inactive"]
)
def test_where_nobody_is_there_it_is_given_up(slack: Workspace, error: str) -> None:
    slack.practice.fail(POST, error)
    slack.says(TOMAS, WORDS)
    slack.deliver()
    assert told(slack) == []
    assert problem(slack) == [(error, False)]
    slack.clock.go_on(LATER)
    assert slack.slack.delivery.deliver_now() == 0


def test_an_archived_channel_hears_nothing_and_holds_up_nobody(slack: Workspace) -> None:
    introduce(slack.slack.bot, HARROW, VALE)
    slack.practice.channel(VALE, "archive")
    slack.says(TOMAS, WORDS)
    slack.deliver()
    assert slack.posted(VALE) == []
    assert len(told(slack)) == 1


def test_what_goes_wrong_otherwise_is_tried_again_later_and_later(slack: Workspace) -> None:
    slack.practice.fail(POST, "something_new", times=3)
    slack.says(TOMAS, WORDS)
    slack.system.runner.catch_up()
    pauses = []
    for _ in range(4):
        slack.slack.delivery.deliver_now()
        seconds = 0
        while not slack.slack.bot.posts.due(slack.clock()) and slack.slack.bot.posts.waiting():
            slack.clock.go_on(timedelta(seconds=1))
            seconds += 1
        pauses.append(seconds)
    assert len(told(slack)) == 1
    assert pauses[0] <= pauses[1] < pauses[2]


def test_a_no_that_we_do_not_know_is_taken_for_one_in_the_end(
    slack: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    slack.practice.fail(POST, "something_new", times=1_000)
    slack.says(TOMAS, WORDS)
    slack.system.runner.catch_up()
    for _ in range(MOST_TRIES + 5):
        slack.slack.delivery.deliver_now()
        slack.clock.go_on(LATER)
    assert len(calls(slack, POST)) == MOST_TRIES
    assert problem(slack) == [("something_new", False)]
    assert "refused a saved message for good (something_new)" in caplog.text


def test_trouble_of_slacks_own_passes_however_long_it_lasts(slack: Workspace) -> None:
    slack.practice.fail(POST, "internal_error", status=500, times=MOST_TRIES + 5)
    slack.says(TOMAS, WORDS)
    slack.system.runner.catch_up()
    for _ in range(MOST_TRIES + 6):
        slack.slack.delivery.deliver_now()
        slack.clock.go_on(LATER)
    assert len(told(slack)) == 1


@pytest.mark.parametrize(
    "fault", [{"error": "ratelimited", "retry_after": 1}, {"error": "something_new"}], ids=str
)
def test_where_nobody_could_look_for_a_message_it_is_looked_for_again(
    slack: Workspace, fault: dict[str, object]
) -> None:
    slack.practice.fail(POST, "lost_answer")
    slack.practice.fail("conversations.history", **fault)  # type: ignore[arg-type]
    slack.says(TOMAS, WORDS)
    slack.deliver()
    assert len(told(slack)) == 1
    assert len(calls(slack, POST)) == 1


def test_a_change_edits_the_message_and_nothing_new_calls_nobody(slack: Workspace) -> None:
    ts = slack.says(TOMAS, WORDS)
    slack.deliver()
    (first,) = slack.told(TOMAS)
    slack.practice.edit(TOMAS, "im", ts, "The desk said yes.")
    slack.deliver()
    (second,) = slack.told(TOMAS)
    assert (second.ts, second.edited is not None) == (first.ts, True)
    before = last_number(slack)
    slack.slack.bot.posts.refresh("saved", entries(slack)[0].id, slack.clock())
    slack.deliver()
    assert calls(slack, UPDATE, before) == []


def test_a_change_whose_answer_is_lost_is_made_again_in_place(slack: Workspace) -> None:
    ts = slack.says(TOMAS, WORDS)
    slack.deliver()
    slack.practice.fail(UPDATE, "lost_answer")
    slack.practice.edit(TOMAS, "im", ts, "The desk said yes.")
    slack.deliver()
    assert len(told(slack)) == 1
    assert len(calls(slack, POST)) == 1


@pytest.mark.parametrize("fault", ["", "lost_answer"])
def test_erased_words_are_gone_from_slack(slack: Workspace, fault: str) -> None:
    if fault:
        slack.practice.fail(POST, fault)
    slack.says(TOMAS, WORDS)
    slack.system.runner.catch_up()
    slack.slack.delivery.deliver_now()
    (entry,) = entries(slack)
    slack.system.capture.erase_reflection(
        slack.place, str(entry.id), EraseReflection(), slack.request()
    )
    slack.clock.go_on(LATER)
    slack.deliver()
    assert told(slack) == []
    assert query(slack, "SELECT 1 FROM slack.posts WHERE kind = 'saved'") == []


def test_an_erased_person_has_nothing_of_ours_left_in_slack(slack: Workspace) -> None:
    slack.says(TOMAS, WORDS)
    slack.says(TOMAS, "And again.")
    slack.deliver()
    assert len(told(slack)) == 2
    slack.system.people.erase_person(slack.person(TOMAS), slack.request())
    slack.deliver()
    assert told(slack) == []
    assert query(slack, "SELECT 1 FROM slack.sources") == []


def test_a_layout_that_is_refused_and_then_no_answer_is_tried_again(
    slack: Workspace, impatient: None
) -> None:
    slack.practice.fail(POST, "invalid_blocks")
    slack.practice.fail(POST, delay=0.6)
    slack.says(TOMAS, WORDS)
    slack.system.runner.catch_up()
    with answering(slack.practice.world) as asked:
        slack.slack.delivery.deliver_now()
        asked.settle()
    assert problem(slack) == [("TimeoutError", True)]
    slack.clock.go_on(LATER)
    slack.deliver()
    assert len(told(slack)) == 1


@pytest.mark.parametrize("error", ["edit_window_closed", "cant_update_message"])
def test_what_slack_does_not_let_us_change_is_said_anew_in_its_place(
    slack: Workspace, error: str
) -> None:
    ts = slack.says(TOMAS, WORDS)
    slack.deliver()
    (first,) = slack.told(TOMAS)
    slack.practice.fail(UPDATE, error)
    slack.practice.edit(TOMAS, "im", ts, "The desk said no.")
    slack.deliver()
    (second,) = slack.told(TOMAS)
    assert second.ts != first.ts
    assert "The desk said no." in second.text


def test_what_slack_does_not_let_us_delete_is_noted(slack: Workspace) -> None:
    slack.says(TOMAS, WORDS)
    slack.deliver()
    slack.practice.fail("chat.delete", "cant_delete_message")
    slack.system.people.erase_person(slack.person(TOMAS), slack.request())
    slack.deliver()
    assert problem(slack) == [("cant_delete_message", False)]


def test_what_could_not_be_taken_away_goes_when_the_channel_is_back(slack: Workspace) -> None:
    introduce(slack.slack.bot, HARROW, VALE)
    slack.deliver()
    slack.practice.channel(VALE, "archive")
    slack.practice.fail("chat.delete", "is_archived")
    with patch.object(setup, "content", return_value=None):
        introduce(slack.slack.bot, HARROW, VALE)
        slack.deliver()
        assert len(slack.posted(VALE)) == 1
        slack.practice.channel(VALE, "unarchive")
        slack.deliver()
    assert slack.posted(VALE) == []


def test_what_could_not_be_taken_away_goes_when_the_app_is_back(slack: Workspace) -> None:
    slack.says(TOMAS, WORDS)
    slack.deliver()
    bot = slack.slack.bot
    slack.practice.fail("chat.delete", "token_revoked")
    slack.system.people.erase_person(slack.person(TOMAS), slack.request())
    slack.deliver()
    assert len(told(slack)) == 1
    bot.posts.try_again(slack.clock(), NORTHSIDE)
    slack.deliver()
    assert len(told(slack)) == 1
    bot.posts.try_again(slack.clock(), HARROW)
    slack.deliver()
    assert told(slack) == []


def test_a_message_that_somebody_else_deleted_is_let_go(slack: Workspace) -> None:
    ts = slack.says(TOMAS, WORDS)
    slack.deliver()
    (message,) = slack.told(TOMAS)
    del slack.practice.world.channels[direct(slack, TOMAS)].messages[message.ts]
    slack.practice.edit(TOMAS, "im", ts, "The desk said yes.")
    slack.deliver()
    assert slack.slack.bot.posts.waiting() == 0


def test_our_mark_says_nothing_of_anybody(slack: Workspace) -> None:
    slack.says(TOMAS, WORDS)
    slack.deliver()
    (message,) = slack.told(TOMAS)
    assert message.metadata is not None
    assert list(message.metadata["event_payload"]) == ["id"]
    for known in (str(entries(slack)[0].id), str(slack.person(TOMAS)), TOMAS, str(slack.place)):
        assert known not in str(message.metadata)
