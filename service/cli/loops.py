"""Commands that ask about decisions: the ledger, one of them, trials, and who to tell."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.table import Table

from service.bootstrap import LEARNING_PARTNER_HERE as ME
from service.cli.common import (
    From,
    Json,
    KnownOn,
    Place,
    To,
    app,
    day,
    fresh_system,
    in_order,
    out,
    print_json,
    print_shapes,
    today_in,
)
from service.domain.errors import Refused
from service.domain.proof import LoopLevel
from service.projections.loop_shapes import (
    DecisionView,
    LoopView,
    PartyView,
    StepView,
    ToTell,
)
from service.web import belief_words
from service.web import loop_sentences as say
from service.web import loop_words as words

PROOF_SHOWN = {"at", "what", "ref", "position"}
SHOWN = ("id", "external_id", "evidenced", "claimed", "flags", "proof", "missing")


class Waiting(StrEnum):
    """What a decision may be waiting for."""

    OPEN = "open"
    CLOSED = "closed"
    DUE = "due"
    LAPSED = "lapsed"
    SLIPPED = "slipped"


@app.command()
def loops(
    place: Place,
    level: Annotated[
        LoopLevel | None, typer.Option(help="Only those of which the log proves this.")
    ] = None,
    state: Annotated[Waiting | None, typer.Option(help="Only those that wait for this.")] = None,
    known_on: KnownOn = None,
    as_json: Json = False,
) -> None:
    """Decisions, oldest first, with what the log proves of each (Q7, Q9)."""
    with fresh_system() as opened:
        here = opened.reading.place(ME, place)
        page = opened.loops.ledger(
            ME,
            here.id,
            today=today_in(here),
            level=level,
            state=None if state is None else state.value,
            as_known_on=day(known_on),
            limit=None,
        )
    found = page.decisions[::-1]
    if as_json:
        print_json({"place": here.name, "decisions": [_plain(loop) for loop in found]})
        return
    table = Table("Decided", "Decision", "What the order shows", "Not on record", title=here.name)
    for loop in found:
        table.add_row(
            str(loop.decided_on), loop.title, say.verdict(loop), "\n".join(say.missing(loop))
        )
    out.print(table if found else "No decision fits that, or none is written down yet.")


@app.command()
def decision(
    place: Place,
    decision: Annotated[str, typer.Argument(help="Its id or external id.")],
    known_on: KnownOn = None,
    as_json: Json = False,
) -> None:
    """One decision: the order it happened in, the beliefs under it, what came of it (Q7)."""
    with fresh_system() as opened:
        here = opened.reading.place(ME, place)
        found = opened.loops.decision(
            ME, here.id, decision, today=today_in(here), as_known_on=day(known_on)
        )
    if as_json:
        print_json(found)
    else:
        _tell(found)


@app.command()
def proposals(place: Place, known_on: KnownOn = None, as_json: Json = False) -> None:
    """Questions that wait to be decided."""
    with fresh_system() as opened:
        found = opened.loops.proposals(ME, place, as_known_on=day(known_on))
    if as_json:
        print_shapes(found)
        return
    table = Table("Since", "Question", "Options", "Id")
    for one in found:
        options = "\n".join(option.text for option in one.options)
        table.add_row(str(one.proposed_on), one.question, options, one.external_id or str(one.id))
    out.print(table if found else "Nothing waits to be decided.")


@app.command()
def board(place: Place, known_on: KnownOn = None, as_json: Json = False) -> None:
    """What each trial taught about each building block (Q11)."""
    with fresh_system() as opened:
        found = opened.loops.board(ME, place, as_known_on=day(known_on))
    if as_json:
        print_json(found)
        return
    names = dict(found.building_blocks)
    table = Table("Trial", "Building block", "What it taught", "Changed")
    for row in found.rows:
        for cell in row.cells:
            if cell.learned or cell.was_expected or cell.is_changed:
                block = names.get(cell.building_block, cell.building_block)
                changed = "yes" if cell.is_changed else ""
                table.add_row(row.name, block, "\n".join(cell.learned), changed)
    out.print(table if table.row_count else "No trial has taught anything here yet.")


@app.command(name="told-back")
def told_back(place: Place, known_on: KnownOn = None, as_json: Json = False) -> None:
    """Who has not been told what became of their words (Q10)."""
    with fresh_system() as opened:
        here = opened.reading.place(ME, place)
        today = today_in(here)
        found = opened.loops.told_back(ME, here.id, today=today, as_known_on=day(known_on))
    if as_json:
        print_shapes(found)
        return
    table = Table("Decision", "Who", belief_words.FIRST_USED)
    for one in found:
        for person in one.people:
            table.add_row(one.decision.title, _who_to_tell(person), str(person.first_used_on))
    out.print(table if table.row_count else words.NONE_OWED)


@app.command()
def compare(
    place: Annotated[list[str], typer.Option("--place", help="A place; repeated for each.")],
    code: Annotated[
        list[str] | None,
        typer.Option("--code", help="A behaviour or building block; may be repeated."),
    ] = None,
    since: From = None,
    until: To = None,
    known_on: KnownOn = None,
    as_json: Json = False,
) -> None:
    """Patterns and stories of several places side by side. No scores, no ranks (Q5)."""
    if len(place) < 2:  # noqa: PLR2004
        raise Refused("Say at least two places: --place ONE --place OTHER.")
    in_order(since, until)
    codes = frozenset(code or ()) or None
    with fresh_system() as opened:
        found = opened.loops.compare(
            ME,
            place,
            codes,
            from_on=day(since),
            to_on=day(until),
            as_known_on=day(known_on),
        )
    if as_json:
        print_shapes(found)
        return
    table = Table("", *(one.name for one in found), show_lines=True)
    table.add_row("Voices", *(one.voices for one in found))
    table.add_row("Patterns", *("\n".join(one.patterns) for one in found))
    table.add_row("Stories", *("\n".join(entry.text for entry in one.stories) for one in found))
    out.print(table)


def _plain(loop: LoopView) -> dict[str, Any]:
    whole = loop.model_dump(mode="json")
    proof = [step.model_dump(mode="json", include=PROOF_SHOWN) for step in loop.proof]
    return {name: whole[name] for name in SHOWN} | {"proof": proof}


def _tell(found: DecisionView) -> None:
    loop = found.loop
    out.print(f"{loop.decided_on}  {loop.title}")
    out.print(say.verdict(loop))
    out.print(f"Why: {found.why}")
    out.print(f"Decided by: {say.parties(found.decided_by)}")
    out.print(f"Asked beforehand: {say.parties(found.consulted)}")
    out.print(f"Not asked: {', '.join(found.not_consulted)}")
    for rests in found.rests_on:
        before = "" if rests.before is None else f"  (before: {rests.before})"
        out.print(f"Rests on: {rests.then}{before}")
    table = Table("When", "What happened", "Log entry")
    for step in loop.proof:
        table.add_row(*_step(step))
    out.print(table)
    for change in found.changes:
        out.print(f"Change seen on {change.on}: {change.who_changed}: {change.what}")
    for slip in found.slips:
        pressure = "" if slip.pressure is None else f"  (pressing then: {slip.pressure})"
        out.print(f"Slipped back on {slip.on}: {slip.what}{pressure}")
    for line in [*say.worth_knowing(found), *say.missing(loop)]:
        out.print(line)


def _who_to_tell(one: ToTell) -> str:
    if one.relayed:
        return f"{one.name or 'someone'} (passed on somebody else's words)"
    return say.party(PartyView(person=one.person, name=one.name, perspective=one.perspective))


def _step(step: StepView) -> tuple[str, str, str]:
    late = " (written down later)" if step.reported_late else ""
    return f"{step.at:%Y-%m-%d}{late}", words.STEP[step.what], str(step.position)
