"""The command that records anything: one line of any kind, as it happens."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer

from service.cli.common import Json, app, now, out, print_json, system
from service.domain.errors import Refused
from service.exchange.live import plain_or_json, record_line

FROM_STANDARD_INPUT = "-"


@app.command()
def record(
    kind: Annotated[
        str, typer.Argument(help="What it is, as reflection or decision; or - with JSON.")
    ],
    fields: Annotated[
        list[str] | None,
        typer.Argument(help="FIELD=VALUE, may be repeated; or - for JSON on standard input."),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Who did it, by what the place calls them.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Record one thing of any kind that a JSONL file may hold, as it happens.

    Values that read as JSON, as [...], {...} or true, are taken as such. `import --schema` prints
    what each kind needs. Unlike an import, a decision has to name the beliefs it rests on.
    """
    words = [kind, *(fields or [])]
    line: dict[str, Any] = _standard_input() if FROM_STANDARD_INPUT in words else {}
    if kind != FROM_STANDARD_INPUT:
        line["kind"] = kind
    for word in words[1:]:
        if word != FROM_STANDARD_INPUT:
            name, value = _field(word)
            line[name] = value
    with system() as opened:
        receipt = record_line(opened, line, now(), by=by)
    if as_json:
        print_json(receipt)
    elif receipt.already_there:
        out.print(f"It was there already: {receipt.id}", highlight=False)
    else:
        out.print(f"Recorded: {receipt.id}", highlight=False)


def _field(word: str) -> tuple[str, Any]:
    name, equals, value = word.partition("=")
    if not equals or not name:
        raise Refused(f"{word!r} is not FIELD=VALUE.")
    return name, plain_or_json(value)


def _standard_input() -> dict[str, Any]:
    try:
        line = json.loads(sys.stdin.read())
    except ValueError:
        raise Refused("Standard input is not one JSON object.") from None
    if not isinstance(line, dict):
        raise Refused("Standard input is not one JSON object.")
    return line
