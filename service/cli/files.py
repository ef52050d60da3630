"""Commands for files: import and export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli.common import Json, app, err, now, out, print_json, progress, system
from service.domain.errors import Refused
from service.exchange.exporting import export_place
from service.exchange.importing import Importer, ImportResult, Refusal
from service.exchange.kinds import schema

REFUSALS_SHOWN = 20


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
    to: Annotated[Path | None, typer.Option("--to", help="A file; else standard output.")] = None,
) -> None:
    """Write all that a place has recorded as JSONL, which `import` reads back."""
    with system() as opened:
        lines = export_place(opened, place)
        if to is None:
            for line in lines:
                typer.echo(line)
        else:
            count = _write(to, list(lines))
            err.print(f"{count} lines in {to}.")


def _write(path: Path, lines: list[str]) -> int:
    making = path.with_name(path.name + ".part")
    try:
        making.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        making.replace(path)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from error
    return len(lines)


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
