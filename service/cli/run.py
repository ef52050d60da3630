"""Commands that run doubleloop: the demo, the server, the projector, the waiting rooms."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import Annotated

import typer

from service import demo as demo_place
from service.bootstrap import LEARNING_PARTNER_HERE, migrate, open_system, settle
from service.cli.common import app, err, now, out, progress, stopped_by_signals, system
from service.domain.errors import Misconfigured
from service.settings import Settings

PORTS = 65_536


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The port to use; another free one if taken.")] = 8400,
    open_browser: Annotated[bool, typer.Option("--open/--no-open")] = False,
) -> None:
    """Look at eighteen months of a made-up place, with a practice Slack beside its timeline."""
    # Here and not above: the other commands start twice as fast without a web server.
    from service.cli import demo_pages, demo_slack
    from service.cli.demo_rhythm import Passing
    from service.cli.serving import free_port, serve_until_stopped
    from service.letters.kinds import KINDS
    from service.letters.office import Office, open_office

    settings = Settings(host="127.0.0.1", port=free_port(port), public_url=None)
    if settings.database_url is not None:
        raise Misconfigured("The demo makes its own database. Unset DATABASE_URL first.")
    settings = settings.model_copy(update={"data": settings.data / "demo"})
    clock, next_port = demo_place.DemoClock(now), free_port((settings.port + 1) % PORTS)
    with (
        demo_slack.in_practice(settings, next_port, clock) as (slack, told),
        open_system(told) as opened,
        demo_slack.alone(opened),
        ExitStack() as stack,
    ):
        opened.keys.check()
        with progress() as bar:
            demo_place.fill(opened, now(), bar("Checking the words"), bar("Recording"))
        demo_slack.join(opened, clock)
        opened.runner.catch_up()
        passing, letterbox = Passing(opened, clock), demo_pages.Letterbox()
        passing.begin()
        beside = ((demo_slack.NAME, slack.address), demo_pages.CLOCK)
        stack.enter_context(open_office(Office(opened, letterbox, KINDS, clock, 0)))
        serve_until_stopped(
            opened,
            visitor=LEARNING_PARTNER_HERE,
            open_browser=open_browser,
            with_slack=True,
            clock=clock,
            beside=beside,
            more=[demo_pages.router(opened, clock, passing, letterbox, beside)],
            when_open=lambda: demo_slack.open_door(slack, settings.address),
        )


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on.")] = None,
    projector: Annotated[bool, typer.Option(help="Also keep the read models up to date.")] = True,
) -> None:
    """Serve pages, API and, where it is set up, Slack."""
    # Here and not above: the other commands start twice as fast without a web server.
    from service.cli.serving import serve_until_stopped

    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = Settings(**given)  # type: ignore[arg-type]
    with open_system(settings) as opened:
        opened.keys.check()
        serve_until_stopped(opened, projector=projector, with_slack=True)


@app.command()
def project() -> None:
    """Keep the read models up to date; only one does so at a time, others stand by."""
    with system() as opened:
        settle()
        err.print("Following the log. Ctrl-C stops.")
        with stopped_by_signals(opened.runner.stop):
            opened.runner.run()


@app.command(name="migrate")
def migrate_command() -> None:
    """Bring the database up to date. Run it once before the rest; several at once are safe."""
    steps = migrate(Settings())
    out.print("Taken: " + ", ".join(steps) if steps else "Nothing to do: all is up to date.")


@app.command()
def schedule() -> None:
    """Run the clock alone: it opens rounds, asks whoever is due, and puts digests together.

    `serve` runs it too. Of several, one does what is due, and each thing is done once.
    """
    from scheduler.clock import ticking

    stopping = threading.Event()
    with system() as opened:
        settle()
        err.print("The clock ticks. Ctrl-C stops.")
        with ticking(opened, now), stopped_by_signals(stopping.set):
            stopping.wait()
