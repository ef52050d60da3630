"""The command that prints what is kept about somebody who asked for it in another way."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer

from service.bootstrap import LEARNING_PARTNER_HERE
from service.cli.common import Json, app, fresh_system, print_json
from service.document import as_text
from service.held.documents import document_of


@app.command(name="held-about")
def held_about(
    person: Annotated[UUID, typer.Argument(help="The person's id.")], as_json: Json = False
) -> None:
    """Print all that is kept about somebody, to hand to them and to nobody else.

    Whether they raised a concern is not in it: that is told only to themselves.
    """
    with fresh_system() as opened:
        kept = opened.reading.held_about_another(LEARNING_PARTNER_HERE, person)
    if as_json:
        print_json(kept)
    else:
        typer.echo(as_text(document_of(kept)), nl=False)
