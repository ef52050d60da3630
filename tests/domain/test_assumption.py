"""A belief: testable, challenged with evidence, looked at, and every wording of it kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.domain.assumption import Assumption, Status
from service.domain.base import natural_id
from service.domain.errors import (
    BeliefDropped,
    DoubleLoopError,
    NoEvidence,
    NotChallenged,
    NotTestable,
    OneOptionOnly,
    Refused,
    RevisedMeanwhile,
)
from service.domain.values import Option
from service.domain.vocabulary import Basis, BeliefKind, Level, Perspective
from tests.support.given_when_then import PLACE, Fact, fact, facts_of, given, said, sealed

Do = Callable[[Assumption], None]

EVIDENCE = (natural_id("a reflection"),)
PRESENT = {Perspective.STATUTORY: 2}
KEEP, OTHER = Option(text=sealed("keep"), keeps=True), Option(text=sealed("other"))


def a_belief(kind: BeliefKind = BeliefKind.NORM) -> Assumption:
    """A belief in its first words."""
    return Assumption.state(
        natural_id("a belief"),
        said(),
        place_id=PLACE,
        statement=sealed("first words"),
        we_would_doubt_if=sealed("doubt"),
        kind=kind,
        level_reason=sealed("reason"),
        basis=Basis.ESPOUSED,
    )


def challenge(it: Assumption) -> None:
    """Evidence against it."""
    it.challenge(said(), evidence=EVIDENCE, voices={Perspective.CITIZEN_COMMUNITY: 3})


def examine(it: Assumption) -> None:
    """A look at what else one could believe."""
    it.examine(said(), options=(KEEP, OTHER), present=PRESENT)


def uphold(it: Assumption) -> None:
    """It is kept."""
    it.uphold(said(), reason=sealed("why"))


def revise(it: Assumption) -> None:
    """New words."""
    it.revise(said(), statement=sealed("better"), reason=sealed("why"))


def drop(it: Assumption) -> None:
    """Nobody believes it any more."""
    it.drop(said(), reason=sealed("why"))


def leave_open(it: Assumption) -> None:
    """Nobody can say."""
    it.leave_open(said(), reason=sealed("why"))


def contest(it: Assumption) -> None:
    """It is a guess."""
    it.contest_level(said(), kind=BeliefKind.ACTION_HYPOTHESIS, reason=sealed("why"))


def settle(it: Assumption) -> None:
    """It is agreed to be a guess."""
    it.settle_level(said(), kind=BeliefKind.ACTION_HYPOTHESIS, reason=sealed("why"))


def mirror(it: Assumption) -> None:
    """Beside it, what people seem to act on."""
    it.hold_up_mirror(said(), in_use=natural_id("another"), evidence_for=EVIDENCE)


def test_a_belief_begins_in_its_first_words_and_in_use() -> None:
    (found,) = facts_of(a_belief())
    fact(
        Assumption.Stated,
        place_id=PLACE,
        statement=sealed("first words"),
        we_would_doubt_if=sealed("doubt"),
        basis=Basis.ESPOUSED,
        about_learning=False,
    ).check(found)
    assert given(a_belief()).aggregate.kind == BeliefKind.NORM
    assert given(a_belief()).aggregate.status == Status.IN_USE


def test_a_belief_that_nothing_could_shake_is_refused() -> None:
    with pytest.raises(NotTestable):
        Assumption.state(
            natural_id("a belief"),
            said(),
            place_id=PLACE,
            statement=sealed("first words"),
            we_would_doubt_if=None,
            kind=BeliefKind.NORM,
            level_reason=sealed("reason"),
            basis=Basis.ESPOUSED,
        )


@pytest.mark.parametrize("kind", list(BeliefKind))
def test_all_kinds_govern_but_the_guess_about_what_works(kind: BeliefKind) -> None:
    is_guess = kind == BeliefKind.ACTION_HYPOTHESIS
    assert a_belief(kind).level == (Level.STRATEGY if is_guess else Level.GOVERNING)


@pytest.mark.parametrize(
    ("before", "do", "expected", "status"),
    [
        (
            [],
            challenge,
            fact(Assumption.Challenged, version=1, evidence=EVIDENCE),
            Status.CHALLENGED,
        ),
        (
            [],
            examine,
            fact(Assumption.Examined, version=1, options=(KEEP, OTHER), present=PRESENT),
            Status.EXAMINED,
        ),
        ([challenge], uphold, fact(Assumption.Upheld, version=1), Status.UPHELD),
        (
            [challenge],
            revise,
            fact(Assumption.Revised, from_version=1, to_version=2, statement=sealed("better")),
            Status.REVISED,
        ),
        ([challenge], drop, fact(Assumption.Dropped, version=1), Status.DROPPED),
        ([], leave_open, fact(Assumption.LeftOpen, version=1), Status.LEFT_OPEN),
        (
            [],
            mirror,
            fact(Assumption.MirrorHeldUp, in_use=natural_id("another"), evidence_for=EVIDENCE),
            Status.IN_USE,
        ),
    ],
)
def test_what_becomes_of_a_belief(before: list[Do], do: Do, expected: Fact, status: Status) -> None:
    given(a_belief(), *before).when(do).then(expected)
    assert given(a_belief(), *before, do).aggregate.status == status


def test_versions_count_wordings_and_nothing_else() -> None:
    lived = [challenge, examine, leave_open, contest, settle, mirror, revise, challenge, uphold]
    given(a_belief(), *lived).when(revise).then(
        fact(Assumption.Revised, from_version=2, to_version=3)
    )
    given(a_belief(), *lived, revise).when(challenge).then(fact(Assumption.Challenged, version=3))


@pytest.mark.parametrize("do", [uphold, revise, drop])
@pytest.mark.parametrize("before", [[], [examine], [leave_open]])
def test_nothing_comes_of_a_belief_that_nobody_challenged(before: list[Do], do: Do) -> None:
    given(a_belief(), *before).when(do).refused(NotChallenged)


@pytest.mark.parametrize("do", [challenge, examine, uphold, revise, drop, leave_open])
def test_a_dropped_belief_is_not_gone_on_with(do: Do) -> None:
    given(a_belief(), challenge, drop).when(do).refused(BeliefDropped)


def test_a_challenge_needs_evidence() -> None:
    given(a_belief()).when(lambda it: it.challenge(said(), evidence=(), voices={})).refused(
        NoEvidence
    )


@pytest.mark.parametrize("options", [(), (KEEP,), (OTHER,), (OTHER, OTHER)])
def test_looking_at_a_belief_needs_two_options_and_keeping_it(options: tuple[Option, ...]) -> None:
    given(a_belief()).when(lambda it: it.examine(said(), options=options, present=PRESENT)).refused(
        OneOptionOnly
    )


@pytest.mark.parametrize("present", [{}, {Perspective.STATUTORY: 0}])
def test_looking_at_a_belief_says_who_was_there(present: dict[Perspective, int]) -> None:
    given(a_belief()).when(
        lambda it: it.examine(said(), options=(KEEP, OTHER), present=present)
    ).refused(Refused)


@pytest.mark.parametrize(
    ("looked_at", "error"), [(1, RevisedMeanwhile), (2, None), (3, RevisedMeanwhile), (None, None)]
)
def test_nobody_overwrites_words_that_they_have_not_read(
    looked_at: int | None, error: type[DoubleLoopError] | None
) -> None:
    when = given(a_belief(), challenge, revise, challenge).when(
        lambda it: it.revise(
            said(), statement=sealed("x"), reason=sealed("y"), from_version=looked_at
        )
    )
    if error is None:
        when.then(fact(Assumption.Revised, from_version=2, to_version=3))
    else:
        when.refused(error)


def test_what_kind_it_is_can_be_questioned_and_is_settled_from_then_on() -> None:
    given(a_belief()).when(contest).then(fact(Assumption.LevelContested, reason=sealed("why")))
    given(a_belief(), contest).when(settle).then(
        fact(
            Assumption.LevelSettled,
            from_kind=BeliefKind.NORM,
            to_kind=BeliefKind.ACTION_HYPOTHESIS,
        )
    )
    assert given(a_belief(), contest).aggregate.level == Level.GOVERNING
    settled = given(a_belief(), contest, settle).aggregate
    assert (settled.level, settled.level_is_contested) == (Level.STRATEGY, False)


def test_questioning_what_kind_it_is_names_another_kind() -> None:
    given(a_belief(BeliefKind.ACTION_HYPOTHESIS)).when(contest).refused(Refused)


@pytest.mark.parametrize("before", [[], [contest, settle]])
def test_what_nobody_questioned_is_not_settled(before: list[Do]) -> None:
    given(a_belief(), *before).when(settle).refused(Refused)


def test_a_belief_is_not_its_own_mirror() -> None:
    given(a_belief()).when(lambda it: it.hold_up_mirror(said(), in_use=it.id)).refused(Refused)


@pytest.mark.parametrize(
    "do", [challenge, examine, uphold, revise, drop, leave_open, contest, mirror]
)
def test_the_same_command_twice_is_one_fact(do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    before = given(a_belief(), challenge).aggregate
    command = said(command=PLACE)
    monkeypatch.setattr(f"{__name__}.said", lambda: command)
    do(before)
    assert len(facts_of(before)) == 1
    do(before)
    assert facts_of(before) == []


def test_settling_twice_by_the_same_command_is_one_fact() -> None:
    command = said(command=PLACE)

    def settle_by_command(it: Assumption) -> None:
        it.settle_level(command, kind=BeliefKind.RULE, reason=sealed("why"))

    given(a_belief(), contest, settle_by_command).when(settle_by_command).then()
