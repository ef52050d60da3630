"""Commands that ask: the timeline, whose voices it rests on, what trials taught, and the rest."""

from __future__ import annotations

from datetime import datetime
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
)
from service.domain.errors import Refused
from service.domain.vocabulary import Perspective
from service.projections.entries import Filter
from service.projections.shapes import Entry, Voices

SHOWN = (
    "kind",
    "id",
    "external_id",
    "text",
    "role",
    "perspective",
    "occurred_on",
    "recorded_at",
    "position",
    "behaviours",
    "building_blocks",
    "title",
    "meaning",
    "speaking_as",
    "relayed_perspective",
    "reported_late",
    "until",
    "scope",
    "tags",
)

Behaviour = Annotated[str | None, typer.Option(help="A behaviour's code, as POW-2.")]
Block = Annotated[str | None, typer.Option(help="A building block's code, as governance.")]


@app.command()
def timeline(
    place: Place,
    behaviour: Behaviour = None,
    block: Block = None,
    since: From = None,
    until: To = None,
    perspective: Annotated[list[Perspective] | None, typer.Option()] = None,
    relayed: Annotated[bool, typer.Option(help="With words passed on by others.")] = True,
    known_on: KnownOn = None,
    as_json: Json = False,
) -> None:
    """What happened in a place, in order."""
    wanted = _filter(behaviour, block, since, until, perspective, relayed, known_on)
    with fresh_system() as opened:
        view, entries, voices = opened.reading.entries(ME, place, wanted)
    if as_json:
        print_json(
            {"place": view.name, "entries": [_plain(e) for e in entries], "voices": _json(voices)}
        )
        return
    table = Table("When", "What", "Who", "Words", title=view.name, title_justify="left")
    for entry in entries:
        table.add_row(*_row(entry))
    fits = "Nothing has been recorded here yet." if wanted == Filter() else "Nothing fits that."
    out.print(table if entries else fits)
    out.print(voices.sentence)


@app.command()
def voices(
    place: Place,
    behaviour: Behaviour = None,
    block: Block = None,
    since: From = None,
    until: To = None,
    known_on: KnownOn = None,
    as_json: Json = False,
) -> None:
    """Whose voices a place's timeline rests on: people before posts."""
    wanted = _filter(behaviour, block, since, until, None, True, known_on)
    with fresh_system() as opened:
        counted = opened.reading.voices(ME, place, wanted)
    if as_json:
        print_json(_json(counted))
        return
    out.print(counted.sentence)
    out.print(
        f"{counted.posts} reflections, that read like {counted.effective_voices} equal voices. "
        f"Perspectives read like {counted.perspective_balance} of 3."
    )


@app.command()
def places(as_json: Json = False) -> None:
    """The places there are."""
    with fresh_system() as opened:
        found = opened.reading.places(ME)
    if as_json:
        print_json([place.model_dump(mode="json") for place in found])
        return
    for place in found:
        out.print(f"{place.name}  ({place.language_stage}, since {place.joined_on})")
    if not found:
        out.print("There is no place yet. `doubleloop import FILE` opens those it meets.")


@app.command()
def prototypes(place: Place, known_on: KnownOn = None) -> None:
    """A place's trials, and what each taught about which building block, as JSON (Q11)."""
    with fresh_system() as opened:
        found = opened.reading.prototypes(ME, place, day(known_on))
    print_json([view.model_dump(mode="json") for view in found])


@app.command()
def perspectives(place: Place, behaviour: Behaviour = None, block: Block = None) -> None:
    """How a behaviour or block shows from each perspective, as JSON (Q6)."""
    wanted = _filter(behaviour, block, None, None, None, True, None)
    with fresh_system() as opened:
        found = opened.reading.perspectives(ME, place, wanted)
    print_json([view.model_dump(mode="json") for view in found])


@app.command()
def trail(
    place: Place,
    id: Annotated[str, typer.Argument(help="Its id or external id.")],
    known_on: KnownOn = None,
    as_json: Annotated[
        bool, typer.Option("--json/--table", help="Print JSON, or a table to read.")
    ] = True,
) -> None:
    """What an entry rests on and what came of it, as JSON (Q3)."""
    with fresh_system() as opened:
        found = opened.reading.trail(ME, place, id, as_known_on=day(known_on))
    if as_json:
        print_json(found)
        return
    table = Table("", "When", "What", "Who", "Words")
    table.add_row("This", *_row(found.item))
    for label, entries in (("Rests on", found.rests_on), ("Led to", found.leads_to)):
        for entry in entries:
            table.add_row(label, *_row(entry))
    out.print(table)
    if found.not_yours_to_read:
        out.print(f"It rests on {found.not_yours_to_read} more that are not yours to read.")


@app.command(name="nothing-fitted")
def nothing_fitted(place: Place) -> None:
    """Reflections that no behaviour fits, as JSON (Q14)."""
    with fresh_system() as opened:
        found = opened.reading.nothing_fitted(ME, place)
    print_json([view.model_dump(mode="json") for view in found])


@app.command(name="first-words")
def first_words(place: Place) -> None:
    """When each behaviour was first spoken of, and named, here, as JSON (Q15)."""
    with fresh_system() as opened:
        found = opened.reading.first_words(ME, place)
    print_json([view.model_dump(mode="json") for view in found])


def _filter(
    behaviour: str | None,
    block: str | None,
    since: datetime | None,
    until: datetime | None,
    perspective: list[Perspective] | None,
    relayed: bool,
    known_on: datetime | None,
) -> Filter:
    if behaviour is not None and block is not None:
        raise Refused("Ask for a behaviour or for a building block, one at a time.")
    in_order(since, until)
    code = behaviour or block
    return Filter(
        from_on=day(since),
        to_on=day(until),
        codes=None if code is None else frozenset([code]),
        perspectives=frozenset(perspective) if perspective else None,
        relayed=relayed,
        as_known_on=day(known_on),
    )


def _plain(entry: Entry) -> dict[str, Any]:
    whole = entry.model_dump(mode="json")
    return {name: whole[name] for name in SHOWN}


def _json(counted: Voices) -> dict[str, Any]:
    return counted.model_dump(mode="json")


def _row(entry: Entry) -> tuple[str, str, str, str]:
    words = (
        f"{entry.title}: {entry.text}" if entry.title and entry.text else entry.title or entry.text
    )
    who = entry.role or (entry.perspective or "")
    passed_on = " (passed on)" if entry.is_relayed else ""
    late = " (written down later)" if entry.reported_late else ""
    return f"{entry.occurred_on}{late}", entry.kind.replace("_", " "), who + passed_on, words
