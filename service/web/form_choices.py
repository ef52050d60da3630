"""What can be chosen on a form: only what its reader may see, by its first words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from service.application.desk import noon
from service.bootstrap import System
from service.domain.assumption import Status
from service.domain.base import natural_id
from service.domain.change import Change
from service.domain.errors import NotFound
from service.domain.frameworks import Frameworks, Item
from service.domain.prototype import Prototype
from service.policy import Action, Actor, may
from service.projections.asking import as_uuid, sees_framework_words
from service.projections.entries import Filter
from service.projections.loop_shapes import (
    BeliefPage,
    BeliefView,
    DecisionView,
    InsightView,
    LedgerPage,
    Proposal,
)
from service.projections.schedule import ScheduleView
from service.projections.shapes import Entry, PlaceView
from service.web import form_words as w
from service.web import rhythm_words as rw
from service.web import sentences
from service.web.form_fields import DROPPED
from service.web.text import ERASED, day, short_day, shorten

Named = TypeVar("Named", InsightView, Proposal)

NEWEST = 100
"""So many reflections are offered as evidence; others can be named."""
MOST_OFFERED = 200


class Loops(Protocol):
    """The questions about the loop that forms ask."""

    def beliefs(self, actor: Actor, reference: str | UUID, *, limit: int | None) -> BeliefPage: ...

    def belief(self, actor: Actor, reference: str | UUID, belief: str | UUID) -> BeliefView: ...

    def ledger(
        self, actor: Actor, reference: str | UUID, *, today: date, limit: int | None
    ) -> LedgerPage: ...

    def decision(
        self, actor: Actor, reference: str | UUID, decision: str | UUID, *, today: date
    ) -> DecisionView: ...

    def insights(self, actor: Actor, reference: str | UUID) -> list[InsightView]: ...

    def proposals(self, actor: Actor, reference: str | UUID) -> list[Proposal]: ...


@dataclass(frozen=True)
class Choice:
    """Something that can be picked."""

    value: str
    label: str
    note: str = ""
    group: str = ""
    said: bool = False
    """True for people's own words, which stand in serif."""


class Offers:
    """All that one reader can choose from in one place, each looked up at most once."""

    def __init__(
        self, system: System, loops: Loops, actor: Actor, place: PlaceView, today: date
    ) -> None:
        self._system, self._loops, self.actor, self.place = system, loops, actor, place
        self.today = today
        self.sees_framework = sees_framework_words(actor, place)
        self.decision_id: str | None = None

    def choices(self, source: str) -> list[Choice]:
        """What a field offers that asks for choices by this name."""
        closed = w.CHOICES | rw.CHOICES
        if source in closed:
            return [Choice(value, label) for value, label in closed[source].items()]
        sources: dict[str, Callable[[], list[Choice]]] = {
            "reflections": self._reflections,
            "words": lambda: [*self._insights(), *self._reflections()],
            "insights": self._insights,
            "beliefs": self._beliefs,
            "citations": self._citations,
            "decisions": self._decisions,
            "beliefs_of_decision": self._beliefs_of_decision,
            "trials": self._trials,
            "turning_decisions": self._turning_decisions,
            "sessions": lambda: self._entries_of("session"),
            "expectations": lambda: self._entries_of("expectation"),
            "changes": lambda: self._entries_of("change_seen"),
            "rounds": self._rounds,
            "own_questions": self._own_questions,
            "behaviours": lambda: self._items(self.frameworks.behaviours.items),
            "building_blocks": lambda: self._items(self.frameworks.building_blocks.items),
        }
        return sources[source]()

    def belief(self, reference: str) -> BeliefView:
        """One belief with its words; NotFound where this reader knows none."""
        return self._loops.belief(self.actor, self.place.id, reference)

    def insight(self, reference: str) -> InsightView:
        """One pattern."""
        found = self._loops.insights(self.actor, self.place.id)
        return _named(found, reference, "There is no insight by that name here.")

    def decision(self, reference: str) -> DecisionView:
        """One decision with the beliefs under it."""
        return self._loops.decision(self.actor, self.place.id, reference, today=self.today)

    def proposal(self, reference: str) -> Proposal:
        """A question that waits to be decided."""
        return _named(self.proposals, reference, "There is no question by that name here.")

    def change(self, reference: str) -> Entry:
        """Something that somebody saw was different."""
        known = (as_uuid(reference), natural_id(Change.TOPIC, self.place.id, reference))
        return self._one("change_seen", known, "There is no change by that name here.")

    def trial(self, reference: str) -> Entry:
        """How a trial began: its name, what people thought would happen, what it is for."""
        known = (as_uuid(reference), Prototype.id_for(self.place.id, reference))
        return self._one("prototype_started", known, "There is no trial by that name here.")

    @cached_property
    def proposals(self) -> list[Proposal]:
        """The questions that wait."""
        return self._loops.proposals(self.actor, self.place.id)

    @cached_property
    def frameworks(self) -> Frameworks:
        """The behaviours and building blocks of the programme."""
        desk = self._system.desk
        return desk.frameworks(desk.place(self.place.id).programme_id)

    @cached_property
    def people(self) -> dict[str, str]:
        """Ids of people by what stands for them: oneself, and for who looks after them, all."""
        known = {"me": str(self.actor.person_id)} if self._is_of_the_place() else {}
        if may(self.actor, Action.MANAGE_PEOPLE, self.place.id):
            people = self._system.reading.people(self.actor, self.place.id)
            names = [person.name.casefold() for person in people if person.name]
            known |= {
                person.name.casefold(): str(person.id)
                for person in people
                if person.name and names.count(person.name.casefold()) == 1
            }
        return known

    @cached_property
    def names(self) -> list[str]:
        """What people are called, for who looks after them."""
        if not may(self.actor, Action.MANAGE_PEOPLE, self.place.id):
            return []
        return sorted(set(self._system.reading.names(self.actor, self.place.id, MOST_OFFERED)))

    def _is_of_the_place(self) -> bool:
        desk = self._system.desk
        try:
            desk.person(desk.place(self.place.id), str(self.actor.person_id))
        except NotFound:
            return False
        return True

    def _one(self, kind: str, ids: Iterable[UUID | None], otherwise: str) -> Entry:
        wanted = Filter(ids=frozenset(id for id in ids if id), kinds=frozenset({kind}))
        _, found, _ = self._system.reading.entries(self.actor, self.place.id, wanted)
        if not found:
            raise NotFound(otherwise)
        return found[0]

    def _newest(self, kind: str, limit: int, codes: frozenset[str] | None = None) -> list[Entry]:
        """The newest of a kind that this reader may read; nothing else is looked at."""
        found = self._system.reading.newest(
            self.actor, self.place.id, frozenset({kind}), limit, codes
        )
        return [entry for entry in found if entry.text != ERASED]

    def _reflections(self) -> list[Choice]:
        return [
            Choice(
                str(entry.id),
                _first(entry.text),
                f"{short_day(entry.occurred_on)}, {sentences.who(entry)}",
                w.REFLECTIONS,
                said=True,
            )
            for entry in self._said
        ]

    @cached_property
    def _said(self) -> list[Entry]:
        return self._newest("reflection", NEWEST)

    def _insights(self) -> list[Choice]:
        found = self._loops.insights(self.actor, self.place.id)[:NEWEST]
        return [Choice(str(one.id), _first(one.claim), group=w.INSIGHTS) for one in found]

    @cached_property
    def _register(self) -> list[BeliefView]:
        return self._loops.beliefs(self.actor, self.place.id, limit=MOST_OFFERED).beliefs

    def _beliefs(self) -> list[Choice]:
        in_use = [one for one in self._register if one.status != Status.DROPPED]
        return _by_group(
            Choice(str(one.id), _first(one.statement), group=w.KINDS[one.kind]) for one in in_use
        )

    def _citations(self) -> list[Choice]:
        """Beliefs in the words that are read here, so that nobody rests on others unread."""
        return _by_group(
            Choice(f"{one.id}@{DROPPED}", _first(one.statement), group=w.NO_LONGER_BELIEVED)
            if one.status == Status.DROPPED
            else Choice(f"{one.id}@{one.version}", _first(one.statement), group=w.KINDS[one.kind])
            for one in self._register
        )

    def _decisions(self) -> list[Choice]:
        found = self._loops.ledger(
            self.actor, self.place.id, today=self.today, limit=MOST_OFFERED
        ).decisions
        return [Choice(str(one.id), _first(one.title), short_day(one.decided_on)) for one in found]

    def _beliefs_of_decision(self) -> list[Choice]:
        if self.decision_id is None:
            return []
        rests_on = self.decision(self.decision_id).rests_on
        return [Choice(str(one.belief), one.then) for one in rests_on]

    def _turning_decisions(self) -> list[Choice]:
        """Decisions that changed a building block; what a trial became can rest on one."""
        blocks = frozenset(self.frameworks.building_blocks.codes)
        return [
            Choice(str(one.id), _first(one.title or one.text), short_day(one.occurred_on))
            for one in self._newest("decision", MOST_OFFERED, blocks)
        ]

    def _trials(self) -> list[Choice]:
        found = self._newest("prototype_started", MOST_OFFERED)
        return [Choice(str(one.id), _first(one.title)) for one in found]

    def _entries_of(self, kind: str) -> list[Choice]:
        return [
            Choice(str(one.id), _first(one.text), short_day(one.occurred_on))
            for one in self._newest(kind, MOST_OFFERED)
        ]

    @cached_property
    def _schedule(self) -> ScheduleView:
        noon_there = noon(self.today, ZoneInfo(self.place.zone))
        return self._system.schedule.schedule(self.actor, self.place.id, now=noon_there)

    def _rounds(self) -> list[Choice]:
        """The rounds that are still to come."""
        return [
            Choice(one.slot.isoformat(), day(one.on), shorten(one.question))
            for one in self._schedule.ahead
            if not one.is_skipped
        ]

    def _own_questions(self) -> list[Choice]:
        return [
            Choice(str(one.id), one.words, rw.TURNS[one.kind]) for one in self._schedule.questions
        ]

    def _items(self, items: Iterable[Item]) -> list[Choice]:
        """Behaviours or building blocks, the place's own words first."""
        own = {code: one.phrase for one in self.place.phrases for code in one.codes}
        return [
            Choice(item.code, own[item.code], item.wording)
            if item.code in own
            else Choice(item.code, item.wording)
            for item in items
        ]


def _named(found: list[Named], reference: str, otherwise: str) -> Named:
    for one in found:
        if reference in (str(one.id), one.external_id):
            return one
    raise NotFound(otherwise)


def _by_group(choices: Iterable[Choice]) -> list[Choice]:
    """In the order of the questions that beliefs answer."""
    order = [*w.KINDS.values(), w.NO_LONGER_BELIEVED]
    return sorted(choices, key=lambda one: order.index(one.group))


def _first(words: str) -> str:
    """The first words."""
    return shorten(words) or w.WITHOUT_WORDS
