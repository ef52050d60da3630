"""The funder's monthly digest, drafted from what a programme's places believe, did and let slip."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import Connection

from service.bootstrap import LEARNING_PARTNER_HERE, System
from service.digests import words
from service.digests.content import FunderContent, Mind, Said
from service.digests.counting import Counting
from service.digests.quoting import live_quotes
from service.domain.assumption import Status
from service.domain.proof import LoopLevel
from service.domain.vocabulary import Audience, DigestKind
from service.projections import digests
from service.projections.digests import DigestRow
from service.projections.entries import Filter
from service.projections.loop_shapes import DecisionView
from service.projections.shapes import Entry

LATELY = 100
MOST_LINES = 4


def month_of(day: date) -> tuple[date, date]:
    """The first and last day of the month that a day is in."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def draft_funder(
    system: System, programme_id: UUID, places: Sequence[UUID], month: date
) -> FunderContent:
    """What these places learned in a month, in the order of domain language 7.1: learning first,
    activity never."""
    with system.database.reading() as connection:
        return _Drafting(system, connection, programme_id, tuple(places), *month_of(month)).content


@dataclass
class _Drafting:
    system: System
    connection: Connection[Any]
    programme_id: UUID
    places: tuple[UUID, ...]
    first: date
    last: date
    _names: dict[UUID, str] = field(default_factory=dict)

    @property
    def content(self) -> FunderContent:
        """All of it."""
        counting = Counting(self.connection, self.system.keys)
        decided = [(place, view) for place in self.places for view in self._decisions(place)]
        minds = [self._mind(counting, *one) for one in decided if one[1].loop.evidenced.is_double]
        voices = counting.voices(self.places, self.first, self.last)
        before = self._before()
        tension_place, tension = self._tension()
        return FunderContent(
            title=words.title(self._named(), self.first),
            in_one_paragraph=words.one_paragraph(minds),
            changed_minds=tuple(minds[:MOST_LINES]),
            adjusted=tuple(
                Said(place=place, words=view.loop.title, about=view.loop.id)
                for place, view in decided
                if view.loop.evidenced is LoopLevel.SINGLE
            )[:MOST_LINES],
            unsure=tuple(self._unsure())[:MOST_LINES],
            slipped=tuple(self._slipped())[:MOST_LINES],
            voices=voices,
            tension=tension,
            tension_place=tension_place,
            we_would_like=(words.ASK_BACK,),
            last_month_you_said="" if before is None else before.what_we_will_do or "",
        )

    def _named(self) -> list[str]:
        for place in self.places:
            view = self.system.reading.place(LEARNING_PARTNER_HERE, place)
            self._names[place] = view.name
        return [self._names[place] for place in self.places]

    def _decisions(self, place: UUID) -> list[DecisionView]:
        """The decisions of a place that belong to this month, each with its whole page."""
        page = self.system.loops.ledger(LEARNING_PARTNER_HERE, place, today=self.last, limit=LATELY)
        return [
            self.system.loops.decision(LEARNING_PARTNER_HERE, place, loop.id, today=self.last)
            for loop in page.decisions
            if self.first <= loop.decided_on <= self.last
        ]

    def _mind(self, counting: Counting, place: UUID, view: DecisionView) -> Mind:
        loop = view.loop
        behind = [entry.id for entry in view.words_behind]
        quotes = live_quotes(self.connection, self.system.keys, Audience.FUNDER, reflections=behind)
        dissent = [one.dissent for one in view.examinations if one.dissent]
        return Mind(
            place=place,
            decision=loop.id,
            believed=loop.was or "",
            saw=view.why,
            now_think=loop.now or "",
            did=loop.chosen,
            decided_on=loop.decided_on,
            review_on=loop.review_on,
            not_everyone=tuple(dict.fromkeys(dissent)),
            rests_on=counting.behind([place], behind, loop.id, self.last),
            quote=next(iter(quotes), None),
        )

    def _unsure(self) -> list[Said]:
        found = []
        for place in self.places:
            page = self.system.loops.beliefs(LEARNING_PARTNER_HERE, place, limit=LATELY)
            found += [
                Said(place=place, words=belief.statement, about=belief.id)
                for belief in page.beliefs
                if belief.status in (Status.CHALLENGED, Status.LEFT_OPEN)
            ]
        return found

    def _slipped(self) -> list[Said]:
        """What drifted back this month, and trials that work and move nothing around them."""
        wanted = Filter(
            from_on=self.first,
            to_on=self.last,
            kinds=frozenset({"slip", "at_the_margins"}),
            limit=LATELY,
        )
        found = []
        for place in self.places:
            _, entries, _ = self.system.reading.entries(LEARNING_PARTNER_HERE, place, wanted)
            found += [
                Said(place=place, words=entry.text or entry.title, about=entry.about)
                for entry in entries
            ]
        return found

    def _tension(self) -> tuple[UUID | None, str]:
        """The tension that somebody named or came back to last, and where."""
        wanted = Filter(
            to_on=self.last,
            kinds=frozenset({"tension", "tension_revisited"}),
            newest_first=True,
            limit=1,
        )
        newest = [
            (place, entry)
            for place in self.places
            for entry in self.system.reading.entries(LEARNING_PARTNER_HERE, place, wanted)[1]
        ]
        newest.sort(key=lambda one: one[1].occurred_on)
        return (newest[-1][0], self._poles(*newest[-1])) if newest else (None, "")

    def _poles(self, place: UUID, entry: Entry) -> str:
        """The two sides of a tension, also where the entry is a later look at it."""
        if entry.kind != "tension" and entry.about is not None:
            wanted = Filter(ids=frozenset({entry.about}), kinds=frozenset({"tension"}))
            _, found, _ = self.system.reading.entries(LEARNING_PARTNER_HERE, place, wanted)
            entry = found[0] if found else entry
        return words.tension(entry.text, entry.meaning or "")

    def _before(self) -> DigestRow | None:
        """The last digest that was sent to the funder before this month."""
        found = digests.digests_of_programme(
            self.connection, self.system.keys, self.programme_id, limit=12
        )
        sent = (one for one in found if one.sent_at is not None and one.to_on < self.first)
        return next((one for one in sent if one.kind is DigestKind.FUNDER), None)
