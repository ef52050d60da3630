"""Querying: a timeline's page with its words opened, in many places and in one huge one."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from datetime import date
from uuid import UUID

from bench.made_up import Town
from bench.support import Plan, Row, Say, Server, p50_and_p99, settings_for
from service.bootstrap import LEARNING_PARTNER_HERE, System, open_system, settle
from service.domain.sealed import ERASED
from service.projections.entries import Filter

PAGE = 200
REACH_MS = 50.0
WHOLE_TIMELINES = 50
Cursor = tuple[date, int] | None


def measure(server: Server, plan: Plan, say: Say) -> list[Row]:
    """First many places, then the same reflections all in one."""
    with server.fresh() as url, open_system(settings_for(url)) as system:
        say(f"querying: making {plan.reflections:,} reflections up")
        town = Town(system, plan.places, span=plan.reflections)
        town.append(reflections=plan.reflections)
        say("querying: catching up")
        system.runner.catch_up()
        _analyse(system)
        each = plan.reflections // plan.places
        settle()  # As `serve` does.
        say(f"querying: {plan.places} places of {each:,}")
        rows = _places(system, town.places, each, plan)
        say("querying: one place of all")
        _move_all_to(system, town.places[0])
        rows += _one_place(system, town.places[0], plan)
    return rows


def _places(system: System, places: list[UUID], each: int, plan: Plan) -> list[Row]:
    turns = list(itertools.product(_shares(5), places))
    cursors = {(share, place): _cursor(system, place, share) for share, place in turns}
    turn = itertools.cycle(turns)

    def page(read: Callable[[UUID, Filter], object]) -> None:
        share, place = next(turn)
        read(place, Filter(limit=PAGE, after=cursors[share, place]))

    entries = _milliseconds(plan.calls, lambda: page(lambda p, f: _entries(system, p, f)))
    timeline = _milliseconds(plan.calls, lambda: page(lambda p, f: _timeline(system, p, f)))
    whole = _milliseconds(
        min(plan.calls, WHOLE_TIMELINES), lambda: _timeline(system, next(turn)[1], Filter())
    )
    where = f"{len(places)} places of {each:,}"
    return [
        *_pair(f"entries, {PAGE} opened, {where}", entries, reach=True),
        *_pair(f"timeline, {PAGE} opened, {where}", timeline, reach=True),
        *_pair(f"timeline of a whole place, {each:,} opened", whole),
    ]


def _one_place(system: System, place: UUID, plan: Plan) -> list[Row]:
    turn = itertools.cycle([_cursor(system, place, share) for share in _shares(50)])
    entries = _milliseconds(
        plan.calls, lambda: _entries(system, place, Filter(limit=PAGE, after=next(turn)))
    )
    timeline = _milliseconds(
        plan.calls, lambda: _timeline(system, place, Filter(limit=PAGE, after=next(turn)))
    )
    where = f"one place of {plan.reflections:,}"
    return [
        *_pair(f"entries, {PAGE} opened, {where}", entries),
        *_pair(f"timeline, {PAGE} opened, {where}", timeline),
    ]


def _entries(system: System, place: UUID, wanted: Filter) -> None:
    _, found, _ = system.reading.entries(LEARNING_PARTNER_HERE, place, wanted)
    assert len(found) == wanted.limit
    assert all(entry.text != ERASED for entry in found)


def _timeline(system: System, place: UUID, wanted: Filter) -> None:
    assert system.reading.timeline(LEARNING_PARTNER_HERE, place, wanted).entries


def _shares(count: int) -> list[float]:
    """From the beginning to four fifths through, so that every page is full."""
    return [n / count * 0.8 for n in range(count)]


def _cursor(system: System, place: UUID, share: float) -> Cursor:
    """The day and position after which this share of a place's entries has passed."""
    with system.database.reading() as connection:
        row = connection.execute(
            "SELECT occurred_on, position FROM entries WHERE place_id = %(place)s "
            "ORDER BY occurred_on, position OFFSET (SELECT (count(*) * %(share)s)::int "
            "FROM entries WHERE place_id = %(place)s) LIMIT 1",
            {"place": place, "share": share},
        ).fetchone()
    return None if share == 0 or row is None else (row[0], row[1])


def _milliseconds(calls: int, read: Callable[[], None]) -> list[float]:
    read()
    took = []
    for _ in range(calls):
        started = time.perf_counter()
        read()
        took.append((time.perf_counter() - started) * 1000)
    return took


def _pair(what: str, values: list[float], *, reach: bool = False) -> list[Row]:
    p50, p99 = p50_and_p99(values)
    promised = (f"under {REACH_MS:.0f}", p99 < REACH_MS) if reach else ("", None)
    return [Row(f"{what}, p50", p50, "ms"), Row(f"{what}, p99", p99, "ms", "", *promised)]


def _move_all_to(system: System, place: UUID) -> None:
    """In the read model only: making as many again in the log would take as long again."""
    with system.database.dedicated() as connection:
        connection.execute("UPDATE read_models.entries SET place_id = %s", (place,))
        connection.execute("VACUUM FULL read_models.entries")
    _analyse(system)


def _analyse(system: System) -> None:
    """As autovacuum will have done a minute later."""
    with system.database.dedicated() as connection:
        connection.execute("VACUUM ANALYZE")
