"""What all commands share: the app, the consoles, the system, the clock, progress bars."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from types import FrameType
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from service.bootstrap import System, open_system
from service.domain.errors import Refused
from service.projections.shapes import PlaceView
from service.settings import Settings

app = typer.Typer(
    name="doubleloop",
    help="A learning log for places: what people notice, believe, and change.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

out = Console(markup=False, emoji=False)
err = Console(stderr=True, markup=False, emoji=False)

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs to read.")]
Place = Annotated[str, typer.Option("--place", help="The place's name or id.")]
DAYS = ["%Y-%m-%d"]
From = Annotated[datetime | None, typer.Option("--from", formats=DAYS, help="From this day.")]
To = Annotated[datetime | None, typer.Option("--to", formats=DAYS, help="Up to this day.")]
KnownOn = Annotated[
    datetime | None,
    typer.Option("--as-known-on", "--known-on", formats=DAYS, help="As it was known then."),
]
Report = Callable[[int, int], None]


def now() -> datetime:
    """The moment: the one clock of the command line."""
    return datetime.now(UTC)


@contextmanager
def system() -> Iterator[System]:
    """Everything, for the time of one command."""
    with open_system(Settings()) as opened:
        opened.keys.check()
        yield opened


@contextmanager
def fresh_system() -> Iterator[System]:
    """Everything, with the read models caught up with the log first."""
    with system() as opened:
        opened.runner.catch_up()
        yield opened


def say_error(sentence: str) -> None:
    """One plain sentence about what went wrong."""
    err.print(sentence, style="red", highlight=False, markup=False)


def print_json(value: BaseModel | dict[str, Any] | list[Any]) -> None:
    """JSON on standard output, in UTF-8 whatever the terminal thinks."""
    plain = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    sys.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2) + "\n")


def print_shapes(found: Sequence[BaseModel]) -> None:
    """Several things that readers get, as a JSON list."""
    print_json([one.model_dump(mode="json") for one in found])


def day(given: datetime | None) -> date | None:
    """The day somebody typed."""
    return None if given is None else given.date()


def in_order(since: datetime | None, until: datetime | None) -> None:
    """Refused where the last day is before the first."""
    if since is not None and until is not None and until < since:
        raise Refused("The last day, --to, is before the first day, --from.")


def today_in(place: PlaceView) -> date:
    """Which day it is in this place."""
    return now().astimezone(ZoneInfo(place.zone)).date()


@contextmanager
def progress(*, hidden: bool = False) -> Iterator[Callable[[str], Report]]:
    """Progress bars on standard error; each is made by naming what is done."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=hidden) as bars:

        def bar(what: str) -> Report:
            task = bars.add_task(what, total=None, visible=False)

            def report(done: int, total: int) -> None:
                bars.update(task, completed=done, total=total, visible=True)

            return report

        yield bar


@contextmanager
def stopped_by_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end what runs inside in its own time, so that all is put away."""

    def handle(_number: int, _frame: FrameType | None) -> None:
        stop()

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
