"""An insight: two voices or one that says so, with what does not fit looked for."""

from __future__ import annotations

from typing import Any

import pytest

from service.domain.base import natural_id
from service.domain.errors import AloneInThis, BothForAndAgainst, NothingToJoin, NotLookedFor
from service.domain.insight import Insight
from service.domain.vocabulary import Reception
from tests.support.given_when_then import OTHER, PLACE, fact, facts_of, given, said, sealed

ONE, TWO = natural_id("one reflection"), natural_id("two reflections")
THREE, FOUR = natural_id("three reflections"), natural_id("four reflections")


def an_insight(**more: Any) -> Insight:
    """A pattern that somebody sees."""
    facts: dict[str, Any] = {
        "place_id": PLACE,
        "claim": sealed("claim"),
        "cites": (ONE, TWO),
        "voices": 2,
        "looked_for_disconfirming": True,
    }
    return Insight.propose(natural_id("an insight"), said(), **{**facts, **more})


def test_an_insight_says_what_it_rests_on_and_what_speaks_against_it() -> None:
    (found,) = facts_of(an_insight(against=(OTHER,), does_not_fit=sealed("but")))
    fact(
        Insight.Proposed,
        cites=(ONE, TWO),
        against=(OTHER,),
        does_not_fit=sealed("but"),
        looked_for_disconfirming=True,
        single_voice=False,
    ).check(found)


@pytest.mark.parametrize(
    ("cites", "voices"), [((ONE,), 1), ((ONE, ONE), 2), ((ONE, TWO), 1), ((ONE,), 2)]
)
def test_what_rests_on_one_voice_says_so(cites: tuple[Any, ...], voices: int) -> None:
    with pytest.raises(AloneInThis):
        an_insight(cites=cites, voices=voices)
    (found,) = facts_of(an_insight(cites=cites, voices=voices, single_voice=True))
    fact(Insight.Proposed, single_voice=True).check(found)


@pytest.mark.parametrize("single_voice", [True, False])
def test_an_insight_rests_on_something(single_voice: bool) -> None:
    with pytest.raises(AloneInThis):
        an_insight(cites=(), voices=0, single_voice=single_voice)


def test_whether_anybody_looked_for_what_does_not_fit_is_answered_either_way() -> None:
    with pytest.raises(NotLookedFor):
        an_insight(looked_for_disconfirming=None)
    (found,) = facts_of(an_insight(looked_for_disconfirming=False))
    fact(Insight.Proposed, looked_for_disconfirming=False).check(found)


@pytest.mark.parametrize("result", list(Reception))
def test_others_say_how_they_see_it(result: Reception) -> None:
    given(an_insight()).when(
        lambda it: it.test(said(OTHER), result=result, dissent=sealed("not I"))
    ).then(fact(Insight.Tested, result=result, dissent=sealed("not I")))


def test_it_can_be_looked_at_again_and_the_newest_answer_counts() -> None:
    def contest(it: Insight) -> None:
        it.test(said(), result=Reception.CONTESTED)

    given(an_insight(), contest).when(lambda it: it.test(said(), result=Reception.ENDORSED)).then(
        fact(Insight.Tested)
    )
    assert given(an_insight(), contest).aggregate.standing == Reception.CONTESTED


def test_the_same_command_twice_is_one_fact() -> None:
    command = said(command=PLACE)

    def endorse(it: Insight) -> None:
        it.test(command, result=Reception.ENDORSED)

    given(an_insight(), endorse).when(endorse).then()


def test_reflections_are_joined_to_it_later() -> None:
    def join(it: Insight) -> None:
        it.join(said(), cites=(THREE,), against=(FOUR,))

    given(an_insight(against=(OTHER,))).when(join).then(
        fact(Insight.EvidenceJoined, cites=(THREE,), against=(FOUR,))
    )
    now = given(an_insight(against=(OTHER,)), join).aggregate
    assert (now.cites, now.against) == ((ONE, TWO, THREE), (OTHER, FOUR))


def test_what_is_in_it_already_is_not_recorded_again() -> None:
    insight = given(an_insight(against=(OTHER,)))
    insight.when(lambda it: it.join(said(), cites=(ONE, THREE, THREE))).then(
        fact(Insight.EvidenceJoined, cites=(THREE,), against=())
    )
    given(an_insight(against=(OTHER,))).when(
        lambda it: it.join(said(), cites=(ONE,), against=(OTHER,))
    ).then()


def test_joining_needs_at_least_one_reflection() -> None:
    given(an_insight()).when(lambda it: it.join(said())).refused(NothingToJoin)


@pytest.mark.parametrize(
    ("cites", "against"), [((OTHER,), ()), ((), (ONE,)), ((THREE,), (THREE,)), ((ONE,), (ONE,))]
)
def test_a_reflection_does_not_both_fit_and_not_fit(
    cites: tuple[Any, ...], against: tuple[Any, ...]
) -> None:
    given(an_insight(against=(OTHER,))).when(
        lambda it: it.join(said(), cites=cites, against=against)
    ).refused(BothForAndAgainst)


def test_joining_twice_with_one_command_is_one_fact() -> None:
    command = said(command=PLACE)

    def join(it: Insight) -> None:
        it.join(command, cites=(THREE,))

    given(an_insight(), join).when(join).then()
