"""What is joined to an insight counts for what cites it from there on, and for nothing before."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from service.domain.assumption import Assumption
from service.domain.decision import Decision
from service.domain.history import History
from service.domain.proof import Flag, Loop, LoopLevel
from tests.support.loops import ANA, BEN, CAT, CHALLENGED, EXAMINED, TOLD, Log

JOINED_FIRST, JOINED_LATER = CHALLENGED - 0.2, CHALLENGED + 0.2


def patterned(log: Log) -> tuple[Assumption, UUID, UUID]:
    """A belief, a pattern in which one perspective speaks, and what a second one noticed."""
    belief = log.states()
    insight = log.sees_a_pattern([log.notices(ANA, 2), log.notices(CAT, 3)])
    return belief, insight, log.notices(BEN, 3.5)


def decided(log: Log, belief: Assumption, cited: tuple[UUID, ...] = ()) -> Decision:
    """The belief is examined and put in other words, and a decision rests on them."""
    log.examines(belief)
    log.revises(belief)
    return log.decides(log.cites(belief), cited=cited)


def joined_before(log: Log) -> tuple[Decision, UUID]:
    """A second perspective is joined to the pattern, and then it is set against the belief."""
    belief, insight, more = patterned(log)
    log.joins(insight, more, on=JOINED_FIRST)
    log.challenges(belief, [insight])
    return decided(log, belief), more


def joined_after(log: Log) -> tuple[Decision, UUID]:
    """The pattern is set against the belief as it was; only then is more joined to it."""
    belief, insight, more = patterned(log)
    log.challenges(belief, [insight])
    log.joins(insight, more, on=JOINED_LATER)
    return decided(log, belief), more


def joined_after_and_dated_before(log: Log) -> tuple[Decision, UUID]:
    """The same, and whoever joins it says that it was before the challenge."""
    belief, insight, more = patterned(log)
    log.challenges(belief, [insight])
    log.joins(insight, more, on=JOINED_FIRST)
    return decided(log, belief), more


def voices(loop: Loop) -> set[UUID]:
    """Whose words fed a decision."""
    return set(loop.closing.contributors)


def test_what_was_joined_before_the_challenge_counts_in_it() -> None:
    log = Log()
    decision, _ = joined_before(log)
    loop = log.loop(decision)
    assert loop.level == LoopLevel.DOUBLE_INTENDED
    assert loop.flags == ()
    assert voices(loop) == {ANA, BEN, CAT}


@pytest.mark.parametrize("tell", [joined_after, joined_after_and_dated_before])
def test_what_was_joined_after_the_challenge_gives_it_no_voice(
    tell: Callable[[Log], tuple[Decision, UUID]],
) -> None:
    log = Log()
    decision, more = tell(log)
    loop = log.loop(decision)
    assert loop.flags == (Flag.NARROW_VOICE,)
    assert voices(loop) == {ANA, CAT}
    assert not {more, BEN} & History.of(log.facts).things_behind(decision.id)


def test_a_challenge_that_comes_after_the_joining_cites_it_with_what_was_joined() -> None:
    log = Log()
    belief, insight, more = patterned(log)
    log.challenges(belief, [insight])
    log.joins(insight, more, on=JOINED_LATER)
    log.challenges(belief, [insight], EXAMINED - 0.5)
    loop = log.loop(decided(log, belief))
    assert loop.flags == ()
    assert voices(loop) == {ANA, BEN, CAT}


def test_a_decision_that_cites_it_later_owes_an_answer_and_the_challenge_stays_narrow() -> None:
    log = Log()
    belief, insight, more = patterned(log)
    log.challenges(belief, [insight])
    log.joins(insight, more, on=JOINED_LATER)
    loop = log.loop(decided(log, belief, (insight,)))
    assert loop.flags == (Flag.NARROW_VOICE,)
    assert voices(loop) == {ANA, BEN, CAT}


def test_joining_more_after_the_decision_changes_nothing_about_it() -> None:
    log = Log()
    belief, insight, more = patterned(log)
    log.challenges(belief, [insight])
    decision = decided(log, belief, (insight,))
    before = log.loop(decision)
    log.joins(insight, more, on=TOLD)
    assert log.loop(decision) == before
    log.takes_back(more)
    assert log.loop(decision) == before


@pytest.mark.parametrize(
    ("first", "flags"), [(True, (Flag.EVIDENCE_LAPSED,)), (False, (Flag.NARROW_VOICE,))]
)
def test_what_was_joined_and_taken_back_lapsed_only_where_it_counted(
    first: bool, flags: tuple[Flag, ...]
) -> None:
    log = Log()
    decision, more = joined_before(log) if first else joined_after(log)
    log.takes_back(more)
    assert log.loop(decision).flags == flags


@pytest.mark.parametrize("first", [True, False])
def test_a_belief_is_reconstructed_where_what_counts_was_noticed_before_it(first: bool) -> None:
    log = Log()
    early = log.notices(BEN, 0.5)
    belief = log.states()
    insight = log.sees_a_pattern([log.notices(ANA, 2), log.notices(CAT, 3)])
    if first:
        log.joins(insight, early, on=JOINED_FIRST)
    log.challenges(belief, [insight])
    if not first:
        log.joins(insight, early, on=JOINED_LATER)
    flags = log.loop(decided(log, belief)).flags
    assert (Flag.RECONSTRUCTED in flags) is first


def test_what_does_not_fit_the_insight_is_no_evidence_of_what_cites_it() -> None:
    log = Log()
    belief, insight, more = patterned(log)
    log.joins(insight, against=(more,), on=JOINED_FIRST)
    log.challenges(belief, [insight])
    loop = log.loop(decided(log, belief))
    assert loop.flags == (Flag.NARROW_VOICE,)
    assert voices(loop) == {ANA, CAT}
