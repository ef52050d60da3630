"""People of other organisations have no direct messages with the bot: they are answered in the
channel, where only they see it, and can do there what everybody can do with their words."""

from __future__ import annotations

import pytest
from slack_bolt.context import BoltContext
from slack_sdk.oauth.installation_store import Installation

from bot.acting import for_our_workspace
from bot.listeners.setup import introduce
from bot.practice.world import Message
from tests.bot.looking import facts, query, texts, whispered
from tests.support.workspace import (
    HARROW,
    NORTHSIDE,
    PETRA,
    ROSA,
    SHARED,
    VALE,
    Workspace,
    buttons,
)

WORDS = "The desk said yes on the spot."
OWN = {
    "saved.change": "Change it",
    "saved.show_name": "Show my name",
    "saved.remove": "Remove it",
    "mine.all": "All that I said",
}


@pytest.fixture
def introduction(slack: Workspace) -> Message:
    """What the bot says of itself in a channel that another organisation shares."""
    channels = slack.slack.bot.channels
    channels.link(HARROW, SHARED, slack.place, "place", slack.clock())
    channels.note_shared(HARROW, SHARED, is_shared=True)
    channels.welcome_others(HARROW, SHARED, welcome=True)
    introduce(slack.slack.bot, HARROW, SHARED)
    slack.deliver()
    return slack.posted(SHARED)[-1]


def leaves(slack: Workspace, introduction: Message, words: str = WORDS) -> Message:
    """Petra leaves something behind the button; the answer that only she sees."""
    slack.clicks(PETRA, "reflect.open", introduction)
    slack.submits(PETRA, words=words)
    return newest(slack)


def newest(slack: Workspace) -> Message:
    """What Petra was told last, where only she sees it."""
    return whispered(slack, SHARED, PETRA)[-1]


def wanted(slack: Workspace) -> int:
    """How many messages are wanted about what was saved."""
    slack.deliver()
    return int(query(slack, "SELECT count(*) FROM slack.posts WHERE kind = 'saved'")[0][0])


def test_what_was_left_in_a_modal_comes_back_where_they_are(
    slack: Workspace, introduction: Message
) -> None:
    told = leaves(slack, introduction)
    assert texts(slack) == [WORDS]
    assert WORDS in told.text
    assert OWN.items() <= buttons(told).items()
    assert wanted(slack) == 0
    assert slack.told(PETRA) == []


def test_a_kept_reply_and_those_after_it_come_back_in_the_thread(
    slack: Workspace, introduction: Message
) -> None:
    slack.says(PETRA, WORDS, channel=SHARED, thread_ts=introduction.ts)
    asked = newest(slack)
    slack.clicks(PETRA, "replies.keep", asked)
    kept = newest(slack)
    assert kept.ts == asked.ts  # In place of the question.
    assert WORDS in kept.text
    assert OWN.items() <= buttons(kept).items()
    slack.says(PETRA, "And again.", channel=SHARED, thread_ts=introduction.ts)
    again = newest(slack)
    assert "And again." in again.text
    assert again.thread_ts == introduction.ts
    assert wanted(slack) == 0


def test_a_yes_to_somebody_else_gives_them_their_words_to_look_after(
    slack: Workspace, introduction: Message
) -> None:
    ts = slack.says(PETRA, WORDS, channel=SHARED)
    slack.practice.interact(
        type="message_action", user=ROSA, channel=SHARED, ts=ts, callback_id="keep"
    )
    slack.clicks(PETRA, "consent.unnamed", newest(slack))
    assert WORDS in newest(slack).text
    assert OWN.items() <= buttons(newest(slack)).items()
    assert wanted(slack) == 0


def test_their_own_words_kept_with_the_emoji_come_back(
    slack: Workspace, introduction: Message
) -> None:
    ts = slack.says(PETRA, WORDS, channel=SHARED)
    slack.practice.react(user=PETRA, channel=SHARED, ts=ts, name="seedling")
    slack.practice.settle()
    assert texts(slack) == [WORDS]
    assert OWN.items() <= buttons(newest(slack)).items()


def test_what_they_change_there_they_see_there(slack: Workspace, introduction: Message) -> None:
    told = leaves(slack, introduction)
    slack.clicks(PETRA, "saved.change", told)
    slack.submits(PETRA, words="The desk said no.")
    changed = newest(slack)
    assert "The desk said no." in changed.text
    slack.clicks(PETRA, "saved.more", changed)
    slack.submits(PETRA, meaning="They may not.")
    assert "They may not." in str(newest(slack).blocks)
    slack.clicks(PETRA, "saved.show_name", newest(slack))
    assert "saved.hide_name" in buttons(newest(slack))
    slack.clicks(PETRA, "saved.remove", newest(slack))
    assert "You took this back" in newest(slack).text
    assert texts(slack) == []


def test_all_that_they_said_is_behind_a_button_also_once_they_are_not_welcome(
    slack: Workspace, introduction: Message
) -> None:
    leaves(slack, introduction)
    slack.deliver()
    slack.slack.bot.channels.welcome_others(HARROW, SHARED, welcome=False)
    slack.clicks(PETRA, "mine.all", introduction)
    assert WORDS in str(slack.modal(PETRA).given)


def test_where_they_cannot_be_answered_their_words_are_kept_all_the_same(
    slack: Workspace, introduction: Message
) -> None:
    slack.clicks(PETRA, "reflect.open", introduction)
    slack.practice.fail("chat.postEphemeral", "internal_error")
    slack.submits(PETRA, words=WORDS)
    assert not slack.has_modal(PETRA)
    assert texts(slack) == [WORDS]


@pytest.mark.parametrize(
    ("theirs", "acts_for"), [(NORTHSIDE, HARROW), (HARROW, HARROW)], ids=["elsewhere", "here"]
)
def test_what_they_click_where_only_they_see_it_is_done_for_our_workspace(
    theirs: str, acts_for: str
) -> None:
    body = {
        "type": "block_actions",
        "user": {"id": PETRA, "team_id": theirs},
        "container": {"type": "message", "channel_id": SHARED, "is_ephemeral": True},
        "channel": {"id": SHARED},
    }
    context = BoltContext(team_id=theirs)
    for_our_workspace({SHARED: [HARROW]}.__getitem__)(body, context, lambda: None)
    assert (context["team_id"], context["actor_team_id"]) == (acts_for, theirs)


def test_everybody_else_is_answered_in_direct_messages_and_once(
    slack: Workspace, introduction: Message
) -> None:
    slack.clicks(ROSA, "reflect.open", introduction)
    slack.submits(ROSA, words=WORDS)
    assert wanted(slack) == 1
    assert len(slack.told(ROSA)) == 1
    assert whispered(slack, SHARED, ROSA) == []


def test_whose_own_workspace_has_the_app_is_written_to_there(
    slack: Workspace, introduction: Message
) -> None:
    installed = Installation(
        app_id="A1", team_id=NORTHSIDE, bot_token="xoxb-northside", user_id="U0COUNC002"
    )
    slack.slack.bot.installations.save(installed)
    before = len(whispered(slack, SHARED, PETRA))
    slack.clicks(PETRA, "reflect.open", introduction)
    slack.submits(PETRA, words=WORDS)
    assert len(whispered(slack, SHARED, PETRA)) == before
    slack.system.runner.catch_up()
    slack.slack.delivery.deliver_now()
    theirs = slack.slack.bot.posts.of_person(slack.person(PETRA, NORTHSIDE))
    (post,) = [one for one in theirs if one.kind == "saved"]
    assert (post.address.team, post.address.user) == (NORTHSIDE, PETRA)


def test_the_button_is_on_the_introduction_of_every_channel(slack: Workspace) -> None:
    introduce(slack.slack.bot, HARROW, VALE)
    slack.deliver()
    slack.says(ROSA, WORDS)
    slack.deliver()
    slack.clicks(ROSA, "mine.all", slack.posted(VALE)[-1])
    assert WORDS in str(slack.modal(ROSA).given)
    assert facts(slack)["reflection.recorded"] == 1
