"""The demo's story of the loop: each decision is the loop, with the flags, that it is there for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar
from uuid import UUID

import pytest

from service.demo import PLACE
from service.domain.assumption import Assumption
from service.domain.base import Event, natural_id
from service.domain.change import Change
from service.domain.decision import LAPSES_AFTER, Decision
from service.domain.history import Fact, History
from service.domain.insight import Insight
from service.domain.loop import evidenced_loop
from service.domain.noticing import Noticing
from service.domain.place import Place
from service.domain.prototype import Prototype
from service.domain.reflection import Reflection
from service.domain.values import those_in
from service.domain.vocabulary import Answer, Basis, ClaimedLoop, Perspective, Reception
from tests.support.demo_place import demo_place
from tests.support.postgres import Postgres

E = TypeVar("E", bound=Event)
END = date(2026, 10, 31)
LATER = datetime(2026, 11, 2, 9, tzinfo=UTC)

LOOPS = {
    "HV-D1": "unclassified",
    "HV-D2": "single",
    "HV-D3": "single",
    "HV-D4": "single level_contested",
    "HV-D5": "single belief_followed_action",
    "HV-D6": "single",
    "HV-D7": "single belief_followed_action",
    "HV-D8": "examined_upheld",
    "HV-D9": "single evidence_lapsed order_as_reported",
    "HV-D11": "double_closed",
    "HV-D12": "double_enacted about_learning",
    "HV-D13": "double_enacted",
    "HV-D14": "double_closed reconstructed",
    "HV-D15": "double_enacted",
    "HV-D16": "single",
    "HV-D17": "single",
    "HV-D18": "double_intended reconstructed",
    "HV-D19": "double_enacted narrow_voice",
    "HV-D20": "double_enacted",
    "HV-D21": "double_enacted",
    "HV-D22": "no_loop",
    "HV-D23": "double_intended about_learning",
    "HV-D24": "examined_upheld",
}
"""What the log proves of each decision; HV-D10 is a question that nobody has decided yet."""


@dataclass(frozen=True)
class Story:
    """All facts of the demo, and what its file calls the things they are about."""

    facts: list[Fact]
    history: History

    def of(self, kind: type[E]) -> list[E]:
        """The events of this kind, in the order of the log."""
        return [fact.event for fact in self.facts if isinstance(fact.event, kind)]

    def taken(self, name: str) -> Decision.Taken:
        """The decision that the file calls so."""
        return self.history.facts_of(called("decision", name), Decision.Taken)[0][1]


def called(topic: str, name: str) -> UUID:
    """The id of what the demo's file calls so."""
    return natural_id(topic, Place.id_for(PLACE), name)


@pytest.fixture(scope="module")
def story(postgres: Postgres) -> Story:
    """The demo, replayed once."""
    with demo_place(postgres) as system:
        log = system.log
        found = log.recorder.select_notifications(1, limit=log.head)
        facts = [Fact(one.id, log.event_of(one)) for one in found]
    return Story(facts, History.of(facts))


def test_each_decision_is_the_loop_that_it_is_there_for(story: Story) -> None:
    loops = [evidenced_loop(id, story.history) for id in story.history.decisions]
    proven = {one.decision_id: " ".join([one.level, *one.flags]) for one in loops}
    assert proven == {called("decision", name): loop for name, loop in LOOPS.items()}


def test_what_is_claimed_and_what_is_proven_may_differ(story: Story) -> None:
    assert story.taken("HV-D17").claimed_loop == ClaimedLoop.DOUBLE
    reworded = evidenced_loop(called("decision", "HV-D16"), story.history)
    assert [missing.value for missing in reworded.missing] == ["examination"]


def test_the_funder_and_the_learning_partner_decide_under_the_same_rules(story: Story) -> None:
    funder, partner = story.taken("HV-D21").decided_by, story.taken("HV-D23").decided_by
    assert {one.perspective for one in funder} == {Perspective.FUNDER}
    assert {one.perspective for one in partner} == {Perspective.INTERMEDIARY}


def test_everything_cited_could_be_read_when_it_was_cited(story: Story) -> None:
    readable: set[UUID] = set()
    for fact in story.facts:
        match fact.event:
            case Reflection.Recorded() | Reflection.Released() | Insight.Proposed():
                readable.add(fact.event.originator_id)
            case Reflection.Withdrawn() | Reflection.HeldForCare():
                readable.discard(fact.event.originator_id)
        assert set(cited_by(fact.event)) <= readable, fact.event


def cited_by(event: Event) -> tuple[UUID, ...]:
    """The reflections and insights that a fact of the loop points at."""
    match event:
        case Insight.Proposed():
            return event.cites + event.against
        case Assumption.Challenged():
            return event.evidence
        case Assumption.MirrorHeldUp():
            return event.evidence_for + event.evidence_against
        case Assumption.Stated() | Decision.Taken() | Change.Observed():
            return event.cites
        case _:
            return ()


def test_some_beliefs_are_relied_on_and_never_questioned(story: Story) -> None:
    questioned = {one.originator_id for one in story.of(Assumption.Challenged)}
    cited = Counter(c.assumption_id for one in story.of(Decision.Taken) for c in one.rests_on)
    unquestioned = {id for id, times in cited.items() if times >= 3 and id not in questioned}
    assert len(unquestioned) == 4


def test_a_belief_is_reworded_twice_one_dropped_one_left_open(story: Story) -> None:
    assert max(one.to_version for one in story.of(Assumption.Revised)) == 3
    assert len(story.of(Assumption.Dropped)) == 1
    assert len(story.of(Assumption.LeftOpen)) == 1
    assert len(story.of(Assumption.MirrorHeldUp)) == 2
    assert any(one.mismatch_with for one in story.of(Assumption.Challenged))


def test_five_building_blocks_have_what_is_said_and_what_is_done(story: Story) -> None:
    bases: dict[str | None, set[Basis]] = {}
    for one in story.of(Assumption.Stated):
        bases.setdefault(one.building_block, set()).add(one.basis)
    assert sum(found == set(Basis) for found in bases.values()) >= 5


def test_slips_reviews_that_lapsed_and_nothing_done_are_told(story: Story) -> None:
    slips = {one.decision_id for one in story.of(Noticing.Slip)}
    assert called("decision", "HV-D2") in slips
    reviewed = {one.originator_id for one in story.of(Decision.Reviewed)}
    lapsed = {
        one.originator_id
        for one in story.of(Decision.Taken)
        if one.originator_id not in reviewed and one.review_on + LAPSES_AFTER < END
    }
    assert lapsed == {called("decision", "HV-D6")}
    told = {(one.originator_id, one.what) for one in story.of(Decision.ContributorsTold)}
    assert (called("decision", "HV-D18"), Answer.WE_DID_NOT_BECAUSE) in told


def test_changes_are_confirmed_by_others_and_one_ended(story: Story) -> None:
    seen = {
        one.originator_id: those_in((one.seen_by,))
        for one in story.of(Change.Observed)
        if one.seen_by is not None
    }
    confirmed = story.of(Change.Substantiated)
    assert len(seen) >= 10
    assert all(one.by.person not in seen[one.originator_id] for one in confirmed)
    assert len(story.of(Change.Ceased)) == 1


def test_insights_are_endorsed_contested_and_set_aside(story: Story) -> None:
    assert {one.result for one in story.of(Insight.Tested)} == set(Reception)
    proposed = story.of(Insight.Proposed)
    assert sum(one.single_voice for one in proposed) == 1
    assert all(one.does_not_fit for one in proposed)


def test_a_trial_is_normal_through_decisions_that_changed_its_blocks(story: Story) -> None:
    [normalised] = story.of(Prototype.Normalised)
    decisions = {one.originator_id: one.building_blocks for one in story.of(Decision.Taken)}
    changed = {code for id in normalised.decisions for code in decisions[id]}
    assert set(normalised.building_blocks) <= changed
