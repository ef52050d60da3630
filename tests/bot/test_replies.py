"""A reply under the bot's own words is kept where its writer wants that: asked once, remembered."""

from __future__ import annotations

import pytest

from bot.listeners.setup import introduce
from bot.payloads import Who
from bot.practice.world import Message
from service.domain.vocabulary import Scope
from tests.bot.looking import direct, entries, facts, query, texts, whispered
from tests.support.workspace import (
    AMINA,
    HARROW,
    JOAN,
    PETRA,
    ROSA,
    SHARED,
    TOMAS,
    VALE,
    Workspace,
    buttons,
)

WORDS = "Nobody asked the tenants."


@pytest.fixture
def introduction(slack: Workspace) -> Message:
    """What the bot says of itself in the channel of the place."""
    return introduced(slack, VALE)


def introduced(slack: Workspace, channel: str) -> Message:
    """Have the bot introduce itself."""
    introduce(slack.slack.bot, HARROW, channel)
    slack.deliver()
    return slack.posted(channel)[-1]


def replies(slack: Workspace, user: str, text: str, to: Message) -> str:
    """Somebody replies in the thread of a message."""
    return slack.says(user, text, channel=to.channel, thread_ts=to.ts)


def who(user: str) -> Who:
    """Somebody of the workspace."""
    return Who(team=HARROW, user=user, installed=HARROW)


def question(slack: Workspace, user: str, channel: str = VALE) -> Message:
    """What the bot asks somebody, which only they see."""
    return whispered(slack, channel, user)[-1]


def words_waiting(slack: Workspace) -> int:
    """How many asks still hold words."""
    return int(query(slack, "SELECT count(*) FROM slack.asks WHERE length(sealed) > 0")[0][0])


def test_the_first_reply_is_asked_about_and_not_kept_before_a_yes(
    slack: Workspace, introduction: Message
) -> None:
    replies(slack, ROSA, WORDS, introduction)
    assert list(buttons(question(slack, ROSA))) == ["replies.keep", "replies.leave"]
    assert question(slack, ROSA).thread_ts == introduction.ts
    assert texts(slack) == []
    assert words_waiting(slack) == 1


def test_a_yes_keeps_this_one_and_those_to_come(slack: Workspace, introduction: Message) -> None:
    replies(slack, ROSA, WORDS, introduction)
    slack.clicks(ROSA, "replies.keep", question(slack, ROSA))
    assert texts(slack) == [WORDS]
    assert words_waiting(slack) == 0
    asked = len(whispered(slack, VALE, ROSA))
    replies(slack, ROSA, "And the landlord?", introduction)
    assert sorted(texts(slack)) == ["And the landlord?", WORDS]
    assert len(whispered(slack, VALE, ROSA)) == asked
    slack.deliver()
    assert [message.channel for message in slack.told(ROSA)] == [direct(slack, ROSA)] * 2


def test_a_no_keeps_nothing_now_or_later_and_is_not_asked_again(
    slack: Workspace, introduction: Message
) -> None:
    replies(slack, ROSA, WORDS, introduction)
    slack.clicks(ROSA, "replies.leave", question(slack, ROSA))
    told = len(whispered(slack, VALE, ROSA))
    replies(slack, ROSA, "And the landlord?", introduction)
    assert texts(slack) == []
    assert words_waiting(slack) == 0
    assert len(whispered(slack, VALE, ROSA)) == told


def test_each_person_is_asked_for_themselves(slack: Workspace, introduction: Message) -> None:
    replies(slack, ROSA, WORDS, introduction)
    slack.clicks(ROSA, "replies.keep", question(slack, ROSA))
    replies(slack, AMINA, "I saw it too.", introduction)
    assert texts(slack) == [WORDS]
    assert "replies.keep" in buttons(question(slack, AMINA))


def test_a_delivery_that_comes_twice_asks_once(slack: Workspace, introduction: Message) -> None:
    slack.practice.fail("events", "duplicate")
    replies(slack, ROSA, WORDS, introduction)
    assert len(whispered(slack, VALE, ROSA)) == 1


def test_yes_pressed_twice_keeps_it_once(slack: Workspace, introduction: Message) -> None:
    replies(slack, ROSA, WORDS, introduction)
    asked = question(slack, ROSA)
    for _ in range(2):
        slack.clicks(ROSA, "replies.keep", asked)
    assert texts(slack) == [WORDS]
    assert facts(slack)["reflection.recorded"] == 1


def test_nobody_else_can_answer_for_them(slack: Workspace, introduction: Message) -> None:
    replies(slack, ROSA, WORDS, introduction)
    asked = question(slack, ROSA)
    asked.only_for = None  # As if somebody else could see it.
    slack.clicks(TOMAS, "replies.keep", asked)
    assert texts(slack) == []
    assert words_waiting(slack) == 1


def test_what_was_kept_follows_its_edits(slack: Workspace, introduction: Message) -> None:
    ts = replies(slack, ROSA, WORDS, introduction)
    slack.clicks(ROSA, "replies.keep", question(slack, ROSA))
    slack.practice.edit(ROSA, VALE, ts, "Nobody asked us.")
    slack.practice.settle()
    assert texts(slack) == ["Nobody asked us."]
    slack.practice.delete(ROSA, VALE, ts)
    slack.practice.settle()
    assert texts(slack) == []


def test_an_edit_before_the_yes_keeps_the_new_words(
    slack: Workspace, introduction: Message
) -> None:
    ts = replies(slack, ROSA, WORDS, introduction)
    slack.practice.edit(ROSA, VALE, ts, "Nobody asked us.")
    slack.practice.settle()
    slack.clicks(ROSA, "replies.keep", question(slack, ROSA))
    assert texts(slack) == ["Nobody asked us."]


def test_a_deletion_before_the_yes_leaves_nothing_to_keep(
    slack: Workspace, introduction: Message
) -> None:
    ts = replies(slack, ROSA, WORDS, introduction)
    slack.practice.delete(ROSA, VALE, ts)
    slack.practice.settle()
    assert query(slack, "SELECT 1 FROM slack.asks") == []
    slack.clicks(ROSA, "replies.keep", question(slack, ROSA))
    assert texts(slack) == []
    assert "the message may be gone" in question(slack, ROSA).text


@pytest.mark.parametrize("is_asked", [True, False], ids=["asked first", "kept as always"])
def test_an_edit_that_overtakes_its_reply_keeps_the_new_words(
    slack: Workspace, introduction: Message, is_asked: bool
) -> None:
    if not is_asked:
        slack.slack.bot.identity.met_in(who(ROSA), slack.place)
        slack.slack.bot.identity.keep_thread_replies(who(ROSA), slack.person(ROSA), True)
    slack.practice.fail("events", "out_of_order")
    ts = slack.practice.message(ROSA, VALE, "Old words.", thread_ts=introduction.ts)["ts"]
    slack.practice.edit(ROSA, VALE, ts, "New words.")
    slack.practice.settle()
    slack.practice.clock(5)
    slack.practice.settle()
    if is_asked:
        (asked,) = whispered(slack, VALE, ROSA)
        slack.clicks(ROSA, "replies.keep", asked)
    assert texts(slack) == ["New words."]
    assert facts(slack)["reflection.recorded"] == 1


def test_what_was_left_alone_is_not_kept_because_it_is_edited_later(
    slack: Workspace, introduction: Message
) -> None:
    ts = replies(slack, ROSA, WORDS, introduction)
    slack.slack.bot.asks.forget_person(slack.person(ROSA))
    slack.slack.bot.identity.keep_thread_replies(who(ROSA), slack.person(ROSA), True)
    slack.practice.clock(2 * 3600)
    slack.practice.edit(ROSA, VALE, ts, "Nobody asked us.")
    slack.practice.settle()
    assert texts(slack) == []


def test_of_what_else_is_deleted_in_a_channel_nothing_is_noted(
    slack: Workspace, introduction: Message
) -> None:
    slack.practice.delete(ROSA, VALE, slack.says(ROSA, "Hello all.", channel=VALE))
    slack.practice.settle()
    assert query(slack, "SELECT 1 FROM slack.sources") == []
    reply = replies(slack, ROSA, WORDS, introduction)
    slack.practice.delete(ROSA, VALE, reply)
    slack.practice.settle()
    assert len(query(slack, "SELECT 1 FROM slack.sources WHERE taken_back_at IS NOT NULL")) == 1


def test_what_is_in_no_thread_of_ours_is_left_alone(
    slack: Workspace, introduction: Message
) -> None:
    slack.says(ROSA, "Hello all.", channel=VALE)
    ts = slack.says(JOAN, "Who has the key?", channel=VALE)
    slack.says(ROSA, "I have.", channel=VALE, thread_ts=ts)
    assert whispered(slack, VALE, ROSA) == []
    assert query(slack, "SELECT 1 FROM slack.asks") == []


def test_a_kept_reply_is_seen_by_whom_its_writer_chose(
    slack: Workspace, introduction: Message
) -> None:
    replies(slack, ROSA, WORDS, introduction)
    slack.clicks(ROSA, "replies.keep", question(slack, ROSA))
    assert [(one.scope, one.author_name) for one in entries(slack)] == [(Scope.AUTHOR_AND_LP, None)]


def test_people_of_another_organisation_are_heard_only_where_they_are_welcome(
    slack: Workspace,
) -> None:
    channels = slack.slack.bot.channels
    channels.link(HARROW, SHARED, slack.place, "place", slack.clock())
    channels.note_shared(HARROW, SHARED, is_shared=True)
    ours = introduced(slack, SHARED)
    replies(slack, PETRA, "From the council.", ours)
    assert whispered(slack, SHARED, PETRA) == []
    assert query(slack, "SELECT 1 FROM slack.asks") == []
    channels.welcome_others(HARROW, SHARED, welcome=True)
    replies(slack, PETRA, "From the council again.", ours)
    slack.clicks(PETRA, "replies.keep", question(slack, PETRA, SHARED))
    assert texts(slack) == ["From the council again."]


def test_no_longer_welcome_means_no_longer_heard(slack: Workspace) -> None:
    channels = slack.slack.bot.channels
    channels.link(HARROW, SHARED, slack.place, "place", slack.clock())
    channels.note_shared(HARROW, SHARED, is_shared=True)
    channels.welcome_others(HARROW, SHARED, welcome=True)
    ours = introduced(slack, SHARED)
    replies(slack, PETRA, "One.", ours)
    slack.clicks(PETRA, "replies.keep", question(slack, PETRA, SHARED))
    channels.welcome_others(HARROW, SHARED, welcome=False)
    replies(slack, PETRA, "Two.", ours)
    assert texts(slack) == ["One."]
