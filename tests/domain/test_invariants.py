"""The invariants of the learning loop (3.5), each in one test that carries its number."""

from __future__ import annotations

from inspect import signature

import pytest

from service.application import loop_commands
from service.domain.assumption import Assumption
from service.domain.base import Said, natural_id
from service.domain.decision import Decision
from service.domain.errors import (
    AloneInThis,
    NeedsReason,
    NoBlockChanged,
    NobodyAffectedHeard,
    NobodyNamed,
    NoEvidence,
    NotChallenged,
    NotLookedFor,
    NotTestable,
    OneOptionOnly,
    RestsOnNothing,
    ReviewTooFar,
)
from service.domain.history import Fact, History
from service.domain.insight import Insight
from service.domain.loop import evidenced_loop
from service.domain.proof import Flag, LoopLevel
from service.domain.prototype import Prototype
from service.domain.values import Option
from service.domain.vocabulary import ActorRole, Basis, BeliefKind
from service.eventstore import event_classes
from tests.domain.test_assumption import PRESENT, a_belief, challenge, drop, revise, uphold
from tests.domain.test_decision import a_question, reviewing, take, taking
from tests.domain.test_insight import ONE, an_insight
from tests.support.asking import TODAY, at
from tests.support.given_when_then import PLACE, fact, facts_of, given, said, sealed
from tests.support.loops import Log, closed


def test_i4_an_insight_has_two_voices_or_says_it_is_one_and_somebody_looked() -> None:
    with pytest.raises(AloneInThis):
        an_insight(cites=(ONE,), voices=1)
    with pytest.raises(NotLookedFor):
        an_insight(looked_for_disconfirming=None)
    (found,) = facts_of(an_insight(cites=(ONE,), voices=1, single_voice=True))
    fact(Insight.Proposed, single_voice=True).check(found)


def test_i5_a_belief_says_what_would_make_us_doubt_it() -> None:
    with pytest.raises(NotTestable):
        Assumption.state(
            natural_id("a belief"),
            said(),
            place_id=PLACE,
            statement=sealed("statement"),
            we_would_doubt_if=None,
            kind=BeliefKind.NORM,
            level_reason=sealed("reason"),
            basis=Basis.ESPOUSED,
        )
    assert Assumption.Stated.model_fields["we_would_doubt_if"].is_required()


def test_i6_only_what_was_challenged_with_evidence_is_revised_upheld_or_dropped() -> None:
    for do in (revise, uphold, drop):
        given(a_belief()).when(do).refused(NotChallenged)
        assert len(given(a_belief(), challenge).when(do).facts) == 1
    given(a_belief()).when(lambda it: it.challenge(said(), evidence=(), voices={})).refused(
        NoEvidence
    )
    keep = Option(text=sealed("keep"), keeps=True)
    given(a_belief()).when(lambda it: it.examine(said(), options=(keep,), present=PRESENT)).refused(
        OneOptionOnly
    )


def test_i7_a_decision_rests_on_a_belief_and_names_who_was_not_asked() -> None:
    given(a_question()).when(taking(rests_on=())).refused(RestsOnNothing)
    given(a_question()).when(taking(not_consulted=())).refused(NobodyNamed)
    given(a_question()).when(take).then(fact(Decision.Taken))


def test_i8_a_decision_is_looked_at_again_with_somebody_whom_it_affects() -> None:
    decision = given(a_question(), take).aggregate
    assert decision.review_on is not None
    assert (decision.review_on - TODAY).days == 12 * 7
    too_far = decision.review_on.replace(year=decision.review_on.year + 1)
    given(a_question()).when(taking(review_on=too_far)).refused(ReviewTooFar)
    given(a_question(), take).when(reviewing(affected_heard={})).refused(NobodyAffectedHeard)


def test_i9_the_loop_is_proved_by_the_log_and_nothing_that_is_said_sets_it() -> None:
    levels = {*LoopLevel, "level", "loop", "evidenced_loop"} - {LoopLevel.SINGLE}
    for kind in event_classes().values():
        assert not levels & set(kind.model_fields)
        for field in kind.model_fields.values():
            assert "LoopLevel" not in str(field.annotation)
    assert "LoopLevel" not in vars(loop_commands)
    assert not levels & set(signature(Decision.take).parameters)
    log = Log()
    decision, _, _ = closed(log)
    proved = log.loop(decision).level
    for place, one in enumerate(log.facts):
        if isinstance(one.event, Decision.Taken):
            claimed = one.event.model_copy(update={"claimed_loop": "single"})
            log.facts[place] = Fact(one.position, claimed)
    assert log.loop(decision).level == proved == LoopLevel.DOUBLE_CLOSED


def test_i10_a_trial_is_normal_only_with_a_decision_that_changed_a_building_block() -> None:
    trial = Prototype.start(
        natural_id("a trial"),
        said(),
        place_id=PLACE,
        name=sealed("name"),
        purpose=None,
        expected=sealed("expected"),
        building_blocks=(),
    )
    given(trial).when(
        lambda it: it.normalise(said(), building_blocks=("delivery",), decisions={}, note=None)
    ).refused(NoBlockChanged)


def test_i16_nothing_of_the_loop_is_counted_or_ranked_by_person() -> None:
    log = Log()
    decision, _, _ = closed(log)
    loop = log.loop(decision)
    assert all(step.ref not in loop.closing.contributors for step in loop.proof)
    for kind in event_classes().values():
        counts = [str(field.annotation) for field in kind.model_fields.values()]
        assert not [one for one in counts if one.startswith("dict[uuid.UUID")]


def test_i17_what_is_written_down_late_needs_a_reason_and_says_so() -> None:
    late = said(on=at("2026-05-01 12:00"))
    given(a_belief()).when(lambda it: it.challenge(late, evidence=(ONE,), voices={})).refused(
        NeedsReason
    )
    because = said(on=at("2026-05-01 12:00"), late_because=sealed("only now"))
    written = given(a_belief()).when(lambda it: it.challenge(because, evidence=(ONE,), voices={}))
    assert [one.reported_late for one in written.facts] == [True]
    log = Log()
    belief = log.states()
    decision = log.decides(log.cites(belief), written=60)
    assert log.loop(decision).flags == (Flag.ORDER_AS_REPORTED,)


@pytest.mark.parametrize("role", list(ActorRole))
def test_i18_the_same_rules_and_the_same_record_hold_in_every_role(role: ActorRole) -> None:
    def by_role() -> Said:
        command = said()
        envelope = command.envelope.model_copy(update={"actor_role": role})
        return command.model_copy(update={"envelope": envelope})

    given(a_belief()).when(lambda it: it.drop(by_role(), reason=sealed("why"))).refused(
        NotChallenged
    )
    dropped = given(a_belief(), challenge).when(lambda it: it.drop(by_role(), reason=sealed("why")))
    dropped.then(fact(Assumption.Dropped))
    assert [one.envelope.actor_role for one in dropped.facts] == [role]
    log = Log()
    decision, _, _ = closed(log)
    before = log.loop(decision)
    in_role = [fact_in(one, role) for one in log.facts]
    assert evidenced_loop(decision.id, History.of(in_role)) == before


def fact_in(one: Fact, role: ActorRole) -> Fact:
    """The same fact, by somebody in another role."""
    envelope = one.event.envelope.model_copy(update={"actor_role": role})
    return Fact(one.position, one.event.model_copy(update={"envelope": envelope}))
