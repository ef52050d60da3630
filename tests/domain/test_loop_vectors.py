"""The seventeen vectors of the domain language (2.5): level, flags, and the proof in its order."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.domain.errors import NotChallenged, NotDecided, RestsOnNothing
from service.domain.history import History
from service.domain.loop import evidenced_loop
from service.domain.proof import Flag, Loop, LoopLevel, Missing, What
from service.domain.vocabulary import BeliefKind, Channel, DecisionKind
from tests.support.given_when_then import PLACE, facts_of
from tests.support.loops import OWNER, STATED, Log, closed, day, turned, whats

INQUIRY = [What.STATED, What.CHALLENGED, What.EXAMINED, What.REVISED, What.DECIDED]
NEEDED = INQUIRY[1:]


def v1(log: Log) -> Loop:
    """A belief in use; the wording of a letter changes."""
    return log.loop(log.decides(log.cites(log.states())))


def v2(log: Log) -> Loop:
    """A guess about what works is challenged and reworded."""
    guess = log.states(kind=BeliefKind.ACTION_HYPOTHESIS)
    log.challenges(guess, log.three_voices())
    log.revises(guess)
    return log.loop(log.decides(log.cites(guess, 2)))


def v3(log: Log) -> Loop:
    """First the decision, then the belief."""
    belief = log.states()
    decision = log.decides(log.cites(belief), on=2)
    log.looks_again(belief)
    log.revises(belief)
    return log.loop(decision)


def v5(log: Log) -> Loop:
    """The belief changed first; nothing was seen to change."""
    belief, _ = turned(log)
    return log.loop(log.decides(log.cites(belief, 2)))


def v6(log: Log) -> Loop:
    """As V5, and a second person saw a change."""
    belief, _ = turned(log)
    decision = log.decides(log.cites(belief, 2))
    log.sees(decision)
    return log.loop(decision)


def v7(log: Log) -> Loop:
    """As V6; reviewed with those affected, contributors told, and its belief stands."""
    return log.loop(closed(log)[0])


def v8(log: Log) -> Loop:
    """Challenged, examined, upheld; hold on purpose."""
    belief = log.states()
    log.looks_again(belief)
    log.upholds(belief)
    return log.loop(log.decides(log.cites(belief), kind=DecisionKind.HOLD_ON_PURPOSE))


def v9(log: Log) -> Loop:
    """As V6, and the only voice against it is the decider's own."""
    belief = log.states()
    log.looks_again(belief, voices=False)
    log.revises(belief)
    decision = log.decides(log.cites(belief), by=(OWNER,))
    log.sees(decision)
    return log.loop(decision)


def v10(log: Log) -> Loop:
    """As V7, and two of the three reflections are erased later."""
    decision, _, evidence = closed(log)
    for reflection in evidence[:2]:
        log.erases(reflection)
    return log.loop(decision)


def v11(log: Log) -> Loop:
    """The belief is about who may set learning questions."""
    belief, _ = turned(log, kind=BeliefKind.ROLE_POWER, about_learning=True)
    decision = log.decides(log.cites(belief))
    log.sees(decision)
    return log.loop(decision)


def v12(log: Log) -> Loop:
    """The belief was first put into words after people had noticed what did not fit it."""
    evidence = log.three_voices()
    belief = log.states(on=4.5)
    log.challenges(belief, evidence)
    log.examines(belief)
    log.revises(belief)
    decision = log.decides(log.cites(belief))
    log.sees(decision)
    return log.loop(decision)


def v13(log: Log) -> Loop:
    """Workshop notes typed three weeks late: the examination, after the rewording was written."""
    belief = log.states()
    log.challenges(belief, log.three_voices())
    log.revises(belief)
    decision = log.decides(log.cites(belief))
    log.sees(decision)
    log.examines(belief, written=27)
    return log.loop(decision)


def v15(log: Log) -> Loop:
    """Challenged and reworded, and never examined."""
    belief = log.states()
    log.challenges(belief, log.three_voices())
    log.revises(belief)
    return log.loop(log.decides(log.cites(belief, 2)))


def v16(log: Log) -> Loop:
    """Challenged, examined, dropped; stop."""
    belief = log.states()
    log.looks_again(belief)
    log.drops(belief)
    decision = log.decides(log.cites(belief, dropped=True), kind=DecisionKind.STOP)
    log.sees(decision)
    return log.loop(decision)


def v17(log: Log) -> Loop:
    """Hold on purpose, with nothing examined."""
    return log.loop(log.decides(log.cites(log.states()), kind=DecisionKind.HOLD_ON_PURPOSE))


Vector = tuple[Callable[[Log], Loop], LoopLevel, set[Flag], list[What], list[What]]

VECTORS: list[Vector] = [
    (v1, LoopLevel.SINGLE, set(), [What.STATED, What.DECIDED], [What.DECIDED]),
    (
        v2,
        LoopLevel.SINGLE,
        set(),
        [What.STATED, What.CHALLENGED, What.REVISED, What.DECIDED],
        [What.DECIDED],
    ),
    (
        v3,
        LoopLevel.SINGLE,
        {Flag.BELIEF_FOLLOWED_ACTION},
        [What.STATED, What.DECIDED, What.REVISED],
        [What.DECIDED],
    ),
    (v5, LoopLevel.DOUBLE_INTENDED, set(), INQUIRY, NEEDED),
    (
        v6,
        LoopLevel.DOUBLE_ENACTED,
        set(),
        [*INQUIRY, What.CHANGE_SEEN],
        [*NEEDED, What.CHANGE_SEEN],
    ),
    (
        v7,
        LoopLevel.DOUBLE_CLOSED,
        set(),
        [*INQUIRY, What.CHANGE_SEEN, What.REVIEWED, What.TOLD],
        [*NEEDED, What.CHANGE_SEEN, What.REVIEWED, What.TOLD],
    ),
    (
        v8,
        LoopLevel.EXAMINED_UPHELD,
        set(),
        [What.STATED, What.CHALLENGED, What.EXAMINED, What.UPHELD, What.DECIDED],
        [What.CHALLENGED, What.EXAMINED, What.UPHELD, What.DECIDED],
    ),
    (
        v9,
        LoopLevel.DOUBLE_ENACTED,
        {Flag.NARROW_VOICE},
        [*INQUIRY, What.CHANGE_SEEN],
        [*NEEDED, What.CHANGE_SEEN],
    ),
    (
        v10,
        LoopLevel.DOUBLE_CLOSED,
        {Flag.EVIDENCE_LAPSED},
        [*INQUIRY, What.CHANGE_SEEN, What.REVIEWED, What.TOLD],
        [*NEEDED, What.CHANGE_SEEN, What.REVIEWED, What.TOLD],
    ),
    (
        v11,
        LoopLevel.DOUBLE_ENACTED,
        {Flag.ABOUT_LEARNING},
        [*INQUIRY, What.CHANGE_SEEN],
        [*NEEDED, What.CHANGE_SEEN],
    ),
    (
        v12,
        LoopLevel.DOUBLE_ENACTED,
        {Flag.RECONSTRUCTED},
        [*INQUIRY, What.CHANGE_SEEN],
        [*NEEDED, What.CHANGE_SEEN],
    ),
    (
        v13,
        LoopLevel.DOUBLE_ENACTED,
        {Flag.ORDER_AS_REPORTED},
        [*INQUIRY, What.CHANGE_SEEN],
        [*NEEDED, What.CHANGE_SEEN],
    ),
    (
        v15,
        LoopLevel.SINGLE,
        set(),
        [What.STATED, What.CHALLENGED, What.REVISED, What.DECIDED],
        [What.DECIDED],
    ),
    (
        v16,
        LoopLevel.DOUBLE_ENACTED,
        set(),
        [
            What.STATED,
            What.CHALLENGED,
            What.EXAMINED,
            What.DROPPED,
            What.DECIDED,
            What.CHANGE_SEEN,
        ],
        [What.CHALLENGED, What.EXAMINED, What.DROPPED, What.DECIDED, What.CHANGE_SEEN],
    ),
    (v17, LoopLevel.NO_LOOP, set(), [What.STATED, What.DECIDED], [What.DECIDED]),
]


@pytest.mark.parametrize(
    ("tell", "level", "flags", "proof", "needed"),
    VECTORS,
    ids=[vector[0].__name__ for vector in VECTORS],
)
def test_what_the_facts_of_a_vector_prove(
    tell: Callable[[Log], Loop],
    level: LoopLevel,
    flags: set[Flag],
    proof: list[What],
    needed: list[What],
) -> None:
    loop = tell(Log())
    assert loop.level == level
    assert set(loop.flags) == flags
    assert whats(loop) == proof
    assert whats(loop, needed=True) == needed
    assert [step.at for step in loop.proof] == sorted(step.at for step in loop.proof)


def test_v4_a_belief_that_nobody_challenged_is_not_reworded() -> None:
    log = Log()
    belief = log.states()
    with pytest.raises(NotChallenged):
        log.revises(belief)
    assert facts_of(belief) == []
    assert [fact.at for fact in log.facts] == [day(STATED)]


def test_v14_a_decision_that_rests_on_nothing_is_refused() -> None:
    log = Log()
    with pytest.raises(RestsOnNothing, match="What does this rest on"):
        log.decides()
    assert log.facts == []


def test_an_imported_decision_that_rests_on_nothing_known_is_unclassified() -> None:
    log = Log()
    loop = log.loop(log.decides(channel=Channel.IMPORT))
    assert (loop.level, loop.missing) == (LoopLevel.UNCLASSIFIED, (Missing.BELIEF,))
    assert (loop.flags, whats(loop)) == ((), [What.DECIDED])


def test_what_was_never_decided_has_no_loop() -> None:
    with pytest.raises(NotDecided):
        evidenced_loop(PLACE, History.of(Log().facts))


@pytest.mark.parametrize(
    ("tell", "missing"),
    [
        (v1, [Missing.CHALLENGE, Missing.EXAMINATION, Missing.REVISION]),
        (v2, [Missing.GOVERNING_BELIEF]),
        (v5, [Missing.CHANGE_SEEN]),
        (v6, [Missing.REVIEW, Missing.BELIEF_STANDING, Missing.TELLING]),
        (v7, []),
        (v8, []),
        (v15, [Missing.EXAMINATION]),
        (v17, [Missing.CHALLENGE, Missing.EXAMINATION, Missing.REVISION]),
    ],
)
def test_what_is_missing_for_the_next_level(
    tell: Callable[[Log], Loop], missing: list[Missing]
) -> None:
    assert list(tell(Log()).missing) == missing


def test_a_decision_on_the_earlier_wording_is_single() -> None:
    log = Log()
    belief, _ = turned(log)
    assert log.loop(log.decides(log.cites(belief, 1))).level == LoopLevel.SINGLE


def test_a_wording_that_was_upheld_and_is_not_the_one_cited_does_not_count() -> None:
    log = Log()
    belief = log.states()
    log.looks_again(belief)
    log.upholds(belief)
    log.revises(belief, 7.5)
    log.upholds(belief, 8)
    assert log.loop(log.decides(log.cites(belief, 1))).level == LoopLevel.EXAMINED_UPHELD
    only_second = Log()
    belief, _ = turned(only_second)
    only_second.upholds(belief, 8)
    loop = only_second.loop(only_second.decides(only_second.cites(belief, 1)))
    assert loop.level == LoopLevel.SINGLE


@pytest.mark.parametrize(
    ("challenged", "examined", "missing"),
    [(8, 6, Missing.CHALLENGE), (5, 8, Missing.EXAMINATION)],
)
def test_what_came_only_after_the_rewording_did_not_lead_to_it(
    challenged: int, examined: int, missing: Missing
) -> None:
    log = Log()
    belief = log.states()
    log.challenges(belief, log.three_voices(), challenged)
    log.examines(belief, examined)
    log.revises(belief)
    loop = log.loop(log.decides(log.cites(belief)))
    assert (loop.level, loop.missing) == (LoopLevel.SINGLE, (missing,))


def test_only_late_and_only_out_of_order_are_each_as_reported() -> None:
    late, out_of_order = Log(), Log()
    belief, _ = turned(late)
    decision = late.decides(late.cites(belief))
    late.sees(decision, 12, written=27)
    assert late.loop(decision).flags == (Flag.ORDER_AS_REPORTED,)
    belief, _ = turned(out_of_order)
    decision = out_of_order.decides(out_of_order.cites(belief))
    assert out_of_order.loop(decision).flags == ()
    out_of_order.examines(belief, 6.5, written=15)
    assert out_of_order.loop(decision).flags == (Flag.ORDER_AS_REPORTED,)


def test_a_belief_about_learning_that_did_not_change_is_no_learning_about_learning() -> None:
    log = Log()
    about_learning = log.states("A2", about_learning=True)
    belief, _ = turned(log)
    loop = log.loop(log.decides(log.cites(belief), log.cites(about_learning)))
    assert (loop.level, loop.flags) == (LoopLevel.DOUBLE_INTENDED, ())
