"""Catching up: our mover over a whole log, against the stock ProjectionRunner and a plain copy."""

from __future__ import annotations

import time
from typing import Any

import psycopg

from bench.made_up import Town
from bench.support import Plan, Row, Say, Server, child, settings_for, times
from service.bootstrap import open_system
from service.projections.runner import EVENTS_PER_BATCH

MEMORY_REACH_MB = 300
TIMES_STOCK = 20


def measure(server: Server, plan: Plan, say: Say) -> list[Row]:
    """The same log, folded three ways, one after another."""
    with server.fresh() as url:
        with open_system(settings_for(url)) as system:
            say(f"catching up: making {plan.events:,} events up")
            town = Town(system, plan.places, span=plan.events // 2)
            town.append(events=plan.events)
        say("catching up: plain copy of the log")
        plain = _plain_copy(url)
        say(f"catching up: the stock runner over the first {plan.stock_events:,}")
        stock = _in_child(url, "stock", plan.stock_events)
        say("catching up: ours")
        ours = _in_child(url, "move", EVENTS_PER_BATCH)
    rate, stock_rate = _rate(ours), _rate(stock)
    return [
        Row(f"copying {plan.events:,} log rows, INSERT ... SELECT", plain, "events/s"),
        Row(f"stock ProjectionRunner, first {plan.stock_events:,} events", stock_rate, "events/s",
            times(stock_rate / plain, "copy")),
        Row(f"our projector, {ours['events']:,} events", rate, "events/s",
            f"{times(rate / stock_rate, 'stock')}, {times(rate / plain, 'copy')}",
            f"{TIMES_STOCK} x stock", rate >= TIMES_STOCK * stock_rate),
        memory_row("projector's memory at its highest, catching up", ours["memory"]),
    ]  # fmt: skip


def memory_row(what: str, megabytes: float) -> Row:
    """Memory, against what was promised of it."""
    reach = f"under {MEMORY_REACH_MB}"
    return Row(what, megabytes, "MB", "", reach, megabytes < MEMORY_REACH_MB)


def _plain_copy(url: str) -> float:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE public.copied (LIKE log.doubleloop_events)")
        started = time.perf_counter()
        copied = connection.execute(
            "INSERT INTO public.copied SELECT * FROM log.doubleloop_events ORDER BY notification_id"
        )
        rate = copied.rowcount / (time.perf_counter() - started)
        connection.execute("DROP TABLE public.copied")
    return rate


def _in_child(url: str, task: str, *arguments: object) -> dict[str, Any]:
    with child(task, url, *arguments) as process:
        answer: dict[str, Any] = process.finish()
        return answer


def _rate(answer: dict[str, Any]) -> float:
    return float(answer["events"] / answer["seconds"])
