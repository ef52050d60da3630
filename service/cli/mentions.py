"""Commands on what is left out of reflections: for whom it is about, when they ask."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table

from service import erasing
from service.application.desk import Request
from service.application.mention_commands import EraseMention, RedactSpan
from service.bootstrap import LEARNING_PARTNER_HERE
from service.cli.common import Json, Place, app, fresh_system, now, out, print_shapes
from service.domain.vocabulary import Channel, MentionCategory

About = Annotated[str | None, typer.Option(help="Whom it is about.")]


@app.command(name="leave-out")
def leave_out(
    place: Place,
    reflection: Annotated[str, typer.Argument(help="Its id or external id.")],
    words: Annotated[str, typer.Argument(help="The words, exactly as they stand there.")],
    category: Annotated[MentionCategory, typer.Option(help="What kind of words.")],
    about: About = None,
) -> None:
    """Leave words out of a reflection that tell who somebody is, for good."""
    command = RedactSpan(words=words, category=category, about=about)
    with fresh_system() as opened:
        receipt = erasing.redact(opened, place, reflection, command, _request())
    out.print(f"Left out: {receipt.id}", highlight=False)


@app.command(name="left-out")
def left_out(place: Place, about: About = None, as_json: Json = False) -> None:
    """List what was left out of reflections, or what of it is about somebody."""
    with fresh_system() as opened:
        found = opened.reading.mentions(LEARNING_PARTNER_HERE, place, about)
    if as_json:
        print_shapes(found)
        return
    table = Table("Id", "What", "Words", "Left out", "Destroyed")
    for one in found:
        gone = f"{one.erased_on}" if one.erased_on else ""
        table.add_row(str(one.id), one.category, one.words or "", f"{one.left_out_on}", gone)
    out.print(table)


@app.command(name="erase-left-out")
def erase_left_out(mention: Annotated[UUID, typer.Argument(help="Its id.")]) -> None:
    """Destroy for good what was left out of a reflection. The reflection stays."""
    with fresh_system() as opened:
        opened.mentions.erase(mention, EraseMention(), _request())
    out.print("Erased. Backups of the keys hold it until they age out.")


def _request() -> Request:
    return Request(LEARNING_PARTNER_HERE, Channel.CLI, now())
