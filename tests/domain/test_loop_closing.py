"""Closing a loop: the change looked at again, the belief settled, people told (2.6); and levels."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from service.domain.assumption import Assumption
from service.domain.base import natural_id
from service.domain.decision import Decision
from service.domain.errors import NobodyAffectedHeard
from service.domain.proof import Flag, Loop, LoopLevel, Missing, What
from service.domain.values import Party, Standing
from service.domain.vocabulary import Agreement, BeliefKind, DecisionKind, Perspective, ReviewResult
from tests.support.given_when_then import facts_of, sealed
from tests.support.loops import (
    ANA,
    BEN,
    CAT,
    COLLEAGUE,
    DECIDED,
    OWNER,
    Log,
    closed,
    heard,
    party,
    turned,
    whats,
)

SECOND_OWNER = natural_id("second owner")
IN_WORDS = Party(who=sealed("the tenants' group"), role=natural_id("the tenants' group"))


def enacted(log: Log) -> tuple[Decision, Assumption, tuple[UUID, ...]]:
    """All but the closing: a belief turned, a decision by two people, a change seen."""
    belief, evidence = turned(log)
    decision = log.decides(log.cites(belief), by=(OWNER, SECOND_OWNER))
    log.sees(decision)
    return decision, belief, evidence


def reviewed_by(*people: Party, affected: int = 1) -> Loop:
    """A loop where everything else is there, looked at again by these people."""
    log = Log()
    decision, belief, evidence = enacted(log)
    log.reviews(decision, by=people, affected=affected, beliefs=[belief])
    log.tells(decision, evidence)
    return log.loop(decision)


@pytest.mark.parametrize(
    "people",
    [
        (party(OWNER),),
        (party(OWNER), party(SECOND_OWNER)),
        (party(OWNER), party(OWNER)),
    ],
)
def test_a_review_by_deciders_alone_does_not_close(people: tuple[Party, ...]) -> None:
    loop = reviewed_by(*people)
    assert loop.level == LoopLevel.DOUBLE_ENACTED
    assert loop.missing == (Missing.REVIEW,)


@pytest.mark.parametrize(
    "people", [(party(COLLEAGUE),), (party(OWNER), party(COLLEAGUE)), (IN_WORDS,)]
)
def test_a_review_with_somebody_who_did_not_decide_closes(people: tuple[Party, ...]) -> None:
    assert reviewed_by(*people).level == LoopLevel.DOUBLE_CLOSED


def test_a_review_with_nobody_affected_closes_where_it_says_why() -> None:
    assert reviewed_by(party(COLLEAGUE), affected=0).level == LoopLevel.DOUBLE_CLOSED


def test_a_review_with_nobody_affected_and_no_reason_is_refused() -> None:
    log = Log()
    decision, _, _ = closed(log)
    written = len(log.facts)
    with pytest.raises(NobodyAffectedHeard):
        decision.review(
            heard(40),
            result=ReviewResult.KEEP,
            expected_vs_actual=sealed("both"),
            reviewers=(party(COLLEAGUE),),
            affected_heard={},
        )
    assert facts_of(decision) == []
    assert len(log.facts) == written


def test_a_review_before_any_change_was_seen_does_not_close() -> None:
    log = Log()
    belief, evidence = turned(log)
    decision = log.decides(log.cites(belief))
    log.reviews(decision, 15, beliefs=[belief])
    log.tells(decision, evidence)
    assert log.loop(decision).level == LoopLevel.DOUBLE_INTENDED
    log.sees(decision, 20)
    loop = log.loop(decision)
    assert (loop.level, loop.missing) == (LoopLevel.DOUBLE_ENACTED, (Missing.REVIEW,))
    log.reviews(decision, 30)
    assert log.loop(decision).level == LoopLevel.DOUBLE_CLOSED


@pytest.mark.parametrize("kind", list(DecisionKind))
def test_only_hold_and_ask_close_without_a_change(kind: DecisionKind) -> None:
    log = Log()
    belief, evidence = turned(log)
    decision = log.decides(log.cites(belief), kind=kind)
    log.reviews(decision, beliefs=[belief])
    log.tells(decision, evidence)
    without_change = kind in (DecisionKind.HOLD_ON_PURPOSE, DecisionKind.ASK)
    wanted = LoopLevel.DOUBLE_CLOSED if without_change else LoopLevel.DOUBLE_INTENDED
    assert log.loop(decision).level == wanted


def test_a_change_that_nobody_had_to_see_is_not_needed() -> None:
    log = Log()
    belief, evidence = turned(log)
    decision = log.decides(log.cites(belief), kind=DecisionKind.HOLD_ON_PURPOSE)
    log.sees(decision)
    log.reviews(decision, beliefs=[belief])
    log.tells(decision, evidence)
    assert log.loop(decision).level == LoopLevel.DOUBLE_CLOSED
    assert What.CHANGE_SEEN not in whats(log.loop(decision), needed=True)


def test_contributors_who_were_not_told_keep_it_open() -> None:
    log = Log()
    decision, belief, evidence = enacted(log)
    log.reviews(decision, beliefs=[belief])
    log.tells(decision, evidence[:2])
    loop = log.loop(decision)
    assert (loop.level, loop.missing) == (LoopLevel.DOUBLE_ENACTED, (Missing.TELLING,))
    assert loop.closing.contributors == {ANA, BEN, CAT}
    assert loop.closing.still_to_tell == {CAT}
    log.tells(decision, evidence[2:], 33)
    assert log.loop(decision).level == LoopLevel.DOUBLE_CLOSED
    assert whats(log.loop(decision), needed=True).count(What.TOLD) == 2


def test_whoever_was_told_about_one_of_their_reflections_was_told() -> None:
    log = Log()
    belief = log.states()
    evidence = (*log.three_voices(), log.notices(ANA, 4))
    log.challenges(belief, evidence)
    log.examines(belief)
    log.revises(belief)
    decision = log.decides(log.cites(belief))
    log.tells(decision, evidence[:3])
    assert log.loop(decision).closing.told


@pytest.mark.parametrize("gone", ["erased person", "erased reflection", "taken back"])
def test_people_who_are_gone_need_not_be_told(gone: str) -> None:
    log = Log()
    decision, belief, evidence = enacted(log)
    log.reviews(decision, beliefs=[belief])
    log.tells(decision, evidence[:2])
    if gone == "taken back":
        log.takes_back(evidence[2])
    else:
        log.erases(CAT if gone == "erased person" else evidence[2])
    loop = log.loop(decision)
    assert (loop.level, loop.flags) == (LoopLevel.DOUBLE_CLOSED, (Flag.EVIDENCE_LAPSED,))
    assert loop.closing.contributors == {ANA, BEN}


def test_those_whose_words_the_decision_cites_or_an_insight_rests_on_are_told_too() -> None:
    log = Log()
    belief = log.states()
    pattern = log.sees_a_pattern([log.notices(ANA, 2), log.notices(BEN, 3)])
    log.challenges(belief, [pattern])
    log.examines(belief)
    log.revises(belief)
    decision = log.decides(log.cites(belief), cited=[log.notices(CAT, 9)])
    assert log.loop(decision).closing.still_to_tell == {ANA, BEN, CAT}


def test_telling_and_reviewing_before_the_decision_are_neither() -> None:
    log = Log()
    decision, belief, evidence = enacted(log)
    log.tells(decision, evidence, DECIDED - 1)
    log.reviews(decision, DECIDED - 1, beliefs=[belief])
    closing = log.loop(decision).closing
    assert not closing.told
    assert not closing.reviewed
    assert not closing.beliefs


def test_where_nobody_is_left_to_tell_it_is_still_said_what_became_of_it() -> None:
    log = Log()
    decision, belief, _ = enacted(log)
    log.reviews(decision, beliefs=[belief])
    for person in (ANA, BEN, CAT):
        log.erases(person)
    assert log.loop(decision).missing == (Missing.TELLING,)
    log.tells(decision)
    assert log.loop(decision).level == LoopLevel.DOUBLE_CLOSED


Settle = Callable[[Log, Decision, Assumption], None]


def in_a_review(log: Log, decision: Decision, belief: Assumption) -> None:
    """A review says that it held up."""
    log.reviews(decision, 32, beliefs=[belief], standing=Standing.UNSURE)


def upheld(log: Log, decision: Decision, belief: Assumption) -> None:
    """It is kept."""
    log.upholds(belief, 32)


def reworded(log: Log, decision: Decision, belief: Assumption) -> None:
    """It changes again."""
    log.revises(belief, 32)


def dropped(log: Log, decision: Decision, belief: Assumption) -> None:
    """It goes."""
    log.drops(belief, 32)


def left_open(log: Log, decision: Decision, belief: Assumption) -> None:
    """Nobody can say."""
    log.leaves_open(belief, 32)


@pytest.mark.parametrize("settle", [in_a_review, upheld, reworded, dropped, left_open])
def test_a_belief_is_settled_by_a_review_or_by_what_becomes_of_it_later(settle: Settle) -> None:
    log = Log()
    decision, belief, evidence = enacted(log)
    log.reviews(decision)
    log.tells(decision, evidence)
    loop = log.loop(decision)
    assert (loop.level, loop.missing) == (LoopLevel.DOUBLE_ENACTED, (Missing.BELIEF_STANDING,))
    settle(log, decision, belief)
    loop = log.loop(decision)
    assert loop.level == LoopLevel.DOUBLE_CLOSED
    assert loop.flags == ()


@pytest.mark.parametrize("settle", [upheld, reworded, dropped, left_open])
def test_what_settled_a_belief_is_needed_where_no_review_did(settle: Settle) -> None:
    log = Log()
    decision, belief, evidence = enacted(log)
    log.reviews(decision)
    log.tells(decision, evidence)
    settle(log, decision, belief)
    last = log.loop(decision).proof[-1]
    assert (last.position, last.needed) == (len(log.facts), True)


def test_every_belief_that_the_decision_rests_on_is_settled() -> None:
    log = Log()
    guess = log.states("S1", kind=BeliefKind.ACTION_HYPOTHESIS)
    belief, evidence = turned(log)
    decision = log.decides(log.cites(belief), log.cites(guess))
    log.sees(decision)
    log.reviews(decision, beliefs=[belief])
    log.tells(decision, evidence)
    assert log.loop(decision).missing == (Missing.BELIEF_STANDING,)
    log.reviews(decision, 35, beliefs=[guess])
    assert log.loop(decision).level == LoopLevel.DOUBLE_CLOSED


def test_a_belief_cited_as_dropped_is_settled() -> None:
    log = Log()
    belief = log.states()
    evidence = log.looks_again(belief)
    log.drops(belief)
    decision = log.decides(log.cites(belief, dropped=True), kind=DecisionKind.STOP)
    log.sees(decision)
    log.reviews(decision)
    log.tells(decision, evidence)
    assert log.loop(decision).level == LoopLevel.DOUBLE_CLOSED


def test_a_belief_that_came_out_unchanged_before_the_decision_is_not_settled_by_that() -> None:
    log = Log()
    belief = log.states()
    log.looks_again(belief)
    log.upholds(belief)
    assert not log.loop(log.decides(log.cites(belief))).closing.beliefs


@pytest.mark.parametrize(
    ("seer", "confirmer", "agrees", "level"),
    [
        (ANA, BEN, None, LoopLevel.DOUBLE_ENACTED),
        (None, BEN, None, LoopLevel.DOUBLE_INTENDED),
        (None, BEN, Agreement.YES, LoopLevel.DOUBLE_ENACTED),
        (OWNER, BEN, None, LoopLevel.DOUBLE_INTENDED),
        (OWNER, BEN, Agreement.YES, LoopLevel.DOUBLE_ENACTED),
        (OWNER, BEN, Agreement.PARTLY, LoopLevel.DOUBLE_ENACTED),
        (OWNER, BEN, Agreement.NO, LoopLevel.DOUBLE_INTENDED),
        (OWNER, SECOND_OWNER, Agreement.YES, LoopLevel.DOUBLE_INTENDED),
    ],
)
def test_a_change_counts_where_somebody_who_did_not_decide_saw_it(
    seer: UUID | None, confirmer: UUID, agrees: Agreement | None, level: LoopLevel
) -> None:
    log = Log()
    belief, _ = turned(log)
    decision = log.decides(log.cites(belief), by=(OWNER, SECOND_OWNER))
    change = log.sees(decision, by=seer)
    if agrees is not None:
        log.confirms(change, by=confirmer, agrees=agrees)
    loop = log.loop(decision)
    assert loop.level == level
    if level == LoopLevel.DOUBLE_INTENDED:
        assert loop.missing == (Missing.CHANGE_SEEN_BY_ANOTHER,)


def test_a_change_seen_before_the_decision_did_not_come_of_it() -> None:
    log = Log()
    belief, _ = turned(log)
    decision = log.decides(log.cites(belief))
    log.sees(decision, DECIDED - 1)
    assert log.loop(decision).level == LoopLevel.DOUBLE_INTENDED


def test_slipping_back_is_in_the_proof_and_takes_nothing_away() -> None:
    log = Log()
    decision, _, _ = closed(log)
    log.slips(decision)
    loop = log.loop(decision)
    assert loop.level == LoopLevel.DOUBLE_CLOSED
    assert whats(loop)[-1] == What.SLIPPED


@pytest.mark.parametrize(
    ("first", "settled", "on", "level"),
    [
        (BeliefKind.NORM, BeliefKind.ACTION_HYPOTHESIS, 8, LoopLevel.SINGLE),
        (BeliefKind.NORM, BeliefKind.ACTION_HYPOTHESIS, 12, LoopLevel.SINGLE),
        (BeliefKind.NORM, BeliefKind.PURPOSE, 12, LoopLevel.DOUBLE_INTENDED),
        (BeliefKind.ACTION_HYPOTHESIS, BeliefKind.NORM, 8, LoopLevel.DOUBLE_INTENDED),
        (BeliefKind.ACTION_HYPOTHESIS, BeliefKind.NORM, 12, LoopLevel.SINGLE),
    ],
)
def test_settling_that_a_belief_governs_counts_before_the_decision_and_that_not_always(
    first: BeliefKind, settled: BeliefKind, on: int, level: LoopLevel
) -> None:
    log = Log()
    belief, _ = turned(log, kind=first)
    decision = log.decides(log.cites(belief), on=10)
    log.settles_level(belief, settled, on)
    assert log.loop(decision).level == level
    assert log.loop(decision).flags == ()


def test_settled_to_a_guess_and_back_after_the_decision_it_governs_as_before() -> None:
    log = Log()
    belief, _ = turned(log)
    decision = log.decides(log.cites(belief))
    log.settles_level(belief, BeliefKind.ACTION_HYPOTHESIS, 12)
    log.settles_level(belief, BeliefKind.NORM, 14)
    assert log.loop(decision).level == LoopLevel.DOUBLE_INTENDED


@pytest.mark.parametrize(
    ("kind", "flags"),
    [(BeliefKind.ACTION_HYPOTHESIS, (Flag.LEVEL_CONTESTED,)), (BeliefKind.RULE, ())],
)
def test_a_contested_level_is_flagged_until_it_is_settled(
    kind: BeliefKind, flags: tuple[Flag, ...]
) -> None:
    log = Log()
    belief, _ = turned(log, kind=BeliefKind.NORM)
    decision = log.decides(log.cites(belief))
    log.contests_level(belief, kind, 12)
    loop = log.loop(decision)
    assert (loop.level, loop.flags) == (LoopLevel.DOUBLE_INTENDED, flags)
    log.settles_level(belief, BeliefKind.NORM, 14)
    assert log.loop(decision).flags == ()
    log.contests_level(belief, kind, 16)
    assert log.loop(decision).flags == flags


def test_a_belief_reworded_unexamined_and_then_examined_and_kept_was_upheld() -> None:
    log = Log()
    belief = log.states()
    evidence = log.three_voices()
    log.challenges(belief, evidence)
    log.revises(belief, 5.5)
    log.challenges(belief, evidence, 6)
    log.examines(belief, 7)
    log.upholds(belief, 8)
    loop = log.loop(log.decides(log.cites(belief)))
    assert loop.level == LoopLevel.EXAMINED_UPHELD


def test_holding_on_purpose_after_looking_at_a_belief_is_not_nothing() -> None:
    log = Log()
    belief = log.states()
    log.challenges(belief, log.three_voices())
    log.revises(belief)
    log.examines(belief, 8)
    decision = log.decides(log.cites(belief), kind=DecisionKind.HOLD_ON_PURPOSE)
    assert log.loop(decision).level == LoopLevel.SINGLE


def test_two_wordings_of_one_belief_do_not_hide_what_the_level_rests_on() -> None:
    log = Log()
    belief, _ = turned(log)
    decision = log.decides(log.cites(belief), log.cites(belief, 1))
    assert whats(log.loop(decision), needed=True) == [
        What.CHALLENGED,
        What.EXAMINED,
        What.REVISED,
        What.DECIDED,
    ]


NOT_ASKED = natural_id("not asked yet")


@pytest.mark.parametrize(
    ("voices", "counted", "is_narrow"),
    [
        ([(ANA, None), (BEN, None)], {}, False),
        ([(ANA, None), (CAT, None)], {}, True),
        ([(ANA, None)], {}, True),
        ([(ANA, None), (ANA, Perspective.CITIZEN_COMMUNITY)], {}, True),
        ([(ANA, None), (NOT_ASKED, None)], {}, True),
        ([(ANA, None)], {Perspective.STATUTORY: 4}, True),
        ([(ANA, None)], {Perspective.CITIZEN_COMMUNITY: 1}, False),
        ([(ANA, None)], {Perspective.CITIZEN_COMMUNITY: 0}, True),
    ],
)
def test_a_challenge_by_one_person_or_from_one_perspective_is_narrow(
    voices: list[tuple[UUID, Perspective | None]],
    counted: dict[Perspective, int],
    is_narrow: bool,
) -> None:
    log = Log()
    belief = log.states()
    evidence = [
        log.notices(author, 2 + place, perspective=perspective)
        for place, (author, perspective) in enumerate(voices)
    ]
    log.challenges(belief, evidence, voices=counted)
    log.examines(belief)
    log.revises(belief)
    loop = log.loop(log.decides(log.cites(belief)))
    assert loop.flags == ((Flag.NARROW_VOICE,) if is_narrow else ())
    assert loop.level == LoopLevel.DOUBLE_INTENDED
