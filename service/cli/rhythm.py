"""Commands about the rhythm: when people are asked, with which questions, and how each is asked."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table

from service.application.commands import Receipt
from service.application.desk import Request
from service.application.rhythm_commands import (
    AdoptQuestion,
    ChangeAsking,
    ChooseDigests,
    ChooseRhythm,
    MoveRound,
    PauseRhythm,
    ResumeRhythm,
    RetireQuestion,
    SkipRound,
)
from service.bootstrap import LEARNING_PARTNER_HERE, OPERATOR
from service.cli.common import (
    DAYS,
    Json,
    Place,
    app,
    day,
    fresh_system,
    now,
    out,
    print_json,
    system,
)
from service.domain.cadence import Every, Nation, Way
from service.domain.vocabulary import Channel, QuestionKind

rhythm = typer.Typer(no_args_is_help=True, help="When the people of a place are asked.")
question = typer.Typer(no_args_is_help=True, help="A place's own questions.")
app.add_typer(rhythm, name="rhythm")
rhythm.add_typer(question, name="question")

TIMES = ["%H:%M"]
Slot = Annotated[
    datetime,
    typer.Option("--round", formats=DAYS, help="Which round: its day as the rhythm has it."),
]


@rhythm.command(name="show")
def show(place: Place, as_json: Json = False) -> None:
    """Say when people are asked next, and what is due."""
    with fresh_system() as opened:
        view = opened.schedule.schedule(LEARNING_PARTNER_HERE, place, now=now())
    if as_json:
        print_json(view)
        return
    if view.rhythm is None:
        out.print("Nobody is asked here yet. `doubleloop rhythm choose` changes that.")
        return
    chosen = view.rhythm
    out.print(f"{chosen.every} from {chosen.anchor} at {chosen.at:%H:%M}, {chosen.nation}")
    if chosen.is_paused:
        out.print(f"Paused until {chosen.paused_until or 'somebody says to go on'}.")
    table = Table("Round", "When", "Question", "")
    for one in view.ahead:
        note = "left out" if one.is_skipped else "moved" if one.is_moved else ""
        table.add_row(str(one.slot), f"{one.at:%a %Y-%m-%d %H:%M}", one.question, note)
    out.print(table)
    for thing in view.due:
        out.print(f"{thing.on} {thing.what}: {thing.title}", highlight=False)
    for own in view.questions:
        out.print(f"{own.kind}: {own.words} ({own.id})", highlight=False)


@rhythm.command(name="choose")
def choose(
    place: Place,
    first: Annotated[datetime, typer.Option("--from", formats=DAYS, help="The first day.")],
    every: Annotated[Every, typer.Option(help="How often.")] = Every.FORTNIGHTLY,
    at: Annotated[datetime, typer.Option(formats=TIMES, help="At what time.")] = datetime(  # noqa: DTZ001
        1900, 1, 1, 10
    ),
    nation: Annotated[
        Nation, typer.Option(help="Whose bank holidays count.")
    ] = Nation.ENGLAND_AND_WALES,
) -> None:
    """Choose when people are asked, or change it. Nobody is asked twice for that."""
    command = ChooseRhythm(
        place=place, every=every, anchor=first.date(), at=at.time(), nation=nation
    )
    with fresh_system() as opened:
        _say(opened.rhythms.choose(command, _request()), "Chosen.")


@rhythm.command(name="pause")
def pause(
    place: Place,
    until: Annotated[datetime | None, typer.Option(formats=DAYS, help="Until this day.")] = None,
) -> None:
    """Ask nobody until that day, or until `resume`."""
    with system() as opened:
        command = PauseRhythm(place=place, until=day(until))
        _say(opened.rhythms.pause(command, _request()), "Paused.")


@rhythm.command(name="resume")
def resume(place: Place) -> None:
    """Ask again."""
    with system() as opened:
        _say(opened.rhythms.resume(ResumeRhythm(place=place), _request()), "People are asked.")


@rhythm.command(name="move")
def move(
    place: Place,
    slot: Slot,
    to: Annotated[datetime, typer.Option(formats=DAYS, help="To this day.")],
) -> None:
    """Have one round on another day. It stays the same round."""
    with system() as opened:
        command = MoveRound(place=place, slot=slot.date(), to=to.date())
        _say(opened.rhythms.move_round(command, _request()), "Moved.")


@rhythm.command(name="skip")
def skip(place: Place, slot: Slot) -> None:
    """Leave one round out."""
    with system() as opened:
        command = SkipRound(place=place, slot=slot.date())
        _say(opened.rhythms.skip_round(command, _request()), "Left out.")


@question.command(name="add")
def add_question(
    place: Place,
    kind: Annotated[QuestionKind, typer.Option(help="When it is this kind's turn.")],
    words: Annotated[str, typer.Argument(help="The question.")],
) -> None:
    """Ask something in the place's own words. Prints the question's id."""
    with system() as opened:
        command = AdoptQuestion(place=place, kind=kind, words=words)
        out.print(str(opened.rhythms.adopt_question(command, _request()).id), highlight=False)


@question.command(name="drop")
def drop_question(
    place: Place, id: Annotated[UUID, typer.Argument(help="The question's id.")]
) -> None:
    """Ask it no longer. What people answered to it stays."""
    with system() as opened:
        command = RetireQuestion(place=place, question=id)
        _say(opened.rhythms.retire_question(command, _request()), "It is asked no longer.")


@rhythm.command(name="digests")
def choose_digests(
    place: Place,
    by_itself: Annotated[
        bool,
        typer.Option("--by-itself/--with-a-yes", help="Whether it goes out without a yes."),
    ] = False,
    funder: Annotated[
        bool, typer.Option("--funder/--no-funder", help="Whether the funder reads of this place.")
    ] = True,
) -> None:
    """Choose how a place's digests go out."""
    with system() as opened:
        command = ChooseDigests(place=place, posts_by_itself=by_itself, tells_the_funder=funder)
        _say(opened.rhythms.choose_digests(command, _request()), "Chosen.")


@app.command(name="asking")
def asking(
    place: Place,
    name: Annotated[str, typer.Option("--name", help="Who: what the place calls them.")],
    is_asked: Annotated[
        bool, typer.Option("--yes/--no", help="Whether they said yes to being asked.")
    ] = True,
    wants_nothing: Annotated[
        bool,
        typer.Option("--nothing", help="With --no: they are not told of their own words either."),
    ] = False,
    way: Annotated[Way, typer.Option(help="How they are reached.")] = Way.SLACK,
    weekday: Annotated[int | None, typer.Option(min=0, max=4, help="0 is Monday.")] = None,
    at: Annotated[datetime | None, typer.Option(formats=TIMES, help="At what time.")] = None,
    zone: Annotated[str | None, typer.Option(help="Their time zone.")] = None,
    every: Annotated[Every | None, typer.Option(help="How often.")] = None,
    paused_until: Annotated[
        datetime | None, typer.Option(formats=DAYS, help="Not before this day.")
    ] = None,
) -> None:
    """Write down how somebody would like to be asked, as they told you. Options left out are as
    the place does it.
    """
    hour: time | None = None if at is None else at.time()
    command = ChangeAsking(
        place=place,
        contributor=name,
        is_asked=is_asked,
        wants_nothing=wants_nothing,
        way=way,
        weekday=weekday,
        at=hour,
        zone=zone,
        every=every,
        paused_until=day(paused_until),
    )
    with system() as opened:
        _say(opened.rhythms.change_asking(command, _request()), "Written down.")


def _say(receipt: Receipt, done: str) -> None:
    out.print("It was so already." if receipt.already_there else done)


def _request() -> Request:
    return Request(OPERATOR, Channel.CLI, now())
