"""What people assume and doubt, from the shortcut to the log: refused first, then accepted."""

from __future__ import annotations

import pytest

from bot.views import belief as view
from bot.views.belief import Choice
from service.bootstrap import LEARNING_PARTNER_HERE
from service.domain.assumption import Status
from service.domain.vocabulary import Basis, BeliefKind
from service.projections.loop_shapes import BeliefView
from tests.support.blockkit import assert_sound_view
from tests.support.workspace import AMINA, ROSA, Workspace

LONG = "A very long thought about <!channel> and *stars*. " * 70
WORDS = "Whoever misses two appointments does not want help."


def beliefs(slack: Workspace) -> list[BeliefView]:
    """All beliefs of the place, newest first."""
    slack.system.runner.catch_up()
    return slack.system.loops.beliefs(LEARNING_PARTNER_HERE, slack.place, limit=None).beliefs


def opens(slack: Workspace, user: str, callback_id: str = "belief") -> None:
    """Somebody uses a shortcut."""
    told = slack.practice.interact(type="shortcut", user=user, callback_id=callback_id)
    assert told["ok"], told


def refused(slack: Workspace, user: str, **values: object) -> dict[str, str]:
    """What is said beside the fields, when somebody sends off what does not do yet."""
    told = slack.practice.interact(
        type="view_submission", user=user, view_id=slack.modal(user).id, values=values
    )
    errors: dict[str, str] = told["errors"]
    return errors


def states(slack: Workspace, user: str = ROSA, words: str = WORDS) -> None:
    """Somebody writes a belief down."""
    opens(slack, user)
    slack.submits(user, statement=words, we_would_doubt_if="Most people wanted to come.")
    slack.system.runner.catch_up()


def test_a_belief_is_refused_until_it_can_be_doubted_and_then_stands(slack: Workspace) -> None:
    opens(slack, ROSA)
    assert_sound_view(slack.modal(ROSA).given)
    told = {"statement": WORDS, "basis": "inferred", "because": "We close their cases."}
    errors = refused(slack, ROSA, **told, we_would_doubt_if=" ")
    assert list(errors) == ["we_would_doubt_if"]
    assert "What nothing could shake" in errors["we_would_doubt_if"]
    assert beliefs(slack) == []
    slack.submits(ROSA, we_would_doubt_if="Most people wanted to come.", kind="problem_frame")
    assert not slack.has_modal(ROSA)
    (found,) = beliefs(slack)
    assert (found.statement, found.because) == (WORDS, "We close their cases.")
    assert found.we_would_doubt_if == "Most people wanted to come."
    assert (found.basis, found.kind) == (Basis.INFERRED, BeliefKind.PROBLEM_FRAME)


def test_the_same_belief_sent_off_five_times_is_one(slack: Workspace) -> None:
    opens(slack, ROSA)
    slack.practice.fail("interactions", error="drop_ack", times=4)
    told = {"statement": WORDS, "we_would_doubt_if": "They ring us back."}
    view_id = slack.modal(ROSA).id
    for _ in range(5):
        slack.practice.interact(type="view_submission", user=ROSA, view_id=view_id, values=told)
    assert not slack.has_modal(ROSA)
    assert [one.statement for one in beliefs(slack)] == [WORDS]


def test_a_doubt_is_refused_without_evidence_and_then_set_against_it(slack: Workspace) -> None:
    states(slack)
    slack.says(AMINA, "Four of five rang back.")
    slack.system.runner.catch_up()
    opens(slack, AMINA)
    slack.clicks(AMINA, "belief.doubt")
    assert_sound_view(slack.modal(AMINA).given)
    (belief,) = beliefs(slack)
    errors = refused(slack, AMINA, assumption=str(belief.id), reason="They did want to.")
    assert "A challenge needs evidence" in errors["evidence"]
    evidence = next(
        block["element"]["options"][0]
        for block in slack.modal(AMINA).given["blocks"]
        if block["block_id"] == "evidence"
    )
    assert evidence["text"]["text"] == "Me: Four of five rang back."
    slack.submits(AMINA, evidence=[evidence["value"]])
    (belief,) = beliefs(slack)
    assert belief.status == Status.CHALLENGED
    (fact,) = [one for one in belief.facts if one.what == "challenged"]
    assert (fact.words, len(fact.evidence)) == ("They did want to.", 1)


def test_what_somebody_noticed_only_now_is_kept_and_set_against_it_once(slack: Workspace) -> None:
    states(slack)
    opens(slack, AMINA)
    slack.clicks(AMINA, "belief.doubt")
    (belief,) = beliefs(slack)
    told = {"assumption": str(belief.id), "noticed": "Three of them had no bus."}
    slack.practice.fail("interactions", error="drop_ack", times=4)
    view_id = slack.modal(AMINA).id
    for _ in range(5):
        slack.practice.interact(type="view_submission", user=AMINA, view_id=view_id, values=told)
    (belief,) = beliefs(slack)
    (fact,) = [one for one in belief.facts if one.what == "challenged"]
    slack.deliver()
    assert len(fact.evidence) == 1
    assert "Three of them had no bus." in slack.told(AMINA)[-1].text


def test_from_a_doubt_one_can_go_back(slack: Workspace) -> None:
    opens(slack, ROSA)
    slack.clicks(ROSA, "belief.doubt")
    assert "Nothing that we believe is written down" in str(slack.modal(ROSA).given)
    slack.clicks(ROSA, "belief.open")
    assert slack.modal(ROSA).given["callback_id"] == "belief"


@pytest.mark.parametrize("count", [0, 1, 100])
def test_the_modals_fit_whatever_people_wrote(count: int) -> None:
    many = [Choice(str(number), LONG) for number in range(count)]
    assert_sound_view(view.modal("{}"))
    assert_sound_view(view.doubt_modal(view.Doubting(many, many), "{}"))
    assert_sound_view(view.doubt_modal(view.Doubting(many, []), "{}"))
