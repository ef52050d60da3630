"""The card of a decision in its place's channel: what it says, to whom, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from bot.practice.world import Json, Message
from bot.telling import decision as telling
from bot.views import decision_card as view
from service.application.desk import Request
from service.application.loop_commands import (
    ObserveChange,
    ProposeDecision,
    ReviewDecision,
    StateAssumption,
    TakeDecision,
    TellContributors,
)
from service.bootstrap import LEARNING_PARTNER_HERE
from service.domain.assumption import Status
from service.domain.person import Preferences
from service.domain.reflection import Reflection
from service.domain.vocabulary import Basis, BeliefKind, Channel, Level, ReviewResult, Scope
from service.projections.entries import Filter
from service.projections.loop_shapes import RestsOn
from tests.bot.test_belief import LONG, WORDS, beliefs, opens
from tests.bot.test_decide import CHOSEN, TOLD, a_belief, decisions, fields
from tests.support.blockkit import assert_sound_message, assert_sound_view
from tests.support.workspace import (
    AMINA,
    COLIN,
    HARROW,
    PLACE,
    ROSA,
    TOMAS,
    VALE,
    Workspace,
    buttons,
)


def by_learning_partner(slack: Workspace, channel: Channel = Channel.WEB) -> Request:
    """A request from elsewhere than Slack."""
    return Request(LEARNING_PARTNER_HERE, channel, slack.clock())


def decides(slack: Workspace, channel: Channel = Channel.WEB, **more: Any) -> UUID:
    """The learning partner notes a decision elsewhere."""
    request = by_learning_partner(slack, channel)
    if not more.get("rests_on"):
        belief = StateAssumption(
            place=PLACE,
            statement=WORDS,
            we_would_doubt_if="They ring us back.",
            kind=BeliefKind.PROBLEM_FRAME,
            level_reason="It says what kind of problem it is.",
            basis=Basis.INFERRED,
        )
        more["rests_on"] = [str(slack.system.beliefs.state_assumption(belief, request).id)]
    told: dict[str, Any] = {
        "chosen": CHOSEN,
        "why": "A missed appointment is a sign.",
        "decided_by": ["The board"],
        "consulted": ["The front desk"],
        "not_consulted": ["Night workers"],
    }
    command = TakeDecision(place=PLACE, **(told | more))
    return slack.system.decisions.take_decision(command, request).id


def card(slack: Workspace) -> Message:
    """The one card in the place's channel."""
    slack.deliver()
    (message,) = slack.posted()
    assert_sound_message(message.text, message.blocks)
    return message


def shown(message: Message) -> str:
    """All that a message shows."""
    return str(message.blocks)


def test_a_decision_noted_in_slack_is_posted_with_all_that_belongs_to_it(slack: Workspace) -> None:
    rests_on = a_belief(slack)
    opens(slack, TOMAS, "decide")
    slack.submits(TOMAS, **TOLD, rests_on=[rests_on])
    message = card(slack)
    for words in (CHOSEN, "A missed appointment is a sign.", WORDS, "The board", "look at it"):
        assert words in shown(message)
    assert f"<@{ROSA}>" in shown(message)
    assert CHOSEN in message.text
    assert buttons(message) == {
        "decision.differently": "I see it differently",
        "decision.rests_on": "What it rests on",
    }


def test_a_question_is_posted_and_becomes_the_decision(slack: Workspace) -> None:
    command = ProposeDecision(place=PLACE, question="Do we ring first?", options=["Yes", "No"])
    id = slack.system.decisions.propose_decision(command, by_learning_partner(slack)).id
    message = card(slack)
    assert "We have to decide" in shown(message)
    assert "Do we ring first?" in shown(message)
    assert list(buttons(message)) == ["decision.differently"]
    decides(slack, decision=str(id))
    same = card(slack)
    assert same.ts == message.ts
    assert CHOSEN in shown(same)


def test_a_review_a_change_and_an_answer_bring_the_same_card_up_to_date(slack: Workspace) -> None:
    id = decides(slack)
    first = card(slack)
    review = ReviewDecision(
        result=ReviewResult.ADJUST,
        expected_vs_actual="Fewer cases closed.",
        reviewers=["The board"],
        affected_heard={"citizen_community": 2},
    )
    system, request = slack.system, by_learning_partner(slack)
    system.decisions.review_decision(slack.place, str(id), review, request)
    told = TellContributors(what="you_said_we_did", words="You said it, so we ring.")
    system.decisions.tell_contributors(
        slack.place, str(id), told, by_learning_partner(slack, Channel.IMPORT)
    )
    change = ObserveChange(
        place=PLACE, who_changed="The desk", what="They ring first.", decision=str(id)
    )
    system.changes.observe_change(change, by_learning_partner(slack))
    message = card(slack)
    assert message.ts == first.ts
    for words in ("Fewer cases closed.", "change some of it", "so we ring", "They ring first."):
        assert words in shown(message)


@pytest.mark.parametrize(
    ("result", "standing"),
    [
        (ReviewResult.KEEP, "Looked at again, and kept"),
        (ReviewResult.ADJUST, "Looked at again, and changed"),
        (ReviewResult.REVERSE, "Looked at again, and dropped"),
    ],
)
def test_the_card_says_how_far_it_has_come(
    slack: Workspace, result: ReviewResult, standing: str
) -> None:
    id = decides(slack)
    assert "*We decided* · Agreed" in shown(card(slack))
    system, request = slack.system, by_learning_partner(slack)
    change = ObserveChange(place=PLACE, who_changed="They", what="Ring.", decision=str(id))
    system.changes.observe_change(change, request)
    assert "*We decided* · In place" in shown(card(slack))
    review = ReviewDecision(
        result=result,
        expected_vs_actual="Fewer cases closed.",
        reviewers=["The board"],
        affected_heard={"citizen_community": 2},
    )
    system.decisions.review_decision(slack.place, str(id), review, by_learning_partner(slack))
    assert f"*We decided* · {standing}" in shown(card(slack))


def test_old_decisions_that_are_imported_do_not_flood_the_channel(slack: Workspace) -> None:
    decides(slack, Channel.IMPORT)
    slack.deliver()
    assert slack.posted() == []
    (found,) = decisions(slack)
    review = ReviewDecision(
        result=ReviewResult.KEEP,
        expected_vs_actual="As we hoped.",
        reviewers=["The board"],
        affected_heard={"citizen_community": 2},
    )
    slack.system.decisions.review_decision(
        slack.place, str(found.loop.id), review, by_learning_partner(slack)
    )
    slack.deliver()
    assert slack.posted() == []


def test_nothing_is_posted_where_the_channel_is_closed(slack: Workspace) -> None:
    slack.slack.bot.channels.close(HARROW, VALE, slack.clock())
    decides(slack)
    slack.deliver()
    assert slack.posted() == []


def test_how_many_reflections_it_came_from_is_told_only_for_three_people(slack: Workspace) -> None:
    said = dict.fromkeys((ROSA, AMINA, COLIN), "Something only they know.")
    for user, words in said.items():
        slack.says(user, words)
    slack.deliver()
    ids = {user: slack.slack.bot.posts.of_person(slack.person(user))[0].about for user in said}
    decides(slack, cites=[str(ids[ROSA]), str(ids[AMINA])])
    message = card(slack)
    assert "It came from some reflections." in shown(message)
    assert "Something only they know." not in shown(message)
    decides(slack, cites=[str(id) for id in ids.values()])
    slack.deliver()
    assert "It came from 3 reflections." in shown(slack.posted()[-1])


def test_what_it_rests_on_is_told_only_to_who_asks(slack: Workspace) -> None:
    decides(slack)
    slack.clicks(AMINA, "decision.rests_on", card(slack))
    told = _only_seen_by(slack, AMINA)
    assert WORDS in shown(told)
    assert "They ring us back." in shown(told)
    assert_sound_message(told.text, told.blocks)
    assert len([one for one in slack.posted() if one.only_for is None]) == 1


def test_seeing_it_differently_is_a_reflection_of_their_own_once(slack: Workspace) -> None:
    decides(slack)
    slack.clicks(AMINA, "decision.differently", card(slack))
    assert_sound_view(slack.modal(AMINA).given)
    slack.practice.fail("interactions", error="drop_ack", times=4)
    view_id = slack.modal(AMINA).id
    told = {"words": "An empty slot costs money.", "scope": "place_team"}
    for _ in range(5):
        slack.practice.interact(type="view_submission", user=AMINA, view_id=view_id, values=told)
    slack.system.runner.catch_up()
    found = slack.system.reading.timeline(LEARNING_PARTNER_HERE, slack.place, Filter()).entries
    (entry,) = [one for one in found if one.kind == "reflection"]
    assert (entry.text, entry.scope) == ("An empty slot costs money.", Scope.PLACE_TEAM)
    known = slack.system.desk.load(Reflection, entry.id)
    assert known.about_decision == decisions(slack)[0].loop.id
    slack.deliver()
    assert f"They say this about a decision: {CHOSEN}" in str(slack.told(TOMAS)[-1].blocks)
    assert [one.loop.chosen for one in decisions(slack)] == [CHOSEN]


def test_blank_words_are_refused_beside_their_box(slack: Workspace) -> None:
    decides(slack)
    slack.clicks(AMINA, "decision.differently", card(slack))
    told = slack.practice.interact(
        type="view_submission",
        user=AMINA,
        view_id=slack.modal(AMINA).id,
        values={"words": "  "},
    )
    assert told["errors"] == {"words": "Please write a few words."}


def test_a_belief_can_be_doubted_from_what_a_decision_rests_on(slack: Workspace) -> None:
    decides(slack)
    slack.clicks(AMINA, "decision.rests_on", card(slack))
    slack.clicks(AMINA, "belief.doubt", _only_seen_by(slack, AMINA))
    (belief,) = beliefs(slack)
    assert fields(slack, AMINA)["assumption"]["initial_option"]["value"] == str(belief.id)


def test_where_the_web_can_be_reached_the_card_links_to_it(slack: Workspace) -> None:
    id, bot = decides(slack), slack.slack.bot
    slack.system.runner.catch_up()
    settings = slack.system.settings.model_copy(update={"public_url": "https://learn.example/"})
    seen = telling.card_of(
        replace(bot, system=replace(slack.system, settings=settings)), slack.place, id, HARROW
    )
    assert seen is not None
    assert seen.page == f"https://learn.example/places/{slack.place}/decisions/{id}"
    assert f"<{seen.page}|Read all of it>" in str(view.message(seen)[1])


RESTS = RestsOn(
    belief=UUID(int=1),
    external_id=None,
    version=1,
    dropped=True,
    before=LONG,
    then=LONG,
    now="Something else. " + LONG,
    status=Status.REVISED,
    kind=BeliefKind.NORM,
    level=Level.GOVERNING,
    level_reason=LONG,
    basis=Basis.INFERRED,
    we_would_doubt_if=LONG,
)


@pytest.mark.parametrize("words", ["A", LONG, "\U0001f33b" * 3_000, "<!channel> <@U1> *x* `y`"])
@pytest.mark.parametrize("count", [0, 1, 50])
def test_the_card_fits_and_keeps_its_buttons_whatever_people_wrote(words: str, count: int) -> None:
    card = view.Card(
        id=UUID(int=7),
        chosen=words,
        options=[words] * count,
        why=words,
        rests_on=[RESTS] * count,
        decided_by=[view.Somebody(words), view.Somebody(None, "U1"), view.Somebody(None)] * count,
        look_again_on=date(2026, 11, 23),
        reflections=count or "some",
        review=view.Review(date(2026, 11, 23), ReviewResult.REVERSE, words),
        changes=[words] * count,
        told=words,
        page="https://learn.example/places/1/decisions/2",
    )
    for one in (card, replace(card, is_decided=False, why="", rests_on=())):
        text, blocks = view.message(one)
        assert_sound_message(text, blocks)
        assert "<!channel>" not in text
        assert "<!channel>" not in str(_marked(blocks))
        assert "decision.differently" in str(blocks)
    assert_sound_message(*view.rests_on([RESTS] * count))
    assert_sound_view(view.differently_modal(PLACE, Preferences(), "{}"))


def _marked(blocks: Sequence[Json]) -> list[str]:
    """All text in which Slack reads markup."""
    return [
        block["text"]["text"] for block in blocks if block.get("text", {}).get("type") == "mrkdwn"
    ]


def _only_seen_by(slack: Workspace, user: str) -> Message:
    """What was told last to one person alone."""
    return [message for message in slack.posted() if message.only_for == user][-1]
