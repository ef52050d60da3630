"""Delivery follows the log at Slack's pace, alone among several, and starves nobody."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import psycopg
import pytest

from bot.context import Bot
from bot.delivery import LONGEST_ROUND_SECONDS, Delivery, delivering
from bot.posts import Address, Post, Want
from bot.rooms import TELLINGS
from bot.sending import Sender
from bot.telling import Message, saved
from tests.bot.looking import calls, database_away, query
from tests.support.postgres import Postgres
from tests.support.workspace import AMINA, COLIN, HARROW, NORTHSIDE, ROSA, TOMAS, Workspace

A_SECOND = timedelta(seconds=1)
PATIENCE = 20.0


def another(slack: Workspace) -> Delivery:
    """A delivery as in another process."""
    bot = slack.slack.bot
    return Delivery(bot, Sender(bot, TELLINGS, slack.slack.workspaces.client), TELLINGS)


def wait_for(slack: Workspace, is_so: Callable[[], bool]) -> None:
    """Until something is so; the projector goes on meanwhile."""
    until = time.monotonic() + PATIENCE
    with slack.practice.world.changed:
        while not is_so():
            assert time.monotonic() < until, "it did not come to that in time"
            slack.practice.world.changed.wait(0.05)


@pytest.fixture
def sent(slack: Workspace, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Post, datetime]]:
    """Every message that was sent, with the bot's time."""
    found: list[tuple[Post, datetime]] = []
    send = Sender.send

    def noted(sender: Sender, post: Post) -> None:
        found.append((post, slack.clock()))
        send(sender, post)

    monkeypatch.setattr(Sender, "send", noted)
    return found


def test_never_two_messages_in_a_conversation_within_a_second(
    slack: Workspace, sent: list[tuple[Post, datetime]]
) -> None:
    for number in range(4):
        slack.says(ROSA, f"Number {number}.")
        slack.says(AMINA, f"Also {number}.")
    slack.system.runner.catch_up()
    while slack.slack.bot.posts.waiting() or not sent:
        slack.slack.delivery.deliver_now()
        slack.clock.go_on(timedelta(milliseconds=300))
    by_conversation: dict[bytes, list[datetime]] = defaultdict(list)
    for post, at in sent:
        by_conversation[post.pace].append(at)
    assert len(by_conversation) >= 2
    for moments in by_conversation.values():
        gaps = [later - earlier for earlier, later in pairwise(moments)]
        assert all(gap >= A_SECOND for gap in gaps)
    assert len(slack.told(ROSA)) == 4
    assert len(slack.told(AMINA)) == 4


def test_a_backlog_of_one_conversation_does_not_hold_up_the_others(
    slack: Workspace, sent: list[tuple[Post, datetime]]
) -> None:
    for number in range(60):
        slack.says(ROSA, f"Number {number}.")
    slack.says(COLIN, "Only this.")
    slack.system.runner.catch_up()
    slack.slack.delivery.deliver_now()
    assert [message.text for message in slack.told(COLIN)]
    assert len(slack.told(ROSA)) <= 2


def test_one_conversation_that_fails_does_not_hold_up_the_others(slack: Workspace) -> None:
    slack.practice.fail("conversations.open", "internal_error", status=500, times=50)
    slack.says(ROSA, "Mine.")  # Its answer goes where she wrote: nothing has to be opened.
    slack.system.runner.catch_up()
    slack.slack.delivery.deliver_now()
    assert len(slack.told(ROSA)) == 1
    assert slack.told(TOMAS) == []  # The card for Tomas waits.
    assert slack.slack.bot.posts.waiting() >= 1


def test_a_workspace_that_told_us_to_wait_does_not_hold_up_another(slack: Workspace) -> None:
    def wanted(team: str, user: str) -> Want:
        return Want(saved.KIND, uuid4(), slack.place, Address(team, user=user))

    delivery, posts, now = another(slack), slack.slack.bot.posts, slack.clock()
    posts.want([wanted(HARROW, f"U{number}") for number in range(120)], 1, now)
    posts.want([wanted(NORTHSIDE, "U1")], 2, now)
    delivery._sender.quiet_until[HARROW] = now + timedelta(minutes=1)
    assert [post.address.team for post in delivery._ready()] == [NORTHSIDE]


def test_who_delivers_next_waits_as_long_as_the_one_before_was_told_to(slack: Workspace) -> None:
    slack.practice.fail("chat.postMessage", "ratelimited", retry_after=30)
    for user in (TOMAS, ROSA):
        slack.says(user, "Mine.")
    slack.system.runner.catch_up()
    slack.slack.delivery.deliver_now()
    slack.clock.go_on(timedelta(seconds=25))
    another(slack).deliver_now()
    assert len(calls(slack, "chat.postMessage")) == 1
    slack.clock.go_on(timedelta(seconds=6))
    another(slack).deliver_now()
    assert slack.told(TOMAS)
    assert slack.told(ROSA)


def test_words_come_back_in_the_order_in_which_they_were_said(slack: Workspace) -> None:
    said = [f"Number {number}." for number in range(4)]
    for words in said:
        slack.says(ROSA, words)
    slack.deliver()
    told = [message.text for message in slack.told(ROSA)]
    assert [next(words for words in said if words in text) for text in told] == said


def test_of_several_only_one_leads_and_another_takes_over(slack: Workspace) -> None:
    deliveries = [slack.slack.delivery, another(slack)]
    with ExitStack() as stack:
        for delivery in deliveries:
            stack.enter_context(delivering(delivery))
        for number in range(3):
            slack.says(AMINA, f"Number {number}.")
        slack.system.runner.catch_up()
        _time_flies_until(slack, lambda: len(slack.told(AMINA)) == 3)
        deliveries[0].stop()
        slack.says(ROSA, "Is anybody there?")
        slack.system.runner.catch_up()
        _time_flies_until(slack, lambda: len(slack.told(ROSA)) == 1)
    assert (len(slack.told(AMINA)), len(slack.told(ROSA))) == (3, 1)


def test_who_lost_the_lead_says_nothing_more(
    slack: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for user in (ROSA, AMINA, COLIN):
        slack.says(user, "Mine.")
    slack.system.runner.catch_up()
    found: list[Post] = []
    with slack.system.database.dedicated() as lead:

        def loses_it(_: Sender, post: Post) -> None:
            found.append(post)
            query(slack, "SELECT pg_terminate_backend(%s, 5000)", lead.info.backend_pid)

        monkeypatch.setattr(Sender, "send", loses_it)
        with pytest.raises(psycopg.OperationalError):
            slack.slack.delivery._work(lead)
    assert len(found) == 1
    assert slack.slack.bot.posts.waiting() > 1


def test_a_post_that_the_database_cannot_hold_does_not_stop_the_others(
    slack: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = saved.content

    def odd(bot: Bot, post: Post) -> Message | None:
        if post.person_id == slack.person(ROSA):
            raise psycopg.DataError
        return content(bot, post)

    monkeypatch.setattr(saved, "content", odd)
    slack.says(ROSA, "Mine.")
    slack.says(AMINA, "Mine as well.")
    slack.deliver()
    assert (slack.told(ROSA), len(slack.told(AMINA))) == ([], 1)
    assert query(slack, "SELECT problem FROM slack.posts WHERE problem IS NOT NULL") == [
        ("DataError",)
    ]


def test_it_is_well_as_long_as_it_goes_its_rounds(
    slack: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = slack.slack.delivery
    with delivering(delivery):
        assert delivery.is_well()
    later = time.monotonic() + LONGEST_ROUND_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert not delivery.is_well()


def test_two_that_follow_at_the_same_time_want_each_message_once(slack: Workspace) -> None:
    slack.says(ROSA, "Once.")
    slack.system.runner.catch_up()
    for delivery in (slack.slack.delivery, another(slack)):
        delivery.deliver_now()
        slack.clock.go_on(timedelta(seconds=2))
    assert len(slack.told(ROSA)) == 1
    assert query(slack, "SELECT count(*) FROM slack.posts WHERE kind = 'saved'") == [(1,)]


def test_what_was_there_before_slack_was_joined_is_not_told(slack: Workspace) -> None:
    with slack.system.database.writing() as connection:
        connection.execute("UPDATE slack.progress SET position = -1")
    slack.says(ROSA, "Before.")
    slack.system.runner.catch_up()
    assert another(slack).deliver_now() == 0
    assert slack.told(ROSA) == []


def test_a_lost_database_is_met_again(
    slack: Workspace, postgres: Postgres, database_url: str
) -> None:
    with delivering(slack.slack.delivery):
        slack.says(AMINA, "One.")
        slack.system.runner.catch_up()
        _time_flies_until(slack, lambda: len(slack.told(AMINA)) == 1)
        with database_away(postgres, database_url):
            wait_for(slack, lambda: True)
        slack.practice.message(ROSA, "im", "Two.")
        slack.practice.settle()
        slack.practice.clock(61)
        slack.practice.settle()
        _time_flies_until(slack, lambda: _caught_up(slack) and len(slack.told(ROSA)) == 1)


def _caught_up(slack: Workspace) -> bool:
    slack.system.runner.catch_up()
    return True


def _time_flies_until(slack: Workspace, is_so: Callable[[], bool]) -> None:
    def later() -> bool:
        slack.clock.go_on(timedelta(seconds=0.5))
        return is_so()

    wait_for(slack, later)
