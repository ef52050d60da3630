"""The six rules that signals come from: each a question put to rows, with its threshold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from psycopg import Connection

from service.domain.assumption import Status
from service.domain.base import natural_id
from service.domain.decision import Decision
from service.domain.vocabulary import LanguageStage, Perspective, SignalKind, Stance
from service.eventstore import EventLog
from service.keystore import KeyStore
from service.projections.beliefs import beliefs_of
from service.projections.entries import Finder
from service.projections.histories import read_facts
from service.projections.loop_shapes import BeliefView, MirrorPair, Signal
from service.projections.mirror import mirror_of
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
    """The six rules, for one place on one day."""

    connection: Connection[Any]
    log: EventLog
    keys: KeyStore
    finder: Finder
    place: PlaceView
    today: date

    def never_challenged(self) -> Iterator[Signal]:
        """Beliefs that at least three decisions cite and nobody ever challenged."""
        cited = dict(self._rows(_NEVER_CHALLENGED, fewest=FEWEST_DECISIONS))
        for belief in beliefs_of(self.connection, self.log, self.keys, list(cited)):
            yield Signal(
                kind=SignalKind.NEVER_CHALLENGED,
                subject=belief.id,
                about=belief.statement,
                grounds=cited[belief.id],
                link="beliefs",
            )

    def blocked_without_decision(self) -> Iterator[Signal]:
        """Rows read as absent or strained in three fortnights or more of the last half year,
        with no decision about them since the first of these readings."""
        rows = self._rows(
            _BLOCKED,
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
        rows = {row[0]: row for row in self._rows(_DECIDED, since=self.today - HALF_A_YEAR)}
        sealers = self.keys.sealers(rows, self.connection)
        for fact in read_facts(self.connection, self.log, rows, PROPOSED):
            event = fact.event
            if isinstance(event, Decision.Proposed) and len(event.options) <= 1:
                id, title, chosen = rows[event.originator_id]
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
            _WENT_QUIET,
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
            _GOOD_NEWS,
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
        pairs = mirror_of(self.connection, self.log, self.keys, self.finder, None)
        found = {side.belief.id: side for pair in pairs for side in pair.said}
        for side in found.values():
            belief, against = side.belief, len(side.evidence_against)
            if _stands_beside_another(belief, pairs) and against >= FEWEST_AGAINST:
                yield Signal(
                    kind=SignalKind.SAID_AND_DONE_DIFFER,
                    subject=belief.id,
                    about=belief.statement,
                    grounds=against,
                    link="mirror",
                )

    def _rows(self, query: str, **more: Any) -> list[Any]:
        asked = {"place": self.place.id, "today": self.today, **more}
        return self.connection.execute(query.encode(), asked).fetchall()


def _stands_beside_another(belief: BeliefView, pairs: list[MirrorPair]) -> bool:
    """True where people still say it, and it was held up to a mirror or shares its block with
    something inferred that they still act on."""
    if belief.status == Status.DROPPED:
        return False
    if any(fact.what == "mirror" for fact in belief.facts):
        return True
    done = [side.belief for pair in pairs for side in pair.done]
    blocks = {one.building_block for one in done if one.status != Status.DROPPED} - {None}
    return belief.building_block in blocks


def _row_name(code: str, place: PlaceView, finder: Finder) -> str:
    """What the place calls this row, unless it uses the framework's words openly."""
    if place.language_stage != LanguageStage.OVERT:
        for phrase in place.phrases:
            if code in phrase.codes:
                return phrase.phrase
    frameworks = finder.frameworks
    items = [*frameworks.behaviours.items, *frameworks.building_blocks.items]
    return next((item.wording for item in items if item.code == code), code)


_NEVER_CHALLENGED = """
SELECT b.id, count(DISTINCT d.id)
FROM entries AS b
JOIN entries AS d ON d.cites @> ARRAY[b.id] AND d.cites <> '{}' AND d.kind = 'decision'
WHERE b.place_id = %(place)s AND b.kind = 'belief_stated'
  AND NOT EXISTS (SELECT FROM entries AS c WHERE c.about = b.id AND c.kind = 'challenged')
GROUP BY b.id HAVING count(DISTINCT d.id) >= %(fewest)s
"""

_BLOCKED = """
SELECT code, count(DISTINCT fortnight) FROM (
    SELECT t.code, e.occurred_on, (e.occurred_on - DATE '2001-01-01') / 14 AS fortnight,
        min(e.occurred_on) OVER (PARTITION BY t.code) AS first_on
    FROM entries AS e JOIN tags AS t ON t.reflection_id = e.id
    WHERE e.place_id = %(place)s AND e.kind = 'reflection' AND e.state = 'available'
      AND e.occurred_on > %(since)s AND e.occurred_on <= %(today)s AND t.stance = ANY (%(stances)s)
) AS blocked
WHERE NOT EXISTS (
    SELECT FROM entries AS d WHERE d.place_id = %(place)s AND d.kind = 'decision'
    AND d.codes @> ARRAY[code] AND d.occurred_on >= first_on)
GROUP BY code HAVING count(DISTINCT fortnight) >= %(fewest)s
"""
"""Fortnights begin on Mondays, the same for all places: 2001 began on one."""

_DECIDED = """
SELECT id, title, words FROM entries
WHERE place_id = %(place)s AND kind = 'decision'
  AND occurred_on > %(since)s AND occurred_on <= %(today)s
"""

_WENT_QUIET = """
SELECT perspective, max(days) FROM (
    SELECT s.perspective, least(min(s.occurred_on) FILTER (WHERE s.occurred_on > c.occurred_on),
        %(today)s) - c.occurred_on - 1 AS days
    FROM entries AS c JOIN entries AS s ON s.place_id = c.place_id
        AND s.kind = 'reflection' AND s.state IN ('available', 'held')
        AND s.speaking_as <> 'relaying' AND s.perspective IS NOT NULL
        AND s.occurred_on > c.occurred_on - %(quiet_for)s AND s.occurred_on <= %(today)s
    WHERE c.place_id = %(place)s AND c.kind = 'challenged' AND c.occurred_on > %(since)s
    GROUP BY c.position, c.occurred_on, s.perspective
    HAVING count(DISTINCT s.author) FILTER (WHERE s.occurred_on <= c.occurred_on) >= %(fewest)s
) AS after
WHERE days >= %(quiet_for)s GROUP BY perspective
"""
"""The day of the challenge counts as before it; what was held for care was spoken too."""

_GOOD_NEWS = """
WITH said AS (
    SELECT e.id, e.occurred_on, bool_or(t.stance = ANY (%(stances)s)) AS is_other
    FROM entries AS e JOIN tags AS t ON t.reflection_id = e.id
    WHERE e.place_id = %(place)s AND e.kind = 'reflection' AND e.state = 'available'
      AND e.occurred_on <= %(today)s
    GROUP BY e.id, e.occurred_on
)
SELECT count(DISTINCT (occurred_on - DATE '2001-01-01') / 14) FROM said
WHERE occurred_on > coalesce((SELECT max(occurred_on) FROM said WHERE is_other), '-infinity')
HAVING count(*) FILTER (WHERE occurred_on > %(since)s) >= %(fewest)s
   AND (SELECT coalesce(max(occurred_on), '-infinity') FROM said WHERE is_other) <= %(since)s
"""
