"""Nobody's words are kept without their own yes, whether by the shortcut or by the emoji."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.practice.world import Message
from service.domain.vocabulary import Scope
from tests.bot.looking import delivered, direct, entries, facts, query, texts, whispered
from tests.support.workspace import (
    AMINA,
    HARROW,
    NORTHSIDE,
    PETRA,
    ROSA,
    SHARED,
    TOMAS,
    VALE,
    Workspace,
    buttons,
)

WORDS = "Nobody asked the tenants."
YES = ("consent.named", "consent.unnamed")


def wants_to_keep(slack: Workspace, user: str, ts: str, channel: str = VALE) -> None:
    """Somebody uses the shortcut on a message."""
    told = slack.practice.interact(
        type="message_action", user=user, channel=channel, ts=ts, callback_id="keep"
    )
    assert told["ok"], told
    slack.deliver()


def bookmarks(slack: Workspace, user: str, ts: str, channel: str = VALE) -> None:
    """Somebody puts the emoji on a message."""
    slack.practice.react(user=user, channel=channel, ts=ts, name="seedling")
    slack.practice.settle()
    slack.deliver()


def asked(slack: Workspace, user: str = ROSA) -> Message:
    """The question that somebody got in their direct messages."""
    return next(one for one in slack.told(user) if "consent.no" in buttons(one))


def waiting(slack: Workspace) -> list[tuple[Any, ...]]:
    """The asks: whether they hold words, and whether they were kept."""
    return query(slack, "SELECT length(sealed) > 0, is_kept FROM slack.asks")


def shared_with_others(slack: Workspace, *, welcome: bool) -> None:
    """The channel that Northside shares is for the place."""
    channels = slack.slack.bot.channels
    channels.link(HARROW, SHARED, slack.place, "place", slack.clock())
    channels.note_shared(HARROW, SHARED, is_shared=True)
    channels.welcome_others(HARROW, SHARED, welcome=welcome)


def test_ones_own_words_are_kept_at_once(slack: Workspace) -> None:
    ts = slack.says(ROSA, WORDS, channel=VALE)
    wants_to_keep(slack, ROSA, ts)
    assert texts(slack) == [WORDS]
    assert "Kept." in whispered(slack, VALE, ROSA)[-1].text
    assert waiting(slack) == []


def test_ones_own_words_are_kept_once_however_often_one_asks(slack: Workspace) -> None:
    ts = slack.says(ROSA, WORDS, channel=VALE)
    wants_to_keep(slack, ROSA, ts)
    wants_to_keep(slack, ROSA, ts)
    bookmarks(slack, ROSA, ts)
    assert facts(slack)["reflection.recorded"] == 1


@pytest.mark.parametrize("way", [wants_to_keep, bookmarks], ids=["shortcut", "emoji"])
def test_anothers_words_wait_for_their_yes(slack: Workspace, way: Any) -> None:
    ts = slack.says(ROSA, WORDS, channel=VALE)
    way(slack, AMINA, ts)
    assert texts(slack) == []
    question = asked(slack)
    assert "Amina Kersey would like to keep your words" in str(question.blocks)
    assert WORDS in str(question.blocks)
    assert slack.told(AMINA) == []
    assert waiting(slack) == [(True, None)]


@pytest.mark.parametrize(("answer", "name"), [(YES[0], "Rosa Lindqvist"), (YES[1], None)])
def test_a_yes_makes_it_their_reflection_with_or_without_a_name(
    slack: Workspace, answer: str, name: str | None
) -> None:
    ts = slack.says(ROSA, WORDS, channel=VALE)
    wants_to_keep(slack, AMINA, ts)
    slack.clicks(ROSA, answer, asked(slack))
    (entry,) = entries(slack)
    assert (entry.text, entry.scope, entry.author_name) == (WORDS, Scope.PLACE_TEAM, name)
    assert slack.system.keys.find_person("slack", f"{HARROW}/{ROSA}") is not None
    slack.deliver()
    told = slack.told(ROSA)
    assert "consent.no" not in str([buttons(one) for one in told])
    assert waiting(slack) == [(False, True)]


def test_a_no_keeps_nothing_and_leaves_no_words(slack: Workspace) -> None:
    ts = slack.says(ROSA, WORDS, channel=VALE)
    wants_to_keep(slack, AMINA, ts)
    slack.clicks(ROSA, "consent.no", asked(slack))
    slack.deliver()
    assert texts(slack) == []
    assert waiting(slack) == [(False, False)]
    assert WORDS not in str([(one.text, one.blocks) for one in slack.told(ROSA)])


def test_an_edit_before_the_yes_is_what_is_asked_about_and_kept(slack: Workspace) -> None:
    ts = slack.says(ROSA, WORDS, channel=VALE)
    wants_to_keep(slack, AMINA, ts)
    slack.practice.edit(ROSA, VALE, ts, "Nobody asked us.")
    slack.deliver()
    assert "Nobody asked us." in asked(slack).text
    assert WORDS not in str(asked(slack).blocks)
    slack.clicks(ROSA, "consent.unnamed", asked(slack))
    assert texts(slack) == ["Nobody asked us."]


def test_a_deletion_before_the_yes_takes_the_question_away(slack: Workspace) -> None:
    ts = slack.says(ROSA, WORDS, channel=VALE)
    wants_to_keep(slack, AMINA, ts)
    question = asked(slack)
    slack.practice.delete(ROSA, VALE, ts)
    slack.deliver()
    assert slack.told(ROSA) == []
    assert waiting(slack) == []
    assert question.ts not in [one.ts for one in slack.told(ROSA)]


def test_what_its_author_kept_while_it_was_asked_about_follows_its_edits(slack: Workspace) -> None:
    ts = slack.says(ROSA, WORDS, channel=VALE)
    wants_to_keep(slack, AMINA, ts)
    wants_to_keep(slack, ROSA, ts)
    slack.practice.edit(ROSA, VALE, ts, "Nobody asked us.")
    slack.practice.settle()
    assert texts(slack) == ["Nobody asked us."]


def test_one_message_is_asked_about_once_whoever_asks(slack: Workspace) -> None:
    ts = slack.says(ROSA, WORDS, channel=VALE)
    wants_to_keep(slack, AMINA, ts)
    wants_to_keep(slack, TOMAS, ts)
    bookmarks(slack, TOMAS, ts)
    assert len(slack.told(ROSA)) == 1
    slack.clicks(ROSA, "consent.no", asked(slack))
    wants_to_keep(slack, TOMAS, ts)
    assert not [one for one in slack.told(ROSA) if "consent.no" in buttons(one)]


def test_a_yes_after_two_weeks_keeps_nothing(slack: Workspace) -> None:
    ts = slack.says(ROSA, WORDS, channel=VALE)
    wants_to_keep(slack, AMINA, ts)
    question = asked(slack)
    slack.clock.go_on(timedelta(days=15))
    slack.clicks(ROSA, "consent.unnamed", question)
    assert texts(slack) == []
    assert "too long ago" in str(slack.told(ROSA))
    slack.deliver()
    assert waiting(slack) == []


def test_yes_pressed_twice_keeps_it_once(slack: Workspace) -> None:
    ts = slack.says(ROSA, WORDS, channel=VALE)
    wants_to_keep(slack, AMINA, ts)
    question = asked(slack)
    for _ in range(2):
        slack.clicks(ROSA, "consent.unnamed", question)
    assert facts(slack)["reflection.recorded"] == 1


def test_what_identifies_is_narrow_also_after_a_yes(slack: Workspace) -> None:
    ts = slack.says(ROSA, "Ring her on 07700 900123.", channel=VALE)
    wants_to_keep(slack, AMINA, ts)
    slack.clicks(ROSA, "consent.unnamed", asked(slack))
    assert entries(slack)[0].scope == Scope.AUTHOR_AND_LP


def test_an_apps_words_and_no_words_are_not_kept(slack: Workspace) -> None:
    ours = slack.says(ROSA, "Hello.")
    slack.deliver()
    (saved,) = slack.told(ROSA)
    wants_to_keep(slack, ROSA, saved.ts, channel=direct(slack, ROSA))
    assert waiting(slack) == []
    assert len(texts(slack)) == 1
    assert ours


def test_in_a_channel_of_no_place_nothing_is_kept(slack: Workspace) -> None:
    ts = slack.says(ROSA, WORDS, channel=SHARED)
    wants_to_keep(slack, TOMAS, ts, channel=SHARED)
    bookmarks(slack, TOMAS, ts, channel=SHARED)
    assert (texts(slack), waiting(slack), slack.told(ROSA)) == ([], [], [])
    assert "not joined to a place" in whispered(slack, SHARED, TOMAS)[-1].text


def test_another_emoji_means_nothing(slack: Workspace) -> None:
    ts = slack.says(ROSA, WORDS, channel=VALE)
    slack.practice.react(user=AMINA, channel=VALE, ts=ts, name="tada")
    slack.practice.settle()
    assert waiting(slack) == []


def test_an_emoji_on_a_reply_in_a_thread_asks_as_well(slack: Workspace) -> None:
    first = slack.says(AMINA, "What about the tenants?", channel=VALE)
    ts = slack.says(ROSA, WORDS, channel=VALE, thread_ts=first)
    bookmarks(slack, AMINA, ts)
    assert WORDS in asked(slack).text


def test_a_guest_of_another_organisation_that_is_not_welcome_is_not_asked(
    slack: Workspace,
) -> None:
    shared_with_others(slack, welcome=False)
    ts = slack.says(PETRA, WORDS, channel=SHARED)
    wants_to_keep(slack, ROSA, ts, channel=SHARED)
    bookmarks(slack, ROSA, ts, channel=SHARED)
    assert (texts(slack), waiting(slack)) == ([], [])
    assert whispered(slack, SHARED, PETRA) == []


def test_a_welcome_one_is_asked_where_they_are_and_kept_after_their_yes(slack: Workspace) -> None:
    shared_with_others(slack, welcome=True)
    ts = slack.says(PETRA, WORDS, channel=SHARED)
    wants_to_keep(slack, ROSA, ts, channel=SHARED)
    assert texts(slack) == []
    slack.clicks(PETRA, "consent.unnamed", whispered(slack, SHARED, PETRA)[0])
    assert [(one.text, one.author_name) for one in entries(slack)] == [(WORDS, None)]
    assert waiting(slack) == [(False, True)]


def test_an_outsiders_emoji_is_not_one_of_ours(slack: Workspace) -> None:
    shared_with_others(slack, welcome=False)
    ts = slack.says(ROSA, WORDS, channel=SHARED)
    bookmarks(slack, PETRA, ts, channel=SHARED)
    assert (waiting(slack), slack.told(ROSA)) == ([], [])
    for team in (HARROW, NORTHSIDE):
        assert slack.system.keys.find_person("slack", f"{team}/{PETRA}") is None
    slack.slack.bot.channels.welcome_others(HARROW, SHARED, welcome=True)
    again = slack.says(ROSA, WORDS, channel=SHARED)
    bookmarks(slack, PETRA, again, channel=SHARED)
    assert "Petra" in asked(slack).text
    assert slack.system.keys.find_person("slack", f"{NORTHSIDE}/{PETRA}") is not None
    assert slack.system.keys.find_person("slack", f"{HARROW}/{PETRA}") is None


def test_where_slack_does_not_say_whose_emoji_it_is_it_is_asked_again(slack: Workspace) -> None:
    shared_with_others(slack, welcome=False)
    ts = slack.says(ROSA, WORDS, channel=SHARED)
    slack.practice.fail("users.info", "internal_error", status=500)
    slack.practice.react(user=PETRA, channel=SHARED, ts=ts, name="seedling")
    slack.practice.settle()
    assert waiting(slack) == []
    slack.practice.clock(61)
    slack.practice.settle()
    assert len(delivered(slack, "reaction_added")) == 2
    assert waiting(slack) == []


def test_the_question_is_there_also_where_the_first_try_failed_half_way(
    slack: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    ts = slack.says(ROSA, WORDS, channel=VALE)

    def breaks(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(slack.slack.bot.posts, "want", breaks)
    slack.practice.react(user=AMINA, channel=VALE, ts=ts, name="seedling")
    slack.practice.settle()
    monkeypatch.undo()
    slack.practice.clock(61)
    slack.practice.settle()
    slack.deliver()
    assert WORDS in asked(slack).text
