"""Commands for Slack: speaking there, joining channels to places, the manifest, the doctor."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from service.bootstrap import System, settle
from service.cli.common import (
    Json,
    app,
    err,
    now,
    out,
    print_json,
    stopped_by_signals,
    system,
)
from service.domain.errors import Refused

if TYPE_CHECKING:
    from bot.app import SlackApp
    from bot.channels import FunderChannel, LinkedChannel, Purpose

bot = typer.Typer(
    invoke_without_command=True, help="Speak to people in Slack, and look after how it is set up."
)
app.add_typer(bot, name="bot")

Team = Annotated[str, typer.Option("--team", help="The workspace's id, as T0123ABCD.")]
SlackChannel = Annotated[str, typer.Option("--channel", help="The channel's id, as C0123ABCD.")]

Projector = Annotated[bool, typer.Option(help="Also keep the read models up to date.")]


class LinkPurpose(StrEnum):
    """What a channel is for."""

    PLACE = "place"
    TRIAGE = "triage"
    FUNDER = "funder"


@bot.callback()
def run(context: typer.Context, projector: Projector = True) -> None:
    """Without a command: speak in Slack until Ctrl-C, by Socket Mode where SLACK_APP_TOKEN is set.

    `serve` speaks in Slack as well; of several, one leads and the others stand by.
    """
    if context.invoked_subcommand is None:
        with system() as opened:
            _run(opened, projector)


@bot.command()
def link(
    team: Team,
    channel: SlackChannel,
    place: Annotated[
        str | None, typer.Option("--place", help="The place's name or id; for a funder, none.")
    ] = None,
    purpose: Annotated[
        LinkPurpose,
        typer.Option(
            help="For a place's people, for its learning partners to read in (triage), or for the "
            "funder, whose digests are told there."
        ),
    ] = LinkPurpose.PLACE,
) -> None:
    """Let a channel be for a place or a funder. The bot has to be in it, and says hello there."""
    if (place is None) != (purpose is LinkPurpose.FUNDER):
        raise Refused(
            "Say for which place, with --place. A funder belongs to none, so leave it out."
        )
    with _slack() as slack:
        from bot import linking

        if place is None:
            waits = linking.link_funder(slack.bot, slack.workspaces, team, channel)
        else:
            waits, known = False, slack.bot.system.desk.place(place)
            for_whom: Purpose = "triage" if purpose is LinkPurpose.TRIAGE else "place"
            linking.link(slack.bot, slack.workspaces, team, channel, known.id, for_whom)
    out.print("Linked.")
    if waits:
        out.print(
            "People of another organisation are in it. Nothing is told there until you say that "
            "they may read it: doubleloop bot welcome-others."
        )


@bot.command()
def unlink(team: Team, channel: SlackChannel) -> None:
    """Let a channel be for nothing any more."""
    with _slack() as slack:
        from bot import linking

        linking.unlink(slack.bot, team, channel)
    out.print("Unlinked.")


@bot.command(name="welcome-others")
def welcome_others(
    team: Team,
    channel: SlackChannel,
    no: Annotated[bool, typer.Option("--no", help="Let them take part no longer.")] = False,
) -> None:
    """Let people of other organisations take part in a shared channel, or read a funder's."""
    with _slack() as slack:
        from bot import linking

        linking.welcome_others(slack.bot, team, channel, welcome=not no)
    out.print("They are not listened to." if no else "They are listened to.")


@bot.command()
def channels(as_json: Json = False) -> None:
    """List the channels that are for a place or a funder."""
    with _slack() as slack:
        known = slack.bot.channels
        found = [
            _listed(one, one.purpose, slack.bot.identity.name_of(one.place_id))
            for one in known.all_open()
        ]
        found += [_listed(one, LinkPurpose.FUNDER, "-") for one in known.all_of_funders()]
    if as_json:
        print_json(found)
    elif not found:
        out.print("No channel is linked yet.")
    for one in [] if as_json else found:
        others = ", shared" if one["is_shared"] else ""
        out.print(f"{one['team']} {one['channel']}  {one['place']} ({one['purpose']}{others})")


@bot.command()
def manifest(
    url: Annotated[
        str | None, typer.Option("--url", help="The address that people type, with https.")
    ] = None,
    socket: Annotated[
        bool, typer.Option("--socket", help="For Socket Mode, which needs no address.")
    ] = False,
) -> None:
    """Print the manifest from which Slack makes the app."""
    from bot.manifest import manifest as made

    print_json(made(url, socket=socket))


@bot.command()
def doctor(as_json: Json = False) -> None:
    """Look at how Slack is set up, and say what is missing. The exit code is 1 if anything is."""
    with _slack() as slack:
        from bot.doctor import Doctor
        from bot.words import say

        found = Doctor(slack.bot, slack.workspaces, slack.bot.system.settings).look()
    if as_json:
        print_json([one.plain() for one in found])
    else:
        for one in found:
            out.print(f"{'ok      ' if one.is_well else 'missing '} {one.sentence}")
    if not all(one.is_well for one in found):
        raise typer.Exit(1)
    if not as_json:
        out.print(say("doctor.all_well"))


def _listed(one: LinkedChannel | FunderChannel, purpose: str, place: str) -> dict[str, object]:
    return {
        "team": one.team_id,
        "channel": one.channel_id,
        "place": place,
        "purpose": purpose,
        "is_shared": one.is_shared,
        "welcomes_others": one.welcomes_others,
    }


@contextmanager
def _slack() -> Iterator[SlackApp]:
    """The bot, for the time of one command."""
    # Here and not above: the other commands start twice as fast without what speaks Slack.
    from bot.app import build_slack

    with system() as opened:
        yield build_slack(opened, now)


def _run(opened: System, projector: bool) -> None:
    stopping = threading.Event()
    with ExitStack() as stack:
        stack.enter_context(stopped_by_signals(stopping.set))
        if not opened.settings.has_slack:
            err.print("No Slack app is set up, so there is nothing to do. Ctrl-C stops.")
            stopping.wait()
            return
        from bot.app import build_slack
        from bot.delivery import delivering
        from bot.socket import running_socket
        from service.projections.runner import running

        if projector:
            stack.enter_context(running(opened.runner))
        slack = build_slack(opened)
        stack.enter_context(delivering(slack.delivery))
        token = opened.settings.slack_app_token
        if token is not None:
            stack.enter_context(running_socket(slack, token.get_secret_value()))
        settle()
        way = "by Socket Mode" if token is not None else "and `serve` listens"
        err.print(f"Speaking in Slack, {way}. Ctrl-C stops.")
        stopping.wait()
