"""Verify: does the log hold together, do the read models equal it, is nothing readable unsealed?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from psycopg import Connection
from pydantic import BaseModel

from service.bootstrap import System
from service.domain.base import Event
from service.domain.sealed import ERASED, Sealed
from service.eventstore import event_classes
from service.projections.rebuild import Comparison, Report, compare
from service.projections.runner import is_anyone_running, progress_of
from service.recorder import head_of, read_log
from service.sealing import sealer_of

READ_AT_ONCE = 2_000
LAG_ALLOWED = 1_000
NONCE_AND_TAG = 28


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
        checks = [_streams(connection), *_sealed(connection, system)]
    comparison = compare(system.database, system.log, report)
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


def _sealed(connection: Connection[Any], system: System) -> list[Check]:
    opens = erased = 0
    unreadable: list[str] = []
    plain: list[str] = []
    for events in _all_events(connection, system):
        involved = {id for _, event in events for id in (event.originator_id, event.envelope.actor)}
        sealers = system.keys.sealers(involved, connection)
        for position, event in events:
            sealer = sealer_of(event, sealers)
            for field, sealed in _sealed_values(event):
                if _reads_as_text(sealed):
                    plain.append(str(position))
                elif sealer is None:
                    erased += 1
                elif sealer.open(field, sealed) != ERASED:
                    opens += 1
                else:
                    unreadable.append(str(position))
    leaking = _keys_not_destroyed(connection)
    return [
        Check(
            name="sealed words",
            ok=not plain and not unreadable,
            detail=_sealed_detail(opens, erased, plain, unreadable),
        ),
        Check(
            name="erased keys",
            ok=not leaking,
            detail=(
                f"{len(leaking)} erased things still have a key: {', '.join(leaking[:5])}"
                if leaking
                else "No key is left of anything that was erased"
            ),
        ),
    ]


def _sealed_detail(opens: int, erased: int, plain: list[str], unreadable: list[str]) -> str:
    if plain:
        return f"Readable without a key, at positions: {', '.join(plain[:5])}"
    if unreadable:
        return f"Does not open with its own key, at positions: {', '.join(unreadable[:5])}"
    return f"{opens} open only with their key, {erased} are erased for good"


def _all_events(connection: Connection[Any], system: System) -> Iterator[list[tuple[int, Event]]]:
    position, topics = 0, event_classes().keys()
    while notifications := list(read_log(connection, position, READ_AT_ONCE)):
        position = notifications[-1].id
        yield [(n.id, system.log.event_of(n)) for n in notifications if n.topic in topics]


def _sealed_values(event: Event) -> Iterator[tuple[str, Sealed]]:
    for field in type(event).model_fields:
        value = getattr(event, field)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Sealed):
                yield field, part


def _reads_as_text(sealed: Sealed) -> bool:
    """Sealed bytes are random: 28 of them in a row being printable text does not happen."""
    try:
        return len(sealed.box) < NONCE_AND_TAG or sealed.box.decode("utf-8").isprintable()
    except UnicodeDecodeError:
        return False


def _keys_not_destroyed(connection: Connection[Any]) -> list[str]:
    rows = connection.execute(
        "SELECT id FROM keystore.keys JOIN log.doubleloop_events ON originator_id = id "
        "WHERE topic IN ('reflection.erased', 'person.erased') AND box IS NOT NULL"
    )
    return [str(id) for (id,) in rows]


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
