"""A question back is answered by button or in its thread, and answers follow their messages."""

from __future__ import annotations

import pytest

from bot.practice.world import Message
from service.verify import verify
from tests.bot.looking import delivered, facts, query, texts
from tests.support.workspace import ROSA, TOMAS, Workspace, buttons

WORDS = "The desk said yes on the spot."
QUESTION = "Who said yes?"


@pytest.fixture
def asked(slack: Workspace) -> Message:
    """Rosa is asked about what she wrote."""
    slack.says(ROSA, WORDS)
    slack.deliver()
    slack.clicks(TOMAS, "triage.ask", slack.told(TOMAS)[0])
    slack.submits(TOMAS, question=QUESTION)
    slack.deliver()
    return slack.told(ROSA)[-1]


def answer_on_card(slack: Workspace) -> str | None:
    """The answer on the card of whoever asked."""
    slack.deliver()
    told = str(slack.told(TOMAS)[0].blocks)
    _, has_one, rest = told.partition("Answer: ")
    return rest.split("'")[0] if has_one else None


def hear_all(slack: Workspace) -> None:
    """What Slack holds back comes too."""
    slack.practice.settle()
    slack.practice.clock(5)
    slack.practice.settle()


def test_the_button_opens_a_box_and_an_empty_one_stays_open(
    slack: Workspace, asked: Message
) -> None:
    slack.clicks(ROSA, "question.answer", asked)
    told = slack.submits(ROSA, answer="  ")
    assert list(told["errors"]) == ["answer"]
    slack.submits(ROSA, answer="Mo did.")
    assert not slack.has_modal(ROSA)
    assert answer_on_card(slack) == "Mo did."
    assert facts(slack)["reflection.question-answered"] == 1


def test_an_answer_deleted_in_slack_is_taken_back_and_the_question_waits_again(
    slack: Workspace, asked: Message
) -> None:
    ts = slack.says(ROSA, "Mo did.", thread_ts=asked.ts)
    assert answer_on_card(slack) == "Mo did."
    assert "question.answer" not in buttons(slack.told(ROSA)[-1])
    slack.practice.delete(ROSA, "im", ts)
    slack.practice.settle()
    assert answer_on_card(slack) is None
    assert "Mo did." not in str(slack.told(TOMAS)) + str(slack.told(ROSA))
    again = next(one for one in slack.told(ROSA) if "question.answer" in buttons(one))
    assert QUESTION in again.text
    assert facts(slack)["reflection.answer-withdrawn"] == 1
    slack.says(ROSA, "The desk did.", thread_ts=again.ts)
    assert answer_on_card(slack) == "The desk did."
    assert texts(slack) == [WORDS]
    assert verify(slack.system).ok


def test_a_deleted_answer_goes_after_it_was_edited_too(slack: Workspace, asked: Message) -> None:
    ts = slack.says(ROSA, "Mo did.", thread_ts=asked.ts)
    slack.practice.edit(ROSA, "im", ts, "The desk did.")
    assert answer_on_card(slack) == "The desk did."
    slack.practice.delete(ROSA, "im", ts)
    slack.practice.settle()
    assert answer_on_card(slack) is None


def test_an_earlier_answer_that_is_deleted_leaves_the_later_one(
    slack: Workspace, asked: Message
) -> None:
    first = slack.says(ROSA, "Mo did.", thread_ts=asked.ts)
    slack.says(ROSA, "No: the desk did.", thread_ts=asked.ts)
    slack.practice.delete(ROSA, "im", first)
    slack.practice.settle()
    assert answer_on_card(slack) == "No: the desk did."
    assert facts(slack)["reflection.answer-withdrawn"] == 0


def test_an_edit_that_overtakes_its_answer_stands(slack: Workspace, asked: Message) -> None:
    slack.practice.fail("events", "out_of_order")
    ts = slack.practice.message(ROSA, "im", "Mo did.", asked.ts)["ts"]
    slack.practice.edit(ROSA, "im", ts, "The desk did.")
    hear_all(slack)
    assert answer_on_card(slack) == "The desk did."


def test_a_deletion_that_overtakes_its_answer_leaves_nothing(
    slack: Workspace, asked: Message
) -> None:
    slack.practice.fail("events", "out_of_order")
    ts = slack.practice.message(ROSA, "im", "Mo did.", asked.ts)["ts"]
    slack.practice.delete(ROSA, "im", ts)
    hear_all(slack)
    assert len(delivered(slack, "message")) >= 4  # What she wrote, then three of the answer.
    assert answer_on_card(slack) is None
    assert facts(slack)["reflection.question-answered"] == 0


def test_a_deletion_told_twice_takes_back_once(slack: Workspace, asked: Message) -> None:
    ts = slack.says(ROSA, "Mo did.", thread_ts=asked.ts)
    slack.practice.fail("events", "duplicate")
    slack.practice.delete(ROSA, "im", ts)
    slack.practice.settle()
    assert answer_on_card(slack) is None
    assert facts(slack)["reflection.answer-withdrawn"] == 1


def test_what_is_noted_of_an_answer_is_sealed(slack: Workspace, asked: Message) -> None:
    slack.says(ROSA, "Mo did.", thread_ts=asked.ts)
    rows = query(slack, "SELECT sealed FROM slack.sources WHERE reflection_id IS NULL")
    assert len(rows) == 1
    (reflection,) = query(
        slack,
        "SELECT reflection_id FROM slack.sources WHERE sealed IS NOT NULL"
        " AND reflection_id IS NOT NULL",
    )
    assert str(reflection[0]).encode() not in bytes(rows[0][0])
