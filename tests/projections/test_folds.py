"""Whatever people do and in whatever batches it is folded, the timeline shows what they did."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from service.application.commands import (
    AdoptPhrase,
    AmendReflection,
    ChangeScope,
    DisputeTag,
    EraseReflection,
    HoldReflection,
    ReleaseReflection,
    RetirePhrase,
    WithdrawReflection,
)
from service.bootstrap import open_system
from service.domain.vocabulary import CareCategory, Scope, Stance
from service.projections import rebuild
from service.projections.runner import Mover
from tests.support.asking import BY_LEARNING_PARTNER, BY_OPERATOR, LEARNING_PARTNER
from tests.support.following import folded, live
from tests.support.postgres import Postgres, settings_for
from tests.support.town import Town, join

PEOPLE = ("sam", "ali")
TEXTS = st.sampled_from(["One.", "Two.", "Three."])
SIZES = st.sampled_from([1, 2, 500])
PICK = st.integers(min_value=0)


@dataclass
class Kept:
    """What a plain dict remembers of one reflection."""

    by: str
    text: str
    scope: Scope
    state: str = "available"
    tags: dict[UUID, tuple[str, int]] = field(default_factory=dict)


class Life(RuleBasedStateMachine):
    """A place where things happen in any order, beside a model of what should be seen."""

    def __init__(self, postgres: Postgres) -> None:
        super().__init__()
        self.stack = ExitStack()
        url = self.stack.enter_context(postgres.fresh())
        self.system = self.stack.enter_context(open_system(settings_for(url)))
        self.connection = self.stack.enter_context(self.system.database.dedicated())
        self.kept: dict[UUID, Kept] = {}
        self.erased: set[str] = set()

    @initialize()
    def open_a_place(self) -> None:
        """Two people in a place."""
        self.place: Town = join(self.system)
        self.people = {name: self.place.welcome(name) for name in PEOPLE}

    def pick(self, number: int, *states: str) -> tuple[str, Kept] | None:
        """One of the reflections in these states, if there is any."""
        there = [
            (str(id), one)
            for id, one in self.kept.items()
            if one.state in states and one.by not in self.erased
        ]
        return there[number % len(there)] if there else None

    def author_of(self, one: Kept) -> Any:
        """A request by who said it."""
        return self.place.asks(self.people[one.by])

    @rule(by=st.sampled_from(PEOPLE), text=TEXTS, scope=st.sampled_from(Scope))
    def record(self, by: str, text: str, scope: Scope) -> None:
        """Somebody leaves a reflection."""
        if by not in self.erased:
            self.kept[self.place.record(text, by=by, scope=scope)] = Kept(by, text, scope)

    @rule(number=PICK, text=TEXTS)
    def amend(self, number: int, text: str) -> None:
        """Its author says it differently."""
        if found := self.pick(number, "available", "held"):
            id, one = found
            self.system.capture.amend_reflection(
                self.place.id, id, AmendReflection(text=text), self.author_of(one)
            )
            one.text = text

    @rule(number=PICK, scope=st.sampled_from(Scope))
    def change_scope(self, number: int, scope: Scope) -> None:
        """Its author lets others see it."""
        if found := self.pick(number, "available", "held"):
            id, one = found
            self.system.capture.change_scope(
                self.place.id, id, ChangeScope(scope=scope), self.author_of(one)
            )
            one.scope = scope

    @rule(number=PICK)
    def hold(self, number: int) -> None:
        """The learning partner puts it aside."""
        if found := self.pick(number, "available"):
            hold = HoldReflection(category=CareCategory.DISTRESS)
            self.system.capture.hold_reflection(self.place.id, found[0], hold, BY_LEARNING_PARTNER)
            found[1].state = "held"

    @rule(number=PICK)
    def release(self, number: int) -> None:
        """The learning partner brings it back."""
        if found := self.pick(number, "held"):
            self.system.capture.release_reflection(
                self.place.id, found[0], ReleaseReflection(), BY_LEARNING_PARTNER
            )
            found[1].state = "available"

    @rule(number=PICK)
    def withdraw(self, number: int) -> None:
        """Its author takes it back."""
        if found := self.pick(number, "available", "held"):
            self.system.capture.withdraw_reflection(
                self.place.id, found[0], WithdrawReflection(), self.author_of(found[1])
            )
            found[1].state = "withdrawn"

    @rule(number=PICK)
    def erase(self, number: int) -> None:
        """It is erased, whatever state it was in."""
        if found := self.pick(number, "available", "held", "withdrawn"):
            self.system.capture.erase_reflection(
                self.place.id, found[0], EraseReflection(), BY_OPERATOR
            )
            found[1].state = "erased"

    @rule(number=PICK, code=st.sampled_from(["POW-1", "PART-3", "governance"]))
    def tag(self, number: int, code: str) -> None:
        """The learning partner reads it."""
        if found := self.pick(number, "available"):
            tag = self.place.tag(UUID(found[0]), code, Stance.PRESENT)
            found[1].tags[tag] = (code, 0)

    @rule(number=PICK, which=PICK)
    def dispute(self, number: int, which: int) -> None:
        """Its author reads it otherwise; once."""
        if (found := self.pick(number, "available")) and found[1].tags:
            id, one = found
            tag, (code, _) = list(one.tags.items())[which % len(one.tags)]
            self.system.tagging.dispute_tag(
                self.place.id, id, str(tag), DisputeTag(reason="No."), self.author_of(one)
            )
            one.tags[tag] = (code, 1)

    @rule(number=PICK, which=PICK)
    def remove_tag(self, number: int, which: int) -> None:
        """The learning partner takes a reading back."""
        if (found := self.pick(number, "available")) and found[1].tags:
            id, one = found
            tag = list(one.tags)[which % len(one.tags)]
            self.system.tagging.remove_tag(self.place.id, id, str(tag), BY_LEARNING_PARTNER)
            del one.tags[tag]

    @rule(by=st.sampled_from(PEOPLE))
    def erase_person(self, by: str) -> None:
        """Somebody is erased with all that they said."""
        self.system.people.erase_person(self.people[by], BY_OPERATOR)
        self.erased.add(by)

    @rule(size=SIZES, batches=st.integers(1, 3))
    def move(self, size: int, batches: int) -> None:
        """The read models go on by a few batches."""
        mover = Mover(self.connection, self.system.log, size=size)
        for _ in range(batches):
            mover.move()

    @rule()
    def rebuild(self) -> None:
        """The read models are made anew."""
        moved = rebuild.rebuild(self.system.database, self.system.log)
        assert moved == self.system.log.head

    @rule()
    def look(self) -> None:
        """Everybody sees what the model says."""
        shown = [
            (id, one)
            for id, one in self.kept.items()
            if one.state == "available" and one.by not in self.erased
        ]
        entries = self.place.entries(LEARNING_PARTNER)
        assert [(e.id, e.text, e.scope) for e in entries] == [
            (id, one.text, one.scope) for id, one in shown
        ]
        assert [{tag.id: (tag.code, tag.disputed) for tag in e.tags} for e in entries] == [
            one.tags for _, one in shown
        ]
        seen_by_ali = [e.id for e in self.place.entries(self.place.member(self.people["ali"]))]
        assert seen_by_ali == [
            id for id, one in shown if one.by == "ali" or one.scope != Scope.AUTHOR_AND_LP
        ]

    def teardown(self) -> None:
        """However it went, folding it one by one or all at once comes to the same."""
        try:
            self.look()
            expected = live(self.system)
            assert folded(self.system, 1) == expected
            assert folded(self.system, 500) == expected
        finally:
            self.stack.close()


def test_every_life_folds_to_what_people_did(postgres: Postgres) -> None:
    class Here(Life):
        def __init__(self) -> None:
            super().__init__(postgres)

    bounds = settings(
        max_examples=20,
        stateful_step_count=14,
        deadline=None,
        phases=(Phase.reuse, Phase.generate),  # Shrinking would take minutes.
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Here, settings=bounds)


def test_within_a_batch_what_came_later_is_not_undone_by_what_came_before(
    place: Town, person: UUID
) -> None:
    adopt = AdoptPhrase(place=place.name, phrase="Getting heard", codes=["POW-1"])
    retire = RetirePhrase(place=place.name, phrase="Getting heard")
    places, id = place.system.places, place.record()
    for _ in range(2):
        places.adopt_phrase(adopt, BY_LEARNING_PARTNER)
        tag = place.tag(id, "POW-1", external_id="mine")
        places.retire_phrase(retire, BY_LEARNING_PARTNER)
        place.system.tagging.remove_tag(place.id, str(id), str(tag), BY_LEARNING_PARTNER)
    places.adopt_phrase(adopt, BY_LEARNING_PARTNER)
    place.tag(id, "POW-1", external_id="mine")
    view = place.timeline()
    assert [phrase.phrase for phrase in view.place.phrases] == ["Getting heard"]
    assert [len(entry.tags) for entry in view.entries] == [1]
    assert folded(place.system, 1) == folded(place.system, 500) == live(place.system)
