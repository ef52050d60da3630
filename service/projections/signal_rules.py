"""The six rules that signals come from: each a question put to rows, with its threshold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection

from service.domain.base import natural_id
from service.domain.decision import Decision
from service.domain.vocabulary import LanguageStage, Perspective, SignalKind, Stance
from service.eventstore import EventLog
from service.keystore import KeyStore
from service.projections import signal_rows
from service.projections.against import by_wording, evidence_against
from service.projections.beliefs import beliefs_of
from service.projections.entries import Filter, Finder, end_of
from service.projections.histories import read_facts
from service.projections.loop_shapes import BeliefView, Signal
from service.projections.shapes import PlaceView
from service.projections.voices import HEARD_FROM
from service.sealing import opened

FEWEST_DECISIONS = 3
"""A belief that this many decisions cite, and that nobody ever challenged, is asked about."""
FEWEST_FORTNIGHTS = 3
"""What was read as absent or strained in this many fortnights, with no decision, is asked about."""
FEWEST_PEOPLE = 3
"""A perspective with fewer people than this is never asked about: it could be one of them."""
FEWEST_GOOD_NEWS = 5
"""So many reflections in two fortnights, with nothing but good in them, are asked about."""
FEWEST_AGAINST = 3
"""What is said, with so much evidence against it, is set beside what is done."""

HALF_A_YEAR = timedelta(weeks=26)
QUIET_FOR = timedelta(weeks=8)
TWO_FORTNIGHTS = timedelta(weeks=4)
WEEKS_QUIET = QUIET_FOR.days // 7

NOT_GOOD_NEWS = [stance for stance in Stance if stance not in (Stance.PRESENT, Stance.GROWING)]
PROPOSED = [str(vars(Decision.Proposed)["TOPIC"])]


@dataclass(frozen=True)
class Rules:
    """The six rules, for one place on one day, as the log stood at the end of another."""

    connection: Connection[Any]
    log: EventLog
    keys: KeyStore
    finder: Finder
    place: PlaceView
    today: date
    as_known_on: date | None = None

    @property
    def known(self) -> datetime | None:
        """The end of that day: what was written down later does not count."""
        return end_of(self.as_known_on, self.finder.zone)

    def never_challenged(self) -> Iterator[Signal]:
        """Beliefs that at least three decisions cite and nobody ever challenged."""
        cited = dict(self._rows(signal_rows.NEVER_CHALLENGED, fewest=FEWEST_DECISIONS))
        for id, statement in self._statements(cited):
            yield Signal(
                kind=SignalKind.NEVER_CHALLENGED,
                subject=id,
                about=statement,
                grounds=cited[id],
                link="beliefs",
            )

    def blocked_without_decision(self) -> Iterator[Signal]:
        """Rows read as absent or strained in three fortnights or more of the last half year,
        with no decision about them since the first of these readings."""
        rows = self._rows(
            signal_rows.BLOCKED,
            since=self.today - HALF_A_YEAR,
            stances=[Stance.ABSENT, Stance.STRAINED],
            fewest=FEWEST_FORTNIGHTS,
        )
        for code, fortnights in rows:
            yield Signal(
                kind=SignalKind.BLOCKED_WITHOUT_DECISION,
                subject=natural_id("code", self.place.id, code),
                about=_row_name(code, self.place, self.finder),
                grounds=fortnights,
                link="timeline",
            )

    def one_option(self) -> Iterator[Signal]:
        """Decisions of the last half year for which at most one option is on record."""
        rows = {
            row[0]: row for row in self._rows(signal_rows.DECIDED, since=self.today - HALF_A_YEAR)
        }
        proposed = (fact.event for fact in read_facts(self.connection, self.log, rows, PROPOSED))
        found = [
            event.originator_id
            for event in proposed
            if isinstance(event, Decision.Proposed) and len(event.options) <= 1
        ]
        sealers = self.keys.sealers(found, self.connection)
        for id, title, chosen in (rows[id] for id in found):
            named = opened(sealers, id, "title", title)
            yield Signal(
                kind=SignalKind.ONE_OPTION,
                subject=id,
                about=named or opened(sealers, id, "chosen", chosen) or "",
                grounds=1,
                link="decisions",
            )

    def went_quiet(self) -> Iterator[Signal]:
        """Perspectives from which three people or more spoke in the eight weeks up to a challenge
        of the last half year, and nobody in the eight weeks after it.

        It rests on the weeks of quiet, eight by eight, so that it does not come back every week.
        """
        rows = self._rows(
            signal_rows.WENT_QUIET,
            since=self.today - HALF_A_YEAR,
            quiet_for=QUIET_FOR.days,
            fewest=FEWEST_PEOPLE,
        )
        for perspective, days in rows:
            yield Signal(
                kind=SignalKind.WENT_QUIET,
                subject=natural_id("perspective", self.place.id, Perspective(perspective)),
                about=HEARD_FROM[perspective],
                grounds=days // QUIET_FOR.days * WEEKS_QUIET,
                link="timeline",
            )

    def only_good_news(self) -> Iterator[Signal]:
        """Five reflections or more that somebody read, in the last two fortnights, and in none of
        them anything but what is present or growing.

        It rests on the fortnights in which only such things were read, the last two at least.
        """
        rows = self._rows(
            signal_rows.GOOD_NEWS,
            since=self.today - TWO_FORTNIGHTS,
            stances=NOT_GOOD_NEWS,
            fewest=FEWEST_GOOD_NEWS,
        )
        for (fortnights,) in rows:
            yield Signal(
                kind=SignalKind.ONLY_GOOD_NEWS,
                subject=self.place.id,
                about=self.place.name,
                grounds=max(fortnights, 2),
                link="timeline",
            )

    def said_and_done_differ(self) -> Iterator[Signal]:
        """What people say, where something inferred stands beside it in its building block or a
        mirror was held up to it, and at least three pieces of evidence speak against it."""
        rows = self._rows(signal_rows.SAID, fewest=FEWEST_AGAINST)
        said = self._beliefs([row[0] for row in rows])
        done = self._beliefs({id for row in rows for id in row[1]})
        blocks = {one.building_block for one in done} - {None}
        found = [one for one in said if _was_mirrored(one) or one.building_block in blocks]
        for belief, against in self._with_evidence_against(found):
            if against >= FEWEST_AGAINST:
                yield Signal(
                    kind=SignalKind.SAID_AND_DONE_DIFFER,
                    subject=belief.id,
                    about=belief.statement,
                    grounds=against,
                    link="mirror",
                )

    def _with_evidence_against(self, beliefs: list[BeliefView]) -> Iterator[tuple[BeliefView, int]]:
        """Each with how much evidence there is to see against the words that it has now."""
        evidence = {one.id: {*evidence_against(by_wording(one)[0])} for one in beliefs}
        wanted = frozenset(id for ids in evidence.values() for id in ids)
        asked = Filter(ids=wanted, as_known_on=self.as_known_on)
        seen = {one.entry.id for one in self.finder.find(asked)} if wanted else set[UUID]()
        for belief in beliefs:
            yield belief, len(evidence[belief.id] & seen)

    def _beliefs(self, ids: Iterable[UUID]) -> list[BeliefView]:
        asked = self.connection, self.log, self.keys, list(ids), self.known
        return beliefs_of(*asked, cited=False)

    def _statements(self, beliefs: Iterable[UUID]) -> list[tuple[UUID, str]]:
        """What these beliefs say now, opening nothing else of them."""
        rows = self._rows(signal_rows.STATEMENTS, beliefs=list(beliefs))
        sealers = self.keys.sealers((id for id, _ in rows), self.connection)
        return [(id, opened(sealers, id, "statement", words) or "") for id, words in rows]

    def _rows(self, query: LiteralString, **more: Any) -> list[Any]:
        known = self.known or "infinity"
        asked = {"place": self.place.id, "today": self.today, "known": known, **more}
        return self.connection.execute(query, asked).fetchall()


def _was_mirrored(belief: BeliefView) -> bool:
    return any(fact.what == "mirror" for fact in belief.facts)


def _row_name(code: str, place: PlaceView, finder: Finder) -> str:
    """What the place calls this row, unless it uses the framework's words openly."""
    if place.language_stage != LanguageStage.OVERT:
        for phrase in place.phrases:
            if code in phrase.codes:
                return phrase.phrase
    frameworks = finder.frameworks
    items = [*frameworks.behaviours.items, *frameworks.building_blocks.items]
    return next((item.wording for item in items if item.code == code), code)
