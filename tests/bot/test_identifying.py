"""What may tell who somebody is: whoever typed it is asked before it goes on, in every modal."""

from __future__ import annotations

from typing import Any

import pytest

from bot.practice.world import Message
from service.domain.vocabulary import Scope
from tests.bot.looking import entries
from tests.bot.test_belief import WORDS, beliefs, opens, refused
from tests.bot.test_decide import TOLD, a_belief, decisions
from tests.bot.test_trial import SAID, started, trial
from tests.support.workspace import AMINA, ROSA, Workspace, buttons

PHONE = "Ring 07700 900123 after six."
GO_ON: dict[str, Any] = {"identifying": ["as_it_is"]}
ASKED = "This may tell who someone is: it holds a phone number."


def shared(slack: Workspace, words: str = "The desk said yes.") -> Message:
    """Rosa's words, which people of the place may see; what she was told."""
    opens(slack, ROSA, "reflect")
    slack.submits(ROSA, words=words, scope="place_team")
    slack.deliver()
    return slack.told(ROSA)[-1]


def test_a_belief_waits_for_its_writers_yes(slack: Workspace) -> None:
    opens(slack, ROSA)
    told = {"statement": f"{WORDS} {PHONE}", "we_would_doubt_if": "They ring us."}
    errors = refused(slack, ROSA, **told)
    assert list(errors) == ["statement"]
    assert errors["statement"].startswith(ASKED)
    assert beliefs(slack) == []
    slack.submits(ROSA, **GO_ON)
    assert [one.statement for one in beliefs(slack)] == [told["statement"]]


def test_a_decision_waits_for_its_writers_yes(slack: Workspace) -> None:
    rests_on = a_belief(slack)
    opens(slack, ROSA, "decide")
    errors = refused(slack, ROSA, **TOLD | {"why": PHONE}, rests_on=[rests_on])
    assert list(errors) == ["why"]
    assert decisions(slack) == []
    slack.submits(ROSA, **GO_ON)
    assert [one.why for one in decisions(slack)] == [PHONE]


def test_a_question_to_decide_waits_for_its_writers_yes(slack: Workspace) -> None:
    opens(slack, ROSA, "decide")
    slack.clicks(ROSA, "decide.stage", value="open")
    assert list(refused(slack, ROSA, chosen="What now?", options=PHONE)) == ["options"]
    slack.submits(ROSA, **GO_ON)
    assert not slack.has_modal(ROSA)


def test_what_a_trial_taught_waits_for_its_writers_yes(slack: Workspace) -> None:
    started(slack)
    opens(slack, ROSA, "trial")
    assert list(refused(slack, ROSA, **SAID | {"learned": PHONE})) == ["learned"]
    assert trial(slack).turns == []
    slack.submits(ROSA, **GO_ON)
    assert [turn.learned for turn in trial(slack).turns] == [PHONE]


def test_why_something_does_not_fit_waits_for_its_writers_yes(slack: Workspace) -> None:
    a_belief(slack)
    opens(slack, AMINA)
    slack.clicks(AMINA, "belief.doubt")
    (belief,) = beliefs(slack)
    told = {"assumption": str(belief.id), "noticed": "No bus goes there.", "reason": PHONE}
    assert list(refused(slack, AMINA, **told)) == ["reason"]
    slack.submits(AMINA, **GO_ON)
    (belief,) = beliefs(slack)
    assert PHONE in [fact.words for fact in belief.facts]


def test_what_is_changed_stays_as_it_was_until_its_author_says_how(slack: Workspace) -> None:
    message = shared(slack)
    slack.clicks(ROSA, "saved.change", message)
    errors = refused(slack, ROSA, words=PHONE)
    assert errors["words"].startswith(ASKED)
    assert [one.text for one in entries(slack)] == ["The desk said yes."]
    slack.submits(ROSA, **GO_ON)
    (entry,) = entries(slack)
    assert (entry.text, entry.scope) == (PHONE, Scope.PLACE_TEAM)
    slack.clicks(ROSA, "saved.change", slack.told(ROSA)[-1])
    slack.submits(ROSA, words=f"{PHONE} Please.", identifying=[])
    assert entries(slack)[0].text == f"{PHONE} Please."


def test_what_only_the_learning_partner_sees_is_changed_without_a_question(
    slack: Workspace,
) -> None:
    slack.clicks(ROSA, "saved.change", shared(slack))
    slack.submits(ROSA, words=PHONE, scope="author_and_lp")
    (entry,) = entries(slack)
    assert (entry.text, entry.scope) == (PHONE, Scope.AUTHOR_AND_LP)
    slack.deliver()
    asked = slack.told(ROSA)[-1]
    assert "Would you like to change it?" in str(asked.blocks)
    assert "saved.as_usual" not in buttons(asked)


def test_it_is_not_shown_to_more_people_without_a_question(slack: Workspace) -> None:
    message = shared(slack, PHONE)
    assert entries(slack)[0].scope == Scope.AUTHOR_AND_LP
    assert "saved.as_usual" in buttons(message)
    slack.clicks(ROSA, "saved.change", message)
    assert list(refused(slack, ROSA, scope="place_team")) == ["words"]
    assert entries(slack)[0].scope == Scope.AUTHOR_AND_LP
    slack.submits(ROSA, **GO_ON)
    assert entries(slack)[0].scope == Scope.PLACE_TEAM


@pytest.mark.parametrize(
    ("chosen", "scope"), [("as_it_is", Scope.PLACE_TEAM), ("only_us", Scope.AUTHOR_AND_LP)]
)
def test_what_is_added_goes_to_whom_its_author_says(
    slack: Workspace, chosen: str, scope: Scope
) -> None:
    slack.clicks(ROSA, "saved.more", shared(slack))
    assert list(refused(slack, ROSA, meaning=PHONE)) == ["meaning"]
    assert entries(slack)[0].meaning is None
    slack.submits(ROSA, identifying=chosen)
    (entry,) = entries(slack)
    assert (entry.meaning, entry.scope) == (PHONE, scope)


def test_nothing_is_asked_about_what_only_the_learning_partner_sees(slack: Workspace) -> None:
    slack.says(ROSA, "The desk said yes.")
    slack.deliver()
    slack.clicks(ROSA, "saved.more", slack.told(ROSA)[-1])
    assert "identifying" not in str(slack.modal(ROSA).given)
    slack.submits(ROSA, meaning=PHONE)
    assert entries(slack)[0].scope == Scope.AUTHOR_AND_LP


def test_as_usual_is_never_more_people_than_it_was_for(slack: Workspace) -> None:
    ts = slack.says(ROSA, "The desk said yes.")
    slack.deliver()
    slack.clicks(ROSA, "saved.change", slack.told(ROSA)[-1])
    slack.submits(ROSA, scope="place_team")
    opens(slack, ROSA, "reflect")
    slack.submits(ROSA, words="Something else.", scope="programme")
    slack.practice.edit(ROSA, "im", ts, f"The desk said yes. {PHONE}")
    slack.practice.settle()
    slack.deliver()
    first = next(one for one in slack.told(ROSA) if PHONE in one.text)
    (entry,) = [one for one in entries(slack) if PHONE in one.text]
    assert entry.scope == Scope.AUTHOR_AND_LP
    slack.clicks(ROSA, "saved.as_usual", first)
    (entry,) = [one for one in entries(slack) if PHONE in one.text]
    assert entry.scope == Scope.PLACE_TEAM
