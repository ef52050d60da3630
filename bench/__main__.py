"""`python -m bench`: measures side by side, and prints one table with ratios."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from bench import appending, catching_up, digests, loops, querying, rounds, slack, visibility
from bench.support import QUICK, Plan, Row, Say, Server, own_server

BENCHMARKS: dict[str, Callable[[Server, Plan, Say], list[Row]]] = {
    "appending": appending.measure,
    "catching_up": catching_up.measure,
    "visibility": visibility.measure,
    "querying": querying.measure,
    "loops": loops.measure,
    "digests": digests.measure,
    "slack": slack.measure,
    "rounds": rounds.measure,
}


def main() -> None:
    """Run all benchmarks, or those named."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(BENCHMARKS))
    parser.add_argument("--quick", action="store_true", help="a smoke run; its figures mean little")
    parser.add_argument("--seconds", type=float, help="how long Slack's load lasts")
    parser.add_argument("--people", type=int, help="how many people are asked in rounds")
    parser.add_argument("--rounds", type=int, help="in how many rounds they are asked")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    chosen = parser.parse_args()
    unknown = set(chosen.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")

    plan = QUICK if chosen.quick else Plan()
    if chosen.seconds is not None:
        plan = replace(plan, slack_seconds=chosen.seconds)
    if chosen.people is not None:
        plan = replace(plan, asked_people=chosen.people)
    if chosen.rounds is not None:
        plan = replace(plan, asked_rounds=chosen.rounds)

    err, started = Console(stderr=True, highlight=False), time.perf_counter()

    def say(what: str) -> None:
        err.print(f"[dim]{time.perf_counter() - started:6.1f} s  {what}[/dim]")

    found: dict[str, list[Row]] = {}
    with own_server() as server:
        for name in chosen.names or BENCHMARKS:
            found[name] = BENCHMARKS[name](server, plan, say)
    took = time.perf_counter() - started
    if chosen.json:
        print(json.dumps(_as_json(found, took), indent=2))
    else:
        console = Console(width=None if sys.stdout.isatty() else 140)
        console.print(_as_table(found, took, quick=chosen.quick))


def _as_table(found: dict[str, list[Row]], took: float, *, quick: bool) -> Table:
    title = f"{_machine()}, {_now()}, {took:.0f} s" + (" (quick: not to be quoted)" * quick)
    table = Table(title=title)
    table.add_column("what")
    table.add_column("value", justify="right")
    table.add_column("unit")
    for heading in ("ratio", "reach", "reached"):
        table.add_column(heading)
    for rows in found.values():
        for row in rows:
            table.add_row(
                row.what, _number(row.value), row.unit, row.ratio, row.reach, _verdict(row)
            )
        table.add_section()
    return table


def _as_json(found: dict[str, list[Row]], took: float) -> dict[str, object]:
    rows = [{"benchmark": name, **asdict(row)} for name, rows in found.items() for row in rows]
    return {"machine": _machine(), "at": _now(), "seconds": round(took), "rows": rows}


def _verdict(row: Row) -> str:
    if row.reached is None:
        return ""
    return "[green]yes[/green]" if row.reached else "[red]no[/red]"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _machine() -> str:
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} cores, Python {platform.python_version()}{load}"


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")


if __name__ == "__main__":
    main()
