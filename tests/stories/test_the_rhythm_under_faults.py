"""A round while Slack stumbles: everybody is asked once, and what Slack says about pace is kept."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from threading import Event
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

import bot.workspaces
from bench.marks import Marks
from bot.practice.people import arrive
from bot.practice.world import User
from bot.sending import MARK
from bot.words import say
from scheduler.jobs import Done, Jobs
from service.application.desk import Request
from service.application.rhythm_commands import AnswerPrompt, ChangeAsking, ChooseRhythm
from service.domain.vocabulary import ActorRole, Channel, PromptAnswer, PromptPurpose
from service.policy import Actor
from service.settings import Settings
from tests.bot.looking import calls, query
from tests.stories.test_slack_killed import Mortal
from tests.support.answering import Answered, Answering, answering
from tests.support.workspace import HARROW, PLACE, TOMAS, Workspace, workspace

LONDON = ZoneInfo("Europe/London")
POST, HISTORY = "chat.postMessage", "conversations.history"
PEOPLE = [f"U0ASKED{number:03d}" for number in range(30)]
PATIENCE, SLOW = 0.3, 0.4
"""Seconds: how long the bot waits for an answer here, and how long Slack takes when it is slow."""
RETRY_AFTER = 7
STUMBLES: tuple[dict[str, Any], ...] = (
    {"error": "ratelimited", "retry_after": RETRY_AFTER},
    {"error": "internal_error", "status": 500},
    {"error": "service_unavailable", "status": 503},
    {"error": "lost_answer"},
    {"delay": SLOW},
    {"delay": SLOW, "error": "service_unavailable", "status": 503},
)
"""Three of them leave nobody knowing whether Slack has it; it has it after two of those."""
ONE_IN_TEN = 0.1
MOST_CALLS = 1_000
MOST_LOOKS = 2_000


def first_tuesday_of_june() -> date:
    """Of next year: far from any bank holiday, and later than whatever time it is."""
    first = date(datetime.now(LONDON).year + 1, 6, 1)
    return first + timedelta(days=(1 - first.weekday()) % 7)


ANCHOR = first_tuesday_of_june()


@pytest.fixture
def slack(settings: Settings) -> Iterator[Workspace]:
    """Harrow Vale, whose people are asked every second Tuesday at ten."""
    with (
        patch.object(bot.workspaces, "SENDING_SECONDS", PATIENCE),
        workspace(settings) as found,
    ):
        chosen = ChooseRhythm(place=PLACE, anchor=ANCHOR, at=time(10))
        found.system.rhythms.choose(chosen, found.request())
        yield found


@pytest.fixture
def asked(slack: Workspace) -> Iterator[Answering]:
    """What practice Slack is asked and does."""
    with answering(slack.practice.world) as found:
        yield found


def by(slack: Workspace, person: UUID) -> Request:
    """Something that somebody of the place asks for."""
    actor = Actor(person, ActorRole.PARTNER, frozenset({slack.place}))
    return Request(actor, Channel.SLACK, slack.clock())


def says_yes(slack: Workspace, user: str) -> UUID:
    """Somebody in Slack who would like to be asked."""
    known = slack.system.desk.place(PLACE)
    person = slack.system.people.meet(known, "slack", f"{HARROW}/{user}", slack.request())
    asking = ChangeAsking(place=PLACE, is_asked=True)
    slack.system.rhythms.change_asking(asking, by(slack, person))
    return person


def on(days_later: int, hour: str) -> datetime:
    """A moment so many days after the round's day."""
    return datetime.combine(ANCHOR + timedelta(days=days_later), time.fromisoformat(hour), LONDON)


def time_goes_on(slack: Workspace, by: timedelta) -> None:
    """For us, and for Slack."""
    slack.clock.go_on(by)
    slack.practice.clock(by.total_seconds())


def tick(slack: Workspace, moment: datetime) -> Done:
    """The clock ticks then."""
    time_goes_on(slack, moment - slack.clock())
    return Jobs(slack.system).run(slack.clock())


def stumble(slack: Workspace, chance: random.Random) -> None:
    """From now on three calls in ten go wrong, in one of all these ways."""
    for _ in range(MOST_CALLS):
        goes_wrong = chance.random() < 3 * ONE_IN_TEN
        slack.practice.fail("*", **(chance.choice(STUMBLES) if goes_wrong else {}))


def all_is_said(slack: Workspace, asked: Answering) -> None:
    """Let delivery go on, and time with it, until nothing waits any more."""
    for _ in range(MOST_LOOKS):
        slack.system.runner.catch_up()
        sent = slack.slack.delivery.deliver_now()
        asked.settle()
        if not sent and not slack.slack.bot.posts.waiting():
            return
        time_goes_on(slack, timedelta(seconds=1.1))
    raise AssertionError("Something was put off again and again.")


def answer_all_but(slack: Workspace, silent: UUID) -> None:
    """Everybody else has nothing to say this time."""
    statement = "SELECT prompt_id, person_id FROM prompts WHERE person_id <> %s"
    for prompt, person in query(slack, statement, silent):
        command = AnswerPrompt(answer=PromptAnswer.NOTHING_THIS_TIME)
        slack.system.prompts.answer(prompt, command, by(slack, person))


def marks_in_slack(slack: Workspace) -> Counter[str]:
    """How often each message of ours stands there."""
    return Counter(
        message.metadata["event_payload"]["id"]
        for channel in slack.practice.world.channels.values()
        for message in channel.messages.values()
        if message.metadata and message.metadata["event_type"] == MARK
    )


@pytest.mark.parametrize("seed", [20180617, 7])
def test_everybody_is_asked_once_while_three_calls_in_ten_go_wrong(
    slack: Workspace, asked: Answering, seed: int
) -> None:
    for user in PEOPLE:
        arrive(slack.practice.world, User(user, HARROW, user.lower(), user))
    slack.practice.settle()
    slack.practice.events_url(None)  # Nobody is heard: what is said is what counts here.
    people = [says_yes(slack, user) for user in PEOPLE]
    all_is_said(slack, asked)
    asked.done.clear()

    stumble(slack, random.Random(seed))
    assert tick(slack, on(0, "10:30")).planned == {PromptPurpose.ROUND: len(PEOPLE)}
    all_is_said(slack, asked)
    answer_all_but(slack, people[0])
    assert tick(slack, on(2, "11:30")).reminded == 1
    all_is_said(slack, asked)

    assert [len(slack.told(user)) for user in PEOPLE] == [2, *[1] * (len(PEOPLE) - 1)]
    assert set(marks_in_slack(slack).values()) == {1}
    assert query(slack, "SELECT problem FROM slack.posts WHERE problem IS NOT NULL") == []
    assert_slack_stumbled_and_was_heard(asked.done)


def assert_slack_stumbled_and_was_heard(done: list[Answered]) -> None:
    """Much went wrong; and where Slack said to wait, nobody called before that."""
    wrong = [one for one in done if one.error is not None or one.ended - one.began >= SLOW]
    assert len(wrong) > 2 * ONE_IN_TEN * len(done)
    assert any(one.method == HISTORY for one in done)  # Some had to be looked for.
    waits = [one.ended for one in done if one.error == "ratelimited"]
    assert waits
    for told_at in waits:
        assert not [one for one in done if told_at < one.began < told_at + RETRY_AFTER]


def test_who_delivers_next_finds_what_was_posted_by_its_mark(
    slack: Workspace, database_url: str
) -> None:
    says_yes(slack, TOMAS)
    mortal = Mortal(slack, database_url)
    try:
        mortal.start("after the post, before it is recorded")
        Jobs(slack.system).run(on(0, "10:30"))
        mortal.dies()
        assert query(slack, "SELECT message FROM slack.posts WHERE kind = 'prompt'") == [(None,)]
        mortal.start()
        mortal.hears_and_tells_all()
    finally:
        mortal.end()
    assert len(slack.told(TOMAS)) == 1
    assert len(calls(slack, POST)) == 1
    assert calls(slack, HISTORY)
    assert query(slack, "SELECT 1 FROM slack.posts WHERE message IS NULL") == []


def test_who_answers_before_we_know_that_it_is_there_does_not_see_it_vanish(
    slack: Workspace, asked: Answering
) -> None:
    slack.practice.events_url(None)
    says_yes(slack, TOMAS)
    all_is_said(slack, asked)
    slack.practice.fail(POST, "lost_answer")
    tick(slack, on(0, "10:30"))
    slack.system.runner.catch_up()
    slack.slack.delivery.deliver_now()
    (before,) = [message.ts for message in slack.told(TOMAS)]
    answer_all_but(slack, UUID(int=0))
    all_is_said(slack, asked)
    (after,) = slack.told(TOMAS)
    assert (after.ts, after.text) == (before, say("prompt.nothing_then"))


def test_a_message_comes_twice_only_if_slack_takes_it_after_we_looked(
    slack: Workspace, asked: Answering
) -> None:
    """The window that stays: it is counted as such, and nothing else is."""
    slack.practice.events_url(None)
    says_yes(slack, TOMAS)
    all_is_said(slack, asked)
    slack.practice.fail(POST, delay=SLOW)
    tick(slack, on(0, "10:30"))
    late = Event()
    with patch("bot.practice.calls.time", SimpleNamespace(sleep=lambda _: late.wait(20))):
        # It gives up waiting; then it looks, finds nothing, and posts again.
        for _ in range(10):
            slack.system.runner.catch_up()
            slack.slack.delivery.deliver_now()
            if slack.told(TOMAS):
                break
            time_goes_on(slack, timedelta(seconds=3))
        late.set()
        asked.settle()
    assert len(slack.told(TOMAS)) == 2
    looked_before = slack.practice.journal.entries()
    assert counted(looked_before) == (1, 0)
    not_looked = [one for one in looked_before if one.get("method") != HISTORY]
    assert counted(not_looked) == (0, 1)


def counted(entries: list[dict[str, Any]]) -> tuple[int, int]:
    """Doubles that nobody could see coming, and those that somebody could."""
    marks = Marks()
    marks.read(entries)
    return marks.unseen, marks.seen
