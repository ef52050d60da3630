"""The learning partner gets a card for each new reflection, reads it, joins it, asks back."""

from __future__ import annotations

from bot.practice.world import Message
from service.bootstrap import LEARNING_PARTNER_HERE
from service.projections.entries import Filter
from tests.support.workspace import HARROW, JOAN, LEARNERS, ROSA, TOMAS, Workspace, buttons

WORDS = "The desk said yes on the spot."


def card(slack: Workspace, words: str = WORDS, by: str = ROSA) -> Message:
    """The card that Tomas has of what somebody wrote."""
    slack.says(by, words)
    slack.deliver()
    return next(message for message in reversed(slack.told(TOMAS)) if words in message.text)


def test_a_card_shows_the_words_and_not_the_name(slack: Workspace) -> None:
    message = card(slack)
    assert list(buttons(message)) == [
        "triage.tag",
        "triage.heard",
        "triage.join",
        "triage.ask",
        "concern.open",
    ]
    assert "Rosa" not in str(message)


def test_a_reading_stands_on_the_timeline_and_on_the_card(slack: Workspace) -> None:
    slack.clicks(TOMAS, "triage.tag", card(slack))
    slack.submits(TOMAS, codes=["POW-2"], stance="growing", reason="Nobody had to ask above.")
    slack.deliver()
    (entry,) = slack.system.reading.timeline(LEARNING_PARTNER_HERE, slack.place, Filter()).entries
    assert [(tag.code, tag.stance) for tag in entry.tags] == [("POW-2", "growing")]
    assert "Read once so far." in str(slack.told(TOMAS)[0].blocks)


def test_nothing_chosen_is_said_beside_the_field_and_keeps_what_was_typed(slack: Workspace) -> None:
    slack.clicks(TOMAS, "triage.tag", card(slack))
    told = slack.submits(TOMAS, reason="Hm.")
    assert list(told["errors"]) == ["codes"]
    assert slack.modal(TOMAS).state["reason"]["reason"]["value"] == "Hm."


def test_in_a_shared_triage_channel_only_the_learning_partner_reads(slack: Workspace) -> None:
    slack.practice.member(JOAN, LEARNERS, "invite_bot")
    slack.practice.settle()
    slack.slack.bot.channels.link(HARROW, LEARNERS, slack.place, "triage", slack.clock())
    slack.says(ROSA, WORDS)
    slack.deliver()
    message = next(one for one in slack.posted(LEARNERS) if WORDS in one.text)
    assert slack.told(TOMAS) == []
    slack.clicks(JOAN, "triage.tag", message)
    assert not slack.has_modal(JOAN)
    (told,) = [one for one in slack.posted(LEARNERS) if one.only_for == JOAN]
    assert "This is for the learning partner of Harrow Vale." in told.text
    slack.clicks(TOMAS, "triage.tag", message)
    assert slack.has_modal(TOMAS)


def test_a_claim_that_would_be_lost_is_said_beside_it(slack: Workspace) -> None:
    message = card(slack)
    slack.clicks(TOMAS, "triage.join", message)
    claim = "People say yes where they are asked."
    slack.submits(TOMAS, claim=claim, looked_for_disconfirming="yes", single_voice=["single"])
    assert not slack.has_modal(TOMAS)
    slack.deliver()
    slack.clicks(TOMAS, "triage.join", slack.told(TOMAS)[0])
    fields = {
        one["block_id"]: one for one in slack.modal(TOMAS).given["blocks"] if "element" in one
    }
    insight = fields["insight"]["element"]["options"][-1]["value"]
    told = slack.submits(TOMAS, insight=insight, claim="Something else.")
    assert list(told["errors"]) == ["claim"]
    slack.submits(TOMAS, claim="")
    assert not slack.has_modal(TOMAS)


def test_a_question_reaches_a_withheld_author_and_the_answer_comes_back(slack: Workspace) -> None:
    slack.clicks(TOMAS, "triage.ask", card(slack))
    slack.submits(TOMAS, question="Who said yes?")
    slack.deliver()
    asked = slack.told(ROSA)[-1]
    assert "Who said yes?" in asked.text
    slack.clicks(ROSA, "question.answer", asked)
    slack.submits(ROSA, answer="The person at the desk.")
    slack.deliver()
    assert "Answer: The person at the desk." in str(slack.told(TOMAS)[0].blocks)
    assert "Rosa" not in str(slack.told(TOMAS))


def test_a_reply_in_the_questions_thread_is_its_answer_and_no_reflection(slack: Workspace) -> None:
    slack.clicks(TOMAS, "triage.ask", card(slack))
    slack.submits(TOMAS, question="Who said yes?")
    slack.deliver()
    slack.says(ROSA, "Mo did.", thread_ts=slack.told(ROSA)[-1].ts)
    slack.deliver()
    view = slack.system.reading.timeline(LEARNING_PARTNER_HERE, slack.place, Filter())
    assert [entry.text for entry in view.entries] == [WORDS]
    assert "Answer: Mo did." in str(slack.told(TOMAS)[0].blocks)


def test_an_answer_follows_the_edits_of_its_message(slack: Workspace) -> None:
    slack.clicks(TOMAS, "triage.ask", card(slack))
    slack.submits(TOMAS, question="Who said yes?")
    slack.deliver()
    ts = slack.says(ROSA, "Mo did.", thread_ts=slack.told(ROSA)[-1].ts)
    slack.practice.edit(ROSA, "im", ts, "The desk did.")
    slack.deliver()
    assert "Answer: The desk did." in str(slack.told(TOMAS)[0].blocks)
    assert "Mo did." not in str(slack.told(TOMAS)[0].blocks)


def test_the_words_leave_the_card_when_they_are_taken_back(slack: Workspace) -> None:
    card(slack)
    slack.clicks(ROSA, "saved.remove", slack.told(ROSA)[0])
    slack.deliver()
    (message,) = slack.told(TOMAS)
    assert WORDS not in str(message)
