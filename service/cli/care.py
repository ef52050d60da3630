"""Commands that look after it: verify, rebuild, who may come in, erasing."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated
from uuid import UUID

import typer
from pydantic import TypeAdapter
from rich.table import Table
from rich.text import Text

from service import erasing
from service.access import TokenView
from service.application.commands import EraseReflection, WelcomeFunder, WelcomePerson
from service.application.desk import KnownPlace, Request, outside_name
from service.bootstrap import OPERATOR, System, open_as_it_is
from service.cli.common import (
    Json,
    Place,
    app,
    err,
    fresh_system,
    now,
    out,
    print_json,
    progress,
    system,
)
from service.domain.errors import Refused
from service.domain.vocabulary import ActorRole, Channel, Perspective
from service.erasing import Erasure
from service.masterkey import new_master_key
from service.policy import Actor
from service.projections.rebuild import rebuild
from service.settings import Settings
from service.verify import verify

token = typer.Typer(no_args_is_help=True, help="Tokens with which programs come in.")
app.add_typer(token, name="token")

Role = Annotated[ActorRole, typer.Option("--role", help="As what they come in.")]
SomePlaces = Annotated[
    list[str] | None, typer.Option("--place", help="Only for this place; may be repeated.")
]
Name = Annotated[str, typer.Option("--name", help="Whose it is: what you call them outside.")]


@app.command(name="verify")
def verify_command(as_json: Json = False) -> None:
    """Check that the log holds together and that everything read from it equals it."""
    with system() as opened, progress(hidden=as_json) as bar:
        verdict = verify(opened, bar("Folding the log anew"))
    if as_json:
        print_json(verdict)
    else:
        table = Table("Check", "", "What was found")
        for check in verdict.checks:
            state = Text("holds") if check.ok else Text("BROKEN", style="red")
            table.add_row(check.name, state, check.detail)
        out.print(table)
        out.print("All holds." if verdict.ok else "Something does not hold; see above.")
    if not verdict.ok:
        raise typer.Exit(1)


@app.command(name="rebuild")
def rebuild_command() -> None:
    """Fold the whole log anew beside the live read models, and swap."""
    with system() as opened, progress() as bar:
        count = rebuild(opened.database, opened.log, bar("Folding the log anew"))
    out.print(f"{count} events folded; the new read models are live.")


@app.command(name="master-key")
def master_key_command() -> None:
    """Print a new master key, to keep in a file that only the service can read."""
    typer.echo(new_master_key())


@app.command()
def invite(
    role: Role,
    name: Name,
    place: SomePlaces = None,
    email: Annotated[str | None, typer.Option(help="Where digests for a funder go.")] = None,
    slack: Annotated[str | None, typer.Option(help="A funder's TEAM/USER, as in Slack.")] = None,
) -> None:
    """Print a link that signs somebody in, once, within ten minutes.

    A funder belongs to the programme and to no place, and reads digests only.
    """
    with system() as opened:
        secret = opened.access.invite(_actor(opened, role, name, place, email, slack), now())
        base = opened.settings.address
    out.print(f"{base}/sign-in/{secret}", soft_wrap=True, highlight=False)
    err.print("It works once, for ten minutes. Send it only to the person it is for.")


@app.command(name="sign-out")
def sign_out(name: Name, place: Place) -> None:
    """End all of somebody's sessions, links and tokens."""
    with system() as opened:
        person = opened.desk.person(opened.desk.place(place), name)
        opened.access.sign_out_everywhere(person, now())
    out.print("Signed out everywhere.")


@app.command()
def welcome(
    place: Place,
    name: Name,
    perspective: Annotated[Perspective | None, typer.Option()] = None,
    role: Annotated[str | None, typer.Option(help="What they do, as 'housing officer'.")] = None,
    organisation: Annotated[str | None, typer.Option()] = None,
    slack: Annotated[str | None, typer.Option(help="TEAM/USER, as in Slack.")] = None,
    email: Annotated[str | None, typer.Option(help="Where letters to them go.")] = None,
) -> None:
    """Welcome somebody to a place, and let their Slack messages be theirs."""
    command = WelcomePerson(
        place=place,
        contributor=name,
        name=name,
        perspective=perspective,
        role=role,
        organisation=organisation,
        slack=slack,
        email=email,
    )
    with system() as opened:
        receipt = opened.people.welcome_person(command, _request())
    out.print(f"{name} is {receipt.id}.", highlight=False)


@app.command(name="erase-person")
def erase_person(
    person: Annotated[UUID, typer.Argument(help="The person's id.")], as_json: Json = False
) -> None:
    """Destroy somebody's key: their name and every word they left are gone for good."""
    with fresh_system() as opened:
        erasure = erasing.erase_person(opened, person, _request())
        opened.runner.catch_up()
    _print_erasure(erasure, as_json=as_json)


@app.command(name="erase-reflection")
def erase_reflection(
    place: Place,
    reflection: Annotated[str, typer.Argument(help="Its id or external id.")],
    as_json: Json = False,
) -> None:
    """Destroy one reflection's key: its words are gone for good."""
    with fresh_system() as opened:
        command = EraseReflection()
        erasure = erasing.erase_reflection(opened, place, reflection, command, _request())
        opened.runner.catch_up()
    _print_erasure(erasure, as_json=as_json)


@app.command(name="erase-again")
def erase_again() -> None:
    """After a backup came back: erase anew what the erasure journal lists, and complete that.

    Starting and migrating do the first by themselves.
    """
    with open_as_it_is(Settings()) as opened:
        opened.keys.check()
        again = opened.erasures.again(_request())
        written = opened.erasures.write_down(_request())
        opened.runner.catch_up()
    out.print(f"Erased again: {again}. Written down in the journal: {written}.", highlight=False)


def _print_erasure(erasure: Erasure, *, as_json: bool) -> None:
    if as_json:
        print_json(erasure)
        return
    out.print(
        f"Erased. Keys destroyed: {erasure.keys}; quotes among them: {erasure.quotes}.",
        highlight=False,
    )
    out.print("What could not be called back:")
    for sentence in erasing.in_words(erasure):
        out.print(f"- {sentence}", highlight=False)


@token.command(name="create")
def create_token(
    role: Role,
    name: Name,
    place: SomePlaces = None,
    days: Annotated[int, typer.Option(min=1, max=365, help="How long it works.")] = 365,
) -> None:
    """Print a new token. It is shown only now."""
    with system() as opened:
        actor = _actor(opened, role, name, place)
        secret = opened.access.make_token(actor, name, now(), timedelta(days=days))
    out.print(secret, soft_wrap=True, highlight=False)


@token.command(name="list")
def list_tokens(as_json: Json = False) -> None:
    """The tokens there are, without their secrets."""
    with system() as opened:
        found = opened.access.tokens()
    if as_json:
        print_json(TypeAdapter(list[TokenView]).dump_python(found, mode="json"))
        return
    table = Table("Id", "Whose", "Role", "Until", "Last used", "")
    for view in found:
        over = "revoked" if view.revoked_at else ""
        used = f"{view.last_used_at:%Y-%m-%d}" if view.last_used_at else "never"
        table.add_row(view.id, view.label, view.role, f"{view.expires_at:%Y-%m-%d}", used, over)
    out.print(table)


@token.command(name="revoke")
def revoke_token(id: Annotated[str, typer.Argument(help="The token's id.")]) -> None:
    """End a token at once."""
    with system() as opened:
        opened.access.revoke_token(id, now())
    out.print("Revoked.")


def _actor(
    opened: System,
    role: ActorRole,
    name: str,
    places: list[str] | None,
    email: str | None = None,
    slack: str | None = None,
) -> Actor:
    """Somebody known in their places: welcomed there where they were not met before."""
    if role == ActorRole.FUNDER:
        return _funder(opened, name, places, email, slack)
    if email is not None or slack is not None:
        raise Refused("Only a funder is sent digests like this. Say it with `welcome` instead.")
    if not places:
        if role != ActorRole.OPERATOR:
            raise Refused("Say for which place, with --place.")
        return OPERATOR
    known = [opened.desk.place(reference) for reference in places]
    people = [
        opened.people.welcome_person(
            WelcomePerson(
                place=str(place.id),
                contributor=name,
                perspective=_perspective(opened, place, name, role),
            ),
            _request(),
        ).id
        for place in known
    ]
    return Actor(people[0], role, frozenset(place.id for place in known))


def _funder(
    opened: System, name: str, places: list[str] | None, email: str | None, slack: str | None
) -> Actor:
    if places:
        raise Refused("A funder belongs to the programme and to no place. Leave out --place.")
    programme = opened.places.programme_id
    command = WelcomeFunder(contributor=name, name=name, email=email, slack=slack)
    person = opened.people.welcome_funder(programme, command, _request()).id
    return Actor(person, role=ActorRole.FUNDER, places=frozenset({programme}))


def _perspective(
    opened: System, place: KnownPlace, name: str, role: ActorRole
) -> Perspective | None:
    """Where a newcomer in this role speaks from; who is known keeps what they said."""
    known = opened.keys.find_person(*outside_name(place, name))
    return None if known else _PERSPECTIVES.get(role)


_PERSPECTIVES = {
    ActorRole.LEARNING_PARTNER: Perspective.INTERMEDIARY,
}


def _request() -> Request:
    return Request(OPERATOR, Channel.CLI, now())
