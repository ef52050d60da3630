"""Commands that say who looks after what in a place."""

from __future__ import annotations

from typing import Annotated

import typer

from service.application.commands import EndRole, GiveRole
from service.application.desk import Request
from service.bootstrap import OPERATOR
from service.cli.common import Place, app, now, out, system
from service.domain.vocabulary import Channel, PlaceRole

role = typer.Typer(no_args_is_help=True, help="Who looks after what in a place.")
app.add_typer(role, name="role")

Name = Annotated[str, typer.Option("--name", help="Who: what the place calls them.")]
Which = Annotated[PlaceRole, typer.Option("--role", help="What they look after.")]


@role.command(name="give")
def give(place: Place, name: Name, role: Which) -> None:
    """Let somebody look after something in a place. They have to be welcomed there first."""
    command = GiveRole(place=place, contributor=name, role=role)
    with system() as opened:
        done = opened.places.give_role(command, Request(OPERATOR, Channel.CLI, now()))
    out.print("They had it already." if done.already_there else "Given.")


@role.command(name="end")
def end(place: Place, name: Name, role: Which) -> None:
    """Let somebody look after it no longer."""
    command = EndRole(place=place, contributor=name, role=role)
    with system() as opened:
        done = opened.places.end_role(command, Request(OPERATOR, Channel.CLI, now()))
    out.print("They did not have it." if done.already_there else "Ended.")
