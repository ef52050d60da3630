"""The command that runs practice Slack: a Slack on this machine, to try things out with."""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli.common import app, stopped_by_signals
from service.domain.errors import Misconfigured
from service.settings import Settings


@app.command(name="practice-slack")
def practice_slack(
    port: Annotated[int, typer.Option(help="The port to use; 0 takes a free one.")] = 0,
    manifest: Annotated[
        Path | None, typer.Option(help="A Slack app manifest, as JSON: what the app may do.")
    ] = None,
) -> None:
    """Run a practice Slack on this machine. Its first line of output is JSON for programs."""
    # Here and not above: the other commands start twice as fast without a web server.
    from bot.practice import server

    if (Settings().public_url or "").startswith("https://"):
        raise Misconfigured(
            "Practice Slack is for trying things out, and DOUBLELOOP_PUBLIC_URL names a real place."
        )
    wanted = None if manifest is None else _read(manifest)
    try:
        listening = server.listen(port)
    except OSError as error:
        raise Misconfigured(
            f"Port {port} is taken, or not ours to use ({error.strerror}). "
            "Choose another one with --port."
        ) from error
    stopping = threading.Event()
    with stopped_by_signals(stopping.set), server.serving(listening, wanted) as practice:
        sys.stdout.write(json.dumps(practice.facts()) + "\n")
        sys.stdout.flush()
        stopping.wait()


def _read(manifest: Path) -> dict[str, Any]:
    try:
        found = json.loads(manifest.read_text(encoding="utf-8"))
    except OSError as error:
        raise Misconfigured(f"{manifest} cannot be read ({error.strerror}).") from error
    except ValueError as error:
        raise Misconfigured(f"{manifest} is not JSON.") from error
    if not isinstance(found, dict):
        raise Misconfigured(f"{manifest} is not a Slack app manifest.")
    return found
