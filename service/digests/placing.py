"""A place's digest, drafted: what people saw, who sees it differently, what changed, what comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection

from service.bootstrap import LEARNING_PARTNER_HERE, System
from service.digests.content import Coming, PlaceContent, State, Theme, Told
from service.digests.counting import Counting
from service.digests.quoting import live_quotes
from service.domain.vocabulary import Audience, DecisionKind, Reception
from service.projections.loop_shapes import DecisionView, InsightView, LoopView

MOST_THEMES = 3
QUIET_UNDER = 3
"""Fewer people than this is a quiet fortnight: no themes then, just what is open."""
MOST_LINES = 6
COMES_WITHIN = timedelta(days=28)


def draft_place(system: System, place_id: UUID, first: date, last: date) -> PlaceContent:
    """What a place learned in these days, from insights and decisions; people put it better."""
    insights = system.loops.insights(LEARNING_PARTNER_HERE, place_id)
    with system.database.reading() as connection:
        return _Drafting(system, connection, place_id, first, last).content(insights)


@dataclass
class _Drafting:
    system: System
    connection: Connection[Any]
    place_id: UUID
    first: date
    last: date

    def content(self, insights: list[InsightView]) -> PlaceContent:
        counting = Counting(self.connection, self.system.keys)
        voices = counting.voices([self.place_id], self.first, self.last)
        are_few = _people(voices.total.candidate) < QUIET_UNDER
        lately = [one for one in insights if self._is_of_now(one)]
        themes = [] if are_few else [self._theme(counting, one) for one in lately]
        themes.sort(key=lambda one: -_people(one.rests_on.candidate))
        decisions = self._decisions()
        return PlaceContent(
            place=self.place_id,
            spoke=voices.total,
            # Of few people nothing is said, and not that they are few: no pattern is no pattern.
            is_quiet=not themes,
            themes=tuple(themes[:MOST_THEMES]),
            differs=_differs(lately),
            told=tuple(self._told(one) for one in decisions[:MOST_LINES]),
            coming=self._coming(),
        )

    def _is_of_now(self, insight: InsightView) -> bool:
        """Seen, tested or added to in these days, and not set aside."""
        days = [insight.proposed_on, *(one.on for one in insight.tests)]
        days += [one.on for one in insight.joined]
        is_now = any(self.first <= day <= self.last for day in days)
        return is_now and insight.standing is not Reception.SET_ASIDE

    def _theme(self, counting: Counting, insight: InsightView) -> Theme:
        quotes = live_quotes(
            self.connection, self.system.keys, Audience.PLACE, reflections=insight.cites
        )
        return Theme(
            insight=insight.id,
            words=insight.claim,
            rests_on=counting.behind([self.place_id], insight.cites, insight.id, self.last),
            quote=next(iter(quotes), None),
        )

    def _decisions(self) -> list[DecisionView]:
        """Decisions of these days, and those that somebody saw a change of or was told about."""
        page = self.system.loops.ledger(
            LEARNING_PARTNER_HERE, self.place_id, today=self.last, limit=50
        )
        views = (
            self.system.loops.decision(
                LEARNING_PARTNER_HERE, self.place_id, loop.id, today=self.last
            )
            for loop in page.decisions
            if self._moved(loop)
        )
        return list(views)

    def _moved(self, loop: LoopView) -> bool:
        days = [loop.decided_on, *(step.at.date() for step in loop.proof)]
        return any(self.first <= day <= self.last for day in days)

    def _told(self, view: DecisionView) -> Told:
        loop = view.loop
        newest = max(view.changes, key=lambda one: one.on, default=None)
        return Told(
            decision=loop.id,
            said=view.question,
            learned=loop.now or view.why,
            changed=loop.title if newest is None else newest.what,
            state=_state(view),
            until=loop.review_on,
        )

    def _coming(self) -> tuple[Coming, ...]:
        page = self.system.loops.ledger(
            LEARNING_PARTNER_HERE, self.place_id, today=self.last, limit=50
        )
        due = [
            Coming(what=loop.title, on=loop.review_on, decision=loop.id)
            for loop in page.decisions
            if loop.review_on is not None and self.last < loop.review_on <= self.last + COMES_WITHIN
        ]
        return tuple(sorted(due, key=lambda one: one.on)[:MOST_LINES])


def _state(view: DecisionView) -> State:
    if view.changes:
        return "changed"
    if view.loop.kind is DecisionKind.HOLD_ON_PURPOSE:
        return "decided_not"
    return "open"


def _differs(insights: list[InsightView]) -> tuple[str, ...]:
    """What does not fit, and who saw it otherwise when it was looked at together."""
    said = [one.does_not_fit for one in insights]
    said += [test.dissent for one in insights for test in one.tests]
    return tuple(dict.fromkeys(words for words in said if words))[:MOST_LINES]


def _people(candidate: Any) -> int:
    return 0 if candidate is None else int(candidate.people)
