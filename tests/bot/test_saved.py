"""A line becomes a reflection, its words come back, and its writer can do all they want with it."""

from __future__ import annotations

from service.bootstrap import LEARNING_PARTNER_HERE
from service.domain.vocabulary import Scope
from service.projections.entries import Filter
from service.projections.shapes import Entry
from tests.support.workspace import ROSA, Workspace, buttons

WORDS = "The desk said yes on the spot."


def entries(slack: Workspace) -> list[Entry]:
    """What stands on the timeline."""
    slack.system.runner.catch_up()
    return slack.system.reading.timeline(LEARNING_PARTNER_HERE, slack.place, Filter()).entries


def test_the_words_come_back_with_what_can_be_done(slack: Workspace) -> None:
    slack.says(ROSA, WORDS)
    slack.deliver()
    (message,) = slack.told(ROSA)
    assert WORDS in message.text
    assert buttons(message) == {
        "saved.change": "Change it",
        "saved.show_name": "Show my name",
        "saved.decision": "This led to a decision",
        "saved.remove": "Remove it",
        "concern.open": "Raise a concern",
        "saved.more": "Add a bit more",
    }


def test_changing_it_changes_the_same_message(slack: Workspace) -> None:
    slack.says(ROSA, WORDS)
    slack.deliver()
    (message,) = slack.told(ROSA)
    slack.clicks(ROSA, "saved.change", message)
    slack.submits(ROSA, words="The desk said yes.", meaning="They may.", scope="place_team")
    slack.deliver()
    (entry,) = entries(slack)
    assert (entry.text, entry.meaning, entry.scope) == (
        "The desk said yes.",
        "They may.",
        Scope.PLACE_TEAM,
    )
    (message,) = slack.told(ROSA)
    assert "The desk said yes." in message.text


def test_what_they_make_of_it_can_be_emptied_again(slack: Workspace) -> None:
    slack.says(ROSA, WORDS)
    slack.deliver()
    slack.clicks(ROSA, "saved.change", slack.told(ROSA)[0])
    slack.submits(ROSA, meaning="They may.")
    slack.deliver()
    assert entries(slack)[0].meaning == "They may."
    slack.clicks(ROSA, "saved.change", slack.told(ROSA)[0])
    slack.submits(ROSA, meaning="")
    slack.deliver()
    (entry,) = entries(slack)
    assert (entry.text, entry.meaning) == (WORDS, None)
    assert "They may." not in str(slack.told(ROSA)[0])


def test_a_change_at_the_beginning_keeps_what_had_no_room_in_the_box(slack: Workspace) -> None:
    rest = "The end. " * 100
    words = f"{'The beginning. ' * 200}{rest}".strip()
    slack.says(ROSA, words)
    slack.deliver()
    slack.clicks(ROSA, "saved.change", slack.told(ROSA)[0])
    slack.submits(ROSA, words="Another beginning.")
    (entry,) = entries(slack)
    assert entry.text == f"Another beginning. {rest}".strip()


def test_the_name_is_shown_and_hidden(slack: Workspace) -> None:
    slack.says(ROSA, WORDS)
    slack.deliver()
    slack.clicks(ROSA, "saved.show_name", slack.told(ROSA)[0])
    assert entries(slack)[0].author_name == "Rosa Lindqvist"
    slack.deliver()
    slack.clicks(ROSA, "saved.hide_name", slack.told(ROSA)[0])
    assert entries(slack)[0].author_name is None


def test_removing_it_takes_it_from_everywhere(slack: Workspace) -> None:
    slack.says(ROSA, WORDS)
    slack.deliver()
    slack.clicks(ROSA, "saved.remove", slack.told(ROSA)[0])
    slack.deliver()
    assert entries(slack) == []
    (message,) = slack.told(ROSA)
    assert WORDS not in message.text
    assert WORDS not in str(message.blocks)
