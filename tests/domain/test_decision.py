"""A decision: what it rests on, who decided and who was not asked, and looking at it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from service.domain.base import natural_id
from service.domain.decision import Decision
from service.domain.errors import (
    DoubleLoopError,
    NobodyAffectedHeard,
    NobodyNamed,
    NotDecided,
    Refused,
    RestsOnNothing,
    ReviewTooFar,
)
from service.domain.values import BeliefNow, Citation, Option, Party, Standing
from service.domain.vocabulary import (
    Answer,
    Channel,
    ClaimedLoop,
    DecisionKind,
    Perspective,
    ReviewResult,
)
from tests.support.asking import TODAY
from tests.support.given_when_then import (
    AUTHOR,
    OTHER,
    PLACE,
    fact,
    facts_of,
    given,
    said,
    sealed,
)

Do = Callable[[Decision], None]

BELIEF = natural_id("a belief")
RESTS_ON = (Citation(assumption_id=BELIEF, version=1),)
OWNER, TEAM = Party(person=AUTHOR), Party(who=sealed("the team"))
OPTIONS = (Option(text=sealed("one")), Option(text=sealed("two")))
HEARD = {Perspective.CITIZEN_COMMUNITY: 1}


def a_question() -> Decision:
    """Something to decide."""
    return Decision.propose(
        natural_id("a decision"),
        said(),
        place_id=PLACE,
        question=sealed("question"),
        options=OPTIONS,
    )


def taking(channel: Channel = Channel.API, **more: Any) -> Do:
    """Decide, with these details."""
    facts: dict[str, Any] = {
        "kind": DecisionKind.ACT,
        "chosen": sealed("one"),
        "why": sealed("why"),
        "rests_on": RESTS_ON,
        "decided_by": (OWNER,),
        "consulted": (TEAM,),
        "not_consulted": (sealed("nobody"),),
    }

    def take(it: Decision) -> None:
        command = said()
        envelope = command.envelope.model_copy(update={"channel": channel})
        it.take(command.model_copy(update={"envelope": envelope}), **{**facts, **more})

    return take


take = taking()


def reviewing(**more: Any) -> Do:
    """Look at it again, with these details."""
    facts: dict[str, Any] = {
        "result": ReviewResult.KEEP,
        "expected_vs_actual": sealed("both"),
        "reviewers": (Party(person=OTHER),),
        "affected_heard": HEARD,
    }
    return lambda it: it.review(said(), **{**facts, **more})


review = reviewing()


def tell(it: Decision) -> None:
    """People hear what became of their words."""
    it.tell(
        said(),
        what=Answer.WE_DID_NOT_BECAUSE,
        words=sealed("words"),
        reflections=(natural_id("a reflection"),),
        reached=4,
        channel=Channel.PHONE,
    )


def test_a_question_is_put_with_the_options_that_were_seen() -> None:
    (found,) = facts_of(a_question())
    fact(Decision.Proposed, place_id=PLACE, question=sealed("question"), options=OPTIONS).check(
        found
    )
    assert not given(a_question()).aggregate.is_taken


def test_a_decision_says_what_it_rests_on_and_who_took_part() -> None:
    decide = taking(claimed_loop=ClaimedLoop.DOUBLE, building_blocks=("delivery",))
    given(a_question()).when(decide).then(
        fact(
            Decision.Taken,
            rests_on=RESTS_ON,
            decided_by=(OWNER,),
            consulted=(TEAM,),
            not_consulted=(sealed("nobody"),),
            claimed_loop=ClaimedLoop.DOUBLE,
        )
    )
    decision = given(a_question(), decide).aggregate
    assert decision.is_taken
    assert decision.rests_on == RESTS_ON
    assert decision.deciders == {AUTHOR}
    assert decision.building_blocks == ("delivery",)


@pytest.mark.parametrize("channel", [one for one in Channel if one != Channel.IMPORT])
def test_only_an_import_may_rest_on_nothing_that_is_known(channel: Channel) -> None:
    given(a_question()).when(taking(channel, rests_on=())).refused(RestsOnNothing)
    given(a_question()).when(taking(Channel.IMPORT, rests_on=())).then(
        fact(Decision.Taken, rests_on=())
    )


@pytest.mark.parametrize("nobody", ["decided_by", "consulted", "not_consulted"])
def test_a_decision_names_who_decided_who_was_asked_and_who_was_not(nobody: str) -> None:
    given(a_question()).when(taking(Channel.API, **{nobody: ()})).refused(NobodyNamed)


def test_a_decision_is_taken_once() -> None:
    given(a_question(), take).when(take).refused(Refused)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (None, TODAY + timedelta(weeks=12)),
        (TODAY + timedelta(days=1), TODAY + timedelta(days=1)),
        (TODAY + timedelta(weeks=26), TODAY + timedelta(weeks=26)),
        (TODAY + timedelta(weeks=26, days=1), ReviewTooFar),
        (TODAY, Refused),
        (TODAY - timedelta(days=1), Refused),
    ],
)
def test_a_decision_is_looked_at_again_within_26_weeks_and_in_12_if_nobody_says(
    wanted: date | None, found: date | type[DoubleLoopError]
) -> None:
    decide, again = taking(review_on=wanted), reviewing(review_again_on=wanted)
    first = given(a_question()).when(decide)
    second = given(a_question(), take).when(again)
    if isinstance(found, date):
        first.then(fact(Decision.Taken, review_on=found))
        second.then(fact(Decision.Reviewed, review_again_on=wanted))
    else:
        first.refused(found)
        second.refused(found)


def test_once_looked_at_it_waits_only_for_the_day_that_was_chosen_for_the_next_time() -> None:
    day = TODAY + timedelta(weeks=4)
    assert given(a_question(), take, review).aggregate.review_on is None
    assert given(a_question(), take, reviewing(review_again_on=day)).aggregate.review_on == day


@pytest.mark.parametrize("do", [review, tell])
def test_what_was_only_proposed_is_not_reviewed_or_told_back(do: Do) -> None:
    given(a_question()).when(do).refused(NotDecided)


def test_a_review_says_who_looked() -> None:
    given(a_question(), take).when(reviewing(reviewers=())).refused(Refused)


@pytest.mark.parametrize("heard", [{}, {Perspective.CITIZEN_COMMUNITY: 0}])
def test_a_review_hears_somebody_affected_or_says_why_not(heard: dict[Perspective, int]) -> None:
    given(a_question(), take).when(reviewing(affected_heard=heard)).refused(NobodyAffectedHeard)
    reason = sealed("nobody could come")
    given(a_question(), take).when(
        reviewing(affected_heard=heard, why_nobody_affected=reason)
    ).then(fact(Decision.Reviewed, why_nobody_affected=reason))


def test_a_review_says_how_the_beliefs_stand_that_the_decision_rests_on() -> None:
    mine = (BeliefNow(assumption_id=BELIEF, standing=Standing.HELD_UP),)
    given(a_question(), take).when(reviewing(beliefs=mine)).then(
        fact(Decision.Reviewed, beliefs=mine)
    )
    another = (BeliefNow(assumption_id=PLACE, standing=Standing.HELD_UP),)
    given(a_question(), take).when(reviewing(beliefs=another)).refused(Refused)


def test_people_are_told_what_came_of_their_words_or_why_nothing_did() -> None:
    given(a_question(), take).when(tell).then(
        fact(
            Decision.ContributorsTold,
            what=Answer.WE_DID_NOT_BECAUSE,
            reached=4,
            channel=Channel.PHONE,
        )
    )


def test_it_can_be_reviewed_and_told_back_more_than_once() -> None:
    given(a_question(), take, review, tell).when(review).then(fact(Decision.Reviewed))
    given(a_question(), take, review, tell).when(tell).then(fact(Decision.ContributorsTold))


@pytest.mark.parametrize(
    ("before", "do"), [([], take), ([take], review), ([take], tell)], ids=["take", "review", "tell"]
)
def test_the_same_command_twice_is_one_fact(
    before: list[Do], do: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = given(a_question(), *before).aggregate
    command = said(command=PLACE)
    monkeypatch.setattr(f"{__name__}.said", lambda: command)
    do(decision)
    assert len(facts_of(decision)) == 1
    do(decision)
    assert facts_of(decision) == []
