"""Commands for files: import and export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from service.bootstrap import LEARNING_PARTNER_HERE as ME
from service.cli.common import (
    Json,
    app,
    err,
    fresh_system,
    now,
    out,
    print_json,
    progress,
    system,
)
from service.domain.base import natural_id
from service.domain.errors import Refused
from service.domain.vocabulary import ActorRole
from service.exchange.exporting import export_place
from service.exchange.formats import Format, file_of
from service.exchange.importing import Importer, ImportResult, Refusal
from service.exchange.kinds import schema
from service.policy import Actor

REFUSALS_SHOWN = 20
FILE_NAME = "place"


@app.command(name="import")
def import_command(
    file: Annotated[Path | None, typer.Argument(help="A .csv or .jsonl file.")] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Take the good lines, and say which were left.")
    ] = False,
    show_schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of a JSONL line.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Bring in reflections (CSV) or anything (JSONL). Twice is the same as once."""
    if show_schema:
        print_json(schema())
        return
    if file is None:
        raise Refused("Say which file: doubleloop import FILE.")
    with system() as opened, progress(hidden=as_json) as bar:
        importer = Importer(opened, now)
        try:
            result = importer.import_file(
                file, partial=partial, checking=bar("Checking"), writing=bar("Recording")
            )
        except Refused as refusal:
            if not as_json:
                raise
            result = ImportResult(refused=[Refusal(line=0, reason=str(refusal))])
    if as_json:
        print_json(result)
    else:
        _tell(result, partial=partial)
    if result.refused:
        raise typer.Exit(1)


@app.command()
def export(
    place: Annotated[str, typer.Option("--place", help="The place's name or id.")],
    to: Annotated[
        Path | None, typer.Option("--to", "-o", help="A file; else standard output.")
    ] = None,
    format: Annotated[
        Format,
        typer.Option(
            "--format",
            help="jsonl: all, for `import`; qdpx, qdc: for analysis; csv: tables in a zip.",
        ),
    ] = Format.JSONL,
    as_partner: Annotated[
        bool, typer.Option("--as-partner", help="Only what partners of the place may see.")
    ] = False,
) -> None:
    """Write a place as a file: as JSONL to carry it elsewhere, or for other programs."""
    if format is Format.JSONL and not as_partner:
        _export_lines(place, to)
        return
    if to is None and format is not Format.JSONL and sys.stdout.isatty():
        raise Refused(f"Say which file: --to {FILE_NAME}.{format.ending}.")
    with fresh_system() as opened:
        reader = _partner_of(opened.desk.place(place).id) if as_partner else ME
        content = file_of(opened, reader, place, format, now())
    if to is None:
        sys.stdout.buffer.write(content)
    else:
        _write(to, content)
        err.print(f"{to} is written.")


def _export_lines(place: str, to: Path | None) -> None:
    with system() as opened:
        lines = export_place(opened, place)
        if to is None:
            for line in lines:
                typer.echo(line)
        else:
            written = list(lines)
            _write(to, "".join(line + "\n" for line in written).encode())
            err.print(f"{len(written)} lines in {to}.")


def _partner_of(place_id: UUID) -> Actor:
    """A partner of this place who has said nothing there."""
    return Actor(natural_id("partner-here"), ActorRole.PARTNER, frozenset([place_id]))


def _write(path: Path, content: bytes) -> None:
    making = path.with_name(path.name + ".part")
    try:
        making.write_bytes(content)
        making.replace(path)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from error


def _tell(result: ImportResult, *, partial: bool) -> None:
    if result.refused and not partial:
        err.print("Nothing was recorded, because these lines need a change:", style="red")
    elif result.refused:
        err.print("These lines were left out:", style="red")
    for refusal in result.refused[:REFUSALS_SHOWN]:
        err.print(f"  line {refusal.line}: {refusal.reason}", highlight=False, markup=False)
    if len(result.refused) > REFUSALS_SHOWN:
        err.print(f"  and {len(result.refused) - REFUSALS_SHOWN} more (--json lists them all)")
    if not result.refused or partial:
        out.print(f"{result.recorded} recorded, {result.already_there} were there already.")
