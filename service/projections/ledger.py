"""The ledger: decisions with what the log proves of each, a page at a time, also as known then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, LiteralString
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from service.domain.assumption import Assumption
from service.domain.decision import LAPSES_AFTER
from service.domain.history import Fact
from service.domain.loop import evidenced_loop
from service.domain.proof import LoopLevel, What
from service.eventstore import EventLog
from service.keystore import KeyStore
from service.projections import loops
from service.projections.histories import Gathering, read_facts
from service.projections.loop_shapes import LoopView
from service.projections.opening import Opener
from service.projections.topics import topics_of
from service.sealing import opened

State = Literal["open", "closed", "due", "lapsed", "slipped", "untold"]
"""What a decision may be waiting for: `lapsed` is due by more than four weeks, `untold` has people
whose words fed it and who have not heard what became of them."""


@dataclass(frozen=True)
class Wanted:
    """Which decisions of a place somebody wants to see."""

    place_id: UUID
    today: date
    level: LoopLevel | None = None
    state: State | None = None
    known: datetime | None = None
    ids: tuple[UUID, ...] | None = None
    offset: int = 0
    limit: int | None = 50


@dataclass(frozen=True)
class Ledger:
    """Reads decisions and their loops for one reader."""

    connection: Connection[Any]
    log: EventLog
    keys: KeyStore
    tells_numbers: bool
    """Whether this reader is told how many people are still owed an answer."""

    def find(self, wanted: Wanted) -> tuple[list[LoopView], int]:
        """A page of decisions, newest first, and how many match in all."""
        if wanted.known is None:
            rows = self._rows(_LOOPS, wanted)
            total = rows[0]["total"] if rows else self._count(wanted)
            return self._views(rows, wanted), total
        return self._as_known(wanted)

    def _as_known(self, wanted: Wanted) -> tuple[list[LoopView], int]:
        """Derived anew from what had been written down by then."""
        ids = [row["id"] for row in self._rows(_DECIDED, wanted)]
        history = Gathering(self.connection, self.log, known=wanted.known).history_of(ids)
        columns = loops.LOOPS[1]
        derived = [
            dict(
                zip(
                    columns,
                    loops.row_of(evidenced_loop(id, history), history, wanted.place_id),
                    strict=True,
                )
            )
            for id in ids
            if id in history.decisions
        ]
        for row in derived:
            row["proof"] = row["proof"].obj
        matching = [row for row in derived if _matches(row, wanted)]
        matching.sort(key=lambda row: (row["decided_on"], row["position"]), reverse=True)
        end = None if wanted.limit is None else wanted.offset + wanted.limit
        return self._views(matching[wanted.offset : end], wanted), len(matching)

    def _views(self, rows: list[dict[str, Any]], wanted: Wanted) -> list[LoopView]:
        ids = [row["decision_id"] for row in rows]
        entries = self.connection.execute(_WORDS, (ids,)).fetchall()
        sealers = self.keys.sealers(ids, self.connection)
        said = {
            id: (
                opened(sealers, id, "title", title),
                opened(sealers, id, "chosen", words) or "",
                opened(sealers, id, "external_id", external_id),
            )
            for id, title, words, external_id in entries
        }
        turned = self._turned(rows)
        return [self._view(row, said[row["decision_id"]], turned, wanted) for row in rows]

    def _view(
        self,
        row: dict[str, Any],
        said: tuple[str | None, str, str | None],
        turned: dict[int, tuple[str | None, str | None]],
        wanted: Wanted,
    ) -> LoopView:
        title, chosen, external_id = said
        is_closed = row["reviewed"] and row["beliefs_settled"] and row["told"]
        turns = [
            turned[step["position"]]
            for step in row["proof"]
            if step["needed"] and step["position"] in turned
        ]
        was, now = turns[-1] if turns else (None, None)
        review_on = row["review_on"]
        return LoopView(
            id=row["decision_id"],
            external_id=external_id,
            title=title or chosen,
            chosen=chosen,
            kind=row["kind"],
            decided_on=row["decided_on"],
            position=row["position"],
            evidenced=row["level"],
            claimed=row["claimed"],
            flags=row["flags"],
            proof=row["proof"],
            missing=row["missing"],
            reviewed=row["reviewed"],
            beliefs_settled=row["beliefs_settled"],
            told=row["told"],
            is_closed=is_closed,
            contributors=len(row["contributors"]) if self.tells_numbers else None,
            still_to_tell=len(row["still_to_tell"]) if self.tells_numbers else None,
            review_on=review_on,
            is_due=review_on is not None and review_on <= wanted.today,
            has_lapsed=review_on is not None and review_on + LAPSES_AFTER < wanted.today,
            has_slipped=row["has_slipped"],
            was=was,
            now=now,
        )

    def _turned(self, rows: list[dict[str, Any]]) -> dict[int, tuple[str | None, str | None]]:
        """By position, the words before and after each turn that a level needs."""
        turns = {
            step["position"]: UUID(str(step["ref"]))
            for row in rows
            for step in row["proof"]
            if step["needed"] and step["what"] in (What.REVISED, What.DROPPED)
        }
        facts = read_facts(self.connection, self.log, set(turns.values()), topics_of(Assumption))
        opener = Opener(self.connection, self.keys, (fact.event for fact in facts))
        return _before_and_after(facts, opener, set(turns))

    def _rows(self, query: LiteralString, wanted: Wanted) -> list[dict[str, Any]]:
        with self.connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(query, _asked(wanted)).fetchall()

    def _count(self, wanted: Wanted) -> int:
        """Past the last page there are no rows that could say how many match."""
        if wanted.offset == 0:
            return 0
        row = self.connection.execute(_COUNT, _asked(wanted)).fetchone()
        return 0 if row is None else int(row[0])


def _before_and_after(
    facts: list[Fact], opener: Opener, positions: set[int]
) -> dict[int, tuple[str | None, str | None]]:
    newest: dict[UUID, str | None] = {}
    found: dict[int, tuple[str | None, str | None]] = {}
    for fact in facts:
        event, id = fact.event, fact.event.originator_id
        if isinstance(event, Assumption.Stated | Assumption.Revised):
            words = opener.words(event, "statement")
            if fact.position in positions:
                found[fact.position] = (newest.get(id), words)
            newest[id] = words
        elif isinstance(event, Assumption.Dropped) and fact.position in positions:
            found[fact.position] = (newest.get(id), None)
    return found


def _matches(row: dict[str, Any], wanted: Wanted) -> bool:
    if wanted.level is not None and row["level"] != wanted.level:
        return False
    is_closed = row["reviewed"] and row["beliefs_settled"] and row["told"]
    due = row["review_on"]
    match wanted.state:
        case "open":
            return not is_closed
        case "closed":
            return bool(is_closed)
        case "due":
            return due is not None and due <= wanted.today
        case "lapsed":
            return due is not None and due + LAPSES_AFTER < wanted.today
        case "slipped":
            return bool(row["has_slipped"])
        case "untold":
            return bool(row["still_to_tell"])
        case _:
            return True


def _asked(wanted: Wanted) -> dict[str, Any]:
    return {
        "place": wanted.place_id,
        "today": wanted.today,
        "lapsed": wanted.today - LAPSES_AFTER,
        "level": wanted.level,
        "state": wanted.state,
        "known": wanted.known,
        "ids": None if wanted.ids is None else list(wanted.ids),
        "offset": wanted.offset,
        "limit": wanted.limit,
    }


_MATCHING: LiteralString = """
FROM loops
WHERE place_id = %(place)s
  AND (%(ids)s::uuid[] IS NULL OR decision_id = ANY (%(ids)s))
  AND (%(level)s::text IS NULL OR level = %(level)s)
  AND CASE coalesce(%(state)s::text, 'all')
      WHEN 'open' THEN NOT (reviewed AND beliefs_settled AND told)
      WHEN 'closed' THEN reviewed AND beliefs_settled AND told
      WHEN 'due' THEN review_on <= %(today)s
      WHEN 'lapsed' THEN review_on < %(lapsed)s
      WHEN 'slipped' THEN has_slipped
      WHEN 'untold' THEN still_to_tell <> '{}'
      ELSE true END
"""

_LOOPS: LiteralString = f"""
SELECT *, count(*) OVER () AS total {_MATCHING}
ORDER BY decided_on DESC, position DESC OFFSET %(offset)s LIMIT %(limit)s
"""

_COUNT: LiteralString = f"SELECT count(*) {_MATCHING}"

_DECIDED: LiteralString = """
SELECT id FROM entries
WHERE place_id = %(place)s AND kind = 'decision' AND recorded_at < %(known)s
  AND (%(ids)s::uuid[] IS NULL OR id = ANY (%(ids)s))
ORDER BY occurred_on DESC, position DESC
"""

_WORDS = (
    "SELECT id, title, words, external_id FROM entries WHERE id = ANY (%s) AND kind = 'decision'"
)
