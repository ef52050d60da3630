"""Commands about digests: which there are, what they say, agreeing to one, sending it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table

from scheduler.jobs import Jobs
from service.application.desk import Request
from service.bootstrap import LEARNING_PARTNER_HERE
from service.cli.common import Json, Place, app, fresh_system, now, out, print_json, print_shapes
from service.digests.documents import document_of
from service.digests.reading import DigestReading
from service.document import as_text
from service.domain.errors import Refused
from service.domain.vocabulary import Channel

digest = typer.Typer(no_args_is_help=True, help="What was learned, told back.")
app.add_typer(digest, name="digest")

Id = Annotated[UUID, typer.Argument(help="The digest's id.")]


@digest.command(name="list")
def list_digests(place: Place, as_json: Json = False) -> None:
    """The digests that speak of a place, newest first."""
    with fresh_system() as opened:
        found = DigestReading(opened).of_place(LEARNING_PARTNER_HERE, place)
    if as_json:
        print_shapes(found)
        return
    table = Table("Id", "For", "From", "To", "")
    for one in found:
        table.add_row(str(one.id), one.kind, str(one.from_on), str(one.to_on), one.state)
    out.print(table)


@digest.command(name="show")
def show(id: Id, as_json: Json = False) -> None:
    """What a digest says, with numbers as they may be told."""
    with fresh_system() as opened:
        view = DigestReading(opened).one(LEARNING_PARTNER_HERE, id)
    if as_json:
        print_json(view)
    else:
        sys.stdout.write(as_text(document_of(view)))
        if view.state == "draft":
            out.print(f"This is a draft: edition {view.edition}.", highlight=False)


@digest.command(name="pdf")
def pdf(id: Id, file: Annotated[Path, typer.Argument(help="Where to write it.")]) -> None:
    """Write a digest as a PDF that everybody can read."""
    # Here and not above: the other commands need no typesetting.
    from service.pdf import pdf_of

    with fresh_system() as opened:
        view = DigestReading(opened).one(LEARNING_PARTNER_HERE, id)
    file.write_bytes(pdf_of(document_of(view)))
    out.print(f"Written to {file}.", highlight=False)


@digest.command(name="sign-off")
def sign_off(
    id: Id,
    place: Place,
    edition: Annotated[int, typer.Option(help="Which edition you read, as `show` says it.")],
) -> None:
    """Agree, for a place, that the edition of a digest which you read goes out."""
    with fresh_system() as opened:
        place_id = opened.desk.place(place).id
        done = opened.digests.sign_off(id, place_id, _request(), edition=edition)
    out.print("It was agreed already." if done.already_there else "Agreed.")


@digest.command(name="send")
def send(id: Id) -> None:
    """Let a digest out now, if it is time, and do not wait for the clock's next look.

    All its places have agreed then, and what is for the funder has been theirs to read for a day.
    """
    with fresh_system() as opened:
        Jobs(opened).run(now())  # Only the clock sends, so this is one look of the clock.
        opened.runner.catch_up()
        view = DigestReading(opened).one(LEARNING_PARTNER_HERE, id)
    if view.state != "sent":
        raise Refused("It is not time yet. Its places agree first, and then read it for a day.")
    out.print("Sent.")


def _request() -> Request:
    return Request(LEARNING_PARTNER_HERE, Channel.CLI, now())
