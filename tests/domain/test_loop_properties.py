"""What holds of every loop, whatever was said, on whatever day, and in whatever order written."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import TypeVar
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.assumption import Assumption, Status
from service.domain.base import Event
from service.domain.change import Change
from service.domain.decision import Decision
from service.domain.errors import DoubleLoopError
from service.domain.history import Fact, History
from service.domain.loop import evidenced_loop
from service.domain.proof import Flag, Loop, LoopLevel
from service.domain.values import Party
from service.domain.vocabulary import Agreement, BeliefKind, DecisionKind
from tests.support.loops import ANA, BEN, CAT, COLLEAGUE, OWNER, Log, closed, turned

T = TypeVar("T")

RANK = {
    LoopLevel.UNCLASSIFIED: 0,
    LoopLevel.NO_LOOP: 0,
    LoopLevel.SINGLE: 1,
    LoopLevel.EXAMINED_UPHELD: 2,
    LoopLevel.DOUBLE_INTENDED: 3,
    LoopLevel.DOUBLE_ENACTED: 4,
    LoopLevel.DOUBLE_CLOSED: 5,
}

KINDS: list[tuple[type[Event], ...]] = [
    (Assumption.Challenged,),
    (Assumption.Examined,),
    (Assumption.Revised, Assumption.Dropped, Assumption.Upheld, Assumption.LeftOpen),
    (Change.Observed, Change.Substantiated),
    (Decision.Reviewed,),
    (Decision.ContributorsTold,),
]
"""Facts that can stand in for each other."""


@dataclass(frozen=True)
class Story:
    """What was written, and the decision it is about."""

    facts: tuple[Fact, ...]
    decision: Decision

    @property
    def loop(self) -> Loop:
        """What it proves."""
        return self.loop_of(self.facts)

    @property
    def decided(self) -> Fact:
        """When it was decided."""
        (found,) = (fact for fact in self.facts if isinstance(fact.event, Decision.Taken))
        return found

    def loop_of(self, facts: Iterable[Fact]) -> Loop:
        """What these facts of it prove."""
        return evidenced_loop(self.decision.id, History.of(facts))

    def without(self, gone: Callable[[Fact], bool]) -> LoopLevel:
        """The level if some had never been written."""
        return self.loop_of([fact for fact in self.facts if not gone(fact)]).level


INQUIRY = ["challenges", "examines"]
OF_BELIEFS = [*INQUIRY, *INQUIRY, "revises", "drops", "upholds", "leaves_open"]
OF_LEVELS = ["contests_level", "settles_level"]
OF_CHANGES = ["confirms", "denies"]
OF_DECISIONS = ["sees", "sees it themselves", "reviews", "reviews it alone", "tells", "slips"]
EARLIER: list[list[str]] = [[], [*INQUIRY, "revises"], [*INQUIRY, "upholds"], [*INQUIRY, "drops"]]
LATER: list[list[str]] = [[], ["sees"], ["sees it themselves", "confirms"]]
LAST: list[list[str]] = [[], ["reviews", "tells"]]


class Teller:
    """Tells a story: what usually happens on usual days, and anything else on any day."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw, self.log = draw, Log()
        kind = draw(st.sampled_from([BeliefKind.NORM, *BeliefKind]))
        self.beliefs = [self.log.states(kind=kind)]
        self.noticed = [self.log.notices(ANA, 2), self.log.notices(BEN, 3)]
        self.changes: list[Change] = []
        self.rested: list[Assumption] = []

    def one_of(self, things: Sequence[T]) -> T:
        """Any of these."""
        return things[self.draw(st.integers(0, len(things) - 1))]

    def on(self, usual: int) -> int:
        """The usual day, or any other."""
        return self.draw(st.one_of(st.just(usual), st.integers(2, 60)))

    def tell(self, verbs: Sequence[str], first: int, decision: Decision | None = None) -> None:
        """One thing after another, leaving out what the rules forbid."""
        for place, verb in enumerate(verbs):
            with suppress(DoubleLoopError):
                self.happen(verb, self.on(first + place), decision)

    def happen(self, verb: str, on: int, decision: Decision | None) -> None:
        """One thing."""
        belief = self.one_of(self.beliefs)
        if verb == "notices":
            self.noticed.append(self.log.notices(self.one_of([ANA, BEN, CAT, OWNER]), on))
        elif verb == "states":
            another = self.log.states(f"A{on}", on, kind=self.one_of([*BeliefKind]))
            self.beliefs.append(another)
        elif verb == "challenges":
            self.log.challenges(belief, self.some(self.noticed), on)
        elif verb in OF_LEVELS:
            getattr(self.log, verb)(belief, self.one_of([*BeliefKind]), on)
        elif verb in OF_BELIEFS:
            getattr(self.log, verb)(belief, on)
        elif verb in OF_CHANGES and self.changes:
            agrees = Agreement.NO if verb == "denies" else Agreement.PARTLY
            self.log.confirms(self.one_of(self.changes), on, agrees=agrees)
        elif decision is not None:
            self.follow(verb, on, decision)

    def follow(self, verb: str, on: int, decision: Decision) -> None:
        """One thing that follows a decision."""
        if verb.startswith("sees"):
            seer = ANA if verb == "sees" else OWNER
            self.changes.append(self.log.sees(decision, on, by=seer))
        elif verb == "reviews":
            self.log.reviews(decision, on, beliefs=self.one_of([self.rested, self.rested[1:], []]))
        elif verb == "reviews it alone":
            self.log.reviews(decision, on, by=(Party(person=OWNER),), beliefs=self.rested)
        elif verb == "tells":
            self.log.tells(decision, self.one_of([self.noticed, self.some(self.noticed)]), on)
        elif verb == "slips":
            self.log.slips(decision, on)

    def some(self, things: list[UUID]) -> list[UUID]:
        """At least one of these."""
        return things[self.draw(st.integers(0, len(things) - 1)) :]

    def decide(self) -> Decision:
        """A decision on one or two of the beliefs, in any of their wordings."""
        self.rested = [self.one_of(self.beliefs)]
        if self.draw(st.booleans()):
            self.rested.append(self.one_of(self.beliefs))
        resting = (
            self.log.cites(
                belief, self.one_of([None, None, 1, 2]), dropped=belief.status == Status.DROPPED
            )
            for belief in self.rested
        )
        kind = self.one_of([*DecisionKind])
        return self.log.decides(*resting, on=self.on(20), kind=kind, cited=self.noticed[:1])


def verbs(*some: str) -> st.SearchStrategy[list[str]]:
    """A few of these, in any order."""
    return st.lists(st.sampled_from(some), max_size=5)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Beliefs with a life, a decision on them, and what came after, in any order and on any day."""
    teller = Teller(draw)
    of_beliefs = st.lists(
        st.sampled_from([*OF_BELIEFS, *OF_LEVELS, "notices", "states"]), max_size=5
    )
    anything = st.lists(st.sampled_from([*OF_DECISIONS, *OF_BELIEFS, *OF_CHANGES]), max_size=5)
    teller.tell(teller.one_of(EARLIER) + draw(of_beliefs), 5)
    decision = teller.decide()
    teller.tell(teller.one_of(LATER) + teller.one_of(LAST) + draw(anything), 21, decision)
    teller.tell(draw(of_beliefs), 30, decision)
    return Story(tuple(teller.log.facts), decision)


def plain(loop: Loop) -> Loop:
    """The same without the positions in the log."""
    return replace(loop, proof=tuple(replace(step, position=0) for step in loop.proof))


def stretched(facts: tuple[Fact, ...], others: list[Event]) -> list[Fact]:
    """The same facts with others written between them."""
    between = [Fact(10 * place + 5, event) for place, event in enumerate(others)]
    return [Fact(10 * fact.position, fact.event) for fact in facts] + between


@given(stories(), st.randoms())
def test_in_which_order_the_facts_are_read_changes_nothing(
    story: Story, chance: random.Random
) -> None:
    shuffled = list(story.facts)
    chance.shuffle(shuffled)
    assert story.loop_of(shuffled) == story.loop


@given(stories(), st.randoms())
def test_what_else_is_in_the_log_changes_nothing(story: Story, chance: random.Random) -> None:
    elsewhere = Log(name="elsewhere")
    belief, evidence = turned(elsewhere, name="elsewhere")
    decision = elsewhere.decides(elsewhere.cites(belief), name="elsewhere")
    elsewhere.sees(decision)
    elsewhere.slips(decision)
    elsewhere.erases(evidence[0])
    others = [fact.event for fact in elsewhere.facts]
    chance.shuffle(others)
    assert plain(story.loop_of(stretched(story.facts, others))) == plain(story.loop)


@given(stories())
def test_only_the_things_behind_a_decision_bear_on_its_loop(story: Story) -> None:
    behind = History.of(story.facts).things_behind(story.decision.id)
    about_it = [
        fact
        for fact in story.facts
        if fact.event.originator_id in behind
        or getattr(fact.event, "decision_id", None) == story.decision.id
    ]
    assert story.loop_of(about_it) == story.loop


def kind_of(fact: Fact) -> tuple[type[Event], ...]:
    """The kinds of fact that can stand in for this one."""
    (found,) = (kinds for kinds in KINDS if isinstance(fact.event, kinds))
    return found


def of_kind(kinds: tuple[type[Event], ...]) -> Callable[[Fact], bool]:
    """Tells facts of these kinds from others."""
    return lambda fact: isinstance(fact.event, kinds)


@given(stories())
def test_without_a_needed_fact_the_level_is_lower(story: Story) -> None:
    """Unless others of its kind stand in; then it is lower without all of them."""
    loop = story.loop
    needed = {step.position for step in loop.proof if step.needed}
    assert story.decided.position in needed
    for fact in story.facts:
        if fact.position in needed - {story.decided.position}:
            assert RANK[story.without(of_kind(kind_of(fact)))] < RANK[loop.level]


@given(stories())
def test_every_fact_that_makes_a_loop_more_than_single_is_needed(story: Story) -> None:
    loop = story.loop
    if RANK[loop.level] <= RANK[LoopLevel.SINGLE]:
        return
    needed = {step.position for step in loop.proof if step.needed}
    for fact in story.facts:
        of_the_loop = any(isinstance(fact.event, kinds) for kinds in KINDS)
        if of_the_loop and fact.position not in needed:
            assert RANK[story.without(fact.__eq__)] >= RANK[loop.level]


@pytest.mark.parametrize(
    ("gone", "level"),
    [
        (Assumption.Challenged, LoopLevel.SINGLE),
        (Assumption.Examined, LoopLevel.SINGLE),
        (Assumption.Revised, LoopLevel.SINGLE),
        (Change.Observed, LoopLevel.DOUBLE_INTENDED),
        (Decision.Reviewed, LoopLevel.DOUBLE_ENACTED),
        (Decision.ContributorsTold, LoopLevel.DOUBLE_ENACTED),
    ],
)
def test_without_one_fact_of_the_plainest_closed_loop_it_is_not_closed(
    gone: type[Event], level: LoopLevel
) -> None:
    log = Log()
    decision, _, _ = closed(log)
    story = Story(tuple(log.facts), decision)
    (one,) = (fact for fact in story.facts if isinstance(fact.event, gone))
    assert one.position in {step.position for step in story.loop.proof if step.needed}
    assert story.without(one.__eq__) == level


@given(stories())
def test_nothing_that_happened_after_a_decision_makes_it_double(story: Story) -> None:
    first = [
        fact
        for fact in story.facts
        if not story.decided.precedes(fact) or isinstance(fact.event, Assumption.Stated)
    ]
    if not story.loop_of(first).level.is_double:
        assert not story.loop.level.is_double


@given(stories(), st.data())
def test_needed_facts_that_were_written_down_late_are_as_reported(
    story: Story, data: st.DataObject
) -> None:
    needed = [step.position for step in story.loop.proof if step.needed]
    late = data.draw(st.sampled_from(needed))
    facts = [written_late(fact) if fact.position == late else fact for fact in story.facts]
    loop = story.loop_of(facts)
    assert loop.level == story.loop.level
    assert Flag.ORDER_AS_REPORTED in loop.flags


@given(stories())
def test_a_log_that_contradicts_the_dates_is_as_reported(story: Story) -> None:
    steps = [step for step in story.loop.proof if step.needed]
    if any(one.position > next_one.position for one, next_one in pairwise(steps)):
        assert Flag.ORDER_AS_REPORTED in story.loop.flags


@given(stories())
def test_writing_it_down_late_or_doubting_its_level_changes_flags_and_no_level(
    story: Story,
) -> None:
    late = story.loop_of([written_late(fact) for fact in story.facts])
    assert (late.level, late.missing, late.closing) == (
        story.loop.level,
        story.loop.missing,
        story.loop.closing,
    )
    doubts = [fact for fact in story.facts if isinstance(fact.event, Assumption.LevelContested)]
    assert story.without(doubts.__contains__) == story.loop.level


@given(stories(), st.data())
def test_erasing_somebody_lowers_no_level_and_says_so(story: Story, data: st.DataObject) -> None:
    contributors = sorted(story.loop.closing.contributors)
    if not contributors:
        return
    log = Log(list(story.facts))
    log.erases(data.draw(st.sampled_from(contributors)))
    loop = story.loop_of(log.facts)
    assert RANK[loop.level] >= RANK[story.loop.level]
    assert loop.level in (story.loop.level, LoopLevel.DOUBLE_CLOSED)
    # What closes a loop depends on who can still be told, and so does which facts it rests on.
    may_be = {Flag.ORDER_AS_REPORTED} if loop.closing.is_closed else set[Flag]()
    assert set(loop.flags) - may_be == (set(story.loop.flags) | {Flag.EVIDENCE_LAPSED}) - may_be


@given(stories())
def test_a_loop_is_closed_only_where_all_three_parts_are_there(story: Story) -> None:
    loop = story.loop
    if loop.level == LoopLevel.DOUBLE_CLOSED:
        assert loop.closing.is_closed
    elif loop.level.is_double:
        assert not loop.closing.is_closed
        assert loop.missing
    assert loop.closing.still_to_tell <= loop.closing.contributors


@given(stories())
def test_the_proof_is_in_the_order_of_the_days_and_names_each_fact_once(story: Story) -> None:
    order = [(step.at, step.position) for step in story.loop.proof]
    assert order == sorted(set(order))
    written = {fact.position: fact for fact in story.facts}
    for step in story.loop.proof:
        fact = written[step.position]
        assert (step.at, step.ref) == (fact.at, fact.event.originator_id)


def written_late(fact: Fact) -> Fact:
    """The same fact, written three weeks after it happened."""
    late = {"timestamp": fact.event.envelope.occurred_at + timedelta(days=21)}
    return Fact(fact.position, fact.event.model_copy(update=late))


def test_a_decision_dated_before_the_words_it_cites_is_as_reported() -> None:
    log = Log()
    belief, _ = turned(log)
    loop = log.loop(log.decides(log.cites(belief), on=1.5))
    assert loop.level == LoopLevel.SINGLE
    assert set(loop.flags) == {Flag.BELIEF_FOLLOWED_ACTION, Flag.ORDER_AS_REPORTED}


def test_a_late_confirmation_of_the_deciders_own_sighting_is_as_reported() -> None:
    log = Log()
    belief, _ = turned(log)
    decision = log.decides(log.cites(belief))
    change = log.sees(decision, by=OWNER)
    assert log.loop(decision).level == LoopLevel.DOUBLE_INTENDED
    log.confirms(change, by=COLLEAGUE, written=60)
    assert log.loop(decision).level == LoopLevel.DOUBLE_ENACTED
    assert log.loop(decision).flags == (Flag.ORDER_AS_REPORTED,)
