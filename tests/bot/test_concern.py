"""A concern goes from any box to who looks after safety, and in no message or log to anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.practice.world import Message
from service.domain.errors import NotFound
from service.domain.reflection import Reflection, State
from tests.support.workspace import AMINA, DEEPA, JOAN, ROSA, TOMAS, Workspace, buttons

WORRY = "A child at number nine is left alone at night."


def raised(slack: Workspace, by: str = ROSA) -> Message:
    """Somebody raised a concern about what they just wrote; what Deepa was told."""
    slack.says(by, "The flats are noisy.")
    slack.deliver()
    slack.clicks(by, "concern.open", slack.told(by)[0])
    slack.submits(by, words=WORRY, contact=["contact"])
    slack.deliver()
    return slack.told(DEEPA)[0]


def test_it_goes_to_the_lead_and_its_words_are_in_no_message(slack: Workspace) -> None:
    told = raised(slack)
    assert buttons(told) == {"concern.read": "Read it"}
    everything = [m for c in slack.practice.world.channels.values() for m in c.messages.values()]
    assert not [m for m in everything if WORRY in m.text or WORRY in str(m.blocks)]


def test_what_it_is_about_is_put_aside(slack: Workspace) -> None:
    raised(slack)
    posts = slack.slack.bot.posts.of_person(slack.person(ROSA))
    (about,) = {post.about for post in posts if post.kind == "saved"}
    assert slack.system.desk.load(Reflection, about).state == State.HELD
    assert "with care" in slack.told(ROSA)[0].text


def test_reading_it_is_told_to_who_raised_it(slack: Workspace) -> None:
    slack.clicks(DEEPA, "concern.read", raised(slack))
    assert WORRY in str(slack.modal(DEEPA).given)
    slack.submits(DEEPA)
    slack.deliver()
    assert "You have read this concern" in slack.told(DEEPA)[0].text
    assert "has read what you passed on" in slack.told(ROSA)[-1].text


def test_nobody_else_can_open_it(slack: Workspace) -> None:
    told = raised(slack)
    id = told.blocks[-1]["elements"][0]["value"]
    for reader in (TOMAS, JOAN, AMINA):
        with pytest.raises(NotFound):
            slack.system.care.case(id, slack.person(reader))


def test_a_concern_that_nobody_reads_is_told_to_more_without_its_words(slack: Workspace) -> None:
    raised(slack)
    slack.clock.go_on(timedelta(hours=4, minutes=5))
    slack.deliver()
    for reader in (TOMAS, JOAN):
        (message,) = [m for m in slack.told(reader) if "waited" in m.text]
        assert WORRY not in str(message)
        assert buttons(message) == {}


def test_without_words_nothing_is_passed_on(slack: Workspace) -> None:
    slack.says(ROSA, "The flats are noisy.")
    slack.deliver()
    slack.clicks(ROSA, "concern.open", slack.told(ROSA)[0])
    told = slack.submits(ROSA, words="   ")
    assert told["errors"] == {"words": "Please write a few words."}


def test_once_it_is_closed_what_it_was_about_can_be_brought_back(slack: Workspace) -> None:
    slack.clicks(DEEPA, "concern.read", raised(slack))
    slack.submits(DEEPA)
    slack.deliver()
    slack.clicks(DEEPA, "concern.close", slack.told(DEEPA)[0])
    slack.deliver()
    assert "is closed" in slack.told(DEEPA)[0].text
    (card,) = slack.told(TOMAS)
    assert buttons(card) == {"triage.release": "Bring it back"}
    slack.clicks(TOMAS, "triage.release", card)
    slack.deliver()
    assert "The flats are noisy." in slack.told(TOMAS)[0].text
