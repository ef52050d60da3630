"""Commands that ask about beliefs: the register, insights, what does not fit, and the mirror."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer
from rich.table import Table

from service.bootstrap import LEARNING_PARTNER_HERE as ME
from service.cli.common import (
    Json,
    KnownOn,
    Place,
    app,
    day,
    fresh_system,
    out,
    print_json,
    print_shapes,
    today_in,
)
from service.domain.starters import starters as all_starters
from service.projections.loop_shapes import BeliefView, MirrorSide
from service.web import belief_words as words
from service.web import loop_kinds as kinds

Name = Annotated[str, typer.Argument(help="Its id or external id.")]


class Only(StrEnum):
    """Which beliefs to show."""

    NEVER_CHALLENGED = "never_challenged"
    CHANGED = "changed"
    DROPPED = "dropped"


@app.command()
def beliefs(
    place: Place,
    only: Annotated[Only | None, typer.Option(help="Only those to which this happened.")] = None,
    known_on: KnownOn = None,
    as_json: Json = False,
) -> None:
    """What people believe, newest first; those never challenged by how often cited (Q8)."""
    with fresh_system() as opened:
        found = opened.loops.beliefs(
            ME,
            place,
            only=None if only is None else only.value,
            as_known_on=day(known_on),
            limit=None,
        )
    if as_json:
        print_json(found)
        return
    table = Table("Since", "Belief", "How it stands", "What kind", "Decisions on it", "Id")
    for one in found.beliefs:
        table.add_row(
            str(one.stated_on),
            one.statement,
            words.STATUS[one.status],
            kinds.BELIEF_KIND[one.kind],
            str(len(one.cited_by)),
            one.external_id or str(one.id),
        )
    out.print(table if found.beliefs else "No belief fits that, or none is written down yet.")


@app.command()
def belief(place: Place, belief: Name, known_on: KnownOn = None, as_json: Json = False) -> None:
    """One belief with every wording it had and all that happened to it (Q8)."""
    with fresh_system() as opened:
        found = opened.loops.belief(ME, place, belief, as_known_on=day(known_on))
    if as_json:
        print_json(found)
    else:
        _tell(found)


@app.command()
def insights(place: Place, known_on: KnownOn = None, as_json: Json = False) -> None:
    """The patterns that people see, newest first, with what does not fit."""
    with fresh_system() as opened:
        found = opened.loops.insights(ME, place, as_known_on=day(known_on))
    if as_json:
        print_shapes(found)
        return
    table = Table("When", "What people see", "What does not fit", "How others see it", "Id")
    for one in found:
        standing = "" if one.standing is None else kinds.RECEPTION[one.standing]
        name = one.external_id or str(one.id)
        table.add_row(str(one.proposed_on), one.claim, one.does_not_fit or "", standing, name)
    out.print(table if found else "Nobody has written down a pattern here yet.")


@app.command()
def against(place: Place, id: Name, known_on: KnownOn = None, as_json: Json = False) -> None:
    """What does not fit an insight or a belief, and who saw it otherwise (Q4)."""
    with fresh_system() as opened:
        found = opened.loops.against(ME, place, id, as_known_on=day(known_on))
    if as_json:
        print_json(found)
        return
    table = Table("When", "What", "Words")
    for said in found.words:
        table.add_row("", "What does not fit", said)
    for said in found.dissent:
        table.add_row("", "Who saw it otherwise", said)
    for entry in found.entries:
        table.add_row(str(entry.occurred_on), kinds.KIND.get(entry.kind, "Words"), entry.text)
    for said in [*found.before.words, *found.before.dissent]:
        table.add_row("", words.SPOKE_BEFORE, said)
    for entry in found.before.entries:
        table.add_row(str(entry.occurred_on), words.SPOKE_BEFORE, entry.text)
    out.print(table if table.row_count else "Nobody has written down anything that does not fit.")
    if found.not_yours_to_read:
        out.print(f"{found.not_yours_to_read} more are not yours to read.")


@app.command()
def mirror(place: Place, known_on: KnownOn = None, as_json: Json = False) -> None:
    """What people say beside what they seem to act on, with evidence for both."""
    with fresh_system() as opened:
        found = opened.loops.mirror(ME, place, as_known_on=day(known_on))
    if as_json:
        print_shapes(found)
        return
    table = Table("About", "What we say", "What we seem to act on", show_lines=True)
    for pair in found:
        said, done = ("\n".join(map(_side, sides)) for sides in (pair.said, pair.done))
        table.add_row(pair.about, said, done)
    out.print(table if found else "There are no beliefs to set side by side yet.")


@app.command()
def signals(place: Place, known_on: KnownOn = None, as_json: Json = False) -> None:
    """Questions that the log puts to the learning partner. None of them is an answer."""
    with fresh_system() as opened:
        here = opened.reading.place(ME, place)
        today = today_in(here)
        found = opened.loops.signals(ME, here.id, today=today, as_known_on=day(known_on))
    if as_json:
        print_shapes(found)
        return
    table = Table("Question", "About", "Rests on", "Look at", "Subject")
    for one in found:
        table.add_row(words.ASK[one.kind], one.about, str(one.grounds), one.link, str(one.subject))
    out.print(table if found else "The log puts no question now.")


@app.command()
def disagreements(
    place: Place,
    framework: Annotated[
        str | None, typer.Option(help="Only this version, as system-behaviours@2018.")
    ] = None,
    known_on: KnownOn = None,
    as_json: Json = False,
) -> None:
    """Reflections that people read differently; the difference is the finding (Q13)."""
    with fresh_system() as opened:
        found = opened.loops.disagreements(ME, place, framework, as_known_on=day(known_on))
    if as_json:
        print_shapes(found)
        return
    table = Table("When", "Words", "Read as", "How people read it")
    for one in found:
        stances = ", ".join(f"{stance}: {count}" for stance, count in one.stances.items())
        disputes = f"; {one.disputes} say otherwise" if one.disputes else ""
        table.add_row(str(one.entry.occurred_on), one.entry.text, one.code, stances + disputes)
    out.print(table if found else "Nobody reads anything differently so far.")


@app.command()
def starters(as_json: Json = False) -> None:
    """Ready-made beliefs, for a place to adopt and to put in its own words."""
    found = all_starters()
    if as_json:
        print_json(found)
        return
    table = Table("Code", "Belief", "", "Building block")
    for one in found.beliefs:
        table.add_row(one.code, one.statement, kinds.BASIS[one.basis], one.building_block)
    out.print(table)
    out.print(found.note)


def _tell(found: BeliefView) -> None:
    out.print(found.statement)
    out.print(f"{words.STATUS[found.status]} {kinds.BELIEF_KIND[found.kind]}")
    out.print(f"We would doubt it if: {found.we_would_doubt_if}")
    table = Table("When", "What happened", "Words", "Log entry")
    first, *_ = found.wordings
    happened = kinds.KIND["belief_stated"]
    table.add_row(str(first.since), happened, first.statement, str(first.position))
    reasons = {wording.position: wording.reason for wording in found.wordings}
    for fact in found.facts:
        late = " (written down later)" if fact.reported_late else ""
        said = [fact.words, reasons.get(fact.position), fact.dissent]
        words_said = "\n".join(one for one in said if one)
        table.add_row(f"{fact.on}{late}", kinds.KIND[fact.what], words_said, str(fact.position))
    out.print(table)
    for cited in found.cited_by:
        out.print(f"A decision rests on it: {cited.title} ({cited.decided_on})")


def _side(side: MirrorSide) -> str:
    evidence = f"{len(side.evidence_for)} for, {len(side.evidence_against)} against"
    return f"{side.belief.statement} ({evidence})"
