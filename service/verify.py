"""Verify: does the log hold together, do the read models equal it, is nothing readable unsealed?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from eventsourcing.utils import TopicError
from psycopg import Connection
from psycopg.types.json import Jsonb
from pydantic import BaseModel

from service.bootstrap import System
from service.domain.base import Event
from service.domain.loop import evidenced_loop
from service.domain.sealed import Sealed
from service.domain.values import Value
from service.projections.histories import whole_history
from service.projections.loops import LOOPS, row_of
from service.projections.rebuild import Comparison, Report, compare
from service.projections.runner import is_anyone_running, progress_of
from service.recorder import head_of, read_log
from service.sealing import Sealer, sealer_of

READ_AT_ONCE = 2_000
LAG_ALLOWED = 1_000
NONCE_AND_TAG = 28
NAMED_AT_MOST = 5


class Check(BaseModel):
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str


class Verdict(BaseModel):
    """All that was looked at; `ok` only if everything holds."""

    ok: bool
    checks: list[Check]


def verify(system: System, report: Report = lambda _done, _all: None) -> Verdict:
    """Run every check. It reads the whole log twice and writes only scratch tables."""
    system.runner.catch_up()
    with system.database.dedicated() as connection:
        checks = [_streams(connection), *_sealed(connection, system), _journal(system)]
    comparison = compare(system.database, system.log, report)
    with system.database.reading() as connection:
        checks.append(_loops(connection, system))
    checks += [*_read_models(comparison), _parked(comparison)]
    with system.database.reading() as connection:
        checks.append(_positions(connection))
    return Verdict(ok=all(check.ok for check in checks), checks=checks)


def _streams(connection: Connection[Any]) -> Check:
    broken = connection.execute(
        "SELECT originator_id FROM log.doubleloop_events GROUP BY originator_id "
        "HAVING min(originator_version) <> 1 OR max(originator_version) <> count(*) LIMIT 5"
    ).fetchall()
    row = connection.execute(
        "SELECT count(*), count(DISTINCT originator_id) FROM log.doubleloop_events"
    ).fetchone()
    events, streams = row or (0, 0)
    if broken:
        names = ", ".join(str(id) for (id,) in broken)
        return Check(name="streams", ok=False, detail=f"Versions are missing in: {names}")
    detail = f"{streams} streams, {events} events, versions 1 to n without holes"
    return Check(name="streams", ok=True, detail=detail)


@dataclass
class _Tally:
    """What trying every sealed value has shown; positions of what should not be."""

    opened: int = 0
    erased: int = 0
    plain: list[int] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)
    reopened: list[int] = field(default_factory=list)

    def try_all(
        self,
        position: int,
        event: Event,
        sealer: Sealer | None,
        *,
        actor_is_gone: bool,
        is_before: bool,
    ) -> None:
        """Try each sealed value of an event with its own key, and without any.

        `is_before` is whether its words were sealed anew since, without what was left out.
        """
        for name, sealed in _sealed_values(event):
            if _reads_as_text(sealed):
                self.plain.append(position)
            elif sealer is None:
                self.erased += 1
            elif is_before and sealer.open_bytes(name, sealed) is not None:
                self.reopened.append(position)
            elif is_before:
                self.erased += 1
            elif sealer.open_bytes(name, sealed) is not None:
                self.opened += 1
            elif actor_is_gone:  # a remark, under the key of somebody who was erased
                self.erased += 1
            else:
                self.unreadable.append(position)

    def check(self) -> Check:
        """The verdict on sealed words."""
        detail = f"{self.opened} open only with their key, {self.erased} are erased for good"
        if self.unreadable:
            detail = f"Cannot be read, at positions: {_some(self.unreadable)}"
        if self.plain:
            detail = f"Readable without a key, at positions: {_some(self.plain)}"
        if self.reopened:
            detail = f"Left out, and still readable, at positions: {_some(self.reopened)}"
        ok = not self.plain and not self.unreadable and not self.reopened
        return Check(name="sealed words", ok=ok, detail=detail)


def _sealed(connection: Connection[Any], system: System) -> list[Check]:
    tally, position = _Tally(), 0
    while notifications := list(read_log(connection, position, READ_AT_ONCE)):
        position = notifications[-1].id
        events = []
        for notification in notifications:
            try:
                events.append((notification.id, system.log.event_of(notification)))
            except (ValueError, TopicError):
                tally.unreadable.append(notification.id)
        involved = {id for _, event in events for id in (event.originator_id, event.envelope.actor)}
        sealers = system.keys.sealers(involved, connection)
        anew = _sealed_anew(connection, involved)
        for at, event in events:
            is_orphan = event.is_remark and event.envelope.actor not in sealers
            is_before = event.originator_version < anew.get(event.originator_id, 0)
            sealer = sealer_of(event, sealers)
            tally.try_all(at, event, sealer, actor_is_gone=is_orphan, is_before=is_before)
    return [tally.check(), _keys(connection)]


def _sealed_anew(connection: Connection[Any], ids: set[UUID]) -> dict[UUID, int]:
    """At which version the key of each of these was last replaced."""
    found = connection.execute(
        "SELECT originator_id, max(originator_version) FROM log.doubleloop_events "
        "WHERE originator_id = ANY (%s) AND topic = 'reflection.span-redacted' GROUP BY 1",
        (list(ids),),
    )
    return dict(found.fetchall())


def _keys(connection: Connection[Any]) -> Check:
    left = [str(id) for (id,) in connection.execute(_KEYS_LEFT_AFTER_ERASING)]
    lost = [str(id) for (id,) in connection.execute(_STREAMS_WITHOUT_KEY)]
    detail = "Everything has its key, and nothing that was erased has one left"
    if lost:
        detail = f"The key row is missing for: {_some(lost)}"
    if left:
        detail = f"Erased, and still with a key: {_some(left)}"
    return Check(name="keys", ok=not left and not lost, detail=detail)


def _journal(system: System) -> Check:
    """The list of erasures outside of the database: a restored backup may know less than that."""
    behind, unwritten = system.erasures.behind(), system.erasures.unwritten()
    detail = f"{len(list(system.erasures.journal.lines()))} erasures, all of them done"
    if unwritten:
        ids = _some([line.id for line in unwritten])
        detail = f"Erased, and not in the journal: {ids}. Run `doubleloop erase-again`."
    if behind:
        ids = _some([line.id for line in behind])
        detail = f"Erased, and back again: {ids}. Run `doubleloop erase-again`."
    return Check(name="erasure journal", ok=not behind and not unwritten, detail=detail)


def _some(things: Sequence[object]) -> str:
    more = "" if len(things) <= NAMED_AT_MOST else f" and {len(things) - NAMED_AT_MOST} more"
    return ", ".join(str(thing) for thing in things[:NAMED_AT_MOST]) + more


def _sealed_values(fact: Event | Value) -> Iterator[tuple[str, Sealed]]:
    """Every sealed value, also inside nested ones, with the field that it is sealed as."""
    for name in type(fact).model_fields:
        value = getattr(fact, name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Sealed):
                yield name, part
            elif isinstance(part, Value):
                yield from _sealed_values(part)


def _reads_as_text(sealed: Sealed) -> bool:
    """Sealed bytes are random: 28 of them in a row being printable text does not happen."""
    try:
        return len(sealed.box) < NONCE_AND_TAG or sealed.box.decode("utf-8").isprintable()
    except UnicodeDecodeError:
        return False


def _read_models(comparison: Comparison) -> list[Check]:
    checks = [
        Check(
            name=f"read model {table.table}",
            ok=table.is_same,
            detail=f"{table.live_rows} rows"
            if table.is_same
            else f"{table.live_rows} rows differ from {table.fresh_rows} freshly folded ones",
        )
        for table in comparison.tables
    ]
    seen = comparison.applied + comparison.parked
    applied = Check(
        name="events applied",
        ok=seen == comparison.events,
        detail=f"{comparison.applied} applied and {comparison.parked} parked "
        f"of {comparison.events} up to position {comparison.position}",
    )
    return [*checks, applied]


def _loops(connection: Connection[Any], system: System) -> Check:
    """Derive every loop from the whole log, and compare with every column of the ledger."""
    columns = ", ".join(LOOPS[1])
    rows = connection.execute(f"SELECT {columns} FROM loops".encode())  # noqa: S608 - ours
    shown = {row[0]: row for row in rows}
    history = whole_history(connection, system.log, progress_of(connection).position)
    places = dict(connection.execute("SELECT decision_id, place_id FROM loops").fetchall())
    derived = {
        id: row_of(evidenced_loop(id, history), history, places[id])
        for id in history.decisions
        if id in places
    }
    other = {*shown, *history.decisions} - {
        id for id, row in derived.items() if shown[id] == _as_stored(row)
    }
    detail = f"{len(derived)} derived from the whole log are as shown"
    if other:
        detail = f"The log proves something else of: {_some(sorted(other))}"
    return Check(name="loops", ok=not other, detail=detail)


def _as_stored(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value.obj if isinstance(value, Jsonb) else value for value in row)


def _parked(comparison: Comparison) -> Check:
    if comparison.parked == 0:
        return Check(name="parked events", ok=True, detail="None")
    detail = f"{comparison.parked} could not be folded. Update doubleloop, then rebuild."
    return Check(name="parked events", ok=False, detail=detail)


def _positions(connection: Connection[Any]) -> Check:
    position, head = progress_of(connection).position, head_of(connection)
    runner = "a projector runs" if is_anyone_running(connection) else "no projector runs now"
    lag = head - position
    return Check(
        name="positions",
        ok=lag <= LAG_ALLOWED,
        detail=f"log at {head}, read models at {position}, lag {lag}; {runner}",
    )


_KEYS_LEFT_AFTER_ERASING = """
SELECT id FROM keystore.keys JOIN log.doubleloop_events ON originator_id = id
WHERE topic IN ('reflection.erased', 'person.erased', 'quote.erased', 'mention.erased')
    AND box IS NOT NULL
"""

_STREAMS_WITHOUT_KEY = """
SELECT DISTINCT originator_id FROM log.doubleloop_events
WHERE NOT EXISTS (SELECT FROM keystore.keys WHERE id = originator_id)
    AND topic NOT LIKE 'prompt.%' AND topic NOT LIKE 'round.%'  -- These never hold words.
"""
